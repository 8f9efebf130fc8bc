"""From sizes to parameters: the layers that do it, or what comes nearest."""

from __future__ import annotations

from typing import Any

from ...errors import Argument, LayerError
from ...layers.axis import axis_name
from ...layers.frameworks import framework_named
from ...layers.operations import operation_names
from ...layers.overlap import overlap_data, overlaps
from ...layers.resolved_layer import ResolvedLayer, spec_of
from ...layers.solver import NoSolution, Query, Solutions, solve
from ...layers.validation import MAX_AXES, axes_words, checked_sizes
from ...notation import Sizes
from ...options import MOST_MAX_K
from .table import Cell, Joined, PerAxis, Product, Report, Table, overlap_cell

__all__ = ["query_of", "report"]


def query_of(
    kind: str,
    ndim: int | None,
    input_size: Sizes,
    output_size: Sizes,
    *,
    dilation: Sizes,
    framework: str | None,
    max_k: int,
) -> Query:
    """The query with one value an axis; of both kinds the one that goes that way."""
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
    if kind not in operation_names():
        shrinks = all(b <= a for a, b in zip(i, o, strict=True)) and i != o
        kind = "conv" if shrinks else "transposed"
    return Query(kind, i, o, d, framework, max_k)


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
        return Report([], data, failure=_failure(query, found))
    resolved_layers = found.resolved_layers(limit)
    count = len(found.specs)
    data |= {"count": count, "solutions": [_data(resolved) for resolved in resolved_layers]}
    return Report([_table(found, resolved_layers)], data)


def _table(found: Solutions, shown: list[ResolvedLayer]) -> Table:
    query, count = found.query, len(found.specs)
    operation = query.operation
    specs = [spec_of(resolved) for resolved in shown]
    columns: dict[str, list[Cell]] = {
        "k": [PerAxis(resolved.kernel_size) for resolved in shown],
        "s": [PerAxis([axis.s for axis in resolved.axes]) for resolved in shown],
        "p": [s.padding if isinstance(s.padding, str) else PerAxis(s.padding) for s in specs],
    }
    if operation.crops:
        ops = [spec.output_padding for spec in specs]
        columns["op"] = ["none" if op is None else PerAxis(op) for op in ops]
        columns["overlap"] = [overlap_cell(overlaps(resolved.axes)) for resolved in shown]
    else:
        columns["input cells"] = [_cells_read(resolved) for resolved in shown]
    columns["MACs"] = [resolved.macs for resolved in shown]
    columns["code"] = [_code(resolved) for resolved in shown]
    limit = "" if len(shown) == count else f" (--limit 0 for all, here {len(shown)})"
    return Table.of_columns(columns)._replace(
        title=Joined(
            [
                Product(query.input_size),
                " to ",
                Product(query.output_size),
                f": {count} {operation.adjective} layer{'s' * (count > 1)} with"
                f" {_bounds(query)} and p below k, best first{limit}. MACs for one channel in and"
                " out.",
            ]
        ),
        widths=({}, {"code": 44}, {"code": 30}),
        right=frozenset({"MACs"}),
    )


def _cells_read(resolved: ResolvedLayer) -> Cell:
    """What a convolution makes of its input's cells."""
    found = []
    for axis, i in zip(resolved.axes, resolved.input_size, strict=True):
        unread = (i + axis.pad_begin + axis.pad_end - axis.k_eff) % axis.s
        if axis.s > axis.k_eff:
            found.append(f"passes over {axis.s - axis.k_eff} of {axis.s}")
        elif unread > axis.pad_end:
            found.append(f"last {unread - axis.pad_end} unread")
        else:
            found.append("all read")
    return found[0] if len(set(found)) == 1 else Product(found)


def _code(resolved: ResolvedLayer) -> str:
    spec = resolved.framework_spec
    return framework_named((spec and spec.framework) or "pytorch").code(resolved).short


def _data(resolved: ResolvedLayer) -> dict[str, Any]:
    spec, axes = spec_of(resolved), resolved.axes
    data: dict[str, Any] = {
        "kernel_size": list(resolved.kernel_size),
        "stride": [a.s for a in axes],
        "padding": spec.padding
        if isinstance(spec.padding, str)
        else [list(pair) for pair in spec.padding],
        "dilation": [a.d for a in axes],
        "output_padding": spec.output_padding and list(spec.output_padding),
        "macs": resolved.macs,
        "code": _code(resolved),
    }
    if resolved.operation.crops:
        data["overlap"] = overlap_data(overlaps(axes))
    return data


def _bounds(query: Query) -> str:
    if query.stride is None:
        return f"k and s up to {query.max_k}"
    return f"k up to {query.max_k}, s = {query.stride}"


def _failure(query: Query, missed: NoSolution) -> str:
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
    bounds = _bounds(query)
    operation = query.operation
    if operation.crops and missed.wanted < i:
        tries.insert(0, "--kind conv")
    if not operation.crops and missed.wanted > i:
        tries.insert(0, "--kind transposed")
    beyond = "" if missed.needed_k else f" No kernel up to {MOST_MAX_K} does it either."
    return (
        f"no {operation.adjective} layer{who} with {bounds} leads from {i} to"
        f" {missed.wanted}{which}: {reason}{nearest if near else ''}.{beyond}"
        f" Try {' or '.join(tries)}."
    )
