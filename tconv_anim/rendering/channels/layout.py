"""What the ways to lay channels out share: sizes, places, signs and words."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from ...story.frame import ChannelRows, Panel, label_text
from .. import glyphs
from ..cells import LEAST_PITCH, CellMeasures, least_for_text, measure_cells
from ..panel_rows import APART, SIGN_FONT
from ..panel_sizes import LARGEST, MORE
from ..place import Place
from ..primitives import Box, TextLine
from ..scale import Scale
from ..signs import Sign
from .annotations import ChannelAnnotations, Names
from .arrow import HEAD, THICK, Point, SumArrow

__all__ = ["HEAD_DROP", "STEPPED", "SUM", "ChannelLayout"]

Points: TypeAlias = Mapping[str, Point]

SUM: Final = 46
"""Side of the box of a sum, at most."""
MOST_SUM: Final = 80
"""The same where numbers are long."""
ROW_GAP: Final = 18
HEAD_DROP: Final = 10
"""From the baseline of words over panels down to their cells."""
STEPPED: Final = 0.6
"""Pages of a smaller unit do not show where a window was before."""
LARGER_OUTPUT: Final = 2
"""How much larger than those of the input the cells of an output may be."""


class ChannelLayout(ChannelAnnotations, ABC):
    """Places for the panels of channels inside *area*; a :attr:`pitch` of 0 where none fit."""

    def __init__(self, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> None:
        super().__init__(panels, rows, area, scale)
        self.arrow: SumArrow
        self.pitch = self.largest_pitch(range(LEAST_PITCH, max(LEAST_PITCH, scale.px(LARGEST)) + 1))
        if self.pitch:
            self.place()

    @abstractmethod
    def fits(self, pitch: int) -> bool:
        """Whether cells of *pitch* pixels leave room for all."""

    def largest_pitch(self, pitches: range) -> int:
        """Of cells for which there is room; 0 for none."""
        return next((pitch for pitch in reversed(pitches) if self.fits(pitch)), 0)

    @abstractmethod
    def place(self) -> None:
        """Find places for all panels and signs."""

    @property
    def readable(self) -> bool:
        """Whether all numbers have room."""
        return bool(self.pitch) and not self.silent

    @property
    def silent(self) -> int:
        """How many panels have no room for their numbers."""
        return sum(
            not place.cells.text_px and bool(place.panel.widest_text)
            for name, place in self.places.items()
            if name != self.rows.matrix
        )

    # -- sizes ---------------------------------------------------------------------------

    @cached_property
    def sign_px(self) -> int:
        return self.scale.font(SIGN_FONT)

    @cached_property
    def head(self) -> int:
        """Height of the words over panels."""
        return self.label_px + self.scale.px(HEAD_DROP)

    @property
    def room_high(self) -> int:
        return self.area.height - self.head

    @cached_property
    def first(self) -> Panel:
        """The first input channel; all are of one size."""
        return self.panels[self.rows.rows[0][0]]

    @cached_property
    def kernel(self) -> Panel:
        return self.panels[self.rows.rows[0][1]]

    @cached_property
    def sums(self) -> list[str]:
        """The panels that are added up: a sum of each row, and of those left out."""
        return [row[2] for row in self.rows.rows] + [self.rows.rest] * bool(self.rows.rest)

    @cached_property
    def outputs(self) -> list[Panel]:
        return [self.panels[name] for name in self.rows.outputs]

    def sign_width(self, glyph: str) -> int:
        return glyphs.width("sans", self.sign_px, glyph)

    def outputs_high(self, pitch: int) -> int:
        gap = self.scale.px(ROW_GAP)
        more = self.label_px + gap if self.rows.more else 0
        rows = sum(panel.rows for panel in self.outputs)
        return rows * pitch + gap * (len(self.outputs) - 1) + more

    def kernel_pitch(self, pitch: int) -> int:
        """Of the slices: that of all, or a little larger where only so they hold their numbers.

        Beside a picture, whose cells hold none, as large as they need to be.
        """
        own, slices = pitch, [self.panels[row[1]] for row in self.rows.rows]
        if least_for_text(self.first, self.scale) > pitch:
            own = max(pitch, *(least_for_text(panel, self.scale) for panel in slices))
        if self.kernel.rows * own <= self.first.rows * pitch:
            return self._for_numbers(slices, own)
        return self._for_numbers(slices, pitch)

    def output_pitch(self, pitch: int) -> int:
        return self._for_numbers(self.outputs, pitch)

    @cached_property
    def least_output_pitch(self) -> int:
        """The smallest of outputs that holds their numbers."""
        return max(least_for_text(panel, self.scale) for panel in self.outputs)

    def larger_output_pitch(self, fits: Callable[[int], bool]) -> int:
        """Of the outputs: larger where there is room, as what is made is read from afar."""
        most = min(LARGER_OUTPUT * self.pitch, self.scale.px(SUM))
        larger = (own for own in range(most, self.pitch, -1) if fits(own))
        return next(larger, self.output_pitch(self.pitch))

    def _for_numbers(self, panels: list[Panel], pitch: int) -> int:
        most = round(MORE * pitch)
        least = max(least_for_text(panel, self.scale) for panel in panels)
        return least if pitch < least <= most else pitch

    @cached_property
    def sum_side(self) -> int:
        """Of the box of a sum, or of the bias, so that its numbers have room."""
        names = [self.rows.rows[0][2], *[self.rows.bias] * bool(self.rows.bias)]
        least = max(least_for_text(self.panels[name], self.scale) for name in names)
        return least if least <= self.scale.px(MOST_SUM) else 0

    def measured(self, panel: Panel, pitch: int) -> CellMeasures:
        """The fonts of its cells."""
        return measure_cells(panel, pitch, self.scale)

    # -- places --------------------------------------------------------------------------

    def put(self, name: str, x: int, axis: int, pitch: int, *, labelled: bool = True) -> Place:
        """A panel from *x* on, its middle at *axis*; its label stands to the left."""
        panel = self.panels[name]
        cells = self.measured(panel, pitch)
        label = (x - self.label_gap, axis + self.label_px // 3)
        y = axis - panel.rows * pitch // 2
        labels = [label_text(words) for words, _ in panel.labels]
        wide = max(glyphs.width("sans", self.label_px, words) for words in labels)
        place = Place(panel, x, y, cells, wide, label if labelled else None)
        self.places[name] = place
        return place

    def put_bias(self, x: int, axis: int, side: int) -> None:
        self.put_box(self.rows.bias, x, axis, side)

    def put_box(self, name: str, x: int, axis: int, side: int) -> None:
        """A box with its label above."""
        place, wide = self.put(name, x, axis, side), self.name_width(name)
        at = x + (side + wide) // 2, place.y - self.scale.px(8)
        self.places[name] = Place(place.panel, x, place.y, place.cells, wide, at)

    def put_outputs(self, x: int, middle: int, pitch: int) -> None:
        """All output channels below each other, around *middle*."""
        more = self.label_px + self.scale.px(ROW_GAP) if self.rows.more else 0
        cells = sum(panel.rows for panel in self.outputs) * pitch
        free = self.room_high - cells - more
        gap = min(free // max(len(self.outputs), 1), self.scale.px(2 * ROW_GAP))
        high = cells + gap * (len(self.outputs) - 1) + more
        least = self.area.y + self.head
        y = min(max(middle - high // 2, least), self.area.y + self.area.height - high)
        for panel in self.outputs:
            self.put(panel.name, x, y + panel.rows * pitch // 2, pitch)
            y += panel.rows * pitch + gap
        if more:
            end = self.area.x + self.area.width
            x = min(x, end - glyphs.width("sans", self.label_px, self.rows.more))
            self.say_of(self.rows.outputs[0], self.rows.more, x, y - gap + more)

    def name_outputs(self) -> None:
        """Each output channel and its filter over its cells, where there is room."""
        places = [self.places[name] for name in self.rows.outputs]
        least = self.label_px + self.scale.px(HEAD_DROP)
        for one, other in itertools.pairwise(places):
            if other.y - one.y - one.panel.rows * one.cells.pitch < least:
                places = places[:1]
        head, end = self.rows.heads[-1], self.area.x + self.area.width + self.scale.px(APART)
        for number, (filter_, place) in enumerate(zip(self.rows.filters, places, strict=False)):
            words = f"{head.first} {number}"
            wordings = f"{words} ({filter_})   {head.size}", f"{words} ({filter_})", words
            baseline = place.y - self.scale.px(HEAD_DROP * 3 // 4)
            self.say_over((place.panel.name,), wordings, place.x, baseline, end)

    def sign(
        self, glyph: str, x: int, axis: int, left: Names, right: Names, *, px: int = 0
    ) -> None:
        """A sign whose middle is *x*, in letters of *px* pixels where it is another size."""
        px = px or self.sign_px
        x -= glyphs.width("sans", px, glyph) // 2
        line = TextLine(x, axis + px // 3, glyph, "sans", px, "muted", "paper")
        self.signs.append(Sign((line,), left, right))

    @property
    def plus_px(self) -> int:
        """Of the plus between two sums, which is smaller than other signs."""
        return self.scale.font(SIGN_FONT * 3 // 4)

    def plus_between(self, x: int, axes: tuple[int, int], side: int, number: int) -> None:
        """A plus above the sum of a row where it has room; *axes*: of the sum above and its own."""
        before, room = tuple(self.sums[:number]), axes[1] - axes[0] - side
        if room >= self.sign_px // 2:  # so small that the frames of boxes do not wipe it
            px = min(self.plus_px, (room - 2 * self.scale.px(4)) * 3 // 2)
            self.sign("+", x, sum(axes) // 2, before, (self.sums[number],), px=px)

    def bias_clear(self, side: int) -> int:
        """From the box of the bias to lines, which keep clear of its label, too."""
        near, bias = self.scale.px(4), self.rows.bias
        return near + max(self.name_width(bias) - side + 1, 0) // 2 if bias else near

    def tips_beside(self, x: int) -> dict[str, Point]:
        """Where an arrow ends: left of the labels of outputs that begin at *x*."""
        tip = x - self.label_width(-1) - self.scale.px(HEAD)
        places = [self.places[name] for name in self.rows.outputs]
        return {
            place.panel.name: (tip, place.y + place.panel.rows * place.cells.pitch // 2)
            for place in places
        }

    def arrow_from(
        self, sums: Points, bend: int, total: int, side: int, middle: int, ends: Points
    ) -> SumArrow:
        """From *sums*, which meet at *bend*, over the bias at *total* (both x) to the *ends*."""
        clear = self.bias_clear(side)
        return SumArrow(
            sums=sums,
            bend=(bend, middle),
            joint=(total - clear, middle) if self.rows.bias else None,
            begin=(total + side + clear if self.rows.bias else bend, middle),
            ends=ends,
            thick=self.scale.px(THICK),
            head=self.scale.px(HEAD),
        )

    def arrow_down(
        self,
        sums: int,
        boxes: tuple[int, int],
        axes: Sequence[int],
        end: int,
        bracket: int,
        ends: Points,
    ) -> SumArrow:
        """A line beside the *sums* joins them all and leads to the bias, or down by itself.

        *boxes*: sides of a sum and of the bias; *end*: of the last box; *bracket*: from the sums
        to the line.
        """
        (side, total), near, bias = boxes, self.scale.px(4), self.rows.bias
        below, bend = (sums + side // 2, end + near), sums + side + bracket
        last = end - total // 2 if bias else axes[-1]
        joint, begin = None, (bend, last)
        if bias:
            joint, begin = (sums + (side + total) // 2 + near, last), below
        starts = {n: (sums + side + near, at) for n, at in zip(self.sums, axes, strict=True)}
        if len(starts) == 1 and not bias:
            starts, begin = {}, below
        return SumArrow(
            sums=starts,
            bend=(bend, last),
            joint=joint,
            begin=begin,
            ends=ends,
            thick=self.scale.px(THICK),
            head=self.scale.px(HEAD),
            down=True,
        )
