"""The matrix view with channels: a block for each pair of an output and an input channel.

Each block is the matrix of one slice; pairs in different groups have a block of zeros. One row
after another is shown larger, block by block over the channel that it is multiplied by.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ...compute import convolution_matrix
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..frame import (
    LIT,
    CellRole,
    CellRoles,
    Columns,
    Grid,
    Mark,
    Panel,
    PanelContent,
    Section,
    Storyboard,
    Texts,
)
from ..grids.base import blank_texts, full_grid, panel_for, still
from ..label import ColumnHead
from ..notation import PRINTED, Caption, Notation
from ..timing import Pace
from ..values import Factor, Transpose
from ..view import Scene
from ..views.matrix import MatrixView
from . import sentences
from .sums import SummingView
from .view import channel_label

__all__ = ["ChannelMatrixView"]

MATRIX = "matrix"


class ChannelMatrixView(SummingView):
    """One row of blocks after another times x."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return MatrixView.extent(plane)

    def prepare(self) -> None:
        super().prepare()
        plane = self.plane
        numbers = np.arange(1, np.prod(plane.kernel_size) + 1).reshape(plane.kernel_size)
        single = self.numbers.single
        self._taps = convolution_matrix(single.layer, plane.input_size, numbers)
        """Which weight stands in each entry of a block, from 1; 0: none."""
        self._name: Factor = Transpose("C") if self.example.stamps else "C"

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = Caption.of(sentences.blocks, self.example.resolved, self._taps.shape)
        return [self._scene(plan, None, -1)]

    def position(self, number: int) -> Scene:
        filter_, cell = self.place(number)
        row = int(np.ravel_multi_index(cell, self.plane.output_size))
        scene = self._scene("", (filter_, row), number)
        pace = Pace.STEP if any(cell) else Pace.HOLD
        return replace(scene, pace=pace, equation=self.equation(filter_, cell))

    def ending(self) -> list[Scene]:
        done = Caption.of(sentences.last_sentence, self.example.resolved, len(self.filters))
        scene = self._scene(done, None, self._positions)
        return [replace(scene, grids={**scene.grids, **self._no_sums})]

    def _scene(self, caption: str | Caption, row: tuple[int, int] | None, number: int) -> Scene:
        grids: dict[str, Grid | None] = {MATRIX: self._matrix(row)}
        for channel in self._inputs:
            grids[f"x {channel}"] = self._x(channel, row)
            grids[f"row {channel}"] = self._row(channel, row) if row else None
        cell = row and (row[1] // self.plane.output_size[1], row[1] % self.plane.output_size[1])
        grids |= self._sums_of(row[0] if row else 0, cell)
        grids |= self.outputs(number)
        return Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)

    # -- grids --------------------------------------------------------------------------

    @cached_property
    def _all_blocks(self) -> tuple[CellRoles, Texts]:
        """Looks and texts of all blocks, with an empty line between them."""
        rows = [self._block_row(filter_) for filter_ in self.filters]
        return _with_gaps([r for r, _ in rows], 0), _with_gaps([t for _, t in rows], 0)

    def _block_row(self, filter_: int) -> tuple[CellRoles, Texts]:
        blocks = [self._block(filter_, channel) for channel in self._inputs]
        return _with_gaps([r for r, _ in blocks], 1), _with_gaps([t for _, t in blocks], 1)

    def _block(self, filter_: int, channel: int) -> tuple[CellRoles, Texts]:
        taps, texts = self._taps, blank_texts(self._taps.shape)
        if channel not in self.layer.channels_read(filter_):  # zeros, all of them
            return np.full(taps.shape, CellRole.EMPTY, np.uint8), texts
        weights = self.numbers.w(filter_, channel).texts.ravel()
        texts[taps > 0] = weights[taps[taps > 0] - 1]
        return np.where(taps > 0, CellRole.ENTRY, CellRole.EMPTY).astype(np.uint8), texts

    def _matrix(self, row: tuple[int, int] | None) -> Grid:
        roles, texts = self._all_blocks
        layer, shown = self.layer, (len(self.filters), len(self._inputs))
        whole = (layer.out_channels, layer.in_channels)
        label = (
            Caption.of(Notation.matrix, self._name),
            Caption.of(sentences.block_count, shown, whole),
        )
        rows, columns = self._taps.shape
        sizes = [(rows * filters, columns * inputs) for filters, inputs in (shown, whole)]
        size = Caption.of(sentences.part_size, *sizes)
        grid = still(label, size, roles, texts)
        if row is None:
            return grid
        filter_, at = row
        line = self.filters.index(filter_) * (rows + 1) + at
        roles, (_, columns) = roles.copy(), self._taps.shape
        for place, channel in enumerate(self._inputs):
            if channel in self.layer.channels_read(filter_):
                start = place * (columns + 1)
                roles[line, start : start + columns] |= np.uint8(LIT)
        mark = Mark(line, 0, 1, roles.shape[1], "window")
        return replace(grid, roles=roles, marks=(mark,))

    def _row(self, channel: int, row: tuple[int, int]) -> Grid:
        """A row of one block."""
        filter_, at = row
        roles, texts = self._block(filter_, channel)
        roles, texts = roles[at : at + 1], texts[at : at + 1]
        mark: tuple[Mark, ...] = ()
        if channel in self.layer.channels_read(filter_):
            roles = roles | np.uint8(LIT)
            mark = (Mark(0, 0, 1, roles.size, "window"),)
        else:
            roles, texts = np.full_like(roles, CellRole.ZERO), np.full_like(texts, "0")
        return still(self._block_label(filter_, channel), "", roles, texts, marks=mark)

    def _block_label(self, filter_: int, channel: int) -> Caption:
        return Caption.of(sentences.block, self._name, filter_, channel)

    def _x(self, channel: int, row: tuple[int, int] | None) -> Grid:
        """An input channel as a line, lit what the row weighs."""
        values = self.numbers.x(channel)
        line = replace(
            values, numbers=values.numbers.reshape(1, -1), texts=values.texts.reshape(1, -1)
        )
        grid = full_grid(self.example, "x", line, CellRole.INPUT)
        roles = grid.roles.copy()
        if row is not None and channel not in self.layer.channels_read(row[0]):
            roles[:] = CellRole.OTHER
        elif row is not None:
            roles[0, self._taps[row[1]] > 0] |= np.uint8(LIT)
        return replace(grid, label=channel_label("x", channel), size_label="", roles=roles)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, panels = self.example, self._panels()
        size = PRINTED.by(example.own(self.plane.output_size))
        rest = "a block for each channel" * (self.layer.in_channels > 1)
        heads = (
            ColumnHead("x", size=str(self._taps.shape[1])),
            ColumnHead("the framed row over x", rest, short="the row over x"),
            ColumnHead(self.part("sum")),
            ColumnHead("output", size=size),
        )
        rows = self._channel_rows("x", "row", heads, matrix=MATRIX)
        xs, lines, sums = (tuple(panels[row[part]] for row in rows.rows) for part in range(3))
        sums += tuple(panels[name] for name in (rows.rest, rows.bias) if name)
        outputs = tuple(panels[name] for name in rows.outputs)
        columns: Columns = ((panels[MATRIX], *lines), "·", xs, "=", sums, "", outputs)
        roles = {CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY, CellRole.TODO, CellRole.SUM}
        roles |= {CellRole.OUTPUT, CellRole.NOW, *[CellRole.BIAS] * bool(rows.bias)}
        roles |= {CellRole.GHOST} if rows.rest else set()
        roles |= {CellRole.OTHER, CellRole.ZERO} if self.layer.groups > 1 else set()
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY)}
        title = sentences.title(example.name, example.resolved)
        return Storyboard(
            title=example.title or f"{title}, as a matrix",
            short_title="" if example.title else example.name,
            facts=layer_facts.facts(example.resolved),
            steps=(),
            sections=(Section(columns=columns, channels=rows),),
            formulas=layer_facts.formula_rows(example.resolved, zeros=False),
            roles=frozenset(roles | lit),
            scales=self.numbers.scales,
        )

    def _panels(self) -> dict[str, Panel]:
        found = {MATRIX: panel_for(MATRIX, [self._matrix(None)])} | self._sum_panels()
        for c in self._inputs:
            found[f"x {c}"] = panel_for(f"x {c}", [self._x(c, None)], PanelContent.INPUT)
            read = [f for f in self.filters if c in self.layer.channels_read(f)]
            row = self._row(c, ((read or self.filters)[0], 0))
            texts = [self.numbers.w(f, c).texts for f in read]
            names = [(self._block_label(f, c), "") for f in self.filters]
            found[f"row {c}"] = panel_for(
                f"row {c}", [row], texts=texts, labels=names, lens_of=MATRIX
            )
        for f in self.filters:
            texts = [self.numbers.y(f).texts]
            found[f"output {f}"] = panel_for(
                f"output {f}", [self.output(f, 0)], PanelContent.OUTPUT, texts=texts
            )
        return found


def _with_gaps(parts: list[npt.NDArray[Any]], axis: int) -> npt.NDArray[Any]:
    """Arrays one after another with an empty line between them."""
    first, *rest = parts
    joined = [first]
    for part in rest:
        shape = list(part.shape)
        shape[axis] = 1
        empty = blank_texts(tuple(shape)) if part.dtype == object else np.zeros(shape, np.uint8)
        joined += [empty, part]
    return np.concatenate(joined, axis=axis)
