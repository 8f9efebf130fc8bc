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
from .. import labels as words
from ..cropping import crop_words
from ..frame import LIT, CellRole, Grid, LegendEntry, Section, Storyboard
from ..grids.base import kernel_grid, panel_for
from ..grids.stamps import Stamping
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
        self._stamping = Stamping(self.example)
        self._kernel = kernel_grid(self.example, self.plane, "kernel", self.example.ws.texts)

    def position_for(self, cell: Sizes) -> int:
        """The last input cell that reaches the output cell: then its sum is complete."""
        shares = self._stamping.reaching(cell)
        return max((number for number, _ in shares), default=self._positions - 1)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        return [
            Scene(step=0, pace=Pace.HOLD, caption=self._plan(), grids=self._grids(None, None)),
            Scene(
                step=1,
                pace=Pace.HOLD,
                caption=self._before_stamping(),
                grids=self._grids(None, self._stamping.result(None)),
            ),
        ]

    def position(self, number: int) -> Scene:
        """One input cell gives."""
        return Scene(
            step=1,
            pace=Pace.STEP if number else Pace.HOLD,
            caption=self._giving(number),
            grids=self._grids(number, self._stamping.result(number)),
        )

    def ending(self) -> list[Scene]:
        """All is there, the crop, the output."""
        stamping = self._stamping
        size = self.example.counted_cells(self.plane.output_size)
        told = [(1, self._all_given(), stamping.complete())]
        if self.example.stamps:
            told.append((2, self._crop(), stamping.cropping()))
        remains = "What remains is" if stamping.crops and not stamping.appends else "This is"
        told.append((told[-1][0], f"{remains} the output: {size}.", self._output()))
        return [
            Scene(step=step, pace=Pace.HOLD, caption=caption, grids=self._grids(None, result))
            for step, caption, result in told
        ]

    def _output(self) -> Grid:
        return self._stamping.output(self.example.ys)

    def _grids(self, number: int | None, result: Grid | None) -> dict[str, Grid | None]:
        stamp = None if number is None else self._stamping.stamp(number)
        return {
            INPUT: self._stamping.input(number),
            KERNEL: self._kernel,
            STAMP: stamp,
            RESULT: result,
        }

    # -- captions -----------------------------------------------------------------------

    def _plan(self) -> str:
        if not self.example.stamps:
            return (
                "Each input cell gives its share, value times weight, to the outputs that read it."
            )
        rest = ", and p is cropped" if self._stamping.crops else ""
        return f"Each input cell stamps the kernel, scaled by its value; overlaps add up{rest}."

    def _before_stamping(self) -> str:
        stamping, example = self._stamping, self.example
        if not example.stamps:
            return f"The output, {example.by(self.plane.output_size)}, still empty."
        size = example.by([line.reached for line in stamping.lines])
        strides = words.short([axis.s for axis in example.resolved.axes])
        dashed = "; the dashed frame is what remains" if stamping.kept_marks() else ""
        return f"Stamps stand s = {strides} apart and cover {size} cells in all{dashed}."

    def _giving(self, number: int) -> str:
        stamping, example = self._stamping, self.example
        cell = example.cell("x", stamping.input_cell(number))
        targets = stamping.targets(number)
        if not targets:
            return f"{cell} is read by no position of the kernel: it gives nothing."
        value = str(example.xs.texts[stamping.input_cell(number)])
        who = f"{cell} = {value}" if value and example.writing == "numbers" else value or cell
        stamping.after(number + 1)
        again = sum(int(stamping.hits[place]) > 1 for place, _ in targets)
        stamps = example.stamps
        what = "stamps" if stamps else "gives to"
        told = f"{who} {what} {words.counted(len(targets), 'cell' if stamps else 'output')}"
        overlaps = "nothing adds up" if not again else f"{words.counted(again, 'sum')} grow"
        return f"{told}; {overlaps}{'s' * (again == 1)}."

    def _all_given(self) -> str:
        shares = self._stamping.counts
        sums, empty = int((shares > 1).sum()), int((shares == 0).sum())
        what = "stamp" if self.example.stamps else "share"
        total = words.counted(shares.size, "cell")
        told = f"{sums or 'none'} of {total} add{'s' * (sums < 2)} up two or more"
        rest = f"; {empty} {'was' if empty == 1 else 'were'} never reached" if empty else ""
        return f"All {what}s are down: {told}{rest}."

    def _crop(self) -> str:
        stamping = self._stamping
        return crop_words(self.example.resolved, crops=stamping.crops, appends=stamping.appends)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, stamping = self.example, self._stamping
        results = [
            grid for scene in (*self._opening, *self._ending) if (grid := scene.grids[RESULT])
        ]
        cells = np.ndindex(*self.plane.input_size)
        stamps = panel_for(
            STAMP,
            [stamping.stamp(0)],
            texts=[np.array(stamping.products, dtype=object)],
            labels=[(stamping.stamp_label(cell), "") for cell in cells],
        )
        sums = np.array([*stamping.said, *example.ys.texts.flat], dtype=object)
        result = panel_for(RESULT, results, size=stamping.shape, texts=[sums], notes=stamping.notes)
        columns = (
            (panel_for(INPUT, [stamping.input(None)]),),
            "∗",
            (panel_for(KERNEL, [self._kernel]), stamps),
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
            facts=words.facts(example.resolved),
            steps=self._steps(),
            sections=(Section(columns=(columns)),),
            formulas=words.formula_rows(example.resolved),
            roles=frozenset(
                {int(role) for role in roles} | stamping.all_roles() | stamping.noted()
            ),
            noted=stamping.noted(),
            legend=self._legend(),
            shaded=example.shaded,
        )

    def _steps(self) -> tuple[str, ...]:
        if not self.example.stamps:
            return "parameters", "share out"
        stamping = self._stamping
        strides = words.short([axis.s for axis in self.example.resolved.axes])
        ends = ["crop"] * stamping.crops + ["append"] * stamping.appends
        return "parameters", f"stamp, stride {strides}", " and ".join(ends) or "crop nothing"

    def _legend(self) -> tuple[LegendEntry, ...]:
        stamping = self._stamping
        most = int(stamping.most_hits)
        names = {CellRole.ONCE: "once", CellRole.TWICE: "twice", CellRole.OFTEN: "3 times or more"}
        shown = [(role, name) for role, name in zip(names, names.values(), strict=True)]
        entries = [LegendEntry(role, name) for role, name in shown[:most]]
        if (stamping.counts == 0).any():
            entries.append(LegendEntry(CellRole.ZERO, "never"))
        if stamping.crops:
            entries.append(LegendEntry(CellRole.DROPPED, "cropped"))
        if stamping.appends:
            entries.append(LegendEntry(CellRole.OP, "appended"))
        return tuple(entries)
