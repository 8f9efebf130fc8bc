"""A column for each input channel, its sum beside its slice."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from .. import glyphs
from .annotations import Names
from .columns import BRACKET, ColumnsLayout

__all__ = ["BESIDE", "LowColumnsLayout"]

BESIDE: Final = 8
"""White on both sides of a sign between panels beside each other."""


class LowColumnsLayout(ColumnsLayout):
    """Columns with each sum to the right of its slice, pluses on the line that joins the sums.

    So less stands below each other, and cells are larger.
    """

    @property
    def _equals_px(self) -> int:
        return self._small_px

    @cached_property
    def _sign_room(self) -> int:
        """Width of a sign with white on both sides."""
        return self.ink_width("=", self._small_px) + 2 * self.scale.px(BESIDE)

    @cached_property
    def _equals(self) -> int:
        """Width of a slice's sign and sum."""
        return self._sign_room + self._side

    def _high(self, pitch: int) -> int:
        own = self.kernel_pitch(pitch)
        cells = self.first.rows * pitch + max(self.kernel.rows * own, self._side)
        return cells + self._between + self._bracket(own) + self.plus_px // 2

    def _bracket(self, own: int) -> int:
        """Height from slices down to the line, so that pluses on it are clear of their frames."""
        above = -(self.plus_px // 3 + glyphs.sprite("sans", self.plus_px, "+").top)
        return max(self.scale.px(BRACKET), self.measured(self.kernel, own).reach + above + 1)

    def _column(self, pitch: int) -> int:
        cells = self.first.columns * pitch + self.label_width(0)
        own = self.kernel.columns * self.kernel_pitch(pitch)
        return max(cells, self.label_width(1) + own + self._equals)

    def _axis(self, kernel_top: int, own: int) -> int:
        return kernel_top + self.kernel.rows * own // 2

    def _line(self, axis: int, own: int) -> int:
        high = max(self.kernel.rows * own, self._side)
        return axis + high // 2 + self._bracket(own)

    def _middles(self, middle: int, own: int) -> tuple[int, int]:
        wide = self.kernel.columns * own
        middle += (self.label_width(1) - self._equals) // 2
        return middle, middle + wide // 2 + self._equals - self._side // 2

    def _equals_at(self, summed: int, axis: int) -> tuple[int, int]:
        return summed - self._side // 2 - self._sign_room // 2, axis

    def _add(self, x: int, _axis: int, below: int, before: Names, after: Names) -> None:
        super()._add(x, below, below, before, after)
        half = self.plus_px // 2
        self._gaps_of_line |= dict.fromkeys(after, (x - half, x + half))
