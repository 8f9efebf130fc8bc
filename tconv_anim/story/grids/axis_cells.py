"""One axis of what a kernel slides over, and of what stamps fall upon: its cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...layers.axis import Axis
from ..frame import CellRole

__all__ = ["Line", "ResultLine"]


@dataclass(frozen=True, slots=True)
class Line:
    """One axis of the left panel: every cell after padding, those cropped again included."""

    axis: Axis
    i: int
    o: int
    padding: tuple[int, int]
    """p' (of a standard convolution: p), begin and end."""

    @classmethod
    def of(cls, axis: Axis, i: int, o: int) -> Line:
        return cls(axis, i, o, axis.equivalent_padding)

    @property
    def _before(self) -> int:
        return max(self.padding[0], 0)

    @property
    def _expanded(self) -> int:
        return self.axis.expanded_size(self.i)

    @property
    def cells(self) -> int:
        return self._before + self._expanded + max(self.padding[1], 0)

    @property
    def input_at(self) -> list[int]:
        spacing = self.axis.zeros_inserted + 1
        return [self._before + n * spacing for n in range(self.i)]

    @property
    def expanded_at(self) -> list[int]:
        return list(range(self._before, self._before + self._expanded))

    def close_together(self) -> tuple[float, ...]:
        """Where the input cells stand before zeros part them."""
        start = self._before + (self._expanded - self.i) / 2
        return tuple(start + n for n in range(self.i))

    def roles(self) -> list[CellRole]:
        """What each cell is; an op cell counts for more than padding, padding than a zero."""
        roles = [CellRole.PAD] * self.cells
        for n in self.expanded_at:
            roles[n] = CellRole.ZERO
        for n in self.input_at:
            roles[n] = CellRole.INPUT
        op = min(self.axis.op, max(self.padding[1], 0))
        return roles[: self.cells - op] + [CellRole.OP] * op

    @property
    def cropped(self) -> npt.NDArray[np.bool_]:
        index = np.arange(self.cells)
        begin, end = (max(-p, 0) for p in self.padding)
        return (index < begin) | (index >= self.cells - end)

    @property
    def read(self) -> npt.NDArray[np.bool_]:
        """Which cells some kernel tap reads at some position."""
        read = np.zeros(self.cells, np.bool_)
        for position in range(self.o):
            start = self.window_at(position)
            read[start : start + self.axis.k_eff : self.axis.d] = True
        return read

    def window_at(self, position: int) -> int:
        """First cell under the kernel at an output position."""
        return max(-self.padding[0], 0) + position * self.axis.equivalent_stride


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One axis of the result: the cells that stamps reach, and those that op appends."""

    axis: Axis
    i: int
    o: int

    @property
    def before(self) -> int:
        """Cells appended before the first one that a stamp can reach."""
        return max(-self.axis.crop_begin, 0)

    @property
    def reached_cells(self) -> int:
        """F of a transposed layer; a standard convolution shares among its outputs directly."""
        return self.axis.uncropped_size(self.i) if self.axis.operation.crops else self.o

    @property
    def cells(self) -> int:
        return self.before + self.reached_cells + max(-self.axis.crop_end, 0)

    @property
    def kept_span(self) -> tuple[int, int]:
        """First cell of the output, and the one after its last."""
        begin = self.before + self.axis.crop_begin
        return begin, begin + self.o

    def inside(self, begin: int, end: int) -> npt.NDArray[np.bool_]:
        index = np.arange(self.cells)
        return (index >= begin) & (index < end)

    def targets(self, index: int) -> list[tuple[int, int]]:
        """(cell of the result, index of the weight) of every share that an input cell gives."""
        if not self.axis.operation.crops:
            return self.axis.operation.axis_targets(self.axis, self.i, index)
        begin, last = self.before + index * self.axis.s, self.axis.k - 1
        taps = range(self.axis.k)
        return [
            (begin + tap * self.axis.d, tap if self.axis.rotated else last - tap) for tap in taps
        ]
