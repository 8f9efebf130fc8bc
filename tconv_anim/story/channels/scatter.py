"""The scatter view with channels: an input cell gives to every output channel of its group.

Each time it is multiplied by another slice. Sums begin with the bias, and grow channel after
channel.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from ...compute import Array, apply
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..cell_text import widest
from ..frame import (
    LIT,
    UNSHADED,
    CellRole,
    Columns,
    Equation,
    Grid,
    Mark,
    Section,
    Storyboard,
    WordedSign,
)
from ..grids.base import blank_texts, full_grid, kernel_grid, panel_for, still
from ..grids.stamps import HITS, hit_legend
from ..notation import Caption, CellText
from ..shades import shade_levels
from ..timing import Pace
from ..values import Addend, Product, plain_number
from ..view import Scene
from . import sentences
from .view import ChannelView, ShownChannels, counted_label, named

__all__ = ["ChannelScatterView"]


class ChannelScatterView(ChannelView):
    """A scene for each input cell, channel after channel."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return tuple(map(max, plane.input_size, plane.output_size))

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.input_size) * ShownChannels.most(plane.layer).inputs

    def prepare(self) -> None:
        self._cells = math.prod(self.plane.input_size)
        self._remember()

    def _remember(self) -> None:
        self._state = lru_cache(maxsize=64)(self._work_out)
        self._before = lru_cache(maxsize=64)(self._all_before)

    def __getstate__(self) -> dict[str, Any]:  # what is remembered stays in its process
        return {name: v for name, v in vars(self).items() if name not in ("_state", "_before")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._remember()

    @property
    def _positions(self) -> int:
        return self._cells * self.shown.inputs

    def scene_of(self, cell: Sizes) -> int | None:  # type: ignore[override]
        """The last input cell that gives to an output cell."""
        filter_, place = (cell[0], cell[1:]) if len(cell) == 3 else (0, cell)
        if filter_ not in self.filters:
            return None
        given = [
            tap.channel * self._cells + int(np.ravel_multi_index(tap.input_cell, self._size))
            for tap in self.plane.operation.taps(self.plane, place, filter_)
            if tap.channel < self.shown.inputs
        ]
        return len(self._opening) + max(given) if given else None

    @property
    def _size(self) -> Sizes:
        return self.plane.input_size

    # -- numbers ------------------------------------------------------------------------

    def _work_out(self, filter_: int, count: int) -> tuple[Array, Array]:
        """(sums, how many gave) of an output channel after *count* input cells."""
        channel, given = divmod(count, self._cells)
        sums, hits = self._before(filter_, channel)
        if not given or channel not in self.layer.channels_read(filter_):
            return sums, hits
        there = (np.arange(self._cells) < given).reshape(self._size)
        more, reached = self._given(filter_, channel, there)
        return sums + more, hits + reached

    def _all_before(self, filter_: int, channel: int) -> tuple[Array, Array]:
        """The same after all input channels before one."""
        if channel:
            sums, hits = self._before(filter_, channel - 1)
            if channel - 1 not in self.layer.channels_read(filter_):
                return sums, hits
            more, reached = self._given(filter_, channel - 1, np.ones(self._size, bool))
            return sums + more, hits + reached
        sums = np.zeros(self.plane.output_size, self.example.y.dtype)
        if self.example.bias is not None:
            sums = sums + self.example.bias[filter_]
        return sums, np.zeros(self.plane.output_size, np.int64)

    def _given(self, filter_: int, channel: int, there: Array) -> tuple[Array, Array]:
        """What the cells that are *there* add to an output channel, and how many reach each."""
        single, x = self.numbers.single.layer, self.example.x[channel]
        x = np.where(there, x, 0).astype(x.dtype)
        ones = np.ones(self.plane.kernel_size, np.int64)
        sums = apply(single, x, self.numbers.w(filter_, channel).numbers)
        return sums, apply(single, there.astype(np.int64), ones)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        giving = Caption.of(sentences.giving, self.example.resolved)
        return [Scene(step=0, pace=Pace.HOLD, caption=giving, grids=self._grids(None))]

    def fullest_scene(self) -> int:
        """The cell in the middle of the channel in the middle; of the next ones, one not 0."""
        channel = self.shown.inputs // 2
        middle = [(size - 1) / 2 for size in self._size]
        nonzero = np.argwhere(self.example.x[channel] != 0)
        if not len(nonzero):
            return super().fullest_scene()
        place = nonzero[np.abs(nonzero - middle).sum(axis=1).argmin()]
        cell = int(np.ravel_multi_index(tuple(place), self._size))
        return len(self._opening) + channel * self._cells + cell

    def position(self, number: int) -> Scene:
        channel, cell = divmod(number, self._cells)
        place = tuple(int(n) for n in np.unravel_index(cell, self._size))
        pace = Pace.STEP if cell else Pace.HOLD
        grids = self._grids(number)
        targets = self.plane.operation.targets(self.plane, place, channel)
        reached = [target for target in targets if target.channel in self.filters]
        if not reached:
            name = self.example.cell("x", place)._replace(channel=channel)
            caption = Caption.of(sentences.gives_nothing, name)
            return Scene(step=0, pace=pace, caption=caption, grids=grids)
        # Of the cells that it adds to: one that gets more than 0, and has a sum already.
        first = max(
            reached,
            key=lambda t: (
                bool(self.numbers.w(t.channel, channel).numbers[t.weight_cell]),
                bool(self._state(t.channel, number)[1][t.output_cell]),
            ),
        )
        grid = grids[f"output {first.channel}"]
        if grid is not None:
            roles = grid.roles.copy()
            roles[first.output_cell] = CellRole.NOW
            grids[f"output {first.channel}"] = replace(grid, roles=roles)
        x = self.numbers.x(channel).value(place)
        w = self.numbers.w(first.channel, channel).value(first.weight_cell)
        before, after = (
            plain_number(self._state(first.channel, at)[0][first.output_cell])
            for at in (number, number + 1)
        )
        target = self.example.cell("y", first.output_cell)._replace(channel=first.channel)
        started = bool(before) or bool(self._state(first.channel, number)[1][first.output_cell])
        terms = (*[Addend(before, "y")] * started, Product((x, w)))
        equation = Equation(target=target, terms=terms, value=after)
        if self.example.writing == "none":
            equation = Equation(target=target, remark="grows")
        return Scene(step=0, pace=pace, equation=equation, grids=grids)

    def ending(self) -> list[Scene]:
        """The whole output; what hidden channels give has been added."""
        hidden = self.layer.in_channels - self.shown.inputs
        grids = self._grids(None) | self.outputs(self._whole)
        caption = Caption.of(sentences.given, self.example.resolved, hidden)
        return [Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)]

    @property
    def _whole(self) -> int:
        """A position of :meth:`outputs` after which all are complete."""
        return math.prod(self.plane.output_size) * len(self.filters)

    # -- grids --------------------------------------------------------------------------

    def _grids(self, number: int | None) -> dict[str, Grid | None]:
        channel, cell = divmod(number or 0, self._cells)
        grids: dict[str, Grid | None] = {}
        for at in range(self.shown.inputs):
            giving = cell if number is not None and at == channel else None
            grids[f"input {at}"] = self._input(at, giving)
        reached = self.layer.channels_reached(channel)
        for filter_ in self.filters:
            there = filter_ in reached
            grids[f"kernel {filter_}"] = self._kernel(filter_, channel) if there else None
            grids[f"output {filter_}"] = self._sums(filter_, number, there=there)
        return grids

    def _input(self, channel: int, cell: int | None) -> Grid:
        grid = full_grid(self.example, "x", self.numbers.x(channel), CellRole.INPUT)
        hidden = self.layer.in_channels - self.shown.inputs
        last = channel == self.shown.inputs - 1
        grid = replace(grid, label=counted_label("x", channel, hidden * last), size_label="")
        if cell is None:
            return grid
        row, column = (int(n) for n in np.unravel_index(cell, self._size))
        roles = grid.roles.copy()
        roles[row, column] |= LIT
        return replace(grid, roles=roles, marks=(Mark(row, column, 1, 1, "window"),))

    def _kernel(self, filter_: int, channel: int) -> Grid:
        weights = self.numbers.w(filter_, channel)
        label = named("w", filter_, channel)
        grid = kernel_grid(self.example, self.plane, label, weights)
        return replace(grid, size_label="")

    def _sums(self, filter_: int, number: int | None, *, there: bool) -> Grid:
        sums, hits = self._state(filter_, 0 if number is None else number + 1)
        texts = blank_texts(sums.shape)
        biased = self.example.bias is not None
        for place in np.ndindex(*sums.shape):
            if (hits[place] or biased) and self.example.writing != "none":
                texts[place] = CellText.of(plain_number(sums[place]))
        roles = np.array(HITS, np.uint8)[np.minimum(hits, len(HITS) - 1)]
        if biased:
            roles[hits == 0] = CellRole.BIAS
        if number is not None and there:
            roles[hits > self._state(filter_, number)[1]] |= np.uint8(LIT)
        shades = None
        if self.example.shaded:
            levels = shade_levels(sums, self.example.y, signed=self.example.signed)
            shades = np.where(hits > 0, levels, UNSHADED).astype(np.uint8)
        hidden = self.layer.out_channels - len(self.filters)
        label = counted_label("y", filter_, hidden * (filter_ == self.filters[-1]))
        marks = self._frame(filter_, number) if number is not None and there else ()
        return still(label, "", roles, texts, shades=shades, marks=marks)

    def _frame(self, filter_: int, number: int) -> tuple[Mark, ...]:
        """Around the cells that an input cell reaches."""
        reached = self._state(filter_, number + 1)[1] > self._state(filter_, number)[1]
        if not reached.any():
            return ()
        rows, columns = (np.flatnonzero(reached.any(axis=axis)) for axis in (1, 0))
        top, left = int(rows[0]), int(columns[0])
        high, wide = int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left
        return (Mark(top, left, high, wide, "window"),)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, inputs = self.example, range(self.shown.inputs)
        lefts = tuple(panel_for(f"input {c}", [self._input(c, None)]) for c in inputs)
        kernels, outputs = [], []
        for filter_ in self.filters:
            read = [c for c in self.layer.channels_read(filter_) if c in inputs]
            slices = [self._kernel(filter_, c) for c in read or self.layer.channels_read(filter_)]
            kernels.append(panel_for(f"kernel {filter_}", slices))
            grid = self._sums(filter_, None, there=False)
            texts = np.array([self._widest(filter_)], dtype=object)
            outputs.append(panel_for(f"output {filter_}", [grid], texts=[texts]))
        columns: Columns = (lefts, "×", tuple(kernels), WordedSign.of("→", "add"), tuple(outputs))
        roles = {CellRole.INPUT, CellRole.KERNEL, CellRole.GAP, CellRole.NOW, CellRole.OUTPUT}
        roles |= set(HITS) | ({CellRole.BIAS} if example.bias is not None else set())
        lit = {int(role) | LIT for role in (CellRole.INPUT, *HITS[1:])}
        title = sentences.title(example.name, example.resolved)
        most = max(int(self._state(f, self._positions)[1].max()) for f in self.filters)
        return Storyboard(
            title=example.title or title,
            facts=self.facts(),
            steps=(),
            sections=(Section(columns=columns, stacks=columns),),
            formulas=(),
            roles=frozenset({int(role) for role in roles} | lit),
            scales=self.numbers.scales,
            legend=tuple(hit_legend(most)),
        )

    def _widest(self, filter_: int) -> str:
        """The longest number among the sums after each channel."""
        counts = [self._cells * (channel + 1) for channel in range(self.shown.inputs)]
        arrays = [self._state(filter_, count)[0] for count in counts] + [self.example.y[filter_]]
        return widest(
            CellText.of(plain_number(number)) for array in arrays for number in array.flat
        )
