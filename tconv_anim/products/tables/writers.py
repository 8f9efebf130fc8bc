"""A report in its five forms: for a terminal, as Markdown, LaTeX, CSV and JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from .table import Code, Report, Style, Table, cell_text

__all__ = ["LATEX_SPECIAL", "report_text"]


def report_text(report: Report, form: str) -> str:
    """The report as text without a newline at the end; *form*: of TABLE_FORMATS, or "html"."""
    if form == "json":
        import json

        return json.dumps(report.data, indent=2)
    writers: dict[str, tuple[Callable[[Table], str], Callable[[Code], str]]] = {
        "table": (_terminal, _terminal_code),
        "markdown": (_markdown, _markdown_code),
        "latex": (_latex, _latex_code),
        "csv": (_csv, _csv_code),
        "html": (_html, _html_code),
    }
    table, code = writers[form]
    parts = (table(b) if isinstance(b, Table) else code(b) for b in report.blocks)
    return "\n\n".join(part for part in parts if part)


class _TextTable:
    """A table whose cells are text."""

    def __init__(self, table: Table, style: Style) -> None:
        self.title = cell_text(table.title, style)
        self.heads = [style.words(head) for head in table.heads]
        self.rows = [[cell_text(cell, style) for cell in row] for row in table.rows]


def _below(title: str, text: str) -> str:
    return f"{title}\n{text}" if title else text


# -- CSV, Markdown, LaTeX ------------------------------------------------------------------


def _csv(table: Table) -> str:
    import csv
    import io

    spelled, text = _TextTable(table, Style(grouped=str)), io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([spelled.heads, *spelled.rows])
    return text.getvalue().rstrip("\n")


def _csv_code(code: Code) -> str:
    return _csv(Table(("title", "language", "code"), [[code.title, code.language, code.text]]))


def _markdown(table: Table) -> str:
    from prettytable import TableStyle

    style = Style(words=_markdown_words, formula=_markdown_formula, line_break="; ")
    spelled = _TextTable(table, style)
    pretty = _pretty(table, TableStyle.MARKDOWN)
    pretty.add_rows(spelled.rows)
    return _below(spelled.title and f"**{spelled.title}**\n", pretty.get_string())


def _markdown_words(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_<|[" else char for char in text)


def _markdown_formula(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")  # its stars and underscores are not Markdown's


def _markdown_code(code: Code) -> str:
    title = f"**{_markdown_words(code.title)}**\n" if code.title else ""
    return _below(title, f"```{code.language}\n{code.text}\n```")


def _latex(table: Table) -> str:
    from ...layers.expressions import LATEX

    spelled = _TextTable(
        table,
        Style(
            times=r" $\times$ ",
            words=_latex_words,
            formulas=LATEX,
            formula="${}$".format,
            line_break="; ",
        ),
    )
    columns = "".join("r" if head in table.right else "l" for head in table.heads)
    lines = [f"\\begin{{tabular}}{{{columns}}}", " & ".join(spelled.heads) + r" \\", r"\hline"]
    lines += [" & ".join(row) + r" \\" for row in spelled.rows]
    return _below(spelled.title, "\n".join([*lines, r"\end{tabular}"]))


LATEX_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)


def _latex_words(text: str) -> str:
    """Plain text for LaTeX; two hyphens, as flags have them, stay two."""
    return text.translate(LATEX_SPECIAL).replace("--", "-{}-")


def _latex_code(code: Code) -> str:
    text = f"\\begin{{verbatim}}\n{code.text}\n\\end{{verbatim}}"
    return _below(_latex_words(code.title), text)


# -- HTML, for notebooks -------------------------------------------------------------------


def _html(table: Table) -> str:
    from html import escape

    spelled = _TextTable(table, Style(times=" × ", words=escape, formula="<code>{}</code>".format))
    lines = [("th", spelled.heads), *(("td", row) for row in spelled.rows)]
    rows = ("".join(f"<{tag}>{cell}</{tag}>" for cell in cells) for tag, cells in lines)
    caption = spelled.title and f"<caption>{spelled.title}</caption>"
    body = "".join(f"<tr>{row}</tr>" for row in rows).replace("\n", "<br>")
    return f"<table>{caption}{body}</table>"


def _html_code(code: Code) -> str:
    from html import escape

    title = f"<p>{escape(code.title)}</p>" if code.title else ""
    return f"{title}<pre>{escape(code.text)}</pre>"


# -- terminals -----------------------------------------------------------------------------

_NARROWEST: Final = 20
"""Columns are not wrapped to less; the table is turned instead."""


def _terminal_code(code: Code) -> str:
    return _below(code.title, code.text)


def _terminal(table: Table) -> str:
    """A row each where that fits the columns there are, else a column each, else a block each."""
    from prettytable import PrettyTable, TableStyle

    columns, spelled = _columns(), _TextTable(table, Style())
    title = _wrapped(spelled.title, columns)
    for widths in (*table.widths, _fitting_widths(spelled, columns)):
        pretty = _pretty(table, TableStyle.SINGLE_BORDER)
        pretty.max_width.update(widths)
        pretty.add_rows(spelled.rows)
        text: str = pretty.get_string()
        if len(text.split("\n", 1)[0]) <= columns:
            return _below(title, text)
    if table.narrow is not None:
        return _terminal(table.narrow)
    count = len(spelled.rows)
    head = max(len(head) for head in spelled.heads)
    room = (columns - head - 4 - 3 * count) // max(count, 1)
    if room < 12:
        blocks = (_block(spelled.heads, row, columns) for row in spelled.rows)
        return _below(title, "\n\n".join(blocks))
    turned = PrettyTable(["", *(row[0] for row in spelled.rows)], align="l")
    turned.set_style(TableStyle.SINGLE_BORDER)
    turned.max_width = room
    for name, *cells in list(zip(spelled.heads, *spelled.rows, strict=True))[1:]:
        turned.add_row([name, *cells])
    return _below(title, turned.get_string())


def _pretty(table: Table, style: Any) -> Any:
    from prettytable import PrettyTable

    pretty = PrettyTable(list(table.heads))
    pretty.set_style(style)
    for head in table.heads:
        pretty.align[head] = "r" if head in table.right else "l"
    return pretty


def _wrapped(text: str, columns: int) -> str:
    if len(text) <= columns:
        return text
    from textwrap import fill

    return fill(text, columns)


def _fitting_widths(table: _TextTable, columns: int) -> dict[str, int]:
    """Widths that fit, taken from the widest columns; as near as they may come if none do."""
    widths = [
        max(len(line) for cell in column for line in cell.split("\n"))
        for column in zip(table.heads, *table.rows, strict=True)
    ]
    while sum(widths) + 3 * len(widths) + 1 > columns and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return dict(zip(table.heads, widths, strict=True))


def _block(heads: Sequence[str], row: Sequence[str], columns: int) -> str:
    """A row as lines of their own."""
    from textwrap import wrap

    width = max(len(head) for head in heads)
    indent = "\n" + " " * (width + 2)
    room = max(columns - width - 2, _NARROWEST)
    entries = []
    for head, cell in zip(heads, row, strict=True):
        if cell:
            lines = [part for line in cell.split("\n") for part in wrap(line, room)]
            entries.append(f"{head:{width}}  {indent.join(lines)}")
    return "\n".join(entries)


def _columns() -> int:
    """Columns to stay within; no limit where the table goes to a file or another program."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal():
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 10_000
    except (OSError, ValueError):  # no terminal
        return 10_000
