"""Panels with fans: where lines begin and end, and that nothing is left behind."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Polygons, TextLine, flattened
from tconv_anim.story.view import View
from tests.helpers.daily import every
from tests.helpers.pictures import check_following, check_text, page_of
from tests.helpers.stories import tell

LAYERS: list[tuple[dict[str, Any], int]] = [
    ({}, 2),
    ({}, 1),
    ({"kernel_size": (3, 4), "stride": (2, 3)}, 2),
    ({"kind": "conv", "input_size": (6,)}, 2),
    ({"kernel_size": (4,)}, 2),
    ({"dilation": (2,), "stride": (3,), "output_padding": (2,)}, 1),
    ({"kernel_size": (1,), "stride": (3,), "padding": ((0, 0),)}, 2),
]
SIZES = [(960, 540), (500, 900), (480, 270), (320, 180), (2000, 300), (1080, 1920)]


def story_of(view: str, changes: dict[str, Any], dims: int) -> View:
    return tell(resolve(LayerSpec(**changes), ndim=dims), view)


@pytest.mark.parametrize("view", ["overlap", "ambiguity"])
@pytest.mark.parametrize(("changes", "dims"), every(4, LAYERS))
def test_frames_follow_each_other(view: str, changes: dict[str, Any], dims: int) -> None:
    story = story_of(view, changes, dims)
    check_following(story, page_of(story), most=8)


@pytest.mark.parametrize(
    ("layer", "size", "view"),
    every(19, itertools.product(LAYERS, SIZES, ["overlap", "ambiguity"])),
)
def test_texts_have_room(layer: tuple[dict[str, Any], int], size: Any, view: str) -> None:
    story = story_of(view, *layer)
    check_text(story, Page(story.storyboard, size, THEMES["light"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "size"),
    [
        (
            LayerSpec(
                kind="conv",
                input_size=(2, 4),
                kernel_size=(2,),
                stride=(4,),
                padding=((2, 2),),
                dilation=(2,),
            ),
            (500, 700),
        ),
        (LayerSpec(input_size=(6,)), (320, 180)),
    ],
)
def test_labels_of_fans_and_of_rows_lower_than_letters_are_apart(
    spec: LayerSpec, size: Any
) -> None:
    story = tell(spec, "ambiguity")
    check_text(story, page_of(story, size))


def test_rows_as_high_as_letters_all_have_names() -> None:
    story = story_of("ambiguity", {"input_size": (4,), "stride": (3,)}, 1)
    page = Page(story.storyboard, (480, 270), THEMES["light"])
    drawn = flattened(page.draw(list(story.frames())[-1]))
    words = {item.text for item in drawn if isinstance(item, TextLine)}
    assert {"10 → 4", "11 → 4", "12 → 4", "op = 0", "op = 1", "op = 2"} <= words
    check_text(story, page)


@pytest.mark.parametrize(
    ("size", "i", "dims", "fans"),
    [((960, 540), 5, 2, 2), ((480, 270), 5, 2, 1), ((960, 540), 8, 2, 1), ((960, 540), 16, 1, 1)],
)
def test_fans_make_room_for_counts(size: Any, i: int, dims: int, fans: int) -> None:
    """Of both halves or of none."""
    story = story_of("overlap", {"input_size": (i,), "output_padding": (1,)}, dims)
    page = Page(story.storyboard, size, THEMES["light"])
    for prefix in ("", "even "):
        assert page.places[f"{prefix}counts"].cells.text_px
        assert sum(f"{prefix}{name}" in page.places for name in ("rows", "columns")) == fans
    upper, lower = page.places["counts"], page.places["even counts"]
    assert (lower.y > upper.y + upper.cells.pitch * upper.panel.rows) == (dims == 1)


@pytest.mark.parametrize("view", ["overlap", "ambiguity"])
def test_lines_join_the_middles_of_cells(view: str) -> None:
    """From the edge of each cell of a fan to that of every cell it is joined to."""
    story = story_of(view, {"kernel_size": (4,), "stride": (3,)}, 1)
    page = page_of(story)
    drawn = flattened(page.draw(story.frame(0)))
    ends = {
        tuple(sum(x for x, _ in quad[a : a + 2]) / 2 for a in (0, 2))
        for shape in drawn
        if isinstance(shape, Polygons)
        for quad in shape.quads
    }
    wanted = set()
    for section in story.storyboard.sections:
        for block in section.fanned_panels:
            place = page.places[block.panel.name]
            assert isinstance(place, Place)
            for fan in block.fans:
                for at, links in zip(fan.places, fan.links, strict=True):
                    middle = place.x + place.cells.side / 2
                    xs = [middle + n * place.cells.pitch for n in (at, *links)]
                    wanted |= {(xs[0], x) for x in xs[1:]}
    assert ends == wanted


@pytest.mark.parametrize("i", [3, 5])
def test_both_halves_stand_on_one_line_and_names_over_their_rows(i: int) -> None:
    """Fans of one length begin at one height; what rows are is said above their names."""
    page = page_of(story_of("ambiguity", {"input_size": (i,)}, 1))
    for there, back in (("ends", "giver"), ("sizes", "back")):
        assert page.places[there].y == page.places[back].y
    for name in ("sizes", "back"):
        place = page.places[name]
        assert isinstance(place, Place)
        assert place.label_at and place.label_at[1] < place.y and place.label_at[0] < place.x
    kernel, last = page.places["kernel"], page.places["back"]
    assert isinstance(kernel, Place) and kernel.label_at is None, "its label is above it"
    assert kernel.y > last.y + last.panel.rows * last.cells.pitch
