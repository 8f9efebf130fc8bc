"""For upright pictures: rows of channels, their sums added downward, outputs side by side below."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import ClassVar, Final

from .annotations import CLOSE_DROP, head_drop
from .arrow import HEAD, Point
from .layout import REACH
from .outputs import ROW_GAP
from .rows import LEAST_GAP, LEAST_GUTTER, RowsLayout

__all__ = ["DownLayout"]

GUTTERS: Final = 4
"""Beside the signs of a row."""
BRACKET: Final = 10


class DownLayout(RowsLayout):
    """Rows as on wide pages; under their sums the bias, and under all the outputs."""

    output_ways: ClassVar[tuple[int, ...]] = (1,)

    def fits(self, pitch: int) -> bool:
        scale, made = self.scale, self.output_pitch(pitch)
        high = len(self.rows.rows) * self._row_high(pitch) + self._rest_high
        high += self._gaps * scale.px(LEAST_GAP) + self._below(pitch, made)
        least = GUTTERS * scale.px(LEAST_GUTTER)
        return (
            high <= self.room_high
            and self._across(pitch, made) + least <= self.area.width
            and self._outputs_wide(made) <= self.area.width
        )

    def _across(self, pitch: int, output: int) -> int:
        labels = sum(map(self.label_width, (0, 1)))
        signs = self.sign_width("∗") + self.sign_width("=")
        cells = self.first.columns * pitch + self.kernel.columns * self.kernel_pitch(pitch)
        return labels + signs + cells + self._side(pitch) + self._bracket(pitch)

    def _bracket(self, pitch: int) -> int:
        """Length from the sums to the line that joins them, past the label of the bias."""
        return self.bias_clear(self._side(pitch)) + self.scale.px(BRACKET)

    def _below(self, pitch: int, made: int) -> int:
        """Height of bias, arrow, and outputs with their names."""
        bias = self._total(pitch) + self.scale.px(ROW_GAP) + self.label_px if self.rows.bias else 0
        said = self._names_high
        if self.rows.more or not said:
            said += self.label_px + (self.scale.px(ROW_GAP) if self.rows.more else self.head_drop)
        return bias + self.scale.px(REACH) + self.outputs[0].rows * made + said

    @cached_property
    def _names_high(self) -> int:
        """Room for names above outputs of several rows, to which the arrow leads.

        Over their cells it would point to one of the first row. Below strips it leads to a cell.
        """
        rows = self.outputs[0].rows
        return self.label_px + self.head_drop if rows > 1 else 0

    def _outputs_wide(self, made: int) -> int:
        one = self.label_width(-1) + self.outputs[0].columns * made
        return len(self.outputs) * one + (len(self.outputs) - 1) * self.scale.px(ROW_GAP)

    def place(self) -> None:
        scale, area, pitch = self.scale, self.area, self.pitch
        side, total, made = self._side(pitch), self._total(pitch), self.made_pitch()
        free = area.width - self._across(pitch, made)
        gutter = max(min(free // (GUTTERS + 1), scale.px(46)), 1)
        x = area.x + max(free - GUTTERS * gutter, 0) // 2 + self.label_width(0)
        columns, signs = self._columns(x, gutter)
        sums = columns[-1]
        axes = self._rows(columns, signs, side, self.room_high - self._below(pitch, made))
        end = axes[-1] + self._row_high(pitch) // 2
        if self.rows.rest:
            end = axes[-1] + self._rest_high // 2
        if self.rows.bias:
            axis = end + scale.px(ROW_GAP) + self.label_px + total // 2
            self.put_bias(sums + (side - total) // 2, axis, total)
            end = axis + total // 2
        top = end + scale.px(REACH)
        self._place_outputs(top, made)
        ends = {name: self._above(name) for name in self.rows.outputs}
        boxes = side, total
        arrow = self.arrow_down(sums, boxes, axes, end, self._bracket(pitch), ends)
        self.arrow = replace(arrow, step=0 if self._names_high else made)
        self._heads(columns, area.right + scale.px(HEAD))

    def made_pitch(self) -> int:
        spare = self.room_high - len(self.rows.rows) * self._row_high(self.pitch)
        spare -= self._rest_high + self._gaps * self.scale.px(ROW_GAP)
        return self.larger_output_pitch(
            lambda own: (
                self._outputs_wide(own) <= self.area.width * 0.8
                and self._below(self.pitch, own) <= spare * 0.9
            )
        )

    def _place_outputs(self, top: int, made: int) -> None:
        count, one = len(self.outputs), self.label_width(-1) + self.outputs[0].columns * made
        free = self.area.width - count * one
        gap = min(free // (count + 1), self.scale.px(80))
        x = self.area.x + (free - gap * (count - 1)) // 2 + self.label_width(-1)
        top += self._names_high
        for panel in self.outputs:
            self.put(panel.name, x, top + panel.rows * made // 2, made)
            x += one + gap
        self._name_outputs(top, made, gap)
        if self.rows.more:
            more = top + self.outputs[0].rows * made + self.label_px + self.head_drop
            first = self.places[self.rows.outputs[0]]
            self.say_of(first.panel.name, self.rows.more, first.x, more)

    def _name_outputs(self, top: int, made: int, gap: int) -> None:
        """Name each output above its cells, or below those of a strip."""
        if self.rows.more and not self._names_high:  # which stands there
            return
        baseline = top + self.outputs[0].rows * made + self.label_px + self.head_drop // 2
        if self._names_high:
            baseline = top - head_drop(self.label_px, self.scale, CLOSE_DROP)
        word = self.rows.heads[-1].first
        for number, name in enumerate(self.rows.outputs):
            place = self.places[name]
            room = place.right + gap
            words = f"{word} {number} ({self.rows.filters[number]})", f"{word} {number}"
            for line in self.fitting_wording(words, place.x, baseline, room, face="bold"):
                self.output_names[name] = line

    def _above(self, name: str) -> Point:
        """Where the arrow ends: over the first cell of a strip, or over the middle of a name."""
        place = self.places[name]
        white = max(self.scale.px(4), place.cells.reach + 2)  # clear of frames
        if not self._names_high:
            return place.x + place.cells.side // 2, place.y - white
        middle = place.middle
        return middle, place.y - self._names_high - white
