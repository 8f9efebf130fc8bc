"""Fixtures of tests of sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.sheets import run

# -- as a file ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The usual sheet in every format."""
    folder, made = tmp_path_factory.mktemp("sheets"), {}
    for form in ("pdf", "png", "svg"):
        made[form] = folder / f"sheet.{form}"
        done = run("cheatsheet", "-o", str(made[form]))
        assert done.exit_code == 0, done.output
        assert done.stderr == f"{made[form]}\n"
    return made
