"""An input as a convolution pads it, with what its last position leaves over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...compute.geometry.returned import ChoiceLine
from ...notation import Sizes
from ..example import Example
from ..frame import LIT, CellRole, Grid, Mark
from .axis_cells import Line
from .base import blank_texts, still

__all__ = ["padded_input"]


def padded_input(
    example: Example, lines: Sequence[ChoiceLine], sizes: Sizes, *, framed: bool
) -> Grid:
    """The cells of an input of *sizes*, crossed what no position of the kernel reads.

    *framed*: the kernel stands at its last position.
    """
    axes = [Line.of(one.axis, size, one.o) for one, size in zip(lines, sizes, strict=True)]
    looks = [np.array(axis.roles(), np.uint8) for axis in axes]
    roles = np.maximum.outer(*looks)
    roles[~np.logical_and.outer(*(axis.read for axis in axes))] = CellRole.DROPPED
    marks: tuple[Mark, ...] = ()
    if framed:
        down, across = (axis.window_at(axis.o - 1) for axis in axes)
        (k_down, d_down), (k_across, d_across) = ((one.axis.k_eff, one.axis.d) for one in lines)
        under = np.s_[down : down + k_down : d_down, across : across + k_across : d_across]
        roles[under] |= LIT
        apart = max(d_down, d_across) > 1
        marks = (Mark(down, across, k_down, k_across, "extent" if apart else "window"),)
    padded = any(one.axis.pad_begin or one.axis.pad_end for one in lines)
    label = ("input", "padded") if padded else "input"
    return still(label, example.by(sizes), roles, blank_texts(roles.shape), marks=marks)
