"""A file appears whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tconv_anim import FigureError, OutputError
from tconv_anim.formats.atomic import remove_stale_files, replace_file
from tconv_anim.formats.registry import checked_path

# -- whole or not at all ---------------------------------------------------------------------


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    with replace_file(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_a_failed_run_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    with pytest.raises(error), replace_file(target) as file:
        file.write(b"bad")
        raise error
    assert target.read_bytes() == b"good"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    with pytest.raises(OutputError, match="No space left on device"), replace_file(target):
        raise OSError(28, "No space left on device")
    assert target.read_bytes() == b"good"
    assert len(list(tmp_path.iterdir())) == 1


KILLED_AT_A_RENAME = """
import os, sys
from pathlib import Path
from tconv_anim.formats.atomic import replace_folder
rename, left = Path.rename, int(sys.argv[1])
def killed(self, target):
    global left
    left -= 1
    return rename(self, target) if left >= 0 else os._exit(9)
Path.rename = killed
with replace_folder(Path("out")) as folder:
    (folder / "frame-0001.png").write_bytes(b"new")
"""


@pytest.mark.parametrize(("renames", "kept"), [(0, b"old"), (1, b"old"), (2, b"new"), (9, b"new")])
def test_a_folder_survives_a_kill_between_two_renames(
    tmp_path: Path, renames: int, kept: bytes
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "frame-0001.png").write_bytes(b"old")
    command = [sys.executable, "-c", KILLED_AT_A_RENAME, str(renames)]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode in (0, 9)
    remove_stale_files(tmp_path)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "out", tmp_path / "out" / "frame-0001.png"]
    assert (tmp_path / "out" / "frame-0001.png").read_bytes() == kept


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        with replace_file(tmp_path / "new.gif") as file:
            file.write(b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.gif").stat().st_mode) == 0o640
    (tmp_path / "new.gif").chmod(0o604)
    with replace_file(tmp_path / "new.gif") as file:
        file.write(b"y")
    assert stat.S_IMODE((tmp_path / "new.gif").stat().st_mode) == 0o604


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.gif").write_bytes(b"old")
    (tmp_path / "link.gif").symlink_to("real.gif")
    with replace_file(tmp_path / "link.gif") as file:
        file.write(b"new")
    assert (tmp_path / "link.gif").is_symlink()
    assert (tmp_path / "real.gif").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".", "is a directory"),
        ("figure.bmp", "unknown suffix .bmp"),
        ("figure", "has no suffix"),
        ("missing/figure.gif", "there is no folder"),
        ("file.txt/figure.gif", "is not a folder"),
    ],
)
def test_impossible_targets_are_refused_before_work_starts(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(FigureError, match=words) as caught:
        checked_path(tmp_path / name)
    assert caught.value.in_flags().startswith("--output ")
    assert checked_path(tmp_path / "figure.GIF").name == "gif"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are those of POSIX")
def test_only_files_are_replaced(tmp_path: Path) -> None:
    """A pipe or a device, or a link to one, is not swept away; nor a circle of links."""
    os.mkfifo(tmp_path / "pipe.gif")
    (tmp_path / "link.gif").symlink_to("pipe.gif")
    (tmp_path / "one.gif").symlink_to("other.gif")
    (tmp_path / "other.gif").symlink_to("one.gif")
    for name in ("pipe.gif", "link.gif"):
        with pytest.raises(FigureError, match="is a device or a pipe"):
            checked_path(tmp_path / name)
    with pytest.raises(FigureError, match="cannot be: too many levels of symbolic links"):
        checked_path(tmp_path / "one.gif")
    with pytest.raises(FigureError, match="cannot be: file name too long"):
        checked_path(tmp_path / ("x" * 300 + ".gif"))
    assert stat.S_ISFIFO((tmp_path / "pipe.gif").stat().st_mode)


def interrupted(tmp_path: Path, after_s: float, number: int) -> None:
    """Start a long run, stop it, and look at what is left."""
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    command = [sys.executable, "-m", "tconv_anim", "render", "--i", "20", "--size", "1920x1080"]
    process = subprocess.Popen(
        [*command, "-o", str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)  # until the temporary file is there
    assert process.poll() is None, process.communicate()
    time.sleep(after_s)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (out, err) == ("", "Error: interrupted.\n")
    assert process.returncode == 130
    assert target.read_bytes() == b"good"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_litter(tmp_path: Path, number: int) -> None:
    interrupted(tmp_path, 0.2, number)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("tenth", range(20))
def test_interrupted_at_any_moment(tmp_path: Path, tenth: int) -> None:
    interrupted(tmp_path, tenth / 10, signal.SIGINT if tenth % 2 else signal.SIGTERM)
