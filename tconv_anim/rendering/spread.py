"""Bare panels on a canvas: side by side, or under each other, as large as they can be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from ..options import DEFAULT_SIZE
from ..story.frame import Panel
from .cells import LEAST_PITCH, shows_text
from .primitives import Box
from .scale import Scale
from .too_small import too_small

__all__ = ["GUTTER", "Spread", "Stacks", "spread_of"]

GUTTER: Final = 26
"""Between panels, and around them."""
USUAL_PITCH: Final = 44
"""Of cells in a figure of no given size, at most."""
TIMES: Final = (2, 3)
"""How much larger than those of a matrix other cells may be."""
PARTED: Final = 3
"""How many gutters are between the panels of two sections."""

Stacks: TypeAlias = tuple[tuple[Panel, ...], ...]
_Apart: TypeAlias = Sequence[tuple[int, Sequence[tuple[int, Panel]]]]
"""The white before each stack, and in it before each panel."""


class Spread(NamedTuple):
    """How large all panels are together, and the corner and the pitch of each."""

    width: int
    height: int
    spots: dict[Panel, tuple[int, int, int]]
    """(x, y, pitch), seen from the corner of them all."""

    @property
    def worth(self) -> tuple[int, float]:
        """How many panels hold their numbers, and how large all cells are."""
        scale = Scale(DEFAULT_SIZE)
        readable = sum(shows_text(panel, p, scale) for panel, (_, _, p) in self.spots.items())
        return readable, sum(math.log2(p) for _, _, p in self.spots.values())


def spread_of(
    sections: Sequence[Stacks],
    room: Box,
    scale: Scale,
    size: tuple[int, int] | None,
    small: frozenset[str],
) -> Spread:
    """Side by side, or all under each other where that makes larger cells.

    Sections are farther apart than their panels. Those called *small*, and those beside their
    rows, may have smaller cells than the others.
    """
    stacks = [stack for section in sections for stack in section]
    panels = [panel for stack in stacks for panel in stack]
    gutter = scale.px(GUTTER)
    most = scale.px(USUAL_PITCH) if size is None else max(room.width, room.height)
    one_axis = all(panel.rows == 1 for panel in panels)
    alike = dict.fromkeys(panels, 1)
    firsts = {section[0][0] for section in sections[1:]}
    before = {panel: gutter * (PARTED if panel in firsts else 1) for panel in panels}
    before[panels[0]] = 0
    below: _Apart = [(0, [(before[panel], panel) for panel in panels])]
    beside: _Apart = [
        (before[stack[0]], [(gutter if n else 0, panel) for n, panel in enumerate(stack)])
        for stack in stacks
    ]
    down, across = (min(most, _pitch(laid, room, alike)) for laid in (below, beside))
    if max(down, across) < LEAST_PITCH:
        raise too_small(max(panels, key=lambda p: max(p.rows, p.columns)), scale.size)
    if down > across or (one_axis and down == across):
        return _spread_of(below, down, alike)
    found = [_spread_of(beside, across, alike)]
    for times in TIMES if small else ():
        larger = {p: 1 if {p.name, p.rows_of} & small else times for p in panels}
        pitch = min(most // times, _pitch(beside, room, larger))
        if pitch >= LEAST_PITCH:
            found.append(_spread_of(beside, pitch, larger))
    return max(found, key=lambda spread: spread.worth)


def _pitch(stacks: _Apart, room: Box, times: Mapping[Panel, int]) -> int:
    """The largest at which stacks beside each other fit; *times*: how much larger panels are."""
    columns = sum(max(panel.columns * times[panel] for _, panel in stack) for _, stack in stacks)
    return min(
        (room.width - sum(white for white, _ in stacks)) // columns,
        *(
            (room.height - sum(white for white, _ in stack))
            // sum(panel.rows * times[panel] for _, panel in stack)
            for _, stack in stacks
        ),
    )


def _spread_of(stacks: _Apart, pitch: int, times: Mapping[Panel, int]) -> Spread:
    """Stacks beside each other on one axis, panels in the middle of their stack."""
    pitches = {panel: pitch * more for panel, more in times.items()}
    heights = [
        sum(white + panel.rows * pitches[panel] for white, panel in stack) for _, stack in stacks
    ]
    spots, x, high = {}, 0, max(heights)
    for (apart, stack), own in zip(stacks, heights, strict=True):
        wide, y = max(panel.columns * pitches[panel] for _, panel in stack), (high - own) // 2
        x += apart
        for white, panel in stack:
            at = x + (wide - panel.columns * pitches[panel]) // 2
            spots[panel] = at, y + white, pitches[panel]
            y += white + panel.rows * pitches[panel]
        x += wide
    return Spread(x, high, spots)
