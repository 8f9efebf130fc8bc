"""From sizes to parameters: the layers that do it, or what comes nearest."""

from __future__ import annotations

from typing import Any

from ...errors import Argument, LayerError
from ...layers.axis import Kind, axis_name
from ...layers.frameworks import framework_named
from ...layers.overlap import overlap_data, overlap_words, overlaps
from ...layers.resolved_layer import ResolvedLayer, spec_of
from ...layers.solver import NoSolution, Query, Solutions, solve
from ...layers.validation import MAX_AXES, MOST_MAX_K, axes_words, checked_sizes
from ...notation import Sizes, format_parameter, format_sizes
from .table import Report, Table

__all__ = ["report", "wished"]


def wished(
    kind: str,
    ndim: int | None,
    input_size: Sizes,
    output_size: Sizes,
    *,
    dilation: Sizes,
    framework: str | None,
    max_k: int,
) -> Query:
    """What was asked, one value an axis; of both kinds the one that goes that way."""
    given = {"from": input_size, "to": output_size, "dilation": dilation}
    axes = ndim or max(len(value) for value in given.values())
    axes = 2 if ndim is None and axes == 1 else axes
    for name, value in given.items():
        checked_sizes(name, value, 1)
        if len(value) not in (1, axes):
            raise LayerError(
                "{sizes} has {given}, where {axes} are asked for. Give one value for every axis, or"
                " one for each.",
                sizes=Argument(name, "x".join(map(str, value))),
                given=axes_words(len(value)),
                axes=axes,
            )
    if axes > MAX_AXES:
        raise LayerError("a layer has 1, 2 or 3 axes, not {axes}.", axes=axes)
    i, o, d = (value * axes if len(value) == 1 else value for value in given.values())
    found: Kind = "transposed" if kind == "both" else kind
    if kind == "both" and all(b <= a for a, b in zip(i, o, strict=True)) and i != o:
        found = "conv"
    return Query(found, i, o, d, framework, max_k)


def report(query: Query, limit: int) -> Report:
    """The best *limit* solutions (0: all of them) in a table."""
    found = solve(query)
    data: dict[str, Any] = {
        "from": list(query.input_size),
        "to": list(query.output_size),
        "kind": query.kind,
        "framework": query.framework,
        "max_k": query.max_k,
    }
    if isinstance(found, NoSolution):
        nearest = {
            "axis": found.axis,
            "below": found.below,
            "above": found.above,
            "needed_max_k": found.needed_k,
        }
        data |= {"count": 0, "solutions": [], "nearest": nearest}
        return Report([], data, failure=_why(query, found))
    resolved_layers = found.resolved_layers(limit)
    count = len(found.specs)
    data |= {"count": count, "solutions": [_data(resolved) for resolved in resolved_layers]}
    return Report([_table(found, resolved_layers)], data)


def _table(found: Solutions, resolved_layers: list[ResolvedLayer]) -> Table:
    query, count = found.query, len(found.specs)
    heads = ["k", "s", "p", "op", "overlap", "MACs", "code"]
    rows = [
        [
            format_sizes(resolved.kernel_size),
            format_sizes([a.s for a in resolved.axes]),
            _padding(resolved),
            _op(resolved),
            overlap_words(overlaps(resolved.axes)),
            str(resolved.macs),
            _code(resolved),
        ]
        for resolved in resolved_layers
    ]
    if not query.operation.crops:
        heads[4] = "input cells"
        heads.remove("op")
        rows = [
            [*row[:3], _reading(p), *row[5:]] for row, p in zip(rows, resolved_layers, strict=True)
        ]
    kind = f"{query.operation.adjective} layer{'s' * (count > 1)}"
    shown = (
        ""
        if len(resolved_layers) == count
        else f" (--limit 0 for all, here {len(resolved_layers)})"
    )
    return Table(
        heads,
        rows,
        title=f"{_by(query.input_size)} to {_by(query.output_size)}: {count} {kind} with k and s up"
        f" to {query.max_k} and p below k, best first{shown}. MACs for one channel in and out.",
        widths=({}, {"code": 44}, {"code": 30}),
        right=frozenset({"MACs"}),
    )


def _by(sizes: tuple[int, ...]) -> str:
    return " x ".join(map(str, sizes))


def _padding(resolved: ResolvedLayer) -> str:
    return format_parameter("padding", spec_of(resolved).padding)


def _op(resolved: ResolvedLayer) -> str:
    op = spec_of(resolved).output_padding
    return "none" if op is None else format_sizes(op)


def _reading(resolved: ResolvedLayer) -> str:
    """What a convolution makes of its input's cells."""
    told = []
    for axis, i in zip(resolved.axes, resolved.input_size, strict=True):
        unread = (i + axis.pad_begin + axis.pad_end - axis.k_eff) % axis.s
        if axis.s > axis.k_eff:
            told.append(f"passes over {axis.s - axis.k_eff} of {axis.s}")
        elif unread > axis.pad_end:
            told.append(f"last {unread - axis.pad_end} unread")
        else:
            told.append("all read")
    return told[0] if len(set(told)) == 1 else " x ".join(told)


def _code(resolved: ResolvedLayer) -> str:
    asked = resolved.framework_spec.framework if resolved.framework_spec else None
    return framework_named(asked or "pytorch").code(resolved).short


def _data(resolved: ResolvedLayer) -> dict[str, Any]:
    said, axes = spec_of(resolved), resolved.axes
    data: dict[str, Any] = {
        "kernel_size": list(resolved.kernel_size),
        "stride": [a.s for a in axes],
        "padding": said.padding
        if isinstance(said.padding, str)
        else [list(pair) for pair in said.padding],
        "dilation": [a.d for a in axes],
        "output_padding": said.output_padding and list(said.output_padding),
        "macs": resolved.macs,
        "code": _code(resolved),
    }
    if resolved.operation.crops:
        data["overlap"] = overlap_data(overlaps(axes))
    return data


def _why(query: Query, missed: NoSolution) -> str:
    """Why no layer does it, the nearest sizes that one can reach, and what to try."""
    i = query.input_size[missed.axis]
    which = ""
    if len(set(zip(query.input_size, query.output_size, strict=True))) > 1:
        which = f" ({axis_name(missed.axis, len(query.input_size))})"
    who = f" of {framework_named(query.framework).title}" if query.framework else ""
    near = [str(size) for size in (missed.below, missed.above) if size is not None]
    if missed.above is None:
        reason = "every size they reach is smaller"
    elif missed.below is None:
        reason = "every size they reach is larger"
    else:
        reason = "their steps pass over it"
    nearest = f"; the nearest {'is' if len(near) == 1 else 'are'} {' and '.join(near)}"
    tries = [f"--max-k {missed.needed_k}"] if missed.needed_k else []
    tries += [f"--to {near[0]}"] if near else []
    if query.operation.crops and missed.wanted < i:
        tries.insert(0, "--kind conv")
    if not query.operation.crops and missed.wanted > i:
        tries.insert(0, "--kind transposed")
    beyond = "" if missed.needed_k else f" No kernel up to {MOST_MAX_K} does it either."
    return (
        f"no {query.operation.adjective} layer{who} with k and s up to {query.max_k} leads from"
        f" {i} to {missed.wanted}{which}: {reason}{nearest if near else ''}.{beyond}"
        f" Try {' or '.join(tries)}."
    )
