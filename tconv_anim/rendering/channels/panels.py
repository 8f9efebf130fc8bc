"""The panels of a layer with channels drawn, in rows or in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...story.frame import ChannelRows, Columns, Grid, Section
from ..grid_lines import GridLines
from ..panel_sizes import too_small
from ..panels import Panels
from ..primitives import Box, Primitive
from ..scale import Scale
from ..theme import Theme
from .columns import ColumnsLayout
from .layout import ChannelLayout
from .rows import RowsLayout
from .stacks import StackPanels

__all__ = ["ChannelPanels", "section_panels"]


def section_panels(
    section: Section, area: Box, scale: Scale, theme: Theme, *, most: int | None = None
) -> Panels:
    """The panels of a section, in rows of channels where it has some.

    *most*: see :class:`..panel_layout.PanelLayout`.
    """
    if section.channels:
        return ChannelPanels(section.columns, section.channels, area, scale, theme)
    if section.labels_beside:
        return StackPanels(section.columns, area, scale, theme, most=most)
    return Panels(section.columns, area, scale, theme, fanned=section.fanned, most=most)


class ChannelPanels(Panels):
    """The panels of a section with channels inside *area*."""

    def __init__(
        self, columns: Columns, rows: ChannelRows, area: Box, scale: Scale, theme: Theme
    ) -> None:
        panels = [panel for stack in columns if not isinstance(stack, str) for panel in stack]
        self._scale, self._theme, self._lines = scale, theme, GridLines(theme)
        self._fans = []
        layouts = [way(panels, rows, area, scale) for way in (RowsLayout, ColumnsLayout)]
        laid: ChannelLayout = max(layouts, key=lambda one: (one.readable, one.pitch))
        if layouts[0].readable:
            laid = layouts[0]
        if not laid.pitch:
            raise too_small(max(panels, key=lambda panel: panel.rows), scale.size)
        self._laid, self._label_px = laid, laid.label_px
        self.pitch, self.places, self._signs = laid.pitch, laid.places, laid.signs

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        if before is None:
            yield from self._laid.words
        yield from super().draw(grids, before)
        yield from self._laid.arrow.draw(grids, before)
