"""Runs that are killed, may not write, or write at once: files are whole, or as they were."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import tconv_anim

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")

_COMMANDS: Final = {
    "render": "render --i 2 --k 2 --size 320x180 -o out.gif",
    "frames": "render --i 2 --k 2 --size 320x180 --frames out",
    "cheatsheet": "cheatsheet --topic sizes --i 2 --k 2 -o out.svg",
    "batch": "batch rows.toml --jobs 2 --output-dir out",
}
_ROWS: Final = (
    '[defaults]\nsize = "320x180"\nmotion = "none"\n[[sweep]]\ni = [1, 2, 3, 4]\nname = "i{i}"\n'
)
_SIGNALS: Final = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
_KILLS: Final = 50
"""Of each command."""

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Result:
    """What a run that nobody disturbs leaves, and how long it takes."""

    contents: Contents
    seconds: float


def started(
    name: str, folder: Path, before: Callable[[], object] | None = None
) -> subprocess.Popen[str]:
    (folder / "rows.toml").write_text(_ROWS, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "tconv_anim", *_COMMANDS[name].split()],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(tconv_anim.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509  (no threads here)
    )


def contents(folder: Path) -> Contents:
    """Of every file of the command, by its path; hidden ones are the next test's."""
    try:
        found = {path: path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    except FileNotFoundError:  # what was being written meanwhile has its name now
        return contents(folder)
    return {
        str(name): path.read_bytes()
        for path, name in found.items()
        if name.parts[0].startswith("out") and not name.name.startswith(".")
    }


def hidden(folder: Path) -> list[str]:
    with suppress(FileNotFoundError):  # of a run that goes on meanwhile
        return sorted(path.name for path in folder.rglob(".tconv-*"))
    return []


@cache
def undisturbed(name: str) -> Result:
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        process = started(name, Path(place))
        _, told = process.communicate()
        assert process.returncode == 0, told
        return Result(contents(Path(place)), time.monotonic() - began)


# -- killed -------------------------------------------------------------------------------------


def wait(
    choose: random.Random, name: str, number: int, process: subprocess.Popen[str], folder: Path
) -> None:
    """Until a moment: one of the first 50 ms, while the file is written, once it is there, any."""
    before = contents(folder)
    seconds = undisturbed(name).seconds
    if number % 5 == 0:
        time.sleep(choose.uniform(0, 0.05))
    elif number % 5 in (1, 2):
        written = number % 5 == 2
        while process.poll() is None:
            if contents(folder) != before if written else hidden(folder):
                break
            time.sleep(0.001)
        time.sleep(choose.choice((0, 0.003, 0.05)))
    else:
        time.sleep(choose.uniform(0, seconds))


def kill(name: str, number: int, folder: Path) -> None:
    choose = random.Random(f"{name} {number}")
    whole = undisturbed(name).contents
    old: Contents = {}
    if number % 2 and name != "batch":  # there is a file already; of the folders only ours
        old = dict.fromkeys(["out/frame-0001.png"] if name == "frames" else whole, b"old")
        for path, data in old.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)
    process = started(name, folder)
    which = _SIGNALS[number % 3]
    wait(choose, name, number, process, folder)
    if process.poll() is None:
        (os.killpg if which != signal.SIGTERM else os.kill)(process.pid, which)
    _, told = process.communicate(timeout=120)

    code, left = process.returncode, contents(folder)
    print(f"KILL {name} {number} {which.name} -> {code}")  # noqa: T201
    if name == "batch":
        assert left.items() - whole.items() == set() or set(left) <= set(whole)
        for path, data in left.items():
            assert path.endswith("manifest.json") or data == whole[path], path
    else:
        assert left in (old, whole), (sorted(left), code, told)
    by_python = "Traceback" in told and "tconv_anim" not in told  # not ours to catch
    if not by_python and code != 0 and left != whole:
        assert told in ("", "Error: interrupted.\n"), told
    if which == signal.SIGKILL:
        assert code in (-which, 0)
    elif by_python or code == -which:  # Python itself was loading, or nothing was begun
        assert left == old
    else:
        assert code == (0 if left == whole else 130), told
    # (Ctrl-C within Python's making of a temporary file may leave it, too)
    if hidden(folder) or number % 10 == 0:
        again = started(name, folder)
        _, told = again.communicate()
        assert again.returncode == 0, told
        assert contents(folder) == whole
        assert hidden(folder) == []


@pytest.mark.long
@pytest.mark.parametrize("number", range(_KILLS))
@pytest.mark.parametrize("name", _COMMANDS)
def test_killed_at_any_moment(name: str, number: int, tmp_path: Path) -> None:
    kill(name, number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("number", (0, 1, 2, 7))
@pytest.mark.parametrize("name", _COMMANDS)
def test_killed(name: str, number: int, tmp_path: Path) -> None:
    kill(name, number, tmp_path)


# -- written at once ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", _COMMANDS)
def test_ten_writers_of_one_file(name: str, tmp_path: Path) -> None:
    running = [started(name, tmp_path) for _ in range(10)]
    told = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * 10, told
    assert contents(tmp_path) == undisturbed(name).contents
    assert hidden(tmp_path) == []


# -- not to be written --------------------------------------------------------------------------


def without_privilege() -> None:
    """Even for root, what the next program starts as, a folder may be read-only (Linux)."""
    if hasattr(libc := ctypes.CDLL(None), "prctl"):
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.slow
@pytest.mark.parametrize("name", _COMMANDS)
def test_a_folder_that_is_read_only(name: str, tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_text(_ROWS, encoding="utf-8")
    tmp_path.chmod(0o555)
    process = started(name, tmp_path, without_privilege)
    out, told = process.communicate()
    assert (process.returncode, out) == (1, ""), told
    assert "ermission denied" in told and told.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["rows.toml"]


@pytest.mark.slow
@pytest.mark.parametrize("closed", "012")
@pytest.mark.parametrize("name", _COMMANDS)
def test_a_closed_stream(name: str, closed: str, tmp_path: Path) -> None:
    process = started(name, tmp_path, lambda: os.close(int(closed)))
    out, told = process.communicate()
    assert process.returncode == 0, (out, told)
    assert "Traceback" not in told
    assert contents(tmp_path) == undisturbed(name).contents
    assert hidden(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", _COMMANDS)
def test_all_streams_closed(name: str, tmp_path: Path) -> None:
    process = started(name, tmp_path, lambda: os.closerange(0, 3))
    process.communicate()
    assert process.returncode == 0
    assert contents(tmp_path) == undisturbed(name).contents
