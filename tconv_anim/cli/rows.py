"""Rows of a batch as command lines: one conversion serves the shell and the file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

import click

from ..errors import TconvError
from .cheatsheet import cheatsheet, wanted_sheet
from .explain import report_of
from .output import Wanted, quiet_matplotlib
from .render import render, wanted_figure

if TYPE_CHECKING:
    from ..products.batch import Row, Task
    from ..products.batch.figure_file import Value

__all__ = ["Checked", "check_rows", "draw", "unknown_defaults"]

_COMMANDS: Final = {"render": (render, wanted_figure), "cheatsheet": (cheatsheet, wanted_sheet)}
_ELSEWHERE: Final = {
    "output": "where files go is said with --output-dir",
    "quiet": "this is said to the command",
    "frames": "it makes a folder, and a row makes a file",
    "alt": "it draws nothing",
}
"""Options that a row cannot have, and why."""


_ALIKE: Final = 0.5
"""From 0 to 1: how like a misspelt word the right one has to be."""


class Checked(NamedTuple):
    """Rows as tasks, and all that is wrong with them, a line each."""

    tasks: list[Task]
    errors: list[str]


class RowError(Exception):
    """What is wrong with one key of a row, or with the whole of it."""


def _options(command: click.Command) -> dict[str, click.Option]:
    """Every spelling of an option, without its hyphens."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {spelt.lstrip("-"): option for option in options for spelt in option.opts}


def unknown_defaults(defaults: Mapping[str, Value]) -> list[str]:
    """Keys of the defaults that no command knows."""
    known = {name for command, _ in _COMMANDS.values() for name in _options(command)}
    errors: list[str] = []
    said: dict[str, str] = {}
    spelt = {
        name: one for command, _ in _COMMANDS.values() for name, one in _options(command).items()
    }
    for key in defaults:
        name = spelt[key].name or "" if key in spelt else ""
        if key in _ELSEWHERE:
            errors.append(f"[defaults] {key}: {_ELSEWHERE[key]}. Leave it out.")
        elif key not in known:
            errors.append(f"[defaults] {key}: there is no such option.{_near(key, known)}")
        elif said.setdefault(name, key) != key:
            errors.append(f"[defaults] {key}: it is said twice, as {said[name]} too.")
    return errors


def check_rows(
    rows: Sequence[Row],
    formats: Sequence[str],
    *,
    slides: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
) -> Checked:
    """A task for every file of every row; nothing is drawn.

    *formats*: those that were asked for; a row is written in those it can be written in.
    *slides*: what a slide needs is written too, a picture and for videos a poster frame.
    """
    from ..products.batch import Task

    quiet_matplotlib()
    tasks: list[Task] = []
    errors: list[str] = []
    taken: dict[str, Row] = {}
    for number, row in enumerate(rows, start=1):
        if progress:
            progress(number, len(errors), len(rows))
        try:
            arguments = _arguments(row)
            files = list(_files(row, arguments, formats, slides=slides))
        except RowError as error:
            errors.append(f"{row.place} {error}")
            continue
        except (click.ClickException, TconvError) as error:
            told = error.in_flags() if isinstance(error, TconvError) else error.format_message()
            errors.append(f"{row.place}: {' '.join(told.split())}")
            continue
        for name, said in files:
            other = taken.setdefault(normalize("NFC", name).casefold(), row)
            if other is not row:
                errors.append(
                    f"{row.place}: its file {name} is that of {other.place} too. Give one another"
                    " name."
                )
                break
            # The canonical command names no files: whoever draws needs none but the folder.
            command = said["command"]
            words = tuple(shlex.split(command)[1:])
            tasks.append(Task(name, row.place, words, command, said | _parameters(command)))
    return Checked(tasks, errors)


def _parameters(command: str) -> dict[str, object]:
    data = dict(report_of(command).data)
    data.pop("command", None)
    return data


def _arguments(row: Row) -> tuple[str, ...]:
    """The row as it would be typed: the command and its options."""
    if row.command not in _COMMANDS:
        known = tuple(_COMMANDS)
        raise RowError(
            f"command: {row.command!r} cannot be drawn in a batch. There are {', '.join(known)}."
            f"{_near(row.command, known)}"
        )
    command, _ = _COMMANDS[row.command]
    options = _options(command)
    said: dict[str, tuple[click.Option, Value]] = {}
    for key, value in row.keys.items():
        if key not in options:
            raise RowError(f"{key}: there is no such option.{_near(key, options)}")
        option = options[key]
        if (name := option.name or "") in _ELSEWHERE:
            raise RowError(f"{key}: {_ELSEWHERE[name]}. Leave it out.")
        if name in said:
            raise RowError(f"{key}: it is said twice, by its long and its short name.")
        said[name] = option, value
    for key, value in row.defaults.items():
        option = options.get(key)  # type: ignore[assignment]
        if option is not None:
            said.setdefault(option.name or "", (option, value))
    words = [row.command]
    for option, value in said.values():
        key = option.opts[0].lstrip("-")
        if option.is_flag != isinstance(value, bool):
            what = "true or false" if option.is_flag else "a value, not true or false"
            raise RowError(f"{key}: this takes {what}.")
        if value is True:
            words.append(option.opts[0])
        elif value is not False:
            words += [option.opts[0], str(value)]
    return tuple(words)


def _files(
    row: Row, arguments: tuple[str, ...], formats: Sequence[str], *, slides: bool
) -> Iterator[tuple[str, dict[str, str]]]:
    """(name, command, title and alt text) of every file of the row; it is checked for each."""
    from ..formats.registry import FORMATS

    wanted, asked = _wanted(arguments)
    chosen = [name for name in formats if name in wanted.formats]
    if asked is not None:
        if asked not in wanted.formats:
            raise RowError(f"format: it cannot be {asked}. There are {', '.join(wanted.formats)}.")
        chosen = [asked]
    chosen = chosen or [wanted.formats[0]]
    if slides and ("mp4" in chosen or not {"gif", "png"} & set(chosen)):
        chosen = list(dict.fromkeys([*chosen, "png"]))
    for name in chosen:
        form = FORMATS[name]
        form.check()
        picture = wanted.prepare(form)
        alt = picture.alt(moving=form.moving)
        said = {"command": picture.command, "title": picture.title, "alt": alt}
        yield f"{row.name or wanted.stem}.{name}", said


def _wanted(arguments: tuple[str, ...]) -> tuple[Wanted, str | None]:
    """What a command line wants drawn, and the format that it names."""
    name, *words = arguments
    command, wanted = _COMMANDS[name]
    with command.make_context(name, list(words)) as context:
        return wanted(context), context.params["format_name"]


def draw(arguments: tuple[str, ...], path: str) -> None:
    """Draw a row's command line to *path*, in a process of its own perhaps."""
    from ..formats.atomic import replace_file
    from ..formats.registry import FORMATS

    quiet_matplotlib()
    wanted, _ = _wanted(arguments)
    form = FORMATS[Path(path).suffix.removeprefix(".")]
    picture = wanted.prepare(form)
    with replace_file(Path(path)) as file:
        picture.write(file, form)


def _near(word: str, known: object) -> str:
    near = get_close_matches(word, [str(one) for one in known], 1, _ALIKE)  # type: ignore[attr-defined]
    return f" Did you mean {near[0]}?" if near else ""
