"""Which cells of a grid are drawn again, and which frames around cells with them."""

from __future__ import annotations

import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..story.frame import Grid, Mark

__all__ = ["Area", "changed_cells", "touches"]

Area: TypeAlias = tuple[int, int, int, int]
"""(top, left, bottom, right) of cells."""
WORTH: Final = 12
"""Cells that a box of its own is worth: so many are soon drawn again."""


class Changed(NamedTuple):
    """Cells in boxes of which no two share one."""

    cells: list[Area]
    """Those that look otherwise."""
    areas: list[Area]
    """These, and all around which frames come or go, with the rims of the frames."""


def changed_cells(grid: Grid, before: Grid) -> Changed:
    """The cells to draw again."""
    mask = grid.roles != before.roles
    if grid.texts is not before.texts:
        mask |= grid.texts != before.texts
    if grid.shades is None or before.shades is None:
        mask |= grid.shades is not before.shades
    elif grid.shades is not before.shades:
        mask |= grid.shades != before.shades
    if grid.notes is not before.notes:
        for cell, _ in set(grid.notes.items()) ^ set(before.notes.items()):
            mask[cell] = True
    cells = areas = _boxes(mask)
    if grid.marks != before.marks:
        for row, column, rows, columns in (m.box for m in {*grid.marks} ^ {*before.marks}):
            top, left = max(math.floor(row) - 1, 0), max(math.floor(column) - 1, 0)
            mask[top : math.ceil(row + rows) + 1, left : math.ceil(column + columns) + 1] = True
        areas = _boxes(mask)
    return Changed(cells, areas)


def _boxes(mask: npt.NDArray[np.bool_]) -> list[Area]:
    """Boxes around what is set, each of neighbouring rows: those that are about as long."""
    boxes: list[Area] = []
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        cells = mask[row].tolist()
        begin, end = cells.index(True), len(cells) - cells[::-1].index(True)
        if boxes:
            top, left, bottom, right = boxes[-1]
            first, last = min(left, begin), max(right, end)
            apart = (bottom - top) * (right - left) + end - begin
            if bottom == row and (row + 1 - top) * (last - first) <= apart + WORTH:
                boxes[-1] = top, first, row + 1, last
                continue
        boxes.append((row, begin, row + 1, end))
    return boxes


def touches(mark: Mark, area: Area) -> bool:
    """Whether a frame around cells, which lies on its neighbours too, reaches into *area*."""
    top, left, bottom, right = area
    row, column, rows, columns = mark.box
    below, beyond = row + rows, column + columns
    hollow = mark.kind != "extent"  # of one with gaps the cells have frames, too
    inside = hollow and top > row and left > column and bottom < below and right < beyond
    outside = bottom < row or right < column or top > below or left > beyond
    return not inside and not outside
