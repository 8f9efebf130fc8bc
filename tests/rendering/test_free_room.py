"""The room that panels leave free."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tconv_anim.rendering.free_room import free_boxes
from tconv_anim.rendering.primitives import Box
from tests.helpers.strategies import EXAMPLES


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(1, 4)] * 2), max_size=4))
@settings(EXAMPLES, max_examples=25)
def test_free_boxes_are_the_largest_that_meet_nothing(taken: list[Any]) -> None:
    """Against every box there is, on a grid of eight by eight."""
    area, boxes = Box(0, 0, 8, 8), [Box(*one) for one in taken]
    every = [
        Box(x, y, wide, high)
        for x, y in product(range(8), repeat=2)
        for wide, high in product(range(1, 9 - x), range(1, 9 - y))
    ]
    free = {box for box in every if not any(map(box.meets, boxes))}

    def grown(box: Box) -> set[Box]:
        x, y, wide, high = box
        return {
            Box(x - 1, y, wide + 1, high),
            Box(x, y - 1, wide, high + 1),
            Box(x, y, wide + 1, high),
            Box(x, y, wide, high + 1),
        }

    assert set(free_boxes(area, boxes)) == {box for box in free if not grown(box) & free}
