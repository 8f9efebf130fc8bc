"""A layer applied to an array: once from the output's side, once from the input's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..layers.axis import Axis
from ..layers.layer import Layer
from .arrays import Array, Operands, operands, padded

__all__ = ["apply", "expand", "gather", "gathered", "scatter", "scattered"]

Index: TypeAlias = Iterable[Any]
"""An index an axis; Any, as NumPy's stubs know no row of them."""


def apply(
    layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> Array:
    """The output of *layer*, see :func:`tconv_anim.compute.application.apply`."""
    way = scattered if layer.operation.driven_by == "input" else gathered
    return _shaped(way(layer, operands(layer, x, w, bias)), x, w)


def _shaped(y: Array, x: npt.ArrayLike, w: npt.ArrayLike) -> Array:
    """The output with channels as the input has them."""
    single: Array = y[0]
    return single if np.ndim(x) == np.ndim(w) else y


def gather(
    layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> Array:
    """:func:`apply` from the output's side: each output cell sums what its window reads.

    A transposed layer is made a convolution first: z zeros between the cells of x, p'
    around them (negative: cells dropped), the kernel rotated (unless the layer slides
    it as given), stride 1. Shapes and errors are those of :func:`apply`. Source:
    Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
    section 4.

    >>> gather(Layer("transposed", kernel_size=2, stride=2), [1, 2], [1, 10])
    array([ 1, 10,  2, 20])
    """
    return _shaped(gathered(layer, operands(layer, x, w, bias)), x, w)


def gathered(layer: Layer, given: Operands) -> Array:
    r""":func:`gather` of any number of channels: shape (C_out, \*output size)."""
    x, w, bias = given
    ndim = x.ndim - 2
    output_size, axes = layer.output_size(x.shape[2:]), layer.axes(ndim)
    if axes[0].rotated:
        w = np.flip(w, _last(ndim))
    read = padded(expand(x, axes), [a.equivalent_padding for a in axes])
    y = _biases_alone(bias, output_size, x.dtype)
    for tap in np.ndindex(*w.shape[3:]):
        under_tap: Index = (
            slice(t * a.d, t * a.d + (o - 1) * a.equivalent_stride + 1, a.equivalent_stride)
            for t, a, o in zip(tap, axes, output_size, strict=True)
        )
        y += _tap_products(read[..., *under_tap], w[..., *tap])
    return y.reshape(-1, *output_size)


def expand(x: Array, axes: Sequence[Axis]) -> Array:
    """*x* with the zeros inserted that the last *axes* have between their cells."""
    channels, size = x.shape[: -len(axes)], x.shape[-len(axes) :]
    sizes = [a.expanded_size(i) for a, i in zip(axes, size, strict=True)]
    expanded = np.zeros((*channels, *sizes), x.dtype)
    places: Index = (slice(None, None, axis.zeros_inserted + 1) for axis in axes)
    expanded[..., *places] = x
    return expanded


def scatter(
    layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> Array:
    """:func:`apply` from the input's side: each input cell adds its share to the outputs.

    In a transposed layer it stamps the scaled kernel, s cells from its neighbour's
    stamp; the sum of the stamps is then cropped, or zeros are appended. In a standard
    convolution it is added, times a weight, to each output that reads it. Shapes and
    errors are those of :func:`apply`. Source: the transposed layer as "the gradient of
    Conv2d with respect to its input", in the PyTorch documentation.

    >>> scatter(Layer("conv", kernel_size=2), [1, 2, 3], [1, 10])
    array([21, 32])
    """
    return _shaped(scattered(layer, operands(layer, x, w, bias)), x, w)


def scattered(layer: Layer, given: Operands) -> Array:
    r""":func:`scatter` of any number of channels: shape (C_out, \*output size)."""
    x, w, bias = given
    size, ndim = x.shape[2:], x.ndim - 2
    output_size, axes = layer.output_size(size), layer.axes(ndim)
    if not layer.operation.crops:
        y = _added_to_readers(axes, x, w, output_size)
    else:
        if not axes[0].rotated:  # stamping turns a kernel that gathering would not
            w = np.flip(w, _last(ndim))
        whole = [axis.uncropped_size(i) for axis, i in zip(axes, size, strict=True)]
        full = np.zeros((*w.shape[:2], *whole), x.dtype)
        for tap in np.ndindex(*w.shape[3:]):
            reached: Index = (
                slice(t * a.d, t * a.d + (i - 1) * a.s + 1, a.s)
                for t, a, i in zip(tap, axes, size, strict=True)
            )
            full[..., *reached] += _tap_products(x, w[..., *tap])
        y = padded(full, [(-a.crop_begin, -a.crop_end) for a in axes])
    return (y + _biases_alone(bias, output_size, x.dtype)).reshape(-1, *output_size)


def _tap_products(x: Array, w: Array) -> Array:
    """What every filter of a group makes of one tap: x times weights, over the input channels.

    x: (groups, C_in / groups, ...), w: (groups, C_out / groups, C_in / groups).
    """
    across = w.reshape(*w.shape, *(1,) * (x.ndim - 2))
    summed: Array = (x[:, None] * across).sum(axis=2)
    return summed


def _biases_alone(bias: Array, output_size: Sequence[int], dtype: Any) -> Array:
    r"""Outputs (groups, C_out / groups, \*size) that hold nothing but the bias."""
    y = np.zeros((*bias.shape, *output_size), dtype)
    y += bias.reshape(*bias.shape, *(1,) * len(output_size))
    return y


def _last(ndim: int) -> tuple[int, ...]:
    return tuple(range(-ndim, 0))


def _added_to_readers(
    axes: Sequence[Axis], x: Array, w: Array, output_size: Sequence[int]
) -> Array:
    """A standard convolution from the input's side."""
    y = np.zeros((*w.shape[:2], *output_size), x.dtype)
    readers = [_readers(axis, i) for axis, i in zip(axes, x.shape[2:], strict=True)]
    for tap in np.ndindex(*w.shape[3:]):
        pairs = [of_axis[t] for of_axis, t in zip(readers, tap, strict=True)]
        given = np.ix_(*(inputs for inputs, _ in pairs))
        reached = np.ix_(*(outputs for _, outputs in pairs))
        # No output twice: each reads one cell through a tap.
        y[..., *reached] += _tap_products(x[..., *given], w[..., *tap])
    return y


def _readers(axis: Axis, i: int) -> list[tuple[list[int], list[int]]]:
    """For each tap: the cells of an axis that some output reads through it, and these outputs."""
    pairs: list[tuple[list[int], list[int]]] = [([], []) for _ in range(axis.k)]
    for index in range(i):
        for output, tap in axis.operation.axis_targets(axis, i, index):
            pairs[tap][0].append(index)
            pairs[tap][1].append(output)
    return pairs
