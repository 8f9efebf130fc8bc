"""Words over a stack of slanted planes, in a corner that its first plane leaves free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .. import glyphs
from ..primitives import TextLine
from .arrow import Point

__all__ = ["FreeCorners"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeCorners:
    """The room over the first plane of a stack: left of its back corner, right of it, or above."""

    back: Point
    left: Point
    right: Point
    begin: int
    top: int
    """Where the room begins, at the left and above."""
    end: int
    """Where it ends to the right."""
    low: int
    """As low as words may reach at the left, where a plane has its name."""
    near: int
    """White between words and edges."""

    def fitting_line(
        self,
        wordings: Iterable[str],
        px: int,
        is_free: Callable[[TextLine], bool] = lambda _: True,
    ) -> TextLine | None:
        """The first of *wordings* that has room, as close to the plane as it can be.

        *is_free*: whether nothing else is said where a line would stand.
        """
        for words in wordings:
            wide = glyphs.width("sans", px, words)
            for x, bottom in self._places(wide, px):
                line = TextLine(x, bottom - px // 4, words, "sans", px, "muted", "paper")
                if bottom - px >= self.top and x + wide <= self.end and is_free(line):
                    return line
        return None

    def _places(self, wide: int, px: int) -> Iterator[Point]:
        """Where words so wide begin, and where they end below: from the left, to the right.

        Last before the left corner, at whose height there is the name of the plane.
        """
        (x, y), (left, low), (right, falls) = self.back, self.left, self.right
        begin = max(min(left, self.end - wide), self.begin)
        bottom, spare = y - self.near, x - begin - wide - self.near
        if spare > 0:  # the edge rises to the back corner
            bottom = max(y - self.near + spare * (low - y) // (x - left), bottom)
        yield begin, min(bottom, y + px, self.low)
        start = right - wide
        if start > x:
            yield start, y - self.near + (start - x) * (falls - y) // (right - x)
        edge = x - (px + self.near) * (x - left) // (low - y)  # where it is below the words
        if (start := edge - self.near - wide) >= self.begin and y + px * 5 // 2 <= low:
            yield start, y + px
