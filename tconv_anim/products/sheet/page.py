"""A whole page: a header, the sections between, a foot; and how far everything can be enlarged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from ...errors import Argument, FigureError
from ...layers.formula_text import FormulaText
from ...rendering import glyphs, math_text
from ...rendering.glyphs import too_wide
from ...rendering.header import FACT_INKS
from ...rendering.primitives import Box, Primitive, Rectangle, TextLine, flattened
from ...rendering.theme import Theme
from .blocks import Block, Room, share, stacked_room
from .measures import DPI, Measures
from .text_lines import Line, Span, set_line, wrapped

__all__ = ["Column", "Page", "PageFullError", "largest_measures"]

_ZOOMS: Final = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8)
"""Of a whole sheet, where it has little to say."""
_SECTION_ZOOMS: Final = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4)
"""Of a section that stands alone, as on a slide."""
_LEADING: Final = 1.3
"""From a line of facts to the next, in lines: their type is larger than that of text."""
_AIR: Final = 2
"""Lines that may be added to a gap where nothing else can use them."""


_FACT_GAP: Final = 3
"""Blanks between facts."""


class PageFullError(FigureError):
    """More than fits a page."""


@dataclass(frozen=True, eq=False)
class Column(Block):
    """Sections one below the other, a line apart; what room nobody can use goes between them."""

    blocks: Sequence[Block]

    def measure(self, m: Measures, width: int) -> Room:
        return stacked_room([block.room(m, width) for block in self.blocks], len(self.blocks) - 1)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        rooms = [block.room(m, box.width) for block in self.blocks]
        gaps = len(rooms) - 1
        lines = box.height // m.line
        counts = share(rooms, lines - gaps)
        spare = max(lines - gaps - sum(counts), 0)
        y = box.y
        for number, (block, count) in enumerate(zip(self.blocks, counts, strict=True)):
            yield from block.draw(m, Box(box.x, y, box.width, count * m.line))
            air = min(spare // gaps + (number < spare % gaps), _AIR) if gaps else 0
            y += (count + 1 + air) * m.line


@dataclass(frozen=True)
class Page:
    """A sheet of paper with everything on it."""

    title: str
    facts: tuple[FormulaText, ...]
    """The numbers, as formulas at the right of the title."""
    body: Block
    contents: str
    """What is on it, in words."""
    command: str
    software: str

    def fits(self, m: Measures, *, amply: bool) -> bool:
        """Whether everything has the room it needs; *amply*: all it can use."""
        area = self._area(m)
        room = self.body.room(m, area.width)
        wide = glyphs.width("bold", m.title, self.title) <= area.width
        return wide and (room.most if amply else room.least) * m.line <= area.height

    def letters(self, m: Measures) -> int:
        """The number of letters on the page, those in cells among them: small cells hold none."""
        words = (item for item in flattened(self.draw(m)) if isinstance(item, TextLine))
        return sum(len(word.text.replace(" ", "")) for word in words)

    def draw(self, m: Measures) -> Iterator[Primitive]:
        """The primitives of the page; whoever asks has seen that it fits."""
        wide, high = m.paper
        yield Rectangle(0, 0, wide, high, "paper")
        yield from self._header(m)
        yield from self.body.draw(m, self._area(m))
        yield from self._foot(m)

    # -- header and foot --------------------------------------------------------------------

    @staticmethod
    def _room(m: Measures) -> int:
        return m.paper[0] - 2 * m.margin

    def _beside(self, m: Measures) -> bool:
        """Whether the facts stand beside the title, not under it."""
        both = glyphs.width("bold", m.title, self.title) + self._facts_width(m)
        return both + m.gap <= self._room(m)

    def _facts_width(self, m: Measures) -> int:
        return _row_width(self.facts, m)

    def _facts_lines(self, m: Measures) -> list[list[FormulaText]]:
        """The facts in lines, none of them broken."""
        lines: list[list[FormulaText]] = [[]]
        for fact in self.facts:
            if lines[-1] and _row_width([*lines[-1], fact], m) > self._room(m):
                lines.append([])
            lines[-1].append(fact)
        return lines

    def _header_lines(self, m: Measures) -> int:
        if self._beside(m):
            return 4
        return 4 + m.lines(round(_LEADING * m.line * len(self._facts_lines(m))))

    def _header(self, m: Measures) -> Iterator[Primitive]:
        left, baseline = m.margin, m.margin + round(1.6 * m.line)
        yield TextLine(left, baseline, self.title, "bold", m.title, "ink", "paper")
        lines, right = self._facts_lines(m), m.paper[0] - m.margin
        if self._beside(m):
            x = right - self._facts_width(m)
            yield from _row(x, baseline, lines[0], m)
            return
        for number, line in enumerate(lines, start=1):
            at = baseline + round((number * _LEADING + 0.2) * m.line)
            yield from _row(left, at, line, m)

    def _foot_lines(self, m: Measures) -> tuple[Line, ...]:
        room = self._room(m) - glyphs.width("sans", m.small, self.software) - m.gap
        face = "sans" if glyphs.missing_glyphs(self.command, "mono") else "mono"
        return wrapped(Span(self.command, face, "muted"), m.small, m.small, room, m.line)

    def _foot(self, m: Measures) -> Iterator[Primitive]:
        wide, high = m.paper
        lines = self._foot_lines(m)
        top = high - m.margin - len(lines) * m.line
        yield Rectangle(
            m.margin,
            top - m.line // 4,
            self._room(m),
            max(m.rule // 2, 1),
            "rule",
        )
        for number, line in enumerate(lines):
            baseline = m.baseline(top + number * m.line)
            yield from set_line(line, m.margin, baseline, m.small, m.small)
        x = wide - m.margin - glyphs.width("sans", m.small, self.software)
        yield TextLine(x, m.baseline(top), self.software, "sans", m.small, "muted", "paper")

    def _area(self, m: Measures) -> Box:
        """What is left between header and foot, in whole lines."""
        wide, high = m.paper
        top = m.margin + (self._header_lines(m) - 1) * m.line
        foot = (len(self._foot_lines(m)) + 1) * m.line
        lines = (high - m.margin - foot - top) // m.line
        return Box(m.margin, top, wide - 2 * m.margin, lines * m.line)


def largest_measures(page: Page, theme: Theme, paper: tuple[int, int], *, alone: bool) -> Measures:
    """The measures in which *page* fills its paper; a section that stands *alone* has larger type.

    Raises
    ------
    FigureError
        Not even the smallest type fits, or the title does not.
    """
    choices = [Measures(theme, paper, zoom) for zoom in (_SECTION_ZOOMS if alone else _ZOOMS)]
    if alone:  # the largest type in which nothing is left out
        if fitting := [m for m in choices if page.fits(m, amply=False)]:
            return max(fitting, key=lambda m: (page.letters(m), m.zoom))
    elif ample := list(takewhile(lambda m: page.fits(m, amply=True), choices)):
        return ample[-1]
    elif page.fits(choices[0], amply=False):
        return choices[0]
    smallest = choices[0]
    room = paper[0] - 2 * smallest.margin
    if (wide := glyphs.width("bold", smallest.title, page.title)) > room:
        raise too_wide(page.title, wide, room, "paper")
    raise PageFullError(
        "{paper}: all that is to be told does not fit {size}. Try {turned}, or one part alone, as"
        " {topic}.",
        paper=Argument("paper"),
        size=_millimetres(paper),
        turned=Argument("orientation", "portrait" if paper[0] > paper[1] else "landscape"),
        topic=Argument("topic", "sizes"),
    )


def _millimetres(paper: tuple[int, int]) -> str:
    wide, high = (round(side / DPI * 25.4) for side in paper)
    return f"{wide} x {high} mm"


def _row(x: int, baseline: int, facts: Sequence[FormulaText], m: Measures) -> Iterator[TextLine]:
    words = math_text.row_words(x, baseline, facts, m.head, "ink", gap=_FACT_GAP, low_px=m.body)
    for word in words:
        letter = word.face == "italic"  # it has the colour of figures
        ink = FACT_INKS.get(word.text, word.ink)
        yield word._replace(face="bold-italic", ink=ink) if letter else word


def _row_width(facts: Sequence[FormulaText], m: Measures) -> int:
    return math_text.row_width(facts, m.head, gap=_FACT_GAP, low_px=m.body)
