"""What the overlap view says in words, scene by scene."""

from __future__ import annotations

import math

from .. import labels as words
from ..cropping import crop_words
from ..example import Cell, Example
from ..grids.counts import CountMap
from .overlap_rule import even_twin, listed, times

__all__ = ["Sentences"]


class Sentences:
    """The captions of one layer: stamps reach cells, a convolution's positions read them."""

    def __init__(self, example: Example, counts: CountMap) -> None:
        self._lesson, self._map = example, counts

    def plan(self) -> str:
        if self._lesson.stamps:
            return "How often is each cell reached? Each stamp counts 1, whatever its values."
        return "How often is each input cell read? Each position of the kernel counts 1."

    def before(self) -> str:
        counts = self._map
        strides = words.short([axis.s for axis in self._lesson.resolved.axes])
        size = self._lesson.counted_cells([line.span for line in counts.lines])
        dashed = "; the dashed frame is what remains" if counts.kept_marks else ""
        if self._lesson.stamps:
            return f"Stamps stand s = {strides} apart and cover {size} in all{dashed}."
        where = "the padded input" if counts.crops else "the input"
        dashed = "; the dashed frame is the input itself" if counts.crops else ""
        return f"Positions stand s = {strides} apart on {where}, {size}{dashed}."

    def counted(self, number: int) -> str:
        counts, example = self._map, self._lesson
        cell = divmod(number, counts.positions[1])
        who = example.cell("x" if example.stamps else "y", cell)
        taps = math.prod(self._lesson.plane.kernel_size)
        grid = counts.after(number + 1)
        at = tuple(line.taps(n) for line, n in zip(counts.lines, cell, strict=True))
        again = int((grid[at] > 1).sum())
        told = f"{who} {'stamps' if example.stamps else 'reads'} {words.counted(taps, 'cell')}"
        if not again:
            return f"{told}{', all' * (taps > 1)} for the first time."
        if again == taps:
            return f"{told}{', all of them' if taps > 1 else ','} not for the first time."
        return f"{told}: {taps - again} for the first time, {again} again."

    def all_down(self) -> str:
        counts, positions = self._map.spanned, math.prod(self._map.positions)
        noun, done = ("stamp", "down") if self._lesson.stamps else ("position", "done")
        told = f"All {positions} {noun}s are {done}" if positions > 1 else f"The {noun} is {done}"
        most, *others = sorted(set(counts.tolist()), reverse=True)
        if not others:
            return f"{told}: every cell is {self._verb} {times(most)}."
        if 0 not in others:
            return f"{told}: cells are {self._verb} {listed([most, *others])}."
        often = f"{'up to ' * (most > 1)}{times(most)}"
        never = int((counts == 0).sum())
        return f"{told}: cells are {self._verb} {often}, and {never} of {counts.size} never."

    def inside(self) -> str:
        counts = self._map
        sizes = [found.s for found in counts.overlaps]
        period = self._lesson.counted_cells(sizes)
        if not all(line.interior for line in counts.lines):
            return f"No cell here is interior: a larger input shows the period of {period}."
        if not counts.whole_periods:
            return f"Framed, the interior; a larger input shows the whole period of {period}."
        if max(sizes) == 1:
            told = "Inside the frame all cells are alike"
        elif counts.whole_periods == 1:
            told = f"The frame holds the interior, and in it one period of {period}"
        else:
            told = f"Inside the frame one period of {period} repeats"
        if not counts.border:
            return f"{told}; there is no border."
        return f"{told}. Only the border may be {self._verb} less often."

    @property
    def _verb(self) -> str:
        return "reached" if self._lesson.stamps else "read"

    def why(self, phase: Cell, count: int) -> str:
        """Which of the kernel's weights land on the cells of a phase."""
        axes = ("row", "column") if not self._lesson.strip else ("", "index")
        told = [
            f"{name} mod {found.s} = {r}"
            for name, found, r in zip(axes, self._map.overlaps, phase, strict=True)
            if found.s > 1
        ]
        who = f"Cells with {' and '.join(told)}" if told else "All cells inside"
        weights = math.prod(self._lesson.plane.kernel_size)
        if weights == 1:
            how = f"{self._verb} by the one weight" if count else f"never {self._verb}"
            return f"{who} are {how}."
        if count == weights:
            return f"{who} are {self._verb} by all {weights} weights."
        return f"{who} are {self._verb} by {count or 'none'} of the kernel's {weights} weights."

    def crop(self) -> str:
        resolved, counts = self._lesson.resolved, self._map
        if self._lesson.stamps:
            return crop_words(resolved, crops=counts.crops, appends=counts.appends)
        pads = words.padding_words([(axis.pad_begin, axis.pad_end) for axis in resolved.axes])
        spans = [line.span for line in counts.lines][-len(resolved.axes) :]
        change = f"{words.by(spans)} becomes {words.by(resolved.input_size)}"
        return f"Take the padding away, p = {pads}: {change}, the input."

    def verdict(self) -> str:
        counts = self._map
        inside, here = counts.inside, counts.interior_kept
        if not self._map.even:
            where = "" if here else "with a larger input, "
            how = f"{self._verb} {listed(inside)}"
            return f"{self._kind}: {where}interior cells are {how}, in turn."
        rule, how = "gcd(s, d) = 1 and s divides k", f"{self._verb} {times(inside[0])}"
        if not here:
            return f"Even: {rule}. With a larger input, interior cells are {how}."
        where = "output" if self._lesson.stamps else "input"
        fewer = ", less often at its border" * counts.border_kept
        told = f"Cells of the {where} are" if fewer else f"Every cell of the {where} is"
        return f"Even: {rule}. {told} {how}{fewer}."

    @property
    def _kind(self) -> str:
        return "Holes" if 0 in self._map.inside else "Uneven"

    def remedy(self) -> str:
        told = [f"Remedy at the same size: {even_twin(self._lesson.resolved)}"]
        if self._lesson.stamps:
            told += ["or resize, then convolve", "or pixel shuffle"]
        return f"{self._kind}. {'; '.join(told)}."
