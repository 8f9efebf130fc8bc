"""Planes of channels as shapes: how high and wide they are, and where names are clear of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, TypeAlias

from ...story.frame import Panel
from .. import glyphs
from ..facets import Tilt
from .annotations import head_drop
from .layout import ChannelLayout
from .outputs import SUM
from .slab import slab_layers, slab_thickness
from .slanted_sizes import SlantedSizes

__all__ = ["CLOSE", "NEAR", "SlantedShapes", "Ways"]

Ways: TypeAlias = tuple[float, float, float, float]

NEAR: Final = 6
"""White around a label that stands close to what it names."""

CLOSE: Final = 4
"""White between words over a plane and its edge."""

CORNER: Final = 12
"""White between the corner of a plane and a sign below it."""


class SlantedShapes(ChannelLayout):
    """Shapes of planes that all lie alike."""

    ways: Ways
    _labels: int
    _headed: bool

    def tilt(self, pitch: int) -> Tilt:
        return Tilt.even(self.ways, pitch)

    def _high(self, panel: Panel, pitch: int) -> int:
        tilt = self.tilt(pitch)
        return panel.columns * tilt.across_y + panel.rows * tilt.down_y

    def _left(self, panel: Panel, pitch: int) -> int:
        """From a plane's left corner to its back corner."""
        return -panel.rows * self.tilt(pitch).down_x

    def _wide(self, panel: Panel, pitch: int) -> int:
        return panel.columns * self.tilt(pitch).across_x + self._left(panel, pitch)

    def _notch(self, pitch: int) -> int:
        """From a plane's right corner back to where a sign on its axis is clear of it."""
        tilt, panel = self.tilt(pitch), self.first
        below = (panel.rows * tilt.down_y - panel.columns * tilt.across_y - self.sign_px) // 2
        below -= self.scale.px(CORNER)
        most = self.sign_width("∗")
        return min(max(below, 0) * -tilt.down_x // max(tilt.down_y, 1), most)

    def _thick(self, panel: Panel, pitch: int, shared: int = 0) -> int:
        """From a plane down to the next one that just touches it, or shares rows at its edges."""
        tilt, rows, columns = self.tilt(pitch), panel.rows - shared, panel.columns - shared
        across, down = columns * tilt.across_x, rows * -tilt.down_x
        cells = rows * columns * tilt.area
        return round(cells / max(across, down, 1))

    def _tuck(self, part: int, unit: int) -> int:
        """How far above a plane's left corner its name clears the edge that rises from there.

        *part*: of inputs (0) or of outputs (-1).
        """
        tilt = self.tilt(unit)
        return self.label_width(part) * tilt.down_y // max(-tilt.down_x, 1) + self.scale.px(4)

    def _is_tucked(self, part: int, unit: int, apart: int) -> bool:
        """Whether names have room between the left corners of planes so far *apart*."""
        tilt, wide = self.tilt(unit), self.label_width(part)
        falls = wide * tilt.across_y // max(tilt.across_x, 1)
        high = self._tuck(part, unit) + self.label_px + falls + self.scale.px(4)
        return wide <= self._left(self.outputs[0] if part else self.first, unit) and high <= apart

    @cached_property
    def near_drop(self) -> int:
        """From the line of a name over a slice down to its cells."""
        return head_drop(self.label_px, self.scale, NEAR)

    # -- what stands below the last planes, of those not shown -----------------------------

    @property
    def _side(self) -> int:
        return max(self.scale.px(SUM * 5 // 6), self.sum_side)

    def _more_drop(self, unit: int) -> int:
        """From the last output down to the line that says how many more there are."""
        corner = self.outputs[0].columns * self.tilt(unit).across_y
        return corner + (self.label_px * 3 if self._labels > 1 else self.label_px)

    @property
    def _rest_deep(self) -> int:
        """Height of the edges below the last input, and of what is said of them there."""
        words = self.label_px * 3 // 2 if self.rows.stamps and self.rows.hidden else 0
        return slab_thickness(self.scale, slab_layers(self.rows.hidden)) + words

    def _rest_high(self, sizes: SlantedSizes) -> int:
        """Height below the last input of those not shown, or of what these add."""
        deep = self._rest_deep if self.rows.hidden else 0
        if not self.rows.rest or self.rows.stamps:
            return deep
        return max(deep, self._rest_drop(sizes) + (self._side + 1 - sizes.last) // 2)

    def _under_last(self, sizes: SlantedSizes) -> int:
        """From the axis of the last sum down to where the inputs end."""
        drop = self._rest_drop(sizes) if self.rows.rest else 0
        return sizes.last // 2 + self._rest_high(sizes) - drop

    def _rest_drop(self, sizes: SlantedSizes) -> int:
        """From the last sum down to that of what is not shown, clear of the slice above."""
        slices = self.kernel.rows * sizes.kernel
        return max(min(self._side + self.sign_px, sizes.row), slices // 2 + self.label_px)

    # -- what stands out over planes ------------------------------------------------------

    def _named_over(self, slices: int, last: int, *, above: bool, tucked: bool, pitch: int) -> int:
        """Height of names over the first input plane, or over the slice beside it.

        *last*: of that plane, or of what stands beside it.
        """
        over = 0
        if tucked:
            left = self.first.rows * self.tilt(pitch).down_y
            over = self._tuck(0, pitch) + self.label_px - left
            over -= (last - self._high(self.first, pitch)) // 2
        if above and slices:
            over = max(over, self.label_px + self.near_drop - (last - slices) // 2)
        if self._headed:
            words = [self.rows.heads[0].plain_sized, self.rows.heads[0].sized[0]]
            high = self._words_high(self.first, pitch, words, 0 if tucked else None)
            over = max(over, high - (last - self._high(self.first, pitch)) // 2)
        return max(over, 0)

    def _words_high(self, panel: Panel, unit: int, words: Sequence[str], part: int | None) -> int:
        """How far words from a plane's left corner on reach over its back corner.

        *part*: as for :meth:`_tuck`, where a name stands below them.
        """
        wide = max(glyphs.width("sans", self.label_px, one) for one in words)
        left, low = self._left(panel, unit), panel.rows * self.tilt(unit).down_y
        near = self.scale.px(CLOSE)
        bottom = max(left - wide - near, 0) * low // max(left, 1) - near
        if part is not None:
            bottom = min(bottom, low - self._named(part, unit))
        return self.label_px - min(bottom, self.label_px) - near

    def _named(self, part: int, unit: int) -> int:
        """How high the name of a plane reaches over its left corner."""
        return self._tuck(part, unit) + self.label_px + self.scale.px(NEAR)

    def _outputs_reach(self, unit: int, _slices: int, *, above: bool) -> tuple[int, int]:
        """How far names of outputs reach over the first one and under the last one."""
        over = 0
        if self._headed:
            words, part = [self.rows.heads[-1].together], -1 if self._labels < 2 else None
            over = max(self._words_high(self.outputs[0], unit, words, part), 0)
        if self._labels < 2:
            return over, 0
        corner = self.outputs[0].columns * self.tilt(unit).across_y
        below = corner + self.label_px * 2 - self._high(self.outputs[0], unit)
        return max(self.label_px - corner, over), max(below, 0)
