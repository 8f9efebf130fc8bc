"""The lines to paste that a batch prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tconv_anim.products.batch.batch_figure import BatchFigure, batch_figures
from tconv_anim.products.batch.embed import snippets
from tests.helpers.shown_batch import batch

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


def test_strangers_names_are_no_commands() -> None:
    name = "}^^5cinput^^7b^^2fetc^^2fpasswd^^7d"
    one = BatchFigure(name, "{{< include x >}} \\x", 'A "b" \\ {{< x', "c", {"png": f"{name}.png"})
    text = snippets([one], "figs")
    beamer = text.split("# Beamer\n\n")[1]
    assert beamer.startswith("% ") and "\n" not in beamer
    assert "{{<" not in text.split("# reveal.js")[0]
