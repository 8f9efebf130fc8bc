"""Answers of the size command in Python: the data of --json, the table, and HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from shlex import split

import pytest
from click.testing import CliRunner

import tconv_anim as ta
from tconv_anim.cli import main
from tconv_anim.products.answers import Answer

LAYER = ta.Layer("transposed", kernel_size=3, stride=2, padding=1)
SAME: dict[str, tuple[Answer, str]] = {
    "sizes": (ta.sizes(LAYER, 3), "--kind transposed --i 3 --k 3 --s 2 --p 1"),
    "an axis": (
        ta.sizes(ta.Layer("conv", kernel_size=(3,)), 5),
        "--kind conv --i 5 --dims 1 --k 3 --s 1 --p 0",
    ),
    "compare": (ta.compare(LAYER, (3, 4)), "--kind transposed --i 3x4 --k 3 --s 2 --p 1 --compare"),
    "solve": (ta.solve(16, 32, limit=3), "--from 16 --to 32 --limit 3"),
    "none": (ta.solve(5, 99), "--from 5 --to 99"),
    "preset": (ta.network("unet", input_size=572), "--preset unet --i 572"),
    "words": (ta.network("k4s1p0c512 k4s2p1", input_size=1), '--layers "k4s1p0c512 k4s2p1" --i 1'),
}


@pytest.mark.parametrize("name", SAME)
def test_they_answer_what_the_command_answers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10000")
    answer, options = SAME[name]
    told = CliRunner().invoke(main, ["size", *split(options), "--json"])
    assert json.loads(json.dumps(answer.data)) == json.loads(told.stdout)
    if told.exit_code == 0:
        table = CliRunner().invoke(main, ["size", *split(options)])
        assert str(answer) == repr(answer) == table.stdout.rstrip("\n")


def test_a_notebook_shows_a_table() -> None:
    html = ta.sizes(LAYER, 3)._repr_html_()
    assert html.startswith("<table><tr><th>kind</th>")
    assert "<td>5 × 5</td>" in html
    assert "<code>o = (i-1)*s + k - 2*p</code>" in html
    assert "<pre>" not in html
    assert html.count("<tr>") == 2


def test_a_stride_is_asked_for() -> None:
    strides = [one["stride"] for one in ta.solve(16, 32, stride=2, limit=0).data["solutions"]]
    assert strides
    assert all(stride == [2, 2] for stride in strides)
    every = ta.solve(32, 1, limit=0, max_k=32).data["solutions"]
    assert ta.solve(32, 1, stride=3, limit=1, max_k=32).data["solutions"][0] not in every
    nothing = ta.solve(16, 31, stride=5)
    assert nothing.data["count"] == 0
    assert "k up to 7, s = 5" in str(nothing) == nothing._repr_html_()


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ta.LayerError, match="stride"):
        ta.solve(16, 32, stride=0)
    with pytest.raises(ta.LayerError, match="Did you mean unet"):
        ta.network("unett")
    with pytest.raises(ta.LayerError, match="cannot be read"):
        ta.network(tmp_path / "none.toml")
    with pytest.raises(ta.LayerError):
        ta.sizes(LAYER, 0)


@pytest.mark.slow
def test_a_page_is_what_the_command_writes(tmp_path: Path) -> None:
    written = ta.cheatsheet(LAYER, tmp_path / "a.png", input_size=4, topic="sizes")
    options = split("--kind transposed --i 4 --k 3 --s 2 --p 1 --topic sizes --quiet -o")
    told = CliRunner().invoke(main, ["cheatsheet", *options, str(tmp_path / "b.png")])
    assert told.exit_code == 0, told.output
    assert written.read_bytes() == (tmp_path / "b.png").read_bytes()
    with pytest.raises(ta.FigureError, match="padding"):
        ta.cheatsheet(ta.Layer("transposed", kernel_size=3, crop=((1, 1),)), tmp_path / "c.pdf")
    assert not (tmp_path / "c.pdf").exists()


def test_answers_load_neither_numpy_nor_matplotlib() -> None:
    code = (
        "import sys, tconv_anim as ta; print(ta.solve(16, 32, stride=2));"
        "assert not {'numpy', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
