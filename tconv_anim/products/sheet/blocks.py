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
    "Beside",
    "Block",
    "Entries",
    "Paragraph",
    "Room",
    "Stack",
    "Told",
    "added",
    "beside",
    "share",
]

Told: TypeAlias = "str | Span | Sequence[Span]"
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


def added(rooms: Sequence[Room], gaps: int) -> Room:
    """The room of blocks below each other, with *gaps* lines between them in all."""
    least, full, most, extra = (sum(lines) for lines in zip(*rooms, strict=True))
    return Room(least + gaps, full + gaps, most + gaps, extra)


def beside(rooms: Sequence[Room]) -> Room:
    """The room of blocks side by side."""
    least, full, most, _ = (max(lines) for lines in zip(*rooms, strict=True))
    return Room(least, full, most, max(room.most + room.extra for room in rooms) - most)


class Block(ABC):
    """A piece of a sheet."""

    def room(self, kit: Measures, width: int) -> Room:
        """How many lines it takes in *width* pixels."""
        return _measured(self, kit, width)

    @abstractmethod
    def measure(self, kit: Measures, width: int) -> Room:
        """The same, worked out; asked once for every width."""

    @abstractmethod
    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        """The primitives, inside *box*, which has at least as many lines as it needs."""


@lru_cache(maxsize=4096)
def _measured(block: Block, kit: Measures, width: int) -> Room:
    return block.measure(kit, width)


@dataclass(frozen=True, eq=False)
class Paragraph(Block):
    """Text, broken into lines."""

    told: Told
    size: TypeSize = "body"
    hang: int = 0
    """Of all lines but the first, in lines' heights."""

    def _lines(self, kit: Measures, width: int) -> list[Line]:
        px: int = getattr(kit, self.size)
        return wrapped(self.told, px, kit.small, width, self.hang * kit.line)

    def measure(self, kit: Measures, width: int) -> Room:
        return Room.just(len(self._lines(kit, width)))

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        px: int = getattr(kit, self.size)
        for number, line in enumerate(self._lines(kit, box.width)):
            baseline = kit.baseline(box.y + number * kit.line)
            yield from set_line(line, box.x, baseline, px, kit.small)


@dataclass(frozen=True, eq=False)
class Entries(Block):
    """Paragraphs of which the last ones may go, where there is no room for all."""

    paragraphs: Sequence[Paragraph]
    least: int
    """How many stay in any case."""

    def measure(self, kit: Measures, width: int) -> Room:
        counts = [paragraph.room(kit, width).least for paragraph in self.paragraphs]
        return Room(sum(counts[: self.least]), sum(counts), sum(counts))

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        y = box.y
        for paragraph in self.paragraphs:
            high = paragraph.room(kit, box.width).least * kit.line
            if y + high > box.y + box.height:
                break
            yield from paragraph.draw(kit, Box(box.x, y, box.width, high))
            y += high


@dataclass(frozen=True, eq=False)
class Stack(Block):
    """Blocks one below the other."""

    blocks: Sequence[Block]
    gap: int = 0
    """Empty lines between two of them."""

    def measure(self, kit: Measures, width: int) -> Room:
        rooms = [block.room(kit, width) for block in self.blocks]
        return added(rooms, self.gap * (len(self.blocks) - 1))

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        for block, area in self.placed(kit, box):
            yield from block.draw(kit, area)

    def placed(self, kit: Measures, box: Box) -> list[tuple[Block, Box]]:
        """Every block with the box it gets."""
        rooms = [block.room(kit, box.width) for block in self.blocks]
        gaps = self.gap * (len(self.blocks) - 1)
        y, placed = box.y, []
        for block, count in zip(
            self.blocks, share(rooms, box.height // kit.line - gaps), strict=True
        ):
            placed.append((block, Box(box.x, y, box.width, count * kit.line)))
            y += (count + self.gap) * kit.line
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
class Beside(Block):
    """Blocks side by side, in widths of *weights*; under each other where that is too narrow."""

    blocks: Sequence[Block]
    weights: Sequence[int] = ()
    narrow: int = 0
    """Widths below this many lines' heights are too narrow."""
    turned: Block | None = None
    """What stands there instead where it is too narrow."""

    def _stacked(self, kit: Measures, width: int) -> Block | None:
        if width >= self.narrow * kit.line:
            return None
        return self.turned or Stack(self.blocks)

    def boxes(self, kit: Measures, box: Box) -> list[Box]:
        """A box for each block."""
        weights = self.weights or [1] * len(self.blocks)
        room, x, boxes = box.width - kit.gap * (len(weights) - 1), box.x, []
        for number in range(len(weights)):
            end = box.x + room * sum(weights[: number + 1]) // sum(weights) + number * kit.gap
            boxes.append(Box(x, box.y, end - x, box.height))
            x = end + kit.gap
        return boxes

    def measure(self, kit: Measures, width: int) -> Room:
        if stacked := self._stacked(kit, width):
            return stacked.room(kit, width)
        boxes = self.boxes(kit, Box(0, 0, width, 0))
        rooms = [b.room(kit, box.width) for b, box in zip(self.blocks, boxes, strict=True)]
        return beside(rooms)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        if stacked := self._stacked(kit, box.width):
            yield from stacked.draw(kit, box)
            return
        for block, area in zip(self.blocks, self.boxes(kit, box), strict=True):
            yield from block.draw(kit, area)
