"""A layer applied to an array: once from the output's side, once from the input's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..layers.axis import Axis
from ..layers.layer import Layer
from .arrays import Array, operands, padded

__all__ = ["apply", "expand", "gather", "scatter"]


def apply(layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike) -> Array:
    """The output of *layer* for the input *x* and the kernel *w*.

    Parameters
    ----------
    x : array, shape: the input size, 1 to 3 axes
    w : array, shape: the kernel size

    Returns
    -------
    array of shape ``layer.output_size(x.shape)``
        Integer input gives exact integers, floating input its own precision.

    Raises
    ------
    LayerError
        The shapes do not fit the layer, or the layer has no output for them.

    Notes
    -----
    A transposed layer is computed by scattering (each kernel cell stamps the whole
    scaled input at stride s, d cells further on), a standard convolution by
    gathering: the way that touches no inserted zeros. Source: the definitions in the
    PyTorch documentation.

    Examples
    --------
    >>> layer = Layer("transposed", kernel_size=2, stride=2)
    >>> apply(layer, [[1, 2]], [[1, 10], [100, 1000]])
    array([[   1,   10,    2,   20],
           [ 100, 1000,  200, 2000]])
    """
    return scatter(layer, x, w) if layer.kind == "transposed" else gather(layer, x, w)


def gather(layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike) -> Array:
    """:func:`apply` from the output's side: each output cell sums what its window reads.

    A transposed layer is made a convolution first: z zeros between the cells of x, p'
    around them (negative: cells dropped), the kernel rotated (unless the layer slides
    it as given), stride 1. Shapes and errors are those of :func:`apply`. Source:
    Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
    section 4.

    >>> gather(Layer("transposed", kernel_size=2, stride=2), [1, 2], [1, 10])
    array([ 1, 10,  2, 20])
    """
    x, w = operands(layer, x, w)
    output_size = layer.output_size(x.shape)
    axes = layer.axes(x.ndim)
    if layer.kind == "transposed" and layer.rotate_kernel:
        w = np.flip(w)
    read = padded(expand(x, layer), [a.equivalent_padding for a in axes])
    y = np.zeros(output_size, x.dtype)
    for tap in np.ndindex(*w.shape):
        under_tap = tuple(
            slice(t * a.d, t * a.d + (o - 1) * a.equivalent_stride + 1, a.equivalent_stride)
            for t, a, o in zip(tap, axes, output_size, strict=True)
        )
        y += read[under_tap] * w[tap]
    return y


def expand(x: Array, layer: Layer) -> Array:
    """*x* with the layer's zeros inserted between its cells; x itself for a convolution."""
    axes = layer.axes(x.ndim)
    spacing = [axis.zeros_inserted + 1 for axis in axes]
    expanded = np.zeros([a.expanded_size(i) for a, i in zip(axes, x.shape, strict=True)], x.dtype)
    expanded[tuple(slice(None, None, step) for step in spacing)] = x
    return expanded


def scatter(layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike) -> Array:
    """:func:`apply` from the input's side: each input cell adds its share to the outputs.

    In a transposed layer it stamps the scaled kernel, s cells from its neighbour's
    stamp; the sum of the stamps is then cropped, or zeros are appended. In a standard
    convolution it is added, times a weight, to each output that reads it. Shapes and
    errors are those of :func:`apply`. Source: the transposed layer as "the gradient of
    Conv2d with respect to its input", in the PyTorch documentation.

    >>> scatter(Layer("conv", kernel_size=2), [1, 2, 3], [1, 10])
    array([21, 32])
    """
    x, w = operands(layer, x, w)
    output_size = layer.output_size(x.shape)
    axes = layer.axes(x.ndim)
    if layer.kind == "conv":
        return _added_to_readers(axes, x, w, output_size)
    if not layer.rotate_kernel:  # stamping turns a kernel that gathering would not
        w = np.flip(w)
    full = np.zeros([(i - 1) * a.s + a.k_eff for a, i in zip(axes, x.shape, strict=True)], x.dtype)
    for tap in np.ndindex(*w.shape):
        reached = tuple(
            slice(t * a.d, t * a.d + (i - 1) * a.s + 1, a.s)
            for t, a, i in zip(tap, axes, x.shape, strict=True)
        )
        full[reached] += x * w[tap]
    return padded(full, [(-a.crop_begin, -a.crop_end) for a in axes])


def _added_to_readers(
    axes: Sequence[Axis], x: Array, w: Array, output_size: Sequence[int]
) -> Array:
    """A standard convolution from the input's side."""
    y = np.zeros(output_size, x.dtype)
    readers = [
        [_readers(axis, tap, i, o) for tap in range(axis.k)]
        for axis, i, o in zip(axes, x.shape, output_size, strict=True)
    ]
    for tap in np.ndindex(*w.shape):
        pairs = [of_axis[t] for of_axis, t in zip(readers, tap, strict=True)]
        given = np.ix_(*(inputs for inputs, _ in pairs))
        reached = np.ix_(*(outputs for _, outputs in pairs))
        y[reached] += x[given] * w[tap]  # no output twice: each reads one cell through a tap
    return y


def _readers(axis: Axis, tap: int, i: int, o: int) -> tuple[list[int], list[int]]:
    """The cells of an axis that some output reads through *tap*, and these outputs."""
    inputs, outputs = [], []
    for index in range(i):
        output, between = divmod(index + axis.pad_begin - tap * axis.d, axis.s)
        if between == 0 and 0 <= output < o:
            inputs.append(index)
            outputs.append(output)
    return inputs, outputs
