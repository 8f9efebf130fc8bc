"""How large channels can be that lie as slanted planes, and what stands between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar, Final

from ...story.frame import ChannelRows, Panel, label_text
from ...story.label import short_label
from .. import glyphs
from ..cells import LEAST_PITCH, least_for_text
from ..isometric.cells import measure_slanted
from ..primitives import Box
from ..scale import Scale
from .arrow import THICK
from .slab import slab_thickness
from .slanted_shapes import NEAR, SlantedShapes, Ways
from .slanted_sizes import SlantedSizes

__all__ = ["BRACKET", "SlantedMeasures", "Ways"]

APART_LABEL: Final = 10
"""White between an output plane and its label."""
APART: Final = 3
"""White between a plane and the next, at least."""
GAP: Final = 14
"""White between slices, and between outputs, at least."""
LARGER_OUTPUT: Final = 1.6
"""How much larger than those of the input the cells of an output may be."""
GUTTERS, LEAST_GUTTER = 4, 8
GROUP_GAP: Final = 14
"""More white between groups."""
BRACKET: Final = 14
"""Length of the lines from the sums."""
LINED, NUMBERED = 1, 2
"""What cells are large enough for."""


def _last(units: range, passes: Callable[[int], bool]) -> int:
    """The last unit that *passes*, as all before it do; 0 for none."""
    count = bisect_left(units, 1, key=lambda unit: int(not passes(unit)))
    return units[count - 1] if count else 0


class SlantedMeasures(SlantedShapes):
    """Sizes of planes in an area; their outputs are to the right."""

    WAYS: ClassVar[Sequence[Ways]] = (
        (1, 0.24, -0.52, 0.43),
        (1, 0.11, -0.52, 0.44),
        (1, 0.18, -0.4, 0.46),
    )
    """How planes lie: across (x, y), down (x, y), in parts of a column's way. The second lies
    flatter: several above each other are larger then; the third is narrower."""

    output_unit = 0
    """The unit of the outputs."""

    def __init__(
        self,
        panels: Sequence[Panel],
        rows: ChannelRows,
        area: Box,
        scale: Scale,
        ways: Ways,
        *,
        numbered: bool,
        labels: int,
        silent: bool = False,
        headed: bool = False,
    ) -> None:
        """*numbered*: inputs leave so much room that the outputs hold their numbers.

        *labels*: 2 for all of them, 1 for none beside outputs, 0 for none beside slices, too.
        *silent*: whether slices need not hold their numbers.
        *headed*: whether there is room for all that is said over the first planes.
        """
        self.ways, self._numbered, self._labels, self._silent = ways, numbered, labels, silent
        self._headed = headed
        super().__init__(panels, rows, area, scale)

    @cached_property
    def head(self) -> int:
        """Height of words over planes: 0, as they stand beside them."""
        return 0

    # -- whether it fits ----------------------------------------------------------------

    def fits(self, pitch: int) -> bool:
        if self.tilt(pitch).area < LEAST_PITCH**2:
            return False
        unit = max(self._least_output_unit, pitch) if self._numbered else pitch
        return self._outputs_fit(pitch, unit, 1)

    def largest_pitch(self, pitches: range) -> int:
        return _last(pitches, self.fits)

    @cached_property
    def _least_output_unit(self) -> int:
        """The smallest unit at which outputs hold their numbers."""
        units = range(LEAST_PITCH, self.area.width)
        return max(_last(units, lambda unit: not self._holds(unit)) + 1, LEAST_PITCH)

    def _outputs_fit(self, pitch: int, unit: int, ease: float) -> bool:
        """Whether there is room for outputs of that *unit*; *ease*: white around, 1 for least."""
        found = self._sizes(pitch, unit)
        if self._inputs_high(found) > self.room_high:
            return False
        least = GUTTERS * self.scale.px(LEAST_GUTTER)
        high = self._outputs_high(found, unit)
        return high <= self.room_high / ease and found.wide + least * ease <= self.area.width

    def _outputs_high(self, sizes: SlantedSizes, unit: int) -> int:
        """Of all outputs above each other, with the slab of those that are not shown."""
        high, (over, below) = self._high(self.outputs[0], unit), sizes.reach
        if self.rows.more:
            below = max(below, slab_thickness(self.scale))
            below = max(below, self._more_drop(unit) + self.label_px // 3 - high)
        return over + (len(self.outputs) - 1) * sizes.output + high + below

    def _largest_output_unit(self) -> int:
        """The unit of the outputs: what is made is read from afar."""
        units = range(self.pitch + 1, round(LARGER_OUTPUT * self.pitch) + 1)
        roomy = _last(units, lambda n: self._outputs_fit(self.pitch, n, 1.25)) or self.pitch
        least, most = self._least_output_unit, round(LARGER_OUTPUT * self.pitch)
        if self._numbered or (least <= most and self._outputs_fit(self.pitch, least, 1)):
            return max(roomy, least)
        return roomy

    def _holds(self, unit: int) -> bool:
        """Whether outputs of that unit hold their numbers."""
        return all(
            measure_slanted(one, self.tilt(unit), self.scale).text_px for one in self.outputs
        )

    @property
    def legible(self) -> int:
        """How much of inputs and outputs can be seen."""
        if not self.pitch:
            return -1
        inputs = [self.panels[row[0]] for row in self.rows.rows]
        parts = (inputs, self.pitch), (self.outputs, self.output_unit)
        return sum(min(self._legibility(one, unit) for one in panels) for panels, unit in parts)

    def _legibility(self, panel: Panel, unit: int) -> int:
        cells = measure_slanted(panel, self.tilt(unit), self.scale)
        if cells.text_px or not panel.widest_text:
            return NUMBERED
        return LINED if cells.line else 0

    @property
    def rank(self) -> tuple[int, bool, int]:
        """What is seen, numbers of outputs before those of inputs, and how large."""
        return self.legible, bool(self.pitch) and self._holds(self.output_unit), self.cell_area

    @property
    def cell_area(self) -> int:
        return self.tilt(self.pitch).area

    # -- sizes --------------------------------------------------------------------------

    @cached_property
    def _label_widths(self) -> dict[int, int]:
        """Widths of the labels that planes keep; the number of hidden channels is on their slab."""
        rows, outputs = self.rows.rows, self.rows.outputs
        found = {
            0: self._widest_label([row[0] for row in rows], short_label),
            1: self._widest_label([row[1] for row in rows], label_text),
            -1: self._widest_label(outputs, short_label),
        }
        return found if self._labels else {**found, 1: 0}

    def _inputs_high(self, sizes: SlantedSizes) -> int:
        """Height of the inputs, and below them of those not shown, or of what these add."""
        rest = self._rest_high(sizes)
        apart = len(self.rows.breaks) * self.scale.px(GROUP_GAP)
        return sizes.lead + (len(self.rows.rows) - 1) * sizes.row + apart + sizes.last + rest

    def _back(self, number: int, sizes: SlantedSizes) -> int:
        """Height from the first input plane down to another; groups are apart."""
        passed = sum(start <= number for start in self.rows.breaks)
        return number * sizes.row + passed * self.scale.px(GROUP_GAP)

    def bias_clear(self, side: int) -> int:
        """The same without its label where labels are left out."""
        return super().bias_clear(side) if self._labels else max(self.scale.px(4), 1)

    def put_bias(self, x: int, axis: int, side: int) -> None:
        if self._labels:
            super().put_bias(x, axis, side)
        else:
            place = self.put(self.rows.bias, x, axis, side, labelled=False)
            self.places[self.rows.bias] = replace(place, width=0)

    @property
    def _bias_bracket(self) -> int:
        """Length from where the lines of the sums meet to the bias, past its label."""
        return max(self.scale.px(BRACKET), self.bias_clear(self._side) + self.scale.px(THICK))

    def _sizes(self, pitch: int, unit: int = 0) -> SlantedSizes:
        """What cells of *pitch* pixels lead to; *unit*: that of outputs, if it is another."""
        kernel, gap = self._slice_pitch(pitch), self.scale.px(GAP)
        slices = self.kernel.rows * kernel
        row = self._least_row(pitch, slices + gap)
        tucked = self._is_tucked(0, pitch, row)
        last = max(self._high(self.first, pitch), self._least_last(slices))
        output = max(self._thick(self.outputs[0], unit or pitch) + gap, self._least_output(slices))
        named = slices + self.scale.px(NEAR) + self.label_px + self.near_drop
        above = named <= (output if self.rows.stamps else row) and self._named_above(kernel)
        inputs = self._wide(self.first, pitch) - self._notch(pitch)
        inputs += self.label_width(0) * (not tucked)
        between = self._between_wide(kernel) + self.label_width(1) * (not above)
        wide = self._whole_wide(inputs, between + self._outputs_wide(unit or pitch))
        lead = self._named_over(slices, last, above=above, tucked=tucked, pitch=pitch)
        reach = self._outputs_reach(unit or pitch, slices, above=above)
        return SlantedSizes(
            self.tilt(pitch), kernel, row, last, output, wide, above, tucked, lead, reach
        )

    def _named_above(self, kernel: int) -> bool:
        """Whether the name over a slice ends before the sum beside it, which may be higher."""
        if self.rows.stamps or self._side <= self.kernel.rows * kernel:
            return True
        name = self._widest_label([row[1] for row in self.rows.rows], label_text)
        return name <= self.kernel.columns * kernel + self.sign_width("=")

    def _notch(self, pitch: int) -> int:
        """No more than the next plane leaves free."""
        notch = super()._notch(pitch)
        if not notch or (len(self.rows.rows) == 1 and not self.rows.hidden):
            return notch
        tilt, slices = self.tilt(pitch), self.kernel.rows * self._slice_pitch(pitch)
        corner = self._least_row(pitch, slices + self.scale.px(GAP))
        corner += self.first.columns * tilt.across_y  # at the right
        below = corner - (self._high(self.first, pitch) + self.sign_px) // 2
        return min(notch, max(below, 0) * tilt.across_x // max(tilt.across_y, 1))

    def _whole_wide(self, inputs: int, others: int) -> int:
        return inputs + others

    def _slice_pitch(self, pitch: int) -> int:
        return self._slices_pitch(pitch, [row[1] for row in self.rows.rows])

    def _slices_pitch(self, pitch: int, names: Iterable[str]) -> int:
        """The pitch of panels with those *names*, so that their cells hold their numbers."""
        least = [0 if self._silent else least_for_text(self.panels[n], self.scale) for n in names]
        return max(round(0.55 * pitch), self._seen_pitch, LEAST_PITCH, *least)

    def _least_row(self, pitch: int, slices: int) -> int:
        """Height from one input plane to the next, beside which *slices* are so high."""
        row = self._thick(self.first, pitch, self.rows.ring) + self.scale.px(APART)
        return max(row, slices, max(self._side * 3 // 4, self.sum_side) + self.scale.px(NEAR))

    def _least_last(self, slices: int) -> int:
        """Height of what stands beside the last input plane."""
        return max(slices, self._side)

    def _least_output(self, _slices: int) -> int:
        """Height from one output to the next, beside which two lines stand."""
        return round(2.7 * self.label_px) if self._labels > 1 else 0

    def _between_wide(self, kernel: int) -> int:
        """Width of signs, slices and sums between input planes and outputs."""
        signs = self.sign_width("∗") + self.sign_width("=")
        return self.kernel.columns * kernel + signs + self._side + self._joined_wide

    @property
    def _joined_wide(self) -> int:
        """Width of the lines from the sums, and of the bias."""
        total = self.scale.px(BRACKET) + self._bias_bracket + self.reach(self._side)
        return total + (self._side if self.rows.bias else 0)

    def _outputs_wide(self, unit: int) -> int:
        return self._wide(self.outputs[0], unit) + self._filter_width

    @cached_property
    def _filter_width(self) -> int:
        """Width of what is said to the right of an output plane."""
        words = [self.rows.more] * bool(self.rows.more)
        if self._labels > 1:
            labels = [short_label(one.labels[0][0]) for one in self.outputs]
            words += [*self.rows.filters, *labels]
        wide = max((glyphs.width("bold", self.label_px, word) for word in words), default=0)
        return wide + self.scale.px(APART_LABEL) if words else 0
