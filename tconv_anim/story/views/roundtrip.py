"""There and back: the layer, then its transpose with the same kernel.

For a convolution x, Cx, CᵀCx; for a transposed layer x, Cᵀx, CCᵀx. The shape returns,
the values do not: a transpose is no inverse.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np

from ...compute import Array
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_of, adjoint_refusal
from ...notation import Sizes
from .. import layer_facts
from ..captions import roundtrip as sentences
from ..example import Cell, shade_scale
from ..frame import Columns, Equation, Grid, LegendEntry, Section, Storyboard, WordedSign
from ..grids.base import filling_grid, full_grid, kernel_grid, panel_for
from ..mark import Mark, enclosing_mark
from ..notation import PRINTED, Caption, Notation, Text
from ..position_view import PositionView
from ..roles import LIT, CellRole, PanelContent
from ..timing import Pace
from ..values import Factor, Transpose, equal_numbers
from ..view import Scene

__all__ = ["RoundtripView"]

X, KERNEL, Y, BACK = "x", "kernel", "y", "back"


FEW: Final = 6
"""Rows of an input that leave room for a kernel below it."""


class RoundtripView(PositionView):
    """Every output cell, then every cell of the way back."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        sizes = (plane.input_size, plane.output_size, plane.kernel_extent)
        rows, columns = (max(ends) for ends in zip(*sizes, strict=True))
        return rows, columns

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return "" if plane.operation.crops else adjoint_refusal(plane)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.output_size) + 1 + math.prod(plane.input_size)

    def prepare(self) -> None:
        example, plane = self.example, self.plane
        ways: tuple[Factor, Factor] = ("C", Transpose("C"))
        there, back = reversed(ways) if example.stamps else ways
        self._there, self._back = (there, "x"), (back, there, "x")
        self._there_name = Caption.of(Notation.matrices, self._there)
        self._back_name = Caption.of(Notation.matrices, self._back)
        self._there_label = self._there_name, "output"
        self._back_label = self._back_name, "back again"
        self._outputs = math.prod(plane.output_size)
        self._backs = example.written(self._returned(), "z")
        self._empty_back = filling_grid(example, self._back_label, self._backs, 0)
        weights = list(np.ndindex(*plane.kernel_size))
        self._notes = dict.fromkeys(weights, "")
        if example.writing != "none":
            self._notes = {cell: f"×{PRINTED.factor(example.ws.written(cell))}" for cell in weights}

    def _returned(self) -> Array:
        """What comes back: each cell of x sums what the outputs hold that it gave to."""
        example, size = self.example, self.plane.input_size
        back = np.zeros(size, object)
        for cell in np.ndindex(*size):
            shares = self._shares(cell)
            back[cell] = sum(example.ys.value(y) * example.ws.value(w) for y, w in shares)
        return back

    def _shares(self, cell: Cell) -> list[tuple[Cell, Cell]]:
        """(output cell, kernel cell) of each output that a cell of x gives to."""
        targets = self.plane.operation.targets(self.plane, cell)
        return [(target.output_cell, target.weight_cell) for target in targets]

    def position_for(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self.plane.output_size))

    @property
    def pauses(self) -> tuple[int, ...]:
        return (self._outputs,)

    def fullest_scene(self) -> int:
        """The last one: what came back beside what went."""
        return len(self) - 1

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        return [self._scene(0, self._x(), None, None, caption=self._plan())]

    def position(self, number: int) -> Scene:
        """One more output cell, or one more cell of the way back."""
        example, plane = self.example, self.plane
        if number < self._outputs:
            cell = _cell(number, plane.output_size)
            taps = plane.operation.taps(plane, cell)
            pairs = [(tap.input_cell, tap.weight_cell) for tap in taps]
            return self._scene(
                1,
                self._highlighted(self._x(), pairs),
                filling_grid(example, self._there_label, example.ys, number + 1),
                None,
                equation=example.equation(
                    self._there,
                    example.ys,
                    cell,
                    pairs,
                    example.xs,
                    example.ws,
                    nothing="reaches it",
                ),
                pace=Pace.STEP if number else Pace.HOLD,
            )
        returned = number - self._outputs - 1
        if returned < 0:
            return self._scene(
                2, self._x(), self._y(), None, caption=self._turning(), pace=Pace.HOLD
            )
        cell = _cell(returned, plane.input_size)
        pairs = self._shares(cell)
        return self._scene(
            2,
            self._x(),
            self._highlighted(self._y(), pairs),
            filling_grid(example, self._back_label, self._backs, returned + 1),
            equation=self._equation_back(cell, pairs),
            pace=Pace.STEP if returned else Pace.HOLD,
        )

    def ending(self) -> list[Scene]:
        """What came back beside what went; of a cell that differs it is shown what made it."""
        back = full_grid(self.example, self._back_label, self._backs, CellRole.OUTPUT)
        roles = np.where(self._same, CellRole.INPUT, CellRole.OUTPUT).astype(np.uint8)
        x, y, equation = self._x(), self._y(), None
        if (cell := self._first_difference) is not None:
            pairs, frame = self._shares(cell), Mark(cell[0], cell[1], 1, 1, "now")
            equation = self._equation_back(cell, pairs)
            roles[cell] = CellRole.NOW
            sent = x.roles.copy()
            sent[cell] |= LIT
            x = replace(x, roles=sent, marks=(replace(frame, joined=False),))
            y, back = self._highlighted(y, pairs), replace(back, marks=(frame,))
        back = replace(back, roles=roles)
        return [self._scene(3, x, y, back, caption=self._comparison(), equation=equation)]

    def _scene(
        self,
        step: int,
        x: Grid,
        y: Grid | None,
        back: Grid | None,
        *,
        caption: Text = "",
        equation: Equation | None = None,
        pace: Pace = Pace.HOLD,
    ) -> Scene:
        kernel = self._kernel()
        y = y or filling_grid(self.example, self._there_label, self.example.ys, 0)
        grids = {X: x, KERNEL: kernel, Y: y, BACK: back or self._empty_back}
        return Scene(step=step, pace=pace, caption=caption, equation=equation, grids=grids)

    def _kernel(self) -> Grid:
        return kernel_grid(self.example, self.plane, ("kernel", "both ways"), self.example.ws)

    def _x(self) -> Grid:
        return full_grid(self.example, ("x", "input"), self.example.xs, CellRole.INPUT)

    def _y(self) -> Grid:
        return full_grid(self.example, self._there_label, self.example.ys, CellRole.OUTPUT)

    def _highlighted(self, grid: Grid, pairs: list[tuple[Cell, Cell]]) -> Grid:
        """*grid* with the cells lit and framed that are weighed, and their weights."""
        if not pairs:
            return grid
        roles = grid.roles.copy()
        for cell, _ in pairs:
            roles[cell] |= LIT
        notes = {(cell[0], cell[1]): self._notes[weight] for cell, weight in pairs}
        return replace(grid, roles=roles, notes=notes, marks=(enclosing_mark([*notes]),))

    @cached_property
    def _first_difference(self) -> Sizes | None:
        """The first cell that came back with another value."""
        changed = np.argwhere(~self._same).tolist()
        return (changed[0][0], changed[0][1]) if changed else None

    @cached_property
    def _same(self) -> Array:
        """Which cells came back as they were."""
        return equal_numbers(self.example.xs.numbers, self._backs.numbers)

    # -- words --------------------------------------------------------------------------

    def _equation_back(self, cell: Cell, pairs: list[tuple[Cell, Cell]]) -> Equation:
        example = self.example
        return example.equation(
            self._back,
            self._backs,
            cell,
            pairs,
            example.ys,
            example.ws,
            nothing="gave to an output",
        )

    def _plan(self) -> Caption:
        return Caption.of(sentences.plan, self.example.stamps)

    def _turning(self) -> Caption:
        resolved = self.example.resolved
        op = None
        if not self.example.stamps:
            op = tuple(axis.op for axis in adjoint_of(resolved).axes)
        return Caption.of(sentences.turning, (resolved.output_size, resolved.input_size), op)

    def _comparison(self) -> Caption:
        example, cell = self.example, self._first_difference
        count = int((~self._same).sum())
        one = None
        if cell is not None and example.writing == "numbers":
            name = example.cell("x", cell)
            one = name, example.xs.written(cell), self._backs.written(cell)
        letters = example.writing == "letters"
        return Caption.of(
            sentences.comparison, None if letters else count, example.xs.numbers.size, one
        )

    def make_storyboard(self) -> Storyboard:
        example, plane = self.example, self.plane
        notes, kernel = self._notes, panel_for(KERNEL, [self._kernel()], PanelContent.KERNEL)
        back = panel_for(
            BACK, [self._empty_back], PanelContent.RETURNED, texts=[self._backs.texts], rows_of=X
        )
        there, turned = (
            WordedSign.of("⟶", Caption.of(Notation.matrices, factors[:1]))
            for factors in (self._there, self._back)
        )
        x = panel_for(X, [self._x()], PanelContent.INPUT, notes=notes)
        y = panel_for(Y, [self._y()], PanelContent.OUTPUT, notes=notes)
        # The kernel stands where it has room below a panel, else before all that is joined.
        rows, outputs = plane.input_size[0], plane.output_size[0]
        if outputs < rows or outputs == rows > FEW:
            columns: Columns = ((x,), there, (y, kernel), turned, (back,))
        elif rows > FEW:
            columns = ((x, kernel), there, (y,), turned, (back,))
        else:
            columns = ((kernel,), "", (x,), there, (y,), turned, (back,))
        roles = {CellRole.INPUT, CellRole.KERNEL, CellRole.GAP}
        roles |= {CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.OUTPUT)}
        same, scales = bool(self._same.any()), example.scales
        if example.shaded:
            returned = shade_scale(PanelContent.RETURNED, CellRole.OUTPUT, self._backs)
            scales += (returned._replace(range="") if example.writing == "none" else returned,)
        return Storyboard(
            title=example.title or f"{example.name}, there and back",
            facts=layer_facts.facts(example.resolved),
            steps=(
                "input x",
                Caption.of(sentences.direction, "there", self._there),
                Caption.of(sentences.direction, "back", self._back),
                "compare",
            ),
            sections=(Section(columns=columns),),
            formulas=layer_facts.formula_rows(example.resolved, zeros=False),
            remarks=self._first_difference is not None,
            roles=frozenset(roles | lit),
            noted_roles=frozenset(lit),
            legend=(LegendEntry(CellRole.INPUT, "as before"),) if same else (),
            scales=scales,
        )


def _cell(number: int, size: Sizes) -> tuple[int, int]:
    row, column = divmod(number, size[1])
    return row, column
