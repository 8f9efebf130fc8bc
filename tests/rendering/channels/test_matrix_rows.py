"""Where a matrix of blocks stands: above its rows, or to their left, with its name and size."""

from __future__ import annotations

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.primitives import TextLine
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film

STRIPS = Layer(
    "transposed",
    kernel_size=(4,),
    stride=(2,),
    padding=(1,),
    in_channels=4,
    out_channels=2,
)


def test_a_matrix_stands_where_it_and_its_rows_are_larger() -> None:
    places = figure(STRIPS, view="matrix", input_size=(6,)).page.places
    matrix, row = places["matrix"], places["row 0"]
    right = matrix.x + matrix.panel.columns * matrix.cells.pitch
    assert right < row.x and matrix.cells.pitch >= 6  # twice what it has above them
    assert all(place.cells.text_px for name, place in places.items() if name != "matrix")
    places = figure(LAYERS["course"], view="matrix", input_size=5).page.places
    matrix = places["matrix"]
    assert matrix.y + matrix.panel.rows * matrix.cells.pitch < places["row 0"].y


@pytest.mark.parametrize("size", [(960, 540), (1080, 1080), (540, 960)])
def test_a_matrix_that_is_narrow_has_its_name(size: tuple[int, int]) -> None:
    made = figure(LAYERS["transposed"], view="matrix", input_size=3, size=size)
    drawn = made.page.draw(made.view.frame(4))
    said = [line.text for line in drawn if isinstance(line, TextLine)]
    assert "Cᵀ, 3 × 2 blocks" in said


@pytest.mark.parametrize("layer", [STRIPS.replaced(in_channels=2), LAYERS["transposed"]])
def test_films_of_a_matrix_beside_its_rows_are_their_frames(layer: Layer) -> None:
    check_film(figure(layer, view="matrix", input_size=(3,) if layer.kernel_size == (4,) else 2))


@pytest.mark.parametrize("size", [(960, 540), (1080, 1080), (540, 960), (480, 270)])
@pytest.mark.parametrize("name", ["course", "transposed", "many"])
def test_words_over_a_row_say_what_it_is(name: str, size: tuple[int, int]) -> None:
    """Not only that it has blocks; and these are of the matrix that is shown."""
    made = figure(LAYERS[name], view="matrix", input_size=3, size=size)
    lines = made.page.draw(made.view.frame(made.view.fullest_scene()))
    said = {line.text for line in lines if isinstance(line, TextLine)}
    assert "a block for each channel" not in said
    matrix = "Cᵀ" if LAYERS[name].kind == "transposed" else "C"
    assert f"{matrix}₀,₀" in said
    assert any(one.startswith(("the framed row over x", "the row over x")) for one in said)
