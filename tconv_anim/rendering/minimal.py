"""Pages of panels alone: no labels, no signs, nothing around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ..options import DEFAULT_SIZE
from ..story.frame import Columns, Frame, Grid, Panel, PanelContent, Storyboard
from .cells import measure_cells
from .channels.planes import BareChannelPlanes
from .free_room import guest_place
from .isometric.cells import SlantedCells, measure_slanted
from .isometric.connectors import Connectors
from .isometric.layout import PlanePlacement, laid_planes
from .isometric.plane import Plane
from .isometric.plane_panels import plane_panels
from .isometric.planes import Planes
from .moving_cells import flying_cells, leaves_panels
from .page import FEW_LEVELS, Page
from .panel_columns import stacks_of, with_lens
from .panels import Panels
from .place import Place
from .primitives import Box, Overlay, OverlayItem, Primitive, Rectangle, TextLine
from .scale import Scale, checked_size
from .spread import GUTTER, Spread, Stacks, spread_of
from .theme import Theme
from .too_small import too_small

__all__ = ["MinimalPage"]

USUAL_SCALE: Final = Scale((480, 270))
"""Planes of no given size are as large as in such a figure, at most."""

_EXPLAINING: Final = {PanelContent.KERNEL, PanelContent.PRODUCTS, PanelContent.SUM}
"""What is left out."""


class MinimalPage(Page):
    """The panels of a story filling *size*, or a canvas as large as they usually are.

    Kernels, products and lines are left out: what remains is where cells come from and go to.

    Raises
    ------
    FigureError
        The cells would be smaller than 3 pixels.
    """

    def __init__(
        self,
        storyboard: Storyboard,
        size: tuple[int, int] | None,
        theme: Theme,
        style: str = "flat",
    ) -> None:
        self.theme, self._script = theme, storyboard
        self._scale = scale = Scale(checked_size(size or DEFAULT_SIZE))
        gutter, (wide, high) = scale.px(GUTTER), scale.size
        room = Box(gutter, gutter, wide - 2 * gutter, high - 2 * gutter)
        sections = [one for one in storyboard.sections if style == "flat" or not one.lies_flat]
        shown = [_stacks(section.columns, lens=len(sections) > 1) for section in sections]
        rows = sections[0].channels
        if rows and style != "flat":
            columns = sections[0].columns
            planes_alone = BareChannelPlanes(columns, rows, room, scale, theme, tight=size is None)
            box, self.sections = planes_alone.box, [planes_alone]
            self.size = size or (box.width + 2 * gutter, box.height + 2 * gutter)
            return
        if style == "flat":
            small = frozenset(panel.lens_of for panel in storyboard.panels if panel.lens_of)
            ways = _channel_ways(shown) if rows and not rows.matrix else [shown]
            spreads = [spread_of(way, room, scale, size, small) for way in ways]
            spread = max(spreads, key=lambda one: one.worth)
            taken = spread.width, spread.height
        else:
            planes = [plane_panels(stacks) for stacks in shown]
            pairs = [(found.lower, found.upper) for found in planes]
            posed = list(_posed(pairs, room, scale, size))
            taken = posed[-1].right - gutter, max(pose.height for pose in posed)
        self.size = size or (taken[0] + 2 * gutter, taken[1] + 2 * gutter)
        left, top = ((side - used) // 2 for side, used in zip(self.size, taken, strict=True))
        if style == "flat":
            guests = [panel for panel in storyboard.panels if panel.guest]
            area = Box(left, top, *taken)
            self.sections = [panels := _BarePanels(spread, area, scale, theme, guests)]
            if storyboard.shaded or theme.pictured:
                panels.join_cells()
        else:
            self.sections = [
                _BarePlanes(
                    pose,
                    (left + pose.left - gutter, top + (taken[1] - pose.height) // 2),
                    Box(left + pose.left - 3 * gutter // 2, 0, pose.width + gutter, self.size[1]),
                    scale,
                    theme,
                    twin=found.twin,
                )
                for pose, found in zip(posed, planes, strict=True)
            ]

    levels = FEW_LEVELS

    def draw(self, frame: Frame, since: Frame | None = None) -> list[Primitive]:
        """The primitives of *frame*; with *since*, only those that turn that picture into it."""
        if since and (leaves_panels(frame) or leaves_panels(since)):
            since = None
        drawn: list[Primitive] = [] if since else [Rectangle(0, 0, *self.size, "paper")]
        for panels in self.sections:
            drawn.extend(panels.draw(frame.grids, since.grids if since else None))
        over: list[OverlayItem] = [
            one for panels in self.sections for one in panels.turned_cells(frame.grids)
        ]
        over += flying_cells(frame.flights, self.places, self.theme)
        return [*drawn, Overlay(over)] if over else drawn


def _stacks(columns: Columns, *, lens: bool) -> Stacks:
    """The stacks without kernels and products; *lens*: with the smallest one there is."""
    lenses = [panel for stack in stacks_of(columns) for panel in stack if panel.lens_of]
    chosen = min(lenses, key=lambda panel: panel.columns) if lens and lenses else None
    kept = [
        tuple(p for p in stack if p.content not in _EXPLAINING and not p.guest)
        for stack in stacks_of(with_lens(columns, chosen))
    ]
    return tuple(stack for stack in kept if stack)


def _channel_ways(sections: list[Stacks]) -> list[list[Stacks]]:
    """Channels below each other; the inputs beside each other; and the outputs, too."""
    inputs, *others = sections[0]
    apart = tuple((panel,) for panel in inputs)
    outputs = tuple((panel,) for stack in others for panel in stack)
    ways = (sections[0], (*apart, *others), (*apart, *outputs))
    return [[way, *sections[1:]] for way in dict.fromkeys(ways)]


# -- flat ---------------------------------------------------------------------------------------


class _BarePanels(Panels):
    """Panels without labels, signs and arrows."""

    def __init__(
        self, spread: Spread, area: Box, scale: Scale, theme: Theme, guests: list[Panel]
    ) -> None:
        places: dict[str, Place] = {}
        for panel, (x, y, pitch) in spread.spots.items():
            cells = measure_cells(panel, pitch, scale)
            wide = panel.columns * cells.pitch - cells.gap
            places[panel.name] = Place(panel, area.x + x, area.y + y, cells, wide)
        most = max(place.cells.pitch for place in places.values())
        for panel in guests:
            place = guest_place(panel, area, places, scale, most, 0)
            places |= {panel.name: place} if place else {}
        super().__init__(places, scale, theme, pitch=most, steps=False)

    def _label(self, place: Place, grid: Grid) -> Iterator[TextLine]:
        return iter(())


# -- slanted ------------------------------------------------------------------------------------


class _Pose(NamedTuple):
    """Two planes, how they lie, and the box around them."""

    panels: tuple[Panel, Panel]
    placement: PlanePlacement
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


def _posed(
    pairs: list[tuple[Panel, Panel]], room: Box, scale: Scale, size: tuple[int, int] | None
) -> Iterator[_Pose]:
    """Pairs of planes beside each other, a gutter between them."""
    gutter = scale.px(GUTTER)
    wide = (room.width - (len(pairs) - 1) * gutter) // len(pairs)
    x = room.x
    for lower, upper in pairs:
        own = room._replace(x=x, width=wide)
        placement = laid_planes(lower, upper, own, USUAL_SCALE if size is None else scale)
        if placement is None:
            raise too_small(max(lower, upper, key=lambda p: p.rows), scale.size)
        xs, ys = zip(*_corners((lower, upper), placement), strict=True)
        pose = _Pose((lower, upper), placement, min(xs), min(ys), max(xs), max(ys))
        if size is None:  # as close as they can be
            pose = _moved(pose, x - pose.left)
        yield pose
        x = (pose.right if size is None else x + wide) + gutter


def _corners(panels: tuple[Panel, Panel], placement: PlanePlacement) -> Iterator[tuple[int, int]]:
    for panel, (left, top) in zip(panels, (placement.lower, placement.upper), strict=True):
        for x, y in placement.tilt.quad(0, 0, panel.rows, panel.columns):
            yield round(left + x), round(top + y)


def _moved(pose: _Pose, by: int) -> _Pose:
    (lower_x, lower_y), (upper_x, upper_y) = pose.placement.lower, pose.placement.upper
    placement = pose.placement._replace(
        lower=(lower_x + by, lower_y), upper=(upper_x + by, upper_y)
    )
    return pose._replace(placement=placement, left=pose.left + by, right=pose.right + by)


class _BarePlanes(Planes):
    """Planes without labels, and nothing beside them."""

    def __init__(
        self,
        pose: _Pose,
        corner: tuple[int, int],
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        twin: Panel | None,
    ) -> None:
        self._scale, self._theme, self._area = scale, theme, area
        self._side, self._twin = None, twin
        self._beside, self._beside_top = area.right, area.bottom
        by_x, by_y = corner[0] - pose.left, corner[1] - pose.top
        self._lower, self._upper = (
            Plane(
                panel,
                x + by_x,
                y + by_y,
                SlantedCells(measure_slanted(panel, pose.placement.tilt, scale), theme),
                quiet=panel is pose.panels[0] and theme.values != "all",
            )
            for panel, (x, y) in zip(
                pose.panels, (pose.placement.lower, pose.placement.upper), strict=True
            )
        )
        self.places = {plane.panel.name: plane for plane in (self._lower, self._upper)}

    def _new_connectors(self, grids: tuple[Grid | None, Grid | None]) -> Connectors:
        """Without lines between the planes where nothing is written: as plain as can be."""
        lower, upper = grids
        if upper is not None and self._theme.values == "none":
            upper = upper.without_lines()
        return super()._new_connectors((lower, upper))

    def _labels(self, grids: Iterable[Grid | None]) -> Iterator[TextLine]:
        return iter(())

    def _whole(self) -> Box:
        return self._area
