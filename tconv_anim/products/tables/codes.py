"""A layer as lines of code, to be run where the framework is installed."""

from __future__ import annotations

from typing import Any

from ...errors import LayerError
from ...layers.frameworks import framework_named
from ...layers.summary import Row, row_data
from .table import Block, Code, Report

__all__ = ["report"]


def report(rows: list[Row], framework: str) -> Report:
    """A program for every kind that can be.

    Raises
    ------
    LayerError
        The framework cannot express any of them.
    """
    blocks: list[Block] = []
    data: list[dict[str, Any]] = []
    refusals: list[LayerError] = []
    for row in rows:
        entry, adjective = row_data(row), row.operation.adjective
        if row.resolved is None:
            blocks.append(_comment(f"{adjective}: {entry['error']}"))
        else:
            try:
                program = framework_named(framework).code(row.resolved).program
            except LayerError as error:
                refusals.append(error)
                entry["code_error"] = error.in_flags()
                blocks.append(_comment(error.in_flags()))
            else:
                entry["code"] = {framework: program}
                title = f"# {adjective} convolution\n" if len(rows) > 1 else ""
                blocks.append(Code("python", f"{title}{program}"))
        data.append(entry)
    if refusals and not any("code" in entry for entry in data):
        raise refusals[0]
    return Report(blocks, {"layers": data})


def _comment(text: str) -> Code:
    return Code("python", f"# {text}")
