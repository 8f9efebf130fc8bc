"""All a frame is drawn with: rectangles, texts, tiles of them, edges, polygons, slanted cells.

All but the polygons stand at whole pixels.

Pixel (0, 0) is the top left corner. Colours are names that the theme knows.
Named tuples, since a frame makes hundreds of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from .antialias import Quad, Quads
from .cell_edges import PlacedEdges
from .facets import Facets

__all__ = [
    "Box",
    "CellGrounds",
    "Dashes",
    "Overlay",
    "OverlayItem",
    "PanelCells",
    "PlacedTile",
    "Polygons",
    "Primitive",
    "Rectangle",
    "Shape",
    "TextLine",
    "Tile",
    "flattened",
    "pixel_box",
]


class Box(NamedTuple):
    """A rectangle of pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column of pixels after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row of pixels below it."""
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """Whether the two share a pixel.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 2, 2)), Box(0, 0, 2, 2).meets(Box(2, 0, 2, 2))
        (True, False)
        """
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether all of *other* is inside.

        >>> Box(0, 0, 2, 2).holds(Box(1, 0, 1, 2)), Box(0, 0, 2, 2).holds(Box(1, 1, 2, 1))
        (True, False)
        """
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


def pixel_box(points: Iterable[tuple[float, float]]) -> Box:
    """The pixels that soft edges between *points* (x, y) reach.

    >>> pixel_box([(0.5, 2), (3, 4)])
    Box(x=-1, y=1, width=5, height=4)
    """
    xs, ys = zip(*points, strict=True)
    left, top = math.floor(min(xs)) - 1, math.floor(min(ys)) - 1
    return Box(left, top, math.ceil(max(xs)) + 1 - left, math.ceil(max(ys)) + 1 - top)


class Rectangle(NamedTuple):
    """A rectangle in one colour."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Dashes(NamedTuple):
    """A rectangle in pieces along its longer side, *dash* pixels long and apart."""

    x: int
    y: int
    width: int
    height: int
    dash: int
    colour: str

    def rectangles(self) -> Iterator[Rectangle]:
        """The pieces."""
        x, y, wide, high, dash, colour = self
        for at in range(0, max(wide, high), 2 * dash):
            if wide >= high:
                yield Rectangle(x + at, y, min(dash, wide - at), high, colour)
            else:
                yield Rectangle(x, y + at, wide, min(dash, high - at), colour)


class Polygons(NamedTuple):
    """Quads in one ink, with soft edges, over whatever plain colours are there."""

    quads: Quads
    ink: str
    strength: float = 1.0
    """How much of what is below it hides."""


class TextLine(NamedTuple):
    """One line of text: pen at (x, baseline), on a ground of one colour."""

    x: int
    baseline: int
    text: str
    face: str
    px: int
    ink: str
    ground: str


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A small picture, drawn once and used often: a cell with its value."""

    width: int
    height: int
    items: tuple[Rectangle | TextLine, ...]
    """Seen from its own corner."""


class PlacedTile(NamedTuple):
    """A tile with its corner at (x, y)."""

    x: int
    y: int
    tile: Tile


class CellGrounds(NamedTuple):
    """Cells without texts, the first of which has its corner at (x, y)."""

    x: int
    y: int
    pitch: int
    """From one cell to the next."""
    side: int
    colours: tuple[str, ...]
    """"" for no cell."""
    looks: npt.NDArray[np.intp]
    """For each cell its place in *colours*."""

    def rectangles(self) -> Iterator[Rectangle]:
        """The same one by one."""
        x, y, pitch, side, colours, looks = self
        for row, places in enumerate(looks.tolist()):
            for column, place in enumerate(places):
                if colours[place]:
                    at = x + column * pitch, y + row * pitch
                    yield Rectangle(*at, side, side, colours[place])


class PanelCells(NamedTuple):
    """Cells of a panel, beneath the frames around them."""

    panel: str
    items: tuple[Rectangle | PlacedTile | CellGrounds | PlacedEdges, ...]
    """All cells of a *whole* panel; else those alone that look otherwise than before."""
    boxes: tuple[Rectangle, ...]
    """Where they are seen: elsewhere the frames stay."""
    whole: bool


class Overlay(NamedTuple):
    """What is seen in one frame only, over all else: the next one is drawn over what is below."""

    items: Sequence[OverlayItem]


Shape: TypeAlias = Rectangle | Polygons
OverlayItem: TypeAlias = Shape | TextLine | PlacedTile
"""What can be seen in one frame only."""
Primitive: TypeAlias = (
    Shape
    | TextLine
    | PlacedTile
    | PlacedEdges
    | CellGrounds
    | PanelCells
    | Dashes
    | Facets
    | Overlay
)


def flattened(primitives: Iterable[Primitive]) -> Iterator[Shape | TextLine]:
    """The same picture without tiles, edges and facets."""
    for item in primitives:
        if isinstance(item, PlacedTile):
            for part in item.tile.items:
                x, y, *rest = part
                yield type(part)(item.x + x, item.y + y, *rest)  # type: ignore[arg-type]
        elif isinstance(item, PlacedEdges):
            for x, y, wide, high, colour in item.edges.lines():
                yield Rectangle(item.x + x, item.y + y, wide, high, colour)
        elif isinstance(item, (CellGrounds, Dashes)):
            yield from item.rectangles()
        elif isinstance(item, Facets):
            yield from _spread(item)
        elif isinstance(item, (Overlay, PanelCells)):
            yield from flattened(item.items)
        else:
            yield item


def _spread(facets: Facets) -> Iterator[Polygons | TextLine]:
    """Grounds, then the lines between them, each once, then texts: a shape for each colour."""
    grounds: dict[str, list[Quad]] = {}
    lines: dict[str, dict[Quad, None]] = {}
    for x, y, cell in facets.cells:
        grounds.setdefault(cell.ground, []).append(_moved_quad(cell.corners, x, y))
        for edge, pieces in cell.lines():
            drawn = lines.setdefault(edge.ink, {})
            drawn.update((_moved_quad(piece, x, y), None) for piece in pieces)
    for ink, quads in (*grounds.items(), *lines.items()):
        yield Polygons(tuple(quads), ink)
    for x, y, cell in facets.cells:
        if cell.text:
            left, baseline = x + cell.pen[0], y + cell.pen[1]
            yield TextLine(left, baseline, cell.text, cell.face, cell.px, cell.ink, cell.ground)


def _moved_quad(quad: Quad, x: int, y: int) -> Quad:
    return tuple((round(at_x + x, 3), round(at_y + y, 3)) for at_x, at_y in quad)
