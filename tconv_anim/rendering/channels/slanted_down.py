"""Where channels lie as slanted planes on an upright page: inputs above, outputs below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from ...story.frame import Panel
from ...story.label import short_label
from .. import glyphs
from ..panel_rows import APART
from .arrow import HEAD, THICK, Point
from .layout import REACH
from .outputs import ROW_GAP
from .slanted import SlantedLayout
from .slanted_measures import BRACKET, GUTTERS, LEAST_GUTTER
from .slanted_shapes import NEAR, Ways
from .slanted_sizes import SlantedSizes

__all__ = ["SlantedDown"]

BESIDE: Final = 14
"""White between outputs."""
TIP: Final = 0.75
"""The part of a plane's upper edge after which the arrow ends."""
MOST_BESIDE: Final = 60
BELOW: Final = 34
"""White below them, where an arrow passes."""


class SlantedDown(SlantedLayout):
    """Rows as on wide pages; under their sums the bias, and under all the outputs."""

    WAYS: ClassVar[Sequence[Ways]] = (
        (1, 0.24, -0.52, 0.43),
        (1, 0.26, -0.46, 0.6),
        (1, 0.3, -0.4, 0.7),
    )

    @property
    def _joined_wide(self) -> int:
        return self._bracket

    @property
    def _bracket(self) -> int:
        """Length from the sums to the line that joins them, past the label of the bias."""
        return self.bias_clear(self._side) + self.scale.px(BRACKET)

    def _outputs_wide(self, unit: int) -> int:
        """Width of outputs to the right: 0, as they are below."""
        return 0

    def _outputs_fit(self, pitch: int, unit: int, ease: float) -> bool:
        sizes = self._sizes(pitch, unit)
        high = self._inputs_high(sizes) + self._below(sizes, unit)
        least = GUTTERS * self.scale.px(LEAST_GUTTER)
        return (
            high <= self.room_high / (1 + (ease - 1) / 4)
            and sizes.wide + least <= self.area.width
            and self._wide(self.outputs[0], unit) * ease <= self.area.width
        )

    def _in_a_line(self, unit: int) -> int:
        """How many outputs stand beside each other; in several lines, clear of the arrow."""
        gap, count = self.scale.px(BESIDE), len(self.outputs)
        one = self._wide(self.outputs[0], unit) + gap
        room = self.area.width
        if count * one - gap > room:
            room -= self._side + self._bracket
        return min(max((room + gap) // one, 1), count)

    def _below(self, sizes: SlantedSizes, unit: int) -> int:
        """Height of bias, arrow and outputs with their names, below the inputs."""
        lines = math.ceil(len(self.outputs) / self._in_a_line(unit))
        outputs = self.scale.px(REACH) + lines * self._line_high(unit) - self.scale.px(BELOW)
        outputs += self.label_px * 3 // 2 * bool(self.rows.more)
        return max(self._bias_high(sizes) - self._under_last(sizes), 0) + outputs

    def _line_high(self, unit: int) -> int:
        """Height of a line of outputs with their names, and white below them."""
        names = self.label_px * 3 // 2 * (self._labels > 1)
        return self._high(self.outputs[0], unit) + names + self.scale.px(BELOW)

    def _bias_high(self, sizes: SlantedSizes) -> int:
        """Height from the axis of the last sum down to the end of the bias."""
        own = min(self._side, sizes.row - self.scale.px(NEAR)) // 2
        return own + (self.scale.px(ROW_GAP) + self.label_px + self._side) * bool(self.rows.bias)

    def _place_results(self, sums: int, gutter: int, axes: list[int], sizes: SlantedSizes) -> None:
        side, end = self._side, axes[-1] + self._bias_high(sizes)
        if self.rows.bias:
            self.put_bias(sums, end - side // 2, side)
        inputs = self._top(sizes) - sizes.lead + self._inputs_high(sizes)
        self._put_outputs(max(inputs, end) + self.scale.px(REACH))
        ends = {name: self._over(name) for name in self.rows.outputs}
        arrow = self.arrow_down(sums, (side, side), axes, end, self._bracket, ends)
        self.arrow = replace(arrow, rise=self._tip_at(self.outputs[0])[1])  # over all outputs

    def _put_outputs(self, top: int) -> None:
        """Put the outputs beside each other, each with its name and filter below it."""
        wide, count = (
            self._wide(self.outputs[0], self.output_unit),
            self._in_a_line(self.output_unit),
        )
        room = self.area.width
        room -= (self._side + self._bracket) * (count < len(self.outputs))
        free = room - count * wide
        gap = max(min(free // (count + 1), self.scale.px(MOST_BESIDE)), 0)
        start, high = (
            self.area.x + (free - gap * (count - 1)) // 2,
            self._line_high(self.output_unit),
        )
        for number, panel in enumerate(self.outputs):
            line, place = divmod(number, count)
            x, y = start + place * (wide + gap), top + line * high
            self.planes[panel.name] = x + self._left(panel, self.output_unit), y
            if self._labels > 1:
                name = short_label(panel.labels[0][0])
                below = y + self._high(panel, self.output_unit) + self.label_px
                self.say_of(panel.name, name, x, below)
                after = glyphs.width("sans", self.label_px, name) + self.scale.px(APART) // 2
                self.filters[panel.name] = self.rows.filters[number], x + after, below
            else:
                self._tuck_name(panel, x, y, high)
        if self.rows.more:
            lines = math.ceil(len(self.outputs) / count)
            below = top + lines * high - self.scale.px(BELOW) + self.label_px
            self.say_of(self.outputs[0].name, self.rows.more, start, below)

    @property
    def _outputs_top(self) -> int:
        """Where words over outputs may begin: below the arrow that comes from above."""
        _, y = self.planes[self.outputs[0].name]
        return y - self.scale.px(4 + 2 * HEAD) + self.scale.px(THICK + NEAR // 2)

    @property
    def _heads_outside(self) -> tuple[str, ...]:
        return self.rows.outputs[:1]

    @property
    def _outputs_end(self) -> int:
        """Where words over outputs end, before that arrow's head."""
        tip, _ = self._over(self.outputs[0].name)
        return tip - self.scale.px(HEAD)

    def _over(self, name: str) -> Point:
        """Where the arrow ends: above the edge of an output plane, words at its left."""
        (x, y), (across, down) = self.planes[name], self._tip_at(self.panels[name])
        return x + across, y + down - self.scale.px(4)

    def _tip_at(self, panel: Panel) -> Point:
        """How far from an output's back corner the arrow ends."""
        tilt, part = self.tilt(self.output_unit), TIP * panel.columns
        return round(part * tilt.across_x), round(part * tilt.across_y)
