"""Frames read back: the numbers, marks and sizes that they show."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from tconv_anim.compute import (
    Array,
    gather,
)
from tconv_anim.layers.axis import Axis
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer
from tconv_anim.story.frame import (
    LIT,
    Equation,
    Frame,
    Grid,
    Mark,
    Texts,
)
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called
from tests.helpers.daily import examples
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import numbered

Case = tuple[ResolvedLayer, Array, Array]
"""A problem with x and w."""


def told(view: str, resolved: ResolvedLayer, **options: Any) -> View:
    """A story in that view, where it can show the layer at all."""
    assume(not view_called(view).refusal(plane_layer(resolved)))
    return tell(resolved, view, **options)


# -- reading a frame ---------------------------------------------------------------------


def said(number: Any) -> str:
    """A whole number as a cell says it."""
    return str(int(number)).replace("-", "−")


def number(text: Any) -> int:
    return int(str(text).strip("()").replace("−", "-"))


def numbers(texts: Grid | Texts) -> Array:
    """All texts of a grid, as numbers; blank ones as 0."""
    texts = texts.texts if isinstance(texts, Grid) else texts
    found = np.zeros(texts.shape, dtype=object)
    for cell in np.ndindex(*texts.shape):
        found[cell] = number(texts[cell] or "0")
    return found


def plain(shown: Grid) -> Array:
    """The looks, lit or not."""
    return shown.roles & ~np.uint8(LIT)


def lit(shown: Grid) -> set[tuple[int, int]]:
    return {(int(r), int(c)) for r, c in np.argwhere(shown.roles & LIT)}


def marks(shown: Grid, kind: str) -> list[Mark]:
    return [mark for mark in shown.marks if mark.kind == kind]


def cells_in(mark: Mark) -> set[tuple[int, int]]:
    rows = range(mark.row, mark.row + mark.rows)
    return set(itertools.product(rows, range(mark.column, mark.column + mark.columns)))


def worked(equation: Equation) -> tuple[Any, ...]:
    """(target, sum of the terms, value) of an equation, parsed from what it says."""
    said_, _, _ = equation.text(10**6).partition("   ")
    assert "≈" not in said_, "whole numbers are shown whole"
    target, *parts = said_.split(" = ")
    if len(parts) == 1:  # no sum: the value alone
        return target, number(parts[0]), number(parts[0])
    terms, value = parts
    return target, sum(product(term) for term in terms.split(" + ")), number(value)


def product(term: str) -> int:
    return math.prod(number(factor) for factor in term.split("·"))


def named(resolved: ResolvedLayer, symbol: str, cell: tuple[int, ...]) -> str:
    """A cell of two axes as equations name it."""
    at = cell[-len(resolved.axes) :]
    return f"{symbol}[{','.join(map(str, at))}]"


def matrix_of(resolved: ResolvedLayer, w: Array) -> Array:
    """The layer as a matrix: column by column its answers to a single one."""
    plane, columns = plane_layer(resolved), []
    for cell in np.ndindex(*plane.input_size):
        one = np.zeros(plane.input_size, np.int64)
        one[cell] = 1
        columns.append(gather(plane.layer, one, w.reshape(plane.kernel_size)).ravel())
    return np.array(columns, dtype=object).T


def on_plane(case: Case) -> tuple[ResolvedLayer, ResolvedLayer, Array, Array]:
    """The problem as posed and on two axes, and its numbers on two axes."""
    resolved, x, w = case
    plane = plane_layer(resolved)
    return resolved, plane, x.reshape(plane.input_size), w.reshape(plane.kernel_size)


def pads_of(plane: ResolvedLayer, axis: Axis) -> tuple[int, int]:
    """The padding of the convolution that a layer is, or is the transpose of."""
    if plane.cropped:
        return axis.crop_begin, max(axis.crop_end, 0)
    return axis.pad_begin, axis.pad_end


def sizes_of(plane: ResolvedLayer) -> list[list[int]]:
    """Per axis the input sizes with one output size, found by trying all."""
    found = []
    for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True):
        begin, end = pads_of(plane, axis)
        most, positions = (i, o) if plane.kind == "conv" else (o, i)
        starts = {
            size: range(0, begin + size + end - (axis.k - 1) * axis.d, axis.s)
            for size in range(1, most + 2 * axis.s + 4)
        }
        found.append([size for size, at in starts.items() if len(at) == positions])
    return found


def choice(resolved: ResolvedLayer) -> tuple[int, int]:
    """How many sizes there are to pick, and how many cells that op adds lie where kernels reach."""
    plane = plane_layer(resolved)
    computed = []
    for axis, sizes, i, o in zip(
        plane.axes, sizes_of(plane), plane.input_size, plane.output_size, strict=True
    ):
        positions = o if plane.kind == "conv" else i
        taps = itertools.product(range(positions), range(axis.k))
        last = max(n * axis.s + tap * axis.d for n, tap in taps) - pads_of(plane, axis)[0]
        computed.append([len(range(min(size, last + 1))) for size in sizes])
    down, across = computed
    return max(map(len, computed)), down[-1] * across[-1] - down[0] * across[0]


SOME = examples(3)
"""For a property of all frames of a view."""


def stamps(story: View) -> list[Frame]:
    """The frames in which an input cell gives."""
    return [frame for frame in story.frames() if marks(grid(frame, "input"), "window")]


# -- matrix ----------------------------------------------------------------------------------


def by_caption(story: View, words: str) -> Frame:
    return next(frame for frame in story.frames() if frame.sentence.startswith(words))


# -- pair --------------------------------------------------------------------------------------


def pairs() -> st.SearchStrategy[tuple[ResolvedLayer, Array, Array]]:
    """What the pair view can show."""
    return numbered().filter(lambda g: not view_called("pair").refusal(plane_layer(g[0])))


def taps_of(plane: ResolvedLayer) -> list[list[int]]:
    """How many of an axis' weights land on each phase, counted one by one."""
    return [
        [sum(b * axis.d % axis.s == phase for b in range(axis.k)) for phase in range(axis.s)]
        for axis in plane.axes
    ]


def period_of(plane: ResolvedLayer) -> Array:
    """The counts of one period: those of the rows times those of the columns."""
    rows, columns = taps_of(plane)
    return np.outer(rows, columns)


def has_dead_ends(plane: ResolvedLayer) -> bool:
    """Whether a transposed layer's output goes on where its last stamp ends."""
    return plane.kind != "conv" and any(
        axis.crop_begin + o > axis.s * (i - 1) + axis.d * (axis.k - 1) + 1
        for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
    )


def counted(plane: ResolvedLayer, count: int) -> Array:
    """How often cells are reached or read by the first *count* positions: ones through the layer.

    A transposed layer's uncropped result, or a convolution's padded input.
    """
    positions = plane.output_size if plane.kind == "conv" else plane.input_size
    ones = (np.arange(math.prod(positions)) < count).astype(int).reshape(positions)
    stamps = Layer(
        "transposed",
        kernel_size=plane.layer.kernel_size,
        stride=plane.layer.stride,
        dilation=plane.layer.dilation,
    )
    counts = gather(stamps, ones, np.ones(plane.kernel_size, int))
    if plane.kind == "transposed":
        return counts
    padded = [
        a.pad_begin + i + a.pad_end for a, i in zip(plane.axes, plane.input_size, strict=True)
    ]
    return np.pad(counts, [(0, n - m) for n, m in zip(padded, counts.shape, strict=True)])


def has_whole_period(plane: ResolvedLayer) -> bool:
    """Whether on each axis s cells in a row, phase 0 first, have all their phases' weights."""
    positions = plane.output_size if plane.kind == "conv" else plane.input_size
    for axis, size, taps in zip(plane.axes, positions, taps_of(plane), strict=True):
        starts = [position * axis.s for position in range(size)]
        reached = [start + b * axis.d for start in starts for b in range(axis.k)]
        full = [reached.count(n) == taps[n % axis.s] for n in range(max(reached) + 1)]
        blocks = range(0, len(full) - axis.s + 1, axis.s)
        if not any(all(full[n : n + axis.s]) for n in blocks):
            return False
    return True
