"""A layer as one matrix, put together from matrices of 0 and 1 per axis."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import LayerError
from ..layers.axis import Axis
from ..layers.layer import Layer
from .arrays import Array, as_numbers, check_kernel

__all__ = ["convolution_matrix"]

Ones: TypeAlias = tuple[list[int], list[int]]
"""A matrix of 0 and 1: the rows and the columns of its ones, in pairs."""


def convolution_matrix(layer: Layer, input_size: int | tuple[int, ...], w: npt.ArrayLike) -> Array:
    """The dense matrix M of the layer: ``apply(layer, x, w).ravel() == M @ x.ravel()``.

    Parameters
    ----------
    layer : Layer
        Of one channel.
    input_size : int or tuple of int
        Cells; an int is the size on every axis of the kernel.
    w : array, shape: the kernel size

    Returns
    -------
    array of shape (output cells, input cells), both row-major, of the weights' dtype
        For a standard convolution this is C of the literature; for a transposed layer
        it is the transpose of its direct layer's C.

    Raises
    ------
    LayerError
        The layer has several channels, the shapes do not fit it, or it has no output for them.

    Notes
    -----
    The sum over the kernel's taps t of w[t] times the Kronecker product, over the axes,
    of the matrix that selects what each output position reads through tap t of that
    axis: independent of :func:`gather` and :func:`scatter`. Source for C and its
    transpose: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
    (2016), section 4.1.

    Examples
    --------
    >>> convolution_matrix(Layer("conv", kernel_size=2), 3, [1, 2])
    array([[1, 2, 0],
           [0, 1, 2]])
    >>> convolution_matrix(Layer("transposed", kernel_size=2), 2, [1, 2])
    array([[1, 0],
           [2, 1],
           [0, 2]])
    """
    weights = as_numbers("w", w)
    sizes = layer.checked_input_size(input_size)
    if len(sizes) == 1 and layer.ndim is None:
        sizes *= weights.ndim
    if not layer.in_channels == layer.out_channels == 1:
        raise LayerError(
            "the layer has {in_channels} channels in and {out_channels} out: its matrix is for"
            " one channel alone.",
            in_channels=layer.in_channels,
            out_channels=layer.out_channels,
        )
    check_kernel(layer, weights, len(sizes))
    output_size = layer.output_size(sizes)
    selections = [
        [_selection(axis, tap, i, o) for tap in range(axis.k)]
        for axis, i, o in zip(layer.axes(len(sizes)), sizes, output_size, strict=True)
    ]
    if not layer.rotate_kernel:
        weights = np.flip(weights)
    matrix = np.zeros((math.prod(output_size), math.prod(sizes)), weights.dtype)
    entries = matrix.reshape(*output_size, *sizes)
    # With an index per axis, entry (r1, r2; c1, c2) of a Kronecker product is the product
    # of the factors' entries (r1; c1) and (r2; c2): ones where both have ones. Only these
    # are touched, as the zeros would be most of the work, and 0 * inf is no 0.
    for tap in np.ndindex(*weights.shape):
        factors = [of_axis[t] for of_axis, t in zip(selections, tap, strict=True)]
        rows = np.ix_(*(rows for rows, _ in factors))
        columns = np.ix_(*(columns for _, columns in factors))
        entries[(*rows, *columns)] += weights[tap]
    return matrix


def _selection(axis: Axis, tap: int, i: int, o: int) -> Ones:
    """The matrix (o rows, i columns) of what output positions read through *tap*.

    Of a transposed axis: its direct layer's, which leads from o cells to i, transposed.
    """
    if axis.operation.driven_by == "output":
        return _strided_diagonal(i, o, axis.s, tap * axis.d - axis.pad_begin)
    positions, cells = _strided_diagonal(o, i, axis.s, tap * axis.d - axis.crop_begin)
    return cells, positions


def _strided_diagonal(i: int, o: int, s: int, first: int) -> Ones:
    """Ones at (n, first + n*s), as far as they lie in the matrix of o rows and i columns."""
    positions = [n for n in range(o) if 0 <= first + n * s < i]
    return positions, [first + n * s for n in positions]
