"""Text in more than one face, broken into lines of a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...rendering import glyphs, math_text
from ...rendering.primitives import TextLine

__all__ = ["Line", "Span", "as_spans", "natural_width", "sentence", "set_line", "wrapped"]


class Span(NamedTuple):
    """A stretch of text in one face; ``formula`` sets letters in italics."""

    text: str
    face: str = "sans"
    ink: str = "ink"


class Line(NamedTuple):
    """One line: what stands where, seen from its left edge."""

    pieces: tuple[tuple[int, Span], ...]

    def width(self, px: int, low_px: int) -> int:
        """Pixels from its left edge to the end of its last word."""
        ends = (x + _width(s.face, px, low_px, s.text) for x, s in self.pieces)
        return max(ends, default=0)


def sentence(words: str, *formulas: str, ink: str = "ink") -> list[Span]:
    """Words, and a formula wherever they have ``{}``.

    >>> sentence("a crop of {}, or more", "k_eff")[1].text
    'k_eff,'
    """
    first, *rest = words.split("{}")
    spans = [Span(first, "sans", ink)]
    for formula, text in zip(formulas, rest, strict=True):
        # A line must not begin with what follows a formula without a blank.
        after = text.lstrip(",.;:)")
        spans += [
            Span(formula + text[: len(text) - len(after)], "formula", ink),
            Span(after, "sans", ink),
        ]
    return [span for span in spans if span.text.strip()]


def as_spans(text: str | Span | Sequence[Span]) -> Sequence[Span]:
    if isinstance(text, str):
        return (Span(text),)
    return (text,) if isinstance(text, Span) else text


def _width(face: str, px: int, low_px: int, line: str) -> int:
    if face == "formula":
        return math_text.width(line, px, low_px=low_px)
    return glyphs.width(face, px, line)


def natural_width(text: str | Span | Sequence[Span], px: int, low_px: int) -> int:
    """Pixels of the text where nothing breaks it."""
    lines = wrapped(text, px, low_px, 10**9)
    return max((line.width(px, low_px) for line in lines), default=0)


def wrapped(
    text: str | Span | Sequence[Span], px: int, low_px: int, room: int, hang: int = 0
) -> list[Line]:
    """The text in lines of at most *room* pixels, all but the first *hang* further in.

    A word that is longer than a line is broken where it has to be; a line break is one.
    """
    lines: list[Line] = []
    pieces: list[tuple[int, Span]] = []
    x = 0

    def width(span: Span, word: str) -> int:
        return _width(span.face, px, low_px, word)

    def turn() -> None:
        nonlocal pieces, x
        lines.append(Line(tuple(pieces)))
        pieces, x = [], hang

    for span, word in _words(as_spans(text)):
        if word == "\n":
            turn()
            continue
        left = word
        while left:
            joined = _joined(pieces, span, left)
            if joined is not None:
                at, grown = joined
                if at + width(span, grown.text) <= room:
                    pieces[-1] = joined
                    x = at + width(span, grown.text)
                    break
            else:
                at = x + (_blank(span, px) if pieces else 0)
                if at + width(span, left) <= room:
                    pieces.append((at, span._replace(text=left)))
                    x = at + width(span, left)
                    break
            if pieces:
                turn()
                continue
            count = next(
                (n for n in range(len(left) - 1, 0, -1) if x + width(span, left[:n]) <= room), 1
            )
            pieces.append((x, span._replace(text=left[:count])))
            left = left[count:]
            if left:
                turn()
            else:
                x += width(span, word)
    if pieces:
        lines.append(Line(tuple(pieces)))
    return lines


def _words(spans: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    for span in spans:
        for word in re.findall(r"\n|\S+", span.text):
            yield span, word


def _joined(pieces: list[tuple[int, Span]], span: Span, word: str) -> tuple[int, Span] | None:
    """The last piece grown by a word, where both are of the same kind."""
    if not pieces or pieces[-1][1][1:] != span[1:]:
        return None
    at, last = pieces[-1]
    return at, last._replace(text=f"{last.text} {word}")


def _blank(span: Span, px: int) -> int:
    return glyphs.width("sans" if span.face == "formula" else span.face, px, " ")


def set_line(
    line: Line, x: int, baseline: int, px: int, low_px: int, ground: str = "paper"
) -> Iterator[TextLine]:
    """The line as words at whole pixels."""
    for at, span in line.pieces:
        if span.face == "formula":
            yield from math_text.words(x + at, baseline, span.text, px, span.ink, low_px=low_px)
        else:
            yield TextLine(x + at, baseline, span.text, span.face, px, span.ink, ground)
