"""Solutions of all axes together, the best first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from typing import Any, TypeAlias

from ..resolve import resolve
from ..resolved_layer import ResolvedLayer
from ..spec import LayerSpec
from .choices import Choice, Choices, Wording, choices_of_axis
from .nearest import NoSolution, nearest_sizes
from .query import Query
from .wordings import combined_choices

__all__ = ["Solutions", "solve"]

_Row: TypeAlias = tuple[Choice, ...]
_Rank: TypeAlias = tuple[Any, ...]
_Ranked: TypeAlias = tuple[_Rank, _Row, Wording]


class Solutions:
    """Every layer that does it, best first; they are made when they are asked for."""

    def __init__(self, query: Query, parts: list[_Part]) -> None:
        self.query = query
        self._parts = parts

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(part.count for part in self._parts)

    def specs(self, limit: int) -> list[LayerSpec]:
        """The first *limit* of them, as their framework is told."""
        rows = heapq.merge(*(part.rows() for part in self._parts))
        return [_spec(self.query, row, wording) for _, row, wording in islice(rows, limit)]

    def resolved_layers(self, limit: int) -> list[ResolvedLayer]:
        """The first *limit* of them, with their sizes."""
        ndim = len(self.query.input_size)
        return [resolve(spec, ndim=ndim) for spec in self.specs(limit)]


def solve(query: Query) -> Solutions | NoSolution:
    """All solutions of *query*, sorted by what people want, or what comes nearest.

    Transposed layers: even overlap first, uneven, holes, then those that append cells which
    nothing reaches; small kernel; no output padding. Convolutions: no cell passed over, none
    left unread, small kernel. Time and memory depend on ``max_k`` alone, not on sizes.

    Raises
    ------
    LayerError
        ``max_k`` is out of range.

    >>> found = solve(Query("transposed", (16, 16), (32, 32), (1, 1)))
    >>> [(spec.kernel_size, spec.stride, spec.padding) for spec in found.specs(2)]
    [((2, 2), (2, 2), ((0, 0), (0, 0))), ((4, 4), (2, 2), ((1, 1), (1, 1)))]
    >>> solve(query=Query("transposed", (16,), (31,), (1,), kernel_size=(3,))).specs(1)[0].padding
    ((1, 1),)
    """
    query.check()
    choices = {axis: choices_of_axis(axis) for axis in dict.fromkeys(query.axes)}
    parts = [
        _Part(wording, groups, len(query.axes) if len(choices) == 1 else 1)
        for wording, groups in combined_choices([choices[axis] for axis in query.axes])
    ]
    if parts:
        return Solutions(query, parts)
    return nearest_sizes(query, [axis for axis, some in choices.items() if not some])


@dataclass(frozen=True, slots=True)
class _Part:
    """Solutions of one wording: any choice of each axis, or the same one for all *alike* axes."""

    wording: Wording
    axes: tuple[Choices, ...]
    equal_axes: int = 1

    @property
    def count(self) -> int:
        return prod(choices.count for choices in self.axes)

    def rows(self) -> Iterator[_Ranked]:
        """All of them in order: of equal overlap, one kernel and stride for all axes first."""
        if self.equal_axes > 1 or len(self.axes) == 1:
            return self._ordered(0)
        square: list[Iterator[_Ranked]] = []
        kernels = [choices.by_kernel() for choices in self.axes]
        for one in kernels[0]:
            if all(one in other for other in kernels):
                same = _Part(self.wording, tuple(other[one] for other in kernels))
                square.append(same._ordered(0))
        others = (row for row in self._ordered(1) if len({(c.k, c.s) for c in row[1]}) > 1)
        return heapq.merge(*square, others)

    def _ordered(self, irregular: int) -> Iterator[_Ranked]:
        """Rows of all choices, by the worst axis and then by all of them.

        The order of rows never falls when the choice of one axis is replaced by its next,
        so the best row not yet told is always next to one that was.
        """
        start = (0,) * len(self.axes)
        waiting: list[tuple[_Rank, _Row, tuple[int, ...]]] = []
        seen = {start}
        new = [start]
        while new or waiting:
            for at in new:
                if row := self._row(at):
                    heapq.heappush(waiting, (_rank(row, irregular), row, at))
            if not waiting:
                return
            rank, row, at = heapq.heappop(waiting)
            yield rank, row, self.wording
            steps = [(*at[:n], at[n] + 1, *at[n + 1 :]) for n in range(len(at))]
            new = [after for after in steps if after not in seen]
            seen.update(new)

    def _row(self, at: Sequence[int]) -> _Row:
        """The choices at these places; none behind the last of an axis."""
        row = [choices.get(index) for choices, index in zip(self.axes, at, strict=True)]
        found = tuple(choice for choice in row if choice is not None)
        return found * self.equal_axes if len(found) == len(row) else ()


def _rank(row: _Row, irregular: int) -> _Rank:
    first, *others = ((max(rank), sum(rank)) for rank in zip(*(c.rank for c in row), strict=True))
    return (first[0], irregular, first, *others)


def _spec(query: Query, row: _Row, wording: Wording) -> LayerSpec:
    return LayerSpec(
        kind=query.kind,
        input_size=query.input_size,
        kernel_size=tuple(c.k for c in row),
        stride=tuple(c.s for c in row),
        padding=wording.word or tuple((c.p, c.p_end) for c in row),
        dilation=query.dilation,
        output_padding=tuple(c.op for c in row) if wording.output_padding else None,
        framework=query.framework,
        transpose_kernel=query.framework == "jax" and query.operation.crops,
    )
