"""Signs between the panels of a section: as words of an equation, or leading down to a next row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..story.frame import Grid
from ..story.roles import CellRole
from . import glyphs
from .arrangements import sign_word
from .panel_rows import APART, Ruler
from .primitives import TextLine

__all__ = ["UP", "Sign", "down_lines", "sign_lines"]

DOWN, UP = "↓", "↑"
"""What an arrow becomes that leads to what is below, or above."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign before a stack, with its word: there where both it and the last show something.

    Beside a slice that is pale there is none, as nothing is computed with it.
    """

    words: tuple[TextLine, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    products: tuple[str, ...] = ()
    """The panels of products: before they are there nothing is computed."""
    obstacle: str = ""
    """The panel over whose place it leads, once that is empty."""
    framed: str = ""
    """A panel of which a cell has a frame while the sign is there."""

    def is_shown(self, grids: Mapping[str, Grid | None]) -> bool:
        if self.obstacle and grids.get(self.obstacle) is not None:
            return False
        if self.framed and not ((grid := grids.get(self.framed)) and grid.marks):
            return False
        there = {name for name, grid in grids.items() if grid is not None and not _is_idle(grid)}
        sides = (self.left, self.right, self.products or self.right)
        return not any(map(there.isdisjoint, sides))


def _is_idle(grid: Grid) -> bool:
    """Whether it is a slice that nothing is multiplied by now."""
    return int(grid.roles.flat[0]) == CellRole.OTHER_KERNEL


def sign_lines(ruler: Ruler, sign: str, x: int, axis: int) -> Iterator[TextLine]:
    """The sign, and its word above it, in the middle of the same width."""
    wide, px = ruler.sign_width(sign), ruler.sign_px
    at = x + (wide - glyphs.width("sans", px, sign)) // 2
    yield TextLine(at, axis + px // 3, str(sign), "sans", px, "muted", "paper")
    if word := sign_word(sign):
        at = x + (wide - glyphs.width("sans", ruler.label_px, word)) // 2
        yield TextLine(at, axis - px // 3, word, "sans", ruler.label_px, "muted", "paper")


def down_lines(
    ruler: Ruler, sign: str, middle: int, axis: int, arrow: str = DOWN
) -> Iterator[TextLine]:
    """An *arrow* down, or up, in its place, and its word to the right."""
    px, word_px = ruler.sign_px, ruler.label_px
    wide = glyphs.width("sans", px, arrow)
    x = middle - wide // 2
    yield TextLine(x, axis + px // 3, arrow, "sans", px, "muted", "paper")
    if word := sign_word(sign):
        at = x + wide + ruler.scale.px(APART) // 2
        yield TextLine(at, axis + word_px // 3, word, "sans", word_px, "muted", "paper")
