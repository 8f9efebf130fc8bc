"""What a part of a sheet is made of: paragraphs, and things below or beside each other.

A block says how many lines it needs at a width, and how many it could use; given a box
it draws itself. Everything stands on the sheet's lines.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from ...rendering.primitives import Box, Primitive
from .measures import Measures
from .text_lines import Line, Span, set_line, wrapped

__all__ = [
    "NEVER",
    "Block",
    "Entries",
    "Paragraph",
    "Room",
    "SideBySide",
    "Stack",
    "Text",
    "row_room",
    "share",
    "stacked_room",
]

Text: TypeAlias = "str | Span | Sequence[Span]"
TypeSize: TypeAlias = Literal["title", "head", "body", "small"]


NEVER: Final = 10**6
"""Lines that no page has."""


class Room(NamedTuple):
    """Lines that a block needs, and could use."""

    least: int
    full: int
    """With these nothing has to be left out."""
    most: int
    """With more than that it can do nothing, ..."""
    extra: int = 0
    """... but for something in one piece, that takes so many more."""

    @classmethod
    def just(cls, lines: int) -> Room:
        return cls(lines, lines, lines)


def stacked_room(rooms: Sequence[Room], gaps: int) -> Room:
    """The room of blocks below each other, with *gaps* lines between them in all."""
    least, full, most, extra = (sum(lines) for lines in zip(*rooms, strict=True))
    return Room(least + gaps, full + gaps, most + gaps, extra)


def row_room(rooms: Sequence[Room]) -> Room:
    """The room of blocks side by side."""
    least, full, most, _ = (max(lines) for lines in zip(*rooms, strict=True))
    return Room(least, full, most, max(room.most + room.extra for room in rooms) - most)


class Block(ABC):
    """A piece of a sheet."""

    def room(self, m: Measures, width: int) -> Room:
        """How many lines it takes in *width* pixels."""
        return _measured(self, m, width)

    @abstractmethod
    def measure(self, m: Measures, width: int) -> Room:
        """The same, worked out; asked once for every width."""

    @abstractmethod
    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        """The primitives, inside *box*, which has at least as many lines as it needs."""


@lru_cache(maxsize=4096)
def _measured(block: Block, m: Measures, width: int) -> Room:
    return block.measure(m, width)


@dataclass(frozen=True, eq=False)
class Paragraph(Block):
    """Text, broken into lines."""

    text: Text
    size: TypeSize = "body"
    hang: int = 0
    """Of all lines but the first, in lines' heights."""

    def _lines(self, m: Measures, width: int) -> tuple[Line, ...]:
        px: int = getattr(m, self.size)
        return wrapped(self.text, px, m.small, width, self.hang * m.line)

    def measure(self, m: Measures, width: int) -> Room:
        return Room.just(len(self._lines(m, width)))

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        px: int = getattr(m, self.size)
        for number, line in enumerate(self._lines(m, box.width)):
            baseline = m.baseline(box.y + number * m.line)
            yield from set_line(line, box.x, baseline, px, m.small)


@dataclass(frozen=True, eq=False)
class Entries(Block):
    """Paragraphs of which the last ones may go, where there is no room for all."""

    paragraphs: Sequence[Paragraph]
    least: int
    """How many stay in any case."""

    def measure(self, m: Measures, width: int) -> Room:
        counts = [paragraph.room(m, width).least for paragraph in self.paragraphs]
        return Room(sum(counts[: self.least]), sum(counts), sum(counts))

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        y = box.y
        for paragraph in self.paragraphs:
            high = paragraph.room(m, box.width).least * m.line
            if y + high > box.bottom:
                break
            yield from paragraph.draw(m, Box(box.x, y, box.width, high))
            y += high


@dataclass(frozen=True, eq=False)
class Stack(Block):
    """Blocks one below the other."""

    blocks: Sequence[Block]
    gap: int = 0
    """Empty lines between two of them."""

    def measure(self, m: Measures, width: int) -> Room:
        rooms = [block.room(m, width) for block in self.blocks]
        return stacked_room(rooms, self.gap * (len(self.blocks) - 1))

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        for block, area in self.placements(m, box):
            yield from block.draw(m, area)

    def placements(self, m: Measures, box: Box) -> list[tuple[Block, Box]]:
        """Every block with the box it gets."""
        rooms = [block.room(m, box.width) for block in self.blocks]
        gaps = self.gap * (len(self.blocks) - 1)
        y, placed = box.y, []
        for block, count in zip(
            self.blocks, share(rooms, box.height // m.line - gaps), strict=True
        ):
            placed.append((block, Box(box.x, y, box.width, count * m.line)))
            y += (count + self.gap) * m.line
        return placed


def share(rooms: Sequence[Room], lines: int) -> list[int]:
    """*lines* shared out: to each what it needs, then until nobody leaves anything out, then
    until nobody can use more; and in the end what is used in one piece only.
    """
    counts = [room.least for room in rooms]
    spare = lines - sum(counts)
    for goals in ([room.full for room in rooms], [room.most for room in rooms]):
        begun = list(counts)
        while spare > 0:
            hungry = [n for n, goal in enumerate(goals) if counts[n] < goal]
            if not hungry:
                break
            # The one that has the least of what it could have.
            filled = {n: (counts[n] - begun[n]) / (goals[n] - begun[n]) for n in hungry}
            counts[min(hungry, key=lambda n: (filled[n], n))] += 1
            spare -= 1
    for number, room in enumerate(rooms):
        if 0 < room.extra <= spare:
            counts[number] += room.extra
            spare -= room.extra
    return counts


@dataclass(frozen=True, eq=False)
class SideBySide(Block):
    """Blocks side by side, in widths of *weights*; under each other where that is too narrow."""

    blocks: Sequence[Block]
    weights: Sequence[int] = ()
    narrow: int = 0
    """Widths below this many lines' heights are too narrow."""
    substitute: Block | None = None
    """What stands there instead where it is too narrow."""

    def _narrow_block(self, m: Measures, width: int) -> Block | None:
        if width >= self.narrow * m.line:
            return None
        return self.substitute or Stack(self.blocks)

    def boxes(self, m: Measures, box: Box) -> list[Box]:
        """A box for each block."""
        weights = self.weights or [1] * len(self.blocks)
        room, x, boxes = box.width - m.gap * (len(weights) - 1), box.x, []
        for number in range(len(weights)):
            end = box.x + room * sum(weights[: number + 1]) // sum(weights) + number * m.gap
            boxes.append(Box(x, box.y, end - x, box.height))
            x = end + m.gap
        return boxes

    def measure(self, m: Measures, width: int) -> Room:
        if stacked := self._narrow_block(m, width):
            return stacked.room(m, width)
        boxes = self.boxes(m, Box(0, 0, width, 0))
        rooms = [b.room(m, box.width) for b, box in zip(self.blocks, boxes, strict=True)]
        return row_room(rooms)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        if stacked := self._narrow_block(m, box.width):
            yield from stacked.draw(m, box)
            return
        for block, area in zip(self.blocks, self.boxes(m, box), strict=True):
            yield from block.draw(m, area)
