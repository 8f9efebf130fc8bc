"""Where two planes lie: as large as their room allows, the output above the input."""

from __future__ import annotations

import itertools
import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ...story.frame import Panel
from ..cells import LEAST_PITCH
from ..facets import Tilt
from ..primitives import Box
from ..scale import Scale

__all__ = ["STRIP", "PlanePlacement", "laid_planes"]

Point: TypeAlias = tuple[float, float]
LARGEST: Final = 96
"""From one column to the next, at most."""
STEEP: Final = (1, 0.29, -0.59, 0.595)
"""How planes lie in a high room: across (x, y), down (x, y), in parts of a column's way."""
FLAT: Final = (1, 0.17, -0.6, 0.32)
"""The same in a low one."""
TILTS: Final = (-1.2, -0.8, -0.4, 0, 0.33, 0.67, 1)
"""How much of the way from STEEP to FLAT is tried."""
FLATTER: Final = 0.67
"""From which of them on strips of one axis lie."""
STRAIGHT: Final = (0.0,)
"""How far the upper plane stands right of the lower one's middle, in that one's columns: above it,
so that lines between them rise and do not rake."""
FARTHER: Final = (0, 0.5, 0.7, 1, 1.3)
"""The same in a room that is a strip: planes stand beside each other."""
STRIP: Final = 4
"""A room is a strip from so many times its height on."""
LEAST_APART, MOST_APART = 0.6, 3
"""From the front of the upper plane down to the back of the lower one, in columns' ways."""
HIDDEN: Final = 0.5
"""What a layout is worth whose upper label has no room beside the lower plane."""
ODDNESS: Final = 0.05
"""What a flat tilt, and an upper plane far aside, count against a layout."""


NUMBER: Final = 1.6
"""Width of a number of two digits, in parts of its height."""


class PlanePlacement(NamedTuple):
    """Where the back corners of two planes are, and how both of them lie."""

    tilt: Tilt
    unit: int
    """Pixels of a column's way."""
    slant: float
    """Which of TILTS."""
    lower: tuple[int, int]
    upper: tuple[int, int]

    def ends(self, *planes: tuple[Panel, tuple[int, int]]) -> tuple[int, int]:
        """The left and the right end of planes with their back corners."""
        xs = [
            corner + x
            for panel, (corner, _) in planes
            for x, _ in self.tilt.quad(0, 0, panel.rows, panel.columns)
        ]
        return math.floor(min(xs)), math.ceil(max(xs))

    def moved(self, by: int) -> PlanePlacement:
        """So far to the right."""
        lower, upper = ((x + by, y) for x, y in (self.lower, self.upper))
        return self._replace(lower=lower, upper=upper)

    @property
    def score(self) -> float:
        """How large cells are, and upright numbers in them."""
        tilt = self.tilt
        high = min(
            tilt.area / (tilt.across_x + NUMBER * tilt.across_y),
            tilt.area / (NUMBER * tilt.down_y - tilt.down_x),
        )
        return math.sqrt(math.sqrt(tilt.area) * high)


class _Pose(NamedTuple):
    """Planes in parts of a column's way: how they lie, and the corners of both."""

    panels: tuple[Panel, Panel]
    slant: float
    ways: tuple[float, ...]
    lower: tuple[Point, ...]
    upper: tuple[Point, ...]
    oddness: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) around both."""
        xs, ys = zip(*self.lower, *self.upper, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def laid_planes(
    lower: Panel,
    upper: Panel,
    room: Box,
    scale: Scale,
    keep_out: Box | None = None,
    label: tuple[int, int] = (0, 0),
    slants: tuple[float, ...] = TILTS,
    most_unit: int | None = None,
) -> PlanePlacement | None:
    """The layout with the largest cells inside *room*; None where none fits.

    *keep_out* is at the right of the room: neither the planes nor lines between them reach it.
    *label*: (width, height) of what stands to the left of the upper plane's back corner, clear of
    the lower one where that can be. *slants*, *most_unit*: so that sections can lie alike.
    """
    best, most = None, 0.0
    if lower.rows == upper.rows == 1:  # lines between flat strips have room to be seen
        slants = tuple(slant for slant in slants if slant >= FLATTER) or slants
    asides = FARTHER if room.width > STRIP * room.height else STRAIGHT
    for slant, aside in itertools.product(slants, asides):
        pose = _pose(lower, upper, slant, aside, LEAST_APART)
        placement = _fitted(pose, room, scale, keep_out, most_unit)
        if placement is None:
            continue
        score = placement.score * (1 - pose.oddness)
        if _hides(placement, pose, label):
            score *= HIDDEN
        if score > most:
            best, most = (placement, slant, aside, pose), score
    if best is None:
        return None
    placement, slant, aside, pose = best
    _, top, _, bottom = pose.box
    free = room.height / placement.unit - (bottom - top)
    for share in (1, 0.75, 0.5, 0.25):
        apart = min(LEAST_APART + max(free, 0) * share, MOST_APART)
        farther = _placement(
            _pose(lower, upper, slant, aside, apart), placement.unit, room, keep_out
        )
        if farther is not None:
            return farther
    return placement


def _pose(lower: Panel, upper: Panel, slant: float, aside: float, apart: float) -> _Pose:
    ways = tuple(steep + (flat - steep) * slant for steep, flat in zip(STEEP, FLAT, strict=True))
    below, above = (_corners(panel, ways) for panel in (lower, upper))
    over = (below[0][0] + below[2][0] - above[0][0] - above[2][0]) / 2  # middle over middle
    over += aside * lower.columns
    above = [(x + over, y) for x, y in above]
    up = _lift(below, above) + apart
    above = [(x, y - up) for x, y in above]
    oddness = ODDNESS * (abs(slant) + 3 * aside)
    return _Pose((lower, upper), slant, ways, tuple(below), tuple(above), oddness)


def _corners(panel: Panel, ways: tuple[float, ...]) -> list[Point]:
    across_x, across_y, down_x, down_y = ways
    return [
        (column * across_x + row * down_x, column * across_y + row * down_y)
        for row, column in (
            (0, 0),
            (0, panel.columns),
            (panel.rows, panel.columns),
            (panel.rows, 0),
        )
    ]


def _lift(below: list[Point], above: list[Point]) -> float:
    """How far up a plane must go so that it just touches the other one."""
    back, right, _, left = below
    _, far, front, near = above
    roof = _line(left, back, right)
    floor = _line(near, front, far)
    xs = np.array([*(x for x, _ in below), *(x for x, _ in above)])
    low, high = max(left[0], near[0]), min(right[0], far[0])
    xs = np.unique(np.clip(xs, low, high))
    return float((np.interp(xs, *floor) - np.interp(xs, *roof)).max())


def _line(*points: Point) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    xs, ys = zip(*points, strict=True)
    return np.array(xs), np.array(ys)


def _unit(pose: _Pose, room: Box, scale: Scale) -> float:
    """Pixels of a column's way."""
    left, top, right, bottom = pose.box
    return min(room.width / (right - left), room.height / (bottom - top), scale.px(LARGEST))


def _fitted(
    pose: _Pose, room: Box, scale: Scale, keep_out: Box | None, most: int | None
) -> PlanePlacement | None:
    """The pose in whole pixels, as large as it can be."""
    found, low, high = None, LEAST_PITCH, int(_unit(pose, room, scale)) + 1
    high = min(high, most or high)
    while low <= high:
        unit = high if found is None and high - low < 2 else (low + high + 1) // 2
        placement = _placement(pose, unit, room, keep_out)
        if placement is not None:
            found, low = placement, unit + 1
        else:
            high = unit - 1
    return found


def _placement(pose: _Pose, unit: int, room: Box, keep_out: Box | None) -> PlanePlacement | None:
    """The pose with columns *unit* pixels apart, in the middle of its room or at its left."""
    tilt = Tilt.even(pose.ways, unit)
    if tilt.area < LEAST_PITCH * max(tilt.across_x, -tilt.down_x) or not tilt.across_y:
        return None
    planes = []
    for panel, (first, *_) in zip(pose.panels, (pose.lower, pose.upper), strict=True):
        x, y = (round(at * unit) for at in first)
        quad = tilt.quad(0, 0, panel.rows, panel.columns)
        planes.append([(x + at_x, y + at_y) for at_x, at_y in quad])
    corners = np.array([*planes[0], *planes[1]])
    least, most = corners.min(axis=0), corners.max(axis=0)
    free = np.array([room.width, room.height]) - (most - least)
    if free.min() < 0:
        return None
    for aside in (free[0] // 2, 0):
        moved = corners - least + (room.x + aside, room.y + free[1] // 2)
        if keep_out is None or not _reaches(moved, keep_out):
            (lower_x, lower_y), (upper_x, upper_y) = moved[0].tolist(), moved[4].tolist()
            corners_at = (int(lower_x), int(lower_y)), (int(upper_x), int(upper_y))
            return PlanePlacement(tilt, unit, pose.slant, *corners_at)
    return None


def _hides(placement: PlanePlacement, pose: _Pose, label: tuple[int, int]) -> bool:
    """Whether the lower plane reaches under the label beside the upper one's back corner."""
    wide, high = label
    lower, _ = pose.panels
    x, y = placement.lower
    corners = [(x + dx, y + dy) for dx, dy in placement.tilt.quad(0, 0, lower.rows, lower.columns)]
    roof = _line(corners[3], corners[0], corners[1])
    slope = -placement.tilt.down_x / placement.tilt.down_y
    end = placement.upper[0] - high * 1.5 * slope
    ends = np.array([end - wide, end, np.clip(x, end - wide, end)])
    tops = np.interp(ends, *roof, left=np.inf, right=np.inf)
    return bool((tops < placement.upper[1] + 1.5 * high).any())


def _reaches(corners: npt.NDArray[np.float64], box: Box) -> bool:
    """Whether the hull of *corners* reaches into a box at its right."""
    top, bottom = box.y, box.bottom
    ones, others = (
        corners[list(n)] for n in zip(*itertools.combinations(range(8), 2), strict=True)
    )
    rise = np.where(ones[:, 1] == others[:, 1], 1e-9, others[:, 1] - ones[:, 1])
    for y in (top, bottom):
        share = (y - ones[:, 1]) / rise
        xs = ones[:, 0] + share * (others[:, 0] - ones[:, 0])
        if (xs[(share >= 0) & (share <= 1)] > box.x).any():
            return True
    within = (corners[:, 1] >= top) & (corners[:, 1] <= bottom)
    return bool((corners[within, 0] > box.x).any())
