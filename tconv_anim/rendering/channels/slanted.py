"""Where channels lie as slanted planes: inputs at the left, outputs at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Self

from ...story.frame import CellRole, ChannelRows, Panel
from ...story.label import short_label
from ..primitives import Box
from ..scale import Scale
from .arrow import HEAD
from .layout import is_strip
from .slab import LAYERS, SLAB_ROLE, Slab, slab_layers
from .slanted_heads import SlantedHeads
from .slanted_measures import (
    APART_LABEL,
    BRACKET,
    GUTTERS,
    NUMBERED,
    Ways,
)
from .slanted_shapes import NEAR
from .slanted_sizes import SlantedSizes

__all__ = ["GUTTER", "SlantedLayout"]

WORTH: Final = 0.6
"""Of their area, cells of inputs give up no more for numbers in the outputs."""
WORDS_WORTH: Final = 0.8
"""So much of their area cells have left, at least, for words over planes that have no room."""
ALL_SAID: Final = 13
"""Both wordings over inputs and that over outputs, whole, and names of slices."""
LOWER: Final = 0.35
"""How much farther apart planes are where those on the other side take more height, at most."""
GUTTER, STRIP_GUTTER = 40, 90
"""Between inputs, signs, slices and sums, at most; on strips, which are filled."""
STRIP_WAYS: Final[Ways] = (1, 0.06, -0.7, 0.33)
"""How planes may lie there: flat and wide."""


class SlantedLayout(SlantedHeads):
    """Inputs above each other at the left, outputs at the right, what joins them in between."""

    slabs: list[Slab]

    @classmethod
    def largest(cls, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> Self:
        """The one of all ways in which most can be seen, and whose cells are largest.

        What is said beside planes goes where only so their cells have room for numbers, and the
        numbers of a slice where it has no room with them.
        """
        best: Self | None = None
        alone = len(rows.stamps or rows.rows) == 1
        for labels, silent in ((2, False), (1, False), (0, False), *[(0, True)] * alone):
            if silent and best and best.pitch:
                break
            found = [
                cls(panels, rows, area, scale, way, numbered=some, labels=labels, silent=silent)
                for some in (False, True)
                for way in cls._ways(area)
            ]
            least = WORTH * max(one.cell_area for one in found)
            large = [one for one in found if one.cell_area >= least]
            one = max(large, key=lambda one: one.rank)
            if best is None or one.legible > best.legible:
                best = one
            if best.legible == 2 * NUMBERED:
                break
        assert best is not None
        return best._with_words(area)

    def _with_words(self, area: Box) -> Self:
        """The same with more words over its planes, if these are hardly smaller for it."""
        if not self.pitch or self.said == ALL_SAID:
            return self
        found = [
            type(self)(
                list(self.panels.values()),
                self.rows,
                area,
                self.scale,
                way,
                numbered=self._numbered,
                labels=labels,
                silent=self._silent,
                headed=True,
            )
            for labels in {self._labels, max(self._labels, 1)}
            for way in self._ways(area)
        ]
        least = WORDS_WORTH * self.cell_area
        kept = [one for one in found if one.rank[:2] >= self.rank[:2] and one.cell_area >= least]
        return max([self, *kept], key=lambda one: (one.said, one.rank))

    @classmethod
    def _ways(cls, area: Box) -> Sequence[Ways]:
        return (*cls.WAYS, STRIP_WAYS) if is_strip(area) else cls.WAYS

    def place(self) -> None:
        self.output_unit = self._largest_output_unit()
        sizes = self._spread(self._sizes(self.pitch, self.output_unit))
        self.planes, self.filters, self.slabs = {}, {}, []
        columns, gutter = self._columns(sizes, "∗")
        axes = self._place_rows(columns, sizes)
        self._place_results(columns[-1], gutter, axes, sizes)
        self.say_heads(sizes, columns[2])

    def _spread(self, sizes: SlantedSizes) -> SlantedSizes:
        """Sizes with rows farther apart, if there is room.

        Signs between the sums need it, and rows that end with the outputs beside them fill a page.
        """
        gaps, high = len(self.rows.rows) - 1 + bool(self.rows.rest), self._inputs_high(sizes)
        below, made = self._below(sizes, self.output_unit), sizes.row
        if not below:
            lower = self._outputs_high(sizes, self.output_unit) - high
            made += min(lower // max(gaps, 1), round(LOWER * sizes.row))
        wanted = max(self._side + self.sign_px, made) - sizes.row
        more = min(wanted, max(self.room_high - high - below, 0) // max(gaps, 1))
        return sizes._replace(row=sizes.row + max(more, 0))

    def _below(self, _sizes: SlantedSizes, _made: int) -> int:
        """Height of what stands below the inputs."""
        return 0

    def _place_rows(self, columns: tuple[int, ...], sizes: SlantedSizes) -> list[int]:
        """Put input planes with slices and sums beside them in *columns*; the axes of the sums."""
        rows, side = self.rows, self._side
        (x, star, w, equals, sums), own = columns, min(side, sizes.row - self.scale.px(NEAR))
        high = self._high(self.first, self.pitch)
        top = self._top(sizes) + (sizes.last - high) // 2
        axes = list[int]()
        for number, names in enumerate(rows.rows):
            axis = self._put_input(names[0], x, top + self._back(number, sizes), sizes)
            self._put_slice(names[1], w, axis, sizes)
            self.put(names[2], sums, axis, own, labelled=False)
            self.sign("∗", star + self.sign_width("∗") // 2, axis, names[:1], names[1:2])
            made = rows.outputs[number : number + 1] if rows.group == (1, 1) else names[2:]
            self.sign("=", equals + self.sign_width("=") // 2, axis, names[1:2], made)
            if number:
                self.plus_between(sums + side // 2, (axes[-1], axis), own, number)
            axes.append(axis)
        if rows.hidden:
            self._add_slab(rows.rows[-1][0], SLAB_ROLE)
        if rows.rest:
            axis = axes[-1] + self._rest_drop(sizes)
            self.put(rows.rest, sums + (side - own) // 2, axis, own)
            self.plus_between(sums + side // 2, (axes[-1], axis), own, len(axes))
            axes.append(axis)
        return axes

    def _top(self, sizes: SlantedSizes) -> int:
        """Where input planes begin, below what stands over them."""
        whole = self._inputs_high(sizes) + self._below(sizes, self.output_unit)
        return self.area.y + max(self.room_high - whole, 0) // 2 + sizes.lead

    def _put_input(self, name: str, x: int, back: int, sizes: SlantedSizes) -> int:
        """Put an input plane from its left corner at *x* on, and its name; returns its axis."""
        self.planes[name] = x + self._left(self.first, self.pitch), back
        left = back + self.first.rows * sizes.tilt.down_y
        label = short_label(self.panels[name].labels[0][0])
        if sizes.names_between:
            self.say(label, x, left - self._tuck(0, self.pitch))
        else:
            self.say(label, x - self.label_width(0), left)
        return back + self._high(self.first, self.pitch) // 2

    def _put_slice(self, name: str, x: int, axis: int, sizes: SlantedSizes) -> None:
        """Put a slice with its name above or beside it, if there is room."""
        place = self.put(name, x, axis, sizes.kernel)
        if sizes.above:
            at = x, place.y - self.near_drop
            self.places[name] = replace(place, label_at=at, label_left=True)
        elif not self._labels:
            self.places[name] = replace(place, width=0)

    def _place_results(self, sums: int, gutter: int, axes: list[int], sizes: SlantedSizes) -> None:
        """Put bias and outputs to the right of the sums, and the lines that lead there."""
        rows, side = self.rows, self._side
        bend = sums + side + self.scale.px(BRACKET)
        total = bend + self._bias_bracket if rows.bias else bend
        y = total + (side if rows.bias else 0) + self.reach(side) + gutter
        middle = (axes[0] + axes[-1]) // 2
        if rows.bias:
            self.put_bias(total, middle, side)
        self._stack_outputs(y, middle, sizes)
        ends = {name: self._tip(name) for name in rows.outputs}
        starts = {n: (self.box_edges(n)[1], at) for n, at in zip(self.sums, axes, strict=True)}
        self.arrow = self.arrow_from(starts, bend, middle, ends)

    def _columns(self, sizes: SlantedSizes, sign: str) -> tuple[tuple[int, ...], int]:
        """Where inputs, *sign*, slices, = and what these make begin; the gutter between them."""
        free = self.area.width - sizes.wide
        gutter = max(
            min(free // (GUTTERS + 2), self.scale.px(STRIP_GUTTER if self.is_strip else GUTTER)), 1
        )
        x = self.area.x + max(free - (GUTTERS + 1) * gutter, 0) // 2
        x += 0 if sizes.names_between else self.label_width(0)
        times = x + self._wide(self.first, self.pitch) - self._notch(self.pitch) + gutter
        w = times + self.sign_width(sign) + gutter
        w += 0 if sizes.above else self.label_width(1)
        equals = w + self.kernel.columns * sizes.kernel + gutter
        return (x, times, w, equals, equals + self.sign_width("=") + gutter), gutter

    def _add_slab(self, name: str, role: CellRole) -> None:
        """Add the edges of planes below the last one, of that *name*, which has its place."""
        made = role == CellRole.TODO
        first, unit = (self.outputs[0], self.output_unit) if made else (self.first, self.pitch)
        layers = LAYERS if made else slab_layers(self.rows.hidden)
        corner = self.planes[name]
        self.slabs.append(Slab(f"slab {first.name}", first, self.tilt(unit), *corner, role, layers))

    def _tuck_name(self, panel: Panel, x: int, back: int, apart: int) -> None:
        """Put the name of an output above its left corner, where there is room."""
        if self._is_tucked(-1, self.output_unit, apart):
            left = back + panel.rows * self.tilt(self.output_unit).down_y
            at = x, left - self._tuck(-1, self.output_unit)
            self.say_of(panel.name, short_label(panel.labels[0][0]), *at)

    def _tip(self, output: str) -> tuple[int, int]:
        """Where the arrow ends: left of an output plane's left corner."""
        (x, y), panel = self.planes[output], self.panels[output]
        left = x - self._left(panel, self.output_unit) - self.scale.px(HEAD)
        return left, y + panel.rows * self.tilt(self.output_unit).down_y

    def _outputs_room(self, _sizes: SlantedSizes) -> tuple[int, int]:
        """Between which rows of pixels all outputs stand."""
        return self.area.y, self.area.y + self.area.height

    def _stack_outputs(self, x: int, middle: int, sizes: SlantedSizes) -> None:
        count, apart = len(self.outputs), sizes.output
        top, end = self._outputs_room(sizes)
        whole, above = self._outputs_high(sizes, self.output_unit), sizes.reach[0]
        own = whole // 2 - above
        if gaps := count - 1:
            spare = max(end - top - whole, 0) // gaps
            lower = max(self._inputs_high(sizes) - whole, 0)
            more = min(spare, round(LOWER * apart), lower // gaps)
            rows = self.rows.group == (1, 1) and 0 <= sizes.row - apart <= spare
            more = sizes.row - apart if rows else more  # what belongs together is on one axis
            apart, whole = apart + more, whole + more * gaps
            high = (count - 1) * apart + self._high(self.outputs[0], self.output_unit)
            own = high // 2 if rows else whole // 2 - above
        y = min(max(middle - own, top + above), end - whole + above)
        right = x + self._wide(self.outputs[0], self.output_unit) + self.scale.px(APART_LABEL)
        for number, panel in enumerate(self.outputs):
            back = y + number * apart
            self.planes[panel.name] = x + self._left(panel, self.output_unit), back
            corner = back + panel.columns * self.tilt(self.output_unit).across_y
            if self._labels > 1:
                self.say_of(panel.name, short_label(panel.labels[0][0]), right, corner)
                below = corner + self.label_px * 3 // 2
                self.filters[panel.name] = self.rows.filters[number], right, below
            else:
                self._tuck_name(panel, x, back, apart if number else self.room_high)
        if self.rows.more:
            self._add_slab(self.outputs[-1].name, CellRole.TODO)
            line = y + (count - 1) * apart + self._more_drop(self.output_unit)
            self.say_of(self.outputs[0].name, self.rows.more, right, line)
