"""Formulas in plain italics: letters slanted, words upright, subscripts lowered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from ..layers.expressions import Piece
from ..layers.formula_text import FormulaText
from ..story.frame import FormulaLine
from . import glyphs
from .primitives import Box, TextLine

__all__ = ["fitted_rows", "foot_words", "row_width", "row_words", "rows_words", "width", "words"]

FORMULA_GAP: Final = 7
"""Blanks between formulas on one line."""


def _set(piece: Piece, px: int, low_px: int) -> tuple[str, int, int]:
    """(face, font size, drop) of a piece; subscripts of *low_px*, 0: three quarters."""
    if piece.face == "lowered":
        return "italic", low_px or max(px * 3 // 4, 1), px // 6
    return "italic" if piece.face == "slanted" else "sans", px, 0


def words(
    x: int, baseline: int, line: FormulaText, px: int, ink: str, *, low_px: int = 0
) -> Iterator[TextLine]:
    """A formula as words that stand side by side; subscripts of *low_px*, 0: three quarters."""
    yield from row_words(x, baseline, [line], px, ink, gap=0, low_px=low_px)


def width(line: FormulaText, px: int, *, low_px: int = 0) -> int:
    """Pixels of the formula on one line."""
    return row_width([line], px, gap=0, low_px=low_px)


def row_words(
    x: int,
    baseline: int,
    row: Sequence[FormulaText],
    px: int,
    ink: str,
    *,
    gap: int,
    low_px: int = 0,
) -> Iterator[TextLine]:
    """Formulas side by side, *gap* blanks apart."""
    for at, piece, face, size, drop in _placed_pieces(tuple(row), gap, px, low_px)[0]:
        # SVG drops blanks around a text.
        if text := piece.strip():
            left = x + at + glyphs.width(face, size, piece[: piece.index(text)])
            yield TextLine(left, baseline + drop, text, face, size, ink, "paper")


def row_width(row: Sequence[FormulaText], px: int, *, gap: int, low_px: int = 0) -> int:
    """Pixels of formulas side by side."""
    return _placed_pieces(tuple(row), gap, px, low_px)[1]


def fitted_rows(
    groups: Sequence[Sequence[FormulaLine]], sizes: Sequence[int], room: int
) -> tuple[list[list[FormulaText]], int]:
    """Formulas in as few rows as can be, and the first of the font *sizes* that fits them."""
    single = [formula for row in groups for formula in row]
    for arranged in ([single], groups, [[formula] for formula in single]):
        rows = [[formula.text for formula in row] for row in arranged]
        for px in sizes:
            if all(row_width(row, px, gap=FORMULA_GAP) <= room for row in rows):
                return rows, px
    least = sizes[-1]
    fitting = (
        next((text for text in texts if text and width(text, least) <= room), None)
        for texts in ([formula.text, formula.short] for formula in single)
    )
    return [[text] for text in fitting if text], least


def rows_words(
    rows: Sequence[Sequence[FormulaText]], corner: tuple[int, int], pitch: int, px: int
) -> list[TextLine]:
    """Rows of formulas from *corner* on, whose baselines are *pitch* apart."""
    x, baseline = corner
    return [
        word
        for number, row in enumerate(rows)
        for word in row_words(x, baseline + number * pitch, row, px, "muted", gap=FORMULA_GAP)
    ]


def foot_words(
    rows: Sequence[Sequence[FormulaText]],
    areas: Sequence[Box],
    corner: tuple[int, int],
    pitch: int,
    px: int,
) -> list[TextLine]:
    """Rows of formulas at the foot of a page; one below each of *areas* where they are as many."""
    halves = list(zip(rows[0] if rows else (), areas, strict=False))
    if len(areas) < 2 or len(rows[0] if rows else ()) != len(areas):
        return rows_words(rows, corner, pitch, px)
    if any(width(text, px) > area.width for text, area in halves):
        return rows_words(rows, corner, pitch, px)
    return [
        word
        for formula, area in halves
        for word in row_words(area.x, corner[1], [formula], px, "muted", gap=0)
    ]


@lru_cache(maxsize=512)
def _placed_pieces(
    row: tuple[FormulaText, ...], gap: int, px: int, low_px: int
) -> tuple[list[tuple[int, str, str, int, int]], int]:
    """The pieces of formulas with their places, and the width of all."""
    placed: list[tuple[int, str, str, int, int]] = []
    x, ink_end = 0, 0
    for number, line in enumerate(row):
        x += glyphs.width("sans", px, " " * gap) if number else 0
        for piece in line:
            face, size, drop = _set(piece, px, low_px)
            drawn = glyphs.sprite(face, size, piece.text)
            if drawn.coverage.size:
                x += max(ink_end - x - drawn.left, 0)  # slanted letters do not lean into the next
                ink_end = x + drawn.left + drawn.coverage.shape[1]
            placed.append((x, piece.text, face, size, drop))
            x += glyphs.width(face, size, piece.text)
    return placed, x
