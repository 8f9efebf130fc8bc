"""The overlap view: how often each cell is reached, as a map that grows stamp by stamp.

The counts lie on a transposed layer's uncropped result; for a convolution, which reads
where its transpose stamps, on the padded input. At the end: the period that repeats
inside, which of the kernel's weights make it, and whether the overlap is even. Beside
a layer whose overlap is uneven stands one of the same size that is even, in step.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...compute.geometry.counts import CountLine
from ...layers.even_kernel import even_spec
from ...layers.resolve import resolve
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import labels
from ..captions import overlap as sentences
from ..captions.overlap import OverlapCaptions
from ..captions.overlap_rule import rule_rows
from ..example import flat
from ..frame import CellRole, FormulaLine, Grid, LegendEntry, Storyboard, Verdict
from ..grids.counted_layer import COUNTS, CountedLayer
from ..notation import PRINTED, Caption
from ..timing import Pace
from ..view import PositionView, Scene

__all__ = ["OverlapView"]

REMEDY = "even "
"""Before the names of the panels of the layer beside."""
_LARGEST_PERIOD: Final = 8
"""Cells on an axis of a period of which it is told what makes it."""


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
        example = self.example
        self._layer = CountedLayer(example, self.plane, example.ws.texts)
        self._counts = self._layer.counts
        self._captions = OverlapCaptions(example, self._counts)
        self._twin = self._even_twin()

    def _even_twin(self) -> CountedLayer | None:
        """The layer beside: the same sizes, even; none where no parameters say it."""
        resolved = self.example.resolved
        spec = None if self._counts.even else even_spec(resolved)
        if spec is None:
            return None
        twin = flat(resolve(spec, ndim=len(resolved.axes)))
        if twin.positions != self.plane.positions:
            return None
        return CountedLayer(self.example, twin, prefix=REMEDY)

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
        return [
            Scene(
                step=0,
                pace=Pace.HOLD,
                caption=caption,
                grids=self._each(partial(_empty, shown=shown)),
            )
            for shown, caption in ((False, self._captions.plan()), (True, self._captions.before()))
        ]

    def position(self, number: int) -> Scene:
        """One more stamp, or one more position that reads; the layer beside keeps in step."""
        return Scene(
            step=0,
            pace=Pace.STEP if number else Pace.HOLD,
            caption=self._captions.position(number),
            grids=self._each(lambda layer: layer.at(number)),
        )

    def ending(self) -> list[Scene]:
        """All counts, the period inside and what makes it, the crop, the verdict."""
        captions = self._captions

        def whole(layer: CountedLayer) -> Grid:
            return layer.counts.complete(layer.whole_label)

        def framed(layer: CountedLayer) -> Grid:
            return layer.counts.complete(layer.whole_label, layer.counts.interior_marks())

        def remaining(layer: CountedLayer) -> Grid:
            return layer.counts.remaining(layer.rest_label)

        def cropping(layer: CountedLayer) -> Grid:
            return layer.counts.cropping(layer.whole_label)

        scenes = [
            self._last(0, captions.all_done(), whole),
            self._last(1, captions.inside(), framed),
        ]
        for count in self._told_counts():
            phase = self._counts.phase(count)
            scene = self._last(1, captions.reason(phase, count), framed)
            grid = self._counts.of_phase(self._layer.whole_label, phase)
            lit = self._layer.grids(grid, done=True, phase=phase)
            scenes.append(replace(scene, grids={**scene.grids, **lit}))
        last = 2
        if self._cuts:
            scenes.append(self._last(2, captions.crop(), cropping))
            last = 3
        told = [captions.verdict(), *([] if self._counts.even else [captions.remedy()])]
        return scenes + [
            replace(self._last(last, caption, remaining), verdicts=self._verdicts())
            for caption in told
        ]

    def _each(
        self, grids: Callable[[CountedLayer], dict[str, Grid | None]]
    ) -> dict[str, Grid | None]:
        """The grids of the layer, and of the one beside."""
        layers = [self._layer, *([self._twin] if self._twin else [])]
        return {name: grid for layer in layers for name, grid in grids(layer).items()}

    def _last(self, step: int, caption: Caption, counts: Callable[[CountedLayer], Grid]) -> Scene:
        grids = self._each(lambda layer: layer.grids(counts(layer), done=True))
        return Scene(step=step, pace=Pace.HOLD, caption=caption, grids=grids)

    def _verdicts(self) -> dict[str, Verdict]:
        layers = [self._layer, *([self._twin] if self._twin else [])]
        return {
            name: Verdict(
                Caption.of(sentences.short_verdict, *self._captions.short(layer.counts)),
                layer.counts.even,
            )
            for name, layer in zip(self._names, layers, strict=True)
        }

    def _told_counts(self) -> tuple[int, ...]:
        """Counts of which it is told what makes them: the most, and the least if they differ."""
        if max(found.s for found in self._counts.overlaps) > _LARGEST_PERIOD:
            return ()
        if not self._counts.whole_periods:
            return ()
        inside = self._counts.inside
        return tuple(dict.fromkeys((inside[0], inside[-1])))

    @property
    def _cuts(self) -> bool:
        """Whether there is a crop to tell of: a convolution may not pad."""
        return self.example.stamps or self._counts.crops

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example = self.example
        scenes = [*self._opening, *self._ending]
        layers = [self._layer, *([self._twin] if self._twin else [])]
        names = zip(self._names, ("", REMEDY), strict=False)
        sections = tuple(
            layer.section([scene.grids[prefix + COUNTS] for scene in scenes], name)
            for layer, (name, prefix) in zip(layers, names, strict=False)
        )
        roles = {role for layer in layers for role in layer.all_roles}
        return Storyboard(
            title=example.title or sentences.title(example.stamps, *self._captions.kind_of()),
            facts=labels.facts(example.resolved),
            steps=self._steps(),
            sections=sections,
            formulas=self._formulas(),
            roles=frozenset(int(role) for role in roles),
            legend=self._legend(),
            shaded=example.shaded,
        )

    @property
    def _names(self) -> tuple[str, ...]:
        """Of the sections; of one alone none."""
        if self._twin is None:
            return ("",)
        return tuple(
            sentences.parameters(
                PRINTED,
                *(
                    self.example.own(sizes)
                    for sizes in zip(
                        *((found.k, found.s, found.d) for found in overlaps), strict=True
                    )
                ),
            )
            for overlaps in (self._counts.overlaps, self._twin.counts.overlaps)
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


def _empty(layer: CountedLayer, *, shown: bool) -> dict[str, Grid | None]:
    return layer.grids(layer.counts.grid(layer.whole_label, 0) if shown else None)
