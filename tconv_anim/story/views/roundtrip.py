"""There and back: the layer, then its transpose with the same kernel.

For a convolution x, Cx, CᵀCx; for a transposed layer x, Cᵀx, CCᵀx. The shape returns,
the values do not: a transpose is no inverse.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ...arithmetic.notation import Sizes
from ...arithmetic.problem import Problem
from ...compute import Array, shares_of, terms_of
from .. import words
from ..back import op_back
from ..grids import filling_grid, full_grid, kernel_grid, panel_for, strips
from ..lesson import Cell
from ..model import LIT, Equation, Grid, LegendEntry, Look, Script, Section
from ..telling import Scene, Story
from ..timing import Beat

__all__ = ["View"]

X, KERNEL, Y, BACK = "x", "kernel", "y", "back"


class View(Story):
    """Every output cell, then every cell of the way back."""

    holds_between = 3

    @classmethod
    def extent(cls, plane: Problem) -> Sizes:
        sizes = (plane.input_size, plane.output_size, plane.kernel_extent)
        rows, columns = (max(ends) for ends in zip(*sizes, strict=True))
        return rows, columns

    @classmethod
    def positions_of(cls, plane: Problem) -> int:
        return math.prod(plane.output_size) + 1 + math.prod(plane.input_size)

    def prepare(self) -> None:
        lesson, plane = self.lesson, self.plane
        there, back = ("Cᵀ", "C") if lesson.transposed else ("C", "Cᵀ")
        self._there, self._back = f"{there}x", f"{back}{there}x"
        self._outputs = math.prod(plane.output_size)
        self._backs = lesson.written(self._returned(), "z")
        weights = list(np.ndindex(*plane.kernel_size))
        self._notes = {cell: f"×{lesson.ws.factor(cell)}" for cell in weights}
        if lesson.writing == "none":
            self._notes = dict.fromkeys(weights, "")

    def _returned(self) -> Array:
        """What comes back: each cell of x sums what the outputs hold that it gave to."""
        lesson, size = self.lesson, self.plane.input_size
        back = np.zeros(size, object)
        for cell in np.ndindex(*size):
            shares = self._shares(cell)
            back[cell] = sum(lesson.ys.value(y) * lesson.ws.value(w) for y, w in shares)
        return back

    def _shares(self, cell: Cell) -> list[tuple[Cell, Cell]]:
        """(output cell, kernel cell) of each output that a cell of x gives to."""
        shares = shares_of(self.plane.layer, self.plane.input_size, cell)
        return [(share.output_cell, share.weight_cell) for share in shares]

    def position_for(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self.plane.output_size))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = "There and back with the same kernel: the shape returns, but do the values?"
        return [self._scene(0, self._x(), None, None, caption=plan)]

    def position(self, number: int) -> Scene:
        """One more output cell, or one more cell of the way back."""
        lesson, plane = self.lesson, self.plane
        if number < self._outputs:
            cell = _cell(number, plane.output_size)
            terms = terms_of(plane.layer, plane.input_size, cell)
            pairs = [(term.input_cell, term.weight_cell) for term in terms]
            return self._scene(
                1,
                self._lit(self._x(), pairs),
                filling_grid(lesson, self._there, lesson.ys, number + 1),
                None,
                equation=lesson.equation(
                    self._there, lesson.ys, cell, pairs, lesson.xs, lesson.ws, nothing="reaches it"
                ),
                beat=Beat.STEP if number else Beat.HOLD,
            )
        returned = number - self._outputs - 1
        if returned < 0:
            empty = filling_grid(lesson, self._back, self._backs, 0)
            return self._scene(
                2, self._x(), self._y(), empty, caption=self._turning(), beat=Beat.HOLD
            )
        cell = _cell(returned, plane.input_size)
        pairs = self._shares(cell)
        return self._scene(
            2,
            self._x(),
            self._lit(self._y(), pairs),
            filling_grid(lesson, self._back, self._backs, returned + 1),
            equation=self._equation_back(cell, pairs),
            beat=Beat.STEP if returned else Beat.HOLD,
        )

    def ending(self) -> list[Scene]:
        grid = full_grid(self.lesson, self._back, self._backs, Look.OUTPUT)
        looks = np.where(self._same, Look.INPUT, Look.OUTPUT).astype(np.uint8)
        grid = replace(grid, looks=looks)
        return [self._scene(3, self._x(), self._y(), grid, caption=self._compared())]

    def _scene(
        self,
        step: int,
        x: Grid,
        y: Grid | None,
        back: Grid | None,
        *,
        caption: str = "",
        equation: Equation | None = None,
        beat: Beat = Beat.HOLD,
    ) -> Scene:
        kernel = kernel_grid(self.lesson, self.plane, "kernel", self.lesson.ws.texts)
        grids = {X: x, KERNEL: kernel, Y: y, BACK: back}
        return Scene(step=step, beat=beat, caption=caption, equation=equation, grids=grids)

    def _x(self) -> Grid:
        return full_grid(self.lesson, "x", self.lesson.xs, Look.INPUT)

    def _y(self) -> Grid:
        return full_grid(self.lesson, self._there, self.lesson.ys, Look.OUTPUT)

    def _lit(self, grid: Grid, pairs: list[tuple[Cell, Cell]]) -> Grid:
        """*grid* with the cells lit that are weighed, and their weights."""
        looks = grid.looks.copy()
        for cell, _ in pairs:
            looks[cell] |= LIT
        notes = {(cell[0], cell[1]): self._notes[weight] for cell, weight in pairs}
        return replace(grid, looks=looks, notes=notes)

    @property
    def _same(self) -> Array:
        """Which cells came back as they were."""
        x, back = self.lesson.x.astype(object), self._backs.numbers
        same = np.zeros(x.shape, np.bool_)
        for cell in np.ndindex(*x.shape):
            exact = isinstance(x[cell], int) and isinstance(back[cell], int)
            same[cell] = x[cell] == back[cell] if exact else math.isclose(x[cell], back[cell])
        return same

    # -- words --------------------------------------------------------------------------

    def _equation_back(self, cell: Cell, pairs: list[tuple[Cell, Cell]]) -> Equation:
        lesson = self.lesson
        return lesson.equation(
            self._back, self._backs, cell, pairs, lesson.ys, lesson.ws, nothing="gave to an output"
        )

    def _turning(self) -> str:
        problem = self.lesson.problem
        change = f"{words.by(problem.output_size)} becomes {words.by(problem.input_size)} again"
        if not self.lesson.transposed:
            op = words.short(op_back(problem))
            return f"Back by Cᵀ, the transposed convolution with op = {op}: {change}."
        return f"Back by C, the convolution this layer is the transpose of: {change}."

    def _compared(self) -> str:
        lesson = self.lesson
        size = lesson.by(self.plane.input_size)
        if lesson.writing == "letters":
            return f"The shape is back, {size}. The values are not: a transpose is no inverse."
        changed = np.argwhere(~self._same)
        if not len(changed):
            return f"The shape is back, {size}, and so are the values, for this x and this kernel."
        told = f"The shape is back, {size}. The values are not: {len(changed)} of {lesson.x.size}"
        told += " differ" if len(changed) > 1 else " differs"
        if lesson.writing == "none":
            return f"{told}."
        cell = tuple(int(n) for n in changed[0])
        was, now = lesson.xs.texts[cell], self._backs.texts[cell]
        return f"{told}; {lesson.cell('x', cell)} = {was} came back as {now}."

    def write_script(self) -> Script:
        lesson, plane = self.lesson, self.plane
        notes = self._notes
        kernel = kernel_grid(lesson, plane, "kernel", lesson.ws.texts)
        columns = (
            (panel_for(X, [self._x()], notes=notes),),
            "∗",
            (panel_for(KERNEL, [kernel]),),
            "→",
            (panel_for(Y, [self._y()], notes=notes, as_large_as_others=True),),
            "→",
            (
                panel_for(
                    BACK,
                    [filling_grid(lesson, self._back, self._backs, 0)],
                    texts=[self._backs.texts],
                ),
            ),
        )
        looks = {Look.INPUT, Look.KERNEL, Look.GAP, Look.TODO, Look.OUTPUT, Look.NOW}
        lit = {look | LIT for look in (Look.INPUT, Look.OUTPUT)}
        same = bool(self._same.any())
        return Script(
            title=lesson.title or "There and back",
            facts=words.facts(lesson.problem),
            steps=("x", self._there, self._back, "compare"),
            sections=(Section(columns=strips(lesson, columns)),),
            formulas=words.formula_rows(lesson.problem),
            looks=frozenset({int(look) for look in looks} | lit),
            noted=frozenset(lit),
            legend=(LegendEntry(Look.INPUT, "as before"),) if same else (),
            shaded=lesson.shaded,
        )


def _cell(number: int, size: Sizes) -> tuple[int, int]:
    row, column = divmod(number, size[1])
    return row, column
