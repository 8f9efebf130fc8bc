"""Batches: only what changed is drawn, whoever draws it and however it is stopped."""

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
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import tconv_anim as ta
from tconv_anim.cli import main
from tconv_anim.products.batch.drawing import Spec, draw
from tconv_anim.products.batch.figure_file import read_course
from tconv_anim.products.batch.manifest import MANIFEST, entry_for, read_manifest, update_manifest
from tconv_anim.products.batch.rows import check_rows
from tconv_anim.products.batch.runner import Task, run
from tconv_anim.products.figure.spec import FigureSpec
from tests.helpers.batches import COURSE, batch

SMALL = "--theme dark --size 320x180"
FILES = {
    "first.gif": f"tconv-anim render {SMALL} --motion none",
    "up.gif": f"tconv-anim render --i 1x2 --k 4 {SMALL} --motion none",
    "sheet.svg": "tconv-anim cheatsheet --topic sizes --theme dark",
    "cell.png": f"tconv-anim render --letters {SMALL} --motion none --at 1,2",
    **{
        f"k{k}_{ms}.gif": f"tconv-anim render --i 1 --k {k} --p 0 {SMALL} --step-ms {ms}"
        " --motion none"
        for k in (1, 2)
        for ms in (20, 30)
    },
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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
    for name in ("up.gif", "cell.png", "sheet.svg"):
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
    assert "2 drawn" in batch(copy, COURSE, "--force", "--only", "up", "--only", "cell").stderr
    assert contents(copy / "out") == before


@pytest.mark.slow
def test_a_broken_manifest_is_made_anew(tmp_path: Path) -> None:
    batch(tmp_path, COURSE, "--only", "up")
    before = contents(tmp_path / "out")
    for broken in ("", "{", '{"tconv-anim": 1, "figures": 3}', "[" * 100_000):
        (tmp_path / "out" / MANIFEST).write_text(broken, encoding="utf-8")
        assert "1 drawn" in batch(tmp_path, COURSE, "--only", "up").stderr
    assert contents(tmp_path / "out") == before


@pytest.mark.slow
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


def test_whoever_draws_needs_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row's own numbers are read when it is checked: later the file may change, or be gone."""
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    (task,) = check_rows(read_course('[figures.a]\nx = "x.csv"\nsize = "320x180"').rows, ()).tasks
    Path("x.csv").unlink()
    Path("elsewhere").mkdir()

    def draw_elsewhere(spec: Spec | bytes, path: str) -> None:
        os.chdir(tmp_path / "elsewhere")
        draw(spec, path)

    outcome = run([task], Path("out"), draw_elsewhere)
    assert not outcome.failed
    assert (tmp_path / "out" / "a.gif").exists()


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
        deadline = time.monotonic() + 60
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
            timeout=240,
            check=True,
        )
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert done.stderr == f"{tmp_path / 'out'}: 8 drawn, 0 there already, 0 failed.\n"
    assert contents(tmp_path / "out") == contents(made / "out")


def failing(spec: Spec | bytes, path: str) -> None:
    if path.endswith("up.gif"):
        raise OSError("no space left")
    draw(spec, path)


def test_a_failed_row_does_not_stop_the_others(tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    tasks = tasks_of(
        '[defaults]\nsize = "320x180"\ni = 1\np = 0\n[figures.first]\n[figures.up]\nk = 2\n'
        "[figures.last]\nk = 1"
    )
    outcome = run(tasks, tmp_path / "out", failing, progress=lambda *done: told.append(done))
    assert [(task.name, why) for task, why in outcome.failed] == [
        ("up.gif", "OSError: no space left")
    ]
    assert len(outcome.drawn) == 2
    assert told[-1] == (3, 1, 3)
    again = run(tasks, tmp_path / "out", draw)
    assert [task.name for task in again.drawn] == ["up.gif"]


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

    def stopped(spec: Spec | bytes, path: str) -> None:
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


@pytest.mark.parametrize("drawn_by", (None, ThreadPoolExecutor))
def test_interrupted_once_all_is_drawn_it_is_done(
    tmp_path: Path, drawn_by: type[ThreadPoolExecutor] | None
) -> None:
    def last(_: Spec | bytes, path: str) -> None:
        Path(path).write_bytes(b"whole")
        if path.endswith("b.gif"):
            raise KeyboardInterrupt

    tasks = tasks_of("[figures.a]\n[figures.b]")
    with drawn_by(1) if drawn_by else nullcontext() as executor:
        outcome = run(tasks, tmp_path / "out", last, executor=executor)
    assert [task.name for task in outcome.drawn] == ["a.gif", "b.gif"]
    entries = json.loads((tmp_path / "out" / MANIFEST).read_text())["figures"]
    assert sorted(entries) == ["a.gif", "b.gif"]


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
    for _ in range(3000):
        if any((tmp_path / "out").glob("*.gif")):
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGTERM)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 1 or "8 drawn" in told
    assert not list((tmp_path / "out").glob(".tconv-*"))
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "out") == contents(made / "out")


def test_two_runs_at_once_both_keep_their_files(tmp_path: Path) -> None:
    """What another run writes into the manifest meanwhile stays there."""
    texts = {"command": "tconv-anim render", "title": "", "alt": ""}
    other = tmp_path / "other.gif"
    other.write_bytes(b"other")

    def draw_beside(_spec: object, path: str) -> None:
        Path(path).write_bytes(b"own")
        update_manifest(tmp_path, {"other.gif": entry_for(other, texts)})

    run([Task("own.gif", "", FigureSpec(), b"", "tconv-anim render", texts)], tmp_path, draw_beside)
    assert set(read_manifest(tmp_path)) == {"own.gif", "other.gif"}
    assert {path.name for path in tmp_path.iterdir()} == {"own.gif", "other.gif", "manifest.json"}


def test_a_lock_that_a_killed_run_left_is_no_obstacle(tmp_path: Path) -> None:
    lock = tmp_path / ".tconv-manifest.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    update_manifest(tmp_path, {})
    assert not lock.exists() and read_manifest(tmp_path) == {}
