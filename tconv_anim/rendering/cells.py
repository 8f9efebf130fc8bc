"""One cell: its ground, its number in one of two voices, its note; and outlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ..story.cell_text import brief_text
from ..story.frame import Panel
from ..story.notation import PRINTED, CellText
from ..story.values import Product
from . import glyphs
from .primitives import Box, Dashes, Rectangle, TextLine, Tile
from .scale import Scale
from .spans import Span, span_lines, span_width, text_box
from .theme import CellStyle

__all__ = [
    "LEAST_PITCH",
    "CellMeasures",
    "cell_tile",
    "dashed_outline",
    "least_for_text",
    "measure_cells",
    "outline",
    "shows_text",
    "swatch_tile",
]

LOUD, LOW, NOTE = 0.5, 0.38, 0.28
"""Font sizes as shares of a cell: of what is read or made now, of other numbers, of notes."""
LARGEST_FONT: Final = 34
ACCENT: Final = 0.1
"""Thickness of a frame, as a share of a cell."""
LEAST_MARK: Final = 2
"""Pixels that it has in small cells, too, at 960x540."""
LARGEST_LOOKED_AT: Final = 168
"""Pixels of pitch up to which a text is tried, at 960x540."""
LEAST_PITCH: Final = 3
"""Pixels; cells smaller than that can no longer be told apart."""
PICTURE: Final = 12
"""Pixels of pitch below which shades have no gaps between them."""
CASED: Final = 3
"""Pixels by which frames are thicker there: what is below may be dark, or light."""
_DIGITS: Final = [ord(digit) for digit in "0123456789"]
_TIMES: Final = Span("×", "sans", "muted")


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """Pixels of the cells of one panel; a font size of 0 leaves that text out."""

    pitch: int
    """From one cell to the next."""
    gap: int
    """Between cells; where outlines are drawn, once for both neighbours."""
    text_px: int
    """Of numbers that speak low."""
    loud_px: int
    """Of numbers that speak loud, in bold; 0 where that has no room, and all speak low."""
    note_px: int
    line: int
    """Thickness of dashes."""
    mark: int
    """Thickness of the frame around a window."""
    brief: bool = False
    """Whether numbers have two digits, as more have no room."""
    terse: bool = False
    """Whether these have no zero before their point."""
    cased: bool = False
    """Whether the frame has a line of paper on both sides."""

    @property
    def picture(self) -> CellMeasures:
        """Of many cells that are shades: boldly framed, and where they are small without gaps."""
        if self.text_px:
            return self
        # The middle of each cell is seen, in the frame and beside it.
        mark = min(self.mark + CASED, 2 * ((self.pitch - 1) // 2))
        gap = self.gap if self.pitch >= PICTURE else 0
        return replace(self, gap=gap, mark=max(mark, self.mark), cased=mark > CASED)

    @property
    def side(self) -> int:
        return self.pitch - self.gap

    @property
    def reach(self) -> int:
        """How far frames and outlines reach over the edge of a cell."""
        return self.gap + (self.mark - self.gap + 1) // 2

    def voice(self, style: CellStyle) -> tuple[str, int]:
        """(face, font size) of a number in a cell of that style; a size of 0 is silence."""
        if style.voice == "silent":
            return "sans", 0
        loud = style.voice == "loud" and self.loud_px
        return ("bold", self.loud_px) if loud else ("sans", self.text_px)


def measure_cells(panel: Panel, pitch: int, scale: Scale) -> CellMeasures:
    """Fonts for cells of *pitch* pixels: small cells lose first their notes, then their values."""
    # Factors of products are bold.
    whole = _measures(panel.widest_text, panel.widest_note, pitch, scale, bold=panel.spare)
    if whole.text_px or not panel.widest_brief:
        return whole
    for terse, widest in enumerate(panel.widest_brief):
        brief = _measures(widest, panel.widest_note, pitch, scale, bold=False)
        if brief.text_px:
            return replace(brief, brief=True, terse=bool(terse))
    return whole


def shows_text(panel: Panel, pitch: int, scale: Scale) -> bool:
    """Whether the panel's cells hold their texts at that *pitch*."""
    return bool(measure_cells(panel, pitch, scale).text_px)


@lru_cache(maxsize=4096)
def _measures(
    widest_text: str, widest_note: str, pitch: int, scale: Scale, *, bold: bool
) -> CellMeasures:
    gap = max(1, round(pitch / 36)) if pitch >= 4 else 0
    side = pitch - gap
    least, largest = scale.least_font, scale.font(LARGEST_FONT)

    def fitting(face: str, share: float) -> int:
        most = min(max(int(side * share), min(least, int(side * 0.75))), largest)
        return _fitting(face, scale.fonts(most), widest_text, side, side)

    loud_px = fitting("bold", LOUD)
    low_px = fitting("sans", LOW)
    text_px = min(low_px, loud_px or (0 if bold else low_px))
    if text_px and not loud_px:  # a little smaller, but bold
        loud_px = _fitting("bold", scale.note_fonts(text_px - 1), widest_text, side, side)
    note_px = 0
    if text_px and widest_note:
        # Value and note stand one above the other, with air around each.
        left = side - glyphs.digit_height("bold", loud_px or text_px) - 3 * max(2, side // 12)
        note_px = _fitting("bold", scale.note_fonts(int(side * NOTE)), widest_note, side, left)
    least_mark = min(scale.px(LEAST_MARK), pitch // 3)
    mark = max(1, least_mark, min(round(pitch * ACCENT), scale.px(6)))
    return CellMeasures(pitch, gap, text_px, loud_px, note_px, min(scale.px(1), max(gap, 1)), mark)


def least_for_text(panel: Panel, scale: Scale, *, whole: bool = False) -> int:
    """The smallest pitch at which the panel's cells hold their texts, or these *whole*."""
    if not panel.widest_text:
        return LEAST_PITCH
    least = _least_for_text(panel.widest_text, scale, bold=panel.spare)
    shorter = () if whole else panel.widest_brief
    return min([least, *(_least_for_text(text, scale, bold=False) for text in shorter)])


@lru_cache(maxsize=256)
def _least_for_text(widest_text: str, scale: Scale, *, bold: bool) -> int:
    pitches = range(LEAST_PITCH, scale.px(LARGEST_LOOKED_AT))
    found = (p for p in pitches if _measures(widest_text, "", p, scale, bold=bold).text_px)
    return next(found, LEAST_PITCH)


def _fitting(face: str, sizes: Iterable[int], widest: str, wide: int, high: int) -> int:
    margins = max(2, wide // 10)
    alike = {widest, *(widest.translate(dict.fromkeys(_DIGITS, digit)) for digit in "08")}
    for px in sizes:
        # What is drawn may reach beyond the pen's way, which matters where cells are tiny.
        drawn = max(glyphs.sprite(face, px, text).coverage.shape[1] for text in alike)
        fits_across = max(glyphs.width(face, px, widest) + margins, drawn) <= wide
        if widest and fits_across and glyphs.digit_height(face, px) <= high - 2:
            return px
    return 0


@lru_cache(maxsize=4096)
def cell_tile(style: CellStyle, value: str, note: str, measures: CellMeasures) -> Tile:
    """A cell as a picture of its own, without its outline."""
    side = measures.side
    items: list[Rectangle | TextLine] = [Rectangle(0, 0, side, side, style.ground)]
    words = [*_value_words(style, value, note, measures)]
    if style.border == "crossed":
        items.extend(_cross(side, measures.line, style.line))
        items.extend(_cleared(word, style.ground, measures.line) for word in words)
    items.extend(words)
    if note and measures.note_px:
        px, inset = measures.note_px, max(2, side // 12)
        left = side - inset - glyphs.width("bold", px, note)
        line = TextLine(left, side - inset, note, "bold", px, style.ink, style.ground)
        items.extend([line] * _inside(line, side))
    return Tile(side, side, tuple(items))


def _cleared(word: TextLine, ground: str, line: int) -> Rectangle:
    """The ground around a number, which no hatching strikes out."""
    box, edge = text_box(word), 2 * line
    high = glyphs.digit_height(word.face, word.px)
    top, left = word.baseline - high - edge, box.x - edge
    return Rectangle(left, top, box.width + 2 * edge, high + 2 * edge, ground)


def _value_words(
    style: CellStyle, value: str, note: str, measures: CellMeasures
) -> Iterator[TextLine]:
    """The number of a cell, seen from its corner; higher where a note stands below it."""
    face, px = measures.voice(style)
    if not (value and px):
        return
    side = measures.side
    baseline = (side + glyphs.digit_height(face, px)) // 2
    if note and measures.note_px:
        baseline -= measures.note_px // 3
    value = brief_text(value, terse=measures.terse) if measures.brief else value
    spans: tuple[Span, ...] = (Span(value, face, style.ink),)
    if (
        style.factors
        and not measures.brief
        and isinstance(value, CellText)
        and isinstance(value.value, Product)
    ):
        left, right = map(PRINTED.factor, value.value.factors)
        spans = Span(left, "bold", "x"), _TIMES, Span(right, "bold", "w")
    begin = (side - span_width(spans, px)) // 2
    if len(spans) == 1:  # its ink may reach beyond the pen's way
        edge, _, coverage = glyphs.sprite(face, px, value)
        begin = max(min(begin, side - edge - coverage.shape[1]), -edge)
    words = span_lines(spans, begin, baseline, px, style.ground)
    yield from (line for line in words if _inside(line, side))


def swatch_tile(style: CellStyle, side: int, scale: Scale) -> Tile:
    """A cell of a legend, its outline inside."""
    items = [Rectangle(0, 0, side, side, style.ground)]
    line = scale.px(1)
    if style.border == "crossed":
        items.extend(_cross(side, line, style.line))
    elif style.border == "solid":
        items.extend(outline(Box(0, 0, side, side), line, style.line))
    elif style.border == "dashed":
        dash = max(side // 4, line)
        for piece in dashed_outline(Box(0, 0, side, side), line, style.line, dash):
            items.extend(piece.rectangles())
    return Tile(side, side, tuple(items))


def _inside(words: TextLine, side: int) -> bool:
    """Whether all of *words* stays inside the cell."""
    left, top, coverage = glyphs.sprite(words.face, words.px, words.text)
    high, wide = coverage.shape
    x, y = words.x + left, words.baseline + top
    return min(x, y) >= 0 and max(x + wide, y + high) <= side


def _cross(side: int, line: int, colour: str) -> Iterator[Rectangle]:
    """One line from corner to corner."""
    for row in range(side):
        begin = max(side - 1 - row - line // 2, 0)
        yield Rectangle(begin, row, min(line + 1, side - begin), 1, colour)


def outline(box: Box, line: int, colour: str) -> Iterator[Rectangle]:
    """A frame of that thickness inside a box."""
    x, y, wide, high = box
    yield Rectangle(x, y, wide, line, colour)
    yield Rectangle(x, y + high - line, wide, line, colour)
    yield Rectangle(x, y + line, line, high - 2 * line, colour)
    yield Rectangle(x + wide - line, y + line, line, high - 2 * line, colour)


def dashed_outline(box: Box, line: int, colour: str, dash: int) -> Iterator[Dashes]:
    """A dashed frame: as outline draws it, in pieces."""
    for x, y, wide, high, _ in outline(box, line, colour):
        yield Dashes(x, y, wide, high, dash, colour)
