"""Pictures between two scenes: windows glide, zeros open up, padding grows, kernels turn.

They are made by looking at two consecutive frames alone, so a view says next to nothing of
them, and they are part of the second one's time: no frame is counted, or stays longer, because
something moves. What does not move keeps still until the second frame is there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ..options import STEP_MS
from .frame import LIT, CellRole, CellRoles, Frame, Grid, Texts
from .glide import Way, glide
from .mark import Flight, Pose

__all__ = ["FEW_MOVES", "MOTION_MS", "MOVES", "with_motion"]

MOTION_MS: Final = 10
"""What the time of each picture is a multiple of."""
MOVES, FEW_MOVES, GLIDES, QUICK_GLIDES = (6, 50), (4, 60), (3, 40), (1, 100)
"""(how many there are at most, ms): where cells move, where they are much to draw, and where a
frame glides over them; the last where those are much to draw, and come to nothing to be read."""
LEAST_MS: Final = 250
"""Nothing moves to a frame that stays less, or goes by: it would cost more than can be seen."""
_EXACT: Final = 64
"""Ways are cut into so many parts, so that cells which move together stay one apart."""
_PLAIN: Final = np.uint8(255 - LIT)


def with_motion(frames: Iterable[Frame], moves: tuple[int, int] = MOVES) -> Iterator[Frame]:
    """*frames*, before each of them the pictures on the way to it."""
    before: Frame | None = None
    for frame in frames:
        on_the_way = [] if before is None else _between(before, frame, moves)
        yield from on_the_way
        yield replace(frame, ms=frame.ms - sum(between.ms for between in on_the_way))
        before = frame


def _between(before: Frame, after: Frame, moves: tuple[int, int]) -> list[Frame]:
    """The pictures on the way, equally long and at most half of the second frame's time."""
    if after.fast or after.ms < LEAST_MS:
        return []
    if after.drops:
        return _drop(*after.drops, before, after, moves)
    ways: dict[str, Way] = {}
    most, ms, says = 0, MOTION_MS, after
    glides = QUICK_GLIDES if moves == FEW_MOVES and after.ms <= STEP_MS else GLIDES
    for name, grid in after.grids.items():
        was = before.grids.get(name)
        if was is None or grid is None or was is grid:
            continue
        kinds = (_turn, moves), (_growth, moves), (glide, glides)
        for kind, steps in kinds[before.step == after.step :]:  # nothing turns within a step
            if (way := kind(was, grid)) is not None:
                ways[name], (most, ms) = way, max((most, ms), steps)
                break
    if after.carries:
        most, ms = moves
    elif (most, ms) == glides and before.step == after.step:
        says = before  # what is computed is said where the window arrives
    count = min(most, after.ms // 2 // ms)
    stays = before.grids
    if after.carries:  # cells fly over what stands above the others
        stays = {
            name: grid if grid is None or name in after.carries else _nameless(grid)
            for name, grid in stays.items()
        }
    if after.carries and after.grids.get(after.carries[0]) is None:
        stays = {**stays, after.carries[0]: None}
    if says is before:
        stays = {name: _blanked(was, after.grids.get(name)) for name, was in stays.items()}
    return [
        replace(
            says,
            index=after.index,
            grids={**stays, **{name: way(share) for name, way in ways.items()}},
            flights=_flights(before, after, share),
            ms=ms,
            between=True,
        )
        for share in (_eased(n / (count + 1)) for n in range(1, count + 1))
    ]


def _drop(
    source: str, target: str, before: Frame, after: Frame, moves: tuple[int, int]
) -> list[Frame]:
    """The cells of one panel, all there already, on their way into the window of another."""
    begin, end, was = after.grids[source], after.grids[target], before.grids[target]
    if begin is None or end is None or was is None:
        return []
    window = next((mark for mark in end.marks if mark.kind == "window"), None)
    if window is None or begin.roles.shape != (window.rows, window.columns):
        return []
    kept = tuple(mark for mark in was.marks if mark.kind == "kept")
    calm = replace(was, roles=was.roles & _PLAIN, notes={}, marks=kept)
    most, ms = moves
    count = min(most, after.ms // 2 // ms)
    ways = [
        (
            str(begin.texts[row, column]),
            (source, begin.row_at[row], begin.column_at[column]),
            (target, end.row_at[window.row + row], end.column_at[window.column + column]),
        )
        for row, column in np.argwhere(begin.roles != CellRole.GAP).tolist()
    ]
    return [
        replace(
            before,
            equation=None,  # of the stamp before
            index=after.index,
            grids={**after.grids, target: calm},
            flights=tuple(Flight(CellRole.ONCE | LIT, *way, share) for way in ways),
            ms=ms,
            between=True,
        )
        for share in (_eased(n / (count + 1)) for n in range(1, count + 1))
    ]


def _blanked(was: Grid | None, now: Grid | None) -> Grid | None:
    """*was* without the numbers that belong to a position which a window leaves."""
    if was is None or now is None or was is now or was.roles.shape != now.roles.shape:
        return was
    if was.roles.size == 1:  # a sum: the equation that has it still stands
        return was
    if was.marks:  # a frame that does not move: what is in it is all there until it is another
        return was
    gone = was.texts != now.texts
    if not gone.any() or was.label != now.label:
        return was
    return replace(was, texts=np.where(gone, "", was.texts))


def _nameless(grid: Grid) -> Grid:
    return replace(grid, label="", size_label="")


def _eased(share: float) -> float:
    """Slow at both ends."""
    return round(share * share * (3 - 2 * share) * _EXACT) / _EXACT


def _flights(before: Frame, after: Frame, share: float) -> tuple[Flight, ...]:
    """The cells of one panel on their way to another, one after the other.

    A matrix that is transposed goes at once, without its empty cells.
    """
    source, target = after.carries or ("", "")
    begin, end = after.grids.get(source) or before.grids.get(source), after.grids.get(target)
    if begin is None or end is None:
        return ()
    if after.grids.get(source) is None:
        entries = np.argwhere(end.roles.T != CellRole.EMPTY).tolist()
        ways = [((row, column), (column, row), share) for row, column in entries]
    else:
        last = max(end.roles.size - 1, 1)
        cells = zip(np.ndindex(*begin.roles.shape), np.ndindex(*end.roles.shape), strict=True)
        ways = [
            (cell, to, min(2 * share - number / last, 1))
            for number, (cell, to) in enumerate(cells)
            if 2 * share > number / last
        ]
    return tuple(
        Flight(
            int(end.roles[to]),
            str(end.texts[to]),
            (source, begin.row_at[row], begin.column_at[column]),
            (target, end.row_at[to[0]], end.column_at[to[1]]),
            own,
        )
        for (row, column), to, own in ways
    )


# -- rows and columns come or go ----------------------------------------------------------------


class _Line(NamedTuple):
    """Where the rows, or the columns, of the larger grid are in it and in the smaller one."""

    small: tuple[float, ...]
    large: tuple[float, ...]
    matches: npt.NDArray[np.bool_]
    """Which of them the smaller one has, too."""

    def places(self, share: float) -> tuple[float, ...]:
        return tuple(
            begin + (end - begin) * share for begin, end in zip(self.small, self.large, strict=True)
        )


def _growth(was: Grid, now: Grid) -> Way | None:
    """Rows and columns that come out from beneath their neighbours, or go there."""
    grows = now.roles.size > was.roles.size
    small, large = (was, now) if grows else (now, was)
    if small.roles.size == large.roles.size:
        return None
    common = np.argwhere(np.isin(large.roles & _PLAIN, small.roles & _PLAIN))
    rows = _line(common[:, 0], small.row_at, large.row_at)
    columns = _line(common[:, 1], small.column_at, large.column_at)
    if rows is None or columns is None:
        return None
    beneath = ~(rows.matches[:, None] & columns.matches[None, :])

    def grid(share: float) -> Grid:
        grown = share if grows else 1 - share
        return replace(
            large,
            label=large.label,  # what goes is there until it is gone
            size_label=large.size_label,
            row_at=rows.places(grown),
            column_at=columns.places(grown),
            beneath=beneath,
            notes={},
            marks=(),
        )

    return grid


def _line(
    common: npt.NDArray[np.intp], small: tuple[float, ...], large: tuple[float, ...]
) -> _Line | None:
    """What is not *common* to both is beneath its neighbours in the smaller grid."""
    index = np.arange(len(large))
    kept = np.isin(index, common)
    if kept.sum() != len(small):
        return None
    tucked = np.interp(index, np.flatnonzero(kept), small)
    return _Line(tuple(tucked.tolist()), large, kept)


# -- a grid turns -------------------------------------------------------------------------------


def _turn(was: Grid, now: Grid) -> Way | None:
    """Half a turn of a kernel, the mirror image of a strip, a matrix about its diagonal."""
    plain, half = was.roles & _PLAIN, np.s_[::-1, ::-1]
    rows, columns = plain.shape
    if _looks_like(now, plain, was.texts):
        return None
    if _looks_like(now, plain[half], was.texts[half]):
        pose = _mirrored if rows == 1 else partial(_rotated, rows / columns)
    elif _looks_like(now, plain.T, was.texts.T):
        pose = _about_diagonal
    else:
        return None
    down, across = (
        (sum(end) / len(end) - sum(begin) / len(begin))
        for begin, end in ((was.row_at, now.row_at), (was.column_at, now.column_at))
    )
    return lambda share: replace(
        was,
        label="" if pose is _about_diagonal else now.label,  # it goes where labels stand
        size_label="" if pose is _about_diagonal else now.size_label,
        roles=plain,
        marks=(),
        notes={},
        row_at=tuple(at + down * share for at in was.row_at),
        column_at=tuple(at + across * share for at in was.column_at),
        pose=pose(share),
    )


def _looks_like(grid: Grid, roles: CellRoles, texts: Texts) -> bool:
    return np.array_equal(grid.roles & _PLAIN, roles) and np.array_equal(grid.texts, texts)


def _rotated(high: float, share: float) -> Pose:
    """Half a turn, as large as the place of a grid that is *high* by its width allows."""
    cos, sin = math.cos(math.pi * share), math.sin(math.pi * share)
    wide, tall = abs(cos) + high * sin, high * abs(cos) + sin
    scale = min(1 / wide, high / tall)
    return Pose(scale * cos, scale * sin, -scale * sin, scale * cos)


def _mirrored(share: float) -> Pose:
    return Pose(1, 0, 0, math.cos(math.pi * share))


def _about_diagonal(share: float) -> Pose:
    """Half a turn in space: what lies on the diagonal stays."""
    stays, goes = (1 + math.cos(math.pi * share)) / 2, (1 - math.cos(math.pi * share)) / 2
    return Pose(stays, goes, goes, stays)
