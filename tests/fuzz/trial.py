"""One command line, run in this process, and everything that is wrong with what it did."""

from __future__ import annotations

import json
import re
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from click.testing import CliRunner, Result

from tconv_anim.cli import main
from tests.fuzz.command_lines import Line
from tests.fuzz.plain_sizes import output_size

__all__ = ["problems_of"]

_MOST_S: Final = 10
"""For a picture, or a line that draws none."""
_MOST_PICTURES: Final = 4
"""Of a batch that is drawn."""
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_SHORT: Final = 310


class _TooLongError(BaseException):
    """It has not ended in time; no handler of the program's catches it."""


def problems_of(line: Line) -> list[str]:
    """What is wrong with a run of *line* in the current folder, which is left as it was."""
    for name, data in line.files.items():
        Path(name).write_bytes(data)
    before = _contents()
    try:
        result = _run(line)
    except _TooLongError:
        return ["takes too long"]
    finally:
        after = _contents()
        _clear(before)
    return [*_of_result(line, result), *_of_files(line, result, before, after)]


def _run(line: Line) -> Result:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    previous = signal.signal(signal.SIGPROF, stop)
    seconds = _MOST_S * (_MOST_PICTURES if "--jobs" in line.args else 1)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of this process: others may be at work
    try:
        return CliRunner().invoke(main, line.args, input=line.stdin, prog_name="tconv-anim")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def _contents() -> dict[Path, int]:
    """When each file was written; folders have no time."""
    return {path: path.lstat().st_mtime_ns if path.is_file() else 0 for path in Path().rglob("*")}


def _clear(before: dict[Path, int]) -> None:
    for path in sorted(Path().rglob("*"), reverse=True):  # what is in a folder, then the folder
        if path not in before:
            path.rmdir() if path.is_dir() else path.unlink()


def _of_result(line: Line, result: Result) -> Iterator[str]:
    error, code = result.exception, result.exit_code
    if error is not None and not isinstance(error, SystemExit):
        yield "raises\n" + "".join(traceback.format_exception(error)[-4:])
        return
    if "internal error" in result.stderr or "Traceback" in result.stderr:
        yield result.stderr
    if code not in (0, 1, 2):
        yield f"ends with {code}"
    if found := _UNSEEN.search(result.stderr) or _UNSEEN.search(result.stdout):
        yield f"prints {found[0]!r}"
    lines = result.stderr.splitlines()
    errors = [text for text in lines if text.startswith("Error: ")]
    if code == 2 and len(errors) != 1:
        yield f"ends with 2 and {len(errors)} errors: {result.stderr!r}"
    if code == 2 and len(lines) != 1 and line.args[0] != "batch":
        yield f"refuses in {len(lines)} lines: {result.stderr!r}"
    if long := [text for text in lines if len(text) > _SHORT and not text.startswith("Warning")]:
        yield f"a line of {len(long[0])} characters: {long[0]}"
    if code == 2 and line.args[0] != "batch" and result.stdout:
        yield f"refuses, and prints {result.stdout[:80]!r}"
    if code == 0 and "--json" in line.args and line.args[0] == "size":
        yield from _of_sizes(line.args, result.stdout)


def _of_sizes(words: tuple[str, ...], text: str) -> Iterator[str]:
    data = json.loads(text)
    for row in data.get("layers", ()) if "--layers" not in words else ():
        kind = row.get("kind")
        if kind in ("conv", "transposed") and "output_size" in row and "error" not in row:
            expected = output_size(words, kind)
            if expected is not None and tuple(row["output_size"]) != expected:
                yield f"{kind} is {row['output_size']}, and counted it is {expected}"


def _of_files(
    line: Line, result: Result, before: dict[Path, int], after: dict[Path, int]
) -> Iterator[str]:
    new = sorted(str(path) for path in after if after[path] != before.get(path))
    if any(".part" in name or ".old" in name for name in new):
        yield f"leaves {new}"
    if result.exit_code == 2 and new:
        yield f"refuses, and writes {new}"
    draws = "-o" in line.args and line.args[0] in ("render", "cheatsheet")
    if draws and result.exit_code == 0 and len(new) > 1:
        yield f"writes {new}"
