"""Where slanted channels stand of which each input cell stamps slices onto all outputs."""

from __future__ import annotations

from .annotations import Names
from .arrow import SumArrow
from .outputs import SUM
from .slab import SLAB_ROLE
from .slanted import GUTTER, SlantedLayout
from .slanted_measures import APART, GAP, GUTTERS, LEAST_GUTTER
from .slanted_sizes import SlantedSizes

__all__ = ["SlantedStamps", "SlantedStampsDown"]


class SlantedStamps(SlantedLayout):
    """Inputs above each other at the left; slice, stamp and output of a filter on one axis."""

    def _slice_pitch(self, pitch: int) -> int:
        return self._slices_pitch(pitch, [name for pair in self.rows.stamps for name in pair])

    def _notch(self, pitch: int) -> int:
        """None beside several planes: the sign is on the axis of them all."""
        return 0 if len(self.rows.rows) > 1 or self.rows.hidden else super()._notch(pitch)

    def _least_row(self, pitch: int, slices: int) -> int:
        """Height from one input plane to the next: slices are in the rows of outputs."""
        row = self._thick(self.first, pitch) + self.scale.px(APART)
        return max(row, self.label_px + self.scale.px(APART))  # of strips: so thin are planes

    def _least_last(self, slices: int) -> int:
        return 0

    def _least_output(self, slices: int) -> int:
        return max(super()._least_output(slices), slices + self.scale.px(GAP))

    def _outputs_reach(self, unit: int, slices: int, *, above: bool) -> tuple[int, int]:
        """Slices and stamps beside outputs may be higher than these."""
        over, below = super()._outputs_reach(unit, slices, above=above)
        more = max(slices - self._high(self.outputs[0], unit), 0)
        named = self.label_px + self.near_drop if above else 0
        return max(over, more // 2 + named), max(below, more - more // 2)

    def _named_over(self, slices: int, last: int, *, above: bool, tucked: bool, pitch: int) -> int:
        return super()._named_over(0, last, above=False, tucked=tucked, pitch=pitch)

    def _between_wide(self, kernel: int) -> int:
        signs = sum(map(self.sign_width, ("×", "=", "→")))
        return 2 * self.kernel.columns * kernel + signs + self.scale.px(SUM)

    def place(self) -> None:
        rows, self.output_unit = self.rows, self._largest_output_unit()
        sizes = self._sizes(self.pitch, self.output_unit)
        self.planes, self.filters, self.slabs = {}, {}, []
        (x, times, w, equals, stamps), gutter = self._columns(sizes, "×")
        arrow = stamps + self.kernel.columns * sizes.kernel + gutter
        y = arrow + self.sign_width("→") + gutter
        axis = self._stack_inputs(x, sizes)
        self._stack_outputs(y, self._outputs_middle(axis), sizes)
        names = tuple(row[0] for row in rows.rows)
        middle = 0
        for output, (kernel, stamp) in zip(rows.outputs, rows.stamps, strict=True):
            middle = self.planes[output][1] + self._high(self.panels[output], self.output_unit) // 2
            self._put_slice(kernel, w, middle, sizes)
            self.put(stamp, stamps, middle, sizes.kernel, labelled=False)
            signs = ("=", equals, (kernel,), (stamp,)), ("→", arrow, (stamp,), (output,))
            for glyph, at, left, right in signs:
                self.sign(glyph, at + self.sign_width(glyph) // 2, middle, left, right)
        every = tuple(kernel for kernel, _ in rows.stamps)
        self._times(times + self.sign_width("×") // 2, axis, names, every)
        self.arrow = SumArrow({}, (0, 0), None, (0, 0), {}, 0, 0)  # signs lead to the outputs
        self.say_heads(sizes, self._inputs_end(w))

    def _inputs_end(self, slices: int) -> int:
        """Where words over inputs end at the right, before *slices*."""
        return slices

    def _outputs_middle(self, axis: int) -> int:
        """Where outputs are stacked around, beside inputs around *axis*."""
        return axis

    def _times(self, x: int, axis: int, inputs: Names, slices: Names) -> None:
        self.sign("×", x, axis, inputs, slices)

    def _stack_inputs(self, x: int, sizes: SlantedSizes) -> int:
        """Put the input planes from *x* on; the axis of all of them."""
        whole, high = self._inputs_high(sizes), self._high(self.first, self.pitch)
        top = self._top(sizes)
        for number, (name, *_) in enumerate(self.rows.rows):
            self._put_input(name, x, top + self._back(number, sizes), sizes)
        if self.rows.hidden:
            self._add_slab(self.rows.rows[-1][0], SLAB_ROLE)
            below = top + self._back(len(self.rows.rows) - 1, sizes) + high + self._rest_deep
            self.say(self.rows.rest, x, below - self.label_px // 3)
            high += self._rest_deep
        return top + (whole - sizes.lead + high - sizes.last) // 2


class SlantedStampsDown(SlantedStamps):
    """For upright pages: the inputs above the rows of slices, stamps and outputs."""

    def _inputs_end(self, slices: int) -> int:
        return self.area.x + self.area.width

    @property
    def _outputs_top(self) -> int:
        return self._end_of_inputs + self._times_high // 2 + self.sign_px // 2

    @property
    def _end_of_inputs(self) -> int:
        return self._under_inputs(self._sizes(self.pitch, self.output_unit))

    def _under_inputs(self, sizes: SlantedSizes) -> int:
        return self._top(sizes) - sizes.lead + self._inputs_high(sizes)

    def _outputs_room(self, sizes: SlantedSizes) -> tuple[int, int]:
        return self._under_inputs(sizes) + self._times_high, self.area.bottom

    @property
    def _times_high(self) -> int:
        return self.sign_px + 2 * self.scale.px(GAP)

    def _whole_wide(self, inputs: int, others: int) -> int:
        return max(inputs, others)

    def _below(self, sizes: SlantedSizes, unit: int) -> int:
        return self._times_high + self._outputs_high(sizes, unit)

    def _outputs_fit(self, pitch: int, unit: int, ease: float) -> bool:
        sizes = self._sizes(pitch, unit)
        high = self._inputs_high(sizes) + self._below(sizes, unit)
        least = GUTTERS * self.scale.px(LEAST_GUTTER)
        return high <= self.room_high and sizes.wide + least * ease <= self.area.width

    def _columns(self, sizes: SlantedSizes, sign: str) -> tuple[tuple[int, ...], int]:
        """Inputs in the middle, and the columns of the rows below them."""
        area, inputs = self.area, self._wide(self.first, self.pitch)
        label = 0 if sizes.above else self.label_width(1)
        slices = self.kernel.columns * sizes.kernel
        signs = self.sign_width("=") + self.sign_width("→")
        row = label + 2 * slices + signs + self._outputs_wide(self.output_unit)
        gutter = max(min((area.width - row) // 6, self.scale.px(GUTTER)), 1)
        w = area.x + max(area.width - row - 4 * gutter, 0) // 2 + label
        equals = w + slices + gutter
        x, middle = area.x + (area.width - inputs) // 2, area.x + area.width // 2
        times = middle - self.sign_width(sign) // 2
        return (x, times, w, equals, equals + self.sign_width("=") + gutter), gutter

    def _outputs_middle(self, axis: int) -> int:
        sizes = self._sizes(self.pitch, self.output_unit)
        below = self._below(sizes, self.output_unit)
        return self._end_of_inputs + (below + self._times_high) // 2

    def _times(self, x: int, axis: int, inputs: Names, slices: Names) -> None:
        self.sign("×", x, self._end_of_inputs + self._times_high // 2, inputs, slices)
