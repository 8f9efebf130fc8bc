"""One axis of the cells that are counted: where positions reach, what is interior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ...layers.axis import Axis

__all__ = ["CountLine", "Counts"]

Counts: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CountLine:
    """One axis of the cells that are counted."""

    axis: Axis
    positions: int
    """Of the kernel: a transposed layer's input cells, a convolution's output cells."""
    before: int
    """Cells appended before the first one that a stamp can reach."""
    span: int
    """Cells before the crop, those appended left out."""
    cells: int
    kept_span: tuple[int, int]
    """First cell that the crop leaves, and the one after the last."""

    @classmethod
    def of(cls, axis: Axis, i: int, o: int) -> CountLine:
        if not axis.operation.crops:
            padded = axis.pad_begin + i + axis.pad_end
            return cls(axis, o, 0, padded, padded, (axis.pad_begin, axis.pad_begin + i))
        before, span = max(-axis.crop_begin, 0), axis.uncropped_size(i)
        begin = before + axis.crop_begin
        cells = before + span + max(-axis.crop_end, 0)
        return cls(axis, i, before, span, cells, (begin, begin + o))

    @property
    def reached_cells(self) -> int:
        """Cells from the first one that the first position reaches to the last of the last."""
        return (self.positions - 1) * self.axis.s + self.axis.k_eff

    @property
    def interior(self) -> range:
        """Cells in which every phase has its full count: all but k_eff - s at each end."""
        begin = self.before + max(self.axis.k_eff - self.axis.s, 0)
        end = self.before + min(self.positions * self.axis.s, self.reached_cells)
        return range(begin, max(end, begin))

    @property
    def margins(self) -> int:
        """At how many ends the crop leaves cells before or behind the interior: 0, 1 or 2."""
        return (self.kept_span[0] < self.interior.start) + (self.kept_span[1] > self.interior.stop)

    @property
    def period(self) -> int | None:
        """Where the first whole period of the interior begins, phase 0 first."""
        s, inside = self.axis.s, self.interior
        begin = self.before + -(-(inside.start - self.before) // s) * s
        return begin if begin + s <= inside.stop else None

    def taps(self, position: int) -> slice:
        """The cells that one position reaches."""
        begin = self.before + position * self.axis.s
        return slice(begin, begin + self.axis.k_eff, self.axis.d)

    @property
    def after(self) -> Counts:
        """Row n: how often each cell is reached by the first n positions."""
        counts = np.zeros((self.positions + 1, self.cells), np.int64)
        for position in range(self.positions):
            counts[position + 1] = counts[position]
            counts[position + 1, self.taps(position)] += 1
        return counts
