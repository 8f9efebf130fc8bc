"""Layers without weights that lead from one size to another, as a table and as data."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from ...errors import LayerError
from ...layers.frameworks import CODE_NAMES
from ...layers.frameworks.resampling_code import resampling_code
from ...layers.resampling.search import resamplings_between
from ...layers.resampling.spec import ResamplingSpec, write_resampling
from ...layers.solver.query import Query
from ...notation import Sizes
from .table import Cell, Concatenation, Product, Report, Table

__all__ = ["resampling_solutions", "with_resampling"]


def with_resampling(
    report: Report, query: Query, kinds: Collection[str], *, mode: str | None = None
) -> Report:
    """*report*, and after its layers those of *kinds*; where they are some, nothing has failed."""
    found = [
        (spec, code)
        for spec, code in resampling_solutions(query)
        if spec.kind in kinds and mode in (None, spec.mode)
    ]
    data = {**report.data, "resampling": [_data(spec, code) for spec, code in found]}
    if not found:
        return report._replace(data=data)
    size = query.input_size
    rows: list[list[Cell]] = [
        [write_resampling(spec), _channels(spec, size), code or "-"] for spec, code in found
    ]
    table = Table(
        ("layer", "channels", "code"),
        rows,
        title=Concatenation(
            [Product(size), " to ", Product(query.output_size), " without weights."]
        ),
        widths=({}, {"code": 50}, {"code": 34}),
    )
    missed = [report.failure] if "solutions" in report.data and report.failure else []
    return report._replace(
        blocks=[*report.blocks, table],
        data=data,
        failure="",
        warnings=[*report.warnings, *missed],
    )


def resampling_solutions(query: Query) -> list[tuple[ResamplingSpec, str]]:
    """The layers without weights, each with its code, that the query's framework has."""
    found = [(spec, _code(spec, query)) for spec in resamplings_between(query)]
    return [(spec, code) for spec, code in found if code or query.framework not in CODE_NAMES]


def _code(spec: ResamplingSpec, query: Query) -> str:
    """On one line; empty where the framework has no such layer, or no code is known of it."""
    name = query.framework or "pytorch"
    if name not in CODE_NAMES:
        return ""
    try:
        return resampling_code(name, spec.layer(query.input_size), query.input_size).short
    except LayerError:
        return ""


def _channels(spec: ResamplingSpec, size: Sizes) -> str:
    """How many come in and go out: a shuffle makes cells of channels."""
    if spec.kind != "shuffle":
        return "as many"
    return f"{math.prod(int(r) for r in spec.scales(len(size)))} to 1"


def _data(spec: ResamplingSpec, code: str) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": spec.kind, "word": write_resampling(spec)}
    if spec.kind == "pool":
        data |= {"kernel_size": spec.kernel_size, "stride": spec.stride, "padding": spec.padding}
    else:
        data["scale"] = spec.scale
    return data | {"mode": spec.mode, "code": code or None}
