"""The cells of a grid in its panel: where they stand, their looks, and the primitives of some."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..story.frame import LIT, CellRole, CellRoles, Grid
from ..story.roles import UNSHADED
from .cells import CellMeasures, cell_tile, outline
from .changed_cells import Area, touches
from .grid_lines import is_apart
from .moving_cells import StyleOfCell
from .place import Place
from .primitives import Box, CellGrounds, PlacedTile, Rectangle, TextLine
from .theme import CellStyle, Theme

__all__ = [
    "border",
    "cell_styles",
    "cleared_cells",
    "grid_cells",
    "grid_corner",
    "grid_words",
    "outlined_roles",
]


def grid_corner(place: Place, grid: Grid) -> tuple[int, int]:
    """Where a grid begins that need not fill its panel."""
    pitch = place.cells.pitch
    return place.x + round(grid.column_at[0] * pitch), place.y + round(grid.row_at[0] * pitch)


def _cell_corner(place: Place, grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Where a cell begins: whole pitches from the first one, as its outlines do."""
    (x, y), pitch = grid_corner(place, grid), place.cells.pitch
    across = grid.column_at[column] - grid.column_at[0]
    return x + round(across * pitch), y + round((grid.row_at[row] - grid.row_at[0]) * pitch)


def cell_styles(theme: Theme, place: Place, grid: Grid) -> StyleOfCell:
    """The look of each cell; cells without room for numbers show them as shades."""
    says = place.cells.text_px
    styles = theme.speaking(grid) if says else theme.tiny
    shades = theme.visible(grid) if says else grid.shades

    def style(row: int, column: int) -> CellStyle:
        role = int(grid.roles[row, column])
        if shades is not None and (level := int(shades[row, column])) != UNSHADED:
            return theme.shaded(role, level)
        return styles[role]

    return style


def outlined_roles(place: Place, grid: Grid) -> CellRoles:
    """The roles of cells that have outlines: shades have none, nor their neighbours' dashes."""
    if place.cells.text_px or grid.shades is None:
        return grid.roles
    return np.where(grid.shades == UNSHADED, grid.roles, np.uint8(CellRole.INPUT))


def grid_cells(
    style: StyleOfCell, place: Place, grid: Grid, area: Area
) -> Iterator[PlacedTile | CellGrounds]:
    """The cells in *area*."""
    cells = place.cells
    if not (cells.text_px or cells.loud_px or is_apart(grid)):
        yield from _silent_cells(style, place, grid, area)
        return
    for row, column, x, y in _spots(place, grid, area):
        note = grid.notes.get((row, column), "")
        tile = cell_tile(style(row, column), grid.texts[row, column], note, cells)
        yield PlacedTile(x, y, tile)


def cleared_cells(place: Place, grid: Grid, area: Area) -> Rectangle:
    """Paper where the cells in *area* stand, and the frames around them."""
    top, left, bottom, right = area
    pitch, edge, gap = place.cells.pitch, place.cells.reach, place.cells.gap
    rows, columns = grid.roles.shape
    # Marks reach over the panel's own edge, never over cells outside the area. The
    # outline before the first cell belongs to it, that behind the last is in its pitch.
    x, y = _cell_corner(place, grid, top, left)
    x -= edge if left == 0 else gap
    y -= edge if top == 0 else gap
    end_x, end_y = (at + pitch for at in _cell_corner(place, grid, bottom - 1, right - 1))
    end_x += edge if right == columns else 0
    end_y += edge if bottom == rows else 0
    return Rectangle(x, y, end_x - x, end_y - y, "paper")


def border(grid: Grid, x: int, y: int, cells: CellMeasures) -> Iterator[Rectangle]:
    """Around cells that are shades and have no outlines: what is 0 may be as pale as paper."""
    if cells.gap and int(grid.roles[0, 0]) & ~LIT != CellRole.KERNEL:
        return
    (rows, columns), line = grid.roles.shape, max(cells.gap, 1)
    wide, high = (n * cells.pitch - cells.gap + 2 * line for n in (columns, rows))
    yield from outline(Box(x - line, y - line, wide, high), line, "zero-line")


def grid_words(style: StyleOfCell, place: Place, grid: Grid, area: Area) -> Iterator[TextLine]:
    """The numbers of the cells in *area* once more, where frames may lie over them."""
    for row, column, x, y in _spots(place, grid, area):
        cell = row, column, row + 1, column + 1
        if not any(touches(mark, cell) for mark in grid.marks):
            continue
        note = grid.notes.get((row, column), "")
        tile = cell_tile(style(row, column), grid.texts[row, column], note, place.cells)
        for item in tile.items:
            if isinstance(item, TextLine):
                yield item._replace(x=x + item.x, baseline=y + item.baseline)


def _spots(place: Place, grid: Grid, area: Area) -> Iterator[tuple[int, int, int, int]]:
    """(row, column, x, y) of each cell in *area*."""
    top, left, bottom, right = area
    (first_x, first_y), pitch = grid_corner(place, grid), place.cells.pitch
    columns, rows = grid.column_at[left:right], grid.row_at[top:bottom]
    xs = [first_x + round((at - grid.column_at[0]) * pitch) for at in columns]
    for row, row_at in enumerate(rows, start=top):
        y = first_y + round((row_at - grid.row_at[0]) * pitch)
        roles = grid.roles[row, left:right].tolist()
        for column, (x, role) in enumerate(zip(xs, roles, strict=True), start=left):
            if role:
                yield row, column, x, y


def _silent_cells(
    style: StyleOfCell, place: Place, grid: Grid, area: Area
) -> Iterator[PlacedTile | CellGrounds]:
    """Cells without texts: many, of a few looks."""
    top, left, bottom, right = area
    roles = grid.roles[top:bottom, left:right]
    looks = roles.astype(np.intp)
    if grid.shades is not None:
        looks += 256 * grid.shades[top:bottom, left:right].astype(np.intp)
    _, first, places = np.unique(looks, return_index=True, return_inverse=True)
    places = places.reshape(roles.shape)  # which NumPy 1 and 2 shape otherwise
    grounds, crossed = [], []
    for number, (row, column) in enumerate(zip(*np.divmod(first, right - left), strict=True)):
        look = style(top + row, left + column) if roles[row, column] else None
        grounds.append(look.ground if look else "")
        if look and look.border == "crossed":
            crossed.append((number, cell_tile(look, "", "", place.cells)))
    x, y = _cell_corner(place, grid, top, left)
    pitch, side = place.cells.pitch, place.cells.side
    yield CellGrounds(x, y, pitch, side, tuple(grounds), places)
    for number, tile in crossed:
        for row, column in np.argwhere(places == number).tolist():
            yield PlacedTile(x + column * pitch, y + row * pitch, tile)
