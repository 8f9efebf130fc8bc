"""The words all views share: sizes, facts and formulas as a figure writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..layers import formulas
from ..layers.axis import axis_name
from ..layers.expressions import SIGNS
from ..layers.frameworks import framework_named
from ..layers.resolved_layer import ResolvedLayer
from ..notation import Pairs, Sizes
from .frame import FormulaLine

__all__ = ["by", "counted", "facts", "formula_rows", "padding_words", "parameters", "positions"]


def by(sizes: Sequence[int]) -> str:
    """Sizes as a label writes them.

    >>> by((3, 5)), by((7,))
    ('3 × 5', '7')
    """
    return " × ".join(signed(size) for size in sizes)


def signed(number: int) -> str:
    return str(number).replace("-", "−")


def positions(size: Sequence[int]) -> str:
    """The kernel's positions, one for each cell of an output of *size*."""
    return "1 position" if set(size) == {1} else f"{by(size)} positions"


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "cell"), counted(3, "cell")
    ('1 cell', '3 cells')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def alike(sizes: Sequence[object]) -> bool:
    return len(set(sizes)) == 1


def short(sizes: Sequence[int]) -> str:
    """Sizes, once where every axis has the same."""
    return signed(sizes[0]) if alike(sizes) else by(sizes).replace(" ", "")


def parameters(resolved: ResolvedLayer) -> Iterator[tuple[str, Sizes | Pairs | str]]:
    """(letter, value on every axis) of what a layer is said with; a word where that says it."""
    axes, asked = resolved.axes, resolved.framework_spec
    yield "i", resolved.input_size
    yield "k", resolved.kernel_size
    yield "s", tuple(a.s for a in axes)
    word = asked.padding.replace("_", " ") if asked and isinstance(asked.padding, str) else ""
    if word:
        yield "p", word
    if resolved.cropped:
        yield "crop", tuple((a.crop_begin, a.crop_end) for a in axes)
    elif not word:
        yield "p", tuple((a.pad_begin, a.pad_end) for a in axes)
    if any(a.d > 1 for a in axes):
        yield "d", tuple(a.d for a in axes)
    if any(a.op for a in axes):
        yield "op", tuple(a.op for a in axes)


def facts(resolved: ResolvedLayer) -> tuple[str, ...]:
    """The layer's numbers for the corner of the figure; the output size comes last."""
    asked = resolved.framework_spec
    shown = [framework_named(asked.framework).title] if asked and asked.framework else []
    for letter, value in (*parameters(resolved), ("o", resolved.output_size)):
        shown.append(f"{letter} = {value if isinstance(value, str) else padding_words(value)}")
    return tuple(shown)


def padding_words(values: Sequence[int | tuple[int, int]]) -> str:
    """Sizes or a padding as a figure writes them: 1, 1×2 (height × width), 0:1 (begin:end).

    >>> padding_words([(1, 1), (1, 1)]), padding_words([(0, 1), (-1, -1)])
    ('1', '0:1×−1')
    """
    pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
    each = [signed(b) if b == e else f"{signed(b)}:{signed(e)}" for b, e in pairs]
    return each[0] if alike(each) else "×".join(each)


def formula_rows(resolved: ResolvedLayer) -> tuple[tuple[FormulaLine, ...], ...]:
    """z, p' and o with the numbers put in; o alone for a standard convolution.

    Axes that differ have a formula each, named. What belongs together shares a row.
    """
    axes, cropped = resolved.axes, resolved.cropped
    calculations = resolved.calculations
    first = calculations[0]
    if alike([axis.result() for axis in calculations]):
        output = [FormulaLine(first.written(SIGNS), first.short(SIGNS))]
    else:
        output = [FormulaLine(first.formula(SIGNS))]
        for index, axis in enumerate(calculations):
            name = axis_name(index, len(axes))
            short = f"{name}: … = {signed(axis.value)}"
            output.append(FormulaLine(f"{name}: {axis.result(SIGNS)}", short))
    if not resolved.operation.inserts_zeros:
        rows = [output[:1], output[1:]]
    else:
        zeros = _line([(formulas.zeros_calculation(axis),) for axis in axes])
        pads = [formulas.equivalent_padding_calculations(axis, cropped=cropped) for axis in axes]
        rows = [[zeros, _line(pads)], output]
    return tuple(tuple(row) for row in rows if row)


def _line(per_axis: Sequence[tuple[formulas.Calculation, ...]]) -> FormulaLine:
    """A formula with its numbers; ends and axes that differ are named, so none reads as a sum."""
    longest = max(per_axis, key=len)
    symbol, formula = longest[0].symbol.written(SIGNS), longest[0].formula(SIGNS)
    end = longest[-1].letters.written(SIGNS)
    values = [(ends[0].value, ends[-1].value) for ends in per_axis]
    names = [axis_name(index, len(per_axis)) for index in range(len(per_axis))]
    if len(longest) == 1:
        if alike(values):
            return FormulaLine(longest[0].written(SIGNS), longest[0].short(SIGNS))
        each = ", ".join(f"{name} {signed(v[0])}" for name, v in zip(names, values, strict=True))
        return FormulaLine(f"{formula}: {each}", f"{symbol}: {each}")
    if alike(values):
        before, after = (signed(value) for value in values[0])
        return FormulaLine(
            f"{formula} = {before} before, {end} = {after} after", f"{symbol} = … = {after} after"
        )
    each = ", ".join(
        f"{name} {signed(v[0])} and {signed(v[1])}" for name, v in zip(names, values, strict=True)
    )
    return FormulaLine(f"{formula} before, {end} after: {each}", f"{symbol}: {each}")
