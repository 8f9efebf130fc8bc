"""The room that some panels leave for another."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from ..story.frame import Panel
from .cells import measure_cells
from .place import Place
from .primitives import Box
from .scale import Scale

__all__ = ["guest_place"]

APART: Final = 40
"""From what stands in the room of others to the rest."""


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
    return Place(panel, x, y, cells, room.x + room.width - x, room_of=panel.room_of)


def _largest_room(
    panel: Panel, area: Box, taken: Sequence[Box], apart: int, label: int, most: int
) -> tuple[Box, int]:
    """The part of *area* where a panel's cells are largest, and their pitch; 0 without room."""
    right, bottom = area.x + area.width, area.y + area.height
    lefts = [area.x, *(box.x + box.width + apart for box in taken)]
    rights = [right, *(box.x - apart for box in taken)]
    tops = [area.y, *(box.y + box.height + label + apart // 2 for box in taken)]
    bottoms = [bottom, *(box.y - apart // 2 for box in taken)]
    best, largest, worth = area, 0, (0, 0)
    for x, end, y, low in itertools.product(lefts, rights, tops, bottoms):
        pitch = min((end - x) // panel.columns, (low - y) // panel.rows, most)
        room = Box(x, y, end - x, low - y)
        if pitch <= 0 or any(_meet(room, box) for box in taken):
            continue
        if (pitch, room.width * room.height) > worth:
            best, largest, worth = room, pitch, (pitch, room.width * room.height)
    return best, largest


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
