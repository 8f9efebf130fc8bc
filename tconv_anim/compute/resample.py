"""Pools, resizing and pixel shuffle on arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import floor
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import LayerError
from ..layers.resampling.base import Resampling
from ..layers.resampling.pool import Pool
from ..layers.resampling.resize import Resize
from ..layers.resampling.shuffle import PixelShuffle
from .arrays import Array

__all__ = ["resampled"]

_CUBIC = -0.75
"""Keys' a, as PyTorch and ONNX have it."""


def resampled(layer: Resampling, x: npt.ArrayLike) -> Array:
    """The output of a pool, a resize or a pixel shuffle.

    Parameters
    ----------
    layer : Pool, Resize or PixelShuffle
    x : array
        The input size, 1 to 3 axes; where the layer fixes the number of axes it may have
        channels in front, and for a pixel shuffle it has.

    Returns
    -------
    array
        Maxima, nearest cells and shuffled cells have the type of the input; means and what
        is interpolated are floating.

    Raises
    ------
    LayerError
        The shape does not fit the layer, or *x* does not hold numbers.

    Notes
    -----
    Source: MaxPool2d, AvgPool2d, Upsample and PixelShuffle in the PyTorch documentation. The
    cubic kernel is that of Keys, "Cubic convolution interpolation for digital image processing"
    (1981), with a = -0.75.

    Examples
    --------
    >>> resampled(Pool(kernel_size=2), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    array([[5]])
    >>> resampled(PixelShuffle(scale=2), [[[1]], [[2]], [[3]], [[4]]])
    array([[[1, 2],
            [3, 4]]])
    """
    values = np.asarray(x)
    if values.dtype.kind not in "iufb":
        raise LayerError("x must hold numbers, not {kind}.", kind=str(values.dtype))
    if isinstance(layer, PixelShuffle):
        return _shuffled(layer, values)
    ndim = layer.ndim or values.ndim
    if values.ndim not in (ndim, ndim + 1):
        raise LayerError(
            "x has {given} axes, but the layer has {ndim}, and channels before them at most.",
            given=values.ndim,
            ndim=ndim,
        )
    deep = values if values.ndim == ndim + 1 else values[None]
    layer.output_size(deep.shape[1:])
    if isinstance(layer, Pool):
        found = _pooled(layer, deep)
    else:
        assert isinstance(layer, Resize)
        found = _resized(layer, deep)
    return found if values.ndim == ndim + 1 else found[0]


def _shuffled(layer: PixelShuffle, x: Array) -> Array:
    ndim = layer.ndim or x.ndim - 1
    if x.ndim != ndim + 1 or ndim < 1:
        raise LayerError(
            "x has {given} axes: a pixel shuffle takes channels and then {ndim}.",
            given=x.ndim,
            ndim=layer.ndim or "1 to 3 axes",
        )
    size = layer.output_size(x.shape[1:])
    channels = layer.output_channels(x.shape[0], ndim)
    scales = [layer.axis_scale(axis) for axis in range(ndim)]
    parts = x.reshape(channels, *scales, *x.shape[1:])
    order = [0, *(place for axis in range(ndim) for place in (1 + ndim + axis, 1 + axis))]
    return np.ascontiguousarray(parts.transpose(order)).reshape(channels, *size)


def _pooled(layer: Pool, x: Array) -> Array:
    """Tap by tap; what lies outside of the input is never taken."""
    size, ndim = layer.output_size(x.shape[1:]), x.ndim - 1
    if layer.mode == "max":
        y = np.full((x.shape[0], *size), _least(x.dtype), x.dtype)
    else:
        y = np.zeros((x.shape[0], *size), _float_type(x.dtype))
    combine = np.maximum if layer.mode == "max" else np.add
    taps = [_taps(layer, axis, x.shape[1 + axis], size[axis]) for axis in range(ndim)]
    for along in product(*taps):
        made = (slice(None), *(windows for windows, _ in along))
        read = (slice(None), *(cells for _, cells in along))
        combine(y[made], x[read], out=y[made], casting="unsafe")
    if layer.mode == "average":
        for axis in range(ndim):
            counts = _counts(layer, axis, x.shape[1 + axis], size[axis])
            y /= np.array(counts, y.dtype).reshape(-1, *(1,) * (ndim - 1 - axis))
    return y


def _taps(layer: Pool, axis: int, i: int, o: int) -> Iterator[tuple[slice, slice]]:
    """For each cell of the window: the windows in which it is inside, and what they read."""
    k, s, d = layer.window(axis)
    for tap in range(k):
        offset = tap * d - layer.pads(axis)[0]
        first, behind = max(-(offset // s), 0), min((i - 1 - offset) // s + 1, o)
        if first < behind:
            begin = offset + first * s
            yield slice(first, behind), slice(begin, offset + (behind - 1) * s + 1, s)


def _counts(layer: Pool, axis: int, i: int, o: int) -> list[int]:
    """What the mean of each window divides by."""
    k, s, _ = layer.window(axis)
    begin, end = layer.pads(axis)
    first, last = (-begin, i + end) if layer.count_padding else (0, i)
    starts = (n * s - begin for n in range(o))
    return [min(start + k, last) - max(start, first) for start in starts]


def _float_type(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return dtype if dtype.kind == "f" else np.dtype(np.float64)


def _least(dtype: np.dtype[Any]) -> float | int | bool:
    if dtype.kind == "f":
        return -np.inf
    return False if dtype.kind == "b" else int(np.iinfo(dtype).min)


def _resized(layer: Resize, x: Array) -> Array:
    y = x
    for axis, i in enumerate(x.shape[1:]):
        o = layer.axis_size(axis, i)
        places = [layer.place(axis, i, n) for n in range(o)]
        if layer.mode == "nearest":
            y = np.take(y, [int(place) for place in places], axis=1 + axis)
            continue
        weights = np.zeros((o, i))
        for n, place in enumerate(places):
            whole = floor(place)
            for cell, weight in _shares(layer.mode, float(place - whole)):
                weights[n, min(max(whole + cell, 0), i - 1)] += weight
        y = np.moveaxis(
            np.tensordot(weights.astype(_float_type(x.dtype)), y, axes=(1, 1 + axis)), 0, 1 + axis
        )
    return y


def _shares(mode: str, t: float) -> list[tuple[int, float]]:
    """(cell, weight) of the neighbours of a place, *t* of a cell behind cell 0."""
    if mode == "bilinear":
        return [(0, 1 - t), (1, t)]
    a = _CUBIC

    def near(u: float) -> float:
        return ((a + 2) * u - (a + 3)) * u * u + 1

    def far(u: float) -> float:
        return ((a * u - 5 * a) * u + 8 * a) * u - 4 * a

    return [(-1, far(t + 1)), (0, near(t)), (1, near(1 - t)), (2, far(2 - t))]
