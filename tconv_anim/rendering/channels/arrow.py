"""From the sums over channels to the output channel that they make: a bracket and an arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from ...story.frame import Grid
from ..antialias import Quad
from ..facets import line_quad
from ..primitives import Box, Polygons, Primitive, Rectangle

__all__ = ["ARROW_INK", "HEAD", "THICK", "Point", "SumArrow", "present_output"]

Point: TypeAlias = tuple[int, int]
Grids: TypeAlias = Mapping[str, Grid | None]

THICK: Final = 2
HEAD: Final = 11
"""Length of an arrow's head."""
ARROW_INK: Final = "zero-line"


def present_output(grids: Grids, outputs: tuple[str, ...]) -> str:
    """The output channel in which a cell is being made; "" where none is."""
    for name in outputs:
        grid = grids.get(name)
        if grid is not None and any(mark.kind == "now" for mark in grid.marks):
            return name
    return ""


@dataclass(frozen=True, slots=True)
class SumArrow:
    """Lines that follow which sums there are, and which output channel is made of them."""

    sums: Mapping[str, Point]
    """Where a line begins, by the panel of its sum; none where signs join them."""
    bend: Point
    """Where they meet."""
    joint: Point
    """The end of the line from there, at the bias; the bend itself if there is none."""
    begin: Point
    """Of the arrow, behind the bias."""
    ends: Mapping[str, Point]
    """The arrow's tip, by the panel of an output channel."""
    thick: int
    head: int

    def draw(self, grids: Grids, before: Grids | None) -> Iterator[Primitive]:
        """What is shown with *grids*; with *before*, where that is something else."""
        shown = self._quads(grids)
        if before is not None:
            stood = self._quads(before)
            if shown == stood:
                return
            if stood:
                yield from (Rectangle(*box, "paper") for box in self.boxes())
        if shown:
            yield Polygons(shown, ARROW_INK)

    def boxes(self) -> Iterator[Box]:
        """All pixels that it may draw on."""
        edge = self.thick
        axes = [axis for _, axis in self.sums.values()]
        if self.sums:
            yield _around([*self.sums.values(), self.bend, self.joint], edge, edge)
        free = [(self.bend[0], axis) for axis in axes] if self.joint == self.bend else []
        yield _around([self.begin, *free, *self.ends.values()], 1, self.head // 2)

    def _quads(self, grids: Grids) -> tuple[Quad, ...]:
        output = present_output(grids, tuple(self.ends))
        starts = [point for name, point in self.sums.items() if grids.get(name) is not None]
        if not output or (self.sums and not starts):
            return ()
        (x, y), half = self.bend, self.thick / 2
        quads = [_box(left, axis - half, x + half, axis + half) for left, axis in starts]
        begin, tip = self.begin, self.ends[output]
        if starts:
            axes = [axis for _, axis in starts]
            if self.joint == self.bend:  # free to begin wherever the line stands
                y = min(max(tip[1], min(axes)), max(axes))
                begin = x, y
            axes.append(y)
            quads.append(_box(x - half, min(axes) - half, x + half, max(axes) + half))
            quads.append(_box(x - half, y - half, self.joint[0] + half, y + half))
        return (*quads, *self._arrow(begin, tip))

    def _arrow(self, begin: Point, tip: Point) -> tuple[Quad, Quad]:
        (x, y), (to_x, to_y) = begin, tip
        long = max(math.hypot(to_x - x, to_y - y), 1)
        along_x, along_y = (to_x - x) / long, (to_y - y) / long
        neck = to_x - along_x * self.head, to_y - along_y * self.head
        wide = self.head * 0.45
        left = neck[0] - along_y * wide, neck[1] + along_x * wide
        right = neck[0] + along_y * wide, neck[1] - along_x * wide
        return line_quad((x, y), neck, self.thick), (left, (to_x, to_y), (to_x, to_y), right)


def _around(points: list[Point], left_edge: int, edge: int) -> Box:
    xs, ys = zip(*points, strict=True)
    left, top = min(xs) - left_edge, min(ys) - edge
    return Box(left, top, max(xs) + edge - left, max(ys) + edge - top)


def _box(left: float, top: float, right: float, bottom: float) -> Quad:
    return (left, top), (right, top), (right, bottom), (left, bottom)
