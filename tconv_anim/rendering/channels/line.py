"""Input, slice and sum of each channel in one line: for strips, which are too low to stack them."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from ..panel_rows import APART
from .annotations import Names
from .low_columns import BESIDE, LowColumnsLayout

__all__ = ["LineLayout"]

APART_CHANNELS: Final = 18
"""Between a sum and the name of the next channel, at least."""


class LineLayout(LowColumnsLayout):
    """The channels beside each other, each a row; a line below them joins their sums."""

    @property
    def _least_gaps(self) -> int:
        return self._gaps * self.scale.px(APART_CHANNELS)

    @cached_property
    def _star_room(self) -> int:
        """Width of the sign between input and slice, with white on both sides."""
        return self.ink_width("∗", self._small_px) + 2 * self.scale.px(BESIDE)

    def _high(self, pitch: int) -> int:
        own = self.kernel_pitch(pitch)
        cells = max(self.first.rows * pitch, self.kernel.rows * own, self._side)
        return cells + self._bracket(own) + self.plus_px // 2

    def _column(self, pitch: int) -> int:
        cells = self.first.columns * pitch + self.kernel.columns * self.kernel_pitch(pitch)
        return self.label_width(0) + self._star_room + self.label_width(1) + cells + self._equals

    def _kernel_top(self, top: int, own: int) -> int:
        return top + (self.first.rows * self.pitch - self.kernel.rows * own) // 2

    def _line(self, axis: int, own: int) -> int:
        high = max(self.first.rows * self.pitch, self.kernel.rows * own, self._side)
        return axis + high // 2 + self._bracket(own)

    def _across(self, x: int, own: int) -> tuple[int, int, int]:
        left, wide = x + self.label_width(0), self.kernel.columns * own
        kernel = left + self.first.columns * self.pitch + self._star_room + self.label_width(1)
        return left, kernel + wide // 2, kernel + wide + self._equals - self._side // 2

    def _put_star(self, names: Names, middle: int, kernel_top: int) -> None:
        own, place = self.kernel_pitch(self.pitch), self.places[names[0]]
        end = place.x + self.first.columns * self.pitch
        axis = kernel_top + self.kernel.rows * own // 2
        self.sign("∗", end + self._star_room // 2, axis, names[:1], names[1:2], px=self._small_px)

    def _name_slices(self, kernels: Names, at: tuple[int, int, int], top: int) -> None:
        """Say what slices are over the first, up to the next input."""
        _, middle, following = at
        own = self.kernel_pitch(self.pitch)
        left = middle - self.kernel.columns * own // 2
        end = following - self.kernel.columns * own // 2 - self.label_width(1)
        end -= self._star_room + self.first.columns * self.pitch + self.label_width(0)
        self.say_slices(kernels, left, top - self.scale.px(APART) // 2, end)
