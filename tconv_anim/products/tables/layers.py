"""The summary table: a row for each kind of layer, with its formula and its overlap."""

from __future__ import annotations

from ...layers.even_kernel import even_remedy
from ...layers.expressions import LATEX
from ...layers.overlap import overlap_words, overlaps
from ...layers.resolved_layer import ResolvedLayer
from ...layers.summary import Row, row_data
from ...notation import format_padding, format_sizes
from .table import Formula, Report, Table

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


def report(rows: list[Row]) -> Report:
    """The rows as one table."""
    warnings = [uneven_warning(row.resolved) for row in rows if row.resolved]
    return Report(
        blocks=[summary_table(rows)],
        data={"layers": [row_data(row) for row in rows]},
        warnings=[line for line in warnings if line],
        uneven="".join(uneven_words(row.resolved) for row in rows if row.resolved),
    )


def summary_table(rows: list[Row]) -> Table:
    return Table(_HEADS, [_cells(row) for row in rows], widths=_WIDTHS)


def _cells(row: Row) -> list[str]:
    """One row of the table."""
    if row.resolved is None:
        reason = row_data(row)["error"]
        return [row.operation.adjective, f"cannot be: {reason}", "", "", "", "", "", "-", ""]
    resolved, axes = row.resolved, row.resolved.axes
    calculations = resolved.calculations
    return [
        resolved.operation.adjective,
        ", ".join(resolved.operation.steps),
        format_sizes([axis.zeros_inserted for axis in axes]),
        format_padding([axis.equivalent_padding for axis in axes]),
        format_sizes([axis.equivalent_stride for axis in axes]),
        Formula({calculations[0].formula(): calculations[0].formula(LATEX)}),
        Formula({one.result(): one.result(LATEX) for one in calculations}),
        " x ".join(str(o) for o in resolved.output_size),
        overlap_words(overlaps(axes)) if resolved.operation.driven_by == "input" else "-",
    ]


def uneven_words(resolved: ResolvedLayer) -> str:
    """What is uneven about the overlap of a transposed layer; empty where nothing is."""
    found = overlaps(resolved.axes)
    if resolved.operation.driven_by == "output" or all(one.even for one in found):
        return ""
    return f"the transposed layer's overlap is {overlap_words(found)}"


def uneven_warning(resolved: ResolvedLayer) -> str:
    """One line for a layer that will leave a checkerboard; empty for one that will not."""
    if not uneven_words(resolved):
        return ""
    found = overlaps(resolved.axes)
    what = "uneven overlap"
    if any(one.holes for one in found):
        what = "overlap with holes"
    counts = overlap_words(found).split(" ", 1)[1]
    return (
        f"{what}: kernel cells that reach an output cell are {counts} by turns, a checkerboard."
        f" The same size evenly: {_remedy(resolved)}; or resize and then convolve, or shuffle"
        " pixels."
    )


def _remedy(resolved: ResolvedLayer) -> str:
    """Flags of the nearest even layer of the same output size."""
    told = even_remedy(resolved)
    flags = " ".join(f"--{letter} {value}" for letter, value in told if letter != "crop")
    crops = [f", its result cropped by {value}" for letter, value in told if letter == "crop"]
    return flags + "".join(crops)
