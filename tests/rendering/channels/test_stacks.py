"""Stacks of channels below each other: their names, their signs, and numbers of what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.rendering.primitives import TextLine
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import ink_of, misplaced


@pytest.mark.parametrize("size", [(960, 540), (1080, 1080), (540, 960)])
def test_what_comes_back_has_its_numbers(size: tuple[int, int]) -> None:
    """All that is to be compared, and sums of sums are long."""
    places = figure(LAYERS["transposed"], input_size=3, view="roundtrip", size=size).page.places
    assert len(places) == 2 + 3 + 2
    assert all(place.cells.text_px for place in places.values())


@pytest.mark.parametrize(("name", "size"), [("transposed", (960, 540)), ("transposed", (480, 270))])
def test_rows_are_named_at_the_left_where_no_words_have_room_over_them(
    name: str, size: tuple[int, int]
) -> None:
    made = figure(LAYERS[name], input_size=3, view="scatter", size=size)
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    lines = [line for line in drawn if isinstance(line, TextLine)]
    names = "input", "slices", "sums", "sum of the stamps", "output"
    named = [line for line in lines if line.text in names]
    assert len(named) == 3 and len({line.x for line in named}) == 1
    assert {"2 × 3 × 3", "3 × 3"} < {line.text for line in lines}
    assert not misplaced(made.page, drawn)
    for line, part in zip(named, ("input", "kernel", "output"), strict=True):
        place = made.page.places[f"{part} 0"]
        assert place.y <= ink_of(line).top and ink_of(line).right < place.x


def test_depthwise_rows_are_named_at_the_left_where_so_cells_are_larger() -> None:
    made = figure(LAYERS["depthwise"], input_size=5)
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    lines = {line.text: line.x for line in drawn if isinstance(line, TextLine)}
    assert lines["input"] == lines["slices"] == lines["output"] < made.page.places["input 0"].x
    assert made.page.places["input 0"].cells.pitch >= 28
    assert not misplaced(made.page, drawn)


@pytest.mark.parametrize(
    ("name", "looks"),
    [("transposed", {}), ("course", {}), ("grouped", {}), ("transposed", {"size": (540, 960)})],
)
def test_times_stands_at_the_channel_that_gives(name: str, looks: dict[str, Any]) -> None:
    made = figure(LAYERS[name], input_size=3, view="scatter", **looks)
    for number in range(1, len(made.view) - 2):
        frame = made.view.frame(number)
        giving = [n for n, grid in frame.grids.items() if n[:5] == "input" and grid and grid.marks]
        signs = [
            ink_of(line)
            for line in made.page.draw(frame)
            if isinstance(line, TextLine) and line.text == "×"
        ]
        assert len(signs) == len(giving) == 1
        place, (sign,) = made.page.places[giving[0]], signs
        pitch, panel = place.cells.pitch, place.panel
        middle = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
        below = abs(middle[0] - place.x - panel.columns * pitch / 2) <= 2
        assert below or abs(middle[1] - place.y - panel.rows * pitch / 2) <= 4


def test_films_of_stacks_below_each_other_are_their_frames() -> None:
    check_film(figure(LAYERS["transposed"].replaced(out_channels=4), input_size=2, view="scatter"))


@pytest.mark.parametrize("size", [(960, 540), (640, 400), (480, 270), (1080, 1080), (540, 960)])
@pytest.mark.parametrize("name", ["course", "depthwise"])
def test_slices_that_are_turned_are_said_to_be(name: str, size: tuple[int, int]) -> None:
    """A share goes where the kernel's other end is; beside rows in a line of its own."""
    made = figure(LAYERS[name], input_size=5, view="scatter", size=size)
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    lines = [line.text for line in drawn if isinstance(line, TextLine)]
    assert any("turned" in line for line in lines)
    assert not misplaced(made.page, drawn)
