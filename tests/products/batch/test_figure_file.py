"""The file of a batch: its rows, their names, and all errors at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tconv_anim.cli import main
from tconv_anim.products.batch.figure_file import bad_name, read_course
from tconv_anim.products.batch.rows import check_rows
from tests.helpers.batches import batch


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    args = ["batch", "-", "--output-dir", str(tmp_path / "out"), "--list"]
    done = CliRunner().invoke(main, args, input="[figures.a]\nk = 2\n")
    assert done.stdout == "a.gif: tconv-anim render --k 2\n"
    assert not (tmp_path / "out").exists()


def test_sweeps_without_a_pattern_are_named_as_render_names_them() -> None:
    course = read_course("[[sweep]]\nk = [2, 3]\ns = [1, 2]\n")
    names = [task.name for task in check_rows(course.rows, ()).tasks]
    assert names == [f"tconv_i3_k{k}_s{s}_p1.gif" for k in (2, 3) for s in (1, 2)]


def test_rows_that_share_a_command_line_share_its_conversion() -> None:
    """Values as text, numbers or flags, in short or long names, with _ or -."""
    for keys in ('k = "3x5"\nno-values = true', 'kernel_size = "3x5"\nno_values = true'):
        (task,) = check_rows(read_course(f"[figures.a]\n{keys}").rows, ()).tasks
        assert task.command == "tconv-anim render --k 3x5 --values none"
    (task,) = check_rows(read_course("[figures.a]\nno_values = false\nk = 4").rows, ()).tasks
    assert task.command == "tconv-anim render --k 4"


# -- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[figures.a]\nkernle = 3", "[figures.a] kernle: there is no such option. Did you mean"),
        ("[figures.a]\nk = 0", "[figures.a]: --k 0 must be at least 1"),
        ("[figures.a]\nk = [1, 2]", "[figures.a] k: lists stand in [[sweep]] alone."),
        ("[figures.a]\nk = 3\nkernel_size = 3", "kernel-size: it is said twice"),
        ("[figures.a]\nletters = 1", "[figures.a] letters: this takes true or false."),
        ("[figures.a]\nk = true", "[figures.a] k: this takes a value"),
        ("[figures.a]\noutput = 'x.gif'", "[figures.a] output: where files go is said with"),
        ("[figures.a]\nname = 'b'", "[figures.a] name: the table's own name"),
        ("[figures.a]\nk = 1979-05-27", "[figures.a] k: this is no text, number"),
        ("[figures.a]\ncommand = 'rendr'", "Did you mean render?"),
        ("[figures.a]\nformat = 'pptx'", "[figures.a]: --format pptx is not known."),
        ("[figures.a]\ncommand = 'cheatsheet'\nview = 'all'", "[figures.a] view: there is no"),
        ("[figures.a]\nat = '1,1'\nformat = 'gif'", "[figures.a] format: it cannot be gif."),
        ("[figures]\na = 3", "[figures.a]: a figure is a table of its own"),
        ("[defaults]\nthme = 'dark'\n[figures.a]", "[defaults] thme: there is no such option."),
        ("[defaults]\nname = 'x'\n[figures.a]", "[defaults] name: every row has its own."),
        ("[figure.a]", "'figure': no table of that name."),
        ("[sweep]\nk = [1]", "[[sweep]]: sweeps are tables in double brackets"),
        ("[[sweep]]\nk = []", "[[sweep]] k: the list is empty"),
        ("[[sweep]]\nk = [[1]]", "[[sweep]] k: a list holds texts, numbers"),
        ("[[sweep]]\nk = [1]\nname = 'a{q}'", "[[sweep]] name: {q} is not a key of this sweep."),
        ("[[sweep]]\nk = [1]\nname = 'a{'", "is not a pattern"),
        ("[[sweep]]\nk = [1]\nname = 'a{k!r}'", "write {k}, or {k:03d} for zeros."),
        ("[[sweep]]\nk = [1]\nname = ['a']", "[[sweep]] name: this is one text"),
        ("[[sweep]]\nk = ['x']\nname = 'a{k:03d}'", "Try {k}."),
        ("[[sweep]]\nstep_ms = [20]\nstep-ms = [30]", "[[sweep]] step-ms: it is said twice."),
        ("[[sweep]]\nk = " + str([1] * 101) + "\ns = " + str([1] * 100), "makes 10,100 figures"),
        ("[defaults]\nk = 2\nkernel_size = 3\n[figures.a]", "[defaults] kernel-size: it is said"),
        ("[defaults]\noutput = 'x'\n[figures.a]", "[defaults] output: where files go"),
        ("[figures.a]\nk = " + "9" * 5000, "it is not TOML"),
        ('[figures."\u00e9"]\n[figures."e\u0301"]', "its file"),
        ("[[sweep]]\nk = [2, 3]\nname = 'same'", "its file same.gif is that of"),
        ("[figures.a]\nk = 2\n[figures.A]\nk = 2", "its file A.gif is that of [figures.a] too."),
        ("", "it has no figures."),
        ("[figures.a", "it is not TOML: expected ']'"),
    ],
)
def test_errors_name_row_and_key_and_draw_nothing(text: str, error: str, tmp_path: Path) -> None:
    done = batch(tmp_path, text)
    assert done.exit_code == 2
    assert error in done.stderr
    assert all(line.startswith(("course.toml: ", "Error: ")) for line in done.stderr.splitlines())
    assert not (tmp_path / "out").exists()


def test_all_errors_come_at_once(tmp_path: Path) -> None:
    done = batch(tmp_path, "[figures.a]\nkernle = 3\n[figures.b]\nk = 0\n[figures.c]\nk = 3")
    assert "[figures.a]" in done.stderr
    assert "[figures.b]" in done.stderr
    assert done.stderr.endswith("Error: 2 errors in course.toml: nothing was drawn.\n")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../up",
        "a/b",
        "a\\b",
        "a:b",
        "CON",
        "nul.x",
        "lpt1",
        ".a",
        "a.",
        "a ",
        "x" * 200,
        "a\nb",
    ],
)
def test_names_that_some_system_refuses_are_refused(name: str) -> None:
    assert bad_name(name)


@pytest.mark.parametrize("name", ["up_k3", "größe", "a.b", "console", "x" * 100, "卷积"])
def test_names_that_all_systems_know_are_taken(name: str) -> None:
    assert not bad_name(name)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"[figures.\xe9]")
    for name, error in (("none.toml", "no such file"), ("latin.toml", "is not text in UTF-8")):
        done = CliRunner().invoke(main, ["batch", str(tmp_path / name)])
        assert done.exit_code == 2
        assert error in done.stderr


# -- bombs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[sweep]]\nk = [3]\nname = "{k:1999999999d}"', "is not a format for a name"),
        ('[[sweep]]\nk = [3]\nname = "{k:.999999999f}"', "is not a format for a name"),
        ("[[sweep]]\nk = [3]\nname = '" + "x" * 201 + "'", "more than 200"),
        ("".join(f"[t{n}]\n" for n in range(100_001)), "100,000, the most that are read"),
        ("[" + "a." * 100_000 + "b]", "a key has more than 8 dots"),
        ("x = " + "[" * 100_000, "values stand in each other too deeply"),
        ("[figures.a]\nk = 0x" + "f" * 100_000, "TOML's have 64"),
        ("[[sweep]]\nk = [1, 2]\n" * 2 + f"s = {list(range(6000))}", "more than the 10,000"),
    ],
)
def test_bombs_are_refused_before_they_go_off(text: str, words: str) -> None:
    course = read_course(text)
    assert len(course.errors) <= 100 and words in " ".join(course.errors)


@pytest.mark.parametrize(
    "name", ["com\u00b9", "LPT\u00b3.x", "conin$", "CONOUT$", "con .x", "aux", "a\udcff"]
)
def test_names_that_a_system_refuses_are_refused_everywhere(name: str) -> None:
    assert "cannot name a file" in bad_name(name)
