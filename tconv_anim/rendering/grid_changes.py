"""What differs between two states of a panel."""

from __future__ import annotations

import numpy as np

from ..story.frame import Grid

__all__ = ["changed"]


def changed(grid: Grid, before: Grid) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right) of the cells to draw again, marks and their rims included."""
    rows, columns = grid.roles.shape
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
        (m.row - 1, m.column - 1, m.row + m.rows + 1, m.column + m.columns + 1)
        for m in set(grid.marks) ^ set(before.marks)
    ]
    if not boxes:
        return None
    tops, lefts, bottoms, rights = zip(*boxes, strict=True)
    return (
        max(int(min(tops)), 0),
        max(int(min(lefts)), 0),
        min(int(max(bottoms)), rows),
        min(int(max(rights)), columns),
    )
