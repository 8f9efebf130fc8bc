"""Channels in one line: on strips."""

from __future__ import annotations

import itertools

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Polygons, TextLine
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import ink_of, misplaced


def _still(made: Figure) -> list[TextLine]:
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    return [one for one in drawn if isinstance(one, TextLine)]


def _end(place: Place | Plane) -> int:
    assert isinstance(place, Place)
    return place.x + place.panel.columns * place.cells.pitch


def test_a_strip_has_input_slice_and_sum_of_a_channel_on_one_axis() -> None:
    """So the cells are larger than below each other, where they have 19 pixels."""
    made = figure(LAYERS["course"], input_size=5, size=(1280, 320))
    places = made.page.places
    assert places["input 0"].cells.pitch >= 22
    for channel in range(3):
        row = [places[f"{part} {channel}"] for part in ("input", "kernel", "sum")]
        middles = [place.y + place.panel.rows * place.cells.pitch // 2 for place in row]
        assert max(middles) - min(middles) <= 1
        assert _end(row[0]) < row[1].x < _end(row[1]) < row[2].x
    assert not misplaced(made.page, made.page.draw(made.view.frame(made.view.fullest_scene())))


def test_all_outputs_of_a_strip_stand_beside_each_other_where_so_cells_are_larger() -> None:
    places = figure(LAYERS["transposed"], input_size=3, size=(1280, 320)).page.places
    assert places["input 0"].cells.pitch >= 20  # below each other they leave 11
    outputs = [places[f"output {number}"] for number in range(3)]
    assert len({place.y for place in outputs}) == 1


def test_outputs_of_one_row_stand_beside_each_other_on_a_strip_too() -> None:
    layer = Layer("conv", kernel_size=3, out_channels=3)
    places = figure(layer, input_size=5, size=(1280, 320)).page.places
    assert len({places[f"output {number}"].y for number in range(3)}) == 1
    assert places["input 0"].cells.pitch >= 38  # outputs in two rows leave 34


def test_a_line_that_joins_sums_is_broken_for_signs_alone() -> None:
    """Of another group nothing is added."""
    made = figure(LAYERS["grouped"], input_size=5, size=(1280, 320))
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    (arrow,) = [one for one in drawn if isinstance(one, Polygons) and one.ink == "zero-line"]
    pluses = [line for line in _still(made) if line.text == "+" and line.face == "sans"]
    lying = sorted((q[0][0], q[2][0]) for q in arrow.quads if q[2][1] - q[0][1] <= 3)
    along = [pair for pair in lying if pair[1] - pair[0] > 30]
    gaps = [(a[1], b[0]) for a, b in itertools.pairwise(along) if b[0] > a[1]]
    assert len(gaps) == len(pluses) == 2
    for (left, right), plus in zip(gaps, pluses, strict=True):
        assert left < ink_of(plus).left and ink_of(plus).right < right


@pytest.mark.parametrize("size", [(1280, 320), (960, 540), (1920, 1080)])
def test_signs_beside_slices_and_sums_have_white_on_both_sides(size: tuple[int, int]) -> None:
    made = figure(LAYERS["course"], input_size=5, size=size)
    places, least = made.page.places, round(6 * min(size) / 540)
    signs = [line for line in _still(made) if line.text == "=" and line.face == "sans"]
    assert len(signs) == 3
    for channel, sign in enumerate(signs):
        ink = ink_of(sign)
        assert ink.left - _end(places[f"kernel {channel}"]) >= least
        assert places[f"sum {channel}"].x - ink.right >= least


def test_films_of_a_strip_are_their_frames() -> None:
    check_film(figure(LAYERS["3 to 2"], input_size=3, size=(1280, 320)))
