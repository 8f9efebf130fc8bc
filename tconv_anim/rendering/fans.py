"""Lines between two rows of cells: from each cell of one to those of the other it is joined to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from ..story.frame import Columns, Fan, Grid
from .antialias import Quad
from .panel_layout import Place
from .primitives import Box, Polygons, Primitive, Rectangle
from .scale import Scale

__all__ = ["LINE_INKS", "Fans", "fanned_columns"]

LINE_INKS: Final = ("zero-line", "accent")
THIN, THICK = 1.2, 2.6
LABEL_BELOW: Final = 8
_ROWS_BETWEEN: Final = 2
"""Cells of white between the two rows."""


class _State(NamedTuple):
    """What the lines of a frame depend on."""

    lit: frozenset[int]
    ends: frozenset[float]


def fanned_columns(columns: Columns, fan: Fan) -> Columns:
    """One row over the other, with room for lines and the lower one's label; others beside."""
    panels = [panel for column in columns if not isinstance(column, str) for panel in column]
    upper, lower = (panel for panel in panels if panel.name in (fan.leader, fan.follower))
    wide = max(upper.columns, lower.columns)
    rows = (
        replace(upper, rows=upper.rows + _ROWS_BETWEEN, columns=wide),
        replace(lower, rows=lower.rows + 1, columns=wide),
    )
    others = tuple(panel for panel in panels if panel not in (upper, lower))
    return (rows, "", others) if others else (rows,)


class Fans:
    """The lines of a section in the band between its two rows."""

    def __init__(self, fan: Fan, places: dict[str, Place], scale: Scale) -> None:
        self._fan, self._scale = fan, scale
        self._leader, self._follower = places[fan.leader], places[fan.follower]
        ordered = sorted((self._leader, self._follower), key=lambda place: place.y)
        self._upper, lower = ordered
        self._spread = lru_cache(maxsize=4)(self._spread_grid)  # this frame's and the last one's
        top = self._upper.y + self._upper.cells.pitch + self._upper.cells.reach
        bottom = lower.y - lower.cells.gap - lower.cells.reach
        left = min(place.x for place in ordered)
        right = max(p.x + p.panel.columns * p.cells.pitch for p in ordered)
        self._band = Box(left, top, right - left, max(bottom - top, 0))

    def label_below(self, label_px: int) -> Place:
        """The lower row's place with its label under the cells, as lines end above them."""
        lower = self._follower if self._upper is self._leader else self._leader
        right = lower.x + lower.panel.columns * lower.cells.pitch - lower.cells.gap
        below = label_px + self._scale.px(LABEL_BELOW)
        baseline = lower.y + lower.cells.pitch + below
        if below > lower.cells.pitch:  # the row of white below has no room for it
            return replace(lower, label_at=(right, baseline), width=0)
        return replace(lower, label_at=(max(right, lower.x + lower.width), baseline))

    def spread(self, grids: Mapping[str, Grid | None]) -> Mapping[str, Grid | None]:
        """The same, the leader's cells each over the middle of what it is joined to."""
        grid = grids.get(self._fan.leader)
        return grids if grid is None else {**grids, self._fan.leader: self._spread(grid)}

    def _spread_grid(self, grid: Grid) -> Grid:
        return replace(grid, column_at=tuple(at for at, _ in self._fan.links))

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        state = self._state(grids)
        if before is not None:
            if self._state(before) == state:
                return
            yield Rectangle(*self._band, "paper")
        if state is None:
            return
        for ink, width in zip(LINE_INKS, (THIN, THICK), strict=True):
            lines = tuple(
                self._line(at, end, width)
                for number, (at, ends) in enumerate(self._fan.links)
                if (number in state.lit) == (ink == "accent")
                for end in ends
                if end in state.ends
            )
            if lines:
                yield Polygons(lines, ink)

    def _state(self, grids: Mapping[str, Grid | None]) -> _State | None:
        leader, follower = grids.get(self._fan.leader), grids.get(self._fan.follower)
        if leader is None or follower is None:
            return None
        lit = frozenset(mark.column for mark in leader.marks)
        return _State(lit, frozenset(follower.column_at))

    def _line(self, at: float, end: float, width: float) -> Quad:
        xs = [
            place.x + place_at * place.cells.pitch + place.cells.side / 2
            for place, place_at in ((self._leader, at), (self._follower, end))
        ]
        if self._upper is not self._leader:
            xs.reverse()
        top, bottom = self._band.y, self._band.y + self._band.height
        half = max(width * self._scale.unit, 1) / 2
        return (
            (xs[0] - half, top),
            (xs[0] + half, top),
            (xs[1] + half, bottom),
            (xs[1] - half, bottom),
        )
