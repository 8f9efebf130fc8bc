"""Arrows from slices to outputs say what is added, where no stamp is between: a product."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.rendering.primitives import TextLine
from tconv_anim.story.channels.view import ChannelView
from tconv_anim.story.label import label_text
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import misplaced

LANDSCAPE = {"size": (960, 540)}
PICTURES: list[tuple[str, int, dict[str, Any]]] = [
    ("transposed", 3, LANDSCAPE),
    ("transposed", 3, {"size": (480, 270)}),
    ("transposed", 4, {"size": (800, 500)}),
    ("transposed", 3, {"size": (1280, 320)}),
    ("many", 3, {"size": (640, 300)}),
    ("depthwise", 4, {"size": (640, 480)}),
    ("grouped", 5, {"size": (480, 270)}),
]


@pytest.mark.parametrize(("name", "size", "looks"), PICTURES)
def test_arrows_say_what_is_added(name: str, size: int, looks: dict[str, Any]) -> None:
    """The value that gives now, and the slice above; nothing before the first and after the last.

    In a small picture it is the word alone, or the value without the slice's name; all alike.
    """
    layer = LAYERS[name].replaced(kind="transposed")
    made = figure(layer, input_size=size, view="scatter", **looks)
    assert "stamp 0" not in made.page.places
    assert isinstance(made.view, ChannelView)
    cells, inputs = size * size, made.view.shown_channels.inputs
    for number in range(len(made.view)):
        frame = made.view.frame(number)
        drawn = made.page.draw(frame)
        lines = [one.text for one in drawn if isinstance(one, TextLine)]
        words = [text for text in lines if text == "add" or text.startswith("add ")]
        turn = number - 1
        if not 0 <= turn < inputs * cells:
            assert not words and "↓" not in lines
            continue
        channel, (row, column) = turn // cells, divmod(turn % cells, size)
        value = int(made.view.example.x[channel, row, column])
        reached = layer.channels_reached(channel)
        kernels = [frame.grids[f"kernel {f}"] for f in made.view.filters if f in reached]
        names = [label_text(kernel.label) for kernel in kernels if kernel is not None]
        shown = f"({value})" if value < 0 else str(value)
        assert words in (
            [f"add {shown}·{name}" for name in names],
            [f"add {shown}·w"] * len(names),
            ["add"] * len(names),
        )
        assert not misplaced(made.page, drawn)


def test_the_slice_is_named_where_there_is_room() -> None:
    made = figure(LAYERS["transposed"], input_size=3, view="scatter")
    frame = made.view.frame(made.view.fullest_scene())
    words = [one.text for one in made.page.draw(frame) if isinstance(one, TextLine)]
    assert {"add 2·w₀,₀", "add 2·w₁,₀", "add 2·w₂,₀"} < {*words}


@pytest.mark.parametrize("looks", [{}, {"size": (480, 270)}])
def test_films_of_what_is_added_are_their_frames(looks: dict[str, Any]) -> None:
    layer = LAYERS["transposed"].replaced(out_channels=4)
    check_film(figure(layer, input_size=2, view="scatter", **looks))
