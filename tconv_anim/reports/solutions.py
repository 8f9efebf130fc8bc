"""From sizes to parameters: the layers that do it, or what comes nearest."""

from __future__ import annotations

from typing import Any

from ..arithmetic.axis import Kind, axis_name
from ..arithmetic.checks import MAX_AXES, MOST_MAX_K, axes_words, checked_sizes
from ..arithmetic.errors import Asked, LayerError
from ..arithmetic.frameworks import framework_named
from ..arithmetic.notation import Sizes, format_parameter, format_sizes
from ..arithmetic.overlap import overlap_data, overlap_words, overlaps
from ..arithmetic.problem import Problem, as_typed
from ..arithmetic.solver import Missed, Solutions, Wish, solve
from .report import Report, Table

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
) -> Wish:
    """What was asked, one value an axis; of both kinds the one that goes that way."""
    given = {"from": input_size, "to": output_size, "dilation": dilation}
    axes = ndim or max(len(value) for value in given.values())
    axes = 2 if ndim is None and axes == 1 else axes
    for name, value in given.items():
        checked_sizes(name, value, 1)
        if len(value) not in (1, axes):
            raise LayerError(
                Asked(name, "x".join(map(str, value))),
                f" has {axes_words(len(value))}, where {axes} are asked for. Give one value for"
                " every axis, or one for each.",
            )
    if axes > MAX_AXES:
        raise LayerError(f"a layer has 1, 2 or 3 axes, not {axes}.")
    i, o, d = (value * axes if len(value) == 1 else value for value in given.values())
    found: Kind = "conv" if kind == "conv" else "transposed"
    if kind == "both" and all(b <= a for a, b in zip(i, o, strict=True)) and i != o:
        found = "conv"
    return Wish(found, i, o, d, framework, max_k)


_KINDS = {"conv": "standard", "transposed": "transposed"}


def report(wish: Wish, limit: int) -> Report:
    """The best *limit* solutions (0: all of them) in a table."""
    found = solve(wish)
    data: dict[str, Any] = {
        "from": list(wish.input_size),
        "to": list(wish.output_size),
        "kind": wish.kind,
        "framework": wish.framework,
        "max_k": wish.max_k,
    }
    if isinstance(found, Missed):
        nearest = {
            "axis": found.axis,
            "below": found.below,
            "above": found.above,
            "needed_max_k": found.needed_k,
        }
        data |= {"count": 0, "solutions": [], "nearest": nearest}
        return Report([], data, failure=_why(wish, found))
    problems = found.problems(limit)
    count = len(found.specs)
    data |= {"count": count, "solutions": [_data(problem) for problem in problems]}
    return Report([_table(found, problems)], data)


def _table(found: Solutions, problems: list[Problem]) -> Table:
    wish, count = found.wish, len(found.specs)
    heads = ["k", "s", "p", "op", "overlap", "MACs", "code"]
    rows = [
        [
            format_sizes(problem.kernel_size),
            format_sizes([a.s for a in problem.axes]),
            _padding(problem),
            _op(problem),
            overlap_words(overlaps(problem.axes)),
            str(problem.macs),
            _code(problem),
        ]
        for problem in problems
    ]
    if wish.kind == "conv":
        heads[4] = "input cells"
        heads.remove("op")
        rows = [[*row[:3], _reading(p), *row[5:]] for row, p in zip(rows, problems, strict=True)]
    kind = f"{_KINDS[wish.kind]} layer{'s' * (count > 1)}"
    shown = "" if len(problems) == count else f" (--limit 0 for all, here {len(problems)})"
    return Table(
        heads,
        rows,
        title=f"{_by(wish.input_size)} to {_by(wish.output_size)}: {count} {kind} with k and s up"
        f" to {wish.max_k} and p below k, best first{shown}. MACs for one channel in and out.",
        widths=({}, {"code": 44}, {"code": 30}),
        right=frozenset({"MACs"}),
    )


def _by(sizes: tuple[int, ...]) -> str:
    return " x ".join(map(str, sizes))


def _padding(problem: Problem) -> str:
    return format_parameter("padding", as_typed(problem).padding)


def _op(problem: Problem) -> str:
    op = as_typed(problem).output_padding
    return "none" if op is None else format_sizes(op)


def _reading(problem: Problem) -> str:
    """What a convolution makes of its input's cells."""
    told = []
    for axis, i in zip(problem.axes, problem.input_size, strict=True):
        unread = (i + axis.pad_begin + axis.pad_end - axis.k_eff) % axis.s
        if axis.s > axis.k_eff:
            told.append(f"passes over {axis.s - axis.k_eff} of {axis.s}")
        elif unread > axis.pad_end:
            told.append(f"last {unread - axis.pad_end} unread")
        else:
            told.append("all read")
    return told[0] if len(set(told)) == 1 else " x ".join(told)


def _code(problem: Problem) -> str:
    asked = problem.asked.framework if problem.asked else None
    return framework_named(asked or "pytorch").code(problem).short


def _data(problem: Problem) -> dict[str, Any]:
    said, axes = as_typed(problem), problem.axes
    data: dict[str, Any] = {
        "kernel_size": list(problem.kernel_size),
        "stride": [a.s for a in axes],
        "padding": said.padding
        if isinstance(said.padding, str)
        else [list(pair) for pair in said.padding],
        "dilation": [a.d for a in axes],
        "output_padding": said.output_padding and list(said.output_padding),
        "macs": problem.macs,
        "code": _code(problem),
    }
    if problem.kind == "transposed":
        data["overlap"] = overlap_data(overlaps(axes))
    return data


def _why(wish: Wish, missed: Missed) -> str:
    """Why no layer does it, the nearest sizes that one can reach, and what to try."""
    i = wish.input_size[missed.axis]
    which = ""
    if len(set(zip(wish.input_size, wish.output_size, strict=True))) > 1:
        which = f" ({axis_name(missed.axis, len(wish.input_size))})"
    who = f" of {framework_named(wish.framework).title}" if wish.framework else ""
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
    if wish.kind == "transposed" and missed.wanted < i:
        tries.insert(0, "--kind conv")
    if wish.kind == "conv" and missed.wanted > i:
        tries.insert(0, "--kind transposed")
    beyond = "" if missed.needed_k else f" No kernel up to {MOST_MAX_K} does it either."
    return (
        f"no {_KINDS[wish.kind]} layer{who} with k and s up to {wish.max_k} leads from {i} to"
        f" {missed.wanted}{which}: {reason}{nearest if near else ''}.{beyond}"
        f" Try {' or '.join(tries)}."
    )
