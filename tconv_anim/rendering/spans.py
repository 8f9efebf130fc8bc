"""One line of text in several colours, faces and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import glyphs
from .primitives import TextLine

__all__ = ["Span", "span_lines", "span_width"]


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
