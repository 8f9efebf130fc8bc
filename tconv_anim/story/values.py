"""What stands for a number in a cell or an equation, and how much of a number is shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..compute import Array

__all__ = [
    "Addend",
    "CellName",
    "Factor",
    "Name",
    "NumberParts",
    "Product",
    "Transpose",
    "Value",
    "all_equal",
    "equal_numbers",
    "is_negative",
    "is_shown_whole",
    "plain_number",
]


class Name(NamedTuple):
    """A letter that stands for a number, with a number of its own where it has one: w₅."""

    symbol: str
    number: int = 0


class Transpose(NamedTuple):
    """The transpose of a matrix: Cᵀ."""

    matrix: str


Factor: TypeAlias = str | Transpose
"""A matrix or a vector in a product of such."""


class CellName(NamedTuple):
    """A cell as an equation names it: y[1,2]."""

    symbol: str | tuple[Factor, ...]
    """A letter, or the factors of a product of matrices: (Transpose("C"), "C", "x")."""
    at: tuple[int, ...]
    channel: int | None = None
    """None: there is but one."""


class Addend(NamedTuple):
    """A number that is added to others, and the hue of what it comes from."""

    value: Any
    hue: str


class Product(NamedTuple):
    """Factors to be multiplied."""

    factors: tuple[Any, ...]


Value: TypeAlias = Any
"""What stands for a number: the number itself, a Name, a CellName or a Product of such."""


class NumberParts(NamedTuple):
    """A number as far as it is shown."""

    negative: bool
    digits: str
    exponent: int | None

    @classmethod
    def of(cls, value: Any, *, brief: bool = False, terse: bool = False) -> NumberParts:
        """Whole where that is short, of three digits else, or of two where it is *brief*.

        A *terse* one has no zero before its point.
        """
        if not isinstance(value, (int, np.integer)):
            value = float(value) or 0.0  # no minus before a zero
        parts = _parts(value, brief)
        fraction = terse and 0 < abs(value) < 1 and parts.exponent is None
        return parts._replace(digits=parts.digits.removeprefix("0")) if fraction else parts


@lru_cache(maxsize=4096, typed=True)  # the same few numbers stand in many cells of many frames
def _parts(value: Any, brief: bool) -> NumberParts:
    if brief and value != int(value):
        text = _two_digits(value)
    elif 10**3 <= abs(value) < 10**7 or (value == int(value) and abs(value) < 10**3):
        text = f"{value:.0f}"
    else:
        whole = f"{float(value):.5g}"
        short = float(whole) == value and len(whole.lstrip("-")) <= len("0.0625")
        text = whole if short else _rounded(value, 3)
    digits, _, exponent = text.removeprefix("-").partition("e")
    return NumberParts(text[0] == "-", digits, int(exponent) if exponent else None)


def _two_digits(value: float) -> str:
    """Of a number that is not whole: below 1 two places, and one digit of tiny ones."""
    size = abs(value)
    if size < 0.1:
        return _rounded(value, 1)
    return f"{value:.0f}" if 10 <= size < 10**7 else _rounded(value, 2)


def _rounded(value: float, digits: int) -> str:
    """In so many digits, as people round: halves away from zero."""
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    return f"{float(context.create_decimal(repr(float(value)))):.{digits}g}"


def plain_number(value: Any) -> Any:
    """A number as Python's own: integers of any size, floats in double precision."""
    return value.item() if isinstance(value, np.generic) else value


def is_negative(value: Value) -> bool:
    """Whether it is a number that is shown with a minus.

    >>> is_negative(-2), is_negative(Product((-2, 3)))
    (True, False)
    """
    if isinstance(value, Addend):
        return is_negative(value.value)
    return not isinstance(value, (Name, CellName, Product)) and NumberParts.of(value).negative


def all_equal(values: Sequence[object]) -> bool:
    """Whether all are the same."""
    return len(set(values)) == 1


def is_shown_whole(value: Any) -> bool:
    """Whether a figure shows all of *value*.

    >>> is_shown_whole(0.5), is_shown_whole(1 / 3)
    (True, False)
    """
    value = plain_number(value)
    negative, digits, exponent = NumberParts.of(value)
    shown = f"{'-' * negative}{digits}e{exponent or 0}"
    return bool(Decimal(shown) == value if isinstance(value, int) else float(shown) == value)


def equal_numbers(before: Array, after: Array) -> Array:
    """Which numbers are the same; floats but for rounding."""
    one, other = before.astype(object), after.astype(object)
    same = np.zeros(one.shape, np.bool_)
    for cell in np.ndindex(*one.shape):
        exact = isinstance(one[cell], int) and isinstance(other[cell], int)
        same[cell] = one[cell] == other[cell] if exact else math.isclose(one[cell], other[cell])
    return same
