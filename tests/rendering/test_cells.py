"""Pixels show the roles of the story."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.cells import CellMeasures
from tconv_anim.rendering.colours import rgb_of
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Rectangle, flattened
from tconv_anim.rendering.workings import shown_grids
from tconv_anim.story.frame import LIT, Frame
from tconv_anim.story.roles import UNSHADED
from tconv_anim.story.view import View
from tests.helpers.daily import every
from tests.helpers.pictures import (
    ODD_LAYERS,
    colour_at,
    composed,
    page_of,
)
from tests.helpers.stories import VIEWS, tell


def test_small_cells_lose_notes_first_then_values_never_structure() -> None:
    def shown(i: int) -> tuple[bool, bool]:
        page = page_of(tell(LayerSpec(input_size=(i,)), "roundtrip"))
        cells = page.places["x"].cells
        assert cells.pitch >= 3
        return bool(cells.note_px), bool(cells.text_px)

    seen = [shown(i) for i in (3, 5, 8, 12, 16, 22)]
    assert seen[0] == (True, True) and seen[-1] == (False, False)
    assert (False, True) in seen and (True, False) not in seen
    assert seen == sorted(seen, reverse=True)


def cell_fills(page: Page, story: View, index: int) -> Iterator[Rectangle]:
    for item in flattened(page.draw(story.frame(index))):
        if isinstance(item, Rectangle):
            yield item


def probe(page: Page, frame: Frame) -> dict[str, int]:
    """Ask every cell for its colour, where no text or mark is; the number asked, by panel."""
    image, theme, asked = composed(page, page.draw(frame)), page.theme, dict[str, int]()
    grids = shown_grids(frame)
    for name, place in page.places.items():
        assert isinstance(place, Place)
        grid, cells = grids.get(name), place.cells
        if grid is None or (cells.text_px and cells.side < 12):
            continue
        if any(grids.get(other) for other in place.room_of):
            continue  # it stands only where these do not
        if 2 * cells.mark >= cells.side:
            continue  # no larger than the frames over them
        for row, column in np.ndindex(*grid.roles.shape):
            role = int(grid.roles[row, column])
            if not role:
                continue
            style = (theme.cells if cells.text_px else theme.bare)[role]
            if not cells.text_px and grid.shades is not None:
                level = int(grid.shades[row, column])
                style = style if level == UNSHADED else theme.shaded(role, level)
            if style.border == "crossed":
                continue
            x = place.x + round(grid.column_at[column] * cells.pitch)
            y = place.y + round(grid.row_at[row] * cells.pitch)
            # Numbers stand in the middle, marks at the edge; a cell without a number is clear.
            edge = cells.mark + cells.line
            across, down = (cells.side - 1 - edge, edge) if cells.text_px else [cells.side // 2] * 2
            colour = colour_at(image, x + across, y + down)
            assert colour == theme.colours[style.ground], (name, row, column)
            asked[name] = asked.get(name, 0) + 1
    return asked


@pytest.mark.parametrize("name", THEMES)
def test_pixels_show_the_looks_of_the_story(name: str) -> None:
    story = tell(LayerSpec(output_padding=(1,)))
    page = page_of(story, theme=name)
    frame = story.frame_of((2, 1))
    asked = probe(page, frame)
    assert asked["kernel"] == asked["products"] == 9 and asked["output"] == 36
    assert asked["input"] >= 25, "all but the padding"
    lit = frame.grids["input"]
    assert lit is not None and int((lit.roles & LIT > 0).sum()) == 9


@pytest.mark.parametrize(
    ("view", "theme", "kind"), every(20, itertools.product(VIEWS, THEMES, ["transposed", "conv"]))
)
def test_pixels_show_the_looks_in_every_view(view: str, theme: str, kind: Any) -> None:
    story = tell(LayerSpec(kind=kind, output_padding=(int(kind == "transposed"),)), view)
    page = page_of(story, (1280, 720), theme)
    seen = set()
    for index in {0, 1, len(story) // 3, len(story) // 2, len(story) - 2, len(story) - 1}:
        seen |= set(probe(page, story.frame(index)))
    assert seen == set(page.places)


@pytest.mark.parametrize("view", ["gather", "roundtrip"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_present_result_has_the_hue_of_its_sign(theme: str, view: str) -> None:
    """Its frame alone says that it is made now."""
    x = np.where(np.arange(484).reshape(22, 22) % 3 == 1, -90, 80)
    layer = LayerSpec(
        kind="conv", input_size=(22,), kernel_size=(1,), padding=((0, 0),), stride=(1,)
    )
    story = tell(layer, view, x=x, w=[[2]], shaded=True)
    page = page_of(story, (480, 270), theme)
    place = page.places["output" if view == "gather" else "y"]
    assert isinstance(place, Place) and not place.cells.text_px
    for cell in ((0, 2), (3, 1), (4, 0)):
        image = composed(page, page.draw(story.frame_of(cell)))
        row, column = (n * place.cells.pitch + place.cells.side // 2 for n in cell)
        red, green, blue = rgb_of(colour_at(image, place.x + column, place.y + row))
        assert (green > (red + blue) / 2) == (x[cell] > 0), cell


WITH_VALUES = [view for view in VIEWS if view != "overlap"]  # which shows counts


@pytest.mark.parametrize(("view", "theme"), every(13, itertools.product(WITH_VALUES, THEMES)))
def test_shaded_cells_have_their_shade(view: str, theme: str) -> None:
    """Where cells are too small for numbers, an array of the user's own is seen as a picture."""
    i, size = {"matrix": (4, (480, 270)), "all": (3, (480, 270))}.get(view, (14, (480, 270)))
    x = np.arange(i * i).reshape(i, i) * 37 % 101 - 30
    story = tell(LayerSpec(input_size=(i,)), view, x=x, shaded=True)
    page = page_of(story, size, theme)
    shaded = 0
    for index in {0, len(story) // 2, len(story) - 2, len(story) - 1}:
        frame = story.frame(index)
        probe(page, frame)
        for name, place in page.places.items():
            assert isinstance(place, Place)
            grid = shown_grids(frame).get(name)
            if grid is not None and grid.shades is not None and not place.cells.text_px:
                shaded += int((grid.shades != UNSHADED).sum())
    assert shaded >= i * i
    plain_page = page_of(tell(LayerSpec(input_size=(i,)), view, x=x), size, theme)
    assert not np.array_equal(
        composed(page, page.draw(frame)), composed(plain_page, plain_page.draw(unshaded(frame)))
    )


def unshaded(frame: Frame) -> Frame:
    grids = {name: grid and replace(grid, shades=None) for name, grid in frame.grids.items()}
    return replace(frame, grids=grids)


@pytest.mark.parametrize("view", ["scatter", "pair"])
def test_what_remains_is_framed_by_dashes(view: str) -> None:
    """Thin, between lines of paper, around the cells that the crop leaves."""
    story = tell(LayerSpec(), view)
    page = page_of(story)
    frame = story.frame(3)  # the present stamp is not at that corner
    place, grid = page.places["result"], frame.grids["result"]
    assert grid is not None
    (mark,) = [mark for mark in grid.marks if mark.kind == "kept"]
    assert isinstance(place.cells, CellMeasures)
    image, line = composed(page, page.draw(frame)), place.cells.mark
    y = place.y + mark.row * place.cells.pitch - place.cells.reach
    left = place.x + mark.column * place.cells.pitch - place.cells.reach + 1
    assert colour_at(image, left, y) == page.theme.colours["paper"]
    y += 1
    colours = [colour_at(image, left + n, y) for n in range(mark.columns * place.cells.pitch)]
    dashes = [colour == page.theme.colours["kept-line"] for colour in colours]
    assert all(dashes[: 3 * line]) and not any(dashes[3 * line : 6 * line])
    assert 0.35 < sum(dashes) / len(dashes) < 0.6


@pytest.mark.parametrize(("size",), every(2, [((500, 700),), ((960, 540),)]))
def test_cells_and_marks_stand_on_whole_pixels_inside_the_picture(size: Any) -> None:
    for spec in ODD_LAYERS[::2]:
        story = tell(spec)
        page = page_of(story, size)
        for fill in cell_fills(page, story, len(story) - 1):
            assert all(isinstance(n, int) for n in fill[:4])
            assert fill.x >= 0 and fill.x + fill.width <= size[0]
            assert fill.y >= 0 and fill.y + fill.height <= size[1]
