"""Views of layers with channels, and figures of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Hashable, Iterable
from typing import Any

from tconv_anim.layers.layer import Layer
from tconv_anim.products.figure.figure import Figure
from tconv_anim.story.channels.view import ChannelView
from tconv_anim.story.values import Product
from tests.helpers.figures import planned

LAYERS = {
    "3 to 2": Layer("conv", kernel_size=3, in_channels=3, out_channels=2, bias=True),
    "course": Layer(
        "conv", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=2, bias=True
    ),
    "depthwise": Layer("conv", kernel_size=3, in_channels=4, out_channels=4, groups=4),
    "grouped": Layer("conv", kernel_size=2, in_channels=4, out_channels=4, groups=2, bias=True),
    "pointwise": Layer("conv", kernel_size=1, in_channels=3, out_channels=2),
    "transposed": Layer(
        "transposed",
        kernel_size=3,
        stride=2,
        padding=1,
        output_padding=1,
        in_channels=2,
        out_channels=3,
    ),
    "many": Layer("conv", kernel_size=2, in_channels=64, out_channels=64, bias=True),
    "bias alone": Layer("conv", kernel_size=2, bias=True),
}


def figure(layer: Layer, **options: Any) -> Figure:
    """Laid out once for neighbouring tests that ask for the same, without arrays."""
    options = {"input_size": 4, **options}
    same = all(isinstance(value, Hashable) for value in options.values())
    return (_planned_once if same else planned)(layer, **options)


_planned_once = functools.lru_cache(maxsize=48)(planned)


def view(layer: Layer, **options: Any) -> ChannelView:
    found = figure(layer, **options).view
    assert isinstance(found, ChannelView)
    return found


def total(terms: Iterable[Any]) -> Any:
    """The sum of an equation's terms: numbers, or products."""
    return sum(math.prod(t.factors) if isinstance(t, Product) else t.value for t in terms)
