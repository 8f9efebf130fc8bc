"""Two planes seen from the front and above, the output over the input, the kernel beside them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Final, TypeAlias

from ...story.frame import LIT, CellRole, Columns, Grid
from .. import glyphs
from ..antialias import Quad
from ..changed_cells import changed_cells
from ..facets import Facets
from ..fitting_labels import fitting_label
from ..panel_rows import LABEL_FONT, LABEL_ROOM
from ..panels import Panels
from ..place import Place
from ..primitives import Box, Polygons, Primitive, Rectangle, TextLine, pixel_box
from ..scale import Scale
from ..spans import enclosing_box, text_box
from ..theme import Theme
from .cells import SlantedCells, edge_ink, measure_slanted
from .connectors import Connectors, connectors
from .kernels import laid_beside
from .layout import TILTS
from .plane import Plane
from .plane_panels import plane_panels
from .side_arrows import SideArrows

__all__ = ["Planes"]

SHINING: Final = 0.4
"""Strength of a line that shines through cells."""
BESIDE: Final = frozenset({CellRole.KERNEL, CellRole.GAP, CellRole.PRODUCT, CellRole.GHOST})


_Grids: TypeAlias = Mapping[str, Grid | None]
_Pair: TypeAlias = tuple[Grid | None, Grid | None]
"""The lower plane's grid and the upper one's."""


class Planes:
    """Places for the panels of a section inside *area*, and the primitives of their grids."""

    def __init__(
        self,
        columns: Columns,
        area: Box,
        scale: Scale,
        theme: Theme,
        slants: tuple[float, ...] = TILTS,
        most_unit: int | None = None,
    ) -> None:
        self._scale, self._theme, self._area = scale, theme, area
        self._label_px = scale.font(LABEL_FONT)
        found = plane_panels(columns)
        lower, upper, self._twin = found.lower, found.upper, found.twin
        kernels = tuple(
            replace(panel, columns=panel.own_columns or panel.columns)
            for panel in found.beside
            if not panel.spare
        )
        self.placement, self._side = laid_beside(
            lower, upper, kernels, area, scale, theme, slants, most_unit
        )
        self._lower, self._upper = (
            Plane(
                panel,
                *at,
                SlantedCells(measure_slanted(panel, self.placement.tilt, scale), theme),
                quiet=panel is lower and theme.values != "all" and not panel.counts,
            )
            for panel, at in ((lower, self.placement.lower), (upper, self.placement.upper))
        )
        flat = self._side.places if self._side else dict[str, Place]()
        left = min((place.x for place in flat.values()), default=scale.size[0])
        self._beside = left - scale.px(6)
        top = min((place.y for place in flat.values()), default=scale.size[1])
        self._beside_top = top - scale.px(LABEL_ROOM)
        self._side_arrows = None
        if len(found.ways) == len(("there", "back")):
            there, back = found.ways
            self._side_arrows = SideArrows(
                (there, back), self._lower, self._upper, area, self._beside, scale
            )
        self.places: dict[str, Place | Plane] = dict(flat)
        self.places |= {lower.name: self._lower, upper.name: self._upper}

    def pairs(self, roles: frozenset[int]) -> list[tuple[str, str]]:
        """(ground, ink) of the lines between cells and between planes, the most seen first."""
        styles = {
            role: self._theme.cells[role] for role in sorted(roles) if role & ~LIT not in BESIDE
        }
        edges = {(style.ground, edge_ink(role, style)) for role, style in styles.items()}
        outer = {("paper", ink) for _, ink in edges}
        accents = {(style.ground, "accent") for style in styles.values()}
        ordered = [("paper", "accent"), *sorted(edges), *sorted(accents), *sorted(outer)]
        return [(ground, ink) for ground, ink in ordered if ground != ink]

    # -- drawing ----------------------------------------------------------------------

    def draw(self, grids: _Grids, before: _Grids | None) -> Iterator[Primitive]:
        """All primitives; with *before*, only those that turn that state into *grids*."""
        grids, before = self._swapped(grids), before and self._swapped(before)
        now = self._pair(grids)
        if before is None:
            yield from self._labels(now)
            yield from self._both(now, self._whole())
            yield from self._draw_side(grids, None)
            return
        yield from self._draw_side(grids, before)
        was = self._pair(before)
        if any(map(_moved, now, was)) or self._hushed(now) != self._hushed(was):
            area: Box | None = self._whole()
        else:
            shapes = self._connectors(now), self._connectors(was)
            points = [
                *self._changed_corners(now, was),
                *(at for shape in shapes for at in shape.corners),
            ]
            area = pixel_box(points) if points and now != was else None
        if area:
            yield Rectangle(*area, "paper")
            yield from self._labels(now)
            yield from self._both(now, area)
            right, bottom = area.right, area.bottom
            if right > self._beside and bottom > self._beside_top:
                yield from self._draw_side(grids, None)

    def _hushed(self, grids: _Pair) -> list[bool]:
        planes = zip((self._lower, self._upper), grids, strict=True)
        return [grid is not None and plane.is_hushed(grid) for plane, grid in planes]

    def turned_cells(self, grids: _Grids) -> Iterator[Polygons | TextLine]:
        """The cells of grids that turn, which only those beside the planes do."""
        if self._side:
            yield from self._side.turned_cells(self._standing(self._side, grids))

    def _draw_side(self, grids: _Grids, before: _Grids | None) -> Iterator[Primitive]:
        if self._side:
            was = None if before is None else self._standing(self._side, before)
            yield from self._side.draw(self._standing(self._side, grids), was)

    def covered_boxes(self, grids: _Grids) -> Iterator[Box]:
        """Where the planes, their labels and what is beside them stand."""
        grids = self._swapped(grids)
        pair = self._pair(grids)
        planes = zip((self._lower, self._upper), pair, strict=True)
        yield from (plane.box(grid) for plane, grid in planes if grid)
        yield from map(text_box, self._labels(pair))
        if self._side:
            yield from self._side.covered_boxes(self._standing(self._side, grids))

    def _swapped(self, grids: _Grids) -> _Grids:
        """While the lower plane's twin is being filled, they change places."""
        name = self._twin.name if self._twin else ""
        twin = grids.get(name)
        if twin is None or not twin.marks:
            return grids
        lower = self._lower.panel.name
        return {**grids, lower: twin, name: grids[lower]}

    def _standing(self, side: Panels, grids: _Grids) -> dict[str, Grid | None]:
        """What stands beside the planes: there a kernel does not slide, nor a matrix to its lens.

        Unless that stands to its right, where lines lead from it.
        """
        first = {name: place.x for name, place in side.places.items()}
        led = {
            place.panel.lens_of
            for place in side.places.values()
            if place.x > first.get(place.panel.lens_of, place.x)
        }
        return {
            name: grid
            if grid is None or name in led
            else replace(grid, column_at=tuple(at - grid.column_at[0] for at in grid.column_at))
            for name in side.places
            for grid in [grids.get(name)]
        }

    def _pair(self, grids: _Grids) -> _Pair:
        return grids[self._lower.panel.name], grids[self._upper.panel.name]

    def _both(self, grids: _Pair, area: Box) -> Iterator[Primitive]:
        """From the bottom up: what is above hides what is below."""
        lower, upper = grids
        shapes = self._connectors(grids)
        if lower is not None:
            yield Facets(tuple(self._lower.facets(lower, area)))
        yield from _shape(shapes.window)
        if upper is not None:  # also where cells below it are drawn again
            tilt, edge = self._lower.cells.tilt, 2 * math.ceil(self._lower.cells.line) + 2
            wide, high = tilt.width + edge, tilt.height + edge
            around = Box(
                area.x - wide, area.y - high, area.width + 2 * wide, area.height + 2 * high
            )
            yield Facets(tuple(self._upper.facets(upper, around)))
        if shapes.lasting_quads:
            yield Polygons(shapes.lasting_quads, "kept-line")
        yield from _shape(shapes.behind, SHINING)
        yield from _shape(shapes.present_quads)

    @cached_property
    def _connectors(self) -> Callable[[_Pair], Connectors]:
        return lru_cache(maxsize=3)(self._new_connectors)  # this frame's and the last one's

    def _new_connectors(self, grids: _Pair) -> Connectors:
        lower, upper = grids
        if lower is None or upper is None:
            return Connectors()
        labels = map(text_box, self._labels(grids))
        return connectors(self._lower, lower, self._upper, upper, self._scale, labels)

    def _labels(self, grids: _Pair) -> Iterator[TextLine]:
        """Beside the back corner of the upper plane, and under the front of the lower one."""
        px, apart = self._label_px, self._scale.px(12)
        lower, upper = grids
        if self._side_arrows and self._twin and lower is not None:
            returned = (lower.label, lower.size_label) in self._twin.labels
            yield from self._side_arrows.lines(back=returned)
        high = glyphs.digit_height("sans", px)
        if upper is not None:
            back, _, _, left = self._upper.quad(self._upper.extent(upper))
            baseline = round(back[1]) + high
            slope = (back[0] - left[0]) / (left[1] - back[1])
            end = back[0] - (baseline - back[1] + apart / 2) * slope - apart
            yield from self._label(upper, end, left[0], baseline)
        if lower is not None:
            _, _, front, left = self._lower.quad(self._lower.extent(lower))
            slope = (front[0] - left[0]) / (front[1] - left[1])
            end = front[0] - (high + apart / 2) * slope - apart
            words = self._label(lower, end, left[0], round(front[1]) - px // 4)
            hides = upper is not None and partial(self._upper.covers, upper)
            yield from (line for line in words if not (hides and hides(text_box(line))))

    def _label(self, grid: Grid, end: float, left: float, baseline: int) -> Iterator[TextLine]:
        """A label that ends before *end*, and begins at *left* where it can."""
        px, apart = self._label_px, self._scale.px(14)
        label, size = fitting_label(grid, round(end) - self._area.x, px, self._scale)
        wide = glyphs.width("sans", px, label)
        taken = wide + (apart + glyphs.width("sans", px, size) if size else 0)
        x = max(min(round(left), round(end) - taken), self._area.x)
        if label:
            yield TextLine(x, baseline, label, "sans", px, "muted", "paper")
        if size:
            yield TextLine(x + wide + apart, baseline, size, "sans", px, "muted", "paper")

    def _whole(self) -> Box:
        """Everything that the planes can draw on."""
        area, scale = self._area, self._scale
        top, edge = area.y - scale.px(25), scale.px(3)
        bottom = area.bottom
        around = Box(area.x - edge, top, area.width + 2 * edge, bottom - top)
        planes = self._lower, self._upper  # which may reach into the margin
        edge = math.ceil(max(plane.cells.line for plane in planes)) + edge
        corners = [at for plane in planes for at in plane.quad(plane.whole, edge)]
        x, y, wide, high = enclosing_box([around, pixel_box(corners)])
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + wide, scale.size[0]), min(y + high, scale.size[1])
        return Box(left, top, right - left, bottom - top)

    def _changed_corners(self, now: _Pair, was: _Pair) -> Iterator[tuple[float, float]]:
        """(x, y) of opposite corners around the cells that differ."""
        for plane, grid, before in zip((self._lower, self._upper), now, was, strict=True):
            if grid is None or before is None or grid is before:
                continue
            for top, left, bottom, right in changed_cells(grid, before).areas:
                tilt, edge = plane.cells.tilt, plane.cells.line
                xs, ys = zip(
                    *tilt.quad(
                        grid.row_at[top],
                        grid.column_at[left],
                        grid.row_at[bottom - 1] + 1,
                        grid.column_at[right - 1] + 1,
                    ),
                    strict=True,
                )
                yield plane.x + min(xs) - edge, plane.y + min(ys) - edge
                yield plane.x + max(xs) + edge, plane.y + max(ys) + edge


def _shape(quads: tuple[Quad, ...], strength: float = 1) -> Iterator[Polygons]:
    if quads:
        yield Polygons(quads, "accent", strength)


def _moved(grid: Grid | None, before: Grid | None) -> bool:
    """Whether all of a plane changes: its places, its label, or which cells speak."""
    if grid is None or before is None:
        return grid is not before
    now, was = (
        (g.row_at, g.column_at, g.label, g.size_label, bool(g.marks)) for g in (grid, before)
    )
    return now != was
