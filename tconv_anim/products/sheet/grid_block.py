"""Grids of a story on a sheet: as large as their box allows, or a line that says why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ...rendering.panel_layout import TooSmallError
from ...rendering.panels import Panels
from ...rendering.primitives import Box, Primitive
from ...story.frame import Columns, Grid, Panel
from ...story.grids.base import panel_for
from .blocks import Block, Paragraph, Room
from .measures import Measures
from .text_lines import Span, set_line, wrapped

__all__ = ["Picture", "Spare", "Strips", "panel_of"]

_ENDLESS: Final = 10**5
_LABEL: Final = 13
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
class Picture(Block):
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

    def _head(self, kit: Measures) -> int:
        """Pixels over the cells: a caption's line, and the label on the next."""
        return kit.baseline(kit.line * bool(self.captions)) + kit.scale.px(_LABEL)

    def _around(self, kit: Measures) -> int:
        return self._head(kit) + round(_AIR * kit.line)

    def _lines(self, kit: Measures, height: int) -> int:
        """Lines that cells of so many pixels take with all that is around them."""
        return kit.lines(height + self._around(kit))

    def measure(self, kit: Measures, width: int) -> Room:
        panels = self._laid(kit, width, _ENDLESS)
        if panels is None:
            return self._instead().room(kit, width)
        rows = max(
            sum(p.rows for p in stack) + 2 * (len(stack) - 1)
            for stack in self.columns
            if not isinstance(stack, str)
        )
        most = min(self._lines(kit, _height(panels)), self.most)
        readable = min(self._lines(kit, round(rows * _READABLE * kit.zoom)), most)
        least = min(readable, self._lines(kit, _ENOUGH * kit.line))
        while least < most and not self._laid(kit, width, least * kit.line - self._around(kit)):
            least += 1
        given_up = self._instead().room(kit, width).least if self.yields else least
        return Room(min(least, given_up), max(readable, least), most)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        panels = self._laid(kit, box.width, box.height - self._around(kit))
        if panels is None:
            yield from self._instead().draw(kit, box)
            return
        area = Box(box.x, box.y + self._head(kit), box.width, _height(panels))
        panels = self.panels(kit, area)
        yield from panels.draw(self.grids, None)
        for name, caption in self.captions.items():
            if name in panels.places:
                x = panels.places[name].x
                room = box.x + box.width - x
                for line in wrapped(caption, kit.small, kit.small, room)[:1]:
                    yield from set_line(line, x, kit.baseline(box.y), kit.small, kit.small)

    def lines_at(self, kit: Measures, width: int, pitch: int) -> int:
        """Lines that it takes with cells of *pitch*, or what it can use if that is less."""
        rows = max(panel.rows for stack in self.columns for panel in _panels(stack))
        return min(self._lines(kit, rows * pitch), self.room(kit, width).most)

    def cells(self, kit: Measures, box: Box) -> Cells:
        """How large its cells are in that box."""
        panels = self._laid(kit, box.width, box.height - self._around(kit))
        if panels is None:
            return Cells(0, readable=False)
        measures = [p.cells for p in panels.places.values() if p.panel.widest_text]
        pitch = min(place.cells.pitch for place in panels.places.values())
        return Cells(pitch, readable=all(m.text_px for m in measures))

    def panels(self, kit: Measures, area: Box) -> Panels:
        return Panels(self.columns, area, kit.scale, kit.theme, strip=self.strip)

    def _instead(self) -> Paragraph:
        return Paragraph(Span(self.otherwise, "sans", "muted"))

    def _laid(self, kit: Measures, width: int, height: int) -> Panels | None:
        return _laid(self, kit, width, height)


@dataclass(frozen=True, eq=False)
class Strips(Block):
    """Strips in one row; or one below the other, where that shows more of them."""

    joint: Picture
    single: Sequence[Picture]

    def measure(self, kit: Measures, width: int) -> Room:
        least, full, most, _ = self.joint.room(kit, width)
        joined = self.joint.cells(kit, Box(0, 0, width, most * kit.line))
        readable = self._apart(kit, width, round(_READABLE * kit.zoom))
        rooms = [Box(0, 0, width, p.room(kit, width).most * kit.line) for p in self.single]
        shown = all(p.cells(kit, b).readable for p, b in zip(self.single, rooms, strict=True))
        if shown and not joined.readable and readable <= most + _FEW:
            return Room(least, readable, max(most, readable))
        larger = self._apart(kit, width, round(joined.pitch * _WORTH))
        return Room(least, full, most, max(larger - most, 0))

    def _apart(self, kit: Measures, width: int, pitch: int) -> int:
        """Lines of the strips below each other, with cells of *pitch*."""
        return sum(picture.lines_at(kit, width, pitch) for picture in self.single)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        joined, areas = self.joint.cells(kit, box), self._areas(kit, box)
        alone = [p.cells(kit, area) for p, area in zip(self.single, areas, strict=True)]
        pitch = min(cells.pitch for cells in alone)
        fits = sum(area.height for area in areas) <= box.height
        if fits and pitch and pitch >= joined.pitch * _BETTER:
            for picture, area in zip(self.single, areas, strict=True):
                yield from picture.draw(kit, area)
        else:
            yield from self.joint.draw(kit, box)

    def _areas(self, kit: Measures, box: Box) -> list[Box]:
        """The box shared out so that the cells of all strips get about as large."""
        lines = box.height // kit.line
        pitches = range(round(_LARGEST * kit.zoom), _LEAST, -1)
        fitting = (p for p in pitches if self._apart(kit, box.width, p) <= lines)
        pitch, y, areas = next(fitting, _LEAST), box.y, []
        for picture in self.single:
            high = picture.lines_at(kit, box.width, pitch) * kit.line
            areas.append(Box(box.x, y, box.width, high))
            y += high
        return areas


@dataclass(frozen=True, eq=False)
class Spare(Block):
    """A picture that is there where there is room for it, and it can be read."""

    picture: Picture

    def measure(self, kit: Measures, width: int) -> Room:
        most = self.picture.room(kit, width).most
        shown = self.picture.cells(kit, Box(0, 0, width, most * kit.line)).readable
        return Room(0, 0, 0, most if shown else 0)

    def draw(self, kit: Measures, box: Box) -> Iterator[Primitive]:
        if self.picture.cells(kit, box).readable:
            yield from self.picture.draw(kit, box)


def panel_of(name: str, grid: Grid, **more: Any) -> tuple[Panel, Grid]:
    """A panel just as large as *grid*, which may have stood in a larger one."""
    rows, columns = grid.roles.shape
    grid = replace(grid, row_at=tuple(range(rows)), column_at=tuple(range(columns)))
    return panel_for(name, [grid], notes=grid.notes, **more), grid


@lru_cache(maxsize=4096)
def _laid(picture: Picture, kit: Measures, width: int, height: int) -> Panels | None:
    """The panels in that room; None where their cells would be too small."""
    try:
        panels = picture.panels(kit, Box(0, 0, width, height))
    except TooSmallError:
        return None
    smallest = min(place.cells.pitch for place in panels.places.values())
    rows = max(place.panel.rows for place in panels.places.values())
    small = smallest < _LEAST * kit.zoom or rows * _LEAST > _TALLEST * kit.line / kit.zoom
    return None if small else panels


def _panels(stack: tuple[Panel, ...] | str) -> tuple[Panel, ...]:
    return () if isinstance(stack, str) else stack


def _height(panels: Panels) -> int:
    """From the top of the highest grid to the foot of the lowest."""
    places = panels.places.values()
    top = min(place.y for place in places)
    return max(place.y + place.panel.rows * place.cells.pitch for place in places) - top
