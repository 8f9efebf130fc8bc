"""One output cell in three ways: gather, scatter, matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ....rendering import glyphs
from ....rendering.primitives import Box, Primitive, TextLine
from ....story.frame import Equation
from ..blocks import Beside, Block, Paragraph, Room, Stack
from ..grid_block import Picture
from ..measures import Measures
from ..stories import Subject
from ..text_lines import Span
from .section import Part, note

__all__ = ["part"]

_ENDLESS: Final = 10**6
"""Characters: no equation is shortened."""
_MOST: Final = 18
"""Lines of a picture: larger ones would take the room of others."""
HEADING: Final = "One output cell, three ways, one number"


@dataclass(frozen=True, eq=False)
class _Sum(Block):
    """An equation on one line, in the size in which all of *beside* fit; else shortened."""

    equation: Equation
    beside: Sequence[Equation]

    def measure(self, kit: Measures, width: int) -> Room:
        return Room.just(1)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        wide = {px: glyphs.width("mono", px, "0") for px in (kit.body, kit.small)}
        whole = max(len(equation.text(_ENDLESS)) for equation in self.beside)
        px = kit.body if whole * wide[kit.body] <= box.width else kit.small
        line = self.equation.text(box.width // wide[px])
        if len(line) * wide[px] <= box.width:
            yield TextLine(box.x, kit.baseline(box.y), line, "mono", px, "ink", "paper")


def part(subject: Subject) -> Part:
    view = subject.view(subject.main, "all")
    if isinstance(view, str):
        return Part(HEADING, note(view))
    frame = view.frame_of(subject.cell(subject.main))
    sections = view.storyboard.sections
    sums = [frame.asides[section.name] for section in sections]
    rows = (
        [
            Paragraph([Span(s.name, "bold"), Span(s.about, "sans", "muted")], "small")
            for s in sections
        ],
        [
            Picture(
                s.columns, frame.grids, otherwise=_TOO_MANY, most=_MOST, yields=s.name == "matrix"
            )
            for s in sections
        ],
        [_Sum(frame.asides[s.name], sums) for s in sections],
        [note(s.key.replace("orange:", "marked:")) for s in sections],
    )
    return Part(HEADING, Stack([Beside(row) for row in rows]))


def left_out() -> Part:
    """The same where a page has no room for it."""
    return Part(HEADING, note("No room for it on this paper: --topic views has it alone."))


_TOO_MANY: Final = "Too many cells to draw them here; a smaller i shows the same."
