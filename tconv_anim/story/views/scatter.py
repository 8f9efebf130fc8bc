"""The scatter view: every input cell stamps the kernel, scaled by its value, and overlaps add up.

A transposed layer stamps on its uncropped result at stride s; at the end p is cropped
and what output padding appends is there. In a standard convolution each input cell
gives its share to the outputs that read it. Frames follow the input cells.
"""

from __future__ import annotations

import math

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import labels
from ..captions import scatter as sentences
from ..frame import LIT, CellRole, Grid, LegendEntry, Section, Storyboard
from ..grids.base import kernel_grid, panel_for
from ..grids.stamps import Stamps
from ..notation import Caption, Text
from ..timing import Pace
from ..view import PositionView, Scene

__all__ = ["ScatterView"]

INPUT, KERNEL, STAMP, RESULT = "input", "kernel", "stamp", "result"


class ScatterView(PositionView):
    """One stamp an input cell, then the crop."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return tuple(
            max(axis.uncropped_size(i) if plane.operation.crops else i, i, o, axis.k_eff)
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        )

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.input_size)

    def prepare(self) -> None:
        self._stamps = Stamps(self.example)
        self._kernel = kernel_grid(self.example, self.plane, "kernel", self.example.ws.texts)

    def position_for(self, cell: Sizes) -> int:
        """The last input cell that reaches the output cell: then its sum is complete."""
        shares = self._stamps.reaching(cell)
        return max((number for number, _ in shares), default=self._positions - 1)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        return [
            Scene(step=0, pace=Pace.HOLD, caption=self._plan(), grids=self._grids(None, None)),
            Scene(
                step=1,
                pace=Pace.HOLD,
                caption=self._before_stamps(),
                grids=self._grids(None, self._stamps.result(None)),
            ),
        ]

    def position(self, number: int) -> Scene:
        """One input cell gives."""
        return Scene(
            step=1,
            pace=Pace.STEP if number else Pace.HOLD,
            caption=self._giving(number),
            grids=self._grids(number, self._stamps.result(number)),
        )

    def ending(self) -> list[Scene]:
        """All is there, the crop, the output."""
        stamps = self._stamps
        size = self.example.own(self.plane.output_size)
        scenes = [(1, self._all_done(), stamps.complete())]
        if self.example.stamps:
            crop = Caption.of(sentences.crop, self.example.resolved, stamps.crops, stamps.appends)
            scenes.append((2, crop, stamps.cropping()))
        crops_only = stamps.crops and not stamps.appends
        last = Caption.of(sentences.output, size, crops_only)
        scenes.append((scenes[-1][0], last, self._output()))
        return [
            Scene(step=step, pace=Pace.HOLD, caption=caption, grids=self._grids(None, result))
            for step, caption, result in scenes
        ]

    def _output(self) -> Grid:
        return self._stamps.output(self.example.ys)

    def _grids(self, number: int | None, result: Grid | None) -> dict[str, Grid | None]:
        stamp = None if number is None else self._stamps.stamp(number)
        return {
            INPUT: self._stamps.input(number),
            KERNEL: self._kernel,
            STAMP: stamp,
            RESULT: result,
        }

    # -- captions -----------------------------------------------------------------------

    def _plan(self) -> Caption:
        return Caption.of(sentences.plan, self.example.stamps, self._stamps.crops)

    def _before_stamps(self) -> Caption:
        stamps, example = self._stamps, self.example
        if not example.stamps:
            return Caption.of(sentences.empty_output, example.own(self.plane.output_size))
        covered = example.own([line.reached for line in stamps.lines])
        strides = tuple(axis.s for axis in example.resolved.axes)
        framed = bool(stamps.kept_marks())
        return Caption.of(sentences.before_stamps, strides, covered, framed)

    def _giving(self, number: int) -> Caption:
        stamps, example = self._stamps, self.example
        cell = stamps.input_cell(number)
        name, targets = example.cell("x", cell), stamps.targets(number)
        if not targets:
            return Caption.of(sentences.unread, name)
        stamps.after(number + 1)
        sums = sum(int(stamps.hits[place]) > 1 for place, _ in targets)
        value, named = example.xs.written(cell), example.writing == "numbers"
        return Caption.of(sentences.giving, example.stamps, name, value, named, len(targets), sums)

    def _all_done(self) -> Caption:
        counts = self._stamps.counts
        sums, empty = int((counts > 1).sum()), int((counts == 0).sum())
        return Caption.of(sentences.all_done, self.example.stamps, sums, counts.size, empty)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, stamps = self.example, self._stamps
        results = [
            grid for scene in (*self._opening, *self._ending) if (grid := scene.grids[RESULT])
        ]
        cells = np.ndindex(*self.plane.input_size)
        stamp = panel_for(
            STAMP,
            [stamps.stamp(0)],
            texts=[np.array(stamps.products, dtype=object)],
            labels=[(stamps.stamp_label(cell), "") for cell in cells],
        )
        sums = np.array([*stamps.sum_texts, *example.ys.texts.flat], dtype=object)
        result = panel_for(RESULT, results, size=stamps.shape, texts=[sums], notes=stamps.notes)
        columns = (
            (panel_for(INPUT, [stamps.input(None)]),),
            "∗",
            (panel_for(KERNEL, [self._kernel]), stamp),
            "→",
            (result,),
        )
        roles = {
            CellRole.INPUT,
            CellRole.INPUT | LIT,
            CellRole.KERNEL,
            CellRole.KERNEL | LIT,
            CellRole.GAP,
        }
        return Storyboard(
            title=example.title
            or f"{example.name}, {'by stamping' if example.stamps else 'input by input'}",
            facts=labels.facts(example.resolved),
            steps=self._steps(),
            sections=(Section(columns=(columns)),),
            formulas=labels.formula_rows(example.resolved),
            roles=frozenset({int(role) for role in roles} | stamps.all_roles() | stamps.noted()),
            noted=stamps.noted(),
            legend=self._legend(),
            shaded=example.shaded,
        )

    def _steps(self) -> tuple[Text, ...]:
        if not self.example.stamps:
            return "parameters", "share out"
        stamps = self._stamps
        strides = tuple(axis.s for axis in self.example.resolved.axes)
        ends = ["crop"] * stamps.crops + ["append"] * stamps.appends
        return (
            "parameters",
            Caption.of(sentences.stamp_step, strides),
            " and ".join(ends) or "crop nothing",
        )

    def _legend(self) -> tuple[LegendEntry, ...]:
        stamps = self._stamps
        most = int(stamps.most_hits)
        names = {CellRole.ONCE: "once", CellRole.TWICE: "twice", CellRole.OFTEN: "3 times or more"}
        shown = [(role, name) for role, name in zip(names, names.values(), strict=True)]
        entries = [LegendEntry(role, name) for role, name in shown[:most]]
        if (stamps.counts == 0).any():
            entries.append(LegendEntry(CellRole.ZERO, "never"))
        if stamps.crops:
            entries.append(LegendEntry(CellRole.DROPPED, "cropped"))
        if stamps.appends:
            entries.append(LegendEntry(CellRole.OP, "appended"))
        return tuple(entries)
