"""The scatter view with channels: an input cell gives to every output channel of its group.

Each has another slice for it. Sums begin with the bias, and grow channel after channel.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import scatter as captions
from ..frame import (
    LIT,
    CellRole,
    ChannelRows,
    Columns,
    Equation,
    Grid,
    Mark,
    PanelContent,
    Section,
    Storyboard,
    WordedSign,
)
from ..grids.base import panel_for
from ..grids.stamps import HITS
from ..label import ColumnHead
from ..notation import PRINTED, Caption, Text
from ..timing import Pace
from ..values import Addend, Product, plain_number
from ..view import Scene
from ..views.scatter import ScatterView
from . import sentences
from .shown_channels import ShownChannels
from .stamps import ChannelStamps
from .view import ChannelView, unread

__all__ = ["ChannelScatterView"]


class ChannelScatterView(ChannelView):
    """A scene for each input cell, channel after channel."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return ScatterView.extent(plane)

    @classmethod
    def count_positions(cls, plane: ResolvedLayer, shown: ShownChannels) -> int:
        """Input cells of the channels that are *shown*."""
        return math.prod(plane.input_size) * shown.inputs

    @classmethod
    def has_ring(cls, plane: ResolvedLayer) -> bool:
        return any(max(axis.crop_begin, axis.crop_end) > 0 for axis in plane.axes)

    def prepare(self) -> None:
        self._stamps = ChannelStamps(self.example, self.numbers, self.shown_channels)

    def position_for(self, cell: Sizes) -> int | None:
        """The last input cell that gives to an output cell."""
        filter_, place = self.filter_and_place(cell)
        if filter_ not in self.filters:
            return None
        given = [
            tap.channel * self._stamps.cells + self._number(tap.input_cell)
            for tap in self.plane.operation.taps(self.plane, place, filter_)
            if tap.channel < self.shown_channels.inputs
        ]
        return max(given, default=None)

    def _number(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self.plane.input_size))

    def _cell(self, number: int) -> tuple[int, Sizes]:
        """(channel, input cell) of a position."""
        channel, cell = divmod(number, self._stamps.cells)
        return channel, tuple(int(n) for n in np.unravel_index(cell, self.plane.input_size))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        giving = Caption.of(sentences.giving, self.example.resolved)
        return [Scene(step=0, pace=Pace.HOLD, caption=giving, grids=self._grids(None, 0))]

    def fullest_scene(self) -> int:
        """Near the middle of the last channel that begins in the first half of the run.

        Of the cells that are not 0 one by which a sum grows that has begun.
        """
        channel = (self.shown_channels.inputs - 1) // 2
        middle = [(size - 1) / 2 for size in self.plane.input_size]
        nonzero = np.argwhere(self.example.x[channel] != 0)
        for place in sorted(map(tuple, nonzero), key=lambda at: math.dist(at, middle)):
            number = channel * self._stamps.cells + self._number(place)
            if (grown := self._growing_sum(number)) and grown[3]:
                return len(self._opening) + number
        return super().fullest_scene()

    def _growing_sum(self, number: int) -> tuple[int, Sizes, Sizes, bool] | None:
        """(filter, output cell, weight's cell, whether it grows) of the sum that tells most.

        Of the cells that an input cell adds to: one that gets more than 0, and has a sum already.
        """
        channel, place = self._cell(number)
        found: list[tuple[int, Sizes, Sizes, bool, bool]] = []
        for filter_ in (f for f in self.filters if channel in self.layer.channels_read(f)):
            w, hits = self.numbers.w(filter_, channel), self._stamps.after(filter_, number)[1]
            for cell, weight in self._targets(place):
                begun = bool(hits[self._stamps.place_of(cell)])
                found.append((filter_, cell, weight, bool(w.numbers[weight]), begun))
        return max(found, key=lambda one: one[3:])[:4] if found else None

    def position(self, number: int) -> Scene:
        channel, place = self._cell(number)
        pace = Pace.HOLD if number % self._stamps.cells == 0 else Pace.STEP
        grids = self._grids(number, number + 1)
        if (first := self._growing_sum(number)) is None:
            name = self.example.cell("x", place)._replace(channel=channel)
            caption = Caption.of(sentences.gives_nothing, name)
            return Scene(step=0, pace=pace, caption=caption, grids=grids)
        filter_, target, weight, _ = first
        at = self._stamps.place_of(target)
        if (grid := grids[f"output {filter_}"]) is not None:
            # Its fill says how often it was reached, so it has a frame.
            told = Mark(*at, 1, 1, "now", joined=False)
            grids[f"output {filter_}"] = replace(grid, marks=(*grid.marks, told))
        x = self.numbers.x(channel).value(place)
        w = self.numbers.w(filter_, channel).value(weight)
        (before, hits), (after, _) = (
            self._stamps.after(filter_, count) for count in (number, number + 1)
        )
        old = plain_number(before[at])
        equation = Equation(
            target=self.example.cell("y", target)._replace(channel=filter_),
            terms=(*[Addend(old, "y")] * bool(old or hits[at]), Product((x, w))),
            value=plain_number(after[at]),
        )
        if self.example.writing == "none":
            equation = Equation(target=equation.target, remark="its sum grows")
        elif said := self._unmet(place):
            equation = replace(equation, remark=said)
        return Scene(step=0, pace=pace, equation=equation, grids=grids)

    def _targets(self, place: Sizes) -> list[tuple[Sizes, Sizes]]:
        """(output cell, weight's cell) of what an input cell adds to any channel of its group."""
        return [one[1:] for one in self.plane.operation.targets(self.numbers.single, place)]

    def _unmet(self, place: Sizes) -> str:
        """How few of an input cell's shares meet an output cell because of the stride."""
        stride = max(axis.s for axis in self.plane.axes)
        if self.example.stamps or stride == 1:
            return ""
        met, shares = len(self._targets(place)), math.prod(self.plane.kernel_size)
        return sentences.unmet(met, shares, stride) if met < shares else ""

    def ending(self) -> list[Scene]:
        """The whole output; what hidden channels give has been added."""
        hidden = self.layer.in_channels - self.shown_channels.inputs
        done = Caption.of(sentences.all_given, self.example.resolved, hidden, len(self.filters))
        said = [(0, done)]
        if self._stamps.crops:
            resolved, appends = self.example.resolved, self._stamps.appends
            said = [(1, Caption.of(captions.crop, resolved, True, appends, whole=True)), (1, done)]
        return [
            Scene(step=step, pace=Pace.HOLD, caption=caption, grids=self._grids(None, None))
            for step, caption in said
        ]

    def _grids(self, number: int | None, count: int | None) -> dict[str, Grid | None]:
        """Grids at a position, or before or after all of them; sums after *count* input cells."""
        stamps, giver = self._stamps, None if number is None else self._cell(number)
        last = self.shown_channels.inputs - 1 if count is None else 0
        channel = giver[0] if giver else last
        grids: dict[str, Grid | None] = {}
        for at in range(self.shown_channels.inputs):
            cell = giver[1] if giver and at == channel else None
            grid = stamps.input(at, cell)
            waits = giver and at != channel and not self.example.shaded  # has no part in it
            grids[f"input {at}"] = unread(grid) if waits else grid
        reached = self.layer.channels_reached(channel)
        for f in self.filters:
            there = f in reached
            grids[f"kernel {f}"] = stamps.kernel(f, channel) if there else self._other_slice(f)
            grids[f"stamp {f}"] = stamps.stamp(f, *giver) if there and giver else None
            grids[f"output {f}"] = stamps.sums(f, count, giver if there else None)
        return grids

    def _other_slice(self, filter_: int) -> Grid:
        """The first slice of a filter of another group, pale."""
        return unread(self._stamps.kernel(filter_, self.layer.channels_read(filter_).start))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, stamps, inputs = self.example, self._stamps, range(self.shown_channels.inputs)
        lefts = tuple(
            panel_for(f"input {c}", [stamps.input(c, None)], PanelContent.INPUT) for c in inputs
        )
        shown = example.writing != "none"
        products = np.array(stamps.products * shown or [""], dtype=object)
        notes = [f"+{text}" for text in products] * shown
        kernels, made, outputs = [], [], []
        for f in self.filters:
            read = [c for c in self.layer.channels_read(f) if c in inputs]
            read = read or [*self.layer.channels_read(f)]
            kernels.append(
                panel_for(f"kernel {f}", [stamps.kernel(f, c) for c in read], PanelContent.KERNEL)
            )
            stamp = stamps.stamp(f, read[0], (0,) * 2)
            made.append(panel_for(f"stamp {f}", [stamp], texts=[products], spare=True))
            texts = np.array([stamps.widest_sum(f) * shown], dtype=object)
            sums = [stamps.sums(f, 0)]
            outputs.append(
                panel_for(f"output {f}", sums, PanelContent.OUTPUT, texts=[texts], notes=notes)
            )
        arrow = WordedSign.of("→", "add")
        columns: Columns = (lefts, "×", tuple(kernels), "=", tuple(made), arrow, tuple(outputs))
        roles = {CellRole.INPUT, CellRole.KERNEL, CellRole.GAP, CellRole.STAMP, CellRole.GHOST}
        roles |= {CellRole.OTHER, CellRole.OTHER_KERNEL} if self.layer.in_channels > 1 else set()
        roles |= {CellRole.DROPPED} if stamps.crops else set()
        roles |= {*HITS, CellRole.ZERO, *[CellRole.BIAS] * (example.bias is not None)}
        lit = {role | LIT for role in (CellRole.INPUT, *HITS[1:])}
        return Storyboard(
            title=example.title or sentences.title(example.name, example.resolved),
            short_title="" if example.title else example.name,
            facts=layer_facts.facts(example.resolved),
            steps=self._steps(),
            sections=(
                Section(
                    columns=columns, stacks=columns, heads=self._heads(), channels=self._rows()
                ),
            ),
            formulas=layer_facts.formula_rows(example.resolved, zeros=False),
            roles=frozenset(roles | lit),
            noted_roles=frozenset(role | LIT for role in HITS[1:]),
            scales=self.numbers.scales,
            legend=stamps.legend(),
        )

    def _steps(self) -> tuple[Text, ...]:
        """Names of the steps; none where nothing is cropped, as there is one step then."""
        resolved, stamps = self.example.resolved, self._stamps
        if not stamps.crops:
            return ()
        return (
            Caption.of(captions.stamp_step, tuple(axis.s for axis in resolved.axes)),
            Caption.of(captions.crop_step, resolved, True, stamps.appends),
        )

    def _rows(self) -> ChannelRows:
        """How planes of channels stand."""
        stamps = tuple((f"kernel {f}", f"stamp {f}") for f in self.filters)
        hidden = self.layer.in_channels - self.shown_channels.inputs
        counts = hidden, self.layer.out_channels - self.shown_channels.filters
        rest, more = (sentences.left_out(count) if count else "" for count in counts)
        return ChannelRows(
            rows=tuple((f"input {c}", *stamps[0]) for c in range(self.shown_channels.inputs)),
            outputs=tuple(f"output {f}" for f in self.filters),
            filters=tuple(map(sentences.filter_name, self.filters)),
            heads=self._heads(),
            rest=rest,
            more=more,
            stamps=stamps,
            hidden=hidden,
            group=sentences.group_sizes(self.layer),
        )

    def _heads(self) -> tuple[ColumnHead, ...]:
        x = self.whole_size(self.layer.in_channels, self.plane.input_size)
        w = PRINTED.by(self.example.own(self.plane.kernel_size))
        y = self.whole_size(self.layer.out_channels, self._stamps.whole_size)
        turned, briefly = (
            sentences.turned_word(strip=self.example.strip, brief=brief) * self._stamps.turned
            for brief in (False, True)
        )
        result = "sum of the stamps" if self._stamps.crops else "output"
        return (
            ColumnHead("input", size=x),
            ColumnHead("slices", turned, size=w, brief=briefly),
            ColumnHead("stamps" if self.example.stamps else "shares"),
            ColumnHead(result, short="sums" * self._stamps.crops, size=y),
        )
