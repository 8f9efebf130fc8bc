"""Where a row begins that has others below the middle of what these are made of."""

from __future__ import annotations

from collections.abc import Sequence

from .panel_rows import MeasuredPanels
from .primitives import Box

__all__ = ["first_row_spot"]


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
            last = area.x + area.width - laid.row_width(first, gutter)
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
