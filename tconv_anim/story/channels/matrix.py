"""The matrix view with channels: a block for each pair of an output and an input channel.

Each block is the matrix of one slice; pairs in different groups have a block of zeros. x and
y are columns, channel after channel, and the bias is added.
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
from ..example import CellValues
from ..frame import LIT, CellRole, CellRoles, Columns, Grid, Mark, Section, Storyboard, Texts
from ..grids.base import blank_texts, filling_grid, full_grid, panel_for, stacked, still
from ..notation import Caption, Notation
from ..timing import Pace
from ..view import Scene
from ..views.matrix import MatrixView
from . import sentences
from .view import ChannelView

__all__ = ["ChannelMatrixView"]

MATRIX, X, BIAS, Y = "matrix", "x", "bias", "y"


class ChannelMatrixView(ChannelView):
    """One row of blocks after another times x."""

    shows_structure = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return MatrixView.extent(plane)

    def prepare(self) -> None:
        plane = self.plane
        numbers = np.arange(1, np.prod(plane.kernel_size) + 1).reshape(plane.kernel_size)
        single = self.numbers.single
        self._taps = convolution_matrix(single.layer, plane.input_size, numbers)
        """Which weight stands in each entry of a block, from 1; 0: none."""
        self._inputs = range(self.shown.inputs)
        self._name = "Cᵀ" if self.example.stamps else "C"

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = Caption.of(sentences.blocks, self.example.resolved, self._taps.shape)
        return [self._scene(plan, None, 0)]

    def position(self, number: int) -> Scene:
        filter_, cell = self.place(number)
        row = int(np.ravel_multi_index(cell, self.plane.output_size))
        scene = self._scene("", (filter_, row), number + 1)
        pace = Pace.STEP if any(cell) else Pace.HOLD
        return replace(scene, pace=pace, equation=self.equation(filter_, cell))

    def ending(self) -> list[Scene]:
        done = Caption.of(sentences.done, self.example.resolved)
        scene = self._scene(done, None, self._positions)
        grid = scene.grids[Y]
        if grid is not None:
            roles = grid.roles.copy()
            roles[roles == CellRole.NOW] = CellRole.OUTPUT
            scene = replace(scene, grids={**scene.grids, Y: replace(grid, roles=roles, marks=())})
        return [scene]

    def _scene(self, caption: str | Caption, row: tuple[int, int] | None, done: int) -> Scene:
        grids: dict[str, Grid | None] = {MATRIX: self._matrix(row), X: self._x(row)}
        grids[Y] = self._y(done)
        if (bias := self._bias) is not None:
            grids[BIAS] = bias
        return Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)

    # -- grids --------------------------------------------------------------------------

    @cached_property
    def _whole(self) -> tuple[CellRoles, Texts]:
        """Looks and texts of all blocks, with an empty line between them."""
        rows = [self._block_row(filter_) for filter_ in self.filters]
        return _joined([r for r, _ in rows], 0), _joined([t for _, t in rows], 0)

    def _block_row(self, filter_: int) -> tuple[CellRoles, Texts]:
        blocks = [self._block(filter_, channel) for channel in self._inputs]
        return _joined([r for r, _ in blocks], 1), _joined([t for _, t in blocks], 1)

    def _block(self, filter_: int, channel: int) -> tuple[CellRoles, Texts]:
        taps, texts = self._taps, blank_texts(self._taps.shape)
        if channel not in self.layer.channels_read(filter_):
            return np.full(taps.shape, CellRole.OTHER, np.uint8), texts
        weights = self.numbers.w(filter_, channel).texts.ravel()
        texts[taps > 0] = weights[taps[taps > 0] - 1]
        return np.where(taps > 0, CellRole.ENTRY, CellRole.EMPTY).astype(np.uint8), texts

    def _matrix(self, row: tuple[int, int] | None) -> Grid:
        roles, texts = self._whole
        layer, shown = self.layer, (len(self.filters), len(self._inputs))
        whole = (layer.out_channels, layer.in_channels)
        label = Caption.of(sentences.block_label, self._name, shown, whole)
        rows, columns = self._taps.shape
        size = Caption.of(Notation.by, (rows * layer.out_channels, columns * layer.in_channels))
        grid = still(label, size, roles, texts)
        if row is None:
            return grid
        filter_, at = row
        line = self.filters.index(filter_) * (rows + 1) + at
        roles = roles.copy()
        lit = np.isin(roles[line], (CellRole.ENTRY, CellRole.EMPTY))
        roles[line, lit] |= np.uint8(LIT)
        mark = Mark(line, 0, 1, roles.shape[1], "window")
        return replace(grid, roles=roles, marks=(mark,))

    def _x(self, row: tuple[int, int] | None) -> Grid:
        """The input channels below each other, lit what the row weighs."""
        slices = []
        for channel in self._inputs:
            values = self.numbers.x(channel).flattened()
            grid = full_grid(self.example, "x", values, CellRole.INPUT)
            if row is not None and channel in self.layer.channels_read(row[0]):
                roles = grid.roles.copy()
                roles[self._taps[row[1]] > 0] |= np.uint8(LIT)
                grid = replace(grid, roles=roles)
            slices.append(grid)
        return self._column(slices, self.layer.in_channels * self._taps.shape[1])

    def _y(self, done: int) -> Grid:
        cells = self._taps.shape[0]
        slices = []
        for at, filter_ in enumerate(self.filters):
            own = min(max(done - at * cells, 0), cells)
            values = self.numbers.y(filter_).flattened()
            grid = filling_grid(self.example, "y", values, own)
            if done > (at + 1) * cells:
                roles = grid.roles.copy()
                roles[roles == CellRole.NOW] = CellRole.OUTPUT
                grid = replace(grid, roles=roles, marks=())
            slices.append(grid)
        return self._column(slices, self.layer.out_channels * cells)

    @cached_property
    def _bias(self) -> Grid | None:
        """The bias of each filter beside its rows."""
        cells = self._taps.shape[0]
        slices = []
        for filter_ in self.filters:
            if (bias := self.numbers.bias(filter_)) is None:
                return None
            numbers = np.repeat(bias.numbers, cells).reshape(-1, 1)
            texts = np.repeat(bias.texts, cells).reshape(-1, 1)
            values = CellValues(numbers, texts)
            slices.append(replace(full_grid(self.example, "b", values, CellRole.BIAS), shades=None))
        return self._column(slices, self.layer.out_channels * cells)

    @staticmethod
    def _column(slices: list[Grid], size: int) -> Grid:
        return replace(stacked(slices), size_label=Caption.of(Notation.by, (size,)))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example = self.example
        matrix, x, y = self._matrix(None), self._x(None), self._y(0)
        outputs = [self.numbers.y(filter_).texts for filter_ in self.filters]
        panels = [
            panel_for(MATRIX, [matrix]),
            panel_for(X, [x]),
            panel_for(Y, [y], texts=outputs, rows_of=MATRIX),
        ]
        columns: Columns = ((panels[0],), "·", (panels[1],), "=", (panels[2],))
        roles = {CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY, CellRole.TODO}
        roles |= {CellRole.OUTPUT, CellRole.NOW}
        if self._bias is not None:
            bias = panel_for(BIAS, [self._bias], rows_of=MATRIX)
            columns = (*columns[:-2], "+", (bias,), *columns[-2:])
            roles |= {CellRole.BIAS}
        if self.layer.groups > 1:
            roles |= {CellRole.OTHER}
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY)}
        title = sentences.title(example.name, example.resolved)
        return Storyboard(
            title=example.title or f"{title}, as a matrix",
            facts=self.facts(),
            steps=(),
            sections=(Section(columns=columns),),
            formulas=(),
            roles=frozenset({int(role) for role in roles} | lit),
            scales=self.numbers.scales,
        )


def _joined(parts: list[npt.NDArray[Any]], axis: int) -> npt.NDArray[Any]:
    """Arrays one after another with an empty line between them."""
    first, *rest = parts
    joined = [first]
    for part in rest:
        shape = list(part.shape)
        shape[axis] = 1
        empty = blank_texts(tuple(shape)) if part.dtype == object else np.zeros(shape, np.uint8)
        joined += [empty, part]
    return np.concatenate(joined, axis=axis)
