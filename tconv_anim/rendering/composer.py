"""A frame put together from tiles and glyphs drawn once, without a Matplotlib figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np

from .cell_edges import CellEdges, EdgeLook, PlacedEdges
from .facet_images import FacetImages
from .facets import Facets
from .primitives import (
    CellGrounds,
    Dashes,
    Overlay,
    PanelCells,
    PlacedTile,
    Polygons,
    Primitive,
    Rectangle,
    TextLine,
    Tile,
)
from .raster import UNCHANGED, IndexImage, Palette, RGBImage

__all__ = ["Composer"]

_EdgesKey: TypeAlias = tuple[EdgeLook, bytes, bytes, bytes]


class Composer:
    """A canvas of palette indices on which frames follow each other."""

    def __init__(self, size: tuple[int, int], palette: Palette) -> None:
        self._palette = palette
        self.canvas: IndexImage = np.zeros((size[1], size[0]), np.uint8)
        self._cells = np.zeros_like(self.canvas)
        """The cells of panels without the frames around them."""
        self._whole: dict[str, PanelCells] = {}
        """Those of panels that are not there yet."""
        self._below: IndexImage | None = None
        """The canvas without what is to pass."""
        self._tiles: dict[Tile, IndexImage] = {}
        self._facets = FacetImages(palette)
        self._patterns: dict[EdgeLook, IndexImage] = {}
        self._alone: dict[_EdgesKey, IndexImage] = {}
        self._ways: dict[type, Callable[[Any], None]] = {
            Rectangle: lambda area: palette.fill(self.canvas, area),
            Dashes: self._put_dashes,
            TextLine: lambda line: palette.write(self.canvas, line),
            Polygons: lambda shape: palette.lay(self.canvas, shape),
            PlacedTile: self._put_tile,
            PlacedEdges: self._put_edges,
            CellGrounds: self._put_grounds,
            PanelCells: self._put_cells,
            Facets: lambda facets: self._facets.put(self.canvas, facets),
            Overlay: self._put_overlay,
        }

    def put(self, primitives: Iterable[Primitive]) -> IndexImage:
        """Draw *primitives* over what is there; the canvas itself is returned."""
        if self._below is not None:
            self.canvas[...], self._below = self._below, None
        self._draw(primitives)
        return self.canvas

    def _draw(self, primitives: Iterable[Primitive]) -> None:
        for item in primitives:
            self._ways[type(item)](item)

    def rgb(self) -> RGBImage:
        """The canvas in colours."""
        colours: RGBImage = self._palette.rgb[self.canvas]
        return colours

    def _put_dashes(self, item: Dashes) -> None:
        x, y, wide, high, dash, colour = item
        area = self.canvas[y : y + high, x : x + wide]
        area = area if wide >= high else area.T
        area[:, np.arange(area.shape[1]) // dash % 2 == 0] = self._palette.plain[colour]

    def _put_tile(self, item: PlacedTile) -> None:
        x, y, tile = item
        image = self._tiles.get(tile)
        if image is None:
            image = self._tiles[tile] = self._tile_image(tile)
        self.canvas[y : y + tile.height, x : x + tile.width] = image

    def _tile_image(self, tile: Tile) -> IndexImage:
        image = np.zeros((tile.height, tile.width), np.uint8)
        for item in tile.items:
            if isinstance(item, Rectangle):
                self._palette.fill(image, item)
            else:
                self._palette.write(image, item)
        return image

    def _put_edges(self, item: PlacedEdges) -> None:
        x, y, edges = item
        self._lay(x - edges.look.gap, y - edges.look.gap, self._edges_image(edges))

    def _edges_image(self, edges: CellEdges) -> IndexImage:
        look = edges.look
        if look not in self._patterns:
            self._patterns[look] = look.patterns(self._palette.plain)
        if edges.level.shape[1] > 1 or len(edges.upright) > 1:
            return edges.image(self._patterns[look])
        # Of one cell: others have the same.
        key = look, edges.upright.tobytes(), edges.level.tobytes(), edges.corners.tobytes()
        if key not in self._alone:
            self._alone[key] = edges.image(self._patterns[look])
        return self._alone[key]

    def _put_grounds(self, item: CellGrounds) -> None:
        x, y, pitch, side, colours, looks = item
        plain = self._palette.plain
        indices = np.array([plain[name] if name else UNCHANGED for name in colours], np.uint8)
        rows, columns = looks.shape
        image = np.full((rows, pitch, columns, pitch), UNCHANGED, np.uint8)
        image[:, :side, :, :side] = indices[looks][:, None, :, None]
        self._lay(x, y, image.reshape(rows * pitch, columns * pitch))

    def _put_cells(self, item: PanelCells) -> None:
        if item.whole:
            self._whole[item.panel] = item
            self._draw(item.items)
            return
        whole = self._whole.pop(item.panel, None)
        self.canvas, self._cells = self._cells, self.canvas
        if whole:
            self._draw((*whole.boxes, *whole.items))
        self._draw(item.items)
        self.canvas, self._cells = self._cells, self.canvas
        for x, y, wide, high, _ in item.boxes:
            self.canvas[y : y + high, x : x + wide] = self._cells[y : y + high, x : x + wide]

    def _put_overlay(self, item: Overlay) -> None:
        below = self.canvas.copy()
        self.put(item.items)
        self._below = below

    def _lay(self, x: int, y: int, image: IndexImage) -> None:
        """Lay an image over the canvas that is UNCHANGED where that stays."""
        area = self.canvas[y : y + len(image), x : x + image.shape[1]]
        image = image[: len(area), : area.shape[1]]
        np.copyto(area, image, where=image != UNCHANGED)
