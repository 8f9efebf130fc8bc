"""Where a window was before, with a stride: told once, clear of numbers, on planes too."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.cells import CellMeasures
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.marks import draw_mark
from tconv_anim.rendering.primitives import Polygons, Primitive, Rectangle, TextLine
from tconv_anim.rendering.scale import Scale
from tests.helpers.channels import LAYERS, figure
from tests.rendering.test_films import check_film


@pytest.mark.parametrize("size", [(540, 960), (960, 540), (1080, 1080)])
def test_the_arrow_of_a_step_is_clear_of_the_numbers_above_it(size: tuple[int, int]) -> None:
    made = figure(LAYERS["course"], input_size=5, size=size)
    frame = made.view.frame(made.view.scene_of((0, 1, 1)) or 0)
    grid, place = frame.grids["input 0"], made.page.places["input 0"]
    assert grid is not None and isinstance(place.cells, CellMeasures)
    (mark,) = [one for one in grid.marks if one.kind == "before"]
    cells = place.cells
    high = glyphs.digit_height("bold", cells.loud_px or cells.text_px)
    top = place.y + (mark.row + mark.rows - 1) * cells.pitch
    digits = range(top + (cells.side - high) // 2, top + (cells.side + high) // 2)
    drawn = [*draw_mark(mark, grid, place.x, place.y, cells, Scale(made.page.size))]
    orange = [item for item in drawn if isinstance(item, Rectangle) and item.colour == "accent"]
    (shaft,) = (item for item in orange if item.width > cells.pitch // 2)
    (number,) = (item for item in drawn if isinstance(item, TextLine))
    assert number.text == "+2"
    end = number.x + glyphs.width("bold", number.px, number.text)
    assert end < shaft.x and number.baseline <= top + cells.pitch
    right = shaft.x + shaft.width
    head = [item for item in orange if item.x >= right and item.y > shaft.y - 8]
    assert max(item.height for item in head) >= 2 * shaft.height + 1
    frame_left = place.x + 2 * cells.pitch - cells.reach
    assert max(item.x + item.width for item in head) <= frame_left + cells.gap
    for item in orange:  # of the dashes none is beside the number
        if item.x < end:
            assert item.y + item.height <= number.baseline - glyphs.digit_height("bold", number.px)
    assert shaft.y > digits.stop and shaft.y + shaft.height <= top + cells.pitch


@pytest.mark.parametrize(
    "size", [(640, 360), (540, 960), (960, 540), (1080, 1080), (1280, 320), (1920, 1080)]
)
@pytest.mark.parametrize("cell", [(0, 1, 1), (0, 1, 2)])
def test_a_step_is_drawn_whole_or_not_at_all(
    size: tuple[int, int], cell: tuple[int, int, int]
) -> None:
    """A number stands in padding, and where it would not fit there is no arrow elsewhere."""
    made = figure(LAYERS["course"], input_size=5, size=size)
    frame = made.view.frame(made.view.scene_of(cell) or 0)
    grid, place = frame.grids["input 0"], made.page.places["input 0"]
    assert grid is not None and isinstance(place.cells, CellMeasures)
    (mark,) = [one for one in grid.marks if one.kind == "before"]
    drawn = [*draw_mark(mark, grid, place.x, place.y, place.cells, Scale(made.page.size))]
    px = range(round(place.cells.text_px * 0.9), place.cells.text_px + 1)
    fits = any(glyphs.width("bold", one, "+2") <= place.cells.side - 2 for one in px if one)
    assert bool(drawn) is (fits or not place.cells.text_px)
    if fits:
        assert any(isinstance(item, TextLine) for item in drawn) is (mark.column == 0)


def test_a_step_is_an_arrow_on_the_first_plane() -> None:
    made = figure(LAYERS["course"], input_size=5, style="isometric")
    frame = made.view.frame(made.view.scene_of((0, 1, 1)) or 0)
    plane = made.page.places["input 0"]
    assert isinstance(plane, Plane)
    (arrow,) = _arrows(made.page.draw(frame))
    x, y = arrow.quads[1][1]
    tip = plane.cells.tilt.place(x - plane.x, y - plane.y)
    assert tip == pytest.approx((5, 2), abs=0.1)  # the window's corner at its front, at the left


def test_bare_planes_have_no_arrows() -> None:
    made = figure(LAYERS["course"], input_size=5, style="isometric", minimal=True)
    assert not _arrows(made.page.draw(made.view.frame(made.view.scene_of((0, 1, 1)) or 0)))


def _arrows(drawn: Iterable[Primitive]) -> list[Polygons]:
    """A line and its head; frames have four sides."""
    return [
        item
        for item in drawn
        if isinstance(item, Polygons) and item.ink == "accent" and len(item.quads) == 2
    ]


def test_films_of_planes_with_steps_are_their_frames() -> None:
    layer = Layer("conv", kernel_size=2, stride=2, padding=1, in_channels=2, out_channels=2)
    check_film(figure(layer, input_size=4, style="isometric"))
