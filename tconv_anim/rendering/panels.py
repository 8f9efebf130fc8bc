"""Panels drawn: their labels, cells and marks, and the signs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from ..story.frame import Grid, Mark
from . import glyphs
from .cell_edges import PlacedEdges
from .changed_cells import Area, changed_cells, touches
from .fan_lines import FanLines
from .fans import FanLevel
from .fitting_labels import fitting_label
from .grid_cells import (
    border,
    cell_styles,
    cleared_cells,
    grid_cells,
    grid_corner,
    grid_words,
    outlined_roles,
)
from .grid_lines import GridLines
from .lens_lines import LensLines
from .marks import draw_mark
from .moving_cells import StyleOfCell, cells_on_their_way, turned_cells
from .panel_rows import APART, LABEL_DROP, LABEL_FONT
from .place import Place
from .primitives import (
    Box,
    CellGrounds,
    PanelCells,
    PlacedTile,
    Polygons,
    Primitive,
    Rectangle,
    TextLine,
)
from .scale import Scale
from .signs import Sign
from .spans import cleared_text, enclosing_box, text_box
from .theme import MANY, Theme

__all__ = ["Panels"]


class Panels:
    """Panels that have their places, and the primitives of their grids.

    *signs*, *fans*: what stands between them; *steps*: whether long steps of a window are shown.
    """

    level: FanLevel | None = None
    """Where its fans begin, and how long they are, if it has such."""

    def __init__(
        self,
        places: dict[str, Place],
        scale: Scale,
        theme: Theme,
        *,
        pitch: int,
        signs: Sequence[Sign] = (),
        fans: Sequence[FanLines | LensLines] = (),
        steps: bool = True,
    ) -> None:
        self._scale, self._theme, self._lines = scale, theme, GridLines(theme)
        self._label_px, self._steps = scale.font(LABEL_FONT), steps
        self._signs, self._fans = signs, fans
        self.pitch, self.places = pitch, places

    def join_cells(self) -> Panels:
        """Leave no gaps between small cells that are shades, where they are many."""
        for name, place in self.places.items():
            if place.panel.rows * place.panel.columns > MANY and not place.panel.counts:
                self.places[name] = replace(place, cells=place.cells.picture)
        return self

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """All panels' primitives; with *before*, only those that turn that state into *grids*."""
        grids, before = self._seen(grids), self._seen(before) if before is not None else None
        stood = [sign for sign in self._signs if before is not None and sign.is_shown(before)]
        shown = [sign for sign in self._signs if sign.is_shown(grids)]
        for sign in stood:
            if sign not in shown:  # cells may come where it stood
                yield from map(cleared_text, sign.words)
        wiped: Set[str] = set() if before is None else self._wiped(grids, before)
        drawn = [
            [] if lines.is_shown(grids) else [*lines.draw(grids, before)] for lines in self._fans
        ]
        for ended in drawn:  # cells may come there, too
            yield from ended
        for name in sorted(self.places, key=lambda name: grids.get(name) is not None):
            was = before.get(name) if before else None
            if name in wiped:
                yield self._cleared_panel(self.places[name])
                was = None
            yield from self._draw(name, grids.get(name), was)
        for lines, ended in zip(self._fans, drawn, strict=True):
            shown_lines = [*lines.draw(grids, before)] if lines.is_shown(grids) else []
            yield from shown_lines
            if before is not None and isinstance(lines, LensLines) and (ended or shown_lines):
                # What was cleared stands close to its label.
                yield from self._labels_of(lines.panel, grids)
        for sign in shown:  # again where it stood, as panels clear a little more than their cells
            yield from sign.words

    def _wiped(
        self, _grids: Mapping[str, Grid | None], _before: Mapping[str, Grid | None]
    ) -> Set[str]:
        """The panels of which something is cleared, which are drawn whole again."""
        return frozenset()

    def _seen(self, grids: Mapping[str, Grid | None]) -> Mapping[str, Grid | None]:
        """Without those that stand in the room of others that are there."""
        hidden = {
            name
            for name, place in self.places.items()
            if place.room_of and any(grids.get(n) for n in self.places.keys() & {*place.room_of})
        }
        return (
            {name: None if name in hidden else grid for name, grid in grids.items()}
            if hidden
            else grids
        )

    def covered_boxes(self, grids: Mapping[str, Grid | None]) -> Iterator[Box]:
        """Where the cells, labels and signs of *grids* stand."""
        for name, place in self.places.items():
            if (grid := grids.get(name)) is not None:
                (x, y), pitch = grid_corner(place, grid), place.cells.pitch
                wide, high = (
                    round((at[-1] - at[0] + 1) * pitch) for at in (grid.column_at, grid.row_at)
                )
                yield enclosing_box(
                    [Box(x, y, wide, high), *map(text_box, self._label(place, grid))]
                )
        for sign in self._signs:
            if sign.is_shown(grids):
                yield from map(text_box, sign.words)

    def turned_cells(self, grids: Mapping[str, Grid | None]) -> Iterator[Polygons | TextLine]:
        """The cells of grids that turn, which may reach over anything."""
        for name, place in self.places.items():
            if (grid := grids.get(name)) is not None and grid.pose is not None:
                yield from turned_cells(
                    grid, grid.pose, place, cell_styles(self._theme, place, grid)
                )

    def _draw(self, name: str, grid: Grid | None, before: Grid | None) -> Iterator[Primitive]:
        place = self.places[name]
        if grid is before:
            return
        if before is not None and (grid is None or _cell_places(grid) != _cell_places(before)):
            words = *self._label(place, before), *self._names(place, before)
            yield from map(cleared_text, words)
            yield self._cleared_panel(place)
            before = None
        if grid is None:
            return
        whole: list[Area] = [(0, 0, *grid.roles.shape)]
        if before is None:
            yield from self._label(place, grid)
            new = areas = whole
        else:
            if (grid.label, grid.size_label) != (before.label, before.size_label):
                yield from map(cleared_text, self._label(place, before))
                yield from self._label(place, grid)
            if grid.pose is not None:
                return
            new, areas = changed_cells(grid, before)
            if not areas:
                return
            if self._theme.speaking(grid) is not self._theme.speaking(before):
                new = areas = whole
        if place.names_width:
            yield from self._row_names(place, grid, before)
        if grid.pose is not None:
            return
        style = cell_styles(self._theme, place, grid)
        if grid.beneath is not None:
            yield from cells_on_their_way(grid, place, style, self._lines)
            return
        boxes = tuple(cleared_cells(place, grid, area) for area in areas)
        cells = self._cells(place, grid, style, new, clear=before is not None)
        yield PanelCells(name, tuple(cells), boxes, whole=before is None)
        x, y = grid_corner(place, grid)
        for mark in grid.marks:
            if any(touches(mark, area) for area in areas) and (
                self._steps or mark.kind != "before"
            ):
                at = self._mark_at(grid, mark, x, y, place)
                yield from draw_mark(mark, grid, *at, place.cells, self._scale)
        if any(any(mark.by) for mark in grid.marks):  # no digit is cut by a frame on its way
            for area in areas:
                yield from grid_words(style, place, grid, area)

    def _cells(
        self, place: Place, grid: Grid, style: StyleOfCell, areas: list[Area], *, clear: bool
    ) -> Iterator[Rectangle | PlacedTile | CellGrounds | PlacedEdges]:
        """Cells and their outlines; on ground that is *clear* again where others may stand."""
        if not areas:
            return
        if clear:
            yield from (cleared_cells(place, grid, area) for area in areas)
        x, y = grid_corner(place, grid)
        outlined = outlined_roles(place, grid)
        for area in areas:
            yield from grid_cells(style, place, grid, area)
            yield from self._lines.draw(grid, outlined, x, y, place.cells, area)
        if not place.cells.text_px and (grid.shades is not None or place.cells.gap == 0):
            yield from border(grid, x, y, place.cells)

    @staticmethod
    def _mark_at(grid: Grid, mark: Mark, x: int, y: int, place: Place) -> tuple[int, int]:
        """The corner to count a mark's cells from, as cells may stand apart."""
        across = grid.column_at[mark.column] - grid.column_at[0] - mark.column
        down = grid.row_at[mark.row] - grid.row_at[0] - mark.row
        return x + round(across * place.cells.pitch), y + round(down * place.cells.pitch)

    def _row_names(self, place: Place, grid: Grid, before: Grid | None) -> Iterator[Primitive]:
        """What stands before the rows that have cells, where these are others than *before*."""
        if before is not None:
            if _named_rows(grid) == _named_rows(before):
                return
            yield from map(cleared_text, self._names(place, before))
        yield from self._names(place, grid)

    def _names(self, place: Place, grid: Grid) -> Iterator[TextLine]:
        shown, framed = _named_rows(grid)
        px, right = place.names_px, place.x - self._scale.px(APART)
        every = -(-px // place.cells.pitch)  # of low rows not all have room
        for row, name in enumerate(place.panel.row_names):
            if name and row in shown and row % every == 0:
                face, ink = ("bold", "ink") if row in framed else ("sans", "muted")
                middle = place.y + row * place.cells.pitch + place.cells.side // 2
                x = right - glyphs.width(face, px, name)
                yield TextLine(x, middle + px // 3, name, face, px, ink, "paper")

    def _labels_of(self, name: str, grids: Mapping[str, Grid | None]) -> Iterator[TextLine]:
        if (grid := grids.get(name)) is not None:
            yield from self._label(self.places[name], grid)

    def _label(self, place: Place, grid: Grid) -> Iterator[TextLine]:
        """Label and size over the grid's first row: they go where the cells go."""
        px, apart = self._label_px, self._scale.px(APART)
        label, size = fitting_label(grid, place.width, px, self._scale)
        wide = glyphs.width("sans", px, label)
        size_wide = glyphs.width("sans", px, size) if size else 0
        left, right, baseline = self._label_ends(place, grid)
        taken = wide + (apart + size_wide if size else 0)
        if place.label_at:
            left = left if place.label_left else right - taken
            right = left + taken
        elif left + taken > place.x + place.width:  # no room there: back to the panel's edge
            left = max(place.x + place.width - taken, min(left, place.x))
        if label:
            yield TextLine(left, baseline, label, "sans", px, "muted", "paper")
        if size:
            at = max(right - size_wide, left + taken - size_wide)
            yield TextLine(at, baseline, size, "sans", px, "muted", "paper")

    def _label_ends(self, place: Place, grid: Grid) -> tuple[int, int, int]:
        """(left, right, baseline) of a label that is as long as its cells are wide."""
        if place.label_at:
            at, baseline = place.label_at
            left = at if place.label_left else at - place.width
            return left, left + place.width, baseline
        (x, y), pitch = grid_corner(place, grid), place.cells.pitch
        right = place.x + round(grid.column_at[-1] * pitch) + place.cells.side
        return x, right, y - self._scale.px(LABEL_DROP)

    @staticmethod
    def _cleared_panel(place: Place) -> Rectangle:
        """All cells that a panel can have, marks around them, and the names of its rows."""
        edge, pitch = place.cells.reach, place.cells.pitch
        left = place.x - max(edge, place.names_width + 2)
        right = place.x + place.panel.columns * pitch + edge
        high = place.panel.rows * pitch + 2 * edge
        return Rectangle(left, place.y - edge, right - left, high, "paper")


def _named_rows(grid: Grid) -> tuple[set[int], set[int]]:
    """The rows that have cells, and those in which frames end."""
    shown = set(np.flatnonzero(grid.roles.max(axis=1)).tolist())
    return shown, {mark.row + mark.rows - 1 for mark in grid.marks if mark.kind != "now"}


def _cell_places(grid: Grid) -> tuple[object, ...]:
    """Where the cells are, if they have places of their own; nowhere while they turn."""
    return grid.row_at, grid.column_at, grid.pose is None, grid.beneath is None
