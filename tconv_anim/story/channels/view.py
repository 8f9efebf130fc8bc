"""What views of several channels share: how many are shown, their panels, their equation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from ...layers.layer import Layer
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..cell_text import widest
from ..example import CellValues, Example
from ..frame import CellRole, Equation, Grid, Label, Panel, PanelContent
from ..grids.base import filling_grid, still
from ..notation import PRINTED, Caption, CellText
from ..position_view import PositionView
from ..values import Addend, is_shown_whole, plain_number
from .alike import with_numbers_alike
from .numbers import ChannelNumbers
from .sentences import indexed, left_out, made_of
from .shown_channels import ShownChannels

__all__ = [
    "ChannelView",
    "channel_label",
    "counted_label",
    "one_cell",
    "small_panel",
    "unread",
]


class ChannelView(PositionView):
    """A layer with several channels: a scene for each output cell, filter after filter."""

    shows_structure: ClassVar[bool] = False
    """Whether it shows as many channels as can be rather than their numbers."""

    most_passing: ClassVar[int | None] = 20  # many panels change with each position

    shaded: ClassVar[bool] = False
    """Whether cells too small for their numbers are shades though the numbers are nobody's own."""

    @classmethod
    def needed_filters(cls, layer: Layer) -> int:
        """Output channels that a figure cannot do without, the first of all."""
        return ShownChannels.most(layer).filters

    @classmethod
    def has_ring(cls, _plane: ResolvedLayer) -> bool:
        """Whether sums can be shown with what is cropped of them."""
        return False

    def __init__(self, example: Example, shown: ShownChannels | None = None) -> None:
        self.shown_channels = shown or ShownChannels.most(example.resolved.layer)
        self.numbers = ChannelNumbers(example)
        super().__init__(example)
        self.storyboard = with_numbers_alike(self.storyboard)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return cls.count_positions(plane, ShownChannels.most(plane.layer))

    @classmethod
    def count_positions(cls, plane: ResolvedLayer, shown: ShownChannels) -> int:
        """Number of positions: output cells of the filters that are *shown*."""
        return math.prod(plane.output_size) * shown.filters

    # -- which --------------------------------------------------------------------------

    @property
    def layer(self) -> Layer:
        return self.plane.layer

    @property
    def filters(self) -> tuple[int, ...]:
        """The filters that slide: the first, as many as are shown."""
        return tuple(range(self.layer.out_channels)[: self.shown_channels.filters])

    @property
    def _positions(self) -> int:
        return self.count_positions(self.plane, self.shown_channels)

    def place(self, number: int) -> tuple[int, Sizes]:
        """(filter, output cell) of a position."""
        at, cell = divmod(number, math.prod(self.plane.output_size))
        return self.filters[at], tuple(
            int(n) for n in np.unravel_index(cell, self.plane.output_size)
        )

    def position_for(self, cell: Sizes) -> int | None:
        filter_, inside = self.filter_and_place(cell)
        if filter_ not in self.filters:
            return None
        at = int(np.ravel_multi_index(inside, self.plane.output_size))
        return self.filters.index(filter_) * math.prod(self.plane.output_size) + at

    @staticmethod
    def filter_and_place(cell: Sizes) -> tuple[int, Sizes]:
        """(filter, place) of an output cell; one without a filter in front is of the first."""
        return (cell[0], cell[1:]) if len(cell) == 3 else (0, cell)

    def hidden_channels(self, filter_: int) -> range:
        """The input channels that the filter reads and that are not shown."""
        read = self.layer.channels_read(filter_)
        return range(max(read.start, self.shown_channels.inputs), read.stop)

    # -- grids that all have ------------------------------------------------------------

    def output(self, filter_: int, done: int) -> Grid:
        """An output channel with its first *done* cells; without a frame around any if all are."""
        values = self.numbers.y(filter_)
        grid = filling_grid(self.example, channel_label("y", filter_), values, done)
        return replace(grid, size_label="")

    def outputs(self, number: int) -> dict[str, Grid | None]:
        """The output channels at a position: filled, filling, and empty."""
        return self.results_until("output", "y", self.numbers.y, self.filters, number)

    def results_until(
        self,
        prefix: str,
        symbol: str,
        values: Callable[[int], CellValues],
        channels: Sequence[int],
        number: int,
        hidden: int = 0,
    ) -> dict[str, Grid | None]:
        """Channels of a result at a position, by the names of their panels.

        *hidden*: how many more there are, of which the last label tells.
        """
        grids = dict[str, Grid | None]()
        for at, channel in enumerate(channels):
            found = values(channel)
            cells = found.numbers.size
            done = min(max(number + 1 - at * cells, 0), cells)
            label = counted_label(symbol, channel, hidden * (channel == channels[-1]))
            grid = filling_grid(self.example, label, found, done)
            grid = replace(grid, size_label="")
            if number >= (at + 1) * cells or number < 0:  # not now any more
                roles = grid.roles.copy()
                roles[roles == CellRole.NOW] = CellRole.OUTPUT
                grid = replace(grid, roles=roles, marks=())
                if self.example.shaded and done == cells:
                    grid = replace(grid, shades=found.shades)
            grids[f"{prefix} {channel}"] = grid
        return grids

    def equation(self, filter_: int, cell: Sizes) -> Equation:
        """The output cell as the sum of what each channel adds, and the bias.

        Of one channel alone, as the sum of its products.
        """
        (first, *others), numbers = self.layer.channels_read(filter_), self.numbers
        if not others and self.example.bias is None and self.example.writing != "none":
            taps = numbers.single.operation.taps(numbers.single, cell)
            pairs = [(tap.input_cell, tap.weight_cell) for tap in taps]
            values = numbers.x(first), numbers.w(filter_, first)
            told = self.example.equation(
                "y", numbers.y(filter_), cell, pairs, *values, nothing="under the window"
            )
            name = self.example.cell("y", cell)._replace(channel=filter_)
            zeros = values[1].numbers.size - len(pairs) if pairs else 0
            return replace(told, target=name, zeros=zeros).with_zeros_counted()
        return self.sum_equation(self.numbers, "y", filter_, cell, self.shown_channels.inputs)

    def sum_equation(
        self, numbers: ChannelNumbers, symbol: str, filter_: int, cell: Sizes, most: int
    ) -> Equation:
        """A cell of any layer's output as a sum; *most*: how many of its channels are shown."""
        example = self.example
        name = example.cell(symbol, cell)._replace(channel=filter_)
        read = numbers.layer.channels_read(filter_)
        if example.writing == "none":
            return Equation(target=name, remark=made_of(len(read), numbers.bias(filter_)))
        shown = [c for c in read if c < most]
        sums = [numbers.sums(filter_, channel)[cell] for channel in shown]
        if rest := range(max(read.start, most), read.stop):
            sums.append(numbers.partial(filter_, rest)[cell])
        terms = [Addend(plain_number(value), "y") for value in sums]
        if (bias := numbers.bias(filter_)) is not None:
            terms.append(Addend(bias.value((0,)), "b"))
        whole = numbers.y(filter_)
        shown_whole = all(is_shown_whole(term.value) for term in terms)
        terms = terms if len(terms) > 1 else []
        return Equation(
            target=name,
            terms=tuple(terms),
            value=whole.value(cell),
            rounded=not (shown_whole and whole.whole(cell)),
        )

    # -- words --------------------------------------------------------------------------

    def whole_size(self, channels: int, size: Sizes) -> str:
        """The size of so many channels, as arrays have it: 3 × 5 × 5."""
        return PRINTED.by((channels, *self.example.own(size)))

    def widest_sum(self) -> str:
        """The longest number that any sum over a channel shows."""
        if self.example.writing == "none":
            return ""
        read = {f: self.layer.channels_read(f) for f in self.filters}
        arrays = [
            self.numbers.sums(f, c)
            for f, channels in read.items()
            for c in channels
            if c < self.shown_channels.inputs
        ]
        arrays += [self.numbers.partial(f, rest) for f in read if (rest := self.hidden_channels(f))]
        return widest(CellText.of(number) for array in arrays for number in array.flat)


def counted_label(symbol: str, channel: int, hidden: int) -> Label:
    """The label of a channel; where some are *hidden*, with how many there are besides."""
    label = channel_label(symbol, channel)
    return (label, left_out(hidden)) if hidden else label


def unread(grid: Grid) -> Grid:
    """A channel of another group, or its slice: pale."""
    roles = grid.roles.copy()
    roles[roles == CellRole.INPUT] = CellRole.OTHER
    roles[roles == CellRole.KERNEL] = CellRole.OTHER_KERNEL
    return replace(grid, roles=roles, shades=None)


def channel_label(symbol: str, *channels: int) -> Caption:
    """The label of a channel's panel."""
    return Caption.of(indexed, symbol, *channels)


def one_cell(label: Label, text: str, role: CellRole) -> Grid:
    """A panel of a single cell."""
    texts = np.full((1, 1), "", dtype=object)
    texts[0, 0] = text
    return still(label, "", np.full((1, 1), role, np.uint8), texts)


def small_panel(name: str, label: Label, text: str) -> Panel:
    """The place of a single cell: a sum or a bias."""
    return Panel(
        name=name,
        rows=1,
        columns=1,
        labels=((label, ""),),
        content=PanelContent.SUM,
        widest_text=text,
    )
