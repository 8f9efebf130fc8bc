"""One output cell in three ways: gather, scatter, matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...picture import text
from ...picture.primitives import Box, Primitive, Words
from ...story.model import Equation
from ..blocks import Beside, Block, Paragraph, Room, Stack
from ..kit import Kit
from ..pictures import Picture
from ..subject import Subject
from ..wrapping import Span
from .part import Part, note

__all__ = ["part"]

HEADING: Final = "One output cell, three ways, one number"


@dataclass(frozen=True, eq=False)
class _Sum(Block):
    """An equation on one line: shortened where it has to be."""

    equation: Equation

    def measure(self, kit: Kit, width: int) -> Room:
        return Room(1, 1)

    def draw(self, kit: Kit, box: Box) -> Iterator[Primitive]:
        for px in (kit.body, kit.small):
            line = self.equation.text(box.width // text.width("mono", px, "0"))
            if "…" not in line and text.width("mono", px, line) <= box.width:
                break
        if text.width("mono", px, line) <= box.width:
            yield Words(box.x, kit.baseline(box.y), line, "mono", px, "ink", "paper")


def part(subject: Subject) -> Part:
    story = subject.story(subject.main, "all")
    if isinstance(story, str):
        return Part(HEADING, note(story))
    frame = story.frame(story.index_of(subject.cell(subject.main)))
    sections = story.script.sections
    rows = (
        [
            Paragraph([Span(s.name, "bold"), Span(s.about, "sans", "muted")], "small")
            for s in sections
        ],
        [Picture(s.columns, frame.grids, otherwise=_TOO_MANY) for s in sections],
        [_Sum(frame.asides[s.name]) for s in sections],
        [note(s.key) for s in sections],
    )
    return Part(HEADING, Stack([Beside(row) for row in rows]))


_TOO_MANY: Final = "Too many cells to draw them here."
