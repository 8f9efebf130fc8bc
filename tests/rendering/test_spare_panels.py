"""The card of products: beside the kernel, or below it."""

from __future__ import annotations

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


def test_products_below_the_kernel_have_the_sign_before_their_label() -> None:
    story = tell(LayerSpec(kernel_size=(3, 5)))
    page = Page(story.storyboard, (960, 540), THEME)
    kernel, products = (page.places[name] for name in ("kernel", "products"))
    assert products.y > kernel.y + kernel.panel.rows * kernel.cells.pitch
    drawn = list(flattened(page.draw(story.frame_of((1, 1)))))
    (label,) = [t for t in drawn if isinstance(t, TextLine) and t.text == "products"]
    assert any(
        isinstance(t, TextLine)
        and t.text == "="
        and abs(t.baseline - label.baseline) < label.px
        and products.x <= t.x < label.x
        for t in drawn
    )


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
