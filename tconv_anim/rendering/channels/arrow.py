"""From the sums over channels to the output channel that they make: a bracket and an arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ...story.frame import Grid
from ..antialias import Quad
from ..primitives import Box, Polygons, Primitive, Rectangle, pixel_box

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
    joint: Point | None
    """The end of the line from there, at the bias; None if there is none."""
    begin: Point
    """Of the arrow, behind the bias."""
    ends: Mapping[str, Point]
    """The arrow's tip, by the panel of an output channel."""
    thick: int
    head: int
    down: bool = False
    """Whether it goes down to outputs that are below, not right to those beside."""
    begins: Mapping[str, Point] = field(default_factory=dict)
    """Where the arrow begins instead: at the last of these panels that is shown."""
    below: int = 0
    """Where the arrow begins below all of those panels, which lines join there."""
    gaps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where the line that joins them is broken for a sign, by the panel that the sign leads to."""
    boxes: tuple[str, ...] = ()
    """The panels that the lines touch: one that is drawn anew has white around it."""
    rise: int = 0
    """How much farther from its tip than the head is long the arrow turns."""
    clear: int = 0
    """How far from its begin the arrow turns at least, clear of the label of the bias."""
    step: int = 0
    """How far the tip goes with each column of the present cell; 0 if it stays."""

    def draw(self, grids: Grids, before: Grids | None) -> Iterator[Primitive]:
        """What is shown with *grids*; with *before*, where that is something else."""
        shown = self._quads(grids)
        if before is not None:
            if not self.goes(grids, before):
                return
            yield from self.cleared(before)
        if shown:
            yield Polygons(shown, ARROW_INK)

    def goes(self, grids: Grids, before: Grids) -> bool:
        """Whether it is not where it was *before*, or not whole."""
        if any(grids.get(name) is not before.get(name) for name in self.boxes):
            return True
        return self._quads(grids) != self._quads(before)

    def cleared(self, grids: Grids) -> Iterator[Primitive]:
        """Paper over what is shown with *grids*."""
        yield from (Rectangle(*_inked(quad), "paper") for quad in self._quads(grids))

    def _quads(self, grids: Grids) -> tuple[Quad, ...]:
        output = present_output(grids, tuple(self.ends))
        starts = [point for name, point in self.sums.items() if grids.get(name) is not None]
        if not output or (self.sums and not starts):
            return ()
        (x, y), half = self.bend, self.thick / 2
        quads = [_box(left, axis - half, x + half, axis + half) for left, axis in starts]
        begin, tip = self.begin, self._tip(grids, output)
        begins = [point for name, point in self.begins.items() if grids.get(name) is not None]
        if self.begins and not begins:
            return ()
        begin = (begins or [begin])[-1]
        if self.below and begins:
            line, ends = self.below, (begins[0][0] - half, begins[-1][0] + half)
            quads += [_box(at - half, top, at + half, line + half) for at, top in begins]
            quads += [_box(a, line - half, b, line + half) for a, b in self._parts(*ends, grids)]
            begin = begins[-1][0], line
        if starts:
            axes = [axis for _, axis in starts]
            if self.joint is None:  # from the middle of the line, for all that meet there
                y = (min(axes) + max(axes)) // 2
                begin = x, y
            axes.append(y)
            quads.append(_box(x - half, min(axes) - half, x + half, max(axes) + half))
            if self.joint:
                end = self.joint[0]  # close to a box, so no farther than there
                quads.append(_box(min(x - half, end), y - half, max(x + half, end), y + half))
        return (*quads, *self._arrow(begin, tip))

    def _tip(self, grids: Grids, output: str) -> Point:
        """Where the arrow ends, beyond the cell that is being made if it goes with that."""
        (x, y), grid = self.ends[output], grids.get(output)
        if grid is not None and self.step:
            x += round(next(m.box[1] for m in grid.marks if m.kind == "now") * self.step)
        return x, y

    def _parts(self, left: float, right: float, grids: Grids) -> Iterator[tuple[float, float]]:
        """The line from *left* to *right* without its gaps."""
        for name, (begin, end) in self.gaps.items():
            if left < begin and end < right and grids.get(name) is not None:
                yield left, begin
                left = end
        yield left, right

    def _arrow(self, begin: Point, tip: Point) -> Iterator[Quad]:
        """An arrow along, then across, and along into its tip; along is to the right, or down."""
        (x, y), (to_x, to_y) = (begin[::-1], tip[::-1]) if self.down else (begin, tip)
        least = min(self.head, self.step // 3) if self.step else self.head
        if abs(to_y - y) <= least:  # no bend that is shorter than the head
            to_y = y
        half, wide, neck = self.thick / 2, self.head * 0.45, to_x - self.head
        least = x + self.clear
        wanted = neck - self.head - self.rise
        turn = wanted if wanted > least else (least + neck) / 2
        quads = [_box(x, y - half, turn + half, y + half)]
        if to_y != y:
            quads.append(_box(turn - half, min(y, to_y) - half, turn + half, max(y, to_y) + half))
        quads.append(_box(turn - half, to_y - half, neck, to_y + half))
        quads.append(((neck, to_y - wide), (to_x, to_y), (to_x, to_y), (neck, to_y + wide)))
        for one, two, three, four in quads:
            quad = one, two, three, four
            yield tuple((y, x) for x, y in quad) if self.down else quad


def _box(left: float, top: float, right: float, bottom: float) -> Quad:
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _inked(quad: Quad) -> Box:
    """The pixels of a part; those of a line are its own, as it touches the boxes that it joins."""
    xs, ys = zip(*quad, strict=True)
    if len(set(xs)) > 2 or len(set(ys)) > 2:
        return pixel_box(quad)
    left, top = math.floor(min(xs)), math.floor(min(ys))
    return Box(left, top, math.ceil(max(xs)) - left, math.ceil(max(ys)) - top)
