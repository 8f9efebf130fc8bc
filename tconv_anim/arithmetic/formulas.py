"""Every size formula, once: the number, the letters, and the letters with numbers put in.

``i`` input size, ``k`` kernel size, ``s`` stride, ``p`` padding, ``d`` dilation,
``op`` output padding, ``o`` output size; ``k_eff`` = d(k-1)+1. Written in plain
ASCII; :mod:`tconv_anim.arithmetic.typeset` turns the same strings into the signs
of a figure or of LaTeX.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016), with dilation and output padding as in the PyTorch documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .axis import Axis

__all__ = ["Worked", "equivalent_padding_worked", "output_formula", "output_worked", "zeros_worked"]


def effective_kernel(k: int, d: int) -> int:
    """Cells from the first to the last tap of a kernel."""
    return d * (k - 1) + 1


def largest_kernel(cells: int, d: int) -> int:
    """The largest k whose effective size fits *cells*."""
    return max((cells - 1) // d + 1, 1)


def zeros_inserted(s: int) -> int:
    """z, zeros between neighbouring input cells."""
    return s - 1


def expanded_size(i: int, s: int) -> int:
    """Input size after zero insertion. (Not 2i-1, which holds for s = 2 alone.)"""
    return (i - 1) * s + 1


def full_size(i: int, s: int, k_eff: int) -> int:
    """F, the size of a transposed layer's result before anything is cropped."""
    return (i - 1) * s + k_eff


def equivalent_padding(k_eff: int, crop: int) -> int:
    """p' on one side: the padding of the convolution a transposed layer equals."""
    return k_eff - 1 - crop


def transposed_size(i: int, k_eff: int, s: int, crop_begin: int, crop_end: int) -> int:
    """Output size of a transposed layer on one axis."""
    return full_size(i, s, k_eff) - crop_begin - crop_end


def conv_size(i: int, k_eff: int, s: int, pad_begin: int, pad_end: int) -> int:
    """Output size of a standard convolution on one axis; 0 where the kernel does not fit."""
    room = i + pad_begin + pad_end - k_eff
    return room // s + 1 if room >= 0 else 0


def output_padding_back(i: int, k_eff: int, s: int, pad_begin: int, pad_end: int) -> int:
    """op of the transposed layer that leads from a convolution's output back to size *i*."""
    return (i + pad_begin + pad_end - k_eff) % s


# -- the same formulas as text ---------------------------------------------------------


class Worked(NamedTuple):
    """A formula in letters, the same with numbers, and what it comes to."""

    symbol: str
    letters: str
    numbers: str
    value: int

    def __str__(self) -> str:
        return f"{self.symbol} = {self.letters} = {self.numbers} = {self.value}"


class _Shape(NamedTuple):
    """Which terms a layer's formula shows: those that are trivial on every axis are left out."""

    kind: str
    dilated: bool
    uneven: bool
    has_op: bool
    cropped: bool

    @classmethod
    def of(cls, axes: tuple[Axis, ...], cropped: bool) -> _Shape:
        return cls(
            kind=axes[0].kind,
            dilated=any(axis.d > 1 for axis in axes),
            uneven=any(axis.pad_begin != axis.pad_end for axis in axes),
            has_op=any(axis.op for axis in axes),
            cropped=cropped,
        )

    def write(self, v: dict[str, str]) -> str:
        """The formula with *v* put in for its letters."""
        if self.kind == "conv":
            pad = f"{v['p_b']} + {v['p_e']}" if self.uneven else f"2*{v['p']}"
            kernel = f"{v['d']}*({v['k']}-1) - 1" if self.dilated else v["k"]
            return f"floor(({v['i']} + {pad} - {kernel})/{v['s']}) + 1"
        kernel = f"{v['d']}*({v['k']}-1) + 1" if self.dilated else v["k"]
        text = f"({v['i']}-1)*{v['s']} + {kernel}"
        if self.cropped:
            return f"{text} - {v['c_b']} - {v['c_e']}"
        text += f" - {v['p_b']} - {v['p_e']}" if self.uneven else f" - 2*{v['p']}"
        return f"{text} + {v['op']}" if self.has_op else text


_LETTERS = {name: name for name in ("i", "k", "s", "d", "p", "p_b", "p_e", "op", "c_b", "c_e")}


def output_formula(axes: tuple[Axis, ...], *, cropped: bool = False) -> str:
    """The output-size formula of a layer, in letters.

    ``cropped`` says that the layer was given its crop directly, not as p and op.
    """
    return _Shape.of(axes, cropped).write(_LETTERS)


def output_worked(
    axes: tuple[Axis, ...], sizes: tuple[int, ...], *, cropped: bool = False
) -> tuple[Worked, ...]:
    """The output-size formula with each axis' numbers put in."""
    shape = _Shape.of(axes, cropped)
    return tuple(
        Worked("o", shape.write(_LETTERS), shape.write(_numbers(axis, i)), axis.output_size(i))
        for axis, i in zip(axes, sizes, strict=True)
    )


def _numbers(axis: Axis, i: int) -> dict[str, str]:
    return {
        "i": str(i),
        "k": str(axis.k),
        "s": str(axis.s),
        "d": str(axis.d),
        "p": str(axis.pad_begin),
        "p_b": str(axis.pad_begin),
        "p_e": str(axis.pad_end),
        "op": str(axis.op),
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
