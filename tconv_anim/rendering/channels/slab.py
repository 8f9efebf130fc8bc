"""Channels that are not shown, as a slab: planes so close that they are one block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from ...story.frame import CellRole, Panel
from ...story.grids.base import still
from ..facets import Facets, Tilt
from ..isometric.cells import SlantedCells, measure_slanted
from ..isometric.plane import Plane
from ..primitives import Box
from ..scale import Scale
from ..theme import Theme

__all__ = ["SLAB_ROLE", "Slab", "slab_facets", "slab_layers", "slab_thickness"]

SLAB_ROLE: Final = CellRole.OTHER
"""Of hidden inputs, which are pale: what is read is louder than what only stands for many."""
LAYERS: Final = 5
"""How many planes a slab is drawn with at most, and how far they are apart."""
STEP: Final = 5


class Slab(NamedTuple):
    """Where a block stands: as large as a channel's plane, with the number of channels on it."""

    name: str
    like: Panel
    tilt: Tilt
    """Of a channel's cells."""
    x: int
    y: int
    """The back corner of its upper side."""
    text: str
    role: CellRole
    layers: int

    def plane(self, scale: Scale, theme: Theme) -> Plane:
        """Its upper side: one large cell."""
        (rows, columns), tilt = (self.like.rows, self.like.columns), self.tilt
        whole = Tilt(
            tilt.across_x * columns, tilt.across_y * columns, tilt.down_x * rows, tilt.down_y * rows
        )
        labels = ((self.text, ""),)
        panel = Panel(name=self.name, rows=1, columns=1, labels=labels, widest_text=self.text)
        cells = SlantedCells(measure_slanted(panel, whole, scale), theme)
        return Plane(panel, self.x, self.y, cells, quiet=False)


def slab_layers(hidden: int) -> int:
    """How many planes stand for so many channels: each for itself while they are few.

    >>> slab_layers(2), slab_layers(61)
    (2, 5)
    """
    return min(hidden, LAYERS)


def slab_thickness(scale: Scale, layers: int = LAYERS) -> int:
    return (layers - 1) * scale.px(STEP)


def slab_facets(plane: Plane, slab: Slab, scale: Scale, area: Box) -> Iterator[Facets]:
    """All of a slab, from the bottom up, its upper side *plane*."""
    for layer in reversed(range(slab.layers)):
        texts = np.array([["" if layer else plane.panel.widest_text]], dtype=object)
        grid = still("", "", np.array([[slab.role]], np.uint8), texts)
        drop = layer * scale.px(STEP)
        moved = Plane(plane.panel, plane.x, plane.y + drop, plane.slanted_cells, quiet=False)
        yield Facets(tuple(moved.facets(grid, area)))
