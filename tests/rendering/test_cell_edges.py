"""The edges of cells as an image and as lines are the same."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim.rendering.cell_edges import CellEdges, EdgeLook

COLOURS = ("", "a", "b", "", "c", "d")
INDICES = {name: index for index, name in enumerate("abcd", start=1)}


@pytest.mark.parametrize(("pitch", "gap", "line"), [(5, 1, 1), (24, 2, 1), (31, 3, 1), (40, 2, 2)])
def test_the_image_of_edges_shows_their_lines(pitch: int, gap: int, line: int) -> None:
    numbers = np.random.default_rng(pitch)
    look = EdgeLook(pitch, gap, line, COLOURS, first_solid=4)
    upright, level, corners = (
        numbers.integers(0, len(COLOURS), shape, np.uint8) for shape in ((3, 5), (4, 4), (4, 5))
    )
    corners[corners < look.first_solid] = 0
    edges = CellEdges(look, upright, level, corners)
    drawn = np.zeros((3 * pitch + gap, 4 * pitch + gap), np.uint8)
    for x, y, wide, high, colour in edges.lines():
        drawn[y + gap : y + gap + high, x + gap : x + gap + wide] = INDICES[colour]
    assert set(np.unique(drawn)) == {0, 1, 2, 3, 4}
    assert np.array_equal(edges.image(look.patterns(INDICES)), drawn)
