"""Which cells at one end of a row of layers belong to a cell at the other, exactly.

Layers map positions by steps, so what a position depends on repeats itself: it is enough to
know the first and the last cell for the positions of one period. Followed from output to
input this gives the receptive field, from input to output the reach. Each tap of a kernel is
followed by itself, so kernels with gaps (dilation, or a stride larger than the kernel) are
no exception. Borders are left out of account, as is usual.

Source: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks"
(Distill, 2019), for convolutions; here transposed layers and single positions as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias

from ..axis import Axis

__all__ = ["INPUT", "Chain", "SeenCells", "Stage", "fields", "reach", "seen_cells"]

INPUT: Final = -1
"""The number of the network's input where stages name what they take."""
MOST_WORK: Final = 1 << 19
"""Taps followed for one chain; what would need more stays unknown."""

Ends: TypeAlias = tuple[int, int] | None
"""The first and the last cell; None where there is none at all."""


class Stage(NamedTuple):
    """One axis of a step: it joins what it takes cell by cell, then a kernel moves over it."""

    sources: tuple[tuple[int, int], ...]
    """(number of an earlier stage or INPUT, shift): position x takes x + shift of it."""
    axis: Axis | None = None
    """None: no kernel, cell by cell."""
    known: bool = True
    """False where cells are mixed in a way that is not told here."""


Chain: TypeAlias = Sequence[Stage]


class _Phases(NamedTuple):
    """First and last cell for positions 0 to T-1; T positions on, both are *step* cells on."""

    step: int
    ends: tuple[Ends, ...]

    def at(self, position: int) -> Ends:
        turn, phase = divmod(position, len(self.ends))
        found = self.ends[phase]
        return found and (found[0] + turn * self.step, found[1] + turn * self.step)

    @property
    def extent(self) -> int:
        """The most cells from the first to the last, over all positions."""
        return max((last - first + 1 for first, last in filter(None, self.ends)), default=0)


_ITSELF = _Phases(1, ((0, 0),))


class _UnknownError(Exception):
    """This cannot be told, or not in reasonable time."""


class _Budget:
    def __init__(self) -> None:
        self.remaining_work = MOST_WORK
        self._answers: dict[tuple[Any, ...], tuple[_Phases, int]] = {}

    def spend(self, work: int) -> None:
        self.remaining_work -= work
        if self.remaining_work < 0:
            raise _UnknownError

    def once(self, function: Callable[..., _Phases], *args: Any) -> _Phases:
        """``function(*args, self)``: the same question again has its price, and takes no time."""
        question = (function, *args)
        if question in self._answers:
            answer, work = self._answers[question]
            self.spend(work)
            return answer
        left = self.remaining_work
        answer = function(*args, self)
        self._answers[question] = answer, left - self.remaining_work
        return answer


def fields(chain: Chain) -> list[int | None]:
    """The receptive field of every stage: input cells from the first to the last that one of
    its output cells depends on, where they are most; None where that is not known.

    >>> from ..operations import operation_named
    >>> conv = operation_named("conv").axis(k=3, s=2, pad=(1, 1))
    >>> fields([Stage(((INPUT, 0),), conv), Stage(((0, 0),), conv)])
    [3, 7]
    """
    return [None if phases is None else phases.extent for phases in _all_phases(chain)]


class SeenCells(NamedTuple):
    """Cells of the network's input that one output cell depends on."""

    start: int
    """The first of them; below 0 it lies in the padding."""
    size: int
    jump: Fraction
    """Input cells from one output cell to the next."""


def seen_cells(chain: Chain, number: int, position: int) -> SeenCells | None:
    """What *position* of stage *number* depends on; None where that is nothing, or not known.

    >>> from ..operations import operation_named
    >>> conv = operation_named("conv").axis(k=3, s=2, pad=(1, 1))
    >>> seen_cells([Stage(((INPUT, 0),), conv), Stage(((0, 0),), conv)], 1, 5)
    SeenCells(start=17, size=7, jump=Fraction(4, 1))
    """
    phases = _ITSELF if number == INPUT else _all_phases(chain[: number + 1])[number]
    ends = phases and phases.at(position)
    if phases is None or not ends:
        return None
    return SeenCells(ends[0], ends[1] - ends[0] + 1, Fraction(phases.step, len(phases.ends)))


def _all_phases(chain: Chain) -> list[_Phases | None]:
    """What every stage depends on, position by position."""
    budget = _Budget()
    found: list[_Phases | None] = []
    for stage in chain:
        try:
            phases = None
            if not stage.known:
                raise _UnknownError
            for number, shift in stage.sources:
                source = _ITSELF if number == INPUT else found[number]
                if source is None:
                    raise _UnknownError
                moved = _shifted(source, shift)
                phases = moved if phases is None else budget.once(_union, phases, moved)
            found.append(None if phases is None else _through(stage.axis, phases, budget))
        except _UnknownError:
            found.append(None)
    return found


def reach(chain: Chain, numbers: Sequence[int]) -> list[int | None]:
    """The reach of stages *numbers*: cells of their output from the first to the last that one
    cell of the network's input touches, where they are most; None where that is not known.

    >>> from ..operations import operation_named
    >>> twice = operation_named("transposed").axis(k=4, s=2, pad=(1, 1))
    >>> reach([Stage(((INPUT, 0),), twice), Stage(((0, 0),), twice)], (0, 1))
    [4, 10]
    """
    budget = _Budget()
    return [_reach_of(chain, number, budget) for number in numbers]


def _reach_of(chain: Chain, target: int, budget: _Budget) -> int | None:
    waiting = {target: _ITSELF}
    try:
        for number in range(target, INPUT, -1):
            here = waiting.pop(number, None)
            if here is None:
                continue
            stage = chain[number]
            if not stage.known:
                raise _UnknownError
            back = _through(stage.axis, here, budget, backwards=True)
            for source, shift in stage.sources:
                moved = _shifted(back, -shift)
                other = waiting.get(source)
                waiting[source] = moved if other is None else budget.once(_union, other, moved)
    except _UnknownError:
        return None
    return waiting[INPUT].extent if INPUT in waiting else None


def _through(
    axis: Axis | None, phases: _Phases, budget: _Budget, *, backwards: bool = False
) -> _Phases:
    """*phases* of a layer's input, from its output; or backwards, which is its transpose."""
    if axis is None:
        return phases
    if (axis.operation.driven_by == "output") is not backwards:
        return budget.once(_slid, phases, axis)
    return budget.once(_transposed_phases, phases, axis)


def _slid(phases: _Phases, axis: Axis, budget: _Budget) -> _Phases:
    """Position y takes ys - begin + bd, b = 0 to k-1."""
    begin, _ = axis.ends
    period = len(phases.ends)
    count = period // math.gcd(period, axis.s)
    same = period // math.gcd(period, axis.d)
    budget.spend(count * min(axis.k, same))
    return _Phases(
        phases.step * axis.s * count // period,
        tuple(_hull(phases, y * axis.s - begin, axis.d, axis.k, same) for y in range(count)),
    )


def _transposed_phases(phases: _Phases, axis: Axis, budget: _Budget) -> _Phases:
    """Position y takes those x with xs - begin + bd = y, b = 0 to k-1."""
    begin, _ = axis.ends
    shared = math.gcd(axis.s, axis.d)
    apart, hop = axis.s // shared, axis.d // shared  # every apart-th tap is a hop further left
    same = len(phases.ends) // math.gcd(len(phases.ends), hop)
    count = len(phases.ends) * axis.s
    budget.spend(count * max(min(axis.k // apart, same), 1))
    inverse = pow(hop, -1, apart) if apart > 1 else 0
    ends: list[Ends] = []
    for y in range(count):
        if (y + begin) % shared:
            ends.append(None)
            continue
        first = (y + begin) // shared * inverse % apart
        taps = (axis.k - first + apart - 1) // apart
        if taps < 1:
            ends.append(None)
            continue
        leftmost = (y + begin - (first + (taps - 1) * apart) * axis.d) // axis.s
        ends.append(_hull(phases, leftmost, hop, taps, same))
    return _Phases(phases.step, tuple(ends))


def _hull(phases: _Phases, start: int, hop: int, taps: int, same: int) -> Ends:
    """First and last cell over positions start, start + hop, ...; each *same* taps they repeat
    themselves, further on, so the first ones have the first cell and the last ones the last.
    """
    some = min(taps, same)
    left = [phases.at(start + hop * tap) for tap in range(some)]
    right = (
        left if some == taps else [phases.at(start + hop * tap) for tap in range(taps - some, taps)]
    )
    firsts = [ends[0] for ends in left if ends]
    return (min(firsts), max(ends[1] for ends in right if ends)) if firsts else None


def _shifted(phases: _Phases, shift: int) -> _Phases:
    if not shift:
        return phases
    return _Phases(phases.step, tuple(phases.at(n + shift) for n in range(len(phases.ends))))


def _union(a: _Phases, b: _Phases, budget: _Budget) -> _Phases:
    """Both, position by position."""
    count = math.lcm(len(a.ends), len(b.ends))
    step = a.step * count // len(a.ends)
    if step != b.step * count // len(b.ends):  # they drift apart: no two periods are alike
        raise _UnknownError
    budget.spend(count)
    ends: list[Ends] = []
    for position in range(count):
        here, there = a.at(position), b.at(position)
        both = (min(here[0], there[0]), max(here[1], there[1])) if here and there else None
        ends.append(both or here or there)
    return _Phases(step, tuple(ends))
