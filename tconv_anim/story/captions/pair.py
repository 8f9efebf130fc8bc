"""The sentences of the pair view."""

from __future__ import annotations

from collections.abc import Sequence

from ...notation import Sizes
from ..notation import Notation

__all__ = ["CROP", "PLAN", "about", "comparison"]

PLAN = "The same kernel at the same places: one reads a window, the other stamps it."
CROP = "Outside the dashed frame: padding of the one, crop of the other."


def comparison(n: Notation, there: tuple[Sizes, Sizes], back: tuple[Sizes, Sizes]) -> str:
    """The last sentence: sizes of both layers, each from input to output."""
    ways = [n.to.join(map(n.by, sizes)) for sizes in (there, back)]
    return f"The kernel is the same, the arrow is not: {ways[0]}, and {ways[1]}."


def about(
    n: Notation, symbols: Sequence[str], sizes: tuple[Sizes, Sizes], reads: bool, op: Sizes
) -> str:
    """The words under a layer's name; *symbols*: what is read, what it becomes, what stamps."""
    large, small, giver = symbols
    change = n.to.join(map(n.by, sizes))
    if reads:
        return f"C, each window of {large} becomes one cell of {small}: {change}"
    more = f", {n.equal('op', n.short(op))}" if any(op) else ""
    return f"C{n.transposed}, each cell of {giver} becomes one stamp: {change}{more}"
