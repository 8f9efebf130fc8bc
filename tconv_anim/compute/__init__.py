"""The numbers: what a layer does to an array, cell by cell, and as one matrix.

Single channel, 1 to 3 axes. Every layer can be computed in three ways that share its
parameters and nothing else that could be wrong: :func:`gather` goes from the output
to the input, :func:`scatter` from the input to the output, and
:func:`convolution_matrix` writes both down as one product. :func:`terms_of` and
:func:`shares_of` tell the same cell by cell.
"""

from __future__ import annotations

from .arrays import Array, Cell, as_numbers
from .cells import Share, Term, shares_of, terms_of
from .matrix import convolution_matrix
from .ways import apply, gather, scatter

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
    "shares_of",
    "terms_of",
]
