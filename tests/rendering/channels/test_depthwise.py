"""Depthwise layers: channels stay apart, row by row, and the page says so."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.primitives import TextLine, flattened
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_films import check_film

PADDED = Layer("conv", kernel_size=3, padding=1, in_channels=3, out_channels=3, groups=3)
UP = LAYERS["transposed"].replaced(in_channels=3, groups=3, output_padding=0)
LOOKS: list[dict[str, Any]] = [{}, {"size": (540, 960)}, {"style": "isometric"}]


def lines(made: Any, number: int) -> list[TextLine]:
    drawn = flattened(made.page.draw(made.view.frame(number)))
    return [one for one in drawn if isinstance(one, TextLine)]


def said(made: Any, number: int) -> list[str]:
    return [line.text for line in lines(made, number)]


@pytest.mark.parametrize("style", ["flat", "isometric"])
@pytest.mark.parametrize("layer", [LAYERS["depthwise"], LAYERS["grouped"]])
def test_the_key_tells_what_pale_channels_are(layer: Layer, style: str) -> None:
    """In stills, too, which have an equation in place of the caption."""
    made = figure(layer, input_size=5, style=style)
    words = "one channel a filter" if layer is LAYERS["depthwise"] else "of another group"
    assert f"not read: {words}" in said(made, made.view.fullest_scene())


def test_no_key_where_no_channel_is_pale() -> None:
    made = figure(LAYERS["course"], input_size=5)
    assert not any("not read" in text for text in said(made, made.view.fullest_scene()))


@pytest.mark.parametrize("size", [(960, 540), (1080, 1080), (1280, 320)])
def test_input_slices_and_output_have_their_names_and_sizes(size: tuple[int, int]) -> None:
    made = figure(LAYERS["depthwise"], input_size=5, size=size)
    words = " ".join(said(made, made.view.fullest_scene()))
    for name, found in ("input", "4 × 5 × 5"), ("slices", "3 × 3"), ("output", ""):
        assert name in words and found in words


@pytest.mark.parametrize("layer", [PADDED, UP])
@pytest.mark.parametrize("size", [(540, 960), (1080, 1080)])
def test_the_name_of_the_input_follows_what_is_done_to_it(
    layer: Layer, size: tuple[int, int]
) -> None:
    made = figure(layer, input_size=3, size=size)
    first, last = (" ".join(said(made, n)) for n in (0, made.view.fullest_scene()))
    whole = 5 if layer is PADDED else 7
    assert f"3 × {whole} × {whole}" not in first
    assert "input, padded" not in first
    assert "input   3 × 3 × 3" in first
    assert f"3 × {whole} × {whole}" in last or "padded" in last


@pytest.mark.parametrize("layer", [LAYERS["depthwise"], PADDED, UP])
def test_slanted_inputs_and_outputs_of_a_channel_are_on_one_axis(layer: Layer) -> None:
    made = figure(layer, input_size=5 if layer.groups == 4 else 3, style="isometric")
    for channel in range(layer.groups):
        middles = []
        scene = made.view.scene_of((channel, 1, 1))
        assert scene is not None
        drawn = lines(made, scene)
        signs = [line for line in drawn if line.text == "=" and line.face == "sans"]
        place = made.page.places[f"kernel {channel}"]
        (at,) = (line.baseline for line in signs if line.px > 20)
        assert place.y < at < place.y + place.panel.rows * place.cells.pitch
        for name in (f"input {channel}", f"output {channel}"):
            plane = made.page.places[name]
            assert isinstance(plane, Plane)
            tilt, panel = plane.cells.tilt, plane.panel
            middles.append(plane.y + (panel.columns * tilt.across_y + panel.rows * tilt.down_y) / 2)
        assert abs(middles[0] - middles[1]) <= 2


@pytest.mark.parametrize(
    ("layer", "looks"),
    every(6, [(layer, looks) for layer in (UP, PADDED) for looks in LOOKS]),
)
def test_films_of_depthwise_layers_are_their_frames(layer: Layer, looks: dict[str, Any]) -> None:
    check_film(figure(layer, input_size=3, **looks))
