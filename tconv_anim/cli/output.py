"""Where a picture goes: a file whose suffix says the format, or stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, BinaryIO

import click

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
        raise click.UsageError(
            f"--output {output or repr('')} names no file. Try --output figure.{suffix}."
        )
    if output == "-":
        if form is None:
            raise click.UsageError(
                f"-o - needs --format: stdout has no name to tell it. Try --format {suffix}."
            )
        if sys.stdout.isatty():
            raise click.UsageError(
                "-o - would write a picture to the terminal. Send it on: ... -o - --format"
                f" {form.name} > figure.{form.name}"
            )
        form.check()
        return None, form
    path = Path(f"{stem}.{form.name if form else suffix}") if output is None else Path(output)
    found = checked_path(path, among, suffix)
    if form and form is not found:
        raise click.UsageError(
            f"--format {form.name} does not fit --output {path}, which asks for {found.name}."
            " Leave out --format."
        )
    found.check()
    return path, found


def write_out(path: Path | None, draw: Callable[[BinaryIO], None], console: Console) -> None:
    """Write what *draw* makes to a file, or to stdout: the whole of it, or nothing."""
    if path is None:
        from tempfile import TemporaryFile

        with TemporaryFile() as file:
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
