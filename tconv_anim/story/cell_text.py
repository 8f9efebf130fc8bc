"""The numbers in the cells: the ones a figure starts with, and how any number is written."""

from __future__ import annotations

import math
import string
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np

from ..compute import Array
from ..notation import Sizes
from .frame import Texts

__all__ = [
    "format_factor",
    "format_number",
    "input_numbers",
    "kernel_numbers",
    "letter_names",
    "numbered",
    "shown_whole",
    "widest",
]


_FIRST = 18
"""Where seed 0 stands: numbers that look well in the default figure."""


def input_numbers(size: Sizes, seed: int) -> Array:
    """Small positive integers, no zeros: an inserted zero can be nothing else."""
    return _draw(Random(f"input {seed + _FIRST}"), size)


def kernel_numbers(size: Sizes, seed: int) -> Array:
    """Small positive integers that change when the kernel is rotated by 180 degrees."""
    random = Random(f"kernel {seed + _FIRST}")
    while True:
        kernel = _draw(random, size)
        if kernel.size == 1 or not np.array_equal(kernel, np.flip(kernel)):
            return kernel


def _draw(random: Random, size: Sizes) -> Array:
    # random() is the one generator whose sequence Python promises to keep.
    count = math.prod(size)
    return np.array([1 + int(3 * random.random()) for _ in range(count)]).reshape(size)


_LETTERS = [letter for letter in string.ascii_letters if letter not in "wxyWXY"]
"""w, x and y have a meaning of their own."""
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def letter_names(shape: Sizes) -> Texts:
    """A letter for every cell, row by row: a, b, c, ...; x₁, x₂, ... where there are too many."""
    if math.prod(shape) > len(_LETTERS):
        return numbered("x", shape)
    names = np.empty(math.prod(shape), dtype=object)
    names[:] = _LETTERS[: names.size]
    return names.reshape(shape)


def numbered(symbol: str, shape: Sizes) -> Texts:
    """A name for every cell, row by row: w₁, w₂, ..."""
    names = np.empty(math.prod(shape), dtype=object)
    names[:] = [symbol + str(n).translate(_LOWERED) for n in range(1, names.size + 1)]
    return names.reshape(shape)


def format_number(value: Any) -> str:
    """A number as a cell shows it: whole where it is whole, of at most four digits else.

    >>> format_number(-12), format_number(1.125), format_number(1 / 3), format_number(1e-9)
    ('−12', '1.125', '0.333', '1e−9')
    >>> format_number(300008.5), format_number(2**70)
    ('300008', '1.18e21')
    """
    if not isinstance(value, (int, np.integer)):
        value = float(value)
    if 10**3 <= abs(value) < 10**7 or (value == int(value) and abs(value) < 10**3):
        text = f"{value:.0f}"
    else:
        four, three = (f"{float(value):.{digits}g}" for digits in (4, 3))
        text = four if float(four) == value and len(four.lstrip("-")) <= 5 else three
        text = text.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    return text.replace("-", "−")


def widest(texts: Iterable[str]) -> str:
    """The text that takes most room, where a minus is wider than a digit and a point narrower."""
    wide = {"−": 1.35, ".": 0.5, **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", 0.65)}
    return max(texts, key=lambda text: sum(wide.get(char, 1) for char in text), default="")


def shown_whole(value: Any) -> bool:
    """Whether :func:`format_number` shows all of *value*.

    >>> shown_whole(0.5), shown_whole(1 / 3)
    (True, False)
    """
    if isinstance(value, np.generic):
        value = value.item()
    shown = format_number(value).replace("−", "-")
    return bool(Decimal(shown) == value if isinstance(value, int) else float(shown) == value)


def format_factor(value: Any) -> str:
    """A number as a factor of a product: negative ones in brackets."""
    text = format_number(value)
    return f"({text})" if text.startswith("−") else text
