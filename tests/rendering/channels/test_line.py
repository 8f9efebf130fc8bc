"""Channels in one line: on strips."""

from __future__ import annotations

import pytest

from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine
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
    assert places["input 0"].cells.pitch >= 23
    for channel in range(3):
        row = [places[f"{part} {channel}"] for part in ("input", "kernel", "sum")]
        middles = [place.y + place.panel.rows * place.cells.pitch // 2 for place in row]
        assert max(middles) - min(middles) <= 1
        assert _end(row[0]) < row[1].x < _end(row[1]) < row[2].x
    assert not misplaced(made.page, made.page.draw(made.view.frame(made.view.fullest_scene())))


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
