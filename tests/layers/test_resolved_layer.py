"""From what was typed to the layer that was meant."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given

from tconv_anim import Layer, LayerError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.spec import DEFAULTS, LayerSpec
from tconv_anim.notation import format_padding, format_sizes, read_padding, read_sizes
from tests.helpers.strategies import EXAMPLES, posed, resolved_layers

# -- problems --------------------------------------------------------------------------------


def test_the_defaults_are_the_best_known_example() -> None:
    resolved = resolve(DEFAULTS)
    assert resolved.kind == "transposed"
    assert (resolved.input_size, resolved.kernel_size) == ((3, 3), (3, 3))
    assert resolved.output_size == resolved.expanded_size == (5, 5)


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_one_value_stands_for_every_axis(ndim: int) -> None:
    resolved = resolve(DEFAULTS, ndim=ndim)
    assert resolved.output_size == (5,) * ndim
    assert len(resolved.axes) == ndim


@given(posed(crops=False, unrotated=False))
@EXAMPLES
def test_what_was_typed_is_the_layer_that_was_meant(resolved: ResolvedLayer) -> None:
    spec = LayerSpec(
        kind=resolved.kind,
        input_size=read_sizes(format_sizes(resolved.input_size)),
        kernel_size=read_sizes(format_sizes(resolved.kernel_size)),
        stride=read_sizes(format_sizes([a.s for a in resolved.axes])),
        padding=read_padding(format_padding([(a.pad_begin, a.pad_end) for a in resolved.axes])),
        dilation=read_sizes(format_sizes([a.d for a in resolved.axes])),
        output_padding=read_sizes(format_sizes([a.op for a in resolved.axes])),
    )
    found = resolve(spec, ndim=len(resolved.axes))
    assert found.axes == resolved.axes
    assert (found.input_size, found.output_size) == (resolved.input_size, resolved.output_size)
    assert resolve_layer(found.layer, found.input_size) == found


@pytest.mark.parametrize(
    ("change", "ndim", "flags"),
    [
        (
            {"kernel_size": (3, 3), "stride": (1, 2, 3)},
            None,
            "--s 1x2x3 has 3 axes, but --k 3x3 has 2."
            " Give one value for every axis, or one for each.",
        ),
        (
            {"input_size": (3, 4)},
            1,
            "--i 3x4 has 2 axes, but --dims 1 has 1."
            " Give one value for every axis, or one for each.",
        ),
        ({"dilation": (1, 1, 1, 1)}, None, "--d 1x1x1x1 has 4 axes: a layer has 1, 2 or 3."),
    ],
)
def test_parameters_that_disagree(change: dict[str, Any], ndim: int | None, flags: str) -> None:
    """As the command line says it: what is about axes is not shortened to one value."""
    with pytest.raises(LayerError) as caught:
        resolve(DEFAULTS._replace(**change), ndim=ndim)
    assert caught.value.in_flags() == flags


def test_posing_a_layer_with_open_axes() -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    assert resolve_layer(layer, 3).output_size == (5,)
    assert resolve_layer(layer, 3, ndim=2).output_size == (5, 5)
    assert resolve_layer(layer, (3, 4)).output_size == (5, 7)
    with pytest.raises(LayerError):
        resolve_layer(layer, 0, ndim=2)


@given(resolved_layers())
@EXAMPLES
def test_problems_for_pictures_are_small_and_two_dimensional(resolved: ResolvedLayer) -> None:
    """What the tests of stories and pictures rely on."""
    assert len(resolved.input_size) == len(resolved.output_size) == 2
    assert not resolved.cropped
    assert max(math.prod(resolved.input_size), math.prod(resolved.output_size)) <= 40
