"""No text overlaps another, lies on a cell, or leaves the picture: views, layers, sizes."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import pytest

from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import plane_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import PanelCells, PlacedTile, Primitive, TextLine
from tconv_anim.rendering.too_small import TooSmallError
from tconv_anim.story.views import view_called, view_names
from tests.helpers.stories import tell

LAYERS = {
    "default": LayerSpec(),
    "conv": LayerSpec(kind="conv", input_size=(5,)),
    "dilated": LayerSpec(
        kind="conv", input_size=(7,), stride=(1,), padding=((0, 0),), dilation=(2,)
    ),
    "k4": LayerSpec(kernel_size=(4,)),
    "wide": LayerSpec(kernel_size=(3, 5), stride=(2, 1)),
    "s3k2": LayerSpec(kernel_size=(2,), stride=(3,), padding=((0, 0),)),
    "op": LayerSpec(output_padding=(1,)),
    "i6": LayerSpec(input_size=(6,)),
    "tall": LayerSpec(
        kind="conv",
        input_size=(7, 2),
        kernel_size=(3, 1),
        stride=(2, 4),
        padding=((1, 1), (4, 4)),
        dilation=(2,),
    ),
    "low": LayerSpec(
        kind="conv",
        input_size=(1, 5),
        kernel_size=(3, 1),
        stride=(1, 4),
        padding=((3, 3),),
        dilation=(1, 3),
    ),
    "thin": LayerSpec(
        input_size=(5, 1),
        kernel_size=(1, 2),
        stride=(2, 1),
        padding=((0, 0), (1, 1)),
        dilation=(2, 3),
    ),
    "point": LayerSpec(input_size=(1,), kernel_size=(1,), stride=(1,), padding=((0, 0),)),
}
SIZES = [(960, 540), (480, 270), (1080, 1080), (500, 900), (1080, 1920), (2000, 300), (320, 180)]
DAILY = 61
"""One of so many is tried daily, the others where there is time."""
CASES = [*itertools.product(sorted(view_names()), LAYERS, SIZES)]


class Ink(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int
    said: str

    def over(self, other: Ink) -> bool:
        """By more than a pixel to the side, which letters beside each other may share."""
        return (
            self.left + 1 < other.right
            and other.left + 1 < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def ink_of(line: TextLine) -> Ink:
    left, top, coverage = glyphs.sprite(line.face, line.px, line.text)
    high, wide = coverage.shape
    x, y = line.x + left, line.baseline + top
    return Ink(x, y, x + wide, y + high, line.text)


def misplaced(page: Page, drawn: list[Primitive]) -> list[str]:
    """What is said of texts that are not where they should be."""
    inks = [ink_of(item) for item in drawn if isinstance(item, TextLine)]
    tiles = [
        Ink(item.x, item.y, item.x + item.tile.width, item.y + item.tile.height, "a cell")
        for cells in drawn
        if isinstance(cells, PanelCells)
        for item in cells.items
        if isinstance(item, PlacedTile)
    ]
    canvas = Ink(0, 0, *page.size, "")
    found = [
        f"{ink.said!r} leaves the picture"
        for ink in inks
        if ink.left < 0 or ink.top < 0 or ink.right > canvas.right or ink.bottom > canvas.bottom
    ]
    found += [
        f"{one.said!r} over {other.said!r}"
        for one, other in itertools.combinations(inks, 2)
        if one.over(other)
    ]
    # How long a step was stands on its arrow, in a cell of padding.
    inks = [ink for ink in inks if not (ink.said.startswith("+") and ink.said[1:].isdigit())]
    found += [f"{ink.said!r} over a cell" for ink in inks if any(map(ink.over, tiles))]
    return found


@pytest.mark.parametrize(
    ("view", "layer", "size"),
    [
        pytest.param(*case, marks=[pytest.mark.long] * bool(number % DAILY))
        for number, case in enumerate(CASES)
    ],
    ids=lambda value: "x".join(map(str, value)) if isinstance(value, tuple) else value,
)
def test_texts_have_room(view: str, layer: str, size: tuple[int, int]) -> None:
    spec = LAYERS[layer]
    if view_called(view).refusal(plane_layer(resolve(spec))):
        return
    story = tell(spec, view)
    try:
        page = Page(story.storyboard, size, THEMES["light"])
    except TooSmallError:  # refused in a line
        return
    for number in sorted({0, story.fullest_scene(), len(story) - 1}):
        assert not misplaced(page, page.draw(story.frame(number))), number
