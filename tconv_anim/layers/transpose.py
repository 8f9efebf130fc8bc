"""The way back: the layer that returns to the shape a layer began with, on the same kernel."""

from __future__ import annotations

from ..notation import Sizes
from .formulas import output_padding_back
from .layer import Layer
from .resolve import ResolvedLayer, pose

__all__ = ["direct_of", "no_direct", "op_back", "transposed_of"]


def op_back(resolved: ResolvedLayer) -> Sizes:
    """The op, per axis, with which the way back from a convolution ends at its input."""
    return tuple(
        output_padding_back(i, axis.k_eff, axis.s, axis.pad_begin, axis.pad_end)
        for axis, i in zip(resolved.axes, resolved.input_size, strict=True)
    )


def transposed_of(resolved: ResolvedLayer) -> ResolvedLayer:
    """The transposed layer that goes back from a convolution's output to its input.

    >>> from .resolve import resolve
    >>> from .spec import LayerSpec
    >>> conv = resolve(LayerSpec(kind="conv", input_size=(6,)))
    >>> back = transposed_of(conv)
    >>> conv.output_size, back.output_size, back.layer.output_padding
    ((3, 3), (6, 6), (1, 1))
    """
    layer = resolved.layer
    back = Layer(
        "transposed",
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        output_padding=op_back(resolved),
    )
    return pose(back, resolved.output_size)


def no_direct(resolved: ResolvedLayer) -> str:
    """Why a layer is the transpose of no convolution that a framework has, or nothing."""
    if any(axis.crop_begin < 0 for axis in resolved.axes):
        return "its crop begins below 0, so the convolution back would need a negative padding"
    return ""


def direct_of(resolved: ResolvedLayer) -> ResolvedLayer:
    """The convolution a transposed layer is the transpose of, on the same kernel.

    Output padding is what this convolution leaves unread at the end. Where it is s or
    more the kernel could stand at more positions; only the first ones count, as many as
    the layer has input cells.
    """
    layer = resolved.layer
    direct = Layer(
        "conv",
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=tuple(
            (axis.crop_begin, max(axis.crop_end, 0))
            if resolved.cropped
            else (axis.pad_begin, axis.pad_end)
            for axis in resolved.axes
        ),
        dilation=layer.dilation,
    )
    posed = pose(direct, resolved.output_size)
    return posed._replace(output_size=resolved.input_size)
