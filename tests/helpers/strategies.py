"""Layers, inputs and numbers for property tests, shared by every test module."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import numpy as np
from hypothesis import strategies as st

from tconv_anim import Layer
from tconv_anim.compute import Array
from tconv_anim.layers.axis import Axis, Kind
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tests.helpers.daily import examples

__all__ = [
    "EXAMPLES",
    "KINDS",
    "arrays",
    "layers",
    "numbered",
    "posed",
    "resolved_layers",
    "shown",
    "texts",
]

EXAMPLES = examples(20)
"""For a property that is tried in a millisecond or two."""

KINDS: tuple[Kind, ...] = ("transposed", "conv")

T = TypeVar("T")


def per_axis(values: st.SearchStrategy[T], ndim: int) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, min_size=ndim, max_size=ndim).map(tuple)


def alike(draw: st.DrawFn, values: tuple[T, ...]) -> T | tuple[T, ...]:
    """Now and then the one value for every axis, where there is but one."""
    return values[0] if len(set(values)) == 1 and draw(st.booleans()) else values


@st.composite
def layers(
    draw: st.DrawFn,
    kind: Kind | None = None,
    ndim: int | None = None,
    *,
    crops: bool = True,
    unrotated: bool = True,
) -> tuple[Layer, int]:
    """A layer that can be built, and a number of axes it takes.

    With *crops*, some transposed layers are given their crop directly, with negative
    numbers; with *unrotated*, some do not rotate their kernel.
    """
    chosen: Kind = draw(st.sampled_from(KINDS)) if kind is None else kind
    ndim = ndim or draw(st.integers(1, 3))
    size = st.integers(1, 4 if ndim < 3 else 3)
    kernel = draw(per_axis(size, ndim))
    stride = draw(per_axis(size, ndim))
    dilation = draw(per_axis(st.integers(1, 3), ndim))
    turned = chosen == "conv" or not unrotated or draw(st.integers(0, 3)) > 0
    common: dict[str, Any] = {
        "kernel_size": alike(draw, kernel),
        "stride": alike(draw, stride),
        "dilation": alike(draw, dilation),
        "rotate_kernel": turned,
    }
    if chosen == "transposed" and crops and draw(st.integers(0, 2)) == 0:
        ends = st.tuples(st.integers(-3, 4), st.integers(-3, 4))
        return Layer(chosen, **common, crop=draw(per_axis(ends, ndim))), ndim
    padding: Any = draw(per_axis(st.integers(0, 4), ndim))
    if draw(st.booleans()):
        ends = st.tuples(st.integers(0, 4), st.integers(0, 4))
        padding = draw(per_axis(ends, ndim))
    else:
        padding = alike(draw, padding)
    op: int | tuple[int, ...] = 0
    if chosen == "transposed" and draw(st.booleans()):
        limits = [max(s, d) - 1 for s, d in zip(stride, dilation, strict=True)]
        op = alike(draw, tuple(draw(st.integers(0, most)) for most in limits))
    return Layer(chosen, **common, padding=padding, output_padding=op), ndim


@st.composite
def posed(
    draw: st.DrawFn,
    kind: Kind | None = None,
    ndim: int | None = None,
    *,
    crops: bool = True,
    unrotated: bool = True,
) -> ResolvedLayer:
    """A layer with an input that fits it, 1-D to 3-D, of a few hundred cells at most."""
    layer, count = draw(layers(kind, ndim, crops=crops, unrotated=unrotated))
    most = {1: 8, 2: 5, 3: 3}[count]
    sizes = tuple(least_size(axis) + draw(st.integers(0, most - 1)) for axis in layer.axes(count))
    return resolve_layer(layer, sizes)


def least_size(axis: Axis) -> int:
    """The smallest input that has an output; counted up, so that no formula is assumed."""
    return next(i for i in range(1, 100) if axis.output_size(i) >= 1)


@st.composite
def resolved_layers(draw: st.DrawFn, kind: Kind | None = None, most: int = 40) -> ResolvedLayer:
    """A 2-D problem for a picture: neither input nor output has more than *most* cells.

    As the commands make them: padding and output padding, no crop given directly.
    """
    return draw(
        posed(kind, 2, crops=False, unrotated=False).filter(
            lambda p: max(math.prod(p.output_size), math.prod(p.input_size)) <= most
        )
    )


def arrays(shape: Sequence[int], largest: int = 9) -> st.SearchStrategy[Array]:
    """Whole numbers in an array of *shape*; zeros included."""
    cells = math.prod(shape)
    numbers = st.lists(st.integers(-largest, largest), min_size=cells, max_size=cells)
    return numbers.map(lambda values: cast(Array, np.array(values).reshape(tuple(shape))))


@st.composite
def shown(
    draw: st.DrawFn, kind: Kind | None = None, ndim: int | None = None, most: int = 40
) -> ResolvedLayer:
    """A problem that every view can be asked for: one axis or two, crops and all.

    Neither input nor output has more than *most* cells.
    """
    return draw(
        posed(kind, ndim or draw(st.integers(1, 2))).filter(
            lambda p: max(math.prod(p.output_size), math.prod(p.input_size)) <= most
        )
    )


@st.composite
def numbered(
    draw: st.DrawFn, kind: Kind | None = None, ndim: int | None = None, most: int = 40
) -> tuple[ResolvedLayer, Array, Array]:
    """Such a problem with x and w: whole numbers, zeros and negative ones included."""
    resolved = draw(shown(kind, ndim, most))
    return resolved, draw(arrays(resolved.input_size)), draw(arrays(resolved.kernel_size))


def texts(most: int) -> st.SearchStrategy[str]:
    """Up to *most* characters, of all that can be encoded.

    Those of ``st.text`` alone are found by encoding every character there is, for a second.
    """
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=most)
