"""Where the panels of a section stand, and how large their cells are: one measure for all.

Panels follow each other as the words of an equation do, in one row or, where that makes
their cells larger, in several, each led by the sign before its first panel. All cells have
one pitch; where that leaves too few of their numbers, the fewest panels shrink by halves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from ..errors import Argument, FigureError
from ..story.frame import Columns, Grid, Panel
from . import glyphs
from .cells import CellMeasures, measure_cells
from .panel_rows import APART, Arrangement, Row, Ruler, arrangements
from .primitives import Box, TextLine
from .scale import Scale

__all__ = ["LEAST_PITCH", "PanelLayout", "Place", "Sign", "TooSmallError", "too_small"]

LEAST_PITCH: Final = 3
"""Pixels; cells smaller than that can no longer be told apart."""
LARGEST: Final = 84
"""Cell pitch at most, unless numbers need more."""
MOST_GUTTER, STRIP_GUTTER = 60, 14
"""Between a panel and a sign, unless all gutters and both edges get more."""
ROWS_APART: Final = 30
"""White between rows, at most, beside what their labels need."""
WORTH, WORTH_LABELS = 0.85, 0.93
"""Of their size, cells give up no more for one row less, nor for their labels."""
WORTH_LIST: Final = 2.0
"""How much smaller cells may be in a list, where what belongs together stands below each other."""
WORTH_PRODUCTS: Final = 0.6
"""Of their size, other cells give up no more for panels that are spare."""
_HALVINGS: Final = (1, 2, 3)


class TooSmallError(FigureError):
    """The picture is too small for the cells of a panel."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands, in pixels, and how large its cells are."""

    panel: Panel
    x: int
    y: int
    cells: CellMeasures
    width: int
    """Of label and grid together."""
    label_at: tuple[int, int] | None = None
    """Where a label stands that is not above its cells: its right end, and its baseline."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign before a stack, with its word: there where both it and the last show something."""

    words: tuple[TextLine, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    def shown(self, grids: Mapping[str, Grid | None]) -> bool:
        return all(any(grids.get(n) is not None for n in side) for side in (self.left, self.right))


class _Laid(NamedTuple):
    """An arrangement with a pitch for every panel."""

    ruler: Ruler
    arrangement: Arrangement
    pitch: int
    pitches: Mapping[str, int]
    readable: int
    """How many panels hold their numbers."""


class PanelLayout:
    """Places for the panels of a section inside *area*, and the signs between them.

    A *strip* stays one row, from the left edge on, its signs close by; where it does not
    *wrap*, any section stays one row.
    """

    def __init__(
        self,
        columns: Columns,
        area: Box,
        scale: Scale,
        *,
        strip: bool = False,
        wraps: bool = True,
    ) -> None:
        self._scale, self._area, self._strip = scale, area, strip
        self._wraps = wraps and not strip
        self.places: dict[str, Place] = {}
        self.signs: list[Sign] = []
        self._place(self._chosen(columns))

    # -- how large ----------------------------------------------------------------------

    def _chosen(self, columns: Columns) -> _Laid:
        """Without panels that are spare or lenses, where those are of no use."""
        all_panels = [panel for stack in columns if not isinstance(stack, str) for panel in stack]
        lenses = {panel.name: panel for panel in all_panels if panel.lens_of}
        spare = {panel.name for panel in all_panels if panel.spare}
        plain = _without(columns, {*lenses, *spare})
        laid = self._best(plain)
        if laid is None:
            largest = max(all_panels, key=lambda panel: max(panel.rows, panel.columns))
            raise too_small(largest, self._scale.size)
        if spare:  # as large as they are without: nothing shrinks for them
            more = self._best(_without(columns, set(lenses)), self._factors(laid))
            if (
                more is not None
                and more.pitch >= WORTH_PRODUCTS * laid.pitch
                and more.readable >= laid.readable + len(spare)
            ):
                laid = more
        small = {name for name, pitch in laid.pitches.items() if not self._reads(name, laid)}
        if any(lens.lens_of in small and lens.widest_text for lens in lenses.values()):
            more = self._best(_without(columns, spare))
            if more is not None and all(self._reads(name, more) for name in lenses):
                laid = more
        return laid

    def _reads(self, name: str, laid: _Laid) -> bool:
        (panel,) = [panel for panel in laid.arrangement.panels if panel.name == name]
        return self._readable(panel, laid.pitches[name])

    def _best(self, columns: Columns, factors: Mapping[str, int] | None = None) -> _Laid | None:
        """The arrangement of most panels with numbers, then of the largest cells.

        *factors*: how often each panel's cells are halved, where that is known.
        """
        ruler = Ruler(self._area, self._scale, self._strip, labels=-1)
        found = [
            laid
            for arrangement in arrangements(columns, wraps=self._wraps)
            if (laid := self._measured(ruler, arrangement, factors))
        ]
        if not found:
            return None
        best = max(found, key=_value)
        named = sum(bool(panel.widest_text) for panel in best.arrangement.panels)
        if best.readable < named and factors is None:
            best = max([best, *self._shrunk(best)], key=lambda laid: laid.readable)
        for labels in (2, 1, 0):
            more = self._measured(
                replace(ruler, labels=labels), best.arrangement, self._factors(best)
            )
            if more and more.pitch >= WORTH_LABELS * best.pitch and more.readable >= best.readable:
                return more
        return best

    @staticmethod
    def _factors(laid: _Laid) -> dict[str, int]:
        return {
            name: next(n for n in (0, *_HALVINGS) if laid.pitch >> n <= pitch)
            for name, pitch in laid.pitches.items()
        }

    def _shrunk(self, laid: _Laid) -> Iterator[_Laid]:
        """The same with some panels' cells halved: the fewest first."""
        units = [p for p in laid.arrangement.panels if not p.rows_of and not p.lens_of]
        for count in range(1, len(units)):
            for chosen, halvings in itertools.product(
                itertools.combinations(units, count), _HALVINGS
            ):
                names = {panel.name for panel in chosen}
                factors = {
                    panel.name: halvings
                    for panel in laid.arrangement.panels
                    if panel.name in names or panel.rows_of in names
                }
                if more := self._measured(laid.ruler, laid.arrangement, factors):
                    yield more

    def _measured(
        self, ruler: Ruler, arrangement: Arrangement, factors: Mapping[str, int] | None = None
    ) -> _Laid | None:
        """With the largest pitch that fits; None where there is none."""
        panels, factors = arrangement.panels, factors or {}
        lenses = {p.name: self._least_for_text(p) for p in panels if p.lens_of}

        def pitches(pitch: int) -> dict[str, int]:
            return {p.name: lenses.get(p.name) or pitch >> factors.get(p.name, 0) for p in panels}

        def fits(pitch: int) -> bool:
            return ruler.fits(arrangement, pitches(pitch))

        low = LEAST_PITCH << max(factors.values(), default=0)
        high = max([self._scale.px(LARGEST), *map(self._least_for_text, panels)])
        if low > high or not fits(low):
            return None
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(middle) else (low, middle - 1)
        found = pitches(low)
        readable = sum(self._readable(panel, found[panel.name]) for panel in panels)
        return _Laid(ruler, arrangement, low, found, readable)

    def _readable(self, panel: Panel, pitch: int) -> bool:
        return bool(measure_cells(panel, pitch, self._scale).text_px)

    def _least_for_text(self, panel: Panel) -> int:
        """The smallest pitch at which the panel's cells still hold their texts."""
        return _least_for_text(panel, self._scale) if panel.widest_text else LEAST_PITCH

    # -- where --------------------------------------------------------------------------

    def _place(self, laid: _Laid) -> None:
        ruler, (rows, beside), area = laid.ruler, laid.arrangement, self._area
        heights = [ruler.row_height(row, laid.pitches) for row in rows]
        apart = self._scale.px(APART) if beside else ruler.label_room
        free = area.height - sum(heights) - apart * (len(rows) - 1)
        more = min(free // len(rows), self._scale.px(ROWS_APART)) if len(rows) > 1 else 0
        y = area.y + (free - more * (len(rows) - 1)) // 2
        last: tuple[Panel, ...] = ()
        for row, high in zip(rows, heights, strict=True):
            if beside:
                self._place_beside(laid, row, y, high, last)
            else:
                self._place_row(laid, row, y + high // 2, last)
            y, last = y + high + apart + more, row.stacks[-1]

    def _place_row(self, laid: _Laid, row: Row, axis: int, last: tuple[Panel, ...]) -> None:
        """Stacks and signs on one axis, with equal gutters between them."""
        ruler, pitches, area = laid.ruler, laid.pitches, self._area
        widths = [
            max(panel.columns * pitches[panel.name] for panel in stack) for stack in row.stacks
        ]
        signs = [ruler.sign_width(sign) for sign in row.signs]
        slots = 2 * (len(signs) - 1) + bool(row.signs[0])
        free = area.width - sum(widths) - sum(signs)
        most = self._scale.px(STRIP_GUTTER if self._strip else MOST_GUTTER)
        gutter = free // max(slots, 1)
        if gutter > most:
            gutter = most if self._strip else max(most, free // (slots + 2))
        x = area.x if self._strip else area.x + (free - slots * gutter) // 2
        for number, (stack, sign) in enumerate(zip(row.stacks, row.signs, strict=True)):
            x += gutter if number else 0
            if sign:
                self._sign(ruler, sign, x, axis, last, stack)
            x += signs[number] + (gutter if number or sign else 0)
            room = widths[number]
            if len(stack) > 1:
                room += max(gutter - self._scale.px(APART) // 2, 0)
            elif number + 1 < len(signs):  # there is nothing above a sign
                room += 2 * gutter + signs[number + 1] - self._scale.px(APART)
            else:
                room = area.width
            room = max(min(room, area.x + area.width - x), widths[number])
            y = axis - ruler.stack_height(stack, pitches) // 2
            for panel in stack:
                cells = measure_cells(panel, pitches[panel.name], self._scale)
                grid = panel.columns * cells.pitch - cells.gap
                wide = max(grid, min(ruler.label_width(panel, 2), room))
                self.places[panel.name] = Place(panel, x, y, cells, wide)
                y += panel.rows * cells.pitch + ruler.label_room
            x, last = x + widths[number], stack

    def _place_beside(
        self, laid: _Laid, row: Row, y: int, high: int, last: tuple[Panel, ...]
    ) -> None:
        """A row of a list: sign, label, cells; the cells of all rows begin below each other."""
        ruler, ((panel,),), (sign,) = laid.ruler, row.stacks, row.signs
        beside, apart = ruler.beside(laid.arrangement), self._scale.px(APART)
        widest = max(p.columns * laid.pitches[p.name] for p in laid.arrangement.panels)
        left = self._area.x + (self._area.width - beside - widest) // 2
        cells = measure_cells(panel, laid.pitches[panel.name], self._scale)
        baseline = y + high // 2 + ruler.label_px // 3
        if sign := sign.partition(" ")[0]:
            x = left + beside - 2 * apart - ruler.label_width(panel) - ruler.sign_width(sign)
            self._sign(ruler, sign, max(x, left), y + high // 2, last, (panel,))
        self.places[panel.name] = Place(
            panel,
            left + beside,
            y,
            cells,
            ruler.label_width(panel),
            (left + beside - apart, baseline),
        )

    def _sign(
        self,
        ruler: Ruler,
        sign: str,
        x: int,
        axis: int,
        left: tuple[Panel, ...],
        right: tuple[Panel, ...],
    ) -> None:
        """The sign, and its word above it, in the middle of the same width."""
        glyph, _, word = sign.partition(" ")
        wide, px = ruler.sign_width(sign), ruler.sign_px
        at = x + (wide - glyphs.width("sans", px, glyph)) // 2
        lines = [TextLine(at, axis + px // 3, glyph, "sans", px, "muted", "paper")]
        if word:
            at = x + (wide - glyphs.width("sans", ruler.label_px, word)) // 2
            baseline = axis - px // 3
            lines.append(TextLine(at, baseline, word, "sans", ruler.label_px, "muted", "paper"))
        names = (tuple(panel.name for panel in side) for side in (left, right))
        self.signs.append(Sign(tuple(lines), *names))


def _value(laid: _Laid) -> tuple[int, float]:
    if laid.arrangement.beside:
        return laid.readable, laid.pitch * WORTH_LIST
    return laid.readable, laid.pitch * WORTH ** (len(laid.arrangement.rows) - 1)


def _without(columns: Columns, names: set[str]) -> Columns:
    """The columns without some panels; of an emptied stack the sign before it remains."""
    kept: list[tuple[Panel, ...] | str] = []
    for column in columns:
        if isinstance(column, str):
            if not kept or not isinstance(kept[-1], str):
                kept.append(column)
        elif stack := tuple(panel for panel in column if panel.name not in names):
            kept.append(stack)
    return tuple(kept)


@lru_cache(maxsize=256)
def _least_for_text(panel: Panel, scale: Scale) -> int:
    pitches = range(LEAST_PITCH, scale.px(2 * LARGEST))
    return next((p for p in pitches if measure_cells(panel, p, scale).text_px), LEAST_PITCH)


def too_small(panel: Panel, size: tuple[int, int]) -> TooSmallError:
    return TooSmallError(
        Argument("size", size),
        f" leaves less than {LEAST_PITCH} pixels for each of the {panel.rows} x"
        f" {panel.columns} cells of the panel '{panel.labels[-1][0]}'.",
    )
