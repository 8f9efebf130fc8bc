"""The sentences of the round trip."""

from __future__ import annotations

from ...notation import Sizes
from ..notation import Notation
from ..values import CellName, Factor, Value

__all__ = ["comparison", "direction", "plan", "turning"]


def plan(n: Notation, stamps: bool) -> str:
    """The first sentence: what C is."""
    there = f"this layer is C{n.transposed}" if stamps else "this layer is C"
    back = "C" if stamps else f"C{n.transposed}"
    return f"As a matrix {there}. Does {back} bring x back?"


def direction(n: Notation, word: str, factors: tuple[Factor, ...], biased: bool = False) -> str:
    """The name of a step: where it goes, and what that is as a product of matrices."""
    return f"{word}: {n.matrices(factors)}{f'{n.plus}b' * biased}"


def turning(n: Notation, sizes: tuple[Sizes, Sizes], op: Sizes | None) -> str:
    """Before the way back; *op* is that of the transposed convolution that goes back."""
    change = f"{n.change(*sizes)} again"
    if op is None:
        return f"Back by C, the convolution this layer is the transpose of: {change}."
    back = f"Back by C{n.transposed}, the transposed convolution with {n.equal('op', n.short(op))}"
    return f"{back}: {change}."


def comparison(
    n: Notation, changed: int | None, cells: int, example: tuple[CellName, Value, Value] | None
) -> str:
    """The last sentence.

    *changed* of all *cells* came back with another value (None: they hold letters);
    *example* is one of them with its value before and after.
    """
    if changed is None:
        return "The shape is back, the values are not: a transpose is no inverse."
    if not changed:
        return "The shape is back, and so are the values, for this x and this kernel."
    what = "No value is" if changed == cells else f"{changed} of {cells} values changed"
    sentence = f"The shape is back. {what}"
    if example is None:
        return f"{sentence}."
    cell, before, after = example
    was = n.equal(n.cell_name(cell), n.value(before))
    return f"{sentence}: {was} came back as {n.value(after)}."
