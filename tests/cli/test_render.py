"""The render command as a user meets it: what it writes, what it says, how it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.helpers.commands import check_refusal, run, start
from tests.helpers.daily import every

pytestmark = pytest.mark.usefixtures("folder")


# -- render --------------------------------------------------------------------------------


def test_plain_render_makes_the_article_case() -> None:
    result = run("render")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "tconv_i3_k3_s2_p1.gif\n")
    with Image.open("tconv_i3_k3_s2_p1.gif") as image:
        assert image.size == (960, 540)
        assert image.info["comment"] == b"tconv-anim render"


@pytest.mark.parametrize(
    ("args", "name"),
    every(
        3,
        [
            ("--p 0:1x1:1 --d 2 --op 1", "tconv_i3_k3_s2_p0-1x1_d2_op1.gif"),
            ("--k 3x5 --s 2x1", "tconv_i3_k3x5_s2x1_p1.gif"),
            ("--theme dark", "tconv_i3_k3_s2_p1_dark.gif"),
            ("--kind conv --i 5", "conv_i5_k3_s2_p1.gif"),
            ("--format png", "tconv_i3_k3_s2_p1.png"),
            ("--frame 1 --format png", "tconv_i3_k3_s2_p1.png"),
            ("--at 1,2", "tconv_i3_k3_s2_p1.png"),
        ],
    ),
)
def test_the_default_name_says_what_it_shows(args: str, name: str) -> None:
    result = run("render", *args.split(), "--size", "320x180", "--motion", "none")
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
    small = "--size", "320x180", "--motion", "none"
    run("render", *short, *small, "-o", "a.gif")
    run("render", *long, *small, "--output-padding", "0", "--output", "b.gif")
    assert Path("a.gif").read_bytes() == Path("b.gif").read_bytes()


def test_quiet_says_nothing() -> None:
    assert run("render", "-q", "--i", "1", "--size", "320x180").output == ""


def test_an_existing_file_is_replaced() -> None:
    Path("figure.gif").write_bytes(b"old")
    assert run("render", "-o", "figure.gif", "--i", "1", "--size", "320x180").exit_code == 0
    assert Path("figure.gif").read_bytes()[:6] == b"GIF89a"


@pytest.mark.slow
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

    def cut(*args: str) -> tuple[int, int, int, Any]:
        return frames("--motion", "none", *args)

    plain = frames()
    cuts = cut()
    assert (cuts[0], *cuts[2:]) == (30, 320, 0) and 20_000 < cuts[1] < 27_000
    assert plain[0] > cuts[0] and plain[1] == cuts[1], "motion takes no time of its own"
    # 5 first frames and the last, 23 positions in between
    both = cut("--step-ms", "100", "--hold-ms", "500")
    assert both[1] == 5 * 500 + 1250 + 23 * 100
    assert cut("--step-ms", "200", "--hold-ms", "500")[1] == both[1] + 23 * 100
    assert cut("--loop", "4", "--i", "1")[3] == 3
    assert cut("--i", "1x3")[0] != cuts[0]


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
    ("--i 100", "The largest input that fits is --i 22. Try that, or a larger --size."),
    ("--i 30", "--i 30 makes 3485 frames, more than --max-frames 2000. Try --i 22, the largest"
     " that fits, --max-frames 3485, or a still: --output figure.png."),
    ("--p 9", "--p 9 crops 9 + 9 of the 7 cells of the uncropped output: -11 would be left, and at"
     " least 1 must remain. Try --p 3."),
    ("--kind conv --k 9", "--k 9 covers 9 cells, more than the padded input has (3 + 1 + 1 = 5):"
     " it fits nowhere. Try --k 5 or --p 3."),
    ("--kind conv --op 1", "--op 1 belongs to transposed layers"),
    ("--kind con", "--kind con is not known. Choose from transposed, conv. Did you mean conv?"),
    ("--theme drak", "--theme drak is not known. Choose from light, dark, print, auto. Did you"),
    ("--size 100x100", "--size 100x100 is too small to read: a picture has at least 320x180"),
    ("--size 9999x9999", "--size 9999x9999 has more than 25 megapixels"),
    ("--size 65536x320", "--size 65536x320 has more than 65535 pixels on a side"),
    ("--size 960", "--size 960: a picture has a width and a height, not 1 sizes."),
    ("--step-ms 15", "--step-ms 15 must be at least 20 ms"),
    ("--hold-ms 25", "--hold-ms 25 must be a multiple of 10 ms"),
    ("--loop -1", "--loop -1 must be between 0 and 65536. Try --loop 0."),
    ("--max-frames 0", "--max-frames 0 must be at least 1"),
    ("--frame 1 -o a.gif", "--frame 1 is for stills, and this format shows every frame"),
    ("--frame 30", "--frame 30 is not there: the story has 29 frames, counted from 1"),
    ("--motion some", "--motion some is not known. Choose from full, none."),
    ("--frame 0", "--frame 0 is not there"),
    ("--at 5,0", "--at 5,0 is outside the output: its rows are 0 to 4, its columns are 0 to 4."),
    ("--at a", "--at a: 'a' is not a whole number. Write row,column, counted from 0. Try"),
    ("--at 1,2,3", "--at 1,2,3 is not a cell of the output, which has a row and a column. Try"),
    ("--at 1,2,3,4", "--at 1,2,3,4: '1,2,3,4' is not a cell. Write row,column, counted from 0."),
    (
        "--in-channels 2 --out-channels 2 --at 2,0,0",
        "--at 2,0,0 is outside the output: its filters are 0 to 1, its rows are 0 to 4, its",
    ),
    (
        "--in-channels 3 --rgb --view overlap",
        "--rgb shows three channels, and --view overlap one pair of channels. Views that can:",
    ),
    ("--in-channels 2 --view roundtrip --style isometric", "--view roundtrip shows channels flat"),
    ("--in-channels 2 --letters", "--letters shows one channel: sums over several would be too"),
    ("--at 5", "--at 5 is not a cell of the output, which has a row and a column. Try --at 4,4."),
    ("--dims 1 --at 1,2", "--at 1,2 is not a cell of the output, which has one axis. Try --at 4."),
    ("--dims 1 --at 9", "--at 9 is outside the output: its cells are 0 to 4. Try --at 4."),
    ("--frame 1 --at 0,0", "--frame 1 and --at 0,0 both name a frame. Give one."),
    ("-o .", "--output . is a directory."),
    ("-o a.bmp", "--output a.bmp has the unknown suffix .bmp, and it decides the format. There are"
     " .gif, "),
    ("-o nowhere/a.gif", "--output nowhere/a.gif: there is no folder nowhere. Make it first."),
    ("-o -", "-o - needs --format"),
    ("-o a.gif --format png", "--format png does not fit --output a.gif"),
    ("--format bmp", "--format bmp is not known. Choose from gif, "),
    ("--title a\tb", "holds a line break, another control character or a byte"),
    ("--title 日本", "cannot draw"),
    ("--kernal 3", "--kernel-size"),
    ("--view scater", "--view scater is not known. Choose from gather, scatter, matrix, all,"
     " ambiguity, overlap, pair, roundtrip. Did you mean scatter?"),
    ("--dims 3", "--dims 3: a picture shows 1 or 2 axes. Try --dims 2."),
    ("--dims 1 --k 3x5", "--k 3x5 has 2 axes, but --dims 1 has 1."),
    ("--view matrix --i 13", "625 cells would stand under each other. The largest input that fits"
     " is --i 10. Try that, or a larger --size, or --view gather, scatter,"
     " ambiguity, overlap, pair, roundtrip."),
    ("--x 1,2;3,4 --i 3", "--i 3 does not fit --x, which has 2 x 2 cells: sizes follow from the"
     " numbers. Leave out --i."),
    ("--w 1,2 --k 3", "--k 3 does not fit --w, which has 1 x 2 cells"),
    ("--x 1,2,3 --dims 1 --i 4", "--i 4 does not fit --x, which has 3 cells"),
    ("--x 1,2;3", "row 2 has 1 cell, but row 1 has 2"),
    ("--x 1,a;2,3", "--x "),
    ("--x nowhere.npy", "--x nowhere.npy"),
    ("--x 1,2;3,4 --letters", "--letters and --x both say what the cells hold"),
    ("--letters --no-values", "--letters and --values none both say what the cells hold"),
    ("--values all --no-values", "--no-values and --values all cannot be combined."),
    ("--theme auto -o a.gif", "--theme auto is light and dark in one file, which only svg and"),
    ("--values some", "--values some is not known. Choose from all, read, none."),
    ("--x-size 20", "--x-size shrinks a picture: give one. Try --x photo.png."),
    ("--x 1,2 --x-size 20", "--x-size"),
    ("--w 1e300", "--w holds 1e300 in cell 0,0, beyond 1e+100: products of such numbers leave a"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "words"), ERRORS, ids=[args for args, _ in ERRORS])
def test_wrong_asking_is_one_clear_line(args: str, words: str) -> None:
    check_refusal(run("render", *args.split(" ")), words)
    assert list(Path().iterdir()) == [], "nothing is left behind"


def test_a_folder_that_cannot_be_written_is_a_failure_of_the_work() -> None:
    """/proc looks like a folder and takes no files, whoever asks."""
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc")
    result = run("render", "-o", "/proc/figure.gif")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot write /proc/figure.gif: ")


def test_a_failed_run_keeps_the_older_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.gif").write_bytes(b"good")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tconv_anim.formats.gif._lzw_data", broken)
    result = run("render", "-o", "a.gif")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: cannot write a.gif: No space left on device.\n",
    )
    assert Path("a.gif").read_bytes() == b"good"
    assert len(list(Path().iterdir())) == 1


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
