"""Channels as slanted planes, one above the other, each with its window, its slice and its sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final, TypeVar

import numpy as np

from ...story.frame import LIT, ChannelRows, Columns, Grid, Section
from ..facets import Facets
from ..isometric.cells import SlantedCells, measure_slanted
from ..isometric.connectors import lasting_quads, step_quads
from ..isometric.plane import Plane, ring
from ..isometric.planes import Planes
from ..laid_panels import LaidPanels
from ..panels import Panels
from ..place import Place
from ..primitives import Box, Polygons, Primitive, Rectangle, TextLine
from ..scale import Scale
from ..spans import cleared_text, text_box
from ..theme import Theme
from ..too_small import too_small
from .arrow import present_output
from .bare_planes import BarePlanes, BarePlanesDown
from .layout import STEPPED
from .slab import slab_drawn
from .slanted import SlantedLayout
from .slanted_down import SlantedDown
from .slanted_stamps import SlantedStamps, SlantedStampsDown

__all__ = ["BareChannelPlanes", "ChannelPlanes", "section_planes"]

L = TypeVar("L", bound=SlantedLayout)


SQUARE: Final = 1.6
"""Areas whose sides differ by less have outputs beside or below the inputs."""


def section_planes(
    sections: Sequence[Section], areas: Sequence[Box], scale: Scale, theme: Theme
) -> list[Planes | Panels]:
    """The planes of each section, or of its channels; sections that lie flat have panels.

    All of a figure lie alike: tilted as suits the smallest of them, with cells of its size.
    """
    flat = [
        LaidPanels(section.columns, area, scale, theme)
        for section, area in zip(sections, areas, strict=True)
        if section.lies_flat
    ]
    pairs = [
        (section, area)
        for section, area in zip(sections, areas, strict=True)
        if not section.lies_flat
    ]
    planes = [
        ChannelPlanes(section.columns, section.channels, area, scale, theme)
        if section.channels
        else Planes(section.columns, area, scale, theme)
        for section, area in pairs
    ]
    if len(planes) == 1 or any(section.channels for section in sections):
        return [*planes, *flat]
    least = min((one.placement for one in planes), key=lambda placement: placement.score)
    for unit in (least.unit, None):  # the second time as the others need it, tilted so
        planes = [
            Planes(section.columns, area, scale, theme, (least.slant,), unit or least.unit)
            for section, area in pairs
        ]
        least = min((one.placement for one in planes), key=lambda placement: placement.unit)
    return [*planes, *flat]


def _suiting(area: Box) -> tuple[bool, bool]:
    """Whether outputs may be to the right of inputs, and whether below them."""
    wide, high = area.width, area.height
    return wide > high, wide < SQUARE * high


class ChannelPlanes(Planes):
    """Input and output channels as planes inside *area*; slices, sums and bias lie flat."""

    shows_steps: ClassVar[bool] = True
    """Whether an arrow leads from where the window was before."""

    def __init__(
        self, columns: Columns, rows: ChannelRows, area: Box, scale: Scale, theme: Theme
    ) -> None:
        ways = (SlantedStamps, SlantedStampsDown) if rows.stamps else (SlantedLayout, SlantedDown)
        self._stand(self._largest(ways, columns, rows, area, scale), area, scale, theme)

    def _largest(
        self,
        ways: tuple[type[L], type[L]],
        columns: Columns,
        rows: ChannelRows,
        area: Box,
        scale: Scale,
    ) -> L:
        """The layout beside or below each other that shows most; TooSmallError for none."""
        panels = [panel for stack in columns if not isinstance(stack, str) for panel in stack]
        some = [
            way.largest(panels, rows, area, scale)
            for way, suits in zip(ways, _suiting(area), strict=True)
            if suits
        ]
        laid = max(some, key=lambda one: one.rank)
        if not laid.pitch:
            raise too_small(max(panels, key=lambda panel: panel.rows), scale.size)
        return laid

    def _stand(self, laid: SlantedLayout, area: Box, scale: Scale, theme: Theme) -> None:
        """Make the planes where they are laid."""
        self._scale, self._theme, self._area, self._layout = scale, theme, area, laid
        rows = laid.rows
        inputs = [row[0] for row in rows.rows]
        units = dict.fromkeys(inputs, laid.pitch) | dict.fromkeys(rows.outputs, laid.output_unit)
        tilts = {name: laid.tilt(unit) for name, unit in units.items()}
        self._planes = {
            name: Plane(
                laid.panels[name],
                x,
                y,
                SlantedCells(measure_slanted(laid.panels[name], tilts[name], scale), theme),
                quiet=name in inputs and theme.values != "all",
            )
            for name, (x, y) in laid.planes.items()
        }
        self._stacks = tuple(reversed(inputs)), tuple(rows.outputs)  # the front ones come last
        self._flat = _FlatPanels(laid.places, scale, theme, pitch=laid.pitch, signs=laid.signs)
        self._slabs = {slab.like.name: (slab, slab.plane(scale, theme)) for slab in laid.slabs}
        """Below the planes of inputs and outputs, by the first of these."""
        self.places: dict[str, Place | Plane] = {**self._planes, **self._flat.places}
        self.places |= {slab.name: plane for slab, plane in self._slabs.values()}

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        if before is None:
            yield from self._layout.words
        changed = [
            names
            for names in self._stacks
            if before is None or any(grids.get(n) is not before.get(n) for n in names)
        ]
        if before is not None and changed:
            yield from self._layout.arrow.cleared(before)
            yield from map(cleared_text, self._filters(before))
        heads = self._layout.heads(grids)
        was = [None for _ in heads] if before is None else self._layout.heads(before)
        yield from (cleared_text(line) for line in was if line and line not in heads)
        for names in changed:
            yield from self._stack(names, grids, clear=before is not None)
        if before is not None and changed:  # their boxes reach over names and signs
            yield from self._layout.words
            yield from self._flat.standing(grids, before)
        yield from self._flat.draw(grids, before)
        yield from filter(None, heads)  # all boxes reach over words
        yield from self._layout.arrow.draw(grids, None if changed else before)
        if changed:
            yield from self._filters(grids)

    def turned_cells(self, grids: Mapping[str, Grid | None]) -> Iterator[Polygons | TextLine]:
        yield from self._flat.turned_cells(grids)

    def _filters(self, grids: Mapping[str, Grid | None]) -> Iterator[TextLine]:
        """The filter of each output, in bold those that make something of it now."""
        outputs, rows = tuple(self._layout.filters), self._layout.rows
        now = [present_output(grids, outputs)]
        if rows.stamps:  # all that take one
            stamps = zip(rows.outputs, rows.stamps, strict=True)
            now = [name for name, (_, stamp) in stamps if grids.get(stamp) is not None]
        for name in outputs:
            if grids.get(name) is not None:
                yield self._filter(name, bold=name in now)

    def _filter(self, name: str, *, bold: bool) -> TextLine:
        words, x, baseline = self._layout.filters[name]
        face, ink = ("bold", "w") if bold else ("sans", "muted")
        return TextLine(x, baseline, words, face, self._layout.label_px, ink, "paper")

    def _stack(
        self, names: Sequence[str], grids: Mapping[str, Grid | None], *, clear: bool
    ) -> Iterator[Primitive]:
        """Planes from the bottom up, each with the frame around what is read or made."""
        whole = self._box(names)
        if clear:
            yield Rectangle(*whole, "paper")
        for name in names:
            if name in self._slabs and grids.get(name) is not None:
                slab, plane = self._slabs[name]
                yield from slab_drawn(plane, slab, self._scale, whole)
        reading = any(
            grid.marks for name in names if self._planes[name].quiet and (grid := grids.get(name))
        )
        raised: list[Primitive] = []
        for name in names:
            grid, plane = grids.get(name), self._planes[name]
            if grid is None:
                continue
            if reading and not grid.marks:  # nothing is read of it
                grid = replace(grid, texts=np.full(grid.texts.shape, "", dtype=object))
            cells, frames = tuple(plane.facets(grid, whole)), self._frames(plane, grid)
            if self._layout.rows.ring and plane.quiet:  # what is read lies over the padding above
                lit = {plane.corner(grid, *cell) for cell in np.argwhere(grid.roles & LIT).tolist()}
                raised += [Facets(tuple(cell for cell in cells if cell[:2] in lit)), *frames]
                yield Facets(tuple(cell for cell in cells if cell[:2] not in lit))
            else:
                yield Facets(cells)
                yield from frames
        yield from raised

    def _frames(self, plane: Plane, grid: Grid) -> Iterator[Primitive]:
        """Frames around what is read or made of a plane."""
        if kept := tuple(lasting_quads(plane, grid, self._scale)):
            yield Polygons(kept, "kept-line")
        steps = self.shows_steps and self._scale.unit >= STEPPED and plane.cells.text_px
        if steps and (step := tuple(step_quads(plane, grid, self._scale))):
            yield Polygons(step, "accent")
        for mark in grid.marks:
            if mark.kind in ("window", "now", "extent"):
                part, half = plane.part(grid, mark), plane.cells.mark / 2
                if grid.shades is not None and not plane.cells.text_px:  # dark, or light
                    half, edge = self._scale.px(3) / 2, self._scale.px(3) / 2 + 1
                    yield Polygons(ring(plane.quad(part, edge), plane.quad(part, -edge)), "paper")
                yield Polygons(ring(plane.quad(part, half), plane.quad(part, -half)), "accent")

    def _box(self, names: Sequence[str]) -> Box:
        """The box around all planes of a stack and their frames."""
        edge = self._scale.px(5)
        xs: list[float] = []
        ys: list[float] = []
        planes = [self._planes[name] for name in names]
        planes += [self._slabs[name][1] for name in names if name in self._slabs]
        for plane in planes:
            for x, y in plane.cells.tilt.quad(0, 0, plane.panel.rows, plane.panel.columns):
                xs.append(plane.x + x)
                ys.append(plane.y + y)
        left, top = round(min(xs)) - edge, round(min(ys)) - edge
        return Box(left, top, round(max(xs)) + edge - left, round(max(ys)) + edge - top)

    def covered_boxes(self, grids: Mapping[str, Grid | None]) -> Iterator[Box]:
        """Where planes, panels and what is said beside them stand."""
        yield from (self._box([name]) for name in self._planes if grids.get(name) is not None)
        yield from map(text_box, (*self._layout.words, *self._filters(grids)))
        yield from self._flat.covered_boxes(grids)
        yield from map(text_box, filter(None, self._layout.heads(grids)))


class BareChannelPlanes(ChannelPlanes):
    """Planes alone in the middle of *area*; of a *tight* one, from its corner on."""

    shows_steps = False

    def __init__(
        self,
        columns: Columns,
        rows: ChannelRows,
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        tight: bool,
    ) -> None:
        laid = self._largest((BarePlanes, BarePlanesDown), columns, rows, area, scale)
        self.box = box = laid.box
        """Around all planes, before they move to the corner."""
        if tight:
            laid.move(area.x - box.x, area.y - box.y)
        self._stand(laid, area, scale, theme)


class _FlatPanels(Panels):
    """What lies flat between the planes, with the signs."""

    def standing(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None]
    ) -> Iterator[Primitive]:
        """The signs that stay."""
        for sign in self._signs:
            if sign.is_shown(grids) and sign.is_shown(before):
                yield from sign.words
