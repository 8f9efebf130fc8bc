"""Frames around cells, and cells on their way: a grid that turns, a cell that changes panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Flight", "Mark", "Pose", "enclosing_mark"]

Places = TypeVar("Places", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame around cells.

    ``window``: the kernel's, or what is being read; ``extent`` (dashed): of a window with
    gaps; ``stamp``: one of several that overlap, drawn inside its cells;
    ``before`` (dashed): what a window left in its last step, of several cells;
    ``now``: the present output cell; ``kept`` (dashed): what remains after a crop; ``span``
    (dashed): how far a kernel with gaps reaches.
    """

    row: int
    column: int
    rows: int
    columns: int
    kind: Literal["window", "extent", "stamp", "before", "now", "kept", "span"]
    joined: bool = True
    """Whether lines join it to another one, where planes are seen from the side."""
    by: tuple[float, float, float, float] = (0, 0, 0, 0)
    """What is to be added to the numbers before while it is on its way from those cells."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(row, column, rows, columns) where it is, which need not be whole numbers."""
        row, column, rows, columns = self.by
        return self.row + row, self.column + column, self.rows + rows, self.columns + columns


def enclosing_mark(cells: Sequence[tuple[int, int]]) -> Mark:
    """The frame around *cells*, dashed where it has others among them."""
    (top, bottom), (left, right) = ((min(at), max(at) + 1) for at in zip(*cells, strict=True))
    rows, columns = bottom - top, right - left
    return Mark(top, left, rows, columns, "window" if rows * columns == len(cells) else "extent")


class Pose(NamedTuple):
    """How a grid is turned about its middle: where a cell goes that is (down, across) of it."""

    down_of_down: float
    down_of_across: float
    across_of_down: float
    across_of_across: float

    def at(self, down: Places, across: Places) -> tuple[Places, Places]:
        """(down, across) after the turn, of one cell or of arrays of them."""
        return (
            self.down_of_down * down + self.down_of_across * across,
            self.across_of_down * down + self.across_of_across * across,
        )


class Flight(NamedTuple):
    """A cell on its way from one panel to another."""

    role: int
    text: str
    begin: tuple[str, float, float]
    """Panel, row and column."""
    end: tuple[str, float, float]
    share: float
    """How much of the way is behind it, 0 to 1."""
