"""Lines from rows to the lens that shows them larger, and the number of the present one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from ..story.frame import LIT, CellRole, Grid, Mark
from . import glyphs
from .panel_rows import APART, LABEL_FONT
from .place import Place
from .primitives import Polygons, Primitive, Rectangle, TextLine
from .scale import Scale
from .spans import cleared_text

__all__ = ["LensLines", "lens_lines"]

INK: Final = "accent"
WIDTH: Final = 1.4
SHORTEST: Final = 6
"""From rows to a lens that have lines between them."""


class LensLines:
    """What joins the rows that a lens shows larger to it, to the right of them."""

    def __init__(self, shown: Place, lens: Place, scale: Scale, left: int = 0) -> None:
        self._shown, self._lens, self._scale, self._least = shown, lens, scale, left
        self._px = scale.font(LABEL_FONT)

    @property
    def panel(self) -> str:
        """The name of the panel whose rows the lens shows."""
        return self._shown.panel.name

    def is_shown(self, grids: Mapping[str, Grid | None]) -> bool:
        return self._rows(grids) is not None

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """Those of *grids*; with *before*, only where they change."""
        rows, number = self._rows(grids), [*self._number(grids)]
        if before is not None and (were := self._rows(before)) is not None:
            was = [*self._number(before)]
            if were == rows and number == was:
                return
            # No more than what stood: labels and cells are close.
            if were != rows and not self._is_close(before):
                yield self._cleared_lines(were, before)
            yield from map(cleared_text, was)
            if were == rows:
                yield from number
                return
        if rows is not None:
            if not self._is_close(grids):
                yield Polygons(tuple(self._quads(rows, grids)), INK)
            yield from number

    def _number(self, grids: Mapping[str, Grid | None]) -> Iterator[TextLine]:
        """Before the row, where it stands still and lines do not."""
        row = self._row(grids)
        if row is None or any(row.by):
            return
        number = str(row.row)
        px, wide = self._px, glyphs.width("sans", self._px, number)
        apart = self._shown.cells.reach + self._scale.px(APART // 2)
        middle = self._top(row.row) + self._shown.cells.side // 2
        x, y = self._left(grids) - apart - wide, round(middle) + px // 3
        if x >= self._least:  # else it has no room
            yield TextLine(x, y, number, "sans", px, "muted", "paper")

    def _row(self, grids: Mapping[str, Grid | None]) -> Mark | None:
        """The frame around a row that the lens shows, too."""
        shown, lens = (grids.get(place.panel.name) for place in (self._shown, self._lens))
        if shown is None or lens is None or not lens.marks:
            return None
        return next((m for m in shown.marks if m.kind == "window" and m.rows == 1), None)

    def _rows(self, grids: Mapping[str, Grid | None]) -> tuple[float, float] | None:
        """The first of the rows that the lens shows, and behind their last one: x is no row."""
        row, lens = self._row(grids), grids.get(self._lens.panel.name)
        if row is None or lens is None:
            return None
        first = row.box[0] - lens.marks[0].box[0]
        return first, first + _rows_of_c(lens)

    def _left(self, grids: Mapping[str, Grid | None]) -> int:
        """Where the rows begin."""
        grid = grids[self._shown.panel.name]
        assert grid is not None
        return self._shown.x + round(grid.column_at[0] * self._shown.cells.pitch)

    def _top(self, row: float) -> float:
        """Of a row: lenses show panels that stand, and these begin at their place's top."""
        return self._shown.y + row * self._shown.cells.pitch

    def _ends(self, grids: Mapping[str, Grid | None]) -> tuple[int, int]:
        """Where lines begin at the rows and end at the lens, beyond their frames."""
        shown, lens, grid = self._shown, self._lens, grids[self._shown.panel.name]
        assert grid is not None
        right = shown.x + round((grid.column_at[-1] + 1) * shown.cells.pitch)
        begin = right + shown.cells.picture.reach + 1  # frames over shades are thicker
        return begin, max(lens.x - lens.cells.reach, begin)

    def _is_close(self, grids: Mapping[str, Grid | None]) -> bool:
        """Whether lines would be as upright as a frame."""
        begin, end = self._ends(grids)
        return end - begin < self._scale.px(SHORTEST)

    def _quads(
        self, rows: tuple[float, float], grids: Mapping[str, Grid | None]
    ) -> Iterator[tuple[tuple[float, float], ...]]:
        """From the corners of the rows to those of the lens."""
        (begin, end), (shown, lens) = self._ends(grids), (self._shown, self._lens)
        bottom = lens.y + round((rows[1] - rows[0]) * lens.cells.pitch) - lens.cells.gap
        first = self._top(rows[0]), lens.y
        last = self._top(rows[1]) - shown.cells.gap, bottom
        for at, to in (first, last):
            slope = (to - at) / max(abs(end - begin), 1)
            half = max(WIDTH * self._scale.unit, 1) / 2 * math.hypot(1, slope)
            yield (begin, at - half), (begin, at + half), (end, to + half), (end, to - half)

    def _cleared_lines(
        self, rows: tuple[float, float], grids: Mapping[str, Grid | None]
    ) -> Rectangle:
        left, right = sorted(self._ends(grids))
        heights = [y for quad in self._quads(rows, grids) for _, y in quad]
        top, bottom = math.floor(min(heights)), math.ceil(max(heights))
        return Rectangle(left, top, right - left, bottom - top, "paper")


@lru_cache(maxsize=4)
def _rows_of_c(lens: Grid) -> int:
    own = np.isin(lens.roles & ~np.uint8(LIT), (CellRole.ENTRY, CellRole.EMPTY)).any(axis=1)
    return int(own.sum())


def lens_lines(places: Mapping[str, Place], scale: Scale, left: int = 0) -> list[LensLines]:
    """Those of all lenses that stand beside what they show; *left*: where their room begins.

    Numbers of rows stand right of what is beside these.
    """
    found = []
    for lens in places.values():
        shown = places.get(lens.panel.lens_of)
        if shown and lens.y < shown.bottom:
            ends = [
                place.right + place.cells.reach + 1
                for place in places.values()
                if place.x < shown.x and not place.room_of
            ]
            found.append(LensLines(shown, lens, scale, max([left, *ends])))
    return found
