"""Arrays of numbers: what is accepted as one, in which dtype, and zeros around it.

Integers stay exact: where a sum of 64-bit products could overflow, arrays hold
Python integers (dtype object).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import Argument, LayerError
from ..layers.layer import Layer

__all__ = [
    "Array",
    "Cell",
    "as_numbers",
    "check_kernel",
    "numeric",
    "operands",
    "padded",
    "weights_by_group",
]

Array: TypeAlias = npt.NDArray[Any]
Cell: TypeAlias = tuple[int, ...]


class Operands(NamedTuple):
    """What a layer is computed from: checked, by group, in one dtype that holds the result.

    The groups of channels never meet. A layer of one channel has arrays of one channel.
    """

    x: Array
    """Shape (groups, C_in / groups, *input size)."""
    w: Array
    """Shape (groups, C_out / groups, C_in / groups, *kernel size)."""
    bias: Array
    """Shape (groups, C_out / groups)."""


def as_numbers(name: str, values: npt.ArrayLike) -> Array:
    """*values* as a numeric array of 1 to 3 axes; raises LayerError where it is none."""
    array = numeric(name, values)
    if not 1 <= array.ndim <= 3:
        raise LayerError(
            "{name} has {ndim} axes: a single channel has 1, 2 or 3.", name=name, ndim=array.ndim
        )
    return array


def numeric(name: str, values: npt.ArrayLike) -> Array:
    """*values* as a numeric array that holds a number, of any number of axes."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise LayerError(
            "{name} is not an array: its rows have different lengths.", name=name
        ) from None
    if not isinstance(values, np.ndarray) and array.dtype.kind in "uf":
        # NumPy makes floats of integers that no one integer type holds.
        given = np.array(values, dtype=object)
        array = given if all(isinstance(v, int) for v in given.flat) else array
    if array.dtype.kind in "Ou" and all(isinstance(v, (int, np.integer)) for v in array.flat):
        array = _exact(array)
    elif array.dtype.kind not in "bifc":
        raise LayerError("{name} holds {dtype}, not numbers.", name=name, dtype=array.dtype)
    if array.size == 0:
        raise LayerError(
            "{name} has shape {shape}, which holds no cell.", name=name, shape=array.shape
        )
    return array.astype(np.int64) if array.dtype.kind == "b" else array


def operands(
    layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike, bias: npt.ArrayLike | None = None
) -> Operands:
    r"""x, weights and bias, checked against the layer.

    x (C_in, \*size) and weights as PyTorch lays them out; of a layer of one channel also both
    without any axis for it, which shows in *w* having as many axes as *x*.
    """
    x, w = numeric("x", x), numeric("w", w)
    with_channels = 2 <= x.ndim == w.ndim - 1 and w.shape[:2] == (1, 1)
    if layer.in_channels == layer.out_channels == 1 and not with_channels:
        return _single_operands(layer, as_numbers("x", x), as_numbers("w", w), bias)
    if not 2 <= x.ndim <= 4:
        raise LayerError("x has shape {shape}: give its channels, then 1 to 3 axes.", shape=x.shape)
    if len(x) != layer.in_channels:
        raise LayerError(
            "x has shape {shape}, which is {channels} channels, but the layer has {in_channels}.",
            shape=x.shape,
            channels=len(x),
            in_channels=Argument("in_channels", layer.in_channels),
        )
    by_group = weights_by_group(layer, w, x.ndim - 1)
    added = _biases(layer, bias).reshape(layer.groups, -1)
    return _exact_operands(x.reshape(layer.groups, -1, *x.shape[1:]), by_group, added)


def _single_operands(layer: Layer, x: Array, w: Array, bias: npt.ArrayLike | None) -> Operands:
    if layer.ndim not in (None, x.ndim):
        raise LayerError(
            "x has shape {shape}, but the layer has {ndim} axes.", shape=x.shape, ndim=layer.ndim
        )
    check_kernel(layer, w, x.ndim)
    return _exact_operands(x[None, None], w[None, None, None], _biases(layer, bias)[None])


def _biases(layer: Layer, bias: npt.ArrayLike | None) -> Array:
    """One number for each output channel; zeros where there are none."""
    outputs = layer.out_channels
    if bias is None:
        return np.zeros(outputs, np.int64)
    added = numeric("bias", bias)
    if outputs == 1 and added.ndim == 0:
        added = added[None]
    if added.shape != (outputs,):
        raise LayerError(
            "bias has shape {shape}, but the layer has {outputs} output channels: give one"
            " number a channel.",
            shape=added.shape,
            outputs=outputs,
        )
    return added


def weights_by_group(layer: Layer, w: npt.ArrayLike, ndim: int) -> Array:
    r"""Weights as PyTorch lays them out, as (groups, C_out / groups, C_in / groups, \*kernel size).

    PyTorch has (C_out, C_in / groups, \*kernel size) for a convolution and
    (C_in, C_out / groups, \*kernel size) for a transposed layer.
    """
    w = numeric("w", w)
    if w.ndim != ndim + 2:
        raise LayerError(
            "w has shape {shape}: give two axes of channels, then the kernel's.", shape=w.shape
        )
    check_kernel(layer, w[0, 0], ndim)
    stamps, groups = layer.operation.driven_by == "input", layer.groups
    expected = (layer.out_channels, layer.in_channels // groups)
    if stamps:
        expected = (layer.in_channels, layer.out_channels // groups)
    if w.shape[:2] != expected:
        raise LayerError(
            "w has shape {shape}, but from {in_channels} to {out_channels} channels in {groups}"
            " group{plural} it begins with {expected}, {letters}.",
            shape=w.shape,
            in_channels=layer.in_channels,
            out_channels=layer.out_channels,
            groups=groups,
            plural="s" * (groups > 1),
            expected=expected,
            letters="(C_in, C_out/groups)" if stamps else "(C_out, C_in/groups)",
        )
    by_group = w.reshape(groups, -1, *w.shape[1:])
    return by_group.swapaxes(1, 2) if stamps else by_group


def _exact_operands(x: Array, w: Array, bias: Array) -> Operands:
    """The same in a dtype in which no sum overflows."""
    if object in (x.dtype, w.dtype, bias.dtype):
        return Operands(x.astype(object), w.astype(object), bias.astype(object))
    dtype = np.result_type(x, w) if bias.dtype.kind == "i" else np.result_type(x, w, bias)
    if dtype.kind == "i":
        largest, heaviest, added = (_largest(array) for array in (x, w, bias))
        if largest * heaviest * math.prod(w.shape[2:]) + added >= 2**63:  # it takes long to know
            filters = w.reshape(-1, *w.shape[2:])
            weight = max(sum(abs(int(value)) for value in one.flat) for one in filters)
            dtype = np.dtype(np.int64 if largest * weight + added < 2**63 else object)
        else:
            dtype = np.dtype(np.int64)
    return Operands(x.astype(dtype), w.astype(dtype), bias.astype(dtype))


def _largest(integers: Array) -> int:
    """The largest without its sign."""
    return max(abs(int(integers.min())), abs(int(integers.max())))


def check_kernel(layer: Layer, w: Array, ndim: int) -> None:
    """Raise LayerError where *w* has not one weight for each cell of the layer's kernel."""
    kernel_size = tuple(axis.k for axis in layer.axes(ndim))
    if w.shape != kernel_size:
        raise LayerError(
            "w has shape {shape}, but the layer's kernel is {kernel_size}: give one weight a cell.",
            shape=w.shape,
            kernel_size=kernel_size,
        )


def padded(array: Array, widths: Sequence[tuple[int, int]]) -> Array:
    """A copy of *array* with (begin, end) zeros around its last axes; negative widths crop.

    Where one end is padded and the other cropped, the zeros come first, so that a
    crop may reach past the array into them. The zeros are of the array's own kind.
    (np.pad mixes NumPy's with Python's.)

    >>> padded(np.array([1, 2, 3]), [(2, -1)])
    array([0, 0, 1, 2])
    >>> padded(np.array([1, 2, 3]), [(2, -4)])
    array([0])
    """
    channels, size = array.shape[: -len(widths)], array.shape[-len(widths) :]
    sizes = [begin + n + end for (begin, end), n in zip(widths, size, strict=True)]
    result = np.zeros((*channels, *sizes), array.dtype)
    taken: list[Any] = []
    place: list[Any] = []
    for (begin, end), n in zip(widths, size, strict=True):
        first = max(-begin, 0)
        stop = max(min(n + end, n), first)  # first == stop: no cell is left, zeros alone
        taken.append(slice(first, stop))
        place.append(slice(first + begin, stop + begin))
    result[..., *place] = array[..., *taken]
    return result


def _exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    integers = [int(value) for value in array.flat]
    fits = all(-(2**63) <= value < 2**63 for value in integers)
    exact = np.empty(array.size, np.int64 if fits else object)
    exact[:] = integers
    return exact.reshape(array.shape)
