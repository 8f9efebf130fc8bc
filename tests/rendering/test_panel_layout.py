"""Where the signs between panels stand."""

from __future__ import annotations

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.panel_layout import PanelLayout
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Box
from tconv_anim.rendering.scale import Scale
from tests.helpers.stories import tell


@pytest.mark.parametrize("size", [(960, 540), (500, 900)])
def test_signs_stay_once_all_stamps_are_added(size: tuple[int, int]) -> None:
    story = tell(LayerSpec(), "scatter")
    (section,) = story.storyboard.sections
    layout = PanelLayout(section.columns, Box(30, 100, size[0] - 60, size[1] - 200), Scale(size))

    def signs(number: int) -> dict[str, float]:
        """Each with the place of its middle."""
        shown = [sign for sign in layout.signs if sign.is_shown(story.frame(number).grids)]
        return {sign.words[0].text: sign.words[0].x for sign in shown}

    arrow = "→" if size[0] > size[1] else "↓"
    assert set(signs(3)) == {"×", "=", arrow}
    assert signs(len(story) - 1) == signs(3), "the place of all stamps is between them"


@pytest.mark.parametrize("size", [(500, 900), (1080, 1920), (1080, 1350)])
@pytest.mark.parametrize("view", ["scatter", "roundtrip"])
def test_on_portraits_arrows_lead_down_to_the_middle_of_what_is_below(
    size: tuple[int, int], view: str
) -> None:
    (section,) = tell(LayerSpec(), view).storyboard.sections
    layout = PanelLayout(section.columns, Box(30, 100, size[0] - 60, size[1] - 300), Scale(size))
    down = [sign for sign in layout.signs if sign.words[0].text == "↓"]
    assert down
    for sign in down:
        above, below, arrow = (
            layout.places[sign.left[0]],
            layout.places[sign.right[0]],
            sign.words[0],
        )
        middle, top, bottom = _middle(below), _bottom(above), below.y
        assert abs(arrow.x + glyphs.width("sans", arrow.px, "↓") / 2 - middle) <= 1
        assert top < arrow.baseline - arrow.px / 2 < arrow.baseline < bottom
        if view == "roundtrip":
            assert abs(_middle(above) - middle) <= 1, "both on one axis"


def test_a_wide_kernel_beside_a_small_input_stays_on_a_portrait() -> None:
    """Rather than that both stand on one axis with the output."""
    layer = LayerSpec(input_size=(2,), dilation=(2,), padding=((2, 1),))
    (section,) = tell(layer, "roundtrip").storyboard.sections
    for area, size in ((Box(26, 80, 448, 540), (500, 700)), (Box(26, 80, 488, 800), (540, 960))):
        for name, place in PanelLayout(section.columns, area, Scale(size)).places.items():
            end = place.x + place.panel.columns * place.cells.pitch
            assert area.x <= place.x and end <= area.x + area.width, name


def _middle(place: Place) -> float:
    return place.x + place.panel.columns * place.cells.pitch / 2


def _bottom(place: Place) -> int:
    return place.y + place.panel.rows * place.cells.pitch


def test_on_a_square_the_output_of_a_matrix_stands_beside_the_input_above_y() -> None:
    (section,) = tell(LayerSpec(kind="conv"), "matrix").storyboard.sections
    layout = PanelLayout(section.columns, Box(42, 190, 996, 680), Scale((1080, 1080)))
    places = layout.places
    (up,) = (sign for sign in layout.signs if sign.words[0].text == "↑")
    assert (up.left, up.right) == (("y",), ("output",))
    arrow = up.words[0]
    middle = arrow.x + glyphs.width("sans", arrow.px, "↑") / 2
    assert abs(middle - _middle(places["y"])) <= 1 and abs(middle - _middle(places["output"])) <= 1
    assert _bottom(places["output"]) < arrow.baseline - arrow.px / 2
    assert arrow.baseline < places["y"].y
    middles = [place.y + _bottom(place) for name in ("input", "output") if (place := places[name])]
    assert abs(middles[0] - middles[1]) <= 2, "on one axis"


@pytest.mark.parametrize("layer", [LayerSpec(), LayerSpec(kind="conv", input_size=(5,))])
def test_on_a_square_the_kernel_stands_below_the_input_and_products_below_the_output(
    layer: LayerSpec,
) -> None:
    (section,) = tell(layer).storyboard.sections
    layout = PanelLayout(section.columns, Box(42, 190, 996, 680), Scale((1080, 1080)))
    signs = {sign.words[0].text: (sign.left, sign.right) for sign in layout.signs}
    assert signs == {
        "∗": (("input",), ("kernel",)),
        "=": (("kernel",), ("products",)),
        "↑": (("products",), ("output",)),
    }
    for above, below in (("input", "kernel"), ("output", "products")):
        upper, lower = layout.places[above], layout.places[below]
        assert abs(_middle(upper) - _middle(lower)) <= 1 and _bottom(upper) < lower.y
    places = layout.places
    assert places["input"].x + 7 * places["input"].cells.pitch < places["output"].x
