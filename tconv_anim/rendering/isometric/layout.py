"""Two planes seen from the front and above, the output over the input, the kernel beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from ...errors import Argument, FigureError
from ...options import STYLE_NAMES
from ...story.frame import LIT, UNSHADED, CellRole, Columns, Grid, Panel
from .. import glyphs
from ..antialias import Quad, pixel_coverage
from ..panel_layout import LABEL_FONT, LABEL_ROOM, LEAST_PITCH, Place, too_small
from ..panels import Panels, changed_area, fitting_label
from ..primitives import Box, PlacedTile, Polygons, Primitive, Rectangle, TextLine
from ..scale import Scale
from ..theme import Theme
from .cells import measure_slanted, slanted_tile
from .connectors import Connectors, connectors
from .plane import Plane

__all__ = ["VIEWS", "Planes", "check_style"]

VIEWS: Final = ("gather",)
"""Those whose first panel is what a window slides over, and whose last one is the result."""
LARGEST: Final = 72
"""Width of a cell at most."""
FLATTENED: Final = 0.46
"""Depth of a cell as a share of its width."""
SIDE_CELL: Final = 32
"""Cell pitch of the kernels at most, unless their numbers need more."""
SIDE_SHARE, SIDE_APART = 0.25, 30
LEAST_APART, MOST_APART = 34, 90
"""From the front edge of the upper plane to the back edge of the lower one."""
LABEL_DROP: Final = 10
"""From the lower plane's front edge to its label."""
BEHIND: Final = 0.45
"""Strength of a line where the upper plane hides it."""
UPPER: Final = frozenset({CellRole.TODO, CellRole.OUTPUT, CellRole.NOW})
BESIDE: Final = frozenset({CellRole.KERNEL, CellRole.GAP})


def check_style(style: str, view: str) -> None:
    """FigureError where there is no such style, or where it cannot show *view*."""
    if style not in STYLE_NAMES:
        raise FigureError(
            "{style} is no style. There are {known}.",
            style=Argument("style", str(style)),
            known=", ".join(STYLE_NAMES),
        )
    if style != "flat" and view not in VIEWS:
        raise FigureError(
            "{style} cannot show the view {view}, only {known}. Try {remedy}, or {flat}.",
            style=Argument("style", style),
            view=view,
            known=", ".join(VIEWS),
            remedy=Argument("view", VIEWS[0]),
            flat=Argument("style", "flat"),
        )


class Planes:
    """Places for the panels of a section inside *area*, and the primitives of their grids."""

    def __init__(
        self, columns: Columns, area: Box, scale: Scale, theme: Theme, *, shaded: bool
    ) -> None:
        self._scale, self._theme, self._area = scale, theme, area
        self._label_px = scale.font(LABEL_FONT)
        stacks = [column for column in columns if not isinstance(column, str)]
        lower, *kernels, upper = (panel for stack in stacks for panel in stack)
        self._side = self._lay_kernels(tuple(kernels))
        beside = max(place.width for place in self._side.places.values())
        self._room = area.width - beside - scale.px(SIDE_APART)
        self._lower, self._upper = self._lay(lower, upper)
        self.places: dict[str, Place | Plane] = {
            lower.name: self._lower,
            **self._side.places,
            upper.name: self._upper,
        }
        # Shades need most colours of a palette: no soft edges on them.
        self._connectors = lru_cache(maxsize=3)(self._join)  # this frame's and the last one's
        self._soft = not shaded or all(place.cells.text_px for place in self.places.values())

    # -- laying out -------------------------------------------------------------------

    def _lay_kernels(self, kernels: tuple[Panel, ...]) -> Panels:
        """The kernels at the right edge, small and flat."""
        area, scale = self._area, self._scale
        widest = max(glyphs.width("sans", scale.least_font, panel.widest_text) for panel in kernels)
        cell = max(scale.px(SIDE_CELL), widest + scale.px(12))
        rows = sum(panel.rows for panel in kernels)
        wanted = rows * cell + (len(kernels) - 1) * scale.px(LABEL_ROOM)
        high = min(wanted, area.height)
        y = area.y + (area.height - high) // 2
        wide = round(area.width * SIDE_SHARE)
        laid = Panels((kernels,), Box(area.x, y, wide, high), scale, self._theme)
        taken = max(place.width for place in laid.places.values())
        box = Box(area.x + area.width - taken, y, wide, high)
        return Panels((kernels,), box, scale, self._theme)

    def _lay(self, lower: Panel, upper: Panel) -> tuple[Plane, Plane]:
        """Both in the same scale, the middle of one over the middle of the other."""
        area, scale = self._area, self._scale
        label = scale.px(LABEL_DROP) + self._label_px
        rows, edge = lower.rows + upper.rows, 2 * scale.px(3)
        for pitch in range(scale.px(LARGEST), 0, -1):
            high = round(pitch * FLATTENED)
            wide = max(p.columns * pitch + p.rows * high for p in (lower, upper))
            left = area.height - rows * high - label
            if high < LEAST_PITCH:
                raise too_small(max(lower, upper, key=lambda p: p.rows), scale.size)
            if wide + edge <= self._room and left >= scale.px(LEAST_APART):
                break
        apart = min(left, max(scale.px(MOST_APART), 2 * high))
        top = area.y + (left - apart) // 2
        middle = area.x + self._room // 2
        planes = []
        for panel, y in ((upper, top), (lower, top + upper.rows * high + apart)):
            x = middle - (panel.columns * pitch - panel.rows * high) // 2
            planes.append(Plane(panel, x, y, measure_slanted(panel, pitch, high, scale)))
        return planes[1], planes[0]

    def veils(self, roles: frozenset[int]) -> set[tuple[str, str]]:
        """(ground, ink) of every soft edge there can be."""
        if not self._soft:
            return set()
        upper = {role for role in roles if role & ~LIT in UPPER}
        lower = {role for role in roles if role & ~LIT not in BESIDE}
        pairs = set()
        for ink, seen in (("accent", lower), ("now-line", upper)):
            styles = [self._theme.cells[role] for role in seen]
            grounds = {"paper", *(s.ground for s in styles), *(s.line for s in styles if s.line)}
            pairs |= {(ground, ink) for ground in grounds if ground != ink}
        return pairs

    # -- drawing ----------------------------------------------------------------------

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """All primitives; with *before*, only those that turn that state into *grids*."""
        yield from self._side.draw(grids, before)
        now, was = self._pair(grids), self._pair(before) if before else None
        if was is None or any(map(_moved, now, was)):
            if was is not None:
                yield Rectangle(*self._whole(), "paper")
            yield from self._labels(now)
            yield from self._both(now, self._connectors(now), self._whole())
        elif now != was:
            shapes = self._connectors(now)
            area = _around(
                [*self._touched(now, was), *_boxes(shapes), *_boxes(self._connectors(was))]
            )
            if area:
                yield Rectangle(*area, "paper")
                yield from self._both(now, shapes, area)

    def _pair(self, grids: Mapping[str, Grid | None]) -> tuple[Grid, Grid]:
        lower, upper = grids[self._lower.panel.name], grids[self._upper.panel.name]
        if lower is None or upper is None:
            raise ValueError("both planes are there in every frame")
        return lower, upper

    def _both(self, grids: tuple[Grid, Grid], shapes: Connectors, area: Box) -> Iterator[Primitive]:
        """From the bottom up: what is above hides what is below."""
        lower, upper = grids
        yield from self._cells(self._lower, lower, area)
        yield from self._shape(shapes.window, "accent")
        yield from self._cells(self._upper, upper, area)
        yield from self._shape(shapes.behind, "accent", BEHIND)
        yield from self._shape(shapes.now, "now-line")

    def _cells(self, plane: Plane, grid: Grid, area: Box) -> Iterator[PlacedTile]:
        """The cells of a plane that reach into *area*."""
        cells, styles = plane.cells, self._theme.cells
        shades = None if cells.text_px else grid.shades
        x, y, overs = plane.x, plane.y, plane.across(grid)
        for row, down in enumerate(plane.down(grid)):
            if not area.y - cells.high < y + down < area.y + area.height:
                continue
            roles = grid.roles[row].tolist()
            first = area.x - cells.pitch - (x - down)
            last = area.x + area.width + cells.high - (x - down)
            for column, over in enumerate(overs):
                if roles[column] and first < over < last:
                    style = styles[roles[column]]
                    if shades is not None and (level := int(shades[row, column])) != UNSHADED:
                        style = self._theme.shaded(roles[column], level)
                    tile = slanted_tile(style, grid.texts[row, column], cells)
                    yield PlacedTile(x + over - down - cells.high + 1, y + down, tile)

    def _join(self, grids: tuple[Grid, Grid]) -> Connectors:
        lower, upper = grids
        return connectors(self._lower, lower, self._upper, upper, self._scale)

    def _shape(self, quads: tuple[Quad, ...], ink: str, strength: float = 1) -> Iterator[Primitive]:
        if quads and self._soft:
            yield Polygons(quads, ink, strength)
        elif quads:  # row by row, of the pixels that are covered by half
            rows, columns, shares = pixel_coverage(quads)
            half = shares >= 0.5
            yield from _runs(rows[half].tolist(), columns[half].tolist(), ink)

    def _labels(self, grids: tuple[Grid, Grid]) -> Iterator[TextLine]:
        """Over the upper plane and under the lower one, where no line can come."""
        lower, upper = grids
        px = self._label_px
        back, front = self._upper.whole(upper), self._lower.whole(lower)
        y = front.bottom + self._scale.px(LABEL_DROP) + glyphs.digit_height("sans", px)
        for grid, whole, edge, baseline in (
            (upper, back, back.top, back.top - self._scale.px(13)),
            (lower, front, front.bottom, y),
        ):
            label, size = fitting_label(grid, self._room, px, self._scale)
            wide = glyphs.width("sans", px, size) if size else 0
            least = glyphs.width("sans", px, label) + (self._scale.px(14) if size else 0)
            left, right = round(whole.begin - edge), round(whole.end - edge)
            taken = max(least + wide, right - left)
            left = max(min(left, self._area.x + self._room - taken), self._area.x)
            if label:
                yield TextLine(left, round(baseline), label, "sans", px, "muted", "paper")
            if size:
                at = left + taken - wide
                yield TextLine(at, round(baseline), size, "sans", px, "muted", "paper")

    def _whole(self) -> Box:
        """Everything that the planes can draw on."""
        area, scale = self._area, self._scale
        top = area.y - scale.px(13) - self._label_px
        bottom = area.y + area.height + scale.px(6)
        return Box(area.x - scale.px(3), top, self._room + scale.px(6), bottom - top)

    def _touched(
        self, now: tuple[Grid, Grid], was: tuple[Grid, Grid]
    ) -> Iterator[tuple[float, float, float, float]]:
        """(left, top, right, bottom) of the cells that differ."""
        for plane, grid, before in zip((self._lower, self._upper), now, was, strict=True):
            if grid is not before and (area := changed_area(grid, before)):
                top, left, bottom, right = area
                (x, y), cells = plane.corner(grid, top, left), plane.cells
                front = y + (bottom - top) * cells.high
                yield x - (front - y), y, x + (right - left) * cells.pitch, front


def _moved(grid: Grid, before: Grid) -> bool:
    return (grid.row_at, grid.column_at, grid.label, grid.size_label) != (
        before.row_at,
        before.column_at,
        before.label,
        before.size_label,
    )


def _boxes(shapes: Connectors) -> Iterator[tuple[float, float, float, float]]:
    for quads in shapes:
        if quads:
            xs, ys = zip(*(corner for quad in quads for corner in quad), strict=True)
            yield min(xs), min(ys), max(xs), max(ys)


def _around(boxes: list[tuple[float, float, float, float]]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    x, y = math.floor(min(lefts)) - 1, math.floor(min(tops)) - 1
    return Box(x, y, math.ceil(max(rights)) + 1 - x, math.ceil(max(bottoms)) + 1 - y)


def _runs(rows: list[int], columns: list[int], ink: str) -> Iterator[Rectangle]:
    """Pixels, row by row from the left, as fills as long as can be."""
    begin = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or rows[n] != rows[begin] or columns[n] != columns[n - 1] + 1:
            yield Rectangle(columns[begin], rows[begin], n - begin, 1, ink)
            begin = n
