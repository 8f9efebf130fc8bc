"""No text overlaps another, lies on a cell, or leaves the picture: views, layers, sizes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest

from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import plane_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.antialias import Quad
from tconv_anim.rendering.channels.arrow import ARROW_INK
from tconv_anim.rendering.facets import Facets
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import (
    CellGrounds,
    PanelCells,
    PlacedTile,
    Polygons,
    Primitive,
    TextLine,
)
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


def crosses(quad: Quad, ink: Ink) -> bool:
    """Whether a convex quad lies in *ink*, by more than its soft edge."""
    edges = zip(quad, (*quad[1:], quad[0]), strict=True)
    sides = [(y - end_y, end_x - x) for (x, y), (end_x, end_y) in edges]
    corners = [*itertools.product((ink.left + 1, ink.right - 1), (ink.top + 1, ink.bottom - 1))]
    for way in [(1.0, 0.0), (0.0, 1.0), *filter(any, sides)]:
        one, other = (
            [(way[0] * x + way[1] * y) / math.hypot(*way) for x, y in points]
            for points in (quad, corners)
        )
        if max(one) - 0.5 <= min(other) or max(other) - 0.5 <= min(one):
            return False
    return True


def flat_cells(drawn: Sequence[Primitive]) -> Iterator[Ink]:
    """Cells that say the name of their panel."""
    for cells in (item for item in drawn if isinstance(item, PanelCells)):
        for item in cells.items:
            if isinstance(item, PlacedTile):
                x, y, tile = item
                yield Ink(x, y, x + tile.width, y + tile.height, cells.panel)
            elif isinstance(item, CellGrounds):
                for x, y, wide, high, _ in item.rectangles():
                    yield Ink(x, y, x + wide, y + high, cells.panel)


def slanted_cells(drawn: Sequence[Primitive]) -> Iterator[Quad]:
    for facets in (item for item in drawn if isinstance(item, Facets)):
        for x, y, facet in facets.cells:
            yield tuple((x + at_x, y + at_y) for at_x, at_y in facet.corners)


def misplaced(page: Page, drawn: list[Primitive]) -> list[str]:
    """What is said of texts and panels that are not where they should be."""
    inks = [ink_of(item) for item in drawn if isinstance(item, TextLine)]
    tiles = [*flat_cells(drawn)]
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
    lines = [
        quad
        for item in drawn
        if isinstance(item, Polygons) and item.ink == ARROW_INK
        for quad in item.quads
    ]
    for what, quads in ("a slanted cell", [*slanted_cells(drawn)]), ("a line", lines):
        for ink in (*inks, *tiles):
            if any(crosses(quad, ink) for quad in quads):
                found.append(f"{ink.said!r} over {what}")
    panels = {tile.said: [one for one in tiles if one.said == tile.said] for tile in tiles}
    boxes = []
    for name, cells in panels.items():
        lefts, tops, rights, bottoms, _ = zip(*cells, strict=True)
        boxes.append(Ink(min(lefts), min(tops), max(rights), max(bottoms), name))
    found += [
        f"{one.said} over {other.said}"
        for one, other in itertools.combinations(boxes, 2)
        if one.over(other)
    ]
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
