"""The convolution matrix and the product with it: C and its rows, x and y as columns."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ...compute import convolution_matrix
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..captions import matrix as sentences
from ..equation import Phrase
from ..example import Example
from ..frame import LIT, CellRole, CellRoles, Equation, Grid, Label, Mark, Panel, Texts
from ..label import ShortenedLabel
from ..notation import Caption, Notation, Text
from ..values import Factor, Transpose
from ..values import Product as Factors
from .base import blank_texts, filling_grid, full_grid, panel_for, still

__all__ = ["Product", "has_few_entries"]

MOST_ENTRIES: Final = 200_000
"""Of a matrix that is drawn in dots."""
MOST_ROWS: Final = 8
"""Of a block that is shown larger."""


def has_few_entries(plane: ResolvedLayer) -> bool:
    """Whether a layer's matrix may be drawn in dots."""
    return math.prod(plane.output_size) * math.prod(plane.input_size) <= MOST_ENTRIES


class Product:
    """The grids of one layer seen as a matrix M with y = M·x.

    M is C of the direct convolution, or the transpose of that. ``taps`` tells which
    weight stands in each entry, counted from 1; 0 is an entry that no weight stands in.
    """

    def __init__(self, example: Example, *, built: bool = False) -> None:
        self._example, plane, self._built = example, example.plane, built
        self._input_size, self._output_size = plane.input_size, plane.output_size
        numbers = np.arange(1, example.ws.numbers.size + 1).reshape(plane.kernel_size)
        self.taps = convolution_matrix(plane.layer, plane.input_size, numbers)
        self.xs, self.ys = example.xs.flattened(), example.ys.flattened()
        self.name: Factor = Transpose("C") if example.stamps else "C"

    @cached_property
    def direct(self) -> npt.NDArray[np.int64]:
        """C, a row for each position of the direct convolution's kernel."""
        return self.taps.T if self._example.stamps else self.taps

    @property
    def direct_size(self) -> Sizes:
        """Of the direct convolution's input, which a row of C folds back to."""
        return self._output_size if self._example.stamps else self._input_size

    @property
    def rows_of_c(self) -> int:
        return math.prod(self._input_size if self._example.stamps else self._output_size)

    # -- grids --------------------------------------------------------------------------

    def _roles_of(self, taps: npt.NDArray[np.int64]) -> CellRoles:
        return np.where(taps > 0, CellRole.ENTRY, CellRole.EMPTY).astype(np.uint8)

    def _texts(self, taps: npt.NDArray[np.int64]) -> Texts:
        weights = self._example.ws.texts.ravel()
        texts = blank_texts(taps.shape)
        texts[taps > 0] = weights[taps[taps > 0] - 1]
        return texts

    @cached_property
    def _both_matrices(self) -> dict[bool, tuple[CellRoles, Texts]]:
        """Looks and texts of C (False) and of the matrix that multiplies x (True)."""
        return {
            multiplies: (self._roles_of(taps), self._texts(taps))
            for multiplies, taps in ((False, self.direct), (True, self.taps))
        }

    def building(self, rows: int) -> Grid:
        """C with its first rows; the last of them has just come."""
        roles, texts = self._both_matrices[False]
        shown, said = roles.copy(), texts.copy()
        shown[rows:], said[rows:] = CellRole.TODO, ""
        size = Caption.of(Notation.by, roles.shape)
        grid = still(("C", sentences.ROWS_OF_C), size, shown, said)
        return self._with_row(grid, rows - 1) if rows else grid

    def matrix(self, row: int | None = None) -> Grid:
        """The matrix that multiplies x, the row lit that gives one output cell."""
        roles, texts = self._both_matrices[True]
        grid = still(self._label, Caption.of(Notation.by, roles.shape), roles, texts)
        return grid if row is None else self._with_row(grid, row)

    @property
    def _label(self) -> Label:
        stamps = self._example.stamps
        name = Caption.of(Notation.matrix, self.name) if stamps else "C"
        if not self._built:
            return name
        rows = sentences.ROWS_OF_TRANSPOSE if stamps else sentences.ROWS_OF_C
        return ShortenedLabel((name, rows), name)

    def _with_row(self, grid: Grid, row: int) -> Grid:
        roles = grid.roles.copy()
        roles[row] |= LIT
        return replace(grid, roles=roles, marks=(Mark(row, 0, 1, roles.shape[1], "window"),))

    def row(self, row: int) -> Grid:
        """One row of the matrix by itself."""
        taps = self.taps[row : row + 1]
        roles = self._roles_of(taps) | np.uint8(LIT)
        name = Caption.of(sentences.row, row, self.name)
        label: Label = name
        if self._built:  # there is room to say whose it is
            cell = tuple(int(n) for n in np.unravel_index(row, self._output_size))
            label = name, Caption.of(sentences.row_result, self._example.cell("y", cell))
        return still(
            label, "", roles, self._texts(taps), marks=(Mark(0, 0, 1, taps.size, "window"),)
        )

    def weighed(self, row: int) -> Grid | None:
        """The weights of one row over what they weigh in x, without its zeros; None without any."""
        (columns,) = np.nonzero(self.taps[row])
        if not columns.size:
            return None
        taps = self.taps[row : row + 1, columns]
        roles = np.vstack([self._roles_of(taps), np.full(taps.shape, CellRole.INPUT, np.uint8)])
        texts = np.vstack([self._texts(taps), self.xs.texts[columns].T])
        label = Caption.of(sentences.row_over_x, row, self.name), sentences.WITHOUT_ZEROS
        marks = (Mark(0, 0, 1, taps.size, "window"),)
        return still(label, "", roles | np.uint8(LIT), texts, marks=marks)

    def weighed_panels(self, name: str, matrix: str) -> tuple[Panel, ...]:
        """The place of that grid in every row; none where no row has entries."""
        if not self.taps.any():
            return ()
        rows = max(range(self.rows), key=lambda row: int((self.taps[row] > 0).sum()))
        shown = [grid for row in {rows, self.rows - 1} if (grid := self.weighed(row)) is not None]
        texts = [self._example.ws.texts, self._example.xs.texts]
        return (panel_for(name, shown, texts=texts, lens_of=matrix),)

    @property
    def block_rows(self) -> int:
        """Rows of the matrix that give one line of the output; 0 where that is one, or too many."""
        high, wide = self._output_size
        return wide if high > 1 and 1 < wide <= MOST_ROWS else 0

    def block(self, row: int) -> Grid:
        """The rows that give the same line of the output as *row*, which is lit."""
        count = self.block_rows
        line, within = divmod(row, count)
        taps = self.taps[line * count : (line + 1) * count]
        roles = self._roles_of(taps)
        roles[within] |= LIT
        mark = Mark(within, 0, 1, taps.shape[1], "window")
        rows = Caption.of(sentences.rows, line * count, line * count + count - 1, self.name)
        label = rows, sentences.rows_result(line)
        return still(label, "", roles, self._texts(taps), marks=(mark,))

    def folded_row(self, row: int) -> Grid:
        """A row of C as the grid it weighs, the direct convolution's input."""
        taps = self.direct[row].reshape(self.direct_size)
        roles = self._roles_of(taps)
        roles[taps > 0] |= LIT
        label = (Caption.of(sentences.row, row, "C"), "folded")
        return still(label, self._example.by(self.direct_size), roles, self._texts(taps))

    def input(self, row: int | None = None) -> Grid:
        """x as it is given, lit and framed what the row weighs."""
        grid = full_grid(self._example, "input x", self._example.xs, CellRole.INPUT)
        if row is None:
            return grid
        read = self.taps[row].reshape(self._input_size) > 0
        if not read.any():
            return grid
        roles = grid.roles.copy()
        roles[read] |= LIT
        rows, columns = (np.flatnonzero(read.any(axis=axis)) for axis in (1, 0))
        top, left = int(rows[0]), int(columns[0])
        high, wide = int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left
        kind: Literal["window", "extent"] = "window" if read.sum() == high * wide else "extent"
        return replace(grid, roles=roles, marks=(Mark(top, left, high, wide, kind),))

    def x(self, row: int | None = None) -> Grid:
        """x as a column; lit what the row weighs."""
        grid = full_grid(self._example, "x", self.xs, CellRole.INPUT)
        grid = replace(grid, size_label=Caption.of(Notation.by, (self.xs.numbers.size,)))
        if row is None:
            return grid
        roles = grid.roles.copy()
        roles[self.taps[row] > 0] |= LIT
        return replace(grid, roles=roles)

    def y(self, done: int | None) -> Grid:
        """y as a column that fills up, or (None) all of it."""
        grid = (
            full_grid(self._example, "y", self.ys, CellRole.OUTPUT)
            if done is None
            else filling_grid(self._example, "y", self.ys, done)
        )
        return replace(grid, size_label=Caption.of(Notation.by, (self.ys.numbers.size,)))

    def line(self, row: int) -> Grid:
        """The part of y that the block of *row* gives, up to that."""
        count = self.block_rows
        part = Caption.of(sentences.part, count, self.rows)
        return self._part_of_y(row, row - row % count, count, "y", part)

    def result(self, row: int) -> Grid:
        """The cell of y that *row* gives."""
        cell = tuple(int(n) for n in np.unravel_index(row, self._output_size))
        name = Caption.of(Notation.cell_name, self._example.cell("y", cell))
        return self._part_of_y(row, row, 1, name, "")

    def _part_of_y(self, row: int, begin: int, count: int, label: Text, size: Text) -> Grid:
        whole, part = self.y(row + 1), slice(begin, begin + count)
        return replace(
            whole,
            label=label,
            size_label=size,
            roles=whole.roles[part],
            texts=whole.texts[part],
            shades=None if whole.shades is None else whole.shades[part],
            row_at=tuple(range(count)),
            marks=(Mark(row - begin, 0, 1, 1, "now"),),
        )

    def output(self, done: int) -> Grid:
        """y folded back to its grid."""
        return filling_grid(self._example, "output y", self._example.ys, done)

    # -- words --------------------------------------------------------------------------

    def equation(self, row: int) -> Equation:
        """The row times x."""
        example = self._example
        (columns,) = np.nonzero(self.taps[row])
        cell = tuple(int(n) for n in np.unravel_index(row, self._output_size))
        weights = np.ndindex(*example.plane.kernel_size)
        of_tap = dict(enumerate(weights, start=1))
        terms = [((int(c), 0), of_tap[int(self.taps[row, c])]) for c in columns]
        equation = example.equation(
            "y", example.ys, cell, terms, self.xs, example.ws, nothing="weighed by the row"
        )
        if not equation.terms:
            return equation
        lead = (
            Phrase(Caption.of(sentences.row, row, self.name), "w", spare=True),
            Phrase(Caption.of(sentences.times), spare=True),
            Phrase("x", "x", spare=True),
        )
        weighed = tuple(Factors(term.factors[::-1]) for term in equation.terms)
        return replace(equation, terms=weighed, factors=("w", "x"), lead=lead)

    def row_of(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self._output_size))

    @property
    def rows(self) -> int:
        return math.prod(self._output_size)
