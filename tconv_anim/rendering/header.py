"""The head of a page: title, the layer's numbers, the steps, and the legend beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..story.frame import Fact, Storyboard
from ..story.notation import PRINTED
from . import glyphs
from .legend import LegendItem, draw_legend
from .primitives import Primitive, Rectangle, TextLine
from .scale import Scale
from .spans import Span, span_lines, span_width

__all__ = ["FACT_INKS", "Header"]

TITLE, FACT, SHORT_FACT, TAB = 24, 14, 17, 15
LEAST_TITLE: Final = 19
"""Down to which a title shrinks so that the numbers stand beside it."""
TOP, TITLE_APART, ROW_APART, TAB_APART, TABS_APART = 14, 26, 10, 20, 32
LEGEND_APART: Final = 18
"""From the last tab to the legend, at least."""
TAB_DROP, TAB_LINE = 7, 4
HEADING_APART: Final = 12
"""From the tabs to the names of sections below them."""
"""From a tab's baseline down to its accent, and how thick that is."""
SMALL: Final = 0.45
"""Pages of a smaller unit are crowded."""
STRIP: Final = 0.75
"""Pages of a smaller unit have their tabs beside the title, where there is room."""
FACT_INKS: Final = {"i": "x", "k": "w", "o": "y"}
"""Letters that have the colour of what they measure."""


class Header:
    """The head of one page, between *left* and *right*; of a *crowded* one it is one line."""

    def __init__(
        self,
        storyboard: Storyboard,
        scale: Scale,
        left: int,
        right: int,
        *,
        headings: bool = False,
        crowded: bool = False,
    ) -> None:
        self._crowded = crowded or scale.unit < SMALL
        self._script, self._scale, self._left, self._right = storyboard, scale, left, right
        self._lines = tuple(self._lay_title())
        self._tab_px = scale.font(TAB)
        baseline = max(line.baseline for line in self._lines)
        self._tab_baseline = baseline + scale.px(TAB_APART) + self._tab_px
        self.tabbed = bool(storyboard.steps) and not self._crowded
        self._tab_left = left
        self._tab_lines, self._stops = self._lay_tabs()
        if self.tabbed and not headings and (between := self._beside_title()):
            self._tab_left, self._tab_baseline = between, baseline
            self._tab_lines, self._stops = self._lay_tabs()
        below = self._tab_baseline + scale.px(TAB_DROP) + scale.px(TAB_LINE)
        self._tab_bottom = below
        self._alone = bool(storyboard.legend) and not (self.tabbed or headings or self._crowded)
        """Whether the legend has the row of the tabs to itself."""
        rowed = self.tabbed or headings or self._alone
        self.bottom = below if rowed else baseline + scale.px(ROW_APART)
        self.heading_baseline = self._tab_baseline
        if self.tabbed and headings:
            self.heading_baseline = self.bottom + scale.px(HEADING_APART) + scale.font(TAB)
            self.bottom = self.heading_baseline + scale.px(TAB_DROP)

    def draw(self, legend: Sequence[LegendItem]) -> Iterator[Primitive]:
        """What stays the same."""
        yield from self._lines
        if self._alone or (self.tabbed and self._tab_left == self._left):
            left = self._stops[-1] - self._scale.px(TABS_APART - LEGEND_APART)
            baseline = self._tab_baseline
            yield from draw_legend(legend, left, self._right, baseline, self._scale)
        elif not self._script.facts:  # it stands where they would
            (title,) = self._lines
            left = title.x + glyphs.width(title.face, title.px, title.text)
            left += self._scale.px(TITLE_APART)
            yield from draw_legend(legend, left, self._right, title.baseline, self._scale)

    # -- title and numbers --------------------------------------------------------------

    def _lay_title(self) -> Iterator[TextLine]:
        scale, room = self._scale, self._right - self._left
        title, apart = self._script.title, scale.px(TITLE_APART)
        glyphs.check_title(title)
        least_title = FACT if self._crowded else LEAST_TITLE
        ways = [
            (self._facts(words=True), FACT, FACT, least_title),
            (self._facts(words=False), SHORT_FACT, FACT, least_title),
            (self._facts(words=False), FACT, 0, least_title),
        ]
        if self._crowded:
            ways.append((self._facts(words=False, sizes=False), FACT, 0, LEAST_TITLE))
        for facts, most, least, least_title in ways:
            px = self._fact_px(facts, most, least, room * 2 // 3)
            wide = span_width(facts, px)
            sizes = range(scale.font(TITLE), scale.font(least_title) - 1, -1)
            fitting = (
                size for size in sizes if glyphs.width("bold", size, title) + apart + wide <= room
            )
            if size := next(fitting, 0):
                baseline = scale.px(TOP) + scale.font(TITLE)
                yield self._title(title, size, baseline)
                yield from span_lines(facts, self._right - wide, baseline, px)
                return
        yield from self._lay_in_two_rows(title, room)

    def _lay_in_two_rows(self, title: str, room: int) -> Iterator[TextLine]:
        scale = self._scale
        size = scale.fitted("bold", TITLE, title, room)
        if (wide := glyphs.width("bold", size, title)) > room:
            if short := self._script.short_title:
                yield from self._lay_in_two_rows(short, room)
                return
            raise glyphs.too_wide(title, wide, room, "size")
        baseline = scale.px(TOP) + size
        yield self._title(title, size, baseline)
        facts, px = self._facts(words=True), scale.font(FACT)
        if span_width(facts, px) > room:
            facts = self._facts(words=False)
            px = self._fact_px(facts, SHORT_FACT, 0, room)
        if not self._crowded and span_width(facts, px) <= room:
            baseline += scale.px(ROW_APART) + scale.font(SHORT_FACT)
            yield from span_lines(facts, self._left, baseline, px)

    def _title(self, title: str, px: int, baseline: int) -> TextLine:
        return TextLine(self._left, baseline, title, "bold", px, "ink", "paper")

    def _fact_px(self, facts: Sequence[Span], most: int, least: int, room: int) -> int:
        sizes = range(self._scale.font(most), self._scale.font(least) - 1, -1)
        return next((px for px in sizes if span_width(facts, px) <= room), self._scale.font(least))

    def _facts(self, *, words: bool, sizes: bool = True) -> list[Span]:
        """*words*: with what the letters stand for; *sizes*: with those that panels have."""
        spans: list[Span] = []
        for fact in self._script.facts:
            if not sizes and fact.symbol in FACT_INKS:
                continue
            if spans:
                spans += [Span("   "), *[Span("→   ", ink="muted")] * (fact.symbol == "o")]
            spans += _spans(fact, words=words)
        return spans

    # -- steps --------------------------------------------------------------------------

    def _beside_title(self) -> int:
        """Where the tabs begin in the title's line, on strips that have room for them; else 0."""
        title, *facts = self._lines
        end = self._left + glyphs.width(title.face, title.px, title.text)
        begin = min((line.x for line in facts), default=self._right)
        apart, wide = self._scale.px(2 * TABS_APART), self._stops[-1] - self._left
        one_line = all(line.baseline == title.baseline for line in facts)
        fits = one_line and end + apart + wide <= begin
        return end + apart if fits and self._scale.unit < STRIP else 0

    def _lay_tabs(self) -> tuple[list[tuple[str, str]], list[int]]:
        """(line, short line) of each tab, and left edges, the last where a next one would begin.

        Where not all names have room only the present step has its own.
        """
        px, apart = self._tab_px, self._scale.px(TABS_APART)
        numbers = [str(number) for number, _ in enumerate(self._script.steps, start=1)]
        lines = [
            f"{number} {PRINTED.text(step)}"
            for number, step in zip(numbers, self._script.steps, strict=True)
        ]
        widths = [glyphs.width("bold", px, line) for line in lines]
        cut = sum(widths) + apart * (len(widths) - 1) > self._right - self._left
        stops = [self._tab_left]
        for wide in widths:
            stops.append(stops[-1] + wide + apart)
        return list(zip(lines, numbers if cut else lines, strict=True)), stops

    def _tab_words(self, present: int, apart: int) -> list[str]:
        """The present step and those nearest to it by name, as there is room; else numbers."""
        count, room = len(self._tab_lines), self._right - self._left
        shown = [short for _, short in self._tab_lines]
        for index in sorted(range(count), key=lambda one: abs(one - present)):
            longer = [*shown[:index], self._tab_lines[index][0], *shown[index + 1 :]]
            wide = sum(
                glyphs.width("bold" if one == present else "sans", self._tab_px, line)
                for one, line in enumerate(longer)
            )
            if index == present or wide + apart * (count - 1) <= room:
                shown = longer
        return shown

    def tabs(self, present: int) -> Iterator[Primitive]:
        """The steps, the present one with the accent."""
        if not self.tabbed:
            return
        scale, px, baseline = self._scale, self._tab_px, self._tab_baseline
        cut = any(line != short for line, short in self._tab_lines)
        x, room = self._tab_left, self._right - self._left
        taken = room if cut else self._stops[-1] - x
        yield Rectangle(x - 2, baseline - px, taken + 2, self._tab_bottom - baseline + px, "paper")
        apart = scale.px(TABS_APART // 2)
        lines = self._tab_words(present, apart) if cut else [line for line, _ in self._tab_lines]
        for index, shown in enumerate(lines):
            here = index == present
            face, ink = ("bold", "ink") if here else ("sans", "muted")
            rest = (glyphs.width("sans", px, line) + apart for line in lines[index + 1 :])
            after = sum(rest) if cut else 0
            x = x if cut else self._stops[index]
            size = scale.fitted(face, TAB, shown, self._right - x - after) if cut else px
            yield TextLine(x, baseline, shown, face, size, ink, "paper")
            wide = glyphs.width(face, size, shown)
            if here:
                y, high = baseline + scale.px(TAB_DROP), scale.px(TAB_LINE)
                yield Rectangle(x, y, wide, high, "accent")
            x += wide + apart


def _spans(fact: Fact, *, words: bool) -> list[Span]:
    """A number of the layer: its word, its letter in the colour of what it measures, its value."""
    if not fact.symbol:
        return [Span(PRINTED.text(fact.value), ink="muted")]
    name = [Span(f"{fact.word} ", ink="muted")] if words and fact.word else []
    face = "bold-italic" if len(fact.symbol) == 1 else "bold"
    letter = Span(fact.symbol, face, FACT_INKS.get(fact.symbol, "ink"))
    return [*name, letter, Span(f" = {PRINTED.text(fact.value)}")]
