"""A layer of one channel in and one out, said or not: the same figure, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tconv_anim.formats.registry import FORMATS
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.story.views import view_names
from tests.helpers.commands import run
from tests.helpers.daily import every

SAID = ("--in-channels", "1", "--out-channels", "1", "--groups", "1")
SLANTED = ("gather", "scatter", "overlap", "pair", "roundtrip")
LOOKS = [
    *(
        f"--kind {kind} --view {view} --style {style} --i 2 -o a.png"
        for kind in ("transposed", "conv")
        for view in view_names()
        for style in ("flat", "isometric")
        if style == "flat" or view in SLANTED
    ),
    *(f"--i 2 -o a.{form}" for form in FORMATS if form not in ("mp4", "webm")),
    *(f"--i 2 --theme {theme} -o a.gif" for theme in (*THEMES, "auto") if theme != "auto"),
    *(f"--i 3 --dims 1 --minimal --theme {theme} -o a.svg" for theme in (*THEMES, "auto")),
    "--i 2 --letters -o a.png",
]


@pytest.mark.parametrize("words", every(20, LOOKS))
def test_one_channel_said_is_one_channel(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / words.split()[-1]
    plain = run("render", *words.split())
    assert plain.exit_code == 0, plain.stderr
    drawn = path.read_bytes()
    assert run("render", *words.split(), *SAID).exit_code == 0
    assert path.read_bytes() == drawn
