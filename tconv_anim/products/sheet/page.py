"""A whole page: a header, the parts between, a foot; and how far everything can be enlarged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from ...errors import Argument, FigureError
from ...rendering import glyphs, math_text
from ...rendering.glyphs import too_wide
from ...rendering.primitives import Box, Primitive, Rectangle, TextLine, flattened
from ...rendering.theme import Theme
from .blocks import Block, Room, added, share
from .measures import DPI, Measures
from .text_lines import Line, Span, set_line, wrapped

__all__ = ["Column", "Page", "TooFullError", "largest_kit"]

_ZOOMS: Final = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8)
"""Of a whole sheet, where it has little to say."""
_PART_ZOOMS: Final = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4)
"""Of a part that stands alone, as on a slide."""
_LEADING: Final = 1.3
"""From a line of facts to the next, in lines: their type is larger than that of text."""
_AIR: Final = 2
"""Lines that may be added to a gap where nothing else can use them."""


_FACT_GAP: Final = 3
"""Blanks between facts."""


class TooFullError(FigureError):
    """More than fits a page."""


@dataclass(frozen=True, eq=False)
class Column(Block):
    """Parts one below the other, a line apart; what room nobody can use goes between them."""

    blocks: Sequence[Block]

    def measure(self, kit: Measures, width: int) -> Room:
        return added([block.room(kit, width) for block in self.blocks], len(self.blocks) - 1)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        rooms = [block.room(kit, box.width) for block in self.blocks]
        gaps = len(rooms) - 1
        lines = box.height // kit.line
        counts = share(rooms, lines - gaps)
        spare = max(lines - gaps - sum(counts), 0)
        y = box.y
        for number, (block, count) in enumerate(zip(self.blocks, counts, strict=True)):
            yield from block.draw(kit, Box(box.x, y, box.width, count * kit.line))
            air = min(spare // gaps + (number < spare % gaps), _AIR) if gaps else 0
            y += (count + 1 + air) * kit.line


@dataclass(frozen=True)
class Page:
    """A sheet of paper with everything on it."""

    title: str
    facts: tuple[str, ...]
    """The numbers, as formulas at the right of the title."""
    body: Block
    contents: str
    """What is on it, in words."""
    command: str
    software: str

    def fits(self, kit: Measures, *, amply: bool) -> bool:
        """Whether everything has the room it needs; *amply*: all it can use."""
        area = self._area(kit)
        room = self.body.room(kit, area.width)
        wide = glyphs.width("bold", kit.title, self.title) <= area.width
        return wide and (room.most if amply else room.least) * kit.line <= area.height

    def said(self, kit: Measures) -> int:
        """Letters on the page, those in cells among them: small cells hold none."""
        words = (item for item in flattened(self.draw(kit)) if isinstance(item, TextLine))
        return sum(len(word.text.replace(" ", "")) for word in words)

    def draw(self, kit: Measures) -> Iterator[Primitive]:
        """The primitives of the page; whoever asks has seen that it fits."""
        wide, high = kit.paper
        yield Rectangle(0, 0, wide, high, "paper")
        yield from self._header(kit)
        yield from self.body.draw(kit, self._area(kit))
        yield from self._foot(kit)

    # -- header and foot --------------------------------------------------------------------

    @staticmethod
    def _room(kit: Measures) -> int:
        return kit.paper[0] - 2 * kit.margin

    def _beside(self, kit: Measures) -> bool:
        """Whether the facts stand beside the title, not under it."""
        both = glyphs.width("bold", kit.title, self.title) + self._facts_width(kit)
        return both + kit.gap <= self._room(kit)

    def _facts_width(self, kit: Measures) -> int:
        return _row_width(self.facts, kit)

    def _facts_lines(self, kit: Measures) -> list[list[str]]:
        """The facts in lines, none of them broken."""
        lines: list[list[str]] = [[]]
        for fact in self.facts:
            if lines[-1] and _row_width([*lines[-1], fact], kit) > self._room(kit):
                lines.append([])
            lines[-1].append(fact)
        return lines

    def _header_lines(self, kit: Measures) -> int:
        if self._beside(kit):
            return 4
        return 4 + kit.lines(round(_LEADING * kit.line * len(self._facts_lines(kit))))

    def _header(self, kit: Measures) -> Iterator[Primitive]:
        left, baseline = kit.margin, kit.margin + round(1.6 * kit.line)
        yield TextLine(left, baseline, self.title, "bold", kit.title, "ink", "paper")
        lines, right = self._facts_lines(kit), kit.paper[0] - kit.margin
        if self._beside(kit):
            x = right - self._facts_width(kit)
            yield from _row(x, baseline, lines[0], kit)
            return
        for number, line in enumerate(lines, start=1):
            at = baseline + round((number * _LEADING + 0.2) * kit.line)
            yield from _row(left, at, line, kit)

    def _foot_lines(self, kit: Measures) -> list[Line]:
        room = self._room(kit) - glyphs.width("sans", kit.small, self.software) - kit.gap
        face = "sans" if glyphs.missing_glyphs(self.command, "mono") else "mono"
        return wrapped(Span(self.command, face, "muted"), kit.small, kit.small, room, kit.line)

    def _foot(self, kit: Measures) -> Iterator[Primitive]:
        wide, high = kit.paper
        lines = self._foot_lines(kit)
        top = high - kit.margin - len(lines) * kit.line
        yield Rectangle(
            kit.margin, top - kit.line // 4, self._room(kit), max(kit.rule // 2, 1), "rule"
        )
        for number, line in enumerate(lines):
            baseline = kit.baseline(top + number * kit.line)
            yield from set_line(line, kit.margin, baseline, kit.small, kit.small)
        x = wide - kit.margin - glyphs.width("sans", kit.small, self.software)
        yield TextLine(x, kit.baseline(top), self.software, "sans", kit.small, "muted", "paper")

    def _area(self, kit: Measures) -> Box:
        """What is left between header and foot, in whole lines."""
        wide, high = kit.paper
        top = kit.margin + (self._header_lines(kit) - 1) * kit.line
        foot = (len(self._foot_lines(kit)) + 1) * kit.line
        lines = (high - kit.margin - foot - top) // kit.line
        return Box(kit.margin, top, wide - 2 * kit.margin, lines * kit.line)


def largest_kit(page: Page, theme: Theme, paper: tuple[int, int], *, alone: bool) -> Measures:
    """The kit in which *page* fills its paper; a part that stands *alone* has larger type.

    Raises
    ------
    FigureError
        Not even the smallest type fits, or the title does not.
    """
    kits = [Measures(theme, paper, zoom) for zoom in (_PART_ZOOMS if alone else _ZOOMS)]
    if alone:  # the largest type in which nothing is left out
        if fitting := [kit for kit in kits if page.fits(kit, amply=False)]:
            return max(fitting, key=lambda kit: (page.said(kit), kit.zoom))
    elif ample := list(takewhile(lambda kit: page.fits(kit, amply=True), kits)):
        return ample[-1]
    elif page.fits(kits[0], amply=False):
        return kits[0]
    smallest = kits[0]
    room = paper[0] - 2 * smallest.margin
    if (wide := glyphs.width("bold", smallest.title, page.title)) > room:
        raise too_wide(page.title, wide, room, "paper")
    raise TooFullError(
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


def _row(x: int, baseline: int, facts: Sequence[str], kit: Measures) -> Iterator[TextLine]:
    yield from math_text.row_words(
        x, baseline, facts, kit.head, "ink", gap=_FACT_GAP, low_px=kit.body
    )


def _row_width(facts: Sequence[str], kit: Measures) -> int:
    return math_text.row_width(facts, kit.head, gap=_FACT_GAP, low_px=kit.body)
