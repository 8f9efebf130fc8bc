"""The explain command: which command made a file."""

from __future__ import annotations

import io
import json
import shlex
import time
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import tconv_anim as ta
from tests.helpers.commands import check_refusal, run
from tests.helpers.daily import every

# -- what made a file ----------------------------------------------------------------------

HARD_TITLE = 'Ω <b> & "(x)" \\ it\'s'


@pytest.mark.parametrize("form", every(4, ["gif", "png", "pdf", "svg"]))
def test_explain_tells_the_command(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    args = ["--i", "2", "--k", "4", "--size", "480x270", "--motion", "none"]
    args += ["--title", HARD_TITLE]
    assert run("render", *args, "-o", str(path)).exit_code == 0
    told = json.loads(run("explain", str(path), "--json").stdout)
    assert told["layers"][0]["output_size"] == [4, 4]
    again = tmp_path / f"b.{form}"
    assert run(*shlex.split(told["command"])[1:], "-o", str(again)).exit_code == 0
    assert path.read_bytes() == again.read_bytes()
    plain = run("explain", str(path))
    assert plain.stdout.startswith(told["command"] + "\n") and "4 x 4" in plain.stdout


@pytest.mark.parametrize(
    ("args", "sizes"),
    [
        ("--framework keras --p same --i 4", [8, 8]),
        ("--dims 1 --x 1,2,3 --w 1,2", [4]),
        ("--framework jax --p -1:2 --i 4 --transpose-kernel", [6, 6]),
    ],
)
def test_explain_knows_every_way_of_asking(args: str, sizes: list[int], tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert run("render", *args.split(), "-o", str(path)).exit_code == 0
    (layer,) = json.loads(run("explain", str(path), "--json").stdout)["layers"]
    assert layer["output_size"] == sizes


def test_explain_reads_calls_without_running_them(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    layer = ta.Layer("transposed", kernel_size=3, stride=2, crop=((0, 1), (-1, 0)))
    ta.render(layer, path, size=(480, 270))
    told = json.loads(run("explain", str(path), "--json").stdout)
    assert told["command"].startswith("tconv_anim.render(tconv_anim.Layer(")
    assert told["layers"][0]["output_size"] == [6, 8]


def test_explain_opens_no_file_that_a_figure_names(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Comment", "tconv-anim render --x /etc/passwd")
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4)).save(path, pnginfo=info)
    told = json.loads(run("explain", str(path), "--json").stdout)
    assert told == {"command": "tconv-anim render --x /etc/passwd", "layers": []}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"hello", "is not a figure of a kind this tool makes"),
        ("a.gif", b"GIF89a", "does not say what made it"),
        ("a.png", b"\x89PNG\r\n\x1a\n broken", "does not say what made it"),
        ("a.svg", b"<svg></svg>", "does not say what made it"),
        ("a.pdf", b"%PDF-1.4", "does not say what made it"),
        ("empty.gif", b"", "is not a figure"),
    ],
)
def test_explain_refuses_what_it_cannot_tell(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    check_refusal(run("explain", str(tmp_path / name)), words)


def test_explain_of_nothing_and_of_other_programs(tmp_path: Path) -> None:
    assert "cannot read" in run("explain", str(tmp_path / "none.gif")).stderr
    assert "is a directory" in run("explain", str(tmp_path)).stderr
    image = io.BytesIO()
    Image.new("RGB", (4, 4)).save(image, "GIF")
    (tmp_path / "a.gif").write_bytes(image.getvalue())
    assert run("explain", str(tmp_path / "a.gif")).exit_code == 2


# -- strangers' files ----------------------------------------------------------------------


def with_command(path: Path, command: str) -> Path:
    info = PngInfo()
    info.add_itxt("Comment", command)
    Image.new("RGB", (4, 4)).save(path, "PNG", pnginfo=info)
    return path


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("tconv-anim render 'x", "cannot be read: no closing quotation"),
        ("tconv_anim.x(" + "-" * 60_000 + "1)", "cannot be read as a call"),
        ("tconv_anim.x" + ".a" * 20000 + "()", "cannot be read as a call"),
        ("tconv_anim.x", "not a call of a function"),
        ("tconv-anim render --help", "draws nothing"),
        ("tconv-anim --help", "draws nothing"),
        ("tconv-anim ", "cannot be read"),
        ("tconv-anim size --k 3", "draws nothing"),
        ("tconv-anim render --title \x1b[2J", "holds control characters"),
        ("tconv-anim render --k 3\nrm -r", "holds control characters"),
        ("tconv-anim render --title " + "x" * 70_000, "more than 64 kB"),
    ],
)
def test_explain_refuses_what_this_program_never_stored(
    command: str, words: str, form: str, tmp_path: Path
) -> None:
    result = run("explain", str(with_command(tmp_path / "a.png", command)), "--format", form)
    check_refusal(result, words)
    assert "\x1b" not in result.stderr and len(result.stderr) < 600


@pytest.mark.parametrize(
    "command",
    [
        "tconv-anim render --title 'over \u202eride' --hue 7",
        "tconv_anim.render(tconv_anim.Layer('conv', kernel_size='\u202e'), input_size=3)",
        "tconv_anim.render(f('\u200b'))",
    ],
)
def test_explain_shows_what_would_hide(command: str, tmp_path: Path) -> None:
    path = with_command(tmp_path / "a.png", command)
    result = run("explain", str(path))
    assert result.exit_code == 0 and result.stdout.isascii() and "\\u2" in result.stdout
    assert json.loads(run("explain", str(path), "--json").stdout)["command"] == command


@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [
        ("a.svg", b"<svg><dc:source>tconv-anim render", b"</dc:source>"),
        ("b.svg", b"<svg>", b"<dc:source>tconv-anim render</dc:source>"),
        ("a.html", b'<!doctype html><meta name="command" content="tconv-anim render', b'">'),
        ("a.pdf", b"%PDF /Keywords (tconv-anim render", b")"),
        ("a.webm", b"\x1aE\xdf\xa3", b"\x45\xa3\x87COMMENT\x44\x87\x8atconv-anim "),
        ("a.png", b"\x89PNG\r\n\x1a\n\xf0\0\0\0iTXtComment\0", b""),
        ("a.webp", b"RIFF\0\0\0\0WEBPXMP \0\0\0\xf0<dc:source>", b"</dc:source>"),
        ("a.gif", b"GIF89a\1\0\1\0\0\0\0", b";"),
        ("a.mp4", b"\0\0\0\x1cftyp", b""),
    ],
)
def test_explain_of_gigabytes_answers_at_once(
    name: str, head: bytes, tail: bytes, tmp_path: Path
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(head)
        file.seek(3 * 2**30)  # a hole, which takes no place
        file.write(tail)
    started = time.monotonic()
    result = run("explain", str(tmp_path / name))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert time.monotonic() - started < 2
