"""Where a panel stands, and how large its cells are."""

from __future__ import annotations

from dataclasses import dataclass

from ..story.frame import Panel
from .cells import CellMeasures
from .primitives import Box

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands, in pixels, and how large its cells are."""

    panel: Panel
    x: int
    y: int
    cells: CellMeasures
    width: int
    """Of label and grid together."""
    label_at: tuple[int, int] | None = None
    """Where a label stands that is not above its cells: its right end, and its baseline."""
    label_left: bool = False
    """Whether that is its left end."""
    names_width: int = 0
    """What the names of its rows take, to the left of them."""
    names_px: int = 0
    room_of: tuple[str, ...] = ()
    """The panels whose room it has, while these are not there."""

    @property
    def middle(self) -> int:
        """Of the width of its cells."""
        return self.x + self.panel.columns * self.cells.pitch // 2

    def meets(self, left: int, right: int) -> bool:
        """Whether its cells reach into columns of pixels."""
        return self.x < right and left < self.right

    @property
    def right(self) -> int:
        """Of its cells."""
        return self.x + self.panel.columns * self.cells.pitch

    @property
    def bottom(self) -> int:
        """Of its cells."""
        return self.y + self.panel.rows * self.cells.pitch

    @property
    def framed_box(self) -> Box:
        """Its cells with the frames around them."""
        reach, pitch = self.cells.reach, self.cells.pitch
        wide, high = (count * pitch + 2 * reach for count in (self.panel.columns, self.panel.rows))
        return Box(self.x - reach, self.y - reach, wide, high)
