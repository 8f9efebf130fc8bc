"""A layer whose stamps or windows are counted: its panels, and their grids at each position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ..example import Cell, Example
from ..frame import LIT, CellRole, Columns, Fan, Grid, Label, Mark, Section, Texts
from .base import blank_texts, filling_grid, full_grid, kernel_grid, panel_for
from .counts import CountMap

__all__ = ["COUNTS", "GIVER", "KERNEL", "CountedLayer"]

GIVER, KERNEL, COUNTS = "giver", "kernel", "counts"


class CountedLayer:
    """The layer itself, or with a *prefix* before the names of its panels another beside it."""

    def __init__(
        self, example: Example, plane: ResolvedLayer, weights: Texts | None = None, prefix: str = ""
    ) -> None:
        self._example, self._plane, self._prefix = example, plane, prefix
        self.counts = CountMap(example, plane)
        self._weights = blank_texts(plane.kernel_size) if weights is None else weights
        self._kernel = kernel_grid(example, plane, "kernel", self._weights)
        crops, where = self.counts.crops, "output" if example.stamps else "input"
        verb = f"times {'reached' if example.stamps else 'read'}"
        before = "uncropped result" if example.stamps else "padded " * crops + "input"
        if example.strip:
            before, where = verb, verb
        self.whole_label: Label = (before, verb) if not example.strip else verb
        self.rest_label: Label = (where, verb) if not example.strip else verb

    def grids(
        self,
        counts: Grid | None,
        number: int | None = None,
        *,
        done: bool = False,
        phase: Cell | None = None,
    ) -> dict[str, Grid | None]:
        """The grids of a scene by their panels: at a position, or when all are *done*.

        *phase*: that of the cells whose weights are lit.
        """
        kernel = self._kernel if phase is None else self._lit_kernel(phase)
        grids = {GIVER: self._giver(number, done=done), KERNEL: kernel, COUNTS: counts}
        return {self._prefix + name: grid for name, grid in grids.items()}

    def at(self, number: int) -> dict[str, Grid | None]:
        return self.grids(self.counts.grid(self.whole_label, number + 1, number), number)

    def _giver(self, number: int | None, *, done: bool) -> Grid:
        """The input, the stamping cell lit; of a convolution its output, as far as it is."""
        example = self._example
        if not example.stamps:
            if done:
                grid = full_grid(example, "output", example.ys, CellRole.OUTPUT)
            else:
                done_cells = 0 if number is None else number + 1
                grid = filling_grid(example, "output", example.ys, done_cells)
        else:
            grid = full_grid(example, "input", example.xs, CellRole.INPUT)
            if number is not None:
                row, column = divmod(number, self.counts.positions[1])
                grid.roles[row, column] |= LIT
                grid = replace(grid, marks=(Mark(row, column, 1, 1, "window"),))
        return grid

    @property
    def _links(self) -> tuple[tuple[float, tuple[int, ...]], ...]:
        """Where each cell of a single row stands, over the middle of its cells, and these."""
        line = self.counts.lines[1]
        links = []
        for number in range(line.positions):
            taps = line.taps(number)
            cells = tuple(range(taps.start, taps.stop, taps.step))
            links.append(((taps.start + taps.stop - 1) / 2, cells))
        return tuple(links)

    def _lit_kernel(self, phase: Cell) -> Grid:
        """The kernel, its weights lit that land on cells of *phase*."""
        down, across = (
            np.array([n * axis.d % axis.s == r for n in range(axis.k)])
            for axis, r in zip(self._plane.axes, phase, strict=True)
        )
        lit = np.outer(down, across)
        if not self._plane.layer.rotate_kernel:
            lit = np.flip(lit)
        return kernel_grid(
            self._example, self._plane, "kernel", self._weights, lit.astype(np.uint8)
        )

    # -- what stays ---------------------------------------------------------------------

    def section(self, maps: Iterable[Grid | None], name: str) -> Section:
        """The section of its panels; *maps* are all grids of counts there will be."""
        example, counts = self._example, self.counts
        widest = np.array([counts.widest], dtype=object)
        shown = [grid for grid in maps if grid is not None]
        result = panel_for(
            self._prefix + COUNTS, shown, size=counts.shape, texts=[widest], counts=True
        )
        kernel = panel_for(self._prefix + KERNEL, [self._kernel])
        giver = panel_for(self._prefix + GIVER, [self._giver(None, done=True)])
        spare, fan = bool(self._prefix), None
        columns: Columns = ((giver, kernel), "", (result,))
        if not example.stamps:
            columns = ((result,), "", (giver, kernel))
        if example.strip:
            fan = Fan(leader=giver.name, follower=result.name, links=self._links)
        return Section(columns=columns, name=name, fan=fan, spare=spare, verdict=True)

    @property
    def all_roles(self) -> set[int]:
        roles = {CellRole.KERNEL, CellRole.KERNEL | LIT, CellRole.GAP}
        roles |= (
            {CellRole.INPUT, CellRole.INPUT | LIT}
            if self._example.stamps
            else {CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        )
        return self.counts.all_roles | {int(role) for role in roles}
