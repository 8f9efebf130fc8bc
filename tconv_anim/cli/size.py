"""``tconv-anim size``: output sizes, with the formulas that give them."""

from __future__ import annotations

from typing import Any

import click

from ..arithmetic.axis import Kind
from ..arithmetic.summary import summarise
from .parameters import OneOf, layer_options, layer_spec, quiet_option, whole_number
from .reports import summary
from .reports.report import FORMATS, written
from .terminal import Talk, write

__all__ = ["size"]


@click.command()
@layer_options(kinds=("transposed", "conv", "both"), default_kind="both")
@click.option(
    "--dims",
    type=whole_number("2"),
    metavar="1|2|3",
    show_default="2, or as many as a value names",
    help="Number of axes.",
)
@click.option(
    "--format",
    "format_name",
    type=OneOf(FORMATS),
    show_default="table",
    help="Form of the answer.",
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@quiet_option
def size(**values: Any) -> None:
    """Calculate output sizes: standard and transposed convolution side by side.

    Works in 1 to 3 axes. Where one of the two cannot be, its row says why.

    \b
    tconv-anim size --i 4 --k 3 --s 2 --p 1 --op 1
    tconv-anim size --kind conv --i 224 --k 7 --s 2 --p 3
    tconv-anim size --dims 1 --i 16 --k 25 --s 4 --json
    """
    talk = Talk(quiet=values.pop("quiet"))
    kind, ndim = values.pop("kind"), values.pop("dims")
    if ndim is not None and ndim not in (1, 2, 3):
        raise click.UsageError(f"--dims {ndim}: a layer has 1, 2 or 3 axes. Try --dims 2.")
    as_json, format_name = values.pop("as_json"), values.pop("format_name")
    if as_json and format_name not in (None, "json"):
        raise click.UsageError(f"--json and --format {format_name} ask for two forms. Give one.")
    format_name = "json" if as_json else format_name or "table"
    kinds: tuple[Kind, ...] = ("conv", "transposed") if kind == "both" else (kind,)
    answer = summary.report(summarise(layer_spec(values), kinds, ndim=ndim))
    write(written(answer, format_name))
    for line in answer.warnings:
        talk.say(f"Warning: {line}")
