"""The summary table: a row for each kind of layer, with its formula and its overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...layers.counting import MACS, Counting
from ...layers.even_kernel import even_remedy
from ...layers.frameworks import framework_named
from ...layers.overlap import (
    even_axis,
    is_even,
    overlap_counts,
    overlap_kind,
    overlap_words,
    overlaps,
)
from ...layers.resolved_layer import ResolvedLayer
from ...layers.summary import Row, row_data
from ...layers.validation import MAX_SIZE
from ...notation import format_sizes
from ..remedies import remedies
from .table import Cell, Count, Formula, Lines, PerAxis, Product, Report, Table, overlap_cell

if TYPE_CHECKING:
    from ...layers.frameworks.base import Framework

__all__ = ["report", "summary_table", "uneven_warning", "uneven_words"]

_HEADS = (
    "kind",
    "operation",
    "zeros",
    "padding",
    "stride",
    "formula",
    "with numbers",
    "output",
    "overlap",
)
_WIDTHS = (
    {"operation": 60},
    {"operation": 24, "formula": 24, "with numbers": 24},
    {"operation": 16, "formula": 20, "with numbers": 20},
)
_COST_HEADS = ("channels", "parameters")
_CHANNEL_WIDTHS = (
    *_WIDTHS,
    {"operation": 11, "formula": 14, "with numbers": 14, "channels": 10},
)


def report(rows: list[Row], counting: Counting = MACS, *, reached: bool = False) -> Report:
    """The rows as one table. *reached*: and how a framework says a layer of that output size."""
    warnings = [uneven_warning(row.resolved) for row in rows if row.resolved]
    warnings += [
        _framework(row.resolved).remark(row.resolved)
        for row in rows
        if row.resolved and row.resolved.framework_spec  # others load no framework
    ]
    return Report(
        blocks=[summary_table(rows, counting), *_reached_tables(rows, reached=reached)],
        data={"layers": [_data(row, counting, reached=reached) for row in rows]},
        rows=rows,
        warnings=[line for line in warnings if line],
        uneven="".join(uneven_words(row.resolved) for row in rows if row.resolved),
    )


def _reached_tables(rows: list[Row], *, reached: bool) -> list[Table]:
    """A table with the line that makes the layer."""
    found = [row.resolved for row in rows if row.resolved and row.operation.crops]
    if not reached or not found:
        return []
    cells: list[list[Cell]] = [
        [_framework(one).title, Product(one.output_size), _framework(one).code(one).short]
        for one in found
    ]
    return [Table(("framework", "output", "by"), cells, widths=({}, {"by": 40}))]


def _framework(resolved: ResolvedLayer) -> Framework:
    spec = resolved.framework_spec
    return framework_named((spec and spec.framework) or "pytorch")


def _data(row: Row, counting: Counting, *, reached: bool) -> dict[str, Any]:
    data = row_data(row)
    if row.resolved and reached and row.operation.crops:
        data["reached_by"] = _framework(row.resolved).code(row.resolved).short
    if row.resolved and counting != MACS:
        data[counting.key] = counting.of(row.resolved)
    if row.resolved and uneven_words(row.resolved):
        data["remedies"] = list(remedies(row.resolved))
    return data


def summary_table(rows: list[Row], counting: Counting = MACS) -> Table:
    """The rows; with channels, parameters and costs where a layer has more than one channel,
    or costs are asked for."""
    cells = [_cells(row) for row in rows]
    single = all(row.resolved is None or row.resolved.layer.single_channel for row in rows)
    if single and counting == MACS:
        return Table(_HEADS, cells, widths=_WIDTHS)
    costs = [_cost_cells(row, counting) for row in rows]
    heads = (*_COST_HEADS, counting.title)
    return Table(
        (*_HEADS[:-1], *heads, _HEADS[-1]),
        [[*row[:-1], *cost, row[-1]] for row, cost in zip(cells, costs, strict=True)],
        widths=_CHANNEL_WIDTHS,
        right=frozenset(heads[1:]),
    )


def _cost_cells(row: Row, counting: Counting) -> list[Cell]:
    if row.resolved is None:
        return [""] * (len(_COST_HEADS) + 1)
    layer = row.resolved.layer
    words = [f"{layer.in_channels} to {layer.out_channels}"]
    words += [f"{layer.groups} groups"] * (layer.groups > 1) + ["bias"] * layer.bias
    return [
        ", ".join(words),
        Count(row.resolved.parameters),
        Count(counting.of(row.resolved)),
    ]


def _cells(row: Row) -> list[Cell]:
    """One row of the table."""
    adjective = row.operation.adjective
    if row.resolved is None:
        reason = row.error.in_flags() if row.error else ""
        return [adjective, f"cannot be: {reason}", "", "", "", "", "", "-", ""]
    resolved, axes, calculations = row.resolved, row.resolved.axes, row.resolved.calculations
    different = {one.result(): one for one in calculations}
    return [
        adjective,
        ", ".join(resolved.operation.steps),
        PerAxis([axis.zeros_inserted for axis in axes]),
        PerAxis([axis.equivalent_padding for axis in axes]),
        PerAxis([axis.equivalent_stride for axis in axes]),
        Formula(calculations[0].formula),
        Lines([Formula(one.result) for one in different.values()]),
        Product(resolved.output_size),
        overlap_cell(overlaps(axes) if resolved.operation.driven_by == "input" else ()),
    ]


def uneven_words(resolved: ResolvedLayer) -> str:
    """What is uneven about the overlap of a transposed layer; empty where nothing is."""
    found = overlaps(resolved.axes)
    if resolved.operation.driven_by == "output" or is_even(found):
        return ""
    return f"the transposed layer's overlap is {overlap_words(found)}"


def uneven_warning(resolved: ResolvedLayer) -> str:
    """One line for a layer that will leave a checkerboard; empty for one that will not."""
    if not uneven_words(resolved):
        return ""
    found = overlaps(resolved.axes)
    kind, sentences = overlap_kind(found), []
    if kind != "even":
        what = "overlap with holes" if kind == "holes" else "uneven overlap"
        counts = " x ".join(overlap_counts(found))
        sentences.append(
            f"{what}: kernel cells that reach an output cell are {counts} by turns, a checkerboard."
        )
    if any(o.dead for o in found):
        dead = format_sizes([o.dead for o in found])
        what = "cell of the output is dead: no kernel reaches it"
        if dead != "1":
            what = f"{dead} cells of the output are dead: no kernel reaches them"
        sentences.append(f"The last {what}.")
    tries = " or ".join(remedies(resolved))
    return " ".join(filter(None, [*sentences, f"Try {tries}." if tries else _by_hand(resolved)]))


def _by_hand(resolved: ResolvedLayer) -> str:
    """The nearest even layer where no flags say it, as its result has to be cropped."""
    if any(even_axis(axis).k > MAX_SIZE for axis in resolved.axes):
        return ""  # no tensor has so many cells
    changes = even_remedy(resolved)
    flags = " ".join(f"--{letter} {value}" for letter, value in changes if letter != "crop")
    crops = [f", its result cropped by {value}" for letter, value in changes if letter == "crop"]
    return f"The same size evenly: {flags}{''.join(crops)}."
