"""The sentences of the overlap view, scene by scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Pairs, Sizes
from ..notation import Notation, counted
from ..values import CellName
from .overlap_rule import even_twin, listed, times

Ends: TypeAlias = tuple[int, int]
"""Before and after an axis."""
_LISTED: Final = 3
"""Counts that a verdict lists one by one."""


def plan(n: Notation, stamps: bool, kernel: Sizes) -> str:
    size = counted(kernel[0], "cell") if len(kernel) == 1 else f"{n.by(kernel)} cells"
    return f"Each input cell stamps {size}." if stamps else f"Each output cell reads {size}."


def position(n: Notation, cell: CellName, taps: int, again: int) -> str:
    """One more position; *again* of its cells had been reached before."""
    name, new = n.cell_name(cell), taps - again
    if not again:
        return f"{name}: {counted(new, 'new cell')}."
    return f"{name}: {counted(new, 'new cell')}, {again} again."


def inside(
    n: Notation, stamps: bool, period: Sizes, counts: Sequence[int], dead: int, cells: int
) -> str:
    """How often interior cells are reached; *dead* of all *cells* lie where no position comes."""
    never = f", {dead} of {cells} never" if dead else ""
    if len(counts) == 1:
        verb = "reached" if stamps else "read"
        return f"All cells inside are {verb} {listed(counts)}{never}."
    return f"{n.by(period)} cells repeat inside: {listed(counts)}{never}."


def no_period(n: Notation, period: Sizes) -> str:
    """Where the interior is too small."""
    return f"A larger input shows the whole period, {n.by(period)}."


def reason(n: Notation, stamps: bool, factors: Sizes) -> str:
    """How many positions, on each axis, reach a cell of one count."""
    noun = "stamp" if stamps else "window"
    if 0 in factors:
        return f"No {noun} comes here."
    if max(factors) == 1:
        return f"One {noun} is here."
    return f"{n.by(factors)} {noun}s meet here."


def unpadded(n: Notation, padding: tuple[tuple[int, int], ...], spans: Sizes, size: Sizes) -> str:
    return f"Without its padding, {n.equal('p', n.padding(padding))}: {n.change(spans, size)}."


def remedy(n: Notation, stamps: bool, resolved: ResolvedLayer, ends: Sequence[Ends]) -> str:
    """*ends*: what it crops, or pads, before and after on each axis, where these differ."""
    uneven = f" ({uneven_ends(n, stamps, ends)})" if ends else ""
    rest = "; or resize, then convolve" * stamps
    return f"Remedy: {even_twin(n, resolved)}{uneven}{rest}."


def uneven_ends(n: Notation, stamps: bool, ends: Sequence[Ends]) -> str:
    """What is cropped, or padded, where that differs at the two ends of an axis."""
    return f"{'cropped' if stamps else 'padded'} {n.padding(ends)}"


def verdict(
    _: Notation,
    counts: Sequence[int],
    kind: str,
    never: int,
    cells: int,
    shown: bool,
    lone: bool,
) -> str:
    """A few words; *counts*: of interior cells, the largest first; *never* of *cells* are 0.

    *shown*: whether this map has cells of all these counts; *lone*: whether only one end of an
    axis, and both of none, is reached less often.
    """
    if kind == "even" and shown and lone:
        return f"{kind}: {times(counts[0])} inside, less at one end"
    if kind == "even":
        where = "inside" if shown else "inside a larger map"
        return f"{kind}: {times(counts[0])} everywhere {where}"
    if kind in ("holes", "dead"):
        return f"{kind}: {never} of {counted(cells, 'cell')}"
    least = [str(count) for count in reversed(counts)]
    often = ", ".join(least) if len(least) <= _LISTED else f"{least[0]} to {least[-1]}"
    return f"{kind}: {often} times{'' if shown else ' in a larger map'}"


def title(stamps: bool, kind: str) -> str:
    """What the figure is about."""
    what = {
        "even": "Even overlap",
        "dead": "Dead cells",
        "holes": "Holes",
        "uneven": "Uneven overlap",
    }
    verb = "reached" if stamps else "read"
    return f"{what.get(kind, kind.capitalize())}: how often each cell is {verb}"


def parameter(n: Notation, letter: str, value: Sizes | Pairs | str) -> str:
    """One of the parameters in a layer's heading."""
    return n.equal(letter, value if isinstance(value, str) else n.padding(value))
