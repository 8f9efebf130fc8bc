"""The numbers: what a layer does to an array, cell by cell, and as one matrix.

Single channel, 1 to 3 axes. Every layer can be computed in three ways, so that each
checks the others: :func:`gather` goes from the output to the input, :func:`scatter`
from the input to the output, and :func:`convolution_matrix` adds up Kronecker
products. Each has its own arithmetic of indices; the layer's parameters and sizes
are common to all. :func:`terms_of` and :func:`shares_of` tell the first two cell by
cell.
"""

from __future__ import annotations

from .arrays import Array, Cell, as_numbers
from .convolve import apply, gather, scatter
from .matrix import convolution_matrix
from .taps import Share, Term, shares_along, shares_of, terms_of

__all__ = [
    "Array",
    "Cell",
    "Share",
    "Term",
    "apply",
    "as_numbers",
    "convolution_matrix",
    "gather",
    "scatter",
    "shares_along",
    "shares_of",
    "terms_of",
]
