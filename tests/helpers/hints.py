"""Follows what errors advise, wherever a test provokes one through the command line.

Loaded with ``-p tests.helpers.hints``. An error's advice is data: its arguments with values are
the flags to try, each by itself, and commands stand in it whole. What the command line says
itself, in plain text, is read as ``Try --flag value or --flag value.``, and what is wrong in a
word of ``--layers`` is put right there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any
from unittest import mock

import click
import pytest
from click.testing import CliRunner, Result

from tconv_anim.cli import main
from tconv_anim.errors import Argument, TconvError
from tconv_anim.products.command_options import options_by_flag

_COMMAND = re.compile(r"tconv-anim (?:size|render|cheatsheet) .*?(?= or tconv-anim|, the|\.$|\. )")
_FLAGS = re.compile(r"Try (-.*?)\.?$")
_WORD = re.compile(r"--layers, word (\d+) \(.*?\): .* Try ([a-z]+)([-\d.x:]+)\.$")
_FILES = ("photo.png", "figure.", "x.npy", "kernel.npy")
"""Names that stand for a file of the user's."""


def remedies(error: BaseException, args: list[str]) -> Iterator[list[str]]:
    """The command lines to try instead of *args*."""
    if isinstance(error, TconvError):
        text = error.advice.spelled(Argument.in_flags)
        if found := _WORD.search(error.in_flags()):
            yield with_word(args, int(found[1]) - 1, found[2], found[3])
        without = text.startswith("Leave it out: ")
        if without and error.reason.arguments():
            args = without_flag(args, error.reason.arguments()[0].in_flags().split()[0])
        together, last = args, ""
        for one in error.advice.arguments():
            words = shlex.split(one.in_flags())
            in_command = f"size {one.in_flags()}" in text
            if one.value is None or len(words) < 2 or in_command or _names_a_file(words[1]):
                continue
            if last and f"{last} {one.in_flags()}" not in text:  # the next of several choices
                yield together
                together = args
            together, last = with_flag(together, *words), one.in_flags()
        if last:
            yield together
    else:
        text = str(error.format_message()) if isinstance(error, click.ClickException) else ""
        if found := _FLAGS.search(_COMMAND.sub("", text)):
            for choice in re.split(r",? or (?=-)", found[1]):
                again, words = args, shlex.split(choice)
                for flag, value in zip(words[::2], words[1::2], strict=False):
                    again = with_flag(again, flag, value)
                if not _names_a_file(choice):
                    yield again
    for command in _COMMAND.findall(text):
        yield shlex.split(command)[1:]


def with_word(args: list[str], number: int, letters: str, value: str) -> list[str]:
    """*args* with another value of a parameter in a word of ``--layers``."""
    at = args.index("--layers") + 1
    words = args[at].replace(",", " ").split()
    old, new = rf"(?<![a-z]){letters}(?![a-z])[-\d.x:]*", letters + value
    changed, count = re.subn(old, new, words[number])
    words[number] = changed if count else words[number] + new
    return [*args[:at], " ".join(words), *args[at + 1 :]]


def _names_a_file(text: str) -> bool:
    return any(name in text for name in _FILES)


def without_flag(args: list[str], flag: str) -> list[str]:
    """*args* without a flag and its value."""
    option = options_by_flag(args[0]).get(flag)
    spelled = option.flags if option else (flag,)
    at = next((n for n, word in enumerate(args) if word in spelled), len(args))
    width = 1 if option is not None and option.kind == "switch" else 2
    return [*args[:at], *args[at + width :]]


def with_flag(args: list[str], flag: str, value: str = "") -> list[str]:
    """*args* with another value of a flag, however it was spelled there."""
    option = options_by_flag(args[0]).get(flag)
    spelled = option.flags if option else (flag,)
    rest = list(args)
    for at, word in enumerate(args):
        if word in spelled:
            if option is not None and option.kind == "switch":
                return rest
            rest[at + 1 : at + 2] = [value]
            return rest
        if word.partition("=")[0] in spelled:
            rest[at] = f"{flag}={value}"
            return rest
    return [*rest, flag, *([value] if value else [])]


class _Followed:
    """Runs a test's command, then what its error advises."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.following = False
        self.count = 0

    def note(self, error: BaseException) -> None:
        self.error = error


FOLLOWED = _Followed()


@pytest.fixture(autouse=True)
def _follow_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    invoke, run = CliRunner.invoke, click.Command.main

    def noted(self: click.Command, *args: Any, **options: Any) -> Any:
        try:
            return run(self, *args, **options)
        except (click.ClickException, TconvError) as error:
            FOLLOWED.note(error)
            raise

    def followed(
        self: CliRunner, program: Any, args: Any = None, *more: Any, **options: Any
    ) -> Result:
        FOLLOWED.error = None
        result = invoke(self, program, args, *more, **options)
        error, FOLLOWED.error = FOLLOWED.error, None
        if error is None or FOLLOWED.following or program is not main or not args:
            return result
        words = shlex.split(args) if isinstance(args, str) else [str(word) for word in args]
        if words[0] not in ("size", "render", "cheatsheet"):
            return result
        FOLLOWED.following = True
        try:
            with (
                mock.patch("tconv_anim.cli.render.write_out"),
                mock.patch("tconv_anim.cli.cheatsheet.write_out"),
            ):
                for again in remedies(error, words):
                    told = invoke(self, main, again, *more, **options)
                    FOLLOWED.count += 1
                    text = (
                        f"{shlex.join(words)}\n  {result.stderr}"
                        f"{shlex.join(again)}\n  {told.exit_code} {told.stderr}"
                    )
                    failed = "--fail-on" in again and told.exit_code == 1  # as was asked
                    assert told.exit_code == 0 or failed, text
        finally:
            FOLLOWED.following = False
        return result

    monkeypatch.setattr(click.Command, "main", noted)
    monkeypatch.setattr(CliRunner, "invoke", followed)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.write_line(f"hints followed: {FOLLOWED.count}")
