"""A film holds what is worth it, and stays no longer than a story should."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.film import film_frames
from tests.helpers.daily import every
from tests.helpers.stories import tell


@pytest.mark.parametrize(("view", "name"), [("gather", "output"), ("all", "scatter")])
def test_a_film_ends_on_the_fullest_position_with_all_that_was_made(view: str, name: str) -> None:
    story = tell(LayerSpec(), view)
    *_, corner, end = film_frames(story)
    whole, fullest = story.frame(len(story) - 1), story.frame(story.fullest_scene())
    assert corner.fast and not end.fast and corner.index == end.index == whole.index
    assert (end.equation, end.asides) == (fullest.equation, fullest.asides)
    panel, last, now = (frame.grids[name] for frame in (end, whole, fullest))
    assert panel and last and now
    assert np.array_equal(panel.texts, last.texts) and panel.marks == now.marks
    assert end.ms == whole.ms


def test_what_is_short_enough_to_read_ends_as_it_is() -> None:
    story = tell(LayerSpec(input_size=(1,), kernel_size=(2,), padding=((0, 0),)))
    assert [f.index for f in film_frames(story)] == [*range(len(story))]


@pytest.mark.parametrize("i", every(2, [16, 20]))
def test_a_film_of_many_positions_stays_28_seconds(i: int) -> None:
    frames = list(film_frames(tell(LayerSpec(input_size=(i,)))))
    assert 20_000 <= sum(frame.ms for frame in frames) <= 28_000
    numbers = [frame.index for frame in frames]
    assert numbers == sorted(numbers) and numbers[-2] == numbers[-1]
