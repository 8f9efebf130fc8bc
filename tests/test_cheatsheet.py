"""The cheat-sheet: what it tells is what is so, and it all stands on the page."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import tconv_anim as ta
from tconv_anim.cli import main
from tconv_anim.cli.main import main as program
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.frameworks.compare import compare, twins
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.layers.summary import Row
from tconv_anim.notation import format_sizes
from tconv_anim.options import ORIENTATIONS, PAPER_NAMES, TOPICS
from tconv_anim.options.figure import SheetOptions
from tconv_anim.products.command import read_command
from tconv_anim.products.sheet.blocks import Room, share
from tconv_anim.products.sheet.grid_block import GridBlock, StripRows
from tconv_anim.products.sheet.measures import DPI, Measures, paper_size
from tconv_anim.products.sheet.sections import networks, steps, views
from tconv_anim.products.sheet.sections.section import Section
from tconv_anim.products.sheet.sheet import Sheet, layer_sheet, network_sheet
from tconv_anim.products.sheet.spec import SheetSpec, layer_rows, plan_sheet, sheet_spec
from tconv_anim.products.sheet.stories import SheetContent
from tconv_anim.products.sheet.text_lines import Span, sentence, wrapped
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.primitives import Box, Primitive, Rectangle, TextLine, flattened
from tests.helpers.daily import every

LAYERS = [
    "",
    "--i 1",
    "--k 1",
    "--i 1 --k 1 --s 1 --p 0",
    "--k 2 --s 3 --p 0",
    "--k 1 --s 3",
    "--p 3 --i 5",
    "--k 3x5 --s 2x1",
    "--d 2",
    "--op 1 --i 4",
    "--op 2",
    "--i 6 --k 4",
    "--i 1 --k 4 --s 1 --p 0",
    "--i 16 --k 64 --s 32 --p 0",
    "--i 224 --k 7 --s 2 --p 3",
    "--i 1000000 --k 99 --s 50",
    "--i 2x5 --k 3x2 --s 3x2 --p 0:1x1 --d 1x2",
    "--dims 1 --i 4",
    "--dims 1 --i 16 --k 25 --s 4 --p 11 --op 1",
    "--dims 1 --i 63 --k 1024 --s 256 --p 0",
    "--i 2x3x4",
    "--kind conv --i 6",
    "--kind transposed --i 2 --k 4",
    "--framework keras --p same --i 4",
    "--framework keras --kind transposed --p valid --k 2 --s 3 --i 4",
    "--framework onnx --p same_lower --i 4",
    "--framework jax --p same --i 3",
    "--framework caffe --i 4",
]
"""The usual one, degenerate ones, large ones, all frameworks."""
PAPERS = [(paper, turned) for paper in PAPER_NAMES for turned in ORIENTATIONS]


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def parsed(flags: str) -> dict[str, Any]:
    command = program.get_command(None, "cheatsheet")  # type: ignore[arg-type]
    assert command is not None
    return command.make_context("cheatsheet", shlex.split(flags)).params


def spec_of(flags: str) -> SheetSpec:
    return sheet_spec(read_command(f"tconv-anim cheatsheet {flags}")[1])


def rows_of(flags: str) -> list[Row]:
    spec = spec_of(flags)
    return layer_rows(spec.layer, spec.kind, spec.dims)


def subject_of(flags: str) -> SheetContent:
    return SheetContent(rows_of(flags))


def sheet_of(flags: str, **options: Any) -> Sheet:
    return layer_sheet(
        rows_of(flags), SheetOptions(**options), f"tconv-anim cheatsheet {flags}".strip()
    )


def words_of(sheet: Sheet) -> list[TextLine]:
    return [item for item in flattened(sheet.primitives()) if isinstance(item, TextLine)]


def told(sheet: Sheet) -> str:
    """Everything that the sheet says, on one line."""
    return " ".join(words.text for words in words_of(sheet))


# -- on the page ----------------------------------------------------------------------------


def ink_box(words: TextLine) -> Box:
    left, top, coverage = glyphs.sprite(words.face, words.px, words.text)
    high, wide = coverage.shape
    return Box(words.x + left, words.baseline + top, wide, high)


def overlapping(boxes: list[tuple[Box, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that lie on each other by more than a pixel."""
    boxes = sorted(boxes, key=lambda one: one[0].y)
    for number, (box, words) in enumerate(boxes):
        for other, more in boxes[number + 1 :]:
            if other.y >= box.y + box.height - 1:
                break
            apart = other.x >= box.x + box.width - 1 or box.x >= other.x + other.width - 1
            if not apart:
                yield words, more


def check_page(
    sheet: Sheet,
    boxes: list[tuple[Section, Box, list[Primitive]]],
    primitives: list[Primitive] | None = None,
) -> None:
    """Text apart, inside its part, on the paper; few sizes, none too small."""
    items = flattened(sheet.primitives() if primitives is None else primitives)
    measures, words = sheet.measures, [item for item in items if isinstance(item, TextLine)]
    wide, high = measures.paper
    drawn = [(ink_box(word), word.text) for word in words if word.text.strip()]
    assert not list(overlapping(drawn))
    for box, said in drawn:
        assert box.x >= measures.margin - 2, said
        assert box.x + box.width <= wide - measures.margin + 2, said
        assert box.y >= measures.margin - 2, said
        assert box.y + box.height <= high - measures.margin + measures.line // 2, said
    assert len({word.px for word in words}) <= 4
    assert min(word.px for word in words) * 72 / DPI >= 6
    edge = round(5 * measures.zoom)  # frames around cells stand around their panel
    for part, area, drawn_there in boxes:
        for item in flattened(drawn_there):
            box = ink_box(item) if isinstance(item, TextLine) else Box(*item[:4])
            if not box.width:
                continue
            what = (part.heading, item)
            assert box.x >= area.x - edge, what
            assert box.x + box.width <= area.x + area.width + edge, what
            assert box.y >= area.y - 2, what
            assert box.y + box.height <= area.y + area.height + 2, what


def checked(monkeypatch: pytest.MonkeyPatch, sheet: Sheet) -> None:
    boxes: list[tuple[Section, Box, list[Primitive]]] = []
    usual = Section.draw

    def watched(self: Section, measures: Measures, box: Box) -> Iterator[Primitive]:
        drawn = list(usual(self, measures, box))
        boxes.append((self, box, drawn))
        return iter(drawn)

    monkeypatch.setattr(Section, "draw", watched)
    primitives = sheet.primitives()
    monkeypatch.undo()
    assert boxes
    check_page(sheet, boxes, primitives)


@pytest.mark.parametrize("flags", every(9, LAYERS))
def test_all_text_stands_apart_and_in_its_place(
    flags: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for paper, turned in PAPERS:
        checked(monkeypatch, sheet_of(flags, paper=paper, orientation=turned))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("flags", every(4, LAYERS[::9]))
def test_parts_alone_stand_on_their_page(
    flags: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for options in ({}, {"paper": "a4"}, {"paper": "letter", "orientation": "landscape"}):
        checked(monkeypatch, sheet_of(flags, topic=topic, **options))


@pytest.mark.parametrize("name", every(6, preset_names()))
def test_networks_stand_on_their_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(preset(name))
    for paper in PAPER_NAMES:
        sheet = network_sheet(network, SheetOptions(paper=paper), f"--preset {name}")
        checked(monkeypatch, sheet)
        said = told(sheet)
        for step in network.steps:
            assert step.word in said
        assert f"{network.parameters:,}" in said or "params" in said


def test_the_check_finds_what_it_looks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = sheet_of("")
    usual = list(sheet.page.draw(sheet.measures))
    some = next(item for item in usual if isinstance(item, TextLine))
    for wrong in (
        some._replace(x=some.x + 3),
        some._replace(x=2, baseline=900, text="beyond"),
        some._replace(x=900, baseline=5, text="above"),
        some._replace(x=900, baseline=2300, px=12, text="small"),
    ):
        monkeypatch.setattr(type(sheet.page), "draw", lambda *_, wrong=wrong: iter([*usual, wrong]))
        with pytest.raises(AssertionError):
            check_page(sheet, [])
    monkeypatch.undo()
    check_page(sheet, [])


@pytest.mark.parametrize("flags", ["", "--d 2", "--i 224 --k 7 --p 3"])
def test_every_theme_has_the_same_layout(flags: str) -> None:
    places = [
        [(word.x, word.baseline, word.text) for word in words_of(sheet_of(flags, theme=theme))]
        for theme in ("light", "dark", "print")
    ]
    assert places[0] == places[1] == places[2]


def test_sparse_sheets_have_larger_type() -> None:
    assert sheet_of("").measures.zoom == 1
    assert sheet_of("--i 224 --k 7 --s 2 --p 3").measures.zoom > 1


# -- what it says ---------------------------------------------------------------------------


@pytest.mark.parametrize("flags", every(5, LAYERS))
def test_every_part_has_its_heading_and_says_something(flags: str) -> None:
    said = told(sheet_of(flags))
    headings = ("Sizes", "Step by step", "three ways", "Overlap", "framework", "confused", "used")
    assert all(heading in said for heading in headings)
    for row in subject_of(flags).rows:
        if row.resolved is None:
            assert "cannot be" in said
        else:
            assert " × ".join(map(str, row.resolved.output_size)) in said
            assert f"{row.resolved.macs:,}" in said


def test_the_usual_sheet_says_what_the_size_command_says() -> None:
    said = told(sheet_of("--i 4 --op 1")).replace(" ", "")
    for data in json.loads(run("size", "--i", "4", "--op", "1", "--json").stdout)["layers"]:
        shown = data["worked"][0].replace("*", "·").replace("-", "−").replace(" ", "")
        assert re.sub(r"floor\((.*?/\d)\)", r"⌊\1⌋", shown) in said


def picture_of(part: Section) -> GridBlock:
    blocks = part.body.blocks  # type: ignore[attr-defined]
    (strips,) = (block for block in blocks if isinstance(block, StripRows))
    return strips.joint


@pytest.mark.parametrize(
    "flags", ["", "--op 1 --i 4", "--k 3x5 --s 2x1", "--dims 1 --i 4", "--d 2"]
)
def test_strips_are_the_layer_on_its_numbers(flags: str) -> None:
    """The last input, by the kernel as it stands there, is the output that is shown."""
    content = subject_of(flags)
    grids = picture_of(steps.section(content)).grids

    def values(name: str) -> np.ndarray[Any, Any]:
        grid = grids[name]
        assert grid is not None
        return np.array([[int(cell) if cell else 0 for cell in row] for row in grid.texts])

    for kind in ("transposed", "conv"):
        resolved = content.resolved(kind)
        assert resolved is not None
        last = "4" if kind == "transposed" else "2"
        padded = values(f"{kind} {last}")
        (used,) = (n for n in grids if n in (f"{kind} kernel", f"{kind} rotated"))
        kernel, output = values(used), values(f"{kind} output")
        grid = grids[f"{kind} {last}"]
        assert grid is not None
        (window,) = (mark for mark in grid.marks if mark.kind == "window")
        under = padded[window.row :, window.column :][: window.rows, : window.columns]
        row, column = content.cell(resolved)
        assert int((under * kernel).sum()) == output[row, column] > 0


@pytest.mark.parametrize("flags", ["", "--k 4", "--kind conv --i 6", "--dims 1 --i 5", "--d 2"])
def test_three_ways_give_one_number_and_it_is_right(flags: str) -> None:
    content = subject_of(flags)
    resolved, story = content.main, content.view(content.main, "all")
    assert not isinstance(story, str)
    cell = content.cell(resolved)
    frame = story.frame_of(cell)
    example = story.example
    whole = ta.apply(example.plane.layer, example.xs.numbers, example.ws.numbers)
    for equation in frame.asides.values():
        assert equation.value == whole[cell]
    said = told(sheet_of(flags))
    at = ",".join(map(str, cell[-len(resolved.axes) :]))
    assert said.count(f"y[{at}] = ") == len(frame.asides) == 3
    assert views.HEADING in said


def test_a_telling_cell_has_more_than_one_term() -> None:
    for flags in ("", "--k 4", "--k 5 --p 2"):
        content = subject_of(flags)
        story = content.view(content.main, "gather")
        assert not isinstance(story, str)
        equation = story.frame_of(content.cell(content.main)).equation
        assert equation is not None
        assert len(equation.terms) >= 4


@pytest.mark.parametrize("flags", every(4, LAYERS))
def test_code_and_sizes_are_the_frameworks_own(flags: str) -> None:
    content = subject_of(flags)
    said = told(sheet_of(flags, topic="frameworks")).replace(" ", "")
    for twin in twins(content.main):
        if twin.code and twin.framework != "caffe":
            assert twin.code.layer.replace(" ", "") in said
    for row in compare(content.main):
        if row.output_size:
            assert "×".join(map(str, row.output_size)) in said
        else:
            assert "refused" in said


def test_known_layers_are_found() -> None:
    for name, flags in (
        ("dcgan", "--i 4 --k 4 --s 2 --p 1"),
        ("fcn-32s", "--i 16 --k 64 --s 32 --p 0"),
        ("keras-vae", "--framework keras --p same --i 7"),
        ("wavegan", "--dims 1 --framework keras --k 25 --s 4 --p same --i 16"),
    ):
        said = told(sheet_of(flags))
        assert "Presets with exactly this layer" in said
        assert name in said
    assert "No preset has exactly this transposed layer" in told(sheet_of("--k 7 --s 5"))


def test_the_users_of_even_kernels_are_even() -> None:
    titles = {
        network_of(preset(n)).title.split(", ")[0]: network_of(preset(n)) for n in preset_names()
    }
    users = networks.even_users().split(", ")
    assert {"DCGAN", "U-Net", "pix2pix"} <= set(users)
    assert not any(titles[user].uneven for user in users)


@given(i=st.integers(1, 6), k=st.integers(1, 6), s=st.integers(1, 4), p=st.integers(0, 3))
def test_sizes_that_op_chooses_from_lead_back(i: int, k: int, s: int, p: int) -> None:
    """What is said about op is true: a convolution takes those sizes to i."""
    from tconv_anim.errors import LayerError
    from tconv_anim.layers.resolve import resolve
    from tconv_anim.products.sheet.sections.confusions import _leading_to

    try:
        resolved = resolve(
            LayerSpec(input_size=(i,), kernel_size=(k,), stride=(s,), padding=((p, p),))
        )
    except LayerError:
        return
    layer = ta.Layer("conv", kernel_size=k, stride=s, padding=p)
    for size in _leading_to(resolved.axes[0], i, resolved.output_size[0]):
        assert layer.output_size((size,)) == (i,)


# -- blocks ---------------------------------------------------------------------------------


@given(st.text("ab ,_′(", max_size=80), st.integers(30, 400), st.sampled_from(["sans", "mono"]))
def test_lines_fit_and_keep_every_letter(line: str, room: int, face: str) -> None:
    lines = wrapped([Span(line, face), Span(line[::-1], "bold")], 20, 17, room, hang=10)
    assert all(one.width(20, 17) <= room for one in lines)
    kept = "".join(span.text for one in lines for _, span in one.pieces)
    assert kept.replace(" ", "") == (line + line[::-1]).replace(" ", "")


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=6
    ),
    st.integers(0, 60),
)
def test_lines_are_shared_out_fairly(asked: list[tuple[int, int, int]], spare: int) -> None:
    rooms = [Room(least, least + more // 2, least + more, extra) for least, more, extra in asked]
    lines = sum(room.least for room in rooms) + spare
    counts = share(rooms, lines)
    assert sum(counts) <= lines
    for count, room in zip(counts, rooms, strict=True):
        assert room.least <= count
        assert count <= room.most or count == room.most + room.extra
    if any(count < room.most for count, room in zip(counts, rooms, strict=True)):
        assert sum(counts) == lines
    if any(count < room.full for count, room in zip(counts, rooms, strict=True)):
        assert all(count <= room.full for count, room in zip(counts, rooms, strict=True))


def test_formulas_among_words_keep_their_commas() -> None:
    spans = [Span("so "), Span("p = 1,", "formula"), Span(" and")]
    assert sentence("so {}, and", "p = 1") == spans


# -- as a file ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The usual sheet in every format."""
    folder, made = tmp_path_factory.mktemp("sheets"), {}
    for form in ("pdf", "png", "svg"):
        made[form] = folder / f"sheet.{form}"
        done = run("cheatsheet", "-o", str(made[form]))
        assert done.exit_code == 0, done.output
        assert done.stderr == f"{made[form]}\n"
    return made


def test_the_paper_is_as_large_as_it_says(usual: dict[str, Path]) -> None:
    with Image.open(usual["png"]) as image:
        assert [round(side / image.info["dpi"][0] * 25.4) for side in image.size] == [210, 297]
        assert round(image.info["dpi"][0]) == DPI
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", usual["pdf"].read_bytes())
    assert box
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [210, 297]
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"|height="', usual["svg"].read_text())
    assert size
    for paper, sides in (("letter", (216, 279)), ("16:9", (339, 190))):
        wide, high = paper_size(SheetOptions(paper=paper))
        assert (round(wide / DPI * 25.4), round(high / DPI * 25.4)) == sides


def test_the_pdf_is_one_small_page_of_text(usual: dict[str, Path]) -> None:
    data = usual["pdf"].read_bytes()
    assert len(data) < 500_000
    assert len(re.findall(rb"/Type /Page\b", data)) == 1
    assert b"/Type3" not in data
    assert b"/FontFile2" in data  # embedded


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
    for phrase in ("Overlap: the checkerboard", "Where it is used", "rotated 180°"):
        assert f">{phrase}</text>" in svg
    assert "<desc>Convolution and its transpose: i = 3" in svg


@pytest.mark.slow
def test_figures_tell_their_command_and_it_makes_the_same_bytes(
    usual: dict[str, Path], tmp_path: Path
) -> None:
    for form, path in usual.items():
        told_of = json.loads(run("explain", "--json", str(path)).stdout)
        assert told_of["command"] == "tconv-anim cheatsheet"
        assert [layer["kind"] for layer in told_of["layers"]] == ["conv", "transposed"]
        again = tmp_path / f"again.{form}"
        assert run("cheatsheet", "-q", "-o", str(again)).exit_code == 0
        assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("flags", "command"),
    [
        ("--k 4x4 --stride 2", "--k 4"),
        ("--kind conv --i 6 --theme print", "--kind conv --i 6 --theme print"),
        ("--dims 1 --paper letter", "--dims 1 --paper letter"),
        ("--i 2x3x4", "--i 2x3x4 --dims 3"),
        ("--op 2 --topic sizes", "--op 2 --topic sizes"),
        ("--framework keras --p same --i 4", "--i 4 --p same --framework keras"),
        ("--framework onnx --i 4 --output-shape 9", "--i 4 --framework onnx --output-shape 9"),
        ("--framework jax --transpose-kernel", "--framework jax --transpose-kernel"),
        ("--title 'My sheet' --seed 3", "--seed 3 --title 'My sheet'"),
        ("--preset dcgan --i 2", "--preset dcgan --i 2"),
        ("--layers 'k4s2p1c3' --channels 8 --i 4", "--layers k4s2p1c3 --channels 8 --i 4"),
        ("--layers 'k4s2p1' --dims 1", "--layers k4s2p1 --dims 1"),
    ],
)
def test_commands_are_canonical(flags: str, command: str) -> None:
    assert plan_sheet(spec_of(flags)).command == f"tconv-anim cheatsheet {command}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "flags",
    ["--framework onnx --i 4 --output-shape 9 --topic steps", "--layers 'k4s2p1c3' --channels 8"],
)
def test_stored_commands_make_the_same_file(flags: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    assert run("cheatsheet", "-o", str(first), *shlex.split(flags)).exit_code == 0
    stored = json.loads(run("explain", "--json", str(first)).stdout)
    assert stored.get("layers") or stored["network"]["layers"]
    again = shlex.split(stored["command"])[1:]
    assert run(*again, "-o", str(second)).exit_code == 0
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.slow
def test_files_are_named_after_what_they_show(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for flags, name in (
        ("--topic sizes", "cheatsheet_sizes_i3_k3_s2_p1.pdf"),
        ("--kind conv --p 0:1 --topic sizes", "cheatsheet_sizes_conv_i3_k3_s2_p0-1.pdf"),
        ("--topic sizes --format png", "cheatsheet_sizes_i3_k3_s2_p1.png"),
        ("--paper 16:9 --theme dark --format svg", "cheatsheet_i3_k3_s2_p1_16-9_dark.svg"),
        ("--preset dcgan --format svg", "cheatsheet_dcgan.svg"),
        ("--layers k4s2p1 --format svg", "cheatsheet_layers.svg"),
    ):
        done = run("cheatsheet", *shlex.split(flags))
        assert done.exit_code == 0, done.output
        assert done.stderr == f"{name}\n"
        assert (tmp_path / name).stat().st_size > 1000


@pytest.mark.slow
def test_to_stdout_and_as_words() -> None:
    done = run("cheatsheet", "-o", "-", "--format", "pdf", "--topic", "steps")
    assert done.stdout_bytes.startswith(b"%PDF-")
    alt = run("cheatsheet", "--alt").stdout
    assert alt.startswith("Convolution and its transpose: i = 3, k = 3")
    assert "“Step by step”" in alt


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        ("-o sheet.gif", "--output sheet.gif has the suffix .gif, which this cannot be"),
        ("-o sheet", "--output sheet has no suffix"),
        ("-o no/sheet.pdf", "--output no/sheet.pdf: there is no folder no."),
        ("--paper a5", "--paper a5 is not known. There are a4, letter, 16:9."),
        ("--topic step", "--topic step is not known."),
        ("--orientation up", "--orientation up is not known."),
        ("--kind conv --op 1", "--op 1 belongs to transposed layers"),
        ("--k 0", "--k 0 must be at least 1"),
        ("--dims 4", "--dims 4: a layer has 1, 2 or 3 axes."),
        ("--preset dcgan --k 4", "--k means nothing beside --preset"),
        ("--preset dcgan --topic sizes", "--topic means nothing beside --preset"),
        ("--preset dcgann", "--preset dcgann is not known."),
        ("--channels 3", "--channels 3 are those of a network's input."),
        ("--title 'two\nlines'", "holds a line break"),
        ("--title 漢字", "which the figure's font (DejaVu Sans) cannot draw"),
        ("--seed x", "--seed x:"),
        ("-o -", "-o - needs --format"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    flags: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("cheatsheet", *shlex.split(flags))
    assert done.exit_code == 2
    assert error in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_titles_and_networks_too_large_for_the_page_are_refused() -> None:
    done = run("cheatsheet", "--title", "long " * 40)
    assert done.exit_code == 2
    assert "--title" in done.stderr
    done = run("cheatsheet", "--layers", "conv:k3p1 " * 120, "--i", "8")
    assert done.exit_code == 2
    assert "120 layers" in done.stderr


@pytest.mark.slow
def test_sheets_are_the_same_whatever_was_drawn_before() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    sheet_of("--k 4", topic="steps").write(first, FORMATS["pdf"])
    sheet_of("--i 5", theme="dark").write(io.BytesIO(), FORMATS["png"])
    sheet_of("--k 4", topic="steps").write(second, FORMATS["pdf"])
    assert first.getvalue() == second.getvalue()


def test_every_fill_has_a_colour_of_its_theme() -> None:
    for theme in ("light", "dark", "print"):
        sheet = sheet_of("--d 2 --op 1", theme=theme)
        for item in flattened(sheet.primitives()):
            if isinstance(item, Rectangle):
                assert item.colour in sheet.measures.theme.colours


def test_problems_of_one_kind_have_one_column() -> None:
    said = told(sheet_of("--kind conv --i 6"))
    assert "Standard convolution" in said
    assert "Of transposed layers, whose stamps add" in said
    main_problem: ResolvedLayer = subject_of("--kind conv --i 6").main
    assert main_problem.kind == "conv"
    assert format_sizes(main_problem.output_size) in ("3", "3x3")
