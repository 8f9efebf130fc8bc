"""The cheatsheet command: file names, commands, errors."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.products.sheet.spec import plan_sheet
from tests.helpers.commands import check_refusal, run
from tests.helpers.daily import every
from tests.helpers.sheets import spec_of


@pytest.mark.parametrize(
    ("flags", "command"),
    every(
        5,
        [
            ("--k 4x4 --stride 2", "--k 4"),
            ("--kind conv --i 6 --theme print", "--kind conv --i 6 --theme print"),
            ("--dims 1 --paper letter", "--dims 1 --paper letter"),
            ("--i 2x3x4", "--i 2x3x4 --dims 3"),
            ("--op 2 --topic sizes", "--op 2 --topic sizes"),
            ("--framework keras --p same --i 4", "--i 4 --p same --framework keras"),
            ("--framework onnx --i 4 --output-shape 9", "--i 4 --framework onnx --output-shape 9"),
            ("--framework jax --transpose-kernel", "--framework jax --transpose-kernel"),
            ("--title 'My sheet' --seed 3", "--seed 3 --title 'My sheet'"),
            ("--preset dcgan --i 2", "--preset dcgan --i 2"),
            ("--layers 'k4s2p1c3' --channels 8 --i 4", "--layers k4s2p1c3 --channels 8 --i 4"),
            ("--layers 'k4s2p1' --dims 1", "--layers k4s2p1 --dims 1"),
        ],
    ),
)
def test_commands_are_canonical(flags: str, command: str) -> None:
    assert plan_sheet(spec_of(flags)).command == f"tconv-anim cheatsheet {command}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "flags",
    ["--framework onnx --i 4 --output-shape 9 --topic steps", "--layers 'k4s2p1c3' --channels 8"],
)
def test_stored_commands_make_the_same_file(flags: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    assert run("cheatsheet", "-o", str(first), *shlex.split(flags)).exit_code == 0
    stored = json.loads(run("explain", "--json", str(first)).stdout)
    assert stored.get("layers") or stored["network"]["layers"]
    again = shlex.split(stored["command"])[1:]
    assert run(*again, "-o", str(second)).exit_code == 0
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.slow
def test_files_are_named_after_what_they_show(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for flags, name in (
        ("--topic sizes", "cheatsheet_sizes_i3_k3_s2_p1.pdf"),
        ("--kind conv --p 0:1 --topic sizes", "cheatsheet_sizes_conv_i3_k3_s2_p0-1.pdf"),
        ("--topic sizes --format png", "cheatsheet_sizes_i3_k3_s2_p1.png"),
        ("--paper 16:9 --theme dark --format svg", "cheatsheet_i3_k3_s2_p1_16-9_dark.svg"),
        ("--preset dcgan --format svg", "cheatsheet_dcgan.svg"),
        ("--layers k4s2p1 --format svg", "cheatsheet_layers.svg"),
    ):
        done = run("cheatsheet", *shlex.split(flags))
        assert done.exit_code == 0, done.output
        assert done.stderr == f"{name}\n"
        assert (tmp_path / name).stat().st_size > 1000


@pytest.mark.slow
def test_to_stdout_and_as_words() -> None:
    done = run("cheatsheet", "-o", "-", "--format", "pdf", "--topic", "steps")
    assert done.stdout_bytes.startswith(b"%PDF-")
    alt = run("cheatsheet", "--alt").stdout
    assert alt.startswith("Convolution and its transpose: i = 3, k = 3")
    assert "“Step by step”" in alt


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        ("-o sheet.gif", "--output sheet.gif has the suffix .gif, which this cannot be"),
        ("-o sheet", "--output sheet has no suffix"),
        ("-o no/sheet.pdf", "--output no/sheet.pdf: there is no folder no."),
        ("--paper a5", "--paper a5 is not known. Choose from a4, letter, 16:9."),
        ("--topic step", "--topic step is not known."),
        ("--orientation up", "--orientation up is not known."),
        ("--kind conv --op 1", "--op 1 belongs to transposed layers"),
        ("--k 0", "--k 0 must be at least 1"),
        ("--dims 4", "--dims 4: a layer has 1, 2 or 3 axes."),
        ("--preset dcgan --k 4", "--k means nothing beside --preset"),
        ("--preset dcgan --topic sizes", "--topic means nothing beside --preset"),
        ("--preset dcgann", "--preset dcgann is not known."),
        ("--channels 3", "--channels 3 are those of a network's input."),
        ("--title 'two\nlines'", "holds a line break"),
        ("--title 漢字", "which the figure's font (DejaVu Sans) cannot draw"),
        ("--seed x", "--seed x:"),
        ("-o -", "-o - needs --format"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    flags: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    check_refusal(run("cheatsheet", *shlex.split(flags)), error)
    assert not list(tmp_path.iterdir())
