"""The layer's numbers and formulas, as every figure shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..layers import formulas
from ..layers.axis import axis_name
from ..layers.expressions import letter
from ..layers.formula_text import FormulaText, Part
from ..layers.frameworks import framework_named
from ..layers.resolved_layer import ResolvedLayer
from ..notation import Pairs, Sizes
from .equation import Working
from .frame import Fact, FormulaLine
from .notation import PRINTED, Caption, Notation
from .values import all_equal

__all__ = ["facts", "formula_line", "formula_rows", "padding_word", "parameters", "workings"]


def padding_word(resolved: ResolvedLayer) -> str:
    """A framework's word for the padding, as a figure writes it; empty where it has numbers."""
    spec = resolved.framework_spec
    return spec.padding.replace("_", " ") if spec and isinstance(spec.padding, str) else ""


def parameters(resolved: ResolvedLayer) -> Iterator[tuple[str, Sizes | Pairs | str]]:
    """(letter, value on every axis) of a layer's parameters; a word where its padding is one."""
    axes = resolved.axes
    yield "i", resolved.input_size
    yield "k", resolved.kernel_size
    yield "s", tuple(a.s for a in axes)
    if word := padding_word(resolved):
        yield "p", word
    if resolved.cropped:
        yield "crop", tuple((a.crop_begin, a.crop_end) for a in axes)
    elif not word:
        yield "p", tuple((a.pad_begin, a.pad_end) for a in axes)
    if any(a.d > 1 for a in axes):
        yield "d", tuple(a.d for a in axes)
    if any(a.op for a in axes):
        yield "op", tuple(a.op for a in axes)


_WORDS: Final = {
    "i": "input",
    "k": "kernel",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
    "op": "output padding",
    "o": "output",
}


_CROPS: Final = {"c_b": letter("crop"), "c_e": letter("crop")}
"""What a viewer reads in place of a letter for each end."""


def facts(resolved: ResolvedLayer) -> tuple[Fact, ...]:
    """The layer's numbers for the corner of the figure; the output size comes last."""
    spec = resolved.framework_spec
    found = [Fact("", "", framework_named(spec.framework).title)] if spec and spec.framework else []
    for symbol, value in (*parameters(resolved), ("o", resolved.output_size)):
        pair = value[0] if symbol == "crop" and not isinstance(value, str) else 0
        if isinstance(pair, tuple) and all_equal(value):
            found.append(Fact("", "", Caption.of(_crop_text, *pair)))
            continue
        text = value if isinstance(value, str) else Caption.of(Notation.padding, value)
        found.append(Fact(symbol, _WORDS.get(symbol, ""), text))
    return tuple(found)


def _crop_text(n: Notation, begin: int, end: int) -> str:
    if begin == end:
        return f"cropped: {n.signed(begin)}"
    return f"cropped: {n.signed(begin)} before, {n.signed(end)} after"


def formula_rows(
    resolved: ResolvedLayer, *, zeros: bool = True
) -> tuple[tuple[FormulaLine, ...], ...]:
    """z, p' and o with the numbers put in; o alone where no *zeros* are inserted.

    Axes that differ have a formula each, named. What belongs together shares a row.
    """
    axes, cropped = resolved.axes, resolved.cropped
    calculations = resolved.calculations
    first = calculations[0]
    if all_equal([axis.result() for axis in calculations]):
        output = [formula_line(first)]
    else:
        output = [FormulaLine(FormulaText.of(*first.formula_parts))]
        for index, axis in enumerate(calculations):
            name = axis_name(index, len(axes))
            short = FormulaText.of(f"{name}: … = {PRINTED.signed(axis.value)}")
            output.append(FormulaLine(FormulaText.of(f"{name}: ", *axis.result_parts), short))
    if not (zeros and resolved.operation.inserts_zeros):
        rows = [output[:1], output[1:]]
    else:
        inserted = _line([(formulas.zeros_calculation(axis),) for axis in axes])
        pads = [formulas.equivalent_padding_calculations(axis, cropped=cropped) for axis in axes]
        rows = [[inserted, _line(pads)], output]
    return tuple(tuple(row) for row in rows if row)


def _line(per_axis: Sequence[tuple[formulas.Calculation, ...]]) -> FormulaLine:
    """A formula with its numbers; ends and axes that differ are named, so none reads as a sum."""
    longest, signed = max(per_axis, key=len), PRINTED.signed
    symbol, formula, end = longest[0].symbol, longest[0].formula_parts, longest[-1].letters
    values = [(ends[0].value, ends[-1].value) for ends in per_axis]
    names = [axis_name(index, len(per_axis)) for index in range(len(per_axis))]
    if len(longest) == 1:
        if all_equal(values):
            return formula_line(longest[0])
        each = ", ".join(f"{name} {signed(v[0])}" for name, v in zip(names, values, strict=True))
        return _line_of([*formula, f": {each}"], [symbol, f": {each}"])
    if all_equal(values):
        before, after = (signed(value) for value in values[0])
        if str(named := longest[0].letters.with_letters(_CROPS)) != str(longest[0].letters):
            sides = f": {before} before, {after} after"
            return _line_of([symbol, " = ", named, sides], [symbol, sides])
        return _line_of(
            [*formula, f" = {before} before, ", end, f" = {after} after"],
            [symbol, f" = … = {after} after"],
        )
    each = ", ".join(
        f"{name} {signed(v[0])} and {signed(v[1])}" for name, v in zip(names, values, strict=True)
    )
    return _line_of([*formula, " before, ", end, f" after: {each}"], [symbol, f": {each}"])


def formula_line(one: formulas.Calculation) -> FormulaLine:
    """Letters, numbers and value; in short the value alone."""
    value = PRINTED.signed(one.value)
    return _line_of([*one.formula_parts, " = ", *one.result_parts], [one.symbol, f" = … = {value}"])


def _line_of(parts: Sequence[Part], short: Sequence[Part] = ()) -> FormulaLine:
    return FormulaLine(FormulaText.of(*parts), FormulaText.of(*short))


def workings(resolved: ResolvedLayer) -> tuple[Working, ...]:
    """z and p' worked out: once, or for each axis or end that has a calculation of its own."""
    axes = resolved.axes
    zeros = [(formulas.zeros_calculation(axis),) for axis in axes]
    pads = [
        formulas.equivalent_padding_calculations(axis, cropped=resolved.cropped) for axis in axes
    ]
    return tuple(
        Working(_about(kind, name, side, one.value), one)
        for kind, per_axis in (("zeros", zeros), ("padding", pads))
        for name, ends in _by_axis(per_axis)
        for side, one in zip(("begin", "end") if len(ends) > 1 else ("both",), ends, strict=True)
    )


def _by_axis(
    per_axis: Sequence[tuple[formulas.Calculation, ...]],
) -> list[tuple[str, tuple[formulas.Calculation, ...]]]:
    """The calculations of each axis with its name; without one where those of all are the same."""
    names = [axis_name(index, len(per_axis)) for index in range(len(per_axis))]
    if len(names) > 1 and all_equal([tuple(map(str, ends)) for ends in per_axis]):
        return [("", per_axis[0])]
    return list(zip(names, per_axis, strict=True))


_BETWEEN: Final = {"height": "rows", "width": "columns"}
_SIDES: Final = {
    "": {"both": "around", "begin": "above and left", "end": "below and right"},
    "length": {"both": "at both ends", "begin": "before", "end": "after"},
    "height": {"both": "above and below", "begin": "above", "end": "below"},
    "width": {"both": "left and right", "begin": "left", "end": "right"},
}


def _about(kind: str, axis: str, side: str, value: int) -> str:
    if kind == "zeros":
        return f"zeros between {_BETWEEN.get(axis, 'cells')}"
    return f"{'padding' if value >= 0 else 'crop'} {_SIDES[axis][side]}"
