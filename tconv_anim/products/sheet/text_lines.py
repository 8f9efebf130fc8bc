"""Text in more than one face, broken into lines of a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...layers.formula_text import FormulaText
from ...rendering import glyphs, math_text
from ...rendering.primitives import TextLine

__all__ = [
    "Line",
    "Span",
    "as_spans",
    "natural_width",
    "sentence",
    "set_line",
    "split_words",
    "wrapped",
]


class Span(NamedTuple):
    """A stretch of text in one face, or a formula, which has faces of its own."""

    text: str | FormulaText
    face: str = "sans"
    ink: str = "ink"


class Line(NamedTuple):
    """One line: what stands where, seen from its left edge."""

    pieces: tuple[tuple[int, Span], ...]

    def width(self, px: int, low_px: int) -> int:
        """Pixels from its left edge to the end of its last word."""
        ends = (x + _width(span.face, span.text, px, low_px) for x, span in self.pieces)
        return max(ends, default=0)


def sentence(words: str, *formulas: FormulaText, ink: str = "ink") -> list[Span]:
    """Words, and a formula wherever they have ``{}``.

    >>> from tconv_anim.layers.expressions import K_EFF
    >>> str(sentence("a crop of {}, or more", FormulaText.of(K_EFF))[1].text)
    'k_eff,'
    """
    first, *rest = words.split("{}")
    spans = [Span(first, "sans", ink)]
    for formula, text in zip(formulas, rest, strict=True):
        # A line must not begin with what follows a formula without a blank.
        after = text.lstrip(",.;:)")
        closed = FormulaText.of(formula, text[: len(text) - len(after)])
        spans += [Span(closed, "sans", ink), Span(after, "sans", ink)]
    return [span for span in spans if str(span.text).strip()]


def as_spans(text: str | Span | Sequence[Span]) -> Sequence[Span]:
    if isinstance(text, str):
        return (Span(text),)
    return (text,) if isinstance(text, Span) else text


def _width(face: str, text: str | FormulaText, px: int, low_px: int) -> int:
    if isinstance(text, str):
        return glyphs.width(face, px, text)
    return math_text.width(text, px, low_px=low_px)


def natural_width(text: str | Span | Sequence[Span], px: int, low_px: int) -> int:
    """Pixels of the text where nothing breaks it."""
    lines = wrapped(text, px, low_px, 10**9)
    return max((line.width(px, low_px) for line in lines), default=0)


def wrapped(
    text: str | Span | Sequence[Span], px: int, low_px: int, room: int, hang: int = 0
) -> tuple[Line, ...]:
    """The text in lines of at most *room* pixels, all but the first *hang* further in.

    A word that is longer than a line is broken where it has to be; a line break is one.
    """
    return _wrapped(tuple(as_spans(text)), px, low_px, room, hang)


@lru_cache(maxsize=8192)  # tables try many widths, and each cell again that stays as it is
def _wrapped(
    spans: tuple[Span, ...], px: int, low_px: int, room: int, hang: int
) -> tuple[Line, ...]:
    lines: list[Line] = []
    pieces: list[tuple[int, Span]] = []
    x = 0

    def width(span: Span, word: str | FormulaText) -> int:
        return _width(span.face, word, px, low_px)

    def turn() -> None:
        nonlocal pieces, x
        lines.append(Line(tuple(pieces)))
        pieces, x = [], hang

    for span, word in split_words(spans):
        if word == "\n":
            turn()
            continue
        left = word
        while left:
            joined = _grown_piece(pieces, span, left)
            if joined is not None:
                at, grown = joined
                if (end := at + width(span, grown.text)) <= room:
                    pieces[-1], x = joined, end
                    break
            else:
                at = x + (glyphs.width(span.face, px, " ") if pieces else 0)
                if (end := at + width(span, left)) <= room:
                    pieces.append((at, Span(left, span.face, span.ink)))
                    x = end
                    break
            if pieces:
                turn()
                continue
            cuts = [_cut_word(left, n) for n in range(len(left) - 1, 0, -1)] or [_cut_word(left, 1)]
            fitting = (cut for cut in cuts if x + width(span, cut[0]) <= room)
            head, left = next(fitting, cuts[-1])
            pieces.append((x, span._replace(text=head)))
            if left:
                turn()
            else:
                x += width(span, word)
    if pieces:
        lines.append(Line(tuple(pieces)))
    return tuple(lines)


def _cut_word(word: str | FormulaText, count: int) -> tuple[str | FormulaText, str | FormulaText]:
    """The first *count* letters of a word, or pieces of a formula, and the rest."""
    if isinstance(word, str):
        return word[:count], word[count:]
    return FormulaText(word[:count]), FormulaText(word[count:])


def split_words(spans: Iterable[Span]) -> Iterator[tuple[Span, str | FormulaText]]:
    """Every word with the span that it is of, and line breaks."""
    for span in spans:
        text = span.text
        words = re.findall(r"\n|\S+", text) if isinstance(text, str) else text.words()
        yield from ((span, word) for word in words)


def _grown_piece(
    pieces: list[tuple[int, Span]], span: Span, word: str | FormulaText
) -> tuple[int, Span] | None:
    """The last piece grown by a word, where both are of the same kind."""
    if not pieces:
        return None
    at, last = pieces[-1]
    if last[1:] != span[1:] or isinstance(last.text, str) != isinstance(word, str):
        return None
    if isinstance(last.text, str) and isinstance(word, str):
        return at, Span(f"{last.text} {word}", last.face, last.ink)
    return at, Span(FormulaText.of(last.text, " ", word), last.face, last.ink)


def set_line(
    line: Line, x: int, baseline: int, px: int, low_px: int, ground: str = "paper"
) -> Iterator[TextLine]:
    """The line as words at whole pixels."""
    for at, span in line.pieces:
        if isinstance(span.text, str):
            yield TextLine(x + at, baseline, span.text, span.face, px, span.ink, ground)
        else:
            yield from math_text.words(x + at, baseline, span.text, px, span.ink, low_px=low_px)
