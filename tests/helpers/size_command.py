"""The size command and its JSON."""

from __future__ import annotations

from click.testing import CliRunner, Result

from tconv_anim.cli import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["size", *args])
