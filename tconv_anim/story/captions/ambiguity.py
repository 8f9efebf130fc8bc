"""The sentences of the ambiguity view, in every case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...compute.geometry.returned import ChoiceLine
from ...layers.expressions import O
from ...layers.formula_text import FormulaText
from ...layers.formulas import output_calculations, output_formula
from ...layers.transpose import transposed_axis
from ...notation import Pairs, Sizes
from ..example import Example
from ..frame import FormulaLine
from ..grids.returned import Returned
from ..notation import Caption, Notation, counted

__all__ = ["AmbiguityCaptions", "result_label"]


def plan(n: Notation, strides: Sizes, pads: Pairs, word: str, output: Sizes) -> str:
    amount = n.equal("p", n.padding(pads))
    if word:  # it may pad another size in another way; the figure keeps to these numbers
        amount += f" (what {word} means here)"
    who = f"A convolution with stride {n.short(strides)} and {amount}"
    return f"{who} gives {n.by(output)}. From which input size?"


def candidate(n: Notation, told: Mapping[str, ChoiceLine], step: int) -> str:
    """One input size put in the formula, and what it leaves over."""
    parts = []
    for name, line in told.items():
        size = line.size(line.op_at(step))
        (found,) = output_calculations((line.axis,), (size,))
        who = f"{size} on each axis" if name == "each axis" else f"{name} {size}".strip()
        parts.append(f"{who}: {n.equal(n.formula(found.numbers), found.value)}")
    sentence = f"From {', '.join(parts)}."
    if len(told) > 1:
        return sentence
    (line,) = told.values()
    return f"{sentence} {_left_over(line, line.op_at(step))}"


def _left_over(line: ChoiceLine, op: int) -> str:
    """What remains after the kernel's last position, which is framed."""
    if op == 0:
        return "Nothing is left after the last position."
    pads = min(op, line.axis.pad_end)
    what = counted(op, "cell")
    if pads == op:
        what += " of padding"
    elif pads:
        what += f", {pads} of padding,"
    verb = "is" if op == 1 else "are"
    return f"{what} {verb} left after the last position; a step takes {line.axis.s}."


def agreed(_: Notation, told: Mapping[str, ChoiceLine], steps: int) -> str:
    """What all of the sizes have in common."""
    alike = "each axis" in told
    phrases = []
    for name, line in told.items():
        sizes = [line.size(op) for op in line.ops]
        who = "" if alike or not name else f"{name} "
        if len(sizes) == 1:
            phrases.append(f"only {who}{sizes[0]} becomes {line.o}")
        elif len(sizes) == 2:
            phrases.append(f"{who}{sizes[0]} and {sizes[1]} both become {line.o}")
        else:
            phrases.append(f"{who}{sizes[0]} to {sizes[-1]} all become {line.o}")
    sentence = "on each axis " * alike + ", ".join(phrases)
    sentence = sentence[0].upper() + sentence[1:]
    fewer = any(len(line.ops) < line.axis.s for line in told.values())
    if steps == 1:
        why = "the others would be below 1" if fewer else "with stride 1 nothing is left over"
        return f"{sentence}: {why}."
    rest = " (smaller ones would be below 1)" if fewer else ""
    return f"{sentence}{rest}. The output does not tell which it was."


def op_words(n: Notation, name: str, values: Sequence[int] | Pairs) -> str:
    """An op, or the crop that stands for it, on every axis."""
    return n.equal(name, n.padding(values))


def returning(
    n: Notation,
    op: tuple[str, Sizes | Pairs],
    sizes: tuple[Sizes, Sizes],
    steps: int | None,
    added: int,
    beyond: int,
) -> str:
    """What the way back gives with one op, and what is in the cells that are new.

    *steps*: how many sizes there are, of the first; None for the others.
    """
    before, size = map(n.by, sizes)
    choice = op_words(n, *op)
    if steps is not None:
        which = ", the smallest of the sizes" * (steps > 1)
        zeros = f" No kernel reaches {counted(beyond, 'cell')} of it." if beyond else ""
        return f"Back with {choice}: {before} becomes {size}{which}.{zeros}"
    if not beyond:
        new = "The new cell is" if added == 1 else f"The {added} new cells are"
        return f"{choice} crops one less at the end: {size}. {new} computed like all the others."
    if not added:
        new = "the new cell: it is 0" if beyond == 1 else f"the {beyond} new cells: they are 0"
        return f"{choice} appends at the end: {size}. No kernel reaches {new}."
    rest = f"Of the new cells {added} are computed, {beyond} no kernel reaches: 0."
    return f"{choice}: {size}. {rest}"


def zeros(
    _: Notation, cropped: bool, beyond: bool, added: bool, even: bool, crops_end: bool
) -> str:
    """Where the cells that op adds hold values, and where zeros."""
    if not beyond:
        picker = "The crop" if cropped else "op"
        return f"{picker} adds no zeros here: what it shows had only been cropped."
    if added:
        first = "first min(op, p)" if even and not cropped else "first"
        sentence = f"Along an axis the {first} cells added had only been cropped"
        return f"{sentence}; those beyond the last stamp are 0."
    sentence = "All the cells added lie beyond the last stamp"
    if not crops_end:
        return f"Nothing was cropped at the end. {sentence}: they are 0."
    return f"{sentence}: they are 0."


def own(
    n: Notation,
    stamps: bool,
    cropped: bool,
    op: tuple[str, Sizes | Pairs],
    sizes: tuple[Sizes, Sizes],
    steps: int,
) -> str:
    """The layer's own op, and why it is that one."""
    before, size = map(n.by, sizes)
    if steps == 1:
        return f"One size, one way back: op has nothing to pick, {before} returns to {size}."
    picks = f"Each {'crop' if cropped else 'op'} picks one of the sizes."
    if stamps:
        return f"{picks} This layer has {op_words(n, *op)}: {size}."
    return f"{picks} This convolution began with {size}: {op_words(n, *op)}."


def result_label(n: Notation, name: str, values: Sizes | Pairs) -> str:
    """The second part of the label of what comes back."""
    return op_words(n, name, values)


class AmbiguityCaptions:
    """Captions and formulas of one choice of sizes; *told* are the axes shown in rows."""

    def __init__(self, example: Example, told: Mapping[str, ChoiceLine], back: Returned) -> None:
        self._example, self._told, self._back = example, told, back
        self._lines = back.lines[-len(example.resolved.axes) :]
        self._output = example.own(tuple(line.o for line in back.lines))
        self._cropped = example.resolved.cropped

    def op(self, step: int | None = None) -> tuple[str, Sizes | Pairs]:
        """The op of a step, or the layer's own, as the layer would be given it."""
        ops = tuple(line.own if step is None else line.op_at(step) for line in self._lines)
        if not self._cropped:
            return "op", ops
        ends = zip(self._lines, ops, strict=True)
        return "crop", tuple((line.axis.pad_begin, line.axis.pad_end - op) for line, op in ends)

    # -- there --------------------------------------------------------------------------

    def plan(self) -> Caption:
        strides = tuple(line.axis.s for line in self._lines)
        pads = tuple((line.axis.pad_begin, line.axis.pad_end) for line in self._lines)
        spec = self._example.resolved.framework_spec
        word = spec.padding.replace("_", " ") if spec and isinstance(spec.padding, str) else ""
        return Caption.of(plan, strides, pads, word, self._output)

    def candidate(self, step: int) -> Caption:
        return Caption.of(candidate, self._told, step)

    def agreed(self) -> Caption:
        return Caption.of(agreed, self._told, self._back.steps)

    # -- and back -----------------------------------------------------------------------

    def returning(self, step: int) -> Caption:
        back = self._back
        return Caption.of(
            returning,
            self.op(step),
            (self._output, self._example.own(back.sizes(step))),
            None if step else back.steps,
            len(back.added(step)),
            back.beyond(step),
        )

    def zeros(self) -> Caption:
        back, axes = self._back, [line.axis for line in self._told.values()]
        steps = range(1, back.steps)
        return Caption.of(
            zeros,
            self._cropped,
            any(back.beyond(step) for step in steps),
            any(back.added(step) for step in steps),
            all(axis.pad_begin == axis.pad_end for axis in axes),
            any(axis.pad_end for axis in axes),
        )

    def own(self) -> Caption:
        sizes = (self._output, self._example.own(self._back.own_sizes))
        stamps, steps = self._example.stamps, self._back.steps
        return Caption.of(own, stamps, self._cropped, self.op(), sizes, steps)

    def formulas(self) -> tuple[tuple[FormulaLine, ...], ...]:
        """The sizes there and back, in letters; captions put the numbers in."""
        there = tuple(line.axis for line in self._lines)
        op = int(any(line.axis.s > 1 for line in self._lines) and not self._cropped)
        back = tuple(transposed_axis(axis, op) for axis in there)
        rule = "crop" if self._cropped else "padding"
        return (
            (
                FormulaLine(FormulaText.of("convolution: ", O, " = ", output_formula(there))),
                FormulaLine(FormulaText.of("back: ", O, " = ", output_formula(back, rule=rule))),
            ),
        )
