"""Where the panels of a section stand, and how large their cells are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..errors import Argument, FigureError
from ..story.frame import Columns, Grid, Panel, label_text
from . import glyphs
from .cells import CellMeasures, measure_cells
from .primitives import Box, TextLine
from .scale import Scale

__all__ = [
    "LABEL_FONT",
    "LABEL_ROOM",
    "LEAST_PITCH",
    "PanelLayout",
    "Place",
    "Sign",
    "TooSmallError",
    "too_small",
]

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
class Sign:
    """A sign between two stacks: there where both of them show something."""

    words: TextLine
    left: tuple[str, ...]
    right: tuple[str, ...]

    def shown(self, grids: Mapping[str, Grid | None]) -> bool:
        return all(any(grids.get(n) is not None for n in side) for side in (self.left, self.right))


def _names(stack: tuple[Panel, ...]) -> tuple[str, ...]:
    return tuple(panel.name for panel in stack)


class PanelLayout:
    """Places for the panels of a section inside *area*, and the signs between them.

    A *strip* has many panels in a row: all cells are of one size, the signs close by.
    """

    def __init__(self, columns: Columns, area: Box, scale: Scale, *, strip: bool = False) -> None:
        self._scale, self._area, self._strip = scale, area, strip
        self._label_px = scale.font(LABEL_FONT)
        self.places: dict[str, Place] = {}
        self.signs: list[Sign] = []
        self._lay_with_lenses(columns)

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
        places, signs = self.places, self.signs
        try:
            self._lay(columns)
            useful = all(self.places[name].cells.text_px for name in lenses)
        except TooSmallError:
            useful = False
        if not useful:
            self.places, self.signs = places, signs

    def _lay(self, columns: Columns) -> None:
        """Stacks from left to right; the first at the left edge, the last at the right one."""
        area, scale = self._area, self._scale
        self.places, self.signs = {}, []
        stacks = [column for column in columns if not isinstance(column, str)]
        signs = [column for column in columns if isinstance(column, str)]
        # A narrow section has smaller signs, closer to their panels.
        most = min(scale.font(SIGN_FONT), max(area.width // 12, scale.least_font))
        px = next(iter(scale.fonts(most)))
        margin = STRIP_MARGIN if self._strip else SIGN_MARGIN
        margin = min(scale.px(margin), area.width // 24)
        room = area.width - sum(glyphs.width("sans", px, sign) + 2 * margin for sign in signs)
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
                words = TextLine(x, baseline, column, "sans", px, "muted", "paper")
                self.signs.append(Sign(words, _names(stacks[which - 1]), _names(stacks[which])))
                x += glyphs.width("sans", px, column) + margin + spare
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
                raise too_small(panel, self._scale.size)
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
            wide = glyphs.width("sans", self._scale.least_font, panel.widest_text)
            largest = min(largest, max(self._scale.px(LARGEST_BETWEEN), wide + self._scale.px(12)))
        if not panel.widest_text or measure_cells(panel, largest, self._scale).text_px:
            return largest
        return min(self._least_for_text(panel), 2 * self._scale.px(LARGEST))

    def _least_for_text(self, panel: Panel) -> int:
        """The smallest pitch at which the panel's cells still hold their texts."""
        pitches = range(LEAST_PITCH, self._scale.px(4 * LARGEST))
        fitting = (p for p in pitches if measure_cells(panel, p, self._scale).text_px)
        return next(fitting, LEAST_PITCH)

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
            glyphs.width("sans", px, label_text(label))
            + (apart + glyphs.width("sans", px, size) if size else 0)
            for label, size in panel.labels
        )


def too_small(panel: Panel, size: tuple[int, int]) -> TooSmallError:
    return TooSmallError(
        "{size} leaves less than {least} pixels for each of the {rows} x {columns} cells of the"
        " panel '{panel}'.",
        size=Argument("size", size),
        least=LEAST_PITCH,
        rows=panel.rows,
        columns=panel.columns,
        panel=label_text(panel.labels[-1][0]),
    )
