"""``tconv-anim explain``: what made a figure, read out of the figure itself."""

from __future__ import annotations

import ast
import shlex
from pathlib import Path
from typing import Any, Final

import click

from ..errors import LayerError
from ..layers.resolve import resolve
from ..layers.resolved_layer import ResolvedLayer
from ..layers.summary import Row
from ..notation import NotationError, read_numbers
from ..products.tables.table import Report
from ..products.tables.writers import report_text
from .options import answer_form, form_options, layer_spec
from .terminal import write

__all__ = ["explain", "report_of"]


@click.command()
@click.argument("file")
@form_options
def explain(file: str, **values: Any) -> None:
    """Tell the command that made FILE, its parameters and its sizes.

    Works on every figure that this tool has made, in every format.

    \b
    tconv-anim explain tconv_i3_k3_s2_p1.gif
    tconv-anim explain slide.png --json
    """
    form = answer_form(values)
    command = _command_in(Path(file))
    report = report_of(command)
    if form == "table":
        write(f"{command}\n")
    write(report_text(report, form))


def _command_in(path: Path) -> str:
    """The command stored in a file; UsageError where there is none."""
    from ..formats.registry import FORMATS as PICTURES

    if path.is_dir():
        raise click.UsageError(f"{path} is a directory. Give a figure, as in explain figure.gif.")
    try:
        with path.open("rb") as file:
            head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
            kinds = [f for f in PICTURES.values() if any(s in head for s in f.signatures)]
            for kind in kinds:
                file.seek(0)
                try:
                    command = kind.read(file)
                except Exception:  # a broken file may fail in any way its reader knows
                    continue
                if command and command.startswith(("tconv-anim ", "tconv_anim.")):
                    return command
    except OSError as error:
        raise click.UsageError(f"cannot read {path}: {error.strerror or error}.") from None
    if not kinds:
        known = ", ".join(PICTURES)
        raise click.UsageError(f"{path} is no figure of a kind this tool makes: {known}.")
    raise click.UsageError(
        f"{path} does not say what made it: it was not made by tconv-anim, or saved anew by a"
        " program that drops such texts."
    )


def report_of(command: str) -> Report:
    """The layer of a stored command as its summary, with the command in the data."""
    report: Report | None
    if command.startswith("tconv_anim."):
        resolved = _called(command)
        report = None if resolved is None else _of_one(resolved)
    else:
        report = _typed(command)
    if report is None:
        return Report([], {"command": command, "layers": []})
    return report._replace(data={"command": command, **report.data})


def _of_one(resolved: ResolvedLayer) -> Report:
    from ..products.tables import layers as summary

    return summary.report([Row(resolved.kind, resolved=resolved)])


def _typed(command: str) -> Report | None:
    """The report of a command line, parsed as the command line parses it."""
    from .main import main

    words = shlex.split(command)[1:]
    try:
        parsed = main.get_command(click.Context(main), words[0])
        if parsed is None or words[0] not in _STORED:
            return None
        with parsed.make_context(words[0], words[1:]) as context:
            return _STORED[words[0]](context)
    except (click.ClickException, LayerError, NotationError, IndexError):  # of another version
        return None


def _of_render(context: click.Context) -> Report:
    """The layer of parsed options. Numbers are read as numbers: a figure names no files."""
    values = dict(context.params)
    dims = values["dims"]
    spec = layer_spec(values)._replace(kind=values["kind"])
    for name, size in (("x", "input_size"), ("w", "kernel_size")):
        if values[name] is not None:
            rows = read_numbers(values[name])
            sizes: dict[str, Any] = {size: (len(rows), len(rows[0]))[-dims:]}
            spec = spec._replace(**sizes)
    return _of_one(resolve(spec, ndim=dims))


def _of_sheet(context: click.Context) -> Report:
    """The layer or the network of a cheat-sheet."""
    from ..products.tables import layers as summary
    from ..products.tables import networks as network
    from .cheatsheet import asked_rows
    from .network_options import network_asked

    values = dict(context.params)
    if (asked := network_asked(context, values)) is not None:
        return network.report(asked)
    return summary.report(asked_rows(values)[2])


_STORED: Final = {"render": _of_render, "cheatsheet": _of_sheet}
"""The commands that a figure may hold, and how their layers are told."""


def _called(call: str) -> ResolvedLayer | None:
    """The problem of a call of the Python API, read without running it."""
    from ..layers.layer import Layer
    from ..layers.resolved_layer import resolve_layer

    try:
        tree = ast.parse(call, mode="eval").body
        if not isinstance(tree, ast.Call) or not isinstance(tree.args[0], ast.Call):
            return None
        fields = _literals(tree.args[0])
        return resolve_layer(Layer(**fields), _literals(tree)["input_size"])
    except (SyntaxError, ValueError, KeyError, IndexError, TypeError):
        return None


def _literals(call: ast.Call) -> dict[str, Any]:
    return {
        word.arg: ast.literal_eval(word.value)
        for word in call.keywords
        if word.arg and not isinstance(word.value, ast.Call)
    }
