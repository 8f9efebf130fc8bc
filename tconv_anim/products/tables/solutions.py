"""From sizes to parameters: the layers that do it, or what comes nearest."""

from __future__ import annotations

from typing import Any

from ...errors import Argument, LayerError
from ...layers.axis import axis_name
from ...layers.frameworks import framework_named
from ...layers.operations import operation_names
from ...layers.overlap import overlap_data, overlaps
from ...layers.resolve import resolve
from ...layers.resolved_layer import ResolvedLayer, spec_of
from ...layers.solver.nearest import NoSolution
from ...layers.solver.query import Query
from ...layers.solver.solutions import Solutions, solve
from ...layers.solver.wordings import is_solvable
from ...layers.spec import LayerSpec
from ...layers.validation import MAX_AXES, axes_words, checked_sizes
from ...notation import FRAMEWORK_ALIASES, Pairs, Sizes, format_parameter, format_sizes
from ...options import ANY_KIND, MAX_K, MOST_MAX_K, MOST_SOLUTIONS, RESAMPLING_KINDS
from .resampling_solutions import resampling_solutions, with_resampling
from .table import Cell, Concatenation, PerAxis, Product, Report, Table, overlap_cell

__all__ = ["query_of", "report"]


def query_of(
    input_size: Sizes,
    output_size: Sizes,
    *,
    kind: str = "both",
    ndim: int | None = None,
    framework: str | None = None,
    max_k: int = MAX_K,
    dilation: Sizes = (1,),
    kernel_size: Sizes | None = None,
    stride: Sizes | None = None,
    padding: Pairs | str | None = None,
    output_padding: Sizes | None = None,
) -> Query:
    """The query with one value an axis; of both kinds the one that goes that way."""
    sizes: dict[str, Any] = {"from": input_size, "to": output_size, "dilation": dilation}
    kept = {"kernel_size": kernel_size, "stride": stride, "output_padding": output_padding}
    sizes |= {name: value for name, value in kept.items() if value is not None}
    for name, value in sizes.items():
        try:
            checked_sizes(name, value, 0 if name == "output_padding" else 1)
        except LayerError as error:
            # Nothing may lead from, or to, the least size there is.
            raise error.without_advice() if name in ("from", "to") else error from None
    if padding is not None and not isinstance(padding, str):
        checked_sizes("padding", tuple(cells for pair in padding for cells in pair), 0)
        sizes["padding"] = padding
    axes = ndim or max(len(value) for value in sizes.values())
    axes = 2 if ndim is None and axes == 1 else axes
    for name, value in sizes.items():
        if len(value) not in (1, axes):
            as_typed = "x".join(map(str, value)) if name in ("from", "to") else value
            raise LayerError(
                "{sizes} has {given}, where {axes} are asked for. Give one value for every axis, or"
                " one for each.",
                sizes=Argument(name, as_typed),
                given=axes_words(len(value)),
                axes=axes,
            )
    if axes > MAX_AXES:
        raise LayerError("a layer has 1, 2 or 3 axes, not {axes}.", axes=axes)
    each = {n: value * axes if len(value) == 1 else value for n, value in sizes.items()}
    i, o = each.pop("from"), each.pop("to")
    if isinstance(padding, str):
        each["padding"] = padding
    if kind not in operation_names():
        shrinks = all(b <= a for a, b in zip(i, o, strict=True)) and i != o
        kind = "conv" if shrinks else "transposed"
    framework = FRAMEWORK_ALIASES.get(framework or "", framework)
    query = Query(kind, i, o, framework=framework, max_k=max_k, **each)
    _check_wording(query)
    return query


def _check_wording(query: Query) -> None:
    """Raise LayerError where the framework is told its padding in another way."""
    if query.padding is None or not (query.framework or isinstance(query.padding, str)):
        return
    cells = 1 if isinstance(query.padding, str) else max(map(max, query.padding))
    spec = LayerSpec(
        kind=query.kind,
        input_size=query.input_size,
        kernel_size=(2 * cells + 1,) * len(query.input_size),  # which such a padding suits
        stride=query.stride or (1,) * len(query.input_size),
        padding=query.padding,
        output_padding=None if query.framework == "keras" else (0,),
        framework=query.framework,
    )
    resolve(spec, ndim=len(query.input_size))


def report(query: Query, limit: int, kind: str = "both", *, mode: str | None = None) -> Report:
    """The best *limit* solutions (0: all of them) in a table.

    *kind*: any also looks for layers without weights, and the name of one for that alone, of
    which *mode* may be given.
    """
    if kind in RESAMPLING_KINDS:
        empty = Report([], {**_question(query, kind)}, failure=_missing(query, kind))
        return with_resampling(empty, query, [kind], mode=mode)
    weighted = _weighted(query, limit, kind)
    if kind == ANY_KIND:
        return with_resampling(weighted, query, RESAMPLING_KINDS, mode=mode)
    return weighted


def _question(query: Query, kind: str) -> dict[str, Any]:
    return {
        "from": list(query.input_size),
        "to": list(query.output_size),
        "kind": kind,
        "framework": query.framework,
        "max_k": query.max_k,
    }


def _missing(query: Query, kind: str) -> str:
    sizes = f"{format_sizes(query.input_size)} to {format_sizes(query.output_size)}"
    return f"no {kind} leads from {sizes}. Try --kind any."


def _weighted(query: Query, limit: int, kind: str) -> Report:
    found = solve(query)
    data = _question(query, query.kind)
    if isinstance(found, NoSolution):
        nearest = {
            "axis": found.axis,
            "below": found.below,
            "above": found.above,
            "needed_max_k": found.needed_k,
        }
        data |= {"count": 0, "solutions": [], "nearest": nearest}
        return Report([], data, failure=_failure(query, found, kind))
    resolved_layers = found.resolved_layers(min(limit or MOST_SOLUTIONS, MOST_SOLUTIONS))
    count = found.count
    data |= {"count": count, "solutions": [_data(resolved) for resolved in resolved_layers]}
    return Report([_table(found, resolved_layers)], data)


def _table(found: Solutions, shown: list[ResolvedLayer]) -> Table:
    query, count = found.query, found.count
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
    limit = ""
    if len(shown) < count:
        more = "" if count > MOST_SOLUTIONS else "--limit 0 for all, "
        limit = f" ({more}here {len(shown)})"
    return Table.of_columns(columns)._replace(
        title=Concatenation(
            [
                Product(query.input_size),
                " to ",
                Product(query.output_size),
                f": {count:,} {operation.adjective} layer{'s' * (count > 1)} with"
                f" {_bounds(query)}, best first{limit}. MACs for one channel in and"
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
    """What all layers of the search have in common."""
    kept = {"k": query.kernel_size, "s": query.stride}
    free = [letter for letter, value in kept.items() if value is None]
    words = [f"{' and '.join(free)} up to {query.max_k}"] * bool(free)
    words += [f"{letter} = {format_sizes(value)}" for letter, value in kept.items() if value]
    if query.padding is None:
        words.append("p below k")
    else:
        words.append(f"p = {format_parameter('padding', query.padding)}")
    if query.output_padding is not None:
        words.append(f"op = {format_sizes(query.output_padding)}")
    if set(query.dilation) != {1}:
        words.append(f"d = {format_sizes(query.dilation)}")
    return ", ".join(words)


def _failure(query: Query, missed: NoSolution, kind: str) -> str:
    """Why no layer does it, the nearest sizes that one can reach, and what to try."""
    i = query.input_size[missed.axis]
    which = ""
    if len(set(zip(query.input_size, query.output_size, strict=True))) > 1:
        which = f" ({axis_name(missed.axis, len(query.input_size))})"
    who = f" of {framework_named(query.framework).title}" if query.framework else ""
    near = [str(size) for size in (missed.below, missed.above) if size is not None]
    operation = query.operation
    subject = f"no {operation.adjective} layer{who} with {_bounds(query)} leads from {i} to"
    tries = [f"--max-k {missed.needed_k}"] if missed.needed_k else []
    tries += [f"--to {format_sizes(missed.reachable)}"] if missed.reachable else []
    for other in (name for name in operation_names() if name != query.kind):
        if is_solvable(query._replace(kind=other)):
            tries.insert(0, f"--kind {other}")
    if kind != ANY_KIND and resampling_solutions(query):
        tries.append(f"--kind {ANY_KIND}")
    advice = f" Try {' or '.join(tries)}." if tries else ""
    if missed.target_size in (missed.below, missed.above) or not near:
        reason = "" if near else ": its kernel does not fit"
    elif missed.above is None:
        reason = ": every size they reach is smaller"
    elif missed.below is None:
        reason = ": every size they reach is larger"
    else:
        reason = ": their steps pass over it"
    if near:
        reason += f"; the nearest {'is' if len(near) == 1 else 'are'} {' and '.join(near)}"
    open_bounds = query.kernel_size is None or query.stride is None
    beyond = "" if missed.needed_k or not open_bounds else f" No k up to {MOST_MAX_K} does it."
    return f"{subject} {missed.target_size}{which}{reason}.{beyond}{advice}"
