"""A plane: where its cells lie in the picture, which texts they show, and parts of it as quads."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...story.cell_text import brief_text
from ...story.frame import Grid, Mark, Panel
from ...story.roles import UNSHADED
from ..antialias import Quad
from ..facets import Facet, Tilt
from ..primitives import Box
from .cells import SlantedCells, SlantMeasures, text_box
from .neighbours import cells_between

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
    slanted_cells: SlantedCells
    quiet: bool
    """Whether cells that are not being read say nothing while others are."""

    @property
    def cells(self) -> SlantMeasures:
        return self.slanted_cells.measures

    @property
    def whole(self) -> Part:
        """All cells that it can have."""
        return Part(0, 0, self.panel.rows, self.panel.columns)

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

    def extent(self, grid: Grid) -> Part:
        """From the first of a grid's cells to the last."""
        return Part(grid.row_at[0], grid.column_at[0], grid.row_at[-1] + 1, grid.column_at[-1] + 1)

    def quad(self, part: Part, grow: float = 0) -> Quad:
        """The corners of a part, on every side *grow* pixels larger."""
        tilt = self.cells.tilt
        corners = tilt.quad(*part.enlarged(*tilt.margins(grow)))
        return tuple((self.x + x, self.y + y) for x, y in corners)

    def box(self, grid: Grid) -> Box:
        """Around all cells of a grid."""
        xs, ys = zip(*self.quad(self.extent(grid)), strict=True)
        x, y = math.floor(min(xs)), math.floor(min(ys))
        return Box(x, y, math.ceil(max(xs)) - x, math.ceil(max(ys)) - y)

    def covers(self, grid: Grid, box: Box) -> bool:
        """Whether cells of *grid* reach into *box*."""
        whole, tilt = self.extent(grid), self.cells.tilt
        places = (
            tilt.place(box.x + box.width * n / 8 - self.x, y - self.y)
            for n in range(9)
            for y in (box.y, box.bottom)
        )
        return any(
            whole.top <= row <= whole.bottom and whole.left <= column <= whole.right
            for row, column in places
        )

    def is_hushed(self, grid: Grid) -> bool:
        """Whether only what is read shows its texts, and what comes of it."""
        return self.quiet and any(mark.kind != "kept" for mark in grid.marks)

    def visible_texts(self, grid: Grid) -> list[list[str]]:
        """The texts that the cells show."""
        reading = self.is_hushed(grid)
        speaking = np.zeros(256, np.bool_)
        for role in set(grid.roles.ravel().tolist()) - {0}:
            speaking[role] = self.slanted_cells.speaks(role, reading=reading)
        texts: list[list[str]] = np.where(speaking[grid.roles], grid.texts, "").tolist()
        return [list(map(brief_text, row)) for row in texts] if self.cells.brief else texts

    def facets(self, grid: Grid, area: Box) -> Iterator[tuple[int, int, Facet]]:
        """The cells that reach into *area*, each with its pixel; those beneath others first."""
        if grid.beneath is not None:
            for these in (grid.beneath, ~grid.beneath):
                roles = np.where(these, grid.roles, np.uint8(0))
                yield from self.facets(replace(grid, roles=roles, beneath=None), area)
            return
        tilt, facet = self.cells.tilt, self.slanted_cells.facet
        edge = math.ceil(self.cells.line) + 1
        left, right = area.x - tilt.across_x - edge, area.right - tilt.down_x + edge
        top, bottom = area.y - tilt.height - edge, area.bottom + edge
        shades = self.slanted_cells.visible(grid) if self.cells.text_px else grid.shades
        levels = np.full(grid.roles.shape, UNSHADED) if shades is None else shades
        rows = _corners(self, grid), cells_between(grid), levels
        for corners, cells, shade, texts in zip(
            *(part.tolist() for part in rows), self.visible_texts(grid), strict=True
        ):
            for (x, y), cell, level, value in zip(corners, cells, shade, texts, strict=True):
                if cell and left < x < right and top < y < bottom:
                    yield x, y, facet(cell, level, value)

    def ink(self, grid: Grid) -> Iterator[Box]:
        """Where the texts of the cells are."""
        if not self.cells.text_px:
            return
        corners, roles = _corners(self, grid).tolist(), grid.roles.tolist()
        for row, texts in enumerate(self.visible_texts(grid)):
            for column, value in enumerate(texts):
                if value:
                    font = self.slanted_cells.font(roles[row][column])
                    box, (x, y) = text_box(value, *font, self.cells.tilt), corners[row][column]
                    yield Box(x + box.x, y + box.y, box.width, box.height)


def _corners(plane: Plane, grid: Grid) -> npt.NDArray[np.int64]:
    """The pixel of each cell's back corner, (x, y)."""
    places = _places(plane.cells.tilt, grid.row_at, grid.column_at)
    corners: npt.NDArray[np.int64] = places + np.array([plane.x, plane.y])
    return corners


@lru_cache(maxsize=64)
def _places(
    tilt: Tilt, row_at: tuple[float, ...], column_at: tuple[float, ...]
) -> npt.NDArray[np.int64]:
    """The same seen from the plane's corner."""
    places = tilt.at(np.array(row_at)[:, None], np.array(column_at)[None, :])
    return np.floor(np.stack(np.broadcast_arrays(*places), axis=-1) + 0.5).astype(np.int64)


def ring(outside: Quad, inside: Quad) -> tuple[Quad, ...]:
    """A frame between two quads, as four quads."""
    return tuple(
        (outside[n], outside[(n + 1) % 4], inside[(n + 1) % 4], inside[n]) for n in range(4)
    )
