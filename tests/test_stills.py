"""Stills for print and slides: vectors, filmstrips, numbered frames; and what made a file."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import tconv_anim as ta
from tconv_anim.cli import main
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.products.figure.stills import strip_layout
from tconv_anim.rendering.primitives import TextLine, flattened
from tconv_anim.story.key_frames import key_frames
from tconv_anim.story.views import view_names
from tests.helpers.figures import planned

SMALL: dict[str, Any] = {"input_size": 2, "size": (480, 270)}
LAYER = ta.Layer("transposed", kernel_size=2, stride=2)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def figure_of(spec: LayerSpec, *, moving: bool = False, **options: Any) -> Figure:
    return planned(spec, moving=moving, **options)


def pixels(path: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    with Image.open(path) as image:
        return np.array(image)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


# -- vectors -------------------------------------------------------------------------------


def words_of(figure: Figure) -> set[str]:
    """Every text that the frame shows."""
    shown = figure.page.draw(figure.view.frame(figure.shown[0]))
    return {item.text for item in flattened(shown) if isinstance(item, TextLine)}


def test_svg_has_its_text_as_text_and_says_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    ta.render(LAYER, path, title="Ω <b> & co", **SMALL)
    root = ElementTree.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("width"), root.get("viewBox")) == ("480pt", "0 0 480 270")
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Ω <b> & co"
    alt = root.findtext(f"{space}desc") or ""
    assert alt.startswith("Ω <b> & co. Transposed convolution: input size 2 by 2,")
    assert "Kernel" in alt
    texts = {text.text for text in root.iter(f"{space}text")}
    spec = LayerSpec(input_size=(2,), kernel_size=(2,), padding=((0, 0),))
    figure = figure_of(spec, size=(480, 270), title="Ω <b> & co")
    assert texts == words_of(figure)
    assert not list(root.iter(f"{space}image"))


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


@pytest.mark.parametrize("theme", ["light", "dark"])
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
    assert (abs(ours - theirs).max(axis=2) > 60).mean() < 0.035


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_the_same_parameters_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        ta.render(LAYER, tmp_path / f"{name}.{form}", **SMALL)
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


# -- transparent paper ---------------------------------------------------------------------


def test_transparent_paper_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    """Laid on the paper's colour the picture is the opaque one."""
    for name, clear in (("a.png", False), ("b.png", True)):
        ta.render(LAYER, tmp_path / name, transparent=clear, theme="dark", **SMALL)
    opaque, clear_one = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    paper = opaque[1, 1]
    assert clear_one.shape[2] == 4 and clear_one[1, 1, 3] == 0
    alpha = clear_one[..., 3:] / 255
    laid = clear_one[..., :3] * alpha + paper * (1 - alpha)
    assert abs(laid - opaque).max() <= 2
    assert 0 < (clear_one[..., 3] == 255).mean() < 0.9


def test_transparent_vectors_have_no_paper(tmp_path: Path) -> None:
    for clear in (False, True):
        ta.render(LAYER, tmp_path / f"{clear}.svg", transparent=clear, **SMALL)
    paper = 'style="fill: #ffffff"/>'  # of a shape; texts can be white
    assert paper in (tmp_path / "False.svg").read_text("utf-8")
    assert paper not in (tmp_path / "True.svg").read_text("utf-8")


@pytest.mark.parametrize("option", ["--transparent", "--filmstrip 4", "--frame 2", "--at 0,0"])
def test_what_is_for_stills_is_refused_for_films(option: str, tmp_path: Path) -> None:
    result = run("render", *option.split(), "-o", str(tmp_path / "a.gif"))
    assert result.exit_code == 2 and "is for stills" in result.stderr
    assert not list(tmp_path.iterdir())


# -- filmstrips ----------------------------------------------------------------------------


@pytest.mark.parametrize("view", view_names())
def test_a_filmstrip_shows_every_step(view: str) -> None:
    story = figure_of(LayerSpec(input_size=(2,)), view=view).view
    steps = {story.scene(index).step for index in range(len(story))}
    for count in (1, len(steps) - 1, len(steps), len(steps) + 2, len(story) - 1, len(story)):
        if count < len(steps):
            with pytest.raises(ta.FigureError, match=f"filmstrip={count} must be at least"):
                key_frames(story, count)
            continue
        chosen = key_frames(story, count)
        assert len(chosen) == len(set(chosen)) == count and chosen == sorted(chosen)
        assert {story.scene(index).step for index in chosen} == steps
        assert chosen[-1] == len(story) - 1
    with pytest.raises(ta.FigureError, match="must be at most"):
        key_frames(story, len(story) + 1)


def test_a_filmstrip_is_made_of_its_frames() -> None:
    figure = figure_of(LayerSpec(input_size=(2,)), filmstrip=6, size=(480, 270))
    strip = figure.still().image
    corners, (wide, high) = strip_layout(6, (480, 270))
    assert strip.shape == (high, wide, 3)
    for index, (x, y) in zip(figure.shown, corners, strict=True):
        tile = figure.frame(index).still().image
        assert np.array_equal(strip[y : y + 270, x : x + 480], tile)


@pytest.mark.parametrize("count", range(1, 25))
def test_filmstrips_are_full_rows_near_the_shape_of_a_slide(count: int) -> None:
    corners, (wide, high) = strip_layout(count, (480, 270))
    assert len(set(corners)) == count
    for (x, y), (across, down) in pairwise(corners):
        assert (across > x and down == y) or (across < x and down > y)
    if count in (4, 6, 8, 9, 12):
        rows = {y for _, y in corners}
        assert count % len(rows) == 0 and 0.5 < wide / high < 5


def test_filmstrips_too_large_or_too_short_are_refused() -> None:
    large = run("render", "--filmstrip", "12", "--size", "1920x1080", "-o", "a.png")
    assert large.exit_code == 2 and "more than 25 megapixels" in large.stderr
    again = re.search(r"Try (--size \d+x\d+)", large.stderr)
    assert again
    assert "a.png" not in [p.name for p in Path().iterdir()]
    few = run("render", "--filmstrip", "2", "-o", "a.png")
    assert few.exit_code == 2 and "--filmstrip 2 must be at least 4" in few.stderr
    both = run("render", "--filmstrip", "4", "--frame", "1", "-o", "a.png")
    assert both.exit_code == 2 and "both pick frames" in both.stderr


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
    result = run("render", *args.split())
    assert result.exit_code == 2 and words in result.stderr and result.stderr.count("\n") == 1
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


# -- what made a file ----------------------------------------------------------------------

HARD_TITLE = 'Ω <b> & "(x)" \\ it\'s'


@pytest.mark.parametrize("form", [name for name in FORMATS if name in ("gif", "png", "svg", "pdf")])
def test_explain_tells_the_command(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{form}"
    args = ["--i", "2", "--k", "4", "--size", "480x270", "--title", HARD_TITLE]
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
        ("a.txt", b"hello", "is no figure of a kind this tool makes"),
        ("a.gif", b"GIF89a", "does not say what made it"),
        ("a.png", b"\x89PNG\r\n\x1a\n broken", "does not say what made it"),
        ("a.svg", b"<svg></svg>", "does not say what made it"),
        ("a.pdf", b"%PDF-1.4", "does not say what made it"),
        ("empty.gif", b"", "is no figure"),
    ],
)
def test_explain_refuses_what_it_cannot_tell(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("explain", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (2, "") and words in result.stderr
    assert result.stderr.count("\n") == 1


def test_explain_of_nothing_and_of_other_programs(tmp_path: Path) -> None:
    assert "cannot read" in run("explain", str(tmp_path / "none.gif")).stderr
    assert "is a directory" in run("explain", str(tmp_path)).stderr
    image = io.BytesIO()
    Image.new("RGB", (4, 4)).save(image, "GIF")
    (tmp_path / "a.gif").write_bytes(image.getvalue())
    assert run("explain", str(tmp_path / "a.gif")).exit_code == 2


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_a_users_matplotlib_does_not_change_vectors(form: str, tmp_path: Path) -> None:
    ta.render(LAYER, tmp_path / f"a.{form}", **SMALL)
    settings: dict[Any, Any] = {
        "savefig.bbox": "tight",
        "svg.fonttype": "path",
        "font.sans-serif": ["Arial"],
    }
    with matplotlib.rc_context({**settings, "figure.facecolor": "red", "pdf.fonttype": 3}):
        ta.render(LAYER, tmp_path / f"b.{form}", **SMALL)
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()
