"""The deck of a batch, read back and opened by another program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tconv_anim.cli import main
from tests.helpers.shown_batch import COURSE, batch

# -- the deck -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deck(shown: Path) -> Path:
    pytest.importorskip("pptx", reason="python-pptx is not here")
    done = batch(shown, "--deck", str(shown / "talk.pptx"))
    assert f"{shown / 'talk.pptx'}\n" in done.stderr
    return shown / "talk.pptx"


def test_every_figure_has_a_slide(deck: Path) -> None:
    from pptx import Presentation

    slides: list[Any] = list(Presentation(str(deck)).slides)
    assert len(slides) == 6
    up = slides[0]
    assert up.shapes.title.text_frame.text == '50% & <more> "up" [x]'
    (picture,) = (shape for shape in up.shapes if shape.shape_type == 13)
    assert picture.image.ext == "gif"
    assert picture.image.blob == (deck.parent / "out" / "up.gif").read_bytes()
    assert "kernel size 4 by 4" in picture._element.xpath(".//p:cNvPr")[0].get("descr")
    (table,) = (shape.table for shape in up.shapes if shape.has_table)
    row = [cell.text for cell in table.rows[1].cells]
    assert row[-2:] == ["o = (i−1)·s + k − 2·p = 6", "6 × 6"]
    notes = up.notes_slide.notes_text_frame.text
    assert notes.startswith("tconv-anim render --k 4 --size 320x180")
    for slide in slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= 12_192_000
            assert 0 <= shape.top <= shape.top + shape.height <= 6_858_000


def test_a_deck_is_the_same_bytes_for_the_same_figures(deck: Path, tmp_path: Path) -> None:
    again = tmp_path / "talk.pptx"
    batch(deck.parent, "--deck", str(again))
    assert again.read_bytes() == deck.read_bytes()


@pytest.mark.slow
def test_videos_have_a_poster_frame(tmp_path: Path) -> None:
    pytest.importorskip("pptx", reason="python-pptx is not here")
    pytest.importorskip("imageio_ffmpeg", reason="imageio-ffmpeg is not here")
    from pptx import Presentation

    deck = tmp_path / "talk.pptx"
    batch(tmp_path, "--deck", str(deck), "--formats", "mp4", "--only", "i1")
    slides: list[Any] = list(Presentation(str(deck)).slides)
    (movie,) = (shape for shape in slides[0].shapes if shape.shape_type == 16)
    assert movie.poster_frame.blob == (tmp_path / "out" / "i1.png").read_bytes()
    parts = [part.blob for part in slides[0].part.package.iter_parts()]
    assert (tmp_path / "out" / "i1.mp4").read_bytes() in parts


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_opens_the_deck(deck: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(deck)], check=True, capture_output=True, timeout=120)
    data = (tmp_path / "talk.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 6


def test_decks_that_cannot_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c.toml").write_text(COURSE, encoding="utf-8")
    for name, error in (
        ("talk.ppt", "--deck talk.ppt: a deck is a .pptx. Try --deck talk.pptx."),
        ("no/talk.pptx", "--deck no/talk.pptx: there is no folder no."),
    ):
        done = CliRunner().invoke(main, ["batch", str(tmp_path / "c.toml"), "--deck", name])
        assert done.exit_code == 2
        assert error in done.stderr
    monkeypatch.setitem(sys.modules, "pptx", None)
    done = CliRunner().invoke(main, ["batch", str(tmp_path / "c.toml"), "--deck", "t.pptx"])
    assert done.exit_code == 2
    assert 'pip install ".[slides]"' in done.stderr
