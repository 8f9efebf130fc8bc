"""The page around the panels: title, numbers, tabs, the line that speaks, formulas, progress."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final

from ..story.frame import CellRole, Equation, FormulaLine, Frame, Section, Storyboard
from ..story.notation import PRINTED
from . import glyphs, math_text
from .isometric.layout import Planes
from .isometric.plane import Plane
from .legend import LegendItem, draw_legend
from .panel_layout import Place
from .panels import Panels
from .primitives import Box, Primitive, Rectangle, TextLine
from .raster import Palette
from .scale import Scale, checked_size
from .theme import Theme

__all__ = ["Page"]

MARGIN: Final = 36
TITLE_BASELINE, RULE, TAB_BASELINE, TAB_LINE, PANEL_TOP = 41, 57, 80, 88, 143
ABOUT_BASELINE, SECTION_GAP = 98, 36
KEY_ROOM: Final = 24
"""From what the accent marks in a section down to its equation."""
FOOT: Final = 5
"""Height of the progress line."""
FORMULA_ROW: Final = 21
FACT_GAP, FORMULA_GAP = 3, 7
"""Blanks between facts, and between formulas on one line."""


class Page:
    """The layout of one story at one size, and the primitives of its frames.

    Raises
    ------
    FigureError
        The cells would be smaller than 3 pixels, or the title does not fit.
    """

    def __init__(
        self, storyboard: Storyboard, size: tuple[int, int], theme: Theme, style: str = "flat"
    ) -> None:
        self.size, self.theme = checked_size(size), theme
        self._storyboard = storyboard
        self._steps = [PRINTED.text(step) for step in storyboard.steps]
        self._scale = scale = Scale(size)
        self._left, self._right = scale.px(MARGIN), size[0] - scale.px(MARGIN)
        self._room = self._right - self._left
        self._formulas, self._formula_px = self._lay_formulas()
        foot = scale.px(24) + scale.px(FORMULA_ROW) * (len(self._formulas) - 1)
        self._formula_baseline = size[1] - foot
        self._caption_baseline = self._formula_baseline - scale.px(27)
        top = scale.px(PANEL_TOP)
        bottom = self._caption_baseline - scale.px(30)
        if any(section.key for section in storyboard.sections):
            bottom -= scale.px(KEY_ROOM)
        self._areas = self._share(top, bottom - top)
        self._sections = [
            Panels(section.columns, area, scale, theme)
            if style == "flat"
            else Planes(section.columns, area, scale, theme, shaded=storyboard.shaded)
            for section, area in zip(storyboard.sections, self._areas, strict=True)
        ]
        self._static = tuple(self._draw_static())
        # Of two, the one needed next would go.
        self._caption = lru_cache(maxsize=3)(self._lay_caption)

    def draw(self, frame: Frame, since: Frame | None = None) -> list[Primitive]:
        """The primitives of *frame*; with *since*, only those that turn that picture into it."""
        drawn: list[Primitive] = [] if since else list(self._static)
        if since is None or since.step != frame.step:
            drawn.extend(self._tabs(frame.step))
        for panels in self._sections:
            drawn.extend(panels.draw(frame.grids, since.grids if since else None))
        caption = self._caption(frame)
        if since is None or self._caption(since) != caption:
            drawn.extend(self._draw_caption(caption, clear=since is not None))
        drawn.extend(self._progress(frame))
        return drawn

    @property
    def places(self) -> dict[str, Place | Plane]:
        """Where each panel stands, by its name."""
        return {n: place for panels in self._sections for n, place in panels.places.items()}

    def palette(self) -> Palette:
        """Every colour that a frame of this page can show."""
        cells = [place.cells for place in self.places.values()]
        plain = {"paper", "rule", "track", "accent", "now-line"}
        pairs = {("paper", "ink"), ("paper", "muted")}
        for role in self._storyboard.roles:
            style = self.theme.cells[role]
            plain |= {style.ground, *([style.line] if style.line else [])}
            if style.ink and any(measures.text_px for measures in cells):
                pairs.add((style.ground, style.ink))
            if role in self._storyboard.noted and any(measures.note_px for measures in cells):
                pairs.add((style.ground, style.note))
            if self._shades:
                plain |= {shade.ground for shade in self.theme.shades.get(role, ())}
        for panels in self._sections:
            if isinstance(panels, Planes):
                pairs |= panels.veils(self._storyboard.roles)
        return Palette(self.theme, plain, pairs)

    # -- what stays -------------------------------------------------------------------

    def _draw_static(self) -> Iterator[Primitive]:
        px = self._scale.px
        yield Rectangle(0, 0, *self.size, "paper")
        facts, facts_left = self._facts()
        yield self._title(facts_left - px(24))
        yield from facts
        yield Rectangle(self._left, px(RULE), self._room, px(1), "rule")
        yield from self._legend()
        for section, area in zip(self._storyboard.sections, self._areas, strict=True):
            yield from self._heading(section, area)
        for row, line in enumerate(self._formulas):
            baseline = self._formula_baseline + row * px(FORMULA_ROW)
            yield from math_text.row_words(
                self._left, baseline, line, self._formula_px, "muted", gap=FORMULA_GAP
            )

    def _share(self, top: int, height: int) -> list[Box]:
        """An area for each section, side by side, all of the same width."""
        count, apart = len(self._storyboard.sections), self._scale.px(SECTION_GAP)
        wide = (self._room - (count - 1) * apart) // count
        return [Box(self._left + n * (wide + apart), top, wide, height) for n in range(count)]

    def _heading(self, section: Section, area: Box) -> Iterator[TextLine]:
        """The section's name where other pages have their tabs, and a line about it."""
        if not section.name:
            return
        px = self._scale.fitted("bold", 14, section.name, area.width)
        baseline = self._scale.px(TAB_BASELINE)
        yield TextLine(area.x, baseline, section.name, "bold", px, "ink", "paper")
        key_baseline = self._caption_baseline - self._scale.px(KEY_ROOM)
        for line, baseline in (
            (section.about, self._scale.px(ABOUT_BASELINE)),
            (f"orange: {section.key}" if section.key else "", key_baseline),
        ):
            px = self._scale.fitted("sans", 12, line, area.width)
            if line and glyphs.width("sans", px, line) <= area.width:
                yield TextLine(area.x, baseline, line, "sans", px, "muted", "paper")

    def _title(self, right: int) -> TextLine:
        title, room = self._storyboard.title, right - self._left
        glyphs.check_title(title)
        px = self._scale.fitted("bold", 23, title, room)
        if (wide := glyphs.width("bold", px, title)) > room:
            raise glyphs.too_wide(title, wide, room, "size")
        return TextLine(
            self._left, self._scale.px(TITLE_BASELINE), title, "bold", px, "ink", "paper"
        )

    def _facts(self) -> tuple[list[TextLine], int]:
        """The layer's numbers, right-aligned in the header, and where they begin."""
        *given, result = self._storyboard.facts
        row = [*given, "→", result]
        px = self._scale.font(17)

        def wide() -> int:
            return math_text.row_width(row, px, gap=FACT_GAP)

        while wide() > self._room * 0.6 and px > self._scale.least_font:
            px -= 1
        left, baseline = self._right - wide(), self._scale.px(TITLE_BASELINE)
        return list(math_text.row_words(left, baseline, row, px, "ink", gap=FACT_GAP)), left

    def _legend(self) -> Iterator[Primitive]:
        """A swatch and a word for each special look, at the right of the tabs."""
        if self._storyboard.sections[0].name:
            return
        entries = [
            LegendItem([self.theme.cells[entry.role]], entry.text, entry.spare)
            for entry in self._storyboard.legend
            if not (self._shades and entry.role in self.theme.shades)
        ]
        if self._shades:
            roles = self._storyboard.roles
            shades = self.theme.shades[
                CellRole.INPUT if CellRole.INPUT in roles else CellRole.OUTPUT
            ]
            few = [shades[n] for n in (0, len(shades) // 2, -1)]
            entries.append(LegendItem(few, "small to large"))
        baseline = self._scale.px(TAB_BASELINE)
        yield from draw_legend(entries, self._tab_stops()[-1], self._right, baseline, self._scale)

    @property
    def _shades(self) -> bool:
        """Whether some panel shows shades, as its cells are too small for its numbers."""
        places = [place for place in self.places.values() if not place.panel.counts]
        return self._storyboard.shaded and not all(place.cells.text_px for place in places)

    def _lay_formulas(self) -> tuple[list[list[str]], int]:
        """The formulas in a row or as the story groups them, and the font size that fits them."""
        lines, least = self._storyboard.formulas, self._scale.least_font
        groups = [[line.text for line in row] for row in lines]
        joined = [[formula for row in groups for formula in row]]
        largest, readable = self._scale.font(13), self._scale.font(12)
        width = partial(math_text.row_width, gap=FORMULA_GAP)
        for rows, smallest in ((joined, readable), (groups, least)):
            for px in range(largest, smallest - 1, -1):
                if all(width(row, px) <= self._room for row in rows):
                    return rows, px
        blank = glyphs.width("sans", least, " " * FORMULA_GAP)
        share = self._room // max(len(row) for row in groups) - blank
        return [[_fitting(line, share, least) for line in row] for row in lines], least

    # -- what changes -------------------------------------------------------------------

    def _tab_stops(self) -> list[int]:
        """Left edge of each tab, and where the next one would begin."""
        px, stops = self._scale.font(13), [self._left]
        for number, step in enumerate(self._steps, start=1):
            wide = glyphs.width("bold", px, f"{number}  {step}")
            stops.append(stops[-1] + wide + self._scale.px(34))
        return stops

    def _tabs(self, present: int) -> Iterator[Primitive]:
        if not self._steps:
            return
        px, stops = self._scale.font(13), self._tab_stops()
        top, bottom = self._scale.px(62), self._scale.px(TAB_LINE) + self._scale.px(3)
        yield Rectangle(self._left, top, stops[-1] - self._left, bottom - top, "paper")
        for index, step in enumerate(self._steps):
            number, here = str(index + 1), index == present
            face, ink = ("bold", "ink") if here else ("sans", "muted")
            baseline = self._scale.px(TAB_BASELINE)
            yield TextLine(stops[index], baseline, number, face, px, ink, "paper")
            left = stops[index] + glyphs.width(face, px, f"{number}  ")
            yield TextLine(left, baseline, step, face, px, ink, "paper")
            if here:
                end = left + glyphs.width(face, px, step)
                y, high = self._scale.px(TAB_LINE), self._scale.px(3)
                yield Rectangle(stops[index], y, end - stops[index], high, "accent")

    def _lay_caption(self, frame: Frame) -> list[TextLine]:
        """The line under the panels, or one under each section that speaks."""
        if frame.asides:
            return [
                self._equation(frame.asides[section.name], area)
                for section, area in zip(self._storyboard.sections, self._areas, strict=True)
                if section.name in frame.asides
            ]
        whole = Box(self._left, 0, self._room, 0)
        if frame.equation is not None:
            return [self._equation(frame.equation, whole)]
        px = self._scale.fitted("sans", 15, frame.sentence, self._room)
        baseline = self._caption_baseline
        return [TextLine(self._left, baseline, frame.sentence, "sans", px, "ink", "paper")]

    def _equation(self, equation: Equation, area: Box) -> TextLine:
        """An equation in the room of *area*: shortened where even small letters do not fit."""
        for most in (15, 12):
            room = area.width // glyphs.width("mono", self._scale.font(most), "0")
            line = equation.text(room)
            if len(line) <= room and "…" not in line:
                break
        px = self._scale.fitted("mono", most, line, area.width)
        return TextLine(area.x, self._caption_baseline, line, "mono", px, "ink", "paper")

    def _draw_caption(self, lines: list[TextLine], *, clear: bool) -> Iterator[Primitive]:
        if clear:
            top, edge = self._caption_baseline - self._scale.px(18), self._scale.px(3)
            wide = self._room + 2 * edge  # glyphs may reach over where their pen begins
            yield Rectangle(self._left - edge, top, wide, self._scale.px(25), "paper")
        yield from lines

    def _progress(self, frame: Frame) -> Iterator[Rectangle]:
        wide, high = self.size
        done, line = round(wide * (frame.index + 1) / frame.total), self._scale.px(FOOT)
        yield Rectangle(0, high - line, done, line, "accent")
        yield Rectangle(done, high - line, wide - done, line, "track")


def _fitting(line: FormulaLine, room: int, px: int) -> str:
    """All of a formula, or what a row says that is too narrow for it."""
    fits = math_text.width(line.text, px) <= room or not line.short
    return line.text if fits else line.short
