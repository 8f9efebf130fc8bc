"""Arrays of numbers: what is taken for one, in which dtype, and zeros around it.

Integers stay exact: where a sum of 64-bit products could overflow, arrays hold
Python integers (dtype object).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import LayerError
from ..layers.layer import Layer

__all__ = ["Array", "Cell", "as_numbers", "check_kernel", "operands", "padded"]

Array: TypeAlias = npt.NDArray[Any]
Cell: TypeAlias = tuple[int, ...]


def as_numbers(name: str, values: npt.ArrayLike) -> Array:
    """*values* as a numeric array of 1 to 3 axes; raises LayerError where it is none."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise LayerError(f"{name} is no array: its rows have different lengths.") from None
    if not isinstance(values, np.ndarray) and array.dtype.kind in "uf":
        # NumPy makes floats of integers that no one integer type holds.
        given = np.array(values, dtype=object)
        array = given if all(isinstance(v, int) for v in given.flat) else array
    if array.dtype.kind in "Ou" and all(isinstance(v, (int, np.integer)) for v in array.flat):
        array = _exact(array)
    elif array.dtype.kind not in "bifc":
        raise LayerError(f"{name} holds {array.dtype}, not numbers.")
    if not 1 <= array.ndim <= 3:
        raise LayerError(f"{name} has {array.ndim} axes: a single channel has 1, 2 or 3.")
    if array.size == 0:
        raise LayerError(f"{name} has shape {array.shape}, which holds no cell.")
    return array.astype(np.int64) if array.dtype.kind == "b" else array


def operands(layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike) -> tuple[Array, Array]:
    """x and w checked against the layer, in one dtype that holds the result."""
    x, w = as_numbers("x", x), as_numbers("w", w)
    if layer.ndim not in (None, x.ndim):
        raise LayerError(f"x has shape {x.shape}, but the layer has {layer.ndim} axes.")
    check_kernel(layer, w, x.ndim)
    if object in (x.dtype, w.dtype):
        return x.astype(object), w.astype(object)
    dtype = np.result_type(x, w)
    if dtype.kind == "i":
        largest = max(abs(int(x.min())), abs(int(x.max())))
        total = largest * sum(abs(int(value)) for value in w.flat)
        dtype = np.dtype(np.int64 if total < 2**63 else object)
    return x.astype(dtype), w.astype(dtype)


def check_kernel(layer: Layer, w: Array, ndim: int) -> None:
    """Raise LayerError where *w* has not one weight for each cell of the layer's kernel."""
    kernel = tuple(axis.k for axis in layer.axes(ndim))
    if w.shape != kernel:
        raise LayerError(
            f"w has shape {w.shape}, but the layer's kernel is {kernel}: give one weight a cell."
        )


def padded(array: Array, widths: Sequence[tuple[int, int]]) -> Array:
    """A copy of *array* with (begin, end) zeros around each axis; negative widths crop.

    Where one end is padded and the other cropped, the zeros come first, so that a
    crop may reach past the array into them. The zeros are of the array's own kind.
    (np.pad mixes NumPy's with Python's.)

    >>> padded(np.array([1, 2, 3]), [(2, -1)])
    array([0, 0, 1, 2])
    >>> padded(np.array([1, 2, 3]), [(2, -4)])
    array([0])
    """
    sizes = [begin + n + end for (begin, end), n in zip(widths, array.shape, strict=True)]
    result = np.zeros(sizes, array.dtype)
    taken, place = [], []
    for (begin, end), n in zip(widths, array.shape, strict=True):
        first = max(-begin, 0)
        stop = max(min(n + end, n), first)  # first == stop: no cell is left, zeros alone
        taken.append(slice(first, stop))
        place.append(slice(first + begin, stop + begin))
    result[tuple(place)] = array[tuple(taken)]
    return result


def _exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    integers = [int(value) for value in array.flat]
    fits = all(-(2**63) <= value < 2**63 for value in integers)
    exact = np.empty(array.size, np.int64 if fits else object)
    exact[:] = integers
    return exact.reshape(array.shape)
