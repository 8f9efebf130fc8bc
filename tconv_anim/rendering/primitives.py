"""All a frame is drawn with: rectangles, lines of text, tiles of them, and polygons.

All but the polygons stand at whole pixels.

Pixel (0, 0) is the top left corner. Colours are names that the theme knows.
Named tuples, since a frame makes hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .antialias import Quad

__all__ = [
    "Box",
    "Parallelogram",
    "PlacedTile",
    "Polygons",
    "Primitive",
    "Rectangle",
    "Shape",
    "TextLine",
    "Tile",
    "flattened",
]


class Box(NamedTuple):
    """A rectangle of pixels."""

    x: int
    y: int
    width: int
    height: int


class Rectangle(NamedTuple):
    """A rectangle in one colour."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Parallelogram(NamedTuple):
    """A rectangle that leans: its top left corner, and each row a pixel left of the one above."""

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
    items: tuple[Rectangle | Parallelogram | TextLine, ...]
    """Seen from its own corner."""
    opaque: bool = True
    """Whether its first item fills it."""


class PlacedTile(NamedTuple):
    """A tile with its corner at (x, y)."""

    x: int
    y: int
    tile: Tile


Shape: TypeAlias = Rectangle | Parallelogram | Polygons
Primitive: TypeAlias = Shape | TextLine | PlacedTile


def flattened(
    primitives: Iterable[Primitive],
) -> Iterator[Shape | TextLine]:
    """The same picture without tiles."""
    for item in primitives:
        if isinstance(item, PlacedTile):
            for part in item.tile.items:
                x, y, *rest = part
                yield type(part)(item.x + x, item.y + y, *rest)  # type: ignore[arg-type]
        else:
            yield item
