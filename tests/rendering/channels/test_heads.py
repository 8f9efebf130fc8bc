"""What stands over channels: what they are, and how large together."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.channels.corner_words import FreeCorners
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.primitives import TextLine
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import Ink, ink_of, misplaced

SIZES = ((960, 540), (480, 270), (540, 960), (1080, 1080), (1280, 320))


def _said(name: str, at: int, **looks: Any) -> set[str]:
    looks.setdefault("input_size", 3 if name == "transposed" else 5)
    made = figure(LAYERS[name], **looks)
    drawn = made.page.draw(made.view.frame(at % len(made.view)))
    return {line.text for line in drawn if isinstance(line, TextLine)}


@pytest.mark.parametrize(
    ("name", "looks", "first", "last"),
    [
        ("3 to 2", {}, "input   3 × 5 × 5", "input   3 × 5 × 5"),
        ("course", {}, "input   3 × 5 × 5", "input, padded   3 × 7 × 7"),
        ("3 to 2", {"style": "isometric"}, "input   3 × 5 × 5", "input   3 × 5 × 5"),
        ("course", {"style": "isometric"}, "input   3 × 5 × 5", "input, padded   3 × 7 × 7"),
        (
            "transposed",
            {"style": "isometric"},
            "input   2 × 3 × 3",
            "input, zeros inserted, padded   2 × 8 × 8",
        ),
        (
            "course",
            {"style": "isometric", "size": (540, 960)},
            "input   3 × 5 × 5",
            "input, padded   3 × 7 × 7",
        ),
        (
            "transposed",
            {"view": "scatter", "style": "isometric", "size": (1080, 1080)},
            "input   2 × 3 × 3",
            "input   2 × 3 × 3",
        ),
        ("course", {"view": "scatter"}, "input   3 × 5 × 5", "output   2 × 3 × 3"),
    ],
)
def test_inputs_are_named_with_their_size_and_their_channels(
    name: str, looks: dict[str, Any], first: str, last: str
) -> None:
    assert first in _said(name, 0, **looks)
    assert last in _said(name, -2, **looks)


@pytest.mark.parametrize("size", [(960, 540), (540, 960), (1080, 1080), (1920, 1080)])
def test_slanted_outputs_are_named_with_the_size_of_all_of_them(size: tuple[int, int]) -> None:
    assert "output   2 × 3 × 3" in _said("course", 3, style="isometric", size=size)


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (1080, 1080), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("name", ["3 to 2", "course"])
def test_slanted_inputs_are_said_whole_from_the_left_corner_on(
    name: str, theme: str, size: tuple[int, int]
) -> None:
    """On every page, in every theme."""
    made = figure(LAYERS[name], input_size=5, style="isometric", theme=theme, size=size)
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    whole = {"3 to 2": "input   3 × 5 × 5", "course": "input, padded   3 × 7 × 7"}[name]
    (line,) = [one for one in drawn if isinstance(one, TextLine) and one.text == whole]
    plane = made.page.places["input 0"]
    assert isinstance(plane, Plane)
    assert line.x == round(plane.x + plane.cells.tilt.at(plane.panel.rows, 0)[0])
    assert not misplaced(made.page, drawn)


@pytest.mark.parametrize("channels", [(64, 32), (4, 4)])
def test_planes_are_a_little_smaller_for_what_is_said_over_them(channels: tuple[int, int]) -> None:
    ins, outs = channels
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    layer = layer.replaced(in_channels=ins, out_channels=outs) if ins == 64 else LAYERS["depthwise"]
    made = figure(layer, input_size=3 if ins == 64 else 5, style="isometric")
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    said = {one.text for one in drawn if isinstance(one, TextLine)}
    wanted = {
        64: {"input, zeros inserted, padded   64 × 7 × 7", "output   32 × 5 × 5"},
        4: {"input   4 × 5 × 5", "output   4 × 3 × 3"},
    }
    assert wanted[ins] <= said


def test_the_size_is_that_of_what_is_said() -> None:
    """Where there is no room for "input, padded", 7 × 7 does not stand after "input"."""
    for name, size in itertools.product(("course", "transposed"), SIZES):
        for style in ("flat", "isometric"):
            said = _said(name, -2, size=size, style=style)
            wrong = {"course": "input   3 × 7 × 7", "transposed": "input   2 × 8 × 8"}[name]
            assert wrong not in said


@pytest.mark.parametrize(
    ("name", "size", "view"),
    every(4, itertools.product(LAYERS, SIZES, ("gather", "scatter"))),
)
def test_words_over_planes_meet_nothing(name: str, size: tuple[int, int], view: str) -> None:
    looks: dict[str, Any] = {"style": "isometric", "size": size, "view": view}
    made = figure(LAYERS[name], input_size=4, **looks)
    for number in (0, len(made.view) // 2):
        drawn = made.page.draw(made.view.frame(number))
        assert not misplaced(made.page, drawn)
        heads = [
            ink_of(line)
            for line in drawn
            if isinstance(line, TextLine) and line.text.startswith(HEADS)
        ]
        planes = [place for place in made.page.places.values() if isinstance(place, Plane)]
        assert not [ink.said for ink in heads for plane in planes if _meets(ink, plane)]


HEADS = ("input", "output", "padded", "zeros inserted", "sum of")


def _meets(ink: Ink, plane: Plane) -> bool:
    """Whether a corner of a text or a point of its lower edge lies on a plane."""
    points = [(x, y) for x in range(ink.left, ink.right, 4) for y in (ink.top, ink.bottom)]
    rows, columns = plane.panel.rows, plane.panel.columns
    places = (plane.cells.tilt.place(x - plane.x, y - plane.y) for x, y in points)
    return any(0 <= row <= rows and 0 <= column <= columns for row, column in places)


def test_films_of_planes_with_words_over_them_are_their_frames() -> None:
    check_film(
        figure(LAYERS["transposed"].replaced(out_channels=1), input_size=2, style="isometric")
    )


def test_words_go_where_they_are_clear_of_edges() -> None:
    """To the left as low as has room, else to the right, else above, else nowhere."""
    corners = FreeCorners(
        back=(100, 50), left=(0, 130), right=(300, 90), begin=0, top=30, end=400, low=130, near=4
    )
    line = corners.fitting_line(["i"], 14)
    assert line is not None and line.x == 0 and 50 < line.baseline <= 64
    words = ["input   3 × 5 × 5"]
    line = replace(corners, top=45).fitting_line(words, 14)
    assert line is not None and line.x > 100 and ink_of(line).bottom < 90
    line = replace(corners, top=10).fitting_line(words, 14)
    assert line is not None and line.x == 0 and ink_of(line).bottom <= 50
    assert replace(corners, top=70).fitting_line(words, 14) is None
    words = ["input, zeros inserted, padded   2 × 8 × 8"]
    line = replace(corners, begin=-400, top=50).fitting_line(words, 14)
    assert line is not None and ink_of(line).right < 100 - 14 and ink_of(line).top >= 49


def test_slices_without_room_for_names_have_none() -> None:
    layer = LAYERS["grouped"].replaced(kernel_size=3)
    made = figure(layer, input_size=5, style="isometric", size=(480, 270))
    drawn = made.page.draw(made.view.frame(5))
    assert not misplaced(made.page, drawn)
    assert not any("w₀₀" in line.text for line in drawn if isinstance(line, TextLine))


@pytest.mark.parametrize("style", ["flat", "isometric"])
def test_a_small_page_says_of_the_layer_what_its_panels_do_not(style: str) -> None:
    """Their words have the sizes; stride and padding stand nowhere else."""
    said = _said("course", 5, style=style, size=(480, 270))
    assert {"s", "p", "= 2", "= 1"} <= said and not {"i", "k", "o"} & said
