"""The outlines of a panel's cells: an edge that two cells share is drawn once.

An edge looks as the stronger of its two cells has it: solid before dashed, and what
is being read before what is not. So the picture does not depend on what is drawn first.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from ..story.frame import CellRoles, Grid
from .cell_edges import CellEdges, EdgeLook, EdgeRanks, PlacedEdges
from .cells import CellMeasures
from .changed_cells import Area
from .theme import CellStyle, Theme

__all__ = ["GridLines", "is_apart"]

_WEAK_TO_STRONG: Final = (
    "rule",
    "pad-line",
    "op-line",
    "dropped-line",
    "ghost-line",
    "zero-line",
    "other-line",
    "todo-line",
    "input",
    "output",
    "count-line",
    "product-line",
    "kernel-line",
    "stamp-line",
    "bias-line",
    "read-zero-line",
)
BELT: Final = 13
"""Pixels of pitch below which the dashes of single cells would be noise."""


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
        self._colours = ("", *dashed, "", *solid)
        self._first_solid = len(dashed) + 2
        ranks = {("dashed", line): rank for rank, line in enumerate(dashed, start=1)}
        ranks |= {("solid", line): rank for rank, line in enumerate(solid, start=self._first_solid)}

        def ranked(looks: Mapping[int, CellStyle]) -> EdgeRanks:
            found: EdgeRanks = np.zeros(max(looks) + 1, np.uint8)
            for role, style in looks.items():
                if style.border == "none":
                    found[role] = self._first_solid - 1
                elif style.border != "crossed":
                    found[role] = ranks[style.border, style.line]
            return found

        self._ranks, self._bare = ranked(theme.cells), ranked(theme.tiny)
        self._alone: dict[tuple[int, CellMeasures], CellEdges] = {}

    def draw(
        self, grid: Grid, roles: CellRoles, x: int, y: int, cells: CellMeasures, area: Area
    ) -> Iterator[PlacedEdges]:
        """The edges of the cells in *area* of a grid whose first cell stands at (x, y).

        *roles*: the grid's own, 0 where a cell is to have no outline.
        """
        if not cells.gap:
            return
        ranks = (self._ranks if cells.text_px else self._bare)[roles]
        if is_apart(grid):  # cells on their way have no neighbours
            for row, column in np.ndindex(*ranks.shape):
                at_x = x + round((grid.column_at[column] - grid.column_at[0]) * cells.pitch)
                at_y = y + round((grid.row_at[row] - grid.row_at[0]) * cells.pitch)
                yield from self.around(int(roles[row, column]), at_x, at_y, cells)
            return
        top, left, bottom, right = area
        ranks = _rimmed(ranks)[top : bottom + 2, left : right + 2]
        if ranks.any():
            x, y = x + left * cells.pitch, y + top * cells.pitch
            yield PlacedEdges(x, y, self._edges(ranks, cells))

    def around(self, role: int, x: int, y: int, cells: CellMeasures) -> Iterator[PlacedEdges]:
        """The edges of a cell that stands alone at (x, y)."""
        rank = int(self._ranks[role])
        if rank and cells.gap:
            if (rank, cells) not in self._alone:
                self._alone[rank, cells] = self._edges(_rimmed(np.array([[rank]])), cells)
            yield PlacedEdges(x, y, self._alone[rank, cells])

    def _edges(self, ranks: EdgeRanks, cells: CellMeasures) -> CellEdges:
        """The edges of cells inside *ranks*, which have a rim: what is around these cells."""
        upright = np.maximum(ranks[:, :-1], ranks[:, 1:])
        level = np.maximum(ranks[:-1], ranks[1:])
        if cells.pitch < BELT:  # of small cells only all of them have dashes around
            inside = (ranks[:, :-1] > 0) & (ranks[:, 1:] > 0), (ranks[:-1] > 0) & (ranks[1:] > 0)
            upright, level = (
                np.where(both & (edges < self._first_solid), 0, edges)
                for edges, both in zip((upright, level), inside, strict=True)
            )
        corners = np.maximum(
            np.maximum(upright[:-1], upright[1:]), np.maximum(level[:, :-1], level[:, 1:])
        )
        corners[corners < self._first_solid] = 0
        look = EdgeLook(cells.pitch, cells.gap, cells.line, self._colours, self._first_solid)
        return CellEdges(look, upright[1:-1], level[:, 1:-1], corners)


def _rimmed(ranks: EdgeRanks) -> EdgeRanks:
    """With a rim of nothing around it."""
    rows, columns = ranks.shape
    rimmed = np.zeros((rows + 2, columns + 2), np.uint8)
    rimmed[1:-1, 1:-1] = ranks
    return rimmed


def is_apart(grid: Grid) -> bool:
    """Whether there is room between rows or columns, or some lie on others."""
    return _has_gaps(grid.row_at) or _has_gaps(grid.column_at)


@lru_cache(maxsize=256)
def _has_gaps(places: tuple[float, ...]) -> bool:
    return any(after - before != 1 for before, after in itertools.pairwise(places))
