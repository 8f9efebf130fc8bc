"""A plane: where its cells lie in the picture, and parts of it as quads."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ...story.frame import Grid, Mark, Panel
from ..antialias import Quad
from ..primitives import Box
from .cells import ROOT, SlantMeasures, words_box

__all__ = ["Plane", "PlaneArea", "ring"]


@dataclass(frozen=True, slots=True)
class PlaneArea:
    """A part of a plane: between two heights, and between two sides that lean.

    A side is told by x + y, which stays the same all along it.
    """

    begin: float
    top: float
    end: float
    bottom: float

    def grown(self, by: float) -> PlaneArea:
        """As much larger on each side as *by* pixels, measured across that side."""
        across = by * ROOT
        return PlaneArea(self.begin - across, self.top - by, self.end + across, self.bottom + by)

    @property
    def corners(self) -> Quad:
        return tuple(
            (side - y, y)
            for side, y in (
                (self.begin, self.top),
                (self.end, self.top),
                (self.end, self.bottom),
                (self.begin, self.bottom),
            )
        )


def ring(inner: PlaneArea, thick: float) -> tuple[Quad, ...]:
    """A frame around *inner*, as four quads."""
    outside, inside = inner.grown(thick).corners, inner.corners
    return tuple(
        (outside[n], outside[(n + 1) % 4], inside[(n + 1) % 4], inside[n]) for n in range(4)
    )


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a plane lies: the corner of its back left cell, and how large its cells are."""

    panel: Panel
    x: int
    y: int
    cells: SlantMeasures

    def down(self, grid: Grid) -> list[int]:
        """How far in front of the plane's back edge each row begins."""
        return [math.floor(at * self.cells.high + 0.5) for at in grid.row_at]

    def across(self, grid: Grid) -> list[int]:
        """How far right of its row's first pixel each column begins."""
        return [math.floor(at * self.cells.pitch + 0.5) for at in grid.column_at]

    def corner(self, grid: Grid, row: int, column: int) -> tuple[int, int]:
        """The back left corner of a cell: the further in front, the further left."""
        down = self.down(grid)[row]
        return self.x + self.across(grid)[column] - down, self.y + down

    def part(self, grid: Grid, mark: Mark) -> PlaneArea:
        """The cells of a mark."""
        (x, y), cells = self.corner(grid, mark.row, mark.column), self.cells
        begin = x + y + 0.5  # a row's edge lies halfway between those of its neighbours
        return PlaneArea(
            begin,
            y,
            begin + mark.columns * cells.pitch - cells.gap,
            y + mark.rows * cells.high - cells.row_gap,
        )

    def whole(self, grid: Grid) -> PlaneArea:
        """From the first of a grid's cells to the last."""
        (x, y), (last_x, last_y) = self.corner(grid, 0, 0), self.corner(grid, -1, -1)
        end, cells = last_x + last_y + self.cells.side + 0.5, self.cells
        return PlaneArea(x + y + 0.5, y, end, last_y + cells.depth)

    def ink(self, grid: Grid) -> Iterator[Box]:
        """Where the texts of the cells are."""
        if not self.cells.text_px:
            return
        across, lean = self.across(grid), self.cells.high - 1
        for row, down in enumerate(self.down(grid)):
            for column, value in enumerate(grid.texts[row].tolist()):
                if value and (box := words_box(value, self.cells)):
                    x = self.x + across[column] - down - lean + box.x
                    yield Box(x, self.y + down + box.y, box.width, box.height)
