"""The names of groups of channels, each in the middle of a bracket over its inputs."""

from __future__ import annotations

from collections.abc import Iterator

from .. import glyphs
from ..panel_rows import APART
from ..primitives import Rectangle, TextLine
from ..scale import Scale
from .arrow import ARROW_INK

__all__ = ["TICK", "group_bracket", "group_name"]

TICK = 5
"""How far the ends of a bracket reach down."""


def group_name(words: str, begin: int, end: int, baseline: int, px: int) -> TextLine:
    """The name in letters of *px* pixels, its middle between the edges of the inputs."""
    x = (begin + end - glyphs.width("sans", px, words)) // 2
    return TextLine(x, baseline, words, "sans", px, "muted", "paper")


def group_bracket(name: TextLine, begin: int, end: int, scale: Scale) -> Iterator[Rectangle]:
    """Lines from the *name* to both edges, and down there; none where there is no room."""
    white, high = scale.px(APART) // 2, scale.px(TICK)
    axis = name.baseline - name.px // 3
    left = name.x - white
    right = name.x + glyphs.width("sans", name.px, name.text) + white
    if left - begin <= high:
        return
    yield Rectangle(begin, axis, left - begin, 1, ARROW_INK)
    yield Rectangle(right, axis, end - right, 1, ARROW_INK)
    yield Rectangle(begin, axis, 1, high, ARROW_INK)
    yield Rectangle(end - 1, axis, 1, high, ARROW_INK)
