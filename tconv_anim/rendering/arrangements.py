"""Ways to arrange the panels of a section in rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from ..story.frame import Columns, Panel, WordedSign
from ..story.notation import PRINTED

__all__ = ["ARROWS", "Arrangement", "Row", "Stack", "arrangements", "sign_word"]

SLIDES: Final = "∗"
"""The sign before what slides over the panel that it follows."""
ARROWS: Final = ("→", "⟶")
"""Signs that lead to what follows."""
FEW: Final = 3
"""Cells in a line that are too few for a list."""
MOST_IN_LINE: Final = 3
"""Of more stacks, the last one may stand above what it is made of."""
MOST_STACKS: Final = 6
"""Of more, not every way to break them into rows is tried."""

Stack: TypeAlias = tuple[Panel, ...]


class Row(NamedTuple):
    """Stacks beside each other, and the sign before each of them, "" for none."""

    stacks: tuple[Stack, ...]
    signs: tuple[str, ...]

    turned: bool = False
    """Whether what the next row is made of stands first, before what is not joined to it."""

    @property
    def slots(self) -> int:
        """How often there is white around a sign."""
        return 2 * (len(self.signs) - 1) + bool(self.signs[0])

    @property
    def operands(self) -> tuple[Stack, ...]:
        """What a next row is made of: the last of the stacks, with all that signs join to it."""
        if self.turned:
            return self.stacks[:1]
        first = max(n for n, sign in enumerate(self.signs) if not sign)
        return self.stacks[first:]


class Arrangement(NamedTuple):
    rows: tuple[Row, ...]
    listed: bool = False
    """Whether the cells of all rows begin below each other, signs to their left."""
    beside: bool = False
    """Whether labels stand to the left of their cells, too, not above them."""
    downs: tuple[str, ...] = ()
    """Arrows that lead down to each row but the first, where they have room between rows."""
    up: str = ""
    """An arrow that leads up from the last of two rows to the end of the first."""

    @property
    def panels(self) -> list[Panel]:
        return [panel for row in self.rows for stack in row.stacks for panel in stack]


def arrangements(columns: Columns, *, wraps: bool) -> Iterator[Arrangement]:
    """Every way to break the columns into rows; panels of one axis in a list, too."""
    stacks: list[Stack] = []
    signs: list[str] = []
    sign = ""
    for column in columns:
        if isinstance(column, str):
            sign = column
        elif column:
            stacks.append(column)
            signs.append(sign if len(stacks) > 1 else "")
            sign = ""
    count = len(stacks)
    panels = [panel for stack in stacks for panel in stack]
    one_axis = all(panel.rows == 1 for panel in panels)
    if wraps and one_axis and len(panels) > 1 and max(p.columns for p in panels) > FEW:
        rows = [
            Row(((panel,),), (sign if number == 0 else "",))
            for stack, sign in zip(stacks, signs, strict=True)
            for number, panel in enumerate(stack)
        ]
        yield Arrangement(tuple(rows), listed=True, beside=True)
        yield Arrangement(tuple(rows), listed=True)
    if wraps and count > MOST_IN_LINE and signs[1] in ("", SLIDES) and signs[-1] in ARROWS:
        yield _with_result_above(stacks, signs)
    cuts = range(count if wraps and count <= MOST_STACKS else 1)
    for breaks in (c for n in cuts for c in itertools.combinations(range(1, count), n)):
        ends = [0, *breaks, count]
        broken = tuple(
            Row(tuple(stacks[a:b]), tuple(signs[a:b])) for a, b in itertools.pairwise(ends)
        )
        first, *below = broken
        downs = tuple(row.signs[0] for row in below)
        if any(downs) and {*downs} <= {*ARROWS, ""}:
            led = [row._replace(signs=("", *row.signs[1:])) for row in below]
            across = {sign for row in led for sign in row.signs}
            if all(len(row.stacks) == 1 for row in below if row.signs[0]):
                if across.isdisjoint(ARROWS):  # below the first row all of them lead down
                    yield Arrangement((first, *led), downs=downs)
            elif len(below) == 1 and first.signs == ("", ""):
                turned = Row(first.stacks[::-1], first.signs, turned=True)
                yield Arrangement((turned, *led), downs=downs)
        yield Arrangement(broken)


def _with_result_above(stacks: list[Stack], signs: list[str]) -> Arrangement:
    """What goes in and what comes out beside each other, above all that is between them."""
    ends = *((panel,) for panel in stacks[0]), stacks[-1]
    above = Row(ends, ("",) * len(ends))
    return Arrangement((above, Row(tuple(stacks[1:-1]), tuple(signs[1:-1]))), up=signs[-1])


def sign_word(sign: str) -> str:
    """The word above a sign, "" for none."""
    return PRINTED.text(sign.word) if isinstance(sign, WordedSign) else ""
