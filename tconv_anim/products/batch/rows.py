"""Rows of a batch as tasks: what each asks for, checked before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from ...errors import TconvError
from ...formats.registry import FORMATS
from ...notation import NotationError, did_you_mean
from ...options import Option, read_option
from .. import quiet_matplotlib
from ..command_options import choices_of, command_options
from .drawing import product_of
from .figure_file import Row, Value
from .runner import Task

__all__ = ["MOST_ERRORS", "CheckedRows", "check_rows", "unknown_defaults"]

MOST_ERRORS: Final = 100
"""So many are told; rows after them are not checked."""
_COMMANDS: Final = ("render", "cheatsheet")
_MOST_TOLD: Final = 1000
"""Characters of an error."""
_ALIKE: Final = 0.5
"""From 0 to 1: how like a misspelt option the right one has to be."""
_ELSEWHERE: Final = {
    "output": "where files go is said with --output-dir",
    "quiet": "this is said to the command",
    "frames": "it makes a folder, and a row makes a file",
    "alt": "it draws nothing",
}
"""Options that a row cannot have, and why."""

KnownFiles = Callable[[str, str], "Mapping[str, Any] | None"]
"""What is known of a file (name, command) that was drawn before and is unchanged."""


class CheckedRows(NamedTuple):
    """Rows as tasks, and all that is wrong with them, a line each."""

    tasks: list[Task]
    errors: list[str]


class RowError(Exception):
    """What is wrong with one key of a row."""


def _keys(command: str) -> dict[str, Option]:
    """Every spelling of an option, without its hyphens."""
    return {key: option for option in command_options(command) for key in option.keys}


def unknown_defaults(defaults: Mapping[str, Value]) -> list[str]:
    """What is wrong with the keys of the defaults, which are for every command."""
    keys = {key: option for command in _COMMANDS for key, option in _keys(command).items()}
    errors: list[str] = []
    said: dict[str, str] = {}
    for key in defaults:
        if key in _ELSEWHERE:
            errors.append(f"[defaults] {key}: {_ELSEWHERE[key]}. Leave it out.")
        elif key not in keys:
            errors.append(
                f"[defaults] {key}: there is no such option.{did_you_mean(key, keys, _ALIKE)}"
            )
        elif (first := said.setdefault(keys[key].name, key)) != key:
            errors.append(f"[defaults] {key}: it is said twice, as {first} too.")
    return errors


def _nothing(_name: str, _command: str) -> None:
    return None


def check_rows(
    rows: Sequence[Row],
    formats: Sequence[str],
    *,
    slides: bool = False,
    known: KnownFiles = _nothing,
    progress: Callable[[int, int, int], None] | None = None,
) -> CheckedRows:
    """A task for every file of every row; nothing is drawn.

    Parameters
    ----------
    formats : sequence of str
        Those that were asked for; a row is written in those it can be written in.
    slides : bool
        What a slide needs is written too: a picture, and for videos a poster frame.
    known : callable
        Rows that were drawn before and are unchanged are not laid out again.
    """
    quiet_matplotlib()
    tasks: list[Task] = []
    errors: list[str] = []
    taken: dict[str, Row] = {}
    for number, row in enumerate(rows, start=1):
        if len(errors) > MOST_ERRORS:
            break
        if progress:
            progress(number, len(errors), len(rows))
        try:
            own = list(_tasks(row, formats, slides=slides, known=known))
        except RowError as error:
            errors.append(f"{row.place} {error}")
            continue
        except (NotationError, TconvError) as error:
            told = error.in_flags() if isinstance(error, TconvError) else str(error)
            errors.append(f"{row.place}: {' '.join(told[:_MOST_TOLD].split())}")
            continue
        for task in own:
            other = taken.setdefault(normalize("NFC", task.name).casefold(), row)
            if other is not row:
                errors.append(
                    f"{row.place}: its file {task.name} is that of {other.place} too. Give one"
                    " another name."
                )
                break
            tasks.append(task)
    return CheckedRows(tasks, errors)


def _tasks(row: Row, formats: Sequence[str], *, slides: bool, known: KnownFiles) -> Iterator[Task]:
    """A task for every file of the row."""
    said = _values(row)
    asked = said.pop("format", None)
    product = product_of(row.command, said)
    for name in _formats(asked, product.formats, formats, slides=slides):
        form = FORMATS[name]
        form.check()
        command, file = product.command(form), f"{row.name or product.stem}.{name}"
        parameters, data = known(file, command) if product.repeatable else None, b""
        if parameters is None:
            laid_out = product.lay_out(form)
            parameters = {"command": command, **laid_out.texts, **product.parameters()}
            data = laid_out.data
        yield Task(file, row.place, product.spec, data, command, parameters, product.repeatable)


def _formats(
    asked: str | None, possible: Sequence[str], formats: Sequence[str], *, slides: bool
) -> list[str]:
    """The formats of a row's files: *asked* for by itself, or *formats*, for the whole batch."""
    chosen = [name for name in formats if name in possible]
    if asked is not None:
        if asked not in possible:
            raise RowError(f"format: it cannot be {asked}. Choose from {', '.join(possible)}.")
        chosen = [asked]
    chosen = chosen or [possible[0]]
    if slides and ("mp4" in chosen or not {"gif", "png"} & set(chosen)):
        chosen = list(dict.fromkeys([*chosen, "png"]))
    return chosen


def _values(row: Row) -> dict[str, Any]:
    """What the row says, by the names of the options."""
    if row.command not in _COMMANDS:
        raise RowError(
            f"command: {row.command!r} cannot be drawn in a batch. Choose from"
            f" {', '.join(_COMMANDS)}.{did_you_mean(row.command, _COMMANDS)}"
        )
    options = _keys(row.command)
    said: dict[str, tuple[Option, Value]] = {}
    for key, value in row.keys.items():
        if key not in options:
            raise RowError(f"{key}: there is no such option.{did_you_mean(key, options, _ALIKE)}")
        name = options[key].name
        if name in _ELSEWHERE:
            raise RowError(f"{key}: {_ELSEWHERE[name]}. Leave it out.")
        if name in said:
            raise RowError(f"{key}: it is said twice, by its long and its short name.")
        said[name] = options[key], value
    for key, value in row.defaults.items():
        if key in options and options[key].name not in _ELSEWHERE:
            said.setdefault(options[key].name, (options[key], value))
    values: dict[str, Any] = {}
    for name, (option, value) in said.items():
        switch = option.kind == "switch"
        if switch != isinstance(value, bool):
            what = "true or false" if switch else "a value, not true or false"
            raise RowError(f"{option.keys[0]}: this takes {what}.")
        if not switch:
            values[name] = read_option(option, str(value), choices_of(option))
        elif value:
            values[name] = not option.default
    return values
