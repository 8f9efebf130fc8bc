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
        The framework cannot say any of them.
    """
    blocks: list[Block] = []
    data: list[dict[str, Any]] = []
    failed: list[LayerError] = []
    for row in rows:
        told = row_data(row)
        if row.resolved is None:
            blocks.append(_told(f"{row.operation.adjective}: {told['error']}"))
        else:
            try:
                program = framework_named(framework).code(row.resolved).program
            except LayerError as error:
                failed.append(error)
                told["code_error"] = error.in_flags()
                blocks.append(_told(error.in_flags()))
            else:
                told["code"] = {framework: program}
                title = f"# {row.operation.adjective} convolution" if len(rows) > 1 else ""
                blocks.append(Code("python", f"{title}\n{program}".lstrip("\n")))
        data.append(told)
    if failed and not any("code" in told for told in data):
        raise failed[0]
    return Report(blocks, {"layers": data})


def _told(text: str) -> Code:
    return Code("python", f"# {text}")
