"""All a frame is drawn with: rectangles, lines of text, and stamps made of them, at whole pixels.

Pixel (0, 0) is the top left corner. Colours are names that the theme knows.
Named tuples, since a frame makes hundreds of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

__all__ = ["Art", "Box", "Fill", "Primitive", "Stamp", "Words", "flattened"]


class Box(NamedTuple):
    """A rectangle of pixels."""

    x: int
    y: int
    width: int
    height: int


class Fill(NamedTuple):
    """A rectangle in one colour."""

    x: int
    y: int
    width: int
    height: int
    colour: str


class Words(NamedTuple):
    """One line of text: pen at (x, baseline), on a ground of one colour."""

    x: int
    baseline: int
    text: str
    face: str
    px: int
    ink: str
    ground: str


@dataclass(frozen=True, slots=True, eq=False)
class Art:
    """A small opaque picture, drawn once and used often: a cell with its value."""

    width: int
    height: int
    items: tuple[Fill | Words, ...]
    """Seen from its own corner; the first one fills it."""


class Stamp(NamedTuple):
    """A piece of art with its corner at (x, y)."""

    x: int
    y: int
    art: Art


Primitive: TypeAlias = Fill | Words | Stamp


def flattened(primitives: Iterable[Primitive]) -> Iterator[Fill | Words]:
    """The same picture without stamps."""
    for item in primitives:
        if isinstance(item, Stamp):
            for x, y, *rest in item.art.items:
                kind = Fill if len(rest) == 3 else Words
                yield kind(item.x + x, item.y + y, *rest)  # type: ignore[arg-type]
        else:
            yield item
