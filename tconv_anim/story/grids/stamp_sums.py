"""The numbers of the stamps: what each input cell gives to whom, and the sums that grow."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ...compute import Array
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..cell_text import numbered
from ..example import Cell, CellValues, Example
from ..frame import Equation, Texts
from ..notation import PRINTED, CellText
from ..values import CellName, Product, Value, is_shown_whole
from .axis_cells import ResultLine
from .base import blank_texts

__all__ = ["StampSums"]


class StampSums:
    """One layer seen from its input: who gives what to whom.

    The result of a transposed layer is shown uncropped, with what output padding
    appends; that of a standard convolution is its output. *symbol* names the output's
    cells in letters.
    """

    def __init__(
        self,
        example: Example,
        resolved: ResolvedLayer | None = None,
        xs: CellValues | None = None,
        symbol: str = "y",
    ) -> None:
        self._example = example
        self.resolved = resolved or example.plane
        self.xs, self._symbol = xs or example.xs, symbol
        self.crops_result = self.resolved.operation.crops
        self.lines = tuple(
            ResultLine(axis, i, o)
            for axis, i, o in zip(
                self.resolved.axes, self.resolved.input_size, self.resolved.output_size, strict=True
            )
        )
        self.shape: Sizes = tuple(line.cells for line in self.lines)
        self._along = [[line.targets(index) for index in range(line.i)] for line in self.lines]
        self._last: tuple[int, list[tuple[Cell, Cell]]] = (-1, [])
        self.sum_texts: dict[str, None] = {}
        """Every text that a sum has had so far; sums may be longest on their way."""
        self._start()

    # -- numbers ------------------------------------------------------------------------

    def targets(self, number: int) -> list[tuple[Cell, Cell]]:
        """(cell of the result, cell of the kernel) of every share that an input cell gives."""
        if self._last[0] != number:  # a scene asks for the same ones several times
            self._last = number, self._targets(number)
        return self._last[1]

    def _targets(self, number: int) -> list[tuple[Cell, Cell]]:
        rows, columns = (
            along[at] for along, at in zip(self._along, self.input_cell(number), strict=True)
        )
        return [((row, column), (down, across)) for row, down in rows for column, across in columns]

    def input_cell(self, number: int) -> tuple[int, int]:
        row, column = divmod(number, self.resolved.input_size[1])
        return row, column

    def _start(self) -> None:
        self._count = 0
        self.sums: Array = np.zeros(self.shape, object)  # Python's numbers: integers stay exact
        self.hits = np.zeros(self.shape, np.int64)
        self._before: dict[Cell, Any] = {}
        self._texts = blank_texts(self.shape)

    def after(self, count: int) -> None:
        """Let ``sums`` and ``hits`` be those of the first *count* input cells."""
        if count < self._count:
            self._start()
        xs, ws = self.xs, self._example.ws.numbers.astype(object)
        for number in range(self._count, count):
            value = xs.value(self.input_cell(number))
            self._before = {cell: self.sums[cell] for cell, _ in self.targets(number)}
            for cell, weight in self.targets(number):
                self.sums[cell] += value * ws[weight]
                self.hits[cell] += 1
                text = self._texts[cell] = self._sum_text(cell)
                self.sum_texts[text] = None
        self._count = count

    def _sum_text(self, cell: Cell) -> Any:
        """A sum as far as it has grown; in letters, its term, and at last its name.

        Of several terms that are not all there, an ellipsis: the last one is noted below.
        """
        if self._example.writing == "numbers":
            return CellText.of(self.sums[cell])
        if self._example.writing == "none" or self._whole(cell):
            return self._names[cell]
        if self.hits[cell] > 1:
            return "…"
        return CellText.of(self.product(*self._shares_at[cell][0]))

    def _whole(self, cell: Cell) -> bool:
        """Whether all terms of an output cell are there."""
        return bool(
            self.inside_output[cell] and self.hits[cell] == len(self._shares_at.get(cell, ()))
        )

    @cached_property
    def _names(self) -> Texts:
        names = blank_texts(self.shape)
        if self._example.writing == "letters":
            names[self.inside_output] = numbered(self._symbol, self.resolved.output_size).ravel()
        return names

    @cached_property
    def total(self) -> Array:
        """The result with all stamps."""
        whole = StampSums(self._example, self.resolved, self.xs)
        whole.after(self.xs.numbers.size)
        return whole.sums

    @cached_property
    def _products(self) -> list[Value]:
        """Every product of an input cell and a weight."""
        xs, ws, writing = self.xs, self._example.ws, self._example.writing
        if writing == "none":
            return []
        if writing == "letters":
            names = ([text.value for text in values.texts.flat] for values in (xs, ws))
            return [Product(factors) for factors in itertools.product(*names)]
        numbers = (set(a.numbers.astype(object).flat) for a in (xs, ws))
        return [x * w for x, w in itertools.product(*numbers)]

    @cached_property
    def products(self) -> list[str]:
        """The same as cells say it."""
        return [CellText.of(product) for product in self._products]

    def share(self, number: int, weight: Cell) -> Any:
        """The number that an input cell gives by one weight."""
        return self.xs.value(self.input_cell(number)) * self._example.ws.value(weight)

    def product(self, number: int, weight: Cell) -> Value:
        """The same as an equation has it: in letters, a product."""
        if self._example.writing == "letters":
            x = self.xs.written(self.input_cell(number))
            return Product((x, self._example.ws.written(weight)))
        return self.share(number, weight)

    def giver_name(self, number: int, symbol: str = "x") -> Value:
        """An input cell as an equation names it: by its letter where it has one."""
        cell = self.input_cell(number)
        if self._example.writing == "letters":
            return self.xs.written(cell)
        return self._example.cell(symbol, cell)

    def growing_cell(self, number: int) -> tuple[Cell, Cell]:
        """(cell of the result, cell of the kernel) of the share that tells most.

        Where sums grow it is one of them, in the output if there is any, of most terms,
        and of these one that has all its terms.
        """
        self.after(number + 1)

        def telling(share: tuple[Cell, Cell]) -> tuple[bool, bool, int, bool]:
            hits, inside = int(self.hits[share[0]]), bool(self.inside_output[share[0]])
            return hits > 1, inside, hits, self._whole(share[0])

        return max(self.targets(number), key=telling)

    def growth(self, number: int) -> Equation | None:
        """How that sum grows by input cell *number*; in letters all its terms so far."""
        example, (cell, weight) = self._example, self.growing_cell(number)
        if example.writing == "none":
            return None
        if example.writing == "letters":
            shares = self._shares_at[cell]
            terms = tuple(self.product(n, w) for n, w in shares if n <= number)
            name = self._names[cell].value if self._whole(cell) else None
            return Equation(target=name, terms=terms)
        giver = self.input_cell(number)
        product = Product((self.xs.written(giver), example.ws.written(weight)))
        before = (self._before[cell],) if self.hits[cell] > 1 else ()
        shown = [*before, self.sums[cell]]
        return Equation(
            target=self._name_of(cell),
            terms=(*before, product),
            value=self.sums[cell],
            rounded=not (
                all(map(is_shown_whole, shown))
                and self.xs.whole(giver)
                and example.ws.whole(weight)
            ),
        )

    def _name_of(self, cell: Cell) -> CellName | None:
        """The output cell that a cell of the result becomes, if it is not cropped."""
        if not self.inside_output[cell]:
            return None
        row, column = (at - line.kept_span[0] for line, at in zip(self.lines, cell, strict=True))
        return self._example.cell(self._symbol, (row, column))

    def note(self, number: int, weight: Cell) -> str:
        """The same as a cell notes it."""
        if self._example.writing == "none":
            return ""
        return PRINTED.addend(self.product(number, weight))

    @property
    def notes(self) -> list[str]:
        """Every addend that a cell of the result can show."""
        return [PRINTED.addend(product) for product in self._products]

    # -- which cells --------------------------------------------------------------------

    @cached_property
    def inside_reach(self) -> npt.NDArray[np.bool_]:
        rows, columns = (
            line.inside(line.before, line.before + line.reached_cells) for line in self.lines
        )
        return rows[:, None] & columns[None, :]

    @cached_property
    def inside_output(self) -> npt.NDArray[np.bool_]:
        rows, columns = (line.inside(*line.kept_span) for line in self.lines)
        return rows[:, None] & columns[None, :]

    @cached_property
    def most_hits(self) -> int:
        """How often the cell is reached that is reached most often."""
        return int(self.counts.max())

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How often each cell is reached in the end, of those that stamps can reach, in a row."""
        counts = [np.zeros(line.cells, np.int64) for line in self.lines]
        for axis, along in zip(counts, self._along, strict=True):
            for shares in along:
                for cell, _ in shares:
                    axis[cell] += 1
        reached: npt.NDArray[np.int64] = np.outer(*counts)[self.inside_reach]
        return reached

    @property
    def crops(self) -> bool:
        return bool((self.inside_reach & ~self.inside_output).any())

    @property
    def appends(self) -> bool:
        return bool((self.inside_output & ~self.inside_reach).any())

    def reaching(self, cell: Sizes) -> list[tuple[int, Cell]]:
        """(number of the input cell, cell of the kernel) of every share in an output cell."""
        place = self.place_of(cell)
        return self._shares_at.get(place, [])

    def place_of(self, cell: Sizes) -> tuple[int, int]:
        """Where an output cell stands in the result."""
        row, column = (line.kept_span[0] + at for line, at in zip(self.lines, cell, strict=True))
        return row, column

    @cached_property
    def _shares_at(self) -> dict[Cell, list[tuple[int, Cell]]]:
        shares: dict[Cell, list[tuple[int, Cell]]] = {}
        for number in range(self.xs.numbers.size):
            for cell, weight in self.targets(number):
                shares.setdefault(cell, []).append((number, weight))
        return shares
