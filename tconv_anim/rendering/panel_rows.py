"""The room that the panels of a section need in each way to arrange them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ..story.frame import Panel
from ..story.label import label_text, short_label
from ..story.notation import PRINTED
from . import glyphs
from .arrangements import Arrangement, Row, Stack, sign_word
from .cells import least_for_text, measure_cells, shows_text
from .primitives import Box
from .scale import Scale

__all__ = [
    "LABEL_DROP",
    "LABEL_FONT",
    "LABEL_ROOM",
    "WORTH_LABELS",
    "MeasuredPanels",
    "Ruler",
]

LABEL_FONT, SIGN_FONT = 14, 34
LABEL_DROP: Final = 11
"""From a label's baseline down to its cells."""
LABEL_ROOM: Final = 40
"""From one grid to the next one below it, with its label in between."""
MARGIN, STRIP_MARGIN = 12, 6
"""Beside a sign, at least."""
APART: Final = 14
"""Between two labels, or a label and its size."""
WORTH_LABELS: Final = 0.93
"""Of their size, cells give up no more for their labels."""
DOWN_APART: Final = 8
"""White above and below an arrow that leads down."""


@dataclass(frozen=True)
class Ruler:
    """Measures arrangements in an area; *labels* says how much of the labels must have room.

    2: label and size, 1: the label, 0: its first part, -1: none.
    """

    area: Box
    scale: Scale
    strip: bool
    labels: int = 2

    @cached_property
    def label_px(self) -> int:
        return self.scale.font(LABEL_FONT)

    @cached_property
    def label_room(self) -> int:
        return self.label_px + self.scale.px(LABEL_ROOM - LABEL_FONT)

    def apart(self, arrangement: Arrangement) -> int:
        """From the cells of a row to those of the next one below it."""
        if arrangement.beside:
            return self.scale.px(APART)
        led = arrangement.downs or arrangement.up
        down = self.sign_px + 2 * self.scale.px(DOWN_APART) if led else 0
        return self.label_room + down

    @cached_property
    def sign_px(self) -> int:
        """A narrow section has smaller signs."""
        most = min(self.scale.font(SIGN_FONT), max(self.area.width // 10, self.scale.least_font))
        return next(iter(self.scale.fonts(most)))

    @cached_property
    def margin(self) -> int:
        wanted = self.scale.px(STRIP_MARGIN if self.strip else MARGIN)
        return min(wanted, max(self.area.width // 40, 2))

    def sign_width(self, sign: str) -> int:
        """Of a sign, or of the word above it."""
        word = glyphs.width("sans", self.label_px, sign_word(sign))
        return max(glyphs.width("sans", self.sign_px, sign), word)

    def between(self, sign: str) -> int:
        """From one stack to the next in a row; without a sign their frames keep apart, too."""
        return max(self.sign_width(sign) + 2 * self.margin, self.scale.px(APART))

    def label_width(self, panel: Panel, labels: int | None = None) -> int:
        """Of what has to be shown of the longest of its labels."""
        shown = self.labels if labels is None else labels
        if shown < 0:
            return 0
        px, apart, found = self.label_px, self.scale.px(APART), 0
        for label, size in panel.labels:
            wide = glyphs.width("sans", px, label_text(label) if shown else short_label(label))
            if size and shown > 1:
                wide += apart + glyphs.width("sans", px, PRINTED.text(size))
            found = max(found, wide)
        return found

    def names_width(self, panel: Panel) -> int:
        """Of the names of its rows, and the white after them."""
        wide = max((glyphs.width("bold", self.label_px, n) for n in panel.row_names), default=0)
        return wide + self.scale.px(APART) if wide else 0

    def stack_width(self, stack: Stack, pitches: Mapping[str, int]) -> int:
        return max(p.columns * pitches[p.name] + self.names_width(p) for p in stack)

    def stack_height(self, stack: Stack, pitches: Mapping[str, int]) -> int:
        grids = sum(panel.rows * pitches[panel.name] for panel in stack)
        return grids + (len(stack) - 1) * self.label_room

    def clears(self, stack: Stack, pitches: Mapping[str, int]) -> bool:
        """Whether a label over the cells stands above a sign beside them, and may reach over it."""
        (panel,) = stack
        alike = len({size for _, size in panel.labels}) == 1
        rows = panel.rows if alike else 1  # it may begin with fewer
        up = rows * pitches[panel.name] // 2 + self.scale.px(LABEL_DROP)
        return up - self.label_px // 3 > self.sign_px * 2 // 3

    def row_height(self, row: Row, pitches: Mapping[str, int]) -> int:
        return max(self.stack_height(stack, pitches) for stack in row.stacks)

    def list_indent(self, arrangement: Arrangement) -> int:
        """From the left edge to the cells of a list: the widest sign and label."""
        apart = self.scale.px(APART)
        signs = [sign for row in arrangement.rows for sign in row.signs]
        lead = max(glyphs.width("sans", self.sign_px, sign) for sign in signs)
        labels = 0
        if arrangement.beside:
            labels = max(self.label_width(panel) for panel in arrangement.panels)
        return lead + (apart if lead else 0) + labels + (apart if labels else 0)

    def fits(self, arrangement: Arrangement, pitches: Mapping[str, int]) -> bool:
        """Whether there is room, with the least gutters there may be."""
        return self.fit_test(arrangement)(pitches)

    def fit_test(self, arrangement: Arrangement) -> Callable[[Mapping[str, int]], bool]:
        """The same for one arrangement with many pitches."""
        has_room, names = self.room_test(arrangement), [p.name for p in arrangement.panels]
        return lambda pitches: has_room([pitches[name] for name in names])

    def _list_fits(self, arrangement: Arrangement, pitches: Mapping[str, int]) -> bool:
        rows, area = arrangement.rows, self.area
        cells = max(p.columns * pitches[p.name] for p in arrangement.panels)
        heights = (max(self.row_height(row, pitches), self.label_px) for row in rows)
        high = sum(heights) + self.apart(arrangement) * (len(rows) - 1)
        return self.list_indent(arrangement) + cells <= area.width and high <= area.height

    def room_test(self, arrangement: Arrangement) -> Callable[[Sequence[int]], bool]:
        """Whether rows fit with pitches of their panels, in their order.

        What does not depend on the pitches of rows that are no list is measured once, as it is
        asked a thousand times.
        """
        if arrangement.listed:
            names = [panel.name for panel in arrangement.panels]
            return lambda pitches: self._list_fits(
                arrangement, dict(zip(names, pitches, strict=True))
            )
        rows = [(self._width_beside(row), [*self._stack_sizes(row)]) for row in arrangement.rows]
        room = self.area.width
        most = self.area.height - (len(rows) - 1) * self.apart(arrangement)

        def fits(pitches: Sequence[int]) -> bool:
            at = total = 0
            for signs, stacks in rows:
                wide, tallest = signs, 0
                for labels, apart, panels in stacks:
                    widest, high = labels, apart
                    for columns, lines in panels:
                        pitch = pitches[at]
                        at += 1
                        high += lines * pitch
                        if columns * pitch > widest:
                            widest = columns * pitch
                    wide += widest
                    tallest = max(tallest, high)
                total += tallest
                if wide > room or total > most:
                    return False
            return True

        return fits

    def _width_beside(self, row: Row) -> int:
        """Of signs with the gutters around them, and of the names of panels' rows."""
        names = sum(max(map(self.names_width, stack)) for stack in row.stacks)
        lead = self.sign_width(row.signs[0]) + self.margin if row.signs[0] else 0
        return lead + names + sum(self.between(sign) for sign in row.signs[1:])

    def _stack_sizes(self, row: Row) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
        """Of each stack the width of its labels, the height of those below, and its grids.

        Over a single panel a label may reach over the cells: there is nothing above a sign.
        """
        apart = self.scale.px(APART)
        gaps = [*map(self.between, row.signs[1:]), 0]
        for stack, gap in zip(row.stacks, gaps, strict=True):
            spare = max(gap - apart, 0) if len(stack) == 1 else 0
            labels = max(map(self.label_width, stack)) - spare
            grids = [(panel.columns, panel.rows) for panel in stack]
            yield labels, (len(stack) - 1) * self.label_room, grids


class MeasuredPanels(NamedTuple):
    """An arrangement with a pitch for every panel."""

    ruler: Ruler
    arrangement: Arrangement
    pitch: int
    pitches: Mapping[str, int]
    readable: int
    """How many panels hold their numbers."""

    def reads(self, name: str) -> bool:
        """Whether the panel of that *name* has its numbers."""
        (panel,) = [panel for panel in self.arrangement.panels if panel.name == name]
        return shows_text(panel, self.pitches[name], self.ruler.scale)

    @property
    def shortened(self) -> set[str]:
        """The panels whose numbers have two digits, as more have no room."""
        scale, pitches = self.ruler.scale, self.pitches
        panels = self.arrangement.panels
        return {p.name for p in panels if measure_cells(p, pitches[p.name], scale).brief}

    @property
    def sizes(self) -> float:
        """How large all cells are: twice as large is as much for any."""
        return sum(map(math.log2, self.pitches.values()))

    def stack_widths(self, row: Row) -> list[int]:
        return [self.ruler.stack_width(stack, self.pitches) for stack in row.stacks]

    def row_width(self, row: Row, gutter: int = 0) -> int:
        """Of stacks and signs, with a *gutter* around signs."""
        signs = sum(map(self.ruler.sign_width, row.signs))
        return sum(self.stack_widths(row)) + signs + row.slots * gutter

    def with_larger(self, names: Set[str]) -> MeasuredPanels:
        """Panels of *names*, and what stands beside their rows, as large as they fit."""
        names = names & self.pitches.keys()
        names |= {panel.name for panel in self.arrangement.panels if panel.rows_of in names}
        larger, fits = self, self.ruler.fit_test(self.arrangement)
        for pitch in range(min((self.pitches[name] for name in names), default=0), self.pitch + 1):
            pitches = {
                name: max(pitch, own) if name in names else own
                for name, own in self.pitches.items()
            }
            if not fits(pitches):
                break
            larger = self._replace(pitches=pitches)
        return larger

    def with_numbers(self, more: float) -> MeasuredPanels:
        """Panels up to *more* times as large where only so they hold their numbers."""
        laid, fits = self, self.ruler.fit_test(self.arrangement)
        for panel in reversed(self.arrangement.panels):
            own, least = laid.pitches[panel.name], least_for_text(panel, self.ruler.scale)
            if own < least <= more * own and not panel.rows_of:
                pitches = {**laid.pitches, panel.name: least}
                if fits(pitches):
                    laid = laid._replace(pitches=pitches, readable=laid.readable + 1)
        return laid
