"""A row for each channel: its sum, and the outputs beside all of them."""

from __future__ import annotations

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine, flattened
from tconv_anim.rendering.scale import Scale
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film


@pytest.mark.parametrize("name", ["course", "transposed", "pointwise", "grouped"])
@pytest.mark.parametrize("size", [(1080, 1080), (960, 540), (540, 960)])
def test_the_box_of_a_sum_is_no_louder_than_the_window(name: str, size: tuple[int, int]) -> None:
    """It is as large as a cell and a half, at most, and so is that of the bias."""
    places = figure(LAYERS[name], input_size=5 if name == "course" else 3, size=size).page.places
    cell = max(places[part].cells.pitch for part in ("input 0", "kernel 0"))
    boxes = [places[part] for part in ("sum 0", "sum 1", "bias") if part in places]
    assert len({box.cells.pitch for box in boxes}) == 1
    assert boxes[0].cells.pitch <= 1.5 * cell


def test_outputs_on_a_square_are_larger_than_inputs() -> None:
    places = figure(LAYERS["course"], input_size=5, size=(1080, 1080)).page.places
    assert places["output 0"].cells.pitch >= 1.2 * places["input 0"].cells.pitch


@pytest.mark.parametrize("size", [(960, 540), (540, 960)])
@pytest.mark.parametrize("filter_", [0, 1])
def test_the_output_that_is_made_has_its_name_in_bold(size: tuple[int, int], filter_: int) -> None:
    made = figure(LAYERS["course"], input_size=5, size=size)
    frame = made.view.frame(made.view.scene_of((filter_, 1, 1)) or 0)
    lines = [line for line in made.page.draw(frame) if isinstance(line, TextLine)]
    named = {line.text: line.face for line in lines if line.text.startswith("output")}
    bold = [text for text, face in named.items() if face == "bold"]
    assert len(named) == 2 and len(bold) == 1 and bold[0].startswith(f"output {filter_}")


def test_names_of_outputs_change_without_a_trace() -> None:
    check_film(figure(LAYERS["course"], input_size=5))


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (1080, 1080)])
def test_the_present_cell_is_bold_where_its_number_is_long(size: tuple[int, int]) -> None:
    """A step smaller than others, whose regular letters would be larger."""
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=64, out_channels=32)
    made = figure(layer, input_size=3, size=size)
    frame = made.view.frame(made.view.fullest_scene())
    assert frame.equation is not None
    place = made.page.places["output 0"]
    assert isinstance(place, Place) and place.cells.text_px == Scale(size).least_font
    words = [one for one in flattened(made.page.draw(frame)) if isinstance(one, TextLine)]
    (present,) = (one for one in words if one.text == "277" and one.ink == "now-ink")
    (done,) = (one for one in words if one.text == "143")
    assert (present.face, done.face) == ("bold", "sans")
    assert 0.9 * done.px - 1 <= present.px < done.px
