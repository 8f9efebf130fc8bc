"""``tconv-anim size``: sizes, formulas, frameworks side by side, and the way back from sizes."""

from __future__ import annotations

from typing import Any, Final

import click

from ..errors import Argument, Message, UsageError
from ..layers.counting import Counting
from ..layers.spec import layer_spec
from ..layers.summary import Row, summarise
from ..options import ANY_KIND, RESAMPLING_KINDS, SOLUTIONS, layer_default
from ..products.command_options import kinds_of
from ..products.network import (
    OF_ONE_LAYER,
    NetworkChoice,
    cannot_be_combined,
    check_dims,
    chosen_network,
    network_choice,
    refuse_beside,
)
from ..products.tables.table import Report
from ..products.tables.writers import report_text
from .options import answer_form, command_options, given_values
from .standard_options import Command
from .terminal import Console, write

__all__ = ["size"]

_NOT_BESIDE_SIZES: Final = (
    *("compare", "code", "fail_on", "output_shape", "transpose_kernel", "count", "count_on"),
    *("in_channels", "out_channels", "groups", "bias"),
)
_KEPT: Final = ("dims", "framework", "max_k", "dilation", "kernel_size", "stride", "padding")
_OF_RESAMPLING: Final = ("mode", "scale", "ceil", "align_corners")
_QUERY: Final = ("from", "to", "max_k", "limit")


@click.command(cls=Command)
@click.argument("model", required=False)
@command_options("size")
@click.pass_context
def size(context: click.Context, /, **_: Any) -> int:
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
    said = given_values(context)
    console = Console(quiet=said.pop("quiet", False))
    form = answer_form(said)
    fail_on = said.get("fail_on")
    report = _answer(said, checked=bool(fail_on), for_programs=form == "csv")
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


def _answer(said: dict[str, Any], *, checked: bool, for_programs: bool) -> Report:
    """The report of the question that the options ask; its code is loaded only then."""
    if "list_presets" in said:
        return _presets(said)
    if "layer" in said:
        from ..products.network_layer import with_network_layer

        refuse_beside(said, Argument("layer"), ("reach",), ": it is asked of a network")
        said = with_network_layer(said)
    if (network := network_choice(said)) is not None:
        from ..products.tables import networks

        return networks.report(
            chosen_network(network),
            for_programs=for_programs,
            counting=_counting(said),
            cell=said.get("reach"),
        )
    refuse_beside(said, "a single layer", ("reach",), ": it is asked of a network")
    kind, dims = said.pop("kind", "both"), said.get("dims")
    check_dims(dims)
    asks_sizes = any(name in said for name in _QUERY)
    if kind in RESAMPLING_KINDS and not asks_sizes:
        return _of_resampling(kind, said, dims)
    if asks_sizes:
        mode = ("mode",) if kind in (*RESAMPLING_KINDS, ANY_KIND) else ()
        refuse_beside(said, "--from and --to", [n for n in _OF_RESAMPLING if n not in mode])
        refuse_beside(said, "--from and --to", _NOT_BESIDE_SIZES)
        return _solutions(said, kind)
    refuse_beside(said, f"--kind {kind}", _OF_RESAMPLING)
    compare, code = said.get("compare", False), said.get("code")
    if compare and code:
        raise UsageError(
            "{compare} already has the code of every framework. Give one.",
            compare=Argument("compare"),
        )
    rows = summarise(layer_spec(said), kinds_of(kind), ndim=dims)
    if checked and rows[-1].error:
        raise rows[-1].error  # a transposed layer that cannot be passes no check
    reached = "output_shape" in said and not for_programs
    return _of_layers(rows, compare=compare, code=code, counting=_counting(said), reached=reached)


def _counting(said: dict[str, Any]) -> Counting:
    return Counting(said.get("count") == "flops", said.get("count_on") == "output")


def _of_resampling(kind: str, said: dict[str, Any], dims: int | None) -> Report:
    from ..layers.resampling.spec import resampling_spec
    from ..products.tables import resampling

    refuse_beside(said, f"--kind {kind}", (*_QUERY, "compare", "fail_on", "count", "count_on"))
    spec = resampling_spec(kind, said)
    size = said.get("input_size", layer_default("input_size"))
    axes = dims or max(2 if len(size) == 1 else len(size), *map(len, spec.per_axis()))
    spread = size * axes if len(size) == 1 else size
    return resampling.report(spec, spread, code=said.get("code"))


def _presets(said: dict[str, Any]) -> Report:
    for name in ("layers", "preset", "network", "layer", "model"):
        if name in said:
            asked = said["model"] if name == "model" else Argument(name)
            raise cannot_be_combined(asked, Argument("list_presets"))
    refuse_beside(said, "--list-presets", (*OF_ONE_LAYER, *NetworkChoice._fields))
    from ..layers.networks.infer import network_of
    from ..layers.networks.presets import preset, preset_names
    from ..products.tables.presets import presets_report

    specs = [preset(name) for name in preset_names()]
    return presets_report([(spec, network_of(spec, fields=False)) for spec in specs])


def _of_layers(
    rows: list[Row], *, compare: bool, code: str | None, counting: Counting, reached: bool
) -> Report:
    from ..products.tables import layers as summary

    report = summary.report(rows, counting, reached=reached)
    if compare:
        from ..products.tables import frameworks as comparison

        told = comparison.report(rows)
    elif code:
        from ..products.tables import codes

        told = codes.report(rows, code)
    else:
        return report
    return report._replace(blocks=told.blocks, data=told.data)


def _solutions(said: dict[str, Any], kind: str) -> Report:
    if "from" in said and "input_size" in said:
        raise cannot_be_combined(Argument("from"), Argument("input_size"))
    start = said.get("from", said.get("input_size"))
    if start is None or "to" not in said:
        raise UsageError(
            "{missing} is missing: {start} and {end} say two sizes.",
            missing=Argument("to" if start is not None else "from"),
            start=Argument("from"),
            end=Argument("to"),
            advice=Message(
                "Try {start} {end}.", start=Argument("from", 16), end=Argument("to", 32)
            ),
        )
    limit = said.get("limit", SOLUTIONS)
    if limit < 0:
        raise UsageError(
            "{limit} must be at least 0, which tells all.",
            limit=Argument("limit", limit),
            advice=Argument("limit", 0),
        )
    from ..products.tables import solutions

    kept: dict[str, Any] = {name: said[name] for name in _KEPT if name in said}
    if "dims" in kept:
        kept["ndim"] = kept.pop("dims")
    if said.get("output_padding", "none") != "none":
        kept["output_padding"] = said["output_padding"]
    query = solutions.query_of(start, said["to"], kind=kind, **kept)
    return solutions.report(query, limit, kind, mode=said.get("mode"))
