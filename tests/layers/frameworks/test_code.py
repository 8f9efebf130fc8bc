"""Layers as lines of code, which have run in the frameworks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tconv_anim import Layer
from tconv_anim.layers.frameworks import CODE_NAMES, framework_named
from tconv_anim.layers.resolved_layer import resolve_layer
from tests.helpers.size_command import run

# -- code ----------------------------------------------------------------------------------


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_is_what_has_run_in_the_framework(name: str) -> None:
    """``vectors/make_programs.py`` ran these, and compared sizes and numbers."""
    path = Path(__file__).parents[2] / "vectors" / f"programs_{name}.json"
    programs = json.loads(path.read_text("ascii"))["programs"]
    assert len(programs) >= 50
    for case in programs:
        layer = Layer(**{key: as_tuples(value) for key, value in case["layer"].items()})
        resolved = resolve_layer(layer, tuple(case["input_size"]))
        assert framework_named(name).code(resolved).program == case["program"]


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_on_the_command_line(name: str) -> None:
    plain = run("--code", name, "--kind", "transposed", "-q")
    compile(plain.stdout, "code", "exec")
    assert plain.exit_code == 0 and "5" in plain.stdout
    (layer,) = json.loads(run("--code", name, "--kind", "transposed", "--json", "-q").stdout)[
        "layers"
    ]
    assert layer["code"][name] == plain.stdout.rstrip("\n")
    both = run("--code", name, "-q").stdout
    assert "# standard convolution" in both and "# transposed convolution" in both
    compile(both, "code", "exec")
    assert "```python" in run("--code", name, "-q", "--format", "markdown").stdout
    assert "\\begin{verbatim}" in run("--code", name, "-q", "--format", "latex").stdout
    rows = list(csv.reader(io.StringIO(run("--code", name, "-q", "--format", "csv").stdout)))
    assert rows[0] == ["title", "language", "code"]


def test_code_that_cannot_be_is_one_clear_line() -> None:
    result = run("--code", "keras", "--d", "2", "--kind", "transposed", "-q")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "strides > 1 together with dilation_rate > 1" in result.stderr
