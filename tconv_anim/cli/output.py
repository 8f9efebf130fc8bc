"""Where a picture goes: a file whose suffix says the format, or stdout."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

import click

from .options import OneOf, Option
from .terminal import Console, writing_to_stdout

if TYPE_CHECKING:
    from ..formats.registry import Format
    from ..products.figure.figure import Progress

__all__ = ["Picture", "Wanted", "output_options", "quiet_matplotlib", "target", "write_out"]


def output_options(
    formats: Sequence[str],
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """The options that say where a picture goes, and in which of *formats*."""

    def decorate(command: Callable[..., object]) -> Callable[..., object]:
        command = click.option(
            "--format",
            "format_name",
            type=OneOf(formats, case_sensitive=False),
            help="Format where the output's name does not tell, as with -o -.",
        )(command)
        return click.option(
            "-o",
            "--output",
            type=click.Path(),
            metavar="FILE",
            show_default="named after the layer",
            help="File to write; its suffix decides the format, and an existing file is replaced."
            " - writes to stdout.",
            cls=Option,
        )(command)

    return decorate


class Wanted(NamedTuple):
    """What is to be drawn, with everything known but where it goes."""

    stem: str
    """The file's name, without suffix, where nobody gives it another."""
    formats: tuple[str, ...]
    """It can be written in these; the first is the usual one."""
    prepare: Callable[[Format], Picture]
    """Checks the rest, and gives what draws itself in that format."""


class Picture(Protocol):
    """A figure or a sheet: known to be possible, nothing drawn."""

    @property
    def command(self) -> str:
        """The one that makes it."""

    @property
    def title(self) -> str:
        """What it is called."""

    def alt(self, *, moving: bool) -> str:
        """It in words."""

    def write(self, file: BinaryIO, form: Format, progress: Progress | None = None) -> None:
        """Draw it into *file*."""


def quiet_matplotlib() -> None:
    """Keep a user's own Matplotlib set-up from speaking, or failing, where none is used."""
    import logging

    os.environ["MPLBACKEND"] = "agg"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


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
        with tempfile.TemporaryFile() as file:
            draw(file)
            file.seek(0)
            with writing_to_stdout():
                copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
        return
    from ..formats.atomic import replace_file

    with replace_file(path) as file:
        draw(file)
    console.say(str(path))
