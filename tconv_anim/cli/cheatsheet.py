"""``tconv-anim cheatsheet``: a layer, or a network, on one page."""

from __future__ import annotations

from typing import Any

import click

from ..options import SHEET_FORMATS
from ..products import quiet_matplotlib
from ..products.sheet.spec import plan_sheet, sheet_spec
from .options import command_options, given_values
from .output import target, write_out
from .standard_options import Command
from .terminal import Console, stop_on_terminate, write

__all__ = ["cheatsheet"]


@click.command(cls=Command)
@command_options("cheatsheet")
@click.pass_context
def cheatsheet(context: click.Context, /, **_: Any) -> None:
    """Put a layer on one page: sizes, steps, views, overlap, frameworks, networks.

    A PDF for print by default; a PNG has 200 pixels to an inch. An existing file is
    replaced once the new one is complete. The path written goes to stderr.

    \b
    tconv-anim cheatsheet
    tconv-anim cheatsheet --k 4 --paper letter --theme print
    tconv-anim cheatsheet --framework keras --p same --i 4 -o keras.pdf
    tconv-anim cheatsheet --topic frameworks -o slide.png
    tconv-anim cheatsheet --preset dcgan
    """
    said = given_values(context)
    console, alt = Console(quiet=said.pop("quiet", False)), said.pop("alt", False)
    output, format_name = said.pop("output", None), said.pop("format", None)
    quiet_matplotlib()
    spec = sheet_spec(said)
    sheet = plan_sheet(spec)
    path, form = target(
        output, format_name, suffix=SHEET_FORMATS[0], stem=spec.stem, among=SHEET_FORMATS
    )
    if alt:
        write(sheet.alt(), own=True)
        return
    stop_on_terminate()
    write_out(path, lambda file: sheet.write(file, form), console)
