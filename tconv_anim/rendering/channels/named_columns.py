"""Columns with the names of inputs above them, for pictures of many channels."""

from __future__ import annotations

from dataclasses import replace

from .annotations import CLOSE_DROP
from .columns import ColumnsLayout

__all__ = ["NamedColumnsLayout"]


class NamedColumnsLayout(ColumnsLayout):
    """Columns with the names of inputs above them, where else no column is narrow enough."""

    @property
    def _beside(self) -> int:
        return 0

    def _put_input(self, name: str, x: int, axis: int) -> None:
        place = self.put(name, x, axis, self.pitch)
        at = x, place.y - self.head_drop
        self.places[name] = replace(place, label_at=at, label_left=True)

    @property
    def _lines_over(self) -> int:
        """With that of what the inputs are, above their names, where it has room."""
        line = self.label_px + self.scale.px(CLOSE_DROP)
        high = self._high(self.pitch) + self._groups_line + line
        return self._groups_line + line * (high <= self.room_high)

    def _say_heads(self, baseline: int, end: int) -> None:
        self._say_groups(baseline - self._groups_line)
        first, *others = (self.places[row[0]].x for row in self.rows.rows)
        if self._lines_over > self._groups_line:
            self.say_inputs(first, baseline - self._lines_over, end)
        else:  # beside the name of the first one
            self.say_inputs(first + self.label_width(0), baseline, min([end, *others[:1]]))
