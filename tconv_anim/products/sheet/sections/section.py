"""A section of a sheet: its heading over a rule, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ....rendering import glyphs
from ....rendering.primitives import Box, Primitive, Rectangle, TextLine
from ....story.notation import PRINTED
from ...tables.table import Style
from ..blocks import NEVER, Block, Paragraph, Room, stacked_room
from ..measures import Measures
from ..text_lines import Span

__all__ = ["SHEET_STYLE", "Section", "note"]

SHEET_STYLE: Final = Style(times=" × ", per_axis=PRINTED.padding)
"""How cells of the size command's tables are spelled on a sheet."""
_HEADING: Final = 2
"""Lines of a heading with its rule and the air below."""


def note(text: str) -> Paragraph:
    """A line in the voice of captions."""
    return Paragraph(Span(text, "sans", "muted"), "small")


@dataclass(frozen=True, eq=False)
class Section(Block):
    """A heading and a body."""

    heading: str
    body: Block

    def measure(self, m: Measures, width: int) -> Room:
        if glyphs.width("bold", m.head, self.heading) > width:
            return Room.just(NEVER)
        return stacked_room([self.body.room(m, width)], _HEADING)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        baseline = box.y + round(0.9 * m.line)
        yield TextLine(box.x, baseline, self.heading, "bold", m.head, "ink", "paper")
        y, wide = (
            baseline + round(0.4 * m.line),
            glyphs.width("bold", m.head, self.heading),
        )
        yield Rectangle(box.x, y, box.width, m.rule, "rule")
        yield Rectangle(box.x, y, wide, 2 * m.rule, "accent")
        top = box.y + _HEADING * m.line
        yield from self.body.draw(m, Box(box.x, top, box.width, box.height - _HEADING * m.line))
