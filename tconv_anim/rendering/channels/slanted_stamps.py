"""Where slanted channels stand of which each input cell stamps slices onto all outputs."""

from __future__ import annotations

from collections.abc import Sequence

from ...story.label import short_label
from .. import glyphs
from ..cells import least_for_text
from ..panel_rows import APART as LABEL_APART
from .layout import SUM
from .slab import slab_role
from .slanted import APART, SlantedLayout
from .slanted_sizes import SlantedSizes

__all__ = ["SlantedStamps"]


class SlantedStamps(SlantedLayout):
    """Inputs above each other at the left; slice, stamp and output of a filter on one axis."""

    def _sizes(self, pitch: int, made: int = 0) -> SlantedSizes:
        stamp = self.panels[self.rows.stamps[0][1]]
        least = max(least_for_text(panel, self.scale) for panel in (self.kernel, stamp))
        kernel, gap = max(round(0.55 * pitch), least), self.scale.px(10)
        row = self._thick(self.first, pitch) + self.scale.px(APART)
        made = made or pitch
        high = self.kernel.rows * kernel + gap
        output = max(self._thick(self.outputs[0], made) + 2 * gap, high)
        signs = sum(map(self.sign_width, ("×", "=", "→")))
        wide = self._wide(self.first, pitch) - self._notch(pitch)
        wide += self._wide(self.outputs[0], made) + 2 * self.kernel.columns * kernel + signs
        wide += sum(map(self.label_width, (0, 1))) + self._filter_width + self.scale.px(SUM)
        last = self._high(self.first, pitch)
        return SlantedSizes(self.tilt(pitch), kernel, row, last, output, wide)

    def _widest_label(self, names: Sequence[str]) -> int:
        """Without what slabs say."""
        labels = [short_label(self.panels[name].labels[0][0]) for name in names]
        widest = max(glyphs.width("sans", self.label_px, label) for label in labels)
        return widest + self.scale.px(LABEL_APART // 2)

    def place(self) -> None:
        rows, self.made = self.rows, self._made()
        sizes = self._sizes(self.pitch, self.made)
        self.planes, self.filters, self.slabs = {}, {}, []
        (x, times, w, equals, stamps), gutter = self._columns(sizes, "×")
        arrow = stamps + self.kernel.columns * sizes.kernel + gutter
        y = arrow + self.sign_width("→") + gutter
        axis = self._stack_inputs(x, sizes)
        self._stack_outputs(y, axis, sizes)
        names = tuple(row[0] for row in rows.rows)
        middle = 0
        for output, (kernel, stamp) in zip(rows.outputs, rows.stamps, strict=True):
            middle = self.planes[output][1] + self._high(self.panels[output], self.made) // 2
            self.put(kernel, w, middle, sizes.kernel)
            self.put(stamp, stamps, middle, sizes.kernel, labelled=False)
            signs = ("=", equals, (kernel,), (stamp,)), ("→", arrow, (stamp,), (output,))
            for glyph, at, left, right in signs:
                self.sign(glyph, at + self.sign_width(glyph) // 2, middle, left, right)
        every = tuple(kernel for kernel, _ in rows.stamps)
        self.sign("×", times + self.sign_width("×") // 2, axis, names, every)
        self.arrow = self.arrow_from({}, 0, 0, 0, 0, {})  # signs lead to the outputs

    def _stack_inputs(self, x: int, sizes: SlantedSizes) -> int:
        """The input planes from *x* on; the axis of all of them."""
        whole, high = self._inputs_high(sizes), self._high(self.first, self.pitch)
        top = self.area.y + max(self.room_high - whole, 0) // 2
        for number, (name, *_) in enumerate(self.rows.rows):
            back = top + self._back(number, sizes)
            self.planes[name] = x + self._left(self.first, self.pitch), back
            left = back + self.first.rows * sizes.tilt.down_y
            label = short_label(self.panels[name].labels[0][0])
            self.say(label, x - self.label_width(0), left)
        if self.rows.hidden:
            corner, text = (x, top + self._back(len(self.rows.rows), sizes)), self.rows.rest
            self._add_slab(self.first, self.pitch, corner, text, slab_role(self.rows))
            high += self._rest_deep
        return top + (whole + high - sizes.last) // 2
