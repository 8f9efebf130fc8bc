"""The frameworks as front ends to one model: their parameters in, a Layer out.

A framework is one file. Its rules were read off its source and checked by running it
(``tests/vectors/`` has its own answers): PyTorch 2.13, Keras 3.15, JAX 0.10, ONNX
Runtime 1.31; Caffe, which can no longer be installed, from its published formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ...errors import Argument, LayerError
from ...notation import FRAMEWORK_ALIASES, did_you_mean
from ..validation import checked_sizes

if TYPE_CHECKING:
    from ..axis import Kind
    from ..layer import Layer
    from .base import Framework

__all__ = ["CODE_NAMES", "NAMES", "framework_named", "from_framework"]

NAMES: Final = ("pytorch", "keras", "jax", "onnx", "caffe")
CODE_NAMES: Final = NAMES[:4]
"""Those that lines of code are written for."""


def framework_named(name: str) -> Framework:
    """The framework of that name, or of another one of its names; its file is loaded then."""
    name = FRAMEWORK_ALIASES.get(str(name).lower(), name)
    if name not in NAMES:
        raise LayerError(
            "{framework} is not known: there are {names}.{near}",
            framework=Argument("framework", name),
            names=", ".join(NAMES),
            near=did_you_mean(name, NAMES),
        )
    from importlib import import_module

    found: Framework = import_module(f".{name}", __name__).FRAMEWORK
    return found


def from_framework(
    framework: str, kind: Kind, input_size: int | Sequence[int], **parameters: Any
) -> Layer:
    """The layer that a framework makes of its own parameters, for an input of that size.

    Parameters
    ----------
    framework : "pytorch", "keras", "jax", "onnx" or "caffe"
    kind : "transposed" or "conv"
    input_size : int or tuple of int
        Cells per axis, 1 to 3 axes, without batch and channels. An int is one axis, or
        as many as the kernel has.
    **parameters
        With the framework's own names and defaults. An int stands for every axis, but for
        JAX' strides and dilation, which are tuples there.

        ========  ====================================================================
        pytorch   kernel_size, stride, padding, output_padding, dilation
        keras     kernel_size, strides, padding, output_padding, dilation_rate
        jax       kernel_shape, strides (conv: window_strides), padding, rhs_dilation,
                  transpose_kernel, use_consistent_padding
        onnx      kernel_shape, strides, pads, dilations, output_padding, output_shape,
                  auto_pad
        caffe     kernel_size, stride, pad, dilation
        ========  ====================================================================

        And channels, where there are several or a bias:

        ========  ====================================================================
        pytorch   in_channels, out_channels, groups, bias
        keras     in_channels, filters, groups (conv), use_bias
        jax       in_channels, out_channels, feature_group_count (conv)
        onnx      in_channels, out_channels, group, bias
        caffe     in_channels, num_output, group, bias_term
        ========  ====================================================================

        Keras and Caffe read in_channels off the input, JAX and ONNX both numbers off the
        arrays, and ONNX' bias is an input of the node. Without any of them the layer has one
        channel and no bias; with channels the bias is the framework's default, which in
        PyTorch, Keras and Caffe is True.

    Returns
    -------
    Layer
        Its ``output_size(input_size)`` is the framework's, and :func:`tconv_anim.apply`
        gives the framework's values. Where a framework shapes the layer after the input
        ("same" of a convolution, ``output_shape``), the layer fits that input size.

    Raises
    ------
    LayerError
        What the framework refuses, in its terms; unknown or missing parameters.

    Notes
    -----
    Source: the frameworks' own code and answers, see ``tests/vectors/``.

    Examples
    --------
    Keras doubles a size with the kernel's last cell cropped, PyTorch with the first:

    >>> keras = from_framework(
    ...     "keras", "transposed", (4,), kernel_size=3, strides=2, padding="same"
    ... )
    >>> keras.output_size(4), keras.crop
    ((8,), ((0, 1),))
    >>> torch = from_framework(
    ...     "pytorch", "transposed", (4,), kernel_size=3, stride=2, padding=1, output_padding=1
    ... )
    >>> torch.output_size(4), [(a.crop_begin, a.crop_end) for a in torch.axes(1)]
    ((8,), [(1, 0)])

    Depthwise in Keras' words, with the bias that Keras adds unless told otherwise:

    >>> deep = from_framework(
    ...     "keras", "conv", (8, 8), kernel_size=3, in_channels=4, filters=4, groups=4
    ... )
    >>> deep.in_channels, deep.out_channels, deep.groups, deep.bias
    (4, 4, 4, True)
    """
    from .channels import split_channels, with_channels

    front_end = framework_named(framework)
    rest, channels = split_channels(front_end, parameters)
    given = front_end.complete(kind, rest)
    sizes = checked_sizes("input_size", input_size, 1)
    if isinstance(sizes, int):
        kernel = given[front_end.names["kernel_size"]]
        sizes = (sizes,) * (len(kernel) if isinstance(kernel, Sequence) else 1)
    layer = with_channels(front_end, front_end.layer_of(kind, sizes, given).layer, channels)
    front_end.output_size(kind, layer, sizes)  # refuses what has no output
    return layer
