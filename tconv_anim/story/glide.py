"""A window on its way to its next position: its frame, and how cells look meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from .frame import Grid, Mark

__all__ = ["Way", "glide"]

Way: TypeAlias = Callable[[float], Grid]
"""The grid after a share of its way, 0 to 1."""
_FOCUS: Final = frozenset({"window", "extent", "now"})
"""Frames around what is read, or made, at one position."""


def glide(was: Grid, now: Grid) -> Way | None:
    """A frame that goes to other cells, or all cells that go elsewhere together."""
    if was.roles.shape != now.roles.shape or was.label != now.label:
        return None
    down, across = (
        _shift(*places) for places in ((was.row_at, now.row_at), (was.column_at, now.column_at))
    )
    marks = _focus(was), _focus(now)
    if down is None or across is None or not (down or across or _moves(*marks)):
        return None
    same = (was.texts == now.texts) & (was.roles != now.roles)

    def grid(share: float) -> Grid:
        moved = was
        if down or across:
            moved = replace(
                was,
                row_at=tuple(at + down * share for at in was.row_at),
                column_at=tuple(at + across * share for at in was.column_at),
            )
        return _glided(moved, now, marks, same, share) if _moves(*marks) else moved

    return grid


def _shift(was: tuple[float, ...], now: tuple[float, ...]) -> float | None:
    """By how much all places move; None where they do not do so together."""
    by = now[0] - was[0]
    return by if all(end - begin == by for begin, end in zip(was, now, strict=True)) else None


def _focus(grid: Grid) -> Mark | None:
    return next((mark for mark in grid.marks if mark.kind in _FOCUS), None)


def _moves(was: Mark | None, now: Mark | None) -> bool:
    """Whether a frame slides, which it does along one axis: elsewhere it is at once."""
    if was is None or now is None or was == now:
        return False
    return was.box[0] == now.box[0] or was.box[1] == now.box[1]


def _glided(
    was: Grid,
    now: Grid,
    marks: tuple[Mark | None, Mark | None],
    same: npt.NDArray[np.bool_],
    share: float,
) -> Grid:
    """*was* with its frame on the way; cells look as in *now* once it has come, or gone.

    Not those that will say something else (all but the *same*): they wait for it.
    """
    begin, end = marks
    assert begin is not None and end is not None
    row, column, rows, columns = (
        (other - one) * share for one, other in zip(begin.box, end.box, strict=True)
    )
    mark = replace(begin, joined=False, by=(row, column, rows, columns))
    shape = was.roles.shape
    left, reached, inside = (_covered(part, shape) for part in (begin, end, mark))
    turned = np.where(left == reached, share >= 0.5, np.where(left, ~inside, inside))
    if "extent" in (begin.kind, end.kind):  # its cells stand apart, and change together
        turned = np.full(shape, share >= 0.5)
    turned &= same
    shades = was.shades
    if shades is not None and now.shades is not None:
        shades = np.where(turned, now.shades, shades)
    return replace(
        was,
        roles=np.where(turned, now.roles, was.roles),
        notes={cell: note for cell, note in was.notes.items() if not turned[cell]},
        marks=(*(kept for kept in was.marks if kept.kind == "kept"), mark),
        shades=shades,
    )


def _covered(mark: Mark, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """The cells with their middle in a frame."""
    rows, columns = (np.arange(size) + 0.5 for size in shape)
    top, left, high, wide = mark.box
    down, across = (top <= rows) & (rows < top + high), (left <= columns) & (columns < left + wide)
    return down[:, None] & across[None, :]
