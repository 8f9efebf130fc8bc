"""Numbers of one kind look alike: a bold one among others would seem to mean something."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every

POINTWISE = Layer("conv", kernel_size=1, in_channels=3, out_channels=4)
CASES = [
    (layer, looks)
    for layer in (POINTWISE, LAYERS["transposed"], LAYERS["course"], LAYERS["depthwise"])
    for looks in ({}, {"style": "isometric"}, {"view": "scatter"}, {"view": "matrix"})
]


def check(made: Any) -> None:
    fonts: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for name, place in made.page.places.items():
        kind, _, channel = name.rpartition(" ")
        if channel.isdecimal():
            cells = place.cells
            fonts[kind].add((cells.text_px, getattr(cells, "loud_px", 0), cells.mark))
    assert len(fonts) > 1
    assert all(len(found) == 1 for found in fonts.values()), fonts


@pytest.mark.parametrize(("layer", "looks"), every(3, CASES))
def test_all_slices_inputs_and_outputs_have_one_font(layer: Layer, looks: dict[str, Any]) -> None:
    check(figure(layer, input_size=5, **looks))


@pytest.mark.parametrize("channel", [0, 2])
def test_one_long_number_of_the_users_own_is_not_alone_in_a_small_font(channel: int) -> None:
    x, w = np.ones((3, 4, 4), int), np.ones((4, 3, 1, 1), int)
    x[channel, 0, 0], w[1, channel] = 137, -12
    check(figure(POINTWISE, input_size=None, x=x, w=w))
    check(figure(POINTWISE, input_size=None, x=x / 8, w=w / 8))
