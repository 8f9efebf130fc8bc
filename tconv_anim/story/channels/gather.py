"""The gather view with channels: each filter reads every channel of its group at one place.

A row for each input channel: its window, the present filter's slice for it, and what the two
add. The sums and the bias make the output cell.
"""

from __future__ import annotations

from dataclasses import replace

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import gather as captions
from ..frame import (
    LIT,
    CellRole,
    Columns,
    Grid,
    Label,
    LegendEntry,
    Panel,
    PanelContent,
    Section,
    Storyboard,
    label_text,
)
from ..grids.base import panel_for
from ..grids.window import Window
from ..label import ColumnHead, ShortenedLabel, label_parts
from ..notation import PRINTED, Caption, Text
from ..roles import COLOURS
from ..timing import Pace
from ..view import Scene
from ..views.gather import GatherView
from . import sentences
from .sums import SummingView
from .view import channel_label, counted_label, unread

__all__ = ["ChannelGatherView"]

FEW_STEPS = 4
"""So many steps at most, filters have one each."""


class ChannelGatherView(SummingView):
    """Zeros go in, padding goes around, and one filter after another slides."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return GatherView.extent(plane)

    def prepare(self) -> None:
        super().prepare()
        first = self._window(0, self.layer.channels_read(0).start)
        self._like = first  # of the same sizes as all
        self._grids = {c: self._window(self._reader(c), c) for c in self._inputs}
        self._before_last = self.plane.operation.inserts_zeros or any(first.ends)

    def _window(self, filter_: int, channel: int) -> Window:
        return Window(
            self.example,
            self.numbers.single,
            self.numbers.x(channel),
            self.numbers.w(filter_, channel),
        )

    def _reader(self, channel: int) -> int:
        return self.layer.channels_reached(channel).start

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        resolved, like = self.example.resolved, self._like
        mixing = Caption.of(sentences.mixing, resolved)
        scenes, hold = [self._still("input", 0, Pace.HOLD, mixing)], Pace.HOLD
        step = 0
        if self.plane.operation.inserts_zeros:
            scenes[0] = replace(scenes[0], workings=layer_facts.workings(resolved))
            zeros = Caption.of(captions.zeros, resolved)
            scenes.append(self._still("expanded", 1, hold if like.spreads else Pace.STEP, zeros))
            step = 2
        if self._before_last:
            pad = Caption.of(captions.padding, resolved)
            pace = hold if any(like.ends) else Pace.STEP
            scenes.append(self._still("after_crop", step, pace, pad))
        if like.turned:
            slide = Caption.of(captions.sliding, resolved, int(like.unread.sum()))
            scenes.append(self._still("after_crop", self._first_step, hold, slide, turned=True))
        return scenes

    def _still(
        self, state: str, step: int, pace: Pace, caption: Caption, *, turned: bool = False
    ) -> Scene:
        grids: dict[str, Grid | None] = {}
        for channel, window in self._grids.items():
            grid = window.input() if state == "input" else getattr(window, state)()
            grids[f"input {channel}"] = self._named_input(grid, channel)
        grids |= self._filter_grids(0, None, turned=turned) | self.outputs(-1)
        return Scene(step=step, pace=pace, caption=caption, grids=grids)

    def position(self, number: int) -> Scene:
        filter_, cell = self.place(number)
        read = self.layer.channels_read(filter_)
        grids: dict[str, Grid | None] = {}
        for channel, window in self._grids.items():
            grid = window.under(cell) if channel in read else unread(window.sliding_grid)
            if channel != read.start:  # the step is shown once
                marks = tuple(mark for mark in grid.marks if mark.kind != "before")
                grid = replace(grid, marks=marks)
            grids[f"input {channel}"] = replace(self._named_input(grid, channel), notes={})
        grids |= self._filter_grids(filter_, cell) | self.outputs(number)
        told = self.equation(filter_, cell)
        said = sentences.remark(self.example.resolved, filter_)
        return Scene(
            step=self._first_step + (self.filters.index(filter_) if self._steps_apart else 0),
            pace=Pace.STEP if any(cell) else Pace.HOLD,
            grids=grids,
            equation=replace(told, remark=said or told.remark),
        )

    def ending(self) -> list[Scene]:
        """The whole output."""
        last = self._positions - 1
        scene = self.position(last)
        grids = {**scene.grids, **self.outputs(last + 1)}
        for channel, window in self._grids.items():
            grids[f"input {channel}"] = self._named_input(window.sliding_grid, channel)
        grids |= self._no_sums
        done = Caption.of(sentences.last_sentence, self.example.resolved, len(self.filters))
        return [Scene(step=scene.step, pace=Pace.HOLD, caption=done, grids=grids)]

    def _filter_grids(
        self, filter_: int, cell: Sizes | None, *, turned: bool = True
    ) -> dict[str, Grid | None]:
        """Slices, sums and bias of a filter; no sums where there is no *cell* yet.

        *turned*: the slices as they are used.
        """
        read, grids = self.layer.channels_read(filter_), self._sums_of(filter_, cell)
        for channel in self._inputs:
            kernel = None
            if channel in read:
                kernel = self._kernel(filter_, channel, turned=turned)
            elif (reader := self._reader(channel)) in self.filters:
                kernel = unread(self._kernel(reader, channel, turned=turned))
            grids[f"kernel {channel}"] = kernel
        return grids

    def _kernel(self, filter_: int, channel: int, *, turned: bool = True) -> Grid:
        window = self._window(filter_, channel)
        name, turned = channel_label("w", filter_, channel), turned and window.turned
        word = sentences.turned_word(strip=self.example.strip, brief=self._apart)
        label: Label = name
        if turned:
            label = (name, word) if self._apart else ShortenedLabel((name, word), name)
        return replace(window.kernel(label, turned=turned), size_label="")

    def _named_input(self, grid: Grid, channel: int) -> Grid:
        if self.example.rgb:
            roles = grid.roles.copy()
            for flag in (0, LIT):
                roles[roles == CellRole.INPUT | flag] = COLOURS[channel] | flag
            grid = replace(grid, roles=roles)
        return replace(grid, label=self._label("x", channel), size_label="")

    def _label(self, symbol: str, channel: int) -> Label:
        """A channel's label; where all stay apart, the last one says how many more there are."""
        last = self._apart and channel == self._inputs[-1]
        hidden = (self.layer.in_channels - len(self._inputs)) * last
        label = counted_label(symbol, channel, hidden)
        if not self.example.rgb:
            return label
        first, *more = label_parts(label)
        named = Caption.of(sentences.coloured, first, channel)
        return (named, *more) if more else named

    # -- what stays ---------------------------------------------------------------------

    @property
    def _steps_apart(self) -> bool:
        return len(self.filters) + self._first_step <= FEW_STEPS

    @property
    def _first_step(self) -> int:
        """The step in which filter 0 slides."""
        return len(self._steps_before())

    def _steps_before(self) -> list[Text]:
        if self.plane.operation.inserts_zeros:
            return ["parameters", "insert zeros", "pad"]
        return ["pad"] if any(self._like.ends) else []

    def make_storyboard(self) -> Storyboard:
        example, resolved = self.example, self.example.resolved
        panels = self._panels()
        steps = self._steps_before() + [
            sentences.filter_step(f, several=False) for f in self.filters
        ]
        if not self._steps_apart:
            steps = [*self._steps_before(), sentences.filter_step(0, several=True)]
        turned, briefly = (
            sentences.turned_word(strip=self.example.strip, brief=brief) * self._like.turned
            for brief in (False, True)
        )
        first, *done = label_parts(self._like.label())
        plane = self.plane
        x, ready = (
            self.whole_size(self.layer.in_channels, size)
            for size in (plane.input_size, self._like.roles.shape)
        )
        w, y = (PRINTED.by(example.own(size)) for size in (plane.kernel_size, plane.output_size))
        made = self.whole_size(self.layer.out_channels, plane.output_size)
        hidden = self.layer.in_channels - len(self._inputs)
        if hidden and not self._has_rest:  # of groups that are not shown
            ready, x = (f"{size}, {sentences.left_out(hidden)}" for size in (ready, x))
        heads = (
            ColumnHead(label_text(first), label_text(tuple(done)), size=ready, first_size=x),
            ColumnHead(self.part("slice"), turned, size=w, brief=briefly),
            ColumnHead(self.part("sum")),
            ColumnHead("output", size=y, all_size=made),
        )
        channels = self._channel_rows("input", "kernel", heads, ring=self._ring)
        inputs, kernels, sums = (
            tuple(panels[row[part]] for row in channels.rows) for part in range(3)
        )
        sums += (panels[channels.rest],) if channels.rest else ()
        outputs = tuple(panels[name] for name in channels.outputs)
        bias: Columns = ("", (panels["bias"],)) if channels.bias else ()
        rest = {CellRole.KERNEL, CellRole.GAP, CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        rest |= {CellRole.SUM} | ({CellRole.BIAS} if channels.bias else set())
        rest |= {CellRole.GHOST} if channels.rest else set()
        rest |= {CellRole.OTHER, CellRole.OTHER_KERNEL} if self.layer.groups > 1 else set()
        if example.rgb:
            colours = {COLOURS[channel] | flag for channel in self._inputs for flag in (0, LIT)}
            rest = {*rest, *colours}  # type: ignore[arg-type]
        columns: Columns = (inputs, "∗", kernels, "=", sums, *bias, "=", outputs)
        stacks: Columns = (inputs, "∗", kernels, "=", outputs) if self._apart else ()
        over = (heads[0], ColumnHead("slices", size=w), ColumnHead("output", size=made))
        section = Section(
            columns=columns,
            channels=channels,
            stacks=stacks,
            heads=over if self._apart else (),
            apart=self._apart,
        )
        pale = sentences.unread_channels(resolved)
        others = [LegendEntry(CellRole.OTHER, pale, spare=True)] * bool(pale)
        return Storyboard(
            scales=self.numbers.scales,
            title=example.title or sentences.title(example.name, resolved),
            short_title="" if example.title else example.name,
            facts=layer_facts.facts(example.resolved),
            steps=tuple(steps),
            sections=(section,),
            formulas=layer_facts.formula_rows(resolved),
            roles=frozenset(self._like.all_roles() | rest),
            legend=(*self._like.legend(), *others),
        )

    @property
    def _ring(self) -> int:
        """Cells of padding at every end of both axes."""
        return 0 if self.example.strip else max(min(self._like.ends), 0)

    def _panels(self) -> dict[str, Panel]:
        size = self._like.roles.shape
        found: dict[str, Panel] = {}
        for channel, window in self._grids.items():
            grid = self._named_input(window.sliding_grid, channel)
            found[f"input {channel}"] = panel_for(
                f"input {channel}", [grid], PanelContent.INPUT, size=size
            )
            filters = [f for f in self.filters if channel in self.layer.channels_read(f)]
            kernels = [
                self._kernel(f, channel, turned=self._apart)
                for f in filters or [self._reader(channel)]
            ]
            found[f"kernel {channel}"] = panel_for(
                f"kernel {channel}", kernels, PanelContent.KERNEL
            )
        for f in self.filters:
            grid = self.output(f, 0)
            texts = [self.numbers.y(f).texts]
            found[f"output {f}"] = panel_for(
                f"output {f}", [grid], PanelContent.OUTPUT, texts=texts
            )
        return found | self._sum_panels()
