"""The summary of a layer: what the size command tells, row by row."""

from typing import Any, NamedTuple

from ..errors import LayerError, Message
from .axis import Kind
from .operations import operation_named
from .operations.base import Operation
from .overlap import overlap_data, overlaps
from .resolve import resolve
from .resolved_layer import ResolvedLayer, channels_of, spec_of
from .spec import LayerSpec
from .validation import checked_sizes

__all__ = ["Row", "row_data", "summarise"]


class Row(NamedTuple):
    """One kind of layer: its problem, or why it cannot be."""

    kind: Kind
    resolved: ResolvedLayer | None = None
    error: LayerError | None = None

    @property
    def operation(self) -> Operation:
        return operation_named(self.kind)


def summarise(spec: LayerSpec, kinds: tuple[Kind, ...], *, ndim: int | None = None) -> list[Row]:
    """A row for each of *kinds*, standard and transposed.

    Where both are given, output padding touches the transposed row alone, and a
    row that cannot be says why.

    Raises
    ------
    LayerError
        None of the kinds can be.
    """
    if spec.output_padding is not None:
        checked_sizes("output_padding", spec.output_padding, 0)  # wrong whatever the kind
    rows: list[Row] = []
    for kind in kinds:
        one = spec._replace(kind=kind)
        if len(kinds) > 1 and not operation_named(kind).crops:
            one = _without_transposed(one)
        try:
            rows.append(Row(kind, resolved=resolve(one, ndim=ndim)))
        except LayerError as error:
            rows.append(Row(kind, error=error))
    errors = [row.error for row in rows if row.error]
    if len(errors) < len(rows):
        return rows
    if len({str(error) for error in errors}) == 1:
        raise errors[0]
    reasons = [
        Message("{kind}: {reason}", kind=row.operation.adjective, reason=reason)
        for row, reason in zip(rows, errors, strict=True)
    ]
    raise LayerError("{reasons}", reasons=Message.joined(reasons, " Also "))


def _without_transposed(spec: LayerSpec) -> LayerSpec:
    """*spec* without what touches transposed layers alone."""
    op = None if spec.output_padding is None else (0,) * len(spec.output_padding)
    return spec._replace(output_padding=op, output_shape=None, transpose_kernel=False)


def row_data(row: Row) -> dict[str, Any]:
    """The row as plain data, with the keys of the size command's JSON."""
    if row.resolved is None:
        return {"kind": row.kind, "error": row.error.in_flags() if row.error else ""}
    resolved, axes = row.resolved, row.resolved.axes
    calculations = resolved.calculations
    spec = resolved.framework_spec
    op = spec_of(resolved).output_padding  # None is Keras' own
    data: dict[str, Any] = {
        "kind": resolved.kind,
        "input_size": list(resolved.input_size),
        "kernel_size": list(resolved.kernel_size),
        "stride": [a.s for a in axes],
        "padding": [[a.pad_begin, a.pad_end] for a in axes],
        "dilation": [a.d for a in axes],
        "output_padding": op and list(op),
        "effective_kernel": list(resolved.kernel_extent),
        "zeros_inserted": [a.zeros_inserted for a in axes],
        "equivalent_padding": [list(a.equivalent_padding) for a in axes],
        "crop": [[a.crop_begin, a.crop_end] for a in axes],
        "output_size": list(resolved.output_size),
        **channels_of(resolved.layer),
        "parameters": resolved.parameters,
        "macs": resolved.macs,
        "formula": str(calculations[0].letters),
        "worked": [one.result() for one in calculations],
    }
    if resolved.operation.driven_by == "input":
        data["overlap"] = overlap_data(overlaps(axes))
    if spec is not None:
        data["framework"] = spec.framework
    return data
