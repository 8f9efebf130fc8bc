"""WebP against its own checker, and its largest side."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tconv_anim import FigureError, Layer, render
from tests.helpers.animations import ODD, figure_of, written


@pytest.mark.skipif(not shutil.which("webpinfo"), reason="needs webpinfo to look into a WebP")
def test_webpinfo_finds_nothing_wrong(tmp_path: Path) -> None:
    figure, path = figure_of(loop=3), tmp_path / "figure.webp"
    path.write_bytes(written(figure, "webp"))
    told = subprocess.run(
        ["webpinfo", path], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert "No error detected." in told and "Warning" not in told
    lines = [line.strip() for line in told.splitlines()]
    assert "Loop count      : 3" in lines
    assert f"Canvas size {ODD[0]} x {ODD[1]}" in lines
    assert lines.count("Format: Lossless (2)") == len(list(figure.frames()))
    assert [line for line in lines if line.startswith("Duration")] == [
        f"Duration: {frame.ms}" for frame in figure.frames()
    ]


def test_a_webp_has_a_largest_side(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="more than a WebP holds, 16383 pixels"):
        render(Layer("conv", kernel_size=2), tmp_path / "a.webp", size=(16_400, 400))
    assert list(tmp_path.iterdir()) == []
