"""The sentences of the overlap view, scene by scene."""

from __future__ import annotations

import math

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..example import Cell, Example
from ..grids.counts import CountMap
from ..notation import Caption, Notation, counted
from ..values import CellName
from . import scatter
from .overlap_rule import even_twin, listed, times

__all__ = ["OverlapCaptions", "verdict"]


def plan(_: Notation, stamps: bool) -> str:
    if stamps:
        return "How often is each cell reached? Each stamp counts 1, whatever its values."
    return "How often is each input cell read? Each position of the kernel counts 1."


def before(
    n: Notation, stamps: bool, strides: Sizes, spans: Sizes, crops: bool, framed: bool
) -> str:
    distance, size = n.equal("s", n.short(strides)), _cells(n, spans)
    if stamps:
        dashed = "; the dashed frame is what remains" if framed else ""
        return f"Stamps stand {distance} apart and cover {size} in all{dashed}."
    where = "the padded input" if crops else "the input"
    dashed = "; the dashed frame is the input itself" if crops else ""
    return f"Positions stand {distance} apart on {where}, {size}{dashed}."


def position(n: Notation, stamps: bool, cell: CellName, taps: int, again: int) -> str:
    """One more position; *again* of its cells had been reached before."""
    verb = "stamps" if stamps else "reads"
    sentence = f"{n.cell_name(cell)} {verb} {counted(taps, 'cell')}"
    if not again:
        return f"{sentence}{', all' * (taps > 1)} for the first time."
    if again == taps:
        return f"{sentence}{', all of them' if taps > 1 else ','} not for the first time."
    return f"{sentence}: {taps - again} for the first time, {again} again."


def all_done(
    _: Notation, stamps: bool, positions: int, counts: tuple[int, ...], never: int, cells: int
) -> str:
    """All *counts* there are, the largest first; *never* of all *cells* are not reached."""
    noun, done = ("stamp", "down") if stamps else ("position", "done")
    how = f"All {positions} {noun}s are {done}" if positions > 1 else f"The {noun} is {done}"
    most, *others = counts
    if not others:
        return f"{how}: every cell is {_verb(stamps)} {times(most)}."
    if 0 not in others:
        return f"{how}: cells are {_verb(stamps)} {listed(counts)}."
    often = f"{'up to ' * (most > 1)}{times(most)}"
    return f"{how}: cells are {_verb(stamps)} {often}, and {never} of {cells} never."


def inside(
    n: Notation, stamps: bool, period: Sizes, interior: bool, whole_periods: int, border: bool
) -> str:
    """What repeats in the interior."""
    size = _cells(n, period)
    if not interior:
        return f"No cell here is interior: a larger input shows the period of {size}."
    if not whole_periods:
        return f"Framed, the interior; a larger input shows the whole period of {size}."
    if max(period) == 1:
        sentence = "Inside the frame all cells are alike"
    elif whole_periods == 1:
        sentence = f"The frame holds the interior, and in it one period of {size}"
    else:
        sentence = f"Inside the frame one period of {size} repeats"
    if not border:
        return f"{sentence}; there is no border."
    return f"{sentence}. Only the border may be {_verb(stamps)} less often."


def reason(
    n: Notation, stamps: bool, phase: tuple[tuple[str, int, int], ...], count: int, weights: int
) -> str:
    """Which of the kernel's weights land on the cells of a phase: (axis, period, remainder)."""
    axes = [n.equal(f"{name} mod {period}", r) for name, period, r in phase]
    who = f"Cells with {' and '.join(axes)}" if axes else "All cells inside"
    verb = _verb(stamps)
    if weights == 1:
        return f"{who} are {f'{verb} by the one weight' if count else f'never {verb}'}."
    if count == weights:
        return f"{who} are {verb} by all {weights} weights."
    return f"{who} are {verb} by {count or 'none'} of the kernel's {weights} weights."


def unpadded(n: Notation, padding: tuple[tuple[int, int], ...], spans: Sizes, size: Sizes) -> str:
    amount = n.equal("p", n.padding(padding))
    return f"Take the padding away, {amount}: {n.change(spans, size)}, the input."


def verdict(
    n: Notation, stamps: bool, inside: tuple[int, ...], even: bool, interior: bool, border: bool
) -> tuple[str, str]:
    """Even or not, and how often; *interior* and *border*: whether the crop leaves of each."""
    verb = _verb(stamps)
    if not even:
        where = "" if interior else "with a larger input, "
        return kind(inside), f"{where}interior cells are {verb} {listed(inside)}, in turn."
    rule = f"{n.equal('gcd(s, d)', 1)} and s divides k"
    how = f"{verb} {times(inside[0])}"
    if not interior:
        return "Even", f"{rule}. With a larger input, interior cells are {how}."
    where = "output" if stamps else "input"
    fewer = ", less often at its border" * border
    who = f"Cells of the {where} are" if fewer else f"Every cell of the {where} is"
    return "Even", f"{rule}. {who} {how}{fewer}."


def verdict_sentence(n: Notation, *values: object) -> str:
    lead, rest = verdict(n, *values)  # type: ignore[arg-type]
    return f"{lead}: {rest}"


def remedy(n: Notation, stamps: bool, inside: tuple[int, ...], resolved: ResolvedLayer) -> str:
    parts = [f"Remedy at the same size: {even_twin(n, resolved)}"]
    if stamps:
        parts += ["or resize, then convolve", "or pixel shuffle"]
    return f"{kind(inside)}. {'; '.join(parts)}."


def kind(inside: tuple[int, ...]) -> str:
    return "Holes" if 0 in inside else "Uneven"


def title(stamps: bool, even: bool, holes: bool, both_axes: bool) -> str:
    """What the figure is about; a checkerboard is uneven along both axes."""
    what = "Even overlap" if even else "Holes" if holes else "Uneven overlap"
    if not even and not holes and both_axes:
        what = "Checkerboard"
    return f"{what}: how often each cell is {_verb(stamps)}"


def parameters(n: Notation, kernel: Sizes, stride: Sizes, dilation: Sizes) -> str:
    """Those that the overlap depends on."""
    found = [("k", kernel), ("s", stride), *([("d", dilation)] if max(dilation) > 1 else [])]
    return ", ".join(n.equal(letter, n.short(sizes)) for letter, sizes in found)


def short_verdict(
    _: Notation, inside: tuple[int, ...], even: bool, holes: bool, both_axes: bool
) -> str:
    """The verdict in a few words; *inside*: the counts of interior cells, the largest first."""
    if even:
        return f"even: {times(inside[0])} everywhere inside"
    counts = f"{', '.join(map(str, reversed(inside)))} times"
    if holes:
        return f"holes: {counts}"
    return f"uneven: {counts}{', a checkerboard' * both_axes}"


def _verb(stamps: bool) -> str:
    return "reached" if stamps else "read"


def _cells(n: Notation, sizes: Sizes) -> str:
    return counted(sizes[0], "cell") if len(sizes) == 1 else n.by(sizes)


class OverlapCaptions:
    """The captions of one layer, with the numbers of its counts."""

    def __init__(self, example: Example, counts: CountMap) -> None:
        self._example, self._counts = example, counts
        self._stamps = example.stamps
        self._spans = example.own(tuple(line.span for line in counts.lines))

    def plan(self) -> Caption:
        return Caption.of(plan, self._stamps)

    def before(self) -> Caption:
        strides = tuple(axis.s for axis in self._example.resolved.axes)
        crops, framed = self._counts.crops, bool(self._counts.kept_marks)
        return Caption.of(before, self._stamps, strides, self._spans, crops, framed)

    def position(self, number: int) -> Caption:
        counts, example = self._counts, self._example
        cell = divmod(number, counts.positions[1])
        at = tuple(line.taps(n) for line, n in zip(counts.lines, cell, strict=True))
        again = int((counts.after(number + 1)[at] > 1).sum())
        taps = math.prod(example.plane.kernel_size)
        name = example.cell("x" if self._stamps else "y", cell)
        return Caption.of(position, self._stamps, name, taps, again)

    def all_done(self) -> Caption:
        spanned = self._counts.spanned
        found = tuple(sorted(set(spanned.tolist()), reverse=True))
        positions, never = math.prod(self._counts.positions), int((spanned == 0).sum())
        return Caption.of(all_done, self._stamps, positions, found, never, spanned.size)

    def inside(self) -> Caption:
        counts = self._counts
        period = self._example.own(tuple(found.s for found in counts.overlaps))
        interior = all(line.interior for line in counts.lines)
        return Caption.of(
            inside, self._stamps, period, interior, counts.whole_periods, counts.border
        )

    def reason(self, phase: Cell, count: int) -> Caption:
        axes = ("", "index") if self._example.strip else ("row", "column")
        found = tuple(
            (name, overlap.s, r)
            for name, overlap, r in zip(axes, self._counts.overlaps, phase, strict=True)
            if overlap.s > 1
        )
        weights = math.prod(self._example.plane.kernel_size)
        return Caption.of(reason, self._stamps, found, int(count), weights)

    def crop(self) -> Caption:
        resolved, counts = self._example.resolved, self._counts
        if self._stamps:
            return Caption.of(scatter.crop, resolved, counts.crops, counts.appends)
        padding = tuple((axis.pad_begin, axis.pad_end) for axis in resolved.axes)
        return Caption.of(unpadded, padding, self._spans, resolved.input_size)

    def verdict(self) -> Caption:
        counts = self._counts
        values = (self._stamps, counts.inside, counts.even, counts.interior_kept)
        return Caption(verdict_sentence, (*values, counts.border_kept))

    def kind_of(self, counts: CountMap | None = None) -> tuple[bool, bool, bool]:
        """Whether the overlap is even, has holes, and is uneven along two axes."""
        found = (counts or self._counts).overlaps
        holes = any(one.holes for one in found)
        return all(one.even for one in found), holes, not any(one.even for one in found)

    def short(self, counts: CountMap) -> tuple[tuple[int, ...], bool, bool, bool]:
        return counts.inside, *self.kind_of(counts)

    def remedy(self) -> Caption:
        return Caption.of(remedy, self._stamps, self._counts.inside, self._example.resolved)
