"""The room that panels leave free: for another panel, and for what is worked out beside them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from ..story.frame import Panel
from .cells import measure_cells
from .place import Place
from .primitives import Box
from .scale import Scale

__all__ = ["free_boxes", "guest_place"]

APART: Final = 40
"""From what stands in the room of others to the rest."""


def free_boxes(area: Box, taken: Sequence[Box]) -> list[Box]:
    """The boxes in *area* that meet none of *taken* and cannot grow.

    >>> free_boxes(Box(0, 0, 10, 10), [Box(0, 0, 4, 10)])
    [Box(x=4, y=0, width=6, height=10)]
    """
    right, bottom = area.right, area.bottom
    xs = {x for box in (area, *taken) for x in (box.x, box.right) if area.x <= x <= right}
    free = []
    for left, end in itertools.combinations(sorted(xs), 2):
        top = area.y
        between = sorted((b.y, b.bottom) for b in taken if b.x < end and left < b.right)
        for begin, after in (*between, (bottom, bottom)):
            if begin > top:
                free.append(Box(left, top, end - left, min(begin, bottom) - top))
            top = max(top, after)
    return [box for box in free if not any(other.holds(box) for other in free if other != box)]


def guest_place(
    panel: Panel, area: Box, places: Mapping[str, Place], scale: Scale, most: int, label: int
) -> Place | None:
    """Where a panel has the room of others in *area*; None without room.

    In the middle of what is left beside all others of *places*, its cells as large as they can
    be, *most* at most; *label*: the height of what stands above them.
    """
    taken = [
        Box(place.x, place.y - label, place.width, place.bottom - place.y + label)
        for name, place in places.items()
        if name not in panel.room_of
    ]
    room, pitch = _largest_room(panel, area, taken, scale.px(APART), label, most)
    if not pitch:
        return None
    cells = measure_cells(panel, pitch, scale)
    x = room.x + (room.width - panel.columns * pitch) // 2
    y = room.y + (room.height - panel.rows * pitch) // 2
    return Place(panel, x, y, cells, room.right - x, room_of=panel.room_of)


def _largest_room(
    panel: Panel, area: Box, taken: Sequence[Box], apart: int, label: int, most: int
) -> tuple[Box, int]:
    """The part of *area* where a panel's cells are largest, and their pitch; 0 without room.

    Each side is a side of *area* or keeps the white beside one of *taken*. The others need only
    be outside: with white beside them all, cells would be smaller (see :func:`free_boxes`).
    """
    right, bottom = area.right, area.bottom
    lefts = [area.x, *(box.right + apart for box in taken)]
    rights = [right, *(box.x - apart for box in taken)]
    tops = [area.y, *(box.bottom + label + apart // 2 for box in taken)]
    bottoms = [bottom, *(box.y - apart // 2 for box in taken)]
    best, largest, worth = area, 0, (0, 0)
    for x, end, y, low in itertools.product(lefts, rights, tops, bottoms):
        pitch = min((end - x) // panel.columns, (low - y) // panel.rows, most)
        room = Box(x, y, end - x, low - y)
        if pitch <= 0 or any(map(room.meets, taken)):
            continue
        if (pitch, room.width * room.height) > worth:
            best, largest, worth = room, pitch, (pitch, room.width * room.height)
    return best, largest
