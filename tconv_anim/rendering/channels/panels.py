"""The panels of a layer with channels drawn, in rows or in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...story.frame import ChannelRows, Columns, Grid, Section
from ..fans import FanLevel
from ..isometric.planes import Planes
from ..laid_panels import LaidPanels
from ..panels import Panels
from ..primitives import Box, Primitive
from ..scale import Scale
from ..spans import cleared_text, text_box
from ..theme import Theme
from ..too_small import too_small
from .columns import ColumnsLayout
from .down import DownLayout
from .layout import STEPPED, ChannelLayout
from .line import LineLayout
from .low_columns import LowColumnsLayout
from .matrix_rows import matrix_layouts
from .named_columns import NamedColumnsLayout
from .rows import RowsLayout
from .stacks import StackPanels

__all__ = ["ChannelPanels", "section_panels", "silent_panels"]

WAYS: Final[Sequence[type[ChannelLayout]]] = (
    RowsLayout,
    ColumnsLayout,
    LowColumnsLayout,
    LineLayout,
    DownLayout,
)
"""How channels can be laid out."""
WORTH: Final = 0.7
"""Of their size, cells give up no more for the first way, which reads as a line does."""


def section_panels(
    section: Section,
    area: Box,
    scale: Scale,
    theme: Theme,
    *,
    most: int | None = None,
    level: FanLevel | None = None,
) -> Panels:
    """The panels of a section, in rows of channels where it has some.

    *most*, *level*: see :class:`..panel_layout.PanelLayout`, :class:`..fans.FanLayout`.
    """
    if section.stacks:
        return StackPanels(section, area, scale, theme, most=most)
    if section.channels:
        return ChannelPanels(section.columns, section.channels, area, scale, theme)
    fanned = section.fanned_panels
    return LaidPanels(section.columns, area, scale, theme, fanned=fanned, most=most, level=level)


def silent_panels(sections: Iterable[Panels | Planes]) -> int:
    """How many panels have no room for their numbers."""
    places = (place for panels in sections for place in panels.places.values())
    return sum(bool(place.panel.widest_text and not place.cells.text_px) for place in places)


class ChannelPanels(Panels):
    """The panels of a section with channels inside *area*."""

    def __init__(
        self, columns: Columns, rows: ChannelRows, area: Box, scale: Scale, theme: Theme
    ) -> None:
        panels = [panel for stack in columns if not isinstance(stack, str) for panel in stack]
        layouts = (
            matrix_layouts(panels, rows, area, scale)
            if rows.matrix
            else [way(panels, rows, area, scale) for way in WAYS]
        )
        laid: ChannelLayout = max(layouts, key=lambda one: (bool(one.pitch), -one.silent, one.size))
        if not rows.matrix and layouts[0].readable and layouts[0].pitch >= WORTH * laid.pitch:
            laid = layouts[0]
        if not laid.pitch and not rows.matrix:
            laid = NamedColumnsLayout(panels, rows, area, scale)
        if not laid.pitch:
            raise too_small(max(panels, key=lambda panel: panel.rows), scale.size)
        self._layout, steps = laid, scale.unit >= STEPPED
        super().__init__(laid.places, scale, theme, pitch=laid.pitch, signs=laid.signs, steps=steps)

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        changed = before is None or any(grids.get(n) is not before.get(n) for n in self.places)
        grids, was, arrow = self._layout.placed_grids(grids), [], self._layout.arrow
        if before is not None:
            before = self._layout.placed_grids(before)
            was = self._layout.heads(before)
            yield from arrow.cleared(before) if changed else ()
        now = self._layout.heads(grids)
        yield from (cleared_text(line) for line in was if line and line not in now)
        yield from super().draw(grids, before)
        if changed:  # panels clear a little more than their cells
            yield from self._layout.words
            yield from self._layout.brackets
            yield from filter(None, now)
            yield from arrow.draw(grids, None)

    def covered_boxes(self, grids: Mapping[str, Grid | None]) -> Iterator[Box]:
        grids = self._layout.placed_grids(grids)
        yield from super().covered_boxes(grids)
        yield from map(text_box, filter(None, self._layout.heads(grids)))
