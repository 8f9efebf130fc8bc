"""Figures with channels at odd sizes: films are their frames, nothing is over anything else.

Each case went wrong once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.place import Place
from tests.helpers.figures import planned
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import misplaced


def case(kind: Any, channels: tuple[int, int], **options: Any) -> tuple[Layer, dict[str, Any]]:
    """A layer from (in, out) channels, and a figure of it."""
    names = ("kernel_size", "stride", "padding", "dilation", "groups", "bias", "output_padding")
    layer = {name: options.pop(name) for name in names if name in options}
    ins, outs = channels
    return Layer(kind, in_channels=ins, out_channels=outs, **layer), options


def seldom(cases: Iterable[str], daily: str) -> list[Any]:
    """Slow but for one."""
    return [pytest.param(one, marks=[pytest.mark.slow] * (one != daily)) for one in cases]


FILMS = {
    "a window with gaps that grows on its way": case(
        "conv",
        (2, 2),
        kernel_size=2,
        stride=2,
        dilation=2,
        padding=1,
        groups=2,
        input_size=6,
        view="all",
        size=(2000, 300),
    ),
    "what an arrow adds close to cells": case(
        "transposed",
        (2, 4),
        kernel_size=2,
        stride=2,
        dilation=2,
        groups=2,
        input_size=4,
        view="scatter",
        size=(2000, 300),
    ),
    "a lens beside a matrix of few columns": case(
        "transposed",
        (3, 3),
        kernel_size=(4, 3),
        dilation=2,
        padding=2,
        output_padding=1,
        input_size=2,
        view="all",
        size=(1280, 720),
    ),
    "a dilated kernel beside the output": case(
        "conv",
        (3, 3),
        kernel_size=(3, 1),
        stride=(1, 3),
        dilation=2,
        padding=1,
        input_size=4,
        view="all",
    ),
    "the tip of an arrow over the present cell": case(
        "transposed", (1, 5), kernel_size=1, dilation=2, input_size=2, size=(1280, 720)
    ),
    "a line from a sum that is another": case(
        "conv",
        (2, 1),
        kernel_size=(4, 2),
        stride=3,
        padding=1,
        input_size=(6, 1),
        view="matrix",
        size=(1280, 720),
    ),
    "a plus below a dilated slice": case(
        "transposed",
        (4, 2),
        kernel_size=(2, 3),
        stride=3,
        padding=1,
        dilation=2,
        groups=2,
        bias=True,
        input_size=(1, 1),
        size=(2000, 300),
    ),
    "outputs beside a matrix": case(
        "conv", (1, 3), kernel_size=1, stride=3, input_size=5, view="matrix", size=(2000, 300)
    ),
    "slices below each other": case(
        "transposed",
        (4, 2),
        kernel_size=(4, 1),
        stride=3,
        dilation=2,
        groups=2,
        bias=True,
        input_size=2,
        view="scatter",
        size=(2000, 300),
    ),
    "slanted slices higher than their planes": case(
        "conv",
        (1, 3),
        kernel_size=4,
        stride=(3, 2),
        padding=2,
        bias=True,
        input_size=(3, 1),
        view="scatter",
        style="isometric",
    ),
    "a line to a large box": case(
        "transposed",
        (2, 4),
        kernel_size=4,
        stride=3,
        padding=1,
        bias=True,
        input_size=1,
        dims=1,
        view="matrix",
        size=(1280, 720),
    ),
    "a label close to the lines of a lens": case(
        "transposed",
        (4, 4),
        kernel_size=4,
        stride=3,
        groups=2,
        bias=True,
        input_size=4,
        view="all",
        size=(1080, 1080),
    ),
    "a label close to the lines of a lens that went": case(
        "transposed",
        (4, 4),
        kernel_size=(3, 2),
        stride=(3, 2),
        groups=4,
        bias=True,
        output_padding=1,
        input_size=5,
        view="all",
        size=(1080, 1080),
    ),
    "planes in the margin": case(
        "transposed",
        (3, 1),
        kernel_size=(3, 4),
        stride=2,
        dilation=2,
        bias=True,
        output_padding=1,
        input_size=6,
        view="pair",
        style="isometric",
        size=(1080, 1080),
    ),
}


@pytest.mark.parametrize("name", seldom(FILMS, "the tip of an arrow over the present cell"))
def test_films_are_their_frames(name: str) -> None:
    layer, options = FILMS[name]
    check_film(planned(layer, **options))


SMALL = 321, 181
TEXTS = {
    "slanted slices and the title": case(
        "transposed",
        (3, 5),
        kernel_size=4,
        padding=1,
        dilation=2,
        input_size=(3, 2),
        view="scatter",
        style="isometric",
    ),
    "names of slanted slices": case(
        "transposed",
        (3, 2),
        kernel_size=3,
        stride=2,
        padding=1,
        input_size=3,
        style="isometric",
        size=(480, 270),
    ),
    "a name beside a slanted sum": case(
        "transposed",
        (2, 2),
        kernel_size=1,
        stride=2,
        padding=2,
        dilation=2,
        groups=2,
        input_size=5,
        style="isometric",
        size=(540, 960),
    ),
    "a sign beside several planes": case(
        "transposed",
        (2, 2),
        kernel_size=(3, 2),
        padding=1,
        input_size=(6, 2),
        view="scatter",
        style="isometric",
        size=(1280, 720),
    ),
    "a head over planes and a sign": case(
        "conv",
        (1, 3),
        kernel_size=3,
        padding=2,
        dilation=2,
        input_size=5,
        dims=1,
        style="isometric",
        size=SMALL,
    ),
    "names of filters beside what is worked out": case(
        "transposed",
        (3, 5),
        kernel_size=3,
        stride=2,
        bias=True,
        input_size=3,
        dims=1,
        style="isometric",
        size=(2000, 300),
    ),
    "a slab of outputs that are not there yet": case(
        "transposed",
        (5, 5),
        kernel_size=4,
        stride=3,
        padding=2,
        output_padding=1,
        input_size=3,
        style="isometric",
        size=(1920, 1080),
    ),
    "letters below the line of a name": case(
        "conv", (5, 1), kernel_size=(3, 2), padding=1, input_size=2, size=SMALL
    ),
    "a head and the sign of a low row": case(
        "transposed",
        (5, 4),
        kernel_size=2,
        stride=3,
        padding=1,
        dilation=2,
        bias=True,
        output_padding=1,
        input_size=6,
        dims=1,
        size=(480, 270),
    ),
    "a head and the word of a sign": case(
        "transposed",
        (2, 2),
        kernel_size=1,
        padding=1,
        dilation=2,
        bias=True,
        input_size=4,
        dims=1,
        view="scatter",
        size=(480, 270),
    ),
    "a head and a label over cells": case(
        "transposed",
        (4, 5),
        kernel_size=2,
        stride=(2, 3),
        input_size=(4, 5),
        view="scatter",
        size=(1080, 1080),
    ),
    "a head and an arrow": case(
        "transposed",
        (1, 5),
        kernel_size=(1, 3),
        stride=(2, 3),
        input_size=2,
        size=(540, 960),
    ),
    "the label of a bias": case(
        "conv",
        (1, 3),
        kernel_size=(3, 2),
        stride=(1, 2),
        bias=True,
        input_size=6,
        view="matrix",
        size=SMALL,
    ),
    "a word beside the last sign": case(
        "transposed",
        (4, 4),
        kernel_size=2,
        stride=3,
        dilation=2,
        padding=1,
        output_padding=1,
        groups=4,
        bias=True,
        input_size=1,
        view="scatter",
        size=SMALL,
    ),
    "a subscript over an arrow": case(
        "transposed",
        (2, 2),
        kernel_size=3,
        stride=3,
        dilation=2,
        padding=1,
        output_padding=1,
        groups=2,
        input_size=1,
        view="scatter",
        size=SMALL,
    ),
    "a plus between boxes that differ": case(
        "transposed",
        (5, 5),
        kernel_size=(1, 4),
        stride=2,
        dilation=2,
        padding=1,
        input_size=3,
        view="matrix",
        size=(480, 270),
    ),
    "a word beside the sum of a turned slice": case(
        "transposed",
        (3, 5),
        kernel_size=2,
        stride=2,
        dilation=2,
        padding=1,
        output_padding=1,
        input_size=3,
        size=(1280, 720),
    ),
    "words over signs of low rows": case(
        "conv",
        (4, 5),
        kernel_size=4,
        padding=1,
        bias=True,
        input_size=6,
        dims=1,
        view="scatter",
        size=SMALL,
    ),
    "names of low rows": case(
        "transposed",
        (4, 2),
        kernel_size=3,
        stride=3,
        groups=2,
        input_size=2,
        dims=1,
        view="ambiguity",
        size=SMALL,
    ),
}


@pytest.mark.parametrize("name", seldom(TEXTS, "letters below the line of a name"))
def test_nothing_is_over_anything_else(name: str) -> None:
    layer, options = TEXTS[name]
    made = planned(layer, **options)
    for number in sorted({0, made.view.fullest_scene(), len(made.view) - 1}):
        assert not misplaced(made.page, made.page.draw(made.view.frame(number))), number


@pytest.mark.slow
def test_a_slice_that_has_no_room_for_its_numbers_is_there_without_them() -> None:
    layer, options = case(
        "transposed",
        (3, 3),
        kernel_size=(4, 3),
        padding=2,
        dilation=2,
        groups=3,
        input_size=(4, 6),
        view="scatter",
        style="isometric",
        size=(440, 250),
    )
    place = planned(layer, **options).page.places["kernel 0"]
    assert isinstance(place, Place) and not place.cells.text_px
    large = planned(layer, **{**options, "size": (960, 540)}).page.places["kernel 0"]
    assert large.cells.text_px


def test_the_box_of_a_bias_holds_its_number() -> None:
    layer, options = TEXTS["the label of a bias"]
    assert planned(layer, **options).page.places["bias"].cells.text_px


def test_a_way_back_with_cells_beyond_the_output_is_summed() -> None:
    """Where op is s or more, its convolution has more cells than the input had."""
    layer, options = case(
        "transposed", (3, 5), kernel_size=1, dilation=2, output_padding=1, bias=True
    )
    made = planned(layer, input_size=2, view="roundtrip", **options, size=(2000, 300))
    assert sum(1 for _ in made.view.frames()) == len(made.view)
