"""Numbers worked out in large type, in the largest room that a page leaves free.

Of a transposed layer these are z and p', before anything is inserted or padded. Panels
that are still empty make room.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol, TypeAlias

import numpy as np

from ..layers.expressions import SIGNS, Expression
from ..story.equation import Working
from ..story.frame import CellRole, Frame, Grid
from ..story.notation import PRINTED
from . import glyphs
from .free_room import free_boxes
from .header import FACT_INKS
from .primitives import Box, TextLine
from .scale import Scale
from .spans import Span, span_lines, span_width

__all__ = ["PlacedWorkings", "Workings", "shown_grids"]

LARGEST, LEAST, LABEL = 30, 14, 14
"""Font sizes: of calculations, and of what stands above them."""
LARGE: Final = 20
"""Of calculations for which no panel has to make room."""
LEADING, COLUMNS_APART = 1.5, 1.6
"""From line to line and between columns, by their font size."""
SHORT: Final = 3
"""Breaks of calculations that are nothing but their value."""
MARGIN: Final = 26
"""White around, at least."""
_EMPTY: Final = (CellRole.TODO, CellRole.GHOST)
_EQUALS: Final = Span(" = ", "sans", "muted")

Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class _Block:
    """Calculations in columns, each a label and its lines."""

    workings: Sequence[Working]
    px: int
    label_px: int
    """0: without labels."""
    breaks: int

    @cached_property
    def lines(self) -> list[list[Line]]:
        return [_lines(working, self.breaks) for working in self.workings]

    @cached_property
    def column(self) -> int:
        """The width of a column."""
        labels = [self._label_width(working) for working in self.workings]
        return max(
            *labels,
            *(
                self.indent(working, number) + span_width(line, self.px)
                for working, lines in zip(self.workings, self.lines, strict=True)
                for number, line in enumerate(lines)
            ),
        )

    def _label_width(self, working: Working) -> int:
        return glyphs.width("sans", self.label_px, working.about) if self.label_px else 0

    def indent(self, working: Working, line: int) -> int:
        """Where a line begins: those after the first below its sign of equality."""
        return span_width((_symbol(working),), self.px) if line else 0

    @property
    def pitch(self) -> int:
        return round(LEADING * self.px)

    @property
    def row(self) -> int:
        """From the top of a calculation to its last baseline."""
        label = self.label_px + round(LEADING * self.px) if self.label_px else self.px
        return label + (len(self.lines[0]) - 1) * self.pitch

    def size(self, columns: int) -> tuple[int, int]:
        """Width and height in so many columns."""
        rows = math.ceil(len(self.workings) / columns)
        apart = round(COLUMNS_APART * self.px)
        return columns * (self.column + apart) - apart, rows * (self.row + self.px) - self.px

    def lines_at(self, left: int, top: int, columns: int) -> Iterator[TextLine]:
        """Row by row."""
        px, label_px = self.px, self.label_px
        for number, (working, lines) in enumerate(zip(self.workings, self.lines, strict=True)):
            row, column = divmod(number, columns)
            x = left + column * (self.column + round(COLUMNS_APART * px))
            y = top + row * (self.row + px)
            if label_px:
                yield TextLine(x, y + label_px, working.about, "sans", label_px, "muted", "paper")
            baseline = y + self.row - (len(lines) - 1) * self.pitch
            for index, line in enumerate(lines):
                at = x + self.indent(working, index)
                yield from span_lines(line, at, baseline + index * self.pitch, px)


def shown_grids(frame: Frame) -> Mapping[str, Grid | None]:
    """What the panels show: while something is worked out, none that is still empty."""
    if not frame.workings:
        return frame.grids
    return {
        name: None if grid is None or np.isin(grid.roles, _EMPTY).all() else grid
        for name, grid in frame.grids.items()
    }


class _Section(Protocol):
    def covered_boxes(self, grids: Mapping[str, Grid | None]) -> Iterable[Box]:
        """Where what is shown of *grids* stands."""


class PlacedWorkings(NamedTuple):
    """What a frame works out, and the panels that are shown beside it."""

    lines: list[TextLine]
    grids: Mapping[str, Grid | None]


class Workings:
    """Lays calculations out in the room of a page that its *sections* leave free.

    Panels that are still empty make room, unless there is enough where they *stay*.
    """

    def __init__(
        self, sections: Sequence[_Section], room: Box, scale: Scale, *, stay: bool = False
    ) -> None:
        self._sections, self._room, self._scale, self._stay = sections, room, scale, stay

    def of(self, frame: Frame) -> PlacedWorkings:
        """The texts in the free room where they are largest; none where they fit nowhere."""
        if not frame.workings:
            return PlacedWorkings([], frame.grids)
        if self._stay and (lines := self._lines(frame.workings, frame.grids, LARGE)):
            return PlacedWorkings(lines, frame.grids)
        grids = shown_grids(frame)
        return PlacedWorkings(self._lines(frame.workings, grids, LEAST), grids)

    def _lines(
        self, workings: Sequence[Working], grids: Mapping[str, Grid | None], least: int
    ) -> list[TextLine]:
        """Beside *grids*, in type of at least that size."""
        taken = [box for section in self._sections for box in section.covered_boxes(grids)]
        margin = self._scale.px(MARGIN)
        rooms = [_inside(box, self._room, margin) for box in free_boxes(self._room, taken)]
        rooms.sort(key=lambda room: room.width * room.height, reverse=True)
        columns = range(1, len(workings) + 1)
        for block, beside in ((b, n) for b in self._blocks(workings, least) for n in columns):
            wide, high = block.size(beside)
            for room in rooms:
                if wide <= room.width and high <= room.height:
                    left, top = (room.width - wide) // 2, (room.height - high) // 2
                    return list(block.lines_at(room.x + left, room.y + top, beside))
        return []

    def _blocks(self, workings: Sequence[Working], least: int) -> Iterator[_Block]:
        """The largest type first, and of one size the fewest lines.

        Without labels where there is no room for them, and with nothing but values at last;
        of these alone there are none where all has to be large.
        """
        scale = self._scale
        sizes = range(scale.font(LARGEST), scale.font(least) - 1, -2)
        ways = (scale.font(LABEL), (0, 1, 2)), (0, (0, 1, 2)), (0, (SHORT,))
        for label_px, breaks in ways[: 2 if least > LEAST else 3]:
            for px, broken in itertools.product(sizes, breaks):
                yield _Block(workings, px, label_px, broken)


def _lines(working: Working, breaks: int) -> list[Line]:
    """Symbol, letters, numbers and value, on one line or broken before so many signs."""
    calculation = working.calculation
    letters = _sum(calculation.letters, calculation.letters)
    numbers = _sum(calculation.letters, calculation.numbers)
    value = Span(PRINTED.signed(calculation.value), "bold", "ink")
    if breaks == SHORT:
        return [(_symbol(working), _EQUALS, value)]
    parts: list[Line] = [
        (_symbol(working), _EQUALS, *letters),
        (_EQUALS, *numbers),
        (_EQUALS, value),
    ]
    if breaks == 0:
        return [tuple(itertools.chain(*parts))]
    return [parts[0], (*parts[1], *parts[2])] if breaks == 1 else parts


def _symbol(working: Working) -> Span:
    return Span(working.calculation.symbol.written(SIGNS), "bold-italic", "ink")


def _sum(letters: Expression, shown: Expression) -> tuple[Span, ...]:
    """*shown*, the letters or numbers in their places, in the colours of the letters."""
    return tuple(_spans(letters, shown))


def _spans(letters: Expression, shown: Expression, *, factor: bool = False) -> Iterator[Span]:
    operator = letters.operator
    if operator == "sum":
        yield from [_sign("(")] * factor
        for number, ((sign, one), (_, other)) in enumerate(
            zip(letters.operands, shown.operands, strict=True)
        ):
            if number:
                yield _sign(f" {'+' if sign > 0 else SIGNS.minus} ")
            yield from _spans(one, other, factor=number > 0)
        yield from [_sign(")")] * factor
    elif operator == "product":
        for number, (one, other) in enumerate(zip(letters.operands, shown.operands, strict=True)):
            yield from [_sign(SIGNS.times)] * number
            yield from _spans(one, other, factor=True)
    else:
        base = letters.operands[0] if operator == "letter" else ""
        ink = FACT_INKS.get(base, "ink")
        if shown.operator == "letter":
            yield Span(_WORDS.get(base, base), "bold-italic", ink)
            return
        text = PRINTED.signed(shown.operands[0])
        negative = factor and shown.operands[0] < 0
        yield Span(f"({text})" if negative else text, "bold" if ink != "ink" else "sans", ink)


_WORDS: Final = {"c": "crop"}
"""Letters that stand for a word; what is above a calculation says of which end it is."""


def _sign(text: str) -> Span:
    return Span(text, "sans", "muted")


def _inside(box: Box, area: Box, margin: int) -> Box:
    """*box* with a margin at every side, but for the sides of the page."""
    left = margin if box.x > area.x else 0
    right = margin if box.right < area.right else 0
    return Box(box.x + left, box.y + margin, box.width - left - right, box.height - 2 * margin)
