"""The outlines of a panel's cells: an edge that two cells share is drawn once.

An edge looks as the stronger of its two cells has it: solid before dashed, and what
is being read before what is not. So the picture does not depend on what is drawn first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from ..story.frame import CellRoles, Grid
from .cells import CellMeasures
from .primitives import Rectangle
from .theme import CellStyle, Theme

__all__ = ["GridLines"]

_WEAK_TO_STRONG: Final = (
    "rule",
    "pad-line",
    "op-line",
    "dropped-line",
    "ghost-line",
    "zero-line",
    "other-line",
    "todo-line",
    "count-line",
    "product-line",
    "kernel-line",
    "stamp-line",
    "bias-line",
    "read-zero-line",
)
BELT: Final = 13
"""Pixels of pitch below which the dashes of single cells would be noise."""
DASH: Final = 7
"""Pixels from one dash to the next, about, for a line of one pixel."""
_Ranks: TypeAlias = npt.NDArray[np.uint8]
_Area: TypeAlias = tuple[int, int, int, int]
"""(top, left, bottom, right) of cells."""


class GridLines:
    """Draws the outlines of grids in one theme."""

    def __init__(self, theme: Theme) -> None:
        styles = [*theme.cells.values(), *theme.tiny.values()]
        looks = {(style.border, style.line) for style in styles}
        dashed, solid = (
            sorted((line for kind, line in looks if kind == border), key=_WEAK_TO_STRONG.index)
            for border in ("dashed", "solid")
        )
        # A bold fill has no outline, and none of its neighbours' dashes: its edge is seen.
        self._colours = ["", *dashed, "", *solid]
        self._first_solid = len(dashed) + 2
        ranks = {("dashed", line): rank for rank, line in enumerate(dashed, start=1)}
        ranks |= {("solid", line): rank for rank, line in enumerate(solid, start=self._first_solid)}

        def ranked(looks: Mapping[int, CellStyle]) -> _Ranks:
            found: _Ranks = np.zeros(max(looks) + 1, np.uint8)
            for role, style in looks.items():
                if style.border == "none":
                    found[role] = self._first_solid - 1
                elif style.border != "crossed":
                    found[role] = ranks[style.border, style.line]
            return found

        self._ranks, self._bare = ranked(theme.cells), ranked(theme.tiny)

    def draw(
        self, grid: Grid, roles: CellRoles, x: int, y: int, cells: CellMeasures, area: _Area
    ) -> Iterator[Rectangle]:
        """The edges of the cells in *area* of a grid whose first cell stands at (x, y).

        *roles*: the grid's own, 0 where a cell is to have no outline.
        """
        if not cells.gap:
            return
        ranks = (self._ranks if cells.text_px else self._bare)[roles]
        if not ranks.any():
            return
        rows, columns = _apart(grid.row_at), _apart(grid.column_at)
        if rows or columns:  # cells on their way have no neighbours
            for row, column in np.ndindex(*ranks.shape):
                at_x = x + round((grid.column_at[column] - grid.column_at[0]) * cells.pitch)
                at_y = y + round((grid.row_at[row] - grid.row_at[0]) * cells.pitch)
                yield from self.around(int(roles[row, column]), at_x, at_y, cells)
            return
        yield from self._edges(_rimmed(ranks), x, y, cells, area)

    def around(self, role: int, x: int, y: int, cells: CellMeasures) -> Iterator[Rectangle]:
        """The edges of a cell that stands alone at (x, y)."""
        rank = self._ranks[role]
        if rank and cells.gap:
            yield from self._edges(_rimmed(np.array([[rank]])), x, y, cells, (0, 0, 1, 1))

    def _edges(
        self, ranks: _Ranks, x: int, y: int, cells: CellMeasures, area: _Area
    ) -> Iterator[Rectangle]:
        """*ranks* have a rim of nothing around them."""
        top, left, bottom, right = area
        pitch, gap = cells.pitch, cells.gap
        upright = np.maximum(ranks[:, :-1], ranks[:, 1:])
        level = np.maximum(ranks[:-1], ranks[1:])
        if pitch < BELT:  # of small cells only all of them have dashes around
            inside = (ranks[:, :-1] > 0) & (ranks[:, 1:] > 0), (ranks[:-1] > 0) & (ranks[1:] > 0)
            upright, level = (
                np.where(both & (edges < self._first_solid), 0, edges)
                for edges, both in zip((upright, level), inside, strict=True)
            )
        corners = np.maximum(
            np.maximum(upright[:-1], upright[1:]), np.maximum(level[:, :-1], level[:, 1:])
        )
        corners = np.where(corners >= self._first_solid, corners, 0)
        for row in range(top, bottom):
            at_y = y + row * pitch
            for column, rank in enumerate(upright[row + 1, left : right + 1].tolist(), start=left):
                if rank >= self._first_solid:
                    at_x = x + column * pitch - gap
                    yield Rectangle(at_x, at_y, gap, cells.side, self._colours[rank])
                elif 0 < rank < self._first_solid - 1:
                    at_x = x + column * pitch - gap + (gap - cells.line) // 2
                    for at, dash in _dashes(cells):
                        yield Rectangle(at_x, at_y + at, cells.line, dash, self._colours[rank])
        for row in range(top, bottom + 1):
            at_y = y + row * pitch - gap
            edges = level[row, left + 1 : right + 1].tolist()
            knots = corners[row, left : right + 1].tolist()
            yield from self._level(edges, knots, x + left * pitch, at_y, cells)

    def _level(
        self, edges: list[int], knots: list[int], x: int, y: int, cells: CellMeasures
    ) -> Iterator[Rectangle]:
        """One line of edges with the corners between them, in runs as long as can be."""
        pitch, gap = cells.pitch, cells.gap
        begin, run = x - gap, knots[0]
        for number, edge in enumerate(edges):
            at = x + number * pitch
            for rank, start in ((edge, at), (knots[number + 1], at + cells.side)):
                solid = rank if rank >= self._first_solid else 0
                if solid != run:
                    if run:
                        yield Rectangle(begin, y, start - begin, gap, self._colours[run])
                    begin, run = start, solid
            if 0 < edge < self._first_solid - 1:
                at_y = y + (gap - cells.line) // 2
                for along, dash in _dashes(cells):
                    yield Rectangle(at + along, at_y, dash, cells.line, self._colours[edge])
        if run:
            end = x + len(edges) * pitch
            yield Rectangle(begin, y, end - begin, gap, self._colours[run])


def _rimmed(ranks: _Ranks) -> _Ranks:
    """With a rim of nothing around it."""
    rows, columns = ranks.shape
    rimmed = np.zeros((rows + 2, columns + 2), np.uint8)
    rimmed[1:-1, 1:-1] = ranks
    return rimmed


def _apart(places: tuple[float, ...]) -> bool:
    return any(after - before != 1 for before, after in itertools.pairwise(places))


def _dashes(cells: CellMeasures) -> list[tuple[int, int]]:
    """(begin, length) of the dashes along a side: half a gap at each corner, so no knots there."""
    side = cells.side
    count = max(1, round(side / (DASH * cells.line)))
    period = side / count
    dash = max(1, round(period * 0.55))
    return [(round((n + 0.5) * period - dash / 2), dash) for n in range(count)]
