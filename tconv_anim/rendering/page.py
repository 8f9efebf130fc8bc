"""The page around the panels: head, the caption, formulas, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Final

from ..layers.formula_text import FormulaText
from ..story.frame import Frame, PanelContent, Section, Storyboard
from . import math_text
from .caption_lines import CaptionLines
from .channels.panels import silent_panels
from .channels.planes import section_planes
from .fans import readable_fans
from .header import Header
from .isometric.plane import Plane
from .isometric.planes import Planes
from .laid_sections import laid_sections
from .legend import lacks_ranges, legend_items, shaded_contents
from .moving_cells import flying_cells, leaves_panels
from .page_colours import page_colours
from .panel_rows import LABEL_DROP, LABEL_FONT
from .place import Place
from .placed_captions import PlacedCaptions
from .primitives import Box, Overlay, OverlayItem, PlacedTile, Primitive, Rectangle, TextLine
from .raster import LEVELS, Palette
from .scale import Scale, checked_size
from .section_areas import HEADING, SMALL_PRINT, SectionRows, beside_heading, section_headings
from .spans import cleared_text
from .theme import Theme
from .too_small import TooSmallError
from .workings import PlacedWorkings, Workings

__all__ = ["FEW_LEVELS", "Page"]

MARGIN, SECTION_GAP, CLOSE_GAP = 30, 36, 24
HEAD_APART, CAPTION_APART = 22, 22
"""White between head and labels, and between cells and the caption."""
FOOT, FOOT_APART, FORMULA_APART = 6, 14, 14
"""Height of the progress line, from it up to the last formula, and from there to captions."""
FORMULA = 13
WITHOUT_FORMULAS: Final = 0.6
"""Pages of a smaller unit have none."""
SQUARE: Final = 1.4
"""Planes need the height of pages whose sides differ by less."""
ROOMY, CROWDED = 0.45, 0.75
"""Pages of a smaller unit are crowded; below the second only if so all numbers have room."""
FEW_LEVELS: Final = 4
"""Steps of coverage where much is slanted: a few make small files."""
BESIDE, BESIDE_SHARE, LETTERS = 4, 0.7, 1.6
"""Pages so many times as wide as high have captions beside their panels, which have that share;
these are set as on pages so many times as high."""


class Page:
    """The layout of one story at one size, and the primitives of its frames.

    Raises
    ------
    FigureError
        The cells would be smaller than 3 pixels, or the title does not fit.
    """

    levels = LEVELS  # steps of coverage that texts and slanted lines have
    is_squeezed = False  # whether all that is said about the structure had to go for it
    lacks_key = False  # whether it has no room to say what its shades stand for
    _foot = 0
    _keyed = True  # whether it has a key
    _fewer_fans = False  # where only so all counts have room

    def __init__(
        self, storyboard: Storyboard, size: tuple[int, int], theme: Theme, style: str = "flat"
    ) -> None:
        self.size, self.theme, self.style = checked_size(size), theme, style
        if style != "flat":
            self.levels = FEW_LEVELS
        self._script, self._scale = storyboard, Scale(size)
        scale, margin = self._scale, self._scale.px(MARGIN)
        self._left, self._right, self._room = margin, size[0] - margin, size[0] - 2 * margin
        named = any(section.heading for section in storyboard.sections)
        self._foot = scale.px(FOOT) if theme.progress else 0
        self._formulas, self._formula_px = self._lay_formulas()
        self._formula_row, self._foot_at = self._formula_px + scale.px(7), 0
        kept = tuple(section for section in storyboard.sections if not section.spare)
        roomy = ROOMY if kept == storyboard.sections else WITHOUT_FORMULAS
        crowded, few = scale.unit < roomy, roomy <= scale.unit < CROWDED
        for least in (False, True) if self._formulas else (True,):
            try:
                for self._fewer_fans in (False, True):  # formulas go before fans
                    self._lay(style, named=named, crowded=crowded)
                    if (few or self._formulas) and silent_panels(self.sections):
                        self._lay_with_less(style, named=named, crowded=few, usual=crowded)
                    if not self._fanned or not silent_panels(self.sections):
                        break
                break
            except TooSmallError:  # the structure goes before all that is said about it
                self._formulas = []
                if least:
                    self._lay_squeezed(style, kept, named=named)
        self._static = tuple(self._draw_static())
        self._captions.end_before([one for one in self._static if isinstance(one, PlacedTile)])

    def _lay_squeezed(self, style: str, kept: tuple[Section, ...], *, named: bool) -> None:
        """As crowded as can be; with the sections *kept* alone if need be."""
        self.is_squeezed = True
        try:
            self._lay(style, named=named, crowded=True)
        except TooSmallError:
            self._script = replace(self._script, sections=kept)
            self._lay(style, named=named, crowded=True)

    def _lay(self, style: str, *, named: bool, crowded: bool) -> None:
        """Areas, and the panels in them; *crowded*: less around them."""
        self._lay_areas(style, named=named, crowded=crowded)
        sections, scale = self._script.sections, self._scale
        if style != "flat":
            self.sections = section_planes(sections, self._areas, scale, self.theme)
            return
        if self._fewer_fans:
            sections = readable_fans(sections, self._areas, scale)
        level = self._fanned and not self._stacked
        laid = laid_sections(sections, self._areas, scale, self.theme, level=level)
        joined = self._script.shaded or self.theme.pictured
        self.sections = [one.join_cells() for one in laid] if joined else [*laid]

    def _lay_with_less(self, style: str, *, named: bool, crowded: bool, usual: bool) -> None:
        """Without formulas, if more of the panels have room for numbers then; else as *usual*."""
        panels, formulas, self._formulas = self.sections, self._formulas, []
        self._lay(style, named=named, crowded=crowded)
        if silent_panels(self.sections) >= silent_panels(panels):
            self._formulas = formulas
            self._lay_areas(style, named=named, crowded=usual)
            self.sections = panels

    def _lay_areas(self, style: str, *, named: bool, crowded: bool) -> None:
        """Areas from the foot up, and all that is around them."""
        scale, sections, ends = self._scale, self._script.sections, (self._left, self._right)
        self._header = Header(self._script, scale, *ends, headings=named, crowded=crowded)
        formulas_top = self.size[1] - self._foot - scale.px(FOOT_APART)
        if self._formulas:
            formulas_top -= self._formula_row * (len(self._formulas) - 1)
            self._foot_at = formulas_top
            formulas_top -= self._formula_px + scale.px(FORMULA_APART)
        gap = scale.px(SECTION_GAP if len(sections) < 3 else CLOSE_GAP)
        self._fanned = style == "flat" and all(section.fanned_panels for section in sections)
        beside = self._captions_beside
        room = round(self._room * BESIDE_SHARE) if beside else self._room
        rows = SectionRows(self._script, self.size, self._left, room, gap, fanned=self._fanned)
        self._stacked = rows.stacked
        if beside:
            letters = Scale((self.size[0], round(self.size[1] * LETTERS)))
            wide, most = self._room - room - 2 * gap, 3
        else:
            letters, most = scale, 1 if crowded or self._low else 3
            wide = rows.narrowest if self._parts_captioned else self._room
        sums = self._parts_captioned and len(sections) > 2
        by_heading = sums and rows.stacked and self.size[0] >= self.size[1]  # beside names
        most = 1 if by_heading else most
        captions = CaptionLines(letters, wide, most=most, remarks=self._script.remarks, beside=sums)
        high = 0 if beside or by_heading else captions.height
        whole = Box(self._left, formulas_top - captions.height, self._room, captions.height)
        formulas_top -= (captions.height + gap // 2) * by_heading
        few = rows.stacked and (crowded or not self._formulas)
        self._notes = not (few or self._low) and rows.notes_fit(scale)
        drop = 0
        if rows.stacked:  # from the top of a row to that of the next one below it
            apart = scale.font(HEADING) + gap // 2
            drop = (formulas_top + apart - self._header.heading_baseline) // len(rows)
        bottom = formulas_top - drop * (len(rows) - 1) - high
        top, end = self._inside(bottom, named=named, close=by_heading)
        self._areas = rows.boxes(top, max(end - top, 1), drop)
        caption_areas = rows.boxes(bottom, high, drop, last=True)
        if by_heading:
            first = self._header.heading_baseline - captions.height
            boxes = rows.boxes(first, captions.height, drop)
            caption_areas = [
                *map(partial(beside_heading, scale=scale, high=captions.height), sections, boxes)
            ]
        if beside:
            middle = (top + bottom - captions.height) // 2
            whole = Box(self._right - wide, middle, wide, captions.height)
            caption_areas = [whole]
        self._captions = PlacedCaptions(captions, sections, caption_areas, whole)
        self._headings = [box.y for box in rows.boxes(self._header.heading_baseline, 0, drop)]

    @property
    def _captions_beside(self) -> bool:
        """Whether what is said stands to the right of the panels: on strips of one section."""
        return self._low and len(self._script.sections) == 1 and self.style == "flat"

    @property
    def _low(self) -> bool:
        return self.size[0] > BESIDE * self.size[1]

    @property
    def _parts_captioned(self) -> bool:
        """Whether sums stand below sections; a verdict has one line."""
        named = (one.name and not one.verdict for one in self._script.sections)
        return not self._fanned and any(named)

    def draw(self, frame: Frame, since: Frame | None = None) -> list[Primitive]:
        """The primitives of *frame*; with *since*, only those that turn that picture into it."""
        if since and (self._scale.unit < ROOMY or leaves_panels(frame) or leaves_panels(since)):
            since = None
        drawn: list[Primitive] = [] if since else list(self._static)
        if since is None or since.step != frame.step:
            drawn.extend(self._header.tabs(frame.step))
        worked, grids = self.placed_workings(frame)
        was, before = self.placed_workings(since) if since else ([], None)
        drawn += map(cleared_text, was)
        foot = self._foot_words if bool(worked) != (since is None or bool(was)) else []
        drawn += map(cleared_text, foot) if worked else foot
        for panels in self.sections:
            drawn.extend(panels.draw(grids, before))
        drawn.extend(worked)
        now = self._captions.of(frame)
        said = self._captions.of(since) if since else []
        if said != now:
            drawn += [*map(cleared_text, said), *now]
        over: list[OverlayItem] = [
            one for panels in self.sections for one in panels.turned_cells(grids)
        ]
        over += flying_cells(frame.flights, self.places, self.theme)
        return [*drawn, Overlay(over)] if over else drawn

    @property
    def places(self) -> dict[str, Place | Plane]:
        """Where each panel stands, by its name."""
        return {n: place for panels in self.sections for n, place in panels.places.items()}

    def palette(self) -> Palette:
        """Every colour that a frame of this page can show."""
        planes = [panels for panels in self.sections if isinstance(panels, Planes)]
        kinds = {"shaded": bool(self.shades) or self._script.tinted, "slanted": bool(planes)}
        plain, pairs = page_colours(self._script, [*self.places.values()], self.theme, **kinds)
        spare = planes[0].pairs(self._script.roles) if planes else ()
        halved = {"accent"} if planes else set[str]()  # the lines that move most
        return Palette(self.theme, plain, pairs, spare, levels=self.levels, halved=halved)

    # -- what stays -------------------------------------------------------------------

    def _draw_static(self) -> Iterator[Primitive]:
        yield Rectangle(0, 0, *self.size, "paper")
        of, silent = (self._script, self.theme, self.shades), silent_panels(self.sections) > 0
        legend = legend_items(*of, silent=silent) if self._keyed else []
        places = zip(self._script.sections, self._areas, self._headings, strict=True)
        heads = [*section_headings([*places], legend, self._scale, notes=self._notes)]
        heads += self._header.draw([] if heads else legend)
        self.lacks_key = lacks_ranges(legend, heads)
        yield from heads

    def _inside(self, bottom: int, *, named: bool, close: bool) -> tuple[int, int]:
        """(top, bottom) of the first sections' cells; *bottom*: where what they say begins."""
        scale, sections = self._scale, self._script.sections
        label = scale.font(LABEL_FONT) + scale.px(LABEL_DROP)
        label = 0 if self._fanned or sections[0].channels else label  # with labels of their own
        small = scale.font(SMALL_PRINT) + scale.px(6)
        close |= self._fanned or bool(sections[0].channels)
        top = self._header.bottom + scale.px(HEAD_APART // (1 + close + self._fanned)) + label
        bottom -= scale.px(CAPTION_APART * 2 // (2 + close))
        if self._notes and named and any(section.about for section in sections):
            top += small
        return top, bottom

    @cached_property
    def shades(self) -> set[PanelContent]:
        return shaded_contents(self._script, self.places.values(), self.theme)

    @cached_property
    def _foot_words(self) -> list[TextLine]:
        at, px = (self._left, self._foot_at), self._formula_px
        areas = [] if self._stacked else self._areas
        return math_text.foot_words(self._formulas, areas, at, self._formula_row, px)

    def _lay_formulas(self) -> tuple[list[list[FormulaText]], int]:
        """The formulas in as few rows as can be, and the font size that fits them."""
        scale = self._scale
        squeezed = self.style != "flat" and max(self.size) < SQUARE * min(self.size)
        if scale.unit < WITHOUT_FORMULAS or squeezed:
            return [], scale.least_font
        sizes = range(scale.font(FORMULA + 1), scale.least_font - 1, -1)
        return math_text.fitted_rows(self._script.formulas, sizes, self._room)

    @cached_property
    def placed_workings(self) -> Callable[[Frame], PlacedWorkings]:
        """What a frame works out, where it stands, and the panels beside it."""
        top = self._header.bottom
        room = Box(self._left, top, self._room, self._captions.top - top)
        stay = self.style != "flat"  # planes lie where the others let them
        return lru_cache(maxsize=3)(Workings(self.sections, room, self._scale, stay=stay).of)

    def progress(self, frame: Frame) -> Iterator[Rectangle]:
        """The bar of progress: players have one of their own, and paper needs none."""
        if line := self._foot:
            wide, high = self.size
            done = round(wide * (frame.index + 1) / frame.total)
            yield Rectangle(0, high - line, done, line, "accent")
            yield Rectangle(done, high - line, wide - done, line, "track")
