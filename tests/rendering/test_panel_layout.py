"""Where the signs between panels stand."""

from __future__ import annotations

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.panel_layout import PanelLayout
from tconv_anim.rendering.primitives import Box
from tconv_anim.rendering.scale import Scale
from tests.helpers.stories import tell


@pytest.mark.parametrize("size", [(960, 540), (500, 900)])
def test_once_the_stamp_is_gone_an_arrow_leads_over_its_place(size: tuple[int, int]) -> None:
    story = tell(LayerSpec(), "scatter")
    (section,) = story.storyboard.sections
    layout = PanelLayout(section.columns, Box(30, 100, size[0] - 60, size[1] - 200), Scale(size))
    places = layout.places

    def signs(number: int) -> dict[str, float]:
        """Each with the place of its middle."""
        shown = [sign for sign in layout.signs if sign.shown(story.frame(number).grids)]
        return {sign.words[0].text: sign.words[0].x for sign in shown}

    assert set(signs(3)) == {"×", "=", "→"}
    last = signs(-1 % len(story))
    assert set(last) == {"×", "→"}
    if size[0] > size[1]:  # in the middle of what is empty now
        kernel, result = places["kernel"], places["result"]
        assert kernel.x + 3 * kernel.cells.pitch < last["→"] < signs(3)["→"]
        right = last["→"] + layout.pitch
        assert abs((last["→"] - kernel.x - 3 * kernel.cells.pitch) - (result.x - right)) < 40
    else:
        assert last["→"] == signs(3)["→"], "it begins a row"
