"""The numbers: what a layer does to an array, cell by cell, and as one matrix.

One to three axes, a single channel or any number of them. Every layer
can be computed in three ways, so that each checks the others: :func:`gather` goes from the
output to the input, :func:`scatter` from the input to the output, and
:func:`convolution_matrix` adds up Kronecker products. Each has its own arithmetic of
indices; the layer's parameters and sizes are common to all. What a single cell is made of,
and where it goes, the layer's operation answers (:mod:`tconv_anim.layers.operations.base`).
"""

from __future__ import annotations

from .application import apply
from .arrays import Array, Cell, as_numbers
from .convolve import gather, scatter
from .matrix import convolution_matrix

__all__ = [
    "Array",
    "Cell",
    "apply",
    "as_numbers",
    "convolution_matrix",
    "gather",
    "scatter",
]
