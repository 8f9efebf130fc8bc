"""Columns with the names of inputs above them, for pictures of many channels."""

from __future__ import annotations

from dataclasses import replace

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

    def _say_heads(self, baseline: int, end: int) -> None:
        others = [self.places[row[0]].x for row in self.rows.rows[1:2]]  # with its name above
        super()._say_heads(baseline, min(end, *others) if others else end)
