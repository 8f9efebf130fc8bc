"""Thin lines that join two planes, and give way to numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ...story.frame import Grid
from ..antialias import Quad
from ..primitives import Box
from ..scale import Scale
from .plane import Plane, PlaneArea, ring

__all__ = ["Connectors", "connectors"]

Point: TypeAlias = tuple[float, float]
Floats: TypeAlias = npt.NDArray[np.float64]
Interval: TypeAlias = tuple[float, float]
"""A part of a line, from 0 at its begin to 1 at its end."""


THICK: Final = 1.3
"""Thickness of a line, as lengths are given."""


class Connectors(NamedTuple):
    """What is drawn softly over the cells of a frame."""

    window: tuple[Quad, ...] = ()
    """Over the lower plane: the frame of the window and the lines from it."""
    behind: tuple[Quad, ...] = ()
    """Over the upper plane: what it hides of the lines."""
    now: tuple[Quad, ...] = ()
    """The frame of the present cell."""


def connectors(below: Plane, lower: Grid, above: Plane, upper: Grid, scale: Scale) -> Connectors:
    """The window, the present output cell, and a line from each corner to the other's."""
    if not lower.marks or not upper.marks:
        return Connectors()
    (window,), (now,) = lower.marks, upper.marks
    mark, thick = below.cells.mark, max(1.0, THICK * scale.unit)
    source, target = below.part(lower, window), above.part(upper, now)
    # Soft edges never lie on each other, nor on letters: both painters know plain grounds only.
    clear = thick / 2 + 1.5
    begins, ends = (part.grown(mark / 2).corners for part in (source, target))
    lines = _Lines(np.array(begins), np.array(ends))
    stops = lines.inside(target.grown(mark + clear))
    under = lines.inside(above.whole(upper).grown(-clear))
    texts_below, texts_above = (
        lines.over(list(plane.ink(grid)), clear) for plane, grid in ((below, lower), (above, upper))
    )
    seen, hidden = [*ring(source.grown(-OVERLAP), mark + OVERLAP)], list[Quad]()
    for n, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        free = _left_over([(0, 1)], [*stops[n], *under[n], *texts_below[n]])
        seen += _line_quads(begin, end, free, thick)
        free = _left_over(under[n], [*stops[n], *texts_above[n]])
        hidden += _line_quads(begin, end, free, thick)
    frame = ring(target.grown(-OVERLAP), mark + OVERLAP)
    return Connectors(tuple(seen), tuple(hidden), frame)


OVERLAP: Final = 0.25
"""Pixels that a frame lies on its own cells, so that no paper shines through between."""


class _Lines(NamedTuple):
    """Straight lines, and the parts of each that lie in some areas."""

    begins: Floats
    ends: Floats

    def over(self, boxes: Sequence[Box], margin: float) -> list[list[Interval]]:
        """The parts that come nearer than *margin* to one of *boxes*."""
        if not boxes:
            return [[] for _ in self.begins]
        corners = np.array(boxes, float)
        low, high = corners[:, :2] - margin, corners[:, :2] + corners[:, 2:] + margin
        return _inside(self.begins, self.ends, low, high)

    def inside(self, area: PlaneArea) -> list[list[Interval]]:
        """The part of each inside *area*: there x + y is to it what x is to a box."""
        begins, ends = (at @ np.array([[1.0, 0.0], [1.0, 1.0]]) for at in self)
        low, high = np.array([[area.begin, area.top]]), np.array([[area.end, area.bottom]])
        return _inside(begins, ends, low, high)


def _inside(begins: Floats, ends: Floats, low: Floats, high: Floats) -> list[list[Interval]]:
    """For each line its parts in boxes that reach from *low* to *high*."""
    way = ends - begins
    way[way == 0] = 1e-9
    one, other = ((at - begins[:, None]) / way[:, None] for at in (low, high))
    enter = np.minimum(one, other).max(axis=2).clip(0, 1)
    leave = np.maximum(one, other).min(axis=2).clip(0, 1)
    return [
        [(first, last) for first, last in zip(*pair, strict=True) if first < last]
        for pair in zip(enter.tolist(), leave.tolist(), strict=True)
    ]


def _left_over(within: Iterable[Interval], without: Iterable[Interval]) -> Iterator[Interval]:
    """What *without* leaves of the parts *within*."""
    taken = sorted(without)
    for begin, end in within:
        free = begin
        for first, last in [*taken, (end, end)]:
            if free < min(first, end):
                yield free, min(first, end)
            free = max(free, last)


def _line_quads(
    begin: Point, end: Point, parts: Iterable[Interval], thick: float
) -> Iterator[Quad]:
    """Parts of a line as quads, but for those shorter than they are thick."""
    (x_1, y_1), (x_2, y_2) = begin, end
    way_x, way_y = x_2 - x_1, y_2 - y_1
    length = math.hypot(way_x, way_y)
    across_x, across_y = -way_y / length * thick / 2, way_x / length * thick / 2
    for first, last in parts:
        if (last - first) * length >= thick:
            a_x, a_y = x_1 + way_x * first, y_1 + way_y * first
            b_x, b_y = x_1 + way_x * last, y_1 + way_y * last
            yield (
                (a_x + across_x, a_y + across_y),
                (b_x + across_x, b_y + across_y),
                (b_x - across_x, b_y - across_y),
                (a_x - across_x, a_y - across_y),
            )
