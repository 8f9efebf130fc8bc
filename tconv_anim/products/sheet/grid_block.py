"""Grids of a story on a sheet: as large as their box allows, or a line that says why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ...rendering.laid_panels import LaidPanels
from ...rendering.panels import Panels
from ...rendering.primitives import Box, Primitive
from ...rendering.too_small import TooSmallError
from ...story.frame import Columns, Grid, Panel
from ...story.grids.base import panel_for
from .blocks import Block, Paragraph, Room
from .measures import Measures
from .text_lines import Span, set_line, wrapped

__all__ = ["GridBlock", "OptionalGrids", "StripRows", "panel_of"]

_ENDLESS: Final = 10**5
_LABEL: Final = 11
"""From a label's baseline down to its cells, as a figure of 960x540 has it."""
_AIR: Final = 0.5
"""Below the cells, of a line."""
_READABLE: Final = 26
"""A pitch at which cells still hold a number, in pixels."""
_ENOUGH: Final = 6
"""Lines of cells that are enough, whatever they can show then."""
_WORTH: Final = 1.2
"""How much larger cells have to get for another row of them."""
_BETTER: Final = 1.1
"""How much larger they are at least where the row is taken."""
_FEW: Final = 6
"""Lines that numbers in cells are worth."""
_LARGEST: Final = 80
"""Pixels of a cell that is large enough."""
_TALLEST: Final = 18
"""Lines that cells may need at least; what needs more would push all else off the page."""
_LEAST: Final = 4
"""Cells of fewer pixels, 0.5 mm, are not worth printing."""


class Cells(NamedTuple):
    """Cells of a picture in some box."""

    pitch: int
    readable: bool
    """Whether all of them can hold their numbers."""


@dataclass(frozen=True, eq=False)
class GridBlock(Block):
    """Panels of a story, as it has them, with the grids of one moment."""

    columns: Columns
    grids: Mapping[str, Grid | None]
    captions: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """Said over a panel, by its name."""
    otherwise: str = "too many cells to draw them here"
    """Said instead where the cells get too small."""
    most: int = 24
    """Lines at most."""
    strip: bool = False
    """Whether many panels stand in a row, with cells of one size."""
    yields: bool = False
    """Whether it leaves its room to others where that is short, and says why it is not there."""

    def _head(self, m: Measures) -> int:
        """Pixels over the cells: a caption's line, and the label on the next."""
        return m.baseline(m.line * bool(self.captions)) + m.scale.px(_LABEL)

    def _around(self, m: Measures) -> int:
        return self._head(m) + round(_AIR * m.line)

    def _lines(self, m: Measures, height: int) -> int:
        """Lines that cells of so many pixels take with all that is around them."""
        return m.lines(height + self._around(m))

    def measure(self, m: Measures, width: int) -> Room:
        panels = self._panels_in(m, width, _ENDLESS)
        if panels is None:
            return self._instead().room(m, width)
        rows = max(
            sum(p.rows for p in stack) + 2 * (len(stack) - 1)
            for stack in self.columns
            if not isinstance(stack, str)
        )
        most = min(self._lines(m, _height(panels)), self.most)
        readable = min(self._lines(m, round(rows * _READABLE * m.zoom)), most)
        least = min(readable, self._lines(m, _ENOUGH * m.line))
        while least < most and not self._panels_in(m, width, least * m.line - self._around(m)):
            least += 1
        given_up = self._instead().room(m, width).least if self.yields else least
        return Room(min(least, given_up), max(readable, least), most)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        panels = self._panels_in(m, box.width, box.height - self._around(m))
        if panels is None:
            yield from self._instead().draw(m, box)
            return
        area = Box(box.x, box.y + self._head(m), box.width, _height(panels))
        panels = self.panels(m, area)
        yield from panels.draw(self.grids, None)
        for name, caption in self.captions.items():
            if name in panels.places:
                x = panels.places[name].x
                room = box.right - x
                for line in wrapped(caption, m.small, m.small, room)[:1]:
                    yield from set_line(line, x, m.baseline(box.y), m.small, m.small)

    def lines_at(self, m: Measures, width: int, pitch: int) -> int:
        """Lines that it takes with cells of *pitch*, or what it can use if that is less."""
        rows = max(panel.rows for stack in self.columns for panel in _panels(stack))
        return min(self._lines(m, rows * pitch), self.room(m, width).most)

    def cells(self, m: Measures, box: Box) -> Cells:
        """How large its cells are in that box."""
        panels = self._panels_in(m, box.width, box.height - self._around(m))
        if panels is None:
            return Cells(0, readable=False)
        with_text = [p.cells for p in panels.places.values() if p.panel.widest_text]
        pitch = min(place.cells.pitch for place in panels.places.values())
        return Cells(pitch, readable=all(cells.text_px for cells in with_text))

    def panels(self, m: Measures, area: Box) -> Panels:
        return LaidPanels(self.columns, area, m.scale, m.theme, strip=self.strip, wraps=False)

    def _instead(self) -> Paragraph:
        return Paragraph(Span(self.otherwise, "sans", "muted"))

    def _panels_in(self, m: Measures, width: int, height: int) -> Panels | None:
        return _panels_in(self, m, width, height)


@dataclass(frozen=True, eq=False)
class StripRows(Block):
    """StripRows in one row; or one below the other, where that shows more of them."""

    joint: GridBlock
    single: Sequence[GridBlock]

    def measure(self, m: Measures, width: int) -> Room:
        least, full, most, _ = self.joint.room(m, width)
        joined = self.joint.cells(m, Box(0, 0, width, most * m.line))
        readable = self._separate_lines(m, width, round(_READABLE * m.zoom))
        rooms = [Box(0, 0, width, p.room(m, width).most * m.line) for p in self.single]
        shown = all(p.cells(m, b).readable for p, b in zip(self.single, rooms, strict=True))
        if shown and not joined.readable and readable <= most + _FEW:
            return Room(least, readable, max(most, readable))
        larger = self._separate_lines(m, width, round(joined.pitch * _WORTH))
        return Room(least, full, most, max(larger - most, 0))

    def _separate_lines(self, m: Measures, width: int, pitch: int) -> int:
        """Lines of the strips below each other, with cells of *pitch*."""
        return sum(picture.lines_at(m, width, pitch) for picture in self.single)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        joined, areas = self.joint.cells(m, box), self._areas(m, box)
        alone = [p.cells(m, area) for p, area in zip(self.single, areas, strict=True)]
        pitch = min(cells.pitch for cells in alone)
        fits = sum(area.height for area in areas) <= box.height
        if fits and pitch and pitch >= joined.pitch * _BETTER:
            for picture, area in zip(self.single, areas, strict=True):
                yield from picture.draw(m, area)
        else:
            yield from self.joint.draw(m, box)

    def _areas(self, m: Measures, box: Box) -> list[Box]:
        """The box shared out so that the cells of all strips get about as large."""
        lines = box.height // m.line
        pitches = range(round(_LARGEST * m.zoom), _LEAST, -1)
        fitting = (p for p in pitches if self._separate_lines(m, box.width, p) <= lines)
        pitch, y, areas = next(fitting, _LEAST), box.y, []
        for picture in self.single:
            high = picture.lines_at(m, box.width, pitch) * m.line
            areas.append(Box(box.x, y, box.width, high))
            y += high
        return areas


@dataclass(frozen=True, eq=False)
class OptionalGrids(Block):
    """A picture that is there where there is room for it, and it can be read."""

    picture: GridBlock

    def measure(self, m: Measures, width: int) -> Room:
        most = self.picture.room(m, width).most
        shown = self.picture.cells(m, Box(0, 0, width, most * m.line)).readable
        return Room(0, 0, 0, most if shown else 0)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        if self.picture.cells(m, box).readable:
            yield from self.picture.draw(m, box)


def panel_of(name: str, grid: Grid, **more: Any) -> tuple[Panel, Grid]:
    """A panel just as large as *grid*, which may have stood in a larger one."""
    rows, columns = grid.roles.shape
    grid = replace(grid, row_at=tuple(range(rows)), column_at=tuple(range(columns)))
    return panel_for(name, [grid], notes=grid.notes, **more), grid


@lru_cache(maxsize=4096)
def _panels_in(picture: GridBlock, m: Measures, width: int, height: int) -> Panels | None:
    """The panels in that room; None where their cells would be too small."""
    try:
        panels = picture.panels(m, Box(0, 0, width, height))
    except TooSmallError:
        return None
    smallest = min(place.cells.pitch for place in panels.places.values())
    rows = max(place.panel.rows for place in panels.places.values())
    small = smallest < _LEAST * m.zoom or rows * _LEAST > _TALLEST * m.line / m.zoom
    return None if small else panels


def _panels(stack: tuple[Panel, ...] | str) -> tuple[Panel, ...]:
    return () if isinstance(stack, str) else stack


def _height(panels: Panels) -> int:
    """From the top of the highest grid to the foot of the lowest."""
    places = panels.places.values()
    top = min(place.y for place in places)
    return max(place.bottom for place in places) - top
