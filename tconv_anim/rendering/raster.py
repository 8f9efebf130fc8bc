"""The colours of a page as palette indices, and what has soft edges drawn in them.

Text has a few levels of coverage. A pair (ground, ink) owns a run of palette entries,
from the ground's colour to the ink's, so composing text is one table look-up and
nothing is ever quantised afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from . import glyphs
from .antialias import pixel_coverage
from .colours import rgb_of
from .primitives import Polygons, Rectangle, TextLine
from .theme import Theme

__all__ = ["LEVELS", "UNCHANGED", "IndexImage", "Palette", "RGBImage"]

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

    def fill(self, canvas: IndexImage, area: Rectangle) -> None:
        """Draw a rectangle over what is there."""
        x, y, wide, high, colour = area
        canvas[y : y + high, x : x + wide] = self.plain[colour]

    def write(self, canvas: IndexImage, line: TextLine) -> None:
        """Draw *line* over its ground."""
        x, baseline, words, face, px, ink, ground = line
        left, top, coverage = glyphs.sprite(face, px, words)
        high, wide = coverage.shape
        area = canvas[baseline + top :, x + left :][:high, :wide]
        np.copyto(area, self.ramps[ground, ink][coverage], where=coverage > 0)

    def levels_of(self, ink: str, shares: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
        """The levels of pixels of which *ink* covers such *shares*."""
        return np.rint(shares * self._last(ink)).astype(np.uint8)
