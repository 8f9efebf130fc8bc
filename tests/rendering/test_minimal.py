"""Figures of panels alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.minimal import MinimalPage
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import Polygons, TextLine, flattened
from tests.helpers.figures import planned
from tests.helpers.pictures import check_following
from tests.helpers.stories import tell

DEFAULT = LayerSpec()
USUAL = 44


def texts(figure: Figure, index: int) -> list[str]:
    drawn = flattened(figure.page.draw(figure.view.frame(index)))
    return [item.text for item in drawn if isinstance(item, TextLine)]


def test_panels_and_nothing_else() -> None:
    figure = planned(DEFAULT, minimal=True, moving=False)
    assert set(figure.page.places) == {"input", "output"}
    frame = figure.view.frame(9)
    shown = [grid for name in ("input", "output") if (grid := frame.grids[name])]
    values = {text for grid in shown for text in grid.texts.flat}
    assert texts(figure, 9) and set(texts(figure, 9)) <= values
    assert not texts(planned(DEFAULT, minimal=True, values="none", moving=False), 9)


def test_the_canvas_is_as_large_as_the_panels_and_a_gutter_around() -> None:
    figure = planned(DEFAULT, minimal=True)  # 7 x 7 and 5 x 5 cells
    wide, high = figure.page.size
    one, other = figure.page.places.values()
    assert one.cells.pitch == other.cells.pitch == USUAL
    gutter = one.x
    assert (wide, high) == (12 * USUAL + 3 * gutter, 7 * USUAL + 2 * gutter)
    assert one.y == gutter and other.x == one.x + 7 * USUAL + gutter
    assert other.y - one.y == USUAL  # on one axis


@pytest.mark.parametrize("style", ["flat", "isometric"])
@pytest.mark.parametrize("size", [None, (320, 180), (500, 900), (2000, 300)])
def test_nothing_leaves_the_canvas(style: str, size: tuple[int, int] | None) -> None:
    figure = planned(DEFAULT, minimal=True, style=style, size=size)
    wide, high = figure.page.size
    assert size in (None, (wide, high))
    for place in figure.page.places.values():
        if isinstance(place, Plane):
            rows, columns = place.panel.rows, place.panel.columns
            corners = place.cells.tilt.quad(0, 0, rows, columns)
        else:
            across, down = place.panel.columns, place.panel.rows
            corners = ((0, 0), (across * place.cells.pitch, down * place.cells.pitch))
        for x, y in corners:
            assert 0 < place.x + x < wide and 0 < place.y + y < high


@pytest.mark.parametrize("view", ["gather", "scatter", "matrix", "all", "pair", "overlap"])
def test_every_view_has_it(view: str) -> None:
    figure = planned(DEFAULT, minimal=True, view=view)
    images = [frame.image.copy() for frame in figure.film().frames]
    assert all(image.shape == figure.page.size[::-1] for image in images)
    assert any((one != other).any() for one, other in pairwise(images))


def test_two_layers_are_farther_apart_than_their_panels() -> None:
    places = planned(DEFAULT, minimal=True, view="overlap", moving=False).page.places.values()
    ends = [place.x + place.panel.columns * place.cells.pitch for place in places]
    inner, between, again = (place.x - end for end, place in zip(ends, [*places][1:], strict=False))
    assert inner == again and between == 3 * inner


def test_one_axis_has_its_panels_below_each_other() -> None:
    figure = planned(LayerSpec(), dims=1, minimal=True)
    above, below = figure.page.places.values()
    assert below.y > above.y


def test_each_frame_is_what_it_is_alone() -> None:
    """Drawn over the last frame, and drawn at once."""
    figure = planned(DEFAULT, minimal=True, style="isometric")
    for frame in figure.film().frames:
        last = np.array(frame.image)
    alone = figure.view.frame(len(figure.view) - 1)
    composer = Composer(figure.page.size, figure.page.palette())
    assert np.array_equal(composer.put(figure.page.draw(alone)), last)


def test_the_command_says_it() -> None:
    assert planned(DEFAULT, minimal=True).command == "tconv-anim render --minimal"
    figure = planned(DEFAULT, minimal=True, size=(960, 540))
    assert figure.command == "tconv-anim render --minimal --size 960x540"
    assert planned(DEFAULT, size=(960, 540)).command == "tconv-anim render"


@pytest.mark.parametrize(("values", "lined"), [(None, True), ("all", True), ("none", False)])
def test_lines_lead_from_the_window_to_its_cell_where_values_are_written(
    values: str | None, lined: bool
) -> None:
    """The window is framed below, the present cell above: each frame has four sides."""
    figure = planned(DEFAULT, minimal=True, style="isometric", values=values)
    drawn = figure.page.draw(figure.view.frame_of((1, 1)))
    quads = sum(len(item.quads) for item in drawn if isinstance(item, Polygons))
    assert quads >= 12 if lined else quads == 8


def test_planes_alone_are_what_is_left_of_all_three_ways() -> None:
    """A row of the matrix lies flat beside them, and is no plane."""
    story = tell(LayerSpec(), "all", planes=True)
    page = MinimalPage(story.storyboard, None, THEMES["light"], "isometric")
    assert set(page.places) == {"gather", "output", "giver", "sum of stamps"}
    check_following(story, page, most=4)
