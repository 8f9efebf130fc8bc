"""One axis of the choice: the input sizes with one output size, by arithmetic alone."""

from __future__ import annotations

from dataclasses import dataclass

from ...layers.axis import Axis
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_of, transposed_axis

__all__ = ["ChoiceLine", "lines_of"]


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One axis of a convolution whose output has *o* cells, and of the way back."""

    axis: Axis
    """Of the convolution."""
    o: int
    own: int
    """The op with which the layer itself goes back, or would."""

    @property
    def _transposed_axis(self) -> Axis:
        """The transposed layer's axis with op = 0."""
        return transposed_axis(self.axis)

    def size(self, op: int) -> int:
        """The input size that *op* picks: that of op = 0 leaves nothing over, and may be none."""
        return self._transposed_axis.output_size(self.o) + op

    @property
    def ops(self) -> range:
        """Every op below s that picks a size of at least one cell."""
        return range(max(1 - self.size(0), 0), self.axis.s)

    def op_at(self, step: int) -> int:
        """The op shown at a step of the story; an axis with fewer waits at its last one."""
        return self.ops[min(step, len(self.ops) - 1)]

    @property
    def largest(self) -> int:
        return self.size(self.ops[-1])

    @property
    def reached_cells(self) -> int:
        """Cells of the uncropped result, as far as the last position of the kernel reaches."""
        return self._transposed_axis.uncropped_size(self.o)

    @property
    def cells(self) -> int:
        """Cells of the result as it is shown: crop, output and what op appends."""
        return max(self.reached_cells, self.axis.pad_begin + self.largest)

    def computed(self, op: int) -> int:
        """Output cells that lie where kernels reach: beyond are those that op appends."""
        return max(min(self.size(op), self.reached_cells - self.axis.pad_begin), 0)

    @property
    def single(self) -> bool:
        """Whether there is but one cell all the way, as on the first axis of a strip."""
        return self.cells == self.o == 1 == self.axis.s


def lines_of(plane: ResolvedLayer) -> tuple[ChoiceLine, ...]:
    """The axes of the choice that a layer stands for: its own, or of the convolution meant.

    >>> from ...layers.resolve import resolve
    >>> from ...layers.spec import LayerSpec
    >>> line, _ = lines_of(resolve(LayerSpec(output_padding=(1,))))
    >>> [line.size(op) for op in line.ops], line.own
    ([5, 6], 1)
    """
    adjoint = adjoint_of(plane)
    if plane.operation.driven_by == "output":
        ops = [axis.op for axis in adjoint.axes]
        posed = zip(plane.axes, plane.output_size, ops, strict=True)
    else:
        # What a crop below zero appends is op by another name.
        own = [max(-a.crop_end, 0) if plane.cropped else a.op for a in plane.axes]
        posed = zip(adjoint.axes, plane.input_size, own, strict=True)
    return tuple(ChoiceLine(*each) for each in posed)
