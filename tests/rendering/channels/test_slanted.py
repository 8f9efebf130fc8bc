"""Channels as slanted planes."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.primitives import TextLine
from tests.helpers.channels import LAYERS, figure
from tests.helpers.pictures import colour_at, composed
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import ink_of, misplaced


def test_a_strip_is_filled_from_side_to_side() -> None:
    """Its planes are flat and wide, so that little of the page is empty beside them."""
    made = figure(LAYERS["course"], input_size=5, size=(1280, 320), style="isometric")
    page = made.page
    image = composed(page, page.draw(made.view.frame(made.view.fullest_scene())))
    between = image[70:280]  # what is said above and below reaches to the sides
    seen = np.flatnonzero((between != between[0, 0]).any(axis=(0, 2)))
    assert seen[0] < 80 and seen[-1] > 1280 - 120


def test_films_of_slanted_strips_are_their_frames() -> None:
    check_film(figure(LAYERS["3 to 2"], input_size=3, size=(1280, 320), style="isometric"))


def test_a_tiny_page_leaves_the_label_of_the_bias_out_before_a_line_crosses_it() -> None:
    made = figure(LAYERS["course"], input_size=5, size=(320, 180), style="isometric")
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    assert not misplaced(made.page, drawn)
    assert "bias b₀" not in [one.text for one in drawn if isinstance(one, TextLine)]


@pytest.mark.parametrize("size", [(960, 540), (1920, 1080), (480, 270)])
@pytest.mark.parametrize("layer", [LAYERS["course"], LAYERS["course"].replaced(in_channels=1)])
def test_a_sign_is_clear_of_the_corner_of_its_plane(layer: Layer, size: tuple[int, int]) -> None:
    made = figure(layer, input_size=5, size=size, style="isometric")
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    signs = [one for one in drawn if isinstance(one, TextLine) and one.text == "∗"]
    apart = 10 * size[1] / 540
    for channel, sign in enumerate(signs):
        plane, ink = made.page.places[f"input {channel}"], ink_of(sign)
        assert isinstance(plane, Plane)
        x, y = plane.cells.tilt.at(0, plane.panel.columns)
        assert ink.left >= plane.x + x + apart or ink.top >= plane.y + y + apart
    assert len(signs) == layer.in_channels


def test_channels_that_are_not_shown_are_pale_edges() -> None:
    """Of planes below the last one shown: a whole plane would be louder than what is read."""
    made = figure(LAYERS["many"], input_size=4, style="isometric")
    page, slab = made.page, made.page.places["slab input 0"]
    shown = [place for name, place in page.places.items() if name.startswith("input")]
    assert isinstance(slab, Plane) and 0 < slab.y - max(place.y for place in shown) <= 16
    image = composed(page, page.draw(made.view.frame(made.view.fullest_scene())))
    x, y = slab.cells.tilt.at(1, 0.5)
    assert colour_at(image, round(slab.x + x), round(slab.y + y - 3)) == page.theme.colours["other"]


@pytest.mark.parametrize(
    ("view", "size"),
    [("gather", (480, 270)), ("gather", (540, 960)), ("scatter", (960, 540))],
)
def test_how_many_are_not_shown_is_said_once_on_each_side(view: str, size: tuple[int, int]) -> None:
    layer = LAYERS["3 to 2" if view == "gather" else "transposed"]
    layer = layer.replaced(in_channels=64, out_channels=32)
    made = figure(layer, input_size=5, style="isometric", size=size, view=view)
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    assert not misplaced(made.page, drawn)
    shown = [sum(n.startswith(part) for n in made.page.places) for part in ("input", "output")]
    said = [one.text for one in drawn if isinstance(one, TextLine) and one.text[0] == "…"]
    assert sorted(said) == sorted([f"… {64 - shown[0]} more", f"… {32 - shown[1]} more"])


def test_names_of_slices_stand_beside_channels_that_are_not_all_shown() -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=64, out_channels=32)
    made = figure(layer, input_size=3, style="isometric")
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    said = [one.text for one in drawn if isinstance(one, TextLine)]
    assert "w₀,₀" in said


@pytest.mark.parametrize("name", ["transposed", "pointwise"])
def test_inputs_and_outputs_take_about_the_same_height(name: str) -> None:
    """So that neither side of the page is empty above and below."""
    layer = LAYERS[name].replaced(out_channels=3 if name == "transposed" else 4)
    page = figure(layer, input_size=3, style="isometric").page
    high = {}
    for part in ("input", "output"):
        planes = [p for n, p in page.places.items() if n.startswith(part) and isinstance(p, Plane)]
        bottoms = [p.y + p.cells.tilt.at(p.panel.rows, p.panel.columns)[1] for p in planes]
        high[part] = max(bottoms) - min(plane.y for plane in planes)
    assert 0.75 <= high["input"] / high["output"] <= 1.25


@pytest.mark.parametrize("name", ["course", "grouped", "depthwise", "transposed"])
def test_every_filter_that_takes_a_stamp_is_bold(name: str) -> None:
    """All of the group of the input cell that gives; none before the first and after the last."""
    layer = LAYERS[name]
    made = figure(layer, input_size=3, view="scatter", style="isometric")
    cells = 9
    for number in (0, 1, 5, 9 * layer.in_channels, len(made.view) - 1):
        drawn = made.page.draw(made.view.frame(number))
        lines = [one for one in drawn if isinstance(one, TextLine) and one.text[:7] == "filter "]
        assert len(lines) == layer.out_channels
        channel, gives = (number - 1) // cells, 0 < number <= cells * layer.in_channels
        bold = {int(line.text[7:]) for line in lines if line.face == "bold"}
        assert bold == {*layer.channels_reached(channel)} if gives else not bold


@pytest.mark.parametrize("size", [(960, 540), (1080, 1080), (540, 960)])
@pytest.mark.parametrize(
    ("name", "view"), [("transposed", "gather"), ("course", "scatter"), ("depthwise", "scatter")]
)
def test_turned_slices_are_said_to_be(name: str, view: str, size: tuple[int, int]) -> None:
    """From when they are; of what is not turned nothing is said."""
    made = figure(LAYERS[name], input_size=3, view=view, style="isometric", size=size)
    last = made.view.fullest_scene()
    said = []
    for number in (0, last):
        drawn = made.page.draw(made.view.frame(number))
        said.append(" ".join(line.text for line in drawn if isinstance(line, TextLine)))
        assert not misplaced(made.page, drawn)
    assert "turned" in said[1]
    assert ("turned" in said[0]) is (view == "scatter")
    for other in ("course", "depthwise"):
        made = figure(LAYERS[other], input_size=3, style="isometric", size=size)
        drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
        assert not any("slices" in line.text for line in drawn if isinstance(line, TextLine))


@pytest.mark.parametrize("size", [(960, 540), (540, 960)])
def test_films_of_slices_that_turn_are_their_frames(size: tuple[int, int]) -> None:
    layer = LAYERS["transposed"].replaced(out_channels=2)
    check_film(figure(layer, input_size=2, style="isometric", size=size))


def test_stamps_of_hidden_inputs_have_no_sums() -> None:
    """Where slices are turned, too, and few channels have room."""
    made = figure(
        LAYERS["depthwise"], input_size=3, view="scatter", style="isometric", size=(480, 270)
    )
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    assert not misplaced(made.page, drawn)
