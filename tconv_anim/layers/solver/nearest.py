"""Where no layer does it: the nearest sizes, and the bounds with which one does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from ...notation import Sizes
from ...options import MOST_MAX_K
from ..sizes import (
    conv_size,
    effective_kernel,
    full_size,
    same_conv_size,
    same_transposed_size,
    same_transposed_size_with_op,
    valid_transposed_size,
)
from .choices import choices_of_axis
from .query import AxisQuery, Query
from .wordings import is_solvable

__all__ = ["NoSolution", "nearest_sizes"]


class NoSolution(NamedTuple):
    """No layer does it: the nearest sizes that one can reach on the axis in question."""

    axis: int
    target_size: int
    below: int | None
    above: int | None
    needed_k: int | None
    """The smallest max_k with which the size is reached, where there is one."""
    reachable: Sizes | None = None
    """An output size near the one asked for that a layer does lead to."""


def nearest_sizes(query: Query, impossible: Collection[AxisQuery]) -> NoSolution:
    """What comes nearest on the first axis that is *impossible*, and sizes that all can have.

    Where each axis can be had, but in no wording that all share, none is impossible.
    """
    axes = query.axes
    index = next((n for n, axis in enumerate(axes) if axis in impossible), 0)
    around = {axis: _neighbours_of(axis) for axis in {*impossible, axes[index]}}
    below, above = around[axes[index]]
    sizes = [_either(*around[axis]) if axis in impossible else axis.o for axis in axes]
    tries = [sizes] if impossible else [_sizes_in_wording(query, w) for w in ("same", "valid")]
    reachable = next(
        (known for known in map(_complete_sizes, tries) if _is_reached(query, known)), None
    )
    needed = max((_needed_max_k(axis) or 0 for axis in impossible), default=0)
    if needed and not is_solvable(query._replace(max_k=needed)):
        needed = 0
    return NoSolution(index, axes[index].o, below, above, needed or None, reachable or None)


def _sizes_in_wording(query: Query, word: str) -> list[int | None]:
    """Sizes that all axes can have in one wording, as near as they are."""
    axes = query._replace(padding=word).axes
    return [axis.o if choices_of_axis(axis) else _either(*_neighbours_of(axis)) for axis in axes]


def _complete_sizes(sizes: list[int | None]) -> Sizes:
    """All of them, or none."""
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) else ()


def _is_reached(query: Query, sizes: Sizes) -> bool:
    return bool(sizes) and is_solvable(query._replace(output_size=sizes))


def _either(below: int | None, above: int | None) -> int | None:
    return above if below is None else below


def _neighbours_of(axis: AxisQuery) -> tuple[int | None, int | None]:
    """The nearest sizes on either side that the bounds allow."""
    below = above = None
    for k, s in axis.kernels_and_strides():
        for sizes in _reachable_sizes(axis, k, s):
            smaller, larger = _neighbours(sizes, axis.o)
            if smaller is not None and smaller >= 1:
                below = smaller if below is None else max(below, smaller)
            if larger is not None:
                above = larger if above is None else min(above, larger)
    return below, above


def _needed_max_k(axis: AxisQuery) -> int | None:
    """The smallest max_k with which the size can be had."""
    for most in range(axis.max_k + 1, MOST_MAX_K + 1):
        for k, s in _new_with(axis, most):
            moves = not axis.refused(s) and not axis.stride_moves_nothing(s)
            if moves and any(axis.o in sizes for sizes in _reachable_sizes(axis, k, s)):
                return most
    return None


def _new_with(axis: AxisQuery, most: int) -> Iterator[tuple[int, int]]:
    """(k, s) that a max_k of *most* allows, and one less does not."""
    if axis.k is None and axis.s is None:
        for other in range(1, most + 1):
            yield most, other
            yield other, most
    elif axis.k is None or axis.s is None:
        yield axis.k or most, axis.s or most


def _reachable_sizes(axis: AxisQuery, k: int, s: int) -> Iterator[range]:
    """The sizes that the paddings of a search reach with this kernel and stride."""
    k_eff = effective_kernel(k, axis.d)
    parts = _transposed_sizes if axis.operation.crops else _conv_sizes
    return parts(axis, k_eff, s)


_SAME: Final = ("same", "same_upper", "same_lower")


def _conv_sizes(axis: AxisQuery, k_eff: int, s: int) -> Iterator[range]:
    word = axis.padding.lower() if isinstance(axis.padding, str) else ""
    if (axis.padding is None and axis.framework in ("keras", "jax")) or word:
        if word in ("", *_SAME):
            yield _only(same_conv_size(axis.i, s))
        if word in ("valid", ""):
            yield _only(conv_size(axis.i, k_eff, s, 0, 0))
        if word == "causal":
            yield _only(conv_size(axis.i, k_eff, s, k_eff - 1, 0))
    if word or axis.framework == "keras":
        return
    if isinstance(axis.padding, tuple):
        yield _only(conv_size(axis.i, k_eff, s, *axis.padding))
        return
    least = axis.i - k_eff  # cells that the kernel has to move, without padding
    first = (-least + 1) // 2 if least < 0 else 0
    most = (least + 2 * (k_eff - 1)) // s + 1
    if first < k_eff:  # sizes go up by 2 with stride 1, and pass over none with more
        yield range((least + 2 * first) // s + 1, most + 1, 2 if s == 1 else 1)


def _transposed_sizes(axis: AxisQuery, k_eff: int, s: int) -> Iterator[range]:
    full = full_size(axis.i, s, k_eff)
    word = axis.padding.lower() if isinstance(axis.padding, str) else ""
    ops = axis.output_paddings(s)
    if axis.framework == "keras" or word:
        same = same_transposed_size_with_op(axis.i, k_eff, s, 0)
        for words, plain, base in (
            (_SAME, same_transposed_size(axis.i, s), same),
            (("valid",), valid_transposed_size(axis.i, k_eff, s), full),
        ):
            if word and word not in words:
                continue
            if axis.framework == "onnx":
                yield range(min(plain, full + ops.start), min(plain, full + ops.stop - 1) + 1)
                continue
            if axis.op is None or axis.framework == "jax":
                yield _only(plain)
            if axis.framework == "keras":
                yield range(base + ops.start, base + ops.stop)
        return
    if axis.framework == "jax":
        if not isinstance(axis.padding, tuple):
            yield _only(same_transposed_size(axis.i, s))
            yield _only(valid_transposed_size(axis.i, k_eff, s))
            yield range(full - 2 * (k_eff - 1), full + 1)  # an uneven end fills the gaps
        else:
            begin, end = axis.padding  # p'
            yield _only(full - 2 * (k_eff - 1) + begin + end)
        return
    if isinstance(axis.padding, tuple):
        uncropped = full - sum(axis.padding)
        yield range(uncropped + ops.start, uncropped + ops.stop)
    elif ops:
        # Padding goes by twos, and an op of 1 fills the gaps.
        least = full - 2 * (k_eff - 1) + ops.start
        yield range(least, full + ops.stop, 1 if len(ops) > 1 else 2)


def _only(size: int) -> range:
    return range(size, size + 1)


def _neighbours(sizes: range, o: int) -> tuple[int | None, int | None]:
    """The largest of *sizes* below *o* and the smallest above it."""
    if not sizes:
        return None, None
    steps = (o - sizes.start - 1) // sizes.step
    last = (sizes[-1] - sizes.start) // sizes.step
    below = sizes[min(steps, last)] if steps >= 0 else None
    above = sizes[max(steps + 1, 0)] if steps < last else None
    return below, above
