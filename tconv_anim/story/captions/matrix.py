"""The sentences of the matrix view."""

from __future__ import annotations

from typing import Final

from ...notation import Sizes
from ..notation import Notation, counted
from ..values import CellName, Factor

__all__ = [
    "ROWS_OF_C",
    "ROWS_OF_TRANSPOSE",
    "WITHOUT_ZEROS",
    "building",
    "flattened",
    "folded_back",
    "part",
    "plan",
    "row",
    "row_result",
    "rows",
    "rows_result",
    "times",
    "transposed",
]

ROWS_OF_C: Final = "one row for each position of the kernel"
ROWS_OF_TRANSPOSE: Final = "one row for each output cell"
WITHOUT_ZEROS: Final = "without its zeros"


def plan(n: Notation, direct: tuple[Sizes, Sizes] | None) -> str:
    """The first sentence; *direct* is (input size, output size) of another layer's C."""
    if direct is None:
        return "A convolution is linear: one matrix C takes the input, as a column, to the output."
    first, last = map(n.by, direct)
    return f"First C, the direct convolution {first} to {last}: a row for each position."


def building(_: Notation, row: int, weights: int, missing: int) -> str:
    """One more row of C, with *weights* in it, *missing* of the kernel's."""
    outside = f", {missing} outside" if missing else ""
    return f"Row {row} of C: {counted(weights, 'weight')}{outside}."


def transposed(n: Notation, rows: int, columns: int) -> str:
    before, after = n.by((rows, columns)), n.by((columns, rows))
    return f"Transpose: C, {before}, becomes C{n.transposed}, {after}."


def flattened(n: Notation, size: Sizes, cells: int) -> str:
    if len(size) == 1:
        return f"x, {counted(size[0], 'cell')} long, stands as a column."
    return f"Flatten x: {n.by(size)} becomes a column of {cells}."


def folded_back(n: Notation, size: Sizes) -> str:
    """The last sentence."""
    if len(size) == 1:
        return f"y is the output, {counted(size[0], 'cell')} long."
    return f"Folded back row by row, y is the output, {n.by(size)}."


def row(n: Notation, number: int, matrix: Factor) -> str:
    """The label of a row of *matrix*, C or Cᵀ."""
    return f"row {number} of {n.matrix(matrix)}"


def row_over_x(n: Notation, number: int, matrix: Factor) -> str:
    """The label of that row where x lies below it."""
    return f"{row(n, number, matrix)} over x"


def row_times_x(n: Notation, number: int, matrix: Factor) -> str:
    """The label of that row beside x."""
    return f"{row(n, number, matrix)}{n.times}x"


def short_row(n: Notation, number: int) -> str:
    """The same where it has no room."""
    return f"row {number}{n.times}x"


def row_result(n: Notation, cell: CellName) -> str:
    """What that row gives, for those who count rows from 1."""
    return f"for {n.cell_name(cell)}"


def rows(n: Notation, first: int, last: int, matrix: Factor) -> str:
    """The label of several rows of *matrix*."""
    return f"rows {first} to {last} of {n.matrix(matrix)}"


def rows_result(number: int) -> str:
    """What those rows give."""
    return f"row {number} of y"


def part(_: Notation, cells: int, whole: int) -> str:
    """How much of a column is there."""
    return f"{cells} of {whole}"


def times(n: Notation) -> str:
    """Between a row and what it is multiplied by."""
    return n.times.strip()
