"""One line of text in several colours, faces and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import glyphs
from .primitives import Box, Rectangle, TextLine

__all__ = [
    "Span",
    "cleared_text",
    "enclosing_box",
    "ink_box",
    "span_lines",
    "span_width",
    "text_box",
]


class Span(NamedTuple):
    """A stretch of text in one face and one colour."""

    text: str
    face: str = "sans"
    ink: str = "ink"
    share: float = 1.0
    """Of the line's font size."""

    def px(self, px: int) -> int:
        return px if self.share == 1 else max(round(px * self.share), 1)


def span_width(spans: Sequence[Span], px: int) -> int:
    """Pixels of the spans on one line."""
    return sum(glyphs.width(span.face, span.px(px), span.text) for span in spans)


def span_lines(
    spans: Sequence[Span], x: int, baseline: int, px: int, ground: str = "paper"
) -> Iterator[TextLine]:
    """The spans beside each other, from *x* on."""
    for span in spans:
        size = span.px(px)
        if text := span.text.strip():  # SVG drops blanks around a text
            left = x + glyphs.width(span.face, size, span.text[: span.text.index(text)])
            yield TextLine(left, baseline, text, span.face, size, span.ink, ground)
        x += glyphs.width(span.face, size, span.text)


def cleared_text(words: TextLine) -> Rectangle:
    """Paper where a line of text has its ink."""
    return Rectangle(*ink_box(words), "paper")


def ink_box(words: TextLine) -> Box:
    """Where a line of text has its ink."""
    drawn = glyphs.sprite(words.face, words.px, words.text)
    high, wide = drawn.coverage.shape
    return Box(words.x + drawn.left, words.baseline + drawn.top, wide, high)


def text_box(words: TextLine) -> Box:
    """Around a line of text."""
    wide = glyphs.width(words.face, words.px, words.text)
    return Box(words.x, words.baseline - words.px, wide, words.px + words.px // 4)


def enclosing_box(boxes: Sequence[Box]) -> Box:
    """The box around some."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.right for box in boxes)
    return Box(x, y, right - x, max(box.bottom for box in boxes) - y)
