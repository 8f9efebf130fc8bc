"""Cells of slanted planes as images, each drawn once."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from .facets import Edge, Facet, Facets, Tilt, cell_pixels, line_coverage
from .primitives import TextLine
from .raster import IndexImage, Palette

__all__ = ["FacetImages"]

_Bare: TypeAlias = tuple[Tilt, float, str, tuple[Edge | None, ...]]
"""A cell without its text: tilt, thickness of lines, ground and edges."""


class _Cut(NamedTuple):
    """A cell of a plane drawn: where its box is, its pixels, and which of them it covers."""

    left: int
    top: int
    tile: IndexImage
    there: npt.NDArray[np.bool_]


class FacetImages:
    """Draws cells of slanted planes in one palette."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._cuts: dict[Facet, _Cut] = {}
        self._bare: dict[_Bare, _Cut] = {}

    def put(self, canvas: IndexImage, facets: Facets) -> None:
        """Draw *facets* over what is on *canvas*."""
        for x, y, facet in facets.cells:
            cut = self._cuts.get(facet)
            if cut is None:
                cut = self._cuts[facet] = self._cut(facet)
            left, top, tile, there = cut
            high, wide = tile.shape
            area = canvas[y + top : y + top + high, x + left : x + left + wide]
            np.copyto(area, tile, where=there)

    def _cut(self, facet: Facet) -> _Cut:
        key = facet.tilt, facet.line, facet.ground, facet.edges
        if key not in self._bare:
            self._bare[key] = self._bare_cut(*key)
        cut = self._bare[key]
        if not facet.text:
            return cut
        tile, x, baseline = cut.tile.copy(), facet.pen[0] - cut.left, facet.pen[1] - cut.top
        words = TextLine(x, baseline, facet.text, facet.face, facet.px, facet.ink, facet.ground)
        self._palette.write(tile, words)
        return cut._replace(tile=tile)

    def _bare_cut(
        self, tilt: Tilt, line: float, ground: str, edges: tuple[Edge | None, ...]
    ) -> _Cut:
        palette = self._palette
        left, top, own, beyond, corners = cell_pixels(tilt, line)
        tile = np.full(own.shape, palette.plain["paper"], np.uint8)
        tile[own] = palette.plain[ground]
        there, drawn = own.copy(), np.zeros(own.shape, np.bool_)
        for side, edge in enumerate(edges):
            if edge is not None:
                rows, columns, shares = line_coverage(tilt, side, line, edge.dashes)
                levels = palette.levels_of(edge.ink, shares)
                over, below = palette.over(edge.ink), tile[rows, columns]
                tile = over[0][tile]  # one index for all that have the same colour
                tile[rows, columns] = over[levels, below]
                drawn[rows, columns] |= levels > 0
        outer = [edge is not None and edge.outer for edge in edges]
        for side in range(4):
            if outer[side]:
                there |= beyond[side] & drawn
                if outer[(side + 1) % 4]:
                    there |= corners[side] & drawn
        return _Cut(left, top, tile, there)
