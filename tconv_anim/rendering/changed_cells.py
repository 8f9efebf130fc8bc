"""Which cells of a grid are drawn again, and which frames around cells with them."""

from __future__ import annotations

import math

import numpy as np

from ..story.frame import Grid, Mark

__all__ = ["changed_cells", "touches"]


def changed_cells(grid: Grid, before: Grid) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right) of the cells to draw again, marks and their rims included."""
    mask = grid.roles != before.roles
    if grid.texts is not before.texts:
        mask |= grid.texts != before.texts
    if grid.shades is not None and before.shades is not None and grid.shades is not before.shades:
        mask |= grid.shades != before.shades
    hit_rows, hit_columns = np.nonzero(mask)
    boxes = (
        [(hit_rows.min(), hit_columns.min(), hit_rows.max() + 1, hit_columns.max() + 1)]
        if len(hit_rows)
        else []
    )
    if grid.notes is not before.notes:
        noted = set(grid.notes.items()) ^ set(before.notes.items())
        boxes += [(r, c, r + 1, c + 1) for (r, c), _ in noted]
    boxes += [
        (math.floor(row) - 1, math.floor(column) - 1, row + rows + 1, column + columns + 1)
        for row, column, rows, columns in (m.box for m in set(grid.marks) ^ set(before.marks))
    ]
    if not boxes:
        return None
    tops, lefts, bottoms, rights = zip(*boxes, strict=True)
    return (
        max(int(min(tops)), 0),
        max(int(min(lefts)), 0),
        min(math.ceil(max(bottoms)), grid.roles.shape[0]),
        min(math.ceil(max(rights)), grid.roles.shape[1]),
    )


def touches(mark: Mark, area: tuple[int, int, int, int]) -> bool:
    """Whether a frame around cells, which lies on its neighbours too, reaches into *area*."""
    top, left, bottom, right = area
    row, column, rows, columns = mark.box
    below, beyond = row + rows, column + columns
    hollow = mark.kind != "extent"  # of one with gaps the cells have frames, too
    inside = hollow and top > row and left > column and bottom < below and right < beyond
    outside = bottom < row or right < column or top > below or left > beyond
    return not inside and not outside
