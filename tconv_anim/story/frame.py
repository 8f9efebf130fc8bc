"""The state of a frame: which cells are where, what they look like and what they say.

A frame is state, not pixels: all that a lesson says can be read off it, and tested as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..layers.expressions import letter
from ..layers.formula_text import FormulaText
from .channel_rows import ChannelRows
from .equation import Equation, Verdict, Working
from .label import ColumnHead, Label, WordedSign, label_text
from .mark import Flight, Mark, Pose
from .notation import PRINTED, Text
from .roles import LIT, CellRole, PanelContent, ShadeScale

__all__ = [
    "LIT",
    "CellRole",
    "CellRoles",
    "ChannelRows",
    "Columns",
    "Equation",
    "Fact",
    "FannedPanel",
    "FormulaLine",
    "Frame",
    "Grid",
    "Label",
    "LegendEntry",
    "Mark",
    "Panel",
    "PanelContent",
    "Section",
    "Shades",
    "Storyboard",
    "Texts",
    "WordedSign",
    "label_text",
]

Cell: TypeAlias = tuple[int, int]
CellRoles: TypeAlias = npt.NDArray[np.uint8]
Texts: TypeAlias = npt.NDArray[Any]  # dtype object: one str a cell, "" for none
Shades: TypeAlias = npt.NDArray[np.uint8]
"""The level of each cell in its panel's range: of SHADES, or of SIGNED after them; UNSHADED for
plain cells."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """A panel at one moment: a grid of cells, their looks and texts.

    ``row_at`` and ``column_at`` place the rows and columns in cells from the
    panel's corner; they need not be whole while cells are moving.
    """

    label: Label
    size_label: Text
    roles: CellRoles
    texts: Texts
    row_at: tuple[float, ...]
    column_at: tuple[float, ...]
    notes: Mapping[Cell, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    shades: Shades | None = None
    """For cells too small for their texts, where the user gave the numbers."""
    beneath: npt.NDArray[np.bool_] | None = None
    """The cells that others lie upon, while rows and columns come or go."""
    pose: Pose | None = None
    """How all of it is turned, while it turns."""

    def at(self, row: int, column: int) -> tuple[CellRole, bool, str]:
        """(look, whether it is lit, text) of one cell."""
        role = int(self.roles[row, column])
        return CellRole(role & ~LIT), bool(role & LIT), str(self.texts[row, column])

    def without_lines(self) -> Grid:
        """The same, its marks without lines to those of another panel."""
        return replace(self, marks=tuple(replace(mark, joined=False) for mark in self.marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A place for a grid: the room it needs, and the texts its cells will have to hold."""

    name: str
    rows: int
    columns: int
    labels: tuple[tuple[Label, Text], ...]
    """Every (label, size label) it will show."""
    content: PanelContent = PanelContent.OTHER
    widest_text: str = ""
    widest_brief: tuple[str, ...] = ()
    """Of its texts in two digits, and of those without zeros before points, where it has such."""
    widest_note: str = ""
    rows_of: str = ""
    """The panel whose cells are as large as its own: they share rows, or are to be compared."""
    own_columns: int = 0
    """How many columns its grids have, which slide where there are fewer than *columns*."""
    spare: bool = False
    """Whether the figure does without it where its numbers would have no room."""
    lens_of: str = ""
    """The panel whose present row it shows larger; left out where that one needs no lens."""
    with_lens: tuple[str, ...] = ()
    """The lenses without one of which it does not stand."""
    instead_of: tuple[str, ...] = ()
    """Of a lens: the panels that have no place beside it."""
    room_of: tuple[str, ...] = ()
    """Panels whose room it has where it has none of its own, and while these are not there."""
    guest: bool = False
    """Whether it never has room of its own."""
    row_names: tuple[str, ...] = ()
    """What stands before its rows that have cells."""
    counts: bool = False
    """Whether its numbers are counts, which have colours of their own and no shades."""
    hits: bool = False  # whether colours say how often stamps reach cells, not shades of sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One picture of the lesson."""

    index: int
    total: int
    step: int  # which of the story's steps is under way, from 0
    grids: Mapping[str, Grid | None]
    """The state of each panel by its name; None hides it."""
    caption: Text = ""
    """A sentence where no output cell is being computed, or below its equation."""
    equation: Equation | None = None
    asides: Mapping[str, Equation] = field(default_factory=dict)
    """What a section says by itself, by its name."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """What sections come to, by their names."""
    workings: tuple[Working, ...] = ()
    """What is worked out in large type; panels that are still empty make room for it."""
    ms: int = 0
    """How long it stays, in milliseconds."""
    fast: bool = False  # whether that is too short to read anything
    about: Text = ""  # what it is called, if not after the cell that it computes
    carries: tuple[str, str] | None = None
    """The panels from and to which cells are carried for it, in the order of their rows."""
    drops: tuple[str, str] | None = None
    """The panels from and to which cells go all at once for it: into the window there."""
    flights: tuple[Flight, ...] = ()
    """The cells that are on that way."""
    between: bool = False
    """Whether it is on the way to the next frame, which it has all but the grids of."""

    @property
    def sentence(self) -> str:
        """The caption in print."""
        return PRINTED.text(self.caption)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    role: CellRole
    text: str
    spare: bool = False
    """Whether the legend does without it where it has no room for all."""
    silent: bool = False
    """Whether it is there only where some cells have no room for their numbers."""


Columns: TypeAlias = tuple[tuple[Panel, ...] | str, ...]
"""From left to right: a stack of panels, or the sign, worded or not, between two ("": a gap)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """A row of cells beside a panel, with lines from each to all that it reaches or reads."""

    leader: Panel
    """The cells that the lines come from; lines of a lit one have the accent."""
    links: tuple[tuple[int, ...], ...]
    """Of each cell the columns (or rows) of the panel that it is joined to."""
    down: bool = False
    """Whether the cells stand to the left, for the rows; else above, for the columns."""

    @property
    def places(self) -> tuple[float, ...]:
        """Where each cell stands: over the middle of what it is joined to."""
        return tuple((ends[0] + ends[-1]) / 2 for ends in self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class FannedPanel:
    """A panel with fans along its edges."""

    panel: Panel
    fans: tuple[Fan, ...] = ()

    @property
    def panels(self) -> tuple[Panel, ...]:
        return (self.panel, *(fan.leader for fan in self.fans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Panels that belong together; several stand side by side, each under its heading."""

    columns: Columns
    name: str = ""
    """What a frame's asides and verdicts call it."""
    heading: tuple[Text, ...] = ()
    """In parts, the last of which go first where there is no room; () where it stands alone."""
    about: Text = ""
    """A few words under the heading."""
    fanned_panels: tuple[FannedPanel, ...] = ()
    """Panels with fans, below each other: what a flat page shows in place of the columns."""
    channels: ChannelRows | None = None
    stacks: Columns = ()
    """Channels in stacks, labels beside their cells: what a flat page shows of the columns."""
    heads: tuple[ColumnHead, ...] = ()
    """What stands over each of the stacks."""
    apart: bool = False
    """Whether a panel of the stacks belongs to those beside it alone."""
    spare: bool = False
    """Whether a page does without it where there is no room for all."""
    share: float = 1
    """Of the width of another section beside it."""
    verdict: bool = False
    """Whether some frame has a verdict about it."""
    lies_flat: bool = False
    """Whether its panels lie flat beside the planes of others."""


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """A formula under the panels."""

    text: FormulaText
    short: FormulaText = FormulaText()  # noqa: RUF009 - it cannot be changed
    """What a page shows that is too narrow for all of it; empty: nothing shorter says it."""


class Fact(NamedTuple):
    """One of the layer's numbers: "input i = 3". Without a symbol it is a name alone."""

    symbol: str
    word: str
    value: Text

    def formula(self) -> FormulaText:
        """Symbol and value."""
        value = PRINTED.text(self.value)
        return FormulaText.of(letter(self.symbol), " = " * bool(self.symbol), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """What stays the same through a story."""

    title: str
    facts: tuple[Fact, ...]
    """The layer's numbers; the last one is the result."""
    steps: tuple[Text, ...]
    """Names of the steps; none where the story has but one."""
    sections: tuple[Section, ...]
    formulas: tuple[tuple[FormulaLine, ...], ...]
    """Rows of formulas; the rows may be joined where there is room."""
    roles: frozenset[int]
    """Every look, lit or not, that a cell of any frame has."""
    noted_roles: frozenset[int] = frozenset()
    """Those of the looks whose cells can carry a note."""
    legend: tuple[LegendEntry, ...] = ()
    remarks: bool = False
    """Whether some frame has a caption below its equation."""
    scales: tuple[ShadeScale, ...] = ()
    """What the shades of cells stand for, where there are any."""
    short_title: str = ""
    """What stands for a title that has no room; "" where the user gave it."""

    @property
    def shaded(self) -> bool:
        """Whether cells too small for their numbers show them as shades."""
        return any(scale.range for scale in self.scales)

    @property
    def tinted(self) -> bool:
        """Whether cells are shades since no numbers are written."""
        return bool(self.scales) and not self.shaded

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them, those of fans last."""
        columns = [column for section in self.sections for column in section.columns]
        fanned = [block for section in self.sections for block in section.fanned_panels]
        found = [p for column in columns if not isinstance(column, str) for p in column]
        found += [panel for block in fanned for panel in block.panels]
        return tuple({panel.name: panel for panel in found}.values())
