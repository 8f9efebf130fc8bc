"""The way back: the layer that returns to the shape a layer began with, on the same kernel."""

from __future__ import annotations

from ..arithmetic.formulas import output_padding_back
from ..arithmetic.layer import Layer
from ..arithmetic.notation import Sizes
from ..arithmetic.problem import Problem, pose

__all__ = ["direct_of", "no_direct", "op_back", "transposed_of"]


def op_back(problem: Problem) -> Sizes:
    """The op, per axis, with which the way back from a convolution ends at its input."""
    return tuple(
        output_padding_back(i, axis.k_eff, axis.s, axis.pad_begin, axis.pad_end)
        for axis, i in zip(problem.axes, problem.input_size, strict=True)
    )


def transposed_of(problem: Problem) -> Problem:
    """The transposed layer that goes back from a convolution's output to its input.

    >>> from ..arithmetic.problem import LayerSpec, resolve
    >>> conv = resolve(LayerSpec(kind="conv", input_size=(6,)))
    >>> back = transposed_of(conv)
    >>> conv.output_size, back.output_size, back.layer.output_padding
    ((3, 3), (6, 6), (1, 1))
    """
    layer = problem.layer
    back = Layer(
        "transposed",
        kernel=layer.kernel,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        output_padding=op_back(problem),
    )
    return pose(back, problem.output_size)


def no_direct(problem: Problem) -> str:
    """Why a layer is the transpose of no convolution that a framework has, or nothing."""
    if any(axis.crop_begin < 0 for axis in problem.axes):
        return "its crop begins below 0, so the convolution back would need a negative padding"
    return ""


def direct_of(problem: Problem) -> Problem:
    """The convolution a transposed layer is the transpose of, on the same kernel.

    Output padding is what this convolution leaves unread at the end. Where it is s or
    more the kernel could stand at more positions; only the first ones count, as many as
    the layer has input cells.
    """
    layer = problem.layer
    direct = Layer(
        "conv",
        kernel=layer.kernel,
        stride=layer.stride,
        padding=tuple(
            (axis.crop_begin, max(axis.crop_end, 0))
            if problem.cropped
            else (axis.pad_begin, axis.pad_end)
            for axis in problem.axes
        ),
        dilation=layer.dilation,
    )
    posed = pose(direct, problem.output_size)
    return posed._replace(output_size=problem.input_size)
