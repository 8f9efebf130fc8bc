"""The group of commands: help, version, misspelt names, internal failures."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.cli.main import _COMMANDS
from tests.helpers.commands import run, start

pytestmark = pytest.mark.usefixtures("folder")


def test_a_misspelt_command_is_answered_with_the_nearest() -> None:
    result = run("rendr")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: rendr is not a command. Did you mean render?\n",
    )


def test_an_internal_failure_is_one_line_and_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr("tconv_anim.products.figure.plan.plan_figure", broken)
    result = run("render")
    assert result.exit_code == 1
    assert "internal error, ZeroDivisionError: surprise" in result.stderr
    monkeypatch.setenv("TCONV_ANIM_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("render")


# -- help ----------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    return {name: main.get_command(context, name) for name in _COMMANDS}  # type: ignore[misc]


def test_every_option_has_help_and_every_command_an_example() -> None:
    assert set(main.list_commands(click.Context(main))) == set(_COMMANDS)
    for name, command in commands().items():
        assert f"tconv-anim {name}" in (command.help or "")
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, (name, option.name)


def test_plain_program_shows_its_help() -> None:
    result = run()
    assert result.exit_code == 0 and result.stdout == run("--help").stdout


def test_version() -> None:
    assert run("--version").stdout == f"tconv-anim, version {tconv_anim.__version__}\n"


def test_shell_completion_is_there() -> None:
    done = start("size", env={**os.environ, "_TCONV_ANIM_COMPLETE": "bash_source"})
    assert b"_TCONV_ANIM_COMPLETE=bash_complete" in done.stdout


def test_modules_load_without_a_search_for_garbage() -> None:
    code = (
        "import gc; before = gc.get_stats(); import tconv_anim.cli;"
        " print(gc.isenabled(), gc.get_stats() == before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["True", "True"]
