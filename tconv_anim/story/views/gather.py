"""The gather view: make the layer an ordinary convolution, then slide its kernel.

A transposed layer takes four steps: parameters, insert zeros, pad (or crop), slide
the rotated kernel with stride 1. A standard convolution takes two: pad, slide.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ...arithmetic.notation import Sizes
from ...arithmetic.problem import Problem
from .. import sentences, words
from ..gathering import Gathering
from ..grids import filling_grid, panel_for, strips
from ..model import Grid, Look, Script, Section
from ..telling import Scene, Story
from ..timing import Beat

__all__ = ["View"]

INPUT, KERNEL, ROTATED, OUTPUT = "input", "kernel", "rotated", "output"
ROTATED_LABEL: Final = "rotated 180°"
MOVES: Final = 5
"""Frames in which the input cells move apart."""


class View(Story):
    """Zeros go in, padding goes around, the kernel slides."""

    @classmethod
    def extent(cls, plane: Problem) -> Sizes:
        return tuple(
            max(
                axis.expanded_size(i) + sum(max(p, 0) for p in axis.equivalent_padding),
                o,
                axis.k_eff,
            )
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        )

    @classmethod
    def positions_of(cls, plane: Problem) -> int:
        return math.prod(plane.output_size)

    def prepare(self) -> None:
        self._gathering = Gathering(self.lesson)
        given, turned = KERNEL, self._gathering.turned
        self._kernels: dict[bool, dict[str, Grid | None]] = {
            False: {given: self._gathering.kernel()},
            True: {given: self._gathering.kernel(in_use=not turned)},
        }
        if turned:
            self._kernels[False][ROTATED] = None
            self._kernels[True][ROTATED] = self._gathering.kernel(
                ROTATED_LABEL, in_use=True, turned=True
            )

    def position_for(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self.plane.output_size))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        """Everything before the kernel's first position."""
        problem, gathering = self.lesson.problem, self._gathering
        after = gathering.slid_size[-len(problem.axes) :]
        plan, pad = sentences.plan(problem), sentences.padding(problem, after)
        slide = sentences.sliding(problem, int(gathering.unread.sum()))
        hold = Beat.HOLD
        if not self.lesson.transposed:
            return [
                self._before(0, hold, gathering.input(1), plan),
                self._before(0, hold, gathering.padded(), pad),
                self._before(1, hold, gathering.ready, slide, kernel_ready=True),
            ]
        zeros = sentences.zeros(problem)
        scenes = [self._before(0, hold, gathering.input(0), plan)]
        if gathering.spreads:
            for move in range(1, MOVES + 1):
                moved = gathering.input(_eased(move / MOVES))
                scenes.append(self._before(1, Beat.MOVE, moved, zeros))
        scenes.append(self._before(1, hold, gathering.expanded(), zeros))
        if gathering.cropped.any():  # first all cells, then those that go
            scenes.append(self._before(2, Beat.STEP, gathering.padded(), pad))
        scenes.append(self._before(2, hold, gathering.after_crop(), pad))
        scenes.append(self._before(3, hold, gathering.ready, slide, kernel_ready=True))
        return scenes

    def _before(
        self, step: int, beat: Beat, left: Grid, caption: str, *, kernel_ready: bool = False
    ) -> Scene:
        grids = self._grids(left, 0, kernel_ready=kernel_ready)
        return Scene(step=step, beat=beat, caption=caption, grids=grids)

    def position(self, number: int) -> Scene:
        """The kernel stands at one output cell."""
        cell = tuple(int(n) for n in np.unravel_index(number, self.plane.output_size))
        return Scene(
            step=3 if self.lesson.transposed else 1,
            beat=Beat.STEP if number else Beat.HOLD,
            grids=self._grids(self._gathering.under(cell), number + 1, kernel_ready=True),
            equation=self.lesson.output_equation(cell),
        )

    def _grids(self, left: Grid, done: int, *, kernel_ready: bool) -> dict[str, Grid | None]:
        return {
            INPUT: left,
            **self._kernels[kernel_ready],
            OUTPUT: filling_grid(self.lesson, "output", self.lesson.ys, done),
        }

    # -- what stays ---------------------------------------------------------------------

    def write_script(self) -> Script:
        lesson, gathering = self.lesson, self._gathering
        lefts = [grid for scene in self._opening if (grid := scene.grids[INPUT])]
        output = filling_grid(lesson, "output", lesson.ys, 0)
        kernels = [panel_for(name, [grid]) for name, grid in self._kernels[True].items() if grid]
        left = panel_for(INPUT, lefts, size=gathering.looks.shape, notes=gathering.notes)
        right = panel_for(OUTPUT, [output], texts=[lesson.ys.texts])
        rest = {Look.KERNEL, Look.GAP, Look.TODO, Look.OUTPUT, Look.NOW}
        return Script(
            title=lesson.title or lesson.name,
            facts=words.facts(lesson.problem),
            steps=self._steps(),
            sections=(
                Section(columns=strips(lesson, ((left,), "∗", tuple(kernels), "=", (right,)))),
            ),
            formulas=words.formula_rows(lesson.problem),
            looks=frozenset(gathering.all_looks() | {int(look) for look in rest}),
            noted=gathering.noted(),
            legend=gathering.legend(),
            shaded=lesson.shaded,
        )

    def _steps(self) -> tuple[str, ...]:
        if not self.lesson.transposed:
            strides = words.short([axis.s for axis in self.lesson.problem.axes])
            return "pad", f"slide, stride {strides}"
        ends = self._gathering.ends
        pads = "pad" if min(ends) >= 0 else "crop" if max(ends) <= 0 else "pad and crop"
        return "parameters", "insert zeros", pads, "convolve, stride 1"


def _eased(t: float) -> float:
    return t * t * (3 - 2 * t)
