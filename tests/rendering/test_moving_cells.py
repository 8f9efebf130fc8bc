"""Pictures between two scenes: each follows from the last one, and stays in its place."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.grid_cells import cell_styles
from tconv_anim.rendering.moving_cells import turned_cells
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine
from tconv_anim.story.motion import with_motion
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.helpers.pictures import colour_at, composed, page_of
from tests.helpers.stories import grid, tell

SMALL = (480, 270)


@pytest.mark.parametrize(
    ("theme", "view"),
    every(6, itertools.product(["light", "dark"], ["gather", "scatter", "matrix"])),
)
def test_every_picture_follows_from_the_last_one(view: str, theme: str) -> None:
    """What is drawn over a picture makes the same as all drawn on an empty canvas."""
    story = tell(LayerSpec(input_size=(2,)), view)
    page = page_of(story, SMALL, theme)
    composer, before, moved = Composer(page.size, page.palette()), None, 0
    for frame in with_motion(story.frames()):
        composer.put(page.draw(frame, before))
        moved += frame.between
        if frame.between or (before and before.between):
            assert np.array_equal(composer.rgb(), composed(page, page.draw(frame)))
        before = frame
    assert moved > 10


def test_the_frame_of_a_gliding_window_is_where_its_mark_is() -> None:
    story = tell(LayerSpec())
    page = page_of(story)
    accent, place = page.theme.colours["accent"], page.places["input"]
    assert isinstance(place, Place)
    gliding = [frame for frame in with_motion(story.frames()) if frame.between and frame.equation]
    assert len(gliding) >= 12
    for frame in gliding[:6]:
        image, (mark, *_) = composed(page, page.draw(frame)), grid(frame, "input").marks
        row, column, *_ = mark.box
        x = place.x + round(column * place.cells.pitch) - place.cells.reach
        y = place.y + round((row + 0.15) * place.cells.pitch)  # digits are above the frame
        for inside in (0, place.cells.mark - 1):
            assert colour_at(image, x + inside, y) == accent
        assert colour_at(image, x - 1, y) != accent


@pytest.mark.parametrize("spec", [LayerSpec(), LayerSpec(kernel_size=(2, 4))], ids=str)
def test_a_turning_kernel_leaves_all_around_it_as_it_was(spec: LayerSpec) -> None:
    story = tell(spec)
    page = page_of(story)
    place = page.places["kernel"]
    assert isinstance(place, Place)
    turning = [
        frame
        for frame in with_motion(story.frames())
        if (kernel := frame.grids["kernel"]) and kernel.pose
    ]
    pictures = [composed(page, page.draw(frame)) for frame in turning]
    assert len(pictures) == 6
    rows, columns = np.nonzero((pictures[0] != pictures[2]).any(axis=2))
    edge, pitch = place.cells.reach + 1, place.cells.pitch
    right, bottom = place.x + place.panel.columns * pitch, place.y + place.panel.rows * pitch
    assert place.x - edge <= columns.min() < columns.max() < right + edge
    assert place.y - edge <= rows.min() < rows.max() < bottom + edge
    middle = (rows.min() + rows.max()) / 2
    assert math.isclose(middle, (place.y + bottom) / 2, abs_tol=6)


@pytest.mark.parametrize("size", [(960, 540), SMALL, (540, 960)])
def test_no_number_goes_while_others_turn(size: tuple[int, int]) -> None:
    """A minus makes a number wider, and cells that turn are smaller."""
    made = figure(LAYERS["transposed"], input_size=3, size=size)
    page, turned = made.page, 0
    for frame in made.frames():
        for name, one in frame.grids.items():
            if one is None or one.pose is None:
                continue
            place = page.places[name]
            assert isinstance(place, Place)
            assert any(str(text).startswith("−") for text in one.texts.flat)
            style = cell_styles(page.theme, place, one)
            lines = [
                item
                for item in turned_cells(one, one.pose, place, style)
                if isinstance(item, TextLine)
            ]
            assert [line.text for line in lines] == [str(text) for text in one.texts.flat]
            assert len({line.px for line in lines}) == 1
            turned += 1
    assert turned == 2 * 6
