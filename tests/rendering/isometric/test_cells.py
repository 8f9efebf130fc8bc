"""Cells of slanted planes."""

from __future__ import annotations

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import Box
from tests.helpers.pictures import check_following
from tests.helpers.stories import tell


def test_cells_to_come_have_an_outline_though_others_have_no_lines() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(9,), stride=(1,)))
    page = Page(story.storyboard, (320, 180), THEMES["light"], "isometric")
    plane = page.places["output"]
    assert isinstance(plane, Plane) and not plane.cells.line
    grid = story.frame_of((2, 2)).grids["output"]
    assert grid is not None
    facets = [facet for *_, facet in plane.facets(grid, Box(0, 0, *page.size))]
    lined = [[edge is not None for edge in facet.edges] for facet in facets]
    assert not any(map(any, lined[:21]))
    last = grid.roles.shape[1]
    back, right, front, left = lined[-1]
    assert (back, right, front, left) == (False, True, True, False), "the corner in front"
    ends = last + (last - 2) + (last - 3)  # in front, at the right, at the left
    assert sum(map(sum, lined)) == ends, "at the edges of the plane"
    check_following(story, page, most=8)
