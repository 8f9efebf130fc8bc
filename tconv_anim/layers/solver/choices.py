"""One axis: every kernel, stride and padding that leads from its input size to its output size.

Sizes are linear in padding and output padding, so those that fit are arithmetic progressions:
they are counted and put in order without being listed.

Bounds: k and s up to ``max_k``, p up to k_eff - 1 (more only crops what the kernel reaches),
op below the framework's limit. Where the stride moves nothing, from one cell or by a
convolution to one, only the smallest is tried.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from ..overlap import Overlap
from ..sizes import (
    conv_size,
    effective_kernel,
    full_size,
    halves,
    onnx_same_size,
    same_conv_padding,
    same_transposed_size,
    same_transposed_size_with_op,
    valid_transposed_size,
)
from .query import AxisQuery
from .ranges import length, without

__all__ = [
    "Choice",
    "Choices",
    "Group",
    "Wording",
    "choices_of_axis",
    "parts_of_axis",
]


class Wording(NamedTuple):
    """How a framework is told the padding: a layer has one wording for all axes."""

    word: str
    """``"same"`` or ``"valid"``; empty: numbers."""
    output_padding: bool = True
    """Whether it is told one; Keras may be told none."""


class Group(NamedTuple):
    """Choices that are told alike."""

    wording: Wording
    other_wordings: frozenset[Wording]
    """Wordings before this one that say the same layer."""


class Choice(NamedTuple):
    """One axis of a solution; what people want compares as less."""

    rank: tuple[int, ...]
    k: int
    s: int
    p: int
    p_end: int
    op: int


@dataclass(frozen=True, slots=True)
class _Progression:
    """Choices of one kernel and stride, the best first."""

    is_transposed: bool
    level: tuple[int, ...]
    """Where their ranks begin."""
    k: int
    s: int
    paddings: range
    ops: range

    @property
    def count(self) -> int:
        return length(self.paddings)

    def __iter__(self) -> Iterator[Choice]:
        if self.is_transposed:
            for p, op in zip(self.paddings, self.ops, strict=True):
                yield Choice((*self.level, self.k, op, 0, p), self.k, self.s, p, p, op)
        else:
            for p in self.paddings:
                yield Choice((*self.level, self.k, 0, p), self.k, self.s, p, p, 0)


class Choices:
    """Choices of one axis, the best first, made when they are asked for."""

    def __init__(self) -> None:
        self._parts: list[list[Choice] | _Progression] = []
        self._listed_choices: list[Choice] = []
        self._rest: Iterator[Choice] | None = None
        self.count = 0

    def add(self, part: Choice | _Progression) -> None:
        self._parts.append([part] if isinstance(part, Choice) else part)
        self.count += 1 if isinstance(part, Choice) else part.count

    def by_kernel(self) -> dict[tuple[int, int], Choices]:
        """The choices of every (k, s)."""
        found: dict[tuple[int, int], Choices] = {}
        for part in self._parts:
            one = part if isinstance(part, _Progression) else part[0]
            found.setdefault((one.k, one.s), Choices()).add(one)
        return found

    def get(self, index: int) -> Choice | None:
        """The choice at *index*; None behind the last."""
        if self._rest is None:
            self._rest = heapq.merge(*self._parts)
        while len(self._listed_choices) <= index:
            choice = next(self._rest, None)
            if choice is None:
                return None
            self._listed_choices.append(choice)
        return self._listed_choices[index]


_Part: TypeAlias = tuple[Group, Choice | _Progression]

_DEAD: Final = 3
"""The level of layers that append cells which nothing reaches, after all others."""


def choices_of_axis(axis: AxisQuery) -> dict[Group, Choices]:
    """Everything that leads from the input size to the output size, by how it is told."""
    found: dict[Group, Choices] = {}
    for group, part in parts_of_axis(axis):
        found.setdefault(group, Choices()).add(part)
    return found


def parts_of_axis(axis: AxisQuery) -> Iterator[_Part]:
    parts = _transposed if axis.operation.crops else _conv
    for k, s in axis.kernels_and_strides():
        yield from parts(axis, k, s)


# -- convolutions ------------------------------------------------------------------------


def _conv(axis: AxisQuery, k: int, s: int) -> Iterator[_Part]:
    k_eff = effective_kernel(k, axis.d)
    told: dict[tuple[int, int], list[Wording]] = {}
    for word, pads in _conv_words(axis, k_eff, s):
        if conv_size(axis.i, k_eff, s, *pads) == axis.o and not _is_of_less(axis, k_eff, s, *pads):
            wording = Wording(word, axis.framework != "keras")
            others = frozenset(told.get(pads, ()))
            told.setdefault(pads, []).append(wording)
            yield Group(wording, others), _padded_choice(axis, k, s, *pads)
    if isinstance(axis.padding, str) or axis.framework == "keras":
        return
    plain = Group(Wording(""), frozenset())
    if axis.padding is not None:
        begin, end = axis.padding
        if conv_size(axis.i, k_eff, s, begin, end) == axis.o:
            yield plain, _padded_choice(axis, k, s, begin, end)
        return
    for pads, words in told.items():  # where one axis needs numbers, all have them
        yield Group(Wording(""), frozenset(words)), _padded_choice(axis, k, s, *pads)
    # 0 <= i + 2p - k_eff - (o - 1)s < s; where it is more than p, input cells are left unread.
    least = (axis.o - 1) * s + k_eff - axis.i
    most = least + s - 1
    if axis.o == 1 < s and axis.s is None:
        least = most  # else a smaller stride is the same layer
    first, last = max(-(-least // 2), 0), min(most // 2, k_eff - 1)
    if first > last:
        return
    unread_from = min(max((axis.o - 1) * s + k_eff - axis.i + 1, first), last + 1)
    for unread, paddings in enumerate((range(first, unread_from), range(unread_from, last + 1))):
        for part in without(paddings, [p for p, end in told if p == end]):
            yield plain, _Progression(False, (int(k_eff < s), unread), k, s, part, range(0))


def _conv_words(axis: AxisQuery, k_eff: int, s: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """(word, what it pads) of every word that the framework knows, or of the one that is kept."""
    if not isinstance(axis.padding, str) and axis.framework not in ("keras", "jax"):
        return
    begin, end = halves(same_conv_padding(axis.i, k_eff, s))
    pads = {"valid": (0, 0), "same": (begin, end), "same_upper": (begin, end)}
    pads |= {"same_lower": (end, begin), "causal": (k_eff - 1, 0)}
    if isinstance(axis.padding, str):
        yield axis.padding, pads[axis.padding.lower()]
    elif axis.padding is None:
        yield "valid", pads["valid"]
        yield "same", pads["same"]


def _is_of_less(axis: AxisQuery, k_eff: int, s: int, begin: int, end: int) -> bool:
    """Whether a smaller stride is the same layer: where the output is a single cell."""
    if not axis.o == 1 < s or axis.s is not None:
        return False
    return conv_size(axis.i, k_eff, s - 1, begin, end) == 1


def _padded_choice(axis: AxisQuery, k: int, s: int, begin: int, end: int) -> Choice:
    k_eff = effective_kernel(k, axis.d)
    unread = (axis.i + begin + end - k_eff) % s > end  # cells of the input, not of the padding
    return Choice((int(k_eff < s), int(unread), k, end - begin, begin), k, s, begin, end, 0)


# -- transposed layers -------------------------------------------------------------------


def _transposed(axis: AxisQuery, k: int, s: int) -> Iterator[_Part]:
    k_eff, o = effective_kernel(k, axis.d), axis.o
    full = full_size(axis.i, s, k_eff)
    if axis.padding is None and not full - 2 * (k_eff - 1) <= o <= full + max(s, axis.d):
        return  # most kernels and strides, at once
    allowed = axis.output_paddings(s)
    level = _unevenness(k, s, axis.d)
    if axis.framework in ("keras", "jax") or isinstance(axis.padding, str):
        # The size decides the crop there, so every kernel and stride has one layer at most.
        told: list[Wording] = []
        for word, op in _transposed_words(axis, k_eff, s):
            wording = Wording(word, op is not None)
            rank = (_DEAD if o > full else level, k, op or 0, 0, 0)
            yield Group(wording, frozenset(told)), Choice(rank, k, s, 0, 0, op or 0)
            told.append(wording)
        crops = 0 <= full - o <= 2 * (k_eff - 1)
        if axis.framework == "jax" and not isinstance(axis.padding, str) and crops:
            begin, end = halves(full - o)
            pads = k_eff - 1 - begin, k_eff - 1 - end  # JAX counts p'
            if axis.padding in (None, pads) and axis.op in (None, 0):
                rank = (level, k, 0, abs(end - begin), pads[0])
                yield Group(Wording(""), frozenset(told)), Choice(rank, k, s, *pads, 0)
        return
    plain = Group(Wording(""), frozenset())
    if axis.padding is not None:
        begin, end = axis.padding
        op = o - full + begin + end
        if op in allowed:
            rank = (_DEAD if op > end else level, k, op, abs(end - begin), begin)
            yield plain, Choice(rank, k, s, begin, end, op)
        return
    # p = (full + op - o) / 2 from 0 to k_eff - 1; where op is more, nothing reaches the last cells.
    crop = full - o
    first, last = max(allowed.start, -crop), min(allowed.stop - 1, 2 * (k_eff - 1) - crop)
    first += (first + crop) % 2
    for rank_level, ops in (
        (level, range(first, min(last, crop) + 1, 2)),
        (_DEAD, range(max(first, crop + 2), last + 1, 2)),
    ):
        if ops:
            paddings = range((crop + ops[0]) // 2, (crop + ops[-1]) // 2 + 1)
            yield plain, _Progression(True, (rank_level,), k, s, paddings, ops)


def _transposed_words(axis: AxisQuery, k_eff: int, s: int) -> Iterator[tuple[str, int | None]]:
    """(word, output padding) of every way to tell the framework the size that is asked for."""
    kept, o = axis.padding, axis.o
    full, same = full_size(axis.i, s, k_eff), same_transposed_size_with_op(axis.i, k_eff, s, 0)
    if isinstance(kept, str) and axis.framework == "onnx":
        missing = max(o - full, 0)  # of ops that say the same layer, the least
        if missing in axis.output_paddings(s) and o == onnx_same_size(axis.i, k_eff, s, missing):
            yield kept, missing
        return
    words: list[tuple[str, int | None, int]] = []
    keras = axis.framework == "keras"
    if not keras or axis.op is None:
        none = None if keras else 0
        words = [("same", none, same_transposed_size(axis.i, s))]
        words += [("valid", none, valid_transposed_size(axis.i, k_eff, s))]
    if keras:
        words += [("valid", o - full, o)] * (o - full in axis.output_paddings(s))
        words += [("same", o - same, o)] * (o - same in axis.output_paddings(s))
    for word, op, size in words:
        if size == o and (kept is None or (isinstance(kept, str) and kept.lower() == word)):
            yield word, op


def _unevenness(k: int, s: int, d: int) -> int:
    """0 for even overlap, 1 for uneven, 2 for holes."""
    found = Overlap(k, s, d)
    return 0 if found.even else 2 if found.holes else 1
