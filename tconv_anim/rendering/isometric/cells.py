"""Cells of a slanted plane: how large they are, what they look like, where their text stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ...story.frame import LIT, CellRole, Grid, Panel, Shades
from ...story.roles import UNSHADED
from .. import glyphs
from ..facets import BACK, FRONT, Edge, Facet, Tilt
from ..primitives import Box
from ..scale import MIN_FONT, Scale
from ..theme import CellStyle, Theme
from .neighbours import Sides, role_and_sides

__all__ = ["SlantMeasures", "SlantedCells", "edge_ink", "measure_slanted", "text_box"]

LOUDEST: Final = 26
"""Font size of what is read or made now, at most."""
LOWER: Final = 0.86
"""Font size of the other numbers, as a share of that."""
SLANTED: Final = 0.7
"""Of the smallest font, where cells are slanted: rather small numbers than none."""
LEAST: Final = 7
"""Font size at least, however small the picture."""
LEAST_LINED: Final = 7
"""Pixels of height; lower cells have no lines, else little would be left of them."""
THIN: Final = 0.7
"""Pixels of the line around those still to come."""
PICTURE: Final = 12
"""Pixels of pitch below which shades have no lines between them."""
CLEAR: Final = 1.3
"""Pixels between a text and the lines of its cell, at least."""


@dataclass(frozen=True, slots=True)
class SlantMeasures:
    """Pixels of the cells of one plane; a font size of 0 leaves the text out."""

    tilt: Tilt
    line: float
    """Thickness of the lines between cells."""
    mark: float
    """Thickness of the frame around a window."""
    text_px: int = 0
    """Of numbers that speak low."""
    loud_px: int = 0
    """Of numbers that speak loud, in bold; 0 where that has no room, and all speak low."""
    note_px: int = 0
    """Products have no room: the kernel's weights stand beside the planes."""
    brief: bool = False
    """Whether numbers are written in two digits, as only so they have room."""

    @property
    def pitch(self) -> int:
        return self.tilt.across_x

    @property
    def side(self) -> int:
        return self.pitch

    @property
    def reach(self) -> float:
        """Thickness of the thickest line around a cell."""
        return max(self.line, THIN)

    def voice(self, style: CellStyle) -> tuple[str, int]:
        """(face, font size) of a number in a cell of that style; a size of 0 is silence."""
        if style.voice == "silent":
            return "sans", 0
        loud = style.voice == "loud" and self.loud_px
        return ("bold", self.loud_px) if loud else ("sans", self.text_px)


def measure_slanted(panel: Panel, tilt: Tilt, scale: Scale) -> SlantMeasures:
    """The largest fonts whose widest text stands upright inside a cell."""
    whole = _measures(panel.widest_text, tilt, scale)
    if whole.text_px or not panel.widest_brief:
        return whole
    brief = _measures(panel.widest_brief[0], tilt, scale)
    return replace(brief, brief=True) if brief.text_px else whole


def _measures(widest_text: str, tilt: Tilt, scale: Scale) -> SlantMeasures:
    high = tilt.area / max(tilt.across_x, -tilt.down_x)
    line = 0.0 if high < LEAST_LINED else max(0.7, min(1.3 * scale.unit, high / 14))
    mark = max(1.0, min(3.2 * scale.unit, high / 6))
    cells = SlantMeasures(tilt, line, mark)
    if not widest_text:
        return cells
    least = max(LEAST, math.ceil(MIN_FONT * SLANTED * scale.unit))
    clear, largest = CLEAR * min(1.0, scale.unit), min(scale.font(LOUDEST), int(high * 0.75))
    for px in range(largest, least - 1, -1):
        low = max(least, round(px * LOWER))
        if all(_fits(widest_text, *font, cells, clear) for font in (("bold", px), ("sans", low))):
            return replace(cells, text_px=low, loud_px=px)
    plain = largest >= least and _fits(widest_text, "sans", least, cells, clear)
    return replace(cells, text_px=least) if plain else cells


def _fits(value: str, face: str, px: int, cells: SlantMeasures, clear: float) -> bool:
    """Whether the box around a text in the middle of a cell keeps clear of its edges."""
    drawn = glyphs.sprite(face, px, value).coverage.shape
    wide, high = (
        max(drawn[1], glyphs.width(face, px, value)),
        max(drawn[0], glyphs.digit_height(face, px)),
    )
    tilt = cells.tilt
    rows, columns = tilt.margins(max(cells.line / 2 + clear, (cells.mark + clear) / 2))
    row = (tilt.across_x * high + tilt.across_y * wide) / 2 / tilt.area
    column = (tilt.down_y * wide - tilt.down_x * high) / 2 / tilt.area
    return bool(row <= 0.5 - rows and column <= 0.5 - columns)


@lru_cache(maxsize=4096)
def _pen(value: str, face: str, px: int, tilt: Tilt) -> tuple[int, int]:
    """Where a text begins whose digits stand in the middle of a cell."""
    x, y = tilt.at(0.5, 0.5)
    left, top, coverage = glyphs.sprite(face, px, value)
    high, wide = coverage.shape
    if any(char.isalpha() for char in value):  # letters differ in height: by their ink
        return round(x - wide / 2) - left, round(y - high / 2) - top
    return round(x - wide / 2) - left, round(y + glyphs.digit_height(face, px) / 2)


@lru_cache(maxsize=4096)
def text_box(value: str, face: str, px: int, tilt: Tilt) -> Box:
    """The ink of a cell's text, seen from the cell's corner."""
    x, baseline = _pen(value, face, px, tilt)
    left, top, coverage = glyphs.sprite(face, px, value)
    return Box(x + left, baseline + top, coverage.shape[1], coverage.shape[0])


@lru_cache(maxsize=4096)
def _facet(
    tilt: Tilt,
    line: float,
    ground: str,
    edges: tuple[Edge | None, ...],
    text: str,
    face: str,
    px: int,
    ink: str,
) -> Facet:
    """One for all cells that look alike, in whatever plane: it is drawn once."""
    pen = _pen(text, face, px, tilt) if text else (0, 0)
    return Facet(tilt, line, ground, edges, text, face, px, ink, pen)


BLANK: Final = frozenset({CellRole.PAD, CellRole.ZERO})
"""What has no number of its own."""
RESULTS: Final = frozenset({CellRole.OUTPUT, CellRole.NOW})
_RANKS: Final = (
    CellRole.PAD,
    CellRole.DROPPED,
    CellRole.UNREAD,
    CellRole.OP,
    CellRole.ADDED_ZERO,
    CellRole.TODO,
    CellRole.EMPTY,
    CellRole.ZERO,
    CellRole.GAP,
    CellRole.KERNEL,
    CellRole.INPUT,
    CellRole.OUTPUT,
    CellRole.NOW,
)
"""Of two cells the later one has the line between them."""


def _rank(role: int) -> tuple[int, bool]:
    plain = CellRole(role & ~LIT)
    return (_RANKS.index(plain) if plain in _RANKS else len(_RANKS)), bool(role & LIT)


class SlantedCells:
    """The cells of one plane, each look of them made once."""

    def __init__(self, measures: SlantMeasures, theme: Theme) -> None:
        self.measures, self._theme = measures, theme
        self._facets: dict[tuple[int, int, str], Facet] = {}

    def facet(self, cell: int, shade: int, value: str) -> Facet:
        """A cell with a text; *cell*: its role and its neighbours', *shade*: how light it is."""
        key = cell, shade, value
        made = self._facets.get(key)
        if made is None:
            made = self._facets[key] = self._make(*role_and_sides(cell), shade, value)
        return made

    def _make(self, role: int, sides: Sides, shade: int, value: str) -> Facet:
        style = self._theme.cells[role]
        if role in BLANK and self._theme.pictured and not self.measures.text_px:
            style = self._theme.tiny[role]  # no shade of the picture
        if shade != UNSHADED:
            style = self._theme.shaded(role, shade)
        face, px = self.measures.voice(style)
        shown = value if px else ""
        tilt = self.measures.tilt
        edges = [self._edge(role, beyond, side) for side, beyond in enumerate(sides)]
        line = self.measures.line
        small = tilt.area < PICTURE**2 * 2
        if shade != UNSHADED and small:
            edges = [None] * len(sides)
        elif role == CellRole.TODO and (not line or (small and self._theme.pictured)):
            line = line or THIN  # as white as the paper around, and no louder than shades
            edges = [None if beyond else Edge(style.line) for beyond in sides]
        if style.border == "crossed" and self.measures.line:
            edges.append(Edge(style.line, 2 if shown else 0))
        return _facet(tilt, line, style.ground, tuple(edges), shown, face, px, style.ink)

    def visible(self, grid: Grid) -> Shades | None:
        """The levels of cells that are shades though there is room for numbers."""
        return self._theme.visible(grid)

    def speaks(self, role: int, *, reading: bool) -> bool:
        """Whether a cell shows its text; *reading*: only what is read, or comes of it, does."""
        if reading and not (role & LIT or role in RESULTS):
            return False
        return self._theme.cells[role].voice != "silent"

    def font(self, role: int) -> tuple[str, int]:
        """Face and font size of a cell's text."""
        return self.measures.voice(self._theme.cells[role])

    def _edge(self, role: int, beyond: int, side: int) -> Edge | None:
        line, tilt = self.measures.line, self.measures.tilt
        if not line:
            return None
        owner = max(role, beyond, key=_rank) if beyond else role
        style, dashes = self._theme.cells[owner], 0
        if style.border == "dashed":
            x, y = tilt.at(0, 1) if side in (BACK, FRONT) else tilt.at(1, 0)
            dashes = max(2, round(math.hypot(x, y) / (7 * line)))
        return Edge(edge_ink(owner, style), dashes, outer=not beyond)


def edge_ink(role: int, style: CellStyle) -> str:
    """The colour of the lines around a cell."""
    if style.line:
        return style.line
    return "input-edge" if role & ~LIT == CellRole.INPUT else "output-edge"
