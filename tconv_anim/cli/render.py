"""``tconv-anim render``: a layer to an animation, an HTML player, or a still."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..errors import Argument, UsageError
from ..formats.registry import format_named
from ..options import FORMAT_NAMES
from ..products import quiet_matplotlib
from ..products.figure.spec import FigureSpec, figure_spec
from .options import command_options, given_values
from .output import target, write_out
from .standard_options import Command
from .terminal import Console, ignore_interrupts, stop_on_terminate, write

__all__ = ["render"]


@click.command(cls=Command)
@command_options("render")
@click.pass_context
def render(context: click.Context, /, **_: Any) -> None:
    """Draw a layer: its steps as an animation (.gif, .webp, .mp4, .html, ...), or as a still.

    An existing file is replaced once the new one is complete. The path written goes
    to stderr.

    \b
    tconv-anim render
    tconv-anim render --kind conv --i 5 --k 3 --s 2 --p 1
    tconv-anim render --k 3x5 --s 2x1 --theme dark -o figure.gif
    tconv-anim render --at 1,2 -o cell.png
    tconv-anim render --view all --x "1,2;3,4" --w "1,2,1;2,4,2;1,2,1"
    """
    said = given_values(context)
    console, alt = Console(quiet=said.pop("quiet", False)), said.pop("alt", False)
    output, format_name, folder = (said.pop(name, None) for name in ("output", "format", "frames"))
    spec, shrinkable = figure_spec(said)
    quiet_matplotlib()
    if folder is not None and alt:
        raise UsageError(
            "{alt} draws nothing: leave out {frames}.",
            alt=Argument("alt"),
            frames=Argument("frames", folder),
        )
    if folder is not None:
        _numbered(folder, output, format_name, spec, console, shrinkable=shrinkable)
        return
    from ..products.command import figure_stem, own_command_in_advice

    stem = figure_stem(spec, spec.resolved())
    suffix = spec.formats[0]
    path, form = target(output, format_name, suffix=suffix, stem=stem, among=FORMAT_NAMES)
    from ..products.figure.plan import plan_figure

    with own_command_in_advice(said, spec):
        figure = plan_figure(spec, moving=form.moving, shrinkable=shrinkable, schemes=form.schemes)
    if alt:
        write(figure.alt(moving=form.moving), own=True)
        return
    stop_on_terminate()
    with console.progress("Drawing") as progress:
        write_out(path, lambda file: figure.write(file, form, progress), console)


def _numbered(
    folder: str,
    output: str | None,
    format_name: str | None,
    spec: FigureSpec,
    console: Console,
    *,
    shrinkable: bool,
) -> None:
    """Write every frame as a file of its own."""
    from ..products.figure.numbered_frames import checked_folder, frame_format, write_frames
    from ..products.figure.plan import plan_figure

    if output is not None:
        raise UsageError(
            "{frames} and {output} are two places. Give one; the suffix of the frames is said"
            " with {format}.",
            frames=Argument("frames", folder),
            output=Argument("output", output),
            format=Argument("format"),
        )
    path = checked_folder(Path(folder))
    form = frame_format(format_named(format_name) if format_name else None)
    opaque = replace(spec, transparent=False)  # as a film cannot be, though its frames can
    figure = plan_figure(opaque, moving=True, shrinkable=shrinkable, schemes=form.schemes)
    figure = replace(figure, spec=replace(figure.spec, transparent=spec.transparent))
    stop_on_terminate()
    with console.progress("Drawing") as progress:
        write_frames(figure, path, form, progress, ignore_interrupts)
    console.say(str(path))
