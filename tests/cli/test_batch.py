"""The batch command: its options, and its exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tconv_anim.products.figure.figure import Figure
from tests.helpers.batches import COURSE, batch


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--formats", "gif,mp5"], "--formats gif,mp5: mp5 is not known."),
        (["--dask", "tcp://127.0.0.1:1"], "--dask and --jobs both say who draws."),
        (["--jobs", "0"], "--jobs 0 must be between 1 and 256."),
        (["--only", "upp"], "--only upp is not a figure of this file. Did you mean up?"),
        (["--output-dir", "no/such/folder"], "--output-dir no/such/folder: there is no folder"),
    ],
)
def test_wrong_options_are_refused(args: list[str], error: str, tmp_path: Path) -> None:
    done = batch(tmp_path, COURSE, *args)
    assert done.exit_code == 2
    assert error in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_failed_row_makes_the_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Figure.write

    def write(figure: Figure, *args: Any) -> None:
        if "--i 1x2" in figure.command:
            raise OSError("no space left")
        whole(figure, *args)

    monkeypatch.setattr(Figure, "write", write)
    done = batch(tmp_path)
    assert done.exit_code == 1
    path = tmp_path / "out" / "up.gif"
    assert f"up.gif ([figures.up]): cannot write {path}: no space left.\n" in done.stderr
    assert "7 drawn, 0 there already, 1 failed." in done.stderr
