"""Where the panels of a section stand, and how large their cells are: one measure for all.

Panels follow each other as the words of an equation do, in one row or, where that makes
their cells larger, in several, each led by the sign before its first panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from ..story.frame import Columns
from .arrangements import Row, Stack
from .cells import LEAST_PITCH, least_for_text, measure_cells
from .down_rows import column_lefts, first_row_spot, row_block
from .free_room import guest_place
from .panel_columns import stacks_of, without_panels
from .panel_rows import APART, LABEL_DROP, MeasuredPanels
from .panel_sizes import PanelSizes
from .place import Place
from .primitives import Box, TextLine
from .scale import Scale
from .signs import UP, Sign, down_lines, sign_lines
from .spans import enclosing_box, text_box

__all__ = ["PanelLayout", "Sign"]

MOST_GUTTER, STRIP_GUTTER = 60, 14
"""Between a panel and a sign, unless all gutters and both edges get more, a cell at most."""
WIDE: Final = 4
"""Areas so many times as wide as high have gutters of up to four cells."""
ENDS_APART: Final = 40
"""White between what goes in and what comes out, above what is between them."""
ROWS_APART: Final = 30
"""White between rows, at most, beside what their labels need."""


class PanelLayout:
    """Places for the panels of a section inside *area*, and the signs between them.

    A section that does not *wrap* stays one row, from the left edge on; in a *strip* the
    signs are close by, too. Cells have *most* pixels at most.
    """

    def __init__(
        self,
        columns: Columns,
        area: Box,
        scale: Scale,
        *,
        strip: bool = False,
        wraps: bool = True,
        most: int | None = None,
    ) -> None:
        self._scale, self._area, self._strip = scale, area, strip
        self._wraps = wraps and not strip
        self.places: dict[str, Place] = {}
        self.signs: list[Sign] = []
        self._products: Stack = ()
        sizes = PanelSizes(area, scale, strip=strip, wraps=self._wraps, most=most)
        panels = [panel for stack in stacks_of(columns) for panel in stack]
        guests = {panel.name for panel in panels if panel.guest}
        laid = sizes.chosen_with_names(without_panels(columns, guests))
        self.pitch = laid.pitch
        self._place(laid)
        for panel in panels:
            if panel.name not in self.places and self.places.keys() & {*panel.room_of}:
                most = max(self.pitch, least_for_text(panel, scale))
                label = laid.ruler.label_px + scale.px(LABEL_DROP)
                place = guest_place(panel, area, self.places, scale, most, label)
                if place and (panel.guest or place.cells.pitch >= LEAST_PITCH):
                    self.places[panel.name] = place

    # -- where --------------------------------------------------------------------------

    def _place(self, laid: MeasuredPanels) -> None:
        ruler, arrangement, area = laid.ruler, laid.arrangement, self._area
        rows, listed = arrangement.rows, arrangement.listed
        self._products = tuple(panel for panel in arrangement.panels if panel.spare)
        heights = [ruler.row_height(row, laid.pitches) for row in rows]
        apart = ruler.apart(arrangement)
        free = area.height - sum(heights) - apart * (len(rows) - 1)
        more = min(free // len(rows), self._scale.px(ROWS_APART)) if len(rows) > 1 else 0
        y = area.y + (free - more * (len(rows) - 1)) // 2
        if arrangement.up:
            axes = y + heights[0] // 2, y + heights[0] + apart + more + heights[1] // 2
            self._place_with_result_above(laid, axes)
            return
        last: Row | None = None
        gutters = [self._gutter(laid, row) for row in rows]
        left = None
        if arrangement.downs:
            gutters[0], left = first_row_spot(laid, area, gutters)
        block = None if listed else row_block(laid, area, min(gutters))
        leads = "", *(arrangement.downs or [""] * len(rows))
        for row, high, gutter, lead in zip(rows, heights, gutters, leads, strict=False):
            before = last.stacks[-1] if last else ()
            if listed:
                self._place_listed(laid, row, y, high, before)
            elif last and lead:
                self._place_below(laid, row, y + high // 2, last, lead)
            elif block:
                self._place_row(laid, row, y + high // 2, before, block.gutter, block.left)
            else:
                self._place_row(laid, row, y + high // 2, before, gutter, left)
            y, last, left = y + high + apart + more, row, None

    def _gutter(self, laid: MeasuredPanels, row: Row) -> int:
        """The white around the signs of a row."""
        slots = row.slots
        free = self._area.width - laid.row_width(row)
        most = self._scale.px(STRIP_GUTTER if self._strip else MOST_GUTTER)
        gutter = free // max(slots, 1)
        if gutter > most:
            wide = self._area.width > WIDE * self._area.height
            roomy = min(free // (slots + 2), laid.pitch * (1 + 3 * wide))
            gutter = most if self._strip else max(most, roomy)
        return gutter

    def _place_below(self, laid: MeasuredPanels, row: Row, axis: int, last: Row, sign: str) -> None:
        """A row below what it is made of in the *last* one, and an arrow down to it."""
        ruler, area, operands = laid.ruler, self._area, last.operands
        begin, place = self.places[operands[0][0].name], self.places[operands[-1][-1].name]
        middle = (begin.x + place.right) // 2
        gutter, widths = self._gutter(laid, row), laid.stack_widths(row)
        wide = laid.row_width(row, gutter)
        left = min(max(middle - widths[0] // 2, area.x), area.right - wide)
        self._place_row(laid, row, axis, operands[-1], gutter, left)
        below = self.places[row.stacks[0][0].name]
        reach = enclosing_box([*map(text_box, down_lines(ruler, sign, below.middle, 0))])
        above = [  # what stands over the arrow or its word
            panel
            for stack in operands
            for panel in stack
            if self.places[panel.name].meets(reach.x, reach.right)
        ]
        above.sort(key=lambda panel: self.places[panel.name].bottom)
        axis = self._between_rows(laid, (*operands[-1], *above), row.stacks[0])
        lines = [*down_lines(ruler, sign, below.middle, axis)]
        self._stand(lines, operands[-1], row.stacks[0])
        if len(operands) > 1 and len(operands[-1]) == 1:  # it stays once that is gone
            self._stand(lines, operands[-2], row.stacks[0])
            self.signs[-1] = replace(self.signs[-1], obstacle=operands[-1][0].name)

    def _place_with_result_above(self, laid: MeasuredPanels, axes: tuple[int, int]) -> None:
        """Two rows: the first ends above the last panel of the other, and an arrow leads there."""
        (top, below), area = laid.arrangement.rows, self._area
        if below.signs[0]:
            self._place_in_columns(laid, axes)
            return
        self._place_row(laid, below, axes[1], (), self._gutter(laid, below))
        from_panel = self.places[below.stacks[-1][0].name]
        middle = from_panel.middle
        widths, x = laid.stack_widths(top), min(place.x for place in self.places.values())
        gaps = len(widths) - 1
        apart = min(self._scale.px(ENDS_APART), (area.width - sum(widths)) // gaps)
        least = sum(widths) + apart * gaps
        right = max(min(middle + widths[-1] // 2, area.right), area.x + least)
        x = min(x, right - least)
        white = (right - x - sum(widths)) // gaps
        lefts = [*accumulate((wide + white for wide in widths), initial=x)]
        self._place_apart(laid, top, axes[0], lefts[:-1])
        self._lead_up(laid, below.stacks[-1], top.stacks[-1])

    def _lead_up(self, laid: MeasuredPanels, below: Stack, above: Stack) -> None:
        """An arrow from a panel to the one above it."""
        begin = self.places[below[0].name]
        axis = self._between_rows(laid, above, below)
        self._stand(
            down_lines(laid.ruler, laid.arrangement.up, begin.middle, axis, UP), below, above
        )

    def _between_rows(self, laid: MeasuredPanels, above: Stack, below: Stack) -> int:
        """Half way from the cells of a panel to the label of the one below it."""
        label_top = self.places[below[0].name].y - self._scale.px(LABEL_DROP) - laid.ruler.label_px
        return (self.places[above[-1].name].bottom + label_top) // 2

    def _place_in_columns(self, laid: MeasuredPanels, axes: tuple[int, int]) -> None:
        """What slides below what it slides over, what both make below what that comes to."""
        (top, below), ruler = laid.arrangement.rows, laid.ruler
        lefts_by_row = column_lefts(laid, self._area)
        for row, axis, lefts in zip((top, below), axes, lefts_by_row, strict=True):
            self._place_apart(laid, row, axis, lefts)
        (first, result), (kernel, made) = top.stacks, below.stacks
        begin, end = self.places[kernel[0].name], self.places[made[0].name]
        axis = self._between_rows(laid, first, kernel)
        slides, equals = map(str, below.signs)
        self._stand(down_lines(ruler, "", begin.middle, axis, slides), first, kernel)
        at = (begin.right + end.x) // 2
        at -= ruler.sign_width(equals) // 2
        self._stand(sign_lines(ruler, equals, at, axes[1]), kernel, made)
        self._lead_up(laid, made, result)

    def _place_apart(self, laid: MeasuredPanels, row: Row, axis: int, lefts: Sequence[int]) -> None:
        """The stacks of a row, each from its own left on; labels end before the next one."""
        apart, end = self._scale.px(APART), self._area.right
        ends = (*(left - apart for left in lefts[1:]), end)
        for stack, left, end in zip(row.stacks, lefts, ends, strict=True):
            self._place_row(laid, Row((stack,), ("",)), axis, (), 0, left, end)

    def _stand(self, lines: Iterable[TextLine], left: Stack, right: Stack) -> None:
        """A sign between two stacks."""
        before, after, products = (
            tuple(p.name for p in side) for side in (left, right, self._products)
        )
        self.signs.append(Sign(tuple(lines), before, after, products))

    def _place_row(
        self,
        laid: MeasuredPanels,
        row: Row,
        axis: int,
        last: Stack,
        gutter: int,
        left: int | None = None,
        end: int | None = None,
    ) -> None:
        """Stacks and signs on one axis, with equal gutters between them.

        *left*: where the first panel stands, else all is in the middle; *end*: where labels end
        at the latest, else at that of the area.
        """
        ruler, pitches, area = laid.ruler, laid.pitches, self._area
        widths, signs = laid.stack_widths(row), [ruler.sign_width(sign) for sign in row.signs]
        free = area.width - laid.row_width(row, gutter)
        x = area.x + free // 2 if self._wraps else area.x
        if left is not None:
            x = left - (signs[0] + gutter if row.signs[0] else 0)
        for number, (stack, sign) in enumerate(zip(row.stacks, row.signs, strict=True)):
            x += gutter if number else 0
            if sign:
                self._stand(sign_lines(ruler, sign, x, axis), last, stack)
                self._lead_over(laid, row, number, x, axis)
            x += signs[number] + (gutter if number or sign else 0)
            room = widths[number]
            if len(stack) > 1:
                room += max(gutter - self._scale.px(APART) // 2, 0)
            elif number + 1 < len(signs) and ruler.clears(stack, pitches):
                room += 2 * gutter + signs[number + 1] - self._scale.px(APART)
            elif number + 1 == len(signs):
                room = area.width
            room = max(min(room, (end or area.right) - x), widths[number])
            y = axis - ruler.stack_height(stack, pitches) // 2
            for panel in stack:
                cells = measure_cells(panel, pitches[panel.name], self._scale)
                grid = panel.columns * cells.pitch - cells.gap
                names = ruler.names_width(panel)
                wide = max(grid, min(ruler.label_width(panel, 2), room - names))
                place = Place(
                    panel, x + names, y, cells, wide, names_width=names, names_px=ruler.label_px
                )
                self.places[panel.name] = place
                y += panel.rows * cells.pitch + ruler.label_room
            x, last = x + widths[number], stack

    def _lead_over(self, laid: MeasuredPanels, row: Row, number: int, x: int, axis: int) -> None:
        """The arrow at *x* in the middle of the gap that the panel before it leaves, once gone."""
        stacks = [stack for each in laid.arrangement.rows for stack in each.stacks]
        at = stacks.index(row.stacks[number])
        sign, before = row.signs[number], stacks[at - 1]
        if sign != "→" or at < 2 or len(before) > 1 or before[0].spare:
            return
        if number > 1:  # all three are in one row
            first = row.stacks[number - 2]
            begin = self.places[first[0].name].x + laid.ruler.stack_width(first, laid.pitches)
            x = (begin + x + self._gutter(laid, row)) // 2
        self._stand(sign_lines(laid.ruler, sign, x, axis), stacks[at - 2], row.stacks[number])
        self.signs[-1] = replace(self.signs[-1], obstacle=before[0].name)

    def _place_listed(self, laid: MeasuredPanels, row: Row, y: int, high: int, last: Stack) -> None:
        """A row of a list: sign, label, cells; the cells of all rows begin below each other."""
        ruler, ((panel,),), (sign,) = laid.ruler, row.stacks, row.signs
        indent, apart = ruler.list_indent(laid.arrangement), self._scale.px(APART)
        widest = max(p.columns * laid.pitches[p.name] for p in laid.arrangement.panels)
        left = self._area.x + (self._area.width - indent - widest) // 2
        x, axis = left + indent, y + high // 2
        cells = measure_cells(panel, laid.pitches[panel.name], self._scale)
        wide = ruler.label_width(panel) if laid.arrangement.beside else 0
        if sign := str(sign):  # without its word
            at = x - apart - ruler.sign_width(sign) - (wide + apart if wide else 0)
            self._stand(sign_lines(ruler, sign, max(at, left), axis), last, (panel,))
        place = Place(panel, x, y, cells, wide or max(self._area.right - x, 0))
        if laid.arrangement.beside:
            place = replace(place, width=wide, label_at=(x - apart, axis + ruler.label_px // 3))
        self.places[panel.name] = place
