"""All a frame is drawn with: rectangles, lines of text, tiles of them, polygons and slanted cells.

All but the polygons stand at whole pixels.

Pixel (0, 0) is the top left corner. Colours are names that the theme knows.
Named tuples, since a frame makes hundreds of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .antialias import Quad
from .facets import Facets

__all__ = [
    "Box",
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


class Polygons(NamedTuple):
    """Quads in one ink, with soft edges, over whatever plain colours are there."""

    quads: tuple[Quad, ...]
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


Shape: TypeAlias = Rectangle | Polygons
Primitive: TypeAlias = Shape | TextLine | PlacedTile | Facets


def flattened(primitives: Iterable[Primitive]) -> Iterator[Shape | TextLine]:
    """The same picture without tiles and facets."""
    for item in primitives:
        if isinstance(item, PlacedTile):
            for part in item.tile.items:
                x, y, *rest = part
                yield type(part)(item.x + x, item.y + y, *rest)  # type: ignore[arg-type]
        elif isinstance(item, Facets):
            yield from _spread(item)
        else:
            yield item


def _spread(facets: Facets) -> Iterator[Polygons | TextLine]:
    """Grounds, then the lines between them, each once, then texts: a shape for each colour."""
    grounds: dict[str, list[Quad]] = {}
    lines: dict[str, dict[Quad, None]] = {}
    for x, y, cell in facets.cells:
        grounds.setdefault(cell.ground, []).append(_moved(cell.corners, x, y))
        for edge, pieces in cell.lines():
            drawn = lines.setdefault(edge.ink, {})
            drawn.update((_moved(piece, x, y), None) for piece in pieces)
    for ink, quads in (*grounds.items(), *lines.items()):
        yield Polygons(tuple(quads), ink)
    for x, y, cell in facets.cells:
        if cell.text:
            left, baseline = x + cell.pen[0], y + cell.pen[1]
            yield TextLine(left, baseline, cell.text, cell.face, cell.px, cell.ink, cell.ground)


def _moved(quad: Quad, x: int, y: int) -> Quad:
    return tuple((round(at_x + x, 3), round(at_y + y, 3)) for at_x, at_y in quad)
