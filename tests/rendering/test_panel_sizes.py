"""How large cells are: numbers where they fit, and no panel tiny for those of another."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.cells import least_for_text
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine
from tconv_anim.rendering.scale import Scale
from tests.helpers.daily import every
from tests.helpers.figures import planned
from tests.helpers.pictures import page_of
from tests.helpers.stills import NARROW_DIGITS
from tests.helpers.stories import tell


def places_of(view: str, size: tuple[int, int], spec: LayerSpec) -> dict[str, Place]:
    page = page_of(tell(spec, view), size)
    return {name: place for name, place in page.places.items() if isinstance(place, Place)}


def test_only_a_large_matrix_is_small() -> None:
    """Of 64 x 16 entries: all else keeps its numbers, and a lens shows some rows."""
    spec = LayerSpec(input_size=(4,), kernel_size=(4,))
    places = places_of("matrix", (960, 540), spec)
    silent = {name for name, place in places.items() if not place.cells.text_px}
    assert silent == {"built", "matrix"}
    assert places["output"].cells.pitch >= places["input"].cells.pitch


def test_a_wide_matrix_leads() -> None:
    """Of 4 x 16 entries: it fills the width, and the column x gives way."""
    spec = LayerSpec("conv", input_size=(4,), stride=(1,), padding=((0, 0),))
    places = places_of("matrix", (960, 540), spec)
    assert places["matrix"].cells.pitch == places["input"].cells.pitch
    assert places["matrix"].cells.text_px and "row" not in places


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (320, 180)])
def test_what_went_and_what_came_back_have_one_measure(size: tuple[int, int]) -> None:
    places = places_of("roundtrip", size, LayerSpec())
    x, back = places["x"].cells, places["back"].cells
    assert x.pitch == back.pitch >= size[1] / 20


@pytest.mark.parametrize("size", [(960, 540), (500, 900), *[(480, 270)] * NARROW_DIGITS])
def test_all_three_ways_have_numbers(size: tuple[int, int]) -> None:
    places = places_of("all", size, LayerSpec())
    assert places["gather"].cells.text_px and places["scatter"].cells.text_px


@pytest.mark.parametrize(
    ("size", "kind", "columns"),
    every(
        5,
        itertools.product(
            [(960, 540), (480, 270), (1080, 1080), (1920, 1080)], ["conv", "transposed"], [14, 24]
        ),
    ),
)
def test_an_output_is_drawn_no_larger_than_an_own_picture(
    size: tuple[int, int], kind: Any, columns: int
) -> None:
    """Nor the kernel, but for what their numbers need."""
    picture = np.add.outer(np.arange(columns // 2) * 9, np.arange(columns) * 3)
    spec = LayerSpec(kind=kind, kernel_size=(4,))
    places = planned(spec, x=picture, size=size, moving=False).page.places
    pitches = {name: places[name].cells.pitch for name in ("input", "kernel", "output")}
    output = places["output"]
    needed = least_for_text(output.panel, Scale(size)) if output.cells.text_px else 0
    assert pitches["output"] <= max(pitches["input"], needed)
    assert needed <= 1.6 * pitches["input"]
    assert pitches["kernel"] <= max(pitches["input"], size[1] / 15, 20)


@pytest.mark.parametrize("style", ["flat", *["isometric"] * NARROW_DIGITS])
def test_an_own_picture_is_seen_around_the_numbers_that_are_read(style: str) -> None:
    """And a key says the range of its shades, as of the output's."""
    picture = np.add.outer(np.arange(8) * 20, np.arange(14) * 8)
    figure = planned(LayerSpec(kind="conv"), x=picture, style=style, moving=False)
    assert figure.page.places["input"].cells.text_px
    drawn = figure.page.draw(figure.view.frame(0))
    assert "input 0 … 244" in {item.text for item in drawn if isinstance(item, TextLine)}


def test_keys_of_both_ranges_go_before_words_about_zeros() -> None:
    """Four steps leave room for two keys and no more."""
    picture = np.add.outer(np.arange(14) * 9, np.arange(24) * 3)
    figure = planned(LayerSpec(kernel_size=(4,)), x=picture, moving=False)
    drawn = figure.page.draw(figure.view.frame(figure.frame_numbers[0]))
    words = [item.text for item in drawn if isinstance(item, TextLine)]
    assert sum("…" in text and text.split()[0] in ("input", "output") for text in words) == 2
    assert "inserted zero" not in words


@pytest.mark.parametrize("values", ["all", "none"])
def test_a_lens_needs_no_numbers_to_stand_beside_its_matrix(values: str) -> None:
    made = planned(LayerSpec(input_size=(8,)), view="all", values=values)
    assert made.page.places["weighed"].cells.pitch > made.page.places["matrix"].cells.pitch
