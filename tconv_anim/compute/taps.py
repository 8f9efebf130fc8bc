"""One cell at a time: what an output cell is made of, and where an input cell goes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from ..layers.axis import Axis
from ..layers.layer import Layer
from ..notation import Sizes
from .arrays import Cell

__all__ = ["Share", "Term", "shares_along", "shares_of", "terms_of"]


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
    have none. Worked out on the gather side, independently of :func:`shares_of`.

    Examples
    --------
    >>> layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
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


@dataclass(frozen=True, slots=True)
class Share:
    """What an input cell adds to one output cell: its value times w[weight_cell]."""

    output_cell: Cell
    weight_cell: Cell


def shares_of(layer: Layer, input_size: Sizes, input_cell: Cell) -> list[Share]:
    """Where the value of *input_cell* goes, in row-major order of the output cells.

    One share for each output cell that is kept; what the crop removes, or no position
    of the kernel reads, has none. Worked out on the scatter side, independently of
    :func:`terms_of`.

    Examples
    --------
    >>> layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    >>> [share.output_cell for share in shares_of(layer, (3,), (1,))]
    [(1,), (2,), (3,)]
    """
    axes = layer.axes(len(input_size))
    per_axis = [
        shares_along(axis, i, index, turned=not layer.rotate_kernel)
        for axis, i, index in zip(axes, input_size, input_cell, strict=True)
    ]
    return [
        Share(*(tuple(part) for part in zip(*combination, strict=True)))
        for combination in itertools.product(*per_axis)
    ]


def shares_along(axis: Axis, i: int, index: int, *, turned: bool = False) -> list[tuple[int, int]]:
    """(output index, kernel index) of every share of input *index* on one axis of *i* cells.

    *turned*: the layer's kernel is given the other way round.
    """
    shares, o = [], axis.output_size(i)
    for tap in range(axis.k):
        if axis.kind == "transposed":  # the stamp begins at index*s of the uncropped result
            output, between = index * axis.s + tap * axis.d - axis.crop_begin, 0
        else:  # the tap lies on the cell when its window begins tap*d cells before it
            output, between = divmod(axis.pad_begin + index - tap * axis.d, axis.s)
        if between == 0 and 0 <= output < o:
            shares.append((output, axis.k - 1 - tap if turned else tap))
    return sorted(shares)
