"""The card of products: beside the kernel, or below it."""

from __future__ import annotations

from typing import Literal

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import theme_named
from tconv_anim.rendering.primitives import TextLine, flattened
from tests.helpers.daily import every
from tests.helpers.stories import tell

THEME = theme_named("light")


@pytest.mark.parametrize(
    ("spec", "size"),
    every(
        4,
        [
            (LayerSpec(), (480, 270)),
            (LayerSpec(kernel_size=(4,)), (960, 540)),
            (LayerSpec(kernel_size=(3, 5)), (960, 540)),
            (LayerSpec(), (1080, 1080)),
            (LayerSpec(dilation=(2,)), (960, 540)),
            (LayerSpec(input_size=(16,), kernel_size=(5,)), (960, 540)),
            (LayerSpec(), (2000, 300)),
            (LayerSpec(), (500, 900)),
        ],
    ),
)
def test_products_stand_with_the_numbers_of_the_others(
    spec: LayerSpec, size: tuple[int, int]
) -> None:
    page = Page(tell(spec).storyboard, size, THEME)
    kernel, products = (page.places[name] for name in ("kernel", "products"))
    assert products.cells.text_px and kernel.cells.text_px
    assert products.cells.pitch <= 1.5 * kernel.cells.pitch


@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_kernel_and_products_are_clear_beside_many_small_cells(
    kind: Literal["conv", "transposed"],
) -> None:
    page = Page(tell(LayerSpec(kind, input_size=(16,))).storyboard, (960, 540), THEME)
    pitches = {name: place.cells.pitch for name, place in page.places.items()}
    assert pitches["input"] < 24
    assert min(pitches["kernel"], pitches["products"]) >= 32


def test_an_input_of_shades_is_no_speck() -> None:
    """Where it has no room for numbers beside a matrix, its cells are as large as can be."""
    story = tell(LayerSpec("conv", input_size=(16,)), view="matrix")
    place = Page(story.storyboard, (960, 540), THEME).places["input"]
    assert not place.cells.text_px
    assert place.cells.pitch >= 10


@pytest.mark.parametrize("size", [(960, 540), (1920, 1080), (320, 180)])
@pytest.mark.parametrize("kernel", [(3,), (3, 5)])
def test_products_stand_between_signs_of_one_size(
    kernel: tuple[int, ...], size: tuple[int, int]
) -> None:
    """Right of the kernel and left of the output, all on one axis."""
    story = tell(LayerSpec(kernel_size=kernel))
    page = Page(story.storyboard, size, THEME)
    kernel_at, output = page.places["kernel"], page.places["output"]
    if not (products := page.places.get("products")):
        return  # without room there are none
    middles = [
        place.y + place.panel.rows * place.cells.pitch / 2
        for place in (kernel_at, products, output)
    ]
    assert max(middles) - min(middles) <= 2
    drawn = list(flattened(page.draw(story.frame_of((1, 1)))))
    signs = [
        t
        for t in drawn
        if isinstance(t, TextLine)
        and t.text in ("∗", "=", "⟶")
        and abs(t.baseline - middles[0]) < kernel_at.cells.pitch
    ]
    assert len({t.px for t in signs}) == 1
    assert any(t.text == "=" and kernel_at.x < t.x < products.x for t in signs)
    assert any(t.text == "⟶" and products.x < t.x < output.x for t in signs)


@pytest.mark.parametrize("size", [(320, 180), (480, 270)])
def test_the_present_output_has_a_number_where_the_others_have(size: tuple[int, int]) -> None:
    story = tell(LayerSpec())
    page = Page(story.storyboard, size, THEME)
    place = page.places["output"]
    left, top = place.x + place.cells.pitch, place.y + place.cells.pitch
    found = [
        t.text
        for t in flattened(page.draw(story.frame_of((1, 1))))
        if isinstance(t, TextLine)
        and left <= t.x < left + place.cells.pitch
        and top < t.baseline <= top + place.cells.pitch
    ]
    assert found == ["18"]
