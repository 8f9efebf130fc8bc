"""Rows of convolutions and transposed layers in an ONNX file."""

from __future__ import annotations

from typing import Any

from ....errors import LayerError
from ....notation import Sizes
from ...axis import Kind
from ...operations import operation_named
from ...spec import LayerSpec
from ..layer_word import write_layer
from ..network import Step
from ..spec import STEP_KINDS, bare_layer
from .layer_node import (
    LayerNode,
    LayerRow,
    as_stored,
    axis_count,
    by_words,
    channels_first,
    check_covered,
    inferred_dims,
    padding_of,
    runtime_axes,
    sizes_at,
)
from .shapes import Dims, Shapes, Tensor

__all__ = ["weighted_row"]


def weighted_row(layer: LayerNode, shapes: Shapes) -> LayerRow:
    node, operator = layer.node, layer.operator
    operation = operation_named(STEP_KINDS[operator.kind].operation)
    x = channels_first(layer, shapes.dims(node.input[0]))
    w = shapes.dims(node.input[operator.weights])
    ndim = axis_count(layer, None if x is None else len(x), None if w is None else len(w))
    group = layer.attributes.get("group", 1)
    whole = tuple(size or 0 for size in w or (0, 0))
    kernel = layer.numbers("kernel_shape", ndim, whole[2:])
    if not isinstance(group, int) or group < 1 or len(kernel) != ndim or min(kernel) < 1:
        raise LayerError("{place}: its weights do not fit its input.", place=layer.place)
    notes = []
    if w is not None and kernel != whole[2:]:
        notes.append(
            f"{layer.place}: kernel_shape is {by_words(kernel)}, and its weights are"
            f" {by_words(whole[2:])}."
        )
    into, out = whole[1] * group, whole[0]
    if operation.crops:
        into, out = whole[0], whole[1] * group
    coming = x[1] if x else None
    blocks = node.domain == "com.microsoft.nchwc"  # channels are filled up to whole blocks there
    if blocks and coming and coming <= into:
        group = coming if group == out == whole[0] and whole[1] == 1 else group
        into = coming
    elif coming is not None and w is not None and coming != into:
        raise LayerError(
            "{place}: its weights are for {into} channels{groups}, and its input has {coming}.",
            place=layer.place,
            into=into,
            groups=f" in {group} groups" if group > 1 else "",
            coming=coming,
            advice="Export it again.",
        )
    out = min(layer.channels or out, out) if w is not None else layer.channels or 0
    sizes = sizes_at(x, tuple(range(2, ndim + 2)))
    inferred = None
    if x is not None and w is not None:
        inferred = inferred_dims(layer, shapes, Tensor(1, x), Tensor(1, w))
    output = sizes_at(inferred, tuple(range(2, ndim + 2)))
    axes, found = None, None
    stride = layer.numbers("strides", ndim, (1,) * ndim)
    dilation = layer.numbers("dilations", ndim, (1,) * ndim)
    layer.numbers("pads", ndim, (0,) * (2 * ndim))
    for name in ("output_padding", "output_shape"):
        layer.numbers(name, ndim, (0,) * ndim)
    if min(*stride, *dilation) < 1:
        raise LayerError(
            "{place}: strides and dilations are at least 1, not {stride} and {dilation}.",
            place=layer.place,
            stride=by_words(stride),
            dilation=by_words(dilation),
        )
    if sizes and not operation.crops:
        check_covered(layer, sizes, kernel, dilation)
    if sizes:
        axes, found, why = runtime_axes(layer, operation.name, sizes, kernel)
        notes += [f"{layer.place} is refused by ONNX Runtime: {why}"] if why else []
        if found is not None and output and found != output:
            notes.append(
                f"{layer.place}: ONNX's shape inference gives {by_words(output)}, and ONNX Runtime"
                f" makes {by_words(found)}."
            )
        output = output or found or ()
    said = _spec(layer, operation.name, kernel, stride, dilation)
    step = Step(
        number=0,
        kind=operator.kind,
        input_size=sizes,
        output_size=output,
        name=layer.label,
        word=STEP_KINDS[operator.kind].prefix + write_layer(said),
        layer=said,
        axes=axes,
        kernel_size=kernel,
        stride=stride,
        dilation=dilation,
        in_channels=into,
        out_channels=out,
        groups=group,
        bias=layer.bias_added
        or (0 < operator.bias < len(node.input) and bool(node.input[operator.bias])),
    )
    dims: Dims = (x[0] if x else None, out or None, *(output or (None,) * ndim))
    return LayerRow(step, as_stored(layer, Tensor(0, dims)), axes, tuple(notes))


def _spec(layer: LayerNode, kind: Kind, kernel: Sizes, stride: Sizes, dilation: Sizes) -> LayerSpec:
    values: dict[str, Any] = {"kernel_size": kernel, "stride": stride, "dilation": dilation}
    given, padding = layer.attributes, padding_of(layer)
    shape = given.get("output_shape")
    if operation_named(kind).crops:
        values["output_padding"] = tuple(given.get("output_padding") or (0,))
        values["output_shape"] = tuple(shape) if shape else None
    own = "onnx" if isinstance(padding, str) or shape else None  # the rest is as anywhere
    return bare_layer(layer.operator.kind, own, padding=padding, **values)
