"""The tables of options in REFERENCE.md, made from what the command line declares.

    python examples/reference.py         # writes them into examples/REFERENCE.md

A test compares them, so they are what ``--help`` says.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from tconv_anim.cli import main

REFERENCE = Path(__file__).parent / "REFERENCE.md"
LAYER_COMMANDS = ("render", "size", "cheatsheet")
HEAD = ["| option | value | | default |", "| --- | --- | --- | --- |"]
PLACE = re.compile(r"(<!-- options of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def rows(command: str) -> list[str]:
    """A row for every option of a command, in the order of its help."""
    context = click.Context(main)
    found = main.get_command(context, command)
    assert found is not None
    context = click.Context(found)
    return [row(option, context) for option in found.params if isinstance(option, click.Option)]


def row(option: click.Option, context: click.Context) -> str:
    """What the help says of an option, in four columns."""
    extra: dict[str, Any] = dict(option.get_help_extra(context))
    choices = getattr(option.type, "choices", None)
    value = ", ".join(choices) if choices else option.make_metavar(context)
    cells = [
        ", ".join(f"`{flag}`" for flag in option.opts),
        "" if option.is_flag else ", ".join(f"`{part}`" for part in re.split(r"\||, ", value)),
        option.help or "",
        extra.get("default", ""),
    ]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def table(name: str) -> str:
    """The options of a command, or with ``layers`` those that all commands on layers share.

    The shared ones are not repeated with a command.
    """
    common = [line for line in rows("render") if all(line in rows(c) for c in LAYER_COMMANDS)]
    common = [line for line in common if "`--quiet`" not in line]
    if name == "layers":
        return "\n".join([*HEAD, *common])
    return "\n".join([*HEAD, *(line for line in rows(name) if line not in common)])


def filled(document: str) -> str:
    """*document* with its tables as they must be."""
    return PLACE.sub(lambda found: f"{found[1]}\n{table(found[2])}\n\n{found[3]}", document)


if __name__ == "__main__":
    REFERENCE.write_text(filled(REFERENCE.read_text(encoding="utf-8")), encoding="utf-8")
