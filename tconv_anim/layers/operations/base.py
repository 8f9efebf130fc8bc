"""The interface of an operation: what a layer does, asked cell by cell.

An operation is a file in this folder with a class made from :class:`Operation` and one
object of it, ``OPERATION``. It answers for one axis in plain integers
(:class:`~tconv_anim.layers.axis.AxisRules`) and for whole cells here. Everything else
asks the operation for what it can do, and never for what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from ...errors import LayerError
from ...notation import Sizes
from ..axis import Axis, AxisRules

if TYPE_CHECKING:
    from ..parameters import LayerParameters, SizedLayer

__all__ = ["Cell", "Operation", "Tap", "Target"]

Cell: TypeAlias = tuple[int, ...]


class Tap(NamedTuple):
    """One product in an output cell's sum: x[channel, *input_cell] * w[weight_cell]."""

    channel: int
    """Of the input."""
    input_cell: Cell
    weight_cell: Cell
    """Of the kernel as the layer was given it. An operation without weights multiplies by 1."""
    window_cell: Cell
    """Where the product happens, from the first cell of the window over the (expanded,
    padded) input."""


class Target(NamedTuple):
    """What an input cell adds to one output cell: its value times w[weight_cell]."""

    channel: int
    """Of the output."""
    output_cell: Cell
    weight_cell: Cell


class Operation(AxisRules):
    """An operation on whole cells, of one channel or more.

    Subclasses say ``name``, ``title`` and ``steps`` and implement the abstract methods of
    :class:`~tconv_anim.layers.axis.AxisRules`: ``output_size``,
    ``size_formula``, ``axis_taps`` and ``axis_targets``. An operation whose cells do not
    come from each axis alone implements :meth:`taps` and :meth:`targets` instead.
    """

    title: ClassVar[str]
    """What a figure is called: "Transposed convolution"."""
    adjective: ClassVar[str]
    """The kind of layer in a sentence: a "transposed" layer."""
    steps: ClassVar[tuple[str, ...]]
    """What is done to the input, in order: "insert zeros", "pad", "slide"."""
    is_linear: ClassVar[bool] = True
    """Whether an output cell is a weighted sum, so that the layer has a matrix."""
    has_weights: ClassVar[bool] = True

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _operation_of, (type(self).__module__,)

    def layer_title(self, axes: Sequence[Axis]) -> str:
        """The title with what sets a layer apart: "Dilated convolution"."""
        return self.title

    # -- parameters ----------------------------------------------------------------------

    def check(self, layer: LayerParameters) -> None:
        """Raise LayerError for parameters that the operation refuses at any input size."""

    def no_output(
        self, layer: LayerParameters, axes: Sequence[Axis], input_size: Sizes, index: int
    ) -> LayerError:
        """Why axis *index* has no output, and the nearest parameters that give one."""
        o = axes[index].output_size(input_size[index])
        return LayerError(f"an output of {o} cells is left, and at least 1 must remain.")

    # -- cells ---------------------------------------------------------------------------

    def taps(self, resolved: SizedLayer, output_cell: Cell, output_channel: int = 0) -> list[Tap]:
        """The products that make up *output_cell*, channel by channel in the order the window
        reads them.

        One for each real input cell under the window: inserted zeros and padding have none.

        >>> from ..layer import Layer
        >>> from ..resolved_layer import resolve_layer
        >>> resolved = resolve_layer(Layer("transposed", kernel_size=3, stride=2, padding=1), 3)
        >>> [tap.input_cell for tap in resolved.operation.taps(resolved, (1,))]
        [(0,), (1,)]
        """
        along = [
            self.axis_taps(axis, i, position)
            for axis, i, position in zip(
                resolved.axes, resolved.input_size, output_cell, strict=True
            )
        ]
        cells = [_cells(combination) for combination in product(*along)]
        read = resolved.layer.channels_read(output_channel)
        return [Tap(channel, *places) for channel in read for places in cells]

    def targets(
        self, resolved: SizedLayer, input_cell: Cell, input_channel: int = 0
    ) -> list[Target]:
        """Where the value of *input_cell* goes, channel by channel in row-major order of the
        output cells.

        One for each output cell that is kept: what the crop removes, or no position of the
        kernel reads, has none. Worked out from the input's side, independently of :meth:`taps`.

        >>> from ..layer import Layer
        >>> from ..resolved_layer import resolve_layer
        >>> layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
        >>> [
        ...     target.output_cell
        ...     for target in layer.operation.targets(resolve_layer(layer, 3), (1,))
        ... ]
        [(1,), (2,), (3,)]
        """
        along = [
            self.axis_targets(axis, i, index)
            for axis, i, index in zip(resolved.axes, resolved.input_size, input_cell, strict=True)
        ]
        cells = [_cells(combination) for combination in product(*along)]
        reached = resolved.layer.channels_reached(input_channel)
        return [Target(channel, *places) for channel in reached for places in cells]

    # -- the way back --------------------------------------------------------------------

    def adjoint_refusal(self, resolved: SizedLayer) -> str:
        """Why no layer has the transpose of this layer's matrix, or nothing."""
        return f"{self.title.lower()} has no transpose"

    def adjoint_parameters(self, resolved: SizedLayer) -> dict[str, Any]:
        """What :class:`~tconv_anim.layers.layer.Layer` takes to make the layer that goes
        back, from outputs to inputs, on the same kernel."""
        raise NotImplementedError


def _operation_of(module: str) -> Operation:
    """The one object of an operation's file, when it is unpickled in another process."""
    found: Operation = import_module(module).OPERATION
    return found


def _cells(indices: Sequence[tuple[int, ...]]) -> tuple[Cell, ...]:
    """Cells from their indices axis by axis."""
    return tuple(zip(*indices, strict=True))
