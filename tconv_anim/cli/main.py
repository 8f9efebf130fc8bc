"""The group of commands. Exit codes: 0 done, 1 it failed, 2 wrongly asked, 130 interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from ..errors import OutputError, TconvError, UsageError
from ..notation import did_you_mean
from .standard_options import VERSION, Command
from .terminal import (
    abandon_stdout,
    complain,
    error_line,
    ignore_interrupts,
    prepare_streams,
    was_stopped,
)

__all__ = ["main"]


_THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_COMMANDS: Final = {
    "render": "Draw a layer: an animation, an HTML player, or a still.",
    "cheatsheet": "Put a layer or a network on one page, for print or a slide.",
    "batch": "Draw all figures of a file that changed, on all cores.",
    "size": "Calculate sizes, compare frameworks, find parameters, check networks.",
    "explain": "Print the command that made a figure.",
}
"""What the help says of each command; its module has its name."""


class _Program(Command, click.Group):
    """A group that loads the command it runs, and whose every error is one line on stderr."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f".{cmd_name}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            for name in _THREADS:  # our matrices are tiny, and threads that wait cost time
                os.environ.setdefault(name, "1")
            prepare_streams()
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
            code = result if isinstance(result, int) else 0
        except click.ClickException as error:
            code = _fail(error.format_message(), error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            code = _fail("interrupted.", 130)
        except OutputError as error:
            code = _fail(error.in_flags(), 1)
        except TconvError as error:
            code = _fail(error.in_flags(), 2)
        except OSError as error:
            code = _fail(f"{error.strerror or error}.", 1)
        except MemoryError:
            code = _fail("there is not enough memory for that.", 1)
        except Exception as error:
            if os.environ.get("TCONV_ANIM_TRACEBACK"):
                raise
            if was_stopped():
                code = _fail("interrupted.", 130)
            else:
                code = _fail(
                    f"internal error, {type(error).__name__}: {error}. This is a bug; with"
                    " TCONV_ANIM_TRACEBACK=1 in the environment its traceback is shown.",
                    1,
                )
        ignore_interrupts()
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # before Click answers it with an empty line
            raise click.Abort from None
        except BrokenPipeError:  # the reader has all it wanted; Click would call it a failure
            abandon_stdout()
            ctx.exit(0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            hint = did_you_mean(args[0], known) or f" Choose from {', '.join(known)}."
            raise UsageError("{name} is not a command.{hint}", name=args[0] or repr(""), hint=hint)
        return super().resolve_command(ctx, args)


def _fail(message: str, code: int) -> int:
    complain(error_line(f"Error: {message}"))
    return code


@click.group(
    cls=_Program,
    name="tconv-anim",
    invoke_without_command=True,
    params=[VERSION],
    context_settings={"max_content_width": 100},
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Animated figures of standard and transposed convolutions, and their sizes.

    \b
    tconv-anim render                        the default example, as a GIF
    tconv-anim render --k 4 -o upsample.gif  your layer
    tconv-anim cheatsheet --k 4              all of it on one page, as a PDF
    tconv-anim batch course.toml             all figures of a file
    tconv-anim size --i 4 --k 3 --s 2        output sizes, with the formulas
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
