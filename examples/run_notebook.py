"""Run the cells of notebook.ipynb and store what they show; needs no Jupyter.

python3 examples/run_notebook.py
"""

from __future__ import annotations

import ast
import io
import json
import os
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).with_name("notebook.ipynb")


def run(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The outputs of each code cell, run in order in an empty folder."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    with empty_folder():
        return [outputs(cell, number, names) for number, cell in enumerate(cells, start=1)]


def outputs(cell: dict[str, Any], number: int, names: dict[str, Any]) -> list[dict[str, Any]]:
    """What a cell prints, and the value of its last line."""
    lines = ast.parse("".join(cell["source"])).body
    last = lines.pop() if lines and isinstance(lines[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with redirect_stdout(printed):
        exec(compile(ast.Module(lines, []), f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    told: list[dict[str, Any]] = []
    if text := printed.getvalue():
        told.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(True)})
    if value is not None:
        told.append(
            {
                "data": shown(value),
                "execution_count": number,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
    return told


def shown(value: Any) -> dict[str, Any]:
    """A value in every form that Jupyter would store."""
    data: dict[str, Any] = {}
    if html := getattr(value, "_repr_html_", None):
        data["text/html"] = html().splitlines(True)
    if png := getattr(value, "_repr_png_", None):
        data["image/png"] = b64encode(png()).decode()
    return {**data, "text/plain": repr(value).splitlines(True)}


@contextmanager
def empty_folder() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def main() -> None:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    told = iter(run(notebook))
    for number, cell in enumerate(
        (cell for cell in notebook["cells"] if cell["cell_type"] == "code"), start=1
    ):
        cell["execution_count"], cell["outputs"] = number, next(told)
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    NOTEBOOK.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
