"""The scatter view: every input cell stamps the kernel, scaled by its value, and overlaps add up.

A transposed layer stamps on its uncropped result at stride s; at the end p is cropped
and what output padding appends is there. In a standard convolution each input cell
gives its share to the outputs that read it. Frames follow the input cells.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import gather as gather_sentences
from ..captions import scatter as sentences
from ..frame import (
    LIT,
    CellRole,
    Equation,
    Grid,
    Label,
    LegendEntry,
    Mark,
    PanelContent,
    Section,
    Storyboard,
)
from ..grids.base import kernel_grid, panel_for
from ..grids.stamps import Stamps, hit_legend
from ..notation import Caption, Notation, Text
from ..position_view import PositionView
from ..timing import FIRST, Pace
from ..view import Scene

__all__ = ["ScatterView"]

INPUT, KERNEL, STAMP, RESULT = "input", "kernel", "stamp", "result"


class ScatterView(PositionView):
    """One stamp an input cell, then the crop."""

    has_planes = True

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
        example, self._stamps = self.example, Stamps(self.example)
        label: Label = "kernel"
        if self._stamps.turned:
            label = gather_sentences.turned_label(strip=example.strip)
        self._kernel = kernel_grid(example, self.plane, label, self._stamps.weights)

    def position_for(self, cell: Sizes) -> int:
        """The last input cell that reaches the output cell: then its sum is complete."""
        shares = self._stamps.reaching(cell)
        return max((number for number, _ in shares), default=self._positions - 1)

    def fullest_scene(self) -> int:
        """Of a convolution: the last of the input cells that most outputs read."""
        if self.example.stamps:
            return super().fullest_scene()
        plane = self.plane
        cell = tuple(
            max(range(i), key=lambda at: (len(line.targets(at)), at))
            for line, i in zip(self._stamps.lines, plane.input_size, strict=True)
        )
        return len(self._opening) + int(np.ravel_multi_index(cell, plane.input_size))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        return [
            Scene(
                step=0,
                pace=Pace.HOLD,
                caption=Caption.of(sentences.plan, self.example.stamps),
                grids=self._grids(None, self._stamps.result(None)),
            )
        ]

    def position(self, number: int) -> Scene:
        """One input cell gives."""
        stamps, result = self._stamps, self._stamps.result(number)
        pace = Pace.STEP if number else Pace.HOLD
        if not stamps.targets(number):
            name = self.example.cell("x", stamps.input_cell(number))
            caption, grids = Caption.of(sentences.unread, name), self._grids(number, result)
            return Scene(step=0, pace=pace, caption=caption, grids=grids)
        equation = stamps.growth(number)
        if equation is not None:  # its fill says how often it was reached, so it has a frame
            row, column = stamps.growing_cell(number)[0]
            told = Mark(row, column, 1, 1, "now", joined=False)
            result = replace(result, marks=(*result.marks, told))
        equation = equation or Equation(target=None)
        if equation.target is None:
            lead = sentences.stamp_lead(stamps.giver_name(number), stamps=self.example.stamps)
            equation = replace(equation, lead=lead)
        if number < FIRST and equation.terms:
            equation = replace(equation, remark=self._remark(number))
        drops = (STAMP, RESULT) if number < self.row else None
        grids = self._grids(number, result)
        about = Caption.of(Notation.value, stamps.giver_name(number))
        return Scene(step=0, pace=pace, equation=equation, grids=grids, drops=drops, about=about)

    def ending(self) -> list[Scene]:
        """All is there, the crop, the output."""
        stamps = self._stamps
        size = self.example.own(self.plane.output_size)
        whole = "all stamps" if self.example.stamps else "all shares"
        scenes = [(0, self._all_done(), stamps.complete(), whole)]
        if self._ends:
            crop = Caption.of(sentences.crop, self.example.resolved, stamps.crops, stamps.appends)
            scenes.append((1, crop, stamps.cropping(), ""))
        last = Caption.of(sentences.output, size, self.example.stamps, stamps.crops, stamps.appends)
        scenes.append((scenes[-1][0], last, self._output(), "output"))
        return [
            Scene(
                step=step,
                pace=Pace.HOLD,
                caption=caption,
                grids={**self._grids(None, result), STAMP: self._last_stamp()},
                about=about,
            )
            for step, caption, result, about in scenes
        ]

    def _output(self) -> Grid:
        return self._stamps.output(self.example.ys)

    def _grids(self, number: int | None, result: Grid | None) -> dict[str, Grid | None]:
        return {
            INPUT: self._stamps.input(number),
            KERNEL: self._kernel,
            STAMP: self._stamp(number),
            RESULT: result,
        }

    def _stamp(self, number: int | None) -> Grid:
        """Of one axis: where it lands. Without a number it is its empty place."""
        stamps = self._stamps
        if number is None:
            return stamps.empty_stamp()
        grid = stamps.stamp(number)
        if not self._slides:
            return grid
        line = stamps.lines[1]
        begin = line.before + stamps.input_cell(number)[1] * line.axis.s
        return replace(grid, column_at=tuple(range(begin, begin + grid.roles.shape[1])))

    def _last_stamp(self) -> Grid:
        """What stays there after all stamps: the last one, if it lands anywhere."""
        stamps, number = self._stamps, self._positions - 1
        if not stamps.targets(number):
            return stamps.empty_stamp()
        grid = self._stamp(number)
        return replace(grid, label=f"last {grid.label}")

    @property
    def _slides(self) -> bool:
        return self.example.strip and self.example.stamps

    @property
    def _ends(self) -> bool:
        """Whether something is cropped or appended, which makes a step."""
        return self.example.stamps and bool(self._stamps.kept_marks())

    # -- captions -----------------------------------------------------------------------

    def _remark(self, number: int) -> Text:
        """What is said beside the sums of the first stamps."""
        if number and self._stamps.hits.max() > 1:
            return sentences.OVERLAP
        if number or not self.example.stamps:
            return ""
        strides = tuple(axis.s for axis in self.example.resolved.axes)
        return Caption.of(sentences.first_stamp, strides)

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
        stamp = panel_for(
            STAMP,
            [stamps.stamp(0), stamps.empty_stamp(), self._last_stamp()],
            texts=[np.array(stamps.products, dtype=object)],
            size=stamps.shape if self._slides else None,
        )
        sums = np.array([*stamps.sum_texts, *example.ys.texts.flat], dtype=object)
        result = panel_for(RESULT, results, size=stamps.shape, texts=[sums], notes=stamps.notes)
        result = replace(result, hits=stamps.tells_hits)
        columns = (
            (panel_for(INPUT, [stamps.input(None)], PanelContent.INPUT),),
            "×",
            (panel_for(KERNEL, [self._kernel], PanelContent.KERNEL),),
            "=",
            (stamp,),
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
            or f"{example.name}: {'stamps' if example.stamps else 'input by input'}",
            facts=layer_facts.facts(example.resolved),
            steps=self._steps(),
            sections=(Section(columns=columns),),
            formulas=layer_facts.formula_rows(example.resolved, zeros=False),
            roles=frozenset(roles | stamps.all_roles() | stamps.noted_roles()),
            noted_roles=stamps.noted_roles(),
            legend=self._legend(),
        )

    def _steps(self) -> tuple[Text, ...]:
        """None where nothing is cropped or appended, as there is but one."""
        if not self._ends:
            return ()
        resolved, stamps = self.example.resolved, self._stamps
        return (
            Caption.of(sentences.stamp_step, tuple(axis.s for axis in resolved.axes)),
            Caption.of(sentences.crop_step, resolved, stamps.crops, stamps.appends),
        )

    def _legend(self) -> tuple[LegendEntry, ...]:
        stamps = self._stamps
        entries = hit_legend(int(stamps.most_hits))
        if (stamps.counts == 0).any():
            entries.append(LegendEntry(CellRole.ZERO, "never"))
        if stamps.crops:
            entries.append(LegendEntry(CellRole.GHOST, "to be cropped", spare=True))
        if stamps.appends:
            entries.append(LegendEntry(CellRole.OP, "appended"))
        return tuple(entries)
