"""Where the stacks of a section stand, beside each other or below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ...story.frame import Grid, Panel
from .. import glyphs
from ..cells import measure_cells
from ..panel_rows import APART
from ..place import Place
from ..primitives import TextLine
from ..signs import Sign
from .annotations import Lines, meets_sign
from .stack_signs import StackSigns
from .stack_sizes import GAP, SlotSizes

__all__ = ["StackLayout"]

MOST_GAP, MOST_GAP_ACROSS = 36, 80
"""Between panels of a stack, at most; and where they stand side by side."""
MOST_GUTTER: Final = 60
"""On both sides of a sign, at most."""


@dataclass
class StackLayout(StackSigns):
    """Where everything stands; *down*: stacks are rows, below each other."""

    input_heads: tuple[Lines, Lines] = ((), ())
    """What is said of inputs before, and after, something is done to them."""

    def place(self) -> None:
        """Find places for all panels and signs."""
        along, across = self.room
        found = [self.sizes(stack, self.pitch) for stack in self.stacks]
        taken = sum(size.across for size in found) + sum(map(self.sign_room, self.between))
        free, count = across - taken, 2 * len(self.between)
        gutter = min(free // (count + 1), self.gutter(MOST_GUTTER))
        at = (self.area.y if self.down else self.area.x) + (free - gutter * count) // 2
        start = self.area.x if self.down else self.area.y + self.head
        before: tuple[Panel, ...] = ()
        for number, (stack, size) in enumerate(zip(self.stacks, found, strict=True)):
            if number:
                at += 2 * gutter + self.sign_room(self.between[number - 1])
            at += self.head if self.down else 0
            self._stack(stack, size, at, start, along)
            if number:
                sign = self.between[number - 1]
                middle = at - gutter - self.sign_room(sign) // 2 - self.head * self.down
                for left, right in self.joined_panels(before, stack):
                    if self.stamped and before == self.stacks[0]:
                        for one in left:  # that of the input which gives
                            self.put_sign(sign, middle, (one,), right, framed=True)
                    else:
                        self.put_sign(sign, middle, left, right)
            at, before = at + size.across, stack
        if self.over:
            self._say_heads()
        elif self.down:
            self._name_rows()

    def _say_heads(self) -> None:
        """Say what each stack is, over it, where there is room before the next one."""
        corners = [self.places[stack[0].name] for stack in self.stacks]
        ends = [self.area.right] * len(corners)
        if not self.down:
            ends[:-1] = [place.x - self.scale.px(APART) for place in corners[1:]]
        for head, stack, place, end in zip(
            self.section.heads, self.stacks, corners, ends, strict=False
        ):
            at = place.x, place.y - self.head_drop - self._lift(stack)
            lines = self._fitting(head.wordings, at, end)
            if head.rest and stack is self.stacks[0]:
                self.input_heads = self._fitting(head.plain, at, end), lines
            else:
                self._say(lines, stack)

    def _fitting(self, wordings: Sequence[str], at: tuple[int, int], end: int) -> Lines:
        """The first of *wordings* with room before *end*."""
        apart, others = self.scale.px(APART // 2), [one for a in self.added for one in a.longest]
        for words in wordings:
            line = TextLine(*at, words, "sans", self.label_px, "muted", "paper")
            if _right(line) <= end and not meets_sign(line, self.signs, apart, others):
                return (line,)
        return ()

    def _say(self, lines: Lines, stack: Sequence[Panel]) -> None:
        """Add what stands there while a panel of the *stack* shows something."""
        names = tuple(panel.name for panel in stack)
        self.signs += [Sign(lines, names, names)] * bool(lines)

    def heads(self, grids: Mapping[str, Grid | None]) -> Lines:
        """What is said of the inputs, to which something is done first, and of what they give."""
        panel = self.stacks[0][0]
        grid = grids.get(panel.name)
        whole = grid is not None and grid.roles.shape == (panel.rows, panel.columns)
        heads = self.input_heads[whole] if grid is not None else ()
        return (*heads, *(line for one in self.added if (line := one.line(grids))))

    def _name_rows(self) -> None:
        """Say what each stack is, and how large, to the left of its first label."""
        for head, stack in zip(self.section.heads, self.stacks, strict=False):
            first, rest = (head.first, head.short), (head.rest, head.brief)
            if head.rest and stack is self.stacks[0]:
                done = self._beside(stack, rest, (head.size,))
                plain = self._beside(stack, (head.first,), (head.first_size or head.size,))
                self.input_heads = plain, done or plain[:1]
            else:
                self._say(self._beside(stack, first, rest, (head.size,)), stack)

    def _beside(self, stack: Sequence[Panel], first: Sequence[str], *more: Sequence[str]) -> Lines:
        """Lines beside the first panel: of each the first of its wordings that has room there.

        None without one of the *first* line.
        """
        px, place = self.label_px, self.places[stack[0].name]
        label = self.label_width(stack[0]) if not place.label_left else 0
        room = place.x - label - self.scale.px(APART) - self.area.x
        fitting = [[one for one in way if 0 < self._wide(one) <= room] for way in (first, *more)]
        words = [way[0] for way in fitting if way] if fitting[0] else []
        return tuple(
            TextLine(
                self.area.x, place.y + px + number * px * 4 // 3, one, "sans", px, "muted", "paper"
            )
            for number, one in enumerate(words)
        )

    def _wide(self, words: str) -> int:
        return glyphs.width("sans", self.label_px, words)

    def _lift(self, stack: Sequence[Panel]) -> int:
        """Height of a label between a head and the first cells of a stack."""
        if self.down:
            return self.labels_above(stack)
        return self.label_high * self.stands_above(stack[0])

    def _lead(self, free: int) -> int:
        """Pixels to the left of rows for their names, where so many are *free*."""
        heads = self.section.heads if self.down and not self.over else ()
        words = [max(self._wide(head.first), self._wide(head.size)) for head in heads]
        wide = max(words, default=0) + self.scale.px(APART) // 2
        return wide if heads and wide <= free else 0

    def _stack(
        self, stack: Sequence[Panel], size: SlotSizes, at: int, start: int, room: int
    ) -> None:
        pitch = self.own(stack, self.pitch)
        gaps, most = len(stack) - 1, MOST_GAP_ACROSS if self.down else MOST_GAP
        free = room - sum(size.slots)
        if lead := self._lead(free - gaps * self.scale.px(GAP)):
            start, free = start + lead, free - lead
        gap = min(free // (gaps + 1), self.scale.px(most))
        if gaps:
            gap = max(gap, min(self.scale.px(GAP), free // gaps))
        along = start + (free - gap * gaps) // 2
        labels = self.labels_beside(stack)
        for panel, slot, label in zip(stack, size.slots, size.labels, strict=True):
            wide, high = panel.columns * pitch, panel.rows * pitch
            if self.down:
                x = along + label + (slot - label - wide) // 2
                lift = self.labels_above(stack)
                y = at + lift + (size.across - lift - high) // 2
            else:
                x = at + labels + (size.across - labels - wide) // 2
                y = along + (slot - high) // 2
            cells = measure_cells(panel, pitch, self.scale)
            apart = self.scale.px(APART // 2)
            label_at = x - apart, y + high // 2 + self.label_px // 3
            if above := self.stands_above(panel):
                begin = min(x, along + slot - self.label_width(panel)) if self.down else at
                label_at = begin, y - self.head_drop
            room = self.label_width(panel) - apart
            self.places[panel.name] = Place(panel, x, y, cells, room, label_at, above)
            along += slot + gap


def _right(line: TextLine) -> int:
    return line.x + glyphs.width(line.face, line.px, line.text)
