"""Figures that do not fit: too small a picture, too many frames, and the largest that would do."""

from __future__ import annotations

import math
from collections.abc import Callable

from .arithmetic.checks import shortened
from .arithmetic.errors import Asked, FigureError, LayerError
from .arithmetic.notation import Sizes
from .arithmetic.problem import Problem, pose
from .picture.panels import LEAST_PITCH, TooSmallError
from .settings import RenderOptions

__all__ = ["refuse_hopeless", "too_many_frames", "too_small"]


def refuse_hopeless(problem: Problem, size: tuple[int, int]) -> None:
    """Raise TooSmallError by arithmetic alone, where finding out would take a huge array."""
    for axis, i, room in zip(problem.axes, problem.input_size, reversed(size), strict=True):
        padding = sum(max(p, 0) for p in axis.equivalent_padding)
        cells = max(axis.expanded_size(i) + padding, axis.output_size(i), axis.k_eff)
        if cells * LEAST_PITCH > room:
            raise TooSmallError(
                Asked("size", size),
                f" leaves less than {LEAST_PITCH} pixels for a cell: {shortened(cells)} cells would"
                " stand side by side.",
            )


def too_small(
    error: TooSmallError, problem: Problem, can_be_drawn: Callable[[Problem], bool]
) -> FigureError:
    """*error* with the largest input of that layer that can be drawn, and what to change."""

    def fits(smaller: Problem) -> bool:
        try:
            return can_be_drawn(smaller)
        except TooSmallError:
            return False

    largest = _largest_input(problem, fits)
    if largest is None:
        return FigureError(
            *error.parts,
            " No input is small enough. Try a smaller ",
            Asked("kernel"),
            ", ",
            Asked("padding"),
            " or ",
            Asked("dilation"),
            ", or a larger ",
            Asked("size"),
            ".",
        )
    return FigureError(
        *error.parts,
        " The largest input that fits is ",
        Asked("input_size", largest),
        ". Try that, or a larger ",
        Asked("size"),
        ".",
    )


def too_many_frames(problem: Problem, options: RenderOptions, count: int) -> FigureError:
    """Why *count* frames are refused, and the largest input that makes few enough."""
    opening = count - math.prod(problem.output_size)
    largest = _largest_input(
        problem, lambda smaller: math.prod(smaller.output_size) + opening <= options.max_frames
    )
    fitting: tuple[str | Asked, ...] = (
        (Asked("input_size", largest), ", the largest that fits, ") if largest else ()
    )
    return FigureError(
        Asked("input_size", problem.input_size),
        f" makes {count} frames, more than ",
        Asked("max_frames", options.max_frames),
        ". Try ",
        *fitting,
        Asked("max_frames", count),
        ", or a still: ",
        Asked("path", "figure.png"),
        ".",
    )


def _largest_input(problem: Problem, fits: Callable[[Problem], bool]) -> Sizes | None:
    """The input, no axis of it over some limit, with the largest limit that fits."""

    def at(limit: int) -> Problem | None:
        try:
            return pose(problem.layer, tuple(min(size, limit) for size in problem.input_size))
        except LayerError:  # too small for the kernel: as good as fitting, one can go larger
            return None

    low, high = 0, max(problem.input_size)
    while low < high:
        middle = (low + high + 1) // 2
        smaller = at(middle)
        low, high = (middle, high) if smaller is None or fits(smaller) else (low, middle - 1)
    largest = at(low) if low else None
    return largest.input_size if largest else None
