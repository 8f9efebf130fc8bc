"""The panels of a section drawn: their labels, cells and marks, and the signs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..story.frame import UNSHADED, Columns, Grid, Mark, label_text
from . import glyphs
from .cells import cell_tile, draw_mark
from .panel_layout import LABEL_FONT, PanelLayout, Place
from .primitives import Box, PlacedTile, Primitive, Rectangle, TextLine
from .scale import Scale
from .theme import Theme

__all__ = ["Panels", "changed_area", "fitting_label"]


class Panels:
    """The panels of a section inside *area*, and the primitives of their grids.

    A *strip* has many panels in a row: all cells are of one size, the signs close by.
    """

    def __init__(
        self, columns: Columns, area: Box, scale: Scale, theme: Theme, *, strip: bool = False
    ) -> None:
        self._scale, self._theme = scale, theme
        self._label_px = scale.font(LABEL_FONT)
        layout = PanelLayout(columns, area, scale, strip=strip)
        self.places, self._signs = layout.places, layout.signs

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """All panels' primitives; with *before*, only those that turn that state into *grids*."""
        for name in self.places:
            yield from self._draw(name, grids.get(name), before.get(name) if before else None)
        for sign in self._signs:
            shown, stood = sign.shown(grids), before is not None and sign.shown(before)
            if shown and not stood:
                yield sign.words
            elif stood and not shown:
                yield self._cleared_sign(sign.words)

    @staticmethod
    def _cleared_sign(words: TextLine) -> Rectangle:
        drawn = glyphs.sprite(words.face, words.px, words.text)
        high, wide = drawn.coverage.shape
        return Rectangle(words.x + drawn.left, words.baseline + drawn.top, wide, high, "paper")

    def _draw(self, name: str, grid: Grid | None, before: Grid | None) -> Iterator[Primitive]:
        place = self.places[name]
        if grid is before:
            return
        if before is not None and (
            grid is None or (grid.row_at, grid.column_at) != (before.row_at, before.column_at)
        ):
            yield self._cleared(place)
            before = None
        if grid is None:
            return
        if before is None:
            yield from self._label(place, grid)
            area = (0, 0, *grid.roles.shape)
        else:
            if (grid.label, grid.size_label) != (before.label, before.size_label):
                yield self._cleared_label(place, before)
                yield from self._label(place, grid)
            found = changed_area(grid, before)
            if found is None:
                return
            area = found
            yield self._cleared_cells(place, grid, area)
        yield from self._cells(place, grid, area)
        x, y = self._corner(place, grid)
        for mark in grid.marks:
            if _touches(mark, area):
                yield from draw_mark(mark, x, y, place.cells)

    @staticmethod
    def _corner(place: Place, grid: Grid) -> tuple[int, int]:
        """Where a grid begins that need not fill its panel."""
        pitch = place.cells.pitch
        return place.x + round(grid.column_at[0] * pitch), place.y + round(grid.row_at[0] * pitch)

    def _cells(
        self, place: Place, grid: Grid, area: tuple[int, int, int, int]
    ) -> Iterator[Primitive]:
        top, left, bottom, right = area
        pitch, styles = place.cells.pitch, self._theme.cells
        shades = None if place.cells.text_px else grid.shades
        xs = [place.x + round(at * pitch) for at in grid.column_at]
        for row in range(top, bottom):
            y = place.y + round(grid.row_at[row] * pitch)
            roles = grid.roles[row].tolist()
            for column in range(left, right):
                if roles[column]:
                    note = grid.notes.get((row, column), "")
                    value = grid.texts[row, column]
                    style = styles[roles[column]]
                    if shades is not None and (level := int(shades[row, column])) != UNSHADED:
                        style = self._theme.shaded(roles[column], level)
                    tile = cell_tile(style, value, note, place.cells)
                    yield PlacedTile(xs[column], y, tile)

    def _label(self, place: Place, grid: Grid) -> Iterator[TextLine]:
        """Label and size over the grid's first row: they go where the cells go."""
        px, pitch = self._label_px, place.cells.pitch
        baseline = place.y + round(grid.row_at[0] * pitch) - self._scale.px(13)
        left = place.x + round(grid.column_at[0] * pitch)
        right = place.x + round(grid.column_at[-1] * pitch) + place.cells.side
        label, size = fitting_label(grid, place.width, px, self._scale)
        wide = glyphs.width("sans", px, size) if size else 0
        least = left + glyphs.width("sans", px, label) + (self._scale.px(14) if size else 0)
        if least + wide > place.x + place.width:  # no room there: back to the panel's edge
            shift = min(least + wide - place.x - place.width, left - place.x)
            left, least = left - shift, least - shift
        if label:
            yield TextLine(left, baseline, label, "sans", px, "muted", "paper")
        if size:
            yield TextLine(max(right - wide, least), baseline, size, "sans", px, "muted", "paper")

    def _cleared_label(self, place: Place, before: Grid) -> Rectangle:
        corner_y = self._corner(place, before)[1]
        top = corner_y - self._scale.px(13) - self._label_px
        edge = place.cells.mark
        # A glyph may reach a pixel over the place where its pen begins.
        return Rectangle(
            place.x - edge, top, place.width + 2 * edge, corner_y - edge - top, "paper"
        )

    def _cleared(self, place: Place) -> Rectangle:
        """Everything a panel can draw on: its label, its cells, and marks around them."""
        edge = place.cells.mark
        top = place.y - self._scale.px(13) - self._label_px
        bottom = place.y + place.panel.rows * place.cells.pitch + edge
        wide = max(place.width, place.panel.columns * place.cells.pitch)
        return Rectangle(place.x - edge, top, wide + 2 * edge, bottom - top, "paper")

    def _cleared_cells(
        self, place: Place, grid: Grid, area: tuple[int, int, int, int]
    ) -> Rectangle:
        top, left, bottom, right = area
        pitch, edge = place.cells.pitch, place.cells.mark
        rows, columns = grid.roles.shape
        # Marks reach over the panel's own edge, never over cells outside the area.
        corner_x, corner_y = self._corner(place, grid)
        x = corner_x + left * pitch - (edge if left == 0 else 0)
        y = corner_y + top * pitch - (edge if top == 0 else 0)
        end_x = corner_x + right * pitch + (edge if right == columns else 0)
        end_y = corner_y + bottom * pitch + (edge if bottom == rows else 0)
        return Rectangle(x, y, end_x - x, end_y - y, "paper")


def _touches(mark: Mark, area: tuple[int, int, int, int]) -> bool:
    """Whether a frame around cells, which lies on its neighbours too, reaches into *area*."""
    top, left, bottom, right = area
    below, beyond = mark.row + mark.rows, mark.column + mark.columns
    inside = top > mark.row and left > mark.column and bottom < below and right < beyond
    outside = bottom < mark.row or right < mark.column or top > below or left > beyond
    return not inside and not outside


def fitting_label(grid: Grid, room: int, px: int, scale: Scale) -> tuple[str, str]:
    """Label and size, or what fits of them: the first part of the label goes last."""
    whole = label_text(grid.label)
    first = label_text(grid.label[0]) if isinstance(grid.label, tuple) else whole
    for label, size in ((whole, grid.size_label), (first, grid.size_label), (first, "")):
        apart = scale.px(14) + glyphs.width("sans", px, size) if size else 0
        if glyphs.width("sans", px, label) + apart <= room:
            return label, size
    return "", ""


def changed_area(grid: Grid, before: Grid) -> tuple[int, int, int, int] | None:
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
