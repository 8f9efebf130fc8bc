"""The output channels to the right of what makes them: below each other, or in two columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from ...story.frame import ChannelRows, Panel
from .. import glyphs
from ..cells import CellMeasures, least_for_text, measure_cells
from ..panel_rows import APART
from ..panel_sizes import MORE
from ..place import Place
from ..primitives import Box
from ..scale import Scale
from ..signs import Sign
from .annotations import CLOSE_DROP, ChannelAnnotations, head_drop
from .arrow import HEAD, Point

__all__ = ["ROW_GAP", "SUM", "ChannelOutputs"]

SUM: Final = 46
"""Side of the box of a sum, at most."""
ROW_GAP: Final = 18
LARGER_OUTPUT: Final = 2
"""How much larger than those of the input the cells of an output may be."""
COLUMN_GAP: Final = 30
"""From the outputs of a column to the labels of the next one."""


class ChannelOutputs(ChannelAnnotations):
    """Sizes and places of the output channels, in :attr:`output_columns` columns."""

    def __init__(self, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> None:
        super().__init__(panels, rows, area, scale)
        self.pitch = 0
        self.output_columns = 1

    @cached_property
    def head(self) -> int:
        """Height of the words over panels."""
        return self.label_px + self.head_drop

    @property
    def room_high(self) -> int:
        return self.area.height - self.head

    @cached_property
    def outputs(self) -> list[Panel]:
        return [self.panels[name] for name in self.rows.outputs]

    def measured(self, panel: Panel, pitch: int) -> CellMeasures:
        """The fonts of its cells."""
        return measure_cells(panel, pitch, self.scale)

    def put(self, name: str, x: int, axis: int, pitch: int, *, labelled: bool = True) -> Place:
        """Put a panel from *x* on, its middle at *axis*; its label stands to the left."""
        panel = self.panels[name]
        cells = self.measured(panel, pitch)
        label = (x - self.label_gap, axis + self.label_px // 3)
        y = axis - panel.rows * pitch // 2
        place = Place(panel, x, y, cells, self.name_width(name), label if labelled else None)
        self.places[name] = place
        return place

    # -- sizes ---------------------------------------------------------------------------

    @property
    def _lines(self) -> list[list[Panel]]:
        """The outputs that stand beside each other, from the top down."""
        step = self.output_columns
        return [self.outputs[at : at + step] for at in range(0, len(self.outputs), step)]

    @property
    def _gap(self) -> int:
        """White between outputs below each other, with room for words where columns have them."""
        return self.head + self.scale.px(4) if self.output_columns > 1 else self.scale.px(ROW_GAP)

    @property
    def _more_high(self) -> int:
        return self.label_px + self.scale.px(ROW_GAP) if self.rows.more else 0

    def outputs_high(self, pitch: int) -> int:
        rows = sum(line[0].rows for line in self._lines)
        return rows * pitch + self._gap * (len(self._lines) - 1) + self._more_high

    def outputs_wide(self, pitch: int) -> int:
        """Width of the outputs, without the labels of the first column."""
        cells = self.outputs[0].columns * pitch
        further = (self.output_columns - 1) * (cells + self._column_gap)
        return max(cells, self.more_width) + further

    @property
    def _column_gap(self) -> int:
        return self.label_width(-1) + self.scale.px(COLUMN_GAP)

    def output_pitch(self, pitch: int) -> int:
        return self.for_numbers(self.outputs, pitch)

    def for_numbers(self, panels: list[Panel], pitch: int) -> int:
        """*pitch*, or a little more where the numbers of *panels* need it."""
        most = round(MORE * pitch)
        least = max(least_for_text(panel, self.scale) for panel in panels)
        return least if pitch < least <= most else pitch

    @cached_property
    def least_output_pitch(self) -> int:
        """The smallest pitch at which outputs hold their numbers."""
        return max(least_for_text(panel, self.scale) for panel in self.outputs)

    def larger_output_pitch(self, fits: Callable[[int], bool]) -> int:
        """The pitch of the outputs: larger where there is room, as results are read from afar."""
        most = min(LARGER_OUTPUT * self.pitch, self.scale.px(SUM))
        larger = (own for own in range(most, self.pitch, -1) if fits(own))
        return next(larger, self.output_pitch(self.pitch))

    # -- places --------------------------------------------------------------------------

    def put_outputs(self, x: int, middle: int, pitch: int) -> None:
        """Put all output channels from *x* on, around *middle*."""
        lines, more = self._lines, self._more_high
        cells = sum(line[0].rows for line in lines) * pitch
        free = self.room_high - cells - more
        gap = max(min(free // len(lines), self.scale.px(2 * ROW_GAP)), self._least_gap(free))
        high = cells + gap * (len(lines) - 1) + more
        least = self.area.y + self.head
        y = min(max(middle - high // 2, least), self.area.bottom - high)
        for line in lines:
            for number, panel in enumerate(line):
                left = x + number * (panel.columns * pitch + self._column_gap)
                self.put(panel.name, left, y + panel.rows * pitch // 2, pitch)
            y += line[0].rows * pitch + gap
        if more:
            end = self.area.right
            x = min(x, end - glyphs.width("sans", self.label_px, self.rows.more))
            self.say_of(self.rows.outputs[0], self.rows.more, x, y - gap + more)

    def _least_gap(self, free: int) -> int:
        """Least white between outputs below each other: columns need room for words there."""
        return min(self._gap, free) if self.output_columns > 1 else 0

    def name_outputs(self) -> None:
        """Name each output channel and its filter over its cells, where there is room.

        Over the first one what all are, where only that has room: its name would be no other's.
        """
        places = [self.places[name] for name in self.rows.outputs]
        least, step = self.label_px + self.head_drop, self.output_columns
        drop = head_drop(self.label_px, self.scale, CLOSE_DROP)
        for one, other in itertools.pairwise(places[::step]):
            if other.y - one.bottom < least:
                places = places[:1]
        head, last = self.rows.heads[-1], self.area.right + self.scale.px(APART)
        ends = [
            place.right + self._column_gap if number % step < step - 1 else last
            for number, place in enumerate(places)
        ]
        names = [f"{head.first} {number}" for number in range(len(places))]
        filled = [f"{name} ({f})" for name, f in zip(names, self.rows.filters, strict=False)]
        wordings = [f"{words}   {head.size}" for words in filled], filled, names  # all alike
        if len(places) < len(self.rows.outputs):
            wordings = [head.together], [head.first], []
        for wording in wordings:
            found = [
                self.fitting_wording((words,), place.x, place.y - drop, end, face="bold")
                for words, place, end in zip(wording, places, ends, strict=False)
            ]
            if all(found):
                break
        shown = self.rows.outputs
        if len(places) < len(shown):
            self.signs += [Sign(lines, shown[:1], shown[:1]) for lines in found if lines]
            return
        self.output_names = {
            name: line for name, lines in zip(shown, found, strict=True) for line in lines
        }

    def tips_beside(self, x: int) -> dict[str, Point]:
        """Where an arrow ends: left of the labels of outputs that begin at *x*.

        Of several columns it is one point for all, at their middle: an arrow to an output of
        the second column would cross the first.
        """
        tip = x - self.label_width(-1) - self.scale.px(HEAD)
        places = [self.places[name] for name in self.rows.outputs]
        middles = [place.y + place.panel.rows * place.cells.pitch // 2 for place in places]
        if self.output_columns > 1:
            middles = [(middles[0] + middles[-1]) // 2] * len(middles)
        return {
            place.panel.name: (tip, middle) for place, middle in zip(places, middles, strict=True)
        }
