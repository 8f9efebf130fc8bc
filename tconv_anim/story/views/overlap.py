"""The overlap view: how often each cell is reached, as a map that grows stamp by stamp.

The counts lie on a transposed layer's uncropped result; for a convolution, which reads
where its transpose stamps, on the padded input. At the end: the period that repeats
inside, where most and fewest stamps meet, and whether the overlap is even. Beside a
layer whose overlap is uneven stands one of the same size that is even, in step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from ...compute.geometry.counts import CountLine
from ...layers.even_kernel import even_spec
from ...layers.overlap import overlap_verdict
from ...layers.resolve import resolve
from ...layers.resolved_layer import ResolvedLayer, plane_layer
from ...notation import Sizes
from .. import layer_facts
from ..captions import overlap as sentences
from ..captions import scatter
from ..captions.overlap_rule import rule_rows
from ..equation import Verdict
from ..frame import Fact, FormulaLine, Grid, Storyboard
from ..grids.counted_layer import COUNTS, CountedLayer
from ..grids.counts import CountMap
from ..notation import Caption, Notation, Text
from ..position_view import PositionView
from ..timing import Pace
from ..view import Scene

__all__ = ["OverlapView"]

REMEDY = "even "
"""Before the names of the panels of the layer beside."""
_LARGEST_PERIOD: Final = 8
"""Cells on an axis of a period of which it is told what makes it."""


class OverlapView(PositionView):
    """A scene for each position of the kernel, then the period, the crop and the verdict."""

    has_planes = channels_alike = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        lines = [
            CountLine.of(axis, i, o)
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        ]
        return tuple(max(line.cells, line.positions) for line in lines)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.positions)

    def prepare(self) -> None:
        self._layer = CountedLayer(self.example, self.plane)
        self._counts = self._layer.counts
        self._layers, self._resolved = [self._layer], [self.example.resolved]
        if (twin := self._even_twin()) is not None:
            self._layers.append(CountedLayer(self.example, plane_layer(twin), prefix=REMEDY))
            self._resolved.append(twin)

    def _even_twin(self) -> ResolvedLayer | None:
        """The layer beside: the same sizes, even; none where no parameters say it."""
        resolved = self.example.resolved
        spec = None if self._counts.even else even_spec(resolved)
        if spec is None:
            return None
        twin = resolve(spec, ndim=len(resolved.axes))
        return twin if plane_layer(twin).positions == self.plane.positions else None

    def position_for(self, cell: Sizes) -> int:
        """The last stamp that reaches the output cell; of a convolution its own position."""
        counts = self._counts
        if not self.example.stamps:
            return int(np.ravel_multi_index(cell, self.plane.output_size))
        last = []
        for line, at in zip(counts.lines, cell, strict=True):
            place = line.kept_span[0] + at
            ends = [n for n in range(line.positions) if _reaches(line, n, place)]
            if not ends:
                return self._positions - 1
            last.append(ends[-1])
        return int(np.ravel_multi_index(last, counts.positions))

    def fullest_scene(self) -> int:
        """The whole map with its verdict."""
        return len(self) - 1

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        example = self.example
        said = self._text(
            lambda layer: Caption.of(
                sentences.plan, example.stamps, example.own(layer.plane.kernel_size)
            )
        )
        grids = self._each(lambda layer: layer.grids(layer.counts.grid(layer.whole_label, 0)))
        return [Scene(step=0, pace=Pace.HOLD, grids=grids, **said)]

    def position(self, number: int) -> Scene:
        """One more stamp, or one more position that reads; the layer beside keeps in step."""
        example = self.example
        cell = divmod(number, self._counts.positions[1])
        name = example.cell("x" if example.stamps else "y", cell)

        def said(layer: CountedLayer) -> Caption:
            reached = layer.counts.counts_at(number)
            return Caption.of(sentences.position, name, reached.size, int((reached > 1).sum()))

        grids = self._each(lambda layer: layer.at(number))
        return Scene(step=0, grids=grids, **self._text(said, Caption.of(Notation.cell_name, name)))

    def ending(self) -> list[Scene]:
        """All counts and their period, what makes it, the crop, the remedy, the verdict."""
        scenes = [self._last(self._text(self._inside), CountedLayer.framed)]
        scenes += map(self._meeting, self._captioned_counts())
        if self._cuts:
            scenes.append(self._last(self._text(self._crop), CountedLayer.cropping))
        if not self._counts.even:
            resolved = self.example.resolved
            remedy = Caption.of(sentences.remedy, self.example.stamps, resolved, self._uneven_ends)
            scenes.append(self._last({"caption": remedy}, CountedLayer.remaining))
        grids = self._each(CountedLayer.final_grids)
        verdicts = {
            layer.name: replace(self._verdict(layer.counts), heading=heading)
            for layer, heading in zip(self._layers, self._headings, strict=True)
        }
        return [*scenes, Scene(step=0, pace=Pace.HOLD, verdicts=verdicts, grids=grids)]

    def _meeting(self, count: int) -> Scene:
        """What makes a count, and what makes the one that all cells of the layer beside have."""
        told = [(self._layer, count)]
        told += [(n, n.counts.inside[0]) for n in self._layers[1:] if n.counts.whole_periods]
        captions = []
        grids = self._each(lambda layer: layer.grids(layer.complete()))
        for layer, number in told:
            factors = self.example.own(layer.counts.factors(layer.counts.cell_of(number)))
            captions.append(Caption.of(sentences.reason, self.example.stamps, factors))
            grids |= layer.meeting(number)
        return Scene(step=0, pace=Pace.HOLD, grids=grids, **self._texts(captions))

    def _each(
        self, grids: Callable[[CountedLayer], dict[str, Grid | None]]
    ) -> dict[str, Grid | None]:
        """The grids of the layer, and of the one beside."""
        return {name: grid for layer in self._layers for name, grid in grids(layer).items()}

    def _text(self, caption: Callable[[CountedLayer], Caption], short: Text = "") -> dict[str, Any]:
        """What a scene says: one sentence, or one below each, *short* where it has no room."""
        return self._texts([caption(layer) for layer in self._layers], short)

    def _texts(self, captions: Sequence[Caption], short: Text = "") -> dict[str, Any]:
        """*captions* of the first layers: below each its own, where there are several."""
        if len(self._layers) == 1:
            return {"caption": captions[0]}
        said = zip(self._layers, self._headings, captions, strict=False)
        return {
            "verdicts": {
                layer.name: Verdict(caption, short=short, heading=heading)
                for layer, heading, caption in said
            }
        }

    def _last(self, said: dict[str, Any], counts: Callable[[CountedLayer], Grid]) -> Scene:
        grids = self._each(lambda layer: layer.grids(counts(layer)))
        return Scene(step=0, pace=Pace.HOLD, grids=grids, **said)

    def _inside(self, layer: CountedLayer) -> Caption:
        """How often interior cells are reached, or that there are too few of them."""
        counts = layer.counts
        period = self.example.own(tuple(found.s for found in counts.overlaps))
        if not counts.whole_periods:
            return Caption.of(sentences.no_period, period)
        dead = 0 if 0 in counts.inside else int((counts.spanned == 0).sum())
        values = (self.example.stamps, period, counts.inside, dead, counts.spanned.size)
        return Caption.of(sentences.inside, *values)

    def _captioned_counts(self) -> tuple[int, ...]:
        """Those that are explained: the most, unless the layer beside has it, and the least."""
        counts = self._counts
        if not counts.whole_periods or max(found.s for found in counts.overlaps) > _LARGEST_PERIOD:
            return ()
        if any(layer.counts.whole_periods for layer in self._layers[1:]):
            return counts.inside[-1:]
        return tuple(dict.fromkeys((counts.inside[0], counts.inside[-1])))

    def _crop(self, layer: CountedLayer) -> Caption:
        counts, resolved = layer.counts, self._resolved[self._layers.index(layer)]
        if self.example.stamps:
            alone = len(self._layers) == 1
            return Caption.of(scatter.crop, resolved, counts.crops, counts.appends, alone)
        padding = tuple((axis.pad_begin, axis.pad_end) for axis in resolved.axes)
        spans = self.example.own(tuple(line.span for line in counts.lines))
        return Caption.of(sentences.unpadded, padding, spans, resolved.input_size)

    @property
    def _uneven_ends(self) -> tuple[tuple[int, int], ...]:
        """What the layer beside crops, or pads, on its axes, if more at one end."""
        if len(self._layers) == 1:
            return ()
        axes = self._layers[1].plane.axes[-len(self.example.resolved.axes) :]
        ends = tuple(axis.ends for axis in axes)
        return ends if any(begin != end for begin, end in ends) else ()

    def _kind(self, counts: CountMap) -> str:
        """Whether the overlap is even or has holes; unevenness along two axes has a name."""
        kind = overlap_verdict(counts.overlaps)
        checkered = kind == "uneven" and not any(found.regular for found in counts.overlaps)
        return "checkerboard" if checkered else kind

    def _verdict(self, counts: CountMap) -> Verdict:
        kept = counts.kept_counts
        shown = set(counts.inside) <= set(kept.flat)
        kind = self._kind(counts)
        lone = max(line.margins for line in counts.lines) == 1
        values = (counts.inside, kind, int((kept == 0).sum()), kept.size, shown, lone)
        return Verdict(Caption.of(sentences.verdict, *values), counts.even, kind)

    @property
    def _cuts(self) -> bool:
        """Whether something goes or comes at the end."""
        return self._counts.crops or self._counts.appends

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example = self.example
        scenes = [*self._opening, *self._ending]
        sections = tuple(
            layer.section([scene.grids[prefix + COUNTS] for scene in scenes], heading)
            for layer, heading, prefix in zip(
                self._layers, self._headings, ("", REMEDY), strict=False
            )
        )
        roles = {role for layer in self._layers for role in layer.all_roles}
        return Storyboard(
            title=example.title or sentences.title(example.stamps, self._kind(self._counts)),
            facts=self._facts(),
            steps=(),
            sections=sections,
            formulas=self._formulas(),
            legend=self._counts.legend,
            roles=frozenset(roles),
        )

    def _facts(self) -> tuple[Fact, ...]:
        """What all layers share; the rest is in their names."""
        facts = layer_facts.facts(self.example.resolved)
        if len(self._layers) == 1:
            return facts
        return tuple(fact for fact in facts if fact.symbol in ("", "i", "o"))

    @cached_property
    def _headings(self) -> list[tuple[Caption, ...]]:
        """Of the sections, by what they do not share; of one alone none."""
        if len(self._layers) == 1:
            return [()]
        told = [dict(layer_facts.parameters(resolved)) for resolved in self._resolved]
        for one, other in (told, told[::-1]):
            if "op" in other and "p" in one and not isinstance(one["p"], str):
                one.setdefault("op", (0,))
        return [
            tuple(Caption.of(sentences.parameter, *item) for item in one.items() if item[0] != "i")
            for one in told
        ]

    def _formulas(self) -> tuple[tuple[FormulaLine, ...], ...]:
        """The rule with its numbers; axes that differ have a row of their own."""
        even = self._layers[-1].plane if len(self._layers) > 1 else None
        rule, counts = rule_rows(self.example.resolved, even)
        return (rule,) if len(counts) == 1 else (rule, counts)


def _reaches(line: CountLine, position: int, place: int) -> bool:
    taps = line.taps(position)
    return place in range(taps.start, taps.stop, taps.step)
