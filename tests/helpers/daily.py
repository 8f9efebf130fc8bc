"""How much is tried daily, and how much more with `-m slow` and `-m long`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

__all__ = ["MORE", "every", "examples", "is_left_out", "leave_out"]

MORE = "more examples"
"""The profile of Hypothesis for `-m long`: twice as many examples of every property."""

_left_out: set[str] = set()
"""Marks of cases that this run will not choose, and that are not made at all."""

settings.register_profile("daily", deadline=None, derandomize=True, max_examples=100)
settings.register_profile(MORE, deadline=None, derandomize=True, max_examples=200)


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """All cases; between every *step*-th one a third are slow, the rest long. A tuple is spread.

    So the slow tests end in minutes, too, and meet each kind of case.
    """
    turns = itertools.cycle((pytest.mark.slow, pytest.mark.long, pytest.mark.long))
    chosen: list[Any] = []
    for number, case in enumerate(cases):
        if number % step == 0:
            chosen.append(case)
        elif (mark := next(turns)).name not in _left_out:
            values = case if type(case) is tuple else (case,)
            chosen.append(pytest.param(*values, marks=mark))
    return chosen


def leave_out(*marks: str) -> None:
    """Make no cases with these marks: thousands that nobody runs take seconds of every run."""
    _left_out.update(marks)


def is_left_out(test: object) -> bool:
    """Whether a function has such a mark."""
    return any(mark.name in _left_out for mark in getattr(test, "pytestmark", ()))


def examples(count: int) -> settings:
    """*count* examples daily; the same at every run, and no test fails by being slow."""
    return settings(max_examples=count * settings().max_examples // 100)
