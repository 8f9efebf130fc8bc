"""What joins two planes: the frames of window and result, and a line from corner to corner."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ...story.frame import LIT, CellRole, Grid, Mark
from ..antialias import Quad
from ..facets import line_quad
from ..primitives import Box
from ..scale import Scale
from .plane import Plane, ring

__all__ = ["Connectors", "connectors", "lasting_quads", "step_quads"]

Point: TypeAlias = tuple[float, float]
Floats: TypeAlias = npt.NDArray[np.float64]
Interval: TypeAlias = tuple[float, float]
"""A part of a line, from 0 at its begin to 1 at its end."""

THICK: Final = 1.9
"""Thickness of a line, as lengths are given; and of a frame in dashes."""
DASH: Final = 7
HEAD: Final = 13
"""Length of an arrow's head."""
STUB, STUB_SHARE = 9, 1
"""Shorter parts of a line, in pixels and in cells, are left out between numbers or at its end."""
PENDING: Final = frozenset({CellRole.TODO, CellRole.NONE})
"""Cells through which a line shines."""


class Connectors(NamedTuple):
    """What is drawn softly over the cells of a frame."""

    window: tuple[Quad, ...] = ()
    """Over the lower plane: the frame of the window and the lines from it."""
    behind: tuple[Quad, ...] = ()
    """Over the upper plane: what shines through of the lines."""
    present_quads: tuple[Quad, ...] = ()
    """The frame of the present cell."""
    lasting_quads: tuple[Quad, ...] = ()
    """The frame of what remains after a crop, in dashes."""

    @property
    def corners(self) -> Iterator[Point]:
        """(x, y) of the corners of all shapes."""
        return (corner for quads in self for quad in quads for corner in quad)


def connectors(
    below: Plane, lower: Grid, above: Plane, upper: Grid, scale: Scale, labels: Iterable[Box] = ()
) -> Connectors:
    """The window, what it is read for, and a line from each corner to the other's.

    Lines leave room for numbers, and for *labels*.
    """
    sources, targets = (
        [mark for mark in grid.marks if mark.kind in ("window", "extent", "now")]
        for grid in (lower, upper)
    )
    kept = tuple(lasting_quads(above, upper, scale))
    if not sources:
        return Connectors(lasting_quads=kept)
    source, framed = below.part(lower, sources[0]), tuple(_frame(below, lower, sources[0], scale))
    if not targets:
        return Connectors(framed, lasting_quads=kept)
    if not targets[0].joined:
        mark = above.cells.mark / 2
        target = above.part(upper, targets[0])
        return Connectors(
            framed, (), ring(above.quad(target, mark), above.quad(target, -mark)), kept
        )
    target = above.part(upper, targets[0])
    thick = max(1.0, THICK * scale.unit)
    begins = below.quad(source, below.cells.mark / 2)
    ends = above.quad(target, above.cells.mark / 2)
    lines = _Lines(np.array(begins), np.array(ends))
    inks = [*below.ink(lower), *above.ink(upper), *labels]
    texts = lines.over(inks, thick / 2 + 1.5 * scale.unit)
    shortest = max(STUB * scale.unit, STUB_SHARE * below.cells.tilt.across_x)
    seen, behind = [*framed, *step_quads(below, lower, scale)], list[Quad]()
    for begin, end, masked in zip(begins, ends, texts, strict=True):
        stub = shortest / max(math.dist(begin, end), 1)
        free = [part for part in _left_over([(0, 1)], masked) if part[1] - part[0] > stub]
        seen += _line_quads(begin, end, free, thick)
        shining = _left_over(_pending(above, upper, begin, end), masked)
        behind += _line_quads(begin, end, shining, thick)
    mark = above.cells.mark / 2
    told = [above.part(upper, other) for other in targets[1:] if other.kind == "now"]
    now = tuple(
        quad
        for part in (target, *told)
        for quad in ring(above.quad(part, mark), above.quad(part, -mark))
    )
    return Connectors(tuple(seen), tuple(behind), now, kept)


def lasting_quads(plane: Plane, grid: Grid, scale: Scale) -> Iterator[Quad]:
    """The dashed frame around what a crop keeps."""
    for mark in grid.marks:
        if mark.kind == "kept":
            yield from _dashed(plane.quad(plane.part(grid, mark)), THICK * scale.unit, scale)


def _frame(plane: Plane, grid: Grid, mark: Mark, scale: Scale) -> Iterator[Quad]:
    """Around the window; around each of its cells where dilation puts others between them."""
    half = plane.cells.mark / 2
    lit = (grid.roles & LIT) > 0
    part = plane.part(grid, mark)
    if mark.kind != "extent":
        yield from ring(plane.quad(part, half), plane.quad(part, -half))
        return
    for row, column in np.argwhere(lit).tolist():
        cell = plane.part(grid, Mark(row, column, 1, 1, "window"))
        yield from ring(plane.quad(cell, half * 0.8), plane.quad(cell, -half * 0.8))
    yield from _dashed(plane.quad(part), THICK * scale.unit, scale)


def step_quads(plane: Plane, grid: Grid, scale: Scale) -> Iterator[Quad]:
    """An arrow along its front edge, from where the window was: a frame there would be noise."""
    marks = {mark.kind: mark for mark in grid.marks}
    if "before" not in marks:
        return
    was, now = marks["before"], marks.get("window") or marks["extent"]
    begin, end = (plane.quad(plane.part(grid, mark))[3] for mark in (was, now))
    length = math.dist(begin, end)
    along = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
    high = min(HEAD * scale.unit, length / 2)
    neck = end[0] - along[0] * high, end[1] - along[1] * high
    wide = high * 0.45
    yield line_quad(begin, neck, max(1.0, THICK * scale.unit))
    left = neck[0] - along[1] * wide, neck[1] + along[0] * wide
    right = neck[0] + along[1] * wide, neck[1] - along[0] * wide
    yield left, end, right, neck


def _dashed(corners: Quad, thick: float, scale: Scale) -> Iterator[Quad]:
    """A thin frame in dashes that begin and end at its corners."""
    for begin, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        count = max(1, round((math.dist(begin, end) / (DASH * scale.unit) + 1) / 2))
        parts = [(2 * n / (2 * count - 1), (2 * n + 1) / (2 * count - 1)) for n in range(count)]
        yield from _line_quads(begin, end, parts, max(1.0, thick))


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
        way = self.ends - self.begins
        way[way == 0] = 1e-9
        one, other = ((at - self.begins[:, None]) / way[:, None] for at in (low, high))
        enter = np.minimum(one, other).max(axis=2).clip(0, 1)
        leave = np.maximum(one, other).min(axis=2).clip(0, 1)
        return [
            [(first, last) for first, last in zip(*pair, strict=True) if first < last]
            for pair in zip(enter.tolist(), leave.tolist(), strict=True)
        ]


def _pending(plane: Plane, grid: Grid, begin: Point, end: Point) -> Iterator[Interval]:
    """The parts of a line that lie behind cells which are still empty, or counted."""
    tilt, whole = plane.cells.tilt, plane.extent(grid)
    places = [tilt.place(x - plane.x, y - plane.y) for x, y in (begin, end)]
    stops = {0.0, 1.0}
    for (first, last), offset in zip(zip(*places, strict=True), whole[:2], strict=True):
        if first != last:
            low, high = sorted((first - offset, last - offset))
            cuts = range(math.ceil(low), math.floor(high) + 1)
            stops |= {(cut + offset - first) / (last - first) for cut in cuts}
    ordered = sorted(stops)
    rows, columns = grid.roles.shape
    for enter, leave in itertools.pairwise(ordered):
        middle = (enter + leave) / 2
        row, column = (
            math.floor(first + (last - first) * middle - offset)
            for (first, last), offset in zip(zip(*places, strict=True), whole[:2], strict=True)
        )
        inside = 0 <= row < rows and 0 <= column < columns
        if inside and (plane.panel.counts or grid.roles[row, column] in PENDING):
            yield enter, leave


def _left_over(within: Iterable[Interval], without: Iterable[Interval]) -> Iterator[Interval]:
    """What *without* leaves of the parts *within*; parts that touch are one."""
    taken = sorted(without)
    for begin, end in _merged(within):
        free = begin
        for first, last in [*taken, (end, end)]:
            if free < min(first, end):
                yield free, min(first, end)
            free = max(free, last)


def _merged(parts: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for begin, end in parts:
        if merged and begin - merged[-1][1] < 1e-9:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((begin, end))
    return merged


def _line_quads(
    begin: Point, end: Point, parts: Iterable[Interval], thick: float
) -> Iterator[Quad]:
    """Parts of a line as quads, but for those shorter than they are thick."""
    (x_1, y_1), (x_2, y_2) = begin, end
    way_x, way_y = x_2 - x_1, y_2 - y_1
    length = math.hypot(way_x, way_y)
    for first, last in parts:
        if (last - first) * length >= thick:
            yield line_quad(
                (x_1 + way_x * first, y_1 + way_y * first),
                (x_1 + way_x * last, y_1 + way_y * last),
                thick,
            )
