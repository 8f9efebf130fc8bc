"""Batches: what a file says is what is drawn, once, whoever draws it and however it is stopped."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tconv_anim as ta
from tconv_anim.cli import main
from tconv_anim.products.batch.drawing import Spec, draw
from tconv_anim.products.batch.figure_file import bad_name, read_course
from tconv_anim.products.batch.manifest import MANIFEST
from tconv_anim.products.batch.rows import check_rows
from tconv_anim.products.batch.runner import Task, run
from tconv_anim.products.figure.figure import Figure

COURSE = """
[defaults]
theme = "dark"
size = "320x180"

[figures.first]
[figures.up]
kernel_size = 4
i = "1x2"
[figures.sheet]
command = "cheatsheet"
topic = "sizes"
[figures.cell]
at = "1,2"
letters = true

[[sweep]]
k = [1, 2]
step-ms = [20, 30]
i = 1
p = 0
name = "k{k}_{step_ms}"
"""
FILES = {
    "first.gif": "tconv-anim render --theme dark --size 320x180",
    "up.gif": "tconv-anim render --i 1x2 --k 4 --theme dark --size 320x180",
    "sheet.pdf": "tconv-anim cheatsheet --topic sizes --theme dark",
    "cell.png": "tconv-anim render --letters --theme dark --size 320x180 --at 1,2",
    **{
        f"k{k}_{ms}.gif": f"tconv-anim render --i 1 --k {k} --p 0 --theme dark --size 320x180"
        f" --step-ms {ms}"
        for k in (1, 2)
        for ms in (20, 30)
    },
}


def batch(folder: Path, text: str = COURSE, *args: str) -> Result:
    (folder / "course.toml").write_text(text, encoding="utf-8")
    where = ["--output-dir", str(folder / "out"), "--jobs", "1"]
    return CliRunner().invoke(main, ["batch", str(folder / "course.toml"), *where, *args])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    done = batch(folder)
    assert done.exit_code == 0, done.output
    assert done.stderr == f"{folder / 'out'}: 8 drawn, 0 there already, 0 failed.\n"
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


# -- what is drawn ----------------------------------------------------------------------------


@pytest.mark.slow
def test_every_row_is_what_its_command_draws(made: Path, tmp_path: Path) -> None:
    out = made / "out"
    assert {path.name for path in out.iterdir()} == {*FILES, MANIFEST}
    listed = batch(made, COURSE, "--list").stdout
    assert listed.splitlines() == [f"{name}: {command}" for name, command in FILES.items()]
    for name in ("up.gif", "cell.png", "sheet.pdf"):
        words = FILES[name].split()[1:]
        assert CliRunner().invoke(main, [*words, "-o", str(tmp_path / name)]).exit_code == 0
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_the_manifest_tells_command_version_parameters_and_digest(made: Path) -> None:
    data = json.loads((made / "out" / MANIFEST).read_text(encoding="utf-8"))
    assert {name: entry["command"] for name, entry in data["figures"].items()} == FILES
    up = data["figures"]["up.gif"]
    assert up["layers"][0]["kernel_size"] == [4, 4]
    assert len(up["sha256"]) == 64
    assert list(data["figures"]) == sorted(FILES)


def test_only_what_changed_is_drawn_again(copy: Path) -> None:
    before = contents(copy / "out")
    assert "0 drawn, 8 there already" in batch(copy).stderr
    (copy / "out" / "up.gif").unlink()
    with (copy / "out" / "first.gif").open("ab") as file:
        file.write(b"touched")
    planned = batch(copy, COURSE, "--dry-run").stdout.splitlines()
    assert sum(line.startswith("draw") for line in planned) == 2
    assert "2 drawn, 6 there already" in batch(copy).stderr
    assert contents(copy / "out") == before
    changed = COURSE.replace("kernel_size = 4", "kernel_size = 3")
    assert "1 drawn, 7 there already" in batch(copy, changed).stderr
    assert "8 drawn" in batch(copy, COURSE, "--force").stderr
    assert contents(copy / "out") == before


def test_a_broken_manifest_is_made_anew(tmp_path: Path) -> None:
    batch(tmp_path, COURSE, "--only", "up")
    before = contents(tmp_path / "out")
    for broken in ("", "{", '{"tconv-anim": 1, "figures": 3}', "[" * 100_000):
        (tmp_path / "out" / MANIFEST).write_text(broken, encoding="utf-8")
        assert "1 drawn" in batch(tmp_path, COURSE, "--only", "up").stderr
    assert contents(tmp_path / "out") == before


def test_one_figure_alone_and_other_formats(tmp_path: Path) -> None:
    done = batch(tmp_path, COURSE, "--only", "up", "--formats", "png,gif")
    assert "2 drawn" in done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"up.png", "up.gif", MANIFEST}
    done = batch(tmp_path, COURSE, "--only", "cell", "--formats", "png,gif")
    assert "1 drawn" in done.stderr
    entries = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))["figures"]
    assert set(entries) == {"up.png", "up.gif", "cell.png"}  # what is there is kept
    done = batch(tmp_path, COURSE, "--only", "up.gif")
    assert "0 drawn, 1 there already" in done.stderr


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    args = ["batch", "-", "--output-dir", str(tmp_path / "out"), "--list"]
    done = CliRunner().invoke(main, args, input="[figures.a]\nk = 2\n")
    assert done.stdout == "a.gif: tconv-anim render --k 2\n"
    assert not (tmp_path / "out").exists()


def test_sweeps_without_a_pattern_are_named_as_render_names_them() -> None:
    course = read_course("[[sweep]]\nk = [2, 3]\ns = [1, 2]\n")
    names = [task.name for task in check_rows(course.rows, ()).tasks]
    assert names == [f"tconv_i3_k{k}_s{s}_p1.gif" for k in (2, 3) for s in (1, 2)]


def test_whoever_draws_needs_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row's own numbers are read when it is checked: later the file may change, or be gone."""
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    (task,) = check_rows(read_course('[figures.a]\nx = "x.csv"\nsize = "320x180"').rows, ()).tasks
    Path("x.csv").unlink()
    Path("elsewhere").mkdir()

    def draw_elsewhere(spec: Spec, path: str) -> None:
        os.chdir(tmp_path / "elsewhere")
        draw(spec, path)

    outcome = run([task], Path("out"), draw_elsewhere)
    assert not outcome.failed
    assert (tmp_path / "out" / "a.gif").exists()


def test_rows_that_share_a_command_line_share_its_conversion() -> None:
    """Values as text, numbers or flags, in short or long names, with _ or -."""
    for keys in ('k = "3x5"\nno-values = true', 'kernel_size = "3x5"\nno_values = true'):
        (task,) = check_rows(read_course(f"[figures.a]\n{keys}").rows, ()).tasks
        assert task.command == "tconv-anim render --k 3x5 --no-values"
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
        ("[[sweep]]\nk = [1]\nname = 'a{q}'", "[[sweep]] name: {q} is no key of this sweep."),
        ("[[sweep]]\nk = [1]\nname = 'a{'", "is no pattern"),
        ("[[sweep]]\nk = [1]\nname = 'a{k!r}'", "write {k}, or {k:03d} for zeros."),
        ("[[sweep]]\nk = [1]\nname = ['a']", "[[sweep]] name: this is one text"),
        ("[[sweep]]\nk = ['x']\nname = 'a{k:03d}'", "Try {k}."),
        ("[[sweep]]\nstep_ms = [20]\nstep-ms = [30]", "[[sweep]] step-ms: it is said twice."),
        ("[[sweep]]\nk = " + str([1] * 101) + "\ns = " + str([1] * 100), "make 10,100 figures"),
        ("[defaults]\nk = 2\nkernel_size = 3\n[figures.a]", "[defaults] kernel-size: it is said"),
        ("[defaults]\noutput = 'x'\n[figures.a]", "[defaults] output: where files go"),
        ("[figures.a]\nk = " + "9" * 5000, "it is no TOML"),
        ('[figures."\u00e9"]\n[figures."e\u0301"]', "its file"),
        ("[[sweep]]\nk = [2, 3]\nname = 'same'", "its file same.gif is that of"),
        ("[figures.a]\nk = 2\n[figures.A]\nk = 2", "its file A.gif is that of [figures.a] too."),
        ("", "it has no figures."),
        ("[figures.a", "it is no TOML"),
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


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--formats", "gif,mp5"], "--formats gif,mp5: mp5 is not known."),
        (["--dask", "tcp://127.0.0.1:1"], "--dask and --jobs both say who draws."),
        (["--jobs", "0"], "--jobs 0 must be between 1 and 256."),
        (["--only", "upp"], "--only upp is no figure of this file. Did you mean up?"),
        (["--output-dir", "no/such/folder"], "--output-dir no/such/folder: there is no folder"),
    ],
)
def test_wrong_options_are_refused(args: list[str], error: str, tmp_path: Path) -> None:
    done = batch(tmp_path, COURSE, *args)
    assert done.exit_code == 2
    assert error in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text('{"name": "My app"}', encoding="utf-8")
    done = batch(tmp_path)
    assert done.exit_code == 2
    assert "is another program's. Give a folder of its own." in done.stderr
    (tmp_path / "out" / MANIFEST).unlink()
    page = COURSE.replace("[figures.first]", '[figures.index]\nformat = "html"')
    done = batch(tmp_path, page, "--gallery", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "its page index.html is a figure's file too" in done.stderr


def test_temporary_files_of_those_at_work_stay(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / f".tconv-{os.getpid()}-x.part"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    theirs = tmp_path / "out" / f".tconv-{dead.pid}-x.part"
    for path in (mine, theirs):
        path.write_bytes(b"")
    assert batch(tmp_path, COURSE, "--only", "up").exit_code == 0
    assert mine.exists()
    assert not theirs.exists() or os.name == "nt"


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"[figures.\xe9]")
    for name, error in (("none.toml", "no such file"), ("latin.toml", "is not text in UTF-8")):
        done = CliRunner().invoke(main, ["batch", str(tmp_path / name)])
        assert done.exit_code == 2
        assert error in done.stderr


def test_the_python_function_does_the_same(made: Path, tmp_path: Path) -> None:
    outcome = ta.render_batch(made / "course.toml", tmp_path / "out", only=["up", "cell"])
    assert [task.name for task in outcome.drawn] == ["up.gif", "cell.png"]
    (tmp_path / "bad.toml").write_text("[figures.a]\nk = 0\n[figures.b]\nkk = 1")
    with pytest.raises(ta.FigureError, match=r"(?s)bad.toml: \[figures.a\].*\[figures.b\] kk"):
        ta.render_batch(tmp_path / "bad.toml", tmp_path / "other")
    with pytest.raises(ta.FigureError, match="cannot be read"):
        ta.render_batch(tmp_path / "none.toml", tmp_path / "other")
    assert not (tmp_path / "other").exists()


# -- who draws ----------------------------------------------------------------------------------


def tasks_of(text: str = COURSE) -> list[Task]:
    checked = check_rows(read_course(text).rows, ())
    assert not checked.errors
    return checked.tasks


@pytest.mark.slow
def test_any_executor_draws_the_same_bytes(made: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        run(tasks_of(), tmp_path / "out", draw, executor=threads)
    assert contents(tmp_path / "out") == contents(made / "out")


@pytest.mark.slow
def test_two_processes_draw_the_same_bytes(made: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tconv_anim", "batch", str(made / "course.toml")),
            *("--jobs", "2", "--output-dir", str(tmp_path / "out")),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == f"{tmp_path / 'out'}: 8 drawn, 0 there already, 0 failed.\n"
    assert contents(tmp_path / "out") == contents(made / "out")


@pytest.mark.slow
def test_a_dask_cluster_draws_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """A real scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed", reason="distributed is not here")
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0"]
    command += ["--no-dashboard", "--scheduler-file", str(tmp_path / "scheduler.json")]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-dashboard", "--nthreads"]
    worker += ["1", "--no-nanny", "--scheduler-file", str(tmp_path / "scheduler.json")]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(command, cwd=tmp_path, **quiet)]
    try:
        deadline = time.monotonic() + 30
        while not (tmp_path / "scheduler.json").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        running += [subprocess.Popen(worker, cwd=tmp_path, **quiet) for _ in range(2)]
        address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tconv_anim", "batch", str(made / "course.toml")),
                *("--dask", address, "--output-dir", str(tmp_path / "out")),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert done.stderr == f"{tmp_path / 'out'}: 8 drawn, 0 there already, 0 failed.\n"
    assert contents(tmp_path / "out") == contents(made / "out")


def failing(spec: Spec, path: str) -> None:
    if path.endswith("up.gif"):
        raise OSError("no space left")
    draw(spec, path)


def test_a_failed_row_does_not_stop_the_others(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    outcome = run(tasks_of(), tmp_path / "out", failing, progress=lambda *done: told.append(done))
    assert [(task.name, why) for task, why in outcome.failed] == [
        ("up.gif", "OSError: no space left")
    ]
    assert len(outcome.drawn) == 7
    assert told[-1] == (8, 1, 8)
    again = run(tasks_of(), tmp_path / "out", draw)
    assert [task.name for task in again.drawn] == ["up.gif"]


@pytest.mark.slow
def test_a_failed_row_makes_the_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Figure.write

    def write(figure: Figure, *args: Any) -> None:
        if "--i 1x2" in figure.command:
            raise OSError("no space left")
        whole(figure, *args)

    monkeypatch.setattr(Figure, "write", write)
    done = batch(tmp_path)
    assert done.exit_code == 1
    assert "up.gif ([figures.up]): OSError: no space left" in done.stderr
    assert "7 drawn, 0 there already, 1 failed." in done.stderr


class Stopping(Executor):
    """Draws a few tasks, then somebody presses Ctrl-C."""

    def __init__(self, after: int) -> None:
        self._left = after

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.slow
def test_interrupted_it_goes_on_where_it_was(made: Path, tmp_path: Path) -> None:
    calls = 0

    def stopped(spec: Spec, path: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        draw(spec, path)

    with pytest.raises(KeyboardInterrupt):
        run(tasks_of(), tmp_path / "out", stopped)
    assert len(json.loads((tmp_path / "out" / MANIFEST).read_text())["figures"]) == 3
    outcome = run(tasks_of(), tmp_path / "out", draw)
    assert (len(outcome.there), len(outcome.drawn)) == (3, 5)
    assert contents(tmp_path / "out") == contents(made / "out")


@pytest.mark.slow
def test_an_executor_that_is_interrupted_leaves_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(tasks_of(), tmp_path / "out", draw, executor=Stopping(3))
    json.loads((tmp_path / "out" / MANIFEST).read_text())


def killed_and_gone_on(made: Path, folder: Path, after_s: float) -> None:
    """Kill the whole run after a while, start it again: the same bytes, and no litter."""
    command = [sys.executable, "-m", "tconv_anim", "batch", str(made / "course.toml"), "-q"]
    command += ["--jobs", "2", "--output-dir", str(folder / "out")]
    running = subprocess.Popen(command, start_new_session=True)
    time.sleep(after_s)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    manifest = folder / "out" / MANIFEST
    if manifest.exists():
        json.loads(manifest.read_text(encoding="utf-8"))
    subprocess.run(command, check=True)
    assert contents(folder / "out") == contents(made / "out")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")
@pytest.mark.parametrize("number", range(3))
def test_killed_at_random_moments(made: Path, tmp_path: Path, number: int) -> None:
    killed_and_gone_on(made, tmp_path, random.Random(number).uniform(0.5, 2))


@pytest.mark.long
@pytest.mark.parametrize("number", range(50))
def test_killed_at_many_random_moments(made: Path, tmp_path: Path, number: int) -> None:
    killed_and_gone_on(made, tmp_path, random.Random(f"long {number}").uniform(0.2, 3))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends other signals")
def test_asked_to_end_it_ends_tidily(made: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tconv_anim", "batch", str(made / "course.toml")]
    command += ["--jobs", "2", "--output-dir", str(tmp_path / "out")]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        if any((tmp_path / "out").glob("*.gif")):
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGTERM)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 1 or "8 drawn" in told
    assert not list((tmp_path / "out").glob(".tconv-*"))
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "out") == contents(made / "out")
