"""Arrows beside two planes: what leads up from the lower one, and what leads back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .. import glyphs
from ..primitives import Box, TextLine
from ..scale import Scale
from ..spans import text_box
from .plane import Part, Plane

__all__ = ["SideArrows"]

SIZES: Final = ((34, 20), (28, 18), (22, 16))
"""Font sizes of an arrow and of its word, of which the first with room is taken."""
APART: Final = 14
"""From the planes to an arrow, and half of it from there to its word."""


class SideArrows:
    """An arrow up at the left of the planes, and one down at their right, each with its word."""

    def __init__(
        self,
        words: tuple[str, str],
        lower: Plane,
        upper: Plane,
        area: Box,
        right: int,
        scale: Scale,
    ) -> None:
        self._words, self._scale = words, scale
        self._ends = area.x, min(right, area.right)
        self._planes = lower, upper
        (_, lower_right, _, lower_left), (_, upper_right, _, upper_left) = (
            plane.quad(Part(0, 0, plane.panel.rows, plane.panel.columns)) for plane in self._planes
        )
        self._edges = (lower_left, upper_left), (lower_right, upper_right)

    def lines(self, *, back: bool) -> Iterator[TextLine]:
        """The way up; with *back* the way down, too, and that one stands out."""
        yield from self._arrow(0, "↑", "muted" if back else "ink")
        if back:
            yield from self._arrow(1, "↓", "ink")

    def _arrow(self, side: int, arrow: str, ink: str) -> list[TextLine]:
        """As large as there is room for it; none without any."""
        ways = (self._lines(side, arrow, ink, *map(self._scale.font, sizes)) for sizes in SIZES)
        return next(filter(None, ways), [])

    def _lines(self, side: int, arrow: str, ink: str, px: int, word_px: int) -> list[TextLine]:
        """Outside of all lines between the planes; none without room."""
        word, apart = self._words[side], self._scale.px(APART)
        wide, word_wide = glyphs.width("bold", px, arrow), glyphs.width("bold", word_px, word)
        taken = wide + apart // 2 + word_wide
        (low_x, low_y), (high_x, high_y) = self._edges[side]
        middle = round((low_y + high_y) / 2)
        reach = abs(low_x - high_x) * px / max(2 * (low_y - high_y), 1)  # of a slanted edge
        at = (low_x + high_x) / 2
        left, right = self._ends
        x = round(at - reach) - apart - taken if side == 0 else round(at + reach) + apart
        lines = [
            TextLine(x, middle + px // 3, arrow, "bold", px, ink, "paper"),
            TextLine(
                x + wide + apart // 2, middle + word_px // 3, word, "bold", word_px, ink, "paper"
            ),
        ]
        hidden = any(_covers(plane, text_box(line)) for plane in self._planes for line in lines)
        fits = left <= x and x + taken <= right and low_y - high_y > px
        return lines if fits and not hidden else []


def _covers(plane: Plane, box: Box) -> bool:
    """Whether the plane's cells reach into a box."""
    tilt, panel = plane.cells.tilt, plane.panel
    places = (
        tilt.place(x - plane.x, y - plane.y)
        for x in (box.x, box.right)
        for y in (box.y, box.bottom)
    )
    return any(0 <= row <= panel.rows and 0 <= column <= panel.columns for row, column in places)
