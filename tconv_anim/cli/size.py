"""``tconv-anim size``: sizes, formulas, frameworks side by side, and the way back from sizes."""

from __future__ import annotations

from typing import Any

import click

from ..layers.axis import Kind
from ..layers.frameworks import CODE_NAMES
from ..layers.spec import LayerSpec
from ..layers.summary import Row, summarise
from ..layers.validation import MAX_K, MOST_MAX_K
from ..notation import Sizes
from ..products.tables.table import Report
from ..products.tables.writers import report_text
from .network_options import network_answer, network_options
from .options import (
    SIZES,
    OneOf,
    Option,
    answer_form,
    checked_dims,
    dims_option,
    form_options,
    layer_options,
    layer_spec,
    quiet_option,
    refuse_beside,
    whole_number,
)
from .terminal import Console, write

__all__ = ["size"]

_LIMIT = 20


@click.command()
@network_options(files=True)
@layer_options(kinds=("transposed", "conv", "both"), default_kind="both")
@dims_option()
@click.option(
    "--compare", is_flag=True, help="The same layer in every framework: sizes, crops, pixels."
)
@click.option(
    "--code",
    type=OneOf(CODE_NAMES),
    help="The layer as lines of code that run in this framework.",
)
@click.option(
    "--from",
    "from_size",
    type=SIZES,
    metavar="N|HxW",
    help="With --to: find the parameters that lead from this input size in cells.",
)
@click.option("--to", "to_size", type=SIZES, metavar="N|HxW", help="The output size in cells.")
@click.option(
    "--max-k",
    type=whole_number("7"),
    metavar="N",
    show_default=str(MAX_K),
    help=f"With --from and --to: largest kernel and stride to try, 1 to {MOST_MAX_K}.",
    cls=Option,
)
@click.option(
    "--limit",
    type=whole_number("20"),
    metavar="N",
    show_default=str(_LIMIT),
    help="With --from and --to: how many of the best to tell; 0 tells all.",
    cls=Option,
)
@click.option(
    "--fail-on",
    type=OneOf(("uneven",)),
    help="End with exit code 1 where a transposed layer leaves a checkerboard.",
)
@form_options
@quiet_option
@click.pass_context
def size(context: click.Context, /, **values: Any) -> int:
    """Calculate output sizes: standard and transposed convolution side by side.

    Works in 1 to 3 axes. Where one of the two cannot be, its row says why.

    \b
    tconv-anim size --i 4 --k 3 --s 2 --p 1 --op 1
    tconv-anim size --kind conv --i 224 --k 7 --s 2 --p 3
    tconv-anim size --framework keras --p same --i 7
    tconv-anim size --kind transposed --op 1 --i 4 --compare
    tconv-anim size --from 16 --to 32
    tconv-anim size --i 1 --channels 100 --layers "k4c512 k4s2p1c256 k4s2p1c3"
    tconv-anim size --preset unet
    """
    console = Console(quiet=values.pop("quiet"))
    form = answer_form(values)
    fail_on = values.pop("fail_on")
    report = _answer(context, values, checked=bool(fail_on))
    if report.blocks or form == "json":
        write(report_text(report, form))
    for line in report.warnings:
        console.say(f"Warning: {line}")
    if report.failure:
        raise click.ClickException(report.failure)
    if fail_on and report.uneven:
        raise click.ClickException(
            f"--fail-on uneven: {report.uneven}. A check that was asked for failed."
        )
    return 0


def _answer(context: click.Context, values: dict[str, Any], *, checked: bool) -> Report:
    """The report of the question that the options ask; its code is loaded only then."""
    if (told := network_answer(context, values)) is not None:
        return told
    kind, ndim = values.pop("kind"), values.pop("dims")
    checked_dims(ndim)
    compare, code = values.pop("compare"), values.pop("code")
    query = {name: values.pop(name) for name in ("from_size", "to_size", "max_k", "limit")}
    if any(value is not None for value in query.values()):
        refuse_beside(context, "--from and --to", _NOT_BESIDE_SIZES)
        return _solutions(kind, ndim, layer_spec(values), **query)
    if compare and code:
        raise click.UsageError("--compare already has the code of every framework. Give one.")
    kinds: tuple[Kind, ...] = ("conv", "transposed") if kind == "both" else (kind,)
    rows = summarise(layer_spec(values), kinds, ndim=ndim)
    for row in rows:
        if checked and row.kind == "transposed" and row.error:
            raise row.error  # a layer that cannot be passes no check
    return _of_layers(rows, compare=compare, code=code)


def _of_layers(rows: list[Row], *, compare: bool, code: str | None) -> Report:
    from ..products.tables import layers as summary

    report = summary.report(rows)
    if compare:
        from ..products.tables import frameworks as comparison

        told = comparison.report(rows)
    elif code:
        from ..products.tables import codes

        told = codes.report(rows, code)
    else:
        return report
    return report._replace(blocks=told.blocks, data=told.data)


_NOT_BESIDE_SIZES = (
    *("compare", "code", "fail_on"),
    *("input_size", "kernel_size", "stride", "padding", "output_padding", "output_shape"),
)


def _solutions(
    kind: str,
    ndim: int | None,
    spec: LayerSpec,
    *,
    from_size: Sizes | None,
    to_size: Sizes | None,
    max_k: int | None,
    limit: int | None,
) -> Report:
    if from_size is None or to_size is None:
        missing = "--from" if from_size is None else "--to"
        raise click.UsageError(
            f"{missing} is missing: --from and --to say two sizes. Try --from 16 --to 32."
        )
    if limit is not None and limit < 0:
        raise click.UsageError(
            f"--limit {limit} must be at least 0, which tells all. Try --limit 0."
        )
    from ..products.tables import solutions

    return solutions.report(
        solutions.query_of(
            kind,
            ndim,
            from_size,
            to_size,
            dilation=spec.dilation,
            framework=spec.framework,
            max_k=MAX_K if max_k is None else max_k,
        ),
        _LIMIT if limit is None else limit,
    )
