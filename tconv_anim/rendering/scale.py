"""Lengths and font sizes: given for a 960x540 picture, scaled to the one being drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from ..errors import Argument, FigureError
from ..options import DEFAULT_SIZE, LEAST_SIZE, MOST_PIXELS, MOST_SIDE
from . import glyphs

__all__ = ["MIN_FONT", "Scale", "checked_size"]

MIN_FONT: Final = 13
"""Pixels at 960x540; text that would need less is left out."""
_STEADY: Final = 0.55
"""Of a letter's height in a small picture: what does not shrink with it."""


def checked_size(size: tuple[int, int]) -> tuple[int, int]:
    """*size* (width, height) where a picture can have it, else FigureError."""
    wide, high = size
    if wide < LEAST_SIZE[0] or high < LEAST_SIZE[1]:
        raise FigureError(
            "{size} is too small to read: a picture has at least {wide}x{high} pixels."
            " Try {remedy}.",
            size=Argument("size", size),
            wide=LEAST_SIZE[0],
            high=LEAST_SIZE[1],
            remedy=Argument("size", LEAST_SIZE),
        )
    if max(wide, high) > MOST_SIDE and wide * high <= MOST_PIXELS:
        raise FigureError(
            "{size} has more than {most} pixels on a side, the most a GIF can hold. Try {remedy}.",
            size=Argument("size", size),
            most=MOST_SIDE,
            remedy=Argument("size", (min(wide, MOST_SIDE), min(high, MOST_SIDE))),
        )
    if wide * high > MOST_PIXELS:
        raise FigureError(
            "{size} has more than 25 megapixels, which slide programs refuse. Try {remedy}.",
            size=Argument("size", size if max(size) < 10**20 else "beyond 10^20 pixels"),
            remedy=Argument("size", (3840, 2160)),
        )
    return size


@cache
def _unit(size: tuple[int, int]) -> float:
    area = math.prod(size) / math.prod(DEFAULT_SIZE)
    return min(min(size) / DEFAULT_SIZE[1], math.sqrt(area))


@dataclass(frozen=True, slots=True)
class Scale:
    """How many pixels a length has in a picture of *size* (width, height)."""

    size: tuple[int, int]

    @property
    def unit(self) -> float:
        """Of lengths: follows the shorter side, so that portraits are as easy to read.

        Nearly square pictures hold less for such a side: there it follows their area.
        """
        return _unit(self.size)

    @property
    def type_unit(self) -> float:
        """Of letters: in small pictures they shrink less than lengths do."""
        return max(self.unit, _STEADY + (1 - _STEADY) * self.unit)

    def px(self, length: float) -> int:
        """A length in pixels, at least one."""
        return max(1, round(length * self.unit))

    @property
    def least_font(self) -> int:
        return max(1, round(MIN_FONT * self.type_unit))

    def font(self, px: float) -> int:
        """A font size in pixels, never under the smallest allowed."""
        return max(round(px * self.type_unit), self.least_font)

    def fonts(self, most: int) -> Iterable[int]:
        """Font sizes up to *most* pixels, the largest first; none where that is too small."""
        return range(most, self.least_font - 1, -1)

    def note_fonts(self, most: int) -> Iterable[int]:
        """Font sizes of notes in the corners of cells, which may be smaller."""
        return range(most, max(round(0.9 * self.least_font), 1) - 1, -1)

    def fitted(self, face: str, px: float, line: str, room: int) -> int:
        """The largest font size up to *px* in which *line* fits *room*, or the smallest allowed."""
        for size in self.fonts(self.font(px)):
            if glyphs.width(face, size, line) <= room:
                return size
        return self.least_font
