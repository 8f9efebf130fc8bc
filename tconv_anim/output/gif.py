"""A small streaming GIF writer: one palette, changed rectangles, nothing quantised.

Pillow's own LZW encoder does the compression; what it is given is already palette
indices, cut to the rectangle that changed, with unchanged pixels transparent.
Format: GIF89a (CompuServe, 1990) with the NETSCAPE2.0 loop extension.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from .film import Film, IndexImage

__all__ = ["read", "write"]

_KEEP: Final = 1 << 2
"""Disposal: the next frame is drawn over this one."""
_TRANSPARENT: Final = 1


def write(file: BinaryIO, film: Film) -> None:
    """Write *film* to *file*, a frame at a time; memory does not grow with its length."""
    wide, high = film.size
    table_bits = max(1, int(film.colours.shape[0] - 1).bit_length())
    file.write(b"GIF89a")
    file.write(struct.pack("<HHBBB", wide, high, 0x80 | 0x70 | (table_bits - 1), 0, 0))
    file.write(film.colours.tobytes().ljust(3 * 2**table_bits, b"\0"))
    if film.loop != 1:  # without the extension a film plays once
        # Players repeat N more times after the first, so N plays are N-1 repeats.
        repeats = film.loop - 1 if film.loop else 0
        file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0")
    file.write(b"!\xfe" + _blocks(film.about.command.encode()))
    before: IndexImage | None = None
    for image, ms, _ in film.shots:
        x, y, part, data = _difference(image, before, film.unchanged)
        flags = _KEEP | (_TRANSPARENT if before is not None else 0)
        file.write(b"!\xf9\x04" + struct.pack("<BHBB", flags, ms // 10, film.unchanged, 0))
        file.write(b"," + struct.pack("<HHHHB", x, y, part[1], part[0], 0) + data)
        if before is None:
            before = image.copy()
        else:
            np.copyto(before, image)
    file.write(b";")


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    comment = Image.open(file).info.get("comment")
    return comment.decode("utf-8", "replace") if isinstance(comment, bytes) else None


def _difference(
    image: IndexImage, before: IndexImage | None, unchanged: int
) -> tuple[int, int, tuple[int, ...], bytes]:
    """(x, y, shape, compressed data) of the smallest rectangle that holds what changed."""
    if before is None:
        return 0, 0, image.shape, _compressed(image)
    changed = image != before
    rows = np.flatnonzero(changed.any(axis=1))
    if not len(rows):
        return 0, 0, (1, 1), _compressed(np.full((1, 1), unchanged, np.uint8))
    band = slice(rows[0], rows[-1] + 1)
    columns = np.flatnonzero(changed[band].any(axis=0))
    across = slice(columns[0], columns[-1] + 1)
    image, changed = image[band, across], changed[band, across]
    drawn = np.where(_carried_on(image, changed), image, np.uint8(unchanged))
    return int(columns[0]), int(rows[0]), image.shape, _compressed(drawn)


def _carried_on(image: IndexImage, changed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The changed pixels, and those after them that carry on a run of the same colour.

    A run broken by holes costs more than one drawn through.
    """
    begins = np.ones(image.shape, np.bool_)  # every row begins a run
    np.not_equal(image[:, 1:], image[:, :-1], out=begins[:, 1:])
    fresh = begins.copy()  # where a stretch of changes may begin
    fresh[:, 1:] |= ~changed[:, :-1]
    starts = np.append(np.flatnonzero(begins), image.size)
    stretches = np.flatnonzero(fresh & changed)
    run = np.searchsorted(starts, stretches, side="right")
    first = np.append(True, run[1:] != run[:-1])  # of its run
    # The mask changes at the first change of a run and at the end of that run.
    turns = np.empty(2 * int(first.sum()) + 2, np.intp)
    turns[0], turns[-1] = 0, image.size
    turns[1:-1:2], turns[2:-1:2] = stretches[first], starts[run[first]]
    drawn = np.arange(len(turns) - 1) % 2 == 1
    return np.repeat(drawn, np.diff(turns)).reshape(image.shape)


def _compressed(part: IndexImage) -> bytes:
    """LZW data with its code size in front, the smallest code that holds all its indices."""
    bits = max(2, int(part.max()).bit_length())
    high, wide = part.shape
    image = Image.frombytes("P", (wide, high), part.tobytes())
    return bytes([bits]) + image.tobytes("gif", "P", bits) + b"\0"


def _blocks(data: bytes) -> bytes:
    """*data* in the length-prefixed blocks of a GIF, at most 255 bytes each."""
    parts = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"
