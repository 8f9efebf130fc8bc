"""The cheat-sheet as a file: its formats, its stored command, its colours."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.notation import format_sizes
from tconv_anim.rendering.primitives import Rectangle, flattened
from tests.helpers.commands import run
from tests.helpers.sheets import sheet_of, subject_of, told, words_of


@pytest.mark.slow
def test_the_pdf_is_one_small_page_of_text(usual: dict[str, Path]) -> None:
    data = usual["pdf"].read_bytes()
    assert len(data) < 500_000
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    assert b"/Type3" not in data
    assert b"/FontFile2" in data  # embedded


def test_letters_in_the_head_have_the_colours_of_figures() -> None:
    inks = {word.text: word.ink for word in words_of(sheet_of("")) if word.face == "bold-italic"}
    assert {letter: inks[letter] for letter in "ikso"} == {"i": "x", "k": "w", "s": "ink", "o": "y"}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext of poppler is not here")
def test_text_of_the_pdf_can_be_searched(usual: dict[str, Path]) -> None:
    found = subprocess.run(
        ["pdftotext", "-layout", str(usual["pdf"]), "-"], capture_output=True, text=True, check=True
    ).stdout
    joined = re.sub(r"\s+", " ", found)
    for phrase in (
        "Convolution and its transpose",
        "insert zeros, pad, slide",
        "(3−1)·2 + 3 − 2·1 = 5",
        "Easily confused",
        "torch.nn.ConvTranspose2d(1, 1, kernel_size=3, stride=2,",
        "y[1,1] = 3·3 + 2·2 + 3·1 + 2·1 = 18",
        "k4s2p1",
        "tconv-anim cheatsheet",
    ):
        assert phrase in joined, phrase
    fonts = subprocess.run(
        ["pdffonts", str(usual["pdf"])], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)  # embedded


def test_the_vectors_say_what_the_pixels_show(usual: dict[str, Path]) -> None:
    svg = usual["svg"].read_text(encoding="utf-8")
    for phrase in ("Overlap: the checkerboard", "Where it is used", "kernel"):
        assert f">{phrase}</text>" in svg
    assert "<desc>Convolution and its transpose: i = 3" in svg


@pytest.mark.slow
def test_figures_tell_their_command_and_it_makes_the_same_bytes(
    usual: dict[str, Path], tmp_path: Path
) -> None:
    for form in ("pdf", "png", "svg"):
        path = usual[form]
        told_of = json.loads(run("explain", "--json", str(path)).stdout)
        assert told_of["command"] == "tconv-anim cheatsheet"
        assert [layer["kind"] for layer in told_of["layers"]] == ["conv", "transposed"]
        again = tmp_path / f"again.{form}"
        assert run("cheatsheet", "-q", "-o", str(again)).exit_code == 0
        assert again.read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_sheets_are_the_same_whatever_was_drawn_before() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    sheet_of("--k 4", topic="steps").write(first, FORMATS["pdf"])
    sheet_of("--i 5", theme="dark").write(io.BytesIO(), FORMATS["png"])
    sheet_of("--k 4", topic="steps").write(second, FORMATS["pdf"])
    assert first.getvalue() == second.getvalue()


@pytest.mark.slow
def test_every_fill_has_a_colour_of_its_theme() -> None:
    for theme in ("light", "dark", "print"):
        sheet = sheet_of("--d 2 --op 1", theme=theme)
        for item in flattened(sheet.primitives()):
            if isinstance(item, Rectangle):
                assert item.colour in sheet.measures.theme.colours


def test_problems_of_one_kind_have_one_column() -> None:
    said = told(sheet_of("--kind conv --i 6"))
    assert "Strided convolution" in said
    assert "Of transposed layers, whose stamps add" in said
    main_problem: ResolvedLayer = subject_of("--kind conv --i 6").main
    assert main_problem.kind == "conv"
    assert format_sizes(main_problem.output_size) in ("3", "3x3")


def test_channels_stand_in_the_head_and_drawings_say_that_they_show_one_pair() -> None:
    sheet = sheet_of("--kind conv --i 5 --in-channels 4 --out-channels 6 --groups 2 --bias")
    said = told(sheet)
    assert " 4 → 6 channels 2 groups bias " in f" {' '.join(map(str, sheet.page.facts))} "
    assert "Step by step, for one pair of channels" in said
    assert "One output cell, three ways, one number, for one pair of channels" in said
    assert "One of 12 pairs of channels: an output channel adds up 2 of them and its bias." in said
    assert str(6 * 2 * 9 + 6) in said and str(9 * 6 * 2 * 9) in said  # parameters, MACs
    assert "for one pair of channels" not in told(sheet_of("--kind conv --i 5"))
