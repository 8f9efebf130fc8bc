"""One output cell in three ways: gather, scatter, matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ....rendering import glyphs
from ....rendering.primitives import Box, Primitive, TextLine
from ....story.frame import Equation
from ....story.label import label_text
from ....story.notation import PRINTED
from ..blocks import Block, Paragraph, Room, SideBySide, Stack
from ..grid_block import GridBlock
from ..measures import Measures
from ..stories import SheetContent
from ..text_lines import Span
from .section import Section, note

__all__ = ["section"]

_ENDLESS: Final = 10**6
"""Characters: no equation is shortened."""
_WAYS: Final = ("gather", "scatter", "matrix")
_MOST: Final = 18
"""Lines of a picture: larger ones would take the room of others."""
HEADING: Final = "One output cell, three ways, one number"


@dataclass(frozen=True, eq=False)
class _Sum(Block):
    """An equation on one line, in the size in which all of *beside* fit; else shortened."""

    equation: Equation
    neighbours: Sequence[Equation]

    def measure(self, m: Measures, width: int) -> Room:
        return Room.just(1)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        wide = {px: glyphs.width("mono", px, "0") for px in (m.body, m.small)}
        whole = max(len(equation.text(_ENDLESS)) for equation in self.neighbours)
        px = m.body if whole * wide[m.body] <= box.width else m.small
        line = self.equation.text(box.width // wide[px])
        if len(line) * wide[px] <= box.width:
            yield TextLine(box.x, m.baseline(box.y), line, "mono", px, "ink", "paper")


def section(content: SheetContent) -> Section:
    view = content.view(content.main, "all")
    if isinstance(view, str):
        return Section(HEADING, note(view))
    frame = view.frame_of(content.cell(content.main))
    sections = [s for s in view.storyboard.sections if s.name in _WAYS]
    targets = (equation.target for equation in frame.asides.values())
    target = next(one for one in targets if one is not None)  # on the page it stands by itself
    sums = [replace(frame.asides[section.name], target=target) for section in sections]
    rows = (
        [
            Paragraph(
                [
                    Span(label_text(s.heading), "bold"),
                    Span(PRINTED.text(s.about), "sans", "muted"),
                ],
                "small",
            )
            for s in sections
        ],
        [
            GridBlock(
                s.columns, frame.grids, otherwise=_TOO_MANY, most=_MOST, yields=s.name == "matrix"
            )
            for s in sections
        ],
        [_Sum(equation, sums) for equation in sums],
    )
    return Section(HEADING + content.pair_words, Stack([SideBySide(row) for row in rows]))


def left_out() -> Section:
    """The same where a page has no room for it."""
    return Section(HEADING, note("No room for it on this paper: --topic views has it alone."))


_TOO_MANY: Final = "Too many cells to draw them here; a smaller i shows the same."
