"""Stacks of channels, one after another, their labels beside their cells.

They follow each other from left to right, each from the top down, or from the top down, each
from left to right: whichever makes the cells larger. Stacks of as many panels are aligned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ...story.frame import Columns, Panel, Section, label_text
from .. import glyphs
from ..cells import LEAST_PITCH, least_for_text, measure_cells
from ..grid_lines import GridLines
from ..panel_layout import Place, Sign
from ..panel_rows import APART, LABEL_FONT, SIGN_FONT, sign_word
from ..panel_sizes import LARGEST, MORE, too_small
from ..panels import Panels
from ..primitives import Box, TextLine
from ..scale import Scale
from ..theme import Theme

__all__ = ["StackPanels"]

GAP, MOST_GAP, MOST_GAP_ACROSS = 12, 36, 80
"""Between panels of a stack; at most where they stand side by side."""
GUTTER, MOST_GUTTER = 12, 60
"""On both sides of a sign."""
SMALL_SIGN: Final = 24
"""The font of signs between rows."""
WORTH: Final = 0.85
"""Of their size, cells give up no more for stacks beside each other, which read as a line."""
_DOWN: Final = {"→": "↓", "⟶": "↓"}
"""Arrows of stacks that stand below each other."""


class StackPanels(Panels):
    """The panels of a section inside *area*, in stacks with signs between them."""

    def __init__(
        self,
        section: Section,
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        most: int | None = None,
    ) -> None:
        self._scale, self._theme, self._lines = scale, theme, GridLines(theme)
        self._label_px, self._fans = scale.font(LABEL_FONT), []
        ways = [
            _Stacks(section.stacks, area, scale, most, down=down, apart=section.apart)
            for down in (False, True)
        ]
        laid = max(ways, key=lambda way: (way.readable, way.pitch * (WORTH if way.down else 1)))
        if not laid.pitch:
            panels = [panel for stack in laid.stacks for panel in stack]
            raise too_small(max(panels, key=lambda panel: panel.rows), scale.size)
        laid.place()
        self.pitch, self.places, self._signs = laid.pitch, laid.places, laid.signs


class _Sizes(NamedTuple):
    """Along the stacks' own direction, and across it."""

    labels: list[int]
    slots: list[int]
    """With their labels."""
    across: int


@dataclass
class _Stacks:
    """Where everything stands; *down*: stacks are rows, below each other.

    *apart*: panels belong to those beside them alone, with a sign for each.
    """

    columns: Columns
    area: Box
    scale: Scale
    most: int | None
    """Pixels that cells have at most."""
    down: bool
    apart: bool
    places: dict[str, Place] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stacks = [stack for stack in self.columns if not isinstance(stack, str)]
        self.between = [sign for sign in self.columns if isinstance(sign, str)]
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
        self.pitch = next((pitch for pitch in pitches if self.fits(pitch)), 0)

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
        """(along stacks, across them) of the area."""
        wide, high = self.area.width, self.area.height
        return (wide, high) if self.down else (high, wide)

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
        start = self.area.x if self.down else self.area.y
        before: tuple[Panel, ...] = ()
        for number, (stack, size) in enumerate(zip(self.stacks, found, strict=True)):
            if number:
                at += 2 * gutter + self.sign_room(self.between[number - 1])
            self._stack(stack, size, at, start, along)
            if number:
                sign = self.between[number - 1]
                middle = at - gutter - self.sign_room(sign) // 2
                pairs = zip(before, stack, strict=True) if self.apart else ()
                for one, other in pairs:
                    self._sign(sign, middle, (one,), (other,))
                if not self.apart:
                    self._sign(sign, middle, before, stack)
            at, before = at + size.across, stack

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
        along = self._middle(right[0]) if self.apart else self._half
        x, y = (along, at) if self.down else (at, along)
        lines = [TextLine(x - wide // 2, y + px // 3, glyph, "sans", px, "muted", "paper")]
        if word := sign_word(sign):
            spoken = glyphs.width("sans", self.label_px, word)
            pen = x + wide, y + self.label_px // 3
            if not self.down:
                pen = x - spoken // 2, y - px // 3
            lines.append(TextLine(*pen, word, "sans", self.label_px, "muted", "paper"))
        names = (tuple(panel.name for panel in side) for side in (left, right))
        self.signs.append(Sign(tuple(lines), *names))

    @property
    def _half(self) -> int:
        """The middle of the area along stacks."""
        area = self.area
        return area.x + area.width // 2 if self.down else area.y + area.height // 2

    def _middle(self, panel: Panel) -> int:
        """The middle of a panel that has its place, along its stack."""
        place = self.places[panel.name]
        pitch = place.cells.pitch
        if self.down:
            return place.x + panel.columns * pitch // 2
        return place.y + panel.rows * pitch // 2
