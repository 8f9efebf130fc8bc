"""Terminals, pipes and closed streams."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.commands import start

pytestmark = pytest.mark.usefixtures("folder")


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
    long = ["render", "--i", "22", "--size", "1920x1080", "-o", "a.gif"]
    shown = in_a_terminal(*long)
    assert "Drawing" in shown and "100%" in shown and "a.gif" in shown
    assert in_a_terminal(*long, "-q") == ""
    short = ["--i", "1", "--k", "1", "--s", "1", "--p", "0", "--size", "320x180"]
    assert in_a_terminal("render", "-o", "b.gif", *short) == "b.gif\r\n"


@pytest.mark.slow
def test_no_progress_where_stderr_is_no_terminal() -> None:
    done = start("render", "--i", "22", "--size", "1920x1080", "-o", "a.gif")
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
