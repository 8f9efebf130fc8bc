"""A standard convolution and the transposed layer that goes back, side by side, in step.

Both stand at the same place of the large grid: where the convolution reads a window
into one cell, the transposed layer stamps one cell onto that window, with the same
kernel. Frames follow the cells of the small grid.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np

from ...compute import apply
from ...compute.sample_values import input_numbers
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_of, adjoint_refusal
from ...notation import Sizes
from .. import layer_facts
from ..captions import pair as sentences
from ..captions import scatter as scatter_sentences
from ..equation import Hue
from ..frame import (
    LIT,
    CellRole,
    Columns,
    Equation,
    FormulaLine,
    Grid,
    Mark,
    PanelContent,
    Section,
    Storyboard,
)
from ..grids.base import filling_grid, panel_for
from ..grids.stamps import Stamps
from ..grids.window import Window
from ..label import ShortenedLabel, label_parts
from ..notation import Caption
from ..position_view import PositionView
from ..timing import Pace
from ..view import Scene

__all__ = ["PairView"]

CONV, TRANSPOSED = "standard convolution", "transposed convolution"
WINDOW, SMALL, KERNEL = "window", "small", "kernel"
GIVER, STAMP, RESULT = "giver", "stamp", "result"


class PairView(PositionView):
    """One window read and one stamp set, cell by cell of the small grid."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        (high, wide), (rows, columns) = plane.input_size, plane.output_size
        strip = high == rows == 1  # panels of one row may stand under each other
        return max(high, rows), 2 * (max(wide, columns) if strip else wide + columns)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.positions)

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return adjoint_refusal(plane)

    def prepare(self) -> None:
        example, plane = self.example, self.plane
        if example.stamps:
            # The convolution has an input of its own: it is no way back, but the mirror.
            self._conv, self._back = adjoint_of(plane), plane
            resolved = example.resolved
            larger = input_numbers(resolved.output_size, example.seed + 1).reshape(
                plane.output_size
            )
            read = example.written(larger, "v")
            rotates = plane.layer.rotate_kernel
            weights = example.ws if rotates else example.ws.flipped()
            first = np.s_[: plane.input_size[0], : plane.input_size[1]]
            gives = example.written(apply(self._conv.layer, larger, weights.numbers)[first], "u")
            self._giving, self._input_values, self._weights, self._results = (
                example.xs,
                read,
                weights,
                gives,
            )
        else:
            self._conv, self._back = plane, adjoint_of(plane)
            self._input_values, self._weights = example.xs, example.ws
            self._giving = self._results = example.ys
        output = apply(self._back.layer, self._giving.numbers, example.ws.numbers)
        self._symbols = ("v", "u", "x", "y") if example.stamps else ("x", "y", "y", "z")
        self._output = example.written(output, self._symbols[3])
        self._window = Window(example, self._conv, self._input_values, self._weights)
        self._stamps = Stamps(example, self._back, self._giving, symbol=self._symbols[3])
        self._label = f"output {self._symbols[1]}"

    def position_for(self, cell: Sizes) -> int:
        if not self.example.stamps:
            return int(np.ravel_multi_index(cell, self.plane.output_size))
        shares = self._stamps.reaching(cell)
        return max((number for number, _ in shares), default=self._positions - 1)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        grids = self._grids(None)
        return [Scene(step=0, pace=Pace.HOLD, caption=sentences.PLAN, grids=grids)]

    def position(self, number: int) -> Scene:
        """The window at one place, read on the left and stamped on the right."""
        cell = self._stamps.input_cell(number)
        return Scene(
            step=0,
            pace=Pace.STEP if number else Pace.HOLD,
            grids=self._grids(number),
            asides={CONV: self._reading(cell), TRANSPOSED: self._stamped(number)},
        )

    def ending(self) -> list[Scene]:
        stamps = self._stamps
        caption = Caption.of(sentences.comparison, self._sizes(self._conv), self._sizes(self._back))
        grids = {**self._grids(None), SMALL: self._small(None), GIVER: self._input(None)}
        scenes = []
        if stamps.kept_marks():
            grids[RESULT] = stamps.cropping()
            crop = Scene(step=0, pace=Pace.HOLD, caption=sentences.CROP, grids=dict(grids))
            scenes.append(crop)
        grids[RESULT] = replace(stamps.output(self._output), label=f"output {self._symbols[3]}")
        return [*scenes, Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)]

    def _grids(self, number: int | None) -> dict[str, Grid | None]:
        window, stamps = self._window, self._stamps
        place = None if number is None else stamps.input_cell(number)
        result = stamps.result(number)
        if number is not None and stamps.growth(number):  # the cell that is spoken of
            row, column = stamps.growing_cell(number)[0]
            told = Mark(row, column, 1, 1, "now", joined=False)
            result = replace(result, marks=(*result.marks, told))
        return {
            WINDOW: self._large(window.under(place) if place else window.sliding_grid),
            SMALL: self._small(0 if number is None else number + 1),
            KERNEL: window.kernel(),
            GIVER: self._giver(number),
            STAMP: None if number is None else stamps.stamp(number),
            RESULT: result,
        }

    def _large(self, grid: Grid) -> Grid:
        """What the convolution reads, under its name."""
        symbol, done = self._symbols[0], label_parts(grid.label)[1:]  # padded, cropped
        name = f"input {symbol}"
        marks = tuple(mark for mark in grid.marks if mark.kind != "before")  # the stamp has none
        label = ShortenedLabel((name, *done), f"{done[-1]} {symbol}") if done else name
        return replace(grid, label=label, marks=marks)

    def _input(self, number: int | None) -> Grid:
        """What stamps: as green as beside, where it is what the convolution made."""
        grid = self._stamps.input(number)
        role = CellRole.INPUT if self.example.stamps else CellRole.OUTPUT
        roles = grid.roles - np.uint8(CellRole.INPUT) + np.uint8(role)
        return replace(grid, label=f"input {self._symbols[2]}", roles=roles)

    def _giver(self, number: int | None) -> Grid:
        """The transposed layer's input; what the convolution gives it is there once computed."""
        grid = self._input(number)
        if self.example.stamps:
            return grid
        roles, texts = grid.roles.copy(), grid.texts.copy()
        after = 0 if number is None else number + 1
        roles.flat[after:], texts.flat[after:] = CellRole.TODO, ""
        return replace(grid, roles=roles, texts=texts)

    def _small(self, done: int | None) -> Grid:
        whole = self._results.numbers.size
        grid = filling_grid(
            self.example, self._label, self._results, whole if done is None else done
        )
        if done is not None:
            return grid
        return replace(grid, roles=np.full(grid.roles.shape, CellRole.OUTPUT, np.uint8), marks=())

    # -- words --------------------------------------------------------------------------

    def _reading(self, cell: Sizes) -> Equation:
        taps = self._conv.operation.taps(self._conv, cell)
        return self.example.equation(
            self._symbols[1],
            self._results,
            cell,
            [(tap.input_cell, tap.weight_cell) for tap in taps],
            self._input_values,
            self._weights,
            nothing="under the window",
        )

    def _stamped(self, number: int) -> Equation:
        """How a sum grows by the stamp, as the scatter view says it."""
        stamps = self._stamps
        hue: Hue = "x" if self.example.stamps else "y"
        equation = stamps.growth(number) or Equation(target=None)
        equation = replace(equation, factors=(hue, "w"))
        if equation.target is not None:
            return equation
        name = stamps.giver_name(number, self._symbols[2])
        lead = scatter_sentences.stamp_lead(name, stamps=True, hue=hue)
        return replace(equation, lead=lead)

    def make_storyboard(self) -> Storyboard:
        example, window, stamps = self.example, self._window, self._stamps
        results = [grid for scene in self._ending if (grid := scene.grids[RESULT])]
        left: Columns = (
            (panel_for(WINDOW, [self._large(window.sliding_grid)], notes=window.notes),),
            "→",
            (
                panel_for(SMALL, [self._small(0)], texts=[self._results.texts]),
                panel_for(KERNEL, [window.kernel()], PanelContent.KERNEL),
            ),
        )
        stamp = panel_for(
            STAMP,
            [stamps.stamp(0)],
            texts=[np.array(stamps.products, dtype=object)],
        )
        right: Columns = (
            (panel_for(GIVER, [self._input(None)]), stamp),
            "→",
            (
                replace(
                    panel_for(
                        RESULT,
                        [stamps.result(None), *results],
                        size=stamps.shape,
                        texts=[np.array([*stamps.sum_texts], dtype=object), self._output.texts],
                        notes=stamps.notes,
                    ),
                    hits=stamps.tells_hits,
                ),
            ),
        )
        roles = {
            CellRole.INPUT,
            CellRole.INPUT | LIT,
            CellRole.KERNEL,
            CellRole.KERNEL | LIT,
            CellRole.GAP,
            CellRole.TODO,
            CellRole.OUTPUT | LIT,
        }
        halves = adjoint_of(example.resolved), example.resolved  # of its own axes
        shown = stamps.all_roles() | stamps.noted_roles() | window.all_roles()
        return Storyboard(
            title=example.title or "A convolution and its transpose",
            facts=tuple(
                f for f in layer_facts.facts(example.resolved) if f.symbol not in ("i", "o")
            ),
            steps=(),
            sections=(
                Section(name=CONV, heading=(CONV,), about=self._about(self._conv), columns=left),
                Section(
                    name=TRANSPOSED,
                    heading=(TRANSPOSED,),
                    about=self._about(self._back),
                    columns=right,
                ),
            ),
            formulas=tuple(map(self._formula, halves if example.stamps else halves[::-1])),
            roles=frozenset(roles | shown),
            noted_roles=stamps.noted_roles() | window.noted_roles(),
        )

    def _formula(self, resolved: ResolvedLayer) -> tuple[FormulaLine, ...]:
        """The output size of one half; of axes that differ each has its numbers put in."""
        if self.example.strip:  # the first of its axes is none of the layer's own
            return (layer_facts.formula_line(resolved.calculations[-1]),)
        return tuple(itertools.chain(*layer_facts.formula_rows(resolved, zeros=False)))

    def _about(self, resolved: ResolvedLayer) -> Caption:
        reads = resolved.operation.driven_by == "output"
        op = self.example.own([axis.op for axis in resolved.axes])
        return Caption.of(sentences.about, self._symbols[:3], self._sizes(resolved), reads, op)

    def _sizes(self, resolved: ResolvedLayer) -> tuple[Sizes, Sizes]:
        return self.example.own(resolved.input_size), self.example.own(resolved.output_size)
