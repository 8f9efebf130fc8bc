"""What cells show: letters in place of numbers, and which text takes most room."""

from __future__ import annotations

import itertools
import math
import string
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from ..compute import Array
from ..notation import Sizes
from .frame import Texts
from .notation import PRINTED, CellText
from .values import CellName, Name, Product

__all__ = ["brief_text", "letter_names", "numbered", "widest", "widest_product"]

TWO_DIGITS: Final = -0.25
"""Products that are not whole are at least as wide as this one."""
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


def brief_text(text: str, *, terse: bool = False) -> str:
    """What a cell shows in two digits, where it has no room for more: of a product its value.

    Still less takes a *terse* one, without the zero before its point.

    >>> brief_text(CellText.of(-2.875)), brief_text(CellText.of(Product((0.5, 0.25))))
    ('−2.9', '0.13')
    >>> brief_text(CellText.of(Name("w", 5))), brief_text(CellText.of(123))
    ('w₅', '123')
    >>> brief_text(CellText.of(-0.25), terse=True)
    '−.25'
    """
    value = text.value if isinstance(text, CellText) else None
    factors = value.factors if isinstance(value, Product) else (value,)
    if value is None or any(isinstance(factor, (Name, CellName, tuple)) for factor in factors):
        return text
    return PRINTED.number(math.prod(factors), brief=True, terse=terse)


def widest_product(xs: Array, ws: Array) -> float:
    """A number as wide in two digits as the products of *xs* and *ws*, at their ends."""
    ends = ([a.min(), a.max(), np.abs(a[a != 0]).min(initial=1)] for a in (xs, ws))
    whole = all((numbers % 1 == 0).all() for numbers in (xs, ws))
    found = [float(x) * float(w) for x, w in itertools.product(*ends)]
    found += [] if whole else [TWO_DIGITS]
    return max(found, key=lambda number: len(PRINTED.number(number, brief=True)))


def _texts(names: Iterator[Name], shape: Sizes) -> Texts:
    texts = np.empty(math.prod(shape), dtype=object)
    texts[:] = [CellText.of(name) for name, _ in zip(names, range(texts.size), strict=False)]
    return texts.reshape(shape)


def widest(texts: Iterable[str]) -> str:
    """The text that takes most room, where a minus is wider than a digit and a point narrower."""
    wide = {"−": 1.35, ".": 0.5, **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", 0.78)}
    return max(texts, key=lambda text: sum(wide.get(char, 1) for char in text), default="")
