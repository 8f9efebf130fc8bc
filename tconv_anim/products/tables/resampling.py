"""The size of a pool, resize or pixel shuffle, as a table and as data."""

from __future__ import annotations

from typing import Any

from ...layers.frameworks.resampling_code import resampling_code
from ...layers.resampling.base import Resampling
from ...layers.resampling.calculations import size_calculations
from ...layers.resampling.pool import Pool
from ...layers.resampling.resize import Resize
from ...layers.resampling.spec import ResamplingSpec
from ...notation import Sizes
from .table import Cell, Code, Formula, Lines, PerAxis, Product, Report, Table

__all__ = ["report"]


def report(spec: ResamplingSpec, input_size: Sizes, *, code: str | None = None) -> Report:
    """The layer on an input of *input_size*, one value an axis; *code*: as a program instead.

    Raises
    ------
    LayerError
        The layer cannot be, or the framework does not have it.
    """
    layer = spec.layer(input_size)
    output = layer.output_size(input_size)
    calculations = size_calculations(layer, input_size)
    different = {one.result(): one for one in calculations}
    cells: dict[str, Cell] = {"kind": spec.kind}
    if isinstance(layer, Pool):
        k, s, _ = layer.windows(len(input_size))
        cells["kind"] = f"{layer.mode} pool"
        cells["k"] = PerAxis(k)
        cells["stride"] = PerAxis(s)
        cells["padding"] = PerAxis([layer.pads(index) for index in range(len(input_size))])
    elif isinstance(layer, Resize):
        corners = ", corners aligned" if layer.align_corners else ""
        cells["kind"] = f"resize, {layer.mode}{corners}"
    cells["formula"] = Formula(calculations[0].formula)
    cells["with numbers"] = Lines([Formula(one.result) for one in different.values()])
    cells["output"] = Product(output)
    data = _data(spec, layer, input_size)
    data |= {
        "output_size": list(output),
        "formula": str(calculations[0].letters),
        "worked": [one.result() for one in calculations],
    }
    table = Table(tuple(cells), [tuple(cells.values())])
    if code is None:
        return Report([table], {"layers": [data]})
    program = resampling_code(code, layer, input_size).program
    data["code"] = {code: program}
    return Report([Code("python", program)], {"layers": [data]})


def _data(spec: ResamplingSpec, layer: Resampling, input_size: Sizes) -> dict[str, Any]:
    ndim = len(input_size)
    data: dict[str, Any] = {"kind": spec.kind, "input_size": list(input_size)}
    if isinstance(layer, Pool):
        k, s, d = layer.windows(ndim)
        data |= {
            "kernel_size": k,
            "stride": s,
            "padding": [list(layer.pads(index)) for index in range(ndim)],
            "dilation": d,
            "mode": layer.mode,
            "ceil": layer.ceil,
            "count_padding": layer.count_padding,
        }
    elif isinstance(layer, Resize):
        data |= {"scale": list(spec.scales(ndim)), "mode": layer.mode}
        data["align_corners"] = layer.align_corners
    else:
        data["scale"] = list(spec.scales(ndim))
    if spec.framework:
        data["framework"] = spec.framework
    return data
