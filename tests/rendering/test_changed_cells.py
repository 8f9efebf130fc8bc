"""The cells to draw again: all that changed, none twice, and not many more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import arrays

from tconv_anim.rendering.changed_cells import WORTH, changed_cells
from tconv_anim.story.frame import Grid, Mark
from tests.helpers.daily import examples


def grid_of(roles: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Grid:
    rows, columns = roles.shape
    texts = np.full(roles.shape, "", dtype=object)
    places = tuple(map(float, range(rows))), tuple(map(float, range(columns)))
    return Grid(
        label="", size_label="", roles=roles, texts=texts, row_at=places[0], column_at=places[1]
    )


@given(changed=arrays(np.bool_, (7, 9)))
@examples(30)
def test_boxes_hold_all_that_changed_once(
    changed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> None:
    now, before = grid_of(changed.astype(np.uint8)), grid_of(np.zeros((7, 9), np.uint8))
    boxes = changed_cells(now, before).areas
    times = np.zeros(changed.shape, int)
    for top, left, bottom, right in boxes:
        times[top:bottom, left:right] += 1
    assert times.max(initial=0) <= 1 and (times[changed] == 1).all()


def test_what_is_far_apart_has_boxes_of_its_own() -> None:
    changed = np.zeros((40, 40), np.uint8)
    changed[2, 1:4] = changed[3, 2:5] = changed[30, 30] = changed[31, :] = 1
    boxes = changed_cells(grid_of(changed), grid_of(np.zeros((40, 40), np.uint8))).areas
    assert boxes == [(2, 1, 4, 5), (30, 30, 31, 31), (31, 0, 32, 40)]
    assert WORTH < 39


def test_a_frame_is_drawn_again_with_the_cells_around_it() -> None:
    before = grid_of(np.ones((9, 9), np.uint8))
    mark = Mark(3, 4, 2, 3, "window")
    assert changed_cells(replace(before, marks=(mark,)), before) == ([], [(2, 3, 6, 8)])
