"""The largest pitch that an arrangement of panels has room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from .arrangements import Arrangement
from .cells import LEAST_PITCH, least_for_text, shows_text
from .panel_rows import MeasuredPanels, Ruler

__all__ = ["Measurer", "measurer"]

Measurer: TypeAlias = Callable[[Mapping[str, int]], MeasuredPanels | None]
"""By how often cells are halved, by their panels' names; None without room."""


def measurer(
    ruler: Ruler, arrangement: Arrangement, largest: int, floors: Mapping[str, int]
) -> Measurer:
    """What measures *arrangement* with some of its cells halved, none over *largest*.

    Lenses have the cells that their numbers need, and panels of *floors* these.

    What does not depend on the halving is measured here, once.
    """
    panels, scale = arrangement.panels, ruler.scale
    names = [panel.name for panel in panels]
    own_pitches = [
        least_for_text(panel, scale) if panel.lens_of else floors.get(panel.name, 0)
        for panel in panels
    ]
    has_room = ruler.room_test(arrangement)

    def measured(factors: Mapping[str, int]) -> MeasuredPanels | None:
        halvings = [factors.get(name, 0) for name in names]

        def pitches(pitch: int) -> list[int]:
            return [own or pitch >> n for own, n in zip(own_pitches, halvings, strict=True)]

        low, high = LEAST_PITCH << max(factors.values(), default=0), largest
        if low > high or not has_room(pitches(low)):
            return None
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if has_room(pitches(middle)) else (low, middle - 1)
        found = dict(zip(names, pitches(low), strict=True))
        readable = sum(shows_text(panel, found[panel.name], scale) for panel in panels)
        return MeasuredPanels(ruler, arrangement, low, found, readable)

    return measured
