"""How large cells are: numbers where they fit, and no panel tiny for those of another."""

from __future__ import annotations

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.panel_layout import Place
from tests.helpers.pictures import page_of
from tests.helpers.stories import tell


def places_of(view: str, size: tuple[int, int], spec: LayerSpec) -> dict[str, Place]:
    page = page_of(tell(spec, view), size)
    return {name: place for name, place in page.places.items() if isinstance(place, Place)}


def test_only_a_large_matrix_is_small() -> None:
    """Of 64 x 16 entries: all else keeps its numbers, and a lens shows a row."""
    spec = LayerSpec(input_size=(4,), kernel_size=(4,))
    places = places_of("matrix", (960, 540), spec)
    silent = {name for name, place in places.items() if not place.cells.text_px}
    assert silent == {"matrix", "y"}
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


@pytest.mark.parametrize("size", [(960, 540), (500, 900), (480, 270)])
def test_all_three_ways_have_numbers(size: tuple[int, int]) -> None:
    places = places_of("all", size, LayerSpec())
    assert places["gather"].cells.text_px and places["scatter"].cells.text_px
