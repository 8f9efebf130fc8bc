"""How long frames stay."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.errors import FigureError
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.film import film_frames
from tconv_anim.story.timing import given_tempo
from tests.helpers.daily import every
from tests.helpers.stories import sliding, tell

# -- timing ----------------------------------------------------------------------------


def test_a_caption_stays_as_long_as_its_words_take() -> None:
    frames = list(tell(LayerSpec()).frames())
    assert frames[-1].ms == 2500
    for frame in frames:
        words = sum(any(map(str.isalnum, word)) for word in frame.sentence.split())
        if words and frame.ms != 60:  # cells on their way
            worked = 3 * len(frame.workings)
            assert frame.ms == max(1000, 300 * (words + worked))


def test_the_first_row_and_the_fullest_position_are_read_and_the_rest_is_fast() -> None:
    frames = sliding(tell(LayerSpec()))
    first, fullest, rest = frames[:5], frames[6], [frames[5], *frames[7:-1]]
    assert fullest.equation and len(fullest.equation.terms) == 4
    assert not fullest.fast and fullest.ms == 1500
    terms = [len(frame.equation.terms) for frame in first if frame.equation]
    least = [1500, 1500, 900, 900, 900]
    assert [f.ms for f in first] == [
        max(400 + 250 * n, ms) for n, ms in zip(terms, least, strict=True)
    ]
    assert not any(f.fast for f in (*first, frames[-1])) and all(f.fast for f in rest)
    assert len({f.ms for f in rest}) == 1 and rest[0].ms <= 350


def test_a_short_story_has_no_fast_frames() -> None:
    frames = sliding(tell(LayerSpec(input_size=(1,), kernel_size=(2,), padding=((0, 0),))))
    assert not any(frame.fast for frame in frames)
    assert {frame.ms for frame in frames[:-1]} <= {900, 1500, 1600}


def test_a_step_that_does_nothing_is_not_held() -> None:
    frames = list(tell(LayerSpec(stride=(1,), padding=((2, 2),)), hold_ms=5000).frames())
    assert [frame.ms for frame in frames[:4]] == [5000, 3600, 2100, 5000]


@pytest.mark.parametrize("i", every(5, [3, 6, 12, 16, 22]))
def test_long_stories_speed_up(i: int) -> None:
    frames = list(tell(LayerSpec(input_size=(i,))).frames())
    read, fast = ([f.ms for f in frames if f.fast is how] for how in (False, True))
    assert sum(frame.ms for frame in frames) <= 28_000 or set(fast) == {50}
    assert all(ms % 10 == 0 and ms >= 50 for ms in (*read, *fast))


@pytest.mark.parametrize("i", every(5, [3, 4, 5, 6, 8, 12, 16]))
def test_the_first_stamps_of_overlap_are_seen_one_by_one(i: int) -> None:
    story = tell(LayerSpec(input_size=(i,)), "overlap")
    film = list(film_frames(story))
    first, *row = [frame.ms for frame in film[1 : 1 + min(i, 5)]]
    others = [frame.ms for frame in film if frame.fast]
    assert 1200 <= first <= 1500 and set(row) == {350}
    assert min(others) >= (80 if i <= 8 else 50)
    assert sum(frame.ms for frame in film) <= 28_000


def test_times_given_by_hand_are_kept() -> None:
    frames = list(tell(LayerSpec(input_size=(12,)), step_ms=500, hold_ms=30).frames())
    assert {f.ms for f in frames[-40:-1]} == {500}
    assert frames[0].ms == 30 and frames[-1].ms == 80


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (15, "must be at least 20 ms"),
        (-10, "must be at least 20 ms"),
        (25, "must be a multiple of 10 ms"),
        (10**9, "must be at most 260000 ms"),
        (20.5, "must be a whole number"),
    ],
)
def test_times_a_gif_cannot_keep_are_refused(ms: Any, words: str) -> None:
    for name in ("step_ms", "hold_ms"):
        with pytest.raises(FigureError, match=words) as caught:
            given_tempo(**{"step_ms": None, "hold_ms": None, name: ms})
        flag = f"--{name.replace('_', '-')}"
        assert caught.value.in_flags().startswith(f"{flag} {ms} ")
