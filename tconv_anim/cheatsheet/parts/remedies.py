"""What to do about uneven overlap: three ways in words, and drawn where there is room."""

from __future__ import annotations

import math
from itertools import product
from string import ascii_lowercase
from typing import Final

import numpy as np

from ...arithmetic.errors import LayerError
from ...arithmetic.overlap import overlaps
from ...arithmetic.problem import Problem, resolve
from ...arithmetic.remedy import even_spec
from ...story.counting.rule import even_twin
from ...story.grids import still
from ...story.lesson import flat
from ...story.model import COUNTS, Columns, Grid, Look
from ...story.words import short
from ..blocks import Block, Entries, Paragraph
from ..pictures import Picture, Spare, panel_of
from ..subject import Subject
from ..wrapping import Span
from .networks import even_users

__all__ = ["pictures", "words"]

_LARGEST_STRIDE: Final = 3
_LARGEST_MAP: Final = 5
"""Larger ones make drawings that say no more."""


def words(problem: Problem) -> Block:
    """A line each: what it is, and who does it."""
    strides = [axis.s for axis in problem.axes]
    if _even(problem):
        kernel = f"this is one. Others: {even_users()}"
    else:
        kernel = f"{even_twin(problem)} gives this size evenly. As in {even_users()}"
    lines = [("A kernel that s divides", f"{kernel}.")]
    if max(strides) > 1:
        lines += [
            (
                "Resize, then convolve",
                f"nearest neighbours × {short(strides)}, then a convolution with s = 1. As in"
                " ESRGAN.",
            ),
            (
                "Pixel shuffle",
                f"a convolution to {math.prod(strides)} times the channels, then cells out of"
                " channels. As in SRGAN.",
            ),
        ]
    paragraphs = [
        Paragraph([Span(f"{lead}:", "bold"), Span(told)], "small", hang=1) for lead, told in lines
    ]
    return Entries(paragraphs, len(paragraphs))


def pictures(subject: Subject) -> Block:
    """An even kernel's counts, nearest neighbours, and cells out of channels."""
    problem = subject.main
    strides = tuple(axis.s for axis in flat(problem).axes) if len(problem.axes) < 3 else (0,)
    if not 1 < max(strides) <= _LARGEST_STRIDE:
        return Entries((), 0)
    grids = [_resized(strides), _shuffled(strides)]
    if (even := _even_counts(subject)) is not None:
        grids.insert(0, even)
    placed = [panel_of(str(number), grid) for number, grid in enumerate(grids)]
    columns: Columns = tuple(x for panel, _ in placed for x in ("", (panel,)))[1:]
    return Spare(Picture(columns, {panel.name: grid for panel, grid in placed}, strip=True, most=8))


def _even(problem: Problem) -> bool:
    return all(found.even for found in overlaps(problem.axes))


def _even_counts(subject: Subject) -> Grid | None:
    """The map of the even layer of the same size, where flags can say it."""
    problem = subject.main
    spec = None if _even(problem) else even_spec(problem)
    if spec is None:
        return None
    try:
        story = subject.story(resolve(spec, ndim=len(problem.axes)), "overlap")
    except LayerError:
        return None
    if isinstance(story, str):
        return None
    grid = story.frame(len(story) - 1).grids["counts"]
    if grid is None or max(grid.looks.shape) > _LARGEST_MAP:
        return None
    return still(f"k = {short(spec.kernel)}", "", grid.looks, grid.texts)


def _resized(strides: tuple[int, ...]) -> Grid:
    """Two cells an axis, each repeated s times."""
    shape = _shape(strides)
    looks, texts = np.full(shape, Look.INPUT, np.uint8), np.full(shape, "", dtype=object)
    for row, column in product(*map(range, shape)):
        texts[row, column] = ascii_lowercase[row // strides[0] * 2 + column // strides[1]]
    return still("resized", "", looks, texts)


def _shuffled(strides: tuple[int, ...]) -> Grid:
    """The channel that each cell comes from."""
    shape = _shape(strides)
    looks, texts = np.zeros(shape, np.uint8), np.full(shape, "", dtype=object)
    for row, column in product(*map(range, shape)):
        channel = row % strides[0] * strides[1] + column % strides[1]
        looks[row, column] = COUNTS[min(channel, len(COUNTS) - 1)]
        texts[row, column] = str(channel + 1)
    return still("channels", "", looks, texts)


def _shape(strides: tuple[int, ...]) -> tuple[int, int]:
    rows, columns = (2 * s for s in strides)
    return rows, columns
