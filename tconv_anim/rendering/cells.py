"""One cell: its ground, border, value and product note, as primitives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..story.frame import Mark, Panel
from . import glyphs
from .primitives import Box, Rectangle, TextLine, Tile
from .scale import Scale
from .theme import CellStyle

__all__ = ["CellMeasures", "cell_tile", "draw_mark", "mark_width", "measure_cells", "swatch"]


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """Pixels of the cells of one panel; a font size of 0 leaves that text out."""

    pitch: int
    """From one cell to the next."""
    gap: int
    text_px: int
    note_px: int
    line: int
    """Thickness of a border."""
    mark: int
    """Thickness of the frame around a window."""

    @property
    def side(self) -> int:
        return self.pitch - self.gap


def measure_cells(panel: Panel, pitch: int, scale: Scale) -> CellMeasures:
    """Fonts for cells of *pitch* pixels: small cells lose first their notes, then their values."""
    gap = max(1, round(pitch / 20)) if pitch >= 6 else 0
    side = pitch - gap
    wanted = max(int(side * 0.45), min(scale.least_font, int(side * 0.75)))
    text_px = _fitting("sans", min(scale.font(17), wanted), panel.widest_text, side, side, scale)
    note_px = 0
    if text_px and panel.widest_note:
        # Value and note stand one above the other, with air around each.
        left = side - glyphs.digit_height("sans", text_px) - 3 * max(2, side // 12)
        note_px = _fitting("bold", scale.font(9), panel.widest_note, side, left, scale)
    return CellMeasures(pitch, gap, text_px, note_px, _line(scale), mark_width(pitch, scale))


def _fitting(face: str, most: int, widest: str, wide: int, high: int, scale: Scale) -> int:
    margin = max(1, wide // 12)
    for px in scale.fonts(most):
        # What is drawn may reach beyond the pen's way, which matters where cells are tiny.
        drawn = glyphs.sprite(face, px, widest).coverage.shape[1] + 2 * _line(scale)
        fits_across = max(glyphs.width(face, px, widest) + 2 * margin, drawn) <= wide
        if widest and fits_across and glyphs.digit_height(face, px) <= high - 2:
            return px
    return 0


def mark_width(pitch: int, scale: Scale) -> int:
    return max(1, min(scale.px(3), pitch // 5))


def swatch(side: int, scale: Scale) -> CellMeasures:
    """Measures of a single cell in a legend."""
    return CellMeasures(side, 0, 0, 0, _line(scale), 1)


def _line(scale: Scale) -> int:
    return max(1, round(scale.unit))


@lru_cache(maxsize=4096)
def cell_tile(style: CellStyle, value: str, note: str, measures: CellMeasures) -> Tile:
    """A cell as a picture of its own."""
    side = measures.side
    rim = 0 if style.border == "none" else measures.line
    items: list[Rectangle | TextLine] = [Rectangle(0, 0, side, side, style.ground)]
    if style.border != "none":
        items.extend(_border(style, measures))
    if value and measures.text_px:
        px = measures.text_px
        baseline = (side + glyphs.digit_height("sans", px)) // 2
        if measures.note_px:
            baseline -= measures.note_px // 3
        left = (side - glyphs.width("sans", px, value)) // 2
        words = TextLine(left, baseline, value, "sans", px, style.ink, style.ground)
        items.extend(_inside(words, rim, side - rim))
    if note and measures.note_px:
        px, inset = measures.note_px, max(2, side // 12)
        left = side - inset - glyphs.width("bold", px, note)
        words = TextLine(left, side - inset, note, "bold", px, style.note, style.ground)
        items.extend(_inside(words, rim, side - rim))
    return Tile(side, side, tuple(items))


def _inside(words: TextLine, begin: int, end: int) -> list[TextLine]:
    """*words* where all of it stays between *begin* and *end* on both axes, else nothing."""
    left, top, coverage = glyphs.sprite(words.face, words.px, words.text)
    high, wide = coverage.shape
    x, y = words.x + left, words.baseline + top
    return [words] if min(x, y) >= begin and max(x + wide, y + high) <= end else []


def _border(style: CellStyle, measures: CellMeasures) -> Iterator[Rectangle]:
    side, line, colour = measures.side, measures.line, style.line
    if style.border == "hatched":
        for row in range(line, side, 4 * line):
            yield Rectangle(0, row, side, min(line, side - row), colour)
    elif style.border == "solid" or side < 6 * line:
        yield from _outline(Box(0, 0, side, side), line, colour)
    else:
        # Half a gap at each corner, so that dashes of neighbours never form a knot.
        count = max(1, round(side / (8 * line)))
        period = side / count
        dash = max(line, round(period / 2))
        for index in range(count):
            at = round((index + 0.5) * period - dash / 2)
            yield Rectangle(at, 0, dash, line, colour)
            yield Rectangle(at, side - line, dash, line, colour)
            yield Rectangle(0, at, line, dash, colour)
            yield Rectangle(side - line, at, line, dash, colour)


def draw_mark(mark: Mark, x: int, y: int, measures: CellMeasures) -> Iterator[Rectangle]:
    """The frame around marked cells of a panel whose corner is (x, y)."""
    pitch, line = measures.pitch, measures.mark
    box = Box(
        x + mark.column * pitch - line,
        y + mark.row * pitch - line,
        mark.columns * pitch - measures.gap + 2 * line,
        mark.rows * pitch - measures.gap + 2 * line,
    )
    if mark.kind == "kept":
        return _dashes(box, line, "now-line")
    return _outline(box, line, "accent" if mark.kind == "window" else "now-line")


def _dashes(box: Box, line: int, colour: str) -> Iterator[Rectangle]:
    """A dashed frame: as _outline draws it, in pieces."""
    dash = 4 * line
    for x, y, wide, high, _ in _outline(box, line, colour):
        for at in range(0, max(wide, high), 2 * dash):
            if wide >= high:
                yield Rectangle(x + at, y, min(dash, wide - at), high, colour)
            else:
                yield Rectangle(x, y + at, wide, min(dash, high - at), colour)


def _outline(box: Box, line: int, colour: str) -> Iterator[Rectangle]:
    x, y, wide, high = box
    yield Rectangle(x, y, wide, line, colour)
    yield Rectangle(x, y + high - line, wide, line, colour)
    yield Rectangle(x, y + line, line, high - 2 * line, colour)
    yield Rectangle(x + wide - line, y + line, line, high - 2 * line, colour)
