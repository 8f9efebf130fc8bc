"""PDF: one page, text, embedded fonts."""

from __future__ import annotations

import errno
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

import tconv_anim as ta
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tests.helpers.daily import every
from tests.helpers.figures import planned
from tests.helpers.stills import LAYER, SMALL, pixels


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.slow
def test_pdf_is_one_page_with_text_and_embedded_fonts(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    ta.render(LAYER, path, **SMALL)
    info = subprocess.run([tool("pdfinfo"), path], capture_output=True, text=True, check=True)
    assert re.search(r"Pages:\s+1\n", info.stdout)
    assert re.search(r"Page size:\s+480 x 270 pts", info.stdout)
    fonts = subprocess.run([tool("pdffonts"), path], capture_output=True, text=True, check=True)
    rows = fonts.stdout.splitlines()[2:]
    assert rows and all("TrueType" in row and " yes yes yes " in row for row in rows)
    text = subprocess.run(
        [tool("pdftotext"), path, "-"], capture_output=True, text=True, check=True
    )
    assert "Transposed convolution" in text.stdout and "convolve, stride 1" in text.stdout


@pytest.mark.parametrize("theme", every(2, ["light", "dark"]))
def test_a_pdf_looks_like_the_png(theme: str, tmp_path: Path) -> None:
    """Drawn by poppler at one pixel a point: the same picture but for the edges of letters."""
    pdftoppm = tool("pdftoppm")
    for name in ("a.pdf", "a.png"):
        ta.render(LAYER, tmp_path / name, theme=theme, **SMALL)
    subprocess.run(
        [pdftoppm, "-r", "72", "-png", "-singlefile", "a.pdf", "b"], cwd=tmp_path, check=True
    )
    ours, theirs = (pixels(tmp_path / name).astype(int) for name in ("a.png", "b.png"))
    assert ours.shape == theirs.shape
    assert (abs(ours - theirs).max(axis=2) > 60).mean() < 0.04


class FullDisk(io.RawIOBase):
    """A file on a disk that is full."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("name", ["pdf", "svg", "png"])
def test_a_full_disk_is_called_so(name: str) -> None:
    figure = planned(LayerSpec(), moving=False, size=(320, 180))
    with pytest.raises(OSError, match="No space left") as caught:
        figure.write(cast(BinaryIO, io.BufferedWriter(FullDisk(), 1)), FORMATS[name])
    assert caught.value.errno == errno.ENOSPC
