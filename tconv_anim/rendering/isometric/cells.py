"""Cells of a plane seen from the front and above: each row of pixels one pixel further left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ...story.frame import Panel
from .. import glyphs
from ..primitives import Box, Parallelogram, Rectangle, TextLine, Tile
from ..scale import Scale
from ..theme import CellStyle

__all__ = ["ROOT", "SlantMeasures", "measure_slanted", "slanted_tile", "words_box"]

ROOT: Final = math.sqrt(2)
"""So much wider, across, is a side that leans by a pixel a row."""
LEAST_GAP_HEIGHT: Final = 4
"""Pixels; lower cells stand close together, else little would be left of them."""


@dataclass(frozen=True, slots=True)
class SlantMeasures:
    """Pixels of the cells of one plane; a font size of 0 leaves the text out."""

    pitch: int
    """From one cell to the next beside it."""
    high: int
    """From one cell to the next in front of it."""
    gap: int
    row_gap: int
    text_px: int
    line: int
    """Thickness of a border."""
    mark: int
    """Thickness of the frame around a window."""
    note_px: int = 0
    """Products have no room: the kernel's weights stand beside the planes."""

    @property
    def side(self) -> int:
        return self.pitch - self.gap

    @property
    def depth(self) -> int:
        return self.high - self.row_gap

    @property
    def edge(self) -> int:
        """As near as texts may come to the front and the back of a cell."""
        return max(self.line, self.mark - self.row_gap)

    @property
    def rim(self) -> int:
        """As near as texts may come to a leaning side: a neighbour's frame lies on the edge."""
        return max(self.line + 1, math.ceil(self.mark * ROOT) - self.gap + 1)


def measure_slanted(panel: Panel, pitch: int, high: int, scale: Scale) -> SlantMeasures:
    """The largest font whose widest text stands upright inside a cell."""
    gapped = high >= LEAST_GAP_HEIGHT
    gap = max(1, round(pitch / 20)) if gapped else 0
    row_gap = max(1, round(gap / ROOT)) if gapped else 0
    side, depth = pitch - gap, high - row_gap
    line = max(1, round(scale.unit))
    mark = max(1, min(scale.px(2), high // 5))
    cells = SlantMeasures(pitch, high, gap, row_gap, 0, line, mark)
    widest = panel.widest_text
    tallest = widest + "j" * any(char.isalpha() for char in widest)
    for px in range(min(scale.font(17), int(depth * 0.72)), scale.least_font - 1, -1):
        ink_wide = glyphs.sprite("sans", px, widest).coverage.shape[1]
        tall = max(
            glyphs.digit_height("sans", px), glyphs.sprite("sans", px, tallest).coverage.shape[0]
        )
        wide = max(glyphs.width("sans", px, widest), ink_wide) + 2 * max(cells.rim, side // 14)
        if widest and tall <= depth - 2 * cells.edge and wide + tall <= side:
            return replace(cells, text_px=px)
    return cells


@lru_cache(maxsize=4096)
def slanted_tile(style: CellStyle, value: str, measures: SlantMeasures) -> Tile:
    """A cell and the paper to its right and in front of it; its corner is left of the cell's."""
    wide, high, lean = measures.pitch, measures.high, measures.high - 1
    items: list[Rectangle | Parallelogram | TextLine] = [
        Parallelogram(lean, 0, wide, high, "paper"),
        Parallelogram(lean, 0, measures.side, measures.depth, style.ground),
    ]
    if style.border != "none":
        items.extend(_border(style, measures, lean))
    if words := _words(style, value, measures):
        items.append(words)
    return Tile(wide + lean, high, tuple(items), opaque=False)


def _words(style: CellStyle, value: str, measures: SlantMeasures) -> TextLine | None:
    px = measures.text_px
    if not value or not px or style.voice == "silent":
        return None
    side, depth, edge, rim = measures.side, measures.depth, measures.edge, measures.rim
    drawn = glyphs.sprite("sans", px, value)
    ink_high, ink_wide = drawn.coverage.shape
    baseline = (depth + glyphs.digit_height("sans", px)) // 2
    # A letter that reaches below the line moves up, and so to the right.
    up = max(baseline + drawn.top + ink_high + edge - depth, 0)
    baseline -= up
    top, lean = baseline + drawn.top, measures.high - 1
    middle = lean + 0.5 + up + (side - depth) / 2
    left = round(middle - glyphs.width("sans", px, value) / 2) + drawn.left
    # Its first row must keep clear of the left side, its last row of the right one.
    least, most = lean - top + rim, lean - top - ink_high + 1 + side - rim - ink_wide
    if top < edge or least > most:
        return None
    left = max(least, min(left, most)) - drawn.left
    return TextLine(left, baseline, value, "sans", px, style.ink, style.ground)


def _ink(words: TextLine) -> Box:
    left, top, coverage = glyphs.sprite(words.face, words.px, words.text)
    high, wide = coverage.shape
    return Box(words.x + left, words.baseline + top, wide, high)


@lru_cache(maxsize=4096)
def words_box(value: str, measures: SlantMeasures) -> Box | None:
    """Where the ink of a cell's text is, seen from the corner of its tile."""
    words = _words(_PLAIN, value, measures)
    return _ink(words) if words else None


_PLAIN: Final = CellStyle("paper", "ink")


def _border(
    style: CellStyle, measures: SlantMeasures, lean: int
) -> Iterator[Rectangle | Parallelogram]:
    side, depth, line, colour = measures.side, measures.depth, measures.line, style.line
    across = max(line, round(line * ROOT))
    if style.border == "crossed":
        for row in range(line, depth, 4 * line):
            yield Rectangle(lean - row, row, side, min(line, depth - row), colour)
    elif style.border == "solid" or depth < 6 * line:
        yield Parallelogram(lean, 0, side, line, colour)
        yield Parallelogram(lean - depth + line, depth - line, side, line, colour)
        yield Parallelogram(lean, 0, across, depth, colour)
        yield Parallelogram(lean + side - across, 0, across, depth, colour)
    else:
        for at, dash in _dashes(side, line):
            yield Parallelogram(lean + at, 0, dash, line, colour)
            yield Parallelogram(lean + at - depth + line, depth - line, dash, line, colour)
        for at, dash in [(depth // 4, depth - 2 * (depth // 4))]:
            yield Parallelogram(lean - at, at, across, dash, colour)
            yield Parallelogram(lean - at + side - across, at, across, dash, colour)


def _dashes(length: int, line: int) -> Iterator[tuple[int, int]]:
    """(begin, length) of the dashes along a side: half a gap at either corner."""
    count = max(1, round(length / (8 * line)))
    period = length / count
    dash = max(line, round(period / 2))
    for index in range(count):
        yield round((index + 0.5) * period - dash / 2), dash
