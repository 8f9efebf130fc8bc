"""One layer in every framework: what each makes of the same words, and its exact twin.

The same size need not be the same pixels: where a framework crops another cell first, its
output is shifted. A twin is how a framework says exactly the layer asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...errors import LayerError
from ...notation import Pairs, Sizes
from ..resolved_layer import ResolvedLayer
from . import NAMES, framework_named
from .base import Code, crops, pads
from .channels import check_groups

__all__ = ["ComparisonRow", "Equivalent", "compare", "comparison_data", "twins"]


class ComparisonRow(NamedTuple):
    """What a framework makes of kernel, stride and dilation with one of its paddings."""

    framework: str
    title: str
    parameters: Mapping[str, Any]
    """Those that say the padding, in the framework's own names."""
    output_size: Sizes | None = None
    ends: Pairs = ()
    """(begin, end) an axis: the crop of a transposed layer, the padding of a convolution."""
    shift: Sizes = ()
    """Cells by which its output lies later than the reference's (of a convolution: cells of
    the input by which its windows begin later): transposed, this y[n] is its y[n + shift]."""
    same_pixels: bool = False
    same_kernel: bool = True
    """False where one of the two rotates the kernel and the other does not."""
    error: LayerError | None = None


class Equivalent(NamedTuple):
    """How a framework says exactly the layer asked for."""

    framework: str
    title: str
    code: Code | None
    error: LayerError | None = None


def compare(resolved: ResolvedLayer) -> list[ComparisonRow]:
    """A row for every framework and each of its ways to pad, against *resolved*."""
    rows: list[ComparisonRow] = []
    for way in _candidates(resolved):
        row = _compared(resolved, *way)
        if (row.framework, row.parameters) not in [(r.framework, r.parameters) for r in rows]:
            rows.append(row)
    return rows


def twins(resolved: ResolvedLayer) -> list[Equivalent]:
    """The exact twin of *resolved* in every framework."""
    found = []
    for name in NAMES:
        framework = framework_named(name)
        try:
            found.append(Equivalent(name, framework.title, framework.code(resolved)))
        except LayerError as error:
            found.append(Equivalent(name, framework.title, None, error))
    return found


def _candidates(resolved: ResolvedLayer) -> Iterator[tuple[str, dict[str, Any]]]:
    """(framework, parameters of its padding): the nearest numbers, and its words."""
    own = _own(resolved)
    if own is not None:
        yield own
    p, op = _nearest(resolved)
    for name in NAMES:
        for padding in framework_named(name).paddings(resolved, p, op):
            yield name, padding


def _own(resolved: ResolvedLayer) -> tuple[str, dict[str, Any]] | None:
    """The framework's words that the layer was said in, where they are not the usual ones."""
    spec = resolved.framework_spec
    if spec is None or spec.framework is None:
        return None
    framework = framework_named(spec.framework)
    shape = (*framework.names.values(), framework.stride_name(resolved.kind))
    given = framework.parameters_of(spec)
    padding = framework.names["padding"]
    return framework.name, {
        name: value
        for name, value in given.items()
        if value is not None and (name == padding or name not in shape)
    }


def _nearest(resolved: ResolvedLayer) -> tuple[Sizes, Sizes]:
    """PyTorch's padding and output padding: the layer's own, else those of the same size."""
    if not resolved.operation.crops:
        return tuple((axis.pad_begin + axis.pad_end + 1) // 2 for axis in resolved.axes), ()
    p, ops = [], []
    for axis in resolved.axes:
        begin, end = axis.crop_begin, axis.crop_end
        if not (begin >= 0 and 0 <= begin - end < max(axis.s, axis.d)):
            begin = max((begin + end + 1) // 2, 0)
        p.append(begin)
        op = 2 * begin - axis.crop_begin - axis.crop_end
        ops.append(min(op, max(axis.s, axis.d) - 1))
    return tuple(p), tuple(ops)


def _compared(resolved: ResolvedLayer, name: str, padding: dict[str, Any]) -> ComparisonRow:
    framework = framework_named(name)
    axes = resolved.axes
    shape = {
        framework.names["kernel_size"]: tuple(a.k for a in axes),
        framework.stride_name(resolved.kind): tuple(a.s for a in axes),
        framework.names["dilation"]: tuple(a.d for a in axes),
    }
    parameters = {
        key: value for key, value in padding.items() if name == "keras" or _worth_saying(key, value)
    }
    row = ComparisonRow(name, framework.title, parameters)
    try:
        check_groups(framework, resolved.layer)
        given = {**shape, **padding}
        layer = framework.layer_of(resolved.kind, resolved.input_size, given).layer
        output = framework.output_size(resolved.kind, layer, resolved.input_size)
    except LayerError as error:
        return row._replace(error=error)
    theirs, same = layer.axes(len(axes)), layer.rotate_kernel == resolved.layer.rotate_kernel
    if resolved.kind == "conv":
        ends, ours = pads(theirs), pads(axes)
        shift = tuple(b - a for (a, _), (b, _) in zip(ends, ours, strict=True))
    else:
        ends, ours = crops(theirs), crops(axes)
        shift = tuple(a - b for (a, _), (b, _) in zip(ends, ours, strict=True))
    return row._replace(
        output_size=output,
        ends=ends,
        shift=shift,
        same_pixels=same and output == resolved.output_size and not any(shift),
        same_kernel=same,
    )


def _worth_saying(key: str, value: object) -> bool:
    return key != "output_padding" or any(value if isinstance(value, tuple) else ())


def comparison_data(resolved: ResolvedLayer) -> dict[str, Any]:
    """The comparison as plain data, with the keys of the size command's JSON."""
    ends = "padding" if resolved.kind == "conv" else "crop"
    rows: list[dict[str, Any]] = []
    for row in compare(resolved):
        data: dict[str, Any] = {"framework": row.framework, "parameters": dict(row.parameters)}
        if row.error is not None:
            rows.append({**data, "error": str(row.error)})
            continue
        rows.append(
            {
                **data,
                "output_size": list(row.output_size or ()),
                ends: [list(pair) for pair in row.ends],
                "shift": list(row.shift),
                "same_kernel": row.same_kernel,
                "same_pixels": row.same_pixels,
            }
        )
    exact = [
        {"framework": twin.framework, **(_code_data(twin.code) if twin.code else {})}
        | ({"error": str(twin.error)} if twin.error else {})
        for twin in twins(resolved)
    ]
    return {"frameworks": rows, "twins": exact}


def _code_data(code: Code) -> dict[str, str]:
    data = {"layer": code.layer, "before": code.before, "after": code.after, "note": code.note}
    return {key: value for key, value in data.items() if value}
