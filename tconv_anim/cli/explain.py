"""``tconv-anim explain``: what made a figure, read out of the figure itself."""

from __future__ import annotations

import ast
import shlex
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from ..layers.resolved_layer import ResolvedLayer
from ..layers.spec import layer_spec
from ..layers.summary import Row
from ..notation import read_numbers
from ..products.command import read_command
from ..products.figure.spec import resolved_layer
from ..products.tables.table import Report
from ..products.tables.writers import report_text
from .options import answer_form, command_options, given_values
from .standard_options import Command
from .terminal import write

__all__ = ["explain", "report_of"]


@click.command(cls=Command)
@click.argument("file")
@command_options("explain")
@click.pass_context
def explain(context: click.Context, /, file: str, **_: Any) -> None:
    """Print the command that made FILE, its parameters and its sizes.

    Works on every figure made by this tool, in every format.

    \b
    tconv-anim explain tconv_i3_k3_s2_p1.gif
    tconv-anim explain slide.png --json
    """
    form = answer_form(given_values(context))
    command = _command_in(Path(file))
    try:
        report = report_of(command)
    except NoCommandError as error:
        raise UsageError(
            "{file} has a command in it that {reason}.", file=file, reason=error
        ) from None
    if form == "table":
        write(f"{command}\n")
    write(report_text(report, form))


def _command_in(path: Path) -> str:
    """The command stored in a file; UsageError where there is none."""
    from ..formats.readers import MOST_COMMAND, TooLongError
    from ..formats.registry import FORMATS as PICTURES

    too_long = UsageError(
        "{path} has a command in it of more than {most} kB, the most that is shown.",
        path=path,
        most=MOST_COMMAND >> 10,
    )

    try:
        if path.is_dir():
            raise UsageError(
                "{path} is a directory. Give a figure, as in explain figure.gif.", path=path
            )
        with path.open("rb") as file:
            head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
            kinds = [f for f in PICTURES.values() if any(s in head for s in f.signatures)]
            for kind in kinds:
                file.seek(0)
                try:
                    command = kind.read(file)
                except TooLongError:
                    raise too_long from None
                except Exception:  # a broken file may fail in any way its reader knows
                    continue
                if command and command.startswith(("tconv-anim ", "tconv_anim.")):
                    if len(command.encode(errors="replace")) > MOST_COMMAND:
                        raise too_long
                    return command
    except (OSError, ValueError) as error:  # ValueError: characters that no file's name has
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError("cannot read {path}: {reason}.", path=path, reason=reason) from None
    if not kinds:
        raise UsageError(
            "{path} is not a figure of a kind this tool makes: {known}.",
            path=path,
            known=", ".join(PICTURES),
        )
    raise UsageError(
        "{path} does not say what made it: it was not made by tconv-anim, or saved anew by a"
        " program that drops such texts.",
        path=path,
    )


class NoCommandError(ValueError):
    """A stored command is none that any version of this program writes; the message says why."""


def report_of(command: str) -> Report:
    """The layer of a stored command as its summary, with the command in the data.

    Raises NoCommandError where it is no command of this program at all.
    """
    if any(char < " " or "\x7f" <= char <= "\x9f" for char in command):
        raise NoCommandError("holds control characters, so it is not of this program")
    report = _of_call(command) if command.startswith("tconv_anim.") else _of_words(command)
    if report is None:  # of another version
        return Report([], {"command": command, "layers": []})
    return report._replace(data={"command": command, **report.data})


def _of_words(command: str) -> Report | None:
    from ..products.tables import layers

    try:
        _, name, *words = shlex.split(command)
    except ValueError as error:
        raise NoCommandError(f"cannot be read: {str(error).lower()}") from None
    asks_help = any(
        word in ("--help", "-h") and before != "--title" for before, word in pairwise(("", *words))
    )
    if name not in ("render", "cheatsheet") or asks_help:
        raise NoCommandError("draws nothing, so it is not of this program")
    try:
        name, said = read_command(command)
        if name == "render":
            return _of_one(_figure_layer(said))
        from ..products.network import chosen_network
        from ..products.sheet.spec import layer_rows, sheet_spec

        sheet = sheet_spec(said)
        if sheet.network is None:
            return layers.report(layer_rows(sheet.layer, sheet.kind, sheet.dims))
        if sheet.network.network is not None:
            return None  # a command of a stranger's opens no file
        from ..products.tables import networks

        return networks.report(chosen_network(sheet.network))
    except Exception:  # a stranger's values fail in any way; the command is told without sizes
        return None


def _figure_layer(said: dict[str, Any]) -> ResolvedLayer:
    """The layer of a figure's options. Numbers are read as numbers: a command names no files."""
    dims = said.get("dims", 2)
    shapes: dict[str, Any] = {}
    for name in ("x", "w"):
        if name in said:
            rows = read_numbers(said[name].partition("|")[0])
            shapes[name] = (len(rows), len(rows[0]))[-dims:]
    return resolved_layer(layer_spec(said), dims, **shapes)


def _of_one(resolved: ResolvedLayer) -> Report:
    from ..products.tables import layers

    return layers.report([Row(resolved.kind, resolved=resolved)])


def _of_call(call: str) -> Report | None:
    """The layer of a call of the Python function, read without running it."""
    from ..layers.layer import Layer
    from ..layers.resolved_layer import resolve_layer

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of literals that look like slips
            tree = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NoCommandError("cannot be read as a call of Python") from None
    if not isinstance(tree, ast.Call):
        raise NoCommandError("is not a call of a function, so it is not of this program")
    try:
        if not isinstance(tree.args[0], ast.Call):
            return None
        return _of_one(
            resolve_layer(Layer(**_literals(tree.args[0])), _literals(tree)["input_size"])
        )
    except Exception:  # as above
        return None


def _literals(call: ast.Call) -> dict[str, Any]:
    return {
        word.arg: ast.literal_eval(word.value)
        for word in call.keywords
        if word.arg and not isinstance(word.value, ast.Call)
    }
