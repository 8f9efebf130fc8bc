"""The lines of a fan: from each cell beside a panel to all that it reaches or reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import numpy as np

from ..story.frame import LIT, CellRole, Fan, Grid
from .antialias import Quad
from .place import Place
from .primitives import Box, Polygons, Primitive, Rectangle
from .scale import Scale

__all__ = ["LINE_INKS", "FanLines"]

LINE_INKS: Final = ("zero-line", "accent")
THIN, THICK = 1.2, 2.6


class _State(NamedTuple):
    """What the lines of a frame depend on."""

    lit: frozenset[int]
    """Cells of the leader."""
    lit_ends: frozenset[float]
    ends: frozenset[float]


class FanLines:
    """The lines of a fan in the band between its cells and the panel they lead to."""

    def __init__(self, fan: Fan, leader: Place, follower: Place, scale: Scale) -> None:
        self._fan, self._scale = fan, scale
        self._leader, self._follower = leader, follower
        rows, columns = follower.panel.rows, follower.panel.columns
        pitch, reach, gap = follower.cells.pitch, follower.cells.reach, follower.cells.gap
        if fan.down:
            begin, end = leader.x + leader.cells.pitch + leader.cells.reach, follower.x
            self._band = Box(begin, follower.y, max(end - gap - reach - begin, 0), rows * pitch)
        else:
            begin, end = leader.y + leader.cells.pitch + leader.cells.reach, follower.y
            self._band = Box(follower.x, begin, columns * pitch, max(end - gap - reach - begin, 0))

        self._lines = [
            (number, end, [self._line(at, end, width) for width in (THIN, THICK)])
            for number, (at, ends) in enumerate(zip(fan.places, fan.links, strict=True))
            for end in ends
        ]
        """Each with the cells at its ends, thin and thick."""

    def is_shown(self, grids: Mapping[str, Grid | None]) -> bool:
        return self._state(grids) is not None

    def _state(self, grids: Mapping[str, Grid | None]) -> _State | None:
        leader, follower = (grids.get(p.panel.name) for p in (self._leader, self._follower))
        return self._state_of(leader, follower) if leader and follower else None

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
        lines: tuple[list[Quad], list[Quad]] = ([], [])
        for number, end, line in self._lines:
            if end in state.ends:
                lit = number in state.lit and end in state.lit_ends
                lines[lit].append(line[lit])
        for ink, quads in zip(LINE_INKS, lines, strict=True):
            if quads:
                yield Polygons(tuple(quads), ink)

    @cached_property
    def _state_of(self) -> Callable[[Grid, Grid], _State]:
        return lru_cache(maxsize=2)(self._new_state)  # this frame's and the last one's

    def _new_state(self, leader: Grid, follower: Grid) -> _State:
        roles = leader.roles.ravel()
        lit = np.flatnonzero((roles & LIT > 0) | (roles == CellRole.NOW)).tolist()
        marks = [mark for mark in follower.marks if mark.kind in ("window", "now")]
        if self._fan.down:
            marked = {n for mark in marks for n in range(mark.row, mark.row + mark.rows)}
            ends = follower.row_at
        else:
            marked = {n for mark in marks for n in range(mark.column, mark.column + mark.columns)}
            ends = follower.column_at
        return _State(frozenset(lit), frozenset(marked), frozenset(ends))

    def _line(self, at: float, end: float, width: float) -> Quad:
        """From the middle of a cell's edge to that of another."""
        pitch, half = self._follower.cells.pitch, max(width * self._scale.unit, 1) / 2
        middle = self._follower.cells.side / 2
        x, y, wide, high = self._band
        if self._fan.down:
            one, other = (y + place * pitch + middle for place in (at, end))
            return (
                (x, one - half),
                (x, one + half),
                (x + wide, other + half),
                (x + wide, other - half),
            )
        one, other = (x + place * pitch + middle for place in (at, end))
        return (
            (one - half, y),
            (one + half, y),
            (other + half, y + high),
            (other - half, y + high),
        )
