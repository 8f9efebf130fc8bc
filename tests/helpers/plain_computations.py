"""Computations in the plainest way, one cell at a time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from tconv_anim import Layer, apply, convolution_matrix
from tconv_anim.compute import Array, gather, scatter
from tconv_anim.layers.axis import Axis
from tconv_anim.layers.resolved_layer import ResolvedLayer

WAYS = (apply, gather, scatter)


def agreed(layer: Layer, x: Any, w: Any) -> Array:
    """The output, after every way has come to the same numbers in the same dtype."""
    y = apply(layer, x, w)
    np.testing.assert_array_equal(gather(layer, x, w), y, "gather", strict=True)
    np.testing.assert_array_equal(scatter(layer, x, w), y, "scatter", strict=True)
    matrix = convolution_matrix(layer, np.shape(x), w)
    assert matrix.shape == (y.size, np.size(x))
    np.testing.assert_array_equal(matrix @ np.ravel(x), y.ravel(), "matrix", strict=True)
    return y


# -- two computations that share no code with the package ---------------------------------


def per_axis(resolved: ResolvedLayer, number: Callable[[Axis], int]) -> tuple[int, ...]:
    return tuple(number(axis) for axis in resolved.axes)


def cells(shape: tuple[int, ...]) -> itertools.product[tuple[int, ...]]:
    return itertools.product(*(range(n) for n in shape))


# -- dtypes -----------------------------------------------------------------------------------

TWICE = Layer("conv", kernel_size=2)
