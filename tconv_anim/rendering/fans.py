"""Panels with fans: lines from a row of cells to all that each reaches or reads in the next one.

A fan's cells stand above their panel or to the left of it, each over the middle of what it
is joined to; panels stand below each other, on one axis and in one measure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final, NamedTuple

from ..story.frame import (
    FannedPanel,
    Label,
    Panel,
    Section,
    label_text,
)
from ..story.notation import PRINTED, Text
from . import glyphs
from .cells import LEAST_PITCH, measure_cells
from .fan_lines import FanLines
from .panel_rows import APART, LABEL_FONT
from .panel_sizes import LARGEST
from .place import Place
from .primitives import Box
from .scale import Scale
from .too_small import too_small

__all__ = ["FanLayout", "FanLevel", "readable_fans"]

LABEL_BELOW: Final = 9
"""From cells down to the top of the label below them."""
BLOCKS_APART: Final = 16
NAMES, NAMES_SHARE = 18, 0.5
"""Font size of what stands before rows, at most, and in cells."""
LEAST_BAND, MOST_BAND, STRIP_BAND = 1.1, 3.2, 8
"""Length of lines, in cells; the last to a strip, which leaves them more room."""
LOW: Final = 3
"""So many times as wide as high are strips."""
SHORTEST: Final = 16
"""The same in pixels."""
WORTH_LABELS: Final = 0.8
"""Of their size, cells give up no more for labels."""


class _Room(NamedTuple):
    """What one panel with its fans takes, in pixels."""

    left: int
    """Before its cells."""
    top: int
    """Above them."""
    width: int
    """Of its cells, or of the label below."""
    height: int
    """Of its cells and the label below."""


class _Bands(NamedTuple):
    """The length of lines to rows and of lines to columns, in pixels."""

    down: int
    across: int


class FanLevel(NamedTuple):
    """Where all begins, and the length of lines to columns, in pixels."""

    top: int
    across: int


class FanLayout:
    """Places for panels with fans inside *area*; cells have *most* pixels at most.

    *level*: where all begins, and lines end, else it is in the middle.

    Raises
    ------
    TooSmallError
        The cells would be smaller than 3 pixels.
    """

    def __init__(
        self,
        blocks: tuple[FannedPanel, ...],
        area: Box,
        scale: Scale,
        *,
        most: int | None = None,
        level: FanLevel | None = None,
    ) -> None:
        self._blocks, self._area, self._scale = blocks, area, scale
        self._label_px, self._apart = scale.font(LABEL_FONT), scale.px(APART)
        high = min(scale.px(LARGEST), most or scale.px(LARGEST))
        plain, labelled = (self._largest(high, labels=labels) for labels in (False, True))
        if plain < LEAST_PITCH:
            raise too_small(max((block.panel for block in blocks), key=_extent), scale.size)
        kept = [b for b in blocks if b.fans or measure_cells(b.panel, plain, scale).text_px]
        if 0 < len(kept) < len(blocks):  # one apart says nothing without its numbers
            self._blocks = tuple(kept)
            plain, labelled = (self._largest(high, labels=labels) for labels in (False, True))
        self._labels = labelled >= WORTH_LABELS * plain
        self.pitch = labelled if self._labels else plain
        self.places: dict[str, Place] = {}
        self.fans: list[FanLines] = []
        self.level = self._place(level)

    @property
    def reads(self) -> bool:
        """Whether the panels have room for their numbers."""
        return all(self.places[block.panel.name].cells.text_px for block in self._blocks)

    # -- how large ----------------------------------------------------------------------

    def _largest(self, high: int, *, labels: bool) -> int:
        """The largest pitch that fits, 0 for none."""
        low = LEAST_PITCH - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._fits(middle, labels) else (low, middle - 1)
        return low if low >= LEAST_PITCH else 0

    def _fits(self, pitch: int, labels: bool) -> bool:
        band = self._least_band(pitch, labels=labels)
        wide, high = self._total(self._rooms(pitch, _Bands(band, band), labels))
        return wide <= self._area.width and high <= self._area.height

    def _least_band(self, pitch: int, *, labels: bool) -> int:
        least = max(round(LEAST_BAND * pitch), self._scale.px(SHORTEST))
        if labels and any(block.panel.row_names and block.fans for block in self._blocks):
            # Between the fan's cells and the rows, each with a label beside its first cell.
            px = self._label_px
            least = max(least, self._label_drop(pitch) + round(1.4 * px) - pitch // 2)
        return least

    def _label_drop(self, pitch: int) -> int:
        """From the label over the names of rows down to the first of these."""
        px = self._names_px(pitch)  # which may be higher than a row
        above = px - px // 3 - pitch // 2 + self._label_px // 4 + 1
        return max(self._scale.px(LABEL_BELOW), above)

    def _rooms(self, pitch: int, band: _Bands, labels: bool) -> list[_Room]:
        return [self._room(block, pitch, band, labels) for block in self._blocks]

    def _total(self, rooms: list[_Room]) -> tuple[int, int]:
        wide = max(room.left for room in rooms) + max(room.width for room in rooms)
        apart = self._scale.px(BLOCKS_APART) * (len(rooms) - 1)
        return wide, sum(room.top + room.height for room in rooms) + apart

    def _room(self, block: FannedPanel, pitch: int, band: _Bands, labels: bool) -> _Room:
        panel = block.panel
        left, top = self._names_width(block, pitch), 0
        width, height = panel.columns * pitch, panel.rows * pitch
        for fan in block.fans:
            if fan.down:
                left = max(left, pitch + band.down)
            else:
                top = pitch + band.across
                wide = self._label_width(fan.leader.labels[:1]) if labels else 0
                left = max(left, wide + self._apart - round(fan.places[0] * pitch) if wide else 0)
        if labels and (wide := self._label_width(panel.labels)):
            high = self._scale.px(LABEL_BELOW) + self._label_px
            if panel.row_names:  # over the names
                top = max(top, self._label_drop(pitch) + self._label_px)
                return _Room(max(left, wide + self._apart), top, width, height)
            if not block.fans:  # over the cells
                top = high
            else:
                height += high
            width = max(width, wide)
        return _Room(left, top, width, height)

    def _names_px(self, pitch: int) -> int:
        """The font size of what stands before rows."""
        most = max(min(self._scale.font(NAMES), round(NAMES_SHARE * pitch)), self._label_px)
        sizes = self._scale.fonts(most)
        low = (px for px in sizes if len(glyphs.sprite("bold", px, "0p").coverage) <= pitch)
        return next(low, most)

    def _names_width(self, block: FannedPanel, pitch: int) -> int:
        names = block.panel.row_names
        px = self._names_px(pitch)
        wide = max((glyphs.width("bold", px, name) for name in names), default=0)
        return wide + self._apart if wide else 0

    def _label_width(self, labels: tuple[tuple[Label, Text], ...]) -> int:
        px = self._label_px
        return max(
            glyphs.width("sans", px, label_text(label))
            + (self._apart + glyphs.width("sans", px, PRINTED.text(size)) if size else 0)
            for label, size in labels
        )

    # -- where --------------------------------------------------------------------------

    def _place(self, level: FanLevel | None) -> FanLevel:
        area, pitch, labels = self._area, self.pitch, self._labels
        least = self._least_band(pitch, labels=labels)
        panels = [block.panel for block in self._blocks]
        strips = all(LOW * panel.rows <= panel.columns for panel in panels)
        longest = STRIP_BAND - max(panel.rows for panel in panels) + 1 if strips else MOST_BAND
        band, most = _Bands(least, least), round(longest * pitch)
        for name, least in band._asdict().items():  # longer lines where there is room
            for length in range(least + 1, most + 1):
                longer = band._replace(**{name: length})
                wide, high = self._total(self._rooms(pitch, longer, labels))
                if wide > area.width or high > area.height:
                    break
                band = longer
        if level:
            band = band._replace(across=level.across)
        rooms = self._rooms(pitch, band, labels)
        wide, high = self._total(rooms)
        x = area.x + (area.width - wide) // 2 + max(room.left for room in rooms)
        top = y = level.top if level else area.y + (area.height - high) // 2
        for block, room in zip(self._blocks, rooms, strict=True):
            self._place_block(block, x, y + room.top, band)
            y += room.top + room.height + self._scale.px(BLOCKS_APART)
        return FanLevel(top, band.across)

    def _place_block(self, block: FannedPanel, x: int, y: int, band: _Bands) -> None:
        panel, pitch = block.panel, self.pitch
        cells = measure_cells(panel, pitch, self._scale)
        at, label = None, self._label_width(panel.labels) if self._labels else 0
        if label and panel.row_names:
            at = x - self._apart, y - self._label_drop(pitch)
        elif label and block.fans:
            at = x, y + panel.rows * pitch + self._scale.px(LABEL_BELOW) + self._label_px
        names, left = self._names_width(block, pitch), not panel.row_names
        place = Place(
            panel,
            x,
            y,
            cells,
            label,
            at,
            label_left=left,
            names_width=names,
            names_px=self._names_px(pitch),
        )
        self.places[panel.name] = place
        for fan in block.fans:
            leader = fan.leader
            first = round(fan.places[0] * pitch)
            wide = self._label_width(leader.labels[:1]) if self._labels else 0
            if fan.down:
                at_x, at_y = x - band.down - pitch, y
                end = at_x + pitch - cells.gap, y + first - self._scale.px(LABEL_BELOW)
                wide = wide if wide <= pitch else 0
            else:
                at_x, at_y = x, y - band.across - pitch
                end = x + first - self._apart, at_y + (pitch + self._label_px * 2 // 3) // 2
            led = Place(leader, at_x, at_y, measure_cells(leader, pitch, self._scale), wide, end)
            self.places[leader.name] = led
            self.fans.append(FanLines(fan, led, place, self._scale))


def _extent(panel: Panel) -> int:
    return max(panel.rows, panel.columns)


def readable_fans(
    sections: tuple[Section, ...], areas: Sequence[Box], scale: Scale
) -> tuple[Section, ...]:
    """The sections without some fans, or any, where only so all numbers have room."""
    if not all(section.fanned_panels for section in sections):
        return sections
    for kept in ({False, True}, {False}, {True}, set[bool]()):
        shown = tuple(
            replace(
                section, fanned_panels=tuple(_with_fans(n, kept) for n in section.fanned_panels)
            )
            for section in sections
        )
        laid = zip(shown, areas, strict=True)
        if all(FanLayout(section.fanned_panels, area, scale).reads for section, area in laid):
            return shown
    return sections


def _with_fans(block: FannedPanel, kept: Set[bool]) -> FannedPanel:
    """The block with the fans above it (False), those to the left (True), or both."""
    return replace(block, fans=tuple(fan for fan in block.fans if fan.down in kept))
