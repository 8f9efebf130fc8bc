"""Where a picture goes: a file whose suffix says the format, or stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, BinaryIO, cast

from ..errors import Argument, Unquoted, UsageError
from .terminal import Console, ignore_interrupts, writing_to_stdout

if TYPE_CHECKING:
    from ..formats.registry import Format

__all__ = ["target", "write_out"]


def target(
    output: str | None, format_name: str | None, *, suffix: str, stem: str, among: Sequence[str]
) -> tuple[Path | None, Format]:
    """Where to write (None: stdout) and in which format, one of *among*.

    *stem* and *suffix* name the file where nobody did; the suffix is also what errors
    give as an example.
    """
    from ..formats.registry import checked_path, format_named

    form = format_named(format_name) if format_name else None
    if output == "" or (output and output.endswith(("/", os.sep))):
        raise UsageError(
            "{output} names no file.",
            output=Argument("output", output or Unquoted(repr(""))),
            advice=Argument("output", f"figure.{suffix}"),
        )
    if output == "-":
        if form is None:
            raise UsageError(
                "-o - needs {format}: stdout has no name to tell it.",
                format=Argument("format"),
                advice=Argument("format", suffix),
            )
        if sys.stdout.isatty():
            raise UsageError(
                "-o - would write a picture to the terminal. Send it on: ... -o - {format} >"
                " figure.{suffix}",
                format=Argument("format", form.name),
                suffix=form.name,
            )
        form.check()
        return None, form
    path = Path(f"{stem}.{form.name if form else suffix}") if output is None else Path(output)
    found = checked_path(path, among, suffix)
    if form and form is not found:
        raise UsageError(
            "{format} does not fit {output}, which asks for {found}. Leave out {leave}.",
            format=Argument("format", form.name),
            output=Argument("output", path),
            found=found.name,
            leave=Argument("format"),
        )
    found.check()
    return path, found


def write_out(path: Path | None, draw: Callable[[BinaryIO], None], console: Console) -> None:
    """Write what *draw* makes to a file, or to stdout: the whole of it, or nothing."""
    if path is None:
        from tempfile import TemporaryFile

        with TemporaryFile() as temporary:
            file = cast(BinaryIO, temporary)  # on Windows it is wrapped
            draw(file)
            file.seek(0)
            with writing_to_stdout():
                copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        return
    from ..formats.atomic import replace_file

    with replace_file(path) as file:
        draw(file)
        ignore_interrupts()  # it is about to be there
    console.say(str(path))
