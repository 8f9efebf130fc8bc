"""Frames around cells of flat panels."""

from __future__ import annotations

from collections.abc import Iterator

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.minimal import MinimalPage
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import theme_named
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Primitive, Rectangle, TextLine, flattened
from tests.helpers.pictures import check_text, page_of
from tests.helpers.stories import grid, tell

LONG_STEP = LayerSpec(kind="conv", input_size=(5,), stride=(2,))


def accents(drawn: list[Primitive]) -> Iterator[Rectangle]:
    return (item for item in drawn if isinstance(item, Rectangle) and item.colour == "accent")


def flat_place(page: Page) -> Place:
    place = page.places["input"]
    assert isinstance(place, Place)
    return place


def test_each_cell_of_a_dilated_window_has_a_frame() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(7,), stride=(1,), dilation=(2,)))
    page = Page(story.storyboard, (960, 540), theme_named("light"))
    place = flat_place(page)
    frame = story.frame_of((1, 1))
    tops = {
        (item.x, item.y)
        for item in accents(page.draw(frame))
        if place.cells.pitch <= item.width < 2 * place.cells.pitch and item.height < 6
    }
    reach = place.cells.reach
    window = grid(frame, "input").marks[0]
    for row in range(window.row, window.row + 5, 2):
        for column in range(window.column, window.column + 5, 2):
            at = place.x + column * place.cells.pitch, place.y + row * place.cells.pitch
            assert (at[0] - reach, at[1] - reach) in tops


def test_a_long_step_has_an_arrow_inside_the_cells_it_left_but_on_bare_panels() -> None:
    story = tell(LONG_STEP)
    frame, theme = story.frame_of((1, 1)), theme_named("light")
    page = Page(story.storyboard, (960, 540), theme)
    place = flat_place(page)
    window, before = grid(frame, "input").marks
    assert before.kind == "before"
    left, right = (place.x + mark.column * place.cells.pitch for mark in (before, window))
    top = place.y + before.row * place.cells.pitch
    arrow = [
        item
        for item in accents(page.draw(frame))
        if left <= item.x < right - place.cells.reach and item.y > top and item.width < 40
    ]
    end = max(item.x + item.width for item in arrow)
    assert right - 2 * place.cells.reach <= end <= right
    assert max(item.y + item.height for item in arrow) < top + before.rows * place.cells.pitch

    bare = MinimalPage(story.storyboard, None, theme)
    place = flat_place(bare)
    edge = place.x + window.column * place.cells.pitch - place.cells.reach
    top, end = place.y, place.y + 7 * place.cells.pitch
    right_of_input = place.x + 7 * place.cells.pitch
    for item in accents(bare.draw(frame)):
        assert item.x >= min(edge, right_of_input) and top <= item.y < end


def test_a_long_step_says_how_long_it_was_in_a_cell_without_a_number() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(7,)))
    page = page_of(story)
    place = flat_place(page)
    for column, left in ((1, 0), (2, None)):  # the second step leaves cells with numbers alone
        frame = story.frame_of((1, column))
        shown = flattened(page.draw(frame))
        words = [one for one in shown if isinstance(one, TextLine) and one.text == "+2"]
        ends = [divmod(one.x - place.x, place.cells.pitch)[0] for one in words]
        assert ends == ([] if left is None else [left])
    check_text(story, page)
