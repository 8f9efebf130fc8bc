"""Pools, resizing and pixel shuffle that lead from one size to another."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import LayerError
from ...notation import Sizes
from ..solver.query import AxisQuery, Query
from .resize import MODES, Scale
from .spec import ResamplingSpec

__all__ = ["resamplings_between"]

_POOLS = 3
"""So many are told, the best first."""


def resamplings_between(query: Query) -> list[ResamplingSpec]:
    """The layers without weights that do what is asked, resizing first.

    Of what a query keeps, kernel, stride and padding are those of a pool; a resize or shuffle
    has none of them.

    >>> query = Query("transposed", (16, 16), (32, 32), (1, 1))
    >>> [(spec.kind, spec.mode, spec.scale) for spec in resamplings_between(query)][:2]
    [('resize', 'nearest', (2, 2)), ('resize', 'bilinear', (2, 2))]
    """
    kept = (query.kernel_size, query.stride, query.padding, query.output_padding)
    free = all(value is None for value in kept) and set(query.dilation) == {1}
    specs = [*(_resized(query) if free else ()), *_pools(query)]
    return [spec._replace(framework=query.framework) for spec in specs if _leads(spec, query)]


def _leads(spec: ResamplingSpec, query: Query) -> bool:
    try:
        return spec.layer(query.input_size).output_size(query.input_size) == query.output_size
    except LayerError:
        return False


def _resized(query: Query) -> Iterator[ResamplingSpec]:
    if query.input_size == query.output_size:
        return
    scales = tuple(map(_scale, query.input_size, query.output_size))
    for mode in MODES:
        yield ResamplingSpec("resize", scale=scales, mode=mode)
    if all(isinstance(scale, int) for scale in scales):
        yield ResamplingSpec("shuffle", scale=scales)


def _scale(i: int, o: int) -> Scale:
    """The scale with the fewest decimals that makes *o* cells of *i*.

    >>> _scale(16, 32), _scale(16, 31), _scale(3, 7), _scale(9, 3)
    (2, 1.94, 2.4, 0.4)
    """
    for digits in range(7):
        whole = -(-o * 10**digits // i)
        if whole * i < (o + 1) * 10**digits:
            return whole if digits == 0 else float(f"{whole / 10**digits:g}")
    return float(f"{o / i:g}")


def _pools(query: Query) -> list[ResamplingSpec]:
    found = {axis: _axis_pools(axis) for axis in dict.fromkeys(query.axes)}
    specs = []
    for number in range(_POOLS):
        row = [found[axis][number : number + 1] for axis in query.axes]
        if not all(row):
            break
        k, s, p = zip(*(one for (one,) in row), strict=True)
        pads = tuple((cells, cells) for cells in p)
        specs.append(ResamplingSpec("pool", kernel_size=k, stride=s, padding=pads, mode="max"))
    return specs


def _axis_pools(axis: AxisQuery) -> list[Sizes]:
    """(k, s, p) that lead there: without padding and unread cells first, then a small kernel."""
    if axis.d > 1 or axis.op or axis.o > axis.i or isinstance(axis.padding, str):
        return []
    found = []
    for k, s in axis.kernels_and_strides():
        least = (axis.o - 1) * s + k - axis.i
        p = max(-(-least // 2), 0)
        if axis.padding is not None:
            begin, end = axis.padding
            p = begin if begin == end else -1
        fits = least <= 2 * p < least + s and p <= k // 2
        if fits and k > 1 and s <= k:
            unread = max((axis.i + 2 * p - k) % s - p, 0)
            found.append((p > 0, unread, k, s, p))
    return [(k, s, p) for *_, k, s, p in sorted(found)[:_POOLS]]
