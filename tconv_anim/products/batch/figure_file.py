"""A file of figures: defaults, a table a figure, and sweeps that make many."""

from __future__ import annotations

import math
import os
import re
import string
import sys
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, Final, NamedTuple, TypeAlias

from ...layers.networks.toml_text import parse_toml
from ...notation import did_you_mean

__all__ = ["Course", "Row", "Value", "bad_name", "normal", "read_course"]

Value: TypeAlias = "str | int | float | bool"
_TABLES: Final = ("defaults", "figures", "sweep")
_OF_ROWS: Final = ("command", "name")
"""Keys that are no options."""
_RESERVED: Final = re.compile(
    r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])([ .].*)?"
)
_FORBIDDEN: Final = '<>:"/\\|?*'
_LONGEST: Final = 150
MOST_ROWS: Final = 10_000
"""Of a file, over all its sweeps: more are a slip."""
_MOST_UNKNOWN: Final = 100
"""Tables that are told not to be known."""
_MOST_PATTERN: Final = 200
"""Characters of a sweep's name, and of a name that is made of it."""
_FORMAT: Final = re.compile(r"0?[0-9]{0,2}(\.[0-9]{1,2})?[bdoxXeEfFgGs]?")
"""How a value can be written in a name: in so many characters, with so many decimals."""


class Row(NamedTuple):
    """One figure as the file says it."""

    place: str
    """Where it stands: ``[figures.up]``, ``[[sweep]] 2, k = 3``."""
    command: str
    keys: Mapping[str, Value]
    """Its options, their names with hyphens."""
    defaults: Mapping[str, Value]
    """Those of the file, for what it does not say itself."""
    name: str = ""
    """Of its file, without suffix; empty: as the command would name it."""


class Course(NamedTuple):
    """A file's rows, and everything that is wrong with how it is written."""

    rows: list[Row]
    errors: list[str]
    """One line each, beginning with the place."""


def normal(key: str) -> str:
    """An option's name as this package writes it: ``step_ms`` and ``--step-ms`` are one.

    >>> normal("step_ms")
    'step-ms'
    """
    return key.strip().removeprefix("--").replace("_", "-")


def read_course(text: str) -> Course:
    """The rows of a file, each with what it says, sweeps told one by one.

    >>> course = read_course('[[sweep]]\\nk = [3, 4]\\nname = "up_k{k}"')
    >>> [row.name for row in course.rows], course.errors
    (['up_k3', 'up_k4'], [])
    """
    try:
        data = parse_toml(text)
    except ValueError as error:
        return Course([], [f"it is not TOML: {error}."])
    errors: list[str] = [
        f"{_literal(key)}: no table of that name. Choose from {', '.join(_TABLES)}."
        f"{did_you_mean(key, _TABLES)}"
        for key in islice((key for key in data if key not in _TABLES), _MOST_UNKNOWN)
    ]
    defaults = _keys("[defaults]", _table(data, "defaults", errors), errors)
    for key in ("name", "command"):
        if key in defaults:
            errors.append(f"[defaults] {key}: every row has its own. Leave it out.")
    rows: list[Row] = []
    figures = _table(data, "figures", errors)
    if len(figures) > MOST_ROWS:
        return Course([], [_too_many("it", len(figures))])
    for name, table in figures.items():
        place = f"[figures.{name}]"
        if not isinstance(table, dict):
            errors.append(f"{place}: a figure is a table of its own: {place}.")
            continue
        if why := bad_name(name):
            errors.append(f"{place}: {why}")
        if "name" in table:
            errors.append(f"{place} name: the table's own name is the file's. Leave it out.")
        keys = _keys(place, table, errors)
        rows.append(Row(place, str(keys.pop("command", "render")), keys, defaults, name))
    sweeps = data.get("sweep", [])
    if not isinstance(sweeps, list) or not all(isinstance(sweep, dict) for sweep in sweeps):
        errors.append("[[sweep]]: sweeps are tables in double brackets: [[sweep]].")
        sweeps = []
    for number, sweep in enumerate(sweeps, start=1):
        place = f"[[sweep]]{f' {number}' if len(sweeps) > 1 else ''}"
        rows += _sweep_rows(place, sweep, defaults, errors, MOST_ROWS - len(rows))
        if len(errors) > _MOST_UNKNOWN:
            break
    if not rows and not errors:
        errors.append("it has no figures. Write [figures.first], and options below it.")
    return Course(rows, errors)


def _table(data: Mapping[str, Any], name: str, errors: list[str]) -> Mapping[str, Any]:
    table = data.get(name, {})
    if isinstance(table, dict):
        return table
    errors.append(f"[{name}]: this is a table: [{name}].")
    return {}


def _keys(place: str, table: Mapping[str, Any], errors: list[str]) -> dict[str, Value]:
    """The options of a table; what is no value of one is an error."""
    keys: dict[str, Value] = {}
    for key, value in table.items():
        name = normal(key)
        if isinstance(value, list):
            errors.append(
                f"{place} {key}: lists stand in [[sweep]] alone. Axes are written"
                f' "{"x".join(map(str, value)) or "3x5"}".'
            )
        elif not isinstance(value, str | int | float | bool):
            kind = "a table" if isinstance(value, dict) else "no text, number, true or false"
            errors.append(f"{place} {key}: this is {kind}, and an option takes one value.")
        elif name in keys:
            errors.append(f"{place} {key}: it is said twice. Leave one out.")
        else:
            keys[name] = value
    return keys


def _sweep_rows(
    place: str,
    table: Mapping[str, Any],
    defaults: Mapping[str, Value],
    errors: list[str],
    most: int,
) -> Iterator[Row]:
    """A row for every choice of one value from each list; *most* are left of the file's."""
    lists: dict[str, list[Any]] = {}
    single: dict[str, Any] = {}
    for key, value in table.items():
        name = normal(key)
        if isinstance(value, list) and name in _OF_ROWS:
            errors.append(f"{place} {key}: this is one text; what changes is put in as {{k}}.")
            return
        if isinstance(value, list) and name in lists:
            errors.append(f"{place} {key}: it is said twice. Leave one out.")
            return
        (lists if isinstance(value, list) else single)[name if isinstance(value, list) else key] = (
            value
        )
    rest = _keys(place, single, errors)
    pattern, command = str(rest.pop("name", "")), str(rest.pop("command", "render"))
    for name, values in lists.items():
        if not values:
            errors.append(f"{place} {name}: the list is empty, so there is nothing to draw.")
        elif not all(isinstance(value, str | int | float | bool) for value in values):
            errors.append(f"{place} {name}: a list holds texts, numbers, true or false.")
        else:
            continue
        return
    if (count := math.prod(map(len, lists.values()))) > most:
        errors.append(_too_many(place, MOST_ROWS - most + count))
        return
    for choice in product(*lists.values()):
        chosen = dict(zip(lists, choice, strict=True))
        said = ", ".join(f"{key} = {_literal(value)[:40]}" for key, value in chosen.items())
        keys: dict[str, Value] = {**rest, **chosen}
        try:
            name = _name_from_pattern(pattern, keys)
        except ValueError as error:
            errors.append(f"{place} name: {error}")
            return
        if name and (why := bad_name(name)):
            errors.append(f"{place} {said}: {why}")
        yield Row(f"{place} {said}".rstrip(), command, keys, defaults, name)


def _name_from_pattern(pattern: str, keys: Mapping[str, Value]) -> str:
    """The pattern with the keys' values, each as its format says; ValueError says what is wrong.

    >>> _name_from_pattern("up_k{k:02d}", {"k": 3})
    'up_k03'
    """
    if len(pattern) > _MOST_PATTERN:
        raise ValueError(f"it has {len(pattern):,} characters, more than {_MOST_PATTERN}.")
    known = {key.replace("-", "_"): value for key, value in keys.items()}
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"{pattern!r} is not a pattern: {error}.") from None
    name = ""
    for literal, field, form, conversion in parts:
        name += literal
        if field is None:
            continue
        if field.replace("-", "_") not in known:
            near = did_you_mean(field, tuple(known))
            raise ValueError(f"{{{field}}} is not a key of this sweep.{near}")
        value = known[field.replace("-", "_")]
        if conversion or "{" in (form or ""):
            raise ValueError(f"{pattern!r}: write {{{field}}}, or {{{field}:03d}} for zeros.")
        if form and not _FORMAT.fullmatch(form):
            raise ValueError(
                f"{{{field}:{form}}} is not a format for a name, which has at most two digits of"
                f" width: {{{field}:03d}}."
            )
        try:
            name += _part(format(value, form) if form else value)[: _MOST_PATTERN + 1]
        except ValueError as error:
            raise ValueError(f"{{{field}:{form}}}: {error}. Try {{{field}}}.") from None
    return name


def _too_many(place: str, count: int) -> str:
    """The refusal of more figures than a file has."""
    shown = f"{count:,} figures" if count < 10**15 else "more figures than can be counted"
    return f"{place} makes {shown}, more than the {MOST_ROWS:,} of a file. Shorten its lists."


def _part(value: Value) -> str:
    """A value as part of a file's name: a colon cannot stand there on Windows."""
    return (str(value).lower() if isinstance(value, bool) else str(value)).replace(":", "-")


def bad_name(name: str) -> str:
    """Why a figure cannot be called that, on one system or another; empty where it can.

    >>> bad_name("up_k3"), bad_name("../up")[:20]
    ('', "'../up' cannot name ")
    """
    shown = _literal(name if len(name) <= 40 else name[:37] + "...")
    wrong = [char for char in name if char in _FORBIDDEN or not char.isprintable()]
    if not name:
        why = "a name has at least one letter"
    elif wrong:
        why = f"{wrong[0]!r} cannot stand in a file's name everywhere"
    elif name.startswith(".") or name.endswith((".", " ")) or name != name.strip():
        why = "it begins or ends with a dot or a blank"
    elif _RESERVED.fullmatch(name):
        why = "Windows keeps that name for itself"
    elif len(name.encode(errors="replace")) > _LONGEST:
        why = f"it is longer than {_LONGEST} bytes"
    elif not _can_be_stored(name):
        why = f"this system's file names are written in {sys.getfilesystemencoding()}"
    else:
        return ""
    return f"{shown} cannot name a file: {why}."


def _can_be_stored(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def _literal(value: object) -> str:
    return repr(value) if isinstance(value, str) else str(value).lower()
