"""Animated PNG, streamed: one palette, changed rectangles, nothing lost.

Pillow's own writer keeps every frame; this one holds two. A program that knows no
animation shows the first frame.
Format: PNG, third edition (W3C, 2025), chunks acTL, fcTL and fdAT.
"""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction
from os import SEEK_END
from typing import BinaryIO, Final

import numpy as np

from .dirty_rects import Changes, with_holes
from .media import IndexImage, PaletteAnimation
from .png import png_texts

__all__ = ["write"]

_KEEP: Final = 0
"""Disposal: the next frame is drawn over this one."""
_REPLACE, _OVER = 0, 1
"""Blending: with clear pixels replacing what was there, or letting it through."""


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length."""
    wide, high = animation.size
    file.write(b"\x89PNG\r\n\x1a\n")
    _chunk(file, b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0))
    counted = file.tell()  # once all frames are written
    _chunk(file, b"acTL", struct.pack(">II", animation.count, animation.loop))
    for name, data, *_ in png_texts(animation.metadata).chunks:
        _chunk(file, name, data)
    _chunk(file, b"PLTE", animation.colours.tobytes())
    _chunk(file, b"tRNS", b"\xff" * animation.unchanged + b"\0")
    changes, number, count = Changes(animation), 0, 0
    for image, ms, *_ in animation.frames:
        part = changes.to(image)
        drawn, blend = part.image, _REPLACE
        if number:
            drawn, blend = with_holes(part, animation.unchanged), _OVER
        rows, across = drawn.shape
        delay = Fraction(ms, 1000)  # two bytes each; times are multiples of 10 ms
        place = struct.pack(">IIIII", number, across, rows, part.x, part.y)
        timing = struct.pack(">HHBB", delay.numerator, delay.denominator, _KEEP, blend)
        _chunk(file, b"fcTL", place + timing)
        if number:
            number += 1
            _chunk(file, b"fdAT", struct.pack(">I", number) + _image_data(drawn))
        else:
            _chunk(file, b"IDAT", _image_data(drawn))
        number, count = number + 1, count + 1
    _chunk(file, b"IEND", b"")
    file.seek(counted)
    _chunk(file, b"acTL", struct.pack(">II", count, animation.loop))
    file.seek(0, SEEK_END)


def _image_data(image: IndexImage) -> bytes:
    """Rows of indices as PNG has them: each with its filter, none, in front."""
    rows = np.pad(image, ((0, 0), (1, 0)))
    return zlib.compress(rows.tobytes(), 9)


def _chunk(file: BinaryIO, name: bytes, data: bytes) -> None:
    check = zlib.crc32(data, zlib.crc32(name))
    file.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", check))
