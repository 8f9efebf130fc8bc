"""How much of each pixel a shape covers: exactly, as Agg counts it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["PixelCoverage", "Quad", "Quads", "pixel_coverage"]

Quad: TypeAlias = tuple[tuple[float, float], ...]
"""Four corners (x, y) of a convex shape, in order around it."""
Floats: TypeAlias = npt.NDArray[np.float64]
Quads: TypeAlias = tuple[Quad, ...] | Floats
"""Some of them; an array has shape (quads, 4, 2)."""
Indices: TypeAlias = npt.NDArray[np.intp]

SEEN: Final = 1 / 512
"""What less than that is covered is not touched."""


class PixelCoverage(NamedTuple):
    """The pixels that shapes touch, and how much of each they cover, 0 to 1."""

    rows: Indices
    columns: Indices
    shares: Floats


FEW: Final = 4
"""Quads of a frame: several planes have the same one, and it comes again a cell further."""
KNOWN_QUADS: Final = 1024
_known: dict[Quad, PixelCoverage] = {}


def pixel_coverage(quads: Quads) -> PixelCoverage:
    """The sum of what *quads* cover, at most 1: where they overlap they are one shape.

    Pixels may come twice, with the same share. The quads of a tuple may come again in other
    company, so what each covers is kept.

    >>> [
    ...     float(round(share, 3))
    ...     for share in pixel_coverage((((0, 0), (2, 0), (1, 1), (0, 1)),)).shares
    ... ]
    [1.0, 0.5]
    """
    if not isinstance(quads, tuple):
        return _united(_single_coverages(quads)[0])
    if not 0 < len(quads) <= FEW:
        return _joint_coverage(quads)
    left, top = map(math.floor, quads[0][0])
    found = _joint_coverage(
        tuple(tuple((round(x - left, 9), round(y - top, 9)) for x, y in quad) for quad in quads)
    )
    return PixelCoverage(found.rows + top, found.columns + left, found.shares)


@lru_cache(maxsize=128)
def _joint_coverage(quads: tuple[Quad, ...]) -> PixelCoverage:
    new = [quad for quad in dict.fromkeys(quads) if quad not in _known]
    if len(_known) + len(new) > KNOWN_QUADS:
        _known.clear()
        new = list(dict.fromkeys(quads))
    if new:
        found, bounds = _single_coverages(np.array(new, float))
        for quad, begin, end in zip(new, bounds, bounds[1:], strict=False):
            _known[quad] = PixelCoverage._make(part[begin:end] for part in found)
    parts = (_known[quad] for quad in quads)
    return _united(PixelCoverage._make(map(np.concatenate, zip(*parts, strict=True))))


def _united(parts: PixelCoverage) -> PixelCoverage:
    """The same as one shape."""
    rows, columns, shares = parts
    top, left = rows.min(initial=0), columns.min(initial=0)
    places = (rows - top) * (columns.max(initial=0) - left + 1) + columns - left
    total = np.bincount(places, shares)[places]
    return PixelCoverage(rows, columns, np.minimum(total, 1.0))


def _single_coverages(corners: Floats) -> tuple[PixelCoverage, list[int]]:
    """What some quads cover, one after another, and where in this each begins and the last ends.

    An edge that crosses a pixel covers part of it, and everything to its right in that
    row: so what every edge adds is written down where it is, and summed along the rows.
    """
    sides = corners.shape[1]
    following = np.roll(corners, -1, axis=1)
    twice = (corners[..., 0] * following[..., 1] - corners[..., 1] * following[..., 0]).sum(axis=1)
    way = np.repeat(np.where(twice < 0, -1.0, 1.0), sides)
    (x_1, y_1), (x_2, y_2) = corners.reshape(-1, 2).T, following.reshape(-1, 2).T
    low, high = np.minimum(y_1, y_2), np.maximum(y_1, y_2)
    slope = (x_2 - x_1) / np.where(low == high, 1, y_2 - y_1)
    # One line for each pixel row of each edge.
    first = np.floor(low).astype(np.intp)
    counts = np.ceil(high).astype(np.intp) - first
    edge, number = _repeats(counts)
    rows = first[edge] + number
    upper, lower = np.maximum(rows, low[edge]), np.minimum(rows + 1, high[edge])
    begin = x_1[edge] + (upper - y_1[edge]) * slope[edge]
    run = (lower - upper) * slope[edge]
    run = np.where(abs(run) < 1e-6, 1e-6, run)  # so that upright edges need no rule of their own
    weight = way[edge] * np.where(y_2 < y_1, 1.0, -1.0)[edge] * (lower - upper) / abs(run)
    # A piece of it for each column that it crosses.
    begin, end = np.minimum(begin, begin + run), np.maximum(begin, begin + run)
    # Each quad has a box of its own. Rounding may put a begin a hair before its left side.
    whose = edge // sides
    left, top = np.floor(corners.min(axis=1)).astype(np.intp).T
    right, bottom = np.ceil(corners.max(axis=1)).astype(np.intp).T
    wide, deep = right - left + 3, bottom - top + 1
    ends = np.cumsum(wide * deep)
    starts = ends - wide * deep
    places = (starts - left)[whose] + (rows - top[whose]) * wide[whose]
    first = np.maximum(np.floor(begin).astype(np.intp), left[whose])
    line, number = _repeats(np.floor(end).astype(np.intp) - first + 1)
    columns = first[line] + number
    begin, end = np.maximum(begin[line], columns), np.minimum(end[line], columns + 1)
    # It covers part of its own pixel, and all of the next one and those behind it.
    added = weight[line] * (end - begin)
    beyond = added * ((begin + end) / 2 - columns)
    places = places[line] + columns
    total = np.bincount(places, added - beyond, minlength=int(ends[-1]))
    total += np.bincount(places + 1, beyond, minlength=int(ends[-1]))
    # All rows in one go: at the end of each the sum is back at nothing.
    covered = np.cumsum(total)
    found = np.flatnonzero(covered > SEEN)
    # Rounded, else what else was summed before would be seen in the last digits.
    shares = np.minimum(covered[found], 1.0).astype(np.float32).astype(float)
    whose, down = _repeats(deep)
    begins = starts[whose] + down * wide[whose]
    row = np.searchsorted(begins, found, side="right") - 1
    rows, columns = (top[whose] + down)[row], (left[whose] - begins)[row] + found
    bounds = np.searchsorted(found, np.append(starts, ends[-1:])).tolist()
    return PixelCoverage(rows, columns, shares), bounds


def _repeats(counts: Indices) -> tuple[Indices, Indices]:
    """Each place so many times, and which time it is, from 0."""
    places = np.repeat(np.arange(len(counts)), counts)
    return places, np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
