"""Channels that are not shown, as the edges of planes that lie close below the last one shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from ...story.frame import CellRole, Panel
from ...story.grids.base import still
from ..facets import Facets, Tilt
from ..isometric.cells import SlantedCells, measure_slanted
from ..isometric.plane import Plane
from ..primitives import Box, Polygons
from ..scale import Scale
from ..theme import Theme

__all__ = ["SLAB_ROLE", "Slab", "slab_drawn", "slab_layers", "slab_thickness"]

SLAB_ROLE: Final = CellRole.OTHER
"""Of hidden inputs, which are pale: what is read is louder than what only stands for many."""
LAYERS: Final = 3
"""How many edges stand for many planes, and how far they are apart."""
STEP: Final = 5


class Slab(NamedTuple):
    """Planes below one like them, which leaves nothing but their edges free."""

    name: str
    like: Panel
    tilt: Tilt
    """Of a channel's cells."""
    x: int
    y: int
    """The back corner of the plane above."""
    role: CellRole
    layers: int

    def plane(self, scale: Scale, theme: Theme) -> Plane:
        """The lowest of them: one large cell."""
        (rows, columns), tilt = (self.like.rows, self.like.columns), self.tilt
        whole = Tilt(
            tilt.across_x * columns, tilt.across_y * columns, tilt.down_x * rows, tilt.down_y * rows
        )
        panel = Panel(name=self.name, rows=1, columns=1, labels=(), widest_text="")
        cells = SlantedCells(measure_slanted(panel, whole, scale), theme)
        below = slab_thickness(scale, self.layers)
        return Plane(panel, self.x, self.y + below, cells, quiet=False)


def slab_layers(hidden: int) -> int:
    """How many edges stand for so many channels: one for each while they are few.

    >>> slab_layers(2), slab_layers(61)
    (2, 3)
    """
    return min(hidden, LAYERS)


def slab_thickness(scale: Scale, layers: int = LAYERS) -> int:
    """How far they reach below the plane above."""
    return layers * scale.px(STEP)


def slab_drawn(plane: Plane, slab: Slab, scale: Scale, area: Box) -> Iterator[Facets | Polygons]:
    """All of a slab from its lowest *plane* up, and paper for the plane that lies on it."""
    texts = np.array([[""]], dtype=object)
    grid = still("", "", np.array([[slab.role]], np.uint8), texts)
    for layer in range(slab.layers):
        y = plane.y - layer * scale.px(STEP)
        moved = Plane(plane.panel, plane.x, y, plane.slanted_cells, quiet=False)
        yield Facets(tuple(moved.facets(grid, area)))
    above = Plane(plane.panel, slab.x, slab.y, plane.slanted_cells, quiet=False)
    yield Polygons((above.quad(above.extent(grid)),), "paper")
