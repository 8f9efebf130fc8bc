"""From sizes to parameters: every layer within bounds that leads from one size to another.

Bounds: k and s up to ``max_k``, p up to k_eff - 1 (more only crops what the kernel reaches),
op below the framework's limit. Where the stride moves nothing, from one cell or by a
convolution to one, only the smallest is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from ..errors import Argument, LayerError
from ..notation import Sizes
from ..options import MAX_K, MOST_MAX_K
from .axis import Kind
from .operations import operation_named
from .operations.base import Operation
from .overlap import Overlap
from .resolve import resolve
from .resolved_layer import ResolvedLayer
from .sizes import (
    conv_size,
    effective_kernel,
    full_size,
    halves,
    same_conv_padding,
    same_conv_size,
    same_transposed_size,
    same_transposed_size_with_op,
    valid_transposed_size,
)
from .spec import LayerSpec

__all__ = ["NoSolution", "Query", "Solutions", "solve"]

_MOST_COMBINED: Final = 400
"""Choices kept of each axis where axes differ and are combined: the best ones."""


class Query(NamedTuple):
    """What is asked: a layer of a kind from one size to another, per axis."""

    kind: Kind
    input_size: Sizes
    output_size: Sizes
    dilation: Sizes
    framework: str | None = None
    max_k: int = MAX_K
    stride: int | None = None  # on every axis; None: any up to max_k

    @property
    def operation(self) -> Operation:
        return operation_named(self.kind)


class Solutions(NamedTuple):
    """Every layer that does it, best first; they are made into problems when asked for."""

    query: Query
    specs: Sequence[LayerSpec]

    def resolved_layers(self, limit: int) -> list[ResolvedLayer]:
        """The first *limit* of them (0: all)."""
        ndim = len(self.query.input_size)
        return [resolve(spec, ndim=ndim) for spec in self.specs[: limit or None]]


class NoSolution(NamedTuple):
    """No layer does it: the nearest sizes that one can reach on the axis in question."""

    axis: int
    wanted: int
    below: int | None
    above: int | None
    needed_k: int | None
    """The smallest max_k with which the size is reached, where there is one."""


class _Choice(NamedTuple):
    """One axis of a solution."""

    rank: tuple[int, ...]
    k: int
    s: int
    p: int
    p_end: int
    word: str
    op: int | None


def solve(query: Query) -> Solutions | NoSolution:
    """All solutions of *query*, sorted by what people want, or what comes nearest.

    Transposed layers: even overlap first, uneven, then holes; small kernel; no output
    padding. Convolutions: no cell passed over, none left unread, small kernel.

    >>> found = solve(Query("transposed", (16, 16), (32, 32), (1, 1)))
    >>> [(spec.kernel_size, spec.stride, spec.padding) for spec in found.specs[:2]]
    [((2, 2), (2, 2), ((0, 0), (0, 0))), ((4, 4), (2, 2), ((1, 1), (1, 1)))]
    """
    if not 1 <= query.max_k <= MOST_MAX_K:
        raise LayerError(
            "{max_k} must be between 1 and {limit}, the largest kernel looked for.",
            max_k=Argument("max_k", query.max_k),
            limit=MOST_MAX_K,
            advice=Argument("max_k", MAX_K),
        )
    axes = list(zip(query.input_size, query.output_size, query.dilation, strict=True))
    choices = {axis: sorted(_choices(query, *axis)) for axis in set(axes)}
    for index, axis in enumerate(axes):
        if not choices[axis]:
            return _no_solution(query, index, *axis)
    if len(choices) == 1:
        combined: Iterable[tuple[_Choice, ...]] = ((one,) * len(axes) for one in choices[axes[0]])
    else:
        kept = [choices[axis][:_MOST_COMBINED] for axis in axes]
        alike = [row for row in product(*kept) if len({(c.word, c.op is None) for c in row}) == 1]
        if not alike:
            return _no_solution(query, 0, *axes[0])
        combined = sorted(alike, key=_combined_rank)
    return Solutions(query, [_spec(query, row) for row in combined])


def _combined_rank(row: tuple[_Choice, ...]) -> tuple[object, ...]:
    """By the worst axis, then by all of them."""
    ranks = zip(*(c.rank for c in row), strict=True)
    return (*((max(rank), sum(rank)) for rank in ranks), row)


def _choices(query: Query, i: int, o: int, d: int) -> Iterator[_Choice]:
    for k, s in _kernels_and_strides(query):
        if _any_stride_does(query, i, s):
            continue
        k_eff = effective_kernel(k, d)
        for word, p, p_end, op in _paddings(query, i, o, k_eff, s, d):
            alone = not query.operation.crops and o == 1 < s and query.stride is None
            if alone and conv_size(i, k_eff, s - 1, p, p_end) == 1:
                continue  # a smaller stride is the same layer
            yield _Choice(_rank(query, i, k, s, d, p, p_end, op), k, s, p, p_end, word, op)


def _kernels_and_strides(query: Query) -> Iterator[tuple[int, int]]:
    known = range(1, query.max_k + 1)
    return product(known, known if query.stride is None else (query.stride,))


def _any_stride_does(query: Query, i: int, s: int) -> bool:
    return query.stride is None and query.operation.crops and i == 1 and s > 1


def _rank(
    query: Query, i: int, k: int, s: int, d: int, p: int, p_end: int, op: int | None
) -> tuple[int, ...]:
    if not query.operation.crops:
        k_eff = effective_kernel(k, d)
        unread = (i + p + p_end - k_eff) % s > p_end  # cells of the input, not of the padding
        return int(k_eff < s), int(unread), k, p_end - p, p
    found = Overlap(k, s, d)
    unevenness = 0 if found.even else 2 if found.holes else 1
    return unevenness, k, op or 0, abs(p_end - p), p


def _paddings(
    query: Query, i: int, o: int, k_eff: int, s: int, d: int
) -> Iterator[tuple[str, int, int, int | None]]:
    """(word, p at begin, p at end, op) of every padding that leads from i to o."""
    if query.framework == "keras" and _keras_refuses(query, s):
        return
    if not query.operation.crops:
        yield from _conv_paddings(query, i, o, k_eff, s)
        return
    full = full_size(i, s, k_eff)
    if query.framework in ("keras", "jax"):
        # The size decides the crop there, so every kernel and stride has one layer at most.
        keras = query.framework == "keras"
        same = same_transposed_size_with_op(i, k_eff, s, 0)
        if o == same_transposed_size(i, s):
            yield "same", 0, 0, None if keras else 0
        elif o == valid_transposed_size(i, k_eff, s):
            yield "valid", 0, 0, None if keras else 0
        elif keras and 0 <= o - full < s:
            yield "valid", 0, 0, o - full
        elif keras and 0 <= o - same < s:
            yield "same", 0, 0, o - same
        elif not keras and 0 <= full - o <= 2 * (k_eff - 1):
            begin, end = halves(full - o)
            yield "", k_eff - 1 - begin, k_eff - 1 - end, 0  # JAX counts p'
        return
    for op in range(_op_limit(query, s, d)):
        crop = full + op - o
        if crop % 2 == 0 and 0 <= crop // 2 < k_eff:
            yield "", crop // 2, crop // 2, op


def _conv_paddings(
    query: Query, i: int, o: int, k_eff: int, s: int
) -> Iterator[tuple[str, int, int, int | None]]:
    pads_seen: set[tuple[int, int]] = set()
    if query.framework in ("keras", "jax"):
        none: int | None = None if query.framework == "keras" else 0
        for word, pads in (("valid", (0, 0)), ("same", halves(same_conv_padding(i, k_eff, s)))):
            if conv_size(i, k_eff, s, *pads) == o and pads not in pads_seen:
                pads_seen.add(pads)
                yield word, *pads, none
        if query.framework == "keras":
            return
    for p in range(k_eff):
        if conv_size(i, k_eff, s, p, p) == o and (p, p) not in pads_seen:
            yield "", p, p, 0


def _spec(query: Query, row: tuple[_Choice, ...]) -> LayerSpec:
    ops = tuple(c.op for c in row)
    return LayerSpec(
        kind=query.kind,
        input_size=query.input_size,
        kernel_size=tuple(c.k for c in row),
        stride=tuple(c.s for c in row),
        padding=row[0].word or tuple((c.p, c.p_end) for c in row),
        dilation=query.dilation,
        output_padding=None if None in ops else tuple(op or 0 for op in ops),
        framework=query.framework,
        transpose_kernel=query.framework == "jax" and query.operation.crops,
    )


# -- where nothing does it ---------------------------------------------------------------


def _no_solution(query: Query, index: int, i: int, o: int, d: int) -> NoSolution:
    """The nearest sizes on either side that the bounds allow, and the kernel it would take."""
    below = above = None
    for k, s in _kernels_and_strides(query):
        for sizes in _reachable_sizes(query, i, k, s, d):
            smaller, larger = _neighbours(sizes, o)
            if smaller is not None and smaller >= 1:
                below = smaller if below is None else max(below, smaller)
            if larger is not None:
                above = larger if above is None else min(above, larger)
    needed = (
        most
        for most in range(query.max_k + 1, MOST_MAX_K + 1)
        for other in range(1, most + 1)
        for k, s in ((most, other), (other, most))
        if query.stride in (None, s)
        and any(o in sizes for sizes in _reachable_sizes(query, i, k, s, d))
    )
    return NoSolution(index, o, below, above, next(needed, None))


def _reachable_sizes(query: Query, i: int, k: int, s: int, d: int) -> Iterator[Sequence[int]]:
    """The sizes that the paddings of :func:`_paddings` reach with this kernel and stride."""
    if query.framework == "keras" and _keras_refuses(query, s):
        return
    if _any_stride_does(query, i, s):
        return
    k_eff = effective_kernel(k, d)
    if not query.operation.crops:
        if query.framework in ("keras", "jax"):
            yield (same_conv_size(i, s),)
            yield (conv_size(i, k_eff, s, 0, 0),)
        if query.framework != "keras":
            yield sorted({conv_size(i, k_eff, s, p, p) for p in range(k_eff)} - {0})
        return
    full = full_size(i, s, k_eff)
    if query.framework in ("keras", "jax"):
        yield (same_transposed_size(i, s), valid_transposed_size(i, k_eff, s))
    if query.framework == "keras":
        same = same_transposed_size_with_op(i, k_eff, s, 0)
        yield range(same, same + s)
        yield range(full, full + s)
        return
    most = 1 if query.framework == "jax" else _op_limit(query, s, d)
    # Padding goes by twos, and an op of 1 or an uneven end fills the gaps.
    filled = most > 1 or query.framework == "jax"
    least = full - 2 * (k_eff - 1)
    yield range(least, full + most, 1 if filled else 2)


def _neighbours(sizes: Sequence[int], o: int) -> tuple[int | None, int | None]:
    """The largest of *sizes* below *o* and the smallest above it."""
    if isinstance(sizes, range):
        steps = (o - sizes.start - 1) // sizes.step
        below = sizes[min(steps, len(sizes) - 1)] if steps >= 0 else None
        above = sizes[max(steps + 1, 0)] if steps + 1 < len(sizes) else None
        return below, above
    return max((n for n in sizes if n < o), default=None), min(
        (n for n in sizes if n > o), default=None
    )


def _op_limit(query: Query, s: int, d: int) -> int:
    """Output paddings of a framework are below this."""
    return {"caffe": 1, "onnx": s}.get(query.framework or "", max(s, d))


def _keras_refuses(query: Query, s: int) -> bool:
    return s > 1 and max(query.dilation) > 1
