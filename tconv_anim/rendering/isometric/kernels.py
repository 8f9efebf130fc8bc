"""What stands beside the planes, small and flat: the kernel, a stamp, what comes back."""

from __future__ import annotations

from typing import Final

from ...story.frame import Panel
from .. import glyphs
from ..panel_rows import LABEL_ROOM
from ..panels import Panels
from ..primitives import Box
from ..scale import Scale
from ..theme import Theme

__all__ = ["panels_beside"]

CELL: Final = 36
"""Cell pitch at most, unless numbers need more."""
SHARE, MOST = 0.2, 0.25
"""Shares of the area's width, of the cells and with their labels."""
MATRIX: Final = 0.3
"""The same share of a matrix and its lens."""


def panels_beside(
    stack: tuple[Panel, ...], area: Box, scale: Scale, theme: Theme, down: float
) -> Panels:
    """Panels under each other at the right edge; *down*: 0 at the top, 1 at the bottom."""
    matrix = any(panel.lens_of for panel in stack)
    high = area.height if matrix else min(_height(stack, area, scale), area.height)
    y = area.y + round((area.height - high) * down)
    wide = round(area.width * (MATRIX if matrix else MOST))
    laid = Panels((stack,), Box(area.x, y, wide, high), scale, theme, wraps=False)
    taken = max(place.width for place in laid.places.values())
    box = Box(area.x + area.width - taken, y, taken, high)
    return Panels((stack,), box, scale, theme, wraps=False)


def _height(stack: tuple[Panel, ...], area: Box, scale: Scale) -> int:
    widest = max(glyphs.width("bold", scale.least_font, panel.widest_text) for panel in stack)
    columns = max(panel.columns for panel in stack)
    cell = min(scale.px(CELL), round(area.width * SHARE / columns))
    cell = max(cell, widest + scale.px(10))
    rows = sum(panel.rows for panel in stack)
    return rows * cell + (len(stack) - 1) * scale.px(LABEL_ROOM)
