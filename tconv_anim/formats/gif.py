"""A small streaming GIF writer: one palette, changed rectangles, nothing quantised.

Pillow's own LZW encoder does the compression; what it is given is already palette
indices, cut to the rectangle that changed, with unchanged pixels transparent.
Format: GIF89a (CompuServe, 1990) with the NETSCAPE2.0 loop extension.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from .dirty_rects import Changes, Part, Rows, rows_with_holes
from .media import IndexImage, PaletteAnimation, RGBImage

__all__ = ["write"]

_KEEP: Final = 1 << 2
"""Disposal: the next frame is drawn over this one."""
_TRANSPARENT: Final = 1
WIDE: Final = 12
"""Pixels of a row that stay as they are: fewer are written with what changes around them."""
MUCH: Final = 0.08
"""Of a rectangle that changed: from there on one without holes may be smaller."""
LOOKED_AT: Final = 48
"""Pictures whose colours tell which ones come often."""


class _Picture(NamedTuple):
    """A rectangle as it is written, its unchanged pixels clear, and how long it stays."""

    x: int
    y: int
    height: int
    rows: npt.NDArray[np.intp]
    """Those that are not clear altogether."""
    image: IndexImage
    """These alone."""
    ms: int


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length."""
    wide, high = animation.size
    pictures = _pictures(animation)
    known = list(itertools.islice(pictures, LOOKED_AT))
    order = _often_first(known, len(animation.colours))
    colours: RGBImage = animation.colours[order]
    places = np.argsort(order).astype(np.uint8).tobytes().ljust(256, b"\0")
    unchanged = places[animation.unchanged]
    table_bits = max(1, int(len(colours) - 1).bit_length())
    file.write(b"GIF89a")
    file.write(struct.pack("<HHBBB", wide, high, 0x80 | 0x70 | (table_bits - 1), 0, 0))
    file.write(colours.tobytes().ljust(3 * 2**table_bits, b"\0"))
    if animation.loop != 1:  # without the extension an animation plays once
        # Players repeat N more times after the first, so N plays are N-1 repeats.
        repeats = animation.loop - 1 if animation.loop else 0
        file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0")
    file.write(b"!\xfe" + _blocks(animation.metadata.command.encode()))
    flags = _KEEP
    for x, y, high, rows, image, ms in itertools.chain(known, pictures):
        wide = image.shape[1]
        whole = np.full((high, wide), unchanged, np.uint8)
        indices = image.tobytes().translate(places)
        whole[rows] = np.frombuffer(indices, np.uint8).reshape(image.shape)
        file.write(b"!\xf9\x04" + struct.pack("<BHBB", flags, ms // 10, unchanged, 0))
        file.write(b"," + struct.pack("<HHHHB", x, y, wide, high, 0))
        file.write(_lzw_data(whole))
        flags = _KEEP | _TRANSPARENT
    file.write(b";")


def _pictures(animation: PaletteAnimation) -> Iterator[_Picture]:
    changes, first = Changes(animation), True
    for image, ms, *_ in animation.frames:
        part = changes.to(image)
        rows, drawn = _all_rows(part) if first else _with_few_runs(part, animation.unchanged)
        yield _Picture(part.x, part.y, len(part.image), rows, drawn, ms)
        first = False


def _all_rows(part: Part) -> Rows:
    return Rows(np.arange(len(part.image)), part.image.copy())


def _with_few_runs(part: Part, unchanged: int) -> Rows:
    """Of two pictures that look the same the one that is less to write."""
    holed = rows_with_holes(part, unchanged, WIDE)
    if np.count_nonzero(part.changed) > MUCH * part.changed.size and _runs(part.image) < _runs(
        holed.image
    ):
        return _all_rows(part)
    return holed


def _runs(image: IndexImage) -> int:
    return int(np.count_nonzero(image[:, 1:] != image[:, :-1]))


def _often_first(pictures: list[_Picture], colours: int) -> npt.NDArray[np.intp]:
    """The palette's indices, first those of most pictures: low numbers have shorter codes."""
    often = np.zeros(256, int)
    for picture in pictures:
        if len(picture.rows):
            often += np.array(_palette_image(picture.image).histogram()) > 0
    return np.argsort(-often[:colours], kind="stable")


def _lzw_data(image: IndexImage) -> bytes:
    """LZW data with its code size in front, the smallest code that holds all indices."""
    bits = max(2, int(image.max()).bit_length())
    return bytes([bits]) + _palette_image(image).tobytes("gif", "P", bits) + b"\0"


def _palette_image(image: IndexImage) -> Image.Image:
    """*image* as Pillow's, nothing copied."""
    high, wide = image.shape
    return Image.frombuffer("P", (wide, high), image, "raw", "P", 0, 1)


def _blocks(data: bytes) -> bytes:
    """*data* in the length-prefixed blocks of a GIF, at most 255 bytes each."""
    parts = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"
