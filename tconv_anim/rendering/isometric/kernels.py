"""What stands beside the planes, small and flat: the kernel, a stamp, what comes back, a matrix."""

from __future__ import annotations

from functools import partial
from typing import Final

from ...story.frame import Panel, label_text
from ...story.notation import PRINTED
from .. import glyphs
from ..laid_panels import LaidPanels
from ..panel_rows import LABEL_FONT, LABEL_ROOM
from ..panels import Panels
from ..primitives import Box
from ..scale import Scale
from ..theme import Theme
from ..too_small import too_small
from .layout import STRIP, PlanePlacement, laid_planes

__all__ = ["laid_beside"]

CELL, AXIS_CELL = 36, 64
"""Cell pitch at most, unless numbers need more; and where all have one axis."""
SHARE, MOST = 0.2, 0.25
"""Shares of the area's width, of the cells and with their labels."""
MATRIX: Final = 0.3
"""The same share of a matrix and its lens."""
APART: Final = 30
"""White between the planes and what is beside them."""
WHITE: Final = 3
"""How much of that there is on strips."""
WIDE: Final = 2
"""Areas wider than that, by their height, have room beside the planes anyway."""
BELOW: Final = 0.26
"""On an upright area a matrix stands below the planes, in that share of the height."""


def laid_beside(
    lower: Panel,
    upper: Panel,
    stack: tuple[Panel, ...],
    area: Box,
    scale: Scale,
    theme: Theme,
    slants: tuple[float, ...],
    most_unit: int | None,
) -> tuple[PlanePlacement, Panels | None]:
    """Planes beside the panels of *stack*, or as wide as the area, with these in a corner."""
    above, edge, apart = scale.px(24), scale.px(3), scale.px(APART)
    room = Box(
        area.x + edge, area.y - above + edge, area.width - 2 * edge, area.height + above - 2 * edge
    )
    words = max((label_text(label) + PRINTED.text(size) for label, size in upper.labels), key=len)
    label_px = scale.font(LABEL_FONT)
    label = glyphs.width("sans", label_px, words) + 2 * scale.px(14), label_px
    lay = partial(laid_planes, lower, upper, slants=slants, most_unit=most_unit)
    side: Panels | None = None
    if not stack:
        placement = lay(room, scale, None, label)
    elif _has_lens(stack) and area.height > area.width:
        high = round(area.height * BELOW)
        top = area.bottom - high
        side = LaidPanels(_in_a_row(stack), area._replace(y=top, height=high), scale, theme)
        placement = lay(room._replace(height=room.height - high - 2 * apart), scale, None, label)
    else:
        corner, side = (panels_beside(stack, area, scale, theme, down) for down in (0, 0.5))
        taken = max(place.width for place in corner.places.values())
        narrow = room._replace(width=room.width - taken - apart)
        placement, wide = lay(narrow, scale, None, label), None
        if placement is None or area.width < WIDE * area.height:
            high = max(p.bottom for p in corner.places.values())
            left = area.right - taken - apart
            wide = lay(room, scale, Box(left, room.y, taken, high + apart - room.y), label)
        if wide is not None and (placement is None or wide.score > placement.score):
            placement, side = wide, corner
    if placement is None:
        raise too_small(max(lower, upper, key=lambda p: p.rows), scale.size)
    if side and area.width > STRIP * area.height:  # all of it in the middle
        planes = (lower, placement.lower), (upper, placement.upper)
        left, right = placement.ends(*planes)
        begin = min(place.x for place in side.places.values()) - right
        by = (begin - WHITE * apart - (left - area.x)) // 2
        placement = placement.moved(by)
        shown = area.width - (left - area.x) - by
        side = panels_beside(stack, area._replace(width=shown), scale, theme, 0.5)
    return placement, side


def _has_lens(stack: tuple[Panel, ...]) -> bool:
    return any(panel.lens_of for panel in stack)


def _in_a_row(stack: tuple[Panel, ...]) -> tuple[tuple[Panel, ...], ...]:
    return tuple((panel,) for panel in stack)


def panels_beside(
    stack: tuple[Panel, ...], area: Box, scale: Scale, theme: Theme, down: float
) -> Panels:
    """Panels under each other at the right edge; *down*: 0 at the top, 1 at the bottom."""
    matrix = _has_lens(stack)
    high = area.height if matrix else min(_height(stack, area, scale), area.height)
    y = area.y + round((area.height - high) * down)
    wide = round(area.width * (MATRIX if matrix else MOST))
    laid = LaidPanels((stack,), Box(area.x, y, wide, high), scale, theme, wraps=False)
    taken = max(place.width for place in laid.places.values())
    box = Box(area.right - taken, y, taken, high)
    return LaidPanels((stack,), box, scale, theme, wraps=False)


def _height(stack: tuple[Panel, ...], area: Box, scale: Scale) -> int:
    widest = max(glyphs.width("bold", scale.least_font, panel.widest_text) for panel in stack)
    columns = max(panel.columns for panel in stack)
    most = AXIS_CELL if all(panel.rows == 1 for panel in stack) else CELL
    cell = min(scale.px(most), round(area.width * SHARE / columns))
    cell = max(cell, widest + scale.px(10))
    rows = sum(panel.rows for panel in stack)
    return rows * cell + (len(stack) - 1) * scale.px(LABEL_ROOM)
