"""A column for each input channel: window and slice below each other; the sums add along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import ClassVar, Final

from ...story.frame import ChannelRows, Panel
from .. import glyphs
from ..panel_rows import APART
from ..primitives import Box
from ..scale import Scale
from .annotations import CLOSE_DROP, Names
from .arrow import HEAD, Point
from .group_names import group_bracket, group_name
from .layout import STEPPED, ChannelLayout
from .outputs import SUM

__all__ = ["BETWEEN", "BRACKET", "ColumnsLayout"]

GAP, LEAST_GAP = 40, 6
"""Between columns, and between them and the outputs."""
STRIP_GAP: Final = 160
"""The same on strips, which are filled."""
SMALL_SIGN: Final = 23
"""The font of signs between these, so that they are clear of both."""
BETWEEN: Final = 22
"""Room of a sign between two panels below each other."""
BRACKET: Final = 12
"""From the sums down to the line that joins them."""


class ColumnsLayout(ChannelLayout):
    """Columns of wide pictures: the sums stand in one line, as the words of an equation."""

    output_ways: ClassVar[tuple[int, ...]] = (1, 2)

    def __init__(self, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> None:
        self._gaps_of_line: dict[str, tuple[int, int]] = {}
        super().__init__(panels, rows, area, scale)

    def fits(self, pitch: int) -> bool:
        high = self._high(pitch) + self._groups_line
        return (
            high <= self.room_high
            and self._wide(pitch, self.output_pitch(pitch)) + self._least_gaps <= self.area.width
            and self.outputs_high(self.output_pitch(pitch)) <= self.room_high
        )

    @cached_property
    def _side(self) -> int:
        return max(self.scale.px(SUM * 5 // 6), self.sum_side)

    @cached_property
    def _between(self) -> int:
        return self.scale.px(BETWEEN)

    @cached_property
    def _gaps(self) -> int:
        return len(self.rows.rows) + len(self.rows.breaks) + bool(self.rows.rest) + 2

    @property
    def _least_gaps(self) -> int:
        return self._gaps * self.scale.px(LEAST_GAP)

    @cached_property
    def _extra(self) -> int:
        """Width of the column of channels that are not shown, with a plus before it."""
        if not self.rows.rest:
            return 0
        return self.sign_width("+") + max(self._side, self.name_width(self.rows.rest))

    @cached_property
    def _total(self) -> int:
        """Width of plus and bias, and of the arrow to the outputs."""
        bias = 0
        if self.rows.bias:
            beyond = max(self.name_width(self.rows.bias) - self._side, 0) // 2
            bias = self.sign_width("+") + self._side + beyond
        return bias + self.sign_width("=") + self.scale.px(LEAST_GAP)

    @cached_property
    def _group_bias(self) -> int:
        """Width of plus and bias behind the sums of a group that others follow."""
        small = self.scale.unit < STEPPED and not self.is_strip  # numbers need the room
        if small or not self.rows.bias:
            return 0
        return self.sign_width("+") + max(self._side, self.name_width(self.rows.bias))

    def _high(self, pitch: int) -> int:
        cells = self.first.rows * pitch + self.kernel.rows * self.kernel_pitch(pitch)
        return cells + 2 * self._between + self._side + self.scale.px(BRACKET)

    def _column(self, pitch: int) -> int:
        kernel = self.kernel.columns * self.kernel_pitch(pitch)
        cells = max(self.first.columns * pitch, kernel)
        named = kernel + 2 * self.label_width(1) - self._beside  # around the middle of the input
        return max(cells + self._beside, named, self._side)

    @property
    def _beside(self) -> int:
        """Width of the names of inputs beside them."""
        return self.label_width(0)

    def _wide(self, pitch: int, made: int) -> int:
        columns = len(self.rows.rows) * self._column(pitch) + self._extra
        columns += len(self.rows.breaks) * self._group_bias
        return columns + self._total + self.label_width(-1) + self.outputs_wide(made)

    def place(self) -> None:
        pitch, rows, area = self.pitch, self.rows, self.area
        made = self.made_pitch()
        free = area.width - self._wide(pitch, made)
        most = STRIP_GAP if self.is_strip else GAP
        gap = min(free // self._gaps, self.scale.px(most))
        x = area.x + (free - gap * self._gaps) // 2
        line = self._lines_over
        top = area.y + self.head + (self.room_high - self._high(pitch) + line) // 2
        own = self.kernel_pitch(pitch)
        kernel_top = self._kernel_top(top, own)
        axis = self._axis(kernel_top, own)
        edge = axis + self._side - self._side // 2 + self.scale.px(4)
        below = self._line(axis, own)
        begins: dict[str, Point] = {}
        before: tuple[str, ...] = ()
        last = 0
        for number, names in enumerate(rows.rows):
            x += gap * (number in self.rows.breaks)
            left, middle, summed = self._across(x, own)
            self._put_input(names[0], left, top + self.first.rows * pitch // 2)
            left = middle - self.kernel.columns * own // 2
            self.put(names[1], left, kernel_top + self.kernel.rows * own // 2, own)
            self.put(names[2], summed - self._side // 2, axis, self._side, labelled=False)
            self._put_star(names, middle, kernel_top)
            self.sign("=", *self._equals_at(summed, axis), names[1:2], names[2:], px=self._small_px)
            if before and number not in rows.breaks:
                self._add((last + summed) // 2, axis, below, before, names[2:])
            if number in (0, *rows.breaks):  # the first of a group
                kernels = tuple(row[1] for row in rows.rows[number:][: rows.group[0] or None])
                step = self._column(pitch) + gap if len(rows.rows) > 1 else area.width // 3
                self._name_slices(kernels, (x, middle, middle + step), kernel_top)
            begins[names[2]] = summed, edge
            before, last = (*before, names[2]), summed
            x += self._column(pitch) + gap
            if self._group_bias and number + 1 in rows.breaks:
                name = self.add_group_bias()
                middle = x + self._group_bias - max(self._side, self.name_width(rows.bias)) // 2
                self._add(x + self.sign_width("+") // 2 - gap // 2, axis, below, before, (name,))
                self.put_box(name, middle - self._side // 2, axis, self._side)
                begins[name] = middle, edge
                x += self._group_bias
        if rows.rest:
            plus, wide = self.sign_width("+"), max(self._side, self.name_width(rows.rest))
            middle = x + plus + wide // 2
            self._add(x + plus // 2 - gap // 2, axis, below, before, (rows.rest,))
            self.put_box(rows.rest, middle - self._side // 2, axis, self._side)
            begins[rows.rest] = middle, edge
            x += self._extra + gap
        if rows.bias:
            plus = x + self.sign_width("+") // 2 - gap // 2
            self._add(plus, axis, below, before, (rows.bias,))
            self.put_bias(x + self.sign_width("+"), axis, self._side)
            begins[rows.bias] = x + self.sign_width("+") + self._side // 2, edge
        start = x
        x += self._total + gap + self.label_width(-1)
        self.put_outputs(x, area.y + self.head + self.room_high // 2, made)
        ends = self.tips_beside(x)
        turn = min(tip for tip, _ in ends.values()) - 2 * self.scale.px(HEAD)
        self._say_heads(top - self.head_drop, turn)
        arrow = self.arrow_from({}, start, axis, ends)
        self.arrow = replace(arrow, begins=begins, below=below, gaps=self._gaps_of_line)
        self.name_outputs()

    def _say_heads(self, baseline: int, end: int) -> None:
        """What inputs are over the first, and over the middle of each group its name."""
        x = self.places[self.rows.rows[0][0]].x - self._beside + self.label_width(0)
        end = min(end, self._say_groups(baseline))
        self.say_inputs(x, baseline - self._lines_over, end)

    def _say_groups(self, baseline: int) -> int:
        """Name each group; where other words on the line of the first inputs end."""
        size, end = self.rows.group[0], self.area.right
        for number, words in enumerate(self.rows.groups):
            group = self.rows.rows[number * size :][:size]
            first, last = self.places[group[0][0]], self.places[group[-1][0]]
            right = last.x + self.first.columns * self.pitch
            name = group_name(words, first.x, right, baseline, self.label_px)
            self.words.append(name)
            if self._groups_line:
                self.brackets += group_bracket(name, first.x, right, self.scale)
            else:
                end = min(end, name.x - self.scale.px(APART))
        return end

    @property
    def _lines_over(self) -> int:
        """Height of lines of words above the first one over the inputs."""
        return self._groups_line

    @cached_property
    def _groups_line(self) -> int:
        """Height of the line of what the inputs are, above the names of groups.

        Strips have none: they say as much of it as ends before the first name.
        """
        if not self.rows.groups or (self.is_strip and self._beside):
            return 0
        return self.label_px + self.scale.px(CLOSE_DROP)

    def _name_slices(self, kernels: Names, at: tuple[int, int, int], top: int) -> None:
        """Say what slices are, between input and slice to the left of the sign, if there is room.

        That they are turned stands beside them where only there it has room. *at*: where the
        column begins, the middles of its slice and of the next one.
        """
        x, middle, following = at
        head, drop = self.rows.heads[1], (self._between - self.label_px * 3 // 4) // 2
        sign = glyphs.width("sans", self.scale.font(SMALL_SIGN), "∗") // 2
        end = middle - sign - self.scale.px(LEAST_GAP)
        needed = glyphs.width("sans", self.label_px, head.rest or head.short or head.first)
        if drop >= self.scale.px(3) and x + needed <= end:
            self.say_slices(kernels, x, top - drop, end + self.scale.px(APART))
        elif head.rest:
            own = self.kernel_pitch(self.pitch)
            half = self.kernel.columns * own // 2
            end = following - half - self.label_width(1)
            beside, low = middle + half + self.scale.px(APART) // 2, top + self.label_px * 5 // 4
            made = next(self.places[row[2]] for row in self.rows.rows if row[1] == kernels[0])
            if made.x > middle and made.y < low:  # the sum is there
                end = made.x - self.scale.px(LEAST_GAP)
            self.say_slices(kernels, beside, top + self.label_px, end)

    # -- where parts of a column stand ----------------------------------------------------

    @cached_property
    def _small_px(self) -> int:
        """Font size of signs between panels of a column."""
        return self.scale.font(SMALL_SIGN)

    @property
    def _low_px(self) -> int:
        """Font size of signs between two panels below each other, with white on both sides."""
        return min(self._small_px, (self._between - 2) * 4 // 3)

    @property
    def _equals_px(self) -> int:
        return self._low_px

    def _kernel_top(self, top: int, _own: int) -> int:
        return top + self.first.rows * self.pitch + self._between

    def _across(self, x: int, own: int) -> tuple[int, int, int]:
        """(left of its input, middle of its slice, middle of its sum) of a column from *x* on."""
        label = self._beside
        middle = x + label + (self._column(self.pitch) - label) // 2
        return middle - self.first.columns * self.pitch // 2, *self._middles(middle, own)

    def _put_star(self, names: Names, middle: int, kernel_top: int) -> None:
        """Put the sign between input and slice, with white above and below it."""
        over = kernel_top - self._between // 2
        self.sign("∗", middle, over, names[:1], names[1:2], px=self._low_px)

    def _put_input(self, name: str, x: int, axis: int) -> None:
        self.put(name, x, axis, self.pitch)

    def _axis(self, kernel_top: int, own: int) -> int:
        """The middle of the sums, below slices of pitch *own*."""
        return kernel_top + self.kernel.rows * own + self._between + self._side // 2

    def _line(self, axis: int, _own: int) -> int:
        """Where a line joins the sums, below them."""
        return axis + self._side // 2 + self.scale.px(BRACKET)

    def _middles(self, middle: int, _own: int) -> tuple[int, int]:
        """The middle of a slice and of its sum, in a column around *middle*."""
        return middle, middle

    def _equals_at(self, summed: int, axis: int) -> tuple[int, int]:
        return summed, axis - (self._side + self._between) // 2

    def _add(self, x: int, axis: int, _below: int, before: Names, after: Names) -> None:
        """Put a plus between sums."""
        self.sign("+", x, axis, before, after, px=self.plus_px)

    def made_pitch(self) -> int:
        """The pitch of the outputs, which leave some white between columns."""
        least = self.least_output_pitch
        for gap in (GAP * 3 // 4, GAP // 4):
            wide = self.area.width - self._gaps * self.scale.px(gap)
            made = self.larger_output_pitch(partial(self._outputs_fit, wide))
            if made >= least:
                break
        return made

    def _outputs_fit(self, wide: int, made: int) -> bool:
        high = self.outputs_high(made)
        return self._wide(self.pitch, made) <= wide and high <= self.room_high * 0.9
