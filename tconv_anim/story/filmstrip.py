"""The telling frames of a story: a few that show every step, for a filmstrip."""

from __future__ import annotations

import itertools

from ..errors import Argument, FigureError
from .view import Story

__all__ = ["telling_frames"]


def telling_frames(story: Story, count: int) -> list[int]:
    """Indices of *count* frames: the last of every step, and the longest step in equal strides.

    Raises
    ------
    FigureError
        Fewer frames than the story has steps, or more than it has frames.
    """
    ends = [*_turns(story, 0, len(story) - 1), len(story) - 1]
    if not len(ends) <= count <= len(story):
        fewer = count < len(ends)
        limit = len(ends) if fewer else len(story)
        raise FigureError(
            Argument("filmstrip", count),
            f" must be at least {limit}, one frame for every step of this story. Try "
            if fewer
            else f" must be at most {limit}, as many frames as this story has. Try ",
            Argument("filmstrip", limit),
            ".",
        )
    chosen = set(ends)
    while len(chosen) < count:  # halve the longest stretch that nothing is shown of
        stops = [-1, *sorted(chosen)]
        gaps = [(after - before, before) for before, after in itertools.pairwise(stops)]
        length, before = max(gaps, key=lambda gap: (gap[0], -gap[1]))
        chosen.add(before + (length + 1) // 2)
    return sorted(chosen)


def _turns(story: Story, first: int, last: int) -> list[int]:
    """The frames from *first* on, before *last*, after which another step begins.

    Steps follow each other, so a stretch that begins and ends in one has no other in it.
    """
    if story.step_at(first) == story.step_at(last):
        return []
    if last == first + 1:
        return [first]
    middle = (first + last) // 2
    return [*_turns(story, first, middle), *_turns(story, middle, last)]
