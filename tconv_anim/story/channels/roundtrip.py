"""There and back with channels: the layer, then its transpose with the same weights.

The shape returns, channels and all; the values do not.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np

from ...compute import Array
from ...layers.layer import Layer
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_of
from ...notation import Sizes
from .. import layer_facts
from ..captions import roundtrip as captions
from ..example import CellValues
from ..frame import LIT, CellRole, Columns, Grid, LegendEntry, PanelContent, Section, Storyboard
from ..grids.base import full_grid, panel_for
from ..label import WordedSign
from ..mark import enclosing_mark
from ..notation import Caption, Notation
from ..roles import ShadeScale
from ..timing import Pace
from ..values import Factor, Transpose, equal_numbers, plain_number
from ..view import Scene
from ..views.roundtrip import RoundtripView
from . import sentences
from .numbers import ChannelNumbers
from .shown_channels import ShownChannels
from .view import ChannelView, counted_label

__all__ = ["ChannelRoundtripView"]


class ChannelRoundtripView(ChannelView):
    """Every cell of every output channel, then every cell of every channel of the way back."""

    shows_structure = shaded = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return tuple(map(max, plane.input_size, plane.output_size))

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return RoundtripView.refusal(plane)

    @classmethod
    def count_positions(cls, plane: ResolvedLayer, shown: ShownChannels) -> int:
        """Cells of the output, a pause, and cells of what comes back."""
        there = super().count_positions(plane, shown)
        return there + 1 + math.prod(plane.input_size) * shown.inputs

    @classmethod
    def needed_filters(cls, layer: Layer) -> int:
        """All output channels, as every cell of the way back adds up all of them."""
        return layer.out_channels

    def prepare(self) -> None:
        example = self.example
        back = replace(
            example, resolved=adjoint_of(example.resolved), x=example.y, bias=None, rgb=False
        )
        self._back = ChannelNumbers(back)
        high, wide = self.plane.input_size
        self._way_back: Array = back.y[:, :high, :wide]
        """What comes back; where op is s or more, the convolution has more cells."""
        self._outputs = math.prod(self.plane.output_size) * len(self.filters)
        self._inputs = range(self.shown_channels.inputs)
        ways: tuple[Factor, Factor] = ("C", Transpose("C"))
        self._ways = ways[::-1] if example.stamps else ways

    @property
    def pauses(self) -> tuple[int, ...]:
        return (self._outputs,)

    def fullest_scene(self) -> int:
        """The last scene: what came back beside what went in."""
        return len(self) - 1

    def _backs(self, channel: int) -> CellValues:
        values = self._back.y(channel)
        high, wide = self.plane.input_size
        inside = np.s_[:high, :wide]
        return replace(values, numbers=values.numbers[inside], texts=values.texts[inside])

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = Caption.of(captions.plan, self.example.stamps)
        grids = self._input({}) | self._outputs_at(-1) | self._returning(-1)
        return [Scene(step=0, pace=Pace.HOLD, caption=plan, grids=grids)]

    def position(self, number: int) -> Scene:
        """One more output cell, or one more cell of the way back."""
        if number < self._outputs:
            filter_, cell = self.place(number)
            taps = self.plane.operation.taps(self.plane, cell, filter_)
            read: dict[int, list[Sizes]] = {}
            for tap in taps:
                read.setdefault(tap.channel, []).append(tap.input_cell)
            return Scene(
                step=1,
                pace=Pace.STEP if any(cell) else Pace.HOLD,
                equation=self.equation(filter_, cell),
                grids=self._input(read) | self._outputs_at(number) | self._returning(-1),
            )
        returned = number - self._outputs - 1
        whole = self._outputs_at(self._outputs)
        if returned < 0:
            grids = self._input({}) | whole | self._returning(-1)
            return Scene(step=2, pace=Pace.HOLD, caption=self._turning(), grids=grids)
        channel, at = divmod(returned, math.prod(self.plane.input_size))
        cell = tuple(int(n) for n in np.unravel_index(at, self.plane.input_size))
        reached: dict[int, list[Sizes]] = {}
        for target in self.plane.operation.targets(self.plane, cell, channel):
            reached.setdefault(target.channel, []).append(target.output_cell)
        for filter_ in self.filters:
            name = f"output {filter_}"
            whole[name] = _highlighted(whole[name], reached.get(filter_, []))
        return Scene(
            step=2,
            pace=Pace.STEP if at else Pace.HOLD,
            equation=self.sum_equation(self._back, "z", channel, cell, len(self.filters)),
            grids=self._input({}) | whole | self._returning(returned),
        )

    def ending(self) -> list[Scene]:
        grids = self._input({}) | self._outputs_at(self._outputs)
        for channel in self._inputs:
            grid = full_grid(self.example, "", self._backs(channel), CellRole.OUTPUT)
            roles = np.where(self._same[channel], CellRole.INPUT, CellRole.OUTPUT)
            label = counted_label("z", channel, self._hidden_inputs(channel))
            grids[f"back {channel}"] = replace(
                grid, label=label, size_label="", roles=roles.astype(np.uint8)
            )
        equation = None
        if self._first_difference:  # what is spoken of, and what made it
            channel, cell = self._first_difference
            equation = self.sum_equation(self._back, "z", channel, cell, len(self.filters))
            for name in (f"input {channel}", f"back {channel}"):
                grids[name] = _highlighted(grids[name], [cell])
        said = self._comparison()
        return [Scene(step=3, pace=Pace.HOLD, caption=said, equation=equation, grids=grids)]

    # -- grids --------------------------------------------------------------------------

    def _hidden_inputs(self, channel: int) -> int:
        """How many input channels are not shown, of the last one that is."""
        last = channel == self._inputs[-1]
        return (self.layer.in_channels - len(self._inputs)) * last

    def _input(self, read: dict[int, list[Sizes]]) -> dict[str, Grid | None]:
        """The input channels, lit what is *read* of each."""
        grids: dict[str, Grid | None] = {}
        for channel in self._inputs:
            grid = full_grid(self.example, "", self.numbers.x(channel), CellRole.INPUT)
            label = counted_label("x", channel, self._hidden_inputs(channel))
            grid = replace(grid, label=label, size_label="")
            grids[f"input {channel}"] = _highlighted(grid, read.get(channel, []))
        return grids

    def _outputs_at(self, number: int) -> dict[str, Grid | None]:
        """The output channels at a position there."""
        hidden = self.layer.out_channels - len(self.filters)
        return self.results_until("output", "y", self.numbers.y, self.filters, number, hidden)

    def _returning(self, number: int) -> dict[str, Grid | None]:
        """What has come back at a position of the way back."""
        hidden = self._hidden_inputs(self._inputs[-1])
        return self.results_until("back", "z", self._backs, self._inputs, number, hidden)

    @cached_property
    def _same(self) -> Array:
        """Which cells came back as they were."""
        return equal_numbers(self.example.x, self._way_back)

    def _scales(self) -> tuple[ShadeScale, ...]:
        """What shades stand for; what comes back has a range of its own."""
        if not self.example.shaded:
            return ()
        (x, y, *_), (_, z, *_) = self.numbers.scales, self._back.scales
        return x, y, z._replace(content=PanelContent.RETURNED)

    # -- words --------------------------------------------------------------------------

    def _turning(self) -> Caption:
        resolved = self.example.resolved
        op = None
        if not self.example.stamps:
            op = tuple(axis.op for axis in adjoint_of(resolved).axes)
        layer = self.layer
        before = (layer.out_channels, *resolved.output_size)
        after = (layer.in_channels, *resolved.input_size)
        return Caption.of(captions.turning, (before, after), op)

    @cached_property
    def _first_difference(self) -> tuple[int, Sizes] | None:
        """(channel, cell) of a value that came back as another, in a channel that is shown."""
        found = np.argwhere(~self._same[: len(self._inputs)])
        if not len(found):
            return None
        channel, *cell = (int(at) for at in found[0])
        return channel, tuple(cell)

    def _comparison(self) -> Caption:
        example, one = self.example, None
        if self._first_difference and example.writing == "numbers":
            channel, cell = self._first_difference
            name = example.cell("x", cell)._replace(channel=channel)
            before, after = example.x[(channel, *cell)], self._way_back[(channel, *cell)]
            one = name, plain_number(before), plain_number(after)
        count = int((~self._same).sum())
        return Caption.of(captions.comparison, count, example.x.size, one)

    def make_storyboard(self) -> Storyboard:
        example, end = self.example, self._ending[0].grids
        parts = (
            (PanelContent.INPUT, self._inputs),
            (PanelContent.OUTPUT, self.filters),
            (PanelContent.RETURNED, self._inputs),
        )
        x, y, back = (
            tuple(
                panel_for(name, [grid], content)
                for channel in channels
                if (grid := end[name := f"{content.value} {channel}"])
            )
            for content, channels in parts
        )
        there, turned = (
            WordedSign.of("⟶", Caption.of(Notation.matrices, (way,))) for way in self._ways
        )
        columns: Columns = (x, there, y, turned, back)
        roles = {CellRole.INPUT, CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        if example.bias is not None:  # equations have its colour
            roles |= {CellRole.BIAS}
        lit = {r | LIT for r in (CellRole.INPUT, CellRole.OUTPUT)}
        title = sentences.title(example.name, example.resolved)
        same = bool(self._same[: len(self._inputs)].any())
        return Storyboard(
            scales=self._scales(),
            title=example.title or f"{title}, there and back",
            short_title="" if example.title else example.name,
            facts=layer_facts.facts(example.resolved),
            steps=(
                "input x",
                Caption.of(
                    captions.direction, "there", (self._ways[0], "x"), example.bias is not None
                ),
                Caption.of(captions.direction, "back", (self._ways[1], "y")),
                "compare",
            ),
            sections=(Section(columns=columns, stacks=columns),),
            formulas=(),
            roles=frozenset(roles | lit),
            legend=(LegendEntry(CellRole.INPUT, "as before"),) if same else (),
        )


def _highlighted(grid: Grid | None, cells: list[Sizes]) -> Grid | None:
    """*grid* with *cells* lit and framed."""
    if grid is None or not cells:
        return grid
    roles = grid.roles.copy()
    for cell in cells:
        roles[cell] |= np.uint8(LIT)
    places = [(cell[0], cell[1]) for cell in cells]
    return replace(grid, roles=roles, marks=(enclosing_mark(places),))
