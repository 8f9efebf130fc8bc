"""What the ways to lay channels out share: sizes, places, signs and words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar, Final, TypeAlias

from ...story.frame import ChannelRows, Grid, Panel, label_text
from .. import glyphs
from ..cells import LEAST_PITCH, least_for_text
from ..panel_rows import SIGN_FONT
from ..panel_sizes import LARGEST
from ..place import Place
from ..primitives import Box, TextLine
from ..scale import Scale
from ..signs import Sign
from .annotations import Names
from .arrow import HEAD, THICK, Point, SumArrow
from .outputs import ChannelOutputs

__all__ = ["REACH", "STEPPED", "ChannelLayout", "is_strip"]

Points: TypeAlias = Mapping[str, Point]

MOST_SUM: Final = 80
"""The same where numbers are long."""
FEW_OUTPUTS: Final = 2
"""So many stand in one column, and those of which some are left out."""
SEEN: Final = 9
"""Pixels of pitch from which on the shades of slices are told apart."""
STRIP_OUTPUTS: Final = (1, 2, 3, 4)
"""In how many columns outputs stand on strips, at most."""
STRIP: Final = 4
"""An area so many times as wide as high has its panels farther apart."""
REACH: Final = 40
"""Length of an arrow to outputs, at least."""
CLEAR: Final = 5
"""Pixels between a line and the label of the bias, in small pictures, too."""
STEPPED: Final = 0.6
"""Pages of a smaller unit do not show where a window was before."""


def is_strip(area: Box) -> bool:
    return area.width >= STRIP * area.height


class ChannelLayout(ChannelOutputs, ABC):
    """Places for the panels of channels inside *area*; a :attr:`pitch` of 0 where none fit."""

    output_ways: ClassVar[tuple[int, ...]] = (1,)
    """In how many columns outputs may stand; in more where so cells are larger."""

    def __init__(self, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> None:
        super().__init__(panels, rows, area, scale)
        self.arrow: SumArrow
        self._seen_pitch = 0
        self._group_biases: list[str] = []
        pitches = range(LEAST_PITCH, max(LEAST_PITCH, scale.px(LARGEST)) + 1)
        several = len(self.outputs) > FEW_OUTPUTS and not rows.more
        ways = self._output_ways() if several else (1,)
        sizes = {}
        for self.output_columns in ways:
            self.pitch = self.largest_pitch(pitches)
            sizes[self.output_columns] = self.pitch, self.pitch and self.made_pitch()
        self.output_columns = max(ways, key=lambda columns: sizes[columns])
        self.pitch = sizes[self.output_columns][0]
        if self.pitch:
            self._enlarge_slices()
            self.place()

    def _enlarge_slices(self) -> None:
        """Slices without numbers beside a picture are seen, if there is room."""
        if any(self.panels[row[1]].widest_text for row in self.rows.rows):
            return
        for pitch in range(self.scale.px(SEEN), self.pitch, -1):
            self._seen_pitch = pitch
            if self.fits(self.pitch):
                return
        self._seen_pitch = 0

    def _output_ways(self) -> tuple[int, ...]:
        """The same on this area: strips have room for more beside each other."""
        return STRIP_OUTPUTS if self.is_strip and len(self.output_ways) > 1 else self.output_ways

    @abstractmethod
    def fits(self, pitch: int) -> bool:
        """Whether cells of *pitch* pixels leave room for all."""

    def largest_pitch(self, pitches: range) -> int:
        """The largest of *pitches* (pixels a cell) that fits; 0 if none does."""
        return next((pitch for pitch in reversed(pitches) if self.fits(pitch)), 0)

    def made_pitch(self) -> int:
        """The pitch of the outputs, once that of all other cells is known."""
        return self.output_pitch(self.pitch)

    @abstractmethod
    def place(self) -> None:
        """Find places for all panels and signs."""

    @cached_property
    def is_strip(self) -> bool:
        return is_strip(self.area)

    @property
    def size(self) -> float:
        """How large the layout shows its cells."""
        return self.pitch

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

    def sign_width(self, glyph: str) -> int:
        return glyphs.width("sans", self.sign_px, glyph)

    def kernel_pitch(self, pitch: int) -> int:
        """The pitch of the slices: that of all cells, or a little more where their numbers need it.

        Beside a picture, whose cells hold none, as large as they need to be.
        """
        if self._seen_pitch:
            return self._seen_pitch
        own, slices = pitch, [self.panels[row[1]] for row in self.rows.rows]
        if least_for_text(self.first, self.scale) > pitch:
            own = max(pitch, *(least_for_text(panel, self.scale) for panel in slices))
        if self.kernel.rows * own <= self.first.rows * pitch:
            return self.for_numbers(slices, own)
        return self.for_numbers(slices, pitch)

    @cached_property
    def sum_side(self) -> int:
        """Side of the box of a sum, or of the bias, with room for its numbers; 0 where none has."""
        names = [self.rows.rows[0][2], *[self.rows.bias] * bool(self.rows.bias)]
        least = max(least_for_text(self.panels[name], self.scale) for name in names)
        return least if least <= self.scale.px(MOST_SUM) else 0

    def ink_width(self, glyph: str, px: int) -> int:
        """Width of the ink of a sign."""
        return int(glyphs.sprite("sans", px, glyph).coverage.shape[1])

    def put_bias(self, x: int, axis: int, side: int) -> None:
        self.put_box(self.rows.bias, x, axis, side)

    def add_group_bias(self) -> str:
        """The name of one more place for the bias, behind the sums of the next group."""
        name = f"{self.rows.bias} {len(self._group_biases)}"
        self.panels[name] = replace(self.panels[self.rows.bias], name=name)
        self._group_biases.append(name)
        return name

    def placed_grids(self, grids: Mapping[str, Grid | None]) -> Mapping[str, Grid | None]:
        """*grids* with the bias behind the sums of its group."""
        bias, size = grids.get(self.rows.bias), self.rows.group[0]
        if bias is None or not self._group_biases:
            return grids
        read = (n // size for n, row in enumerate(self.rows.rows) if grids.get(row[2]) is not None)
        group = next(read, 0)  # the first one before there is a sum
        if group == len(self._group_biases):
            return grids
        return {**grids, self.rows.bias: None, self._group_biases[group]: bias}

    def put_box(self, name: str, x: int, axis: int, side: int) -> None:
        """Put a box with its label above."""
        place, wide = self.put(name, x, axis, side), self.name_width(name)
        at = x + (side + wide) // 2, place.y - self.scale.px(8)
        self.places[name] = Place(place.panel, x, place.y, place.cells, wide, at)
        words = max((label_text(label) for label, _ in place.panel.labels), key=len)
        line = TextLine(at[0] - wide, at[1], words, "sans", self.label_px, "muted", "paper")
        self.box_names.append(line)

    def sign(
        self, glyph: str, x: int, axis: int, left: Names, right: Names, *, px: int = 0
    ) -> None:
        """Put a sign whose middle is *x*; *px*: its font size, where that is not the usual one."""
        px = px or self.sign_px
        x -= glyphs.width("sans", px, glyph) // 2
        line = TextLine(x, axis + px // 3, glyph, "sans", px, "muted", "paper")
        self.signs.append(Sign((line,), left, right))

    @property
    def plus_px(self) -> int:
        """Font size of the plus between two sums, which is smaller than other signs."""
        return self.scale.font(SIGN_FONT * 3 // 4)

    def plus_between(self, x: int, axes: tuple[int, int], side: int, number: int) -> None:
        """A plus above a sum where it has room, between the *axes* of the sum above and its own."""
        before, room = tuple(self.sums[:number]), axes[1] - axes[0] - side
        if room >= self.plus_room * 2 // 3:
            # So small that the frames of boxes do not wipe it.
            white = self.scale.px(4 if room >= self.plus_room else 2)
            px = min(self.plus_px, (room - 2 * white) * 3 // 2)
            self.sign("+", x, sum(axes) // 2, before, (self.sums[number],), px=px)

    @property
    def plus_room(self) -> int:
        """Height that a plus between two sums takes, with white around it; two thirds at least."""
        return self.sign_px // 2

    def side_with_plus(self, side: int, apart: int) -> int:
        """Side of boxes of sums so far *apart*: *side*, or less where only so a plus has room."""
        if len(self.sums) == 1:
            return side
        return max(min(side, apart - self.plus_room), self.sum_side or side)

    def bias_clear(self, side: int) -> int:
        """White from the box of the bias to lines, which keep clear of its label, too."""
        near, bias = max(self.scale.px(4), CLEAR), self.rows.bias
        return near + max(self.name_width(bias) - side + 1, 0) // 2 if bias else near

    def reach(self, side: int) -> int:
        """Least length of an arrow that turns beyond the label of the bias, a box of *side*."""
        turn = self.bias_clear(side) + 2 * self.scale.px(HEAD)
        return max(self.scale.px(REACH), turn)

    def arrow_from(self, sums: Points, bend: int, middle: int, ends: Points) -> SumArrow:
        """An arrow from *sums*, which meet at *bend*, through the bias to *ends*."""
        bias = self.rows.bias
        return SumArrow(
            sums=sums,
            bend=(bend, middle),
            joint=(self.box_edges(bias)[0], middle) if bias else None,
            begin=(self.box_edges(bias)[1] if bias else bend, middle),
            clear=self.bias_clear(self.places[bias].cells.side) if bias else 0,
            ends=ends,
            boxes=(*self.sums, *[bias] * bool(bias)),
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
        (side, total), bias = boxes, self.rows.bias
        box = bias or self.sums[-1]
        below, bend = (sums + side // 2, self.box_edges(box)[2]), sums + side + bracket
        last = end - total // 2 if bias else axes[-1]
        joint, begin = None, (bend, last)
        if bias:
            joint, begin = (self.box_edges(bias)[1], last), below
        starts = {n: (self.box_edges(n)[1], at) for n, at in zip(self.sums, axes, strict=True)}
        if len(starts) == 1 and not bias:
            starts, begin = {}, below
        return SumArrow(
            sums=starts,
            bend=(bend, last),
            joint=joint,
            begin=begin,
            ends=ends,
            boxes=(*self.sums, *[bias] * bool(bias)),
            thick=self.scale.px(THICK),
            head=self.scale.px(HEAD),
            down=True,
        )
