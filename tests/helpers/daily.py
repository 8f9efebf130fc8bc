"""How much is tried daily, and how much more with `-m slow`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

__all__ = ["MORE", "every", "examples"]

MORE = "more examples"
"""The profile of Hypothesis for `-m long`: twice as many examples of every property."""

settings.register_profile("daily", deadline=None, derandomize=True, max_examples=100)
settings.register_profile(MORE, deadline=None, derandomize=True, max_examples=200)


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """All cases; those between every *step*-th one are marked slow. A tuple has several values."""
    return [
        pytest.param(*(case if type(case) is tuple else (case,)), marks=pytest.mark.slow)
        if number % step
        else case
        for number, case in enumerate(cases)
    ]


def examples(count: int) -> settings:
    """*count* examples daily; the same at every run, and no test fails by being slow."""
    return settings(max_examples=count * settings().max_examples // 100)
