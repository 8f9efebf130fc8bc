"""A small streaming GIF writer: one palette, changed rectangles, nothing quantised.

Pillow's own LZW encoder does the compression; what it is given is already palette
indices, cut to the rectangle that changed, with unchanged pixels transparent.
Format: GIF89a (CompuServe, 1990) with the NETSCAPE2.0 loop extension.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

import numpy as np
from PIL import Image

from .dirty_rects import Changes, Part, with_holes, with_lines
from .media import IndexImage, PaletteAnimation

__all__ = ["write"]

_KEEP: Final = 1 << 2
"""Disposal: the next frame is drawn over this one."""
_TRANSPARENT: Final = 1
WIDE: Final = 17
"""Pixels of a row that stay as they are: fewer are written with what changes around them."""
LITTLE, MUCH = 0.07, 0.15
"""Of a rectangle that changed: below, bare changes may be smaller; above, one without holes."""


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length."""
    wide, high = animation.size
    table_bits = max(1, int(animation.colours.shape[0] - 1).bit_length())
    file.write(b"GIF89a")
    file.write(struct.pack("<HHBBB", wide, high, 0x80 | 0x70 | (table_bits - 1), 0, 0))
    file.write(animation.colours.tobytes().ljust(3 * 2**table_bits, b"\0"))
    if animation.loop != 1:  # without the extension an animation plays once
        # Players repeat N more times after the first, so N plays are N-1 repeats.
        repeats = animation.loop - 1 if animation.loop else 0
        file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0")
    file.write(b"!\xfe" + _blocks(animation.metadata.command.encode()))
    changes, first = Changes(animation), True
    for image, ms, *_ in animation.frames:
        part = changes.to(image)
        flags = _KEEP | (0 if first else _TRANSPARENT)
        high, wide = part.image.shape
        file.write(b"!\xf9\x04" + struct.pack("<BHBB", flags, ms // 10, animation.unchanged, 0))
        file.write(b"," + struct.pack("<HHHHB", part.x, part.y, wide, high, 0))
        drawn = [part.image] if first else list(_equal_pictures(part, animation.unchanged))
        file.write(min(map(_lzw_data, drawn), key=len))
        first = False
    file.write(b";")


def _equal_pictures(part: Part, unchanged: int) -> Iterator[IndexImage]:
    """Pictures of a rectangle that look the same, the smallest of which is written."""
    share = part.changed.mean()
    yield with_lines(part, with_holes(part, unchanged, WIDE))
    if share < LITTLE:
        yield with_lines(part, np.where(part.changed, part.image, np.uint8(unchanged)))
    elif share > MUCH:
        yield part.image


def _lzw_data(part: IndexImage) -> bytes:
    """LZW data with its code size in front, the smallest code that holds all its indices."""
    bits = max(2, int(part.max()).bit_length())
    high, wide = part.shape
    image = Image.frombytes("P", (wide, high), part.tobytes())
    return bytes([bits]) + image.tobytes("gif", "P", bits) + b"\0"


def _blocks(data: bytes) -> bytes:
    """*data* in the length-prefixed blocks of a GIF, at most 255 bytes each."""
    parts = [data[start : start + 255] for start in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"
