"""Where the sections of a page stand: side by side, or on portraits below each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from ..story.frame import Panel, Section, Storyboard
from ..story.label import label_text
from ..story.notation import PRINTED
from . import glyphs
from .legend import LegendItem, draw_legend
from .primitives import Box, Primitive, TextLine
from .scale import Scale

__all__ = [
    "HEADING",
    "SMALL_PRINT",
    "SectionRows",
    "beside_heading",
    "section_headings",
    "shared_pitches",
]

HEADING, SMALL_PRINT = 18, 14
LEGEND_APART: Final = 18
"""From a section's name to the legend beside it, at least."""
PAIRED: Final = 3
"""Sections from which on two stand beside each other on a portrait."""
SQUARE: Final = 1.3
"""So many have two rows on pages whose sides differ by less, too."""
NARROW: Final = 12
"""Cells in a line that have room for their numbers in half of a square."""
LONG, LONG_ON_STRIPS = 4, 36
"""More cells in a line, of several sections, have the width of a page; of one that is a strip."""
STANDING: Final = 0.24
"""Of that width, for what stands beside them all."""
LEAST_SHARE: Final = 0.75
"""How wide sections are at least that stand beside others in one of several rows."""
LEAST_SPOKEN: Final = 0.5
"""Narrower ones say no long sums."""
ALIKE: Final = 1.5
"""Sections whose cells differ by no more share one measure."""
LOW: Final = 4
"""Panels of several rows so many times as wide as high are strips, too, and pages."""
STRIP: Final = 20
"""Cells in a line that have no room for their numbers in half of a page."""
TIMES: Final = 3
"""How many times as many of them have it on a page that is a strip."""
FANNED: Final = 15
"""Cells in a line that have no room for their numbers there beside names of their fans."""


class SectionRows:
    """The rows of a storyboard's sections on a page of *size*, *gap* between two in a row.

    On a square two are below each other if they are wide and not *fanned*; on a portrait three
    are a row of two and a row of one, the last and largest, but that planes have rows of their
    own, and what lies flat lies beside the last of them. Long strips have the whole width,
    beside which a matrix stands.
    """

    def __init__(
        self,
        script: Storyboard,
        size: tuple[int, int],
        left: int,
        room: int,
        gap: int,
        *,
        fanned: bool = False,
    ) -> None:
        (wide, high), sections = size, script.sections
        self._sections = sections
        count, planes = len(sections), sum(not section.lies_flat for section in sections)
        square = SQUARE if count >= PAIRED else 1
        narrow = count < PAIRED and max(panel.columns for panel in script.panels) <= NARROW
        tall = high > wide if fanned or narrow else high * square >= wide
        below = _are_long_strips(script, times=1 if wide <= LOW * high else TIMES)
        longest = LONG if wide <= LOW * high else LONG_ON_STRIPS
        self._standing, self._aside = _standing_section(script, longest), 0
        self.stacked = count > 1 and (tall or below or self._standing is not None)
        beside = count if not self.stacked else 1 if count < PAIRED or below else 2
        self._rows: list[Sequence[int]] = [
            range(n, min(n + beside, count)) for n in range(0, count, beside)
        ]
        self._shares = [section.share for section in sections]
        self._left, self._room, self._gap = left, room, gap
        if self._standing is not None:
            self._rows = [[n] for n in range(count) if n != self._standing]
            self._aside = int(room * STANDING) + gap
        elif self.stacked and planes < count:
            self._rows = [*([n] for n in range(planes - 1)), range(planes - 1, count)]
        elif self.stacked:
            self._shares = [max(section.share, LEAST_SHARE) for section in sections]

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def narrowest(self) -> int:
        """The least width of a section that is not to be narrower than others."""
        return min(
            wide
            for row in self._rows
            for number, wide in zip(row, self._widths(row), strict=True)
            if self._shares[number] > LEAST_SPOKEN
        )

    def _widths(self, row: Sequence[int]) -> list[int]:
        room = self._room - (len(row) - 1) * self._gap - self._aside
        whole = sum(self._shares[number] for number in row)
        return [int(room * self._shares[number] / whole) for number in row]

    def notes_fit(self, scale: Scale) -> bool:
        """Whether there is room below the names of all sections for what is said about them."""
        if self.stacked and len(self._sections) >= PAIRED:
            return False
        return all(
            glyphs.width("sans", scale.least_font, PRINTED.text(self._sections[number].about))
            <= wide
            for row in self._rows
            for number, wide in zip(row, self._widths(row), strict=True)
        )

    def boxes(self, top: int, height: int, drop: int, *, last: bool = False) -> list[Box]:
        """A box of each section; *drop*: from the top of a row to that of the next.

        What stands beside all rows is as high as these, or *last*, beside the last of them.
        """
        found = {}
        for number, row in enumerate(self._rows):
            x, y = self._left, top + drop * number
            for section, wide in zip(row, self._widths(row), strict=True):
                found[section] = Box(x, y, wide, height)
                x += wide + self._gap
        if self._standing is not None:
            wide, more = self._aside - self._gap, drop * (len(self._rows) - 1)
            x, y = self._left + self._room - wide, top + more * last
            found[self._standing] = Box(x, y, wide, height + more * (not last))
        return [found[number] for number in sorted(found)]


def _standing_section(script: Storyboard, most: int) -> int | None:
    """The one of several sections that is high beside strips of more than *most* cells."""
    if len(script.sections) < PAIRED or any(section.lies_flat for section in script.sections):
        return None
    high = [max(panel.rows for panel in _panels_of(section)) > 1 for section in script.sections]
    strips = (p for section in script.sections for p in _panels_of(section) if p.rows == 1)
    longest = max((panel.columns for panel in strips), default=0)
    return high.index(True) if sum(high) == 1 and longest > most else None


def _panels_of(section: Section) -> list[Panel]:
    stacks = (column for column in section.columns if not isinstance(column, str))
    return [panel for stack in stacks for panel in stack]


def _are_long_strips(script: Storyboard, *, times: int) -> bool:
    """Whether its two sections are of one axis, and need the whole width each.

    *times*: how many times as many cells in a line there is room for as on other pages.
    """
    panels, two = script.panels, len(script.sections) == 2
    if not two or any(panel.rows > 1 and LOW * panel.rows > panel.columns for panel in panels):
        return False
    most = FANNED if all(section.fanned_panels for section in script.sections) else STRIP
    return max(panel.columns for panel in panels) > times * most


def section_headings(
    places: Sequence[tuple[Section, Box, int]],
    legend: Sequence[LegendItem],
    scale: Scale,
    *,
    notes: bool,
) -> Iterator[Primitive]:
    """What stands over sections that have names: each with its area and a baseline.

    The *legend* stands beside the last name of the first row where it has room, else in two
    parts beside the two names of that row, else beside the last of all.
    """
    if not all(section.heading for section, _, _ in places):
        return
    heads = [_heading(*place, scale, notes=notes) for place in places]
    for lines in heads:
        yield from lines
    first = max(n for n, place in enumerate(places) if place[2] == places[0][2])

    def beside(number: int, items: Sequence[LegendItem], *, whole: bool) -> list[Primitive]:
        (name, *_), (_, area, baseline) = heads[number], places[number]
        left = name.x + glyphs.width(name.face, name.px, name.text) + scale.px(LEGEND_APART)
        return [*draw_legend(items, left, area.right, baseline, scale, whole=whole)]

    splits = range(1, len(legend)) if first == 1 else ()
    ways = [[(first, legend)], *([(0, legend[:n]), (1, legend[n:])] for n in splits)]
    ways.append([(-1, legend)])
    for parts in ways:
        drawn = [beside(number, items, whole=True) for number, items in parts]
        if all(drawn):
            yield from itertools.chain(*drawn)
            return
    yield from beside(first, legend, whole=False) or beside(-1, legend, whole=False)


def beside_heading(section: Section, box: Box, scale: Scale, high: int) -> Box:
    """What is *high* at the top of *box*, beside the section's name."""
    taken = glyphs.width("bold", scale.font(HEADING), label_text(section.heading))
    taken += scale.px(LEGEND_APART)
    return Box(box.x + taken, box.y, box.width - taken, high)


def _heading(
    section: Section, area: Box, baseline: int, scale: Scale, *, notes: bool
) -> list[TextLine]:
    """The section's heading where other pages have their tabs, and *notes* about it."""
    for parts in range(len(section.heading), 0, -1):
        heading = label_text(section.heading[:parts])
        px = scale.fitted("bold", HEADING, heading, area.width)
        if glyphs.width("bold", px, heading) <= area.width:
            break
    lines = [TextLine(area.x, baseline, heading, "bold", px, "ink", "paper")]
    if not notes:
        return lines
    small = scale.font(SMALL_PRINT)
    about = PRINTED.text(section.about)
    px = scale.fitted("sans", SMALL_PRINT, about, area.width)
    if about and glyphs.width("sans", px, about) <= area.width:
        at = baseline + small + scale.px(8)
        lines.append(TextLine(area.x, at, about, "sans", px, "muted", "paper"))
    return lines


def shared_pitches(pitches: Sequence[int]) -> list[int]:
    """Cells of sections that differ little are as large as the smallest of those."""
    found: dict[int, int] = {}
    for largest in sorted(set(pitches), reverse=True):
        alike = [p for p in pitches if p not in found and p <= largest <= ALIKE * p]
        found |= dict.fromkeys(alike, min(alike, default=0))
    return [found[pitch] for pitch in pitches]
