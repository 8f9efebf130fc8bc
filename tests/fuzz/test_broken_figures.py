"""Figures with a few of their bytes changed: explain tells what made them, or refuses."""

from __future__ import annotations

import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.broken_files import damaged
from tests.fuzz.command_lines import Line
from tests.fuzz.trial import problems_of
from tests.fuzz.user_files import FORMATS, make_figures


@pytest.fixture
def figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TCONV_ANIM_TRACEBACK", "1")
    names = FORMATS if find_spec("imageio_ffmpeg") else FORMATS[:-2]  # the last two are videos
    make_figures(names)
    return {name: Path(f"a.{name}").read_bytes() for name in names}


def near_command(choose: random.Random, data: bytes) -> bytes:
    """Damage within the stored command, or around it, where it can be found."""
    at = data.find(b"tconv-anim render")
    if at < 0 or choose.random() < 0.4:
        return damaged(choose, data)
    start, end = max(0, at - 40), at + 80
    return data[:start] + damaged(choose, data[start:end]) + data[end:]


def check(figures: dict[str, bytes], count: int) -> None:
    found = []
    for seed in range(count):
        choose = random.Random(seed)
        name = choose.choice(tuple(figures))
        args = ("explain", f"b.{name}", *(("--json",) if seed % 2 else ()))
        line = Line(args, {f"b.{name}": near_command(choose, figures[name])})
        found += [f"{seed} {name}: {problem}" for problem in problems_of(line)]
    assert not found


@pytest.mark.slow
def test_broken_figures(figures: dict[str, bytes]) -> None:
    check(figures, 1000)


@pytest.mark.long
def test_ten_thousand_broken_figures(figures: dict[str, bytes]) -> None:
    check(figures, 10_000)
