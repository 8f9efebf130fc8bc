"""What a batch makes for those who show its figures: a page, and lines to paste."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tconv_anim.cli import main
from tconv_anim.products.batch.batch_figure import BatchFigure, batch_figures
from tconv_anim.products.batch.embed import snippets
from tests.helpers.browser import page_at, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COURSE = """
[defaults]
size = "320x180"

[figures.up]
k = 4
title = "50% & <more> \\"up\\" [x]"
[figures.conv]
kind = "conv"
no-values = true
[figures.sheet]
command = "cheatsheet"
topic = "sizes"
[[sweep]]
i = [1, 2, 4]
k = 4
name = "i{i}"
"""


def batch(folder: Path, *args: str) -> Result:
    (folder / "my course.toml").write_text(COURSE, encoding="utf-8")
    words = ["batch", str(folder / "my course.toml"), "--output-dir", str(folder / "out"), *args]
    done = CliRunner().invoke(main, [*words, "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    done = batch(folder, "--gallery", str(folder / "page"))
    assert f"{folder / 'page' / 'index.html'}\n" in done.stderr
    return folder / "page" / "index.html"


# -- the page -------------------------------------------------------------------------------


def test_the_page_has_every_figure_its_table_and_its_command(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert re.findall(r'<article id="(\w+)"', html) == ["up", "conv", "sheet", "i1", "i2", "i4"]
    assert html.count('<img loading="lazy"') == 5  # a sheet is a PDF, and linked
    assert 'href="../out/sheet.pdf"' in html
    assert html.count(' width="320" height="180"') == 5
    assert "<code>tconv-anim render --i 1 --k 4 --size 320x180</code>" in html
    assert "o = (i−1)·s + k − 2·p = 6" in html
    assert "50% &amp; &lt;more&gt; &quot;up&quot; [x]" in html
    for source in re.findall(r' src="([^"]+)"', html):
        assert (page.parent / source).exists()


def test_the_page_is_the_same_for_the_same_figures(page: Path) -> None:
    before = page.read_bytes()
    batch(page.parents[1], "--gallery", str(page.parent))
    assert page.read_bytes() == before


def test_pictures_load_when_they_are_scrolled_to(browser: Browser, page: Path) -> None:
    loaded = "[...document.images].filter(i => i.complete && i.naturalWidth).length"
    with page_at(browser, page.as_uri(), size=(800, 300)) as tab:
        assert tab.evaluate(loaded) < 5
        tab.evaluate("scrollTo(0, document.body.scrollHeight)")
        wait_for(tab, "document.images[4].complete && document.images[4].naturalWidth === 320")


def test_keys_step_through_the_figures(browser: Browser, page: Path) -> None:
    with page_at(browser, page.as_uri()) as tab:
        present = "document.activeElement.id"
        for key, name in (("j", "up"), ("j", "conv"), ("ArrowRight", "sheet"), ("k", "conv")):
            tab.keyboard.press(key)
            assert tab.evaluate(present) == name
        for _ in range(9):
            tab.keyboard.press("ArrowLeft")
        assert tab.evaluate(present) == "up"


def test_a_command_is_copied_or_selected(browser: Browser, page: Path) -> None:
    with page_at(browser, page.as_uri()) as tab:
        tab.keyboard.press("j")
        tab.keyboard.press("c")
        wait_for(tab, "document.getElementById('said').textContent")
        selected = tab.evaluate("getSelection().toString()")
        said = tab.evaluate("document.getElementById('said').textContent")
        assert said == "Copied" or selected.startswith("tconv-anim render --k 4")


def test_the_page_is_dark_where_the_reader_wants_it(browser: Browser, page: Path) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with page_at(browser, page.as_uri(), color_scheme="dark") as tab:
        assert tab.evaluate(ground) == "rgb(17, 22, 28)"
    with page_at(browser, page.as_uri(), color_scheme="light") as tab:
        assert tab.evaluate(ground) == "rgb(255, 255, 255)"
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert tab.evaluate(wide)
    with page_at(browser, page.as_uri(), size=(320, 640)) as tab:
        assert tab.evaluate(wide)


# -- the deck -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pptx", reason="python-pptx is not here")
    folder = tmp_path_factory.mktemp("deck")
    done = batch(folder, "--deck", str(folder / "talk.pptx"))
    assert f"{folder / 'talk.pptx'}\n" in done.stderr
    return folder / "talk.pptx"


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


# -- lines to paste -----------------------------------------------------------------------------


def test_files_of_one_figure_stand_together() -> None:
    texts = {"title": "T", "alt": "A", "command": "c"}
    (one,) = batch_figures([("up.gif", texts, ()), ("up.png", texts, ())])
    assert one == BatchFigure("up", "T", "A", "c", {"gif": "up.gif", "png": "up.png"})


def test_every_program_gets_what_it_can_show() -> None:
    files = {form: f"up.{form}" for form in ("gif", "mp4", "png")}
    one = BatchFigure("up", "50% [a]", 'A "b"', "c", files)
    text = snippets([one], "figs")
    assert '![A "b"](figs/up.gif)' in text
    assert '{{< video figs/up.mp4 title="50% [a]" >}}' in text
    assert 'data-src="figs/up.mp4"' in text
    assert r"\begin{frame}{50\% [a]}\centering\includegraphics" in text
    assert "{figs/up.png}" in text
    assert "LaTeX shows no gif" in snippets([one._replace(files={"gif": "up.gif"})], ".")
    sheet = snippets([one._replace(files={"pdf": "up.pdf"})], ".")
    assert r"[50% \[a\]](up.pdf)" in sheet
    assert "{up.pdf}" in sheet


@pytest.mark.slow
def test_snippets_are_printed_and_nothing_else_is(tmp_path: Path) -> None:
    done = batch(tmp_path, "--snippets", "--only", "up")
    heads = [line for line in done.stdout.splitlines() if line.startswith("# ")]
    assert heads == ["# Markdown", "# Quarto", "# reveal.js", "# Beamer"]
    assert f"]({(tmp_path / 'out').as_posix()}/up.gif)" in done.stdout


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not here")
def test_beamer_shows_the_figures(tmp_path: Path) -> None:
    done = batch(tmp_path, "--snippets", "--formats", "png,pdf")
    frames = done.stdout.split("# Beamer\n\n")[1]
    document = "\\documentclass{beamer}\\begin{document}\n" + frames + "\\end{document}\n"
    (tmp_path / "talk.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "talk.tex"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-2000:]
    assert "(6 pages" in told.stdout
