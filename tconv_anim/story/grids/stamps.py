"""What the input's stamps make: sums that grow, how often each is reached, the crop."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ...compute import Array
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..captions.scatter import scaled_kernel
from ..cell_text import numbered
from ..example import Cell, CellValues, Example, shade_levels
from ..frame import LIT, UNSHADED, CellRole, CellRoles, Grid, Mark, Texts
from ..notation import PRINTED, Caption, CellText, Product, Text, Value, format_number
from .axis_cells import ResultLine
from .base import blank_texts, full_grid, kernel_grid, still

__all__ = ["Stamping"]

HITS = (CellRole.TODO, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN)
"""Look of a sum that no, one, two, more stamps have reached."""


class Stamping:
    """The grids of one layer seen from its input: who gives what to whom.

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
        self._lesson = example
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
        self._done = 0
        self.sums: Array = np.zeros(self.shape, object)  # Python's numbers: integers stay exact
        self.hits = np.zeros(self.shape, np.int64)
        self._texts = blank_texts(self.shape)

    def after(self, count: int) -> None:
        """Let ``sums`` and ``hits`` be those of the first *count* input cells."""
        if count < self._done:
            self._start()
        xs, ws = self.xs, self._lesson.ws.numbers.astype(object)
        for number in range(self._done, count):
            value = xs.value(self.input_cell(number))
            for cell, weight in self.targets(number):
                self.sums[cell] += value * ws[weight]
                self.hits[cell] += 1
                text = self._texts[cell] = self._sum_text(cell)
                self.sum_texts[text] = None
        self._done = count

    def _sum_text(self, cell: Cell) -> Any:
        """A sum as far as it has grown; in letters, the name of the output cell it becomes."""
        if self._lesson.writing == "numbers":
            return CellText.of(self.sums[cell])
        return self._names[cell]

    @cached_property
    def _names(self) -> Texts:
        names = blank_texts(self.shape)
        if self._lesson.writing == "letters":
            names[self.inside_output] = numbered(self._symbol, self.resolved.output_size).ravel()
        return names

    @cached_property
    def total(self) -> Array:
        """The result with all stamps."""
        whole = Stamping(self._lesson, self.resolved, self.xs)
        whole.after(self.xs.numbers.size)
        return whole.sums

    @cached_property
    def products(self) -> list[str]:
        """Every product of an input cell and a weight, as a cell says it."""
        xs, ws, writing = self.xs, self._lesson.ws, self._lesson.writing
        if writing == "none":
            return []
        if writing == "letters":
            return [f"{x}{PRINTED.times}{w}" for x in xs.texts.flat for w in ws.texts.flat]
        numbers = (set(a.numbers.astype(object).flat) for a in (xs, ws))
        return [format_number(x * w) for x, w in itertools.product(*numbers)]

    def given(self, number: int, weight: Cell) -> Any:
        """The number that an input cell gives by one weight."""
        return self.xs.value(self.input_cell(number)) * self._lesson.ws.value(weight)

    def product(self, number: int, weight: Cell) -> Value:
        """The same as an equation has it: in letters, a product."""
        if self._lesson.writing == "letters":
            x = self.xs.written(self.input_cell(number))
            return Product((x, self._lesson.ws.written(weight)))
        return self.given(number, weight)

    def note(self, number: int, weight: Cell) -> str:
        """The same as a cell notes it."""
        if self._lesson.writing == "none":
            return ""
        return _added(PRINTED.value(self.product(number, weight)))

    @property
    def notes(self) -> list[str]:
        """Every addend that a cell of the result can show."""
        return [_added(product) for product in self.products]

    # -- grids --------------------------------------------------------------------------

    def input(self, number: int | None) -> Grid:
        """The input, the cell lit that is giving."""
        grid = full_grid(self._lesson, "input", self.xs, CellRole.INPUT)
        if number is None:
            return grid
        row, column = self.input_cell(number)
        roles = grid.roles.copy()
        roles[row, column] |= LIT
        return replace(grid, roles=roles, marks=(Mark(row, column, 1, 1, "window"),))

    def stamp(self, number: int) -> Grid:
        """The kernel times an input cell; lit where the product lands somewhere."""
        example, cell = self._lesson, self.input_cell(number)
        texts = blank_texts(example.ws.numbers.shape)
        for weight in np.ndindex(*texts.shape):
            if example.writing != "none":
                texts[weight] = CellText.of(self.product(number, weight))
        lit = np.zeros(texts.shape, np.uint8)
        for _, weight in self.targets(number):
            lit[weight] = 1
        grid = kernel_grid(example, self.resolved, self.stamp_label(cell), texts, lit)
        return replace(grid, size_label="")

    def stamp_label(self, cell: Cell) -> Text:
        value = self.xs.written(cell)
        return "scaled kernel" if value is None else Caption.of(scaled_kernel, value)

    @property
    def label(self) -> str:
        return "uncropped result" if self.crops_result else "output"

    def result(self, number: int | None) -> Grid:
        """The sums after input cell *number* (None: before the first), its shares lit."""
        return self._sums(0 if number is None else number + 1, number)

    def complete(self) -> Grid:
        """The sums of all stamps, none of them lit; a cell that none reached says so."""
        grid = self._sums(self.xs.numbers.size, None)
        never = self.inside_reach & (self.hits == 0)
        grid.roles[never], grid.texts[never] = CellRole.ZERO, self._lesson.zero
        return grid

    def with_appended(self) -> Grid:
        """The same with the cells that output padding appends."""
        grid = self.complete()
        appended = self.inside_output & ~self.inside_reach
        grid.roles[appended], grid.texts[appended] = CellRole.OP, self._lesson.zero
        return grid

    def _sums(self, count: int, number: int | None) -> Grid:
        self.after(count)
        roles = self._looks_of_hits()
        notes, marks = {}, self.kept_marks()
        if number is not None and (targets := self.targets(number)):
            for cell, weight in targets:
                roles[cell] |= LIT
                notes[cell] = self.note(number, weight)
            marks += (self.stamp_mark(number),)
        return still(
            self.label,
            self._lesson.by([line.reached for line in self.lines]),
            roles,
            self._texts.copy(),
            notes=notes,
            marks=marks,
            shades=self._shades(),
        )

    def stamp_mark(self, number: int) -> Mark:
        """The frame around all that an input cell reaches."""
        rows, columns = zip(*(cell for cell, _ in self.targets(number)), strict=True)
        top, left = min(rows), min(columns)
        return Mark(top, left, max(rows) - top + 1, max(columns) - left + 1, "window")

    def _looks_of_hits(self) -> CellRoles:
        roles = np.array(HITS, np.uint8)[np.minimum(self.hits, len(HITS) - 1)]
        roles[~self.inside_reach] = CellRole.NONE
        return roles

    def _shades(self) -> npt.NDArray[np.uint8] | None:
        if not self._lesson.shaded:
            return None
        levels = shade_levels(self.sums, self.total)
        return np.where(self.hits > 0, levels, UNSHADED).astype(np.uint8)

    @cached_property
    def inside_reach(self) -> npt.NDArray[np.bool_]:
        rows, columns = (
            line.inside(line.before, line.before + line.reached) for line in self.lines
        )
        return rows[:, None] & columns[None, :]

    @cached_property
    def inside_output(self) -> npt.NDArray[np.bool_]:
        rows, columns = (line.inside(*line.kept) for line in self.lines)
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

    def noted(self) -> frozenset[int]:
        """Looks of the result's cells under a stamp."""
        return frozenset(role | LIT for role in HITS[1:])

    def all_roles(self) -> set[int]:
        """Every look that cells of the result can have, but under a stamp."""
        roles = {*HITS, CellRole.OUTPUT, CellRole.NOW}
        roles |= {CellRole.DROPPED} if self.crops else set()
        roles |= {CellRole.OP} if self.appends else set()
        roles |= {CellRole.ZERO} if (self.counts == 0).any() else set()
        return {int(role) for role in roles}

    @property
    def crops(self) -> bool:
        return bool((self.inside_reach & ~self.inside_output).any())

    @property
    def appends(self) -> bool:
        return bool((self.inside_output & ~self.inside_reach).any())

    def kept_marks(self) -> tuple[Mark, ...]:
        """The frame around what remains, where something goes or comes."""
        if not (self.crops or self.appends):
            return ()
        (top, bottom), (left, right) = (line.kept for line in self.lines)
        return (Mark(top, left, bottom - top, right - left, "kept"),)

    def cropping(self) -> Grid:
        """The whole result: what goes is hatched, what output padding appends is there."""
        grid = self.with_appended()
        roles, texts = grid.roles, grid.texts
        roles[self.inside_output & self.inside_reach] = CellRole.OUTPUT
        roles[~self.inside_output & self.inside_reach] = CellRole.DROPPED
        texts[~self.inside_output] = ""
        return replace(grid, roles=roles)

    def output(self, ys: CellValues) -> Grid:
        """What remains: the output, in its place."""
        grid = self.cropping()
        (top, bottom), (left, right) = (line.kept for line in self.lines)
        inner = np.s_[top:bottom, left:right]
        return Grid(
            label="output",
            size_label=self._lesson.by(self.resolved.output_size),
            roles=grid.roles[inner],
            texts=ys.texts,
            row_at=tuple(range(top, bottom)),
            column_at=tuple(range(left, right)),
            shades=None if grid.shades is None else grid.shades[inner],
        )

    def reaching(self, cell: Sizes) -> list[tuple[int, Cell]]:
        """(number of the input cell, cell of the kernel) of every share in an output cell."""
        place = self.place_of(cell)
        return self._shares_at.get(place, [])

    def place_of(self, cell: Sizes) -> tuple[int, int]:
        """Where an output cell stands in the result."""
        row, column = (line.kept[0] + at for line, at in zip(self.lines, cell, strict=True))
        return row, column

    @cached_property
    def _shares_at(self) -> dict[Cell, list[tuple[int, Cell]]]:
        shares: dict[Cell, list[tuple[int, Cell]]] = {}
        for number in range(self.xs.numbers.size):
            for cell, weight in self.targets(number):
                shares.setdefault(cell, []).append((number, weight))
        return shares


def _added(text: str) -> str:
    return text if text.startswith("−") else f"+{text}"
