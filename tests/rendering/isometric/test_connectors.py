"""Lines that join the window and its output cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.antialias import pixel_coverage
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import (
    Polygons,
    TextLine,
    flattened,
)
from tests.helpers.pictures import (
    ODD_LAYERS,
    colour_at,
    composed,
)
from tests.helpers.planes import CONV, FLOOR, OP, page_of, plane_of
from tests.helpers.stories import grid, tell


@pytest.mark.parametrize("theme", THEMES)
def test_lines_join_the_window_and_its_output_cell(theme: str) -> None:
    """Where a line begins, where it ends, and between the planes, it is drawn; four times."""
    story = tell(LayerSpec())
    page = page_of(story, theme=theme)
    frame = story.frame_of((4, 2))  # in front: nothing hides the near corners
    image = composed(page, page.draw(frame)).astype(int)
    accent, paper = (
        np.array([int(page.theme.colours[name][n : n + 2], 16) for n in (1, 3, 5)])
        for name in ("accent", "paper")
    )
    lower, upper = (plane_of(page, name) for name in ("input", "output"))
    ends = [
        plane.part(shown, shown.marks[0]).grown(plane.cells.mark / 2).corners
        for plane, shown in ((lower, grid(frame, "input")), (upper, grid(frame, "output")))
    ]
    front, back = upper.whole(grid(frame, "output")).bottom, lower.y
    for begin, end in zip(*ends, strict=True):
        y = (front + back) // 2
        x = begin[0] + (end[0] - begin[0]) * (y + 0.5 - begin[1]) / (end[1] - begin[1])
        strip = image[int(y), int(x) - 2 : int(x) + 3]
        shares = abs(strip - paper).sum(axis=1) / abs(accent - paper).sum()
        assert 0.9 < shares.sum() < 2.2, (begin, end)
    # The window's own frame, in the middle of its front side.
    bottom_right, bottom_left = ends[0][2:]
    x, y = int((bottom_right[0] + bottom_left[0]) / 2), int(bottom_left[1])
    assert colour_at(image.astype(np.uint8), x, y) == page.theme.colours["accent"]


@pytest.mark.parametrize("spec", [LayerSpec(), CONV, OP, FLOOR, ODD_LAYERS[3]], ids=str)
@pytest.mark.parametrize("writing", ["numbers", "letters"])
def test_lines_give_way_to_numbers(spec: LayerSpec, writing: Any) -> None:
    """No soft shape lies on a letter, nor on another one, in any frame."""
    story = tell(spec, writing=writing)
    page = page_of(story)
    for index in range(len(story) - 6, len(story)):
        drawn = np.zeros(page.size[::-1], bool)
        frame = story.frame(index)
        words = [p for p in flattened(page.draw(frame)) if isinstance(p, TextLine)]
        for plane in (plane_of(page, "input"), plane_of(page, "output")):
            for box in plane.ink(grid(frame, plane.panel.name)):
                drawn[box.y : box.y + box.height, box.x : box.x + box.width] = True
        texts = [t for g in ("input", "output") for t in grid(frame, g).texts.flat if t]
        assert len([w for w in words if w.text in texts]) >= len(texts), "every number is there"
        roof = plane_of(page, "output").whole(grid(frame, "output"))
        for shape in (p for p in page.draw(frame) if isinstance(p, Polygons)):
            found = pixel_coverage(shape.quads)
            assert not drawn[found.rows, found.columns].any(), (index, shape.ink)
            x, y = found.columns + 0.5, found.rows + 0.5
            # The upper plane is laid over what was drawn before it.
            hidden = (roof.top < y) & (y < roof.bottom)
            hidden &= (roof.begin < x + y) & (x + y < roof.end) & (shape.ink == "accent")
            kept = ~hidden | (shape.strength < 1)
            drawn[found.rows[kept], found.columns[kept]] = True


def test_what_is_hidden_is_faint() -> None:
    """Behind the upper plane the lines go on, but do not come to the fore."""
    story = tell(LayerSpec())
    page = page_of(story)
    shapes = {
        frame.index: [p for p in page.draw(frame) if isinstance(p, Polygons)]
        for frame in (story.frame(0), story.frame_of((0, 2)), story.frame_of((4, 4)))
    }
    first, back, front = shapes.values()
    assert first == []
    assert [shape.ink for shape in back] == ["accent", "accent", "now-line"]
    assert back[0].strength == 1 and back[1].strength < 0.5

    def length(shape: Polygons) -> float:
        return float(pixel_coverage(shape.quads).shares.sum())

    hidden = [shape for shape in front if shape.strength < 1]
    assert sum(map(length, hidden)) < length(back[1]) / 3
