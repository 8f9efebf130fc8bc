"""An answer as tables, code and data, before it has a form; and its five forms."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Self, TypeAlias

__all__ = ["FORMATS", "Block", "Code", "Formula", "Report", "Table", "written"]

FORMATS: Final = ("table", "markdown", "latex", "csv", "json")


class Formula(str):
    """A cell that LaTeX sets as formulas: what it shows as text, and the same in LaTeX."""

    latex: tuple[str, ...]

    def __new__(cls, lines: Mapping[str, str]) -> Self:
        """From lines of text, each with its LaTeX."""
        cell = super().__new__(cls, "\n".join(lines))
        cell.latex = tuple(lines.values())
        return cell


class Table(NamedTuple):
    """Rows of cells under heads. A cell of several lines has them apart by line breaks."""

    heads: Sequence[str]
    rows: Sequence[list[str]]
    title: str = ""
    widths: Sequence[Mapping[str, int]] = ({},)
    """Widest columns, from no need to wrap to the narrowest that reads well."""
    right: frozenset[str] = frozenset()
    """Columns of numbers, aligned on the right."""
    narrow: Table | None = None
    """The same in fewer or shorter cells, for terminals that the whole does not fit."""


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
    uneven: str = ""
    """Which transposed layers overlap unevenly, in a few words; empty if none does."""


def written(report: Report, form: str) -> str:
    """The report in one of :data:`FORMATS`, without a newline at the end."""
    if form == "json":
        import json

        return json.dumps(report.data, indent=2)
    writers: dict[str, tuple[Callable[[Table], str], Callable[[Code], str]]] = {
        "table": (_for_terminal, lambda code: _under(code.title, code.text)),
        "markdown": (_markdown, _markdown_code),
        "latex": (_latex, _latex_code),
        "csv": (_csv, _csv_code),
    }
    table, code = writers[form]
    parts = (table(b) if isinstance(b, Table) else code(b) for b in report.blocks)
    return "\n\n".join(part for part in parts if part)


def _under(title: str, text: str) -> str:
    return f"{title}\n{text}" if title else text


def _csv(table: Table) -> str:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([table.heads, *table.rows])
    return text.getvalue().rstrip("\n")


def _csv_code(code: Code) -> str:
    return _csv(Table(("title", "language", "code"), [[code.title, code.language, code.text]]))


def _markdown(table: Table) -> str:
    from prettytable import PrettyTable, TableStyle

    pretty = PrettyTable(list(table.heads))
    pretty.set_style(TableStyle.MARKDOWN)
    _align(pretty, table)
    pretty.add_rows([[_markdown_cell(cell) for cell in row] for row in table.rows])
    title = f"**{_marked(table.title)}**\n" if table.title else ""
    return _under(title, pretty.get_string())


def _markdown_cell(cell: str) -> str:
    text = _one_line(cell)
    if isinstance(cell, Formula):  # its stars and underscores are not Markdown's
        return f"`{text}`".replace("|", "\\|")
    return _marked(text)


def _marked(text: str) -> str:
    """Plain text for Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_<|[" else char for char in text)


def _markdown_code(code: Code) -> str:
    title = f"**{_marked(code.title)}**\n" if code.title else ""
    return _under(title, f"```{code.language}\n{code.text}\n```")


def _latex(table: Table) -> str:
    columns = "".join("r" if head in table.right else "l" for head in table.heads)
    lines = [f"\\begin{{tabular}}{{{columns}}}"]
    lines += [" & ".join(_escaped(head) for head in table.heads) + r" \\", r"\hline"]
    lines += [" & ".join(_latex_cell(cell) for cell in row) + r" \\" for row in table.rows]
    return _under(_escaped(table.title), "\n".join([*lines, r"\end{tabular}"]))


def _latex_cell(cell: str) -> str:
    if not isinstance(cell, Formula):
        return _escaped(_one_line(cell))
    return "; ".join(f"${line}$" for line in cell.latex)


_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


def _escaped(text: str) -> str:
    """Plain text for LaTeX; two hyphens, as flags have them, stay two."""
    return text.translate(_SPECIAL).replace("--", "-{}-").replace(" x ", r" $\times$ ")


def _latex_code(code: Code) -> str:
    text = f"\\begin{{verbatim}}\n{code.text}\n\\end{{verbatim}}"
    return _under(_escaped(code.title), text)


def _one_line(cell: str) -> str:
    return cell.replace("\n", "; ")


def _align(pretty: Any, table: Table) -> None:
    for head in table.heads:
        pretty.align[head] = "r" if head in table.right else "l"


def _for_terminal(table: Table) -> str:
    """A row each where that fits the columns there are, else a column each, else a block each."""
    from prettytable import PrettyTable, TableStyle

    columns = _columns()
    table = table._replace(title=_wrapped(table.title, columns))
    for widths in (*table.widths, _squeezed(table, columns)):
        pretty = PrettyTable(list(table.heads))
        pretty.set_style(TableStyle.SINGLE_BORDER)
        _align(pretty, table)
        pretty.max_width.update(widths)
        pretty.add_rows(list(table.rows))
        text: str = pretty.get_string()
        if len(text.split("\n", 1)[0]) <= columns:
            return _under(table.title, text)
    if table.narrow is not None:
        return _for_terminal(table.narrow)
    count = len(table.rows)
    head = max(len(head) for head in table.heads)
    room = (columns - head - 4 - 3 * count) // max(count, 1)
    if room < 12:
        blocks = (_block(table, row, columns) for row in table.rows)
        return _under(table.title, "\n\n".join(blocks))
    pretty = PrettyTable(["", *(row[0] for row in table.rows)], align="l")
    pretty.set_style(TableStyle.SINGLE_BORDER)
    pretty.max_width = room
    for index, name in enumerate(table.heads[1:], start=1):
        pretty.add_row([name, *(row[index] for row in table.rows)])
    return _under(table.title, pretty.get_string())


def _wrapped(text: str, columns: int) -> str:
    if len(text) <= columns:
        return text
    from textwrap import fill

    return fill(text, columns)


def _squeezed(table: Table, columns: int) -> dict[str, int]:
    """Widths that fit, taken from the widest columns; as near as they may come if none do."""
    widths = [
        max(len(line) for cell in column for line in cell.split("\n"))
        for column in zip(table.heads, *table.rows, strict=True)
    ]
    while sum(widths) + 3 * len(widths) + 1 > columns and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return dict(zip(table.heads, widths, strict=True))


_NARROWEST: Final = 20
"""Columns are not wrapped to less; the table is turned instead."""


def _block(table: Table, row: Sequence[str], columns: int) -> str:
    """A row as lines of their own."""
    from textwrap import wrap

    width = max(len(head) for head in table.heads)
    indent = "\n" + " " * (width + 2)
    room = max(columns - width - 2, _NARROWEST)
    told = []
    for head, cell in zip(table.heads, row, strict=True):
        if cell:
            lines = [part for line in cell.split("\n") for part in wrap(line, room)]
            told.append(f"{head:{width}}  {indent.join(lines)}")
    return "\n".join(told)


def _columns() -> int:
    """Columns to stay within; no limit where the table goes to a file or another program."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal():
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 10_000
    except (OSError, ValueError):  # no terminal
        return 10_000
