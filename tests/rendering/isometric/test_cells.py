"""Cells of slanted planes."""

from __future__ import annotations

from typing import Any

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.facets import ACROSS, Facets
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import Box
from tests.helpers.channels import LAYERS, figure
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


def test_a_line_across_what_is_dropped_leaves_its_number() -> None:
    """Its pieces end before the digits; across an empty cell it is one."""
    layer = LAYERS["transposed"]
    for shown, pieces in (("all", 2), ("none", 1)):
        looks: dict[str, Any] = {"view": "scatter", "style": "isometric", "values": shown}
        made = figure(layer, input_size=3, **looks)
        drawn = made.page.draw(made.view.frame(len(made.view) - 2))
        crossed = [
            facet
            for cells in drawn
            if isinstance(cells, Facets)
            for *_, facet in cells.cells
            if len(facet.edges) > 4 and facet.edges[ACROSS] is not None
        ]
        assert crossed
        for facet in crossed:
            (*_, (_, quads)) = facet.lines()
            assert len(quads) == pieces
            high = glyphs.digit_height(facet.face, facet.px) if facet.text else 0
            middle = (facet.tilt.across_y + facet.tilt.down_y) / 2
            for quad in quads if facet.text else ():
                assert not any(abs(y - middle) < high / 2 - 1 for _, y in quad)
