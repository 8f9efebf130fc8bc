"""What a sheet is set with: its papers, four sizes of type, one grid of lines, one gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ...errors import Argument, FigureError
from ...options import ORIENTATIONS, PAPER_NAMES
from ...options.figure import SheetOptions
from ...rendering.scale import Scale
from ...rendering.theme import Theme

__all__ = ["DPI", "Measures", "paper_size"]

DPI: Final = 200
"""Pixels to an inch. All lengths here are in such pixels: 1 is 0.36 pt."""
_MM: Final = DPI / 25.4
_PAPERS: Final = {
    "a4": (210 * _MM, 297 * _MM),
    "letter": (8.5 * DPI, 11 * DPI),
    "16:9": (7.5 * DPI, 13 * DPI + DPI / 3),  # a slide of PowerPoint's, on its side
}
"""Width and height of each paper, upright."""
MARGIN: Final = 79
"""10 mm, which every printer can print."""
TITLE, HEAD, BODY, SMALL = 44, 25, 20, 17
"""The sizes of type: 15.8, 9, 7.2 and 6.1 pt."""
LINE: Final = 24
"""From baseline to baseline, for all text."""
GAP: Final = 44
"""Between columns."""
UNIT: Final = 17 / 14
"""Against a figure of 960x540, where a label is 14 pixels high."""


def paper_size(options: SheetOptions) -> tuple[int, int]:
    """(width, height) of the paper in pixels; FigureError where there is none such."""
    paper = options.paper or ("16:9" if options.topic else "a4")
    if paper not in _PAPERS:
        raise FigureError(
            "{paper} is not a paper size. Choose from {known}.",
            paper=Argument("paper", paper),
            known=", ".join(PAPER_NAMES),
        )
    turned = options.orientation or ("landscape" if paper == "16:9" else "portrait")
    if turned not in ORIENTATIONS:
        raise FigureError(
            "{orientation} is not known. Choose from {known}.",
            orientation=Argument("orientation", turned),
            known=", ".join(ORIENTATIONS),
        )
    wide, high = (round(side) for side in _PAPERS[paper])
    return (wide, high) if turned == "portrait" else (high, wide)


@dataclass(frozen=True, slots=True)
class _SheetScale(Scale):
    """Of the figures on a sheet: their letters have the sheet's two smaller sizes."""

    zoom: float
    allowed: tuple[int, ...]
    """From the largest to the smallest."""

    @property
    def unit(self) -> float:
        return UNIT * self.zoom

    @property
    def least_font(self) -> int:
        return self.allowed[-1]

    def font(self, px: float) -> int:
        # What would be smaller than the smallest, as notes in cells, fits no font at all.
        wanted = round(px * self.unit)
        return next(iter(self.fonts(wanted)), wanted)

    def note_fonts(self, most: int) -> Iterable[int]:
        return ()

    def fonts(self, most: int) -> Iterable[int]:
        return [size for size in self.allowed if size <= most]


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a sheet, in pixels; *zoom* makes all of them larger, for a slide."""

    theme: Theme = field(hash=False)
    paper: tuple[int, int]
    zoom: float = 1.0

    @property
    def title(self) -> int:
        return round(TITLE * self.zoom)

    @property
    def head(self) -> int:
        return round(HEAD * self.zoom)

    @property
    def body(self) -> int:
        return round(BODY * self.zoom)

    @property
    def small(self) -> int:
        return round(SMALL * self.zoom)

    @property
    def line(self) -> int:
        return round(LINE * self.zoom)

    @property
    def gap(self) -> int:
        return round(GAP * self.zoom)

    @property
    def rule(self) -> int:
        """Thickness of a line."""
        return max(1, round(2 * self.zoom))

    @property
    def margin(self) -> int:
        return MARGIN

    @property
    def scale(self) -> Scale:
        return _SheetScale(self.paper, self.zoom, (self.head, self.body, self.small))

    def lines(self, height: int) -> int:
        """How many lines *height* pixels take."""
        return -(-height // self.line)

    def baseline(self, top: int) -> int:
        """The baseline of the line whose upper edge is *top*."""
        return top + round(self.line * 0.76)
