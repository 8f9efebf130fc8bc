"""Rows of a matrix of blocks: the matrix, and its present row larger, block by block.

The matrix is above them, or to the left.
Each block lies over the channel that it is multiplied by, and the two make a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from ...story.frame import ChannelRows, Panel, label_text
from .. import glyphs
from ..cells import LEAST_PITCH, CellMeasures, measure_cells
from ..panel_rows import LABEL_DROP, LABEL_FONT
from ..place import Place
from ..primitives import Box
from ..scale import Scale
from .down import DownLayout
from .layout import ChannelLayout
from .outputs import ROW_GAP
from .rows import RowsLayout

__all__ = ["matrix_layouts"]

GAP: Final = 4
"""Between a block of the row and the channel below it."""
MOST: Final = 26
"""The pitch of the matrix."""
LOW, FEW = 0.12, 14
"""Of the height, what one that lies takes at least, in cells of that pitch at most."""
WIDE: Final = (0.2, 0.36)
"""Of the width, what one to the left takes at most."""
APART: Final = 40
"""White to the right of it."""
SMALL: Final = 0.6
"""Of the smallest font, that of numbers in a row as long as the picture is wide."""
SHARE: Final = 0.6
"""Of the height that rows leave free, what the matrix takes."""


class _SmallScale(Scale):
    """A scale with smaller fonts, for numbers that would be left out otherwise."""

    @property
    def least_font(self) -> int:
        return round(super().least_font * SMALL)


class _MatrixRows(RowsLayout):
    """A row is two lines of cells, one over the other, and what they add."""

    def __init__(
        self,
        panels: Sequence[Panel],
        rows: ChannelRows,
        area: Box,
        scale: Scale,
        wide: float = 0,
    ) -> None:
        """*wide*: the part of the width that the matrix takes to the left; 0: it is above."""
        matrix = next(panel for panel in panels if panel.name == rows.matrix)
        self._matrix, self._corner = matrix, (area.x, area.y)
        self._label_room = scale.font(LABEL_FONT) + scale.px(LABEL_DROP)
        self._beside, self._taken = bool(wide), 0
        few = min(int(area.height * LOW) // matrix.rows, area.width // matrix.columns)
        self._matrix_pitch = max(min(few, scale.px(FEW)), LEAST_PITCH)
        if self._beside:
            most = (area.height - self._label_room) // matrix.rows
            across = int(area.width * wide) // matrix.columns
            self._matrix_pitch = max(min(most, across, scale.px(MOST)), LEAST_PITCH)
            self._taken = max(matrix.columns * self._matrix_pitch, self._label_wide(scale))
            taken = self._taken + scale.px(APART)
            area = Box(area.x + taken, area.y, area.width - taken, area.height)
        super().__init__(panels, rows, area, scale)

    def _label_wide(self, scale: Scale) -> int:
        """Least width of the label of the matrix."""
        label = label_text(self._matrix.labels[0][0])
        return glyphs.width("sans", scale.font(LABEL_FONT), label)

    @property
    def size(self) -> float:
        """Of the matrix, too: its cells are small whatever stands beside it."""
        return self.pitch + 2 * self._matrix_pitch if self.pitch else 0

    @property
    def head(self) -> int:
        """Height of what stands over panels: words, and a matrix that lies with its label."""
        own = self.label_px + self.head_drop
        if self._beside:
            return own
        high = self._label_room + self._matrix.rows * self._matrix_pitch
        return high + self.scale.px(ROW_GAP) + own

    def _apart(self, pitch: int) -> int:
        """Height from the axis of a row's upper line to that of the lower one, clear of labels."""
        frames = 2 * measure_cells(self.first, pitch, self.scale).reach
        return max(pitch + max(self.scale.px(GAP), frames), self._labels_apart)

    @cached_property
    def _labels_apart(self) -> int:
        """Height from the label of a block to that of the channel below it, at least."""
        blocks, channels = (
            [
                glyphs.sprite("sans", self.label_px, label_text(label))
                for row in self.rows.rows
                for label, _ in self.panels[row[part]].labels
            ]
            for part in (1, 0)
        )
        deepest = max(one.top + len(one.coverage) for one in blocks)
        return deepest - min(one.top for one in channels) + 1

    def kernel_pitch(self, pitch: int) -> int:
        return pitch

    def _row_high(self, pitch: int) -> int:
        return max(pitch + self._apart(pitch), self.sum_side, 2 * self._labels_apart)

    def _cells_across(self, pitch: int) -> int:
        label = max(self.label_width(0), self.label_width(1))
        return label + self.sign_width("=") + self.first.columns * pitch

    def label_width(self, part: int) -> int:
        return super().label_width(part) if part < 0 else max(map(super().label_width, (0, 1)))

    def fits(self, pitch: int) -> bool:
        rows, columns = self._matrix.rows, self._matrix.columns
        room = self.area.height - self._label_room if self._beside else self.area.width
        least = (rows if self._beside else columns) * LEAST_PITCH
        return least <= room and super().fits(pitch)

    def place(self) -> None:
        matrix, area = self._matrix, self.area
        if not self._beside:
            free = self.room_high - self._needed_high
            most = int(free * SHARE) // matrix.rows + self._matrix_pitch
            most = min(most, area.width // matrix.columns, self.scale.px(MOST))
            self._matrix_pitch = max(most, self._matrix_pitch)
        super().place()
        cells = measure_cells(matrix, self._matrix_pitch, self.scale)
        (x, y), wide = self._corner, matrix.columns * cells.pitch
        if not self._beside:
            first = self.places[self.rows.rows[0][1]]
            x = max(min(first.x, area.right - wide), area.x)
        end = area.x - self.scale.px(APART // 2) if self._beside else area.right
        self.places[matrix.name] = Place(matrix, x, y + self._label_room, cells, end - x)

    @property
    def _needed_high(self) -> int:
        """Height that the rows need, with what stands below them."""
        count = len(self.rows.rows)
        return count * self._row_high(self.pitch) + self._rest_high + self._gaps * ROW_GAP

    def _columns(self, x: int, gutter: int) -> tuple[tuple[int, int, int], tuple[int, int]]:
        equals = x + self.first.columns * self.pitch + gutter
        sums = equals + self.sign_width("=") + gutter
        return (x, x, sums), (equals, equals + self.sign_width("=") // 2)

    def _put_pair(
        self,
        names: tuple[str, str, str],
        columns: tuple[int, int, int],
        signs: tuple[int, int],
        axis: int,
    ) -> None:
        half = self._apart(self.pitch) // 2
        self.put(names[1], columns[0], axis - half, self.pitch)
        self.put(names[0], columns[0], axis + half, self.pitch)

    def _heads(self, starts: tuple[int, int, int], end: int) -> None:
        x, _, sums = starts
        _, row, totals, _ = self.rows.heads
        first = self.rows.rows[0][1]
        baseline = self.places[first].y - self.head_drop
        lines = [names[1] for names in self.rows.rows]
        wordings = [one for one in row.wordings if one != row.rest]  # what it is goes first
        self.say_over(lines, wordings, x, baseline, sums)
        baseline = min(baseline, self.places[self.sums[0]].y - self.head_drop)
        self.say_over([names[2] for names in self.rows.rows], totals.wordings, sums, baseline, end)


class MatrixRowsLayout(_MatrixRows):
    """Rows of wide pictures: the outputs are to the right."""

    def _across(self, pitch: int, output: int) -> int:
        cells = self._cells_across(pitch) + self.outputs_wide(output)
        tail = self.tail(self._total(pitch)) + self.label_width(-1)
        return cells + tail + self._side(pitch) + self._total(pitch)

    @property
    def _needed_high(self) -> int:
        return max(super()._needed_high, self.outputs_high(self.output_pitch(self.pitch)))


class MatrixDownLayout(_MatrixRows, DownLayout):
    """Rows of upright pictures: the outputs are below."""

    def measured(self, panel: Panel, pitch: int) -> CellMeasures:
        """Letters follow the shorter side, and a row is as long: rather small numbers than none."""
        whole, (wide, high) = super().measured(panel, pitch), self.scale.size
        if whole.text_px or (wide > high and self.scale.unit >= 1):  # rather fewer channels there
            return whole
        return measure_cells(panel, pitch, _SmallScale(self.scale.size))

    def _across(self, pitch: int, output: int) -> int:
        return self._cells_across(pitch) + self._side(pitch) + self._bracket(pitch)

    @property
    def _needed_high(self) -> int:
        return super()._needed_high + self._below(self.pitch, self.output_pitch(self.pitch))


def matrix_layouts(
    panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale
) -> list[ChannelLayout]:
    """All ways to lay out a matrix and its rows."""
    return [
        way(panels, rows, area, scale, wide)
        for wide in (0, *WIDE)
        for way in (MatrixRowsLayout, MatrixDownLayout)
    ]
