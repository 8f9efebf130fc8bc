"""Where channels lie as slanted planes: inputs at the left, outputs at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from ...story.channels.sentences import left_out
from ...story.frame import CellRole, ChannelRows, Panel, label_text
from ...story.label import short_label
from .. import glyphs
from ..cells import LEAST_PITCH, least_for_text
from ..facets import Tilt
from ..isometric.cells import measure_slanted
from ..primitives import Box
from ..scale import Scale
from .arrow import HEAD, THICK
from .layout import SUM, ChannelLayout
from .slab import LAYERS, Slab, slab_layers, slab_role, slab_thickness
from .slanted_sizes import SlantedSizes

__all__ = ["APART", "SlantedLayout"]

WAYS: Final = ((1, 0.24, -0.52, 0.43), (1, 0.11, -0.52, 0.44), (1, 0.18, -0.4, 0.46))
"""How planes lie: across (x, y), down (x, y), in parts of a column's way. The second lies
flatter: several above each other are larger then; the third is narrower."""
APART_LABEL: Final = 10
"""White between an output plane and its label."""
APART: Final = 3
"""White between a plane and the next, at least."""
WORTH: Final = 0.6
"""Of their area, cells of inputs give up no more for numbers in the outputs."""
LARGER_OUTPUT: Final = 1.6
"""How much larger than those of the input the cells of an output may be."""
GUTTERS, LEAST_GUTTER, GUTTER = 4, 8, 40
GROUP_GAP: Final = 14
"""More white between groups."""
BRACKET, REACH = 14, 40
"""Lengths of the lines from the sums, and of the arrow at least."""


class SlantedLayout(ChannelLayout):
    """Inputs above each other at the left, outputs at the right, what joins them in between."""

    planes: dict[str, tuple[int, int]]
    """The pixel of each plane's back corner."""
    filters: dict[str, tuple[str, int, int]]
    """What is said of each output's filter, and where: pen and baseline."""
    slabs: list[Slab]
    ways: tuple[float, ...]
    made = 0
    """The unit of the outputs."""

    @classmethod
    def largest(
        cls, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale
    ) -> SlantedLayout:
        """The one of all ways whose outputs hold their numbers, and whose cells are largest."""

        def best(*, numbered: bool) -> SlantedLayout:
            found = [cls(panels, rows, area, scale, ways, numbered=numbered) for ways in WAYS]
            return max(found, key=lambda one: (one._holds_made, one.tilt(one.pitch).area))

        largest = best(numbered=False)
        if largest._holds_made or not largest.outputs[0].widest_text:
            return largest
        numbered = best(numbered=True)
        worth = WORTH * largest.tilt(largest.pitch).area
        return numbered if numbered.tilt(numbered.pitch).area >= worth else largest

    def __init__(
        self,
        panels: Sequence[Panel],
        rows: ChannelRows,
        area: Box,
        scale: Scale,
        ways: tuple[float, ...],
        *,
        numbered: bool,
    ) -> None:
        """*numbered*: inputs leave so much room that the outputs hold their numbers."""
        self.ways, self._numbered = ways, numbered
        super().__init__(panels, rows, area, scale)

    @cached_property
    def head(self) -> int:
        """Labels stand beside planes, not over them."""
        return 0

    def fits(self, pitch: int) -> bool:
        if self.tilt(pitch).area < LEAST_PITCH**2:
            return False
        sizes = self._sizes(pitch)
        high = self._inputs_high(sizes)
        made = max(self._least_made, pitch) if self._numbered else pitch
        return high <= self.room_high and self._outputs_fit(pitch, made, 1)

    @cached_property
    def _least_made(self) -> int:
        units = range(LEAST_PITCH, self.area.width)
        return next((unit for unit in units if self._holds(unit)), self.area.width)

    def _outputs_fit(self, pitch: int, made: int, ease: float) -> bool:
        """Whether there is room for outputs of unit *made*; *ease*: white around, 1 for least."""
        found = self._sizes(pitch, made)
        high = (len(self.outputs) - 1) * found.output + self._high(self.outputs[0], made)
        high += found.output + slab_thickness(self.scale) if self.rows.more else 0
        least = GUTTERS * self.scale.px(LEAST_GUTTER)
        return high <= self.room_high / ease and found.wide + least * ease <= self.area.width

    def _made(self) -> int:
        """The unit of the outputs: what is made is read from afar."""
        units = range(round(LARGER_OUTPUT * self.pitch), self.pitch, -1)
        roomy = next((n for n in units if self._outputs_fit(self.pitch, n, 1.25)), self.pitch)
        if self._holds(roomy):
            return roomy
        fitting = (n for n in reversed(units) if self._outputs_fit(self.pitch, n, 1))
        return next((n for n in fitting if self._holds(n)), roomy)

    def _holds(self, unit: int) -> bool:
        """Whether outputs of that unit hold their numbers."""
        return bool(measure_slanted(self.outputs[0], self.tilt(unit), self.scale).text_px)

    @property
    def _holds_made(self) -> bool:
        return bool(self.pitch) and self._holds(self.made)

    def tilt(self, pitch: int) -> Tilt:
        return Tilt.even(self.ways, pitch)

    def _inputs_high(self, sizes: SlantedSizes) -> int:
        """With the slab of those that are not shown, as far below the last as others are."""
        rest = sizes.row + self._rest_deep if self.rows.hidden else 0
        apart = len(self.rows.breaks) * self.scale.px(GROUP_GAP)
        return (len(self.rows.rows) - 1) * sizes.row + apart + sizes.last + rest

    @property
    def _rest_deep(self) -> int:
        return slab_thickness(self.scale, slab_layers(self.rows.hidden))

    def _back(self, number: int, sizes: SlantedSizes) -> int:
        """From the first input plane down to another; groups are apart."""
        passed = sum(start <= number for start in self.rows.breaks)
        return number * sizes.row + passed * self.scale.px(GROUP_GAP)

    @property
    def _side(self) -> int:
        return max(self.scale.px(SUM * 5 // 6), self.sum_side)

    @property
    def _bias_bracket(self) -> int:
        """From where the lines of the sums meet to the bias, past its label."""
        return max(self.scale.px(BRACKET), self.bias_clear(self._side) + self.scale.px(THICK))

    def _high(self, panel: Panel, pitch: int) -> int:
        tilt = self.tilt(pitch)
        return panel.columns * tilt.across_y + panel.rows * tilt.down_y

    def _left(self, panel: Panel, pitch: int) -> int:
        """From a plane's left corner to its back corner."""
        return -panel.rows * self.tilt(pitch).down_x

    def _wide(self, panel: Panel, pitch: int) -> int:
        return panel.columns * self.tilt(pitch).across_x + self._left(panel, pitch)

    def _notch(self, pitch: int) -> int:
        """From a plane's right corner back to its edge, at the height of a sign on its axis."""
        tilt, panel = self.tilt(pitch), self.first
        below = (panel.rows * tilt.down_y - panel.columns * tilt.across_y - self.sign_px) // 2
        most = self.sign_width("∗")
        return min(max(below, 0) * -tilt.down_x // max(tilt.down_y, 1), most)

    def _thick(self, panel: Panel, pitch: int) -> int:
        """From a plane down to the next one that just touches it."""
        tilt = self.tilt(pitch)
        across, down = panel.columns * tilt.across_x, panel.rows * -tilt.down_x
        cells = panel.rows * panel.columns * tilt.area
        return round(cells / max(across, down, 1))

    def _sizes(self, pitch: int, made: int = 0) -> SlantedSizes:
        """*made*: the unit of the outputs, where it is another one."""
        kernel = max(round(0.55 * pitch), least_for_text(self.kernel, self.scale))
        gap = self.scale.px(10)
        row = self._thick(self.first, pitch) + self.scale.px(APART)
        row = max(row, self.kernel.rows * kernel + gap, self._side * 3 // 4 + gap, self.sum_side)
        last = max(self._high(self.first, pitch), self.kernel.rows * kernel, self._side)
        made = made or pitch
        output = self._thick(self.outputs[0], made) + 2 * gap
        signs = self.sign_width("∗") + self.sign_width("=")
        total = self.scale.px(BRACKET) + self._bias_bracket + self.scale.px(REACH)
        total += self._side if self.rows.bias else 0
        wide = self._wide(self.first, pitch) - self._notch(pitch)
        wide += self._wide(self.outputs[0], made)
        wide += self.kernel.columns * kernel + signs + self._side + total
        wide += sum(map(self.label_width, (0, 1))) + self._filter_width
        return SlantedSizes(self.tilt(pitch), kernel, row, last, output, wide)

    def place(self) -> None:
        pitch, rows, area = self.pitch, self.rows, self.area
        self.made = self._made()
        sizes, side = self._sizes(pitch, self.made), self._side
        self.planes, self.filters, self.slabs = {}, {}, []
        (x, star, w, equals, sums), gutter = self._columns(sizes, "∗")
        bend = sums + side + self.scale.px(BRACKET)
        total = bend + self._bias_bracket if rows.bias else bend
        begin = total + (side if rows.bias else 0)
        y = begin + self.scale.px(REACH) + gutter
        high = self._high(self.first, pitch)
        whole = self._inputs_high(sizes)
        top = area.y + self.head + max(self.room_high - whole, 0) // 2
        top += (sizes.last - high) // 2
        axes, own = list[int](), min(side, sizes.row)
        for number, names in enumerate(rows.rows):
            back = top + self._back(number, sizes)
            axis = back + high // 2
            self.planes[names[0]] = x + self._left(self.first, pitch), back
            self.put(names[1], w, axis, sizes.kernel)
            self.put(names[2], sums, axis, own, labelled=False)
            left = back + self.first.rows * sizes.tilt.down_y
            self.say(label_text(self.panels[names[0]].labels[0][0]), x - self.label_width(0), left)
            self.sign("∗", star + self.sign_width("∗") // 2, axis, names[:1], names[1:2])
            self.sign("=", equals + self.sign_width("=") // 2, axis, names[1:2], names[2:])
            if number:
                self.plus_between(sums + side // 2, (axes[-1], axis), own, number)
            axes.append(axis)
        if rows.hidden:
            back = top + self._back(len(rows.rows), sizes)
            self._add_slab(self.first, pitch, (x, back), left_out(rows.hidden), slab_role(rows))
        if rows.rest:
            axis = back + (high + self._rest_deep) // 2
            self.put(rows.rest, sums + (side - own) // 2, axis, own)
            axes.append(axis)
        middle = (axes[0] + axes[-1]) // 2
        if rows.bias:
            self.put_bias(total, middle, side)
        self._stack_outputs(y, middle, sizes)
        near, ends = self.scale.px(4), {name: self._tip(name) for name in rows.outputs}
        starts = {n: (sums + side + near, at) for n, at in zip(self.sums, axes, strict=True)}
        self.arrow = self.arrow_from(starts, bend, total, side, middle, ends)

    def _columns(self, sizes: SlantedSizes, sign: str) -> tuple[tuple[int, ...], int]:
        """Where inputs, *sign*, slices, = and what these make begin; the gutter between them."""
        free = self.area.width - sizes.wide
        gutter = max(min(free // (GUTTERS + 2), self.scale.px(GUTTER)), 1)
        x = self.area.x + max(free - (GUTTERS + 1) * gutter, 0) // 2 + self.label_width(0)
        times = x + self._wide(self.first, self.pitch) - self._notch(self.pitch) + gutter
        w = times + self.sign_width(sign) + gutter + self.label_width(1)
        equals = w + self.kernel.columns * sizes.kernel + gutter
        return (x, times, w, equals, equals + self.sign_width("=") + gutter), gutter

    def _add_slab(
        self, like: Panel, unit: int, left: tuple[int, int], text: str, role: CellRole
    ) -> None:
        """A slab of planes like that of a panel, from its left end and its top on."""
        (x, y), tilt = left, self.tilt(unit)
        corner = x + self._left(like, unit), y
        layers = LAYERS if role == CellRole.TODO else slab_layers(self.rows.hidden)
        self.slabs.append(Slab(f"slab {like.name}", like, tilt, *corner, text, role, layers))

    def _tip(self, output: str) -> tuple[int, int]:
        """Left of an output plane's left corner."""
        (x, y), panel = self.planes[output], self.panels[output]
        left = x - self._left(panel, self.made) - self.scale.px(HEAD)
        return left, y + panel.rows * self.tilt(self.made).down_y

    @cached_property
    def _filter_width(self) -> int:
        """Of what is said to the right of an output plane."""
        labels = [label_text(one.labels[0][0]) for one in self.outputs]
        words = (self.rows.more, *self.rows.filters, *labels)
        wide = max(glyphs.width("bold", self.label_px, word) for word in words)
        return wide + self.scale.px(APART_LABEL)

    def _stack_outputs(self, x: int, middle: int, sizes: SlantedSizes) -> None:
        made = self._high(self.outputs[0], self.made)
        count, apart = len(self.outputs), sizes.output
        more = apart + slab_thickness(self.scale) if self.rows.more else 0
        if count > 1:
            spare = (self.room_high - more - made) // (count - 1)
            apart = max(min(spare, round(1.35 * sizes.output)), sizes.output)
        whole = (count - 1) * apart + made + more
        end = self.area.y + self.area.height
        y = min(max(middle - whole // 2, self.area.y + self.head), end - whole)
        right = x + self._wide(self.outputs[0], self.made) + self.scale.px(APART_LABEL)
        for number, panel in enumerate(self.outputs):
            back = y + number * apart
            self.planes[panel.name] = x + self._left(panel, self.made), back
            corner = back + panel.columns * self.tilt(self.made).across_y
            self.say_of(panel.name, short_label(panel.labels[0][0]), right, corner)
            below = corner + self.label_px * 3 // 2
            self.filters[panel.name] = self.rows.filters[number], right, below
        if more:
            back = y + count * apart
            self._add_slab(self.outputs[0], self.made, (x, back), "", CellRole.TODO)
            corner = back + self.outputs[0].columns * self.tilt(self.made).across_y
            line = corner + self.label_px // 2
            self.say_of(self.outputs[0].name, self.rows.more, right, line)
