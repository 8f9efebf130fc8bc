"""Which frames tell a story where only a few are shown."""

from __future__ import annotations

import itertools

from ..errors import Argument, FigureError
from .view import View

__all__ = ["key_frames", "least_key_frames"]


def least_key_frames(view: View) -> int:
    """How many frames there are at least: one for every step."""
    return len(_ends(view))


def _ends(view: View) -> list[int]:
    return [*_turns(view, 0, len(view) - 1), len(view) - 1]


def key_frames(view: View, count: int) -> list[int]:
    """Indices of *count* frames: the last of every step, the fullest, how the last step begins,
    then equal strides.

    Where there is one frame a step, the fullest stands for its own.

    Raises
    ------
    FigureError
        Fewer frames than the view has steps, or more than it has frames.
    """
    ends = _ends(view)
    if not len(ends) <= count <= len(view):
        fewer = count < len(ends)
        limit = len(ends) if fewer else len(view)
        raise FigureError(
            "{filmstrip} must be at least {limit}, one frame for every step of this story."
            if fewer
            else "{filmstrip} must be at most {limit}, as many frames as this story has.",
            filmstrip=Argument("filmstrip", count),
            limit=limit,
            advice=Argument("filmstrip", limit),
        )
    fullest = view.fullest_scene()
    if count == len(ends):
        ends[view.scene(fullest).step - view.scene(ends[0]).step] = fullest
    chosen = {*ends, fullest}
    if len(chosen) < count and len(ends) > 1:
        chosen.add(ends[-2] + 1)
    while len(chosen) < count:  # halve the longest stretch that nothing is shown of
        stops = [-1, *sorted(chosen)]
        gaps = [(after - before, before) for before, after in itertools.pairwise(stops)]
        length, before = max(gaps, key=lambda gap: (gap[0], -gap[1]))
        chosen.add(before + (length + 1) // 2)
    return sorted(chosen)


def _turns(view: View, first: int, last: int) -> list[int]:
    """The frames from *first* on, before *last*, after which another step begins.

    Steps follow each other, so a stretch that begins and ends in one has no other in it.
    """
    if view.scene(first).step == view.scene(last).step:
        return []
    if last == first + 1:
        return [first]
    middle = (first + last) // 2
    return [*_turns(view, first, middle), *_turns(view, middle, last)]
