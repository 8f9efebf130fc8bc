"""The telling frames of a story: a few that show every step, for a filmstrip."""

from __future__ import annotations

import itertools

from ..arithmetic.errors import Asked, FigureError
from .telling import Story

__all__ = ["telling_frames"]


def telling_frames(story: Story, count: int) -> list[int]:
    """Indices of *count* frames: the last of every step, and the longest step in equal strides.

    Raises
    ------
    FigureError
        Fewer frames than the story has steps, or more than it has frames.
    """
    steps = [story.step_at(index) for index in range(len(story))]
    ends = [i for i in range(len(steps)) if i + 1 == len(steps) or steps[i + 1] != steps[i]]
    if not len(ends) <= count <= len(story):
        fewer = count < len(ends)
        limit = len(ends) if fewer else len(story)
        raise FigureError(
            Asked("filmstrip", count),
            f" must be at least {limit}, one frame for every step of this story. Try "
            if fewer
            else f" must be at most {limit}, as many frames as this story has. Try ",
            Asked("filmstrip", limit),
            ".",
        )
    chosen = set(ends)
    while len(chosen) < count:  # halve the longest stretch that nothing is shown of
        stops = [-1, *sorted(chosen)]
        gaps = [(after - before, before) for before, after in itertools.pairwise(stops)]
        length, before = max(gaps, key=lambda gap: (gap[0], -gap[1]))
        chosen.add(before + (length + 1) // 2)
    return sorted(chosen)
