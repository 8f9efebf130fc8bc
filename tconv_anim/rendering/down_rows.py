"""Where rows begin that have others above or below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .panel_rows import MeasuredPanels
from .primitives import Box

__all__ = ["column_lefts", "first_row_spot", "row_block"]


class _Block(NamedTuple):
    """Rows whose first panels begin below each other."""

    gutter: int
    left: int


def first_row_spot(laid: MeasuredPanels, area: Box, gutters: Sequence[int]) -> tuple[int, int]:
    """The gutter of the first row, and its left end; *gutters*: of all rows, at most.

    In the middle of *area*, unless the rows below would not be in the middle of the panel
    that they are made of.
    """
    first, *below = laid.arrangement.rows
    widths, lows = laid.stack_widths(first), list(map(laid.row_width, below, gutters[1:]))
    if first.turned:
        follower = laid.stack_widths(below[0])[0]
        middle = area.x + (area.width - lows[0] + follower) // 2
        left = max(middle - widths[0] // 2, area.x)
        for gutter in range(gutters[0], laid.ruler.margin - 1, -1):
            last = area.right - laid.row_width(first, gutter)
            if left <= last:
                break
        return gutter, min(left, last)
    for gutter in range(gutters[0], laid.ruler.margin - 1, -1):
        wide = laid.row_width(first, gutter)
        whole = len(first.operands) > 1
        behind = wide // 2 if whole else widths[-1] // 2  # from the middle to the right end
        spare = area.width - wide
        left = min(spare // 2, spare + behind - max(lows) // 2)
        if left >= 0:
            return gutter, area.x + left
    return laid.ruler.margin, area.x


def row_block(laid: MeasuredPanels, area: Box, most: int) -> _Block | None:
    """Signs that begin rows below each other, and the panels after them; None without room."""
    rows = laid.arrangement.rows
    if not any(row.signs[0] for row in rows):
        return None
    lead = max(laid.ruler.sign_width(row.signs[0]) for row in rows)
    for gutter in range(most, laid.ruler.margin - 1, -1):
        widths = (
            laid.row_width(row, gutter)
            - (laid.ruler.sign_width(row.signs[0]) + gutter) * bool(row.signs[0])
            for row in rows
        )
        free = area.width - lead - gutter - max(widths)
        if free >= 0:
            return _Block(gutter, area.x + free // 2 + lead + gutter)
    return None


def column_lefts(laid: MeasuredPanels, area: Box) -> tuple[list[int], list[int]]:
    """Where the two stacks of each of two rows begin, one below the middle of the other."""
    rows = [laid.stack_widths(row) for row in laid.arrangement.rows]
    columns = [*map(max, zip(*rows, strict=True))]
    free = area.width - sum(columns)
    gap = max(free // 3, min(free, laid.ruler.between(laid.arrangement.rows[1].signs[1])))
    begins = (x := area.x + (free - gap) // 2), x + columns[0] + gap
    upper, lower = (
        [x + (wide - own) // 2 for x, wide, own in zip(begins, columns, widths, strict=True)]
        for widths in rows
    )
    return upper, lower
