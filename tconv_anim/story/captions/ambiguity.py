"""The sentences of the ambiguity view, in every case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ...compute.geometry.returned import ChoiceLine
from ...layers.expressions import O
from ...layers.formula_text import FormulaText
from ...layers.formulas import output_calculations, output_formula
from ...layers.transpose import transposed_axis
from ...notation import Pairs, Sizes
from ..equation import Verdict
from ..example import Example
from ..frame import CellRole, FormulaLine, LegendEntry
from ..grids.returned import ReturnedOutputs
from ..layer_facts import padding_word
from ..notation import PRINTED, Caption, Notation, counted

__all__ = ["AmbiguityCaptions", "result_label"]


def plan(n: Notation, strides: Sizes, pads: Pairs, word: str, output: Sizes) -> str:
    question = f"Which input sizes give {n.by(output)} with stride {n.short(strides)}"
    if word:  # it may pad another size in another way; the figure keeps to these numbers
        return f"{question} and {n.equal('p', n.padding(pads))} (what {word} means here)?"
    return f"{question}?"


def candidate(n: Notation, lines: Mapping[str, ChoiceLine], step: int) -> str:
    """One input size put in the formula, and what it leaves over."""
    parts = []
    for name, line in lines.items():
        size = line.size(line.op_at(step))
        (found,) = output_calculations((line.axis,), (size,))
        who = f"{name} {size}".strip() if len(lines) > 1 else str(size)
        parts.append(f"{who}: {n.equal(n.formula(found.numbers), found.value)}")
    sentence = f"{', '.join(parts)}."
    if len(lines) > 1:
        return sentence
    (line,) = lines.values()
    left = line.op_at(step)
    return f"{sentence} {counted(left, 'cell') if left else 'Nothing'} left over."


def agreed(n: Notation, lines: Mapping[str, ChoiceLine], steps: int) -> str:
    """What all of the sizes have in common, as a sentence."""
    sentence = shared(n, lines)
    fewer = any(len(line.ops) < line.axis.s for line in lines.values())
    if steps == 1:
        return f"{sentence}: {'others would be below 1' if fewer else 'nothing is left over'}."
    return f"{sentence}{' (none is below 1)' * fewer}."


def shared(_: Notation, lines: Mapping[str, ChoiceLine]) -> str:
    """What all of the sizes have in common."""
    phrases = []
    for name, line in lines.items():
        sizes = [line.size(op) for op in line.ops]
        who = "" if name == "each axis" or not name else f"{name} "
        if len(sizes) == 1:
            phrases.append(f"only {who}{sizes[0]} becomes {line.o}")
        elif len(sizes) == 2:
            phrases.append(f"{who}{sizes[0]} and {sizes[1]} both become {line.o}")
        else:
            phrases.append(f"{who}{sizes[0]} to {sizes[-1]} all become {line.o}")
    sentence = ", ".join(phrases)
    return sentence[0].upper() + sentence[1:]


def op_words(n: Notation, name: str, values: Sequence[int] | Pairs) -> str:
    """An op, or the crop that stands for it, on every axis."""
    return n.equal(name, n.padding(values))


def returning(
    n: Notation, op: tuple[str, Sizes | Pairs], size: Sizes, added: int, beyond: int
) -> str:
    """What the way back gives with one op, and what is in the cells that are new."""
    sentence = f"Back with {op_words(n, *op)}: {n.by(size)}"
    if not added and not beyond:
        return f"{sentence}."
    more = f"{added} more to compute" * bool(added)
    if beyond:
        more += f"{', ' * bool(added)}{beyond} that no kernel reaches"
    return f"{sentence}, {more}."


def zeros(_: Notation, cropped: bool, beyond: bool, added: bool) -> str:
    """Where the cells that op adds hold values, and where zeros."""
    picker = "The crop" if cropped else "op"
    if not beyond:
        return f"{picker} adds no zeros: what it adds had been cropped."
    if added:
        return f"{picker} adds what had been cropped; beyond the last stamp, 0."
    return "All that is added lies beyond the last stamp: 0."


def own(
    n: Notation,
    stamps: bool,
    op: tuple[str, Sizes | Pairs],
    size: Sizes,
    lines: Mapping[str, ChoiceLine],
    steps: int,
) -> str:
    """What the sizes share, and which of them is picked."""
    if steps == 1:
        return f"One size, one way back: {n.by(size)}."
    return f"{shared(n, lines)}: {picked(n, stamps, op, size)}."


def picked(n: Notation, stamps: bool, op: tuple[str, Sizes | Pairs], size: Sizes) -> str:
    """Which size the layer's own op picks, or that of the way back from a convolution."""
    return f"{op_words(n, *op)} {'picks' if stamps else 'leads back to'} {n.by(size)}"


def shared_briefly(_: Notation, lines: Mapping[str, ChoiceLine]) -> str:
    """What the sizes have in common, in signs."""
    sizes = [(line.size(line.ops[0]), line.largest, line.o) for line in lines.values()]
    return "; ".join(
        f"{least}{f' … {most}' * (most > least)} → {output}" for least, most, output in sizes
    )


LEFT_OUT: Final = "left over, cropped"
"""What is hatched, in the legend."""


def added(n: Notation, cropped: bool, steps: int, size: Sizes) -> str:
    """What an op adds, in the legend; where there is but one, it and its *size*."""
    if cropped:
        return "added by less crop"
    return f"{n.equal('op', 1)}: {n.by(size)}" if steps == 2 else "added by op"


def result_label(n: Notation, name: str, values: Sizes | Pairs) -> str:
    """The second part of the label of what comes back."""
    return op_words(n, name, values)


class AmbiguityCaptions:
    """Captions and formulas of one choice of sizes; *lines* are those of the axes shown in rows."""

    def __init__(
        self, example: Example, lines: Mapping[str, ChoiceLine], back: ReturnedOutputs
    ) -> None:
        self._example, self._lines_by_axis, self._back = example, lines, back
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
        return Caption.of(plan, strides, pads, padding_word(self._example.resolved), self._output)

    def candidate(self, step: int) -> Caption:
        return Caption.of(candidate, self._lines_by_axis, step)

    def agreed(self) -> Caption:
        return Caption.of(agreed, self._lines_by_axis, self._back.steps)

    # -- and back -----------------------------------------------------------------------

    def returning(self, step: int) -> Caption:
        back = self._back
        size = self._example.own(back.sizes(step))
        news = len(back.added_cells(step)), back.beyond(step)
        return Caption.of(returning, self.op(step), size, *news)

    def zeros(self) -> Caption:
        back = self._back
        steps = back.captioned_steps[1:]
        beyond, added = (any(map(count, steps)) for count in (back.beyond, back.added_cells))
        return Caption.of(zeros, self._cropped, beyond, added)

    def own(self) -> Caption:
        return Caption.of(own, *self._picked, self._lines_by_axis, self._back.steps)

    def answers(self) -> tuple[Verdict, Verdict]:
        """What the sizes have in common, and which of them the layer picks."""
        brief = Caption.of(shared_briefly, self._lines_by_axis)
        question = Verdict(Caption.of(shared, self._lines_by_axis), good=False, short=brief)
        return question, Verdict(Caption.of(picked, *self._picked), good=True)

    @property
    def _picked(self) -> tuple[bool, tuple[str, Sizes | Pairs], Sizes]:
        return self._example.stamps, self.op(), self._example.own(self._back.own_sizes)

    def legend(self, roles: Collection[int]) -> tuple[LegendEntry, ...]:
        """What hatched cells are, and those that an op adds, where there are such."""
        most = self._example.own(self._back.sizes(self._back.steps - 1))
        names = {
            CellRole.DROPPED: LEFT_OUT,
            CellRole.UNREAD: "never read",
            # The zeros among them have the same hue.
            CellRole.ADDED if CellRole.ADDED in roles else CellRole.ADDED_ZERO: added(
                PRINTED, self._cropped, self._back.steps, most
            ),
        }
        spare = {CellRole.DROPPED} | ({CellRole.UNREAD} if CellRole.DROPPED in roles else set())
        return tuple(
            LegendEntry(role, name, spare=role in spare)
            for role, name in names.items()
            if role in roles
        )

    def name(self, step: int) -> str:
        """What stands before the row of a step."""
        return op_words(PRINTED, *self.op(step))

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
