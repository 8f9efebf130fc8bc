"""The size formulas of a layer as data: in letters, with numbers put in, and their value.

The numbers themselves are worked out in :mod:`tconv_anim.layers.sizes`.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016), with dilation and output padding as in the PyTorch documentation.
"""

from typing import NamedTuple

from . import expressions as e
from .axis import Axis
from .expressions import ASCII, Expression, Style
from .formula_text import Part, joined

__all__ = [
    "Calculation",
    "equivalent_padding_calculations",
    "kernel_extent",
    "output_calculations",
    "output_formula",
    "zeros_calculation",
]


class Calculation(NamedTuple):
    """A formula in letters, the same with numbers, and what it comes to."""

    symbol: Expression
    letters: Expression
    numbers: Expression
    value: int

    @property
    def result_parts(self) -> tuple[Part, ...]:
        """The numbers put in, and what they come to, where that is not the same."""
        value = _number(self.value)
        return (value,) if str(self.numbers) == str(value) else (self.numbers, " = ", value)

    @property
    def formula_parts(self) -> tuple[Part, ...]:
        """The symbol and its formula in letters."""
        return self.symbol, " = ", self.letters

    def result(self, style: Style = ASCII) -> str:
        return joined(self.result_parts, style)

    def formula(self, style: Style = ASCII) -> str:
        return joined(self.formula_parts, style)

    def written(self, style: Style = ASCII) -> str:
        """All of it, as in ``z = s - 1 = 2 - 1 = 1``."""
        return f"{self.formula(style)} = {self.result(style)}"

    def __str__(self) -> str:
        return self.written()


def _number(value: int) -> Expression:
    return Expression("number", value)


def output_formula(axes: tuple[Axis, ...], *, rule: str = "padding") -> Expression:
    """The output-size formula of a layer, in letters.

    What is trivial on every axis is left out. *rule* is how the size was given: with
    ``"padding"``, as a ``"crop"``, or by one of the frameworks' own rules.
    """
    if rule in ("padding", "crop"):
        return axes[0].operation.size_formula(axes, cropped=rule == "crop")
    kernel = kernel_extent(axes)
    if rule == "ceil":
        return e.ceil(e.I / e.S)
    if rule == "same":
        return e.I * e.S
    if rule == "valid":
        return e.I * e.S + e.largest(kernel - e.S, 0)
    if rule == "same with op":
        return (e.I - 1) * e.S + kernel % 2 + e.OP
    if rule == "valid with op":
        return (e.I - 1) * e.S + kernel + e.OP
    if rule == "same of onnx":
        return e.smallest(e.I * e.S, (e.I - 1) * e.S + kernel + e.OP)
    if rule == "dilated input":
        return (e.I - 1) * e.S + 2 - kernel + e.PRIME_BEGIN + e.PRIME_END
    if rule == "output shape":
        return e.OUTPUT_SHAPE
    raise ValueError(f"{rule!r} is no rule")


def output_calculations(
    axes: tuple[Axis, ...],
    sizes: tuple[int, ...],
    *,
    rule: str = "padding",
    output_padding: tuple[int, ...] | None = None,
) -> tuple[Calculation, ...]:
    """The output-size formula with each axis' numbers put in.

    *output_padding* is that of a framework whose crop already has it.
    """
    formula, ops = output_formula(axes, rule=rule), output_padding or [axis.op for axis in axes]
    return tuple(
        Calculation(e.O, formula, formula.with_numbers(_values(axis, i, op)), axis.output_size(i))
        for axis, i, op in zip(axes, sizes, ops, strict=True)
    )


def kernel_extent(axes: tuple[Axis, ...]) -> Expression:
    """k, or d(k-1) + 1 where some axis is dilated."""
    return e.D * (e.K - 1) + 1 if any(axis.d > 1 for axis in axes) else e.K


def _values(axis: Axis, i: int, op: int) -> dict[str, int]:
    before, after = axis.equivalent_padding
    return {
        "i": i,
        "k": axis.k,
        "s": axis.s,
        "d": axis.d,
        "p": axis.pad_begin,
        "p_b": axis.pad_begin,
        "p_e": axis.pad_end,
        "op": op,
        "p'_b": before,
        "p'_e": after,
        "output_shape": axis.output_size(i),
        "c_b": axis.crop_begin,
        "c_e": axis.crop_end,
        "k_eff": axis.k_eff,
    }


def zeros_calculation(axis: Axis) -> Calculation:
    """z = s-1 with its numbers."""
    formula = e.S - 1
    return Calculation(e.Z, formula, formula.with_numbers({"s": axis.s}), axis.zeros_inserted)


def equivalent_padding_calculations(
    axis: Axis, *, cropped: bool = False
) -> tuple[Calculation, ...]:
    """p' with its numbers: one entry where both ends are equal, else begin and end."""
    if cropped:
        begin, end = e.C_BEGIN, e.C_END
    elif axis.pad_begin != axis.pad_end:
        begin, end = e.P_BEGIN, e.P_END
    else:
        begin = end = e.P
    reach = e.D * (e.K - 1) if axis.d > 1 else e.K - 1
    before, after = reach - begin, reach - end
    if axis.op > 0 and not cropped:
        after = after + e.OP
    values = _values(axis, 1, axis.op)
    sides = tuple(
        Calculation(e.PRIME, formula, formula.with_numbers(values), value)
        for formula, value in zip((before, after), axis.equivalent_padding, strict=True)
    )
    return sides[:1] if sides[0].value == sides[1].value and axis.op == 0 else sides
