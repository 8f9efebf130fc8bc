"""What is written around channels: over columns of panels, and of channels that are not shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from ...story.frame import ChannelRows, Grid, Label, Panel, label_text
from ...story.label import ColumnHead, ShortenedLabel
from .. import glyphs
from ..panel_rows import APART, LABEL_FONT
from ..place import Place
from ..primitives import Box, Rectangle, TextLine
from ..scale import Scale
from ..signs import Sign
from ..spans import ink_box
from .arrow import present_output

__all__ = ["CLOSE_DROP", "ChannelAnnotations", "Lines", "Names", "head_drop", "meets_sign"]

Names: TypeAlias = tuple[str, ...]
Lines: TypeAlias = tuple[TextLine, ...]

HEAD_DROP, CLOSE_DROP = 10, 7
"""From the baseline of words over panels down to their cells, and of those close to these."""
DEEPEST: Final = "p", "x₀,₀"
"""Letters below the line, and subscripts."""
LEAST_APART: Final = 4
"""Pixels between a label and cells, so that small pictures have white between them, too."""


def head_drop(px: int, scale: Scale, least: int = HEAD_DROP) -> int:
    """White from the baseline of words in letters of *px* pixels down to cells, below them all."""
    drawn = [glyphs.sprite("sans", px, letters) for letters in DEEPEST]
    return max(scale.px(least), *(one.top + len(one.coverage) + 2 for one in drawn))


def meets_sign(
    line: TextLine, signs: Sequence[Sign], apart: int, others: Sequence[TextLine] = ()
) -> bool:
    """Whether words would run into a sign, or its word, or others; *apart* is free beside them."""
    own = ink_box(line)
    return any(
        own.x < one.x + one.width + apart
        and one.x - apart < own.x + own.width
        and own.y < one.y + one.height
        and one.y < own.y + own.height
        for words in (*(sign.words for sign in signs), others)
        for one in map(ink_box, words)
    )


class ChannelAnnotations:
    """Panels of channels, their places, and the words and signs around them."""

    def __init__(self, panels: Sequence[Panel], rows: ChannelRows, area: Box, scale: Scale) -> None:
        self.panels = {panel.name: panel for panel in panels}
        self.rows, self.area, self.scale = rows, area, scale
        self.places: dict[str, Place] = {}
        self.signs: list[Sign] = []
        self.words: list[TextLine] = []
        """Those that stay."""
        self.brackets: list[Rectangle] = []
        """Lines from some of them over their panels."""
        self.box_names: list[TextLine] = []
        """Labels of boxes, into which no other words run."""
        self.input_heads: Lines = ()
        """What they are before anything is done to them, and when the kernel slides."""
        self.slice_heads: list[tuple[Names, Lines]] = []
        """The same of slices, there while one of these panels shows something."""
        self.output_names: dict[str, TextLine] = {}
        """What stands at outputs: channel and filter."""

    @cached_property
    def label_px(self) -> int:
        return self.scale.font(LABEL_FONT)

    @cached_property
    def head_drop(self) -> int:
        """From the baseline of words over panels down to their cells."""
        return head_drop(self.label_px, self.scale)

    @cached_property
    def label_gap(self) -> int:
        """White between a label and the cells to its right."""
        return max(self.scale.px(APART // 2), LEAST_APART)

    def label_width(self, part: int) -> int:
        """Width of the widest label of the inputs (0), the slices (1) or the outputs (-1)."""
        return self._label_widths[part]

    @cached_property
    def more_width(self) -> int:
        """Width of how many outputs are not shown, beyond the room below the labels of others."""
        return glyphs.width("sans", self.label_px, self.rows.more) - self.label_width(-1)

    @cached_property
    def _label_widths(self) -> dict[int, int]:
        rows = self.rows.rows
        parts = {0: [row[0] for row in rows], 1: [row[1] for row in rows], -1: self.rows.outputs}
        return {part: self._widest_label(names) for part, names in parts.items()}

    def _widest_label(
        self, names: Sequence[str], words: Callable[[Label], str] = label_text
    ) -> int:
        labels = [words(one[0]) for name in names for one in self.panels[name].labels]
        widest = max(glyphs.width("sans", self.label_px, label) for label in labels)
        return widest + self.label_gap

    def name_width(self, name: str) -> int:
        """Width of the widest label of a panel."""
        labels = [label_text(label) for label, _ in self.panels[name].labels]
        return max(glyphs.width("sans", self.label_px, label) for label in labels)

    def box_edges(self, name: str) -> tuple[int, int, int]:
        """Where the frame of a box that has its place ends: left, right and below."""
        place = self.places[name]
        side, line = place.cells.side, place.cells.gap
        return place.x - line, place.x + side + line, place.y + side + line

    def say(self, words: str, x: int, baseline: int) -> None:
        self.words.append(TextLine(x, baseline, words, "sans", self.label_px, "muted", "paper"))

    def say_of(self, panel: str, words: str, x: int, baseline: int) -> None:
        """Add words that are there as long as a panel shows something."""
        line = TextLine(x, baseline, words, "sans", self.label_px, "muted", "paper")
        self.signs.append(Sign((line,), (panel,), (panel,)))

    def say_over(
        self, panels: Sequence[str], wordings: Sequence[str], x: int, baseline: int, end: int
    ) -> None:
        """Add the first wording that fits, there while one of the *panels* shows something."""
        if lines := self.fitting_wording(wordings, x, baseline, end):
            self.signs.append(Sign(lines, tuple(panels), tuple(panels)))

    def say_inputs(self, x: int, baseline: int, end: int) -> None:
        """What the inputs are, plain at first."""
        self.input_heads = self._both(self.rows.heads[0], x, baseline, end)

    def say_slices(self, names: Names, x: int, baseline: int, end: int) -> None:
        """What the slices of those *names* are, plain at first."""
        self.slice_heads.append((names, self._both(self.rows.heads[1], x, baseline, end)))

    def heads(self, grids: Mapping[str, Grid | None]) -> list[TextLine | None]:
        """What stands over inputs, the slices of each group and outputs; None for nothing.

        The name of the output in which a cell is being made is bold.
        """
        panel, lines = self.panels[self.rows.rows[0][0]], self.input_heads
        grid = grids.get(panel.name)
        whole = grid is not None and grid.roles.shape == (panel.rows, panel.columns)
        found = [lines[whole] if len(lines) > 1 else None]
        for names, lines in self.slice_heads:
            shown = [grid for name in names if (grid := grids.get(name)) is not None]
            turned = any(isinstance(grid.label, ShortenedLabel) for grid in shown)
            found.append(lines[turned] if shown and len(lines) > 1 else None)
        now = present_output(grids, tuple(self.output_names)) if len(self.rows.outputs) > 1 else ""
        for name, line in self.output_names.items():
            own = line._replace(face="bold", ink="w") if name == now else line
            found.append(own if grids.get(name) is not None else None)
        return found

    def _both(self, head: ColumnHead, x: int, baseline: int, end: int) -> Lines:
        heads = [
            self.fitting_wording(words, x, baseline, end) for words in (head.plain, head.wordings)
        ]
        return tuple(line for lines in heads for line in lines)

    def fitting_wording(
        self, wordings: Sequence[str], x: int, baseline: int, end: int, *, face: str = "sans"
    ) -> Lines:
        """The first of *wordings* that ends before *end*, in letters of *face*, too."""
        for shown in wordings:
            wide = glyphs.width(face, self.label_px, shown)
            line = TextLine(x, baseline, shown, "sans", self.label_px, "muted", "paper")
            fits = x + wide + self.scale.px(APART) <= end
            if fits and not meets_sign(line, self.signs, 1, self.box_names):
                return (line,)
        return ()
