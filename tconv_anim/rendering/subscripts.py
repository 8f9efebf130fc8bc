"""Subscripts as digits, smaller and lower than the letters that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

__all__ = ["Run", "runs"]

SUBSCRIPT_DIGITS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
SUBSCRIPTS: Final = frozenset(SUBSCRIPT_DIGITS)
SUBSCRIPT, DROP = 0.78, 0.16
"""The size of a subscript, and how much lower it stands, as shares of the letters'."""


class Run(NamedTuple):
    """Characters of one size beside each other; subscripts are smaller, and *drop* pixels lower."""

    text: str
    px: int
    drop: int


@lru_cache(maxsize=4096)
def runs(px: int, text: str) -> tuple[Run, ...]:
    """What *text* of a size is drawn as: digits in place of the font's own subscripts.

    Those have little more than half the height of digits, and touch letters. A comma between
    subscripts is one of them.
    """
    if SUBSCRIPTS.isdisjoint(text):
        return (Run(text, px, 0),)
    found = []
    for low, group in groupby(zip(_lowered(text), text, strict=True), itemgetter(0)):
        chars = "".join(SUBSCRIPT_DIGITS.get(char, char) for _, char in group)
        size = (round(SUBSCRIPT * px), round(DROP * px)) if low else (px, 0)
        found.append(Run(chars, *size))
    return tuple(found)


def _lowered(text: str) -> Iterator[bool]:
    """Of each character: whether it is a subscript."""
    around = f" {text} "
    for before, char, after in zip(around, text, around[2:], strict=False):
        between = char == "," and before in SUBSCRIPTS and after in SUBSCRIPTS
        yield between or char in SUBSCRIPTS
