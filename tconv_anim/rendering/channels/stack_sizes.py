"""How large the stacks of a section are, beside each other or below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ...story.frame import Panel, PanelContent, Section, label_text
from ...story.label import label_parts
from .. import glyphs
from ..arrangements import sign_word
from ..cells import LEAST_PITCH, least_for_text, shows_text
from ..panel_rows import APART, LABEL_FONT, SIGN_FONT
from ..panel_sizes import LARGEST, MORE
from ..primitives import Box
from ..scale import Scale
from .annotations import head_drop

__all__ = ["GAP", "SlotSizes", "StackSizes"]

GAP: Final = 12
"""Between panels of a stack, at least."""
GUTTER: Final = 10
"""On both sides of a sign, at least."""
SMALL_SIGN: Final = 18
"""The font of signs between rows."""
MOST_MORE: Final = 1.6
"""The same of inputs, slices and stamps, whose sums are uncropped and so many, and of what comes
back, whose numbers are sums of sums."""
LARGER: Final = 2
"""How much larger than those of the first stack the cells of the others may be."""


class SlotSizes(NamedTuple):
    """Pixels that a stack takes in its own direction, panel by panel, and across it."""

    labels: list[int]
    slots: list[int]
    """With their labels."""
    across: int


@dataclass
class StackSizes:
    """Cells as large as have room; *down*: stacks are rows, below each other."""

    section: Section
    area: Box
    scale: Scale
    most: int | None
    """Pixels that cells have at most."""
    down: bool
    over: bool = True
    """Whether there is room for words over the stacks."""

    def __post_init__(self) -> None:
        columns = self.section.stacks
        self.stacks = [stack for stack in columns if not isinstance(stack, str)]
        self.between = [sign for sign in columns if isinstance(sign, str)]
        self.label_px = self.scale.font(LABEL_FONT)
        self.head_drop = head_drop(self.label_px, self.scale)
        self.sign_px = self.scale.font(SMALL_SIGN if self.down else SIGN_FONT)
        panels = [panel for stack in self.stacks for panel in stack]
        self._label_widths = {panel.name: self._label_width(panel) for panel in panels}
        self._least = {
            stack[0].name: max(least_for_text(panel, self.scale) for panel in stack)
            for stack in self.stacks
        }
        largest = min(self.scale.px(LARGEST), self.most or self.scale.px(LARGEST))
        pitches = range(max(LEAST_PITCH, largest), LEAST_PITCH - 1, -1)
        over = bool(self.section.heads) and self.over
        self.head = self.label_px + self.head_drop if over else 0
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
        return bool(self.head) and not self.down and len(first) > max(map(len, rest))

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
            shows_text(panel, self.own(stack, self.pitch), self.scale)
            for stack in self.stacks
            for panel in stack
            if self.pitch
        )

    def own(self, stack: Sequence[Panel], pitch: int) -> int:
        """The pitch of a stack: that of all, or a little more where only so it holds numbers."""
        least = self._least[stack[0].name]
        if self.larger and stack is not self.stacks[0]:
            pitch = self.larger
        stamped = self.section.channels is not None and bool(self.section.channels.stamps)
        few = stamped and stack is not self.stacks[-1]
        few = few or stack[0].content is PanelContent.RETURNED
        most = round((MOST_MORE if few else MORE) * pitch)
        return least if pitch < least <= most else pitch

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
            wide, label = panel.columns * pitch, self.label_width(panel)
            return (0, max(wide, label)) if self.stands_above(panel) else (label, wide)
        high, above = panel.rows * pitch, self.label_high * self.stands_above(panel)
        return 0, max(high + 2 * above, self.label_px)

    def _across(self, stack: Sequence[Panel], pitch: int) -> int:
        if self.down:
            high = max(max(panel.rows * pitch, self.label_px) for panel in stack)
            return high + self.labels_above(stack)
        wide = max(panel.columns * pitch for panel in stack)
        above = [self.label_width(panel) for panel in stack if self.stands_above(panel)]
        return max(self.labels_beside(stack) + wide, *above, 0)

    def labels_beside(self, stack: Sequence[Panel]) -> int:
        """Room for the labels before the cells of a stack whose panels are below each other."""
        beside = (self.label_width(panel) for panel in stack if not self.stands_above(panel))
        return max(beside, default=0)

    @property
    def label_high(self) -> int:
        """Height of a label over its cells."""
        return self.label_px + self.head_drop

    def stands_above(self, panel: Panel) -> bool:
        """Whether a label of several words is over its cells, beside which it takes much room."""
        several = len(label_parts(panel.labels[0][0])) > 1
        return several and (self.down or bool(self.section.apart))

    def labels_above(self, stack: Sequence[Panel]) -> int:
        """Room over the cells of a stack whose panels stand side by side."""
        return self.label_high if self.down and any(map(self.stands_above, stack)) else 0

    def sizes(self, stack: tuple[Panel, ...], pitch: int) -> SlotSizes:
        """Sizes of a stack; its slots are as long as those of all stacks of as many panels."""
        alike = [other for other in self.stacks if len(other) == len(stack)]
        labels, slots = [], []
        for each in zip(*alike, strict=True):
            found = [
                self._lengths(panel, self.own(other, pitch))
                for other, panel in zip(alike, each, strict=True)
            ]
            most = max(cells for _, cells in found)
            # All are centred, so that labels also stand where the others have more cells.
            labels.append(max(max(label - (most - cells) // 2, 0) for label, cells in found))
            slots.append(labels[-1] + most)
        return SlotSizes(labels, slots, self._across(stack, self.own(stack, pitch)))

    def sign_room(self, sign: str) -> int:
        """Pixels of a sign on the way from one stack to the next, without gutters."""
        if self.down:
            return self.sign_px
        word = glyphs.width("sans", self.label_px, sign_word(sign))
        return max(glyphs.width("sans", self.sign_px, sign), word)

    def fits(self, pitch: int) -> bool:
        along, across = self.room
        gap, gutter = self.scale.px(GAP), self.gutter(GUTTER)
        found = [self.sizes(stack, pitch) for stack in self.stacks]
        needed = sum(size.across for size in found) + sum(map(self.sign_room, self.between))
        needed += 2 * gutter * len(self.between)
        return needed <= across and all(
            sum(size.slots) + gap * (len(size.slots) - 1) <= along for size in found
        )

    @property
    def room(self) -> tuple[int, int]:
        """(along stacks, across them) of the area, without words over stacks."""
        wide, high = self.area.width, self.area.height
        if self.down:
            return wide, high - self.head * len(self.stacks)
        return high - self.head, wide

    def gutter(self, px: int) -> int:
        return self.scale.px(px // 4 if self.down else px)
