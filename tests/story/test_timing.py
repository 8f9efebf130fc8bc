"""How long frames stay."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.errors import FigureError
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.timing import tempo_for
from tests.helpers.stories import sliding, tell

# -- timing ----------------------------------------------------------------------------


def test_default_times() -> None:
    frames = list(tell(LayerSpec()).frames())
    assert frames[0].ms == 1000 and frames[-1].ms == 2500
    assert [f.ms for f in sliding(tell(LayerSpec()))[1:-1]] == [350] * 23


@pytest.mark.parametrize("i", [3, 6, 12, 16, 22])
def test_long_stories_speed_up_to_about_25_seconds(i: int) -> None:
    frames = list(tell(LayerSpec(input_size=(i,))).frames())
    total = sum(frame.ms for frame in frames)
    fastest = min(frame.ms for frame in sliding(tell(LayerSpec(input_size=(i,)))))
    assert total <= 25_500 or fastest == 20
    assert all(frame.ms % 10 == 0 and frame.ms >= 20 for frame in frames)


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
            tempo_for(9, 3, **{"step_ms": None, "hold_ms": None, name: ms})
        flag = f"--{name.replace('_', '-')}"
        assert caught.value.in_flags().startswith(f"{flag} {ms} ")
