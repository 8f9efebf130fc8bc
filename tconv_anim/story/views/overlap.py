"""The overlap view: how often each cell is reached, as a map that grows stamp by stamp.

The counts lie on a transposed layer's uncropped result; for a convolution, which reads
where its transpose stamps, on the padded input. At the end: the period that repeats
inside, which of the kernel's weights make it, and whether the overlap is even.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from ...compute.geometry.counts import CountLine
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import labels
from ..captions.overlap import OverlapCaptions
from ..captions.overlap_rule import rule_rows
from ..example import Cell
from ..frame import LIT, CellRole, FormulaLine, Grid, LegendEntry, Mark, Panel, Section, Storyboard
from ..grids.base import blank_texts, filling_grid, full_grid, kernel_grid, panel_for, still
from ..grids.counts import CountMap
from ..notation import Caption
from ..timing import Pace
from ..view import PositionView, Scene

__all__ = ["OverlapView"]

GIVER, KERNEL, PERIOD, COUNTS = "giver", "kernel", "period", "counts"
_LARGEST_PERIOD: Final = 8
"""Cells on an axis of a period that is shown by itself."""


class OverlapView(PositionView):
    """A scene for each position of the kernel, then the period, the crop and the verdict."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        lines = [
            CountLine.of(axis, i, o)
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        ]
        return tuple(max(line.cells, line.positions, line.axis.k_eff) for line in lines)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.positions)

    def prepare(self) -> None:
        self._counts = counts = CountMap(self.example)
        self._captions = OverlapCaptions(self.example, counts)
        self._kernel = kernel_grid(self.example, self.plane, "kernel", self.example.ws.texts)
        stamps = self.example.stamps
        self._whole, self._rest = (
            (where, f"times {'reached' if stamps else 'read'}")
            for where in (
                ("uncropped result", "output")
                if stamps
                else ("padded " * counts.crops + "input", "input")
            )
        )
        self._period = self._period_grid()

    def position_for(self, cell: Sizes) -> int:
        """The last stamp that reaches the output cell; of a convolution its own position."""
        counts = self._counts
        if not self.example.stamps:
            return int(np.ravel_multi_index(cell, self.plane.output_size))
        last = []
        for line, at in zip(counts.lines, cell, strict=True):
            place = line.kept[0] + at
            ends = [n for n in range(line.positions) if _reaches(line, n, place)]
            if not ends:
                return self._positions - 1
            last.append(ends[-1])
        return int(np.ravel_multi_index(last, counts.positions))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        empty = self._counts.grid(self._whole, 0)
        return [
            self._scene(0, self._captions.plan(), None, number=None),
            self._scene(0, self._captions.before(), empty, number=None),
        ]

    def position(self, number: int) -> Scene:
        """One more stamp, or one more position that reads."""
        grid = self._counts.grid(self._whole, number + 1, number)
        pace = Pace.STEP if number else Pace.HOLD
        return self._scene(0, self._captions.position(number), grid, number=number, pace=pace)

    def ending(self) -> list[Scene]:
        """All counts, the period inside and what makes it, the crop, the verdict."""
        counts = self._counts
        inside = counts.interior_marks()
        framed = counts.complete(self._whole, inside)
        scenes = [
            self._last(0, self._captions.all_done(), counts.complete(self._whole)),
            self._last(1, self._captions.inside(), framed, self._marked_period()),
        ]
        for count in self._told_counts():
            phase = counts.phase(count)
            scene = self._last(
                1,
                self._captions.reason(phase, count),
                counts.of_phase(self._whole, phase),
                self._marked_period(phase),
            )
            scenes.append(replace(scene, grids={**scene.grids, KERNEL: self._lit_kernel(phase)}))
        last, remains = 2, counts.remaining(self._rest)
        if self._cuts:
            scenes.append(
                self._last(2, self._captions.crop(), counts.cropping(self._whole), self._period)
            )
            last = 3
        scenes.append(self._last(last, self._captions.verdict(), remains, self._period))
        if not self._counts.even:
            scenes.append(self._last(last, self._captions.remedy(), remains, self._period))
        return scenes

    def _told_counts(self) -> tuple[int, ...]:
        """Counts of which it is told what makes them: the most, and the least if they differ."""
        if self._period is None or not self._counts.whole_periods:
            return ()
        inside = self._counts.inside
        return tuple(dict.fromkeys((inside[0], inside[-1])))

    def _scene(
        self,
        step: int,
        caption: Caption,
        counts: Grid | None,
        *,
        number: int | None,
        pace: Pace = Pace.HOLD,
        done: bool = False,
    ) -> Scene:
        grids = {GIVER: self._giver(number, done=done), KERNEL: self._kernel, COUNTS: counts}
        return Scene(step=step, pace=pace, caption=caption, grids=grids)

    def _last(self, step: int, caption: Caption, counts: Grid, period: Grid | None = None) -> Scene:
        scene = self._scene(step, caption, counts, number=None, done=True)
        return replace(scene, grids={**scene.grids, PERIOD: period})

    @property
    def _cuts(self) -> bool:
        """Whether there is a crop to tell of: a convolution may not pad."""
        return self.example.stamps or self._counts.crops

    # -- grids --------------------------------------------------------------------------

    def _giver(self, number: int | None, *, done: bool) -> Grid:
        """The input, the stamping cell lit; of a convolution its output, as far as it is."""
        example = self.example
        if not example.stamps:
            if done:
                return full_grid(example, "output", example.ys, CellRole.OUTPUT)
            return filling_grid(example, "output", example.ys, 0 if number is None else number + 1)
        grid = full_grid(example, "input", example.xs, CellRole.INPUT)
        if number is None:
            return grid
        row, column = divmod(number, self._counts.positions[1])
        grid.roles[row, column] |= LIT
        return replace(grid, marks=(Mark(row, column, 1, 1, "window"),))

    def _period_grid(self) -> Grid | None:
        """The counts of one period, row by column, with those of each axis along its edges."""
        down, across = self._counts.overlaps
        if max(down.s, across.s) > _LARGEST_PERIOD:
            return None
        margin = int(not self.example.strip)  # a strip has no rows to multiply by
        shape = (down.s + margin, across.s + margin)
        roles, texts = np.full(shape, CellRole.NONE, np.uint8), blank_texts(shape)
        counts = np.outer(down.counts, across.counts)
        for (row, column), count in np.ndenumerate(counts):
            roles[row + margin, column + margin] = self._counts.role(count)
            texts[row + margin, column + margin] = str(count)
        if margin:
            roles[0, 1:], roles[1:, 0] = CellRole.EMPTY, CellRole.EMPTY
            texts[0, 1:] = [str(count) for count in across.counts]
            texts[1:, 0] = [str(count) for count in down.counts]
        if self.example.writing == "none":
            texts = blank_texts(shape)
        return still("one period", self.example.by(counts.shape), roles, texts)

    def _marked_period(self, phase: Cell | None = None) -> Grid | None:
        """The period, framed as the map's; or the cell of one phase."""
        grid = self._period
        if grid is None or (phase is None and not self._counts.whole_periods):
            return grid
        margin, (down, across) = int(not self.example.strip), self._counts.overlaps
        mark = Mark(margin, margin, down.s, across.s, "window")
        if phase:
            mark = Mark(phase[0] + margin, phase[1] + margin, 1, 1, "now")
        return replace(grid, marks=(mark,))

    def _lit_kernel(self, phase: Cell) -> Grid:
        """The kernel, its weights lit that land on cells of *phase*."""
        down, across = (
            np.array([n * axis.d % axis.s == r for n in range(axis.k)])
            for axis, r in zip(self.plane.axes, phase, strict=True)
        )
        lit = np.outer(down, across)
        if not self.plane.layer.rotate_kernel:
            lit = np.flip(lit)
        texts = self.example.ws.texts
        return kernel_grid(self.example, self.plane, "kernel", texts, lit.astype(np.uint8))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, counts = self.example, self._counts
        grids = [scene.grids for scene in (*self._opening, *self._ending)]
        maps = [grid for each in grids if (grid := each[COUNTS])]
        widest = np.array([counts.widest], dtype=object)
        result = (panel_for(COUNTS, maps, size=counts.shape, texts=[widest], counts=True),)
        kernel: tuple[Panel, ...] = (panel_for(KERNEL, [self._kernel]),)
        if self._period is not None:
            kernel += (panel_for(PERIOD, [self._period], counts=True),)
        giver = (panel_for(GIVER, [self._giver(None, done=True)]),)
        columns = (giver, "∗", kernel, "→", result)
        if not example.stamps:
            columns = (result, "∗", kernel, "→", giver)
        roles = {
            CellRole.KERNEL,
            CellRole.KERNEL | LIT,
            CellRole.GAP,
            CellRole.EMPTY,
        } | counts.all_roles
        roles |= (
            {CellRole.INPUT, CellRole.INPUT | LIT}
            if example.stamps
            else {CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        )
        return Storyboard(
            title=example.title or f"{example.name}, {'overlap' if example.stamps else 'reads'}",
            facts=labels.facts(example.resolved),
            steps=self._steps(),
            sections=(Section(columns=(columns)),),
            formulas=self._formulas(),
            roles=frozenset(int(role) for role in roles),
            legend=self._legend(),
            shaded=example.shaded,
        )

    def _steps(self) -> tuple[str, ...]:
        counts = self._counts
        first = "stamp and count" if self.example.stamps else "read and count"
        ends = ["crop"] * counts.crops + ["append"] * counts.appends
        crop = (" and ".join(ends) or "crop nothing",) if self.example.stamps else ("unpad",)
        return first, "one period", *(crop if self._cuts else ()), "verdict"

    def _formulas(self) -> tuple[tuple[FormulaLine, ...], ...]:
        """The rule, the counts of the phases, and the output's size: two rows if they fit."""
        rule, counts = rule_rows(self.example.resolved)
        sizes = labels.formula_rows(self.example.resolved)
        size = sizes[-1] if self.example.stamps else tuple(f for row in sizes for f in row)
        if len(counts) == len(size) == 1:
            return rule, (*counts, *size)
        return rule, counts, size

    def _legend(self) -> tuple[LegendEntry, ...]:
        counts = self._counts
        entries = [LegendEntry(role, f"{count}×") for role, count in counts.samples]
        if (counts.spanned == 0).any():
            entries.append(LegendEntry(CellRole.ZERO, "never", spare=True))
        if counts.crops and self.example.stamps:
            entries.append(LegendEntry(CellRole.DROPPED, "cropped", spare=True))
        if counts.appends:
            entries.append(LegendEntry(CellRole.OP, "appended", spare=True))
        return tuple(entries)


def _reaches(line: CountLine, position: int, place: int) -> bool:
    taps = line.taps(position)
    return place in range(taps.start, taps.stop, taps.step)
