"""Processes that draw: however they are started, they draw, and end when their parent is killed."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest

METHODS = multiprocessing.get_all_start_methods()
BATCH = """
import multiprocessing, sys
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv.pop(1))
    from tconv_anim.cli import main
    main()
"""
SLEEPERS = """
import multiprocessing, os, pathlib, sys, time
def sleep(folder):
    pathlib.Path(folder, str(os.getpid())).touch()
    time.sleep(600)
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    from tconv_anim.products.batch.processes import drawing_processes
    with drawing_processes(2) as executor:
        list(executor.map(sleep, [sys.argv[2]] * 2))
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_every_way_to_start_them_draws(method: str, tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(BATCH, encoding="utf-8")
    rows = '[defaults]\nsize = "320x180"\n[[sweep]]\ni = [1, 2, 3]\nname = "i{i}"\n'
    (tmp_path / "course.toml").write_text(rows, encoding="utf-8")
    words = [sys.executable, "run.py", method, "batch", "course.toml", "--jobs", "2"]
    done = subprocess.run(
        words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stderr == "figures: 3 drawn, 0 there already, 0 failed.\n"
    assert {path.name for path in (tmp_path / "figures").glob("*.gif")} == {
        "i1.gif",
        "i2.gif",
        "i3.gif",
    }


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc who is alive")
@pytest.mark.parametrize("method", METHODS)
def test_they_end_when_their_parent_is_killed(method: str, tmp_path: Path) -> None:
    script, pids = tmp_path / "run.py", tmp_path / "pids"
    script.write_text(SLEEPERS, encoding="utf-8")
    pids.mkdir()
    parent = subprocess.Popen([sys.executable, str(script), method, str(pids)])
    try:
        deadline = time.monotonic() + 60
        while len([*pids.iterdir()]) < 2:
            assert parent.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        parent.kill()
        parent.wait()
    workers = [int(path.name) for path in pids.iterdir()]
    deadline = time.monotonic() + 20
    while any(map(is_alive, workers)):
        assert time.monotonic() < deadline, f"still there after {method}"
        time.sleep(0.05)
