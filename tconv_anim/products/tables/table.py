"""Tables, lines of code and reports as data: what they say, before it has a form.

A cell is text, a number, or one of the types below; :mod:`.writers` spells each of them
for a terminal, Markdown, LaTeX or CSV, and a cheat-sheet for its page.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from ...layers.expressions import ASCII
from ...layers.expressions import Style as FormulaStyle
from ...layers.overlap import Overlap, overlap_counts, overlap_kind
from ...layers.summary import Row
from ...notation import format_padding, format_sizes

__all__ = [
    "Block",
    "Cell",
    "Code",
    "Concatenation",
    "Count",
    "Formula",
    "Lines",
    "PerAxis",
    "Product",
    "Report",
    "Style",
    "Table",
    "cell_text",
    "overlap_cell",
]


def _notation(values: Sequence[Any]) -> str:
    return format_padding(values) if isinstance(values[0], tuple) else format_sizes(values)


class Style:
    """How cells are spelled."""

    def __init__(
        self,
        *,
        times: str = " x ",
        per_axis: Callable[[Any], str] = _notation,
        grouped: Callable[[int], str] = "{:,}".format,
        words: Callable[[str], str] = str,
        formulas: FormulaStyle = ASCII,
        formula: Callable[[str], str] = str,
        line_break: str = "\n",
    ) -> None:
        self.times, self.per_axis, self.grouped = times, per_axis, grouped
        self.words = words  # escapes plain text
        self.formulas, self.formula = formulas, formula  # which marks it as one
        self.line_break = line_break


class Spelled:
    """A cell that is data until it is spelled. (Plain classes, as those are quick to define.)"""

    __slots__ = ("content",)

    def __init__(self, content: Any) -> None:
        self.content = content

    def text(self, style: Style) -> str:
        raise NotImplementedError


class Product(Spelled):
    """Factors with times signs between them: the sizes of the axes."""

    def text(self, style: Style) -> str:
        return style.times.join(style.words(str(factor)) for factor in self.content)


class PerAxis(Spelled):
    """Sizes, or (begin, end) pairs, in the notation of the command line: 1x2, 0:1."""

    def text(self, style: Style) -> str:
        return style.words(style.per_axis(self.content))


class Count(Spelled):
    """A number that people read in groups of three digits."""

    def text(self, style: Style) -> str:
        return style.grouped(self.content)


class Formula(Spelled):
    """A formula, as a method of :class:`tconv_anim.layers.formulas.Calculation` writes it."""

    def text(self, style: Style) -> str:
        return style.formula(self.content(style.formulas))


class Concatenation(Spelled):
    """Cells one after the other, as one text."""

    def text(self, style: Style) -> str:
        return "".join(cell_text(part, style) for part in self.content)


class Lines(Spelled):
    """Cells below each other."""

    def text(self, style: Style) -> str:
        return style.line_break.join(cell_text(part, style) for part in self.content)


Cell: TypeAlias = str | int | Spelled


def cell_text(cell: Cell, style: Style) -> str:
    """The text of a cell.

    >>> cell_text(Concatenation(["even ", Product((2, 3))]), Style())
    'even 2 x 3'
    """
    return cell.text(style) if isinstance(cell, Spelled) else style.words(str(cell))


def overlap_cell(overlaps: Iterable[Overlap]) -> Cell:
    """The overlap of every axis; a dash where there is none."""
    found = tuple(overlaps)
    if not found:
        return "-"
    parts: list[Cell] = [f"{overlap_kind(found)} ", Product(overlap_counts(found))]
    if any(o.dead for o in found):
        parts += [", last ", PerAxis([o.dead for o in found]), " dead"]
    return Concatenation(parts)


class Table(NamedTuple):
    """Rows of cells under heads."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    title: Cell = ""
    widths: Sequence[Mapping[str, int]] = ({},)
    """Widest columns, from no need to wrap to the narrowest that reads well."""
    right: frozenset[str] = frozenset()
    """Columns of numbers, aligned on the right."""
    narrow: "Table | None" = None
    """The same in fewer or shorter cells, for terminals that the whole does not fit."""

    @classmethod
    def of_columns(
        cls, columns: Mapping[str, Sequence[Cell]], *, total: Mapping[str, Cell] | None = None
    ) -> "Table":
        """The table of *columns* by their heads, with a last row *total*."""
        rows: list[Sequence[Cell]] = list(zip(*columns.values(), strict=True))
        if total is not None:
            rows.append([total.get(head, "") for head in columns])
        return cls(tuple(columns), rows)


class Code(NamedTuple):
    """Lines to copy."""

    language: str
    text: str
    title: str = ""


Block: TypeAlias = "Table | Code"


class Report(NamedTuple):
    """What one question is answered with."""

    blocks: Sequence[Block]
    data: Mapping[str, Any]
    """The same for ``--json``."""
    warnings: Sequence[str] = ()
    """One line each, to stderr."""
    failure: str = ""
    """Why the command ends with exit code 1, one line."""
    rows: Sequence[Row] = ()
    """The layers that it is about; none where it is about a network or a search."""
    uneven: str = ""
    """Which transposed layers overlap unevenly, in a few words; empty if none does."""
