"""A plane: where its cells lie in the picture, which texts they show, and parts of it as quads."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...story.cell_text import brief_text
from ...story.frame import Grid, Mark, Panel
from ...story.roles import UNSHADED
from ..antialias import Quad
from ..facets import Facet
from ..primitives import Box
from .cells import SlantedCells, SlantMeasures, text_box

__all__ = ["Part", "Plane", "ring"]


class Part(NamedTuple):
    """A part of a plane, in rows and columns from its corner."""

    top: float
    left: float
    bottom: float
    right: float

    def enlarged(self, rows: float, columns: float) -> Part:
        return Part(self.top - rows, self.left - columns, self.bottom + rows, self.right + columns)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a plane lies: the pixel of its back corner, and how large its cells are."""

    panel: Panel
    x: int
    y: int
    made: SlantedCells
    quiet: bool
    """Whether cells that are not being read say nothing while others are."""

    @property
    def cells(self) -> SlantMeasures:
        return self.made.measures

    def corner(self, grid: Grid, row: int, column: int) -> tuple[int, int]:
        """The pixel of a cell's back corner."""
        x, y = self.cells.tilt.at(grid.row_at[row], grid.column_at[column])
        return self.x + math.floor(x + 0.5), self.y + math.floor(y + 0.5)

    def part(self, grid: Grid, mark: Mark) -> Part:
        """The cells of a mark."""
        down, across, more_down, more_across = mark.by
        return Part(
            grid.row_at[mark.row] + down,
            grid.column_at[mark.column] + across,
            grid.row_at[mark.row + mark.rows - 1] + 1 + down + more_down,
            grid.column_at[mark.column + mark.columns - 1] + 1 + across + more_across,
        )

    def whole(self, grid: Grid) -> Part:
        """From the first of a grid's cells to the last."""
        return Part(grid.row_at[0], grid.column_at[0], grid.row_at[-1] + 1, grid.column_at[-1] + 1)

    def quad(self, part: Part, grow: float = 0) -> Quad:
        """The corners of a part, on every side *grow* pixels larger."""
        tilt = self.cells.tilt
        corners = tilt.quad(*part.enlarged(*tilt.margins(grow)))
        return tuple((self.x + x, self.y + y) for x, y in corners)

    def box(self, grid: Grid) -> Box:
        """Around all cells of a grid."""
        xs, ys = zip(*self.quad(self.whole(grid)), strict=True)
        x, y = math.floor(min(xs)), math.floor(min(ys))
        return Box(x, y, math.ceil(max(xs)) - x, math.ceil(max(ys)) - y)

    def covers(self, grid: Grid, box: Box) -> bool:
        """Whether cells of *grid* reach into *box*."""
        whole, tilt = self.whole(grid), self.cells.tilt
        places = (
            tilt.place(box.x + box.width * n / 8 - self.x, y - self.y)
            for n in range(9)
            for y in (box.y, box.y + box.height)
        )
        return any(
            whole.top <= row <= whole.bottom and whole.left <= column <= whole.right
            for row, column in places
        )

    def shown(self, grid: Grid) -> list[list[str]]:
        """The texts that the cells show."""
        reading = self.quiet and any(mark.kind != "kept" for mark in grid.marks)
        roles = set(grid.roles.ravel().tolist()) - {0}
        speaking = {role for role in roles if self.made.speaks(role, reading=reading)}
        written = brief_text if self.cells.brief else str
        return [
            [written(text) if role in speaking else "" for text, role in zip(*row, strict=True)]
            for row in zip(grid.texts.tolist(), grid.roles.tolist(), strict=True)
        ]

    def facets(self, grid: Grid, area: Box) -> Iterator[tuple[int, int, Facet]]:
        """The cells that reach into *area*, each with its pixel; those beneath others first."""
        if grid.beneath is not None:
            for these in (grid.beneath, ~grid.beneath):
                roles = np.where(these, grid.roles, np.uint8(0))
                yield from self.facets(replace(grid, roles=roles, beneath=None), area)
            return
        tilt, facet = self.cells.tilt, self.made.facet
        edge = math.ceil(self.cells.line) + 1
        left, right = area.x - tilt.across_x - edge, area.x + area.width - tilt.down_x + edge
        top, bottom = area.y - tilt.height - edge, area.y + area.height + edge
        shades = self.made.visible(grid) if self.cells.text_px else grid.shades
        levels = np.full(grid.roles.shape, UNSHADED) if shades is None else shades
        rows = (_corners(self, grid), grid.roles, _neighbours(grid), levels)
        for corners, roles, sides, shade, texts in zip(
            *(part.tolist() for part in rows), self.shown(grid), strict=True
        ):
            for (x, y), role, beside, level, value in zip(
                corners, roles, sides, shade, texts, strict=True
            ):
                if role and left < x < right and top < y < bottom:
                    yield x, y, facet(role, tuple(beside), level, value)

    def ink(self, grid: Grid) -> Iterator[Box]:
        """Where the texts of the cells are."""
        if not self.cells.text_px:
            return
        corners, roles = _corners(self, grid).tolist(), grid.roles.tolist()
        for row, texts in enumerate(self.shown(grid)):
            for column, value in enumerate(texts):
                if value:
                    font = self.made.font(roles[row][column])
                    box, (x, y) = text_box(value, *font, self.cells.tilt), corners[row][column]
                    yield Box(x + box.x, y + box.y, box.width, box.height)


def _corners(plane: Plane, grid: Grid) -> npt.NDArray[np.int64]:
    """The pixel of each cell's back corner, (x, y)."""
    tilt = plane.cells.tilt
    rows, columns = np.array(grid.row_at)[:, None], np.array(grid.column_at)[None, :]
    places = np.stack(np.broadcast_arrays(*tilt.at(rows, columns)), axis=-1)
    corners: npt.NDArray[np.int64] = np.floor(places + 0.5).astype(np.int64)
    corners += np.array([plane.x, plane.y])
    return corners


def _neighbours(grid: Grid) -> npt.NDArray[np.int64]:
    """The roles of each cell's neighbours; those that moved away are none."""
    rows, columns = grid.roles.shape
    around = np.zeros((rows + 2, columns + 2), np.int64)
    around[1:-1, 1:-1] = grid.roles
    down, across = (
        np.array([1, *(abs(b - a - 1) < 1e-6 for a, b in itertools.pairwise(places)), 1], np.int64)
        for places in (grid.row_at, grid.column_at)
    )
    return np.stack(
        [
            around[:-2, 1:-1] * down[:-1, None],
            around[1:-1, 2:] * across[None, 1:],
            around[2:, 1:-1] * down[1:, None],
            around[1:-1, :-2] * across[None, :-1],
        ],
        axis=-1,
    )


def ring(outside: Quad, inside: Quad) -> tuple[Quad, ...]:
    """A frame between two quads, as four quads."""
    return tuple(
        (outside[n], outside[(n + 1) % 4], inside[(n + 1) % 4], inside[n]) for n in range(4)
    )
