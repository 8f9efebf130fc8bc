"""A frame put together from glyphs drawn once: palette indices, no Matplotlib figure.

Text has a few levels of coverage. A pair (ground, ink) owns a run of palette entries,
from the ground's colour to the ink's, so composing text is one table look-up and
nothing is ever quantised afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from . import glyphs
from .antialias import pixel_coverage
from .primitives import Parallelogram, PlacedTile, Polygons, Primitive, Rectangle, Tile
from .theme import Theme, rgb_of

__all__ = ["LEVELS", "UNCHANGED", "Composer", "IndexImage", "Palette", "RGBImage"]

IndexImage: TypeAlias = npt.NDArray[np.uint8]
"""Palette indices, shape (height, width)."""
RGBImage: TypeAlias = npt.NDArray[np.uint8]
"""Shape (height, width, 3)."""

LEVELS: Final = 8
"""Steps of coverage from the ground (0) to the full ink (LEVELS - 1)."""
MOST_COLOURS: Final = 256
UNCHANGED: Final = 0
"""The index of no colour: a pixel that stays as it is."""


class Palette:
    """Colours as indices: the plain ones, and a ramp for every (ground, ink) of a text.

    No picture uses index :data:`UNCHANGED`. Fewer colours make shorter codes, so a
    palette holds just those that a page says it uses.
    """

    def __init__(
        self, theme: Theme, plain: Iterable[str], pairs: Iterable[tuple[str, str]]
    ) -> None:
        pairs = sorted(set(pairs))
        names = sorted({*plain, *(name for pair in pairs for name in pair)})
        rgb = [(0, 0, 0), *(rgb_of(theme.colours[name]) for name in names)]
        self.plain = {name: index for index, name in enumerate(names, start=1)}
        self.ramps: dict[tuple[str, str], npt.NDArray[np.uint8]] = {}
        self._over: dict[str, npt.NDArray[np.uint8]] = {}
        # From coverage (0 to 255) to its level.
        steps = np.rint(np.arange(256) / 255 * (LEVELS - 1)).astype(int)
        shares = np.arange(1, LEVELS - 1)[:, None] / (LEVELS - 1)
        for ground, ink in pairs:
            below, above = (np.array(rgb_of(theme.colours[name])) for name in (ground, ink))
            levels = [
                self.plain[ground],
                *range(len(rgb), len(rgb) + LEVELS - 2),
                self.plain[ink],
            ]
            rgb += [(r, g, b) for r, g, b in np.rint(below + shares * (above - below)).tolist()]
            self.ramps[ground, ink] = np.array(levels, np.uint8)[steps]
        if len(rgb) > MOST_COLOURS:
            raise ValueError(f"theme {theme.name} needs {len(rgb)} colours, a GIF has 256")
        self.rgb: RGBImage = np.array(rgb).astype(np.uint8)

    def over(self, ink: str) -> npt.NDArray[np.uint8]:
        """What each index becomes under that ink, from coverage (0 to 255) on.

        Known for the grounds that have a ramp to it; others stay as they are.
        """
        table = self._over.get(ink)
        if table is None:
            table = np.tile(np.arange(MOST_COLOURS, dtype=np.uint8), (256, 1))
            for (ground, above), ramp in self.ramps.items():
                if above == ink:
                    table[:, self.plain[ground]] = ramp
            self._over[ink] = table
        return table


class Composer:
    """A canvas of palette indices on which frames follow each other."""

    def __init__(self, size: tuple[int, int], palette: Palette) -> None:
        self._palette = palette
        self.canvas: IndexImage = np.zeros((size[1], size[0]), np.uint8)
        self._tiles: dict[Tile, tuple[IndexImage, npt.NDArray[np.bool_]]] = {}

    def put(self, primitives: Iterable[Primitive]) -> IndexImage:
        """Draw *primitives* over what is there; the canvas itself is returned."""
        _put(self.canvas, primitives, self._palette, self._tiles)
        return self.canvas

    def rgb(self) -> RGBImage:
        """The canvas in colours."""
        colours: RGBImage = self._palette.rgb[self.canvas]
        return colours


def _put(
    canvas: IndexImage,
    primitives: Iterable[Primitive],
    palette: Palette,
    drawn: dict[Tile, tuple[IndexImage, npt.NDArray[np.bool_]]],
) -> None:
    plain, ramps = palette.plain, palette.ramps
    for item in primitives:
        if isinstance(item, PlacedTile):
            x, y, tile = item
            if tile not in drawn:
                image = np.zeros((tile.height, tile.width), np.uint8)
                _put(image, tile.items, palette, drawn)
                drawn[tile] = image, image != UNCHANGED
            image, there = drawn[tile]
            area = canvas[y : y + tile.height, x : x + tile.width]
            if tile.opaque:
                area[...] = image
            else:
                np.copyto(area, image, where=there)
        elif isinstance(item, Rectangle):
            x, y, wide, high, colour = item
            canvas[y : y + high, x : x + wide] = plain[colour]
        elif isinstance(item, Parallelogram):
            x, y, wide, high, colour = item
            for row in range(high):
                canvas[y + row, x - row : x - row + wide] = plain[colour]
        elif isinstance(item, Polygons):
            rows, columns, shares = pixel_coverage(item.quads)
            levels = np.rint(shares * (255 * item.strength)).astype(np.uint8)
            canvas[rows, columns] = palette.over(item.ink)[levels, canvas[rows, columns]]
        else:
            x, baseline, words, face, px, ink, ground = item
            left, top, coverage = glyphs.sprite(face, px, words)
            high, wide = coverage.shape
            area = canvas[baseline + top :, x + left :][:high, :wide]
            np.copyto(area, ramps[ground, ink][coverage], where=coverage > 0)
