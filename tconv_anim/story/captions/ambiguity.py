"""What the ambiguity view says in words, in every case."""

from __future__ import annotations

from collections.abc import Mapping

from ...compute.geometry.returned import ChoiceLine
from ...layers.expressions import SIGNS
from ...layers.formulas import output_calculations, output_formula
from ...layers.transpose import transposed_axis
from .. import labels as words
from ..example import Example
from ..frame import FormulaLine
from ..grids.returned import Returned

__all__ = ["Sentences"]


class Sentences:
    """Captions and formulas of one choice of sizes; *told* are the axes shown in rows."""

    def __init__(self, example: Example, told: Mapping[str, ChoiceLine], back: Returned) -> None:
        self._lesson, self._told, self._back = example, told, back
        self._lines = back.lines[-len(example.resolved.axes) :]
        self._output = example.by([line.o for line in back.lines])

    @property
    def _alike(self) -> bool:
        return len(self._told) == 1 and "each axis" in self._told

    def op(self, step: int | None = None) -> str:
        """The op of a step, or the layer's own, as the layer would be told it."""
        ops = [line.own if step is None else line.op_at(step) for line in self._lines]
        if not self._lesson.resolved.cropped:
            return f"op = {words.short(ops)}"
        ends = zip(self._lines, ops, strict=True)
        crop = [(line.axis.pad_begin, line.axis.pad_end - op) for line, op in ends]
        return f"crop = {words.padding_words(crop)}"

    # -- there --------------------------------------------------------------------------

    def plan(self) -> str:
        strides = words.short([line.axis.s for line in self._lines])
        pads = words.padding_words([(n.axis.pad_begin, n.axis.pad_end) for n in self._lines])
        asked = self._lesson.resolved.framework_spec
        if asked and isinstance(asked.padding, str):
            # The word may pad another size in another way; the figure keeps to these numbers.
            pads += f" (what {asked.padding.replace('_', ' ')} means here)"
        who = f"A convolution with stride {strides} and p = {pads}"
        return f"{who} gives {self._output}. From which input size?"

    def candidate(self, step: int) -> str:
        """One input size put in the formula, and what it leaves over."""
        parts = []
        for name, line in self._told.items():
            size = line.size(line.op_at(step))
            (found,) = output_calculations((line.axis,), (size,))
            who = f"{size} on each axis" if self._alike else f"{name} {size}".strip()
            parts.append(f"{who}: {found.numbers.written(SIGNS)} = {found.value}")
        told = f"From {', '.join(parts)}."
        if len(self._told) > 1:
            return told
        (line,) = self._told.values()
        return f"{told} {_left_over(line, line.op_at(step))}"

    def agreed(self) -> str:
        """What all of the sizes have in common."""
        phrases = []
        for name, line in self._told.items():
            sizes, who = [line.size(op) for op in line.ops], "" if self._alike else name
            if len(sizes) == 1:
                phrases.append(f"only {who} {sizes[0]} becomes {line.o}")
            elif len(sizes) == 2:
                phrases.append(f"{who} {sizes[0]} and {sizes[1]} both become {line.o}")
            else:
                phrases.append(f"{who} {sizes[0]} to {sizes[-1]} all become {line.o}")
        told = " ".join(("on each axis " * self._alike + ", ".join(phrases)).split())
        told = told[0].upper() + told[1:]
        lines = self._told.values()
        fewer = any(len(line.ops) < line.axis.s for line in lines)
        if self._back.steps == 1:
            why = "the others would be below 1" if fewer else "with stride 1 nothing is left over"
            return f"{told}: {why}."
        rest = " (smaller ones would be below 1)" if fewer else ""
        return f"{told}{rest}. The output does not tell which it was."

    # -- and back -----------------------------------------------------------------------

    def returning(self, step: int) -> str:
        """What the way back gives with one op, and what is in the cells that are new."""
        back, op = self._back, self.op(step)
        size, added, beyond = (
            self._lesson.by(back.sizes(step)),
            len(back.added(step)),
            back.beyond(step),
        )
        if step == 0:
            which = ", the smallest of the sizes" * (back.steps > 1)
            zeros = f" No kernel reaches {words.counted(beyond, 'cell')} of it." if beyond else ""
            return f"Back with {op}: {self._output} becomes {size}{which}.{zeros}"
        if not beyond:
            new = "The new cell is" if added == 1 else f"The {added} new cells are"
            return f"{op} crops one less at the end: {size}. {new} computed like all the others."
        if not added:
            new = "the new cell: it is 0" if beyond == 1 else f"the {beyond} new cells: they are 0"
            return f"{op} appends at the end: {size}. No kernel reaches {new}."
        return (
            f"{op}: {size}. Of the new cells {added} are computed, {beyond} no kernel reaches: 0."
        )

    def zeros(self) -> str:
        """Where the cells that op adds hold values, and where zeros."""
        back, steps = self._back, range(1, self._back.steps)
        beyond = sum(back.beyond(step) for step in steps)
        if not beyond:
            return f"{self._picker} adds no zeros here: what it shows had only been cropped."
        if any(back.added(step) for step in steps):
            even = all(n.axis.pad_begin == n.axis.pad_end for n in self._told.values())
            first = "first min(op, p)" if even and not self._lesson.resolved.cropped else "first"
            told = f"Along an axis the {first} cells added had only been cropped"
            return f"{told}; those beyond the last stamp are 0."
        told = "All the cells added lie beyond the last stamp"
        if not any(line.axis.pad_end for line in self._told.values()):
            return f"Nothing was cropped at the end. {told}: they are 0."
        return f"{told}: they are 0."

    @property
    def _picker(self) -> str:
        return "The crop" if self._lesson.resolved.cropped else "op"

    def own(self) -> str:
        """The layer's own op, and why it is that one."""
        example, size = self._lesson, self._lesson.by(self._back.own_sizes)
        if self._back.steps == 1:
            return (
                f"One size, one way back: op has nothing to pick, {self._output} returns to {size}."
            )
        picks = f"Each {'crop' if example.resolved.cropped else 'op'} picks one of the sizes."
        if example.stamps:
            return f"{picks} This layer has {self.op()}: {size}."
        return f"{picks} This convolution began with {size}: {self.op()}."

    def formulas(self) -> tuple[tuple[FormulaLine, ...], ...]:
        """The sizes there and back, in letters; captions put the numbers in."""
        there = tuple(line.axis for line in self._lines)
        cropped = self._lesson.resolved.cropped
        op = int(any(line.axis.s > 1 for line in self._lines) and not cropped)
        back = tuple(transposed_axis(axis, op) for axis in there)
        rule = "crop" if cropped else "padding"
        return (
            (
                FormulaLine(f"convolution: o = {output_formula(there).written(SIGNS)}"),
                FormulaLine(f"back: o = {output_formula(back, rule=rule).written(SIGNS)}"),
            ),
        )


def _left_over(line: ChoiceLine, op: int) -> str:
    """What remains after the kernel's last position, which is framed."""
    if op == 0:
        return "Nothing is left after the last position."
    pads = min(op, line.axis.pad_end)
    what = words.counted(op, "cell")
    if pads == op:
        what += " of padding"
    elif pads:
        what += f", {pads} of padding,"
    verb = "is" if op == 1 else "are"
    return f"{what} {verb} left after the last position; a step takes {line.axis.s}."
