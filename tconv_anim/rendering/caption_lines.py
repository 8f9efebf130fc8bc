"""Captions, and equations in the colours of the picture, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Final

from ..story.equation import Verdict
from ..story.frame import Equation
from ..story.notation import PRINTED
from . import glyphs
from .equation_pieces import CAPTION, EQUATION, Piece, equation_pieces, shorter_equations
from .primitives import Box, TextLine
from .scale import Scale
from .spans import Span, span_lines, span_width

__all__ = ["CaptionLines"]

LEAST, BESIDE, LEAST_ALONE = 17, 13, 12
"""Font sizes: down to which a page leaves nothing out, down to which equations beside each other
keep to a line, and results beside longer sums their names."""
MANY: Final = 3
"""So many sums beside each other have their values below them."""
STEP, LEADING = 0.8, 1.4
"""How much smaller letters may be for fewer lines."""
ENOUGH, ENOUGH_OF_SUMS = 44, 17
"""Letters of a caption that make a line wide enough for any; of sums beside each other."""
_BLANK: Final = Span(" ")


class CaptionLines:
    """Captions and equations in the room of a page."""

    def __init__(
        self, scale: Scale, room: int, *, most: int = 3, remarks: bool = False, beside: bool = False
    ) -> None:
        """*beside*: sums of parts stand beside each other."""
        self._scale = scale
        px = scale.font(CAPTION)
        wanted = 1 if room >= ENOUGH * px else 2 if room >= ENOUGH * px // 2 else 3
        if beside:
            wanted = 1 if room >= ENOUGH_OF_SUMS * px else 2
        self.lines = min(wanted, most) + (remarks and most > 1)
        """Lines that there are, at most."""
        self.pitch = round(LEADING * px)
        self.height = round(px * 1.1) + (self.lines - 1) * self.pitch

    def caption(self, line: str, area: Box) -> list[TextLine]:
        """A sentence from the top of *area* on; the smaller, the longer it is.

        Its first clauses alone where not all has room.
        """
        for shown in _clauses(line):
            pieces = [(Span(word),) for word in shown.split(" ")]
            if px := self._size(pieces, area.width, CAPTION, 0):
                return self._set(pieces, area, px)
        return self._lines_of(pieces, area, CAPTION)

    def equation(self, equation: Equation, area: Box) -> list[TextLine]:
        """A sum: shortened where it does not fit whole."""
        return self._lines_of(self._shortened(equation, area), area, EQUATION)

    def _shortened(self, equation: Equation, area: Box) -> list[Piece]:
        """As much of a sum as fits."""
        for shown in shorter_equations(equation):
            for least in (LEAST, 0):
                pieces = equation_pieces(shown)
                if self._size(pieces, area.width, EQUATION, least) and (
                    least or (len(shown.terms) <= 3 and not shown.zeros)
                ):
                    return pieces
        return equation_pieces(shown)

    def both(self, equation: Equation | None, line: str, area: Box) -> list[TextLine]:
        """A sum, and below it what is said of it; where there is no room for both, this alone."""
        if equation is None or not line:
            return self.equation(equation, area) if equation else self.caption(line, area)
        said = self.caption(line, area)
        free = self.lines - len({words.baseline for words in said})
        if not free:
            return said
        above = copy(self)
        above.lines = free
        high = area.height - (self.lines - free) * self.pitch
        return [*above.equation(equation, area._replace(height=high)), *said]

    def equations(self, beside: Sequence[tuple[Equation, Box]]) -> Iterator[TextLine]:
        """Sums beside each other, in letters of one size; values below them where these wrap."""
        areas = [area for _, area in beside]
        sums = [equation_pieces(replace(equation, zeros=0, remark="")) for equation, _ in beside]
        least = BESIDE if len(beside) < MANY or self.lines == 1 else LEAST
        if px := self._shared_size(sums, areas, CAPTION, least, 1):
            remarked = [bool(equation.zeros or equation.remark) for equation, _ in beside]
            below = any(remarked) and self.lines > 1  # there is what is said of a sum
            for (equation, area), plain, more in zip(beside, sums, remarked, strict=True):
                said = equation_pieces(equation, remark_below=True) if below else plain
                high = area.height - self.pitch * (below and not more)
                yield from self._set(said, area._replace(height=high), px)
            return
        many = len(beside) >= MANY  # of two, values need not stand below each other
        in_a_line, in_lines = ((False, lines, EQUATION, LEAST) for lines in (1, self.lines))
        ways = [in_a_line, *[(True, self.lines, CAPTION, BESIDE)] * many, in_lines]
        for broken, most, largest, least in ways:
            pieces = [equation_pieces(equation, broken=broken) for equation, _ in beside]
            if px := self._shared_size(pieces, areas, largest, least, most):
                for (equation, area), own in zip(beside, pieces, strict=True):
                    said, at = own, px
                    if not (broken or equation.terms) and len(_wrapped(own, px, area.width)) > 1:
                        at = self._size(own, area.width, px, LEAST_ALONE, 1)
                        said = own if at else equation_pieces(replace(equation, target=None))
                    yield from self._set(said, area, at or px)
                return
        shown = [
            self._shortened(equation if equation.terms or not many else said, area)
            for equation, area in beside
            for said in (replace(equation, value=None),)  # the others say what it comes to
        ]
        px = self._shared_size(shown, areas, EQUATION, 0, self.lines) or self._scale.least_font
        for (equation, area), own in zip(beside, shown, strict=True):
            whole = equation_pieces(equation)
            if not equation.terms and (at := self._size(whole, area.width, px, LEAST_ALONE, 1)):
                yield from self._set(whole, area, at)
            elif max(span_width(piece, px) for piece in own) <= area.width:  # else nothing fits
                yield from self._set(own, area, px)

    def verdict(self, verdict: Verdict, area: Box) -> Iterator[TextLine]:
        """In the middle of *area*'s width; its short form where all has no room."""
        for words in (PRINTED.text(verdict.text), PRINTED.text(verdict.short)):
            face = "sans" if verdict.good is None else "bold"
            px = self._scale.fitted(face, CAPTION, words, area.width)
            wide = glyphs.width(face, px, words)
            if words and wide <= area.width:
                x = area.x + (area.width - wide) // 2
                ink = {None: "ink", True: "y", False: "bad"}[verdict.good]
                yield TextLine(x, area.bottom, words, face, px, ink, "paper")
                return

    def _size(
        self, pieces: Sequence[Piece], room: int, most: int, least: int, lines: int = 0
    ) -> int:
        """The largest font size in which *pieces* fit so many *lines*, 0 for none.

        A little smaller where they need fewer lines so.
        """
        lines, lowest = lines or self.lines, self._scale.font(least)
        for px in range(self._scale.font(most), lowest - 1, -1):
            needed = len(_wrapped(pieces, px, room))
            if needed == 1:
                return px
            if needed <= lines:
                smaller = range(px - 1, max(lowest, round(px * STEP)) - 1, -1)
                return next((s for s in smaller if len(_wrapped(pieces, s, room)) < needed), px)
        return 0

    def _shared_size(
        self,
        beside: Sequence[Sequence[Piece]],
        areas: Sequence[Box],
        most: int,
        least: int,
        lines: int,
    ) -> int:
        """The largest font size in which each of *beside* fits its area, 0 for none."""
        both = zip(beside, areas, strict=True)
        return min(self._size(pieces, area.width, most, least, lines) for pieces, area in both)

    def _lines_of(self, pieces: Sequence[Piece], area: Box, most: int) -> list[TextLine]:
        px = self._size(pieces, area.width, most, 0) or self._scale.least_font
        return self._set(pieces, area, px)

    def _set(self, pieces: Sequence[Piece], area: Box, px: int) -> list[TextLine]:
        lines = _wrapped(pieces, px, area.width)[: self.lines]
        # A single line stands lowest, near what it speaks about there is white enough.
        baseline = area.bottom - (len(lines) - 1) * self.pitch
        return [
            line
            for number, spans in enumerate(lines)
            for line in span_lines(spans, area.x, baseline + number * self.pitch, px)
        ]


def _wrapped(pieces: Sequence[Piece], px: int, room: int) -> list[list[Span]]:
    """*pieces* with blanks between them, in lines of *room* pixels."""
    lines: list[list[Span]] = [[]]
    end, blank, too_wide = 0, span_width((_BLANK,), px), False
    for piece in pieces:
        wide = span_width(piece, px)
        if lines[-1] and piece and end + blank + wide <= room:
            lines[-1] += [_BLANK, *piece]
            end += blank + wide
            continue
        if lines[-1]:
            lines.append([])
        if piece:  # a sign or remark has blanks before it elsewhere
            lines[-1] = [piece[0]._replace(text=piece[0].text.lstrip()), *piece[1:]]
            end = span_width(lines[-1], px)
            too_wide |= end > room
    return lines * 9 if too_wide else lines


def _clauses(line: str) -> Iterator[str]:
    """A caption whole, then without its last clauses; a colon ends one unless there are others.

    >>> list(_clauses("Stamps overlap; p is cropped: 3."))
    ['Stamps overlap; p is cropped: 3.', 'Stamps overlap; p is cropped.', 'Stamps overlap.']
    """
    yield line
    marks = "[;.:] " if line.count(": ") == 1 else "[;.] "
    for end in reversed([*re.finditer(marks, line)]):
        yield f"{line[: end.start()]}."
