"""Lines from a row to the lens that shows it larger, and the number of that row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from ..story.frame import Grid, Mark
from . import glyphs
from .panel_layout import Place
from .panel_rows import APART, LABEL_FONT
from .primitives import Box, Polygons, Primitive, Rectangle, TextLine
from .scale import Scale
from .spans import cleared_text

__all__ = ["LensLines", "lens_lines"]

INK: Final = "accent"
WIDTH: Final = 1.4


class LensLines:
    """What joins the framed row of a panel to its lens, which stands to the right of it."""

    def __init__(self, shown: Place, lens: Place, scale: Scale) -> None:
        self._shown, self._lens, self._scale = shown, lens, scale
        self._px = scale.font(LABEL_FONT)

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """Those of *grids*; with *before*, only where they change."""
        row = self._row(grids)
        if before is not None and (was := self._row(before)) is not None:
            if was == row and self._left(grids) == self._left(before):
                return
            # No more than what stood: labels and cells are close.
            yield self._cleared_lines(was)
            yield from map(cleared_text, self._number(was, before))
        if row is not None:
            yield Polygons(tuple(self._quads(row)), INK)
            yield from self._number(row, grids)

    def _number(self, row: Mark, grids: Mapping[str, Grid | None]) -> Iterator[TextLine]:
        """Before the row, where it stands still."""
        if any(row.by):
            return
        number = str(row.row)
        px, wide = self._px, glyphs.width("sans", self._px, number)
        x = self._left(grids) - self._apart - wide
        middle = self._top(row) + self._shown.cells.side // 2
        yield TextLine(x, round(middle) + px // 3, number, "sans", px, "muted", "paper")

    @property
    def _apart(self) -> int:
        return self._shown.cells.reach + self._scale.px(APART // 2)

    def _row(self, grids: Mapping[str, Grid | None]) -> Mark | None:
        """The frame around a row that the lens shows, too."""
        shown, lens = (grids.get(place.panel.name) for place in (self._shown, self._lens))
        if shown is None or lens is None or not lens.marks:
            return None
        return next((m for m in shown.marks if m.kind == "window" and m.rows == 1), None)

    def _left(self, grids: Mapping[str, Grid | None]) -> int:
        """Where the rows begin."""
        grid = grids[self._shown.panel.name]
        assert grid is not None
        return self._shown.x + round(grid.column_at[0] * self._shown.cells.pitch)

    def _top(self, row: Mark) -> float:
        """Of a row: lenses show panels that stand, and these begin at their place's top."""
        return self._shown.y + row.box[0] * self._shown.cells.pitch

    @property
    def _band(self) -> Box:
        """Between the panel and its lens, beyond their frames."""
        shown, lens = self._shown, self._lens
        begin = shown.x + shown.panel.columns * shown.cells.pitch + shown.cells.reach
        end = lens.x - lens.cells.reach
        return Box(begin, shown.y, max(end - begin, 0), shown.panel.rows * shown.cells.pitch)

    def _quads(self, row: Mark) -> Iterator[tuple[tuple[float, float], ...]]:
        """From both corners of the row to those of the lens."""
        (x, _, wide, _), lens = self._band, self._lens
        half = max(WIDTH * self._scale.unit, 1) / 2
        high = self._shown.cells.side, lens.cells.side
        for end in (0, 1):
            begin, to = self._top(row) + end * high[0], lens.y + end * high[1]
            yield (x, begin - half), (x, begin + half), (x + wide, to + half), (x + wide, to - half)

    def _cleared_lines(self, row: Mark) -> Rectangle:
        x, _, wide, _ = self._band
        heights = [y for quad in self._quads(row) for _, y in quad]
        top, bottom = math.floor(min(heights)), math.ceil(max(heights))
        return Rectangle(x, top, wide, bottom - top, "paper")


def lens_lines(places: Mapping[str, Place], scale: Scale) -> list[LensLines]:
    """Those of all lenses that stand to the right of what they show."""
    found = []
    for lens in places.values():
        shown = places.get(lens.panel.lens_of)
        if shown and lens.x > shown.x + shown.panel.columns * shown.cells.pitch:
            found.append(LensLines(shown, lens, scale))
    return found
