"""The matrix of a layer with channels, put together from the matrices of its slices."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from tconv_anim.compute import Array, convolution_matrix
from tconv_anim.layers.layer import Layer

__all__ = ["channel_matrix"]


def channel_matrix(layer: Layer, input_size: tuple[int, ...], w: npt.ArrayLike) -> Array:
    """A block for every pair of channels, zeros between groups; the bias is left out."""
    weights, single = np.asarray(w), layer.replaced(in_channels=1, out_channels=1, groups=1)
    single = single.replaced(bias=False)
    rows, columns = math.prod(layer.output_size(input_size)), math.prod(input_size)
    matrix = np.zeros((layer.out_channels * rows, layer.in_channels * columns), weights.dtype)
    for output in range(layer.out_channels):
        for number, source in enumerate(layer.channels_read(output)):
            place = output, number
            if layer.operation.driven_by == "input":
                place = source, output % (layer.out_channels // layer.groups)
            block = np.s_[output * rows : (output + 1) * rows]
            below = np.s_[source * columns : (source + 1) * columns]
            matrix[block, below] = convolution_matrix(single, input_size, weights[place])
    return matrix
