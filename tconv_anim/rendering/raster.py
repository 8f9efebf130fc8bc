"""A frame put together from glyphs drawn once: palette indices, no Matplotlib figure.

Text has a few levels of coverage. A pair (ground, ink) owns a run of palette entries,
from the ground's colour to the ink's, so composing text is one table look-up and
nothing is ever quantised afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from . import glyphs
from .antialias import pixel_coverage
from .cell_edges import CellEdges, EdgeLook, PlacedEdges
from .facets import Facet, Facets, cell_pixels, line_shares
from .primitives import (
    CellGrounds,
    Dashes,
    Passing,
    PlacedTile,
    Polygons,
    Primitive,
    Rectangle,
    Shape,
    TextLine,
    Tile,
)
from .theme import Theme, rgb_of

__all__ = ["LEVELS", "UNCHANGED", "Composer", "IndexImage", "Palette", "RGBImage"]

IndexImage: TypeAlias = npt.NDArray[np.uint8]
"""Palette indices, shape (height, width)."""
RGBImage: TypeAlias = npt.NDArray[np.uint8]
"""Polygons (height, width, 3)."""

LEVELS: Final = 8
"""Steps of coverage from the ground (0) to the full ink, the last."""
MOST_COLOURS: Final = 256
UNCHANGED: Final = 0
"""The index of no colour: a pixel that stays as it is."""


OFTEN: Final = (
    "paper",
    "zero",
    "read-zero",
    "todo",
    "accent",
    "output",
    "now",
    "input",
    "input-lit",
)
"""What most frames change: codes of low numbers alone are shorter, so these come first."""


def _place(name: str) -> int:
    """Where a colour stands in a palette: what changes often, then shades, then the others."""
    if name in OFTEN:
        return 0
    return 1 if name.startswith(("output-shade", "input-shade")) else 2


class Palette:
    """Colours as indices: the plain ones, and a ramp for every (ground, ink) of a text.

    Pairs that are *spare* have ramps as long as there is room, the first ones first. Those of
    inks in *halved* have one step, halfway: along a slanted line the same few pixels then come
    again and again, which is short in a file.

    No picture uses index :data:`UNCHANGED`. Fewer colours make shorter codes, so a
    palette holds just those that a page says it uses; so do fewer *levels* of coverage.
    """

    def __init__(
        self,
        theme: Theme,
        plain: Iterable[str],
        pairs: Iterable[tuple[str, str]],
        spare: Iterable[tuple[str, str]] = (),
        *,
        levels: int = LEVELS,
        halved: Set[str] = frozenset(),
    ) -> None:
        self.levels, self._halved = levels, halved
        pairs = sorted(set(pairs))
        used = {*plain, *(name for pair in (*pairs, *spare) for name in pair)}
        names = sorted(used, key=lambda name: (_place(name), name))
        room = MOST_COLOURS - 1 - len(names) - sum(self._last(ink) - 1 for _, ink in pairs)
        for pair in (one for one in dict.fromkeys(spare) if one not in pairs):
            room -= self._last(pair[1]) - 1
            pairs += [pair] * (room >= 0)
        # A theme for both has six numbers a colour: those of light, then those of dark.
        themes = [theme, *([theme.dark] if theme.dark else [])]
        colours = {name: [n for t in themes for n in rgb_of(t.colours[name])] for name in names}
        rgb = [[0] * (3 * len(themes)), *colours.values()]
        self.plain = {name: index for index, name in enumerate(names, start=1)}
        self.ramps: dict[tuple[str, str], npt.NDArray[np.uint8]] = {}
        self._over: dict[str, npt.NDArray[np.uint8]] = {}
        for ground, ink in pairs:
            below, above = (np.array(colours[name]) for name in (ground, ink))
            last = self._last(ink)
            ramp = [self.plain[ground], *range(len(rgb), len(rgb) + last - 1), self.plain[ink]]
            shares = np.arange(1, last)[:, None] / last
            # From coverage (0 to 255) to its level.
            steps = np.rint(np.arange(256) / 255 * last).astype(int)
            rgb += np.rint(below + shares * (above - below)).astype(int).tolist()
            self.ramps[ground, ink] = np.array(ramp, np.uint8)[steps]
        if len(rgb) > MOST_COLOURS:
            raise ValueError(f"theme {theme.name} needs {len(rgb)} colours, a GIF has 256")
        self._colours: RGBImage = np.array(rgb).astype(np.uint8)
        self.rgb: RGBImage = self._colours[:, :3]
        self.dark: RGBImage | None = self._colours[:, 3:] if theme.dark else None

    def _last(self, ink: str) -> int:
        """The level of full coverage."""
        return 2 if ink in self._halved else self.levels - 1

    def over(self, ink: str) -> npt.NDArray[np.uint8]:
        """What each index becomes under that ink, from level 0 on.

        Of (ground, ink) without a ramp of its own, the nearest colours that there are.
        """
        table = self._over.get(ink)
        if table is None:
            rgb = self._colours.astype(np.float32)
            levels = self._last(ink) + 1
            shares = np.arange(levels, dtype=np.float32)[:, None, None] / (levels - 1)
            wanted = (rgb + shares * (rgb[self.plain[ink]] - rgb)).reshape(-1, rgb.shape[1])
            known = rgb[1:]  # index 0 is no colour
            apart = (known**2).sum(axis=1) - 2 * wanted @ known.T
            nearest = apart.argmin(axis=1).astype(np.uint8) + np.uint8(1)
            table = np.tile(np.arange(MOST_COLOURS, dtype=np.uint8), (levels, 1))
            table[:, 1 : len(rgb)] = nearest.reshape(levels, -1)[:, 1:]
            # A coverage (0 to 255) of each level.
            middles = np.rint(np.arange(levels) * 255 / (levels - 1)).astype(int)
            for (ground, above), ramp in self.ramps.items():
                if above == ink:
                    table[:, self.plain[ground]] = ramp[middles]
            self._over[ink] = table
        return table

    def lay(self, canvas: IndexImage, shape: Polygons) -> None:
        """Draw *shape* over what is on *canvas*, cut off at its sides."""
        rows, columns, shares = pixel_coverage(shape.quads)
        if min(rows.min(initial=0), columns.min(initial=0)) < 0 or (
            rows.max(initial=0) >= canvas.shape[0] or columns.max(initial=0) >= canvas.shape[1]
        ):
            inside = (rows >= 0) & (rows < canvas.shape[0])
            inside &= (columns >= 0) & (columns < canvas.shape[1])
            rows, columns, shares = rows[inside], columns[inside], shares[inside]
        levels = self.levels_of(shape.ink, shares * shape.strength)
        canvas[rows, columns] = self.over(shape.ink)[levels, canvas[rows, columns]]

    def levels_of(self, ink: str, shares: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
        """The levels of pixels of which *ink* covers such *shares*."""
        return np.rint(shares * self._last(ink)).astype(np.uint8)


class Composer:
    """A canvas of palette indices on which frames follow each other."""

    def __init__(self, size: tuple[int, int], palette: Palette) -> None:
        self._palette = palette
        self.canvas: IndexImage = np.zeros((size[1], size[0]), np.uint8)
        self._tiles: dict[Tile, IndexImage] = {}
        self._below: IndexImage | None = None
        """The canvas without what is to pass."""
        self._facets: dict[Facet, _Cut] = {}
        self._patterns: dict[EdgeLook, IndexImage] = {}
        self._alone: dict[tuple[EdgeLook, bytes, bytes, bytes], IndexImage] = {}

    def put(self, primitives: Iterable[Primitive]) -> IndexImage:
        """Draw *primitives* over what is there; the canvas itself is returned."""
        if self._below is not None:
            self.canvas[...], self._below = self._below, None
        for item in primitives:
            if isinstance(item, PlacedTile):
                x, y, tile = item
                if tile not in self._tiles:
                    image = np.zeros((tile.height, tile.width), np.uint8)
                    for part in tile.items:
                        _put(image, part, self._palette)
                    self._tiles[tile] = image
                self.canvas[y : y + tile.height, x : x + tile.width] = self._tiles[tile]
            elif isinstance(item, PlacedEdges):
                x, y, edges = item
                gap = edges.look.gap
                self._lay(x - gap, y - gap, self._edges(edges))
            elif isinstance(item, Dashes):
                x, y, wide, high, dash, colour = item
                area = self.canvas[y : y + high, x : x + wide]
                area = area if wide >= high else area.T
                area[:, np.arange(area.shape[1]) // dash % 2 == 0] = self._palette.plain[colour]
            elif isinstance(item, CellGrounds):
                self._lay(item.x, item.y, _ground_image(item, self._palette))
            elif isinstance(item, Facets):
                self._put_facets(item)
            elif isinstance(item, Passing):
                below = self.canvas.copy()
                self.put(item.items)
                self._below = below
            else:
                _put(self.canvas, item, self._palette)
        return self.canvas

    def _lay(self, x: int, y: int, image: IndexImage) -> None:
        """Lay an image over the canvas that is UNCHANGED where that stays."""
        area = self.canvas[y : y + len(image), x : x + image.shape[1]]
        image = image[: len(area), : area.shape[1]]
        np.copyto(area, image, where=image != UNCHANGED)

    def _edges(self, edges: CellEdges) -> IndexImage:
        look = edges.look
        if look not in self._patterns:
            self._patterns[look] = look.patterns(self._palette.plain)
        if edges.level.shape[1] > 1 or len(edges.upright) > 1:
            return edges.image(self._patterns[look])
        key = look, edges.upright.tobytes(), edges.level.tobytes(), edges.corners.tobytes()
        if key not in self._alone:
            self._alone[key] = edges.image(self._patterns[look])
        return self._alone[key]

    def _put_facets(self, facets: Facets) -> None:
        for x, y, facet in facets.cells:
            cut = self._facets.get(facet)
            if cut is None:
                cut = self._facets[facet] = _cut(facet, self._palette)
            left, top, tile, there = cut
            high, wide = tile.shape
            area = self.canvas[y + top : y + top + high, x + left : x + left + wide]
            np.copyto(area, tile, where=there)

    def rgb(self) -> RGBImage:
        """The canvas in colours."""
        colours: RGBImage = self._palette.rgb[self.canvas]
        return colours


class _Cut(NamedTuple):
    """A cell of a plane drawn: where its box is, its pixels, and which of them it covers."""

    left: int
    top: int
    tile: IndexImage
    there: npt.NDArray[np.bool_]


def _ground_image(cells: CellGrounds, palette: Palette) -> IndexImage:
    """The cells as palette indices, UNCHANGED between them."""
    _, _, pitch, side, colours, looks = cells
    indices = np.array([palette.plain[c] if c else UNCHANGED for c in colours], np.uint8)
    rows, columns = looks.shape
    image = np.full((rows, pitch, columns, pitch), UNCHANGED, np.uint8)
    image[:, :side, :, :side] = indices[looks][:, None, :, None]
    return image.reshape(rows * pitch, columns * pitch)


def _cut(facet: Facet, palette: Palette) -> _Cut:
    left, top, own, beyond, corners = cell_pixels(facet.tilt, facet.line)
    tile = np.full(own.shape, palette.plain["paper"], np.uint8)
    tile[own] = palette.plain[facet.ground]
    there, drawn = own.copy(), np.zeros(own.shape, np.bool_)
    for side, edge in enumerate(facet.edges):
        if edge is not None:
            shares = line_shares(facet.tilt, side, facet.line, edge.dashes)
            levels = palette.levels_of(edge.ink, shares)
            tile = palette.over(edge.ink)[levels, tile]
            drawn |= levels > 0
    outer = [edge is not None and edge.outer for edge in facet.edges]
    for side in range(4):
        if outer[side]:
            there |= beyond[side] & drawn
            if outer[(side + 1) % 4]:
                there |= corners[side] & drawn
    if facet.text:
        x, baseline = facet.pen[0] - left, facet.pen[1] - top
        words = TextLine(x, baseline, facet.text, facet.face, facet.px, facet.ink, facet.ground)
        _put(tile, words, palette)
    return _Cut(left, top, tile, there)


def _put(canvas: IndexImage, item: Shape | TextLine, palette: Palette) -> None:
    if isinstance(item, Rectangle):
        x, y, wide, high, colour = item
        canvas[y : y + high, x : x + wide] = palette.plain[colour]
    elif isinstance(item, Polygons):
        palette.lay(canvas, item)
    else:
        x, baseline, words, face, px, ink, ground = item
        left, top, coverage = glyphs.sprite(face, px, words)
        high, wide = coverage.shape
        area = canvas[baseline + top :, x + left :][:high, :wide]
        np.copyto(area, palette.ramps[ground, ink][coverage], where=coverage > 0)
