"""Signs between channels: one reads that they are added up."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine, flattened
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_films import check_film

STRIPS = Layer("conv", kernel_size=3, padding=1, in_channels=4, out_channels=2, bias=True)
MANY_STRIPS = Layer("conv", kernel_size=3, padding=1, in_channels=64, out_channels=2)
UP = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=64, out_channels=32)
ADDED: list[tuple[Layer, dict[str, Any]]] = [
    (UP, {"input_size": 3, "style": "isometric"}),
    (STRIPS, {"input_size": (12,)}),
    (MANY_STRIPS, {"input_size": (12,)}),
    (UP, {"input_size": 3}),
    (LAYERS["many"], {"size": (540, 960)}),
    (LAYERS["many"], {"size": (540, 960), "style": "isometric"}),
    (LAYERS["many"], {"size": (1080, 1080)}),
    (STRIPS, {"input_size": (6,), "view": "matrix"}),
]


@pytest.mark.parametrize(("layer", "options"), ADDED)
def test_a_plus_stands_in_each_gap_between_sums(layer: Layer, options: dict[str, Any]) -> None:
    """Before the sum of all that is not shown, too; clear of the boxes."""
    made = figure(layer, **options)
    frame = made.view.frame(made.view.fullest_scene())
    names = [name for name, grid in frame.grids.items() if grid and name.startswith("sum")]
    names += ["rest"] * (frame.grids.get("rest") is not None)
    lines = [one for one in flattened(made.page.draw(frame)) if isinstance(one, TextLine)]
    # The equation's pluses are bold, and stand below.
    boxes = [made.page.places[name] for name in names]
    end = max(box.y + box.panel.rows * box.cells.pitch for box in boxes)
    pluses = [line for line in lines if (line.text, line.face) == ("+", "sans")]
    pluses = [line for line in pluses if line.baseline < end + 40]
    biased = frame.grids.get("bias") is not None and made.page.places["bias"].y == boxes[0].y
    assert len(names) > 1 and len(pluses) == len(names) - 1 + biased
    for plus in pluses:
        wide = glyphs.width(plus.face, plus.px, "+")
        for box in boxes:
            assert isinstance(box, Place)
            beside = plus.x >= box.x + box.cells.pitch or plus.x + wide <= box.x
            top, bottom = plus.baseline - plus.px * 2 // 3, plus.baseline
            assert beside or top >= box.y + box.cells.pitch or bottom <= box.y


@pytest.mark.parametrize(("layer", "options"), every(len(ADDED), ADDED))
def test_films_with_pluses_are_their_frames(layer: Layer, options: dict[str, Any]) -> None:
    check_film(figure(layer, **options))
