"""A layer whose cells are counted: the map of counts, and the cells whose fans make it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ..example import Example
from ..frame import LIT, CellRole, Columns, Fan, FannedPanel, Grid, Label, Mark, Section
from ..notation import Text
from .base import blank_texts, filling_grid, full_grid, panel_for, still
from .counts import CountMap

__all__ = ["ACROSS", "COUNTS", "DOWN", "GIVER", "CountedLayer"]

GIVER, COUNTS, DOWN, ACROSS = "giver", "counts", "rows", "columns"


class CountedLayer:
    """The layer itself, or with a *prefix* before the names of its panels another beside it.

    Counts on two axes are those of the rows times those of the columns, so each axis has
    a fan of its own: from every row (or column) of what stamps to all that it reaches.
    Pages of slanted planes show what stamps whole.
    """

    def __init__(self, example: Example, plane: ResolvedLayer, prefix: str = "") -> None:
        self._example, self._prefix, self.plane = example, prefix, plane
        self.name = "even" if prefix else "layer"
        self.counts = counts = CountMap(example, plane)
        where = "output" if example.stamps else "input"
        verb = f"times {'reached' if example.stamps else 'read'}"
        before = "uncropped result" if example.stamps else "padded " * counts.crops + "input"
        self.whole_label: Label = verb if example.strip else (before, verb)
        self.rest_label: Label = verb if example.strip else (where, verb)
        self._axes = (ACROSS,) if example.strip else (DOWN, ACROSS)
        self._links = {
            name: tuple(
                tuple(range(taps.start, taps.stop, taps.step))
                for taps in map(line.taps, range(line.positions))
            )
            for name, line in zip((DOWN, ACROSS), counts.lines, strict=True)
        }

    def grids(
        self, counts: Grid | None, lit: tuple[set[int], set[int]] = (set(), set())
    ) -> dict[str, Grid | None]:
        """The grids of a scene by their panels; *lit*: rows and columns of what stamps."""
        found = {name: self._axis(name, lit[name == ACROSS]) for name in self._axes}
        planes = {GIVER: self._giver(None), COUNTS: counts}
        return {self._prefix + name: grid for name, grid in (planes | found).items()}

    def at(self, number: int) -> dict[str, Grid | None]:
        """After one more position."""
        row, column = divmod(number, self.counts.positions[1])
        counts = self.counts.grid(self.whole_label, number + 1, number)
        giver = self._giver(number)
        if row:  # where planes show what passes, no lines join them
            counts, giver = counts.without_lines(), giver.without_lines()
        grids = self.grids(counts, ({row}, {column}))
        return {**grids, self._prefix + GIVER: giver}

    def complete(self) -> Grid:
        """All counts."""
        return self.counts.complete(self.whole_label, ())

    def framed(self) -> Grid:
        """All counts, those inside in a frame."""
        return self.counts.complete(self.whole_label, self.counts.interior_marks())

    def cropping(self) -> Grid:
        """All counts, and what will be cropped."""
        return self.counts.cropping(self.whole_label)

    def remaining(self) -> Grid:
        """What remains after the crop."""
        return self.counts.remaining(self.rest_label)

    def final_grids(self) -> dict[str, Grid | None]:
        """All counts of what remains, and the stamp in the middle, or the window there."""
        row, column = (count // 2 for count in self.counts.positions)
        counts = self.counts.remaining(self.rest_label, (row, column))
        number = row * self.counts.positions[1] + column
        giver = self._giver(number, done=True)
        return self.grids(counts, ({row}, {column})) | {self._prefix + GIVER: giver}

    def meeting(self, count: int) -> dict[str, Grid | None]:
        """A cell of that count, and all whose lines meet there."""
        cell = self.counts.cell_of(count)
        down, across = (
            {number for number, ends in enumerate(self._links[name]) if at in ends}
            for name, at in zip((DOWN, ACROSS), cell, strict=True)
        )
        return self.grids(self.counts.meeting(self.whole_label, cell), (down, across))

    def _axis(self, name: str, lit: set[int]) -> Grid:
        """The rows, or the columns, of what stamps or reads, each by its index."""
        links = self._links[name]
        role = CellRole.INPUT if self._example.stamps else CellRole.OUTPUT
        roles = np.full(len(links), role, np.uint8)
        roles[sorted(lit)] |= LIT
        texts = np.array([str(n) for n in range(len(links))], dtype=object)
        if self._example.writing == "none":
            texts[:] = ""
        what = "input" if self._example.stamps else "output"
        places = tuple((ends[0] + ends[-1]) / 2 for ends in links)
        if name == DOWN:
            grid = still("row", "", roles.reshape(-1, 1), texts.reshape(-1, 1))
            return replace(grid, row_at=places)
        label = what if self._example.strip else f"{what} column"
        grid = still(label, "", roles.reshape(1, -1), texts.reshape(1, -1))
        return replace(grid, column_at=places)

    def _giver(self, number: int | None, *, done: bool = False) -> Grid:
        """The input, the stamping cell lit; of a convolution its output, as far as it is *done*.

        Without numbers, which do not matter where cells are counted.
        """
        example = self._example
        if example.stamps:
            grid = full_grid(example, "input", example.xs, CellRole.INPUT)
        elif done or number is None:
            grid = full_grid(example, "output", example.ys, CellRole.OUTPUT)
        else:
            grid = filling_grid(example, "output", example.ys, number + 1)
        if number is not None:
            row, column = divmod(number, self.counts.positions[1])
            stamps = example.stamps
            grid.roles[row, column] = CellRole.INPUT | LIT if stamps else CellRole.NOW
            mark = Mark(row, column, 1, 1, "window" if stamps else "now")
            grid = replace(grid, marks=(mark,))
        return replace(grid, texts=blank_texts(grid.roles.shape), shades=None)

    # -- what stays ---------------------------------------------------------------------

    def section(self, maps: Iterable[Grid | None], heading: tuple[Text, ...]) -> Section:
        """The section of its panels; *maps* are all grids of counts there will be."""
        counts, prefix = self.counts, self._prefix
        widest = np.array([counts.widest], dtype=object)
        shown = [grid for grid in maps if grid is not None]
        result = panel_for(prefix + COUNTS, shown, size=counts.shape, texts=[widest], counts=True)
        giver = panel_for(prefix + GIVER, [self._giver(None)])
        columns: Columns = ((giver,), "", (result,))
        if not self._example.stamps:
            columns = ((result,), "", (giver,))
        fans = []
        for axis in self._axes:
            size = (counts.shape[0], 1) if axis == DOWN else (1, counts.shape[1])
            leader = panel_for(prefix + axis, [self._axis(axis, set())], size=size)
            fans.append(Fan(leader=leader, links=self._links[axis], down=axis == DOWN))
        fanned = (FannedPanel(panel=result, fans=tuple(fans)),)
        return Section(
            columns=columns,
            name=self.name,
            heading=heading,
            fanned_panels=fanned,
            spare=bool(prefix),
            verdict=True,
        )

    @property
    def all_roles(self) -> set[int]:
        stamps = self._example.stamps
        roles = {CellRole.INPUT} if stamps else {CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        lit = CellRole.INPUT if stamps else CellRole.OUTPUT
        return self.counts.all_roles | roles | {lit | LIT}
