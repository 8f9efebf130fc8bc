"""A row for each input channel: window, slice and sum; lines lead from the sums to the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import ClassVar, Final

from .arrow import HEAD, THICK
from .layout import ChannelLayout
from .outputs import ROW_GAP, SUM

__all__ = ["RowsLayout"]

LEAST_GAP: Final = 6
"""White between rows."""
GUTTER, LEAST_GUTTER = 46, 5
"""Between panels and signs."""
REACH, LEAST_REACH = 84, 34
"""Length of the lines from the sums."""
SPARE: Final = ((24, REACH), (12, 48))
"""White beside signs, and the length of the lines, where outputs are larger."""
WANTED: Final = 1.3
"""How much larger they are at least, if there is room."""
BRACKET: Final = 14
"""From where the lines meet to the bias."""
GUTTERS: Final = 7
SUM_CELLS: Final = 1.4
"""Side of the box of a sum in cells, at most: it is no louder than the window."""
PLUS: Final = 10
"""How much lower than their rows the boxes of sums are, for the signs between them."""


class RowsLayout(ChannelLayout):
    """Input, slice and sum of a channel on one axis; bias and outputs to the right of them."""

    output_ways: ClassVar[tuple[int, ...]] = (1, 2)

    def fits(self, pitch: int) -> bool:
        least = GUTTERS * self.scale.px(LEAST_GUTTER) + self._least_reach(pitch)
        high = len(self.rows.rows) * self._row_high(pitch) + self._rest_high
        high += self._gaps * self.scale.px(LEAST_GAP)
        return (
            high <= self.room_high
            and self._across(pitch, self.output_pitch(pitch)) + least <= self.area.width
            and self.outputs_high(self.output_pitch(pitch)) <= self.room_high
        )

    @cached_property
    def _gaps(self) -> int:
        return len(self.rows.rows) - 1 + len(self.rows.breaks) + bool(self.rows.rest)

    @cached_property
    def _rest_high(self) -> int:
        return max(self.scale.px(SUM * 3 // 4), self.sum_side) if self.rows.rest else 0

    def _total(self, pitch: int) -> int:
        """Width of the bias."""
        return self._side(pitch) if self.rows.bias else 0

    def _bend(self, pitch: int) -> int:
        """Width from where the lines meet to the bias, past its label."""
        clear = self.bias_clear(self._total(pitch)) + self.scale.px(THICK)
        return max(self.scale.px(BRACKET), clear)

    def _least_reach(self, pitch: int) -> int:
        """Width from the sums to the bias, at least."""
        least = self.scale.px(LEAST_REACH)
        return max(least, self._bend(pitch) + 2 * self.scale.px(4)) if self.rows.bias else least

    def tail(self, box: int) -> int:
        """Width from the bias to the labels of outputs: an arrow, past the label of its *box*."""
        past = self.bias_clear(box) + 2 * self.scale.px(HEAD) if self.rows.bias else 0
        return max(self.sign_width("="), past)

    def _row_high(self, pitch: int) -> int:
        """A row is as high as its cells, or the box of its sum where that is a single line."""
        cells = max(self.first.rows * pitch, self.kernel.rows * self.kernel_pitch(pitch))
        return max(cells, self.scale.px(SUM * 3 // 4), self.sum_side)

    def _side(self, pitch: int) -> int:
        """Side of the box of a sum."""
        most = round(SUM_CELLS * max(pitch, self.kernel_pitch(pitch)))
        low = min(self._row_high(pitch) - self.scale.px(PLUS), self.scale.px(SUM), most)
        least = min(self.scale.px(SUM * 3 // 4), most, self._row_high(pitch))
        return max(low, least, pitch, self.sum_side)

    def _across(self, pitch: int, output: int) -> int:
        labels = sum(map(self.label_width, (0, 1, -1)))
        signs = self.sign_width("∗") + self.sign_width("=") + self.tail(self._total(pitch))
        cells = self.first.columns * pitch + self.kernel.columns * self.kernel_pitch(pitch)
        cells += self.outputs_wide(output)
        return labels + signs + cells + self._side(pitch) + self._total(pitch)

    def made_pitch(self) -> int:
        """What is made is larger, first where there is much white, then where there is less."""
        made = self.pitch
        for gutter, reach in SPARE:
            spare = GUTTERS * self.scale.px(gutter) + self.scale.px(reach)
            made = self.larger_output_pitch(partial(self._outputs_fit, spare))
            if made >= WANTED * self.pitch:
                break
        return made

    def _outputs_fit(self, spare: int, made: int) -> bool:
        wide = self._across(self.pitch, made) + spare
        return wide <= self.area.width and self.outputs_high(made) <= self.room_high * 0.8

    def place(self) -> None:
        pitch, side, output = self.pitch, self._side(self.pitch), self.made_pitch()
        free = self.area.width - self._across(pitch, output)
        least = self._least_reach(pitch)
        reach = min(max(self.scale.px(REACH), least), max(free // 4, least))
        gutter = max(min((free - reach) // GUTTERS, self.scale.px(GUTTER)), 1)
        x = self.area.x + max(free - reach - GUTTERS * gutter, 0) // 2 + self.label_width(0)
        columns, signs = self._columns(x, gutter)
        sums, box = columns[-1], self._total(pitch)
        total = sums + side + reach
        second = total + box + gutter
        y = second + self.tail(box) + gutter + self.label_width(-1)
        axes = self._rows(columns, signs, side, self.room_high)
        middle = (axes[0] + axes[-1]) // 2
        if self.rows.bias:
            self.put_bias(total, middle, box)
        self.put_outputs(y, middle, output)
        bend = total - self._bend(pitch)
        starts = {n: (self.box_edges(n)[1], at) for n, at in zip(self.sums, axes, strict=True)}
        ends = self.tips_beside(y)
        self.arrow = self.arrow_from(starts, bend, middle, ends)
        self._heads(columns, y)
        self.name_outputs()

    def _columns(self, x: int, gutter: int) -> tuple[tuple[int, int, int], tuple[int, int]]:
        """Where the columns of a row that starts at *x* begin, and the middles of the signs."""
        star = x + self.first.columns * self.pitch + gutter
        w = star + self.sign_width("∗") + gutter + self.label_width(1)
        equals = w + self.kernel.columns * self.kernel_pitch(self.pitch) + gutter
        sums = equals + self.sign_width("=") + gutter
        return (x, w, sums), (star + self.sign_width("∗") // 2, equals + self.sign_width("=") // 2)

    def _rows(
        self, columns: tuple[int, int, int], signs: tuple[int, int], side: int, room_high: int
    ) -> list[int]:
        """Put every row into a room so high; the axes of the sums."""
        high, rows = self._row_high(self.pitch), self.rows
        free = room_high - len(rows.rows) * high - self._rest_high
        gap = max(min(free // max(self._gaps, 1), self.scale.px(2 * ROW_GAP)), 1)
        whole = len(rows.rows) * high + self._gaps * gap + self._rest_high
        y = self.area.y + self.head + max(room_high - whole, 0) // 2
        axes: list[int] = []
        middle, own = columns[2] + side // 2, self.side_with_plus(side, high + gap)
        for number, names in enumerate(rows.rows):
            y += gap * (number in self.rows.breaks)
            axis = y + high // 2
            self._put_pair(names, columns, signs, axis)
            self.put(names[2], middle - own // 2, axis, own, labelled=False)
            self.sign("=", signs[1], axis, (names[1],), (names[2],))
            if number:
                self.plus_between(middle, (axes[-1], axis), own, number)
            axes.append(axis)
            y += high + gap
        if rows.rest:
            axis, last = y + self._rest_high // 2, min(own, self._rest_high)
            self.put(rows.rest, middle - last // 2, axis, last)
            lower = (own - last) // 4  # of boxes that differ, the middle of the white
            ends = axes[-1] + lower, axis + lower
            self.plus_between(middle, ends, (own + last) // 2, len(axes))
            axes.append(axis)
        return axes

    def _put_pair(
        self,
        names: tuple[str, str, str],
        columns: tuple[int, int, int],
        signs: tuple[int, int],
        axis: int,
    ) -> None:
        """Put what is read, and the slice that it is multiplied by."""
        self.put(names[0], columns[0], axis, self.pitch)
        self.put(names[1], columns[1], axis, self.kernel_pitch(self.pitch))
        self.sign("∗", signs[0], axis, (names[0],), (names[1],))

    def _heads(self, starts: tuple[int, int, int], end: int) -> None:
        """Say what the columns are, over the first row; the last words end before *end*."""
        x, w, sums = starts
        drop = self.head_drop
        totals = self.rows.heads[2]
        baseline = self.places[self.rows.rows[0][0]].y - drop
        self.say_inputs(x, baseline, w)
        self.say_slices(tuple(row[1] for row in self.rows.rows), w, baseline, sums)
        baseline = min(baseline, self.places[self.sums[0]].y - drop)  # of a strip it is higher
        self.say_over([row[2] for row in self.rows.rows], totals.wordings, sums, baseline, end)
