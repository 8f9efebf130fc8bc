"""What cells show: letters in place of numbers, and which text takes most room."""

from __future__ import annotations

import math
import string
from collections.abc import Iterable, Iterator

import numpy as np

from ..notation import Sizes
from .frame import Texts
from .notation import CellText
from .values import Name

__all__ = ["letter_names", "numbered", "widest"]

_LETTERS = [letter for letter in string.ascii_letters if letter not in "wxyWXY"]
"""w, x and y have a meaning of their own."""


def letter_names(shape: Sizes) -> Texts:
    """A letter for every cell, row by row: a, b, c, ...; x₁, x₂, ... where there are too many."""
    if math.prod(shape) > len(_LETTERS):
        return numbered("x", shape)
    return _texts(map(Name, _LETTERS), shape)


def numbered(symbol: str, shape: Sizes) -> Texts:
    """A name for every cell, row by row: w₁, w₂, ..."""
    return _texts((Name(symbol, n) for n in range(1, math.prod(shape) + 1)), shape)


def _texts(names: Iterator[Name], shape: Sizes) -> Texts:
    texts = np.empty(math.prod(shape), dtype=object)
    texts[:] = [CellText.of(name) for name, _ in zip(names, range(texts.size), strict=False)]
    return texts.reshape(shape)


def widest(texts: Iterable[str]) -> str:
    """The text that takes most room, where a minus is wider than a digit and a point narrower."""
    wide = {"−": 1.35, ".": 0.5, **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", 0.65)}
    return max(texts, key=lambda text: sum(wide.get(char, 1) for char in text), default="")
