"""Frames around cells of a flat panel: of windows and their parts, and the arrow of a long step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from ..story.frame import LIT, Grid, Mark
from ..story.notation import PRINTED
from ..story.roles import CellRole
from . import glyphs
from .cells import CellMeasures, dashed_outline, outline
from .primitives import Box, Dashes, Rectangle, TextLine
from .scale import Scale

__all__ = ["draw_mark"]

CLEAR: Final = 2
"""Pixels between numbers and an arrow below them."""
LEAST_HEAD: Final = 3
"""Half the height of its head, at least."""
LEAST_LENGTH: Final = 0.9
"""Size of the number of its length, of that of others, at least: else there is no arrow."""


def draw_mark(
    mark: Mark, grid: Grid, x: int, y: int, cells: CellMeasures, scale: Scale
) -> Iterator[Rectangle | Dashes | TextLine]:
    """The frame around marked cells of a panel whose corner is (x, y), half of it inside."""
    line, box = cells.mark, _box(mark.box, x, y, cells)
    thin = max(line // 2, 1)
    if mark.kind == "extent":
        yield from dashed_outline(box, thin, "accent", 2 * line)
        for part in _parts(mark, grid):
            yield from outline(_box(part, x, y, cells), max(line * 3 // 4, 1), "accent")
    elif mark.kind == "span":
        yield from dashed_outline(box, 1, "kernel-line", 2 * line)
    elif mark.kind == "kept":
        cased = line > 1  # else paper would cover cells
        yield from _thin_dashes(box, thin, 3 * line, cased=cased)
    elif mark.kind == "before":
        length = _step_length(mark, grid, box, cells, scale)
        if length is not None or not cells.text_px:
            yield from _step(box, cells, length[:1] if length else ())
            yield from length or ()
    elif cells.cased:
        yield from outline(box, line, "paper")
        inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
        yield from outline(inner, line - 2, "accent")
    else:
        yield from outline(box, line, "accent")


def _thin_dashes(box: Box, thin: int, dash: int, *, cased: bool) -> Iterator[Rectangle | Dashes]:
    """Thin dashes, *cased* between lines of paper, so that they are seen on any ground."""
    if cased:
        yield from outline(box, thin + 2, "paper")
        box = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    yield from dashed_outline(box, thin, "kept-line", dash)


def _box(cells_box: tuple[float, float, float, float], x: int, y: int, cells: CellMeasures) -> Box:
    """The pixels of a frame around (row, column, rows, columns)."""
    top, left, high, wide = (round(at * cells.pitch) for at in cells_box)
    more = 2 * cells.reach - cells.gap
    return Box(x + left - cells.reach, y + top - cells.reach, wide + more, high + more)


def _parts(mark: Mark, grid: Grid) -> Iterator[tuple[float, float, float, float]]:
    """The cells of a window with gaps, wherever it is on its way; none reaches out of it."""
    top, left, high, wide = mark.box
    lit = np.argwhere(grid.roles & LIT).tolist()
    if lit:
        first_row, first_column = min(row for row, _ in lit), min(column for _, column in lit)
        for row, column in lit:
            if row - first_row <= high - 1 and column - first_column <= wide - 1:
                yield top + row - first_row, left + column - first_column, 1, 1


def _step(
    box: Box, cells: CellMeasures, length: tuple[Rectangle, ...]
) -> Iterator[Rectangle | Dashes]:
    """Where a window was before: dashes inside the cells it left, and an arrow to where it is.

    *length*: the ground of the number from which the arrow comes, if there is one.
    """
    line, inset = max(cells.mark // 2, 1), cells.reach + cells.gap + 1
    left, top = box.x + inset, box.y + inset
    right, bottom = box.right - 2 * cells.reach, box.bottom - inset  # up to the frame
    dash = max(cells.pitch // 6, 2)
    for at in range(left, right - line, 2 * dash):
        yield Rectangle(at, top, min(dash, right - at), line, "accent")
    half = max(cells.pitch // 10, line, LEAST_HEAD)
    digits = (cells.side + glyphs.digit_height("bold", cells.loud_px or cells.text_px)) // 2
    clear = box.bottom - cells.reach - cells.pitch + digits + CLEAR + max(line, 2)
    floor = max(bottom - half, min(clear, bottom)) if cells.text_px else bottom - half
    begin = max([left, *(ground.x + ground.width for ground in length)])
    end = min([floor - half - line, *(ground.y for ground in length)])
    for at in range(top, end, 2 * dash):
        yield Rectangle(left, at, line, min(dash, end - at), "accent")
    head = min(2 * half, (right - left) // 2)
    shaft = right - head - begin
    if shaft > 0:
        yield Rectangle(begin, floor - line // 2, shaft, max(line, 2), "accent")
    for at in range(head):
        rise = half * (head - at) // head
        yield Rectangle(right - head + at, floor - rise, 1, 2 * rise + 1, "accent")


def _step_length(
    mark: Mark, grid: Grid, box: Box, cells: CellMeasures, scale: Scale
) -> tuple[()] | tuple[Rectangle, TextLine] | None:
    """How many cells that step was, on its ground; None where no cell would hold it.

    It stands on the arrow in a cell of padding, which holds no number: nowhere without one.
    """
    windows = [one for one in grid.marks if one.kind in ("window", "extent")]
    if not (windows and cells.text_px):
        return None
    text, most = PRINTED.addend(windows[0].column - mark.column), cells.text_px
    notes = (px for px in scale.note_fonts(most - 1) if px >= round(LEAST_LENGTH * most))
    fitting = (px for px in (most, *notes) if glyphs.width("bold", px, text) + 2 <= cells.side)
    if not (px := next(fitting, 0)):
        return None
    wide, high = glyphs.width("bold", px, text), glyphs.digit_height("bold", px)
    left = grid.roles[mark.row + mark.rows - 1, mark.column : mark.column + mark.columns]
    padding = np.flatnonzero(left == CellRole.PAD).tolist()
    if not padding:
        return ()
    x = box.x + cells.reach + padding[0] * cells.pitch + (cells.side - wide) // 2
    floor = box.bottom - cells.reach - cells.gap - 1
    ground = Rectangle(x - 2, floor - high - 3, wide + 4, high + 4, "paper")
    return ground, TextLine(x, floor - 1, text, "bold", px, "ink", "paper")
