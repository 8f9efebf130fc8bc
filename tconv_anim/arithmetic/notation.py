"""How sizes are written: ``3``, ``3x5``, ``1:2``, ``0:1x1:1``, and back.

One notation serves the command line, error messages, default file names and the
command stored in a figure. Reading is syntax only: whether a value makes sense
is decided by :class:`~tconv_anim.arithmetic.layer.Layer`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

__all__ = [
    "NotationError",
    "Pairs",
    "Sizes",
    "format_padding",
    "format_parameter",
    "format_sizes",
    "read_padding",
    "read_sizes",
]

Sizes: TypeAlias = tuple[int, ...]
"""One value per axis; a single value stands for every axis."""
Pairs: TypeAlias = tuple[tuple[int, int], ...]
"""(begin, end) per axis; a single pair stands for every axis."""

_BY = re.compile(r"[xX×]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,4000}")  # int() refuses more digits than 4300


class NotationError(ValueError):
    """The text is not a size in this notation; the message says what is wrong with it."""


def read_sizes(text: str) -> Sizes:
    """Read ``3`` or ``3x5`` (height x width, or depth x height x width).

    >>> read_sizes("3x5")
    (3, 5)
    """
    return tuple(_whole(part, text) for part in _BY.split(text.strip()))


def read_padding(text: str) -> Pairs:
    """Read a padding: ``1``, ``1x2``, ``0:1`` (begin:end) or ``0:1x1:1``.

    >>> read_padding("0:1x2")
    ((0, 1), (2, 2))
    """
    pairs = []
    for part in _BY.split(text.strip()):
        ends = part.split(":")
        if len(ends) > 2:
            raise NotationError(f"{part!r} has {len(ends)} ends: an axis has begin:end")
        begin, end = _whole(ends[0], text), _whole(ends[-1], text)
        pairs.append((begin, end))
    return tuple(pairs)


def _whole(part: str, text: str) -> int:
    if _WHOLE.fullmatch(part):
        return int(part)
    if part == "":
        raise NotationError(f"{text!r} lacks a number" if text else "an empty value is no number")
    shown = part if len(part) <= 40 else part[:37] + "..."
    raise NotationError(f"{shown!r} is not a whole number")


def format_sizes(sizes: Sequence[int]) -> str:
    """Write sizes in their shortest form.

    >>> format_sizes((3, 3)), format_sizes((3, 5))
    ('3', '3x5')
    """
    shown = sizes[:1] if len(set(sizes)) == 1 else sizes
    return "x".join(str(size) for size in shown)


def format_padding(pairs: Sequence[tuple[int, int]]) -> str:
    """Write a padding in its shortest form.

    >>> format_padding(((1, 1), (1, 1))), format_padding(((0, 1), (1, 1)))
    ('1', '0:1x1')
    """
    shown = pairs[:1] if len(set(pairs)) == 1 else pairs
    return "x".join(str(b) if b == e else f"{b}:{e}" for b, e in shown)


def format_parameter(name: str, value: object) -> str:
    """Write the value of any parameter as the command line takes it."""
    if isinstance(value, tuple):
        if name == "at":
            return ",".join(str(part) for part in value)
        if name == "size":
            return "x".join(str(part) for part in value)
        if value and isinstance(value[0], tuple):
            return format_padding(value)
        return format_sizes(value)
    return str(value)
