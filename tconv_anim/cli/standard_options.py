"""``--help`` and ``--version``. Click's own look for translations of what they say, of which
there are none: that takes milliseconds, and size has few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import click

from ..version import __version__

__all__ = ["VERSION", "Command"]


def _text_option(
    flags: Sequence[str], what: str, text: Callable[[click.Context], str]
) -> click.Option:
    """An option that prints a text and ends the command."""

    def show(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(text(ctx), color=ctx.color)
            ctx.exit()

    return click.Option(
        flags,
        is_flag=True,
        is_eager=True,
        expose_value=False,
        help=f"Show {what} and exit.",
        callback=show,
    )


VERSION: Final = _text_option(
    ("-V", "--version"), "the version", lambda _: f"tconv-anim, version {__version__}"
)
_HELP: Final = _text_option(("-h", "--help"), "this message", click.Context.get_help)


class Command(click.Command):
    """A command with ``-h`` and ``--help``."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return _HELP
