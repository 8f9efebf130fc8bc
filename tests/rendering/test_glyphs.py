"""Glyphs and titles."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from tconv_anim.errors import FigureError
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.figure import PlacedPage, drawing_settings, make_figure
from tconv_anim.rendering.primitives import TextLine, flattened
from tests.helpers.pictures import (
    ink_box,
    page_of,
    shrunk,
)
from tests.helpers.stories import tell


def test_matplotlibs_own_text_boxes_agree() -> None:
    """The boxes asked above lie inside those of the figure's artists."""
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(len(story) - 1))
    figure = make_figure([PlacedPage(primitives)], page.size, page.theme)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    lines = [item for item in flattened(primitives) if isinstance(item, TextLine)]
    artists = [artist for artist in figure.artists if isinstance(artist, Text)]
    assert [artist.get_text() for artist in artists] == [line.text for line in lines]
    for line, artist in zip(lines, artists, strict=True):
        with drawing_settings():
            extent = artist.get_window_extent(renderer)
        # Matplotlib's boxes reach from pen to pen and from line to line: the ink lies inside.
        box, high = shrunk(ink_box(line)), page.size[1]
        assert extent.x0 <= box.x + 1
        assert extent.x1 >= box.x + box.width - 2
        assert high - extent.y1 <= box.y + 1
        assert high - extent.y0 >= box.y + box.height - 1


def test_glyphs_missing_from_the_font_are_refused() -> None:
    with pytest.raises(FigureError, match="cannot draw"):
        page_of(tell(LayerSpec(), title="畳み込み"))


def test_titles_shrink_then_are_refused() -> None:
    long = "A title of a length that fits only in smaller type"
    words = next(
        p
        for p in page_of(tell(LayerSpec(), title=long)).draw(tell(LayerSpec()).frame(0))
        if isinstance(p, TextLine)
    )
    assert words.text == long and words.px < 23
    with pytest.raises(FigureError, match=r"fit\. Try a shorter"):
        page_of(tell(LayerSpec(), title="W" * 200))


@pytest.mark.parametrize("text", ["w₀", "w₀,₁", "x₁₂"])
@pytest.mark.parametrize("px", [11, 14, 28])
def test_subscripts_are_large_enough_to_be_read(px: int, text: str) -> None:
    """The font's own have less than two thirds of a digit's height, and touch the letter."""
    letter, *low = glyphs.run_lines("sans", px, text)
    ((pen, run),) = low
    assert run.px >= round(11 / 14 * px) and 0 < run.drop < px // 3
    assert pen >= glyphs.width("sans", px, letter[1].text)
    drawn = glyphs.sprite("sans", px, text)
    assert drawn.top + drawn.coverage.shape[0] <= 0.4 * px  # above what stands below the line
    assert glyphs.width("sans", px, text) == glyphs.pen_stops("sans", px, text)[-1]


def test_a_comma_is_lowered_between_subscripts_alone() -> None:
    assert [run.text for _, run in glyphs.run_lines("sans", 14, "y₀, w₁₀,₂")] == [
        "y",
        "0",
        ", w",
        "10,2",
    ]
