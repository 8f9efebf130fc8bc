"""Cells of a slanted plane: parallelograms that tile it, with the lines on their edges.

A plane's grid is spanned by two vectors of whole pixels, so all of its cells have the
same pixels, moved: each is drawn once as a tile and copied from then on. A pixel belongs
to the cell that holds its centre, and the soft lines hide the steps between cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from .antialias import PixelCoverage, Quad, pixel_coverage

__all__ = [
    "ACROSS",
    "BACK",
    "FRONT",
    "LEFT",
    "RIGHT",
    "Edge",
    "Facet",
    "Facets",
    "Tilt",
    "cell_pixels",
    "line_coverage",
    "line_quad",
]

Point: TypeAlias = tuple[float, float]
BACK, RIGHT, FRONT, LEFT, ACROSS = range(5)
"""The edges of a cell: to the row before, the next column, the next row, the column before;
and the line that crosses it out."""
BESIDE: Final = ((-1, 0), (0, 1), (1, 0), (0, -1))
"""(rows, columns) from a cell to its neighbour beyond each edge."""

UNEVEN: Final = 0.08
"""Parts of a column's way that a corner may go aside for even slopes."""


@dataclass(frozen=True, slots=True)
class Tilt:
    """How a plane lies: pixels from one column to the next, and from one row to the next."""

    across_x: int
    across_y: int
    down_x: int
    down_y: int

    @classmethod
    def even(cls, ways: Iterable[float], unit: int) -> Tilt:
        """The *ways* in pixels of a column, sloped so that soft lines repeat every few pixels.

        They look smoother so, and what repeats is short in a file. Across a line falls by a
        pixel in so many; down it goes aside by whole or half pixels a row.

        >>> Tilt.even((1, 0.17, -0.6, 0.32), 55)
        Tilt(across_x=54, across_y=9, down_x=-36, down_y=18)
        """
        across_x, across_y, down_x, down_y = (round(way * unit) for way in ways)
        if across_y and down_y:
            even_across = round(across_x / across_y) * across_y
            even_down = math.ceil(round(2 * down_x / down_y) * down_y / 2)
            if abs(even_across - across_x) <= unit * UNEVEN:
                across_x = even_across
            if abs(even_down - down_x) <= unit * UNEVEN:
                down_x = even_down
        return cls(across_x, across_y, down_x, down_y)

    @property
    def area(self) -> int:
        """Pixels of a cell."""
        return self.across_x * self.down_y - self.across_y * self.down_x

    @property
    def width(self) -> int:
        """Of the box around a cell."""
        return abs(self.across_x) + abs(self.down_x)

    @property
    def height(self) -> int:
        return abs(self.across_y) + abs(self.down_y)

    def at(self, row: Any, column: Any) -> tuple[Any, Any]:
        """Where places (numbers or arrays) of the grid lie, (x, y) from its first corner."""
        return (
            column * self.across_x + row * self.down_x,
            column * self.across_y + row * self.down_y,
        )

    def place(self, x: float, y: float) -> Point:
        """The (row, column) that lies at (x, y)."""
        row = (self.across_x * y - self.across_y * x) / self.area
        column = (self.down_y * x - self.down_x * y) / self.area
        return row, column

    def margins(self, by: float) -> tuple[float, float]:
        """Rows and columns that *by* pixels are, measured square to their edges."""
        across = math.hypot(self.across_x, self.across_y)
        down = math.hypot(self.down_x, self.down_y)
        return by * across / self.area, by * down / self.area

    def quad(self, top: float, left: float, bottom: float, right: float) -> Quad:
        """The corners of a part of the grid, from its back left one on."""
        return tuple(
            self.at(row, column)
            for row, column in ((top, left), (top, right), (bottom, right), (bottom, left))
        )


MIDDLE: Final = (0.25, 0.75)
"""Where a line across a cell begins and ends, in parts of its way."""
AROUND: Final = ((0.03, 0.2), (0.8, 0.97))
"""The same of its pieces around a number, which no line strikes out."""


class Edge(NamedTuple):
    """The line on one edge of a cell."""

    ink: str
    dashes: int = 0
    """How many pieces it is in; 0 for a whole line. One ACROSS has two, around a number."""
    outer: bool = False
    """Whether no cell lies beyond it, but paper."""


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """A cell of a plane: its ground, the lines on its edges, the text that stands upright on it."""

    tilt: Tilt
    line: float
    """Thickness of the lines, in pixels."""
    ground: str
    edges: tuple[Edge | None, ...]
    """BACK, RIGHT, FRONT, LEFT, and ACROSS where there is such a line."""
    text: str = ""
    face: str = ""
    px: int = 0
    ink: str = ""
    pen: tuple[int, int] = (0, 0)
    """Where its text begins, seen from the cell's corner."""

    @property
    def corners(self) -> Quad:
        return self.tilt.quad(0, 0, 1, 1)

    def lines(self) -> Iterator[tuple[Edge, tuple[Quad, ...]]]:
        """Each edge that has a line, and its pieces."""
        for side, edge in enumerate(self.edges):
            if edge is not None:
                yield edge, line_pieces(self.tilt, side, self.line, edge.dashes)


class Facets(NamedTuple):
    """Cells of one plane, each at the pixel of its corner."""

    cells: tuple[tuple[int, int, Facet], ...]


@lru_cache(maxsize=256)
def line_pieces(tilt: Tilt, side: int, thick: float, dashes: int) -> tuple[Quad, ...]:
    """The line on one side of a cell, whole or in dashes, seen from the cell's corner."""
    corners = tilt.quad(0, 0, 1, 1)
    if side == ACROSS:
        back, front = corners[0], corners[2]
        return tuple(
            line_quad(_between(back, front, first), _between(back, front, last), thick)
            for first, last in (AROUND if dashes else (MIDDLE,))
        )
    # Both cells at an edge draw it from the same end.
    ends = corners[side], corners[(side + 1) % 4]
    begin, end = ends if side in (BACK, RIGHT) else ends[::-1]
    if not dashes:
        return (line_quad(begin, end, thick, beyond=thick / 2),)
    parts = [[(index + share) / dashes for share in (0.22, 0.78)] for index in range(dashes)]
    return tuple(
        line_quad(_between(begin, end, first), _between(begin, end, last), thick)
        for first, last in parts
    )


def _between(begin: Point, end: Point, share: float) -> Point:
    return begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share


def line_quad(begin: Point, end: Point, thick: float, *, beyond: float = 0) -> Quad:
    """A line as a quad; it reaches *beyond* its ends."""
    (x_1, y_1), (x_2, y_2) = begin, end
    length = math.hypot(x_2 - x_1, y_2 - y_1) or 1
    along_x, along_y = (x_2 - x_1) / length, (y_2 - y_1) / length
    x_1, y_1 = x_1 - along_x * beyond, y_1 - along_y * beyond
    x_2, y_2 = x_2 + along_x * beyond, y_2 + along_y * beyond
    across_x, across_y = -along_y * thick / 2, along_x * thick / 2
    return (
        (x_1 + across_x, y_1 + across_y),
        (x_2 + across_x, y_2 + across_y),
        (x_2 - across_x, y_2 - across_y),
        (x_1 - across_x, y_1 - across_y),
    )


class Pixels(NamedTuple):
    """The pixels a cell can draw on: a box, seen from its corner, and which are whose."""

    left: int
    top: int
    own: npt.NDArray[np.bool_]
    beyond: tuple[npt.NDArray[np.bool_], ...]
    """Pixels beside the cell, beyond each of its edges."""
    corners: tuple[npt.NDArray[np.bool_], ...]
    """Those beyond two edges: BACK and RIGHT, RIGHT and FRONT, and so on."""


@lru_cache(maxsize=64)
def cell_pixels(tilt: Tilt, line: float) -> Pixels:
    """Which pixels belong to a cell, and which lie beyond its edges as far as lines reach."""
    margin = math.ceil(line) + 1
    xs, ys = zip(*tilt.quad(0, 0, 1, 1), strict=True)
    left, top = int(min(xs)) - margin, int(min(ys)) - margin
    # Twice the place of each pixel's centre, so that whole numbers decide.
    x = 2 * np.arange(left, int(max(xs)) + margin)[None, :] + 1
    y = 2 * np.arange(top, int(max(ys)) + margin)[:, None] + 1
    row = (tilt.across_x * y - tilt.across_y * x) // (2 * tilt.area)
    column = (tilt.down_y * x - tilt.down_x * y) // (2 * tilt.area)

    def lying(rows: int, columns: int) -> npt.NDArray[np.bool_]:
        here: npt.NDArray[np.bool_] = (row == rows) & (column == columns)
        return here

    beyond = tuple(lying(*way) for way in BESIDE)
    corners = tuple(
        lying(one[0] + other[0], one[1] + other[1])
        for one, other in zip(BESIDE, (*BESIDE[1:], BESIDE[0]), strict=True)
    )
    return Pixels(left, top, lying(0, 0), beyond, corners)


@lru_cache(maxsize=256)
def line_coverage(tilt: Tilt, side: int, thick: float, dashes: int) -> PixelCoverage:
    """Which pixels of a cell's box the line on one side covers, and how much of each."""
    left, top, own, _, _ = cell_pixels(tilt, thick)
    moved = tuple(
        tuple((x - left, y - top) for x, y in piece)
        for piece in line_pieces(tilt, side, thick, dashes)
    )
    rows, columns, shares = pixel_coverage(moved)
    high, wide = own.shape
    inside = (rows >= 0) & (rows < high) & (columns >= 0) & (columns < wide)
    return PixelCoverage(rows[inside], columns[inside], shares[inside])
