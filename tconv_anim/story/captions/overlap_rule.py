"""What a layer's overlap comes to in words: the rule with its numbers, and what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from ...layers.axis import axis_name
from ...layers.even_kernel import even_parameters
from ...layers.expressions import D, K, S
from ...layers.formula_text import FormulaText, Part
from ...layers.overlap import Overlap, overlaps
from ...layers.resolved_layer import ResolvedLayer
from ..frame import FormulaLine
from ..notation import Notation
from ..values import all_equal

__all__ = ["even_twin", "listed", "rule_rows", "times"]

_LISTED: Final = 8
"""Counts that a row still lists one by one."""


def times(count: int) -> str:
    """How often, in a word where there is one.

    >>> times(0), times(2), times(4)
    ('never', 'twice', '4 times')
    """
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def listed(counts: Sequence[int]) -> str:
    """How often cells are reached that differ, the largest count first.

    >>> listed([4, 2, 1]), listed([2, 1]), listed([6, 4, 0]), listed([1, 0])
    ('4, 2 or 1 times', 'twice or once', '6, 4 times or never', 'once or never')
    """
    some = [n for n in counts if n]
    if len(some) > 4:
        parts = [f"{some[-1]} to {some[0]} times"]
    elif some[0] < 3:
        parts = [times(n) for n in some]
    else:
        parts = [*map(str, some[:-1]), f"{some[-1]} times"]
    parts += ["never"] * (0 in counts)
    return " or ".join([part for part in (", ".join(parts[:-1]), parts[-1]) if part])


def rule_rows(
    resolved: ResolvedLayer, even: ResolvedLayer | None = None
) -> tuple[tuple[FormulaLine, ...], ...]:
    """The rule of even overlap, with the numbers put in, and the counts of the phases.

    Axes that differ have a formula each, named. Of an *even* layer beside only its rule is there.
    """
    found = overlaps(resolved.axes)
    rule = _line("even inside where gcd(", S, ", ", D, ") = 1 and ", S, " divides ", K)
    if all_equal(found):
        twins = {_rule_line(one) for one in overlaps(even.axes)[-len(found) :]} if even else ()
        return (rule, _rule_line(found[0]), *twins), (_phases_line(found[0]),)
    names = [axis_name(index, len(found)) for index in range(len(found))]
    named = list(zip(names, found, strict=True))
    return (
        (rule, *(_phases_line(one, f"{name}: ") for name, one in named)),
        tuple(_rule_line(one, f"{name}: ") for name, one in named),
    )


def _rule_line(found: Overlap, name: str = "") -> FormulaLine:
    k, s, d, _ = found
    shared, divides = math.gcd(s, d), f"{s} divides {k}"
    if k % s:
        divides = f"{s} does not divide {k}"
    if shared > 1:
        return _line(f"{name}gcd({s}, {d}) = {shared}, not 1: holes", short=f"{name}holes")
    joint = "and" if k % s == 0 else "but"
    kind = "even" if found.regular else "holes" if found.holes else "uneven"
    text = f"{name}gcd({s}, {d}) = {shared} {joint} {divides}: {kind}"
    return _line(text, short=f"{name}{kind}")


def _line(*parts: Part, short: str = "") -> FormulaLine:
    return FormulaLine(FormulaText.of(*parts), FormulaText.of(short))


def _phases_line(found: Overlap, name: str = "") -> FormulaLine:
    counts = ", ".join(map(str, found.counts))
    if found.s > _LISTED:
        counts = f"{found.most} each" if found.even else f"{found.least} to {found.most}"
    return _line(f"{name}weights by index mod {found.s}: {counts}", short=f"{name}{counts}")


def even_twin(n: Notation, resolved: ResolvedLayer) -> str:
    """The parameters of a layer with the same sizes and even overlap, as far as they change."""
    return ", ".join(
        n.equal(letter, value if isinstance(value, str) else n.padding(value) if value else "none")
        for letter, value in even_parameters(resolved)
    )
