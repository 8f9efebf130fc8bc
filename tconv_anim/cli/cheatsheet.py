"""``tconv-anim cheatsheet``: a layer, or a network, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..layers.axis import Kind
from ..layers.resolved_layer import ResolvedLayer, spec_of
from ..layers.spec import LayerSpec
from ..layers.summary import Row, summarise
from ..options import ORIENTATIONS, PAPER_NAMES, SHEET_FORMATS, TOPICS, SheetOptions
from .network_options import network_asked, network_options
from .options import (
    OneOf,
    Option,
    checked_dims,
    dims_option,
    layer_options,
    layer_spec,
    quiet_option,
    seed_option,
    theme_option,
    title_option,
)
from .output import Wanted, output_options, quiet_matplotlib, target, write_out
from .terminal import Console, stop_on_terminate, write

if TYPE_CHECKING:
    from ..products.sheet import Sheet

__all__ = ["asked_rows", "asked_sheet", "cheatsheet", "wanted_sheet"]


@click.command()
@network_options(files=False)
@layer_options(kinds=("transposed", "conv", "both"), default_kind="both")
@dims_option("; of three the tables are told, and nothing is drawn")
@click.option(
    "--topic",
    type=OneOf(TOPICS),
    show_default="the whole sheet",
    help="One part as a figure of its own, in type for a slide.",
    cls=Option,
)
@click.option(
    "--paper",
    type=OneOf(PAPER_NAMES),
    show_default="a4, and 16:9 with --topic",
    help="Size of the page.",
    cls=Option,
)
@click.option(
    "--orientation",
    type=OneOf(ORIENTATIONS),
    show_default="portrait; landscape of 16:9 and of networks",
    help="Which way the page is turned.",
    cls=Option,
)
@theme_option
@seed_option
@title_option
@output_options(SHEET_FORMATS)
@click.option("--alt", is_flag=True, help="Print the sheet's alt text, and draw nothing.")
@quiet_option
@click.pass_context
def cheatsheet(context: click.Context, /, **values: Any) -> None:
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
    output, format_name = values.pop("output"), values.pop("format_name")
    console, alt = Console(quiet=values.pop("quiet")), values.pop("alt")
    options = SheetOptions(**{name: values.pop(name) for name in SheetOptions.__dataclass_fields__})
    quiet_matplotlib()
    sheet, stem = asked_sheet(context, values, options)
    path, form = target(output, format_name, suffix="pdf", stem=stem, among=SHEET_FORMATS)
    if alt:
        write(sheet.alt())
        return
    stop_on_terminate()
    write_out(path, lambda file: sheet.write(file, form), console)


def wanted_sheet(context: click.Context) -> Wanted:
    """The sheet that parsed options ask for, but for where it goes."""
    values = dict(context.params)
    options = SheetOptions(**{name: values.pop(name) for name in SheetOptions.__dataclass_fields__})
    sheet, stem = asked_sheet(context, values, options)
    return Wanted(stem, SHEET_FORMATS, lambda _form: sheet)


def asked_sheet(
    context: click.Context, values: dict[str, Any], options: SheetOptions
) -> tuple[Sheet, str]:
    """The sheet of the layer or the network that is asked for, and what its file is called."""
    from ..products.command import network_command, network_stem, sheet_command, sheet_stem
    from ..products.sheet import layer_sheet, network_sheet

    flags = _network_flags(context)
    if (network := network_asked(context, values, ("topic", "seed"))) is not None:
        command = network_command(options, flags)
        return network_sheet(network, options, command), network_stem(network, options)
    kind, spec, rows = asked_rows(values)
    said = _said(spec, rows)
    command = sheet_command(said, options, kind=kind)
    return layer_sheet(rows, options, command), sheet_stem(said, options, kind=kind)


def asked_rows(values: dict[str, Any]) -> tuple[str, LayerSpec, list[Row]]:
    """The kind that is asked for, the layer as it was typed, and a row for each kind."""
    kind, ndim = values.pop("kind"), values.pop("dims")
    checked_dims(ndim)
    spec = layer_spec(values)
    kinds: tuple[Kind, ...] = ("conv", "transposed") if kind == "both" else (kind,)
    return kind, spec, summarise(spec, kinds, ndim=ndim)


def _said(spec: LayerSpec, rows: list[Row]) -> ResolvedLayer:
    """The layer with all that was typed: a convolution alone would lose what is not its own."""
    resolved = next(row.resolved for row in reversed(rows) if row.resolved)
    if resolved.kind == "conv" and len(rows) > 1:
        own = spec_of(resolved)._replace(
            output_padding=spec.output_padding,
            output_shape=spec.output_shape,
            transpose_kernel=spec.transpose_kernel,
        )
        resolved = resolved._replace(framework_spec=own)
    return resolved


def _network_flags(context: click.Context) -> list[str]:
    """The flags that name a network, as they were typed."""
    names = ("layers", "preset", "channels", "kind", "input_size", "framework", "dims")
    words: list[str] = []
    for parameter in context.command.params:
        name = parameter.name or ""
        typed = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if name in names and typed:
            words += [parameter.opts[0], _typed(context.params[name])]
    return words


def _typed(value: Any) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)
