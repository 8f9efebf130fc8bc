"""The panels of a section: how large their cells are, where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..errors import Argument, FigureError
from ..story.frame import UNSHADED, Columns, Grid, Mark, Panel
from . import glyphs as text
from .cells import CellMeasures, cell_art, draw_mark, measure_cells
from .primitives import Box, Fill, Primitive, Stamp, Words
from .scale import Scale
from .theme import Theme

__all__ = ["LEAST_PITCH", "Panels", "Place", "TooSmallError", "changed", "fitting_label"]

LEAST_PITCH: Final = 3
"""Pixels; cells smaller than that can no longer be told apart."""
LABEL_FONT, SIGN_FONT = 12, 30
LABEL_ROOM: Final = 38
"""From one grid to the next one below it, with its label in between."""
SIGN_MARGIN, STRIP_MARGIN = 22, 6
"""Beside a sign."""
SPARE, STRIP_SPARE = 150, 14
"""White space at most on either side of a sign."""
LARGEST, LARGEST_BETWEEN = 56, 32
"""Cell pitch at most, and at most in the stacks between the first and the last."""
ENOUGH: Final = 16
"""Cell pitch down to which the outer panels shrink before those between do."""


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


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign between two stacks: there where both of them show something."""

    words: Words
    left: tuple[str, ...]
    right: tuple[str, ...]

    def shown(self, grids: Mapping[str, Grid | None]) -> bool:
        return all(any(grids.get(n) is not None for n in side) for side in (self.left, self.right))


def _names(stack: tuple[Panel, ...]) -> tuple[str, ...]:
    return tuple(panel.name for panel in stack)


class Panels:
    """Places for the panels of a section inside *area*, and the primitives of their grids.

    A *strip* has many panels in a row: all cells are of one size, the signs close by.
    """

    def __init__(
        self,
        columns: Columns,
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        strip: bool = False,
    ) -> None:
        self._scale, self._theme, self._area = scale, theme, area
        self._strip = strip
        self._label_px = scale.font(LABEL_FONT)
        self.places: dict[str, Place] = {}
        self._signs: list[_Sign] = []
        self._lay_with_lenses(columns)

    # -- laying out -------------------------------------------------------------------

    def _lay_with_lenses(self, columns: Columns) -> None:
        """A lens is there only where the cells of its panel are too small, and its own are not."""
        stacks = [column for column in columns if not isinstance(column, str)]
        lenses = {panel.name: panel for stack in stacks for panel in stack if panel.lens_of}
        without = tuple(
            column
            if isinstance(column, str)
            else tuple(panel for panel in column if not panel.lens_of)
            for column in columns
        )
        self._lay(without)
        small = {name for name, place in self.places.items() if not place.cells.text_px}
        if not any(lens.lens_of in small and lens.widest_text for lens in lenses.values()):
            return
        places, signs = self.places, self._signs
        try:
            self._lay(columns)
            useful = all(self.places[name].cells.text_px for name in lenses)
        except TooSmallError:
            useful = False
        if not useful:
            self.places, self._signs = places, signs

    def _lay(self, columns: Columns) -> None:
        """Stacks from left to right; the first at the left edge, the last at the right one."""
        area, scale = self._area, self._scale
        self.places, self._signs = {}, []
        stacks = [column for column in columns if not isinstance(column, str)]
        signs = [column for column in columns if isinstance(column, str)]
        # A narrow section has smaller signs, closer to their panels.
        most = min(scale.font(SIGN_FONT), max(area.width // 12, scale.least_font))
        px = next(iter(scale.fonts(most)))
        margin = STRIP_MARGIN if self._strip else SIGN_MARGIN
        margin = min(scale.px(margin), area.width // 24)
        room = area.width - sum(text.width("sans", px, sign) + 2 * margin for sign in signs)
        labels = self._label_room(stacks, room)
        pitches = self._pitches(stacks, labels, room)
        widths = [
            max(label, *(panel.columns * pitches[panel.name] for panel in stack))
            for stack, label in zip(stacks, labels, strict=True)
        ]
        spare = max(room - sum(widths), 0) // max(2 * len(signs), 1)
        most_spare = scale.px(STRIP_SPARE if self._strip else SPARE)
        spread = spare <= most_spare  # a very wide page keeps its panels together
        spare = min(spare, most_spare)
        tallest = max(self._stack_height(stack, pitches) for stack in stacks)
        x, top, which = area.x, area.y + max(area.height - tallest, 0) // 2, 0
        for column in columns:
            if isinstance(column, str):
                x += margin + spare
                high = tallest
                if self._strip:  # by the smaller neighbour, so that none hangs in the void
                    pair = stacks[max(which - 1, 0) : which + 1]
                    high = min(self._stack_height(stack, pitches) for stack in pair)
                baseline = top + high // 2 + px // 3
                words = Words(x, baseline, column, "sans", px, "muted", "paper")
                self._signs.append(_Sign(words, _names(stacks[which - 1]), _names(stacks[which])))
                x += text.width("sans", px, column) + margin + spare
                continue
            if spread and which == len(stacks) - 1 > 0:
                x = area.x + area.width - widths[which]
            y = top
            for panel in column:
                cells = measure_cells(panel, pitches[panel.name], scale)
                grid = panel.columns * cells.pitch - cells.gap
                wide = max(grid, min(self._label_width(panel), labels[which]))
                self.places[panel.name] = Place(panel, x, y, cells, wide)
                y += panel.rows * cells.pitch + scale.px(LABEL_ROOM)
            x += widths[which]
            which += 1

    def _stack_height(self, stack: tuple[Panel, ...], pitches: dict[str, int]) -> int:
        grids = sum(panel.rows * pitches[panel.name] for panel in stack)
        return grids + (len(stack) - 1) * self._scale.px(LABEL_ROOM)

    def _pitches(
        self, stacks: list[tuple[Panel, ...]], labels: list[int], room: int
    ) -> dict[str, int]:
        """A cell pitch for each panel: the largest that fits height, width and good looks."""
        caps: dict[str, int] = {}
        between = {p.name for stack in stacks[1:-1] for p in stack if p.small_between}
        lenses = {panel.name for stack in stacks for panel in stack if panel.lens_of}
        for stack in stacks:
            free = self._area.height - (len(stack) - 1) * self._scale.px(LABEL_ROOM)
            # A lens takes what its text needs, and its stack shares the rest.
            for panel in stack:
                if panel.lens_of:
                    caps[panel.name] = self._least_for_text(panel)
                    free -= caps[panel.name] * panel.rows
            others = [panel for panel in stack if not panel.lens_of]
            shared = free // sum(panel.rows for panel in others)
            for panel in others:
                caps[panel.name] = min(shared, self._largest(panel, panel.name in between))

        if self._strip:
            caps = dict.fromkeys(caps, min(caps.values()))

        def limited(limit: int, kept: set[str]) -> dict[str, int]:
            limits = {n: cap if n in kept else min(cap, limit) for n, cap in caps.items()}
            for panel in (panel for stack in stacks for panel in stack if panel.rows_of):
                limits[panel.name] = min(limits[panel.name], limits[panel.rows_of])
            return limits

        def width(pitches: dict[str, int]) -> int:
            return sum(
                max(label, *(panel.columns * pitches[panel.name] for panel in stack))
                for stack, label in zip(stacks, labels, strict=True)
            )

        # Kernels keep their size while the others shrink, as long as that leaves them enough.
        pitches = caps
        for kept, least in ((between, self._scale.px(ENOUGH)), (lenses, LEAST_PITCH)):
            for limit in range(max(caps.values()), least - 1, -1):
                pitches = limited(limit, kept)
                if width(pitches) <= room:
                    break
            else:
                continue
            break
        else:
            pitches = limited(LEAST_PITCH - 1, lenses)
        for panel in (panel for stack in stacks for panel in stack):
            name, alone = panel.name, {**pitches, panel.name: caps[panel.name]}
            if panel.rows_of and width(alone) <= room:
                # Numbers that can be read count for more than rows that stand beside each other.
                small, large = (
                    measure_cells(panel, p[name], self._scale) for p in (pitches, alone)
                )
                pitches = alone if large.text_px and not small.text_px else pitches
            if pitches[panel.name] < LEAST_PITCH:
                raise self.too_small(panel, self._scale.size)
            # Where its label or a neighbour above is wider anyway, a panel need not shrink.
            if self._strip:
                continue
            least, taken = pitches[panel.name], width(pitches)
            for pitch in range(caps[panel.name], least, -1):
                if not panel.rows_of and width({**pitches, panel.name: pitch}) == taken:
                    pitches = {**pitches, panel.name: pitch}
                    break
        return pitches

    def _largest(self, panel: Panel, between: bool) -> int:
        """The pitch good looks allow: kernels stay small, unless their numbers need more room."""
        largest = self._scale.px(LARGEST)
        if between:
            wide = text.width("sans", self._scale.least_font, panel.widest_text)
            largest = min(largest, max(self._scale.px(LARGEST_BETWEEN), wide + self._scale.px(12)))
        if not panel.widest_text or measure_cells(panel, largest, self._scale).text_px:
            return largest
        return min(self._least_for_text(panel), 2 * self._scale.px(LARGEST))

    def _least_for_text(self, panel: Panel) -> int:
        """The smallest pitch at which the panel's cells still hold their texts."""
        pitches = range(LEAST_PITCH, self._scale.px(4 * LARGEST))
        fitting = (p for p in pitches if measure_cells(panel, p, self._scale).text_px)
        return next(fitting, LEAST_PITCH)

    @staticmethod
    def too_small(panel: Panel, size: tuple[int, int]) -> TooSmallError:
        return TooSmallError(
            Argument("size", size),
            f" leaves less than {LEAST_PITCH} pixels for each of the {panel.rows} x"
            f" {panel.columns} cells of the panel '{panel.labels[-1][0]}'.",
        )

    def _label_room(self, stacks: list[tuple[Panel, ...]], room: int) -> list[int]:
        """How wide the labels of each stack may be: as they are, or a share of half the room."""
        wanted = [max(self._label_width(panel) for panel in stack) for stack in stacks]
        cells = [max(panel.columns for panel in stack) * LEAST_PITCH for stack in stacks]
        least = sum(max(pair) for pair in zip(wanted, cells, strict=True))
        if least <= room:
            return wanted
        return [label * room // (2 * sum(wanted)) for label in wanted]

    def _label_width(self, panel: Panel) -> int:
        px, apart = self._label_px, self._scale.px(14)
        return max(
            text.width("sans", px, label) + (apart + text.width("sans", px, size) if size else 0)
            for label, size in panel.labels
        )

    # -- drawing ----------------------------------------------------------------------

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        """All panels' primitives; with *before*, only those that turn that state into *grids*."""
        for name in self.places:
            yield from self._draw(name, grids.get(name), before.get(name) if before else None)
        for sign in self._signs:
            shown, stood = sign.shown(grids), before is not None and sign.shown(before)
            if shown and not stood:
                yield sign.words
            elif stood and not shown:
                yield self._cleared_sign(sign.words)

    @staticmethod
    def _cleared_sign(words: Words) -> Fill:
        drawn = text.sprite(words.face, words.px, words.text)
        high, wide = drawn.coverage.shape
        return Fill(words.x + drawn.left, words.baseline + drawn.top, wide, high, "paper")

    def _draw(self, name: str, grid: Grid | None, before: Grid | None) -> Iterator[Primitive]:
        place = self.places[name]
        if grid is before:
            return
        if before is not None and (
            grid is None or (grid.row_at, grid.column_at) != (before.row_at, before.column_at)
        ):
            yield self._cleared(place)
            before = None
        if grid is None:
            return
        if before is None:
            yield from self._label(place, grid)
            area = (0, 0, *grid.roles.shape)
        else:
            if (grid.label, grid.size_label) != (before.label, before.size_label):
                yield self._cleared_label(place, before)
                yield from self._label(place, grid)
            found = changed(grid, before)
            if found is None:
                return
            area = found
            yield self._cleared_cells(place, grid, area)
        yield from self._cells(place, grid, area)
        x, y = self._corner(place, grid)
        for mark in grid.marks:
            if _touches(mark, area):
                yield from draw_mark(mark, x, y, place.cells)

    @staticmethod
    def _corner(place: Place, grid: Grid) -> tuple[int, int]:
        """Where a grid begins that need not fill its panel."""
        pitch = place.cells.pitch
        return place.x + round(grid.column_at[0] * pitch), place.y + round(grid.row_at[0] * pitch)

    def _cells(
        self, place: Place, grid: Grid, area: tuple[int, int, int, int]
    ) -> Iterator[Primitive]:
        top, left, bottom, right = area
        pitch, styles = place.cells.pitch, self._theme.cells
        shades = None if place.cells.text_px else grid.shades
        xs = [place.x + round(at * pitch) for at in grid.column_at]
        for row in range(top, bottom):
            y = place.y + round(grid.row_at[row] * pitch)
            roles = grid.roles[row].tolist()
            for column in range(left, right):
                if roles[column]:
                    note = grid.notes.get((row, column), "")
                    value = grid.texts[row, column]
                    style = styles[roles[column]]
                    if shades is not None and (level := int(shades[row, column])) != UNSHADED:
                        style = self._theme.shaded(roles[column], level)
                    art = cell_art(style, value, note, place.cells)
                    yield Stamp(xs[column], y, art)

    def _label(self, place: Place, grid: Grid) -> Iterator[Words]:
        """Label and size over the grid's first row: they go where the cells go."""
        px, pitch = self._label_px, place.cells.pitch
        baseline = place.y + round(grid.row_at[0] * pitch) - self._scale.px(13)
        left = place.x + round(grid.column_at[0] * pitch)
        right = place.x + round(grid.column_at[-1] * pitch) + place.cells.side
        label, size = fitting_label(grid, place.width, px, self._scale)
        wide = text.width("sans", px, size) if size else 0
        least = left + text.width("sans", px, label) + (self._scale.px(14) if size else 0)
        if least + wide > place.x + place.width:  # no room there: back to the panel's edge
            shift = min(least + wide - place.x - place.width, left - place.x)
            left, least = left - shift, least - shift
        if label:
            yield Words(left, baseline, label, "sans", px, "muted", "paper")
        if size:
            yield Words(max(right - wide, least), baseline, size, "sans", px, "muted", "paper")

    def _cleared_label(self, place: Place, before: Grid) -> Fill:
        corner_y = self._corner(place, before)[1]
        top = corner_y - self._scale.px(13) - self._label_px
        edge = place.cells.mark
        # A glyph may reach a pixel over the place where its pen begins.
        return Fill(place.x - edge, top, place.width + 2 * edge, corner_y - edge - top, "paper")

    def _cleared(self, place: Place) -> Fill:
        """Everything a panel can draw on: its label, its cells, and marks around them."""
        edge = place.cells.mark
        top = place.y - self._scale.px(13) - self._label_px
        bottom = place.y + place.panel.rows * place.cells.pitch + edge
        wide = max(place.width, place.panel.columns * place.cells.pitch)
        return Fill(place.x - edge, top, wide + 2 * edge, bottom - top, "paper")

    def _cleared_cells(self, place: Place, grid: Grid, area: tuple[int, int, int, int]) -> Fill:
        top, left, bottom, right = area
        pitch, edge = place.cells.pitch, place.cells.mark
        rows, columns = grid.roles.shape
        # Marks reach over the panel's own edge, never over cells outside the area.
        corner_x, corner_y = self._corner(place, grid)
        x = corner_x + left * pitch - (edge if left == 0 else 0)
        y = corner_y + top * pitch - (edge if top == 0 else 0)
        end_x = corner_x + right * pitch + (edge if right == columns else 0)
        end_y = corner_y + bottom * pitch + (edge if bottom == rows else 0)
        return Fill(x, y, end_x - x, end_y - y, "paper")


def _touches(mark: Mark, area: tuple[int, int, int, int]) -> bool:
    """Whether a frame around cells, which lies on its neighbours too, reaches into *area*."""
    top, left, bottom, right = area
    below, beyond = mark.row + mark.rows, mark.column + mark.columns
    inside = top > mark.row and left > mark.column and bottom < below and right < beyond
    outside = bottom < mark.row or right < mark.column or top > below or left > beyond
    return not inside and not outside


def fitting_label(grid: Grid, room: int, px: int, scale: Scale) -> tuple[str, str]:
    """Label and size, or what fits of them: the first part of the label goes last."""
    first = grid.label.split(",")[0]
    for label, size in ((grid.label, grid.size_label), (first, grid.size_label), (first, "")):
        apart = scale.px(14) + text.width("sans", px, size) if size else 0
        if text.width("sans", px, label) + apart <= room:
            return label, size
    return "", ""


def changed(grid: Grid, before: Grid) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right) of the cells to draw again, marks and their rims included."""
    rows, columns = grid.roles.shape
    mask = grid.roles != before.roles
    if grid.texts is not before.texts:
        mask |= grid.texts != before.texts
    if grid.shades is not None and before.shades is not None and grid.shades is not before.shades:
        mask |= grid.shades != before.shades
    hit_rows, hit_columns = np.nonzero(mask)
    boxes = (
        [(hit_rows.min(), hit_columns.min(), hit_rows.max() + 1, hit_columns.max() + 1)]
        if len(hit_rows)
        else []
    )
    if grid.notes is not before.notes:
        noted = set(grid.notes.items()) ^ set(before.notes.items())
        boxes += [(r, c, r + 1, c + 1) for (r, c), _ in noted]
    boxes += [
        (m.row - 1, m.column - 1, m.row + m.rows + 1, m.column + m.columns + 1)
        for m in set(grid.marks) ^ set(before.marks)
    ]
    if not boxes:
        return None
    tops, lefts, bottoms, rights = zip(*boxes, strict=True)
    return (
        max(int(min(tops)), 0),
        max(int(min(lefts)), 0),
        min(int(max(bottoms)), rows),
        min(int(max(rights)), columns),
    )
