"""What the way back gives for each op: its cells, those that an op adds one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ...compute import apply
from ...compute.geometry.returned import ChoiceLine
from ...layers.layer import Layer
from ...layers.resolved_layer import resolve_layer
from ...notation import Sizes
from ..example import Cell, Example
from ..frame import CellRole, CellRoles, Equation, Grid, Label, Mark, Shades, Texts
from ..notation import Text
from ..roles import UNSHADED
from .base import blank_texts, still
from .input_sizes import listed

__all__ = ["ADDED", "ReturnedOutputs", "captioned_steps", "computed_cells"]

Kind: TypeAlias = Literal["window", "now", "kept"]
Mask: TypeAlias = npt.NDArray[np.bool_]
ADDED: Final = CellRole.ADDED
"""Look of what an op adds where kernels reach; beyond, there are zeros."""


def captioned_steps(steps: int) -> tuple[int, ...]:
    """Of all steps the first two and the last: those between come with the last."""
    return tuple(dict.fromkeys((0, min(1, steps - 1), steps - 1)))


def computed_cells(lines: Sequence[ChoiceLine], step: int) -> int:
    """Output cells at a step that lie where kernels reach."""
    return math.prod(line.computed(line.op_at(step)) for line in lines)


class ReturnedOutputs:
    """The outputs of a transposed layer for every op, in each other or in rows.

    Steps count the ops from 0. What one op gives is the first cells of what the largest
    gives, so there is one array for all: on two axes each result lies in the next one,
    on one axis, where they are to be *in rows*, each under the one before.
    """

    def __init__(
        self, example: Example, lines: tuple[ChoiceLine, ...], *, in_rows: bool = True
    ) -> None:
        self._example, self.lines = example, lines
        self.steps = max(len(line.ops) for line in lines)
        self.captioned_steps = captioned_steps(self.steps)
        self.giving = example.xs if example.stamps else example.ys
        self.symbol = "y" if example.stamps else "z"
        self.in_rows = in_rows and lines[0].single
        own = example.plane.layer
        layer = Layer(
            "transposed",
            kernel_size=own.kernel_size,
            stride=own.stride,
            dilation=own.dilation,
            crop=tuple((n.axis.pad_begin, n.axis.pad_end - n.ops[-1]) for n in lines),
            rotate_kernel=own.rotate_kernel,
        )
        self._resolved = resolve_layer(layer, self.giving.numbers.shape)
        largest = apply(layer, self.giving.numbers, example.ws.numbers)
        self.values = example.written(largest, self.symbol)
        self._places = np.indices(tuple(line.cells for line in lines))

    # -- sizes --------------------------------------------------------------------------

    def sizes(self, step: int) -> Sizes:
        return tuple(line.size(line.op_at(step)) for line in self.lines)

    @property
    def own_step(self) -> int:
        """The step that gives as many cells as the layer's own op, or more."""
        return max(line.ops.index(line.own) for line in self.lines)

    @property
    def own_sizes(self) -> Sizes:
        return tuple(line.size(line.own) for line in self.lines)

    @property
    def shape(self) -> Sizes:
        rows, columns = (line.cells for line in self.lines)
        return (self.steps, columns) if self.in_rows else (rows, columns)

    # -- cells --------------------------------------------------------------------------

    def _inside(self, ends: Sizes) -> Mask:
        """Cells of the result from the first of the output on, up to *ends* of it."""
        down, across = (
            (at >= line.axis.pad_begin) & (at < line.axis.pad_begin + end)
            for at, line, end in zip(self._places, self.lines, ends, strict=True)
        )
        mask: Mask = down & across
        return mask

    @property
    def _reached_mask(self) -> Mask:
        """Cells that lie where kernels reach, whether a tap meets them or not."""
        down, across = self.lines
        rows, columns = self._places
        mask: Mask = (rows < down.reached_cells) & (columns < across.reached_cells)
        return mask

    def added_cells(self, step: int) -> list[Cell]:
        """Output cells that are new at a told step and lie where kernels reach, row by row."""
        return self._cells_by_step[step]

    @cached_property
    def _cells_by_step(self) -> dict[int, list[Cell]]:
        return {step: self._added_at(step) if step else [] for step in self.captioned_steps}

    def _added_at(self, step: int) -> list[Cell]:
        before = self._inside(self.sizes(self._before(step)))
        new = self._inside(self.sizes(step)) & ~before & self._reached_mask
        begins = [line.axis.pad_begin for line in self.lines]
        return [(int(r) - begins[0], int(c) - begins[1]) for r, c in np.argwhere(new)]

    def _before(self, step: int) -> int:
        """The captioned step before."""
        return self.captioned_steps[self.captioned_steps.index(step) - 1]

    def beyond(self, step: int) -> int:
        """How many output cells are new at a told step and reached by no kernel."""

        def so_far(n: int) -> int:
            return math.prod(self.sizes(n)) - computed_cells(self.lines, n)

        return so_far(step) - (so_far(self._before(step)) if step else 0)

    # -- grids --------------------------------------------------------------------------

    def grid(self, label: Label, step: int, done: int | None = None, *, own: bool = False) -> Grid:
        """The result at a step, *done* of the cells computed that are new with it (or all).

        The cell computed last is marked; *own* frames what the layer's own op gives.
        """
        shown = [*range(step), step] if self.in_rows else [step]
        states = [self._state(n, done if n == step else None) for n in shown]
        roles, texts, shades = (np.concatenate(part) for part in zip(*states, strict=True))
        if self.in_rows:
            roles, texts, shades = self._in_rows(roles, texts, shades)
        kind: Kind = "window" if own else "kept"
        ends, at = (self.own_sizes, self.own_step) if own else (self.sizes(step), step)
        marks = [self._frame(ends, at, kind)]
        if done:
            marks.append(self._frame((1, 1), step, "now", self.added_cells(step)[done - 1]))
        size: Text = self._example.by(ends)
        if self.in_rows:
            size = listed([self.lines[1].size(op) for op in self.lines[1].ops])
        return still(
            label,
            size,
            roles,
            texts,
            marks=tuple(marks),
            shades=shades if self._example.shaded else None,
        )

    def _state(self, step: int, done: int | None) -> tuple[CellRoles, Texts, Shades]:
        """Looks, texts and shades of one result; what is not output of it is cropped."""
        inside, reached = self._inside(self.sizes(step)), self._reached_mask
        roles = np.full(inside.shape, CellRole.NONE, np.uint8)
        texts, shades = blank_texts(inside.shape), np.full(inside.shape, UNSHADED, np.uint8)
        roles[reached] = CellRole.DROPPED
        rows, columns = (slice(n.axis.pad_begin, n.axis.pad_begin + n.largest) for n in self.lines)
        texts[rows, columns], shades[rows, columns] = self.values.texts, self.values.shades
        roles[inside & reached] = CellRole.OUTPUT
        roles[inside & ~reached] = CellRole.ADDED_ZERO
        core = self._inside(self.sizes(0))
        roles[inside & reached & ~core] = ADDED
        texts[~inside], shades[~inside] = "", UNSHADED
        texts[inside & ~reached] = self._example.zero
        if done is not None:
            for number, cell in enumerate(
                self.added_cells(step)[max(done - 1, 0) :], start=done or 1
            ):
                at = self._corner(cell)
                roles[at] = CellRole.NOW if number == done else CellRole.TODO
                if number > done:
                    texts[at], shades[at] = "", UNSHADED
        return roles, texts, shades

    def _in_rows(
        self, roles: CellRoles, texts: Texts, shades: Shades
    ) -> tuple[CellRoles, Texts, Shades]:
        """The same with room for the rows to come."""
        high = len(roles)
        whole = np.full(self.shape, CellRole.NONE, np.uint8)
        said, light = blank_texts(whole.shape), np.full(whole.shape, UNSHADED, np.uint8)
        whole[:high], said[:high], light[:high] = roles, texts, shades
        return whole, said, light

    def _corner(self, cell: Cell) -> tuple[int, int]:
        row, column = (n + line.axis.pad_begin for n, line in zip(cell, self.lines, strict=True))
        return row, column

    def _frame(self, size: Sizes, step: int, kind: Kind, first: Cell = (0, 0)) -> Mark:
        """A frame around output cells from *first* on, in the grid of a step."""
        row, column = self._corner(first)
        if self.in_rows:
            row = step
        return Mark(row, column, size[0], size[1], kind)

    # -- words --------------------------------------------------------------------------

    def terms(self, cell: Cell) -> list[tuple[Cell, Cell]]:
        """(cell of the output gone back from, cell of the kernel) of each product in a cell."""
        taps = self._resolved.operation.taps(self._resolved, cell)
        return [(tap.input_cell, tap.weight_cell) for tap in taps]

    def equation(self, cell: Cell) -> Equation:
        example = self._example
        return example.equation(
            self.symbol,
            self.values,
            cell,
            self.terms(cell),
            self.giving,
            example.ws,
            nothing="reaches it",
        )
