"""Every frame as a numbered file."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tests.helpers.commands import check_refusal, run
from tests.helpers.stills import figure_of, pixels

# -- numbered frames -----------------------------------------------------------------------


def test_numbered_frames_are_the_storys(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    result = run("render", "--i", "1", "--size", "480x270", "--frames", str(folder))
    assert result.exit_code == 0, result.stderr
    figure = figure_of(LayerSpec(input_size=(1,)), moving=True, size=(480, 270))
    film = figure.film()
    times = (folder / "timeline.txt").read_text("ascii").splitlines()
    for number, shot in enumerate(film.frames):
        stored = pixels(folder / f"frame-{number + 1:04}.png")
        assert np.array_equal(stored, film.colours[shot.image])
        rate, index = times[number].strip(":").split(":")
        assert int(index) == number and round(1000 / float(rate)) == shot.ms
    assert len(times) == film.count == len(list(folder.glob("frame-*.png")))
    latex = (folder / "animate.tex").read_text("utf-8")
    assert (
        f"{{f/frame-}}{{0001}}{{{film.count:04}}}" in latex and "timeline=f/timeline.txt" in latex
    )
    assert "loop" in latex


@pytest.mark.slow
def test_frames_as_vectors_and_transparent(tmp_path: Path) -> None:
    args = ("render", "--i", "1", "--k", "1", "--s", "1", "--p", "0", "--size", "320x180")
    assert run(*args, "--frames", str(tmp_path / "v"), "--format", "svg").exit_code == 0
    assert not (tmp_path / "v" / "animate.tex").exists()
    for path in (tmp_path / "v").iterdir():
        ElementTree.parse(path)
    assert run(*args, "--frames", str(tmp_path / "t"), "--transparent").exit_code == 0
    assert pixels(tmp_path / "t" / "frame-0001.png").shape == (180, 320, 4)


def test_frames_replace_frames_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    args = ("render", "--size", "320x180", "--frames", str(folder))
    assert run(*args, "--i", "2").exit_code == 0
    many = len(list(folder.iterdir()))
    assert run(*args, "--i", "1").exit_code == 0
    assert len(list(folder.iterdir())) < many
    (folder / "notes.txt").write_text("mine")
    result = run(*args, "--i", "2")
    assert result.exit_code == 2 and "holds other files (notes.txt)" in result.stderr
    assert (folder / "notes.txt").read_text() == "mine" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--frames nowhere/f", "there is no folder"),
        ("--frames f -o a.gif", "are two places"),
        ("--frames f --format gif", "--format gif moves, and a frame is a still"),
        ("--frames file", "is a file"),
    ],
)
def test_frames_that_cannot_be(
    args: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    check_refusal(run("render", *args.split()), words)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_failed_frames_leave_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "f"
    args = ("render", "--i", "1", "--size", "320x180", "--frames", str(folder))
    run(*args)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tconv_anim.formats.png.write", fail)
    result = run(*args, "--seed", "1")
    assert (result.exit_code, result.stderr.strip()) == (
        1,
        f"Error: cannot write {folder}: No space left on device.",
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
