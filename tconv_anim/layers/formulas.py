"""The size formulas as text: in letters, and with numbers put in.

Written in plain ASCII; :mod:`tconv_anim.layers.typeset` turns the same strings into the
signs of a figure or of LaTeX. The numbers are worked out in :mod:`tconv_anim.layers.sizes`.
"""

from __future__ import annotations

from typing import NamedTuple

from .axis import Axis

__all__ = ["Worked", "equivalent_padding_worked", "output_formula", "output_worked", "zeros_worked"]


class Worked(NamedTuple):
    """A formula in letters, the same with numbers, and what it comes to."""

    symbol: str
    letters: str
    numbers: str
    value: int

    @property
    def with_numbers(self) -> str:
        """The numbers put in, and what they come to, where that is not the same."""
        value = str(self.value)
        return value if self.numbers == value else f"{self.numbers} = {value}"

    def __str__(self) -> str:
        return f"{self.symbol} = {self.letters} = {self.with_numbers}"


class _Shape(NamedTuple):
    """Which terms a layer's formula shows: those that are trivial on every axis are left out."""

    crops: bool
    dilated: bool
    uneven: bool
    has_op: bool
    rule: str

    @classmethod
    def of(cls, axes: tuple[Axis, ...], rule: str) -> _Shape:
        return cls(
            crops=axes[0].operation.crops,
            dilated=any(axis.d > 1 for axis in axes),
            uneven=any(axis.pad_begin != axis.pad_end for axis in axes),
            has_op=any(axis.op for axis in axes),
            rule=rule,
        )

    def write(self, v: dict[str, str]) -> str:
        """The formula with *v* put in for its letters."""
        if self.rule in _RULES:
            kernel = f"{v['d']}*({v['k']}-1) + 1" if self.dilated else v["k"]
            bracketed = f"({kernel})" if self.dilated else kernel
            return _RULES[self.rule].format(**v, kernel=kernel, bracketed=bracketed)
        if not self.crops:
            pad = f"{v['p_b']} + {v['p_e']}" if self.uneven else f"2*{v['p']}"
            kernel = f"{v['d']}*({v['k']}-1) - 1" if self.dilated else v["k"]
            return f"floor(({v['i']} + {pad} - {kernel})/{v['s']}) + 1"
        kernel = f"{v['d']}*({v['k']}-1) + 1" if self.dilated else v["k"]
        text = f"({v['i']}-1)*{v['s']} + {kernel}"
        if self.rule == "crop":
            return f"{text} - {v['c_b']} - {v['c_e']}"
        text += f" - {v['p_b']} - {v['p_e']}" if self.uneven else f" - 2*{v['p']}"
        return f"{text} + {v['op']}" if self.has_op else text


_LETTERS = {name: name for name in ("i", "k", "s", "d", "p", "p_b", "p_e", "op", "c_b", "c_e")}
_LETTERS |= {"q_b": "p'_b", "q_e": "p'_e", "o": "output_shape"}

_RULES = {
    "ceil": "ceil({i}/{s})",
    "same": "{i}*{s}",
    "valid": "{i}*{s} + max({kernel} - {s}, 0)",
    "same with op": "({i}-1)*{s} + {bracketed}%2 + {op}",
    "valid with op": "({i}-1)*{s} + {kernel} + {op}",
    "same of onnx": "min({i}*{s}, ({i}-1)*{s} + {kernel} + {op})",
    "dilated input": "({i}-1)*{s} + 2 - {bracketed} + {q_b} + {q_e}",
    "asked": "{o}",
}
"""How frameworks say a size that is not said with p or a crop; q is p'."""


def output_formula(axes: tuple[Axis, ...], *, rule: str = "padding") -> str:
    """The output-size formula of a layer, in letters.

    *rule* is how the size was said: with ``"padding"``, as a ``"crop"``, or by one of
    the frameworks' own rules.
    """
    return _Shape.of(axes, rule).write(_LETTERS)


def output_worked(
    axes: tuple[Axis, ...],
    sizes: tuple[int, ...],
    *,
    rule: str = "padding",
    output_padding: tuple[int, ...] | None = None,
) -> tuple[Worked, ...]:
    """The output-size formula with each axis' numbers put in.

    *output_padding* is that of a framework whose crop already has it.
    """
    shape, ops = _Shape.of(axes, rule), output_padding or tuple(axis.op for axis in axes)
    return tuple(
        Worked("o", shape.write(_LETTERS), shape.write(_numbers(axis, i, op)), axis.output_size(i))
        for axis, i, op in zip(axes, sizes, ops, strict=True)
    )


def _numbers(axis: Axis, i: int, op: int) -> dict[str, str]:
    before, after = axis.equivalent_padding
    return {
        "i": str(i),
        "k": str(axis.k),
        "s": str(axis.s),
        "d": str(axis.d),
        "p": str(axis.pad_begin),
        "p_b": str(axis.pad_begin),
        "p_e": str(axis.pad_end),
        "op": str(op),
        "q_b": _signed(before),
        "q_e": _signed(after),
        "o": str(axis.output_size(i)),
        "c_b": _signed(axis.crop_begin),
        "c_e": _signed(axis.crop_end),
    }


def _signed(number: int) -> str:
    return str(number) if number >= 0 else f"({number})"


def zeros_worked(axis: Axis) -> Worked:
    """z = s-1 with its numbers."""
    return Worked("z", "s - 1", f"{axis.s} - 1", axis.zeros_inserted)


def equivalent_padding_worked(axis: Axis, *, cropped: bool = False) -> tuple[Worked, ...]:
    """p' with its numbers: one entry where both ends are equal, else begin and end."""
    kernel = "k_eff" if axis.d > 1 else "k"
    begin, end = axis.equivalent_padding

    def side(value: int, crop: int, letter: str, op: int, has_op: bool) -> Worked:
        letters, numbers = f"{kernel} - 1 - {letter}", f"{axis.k_eff} - 1 - {_signed(crop)}"
        if has_op:
            letters, numbers = f"{letters} + op", f"{numbers} + {op}"
        return Worked("p'", letters, numbers, value)

    if cropped:
        sides = (
            side(begin, axis.crop_begin, "c_b", 0, False),
            side(end, axis.crop_end, "c_e", 0, False),
        )
    else:
        uneven = axis.pad_begin != axis.pad_end
        sides = (
            side(begin, axis.pad_begin, "p_b" if uneven else "p", 0, False),
            side(end, axis.pad_end, "p_e" if uneven else "p", axis.op, axis.op > 0),
        )
    return sides[:1] if begin == end and axis.op == 0 else sides
