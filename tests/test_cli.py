"""The command line as a user meets it: what it writes, what it says, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.cli.main import _COMMANDS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.command import figure_command, read_command
from tconv_anim.products.figure.spec import FigureSpec, figure_spec
from tests.helpers.commands import run, start
from tests.helpers.figures import planned
from tests.helpers.strategies import resolved_layers


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(tconv_anim.__file__).parents[1]))


# -- render --------------------------------------------------------------------------------


def test_plain_render_makes_the_article_case() -> None:
    result = run("render")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "tconv_i3_k3_s2_p1.gif\n")
    with Image.open("tconv_i3_k3_s2_p1.gif") as image:
        assert image.size == (960, 540)
        assert image.info["comment"] == b"tconv-anim render"


@pytest.mark.parametrize(
    ("args", "name"),
    [
        ("--kind conv --i 5", "conv_i5_k3_s2_p1.gif"),
        ("--k 3x5 --s 2x1", "tconv_i3_k3x5_s2x1_p1.gif"),
        ("--p 0:1x1:1 --d 2 --op 1", "tconv_i3_k3_s2_p0-1x1_d2_op1.gif"),
        ("--theme dark", "tconv_i3_k3_s2_p1_dark.gif"),
        ("--at 1,2", "tconv_i3_k3_s2_p1.png"),
        ("--frame 1 --format png", "tconv_i3_k3_s2_p1.png"),
        ("--format png", "tconv_i3_k3_s2_p1.png"),
    ],
)
def test_the_default_name_says_what_it_shows(args: str, name: str) -> None:
    result = run("render", *args.split(), "--size", "320x180")
    assert result.stderr == f"{name}\n"
    assert [path.name for path in Path().iterdir()] == [name]


def test_long_names_are_the_same_options() -> None:
    short = ["--kind", "conv", "--i", "5", "--k", "2", "--s", "1", "--p", "0", "--d", "2"]
    long = [
        "--kind",
        "conv",
        "--input-size",
        "5",
        "--kernel-size",
        "2",
        "--stride",
        "1",
        "--padding",
        "0",
        "--dilation",
        "2",
    ]
    run("render", *short, "-o", "a.gif")
    run("render", *long, "--output-padding", "0", "--output", "b.gif")
    assert Path("a.gif").read_bytes() == Path("b.gif").read_bytes()


def test_quiet_says_nothing() -> None:
    assert run("render", "-q", "--size", "320x180").output == ""


def test_an_existing_file_is_replaced() -> None:
    Path("figure.gif").write_bytes(b"old")
    assert run("render", "-o", "figure.gif").exit_code == 0
    assert Path("figure.gif").read_bytes()[:6] == b"GIF89a"


@pytest.mark.parametrize(("form", "magic"), [("gif", b"GIF89a"), ("png", b"\x89PNG\r\n")])
def test_stdout_takes_the_figure_and_nothing_else(form: str, magic: bytes) -> None:
    done = start("render", "-o", "-", "--format", form, "--size", "320x180")
    assert done.returncode == 0 and done.stderr == b""
    assert done.stdout[:6] == magic
    run("render", "-o", f"file.{form}", "--size", "320x180")
    assert done.stdout == Path(f"file.{form}").read_bytes()


def test_options_change_what_they_say() -> None:
    def frames(*args: str) -> tuple[int, int, int, Any]:
        run("render", "--size", "320x180", "-o", "a.gif", *args)
        with Image.open("a.gif") as image:
            total, count = 0, image.n_frames  # type: ignore[attr-defined]
            for index in range(count):
                image.seek(index)
                total += image.info["duration"]
            return count, total, image.size[0], image.info.get("loop")

    plain = frames()
    assert (plain[0], *plain[2:]) == (34, 320, 0) and 20_000 < plain[1] < 27_000
    # 5 first frames and the last, 5 frames of moving cells, 23 positions in between
    both = frames("--step-ms", "100", "--hold-ms", "500")
    assert both[1] == 5 * 500 + 1250 + 5 * 60 + 23 * 100
    assert frames("--step-ms", "200", "--hold-ms", "500")[1] == both[1] + 23 * 100
    assert frames("--loop", "4")[3] == 3
    assert frames("--i", "1x3")[0] != plain[0]


@given(
    resolved_layers(), st.sampled_from(["light", "dark", "print"]), st.booleans(), st.integers(0, 5)
)
@settings(max_examples=40, deadline=None)
def test_the_stored_command_makes_the_same_figure_again(
    resolved: Any, theme: str, values: bool, seed: int
) -> None:
    """Parsed back, the canonical command asks for the same problem and options."""

    looks: dict[str, Any] = {"theme": theme, "values": values, "seed": seed, "loop": seed}
    looks |= {"title": "a 'quoted' title", "at": (0, 0)}
    spec = FigureSpec(resolved.layer, input_size=resolved.input_size, **looks)
    line = figure_command(spec, resolved)
    assert "\n" not in line
    name, said = read_command(line)
    again, _ = figure_spec(said)
    assert name == "render"
    assert again.resolved()[1:] == resolved[1:]
    assert again == FigureSpec(again.layer, dims=2, **looks)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theme", "dark", "--theme dark"),
        ("size", (640, 640), "--size 640x640"),
        ("seed", 3, "--seed 3"),
        ("step_ms", 40, "--step-ms 40"),
        ("hold_ms", 500, "--hold-ms 500"),
        ("loop", 2, "--loop 2"),
        ("values", False, "--no-values"),
        ("title", "It's", "--title 'It'\"'\"'s'"),
        ("max_frames", 50, "--max-frames 50"),
        ("frame", 2, "--frame 2"),
        ("at", (1, 2), "--at 1,2"),
    ],
)
def test_every_option_is_in_the_stored_command(name: str, value: Any, words: str) -> None:
    spec = FigureSpec(**{name: value})
    assert figure_command(spec, spec.resolved()) == f"tconv-anim render {words}"


def test_the_stored_command_names_only_what_differs() -> None:
    assert figure_command(FigureSpec(), FigureSpec().resolved()) == "tconv-anim render"
    layer = LayerSpec(kernel_size=(4, 4), padding=((1, 1), (0, 1)), kind="conv", input_size=(6,))
    spec = FigureSpec(layer, size=(1280, 720), step_ms=200, frame=-1, values=False)
    assert figure_command(spec, spec.resolved()) == (
        "tconv-anim render --kind conv --i 6 --k 4 --p 1x0:1 --no-values --size 1280x720"
        " --step-ms 200"
    )


def test_figures_that_no_command_can_say_store_their_call(tmp_path: Path) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=2, stride=2, crop=((0, 1), (0, 1)))
    path = tconv_anim.render(layer, tmp_path / "a.png", input_size=2, w=[[1, 2], [3, 4]])
    with Image.open(path) as image:
        call = image.info["Comment"]
    again = eval(call.replace("tconv_anim.render(", "dict(layer=", 1), {"tconv_anim": tconv_anim})
    assert again == {"layer": layer, "input_size": (2, 2), "w": [[1, 2], [3, 4]]}


# -- errors --------------------------------------------------------------------------------

ERRORS = [
    ("--op 2", "--op 2 must be smaller than max(stride, dilation) = 2: it only picks one of the"
     " 2 output sizes that stride 2 makes ambiguous. Try --op 1."),
    ("--k a", "--k a: 'a' is not a whole number. Write one number for every axis (3), or height x"
     " width (3x5). Try --k 3."),
    ("--k 2.5", "--k 2.5: '2.5' is not a whole number."),
    ("--k 3x", "--k 3x: '3x' lacks a number."),
    ("--k 0", "--k 0 must be at least 1: a kernel has at least one cell. Try --k 1."),
    ("--k -3", "--k -3 must be at least 1"),
    ("--s 0", "--s 0 must be at least 1: the kernel has to move on. Try --s 1."),
    ("--d 0", "--d 0 must be at least 1"),
    ("--i 0", "--i 0 must be at least 1: an input has at least one cell. Try --i 1."),
    ("--p -1", "--p -1 must be at least 0"),
    ("--p 1:2:3", "--p 1:2:3: '1:2:3' has 3 ends: an axis has begin:end."),
    ("--k 3x3x3", "--k 3x3x3 has 3 axes, but a picture has 2."),
    ("--k 100000000000000000000", "is more than a tensor's axis can have"),
    ("--i 100000000000000", "leaves less than 3 pixels for a cell"),
    ("--i 60", "The largest input that fits is --i 22. Try that, or a larger --size."),
    ("--i 30", "--i 30 makes 3490 frames, more than --max-frames 2000. Try --i 22, the largest"
     " that fits, --max-frames 3490, or a still: --output figure.png."),
    ("--p 9", "--p 9 crops 9 + 9 of the 7 cells of the uncropped output: -11 would be left, and at"
     " least 1 must remain. Try --p 3."),
    ("--kind conv --k 9", "--k 9 covers 9 cells, more than the padded input has (3 + 1 + 1 = 5):"
     " it fits nowhere. Try --k 5 or --p 3."),
    ("--kind conv --op 1", "--op 1 belongs to transposed layers"),
    ("--kind con", "--kind con is not known. There are transposed, conv. Did you mean conv?"),
    ("--theme drak", "--theme drak is not known. There are light, dark, print. Did you mean dark?"),
    ("--size 100x100", "--size 100x100 is too small to read: a picture has at least 320x180"),
    ("--size 9999x9999", "--size 9999x9999 has more than 25 megapixels"),
    ("--size 65536x320", "--size 65536x320 has more than 65535 pixels on a side"),
    ("--size 960", "--size 960: a picture has a width and a height, not 1 sizes."),
    ("--step-ms 15", "--step-ms 15 must be at least 20 ms"),
    ("--hold-ms 25", "--hold-ms 25 must be a multiple of 10 ms"),
    ("--loop -1", "--loop -1 must be between 0 (for ever) and 65536"),
    ("--max-frames 0", "--max-frames 0 must be at least 1"),
    ("--frame 1 -o a.gif", "--frame 1 is for stills, and this format shows every frame"),
    ("--frame 35", "--frame 35 is not there: the story has 34 frames, counted from 1"),
    ("--frame 0", "--frame 0 is not there"),
    ("--at 5,0", "--at 5,0 is outside the output: its rows are 0 to 4, its columns are 0 to 4."),
    ("--at a", "--at a: 'a' is not a whole number. Write row,column, counted from 0. Try"),
    ("--at 1,2,3", "--at 1,2,3: '1,2,3' is not a cell. Write row,column, counted from 0. Try"),
    ("--at 5", "--at 5 is no cell of the output, which has a row and a column. Try --at 4,4."),
    ("--dims 1 --at 1,2", "--at 1,2 is no cell of the output, which has one axis. Try --at 4."),
    ("--dims 1 --at 9", "--at 9 is outside the output: its cells are 0 to 4. Try --at 4."),
    ("--frame 1 --at 0,0", "--frame 1 and --at 0,0 both name a frame. Give one."),
    ("-o .", "--output . is a directory."),
    ("-o a.bmp", "--output a.bmp has the unknown suffix .bmp, and it decides the format. There are"
     " .gif, "),
    ("-o nowhere/a.gif", "--output nowhere/a.gif: there is no folder nowhere. Make it first."),
    ("-o -", "-o - needs --format"),
    ("-o a.gif --format png", "--format png does not fit --output a.gif"),
    ("--format bmp", "--format bmp is not known. There are gif, "),
    ("--title a\tb", "holds a line break, another control character or a byte"),
    ("--title 日本", "cannot draw"),
    ("--kernal 3", "--kernel-size"),
    ("--view scater", "--view scater is not known. There are gather, scatter, matrix, all,"
     " ambiguity, overlap, pair, roundtrip. Did you mean scatter?"),
    ("--dims 3", "--dims 3: a picture shows 1 or 2 axes. Try --dims 2."),
    ("--dims 1 --k 3x5", "--k 3x5 has 2 axes, but --dims 1 has 1."),
    ("--view matrix --i 9", "289 cells would stand under each other. The largest input that fits"
     " is --i 5. Try that, or a larger --size, or --view gather, scatter,"
     " ambiguity, overlap, pair, roundtrip."),
    ("--x 1,2;3,4 --i 3", "--i 3 does not fit --x, which has 2 x 2 cells: sizes follow from the"
     " numbers. Leave out --i."),
    ("--w 1,2 --k 3", "--k 3 does not fit --w, which has 1 x 2 cells"),
    ("--x 1,2,3 --dims 1 --i 4", "--i 4 does not fit --x, which has 3 cells"),
    ("--x 1,2;3", "row 2 has 1 cell, but row 1 has 2"),
    ("--x 1,a;2,3", "--x "),
    ("--x nowhere.npy", "--x nowhere.npy"),
    ("--x 1,2;3,4 --letters", "--letters and --x both say what the cells hold"),
    ("--letters --no-values", "--letters and --no-values both say what the cells hold"),
    ("--x-size 20", "--x-size shrinks a picture: give one. Try --x photo.png."),
    ("--x 1,2 --x-size 20", "--x-size"),
    ("--w 1e300", "--w holds 1e300 in cell 0,0, beyond 1e+100: products of such numbers leave a"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "words"), ERRORS, ids=[args for args, _ in ERRORS])
def test_wrong_asking_is_one_clear_line(args: str, words: str) -> None:
    result = run("render", *args.split(" "))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert words in result.stderr
    assert list(Path().iterdir()) == [], "nothing is left behind"


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    result = run("rendr")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: rendr is no command. Did you mean render?\n",
    )


def test_a_folder_that_cannot_be_written_is_a_failure_of_the_work() -> None:
    """/proc looks like a folder and takes no files, whoever asks."""
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc")
    result = run("render", "-o", "/proc/figure.gif")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot write /proc/figure.gif: ")


def test_an_internal_failure_is_one_line_and_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr("tconv_anim.products.figure.plan.plan_figure", broken)
    result = run("render")
    assert result.exit_code == 1
    assert "internal error, ZeroDivisionError: surprise" in result.stderr
    monkeypatch.setenv("TCONV_ANIM_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("render")


def test_a_failed_run_keeps_the_older_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.gif").write_bytes(b"good")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tconv_anim.formats.gif._compressed", broken)
    result = run("render", "-o", "a.gif")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: cannot write a.gif: No space left on device.\n",
    )
    assert Path("a.gif").read_bytes() == b"good"
    assert len(list(Path().iterdir())) == 1


# -- size ----------------------------------------------------------------------------------


def test_size_json_is_stable() -> None:
    data = json.loads(run("size", "--kind", "transposed", "--json").stdout)
    assert data == {
        "layers": [
            {
                "kind": "transposed",
                "input_size": [3, 3],
                "kernel_size": [3, 3],
                "stride": [2, 2],
                "padding": [[1, 1], [1, 1]],
                "dilation": [1, 1],
                "output_padding": [0, 0],
                "effective_kernel": [3, 3],
                "zeros_inserted": [1, 1],
                "equivalent_padding": [[1, 1], [1, 1]],
                "crop": [[1, 1], [1, 1]],
                "output_size": [5, 5],
                "formula": "(i-1)*s + k - 2*p",
                "worked": ["(3-1)*2 + 3 - 2*1 = 5", "(3-1)*2 + 3 - 2*1 = 5"],
                "overlap": {"even": False, "holes": False, "counts": [[2, 1], [2, 1]]},
            }
        ]
    }


def test_size_shows_both_and_op_touches_the_transposed_row_alone() -> None:
    conv, transposed = json.loads(run("size", "--json", "--op", "1").stdout)["layers"]
    assert (conv["kind"], conv["output_padding"], conv["output_size"]) == ("conv", [0, 0], [2, 2])
    assert (transposed["output_padding"], transposed["output_size"]) == ([1, 1], [6, 6])
    assert conv["zeros_inserted"] == [0, 0] and conv["crop"] == [[0, 0], [0, 0]]
    assert conv["equivalent_padding"] == conv["padding"]


def test_where_one_cannot_be_the_other_stands() -> None:
    result = run("size", "--k", "9", "--json")
    assert result.exit_code == 0
    conv, transposed = json.loads(result.stdout)["layers"]
    assert set(conv) == {"kind", "error"} and conv["error"].startswith("--k 9 covers 9 cells")
    assert transposed["output_size"] == [11, 11]


@pytest.mark.parametrize(
    "args",
    [
        "--k 0",
        "--kind conv --k 9",
        "--i 1 --k 9 --p 0 --op 2",
        "--op -1",
        "--op 3x3x3x3",
        "--op 100000000000000000000",
        "--json --format csv",
    ],
)
def test_where_none_can_be_it_is_an_error(args: str) -> None:
    result = run("size", *args.split())
    assert result.exit_code == 2
    assert result.stdout == "" and result.stderr.count("\n") == 1


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_sizes_in_one_to_three_axes(dims: int) -> None:
    for row in json.loads(run("size", "--json", "--dims", str(dims)).stdout)["layers"]:
        assert len(row["output_size"]) == dims
    volume = json.loads(run("size", "--json", "--i", "2x3x4", "--kind", "transposed").stdout)
    assert volume["layers"][0]["output_size"] == [3, 5, 7]
    assert run("size", "--dims", "4").exit_code == 2
    assert (
        "--k 3x3 has 2 axes, but --dims 1 has 1" in run("size", "--dims", "1", "--k", "3x3").stderr
    )


def test_size_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    heads = ["kind", "operation", "zeros", "padding", "stride", "formula", "with numbers"]
    heads += ["output", "overlap"]
    table = list(csv.reader(io.StringIO(run("size", "--format", "csv").stdout)))
    assert table[0] == heads
    assert table[1][0] == "standard" and table[1][-2:] == ["2 x 2", "-"]
    assert table[2] == [
        "transposed",
        "insert zeros, pad, slide",
        "1",
        "1",
        "1",
        "o = (i-1)*s + k - 2*p",
        "(3-1)*2 + 3 - 2*1 = 5",
        "5 x 5",
        "uneven 2,1",
    ]
    for form in ("table", "markdown"):
        text = run("size", "--format", form).stdout
        rows = [line for line in text.splitlines() if "5 x 5" in line]
        assert len(rows) == 1 and all(cell in rows[0] for cell in table[2])
    latex = run("size", "--format", "latex").stdout
    assert r"\begin{tabular}" in latex
    assert r"$o = \left\lfloor \frac{i + 2 p - k}{s} \right\rfloor + 1$" in latex
    assert r"$(3-1) \cdot 2 + 3 - 2 \cdot 1 = 5$" in latex
    assert run("size", "--json").stdout == run("size", "--format", "json").stdout


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_the_table_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for args in ("", "--k 9", "--k 3x5 --d 2 --op 1 --s 3"):
        text = run("size", *args.split()).stdout
        assert max(len(line) for line in text.splitlines()) <= columns
        assert "transposed" in text


# -- terminals -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["render", "--help"],
        ["size"],
        ["size", "--k", "9"],
        ["size", "--format", "markdown"],
        ["render", "--title", "日本"],
    ],
)
def test_a_terminal_that_knows_only_ascii_gets_ascii(args: list[str]) -> None:
    done = start(*args, env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"})
    assert (done.stdout + done.stderr).isascii()
    assert b"Traceback" not in done.stderr and b"\\u" not in done.stderr
    assert b"?" not in done.stdout
    assert done.returncode in (0, 2)


@pytest.mark.slow
@pytest.mark.parametrize("redirect", [">&-", "2>&-", "2>/dev/full", ">&- 2>&-"])
def test_closed_streams_are_no_failure(redirect: str) -> None:
    """Nobody listens, and the figure is made all the same."""
    command = f"{sys.executable} -m tconv_anim render --size 320x180 -o a.gif {redirect}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr in (b"", b"a.gif\n")
    assert Path("a.gif").read_bytes()[:6] == b"GIF89a"
    wrong = f"{sys.executable} -m tconv_anim render --i 0 -o - --format gif {redirect}"
    done = subprocess.run(["sh", "-c", wrong], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, b""), "errors never go where the picture goes"


@pytest.mark.slow
def test_a_full_stdout_is_one_line() -> None:
    for args in ("size", "render --size 320x180 -o - --format gif"):
        command = f"{sys.executable} -m tconv_anim {args} > /dev/full"
        done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
        assert done.returncode == 1
        assert done.stderr == b"Error: cannot write to stdout: No space left on device.\n"


@pytest.mark.slow
def test_a_users_matplotlib_does_not_speak_or_change_the_figure(tmp_path: Path) -> None:
    run("render", "--size", "320x180", "-o", "plain.gif")
    (tmp_path / "matplotlibrc").write_text("text.kerning_factor: 6\ntext.hinting: no_hinting\n")
    environment = {**os.environ, "MPLBACKEND": "bogus", "MPLCONFIGDIR": "/proc/nowhere"}
    for form in ("gif", "png"):
        run("render", "--size", "320x180", "-o", f"plain.{form}", "-q")
        done = start(
            *f"render -q --size 320x180 -o theirs.{form}".split(), env=environment, cwd=tmp_path
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert Path(f"theirs.{form}").read_bytes() == Path(f"plain.{form}").read_bytes()


@pytest.mark.slow
def test_a_closed_pipe_ends_quietly() -> None:
    for args in ("size --format json --i 5", "render -o - --format gif --i 8"):
        process = subprocess.Popen(
            [sys.executable, "-m", "tconv_anim", *args.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout and process.stderr
        process.stdout.close()  # the reader goes before a byte is written
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) == 0


def in_a_terminal(*args: str) -> str:
    """What the program writes to a terminal that is its stderr."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tconv_anim", *args], stdout=subprocess.DEVNULL, stderr=slave
    )
    os.close(slave)
    seen, deadline = b"", time.monotonic() + 100
    while time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                part = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            seen += part
    os.close(master)
    assert process.wait(60) == 0
    return seen.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals are those of POSIX")
def test_progress_is_shown_on_a_terminal_when_it_takes_a_while() -> None:
    long = ["render", "--i", "10", "--size", "1280x720", "-o", "a.gif"]
    shown = in_a_terminal(*long)
    assert "Drawing" in shown and "100%" in shown and "a.gif" in shown
    assert in_a_terminal(*long, "-q") == ""
    assert in_a_terminal("render", "-o", "b.gif", "--size", "320x180") == "b.gif\r\n"


@pytest.mark.slow
def test_no_progress_where_stderr_is_no_terminal() -> None:
    done = start("render", "--i", "10", "--size", "1280x720", "-o", "a.gif")
    assert done.stderr == b"a.gif\n"


def test_a_picture_is_not_written_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tconv_anim.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "tconv_anim", "render", "-o", "-", "--format", "gif"],
        stdout=slave,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(slave)
    os.close(master)
    assert done.returncode == 2
    assert b"would write a picture to the terminal" in done.stderr


# -- help ----------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    return {name: main.get_command(context, name) for name in _COMMANDS}  # type: ignore[misc]


def test_every_option_has_help_and_every_command_an_example() -> None:
    assert set(main.list_commands(click.Context(main))) == set(_COMMANDS)
    for name, command in commands().items():
        assert f"tconv-anim {name}" in (command.help or "")
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, (name, option.name)


def test_plain_program_shows_its_help() -> None:
    result = run()
    assert result.exit_code == 0 and result.stdout == run("--help").stdout


def test_version() -> None:
    assert run("--version").stdout == f"tconv-anim, version {tconv_anim.__version__}\n"


def test_shell_completion_is_there() -> None:
    done = start("size", env={**os.environ, "_TCONV_ANIM_COMPLETE": "bash_source"})
    assert b"_TCONV_ANIM_COMPLETE=bash_complete" in done.stdout


def test_python_api_and_command_line_make_the_same_bytes(tmp_path: Path) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=4, stride=2, padding=1)
    path = tconv_anim.render(layer, tmp_path / "api.gif", input_size=2, theme="dark")
    run("render", "--i", "2", "--k", "4", "--theme", "dark", "-o", "cli.gif")
    assert path.read_bytes() == Path("cli.gif").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"theme": "blue"}, "theme='blue' is no theme"),
        ({"view": "side"}, "view='side' is no view"),
        ({"size": (1, 2, 3)}, "must be two whole numbers"),
        ({"seed": 1.5}, "seed=1.5 must be a whole number"),
        ({"input_size": 3, "x": [[1, 2]]}, "does not fit x"),
        ({"w": [[1, 2]]}, "w has shape (1, 2)"),
        ({"x": [[[1]]]}, "a picture shows one or two"),
        ({"x": [1, 2], "input_size": 3}, "does not fit x"),
        ({"x": [[float("nan")]]}, "not finite"),
        ({"x": [[1, 2]], "letters": True}, "letters=True and x both say"),
        ({"letters": True, "values": False}, "letters=True and values=False both say"),
        ({"view": "zoom"}, "view='zoom' is no view. There are gather, scatter, matrix, all,"),
        ({"x": [["a"]]}, "not numbers"),
        ({"x": [[1j, 2]]}, "complex numbers"),
        ({"title": "a\nb"}, "a title is one line"),
        ({"hold_ms": 20.5}, "must be a whole number of milliseconds"),
    ],
)
def test_the_api_refuses_what_the_command_line_refuses(
    options: dict[str, Any], words: str, tmp_path: Path
) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=3, stride=2)
    with pytest.raises((tconv_anim.FigureError, tconv_anim.LayerError)) as caught:
        tconv_anim.render(layer, tmp_path / "a.gif", **options)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_of_another_number_of_axes_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(tconv_anim.FigureError, match="a picture shows one or two"):
        tconv_anim.render(tconv_anim.Layer("conv", kernel_size=(3, 3, 3)), tmp_path / "a.gif")
    with pytest.raises(tconv_anim.FigureError, match="dims=3: a picture shows 1 or 2 axes"):
        planned(LayerSpec(), dims=3)
