"""What input cells give to output channels: stamps, and the sums that grow of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from ...compute import Array, apply
from ...layers.operations.base import Target
from ...layers.resolved_layer import ResolvedLayer, one_channel, resolve_layer
from ...notation import Sizes
from ..cell_text import widest
from ..example import Example
from ..frame import LIT, CellRole, CellRoles, Grid, LegendEntry, Mark
from ..grids.base import blank_texts, full_grid, kernel_grid, still
from ..grids.stamps import HITS, hit_legend
from ..mark import enclosing_mark
from ..notation import PRINTED, CellText
from ..roles import UNSHADED
from ..shades import product_levels, shade_levels
from ..values import plain_number
from .numbers import ChannelNumbers
from .shown_channels import ShownChannels
from .view import channel_label, counted_label

__all__ = ["ChannelStamps"]


class ChannelStamps:
    """The grids of a layer with channels seen from its input, for output channels as they are.

    Sums begin with the bias, and grow input cell after input cell, channel after channel: a
    *count* is of these.
    """

    def __init__(self, example: Example, numbers: ChannelNumbers, shown: ShownChannels) -> None:
        self._example, self.numbers, self._shown_channels = example, numbers, shown
        self._plane, self._layer = example.plane, example.plane.layer
        if shown.ring:
            self._plane = _uncropped(example.plane)
        self._pair = one_channel(self._plane)
        self._size: Sizes = self._plane.input_size
        self.cells = math.prod(self._size)
        self.turned = not self._plane.axes[-1].rotated and max(self._plane.kernel_size) > 1
        """Whether slices land turned by 180 degrees, as where a convolution's shares go."""
        high, wide = example.plane.output_size
        self._top, self._left = (
            max(axis.crop_begin, 0) * shown.ring for axis in example.plane.axes
        )
        self._inside = np.s_[self._top : self._top + high, self._left : self._left + wide]
        self.outside = np.ones(self._plane.output_size, bool)
        """What is cropped of the sums."""
        self.outside[self._inside] = False
        self.crops = bool(self.outside.any())
        self.appends = any(min(axis.crop_begin, axis.crop_end) < 0 for axis in self._plane.axes)
        self._remember()

    @property
    def whole_size(self) -> Sizes:
        """Size of the sums, with what is cropped."""
        return self._plane.output_size

    def place_of(self, output_cell: Sizes) -> tuple[int, int]:
        """Where an output cell is among the sums."""
        row, column = output_cell
        return self._top + row, self._left + column

    def _remember(self) -> None:
        self.after = lru_cache(maxsize=64)(self._work_out)
        self._before = lru_cache(maxsize=64)(self._all_before)
        self._hit_counts = lru_cache(maxsize=64)(self._all_hits)

    def __getstate__(self) -> dict[str, Any]:  # what is remembered stays in its process
        remembered = ("after", "_before", "_hit_counts")
        return {name: value for name, value in vars(self).items() if name not in remembered}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._remember()

    # -- numbers ------------------------------------------------------------------------

    def _work_out(self, filter_: int, count: int) -> tuple[Array, Array]:
        """(sums, how many gave) of an output channel after *count* input cells."""
        channel, given = divmod(count, self.cells)
        sums, hits = self._before(filter_, channel)
        if not given or channel not in self._layer.channels_read(filter_):
            return sums, hits
        more, reached = self._shares(filter_, channel, given)
        return sums + more, hits + reached

    def _all_before(self, filter_: int, channel: int) -> tuple[Array, Array]:
        """(sums, how many gave) of an output channel after all input channels before one."""
        if channel:
            sums, hits = self._before(filter_, channel - 1)
            if channel - 1 not in self._layer.channels_read(filter_):
                return sums, hits
            more, reached = self._shares(filter_, channel - 1, self.cells)
            return sums + more, hits + reached
        sums = np.zeros(self._plane.output_size, self._example.y.dtype)
        if self._example.bias is not None:
            sums[self._inside] += self._example.bias[filter_]
        return sums, np.zeros(self._plane.output_size, np.int64)

    def _shares(self, filter_: int, channel: int, given: int) -> tuple[Array, Array]:
        """What the first cells of a channel add to an output channel, and how many reach each."""
        x = self._example.x[channel]
        x = np.where(self._first(given), x, 0).astype(x.dtype)
        sums = apply(self._pair.layer, x, self.numbers.w(filter_, channel).numbers)
        return sums, self._hit_counts(given)

    def _all_hits(self, given: int) -> Array:
        """How many of the first cells of an input channel reach each output cell."""
        ones = np.ones(self._plane.kernel_size, np.int64)
        return apply(self._pair.layer, self._first(given).astype(np.int64), ones)

    def _targets(self, filter_: int, channel: int, cell: Sizes) -> list[Target]:
        """Where an input cell goes in an output channel; nowhere in one of another group."""
        if channel not in self._layer.channels_read(filter_):
            return []
        return self._pair.operation.targets(self._pair, cell)

    def _first(self, given: int) -> Array:
        return (np.arange(self.cells) < given).reshape(self._size)

    def positions(self, filter_: int, count: int | None) -> Array:
        """From how many positions of an input channel an output channel was reached.

        After *count* input cells, or all: a position counts once, whatever the channels there.
        """
        channel, given = (1, 0) if count is None else divmod(count, self.cells)
        read = self._layer.channels_read(filter_)
        if count is None or channel > read.start:
            given = self.cells
        elif channel not in read:
            given = 0
        return self._hit_counts(given)

    def result(self, filter_: int) -> tuple[Array, Array]:
        """The output channel, and how many gave in all, of hidden channels too.

        What is cropped has the sums of those that are shown.
        """
        hits = self._hit_counts(self.cells)
        sums = self._before(filter_, self._shown_channels.inputs)[0].copy()
        sums[self._inside] = self._example.y[filter_]
        return sums, hits * len(self._layer.channels_read(filter_))

    @property
    def products(self) -> list[str]:
        """What stamps say: every product of a number of the input and one of the weights."""
        x, w = (set(array.astype(object).flat) for array in (self._example.x, self._example.w))
        return [PRINTED.number(one * other) for one in x for other in w]

    def widest_sum(self, filter_: int) -> str:
        """The longest number among the sums after each channel."""
        counts = [self.cells * (channel + 1) for channel in range(self._shown_channels.inputs)]
        arrays = [self.after(filter_, count)[0] for count in counts] + [self._example.y[filter_]]
        return widest(
            CellText.of(plain_number(number)) for array in arrays for number in array.flat
        )

    # -- grids --------------------------------------------------------------------------

    def input(self, channel: int, cell: Sizes | None) -> Grid:
        """An input channel, the cell lit that is giving."""
        grid = full_grid(self._example, "x", self.numbers.x(channel), CellRole.INPUT)
        hidden = self._layer.in_channels - self._shown_channels.inputs
        last = channel == self._shown_channels.inputs - 1
        grid = replace(grid, label=counted_label("x", channel, hidden * last), size_label="")
        if cell is None:
            return grid
        (row, column), roles = cell, grid.roles.copy()
        roles[row, column] |= LIT
        return replace(grid, roles=roles, marks=(Mark(row, column, 1, 1, "window"),))

    def kernel(self, filter_: int, channel: int) -> Grid:
        """The slice as it lands."""
        weights = self.numbers.w(filter_, channel)
        if self.turned:
            weights = weights.flipped()
        grid = kernel_grid(
            self._example, self._plane, channel_label("w", filter_, channel), weights
        )
        return replace(grid, size_label="")

    def stamp(self, filter_: int, channel: int, cell: Sizes) -> Grid:
        """The slice times an input cell; a ghost where that lands nowhere."""
        x, w = self._example.x[(channel, *cell)], self.numbers.w(filter_, channel).numbers
        texts, roles = blank_texts(w.shape), np.full(w.shape, CellRole.GHOST, np.uint8)
        unwritten = self._example.writing == "none"
        if not unwritten:
            for weight in np.ndindex(*w.shape):
                texts[weight] = CellText.of(plain_number(x) * plain_number(w[weight]))
        for target in self._targets(filter_, channel, cell):
            roles[target.weight_cell] = CellRole.STAMP
        if self.turned:
            texts, roles, w = np.flip(texts), np.flip(roles), np.flip(w)
        grid = kernel_grid(self._example, self._plane, "", texts)
        weights, shades = grid.roles == CellRole.KERNEL, None
        grid.roles[weights] = roles.ravel()
        if unwritten:
            products = float(x) * w.astype(float)
            levels = product_levels(products, self._example.x, self._example.w)
            shades = np.full(grid.roles.shape, UNSHADED, np.uint8)
            shades[weights] = np.where(roles == CellRole.STAMP, levels, UNSHADED).ravel()
        return replace(grid, size_label="", shades=shades)

    def sums(self, filter_: int, count: int | None, giver: tuple[int, Sizes] | None = None) -> Grid:
        """An output channel after *count* input cells, lit what the last one, *giver*, adds to.

        With None, after all, hidden ones too.
        """
        example = self._example
        sums, hits = self.result(filter_) if count is None else self.after(filter_, count)
        texts, biased = blank_texts(sums.shape), example.bias is not None
        unknown = self._layer.in_channels > self._shown_channels.inputs and count is None
        for place in np.ndindex(*sums.shape):
            there = hits[place] or ((biased or count is None) and not self.outside[place])
            if there and example.writing != "none" and not (unknown and self.outside[place]):
                texts[place] = CellText.of(plain_number(sums[place]))
        roles = self._roles(filter_, count)
        notes, marks = {}, (*self._kept_marks(),)
        if giver and (added := self._addend_notes(filter_, *giver)):
            reached = np.array(HITS, np.uint8)[self._places(filter_, count)]
            for place, note in added.items():
                roles[place] = reached[place] | np.uint8(LIT)
                if hits[place] > 1 or (biased and not self.outside[place]):
                    notes[place] = note
            marks += (enclosing_mark(list(added)),)
        shades = None
        if example.shaded:
            levels = shade_levels(sums, example.y, signed=example.signed)
            shades = np.where((hits > 0) & ~self.outside, levels, UNSHADED).astype(np.uint8)
        hidden = self._layer.out_channels - self._shown_channels.filters
        label = counted_label("y", filter_, hidden * (filter_ == self._shown_channels.filters - 1))
        return still(label, "", roles, texts, notes=notes, marks=marks, shades=shades)

    def _places(self, filter_: int, count: int | None) -> CellRoles:
        """From how many positions each sum was reached, as its look says."""
        return np.minimum(self.positions(filter_, count), len(HITS) - 1)

    def _roles(self, filter_: int, count: int | None) -> CellRoles:
        """How sums look that no cell adds to now; what will be cropped is a ghost."""
        roles = np.array(HITS, np.uint8)[self._places(filter_, count)]
        biased = self._example.bias is not None
        if biased or count is None:
            hits = (self.result(filter_) if count is None else self.after(filter_, count))[1]
            roles[hits == 0] = CellRole.BIAS if biased else CellRole.ZERO
        roles[self.outside] = CellRole.DROPPED if count is None else CellRole.GHOST
        return roles

    def _kept_marks(self) -> Iterator[Mark]:
        """The frame around what remains, where something goes."""
        if self.crops:
            high, wide = self._example.plane.output_size
            yield Mark(self._top, self._left, high, wide, "kept")

    def _addend_notes(self, filter_: int, channel: int, cell: Sizes) -> dict[tuple[int, int], str]:
        """What an input cell adds to each cell of an output channel, as a cell notes it."""
        x, w = self._example.x[(channel, *cell)], self.numbers.w(filter_, channel)
        found = {}
        for target in self._targets(filter_, channel, cell):
            row, column = target.output_cell
            product = plain_number(x) * w.value(target.weight_cell)
            found[row, column] = PRINTED.addend(product)
        return found if self._example.writing != "none" else dict.fromkeys(found, "")

    def legend(self) -> tuple[LegendEntry, ...]:
        """What the looks of sums mean: from how many positions each was reached."""
        places = self.positions(0, None)[~self.outside]  # alike for all output channels
        entries = hit_legend(int(places.max()), places=True)
        if self._example.bias is not None:
            entries.insert(0, LegendEntry(CellRole.BIAS, "bias alone"))
        elif int(places.min()) == 0:
            entries.append(LegendEntry(CellRole.ZERO, "never"))
        if self.crops:
            entries.append(LegendEntry(CellRole.GHOST, "to be cropped", spare=True))
        return tuple(entries)


def _uncropped(plane: ResolvedLayer) -> ResolvedLayer:
    """The layer with all that its stamps reach, and what is appended."""
    crop = tuple((min(axis.crop_begin, 0), min(axis.crop_end, 0)) for axis in plane.axes)
    layer = plane.layer.replaced(padding=0, output_padding=0, crop=crop)
    return resolve_layer(layer, plane.input_size)
