"""Cells on their way: some beneath others, or all of them turned."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import numpy as np

from ..story.frame import Frame, Grid
from ..story.mark import Flight, Pose
from . import glyphs
from .cells import CellMeasures, cell_tile
from .grid_lines import GridLines
from .place import Place
from .primitives import PlacedTile, Polygons, Primitive, TextLine
from .theme import CellStyle, Theme

__all__ = ["StyleOfCell", "cells_on_their_way", "flying_cells", "leaves_panels", "turned_cells"]

LEAST_TURNED: Final = 6
"""The smallest font of numbers in cells that turn."""

StyleOfCell: TypeAlias = Callable[[int, int], CellStyle]
"""Of the cell in that row and column."""


def leaves_panels(frame: Frame) -> bool:
    """Whether a frame glides past the last cell of its grid: over anything."""
    return any(_passed(grid) for grid in frame.grids.values() if grid is not None)


def _passed(grid: Grid) -> bool:
    """Whether a frame around cells, or one of its parts on their way, stands beyond the grid."""
    rows, columns = grid.roles.shape
    for mark in grid.marks:
        row, column, high, wide = mark.box
        below, beyond = row + max(high, mark.rows), column + max(wide, mark.columns)
        if row < 0 or column < 0 or below > rows or beyond > columns:
            return True
    return False


def cells_on_their_way(
    grid: Grid, place: Place, style: StyleOfCell, lines: GridLines
) -> Iterator[Primitive]:
    """The cells of a grid of which some lie beneath others, these first."""
    pitch, beneath = place.cells.pitch, grid.beneath
    cells = np.argwhere(grid.roles > 0).tolist()
    for row, column in sorted(cells, key=lambda cell: beneath is None or not beneath[tuple(cell)]):
        at_x = place.x + round(grid.column_at[column] * pitch)
        at_y = place.y + round(grid.row_at[row] * pitch)
        tile = cell_tile(style(row, column), grid.texts[row, column], "", place.cells)
        yield PlacedTile(at_x, at_y, tile)
        yield from lines.around(int(grid.roles[row, column]), at_x, at_y, place.cells)


def turned_cells(
    grid: Grid, pose: Pose, place: Place, style: StyleOfCell
) -> Iterator[Polygons | TextLine]:
    """Cells turned about the middle of them all, their texts upright."""
    measures, cells = place.cells, np.argwhere(grid.roles > 0)
    pitch, half = measures.pitch, measures.side / 2
    at = tuple(cells.T)
    alike = grid.roles[at] + np.intp(256) * (0 if grid.shades is None else grid.shades[at])
    _, first, whose = np.unique(alike, return_index=True, return_inverse=True)
    order = np.argsort(first)  # what lies over the other where they touch
    looks, whose = [style(*cell) for cell in cells[first[order]].tolist()], np.argsort(order)[whose]
    places = np.array(grid.row_at)[at[0]], np.array(grid.column_at)[at[1]]
    middle_row, middle_column = ((at[0] + at[-1]) / 2 for at in (grid.row_at, grid.column_at))
    at_x, at_y = place.x + middle_column * pitch + half, place.y + middle_row * pitch + half
    middles = np.stack(((places[0] - middle_row) * pitch, (places[1] - middle_column) * pitch), 1)
    outlines = [look.line if look.border == "solid" else "" for look in looks]
    grounds = [look.ground for look in looks]
    for reach, inks in (half + measures.gap, outlines), (half, grounds):
        corners = reach * np.array(((-1, -1), (-1, 1), (1, 1), (1, -1)))
        for ink in filter(None, dict.fromkeys(inks)):
            chosen = np.array([one == ink for one in inks])[whose]
            down, across = np.moveaxis(middles[chosen][:, None] + corners, -1, 0)
            ys, xs = pose.at(down, across)
            yield Polygons(np.stack((at_x + xs, at_y + ys), axis=-1), ink)
    if not measures.text_px:
        return
    texts = grid.texts[at].tolist()
    voices = [_turned_voice(look, texts, pose, measures) for look in looks]
    for text, look, (down, across) in zip(texts, whose.tolist(), middles.tolist(), strict=True):
        face, px = voices[look]
        if text and px:
            below, right = pose.at(down, across)
            x = round(at_x + right - glyphs.width(face, px, text) / 2)
            baseline = round(at_y + below + glyphs.digit_height(face, px) / 2)
            yield TextLine(x, baseline, text, face, px, looks[look].ink, looks[look].ground)


def _turned_voice(
    look: CellStyle, texts: Iterable[str], pose: Pose, measures: CellMeasures
) -> tuple[str, int]:
    """(face, font size) with which all *texts* are inside turned cells; a size of 0 for none.

    All are of one size, as numbers that go would seem to be gone.
    """
    face, px = measures.voice(look)
    sides = [math.hypot(*pose.at(*way)) for way in ((1, 0), (0, 1))]
    area = abs(
        pose.down_of_down * pose.across_of_across - pose.down_of_across * pose.across_of_down
    )
    room, words = measures.side * area / max(*sides, 1e-9) - 2, set(texts)
    for size in range(px, min(px, LEAST_TURNED) - 1, -1):
        widest = max((glyphs.width(face, size, text) for text in words), default=0)
        if max(widest, glyphs.digit_height(face, size)) <= room:
            return face, size
    return face, 0


def flying_cells(
    flights: Iterable[Flight], places: Mapping[str, object], theme: Theme
) -> Iterator[PlacedTile]:
    """Cells between two panels, where both are there; as large as where they go."""
    for role, text, (source, *begin), (target, *end), share in flights:
        ways = [(places.get(source), begin), (places.get(target), end)]
        middles = [
            tuple(
                corner + at * place.cells.pitch + place.cells.side / 2
                for corner, at in zip((place.y, place.x), way, strict=True)
            )
            for place, way in ways
            if isinstance(place, Place)
        ]
        if len(middles) == 2 and isinstance(place := places[target], Place):
            y, x = (a + (b - a) * share for a, b in zip(*middles, strict=True))
            half = place.cells.side / 2
            tile = cell_tile(theme.cells[role], text, "", place.cells)
            yield PlacedTile(round(x - half), round(y - half), tile)
