"""The map of counts of one layer: how often each cell is reached, and the grids that say so."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from ...compute.geometry.counts import CountLine, Counts
from ...layers.overlap import Overlap, is_even, overlaps
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..example import Cell, Example
from ..frame import LIT, CellRole, CellRoles, Grid, Label, LegendEntry, Mark, Texts
from .base import still
from .count_scale import roles_of_counts

__all__ = ["CountMap"]

Ends = tuple[int, int]
"""First cell and number of cells."""
MOST_KEYS: Final = 4
"""Counts in a legend, at most."""


class CountMap:
    """The counts of one layer, *resolved* on two axes, and the grids that show them."""

    def __init__(self, example: Example, resolved: ResolvedLayer) -> None:
        self._example = example
        self.lines = tuple(
            CountLine.of(axis, i, o)
            for axis, i, o in zip(
                resolved.axes, resolved.input_size, resolved.output_size, strict=True
            )
        )
        self.overlaps: tuple[Overlap, ...] = overlaps(resolved.axes)
        self.positions = resolved.positions
        self.shape: Sizes = tuple(line.cells for line in self.lines)
        self._rows, self._columns = (line.after for line in self.lines)

    # -- counts -------------------------------------------------------------------------

    def after(self, count: int) -> Counts:
        """How often each cell is reached by the first *count* positions, row by row."""
        whole, rest = divmod(count, self.positions[1])
        counts: Counts = np.outer(self._rows[whole], self._columns[-1])
        if rest:
            counts += np.outer(self._rows[whole + 1] - self._rows[whole], self._columns[rest])
        return counts

    def counts_at(self, number: int) -> Counts:
        """The counts of the cells of one position, once it is done."""
        at = divmod(number, self.positions[1])
        taps = tuple(line.taps(n) for line, n in zip(self.lines, at, strict=True))
        return self.after(number + 1)[taps]

    @cached_property
    def final(self) -> Counts:
        """How often each cell is reached in the end."""
        return self.after(math.prod(self.positions))

    @property
    def spanned(self) -> Counts:
        """The same of the cells before the crop, in a row; what is appended is left out."""
        return self.final[self._inside(*((line.before, line.span) for line in self.lines))]

    @property
    def kept_counts(self) -> Counts:
        """The same of the cells that the crop leaves, in a row."""
        return self.final[self._kept_mask]

    @cached_property
    def inside(self) -> tuple[int, ...]:
        """The counts of interior cells, the largest first."""
        rows, columns = (set(found.counts) | {found.least} for found in self.overlaps)
        return tuple(sorted({row * column for row in rows for column in columns}, reverse=True))

    def cell_of(self, count: int) -> Cell:
        """The first cell of a whole period inside that is reached that often."""
        begins = [line.period or 0 for line in self.lines]
        cells = product(*(range(b, b + f.s) for b, f in zip(begins, self.overlaps, strict=True)))
        return next(cell for cell in cells if self.final[cell] == count)

    def factors(self, cell: Cell) -> Sizes:
        """How many positions of each axis reach a cell: its count is their product."""
        row, column = cell
        return int(self._rows[-1][row]), int(self._columns[-1][column])

    @property
    def whole_periods(self) -> int:
        """How often all of the period stands in the interior."""
        counts = [
            0 if line.period is None else (line.interior.stop - line.period) // line.axis.s
            for line in self.lines
        ]
        return math.prod(counts)

    @property
    def even(self) -> bool:
        """Whether all cells inside are reached equally often, and none is dead."""
        return is_even(self.overlaps)

    # -- grids --------------------------------------------------------------------------

    def grid(self, label: Label, count: int, number: int | None = None) -> Grid:
        """The counts after *count* positions, the cells of position *number* lit."""
        counts = self.after(count)
        roles = self._look_of[counts]
        roles[~self._spanned] = CellRole.NONE
        grid = self._still(label, roles, self._text_of[counts], self.kept_marks)
        return grid if number is None else self._read(grid, divmod(number, self.positions[1]))

    def complete(self, label: Label, marks: tuple[Mark, ...] | None = None) -> Grid:
        """All counts; a cell that is never reached says so."""
        grid = self.grid(label, math.prod(self.positions))
        never = self._spanned & (self.final == 0)
        grid.roles[never], grid.texts[never] = CellRole.ZERO, self._example.zero
        shown = grid.marks if marks is None else marks
        return self._still(label, grid.roles, grid.texts, shown)

    def interior_marks(self) -> tuple[Mark, ...]:
        """Frames around the interior, and around one whole period of it, if that has a pattern."""
        inside = [line.interior for line in self.lines]
        if not all(inside):
            return ()
        marks = [self._mark("now", *((part.start, len(part)) for part in inside))]
        begins = [line.period for line in self.lines]
        if None not in begins and len(self.inside) > 1:
            sizes = [found.s for found in self.overlaps]
            ends = [(begin or 0, s) for begin, s in zip(begins, sizes, strict=True)]
            marks.append(self._mark("window", *ends))
        return tuple(marks)

    def meeting(self, label: Label, cell: Cell) -> Grid:
        """All counts, one cell of them marked."""
        grid = self.complete(label, (self._mark("now", *((at, 1) for at in cell)),))
        grid.roles[cell] |= LIT
        return grid

    def cropping(self, label: Label) -> Grid:
        """All counts: what goes is hatched, what output padding appends is there."""
        grid = self.complete(label)
        appended = self._kept_mask & ~self._spanned
        grid.roles[appended], grid.texts[appended] = CellRole.OP, self._example.zero
        gone = ~self._kept_mask & self._spanned
        grid.roles[gone], grid.texts[gone] = CellRole.DROPPED, ""
        return grid

    def remaining(self, label: Label, position: Cell | None = None) -> Grid:
        """The counts of what the crop leaves, what is gone around them; a *position* is lit."""
        whole = self.cropping(label)
        gone = whole.roles == CellRole.DROPPED
        whole.roles[gone] = CellRole.PAD
        size = self._example.by([count for _, count in self._kept_ends])
        whole = replace(whole, size_label=size, marks=())
        return whole if position is None else self._read(whole, position)

    def _read(self, grid: Grid, position: Cell) -> Grid:
        """*grid* with the cells of a position lit, as far as they are left, and framed."""
        taps = tuple(line.taps(n) for line, n in zip(self.lines, position, strict=True))
        roles = grid.roles.copy()
        roles[taps][...] = np.where(roles[taps] == CellRole.PAD, CellRole.PAD, roles[taps] | LIT)
        mark = self._mark("window", *(self._extent(tap) for tap in taps))
        return replace(grid, roles=roles, marks=(*grid.marks, mark))

    def _still(self, label: Label, roles: CellRoles, texts: Texts, marks: tuple[Mark, ...]) -> Grid:
        size = self._example.by([line.span for line in self.lines])
        return still(label, size, roles, texts, marks=marks)

    @property
    def crops(self) -> bool:
        return bool((self._spanned & ~self._kept_mask).any())

    @property
    def appends(self) -> bool:
        return bool((self._kept_mask & ~self._spanned).any())

    @cached_property
    def kept_marks(self) -> tuple[Mark, ...]:
        """The frame around what remains, where something goes or comes."""
        if not (self.crops or self.appends):
            return ()
        return (self._mark("kept", *self._kept_ends),)

    @cached_property
    def _spanned(self) -> npt.NDArray[np.bool_]:
        return self._inside(*((line.before, line.span) for line in self.lines))

    @property
    def _kept_ends(self) -> tuple[Ends, Ends]:
        rows, columns = ((b, e - b) for b, e in (line.kept_span for line in self.lines))
        return rows, columns

    @cached_property
    def _kept_mask(self) -> npt.NDArray[np.bool_]:
        return self._inside(*self._kept_ends)

    def _inside(self, *ends: Ends) -> npt.NDArray[np.bool_]:
        mask = np.zeros(self.shape, np.bool_)
        (top, rows), (left, columns) = ends
        mask[top : top + rows, left : left + columns] = True
        return mask

    @staticmethod
    def _extent(taps: slice) -> tuple[int, int]:
        return taps.start, taps.stop - taps.start

    @staticmethod
    def _mark(kind: Literal["window", "now", "kept"], rows: Ends, columns: Ends) -> Mark:
        return Mark(rows[0], columns[0], rows[1], columns[1], kind)

    # -- the scale ----------------------------------------------------------------------

    @cached_property
    def _look_of(self) -> CellRoles:
        """The same scale for inputs of any size: it goes up to the most that is reached inside."""
        return roles_of_counts(max(int(self.final.max()), self.inside[0]), self.inside)

    @cached_property
    def _text_of(self) -> Texts:
        texts = np.full(len(self._look_of), "", dtype=object)
        if self._example.writing != "none":
            texts[1:] = [str(n) for n in range(1, len(texts))]
        return texts

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """The colours of counts inside, where these are few."""
        counts = sorted(n for n in self.inside if n)
        return tuple(
            LegendEntry(CellRole(self._look_of[n]), f"{n}×", silent=True)
            for n in (counts if len(counts) <= MOST_KEYS else ())
        )

    @property
    def widest(self) -> str:
        return str(self._text_of[self.final.max()])

    @property
    def all_roles(self) -> set[int]:
        roles = {*map(int, self._look_of), int(CellRole.TODO)}
        roles |= {CellRole.ZERO} if (self.spanned == 0).any() or 0 in self.inside else set()
        roles |= {role | LIT for role in roles if role != CellRole.TODO}
        roles |= {CellRole.DROPPED, CellRole.PAD} if self.crops else set()
        return roles | ({CellRole.OP} if self.appends else set())
