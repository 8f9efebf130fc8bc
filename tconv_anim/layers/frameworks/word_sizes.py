"""The sizes that "same" and "valid" give a transposed layer in Keras and in JAX, and the crops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ...notation import Pairs, Sizes
from ..axis import Axis
from ..sizes import full_size, same_transposed_size, shared_crop, valid_transposed_size

__all__ = ["AxisSizes", "axis_sizes", "crops_to", "word_sizes"]

AxisSizes: TypeAlias = tuple[int, int, int]
"""(i, k_eff, s) of an axis: what a size comes from."""


def axis_sizes(axes: Sequence[Axis], input_size: Sizes) -> list[AxisSizes]:
    return [(i, axis.k_eff, axis.s) for axis, i in zip(axes, input_size, strict=True)]


def word_sizes(padding_word: str, axes: Sequence[AxisSizes]) -> Sizes:
    """Output size of a transposed layer with "same" or "valid"."""
    if padding_word == "same":
        return tuple(same_transposed_size(i, s) for i, _, s in axes)
    return tuple(valid_transposed_size(*axis) for axis in axes)


def crops_to(sizes: Sizes, axes: Sequence[AxisSizes]) -> Pairs:
    """How the full result is cropped to a size."""
    return tuple(
        shared_crop(full_size(i, s, span) - o) for (i, span, s), o in zip(axes, sizes, strict=True)
    )
