"""The numbers: what a layer does to an array, cell by cell, and as one matrix.

Single channel, 1 to 3 axes. Integers stay exact: where a sum of 64-bit products
could overflow, the result holds Python integers (dtype object).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .arithmetic.errors import LayerError
from .arithmetic.layer import Layer
from .arithmetic.notation import Sizes

__all__ = ["Array", "Term", "apply", "as_numbers", "convolution_matrix", "expand", "terms_of"]

Array: TypeAlias = npt.NDArray[Any]
Cell: TypeAlias = tuple[int, ...]


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
    gathering. Source: the definitions in the PyTorch documentation.

    Examples
    --------
    >>> layer = Layer("transposed", kernel=2, stride=2)
    >>> apply(layer, [[1, 2]], [[1, 10], [100, 1000]])
    array([[   1,   10,    2,   20],
           [ 100, 1000,  200, 2000]])
    """
    x, w = _operands(layer, x, w)
    output_size = layer.output_size(x.shape)
    axes = layer.axes(x.ndim)
    y: Array
    if layer.kind == "conv":
        padded = _padded(x, [(a.pad_begin, a.pad_end) for a in axes])
        y = np.zeros(output_size, x.dtype)
        for tap in np.ndindex(*w.shape):
            reads = tuple(
                slice(t * a.d, t * a.d + (o - 1) * a.s + 1, a.s)
                for t, a, o in zip(tap, axes, output_size, strict=True)
            )
            y += padded[reads] * w[tap]
        return y
    if not layer.rotate_kernel:  # stamping turns a kernel that gathering would not
        w = np.flip(w)
    full = np.zeros([(i - 1) * a.s + a.k_eff for a, i in zip(axes, x.shape, strict=True)], x.dtype)
    for tap in np.ndindex(*w.shape):
        reached = tuple(
            slice(t * a.d, t * a.d + (i - 1) * a.s + 1, a.s)
            for t, a, i in zip(tap, axes, x.shape, strict=True)
        )
        full[reached] += x * w[tap]
    kept = tuple(
        slice(max(a.crop_begin, 0), n - max(a.crop_end, 0))
        for a, n in zip(axes, full.shape, strict=True)
    )
    appended = [(max(-a.crop_begin, 0), max(-a.crop_end, 0)) for a in axes]
    if any(slice_.start >= slice_.stop for slice_ in kept):  # only appended cells remain
        return np.zeros(output_size, x.dtype)
    return _padded(full[kept], appended)


def convolution_matrix(layer: Layer, input_size: int | tuple[int, ...], w: npt.ArrayLike) -> Array:
    """The dense matrix M of the layer: ``apply(layer, x, w).ravel() == M @ x.ravel()``.

    Shape: (output cells, input cells), both row-major. For a standard convolution
    this is C of the literature; for a transposed layer it is the transpose of its
    direct layer's C.

    Raises
    ------
    LayerError
        The shapes do not fit the layer, or the layer has no output for them.

    Examples
    --------
    >>> convolution_matrix(Layer("conv", kernel=2), 3, [1, 2])
    array([[1, 2, 0],
           [0, 1, 2]])
    >>> convolution_matrix(Layer("transposed", kernel=2), 2, [1, 2])
    array([[1, 0],
           [2, 1],
           [0, 2]])
    """
    weights = as_numbers("w", w)
    sizes = layer.checked_input_size(input_size)
    if len(sizes) == 1 and layer.ndim is None:
        sizes *= weights.ndim
    _check_kernel(layer, weights, len(sizes))
    output_size = layer.output_size(sizes)
    matrix = np.zeros((math.prod(output_size), math.prod(sizes)), weights.dtype)
    for row, cell in enumerate(np.ndindex(*output_size)):
        for term in terms_of(layer, sizes, cell):
            column = int(np.ravel_multi_index(term.input_cell, sizes))
            matrix[row, column] += weights[term.weight_cell]
    return matrix


@dataclass(frozen=True, slots=True)
class Term:
    """One product in an output cell's sum: x[input_cell] * w[weight_cell].

    ``window_cell`` is where the product happens inside the kernel's window over the
    (expanded, padded) input, in cells from the window's first corner.
    """

    input_cell: Cell
    weight_cell: Cell
    window_cell: Cell


def terms_of(layer: Layer, input_size: Sizes, cell: Cell) -> list[Term]:
    """The products that make up output cell *cell*, in the order the window reads them.

    One term for each real input cell under the window; inserted zeros and padding
    have none. Worked out on the gather side, independently of :func:`apply`.

    Examples
    --------
    >>> layer = Layer("transposed", kernel=3, stride=2, padding=1)
    >>> [term.input_cell for term in terms_of(layer, (3,), (1,))]
    [(0,), (1,)]
    """
    per_axis: list[list[tuple[int, int, int]]] = []
    for axis, i, position in zip(layer.axes(len(input_size)), input_size, cell, strict=True):
        begin = axis.equivalent_padding[0]
        spacing = axis.zeros_inserted + 1
        hits = []
        for tap in range(axis.k):
            source = position * axis.equivalent_stride + tap * axis.d - begin
            index, off = divmod(source, spacing)
            if off == 0 and 0 <= index < i:
                turned = axis.kind == "transposed" and layer.rotate_kernel
                hits.append((index, axis.k - 1 - tap if turned else tap, tap * axis.d))
        per_axis.append(hits)
    return [
        Term(*(tuple(part) for part in zip(*combination, strict=True)))
        for combination in itertools.product(*per_axis)
    ]


def expand(x: Array, layer: Layer) -> Array:
    """*x* with the layer's zeros inserted between its cells; x itself for a convolution."""
    axes = layer.axes(x.ndim)
    spacing = [axis.zeros_inserted + 1 for axis in axes]
    expanded = np.zeros([a.expanded_size(i) for a, i in zip(axes, x.shape, strict=True)], x.dtype)
    expanded[tuple(slice(None, None, step) for step in spacing)] = x
    return expanded


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


def _operands(layer: Layer, x: npt.ArrayLike, w: npt.ArrayLike) -> tuple[Array, Array]:
    """x and w checked against the layer, in one dtype that holds the result."""
    x, w = as_numbers("x", x), as_numbers("w", w)
    if layer.ndim not in (None, x.ndim):
        raise LayerError(f"x has shape {x.shape}, but the layer has {layer.ndim} axes.")
    _check_kernel(layer, w, x.ndim)
    if object in (x.dtype, w.dtype):
        return x.astype(object), w.astype(object)
    dtype = np.result_type(x, w)
    if dtype.kind == "i":
        largest = max(abs(int(x.min())), abs(int(x.max())))
        total = largest * sum(abs(int(value)) for value in w.flat)
        dtype = np.dtype(np.int64 if total < 2**63 else object)
    return x.astype(dtype), w.astype(dtype)


def _check_kernel(layer: Layer, w: Array, ndim: int) -> None:
    kernel = tuple(axis.k for axis in layer.axes(ndim))
    if w.shape != kernel:
        raise LayerError(
            f"w has shape {w.shape}, but the layer's kernel is {kernel}: give one weight a cell."
        )


def _exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    integers = [int(value) for value in array.flat]
    fits = all(-(2**63) <= value < 2**63 for value in integers)
    exact = np.empty(array.size, np.int64 if fits else object)
    exact[:] = integers
    return exact.reshape(array.shape)


def _padded(array: Array, widths: Sequence[tuple[int, int]]) -> Array:
    """*array* with zeros of its own kind around it. (np.pad mixes NumPy's zeros with Python's.)"""
    sizes = [b + n + e for (b, e), n in zip(widths, array.shape, strict=True)]
    padded = np.zeros(sizes, array.dtype)
    inner = tuple(slice(b, b + n) for (b, _), n in zip(widths, array.shape, strict=True))
    padded[inner] = array
    return padded
