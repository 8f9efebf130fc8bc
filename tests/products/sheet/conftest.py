"""Fixtures of tests of sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.commands import run

# -- as a file ------------------------------------------------------------------------------


class Sheets(dict[str, Path]):
    """The usual sheet by its format, drawn when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __missing__(self, form: str) -> Path:
        path = self._folder / f"sheet.{form}"
        done = run("cheatsheet", "-o", str(path))
        assert done.exit_code == 0, done.output
        assert done.stderr == f"{path}\n"
        self[form] = path
        return path


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The usual sheet in any format."""
    return Sheets(tmp_path_factory.mktemp("sheets"))
