"""Where the stacks of a section stand, beside each other or below each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ...story.frame import Panel, Section, label_text
from .. import glyphs
from ..cells import LEAST_PITCH, least_for_text, measure_cells
from ..panel_layout import Place, Sign
from ..panel_rows import APART, LABEL_FONT, SIGN_FONT, sign_word
from ..panel_sizes import LARGEST, MORE
from ..primitives import Box, TextLine
from ..scale import Scale
from .layout import HEAD_DROP

__all__ = ["StackLayout"]

GAP, MOST_GAP, MOST_GAP_ACROSS = 12, 36, 80
"""Between panels of a stack; at most where they stand side by side."""
GUTTER, MOST_GUTTER = 12, 60
"""On both sides of a sign."""
SMALL_SIGN: Final = 24
"""The font of signs between rows."""
LARGER: Final = 2
"""How much larger than those of the first stack the cells of the others may be."""
_DOWN: Final = {"→": "↓", "⟶": "↓"}
"""Arrows of stacks that stand below each other."""


class _Sizes(NamedTuple):
    """Along the stacks' own direction, and across it."""

    labels: list[int]
    slots: list[int]
    """With their labels."""
    across: int


@dataclass
class StackLayout:
    """Where everything stands; *down*: stacks are rows, below each other."""

    section: Section
    area: Box
    scale: Scale
    most: int | None
    """Pixels that cells have at most."""
    down: bool
    places: dict[str, Place] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)

    def __post_init__(self) -> None:
        columns = self.section.stacks
        self.stacks = [stack for stack in columns if not isinstance(stack, str)]
        self.between = [sign for sign in columns if isinstance(sign, str)]
        self.label_px = self.scale.font(LABEL_FONT)
        self.sign_px = self.scale.font(SMALL_SIGN if self.down else SIGN_FONT)
        panels = [panel for stack in self.stacks for panel in stack]
        self._label_widths = {panel.name: self._label_width(panel) for panel in panels}
        self._least = {
            stack[0].name: max(least_for_text(panel, self.scale) for panel in stack)
            for stack in self.stacks
        }
        largest = min(self.scale.px(LARGEST), self.most or self.scale.px(LARGEST))
        pitches = range(max(LEAST_PITCH, largest), LEAST_PITCH - 1, -1)
        self.head = self.label_px + self.scale.px(HEAD_DROP) if self.section.heads else 0
        """Height of the words over a stack."""
        self.larger = 0
        self.pitch = next((pitch for pitch in pitches if self.fits(pitch)), 0)
        if self._made_grow:
            self.larger = next(
                (own for own in range(LARGER * self.pitch, self.pitch, -1) if self._grown(own)), 0
            )

    @property
    def _made_grow(self) -> bool:
        """Whether fewer panels follow the first stack, which have room of their own."""
        first, *rest = self.stacks
        return bool(self.section.heads) and not self.down and len(first) > max(map(len, rest))

    def _grown(self, own: int) -> bool:
        self.larger = own
        return self.fits(self.pitch)

    @property
    def silent(self) -> int:
        """How many panels do not hold their numbers."""
        numbered = sum(bool(panel.widest_text) for stack in self.stacks for panel in stack)
        return numbered - self.readable if self.pitch else numbered + 1

    @property
    def readable(self) -> int:
        """How many panels hold their numbers."""
        return sum(
            bool(measure_cells(panel, self.own(stack, self.pitch), self.scale).text_px)
            for stack in self.stacks
            for panel in stack
            if self.pitch
        )

    def own(self, stack: Sequence[Panel], pitch: int) -> int:
        """The pitch of a stack: that of all, or a little more where only so it holds numbers."""
        least = self._least[stack[0].name]
        if self.larger and stack is not self.stacks[0]:
            pitch = self.larger
        return least if pitch < least <= round(MORE * pitch) else pitch

    # -- sizes ---------------------------------------------------------------------------

    def label_width(self, panel: Panel) -> int:
        return self._label_widths[panel.name]

    def _label_width(self, panel: Panel) -> int:
        labels = [label_text(words) for words, _ in panel.labels]
        wide = max(glyphs.width("sans", self.label_px, words) for words in labels)
        return wide + self.scale.px(APART // 2)

    def _lengths(self, panel: Panel, pitch: int) -> tuple[int, int]:
        """(label, cells) along a panel's stack."""
        if self.down:
            return self.label_width(panel), panel.columns * pitch
        return 0, max(panel.rows * pitch, self.label_px)

    def _across(self, panel: Panel, pitch: int) -> int:
        if self.down:
            return max(panel.rows * pitch, self.label_px)
        return panel.columns * pitch + self.label_width(panel)

    def _sizes(self, stack: tuple[Panel, ...], pitch: int) -> _Sizes:
        """Of a stack; its slots are as long as those of all stacks of as many panels."""
        alike = [other for other in self.stacks if len(other) == len(stack)]
        labels, slots = [], []
        for each in zip(*alike, strict=True):
            found = [
                self._lengths(panel, self.own(other, pitch))
                for other, panel in zip(alike, each, strict=True)
            ]
            labels.append(max(label for label, _ in found))
            slots.append(labels[-1] + max(cells for _, cells in found))
        across = [self._across(panel, self.own(stack, pitch)) for panel in stack]
        return _Sizes(labels, slots, max(across))

    def sign_room(self, sign: str) -> int:
        """Along the way from one stack to the next, without gutters."""
        if self.down:
            return self.sign_px
        word = glyphs.width("sans", self.label_px, sign_word(sign))
        return max(glyphs.width("sans", self.sign_px, sign), word)

    def fits(self, pitch: int) -> bool:
        along, across = self._room
        gap, gutter = self.scale.px(GAP), self._gutter(GUTTER)
        found = [self._sizes(stack, pitch) for stack in self.stacks]
        needed = sum(size.across for size in found) + sum(map(self.sign_room, self.between))
        needed += 2 * gutter * len(self.between)
        return needed <= across and all(
            sum(size.slots) + gap * (len(size.slots) - 1) <= along for size in found
        )

    @property
    def _room(self) -> tuple[int, int]:
        """(along stacks, across them) of the area, without words over stacks."""
        wide, high = self.area.width, self.area.height
        if self.down:
            return wide, high - self.head * len(self.stacks)
        return high - self.head, wide

    def _gutter(self, px: int) -> int:
        return self.scale.px(px // 4 if self.down else px)

    # -- places --------------------------------------------------------------------------

    def place(self) -> None:
        """Find places for all panels and signs."""
        along, across = self._room
        found = [self._sizes(stack, self.pitch) for stack in self.stacks]
        taken = sum(size.across for size in found) + sum(map(self.sign_room, self.between))
        free, count = across - taken, 2 * len(self.between)
        gutter = min(free // (count + 1), self._gutter(MOST_GUTTER))
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
                for left, right in self._joined(before, stack):
                    self._sign(sign, middle, left, right)
            at, before = at + size.across, stack
        self._say_heads()

    def _joined(
        self, before: tuple[Panel, ...], stack: tuple[Panel, ...]
    ) -> Iterator[tuple[Sequence[Panel], Sequence[Panel]]]:
        """Which panels of two stacks a sign joins: all, those of a channel, or of a group."""
        if self.section.apart:
            yield from (((one,), (other,)) for one, other in zip(before, stack, strict=True))
            return
        if not self._parts:
            yield before, stack
            return
        inputs, outputs = self._parts
        left = inputs if before == self.stacks[0] else outputs
        for number in range(math.ceil(len(stack) / outputs)):
            yield (
                before[number * left : (number + 1) * left],
                stack[number * outputs : (number + 1) * outputs],
            )

    @property
    def _parts(self) -> tuple[int, int] | None:
        """How many inputs and outputs a group has, where there are groups."""
        rows = self.section.channels
        return rows.group if rows and all(rows.group) else None

    def _say_heads(self) -> None:
        """What stands over each stack, as long as there is room before the next one."""
        corners = [self.places[stack[0].name] for stack in self.stacks]
        ends = [self.area.x + self.area.width] * len(corners)
        if not self.down:
            ends[:-1] = [place.x - self.scale.px(APART) for place in corners[1:]]
        for head, stack, place, end in zip(
            self.section.heads, self.stacks, corners, ends, strict=False
        ):
            names = tuple(panel.name for panel in stack)
            for words in head.wordings:
                if place.x + glyphs.width("sans", self.label_px, words) <= end:
                    at = place.x, place.y - self.scale.px(HEAD_DROP)
                    line = TextLine(*at, words, "sans", self.label_px, "muted", "paper")
                    self.signs.append(Sign((line,), names, names))
                    break

    def _stack(self, stack: Sequence[Panel], size: _Sizes, at: int, start: int, room: int) -> None:
        pitch = self.own(stack, self.pitch)
        gaps, most = len(stack) - 1, MOST_GAP_ACROSS if self.down else MOST_GAP
        free = room - sum(size.slots)
        gap = min(free // max(gaps + 1, 1), self.scale.px(most)) if gaps else 0
        along = start + (free - gap * gaps) // 2
        labels = max(map(self.label_width, stack))
        for panel, slot, label in zip(stack, size.slots, size.labels, strict=True):
            wide, high = panel.columns * pitch, panel.rows * pitch
            if self.down:
                x = along + label + (slot - label - wide) // 2
                y = at + (size.across - high) // 2
            else:
                x, y = at + labels, along + (slot - high) // 2
            cells = measure_cells(panel, pitch, self.scale)
            apart = self.scale.px(APART // 2)
            label_at = x - apart, y + high // 2 + self.label_px // 3
            self.places[panel.name] = Place(
                panel, x, y, cells, self.label_width(panel) - apart, label_at
            )
            along += slot + gap

    def _sign(self, sign: str, at: int, left: Sequence[Panel], right: Sequence[Panel]) -> None:
        """A sign whose middle is *at*, its word above it or, between rows, beside it."""
        glyph = _DOWN.get(sign, sign) if self.down else str(sign)
        px, wide = self.sign_px, glyphs.width("sans", self.sign_px, glyph)
        along = self._half
        if self.section.apart or self._parts:
            along = (self._middle(right[0]) + self._middle(right[-1])) // 2
        x, y = (along, at) if self.down else (at, along)
        lines = [TextLine(x - wide // 2, y + px // 3, glyph, "sans", px, "muted", "paper")]
        if word := sign_word(sign):
            spoken = glyphs.width("sans", self.label_px, word)
            pen = x + wide, y + self.label_px // 3
            if not self.down:
                pen = x - spoken // 2, y - px // 3
            lines.append(TextLine(*pen, word, "sans", self.label_px, "muted", "paper"))
        sides = [tuple(panel.name for panel in side) for side in (left, right)]
        made: tuple[str, ...] = ()
        if self._parts and self.section.channels:  # there while the group gives
            stamps = [stamp for _, stamp in self.section.channels.stamps]
            numbers = {name.rpartition(" ")[2] for name in sides[1]}
            made = tuple(stamp for stamp in stamps if stamp.rpartition(" ")[2] in numbers)
        self.signs.append(Sign(tuple(lines), sides[0], sides[1], made))

    @property
    def _half(self) -> int:
        """The middle of the area along stacks."""
        area = self.area
        if self.down:
            return area.x + area.width // 2
        return area.y + (area.height + self.head) // 2

    def _middle(self, panel: Panel) -> int:
        """The middle of a panel that has its place, along its stack."""
        place = self.places[panel.name]
        pitch = place.cells.pitch
        if self.down:
            return place.x + panel.columns * pitch // 2
        return place.y + panel.rows * pitch // 2
