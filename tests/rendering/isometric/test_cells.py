"""Slanted cells, drawn alike by both painters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.figure import PlacedPage, make_figure
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.panel_layout import TooSmallError
from tconv_anim.rendering.primitives import (
    Parallelogram,
    Polygons,
    Primitive,
    Rectangle,
    TextLine,
    flattened,
)
from tconv_anim.story.frame import LIT
from tconv_anim.story.view import View
from tests.helpers.pictures import (
    ODD_LAYERS,
    TOLERANCE,
    check_following,
    check_painters_agree,
    check_text,
    colour_at,
    composed,
)
from tests.helpers.planes import CONV, CROPPED, FLOOR, OP, STRIP, page_of, plane_of
from tests.helpers.stories import grid, tell

SOFT = TOLERANCE + 2
"""Agg places corners and counts coverage in 256ths."""


# -- two ways, one picture -------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "size", "theme", "told"),
    [
        (LayerSpec(), (500, 560), "light", {}),
        (CONV, (640, 360), "dark", {"writing": "letters"}),
        (OP, (640, 360), "print", {}),
        (CROPPED, (320, 180), "light", {"writing": "none"}),
        (LayerSpec(kind="conv", input_size=(12,)), (320, 180), "dark", {"shaded": True}),
    ],
    ids=str,
)
def test_composed_frames_are_what_matplotlib_draws(
    spec: LayerSpec, size: tuple[int, int], theme: str, told: Any
) -> None:
    story = tell(spec, **told)
    page = page_of(story, size, theme)
    primitives = page.draw(story.frame(len(story) * 2 // 3))
    check_painters_agree(page, primitives, most=SOFT)


@pytest.mark.parametrize(
    ("spec", "size", "told"),
    [
        (LayerSpec(), (640, 360), {}),
        (CONV, (320, 180), {"writing": "letters"}),
        (CROPPED, (500, 560), {}),
        (FLOOR, (640, 360), {"writing": "none"}),
        (LayerSpec(input_size=(2,), dilation=(2,)), (1280, 720), {}),
        (LayerSpec(input_size=(12,)), (640, 360), {"shaded": True}),
        (STRIP, (640, 360), {}),
        (ODD_LAYERS[7], (500, 560), {}),
    ],
    ids=str,
)
def test_frames_drawn_on_top_of_each_other_are_frames_drawn_whole(
    spec: Any, size: tuple[int, int], told: Any
) -> None:
    story = tell(spec, **told)
    check_following(story, page_of(story, size), most=10)


@pytest.mark.long
@pytest.mark.parametrize("size", [(960, 540), (320, 180), (640, 360), (1280, 720), (500, 560)])
@pytest.mark.parametrize("spec", ODD_LAYERS, ids=str)
def test_odd_layers_at_length(spec: LayerSpec, size: tuple[int, int]) -> None:
    for theme, writing in zip(THEMES, ("numbers", "letters", "none"), strict=True):
        story: View = tell(spec, writing=writing)  # type: ignore[arg-type]
        try:
            page = page_of(story, size, theme)
        except TooSmallError:
            continue
        check_following(story, page)
        check_text(story, page)
        for index in (len(story) // 2, len(story) - 1):
            primitives = page.draw(story.frame(index))
            check_painters_agree(page, primitives, most=SOFT)


def test_a_vector_drawing_has_straight_sides() -> None:
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(20))
    slants = [p for p in flattened(primitives) if isinstance(p, Parallelogram)]

    def corners(*, vector: bool) -> int:
        figure = make_figure([PlacedPage(primitives)], page.size, page.theme, vector=vector)
        (shapes,) = [a for a in figure.artists if isinstance(a, PathCollection)]
        return sum(np.shape(path.vertices)[0] for path in shapes.get_paths())

    assert len(slants) > 100
    assert corners(vector=False) - corners(vector=True) == sum(
        4 * slant.height - 4 for slant in slants
    )


# -- what is where ---------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("spec", [OP, CONV], ids=["transposed", "conv"])
def test_pixels_show_the_looks_of_the_story(spec: LayerSpec, theme: str) -> None:
    """Ask every cell for its colour near its front left corner, where there is no text."""
    story = tell(spec)
    page = page_of(story, (1280, 720), theme)
    frame = story.frame_of((0, 1))
    primitives: list[Primitive] = [p for p in page.draw(frame) if not isinstance(p, Polygons)]
    image, asked = composed(page, primitives), 0
    for name in ("input", "output"):
        plane, shown = plane_of(page, name), grid(frame, name)
        for row, column in np.ndindex(*shown.roles.shape):
            style = page.theme.cells[int(shown.roles[row, column])]
            x, y = plane.corner(shown, row, column)
            down = plane.cells.depth - 1 - 2 * plane.cells.line
            colour = colour_at(image, x - down + 3 * plane.cells.line + 1, y + down)
            assert colour == page.theme.colours[style.ground], (name, row, column)
            asked += 1
    assert asked == {"transposed": 64 + 36, "conv": 49 + 9}[story.plane.kind]
    assert int((grid(frame, "input").roles & LIT > 0).sum()) == 9


def test_only_planes_draw_slanted_cells() -> None:
    story = tell(LayerSpec())
    flat = Page(story.storyboard, (960, 540), THEMES["light"])
    kinds = {type(p) for p in flattened(flat.draw(story.frame(20)))}
    assert kinds == {Rectangle, TextLine}
