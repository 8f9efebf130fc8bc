"""Frames composed, against what Matplotlib draws."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import (
    CellGrounds,
    Dashes,
    Overlay,
    Rectangle,
    TextLine,
    flattened,
)
from tconv_anim.rendering.raster import MOST_COLOURS
from tconv_anim.rendering.too_small import TooSmallError
from tconv_anim.story.example import Writing
from tconv_anim.story.roles import SHADES
from tests.helpers.daily import every
from tests.helpers.pictures import (
    ODD_LAYERS,
    check_following,
    check_painters_agree,
    check_text,
    composed,
    drawings,
    page_of,
    pages,
)
from tests.helpers.stories import VIEWS, every_view, tell

# -- two ways, one picture -------------------------------------------------------------


@pytest.mark.parametrize("view", ["gather", "scatter", "matrix"])
@given(data=st.data())
@drawings(2)
def test_composed_frames_are_what_matplotlib_draws(view: str, data: st.DataObject) -> None:
    story, page = data.draw(pages(view))
    check_painters_agree(page, page.draw(story.frame(data.draw(st.integers(0, len(story) - 1)))))


@pytest.mark.parametrize("spec", every(9, ODD_LAYERS), ids=str)
def test_tiny_cells_are_what_matplotlib_draws(spec: LayerSpec) -> None:
    """Where a glyph may be larger than its cell."""
    story = tell(spec)
    page = page_of(story, (320, 180), "print")
    check_painters_agree(page, page.draw(story.frame(len(story) * 2 // 3)))


@pytest.mark.long
@every_view
@given(data=st.data())
@drawings(300)
def test_composed_frames_are_what_matplotlib_draws_at_length(
    view: str, data: st.DataObject
) -> None:
    story, page = data.draw(pages(view))
    check_painters_agree(page, page.draw(story.frame(data.draw(st.integers(0, len(story) - 1)))))


@every_view
@given(data=st.data())
@drawings(1)
def test_frames_drawn_on_top_of_each_other_are_frames_drawn_whole(
    view: str, data: st.DataObject
) -> None:
    """Only what changes is drawn again, and nothing of the frame before shines through."""
    check_following(*data.draw(pages(view)), most=12)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "view", "size", "writing"),
    [
        (
            LayerSpec(
                kind="conv",
                input_size=(7, 2),
                kernel_size=(3, 1),
                stride=(2, 4),
                padding=((1, 1), (4, 4)),
                dilation=(2,),
            ),
            "gather",  # the arrow down to the output leads past the input
            (500, 700),
            "numbers",
        ),
        (
            LayerSpec(
                kind="conv",
                input_size=(1, 5),
                kernel_size=(3, 1),
                stride=(1, 4),
                padding=((3, 3),),
                dilation=(1, 3),
            ),
            "matrix",  # the kernel's label ends before the output
            (500, 700),
            "numbers",
        ),
        (
            LayerSpec(
                kind="conv",
                input_size=(5, 3),
                kernel_size=(1, 3),
                stride=(3, 1),
                padding=((4, 2), (3, 4)),
                dilation=(1, 2),
            ),
            "ambiguity",  # weights that are shades stay shades
            (500, 700),
            "none",
        ),
        (
            LayerSpec(
                kind="conv",
                input_size=(1, 7),
                kernel_size=(1,),
                stride=(1, 3),
                padding=((0, 0), (3, 4)),
                dilation=(1, 3),
            ),
            "overlap",  # sizes stand at the ends of their cells
            (640, 480),
            "numbers",
        ),
    ],
)
def test_frames_of_odd_pages_follow_each_other(
    layer: LayerSpec, view: str, size: tuple[int, int], writing: Writing
) -> None:
    story = tell(layer, view, writing=writing)
    check_following(story, page_of(story, size), most=1000)


@pytest.mark.long
@every_view
@given(data=st.data())
@drawings(1000)
def test_frames_drawn_on_top_of_each_other_at_length(view: str, data: st.DataObject) -> None:
    story, page = data.draw(pages(view))
    check_following(story, page, most=1000)
    check_text(story, page)


def test_a_wrong_pixel_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above is one that can fail."""
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(12))
    moved = [
        p._replace(x=p.x + 2) if isinstance(p, TextLine) and p.text.startswith("y[") else p
        for p in primitives
    ]
    for changed in (moved, primitives[:-1]):
        monkeypatch.setattr(
            "tests.helpers.pictures.composed", lambda *_, c=changed: composed(page, c)
        )
        with pytest.raises(AssertionError):
            check_painters_agree(page, primitives)


@pytest.mark.parametrize(
    ("view", "theme", "first"), every(29, itertools.product(VIEWS, THEMES, range(3)))
)
def test_all_colours_fit_one_palette(view: str, theme: str, first: int) -> None:
    """Shades included, where cells hold numbers and where they are too small."""
    for spec in ODD_LAYERS[first::3]:
        story = tell(spec, view, shaded=True)
        for size in ((960, 540), (320, 180)):
            try:
                palette = page_of(story, size, theme).palette()
            except TooSmallError:
                continue
            assert len(palette.rgb) <= MOST_COLOURS
    shades = {name for name in palette_names(theme, view) if "-shade-" in name}
    assert len(shades) >= SHADES, "else nothing was asked"


def palette_names(theme: str, view: str) -> set[str]:
    """The plain colours of a view's page on which cells are too small for numbers."""
    size = {
        "matrix": (5, 5),
        "all": (5, 5),
        "pair": (12, 12),
        "roundtrip": (11, 11),
        "ambiguity": (16, 16),
    }.get(view, (22, 22))
    story = tell(LayerSpec(kind="conv", input_size=size), view, shaded=True)
    return set(page_of(story, (320, 180), theme).palette().plain)


def test_what_passes_is_gone_in_the_next_picture() -> None:
    page = page_of(tell(LayerSpec()))
    paper, mark = Rectangle(0, 0, *page.size, "paper"), Rectangle(9, 9, 4, 4, "accent")
    composer = Composer(page.size, page.palette())
    blank = composer.put([paper]).copy()
    shown = composer.put([Overlay([mark])]).copy()
    assert (shown != blank).sum() == 16
    assert np.array_equal(composer.put([]), blank)


@pytest.mark.parametrize(("wide", "high"), [(41, 3), (2, 30)])
def test_dashes_are_their_rectangles(wide: int, high: int) -> None:
    page, dashes = page_of(tell(LayerSpec())), Dashes(5, 7, wide, high, 4, "accent")
    paper = Rectangle(0, 0, *page.size, "paper")
    assert np.array_equal(
        composed(page, [paper, dashes]), composed(page, [paper, *flattened([dashes])])
    )


def test_cells_without_texts_are_their_rectangles() -> None:
    page, looks = page_of(tell(LayerSpec())), np.arange(12).reshape(3, 4) % 3
    cells = CellGrounds(8, 9, 7, 6, ("", "input", "output"), looks)
    paper = Rectangle(0, 0, *page.size, "paper")
    assert np.array_equal(
        composed(page, [paper, cells]), composed(page, [paper, *flattened([cells])])
    )
