"""The summary as a table for a terminal, a page, a paper, a spreadsheet, or a program."""

from __future__ import annotations

import os
import sys
from typing import Final

from ..arithmetic.notation import format_padding, format_sizes
from ..arithmetic.summary import NAMES, OPERATIONS, Row, row_data

__all__ = ["FORMATS", "write_rows"]

FORMATS: Final = ("table", "markdown", "latex", "csv", "json")
_HEADS: Final = (
    "kind",
    "operation",
    "zeros",
    "padding",
    "stride",
    "formula",
    "with numbers",
    "output",
)


def write_rows(rows: list[Row], format_name: str) -> str:
    """The rows of a summary in one of :data:`FORMATS`, without a newline at the end."""
    if format_name == "json":
        import json

        return json.dumps({"layers": [row_data(row) for row in rows]}, indent=2)
    latex = format_name == "latex"
    table = [_cells(row, latex=latex) for row in rows]
    if format_name == "csv":
        import csv
        import io

        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([_HEADS, *table])
        return text.getvalue().rstrip("\n")
    return _pretty(table, format_name)


def _cells(row: Row, *, latex: bool) -> list[str]:
    """One row of the table, under :data:`_HEADS`."""
    if row.problem is None:
        reason = row_data(row)["error"]
        return [NAMES[row.kind], f"cannot be: {reason}", "", "", "", "", "", "-"]
    problem, axes, data = row.problem, row.problem.axes, row_data(row)
    worked = list(dict.fromkeys(data["worked"]))
    formula = f"o = {data['formula']}"
    if latex:
        from ..arithmetic.typeset import to_latex

        formula = f"${to_latex(formula)}$"
        worked = [f"${to_latex(line)}$" for line in worked]
    by = r" $\times$ " if latex else " x "
    axes_by = by.strip() if latex else "x"
    return [
        NAMES[problem.kind],
        OPERATIONS[problem.kind],
        format_sizes([axis.zeros_inserted for axis in axes]).replace("x", axes_by),
        format_padding([axis.equivalent_padding for axis in axes]).replace("x", axes_by),
        format_sizes([axis.equivalent_stride for axis in axes]).replace("x", axes_by),
        formula,
        ("; " if latex else "\n").join(worked),
        by.join(str(o) for o in problem.output_size),
    ]


def _pretty(table: list[list[str]], format_name: str) -> str:
    # Loaded where a table is printed, and only there.
    from prettytable import PrettyTable, TableStyle

    if format_name == "latex":
        pretty = PrettyTable(list(_HEADS), align="l")
        pretty.add_rows(table)
        return pretty.get_latex_string()
    if format_name == "markdown":
        pretty = PrettyTable(list(_HEADS), align="l")
        pretty.set_style(TableStyle.MARKDOWN)
        pretty.align = "l"
        pretty.add_rows([[cell.replace("\n", "; ") for cell in row] for row in table])
        return pretty.get_string()
    columns = _columns()
    for widths in _WIDTHS:
        pretty = PrettyTable(list(_HEADS), align="l")
        pretty.set_style(TableStyle.SINGLE_BORDER)
        pretty.max_width.update(widths)
        pretty.add_rows(table)
        text = pretty.get_string()
        if len(text.split("\n", 1)[0]) <= columns:
            return text
    # Too narrow for a row each: a column each.
    pretty = PrettyTable(["", *(row[0] for row in table)], align="l")
    pretty.set_style(TableStyle.SINGLE_BORDER)
    pretty.max_width = max(20, (columns - 12 - 3 * len(table)) // max(len(table), 1) - 2)
    for index, head in enumerate(_HEADS[1:], start=1):
        pretty.add_row([head, *(row[index] for row in table)])
    return pretty.get_string()


_WIDTHS: Final = (
    {"operation": 60},
    {"operation": 24, "formula": 24, "with numbers": 24},
    {"operation": 16, "formula": 20, "with numbers": 20},
)
"""Widest columns, from no need to wrap to the narrowest that reads well."""


def _columns() -> int:
    """Columns to stay within; no limit where the table goes to a file or another program."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal():
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 10_000
    except (OSError, ValueError):  # no terminal
        return 10_000
