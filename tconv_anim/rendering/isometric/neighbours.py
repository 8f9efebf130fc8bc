"""The role of a cell and those of its four neighbours, as one number."""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ...story.frame import Grid

__all__ = ["Sides", "cells_between", "role_and_sides"]

Sides = tuple[int, int, int, int]
"""The roles of a cell's four neighbours; 0 where there is none."""


def cells_between(grid: Grid) -> npt.NDArray[np.int64]:
    """Each cell's role, and beyond it byte for byte those of the neighbours; 0 for no cell.

    Neighbours that moved away are none.
    """
    rows, columns = grid.roles.shape
    around = np.zeros((rows + 2, columns + 2), np.int64)
    around[1:-1, 1:-1] = grid.roles
    down, across = _joined(grid.row_at)[:, None], _joined(grid.column_at)
    cells = around[1:-1, 1:-1].copy()
    cells += around[:-2, 1:-1] * down[:-1] << 8
    cells += around[1:-1, 2:] * across[1:] << 16
    cells += around[2:, 1:-1] * down[1:] << 24
    cells += around[1:-1, :-2] * across[:-1] << 32
    return np.where(grid.roles == 0, 0, cells)


def role_and_sides(cell: int) -> tuple[int, Sides]:
    """What such a number stands for.

    >>> role_and_sides(0x0400030201)
    (1, (2, 3, 0, 4))
    """
    role, *sides = cell.to_bytes(5, "little")
    back, right, front, left = sides
    return role, (back, right, front, left)


@lru_cache(maxsize=64)
def _joined(places: tuple[float, ...]) -> npt.NDArray[np.int64]:
    """1 before and behind each row or column, 0 where one has moved away from the other."""
    near = (abs(after - at - 1) < 1e-6 for at, after in itertools.pairwise(places))
    return np.array([1, *near, 1], np.int64)
