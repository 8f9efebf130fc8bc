"""Formulas in plain italics: letters slanted, words upright, subscripts lowered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from . import glyphs
from .primitives import TextLine

__all__ = ["width", "words"]

_PIECES: Final = re.compile(r"_[a-z]+|[A-Za-z]+|[^A-Za-z_]+")
_WORDS: Final = frozenset({"by", "in", "is", "to"})
"""Words as short as symbols. What is longer is a word anyway: it stands upright."""


def _pieces(line: str, px: int, low_px: int) -> Iterator[tuple[str, str, int, int]]:
    """(text, face, font size, drop): letters italic, the rest upright, subscripts lowered."""
    for piece in _PIECES.findall(line):
        if piece.startswith("_"):
            yield piece[1:], "italic", low_px or max(px * 3 // 4, 1), px // 6
        else:
            italic = piece.isascii() and piece.isalpha() and len(piece) < 3 and piece not in _WORDS
            yield piece, "italic" if italic else "sans", px, 0


def words(
    x: int, baseline: int, line: str, px: int, ink: str, *, low_px: int = 0
) -> Iterator[TextLine]:
    """A formula as words that stand side by side; subscripts of *low_px*, 0: three quarters."""
    for at, piece, face, size, drop in _placed(line, px, low_px)[0]:
        if piece.strip():
            yield TextLine(x + at, baseline + drop, piece, face, size, ink, "paper")


def width(line: str, px: int, *, low_px: int = 0) -> int:
    """Pixels of the formula on one line."""
    return _placed(line, px, low_px)[1]


@lru_cache(maxsize=512)
def _placed(line: str, px: int, low_px: int) -> tuple[list[tuple[int, str, str, int, int]], int]:
    """The pieces of a formula with their places, and the width of all."""
    placed: list[tuple[int, str, str, int, int]] = []
    x, ink_end = 0, 0
    for piece, face, size, drop in _pieces(line, px, low_px):
        drawn = glyphs.sprite(face, size, piece)
        if drawn.coverage.size:
            x += max(ink_end - x - drawn.left, 0)  # slanted letters do not lean into the next
            ink_end = x + drawn.left + drawn.coverage.shape[1]
        placed.append((x, piece, face, size, drop))
        x += glyphs.width(face, size, piece)
    return placed, x
