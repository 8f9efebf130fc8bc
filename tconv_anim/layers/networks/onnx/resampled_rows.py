"""Rows of pools, resizing and pixel shuffle in an ONNX file."""

from __future__ import annotations

import math
from typing import Any, Final

from ....errors import LayerError
from ....notation import Sizes
from ...axis import Axis
from ...operations import operation_named
from ...resampling.resize import Resize, Scale
from ...resampling.shuffle import PixelShuffle
from ...resampling.spec import ResamplingSpec, write_resampling
from ...resampling.windows import window_axis
from ..network import Step
from .layer_node import (
    LayerNode,
    LayerRow,
    UnreadError,
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
from .shapes import UNKNOWN, Dims, Shapes, Tensor

__all__ = ["pool_row", "resize_row", "shuffle_row"]


def pool_row(layer: LayerNode, shapes: Shapes) -> LayerRow:
    x = channels_first(layer, shapes.dims(layer.node.input[0]))
    ndim = axis_count(layer, None if x is None else len(x))
    spatial = tuple(range(2, ndim + 2))
    sizes = sizes_at(x, spatial)
    everywhere = layer.operator.everywhere
    kernel = sizes if everywhere else layer.numbers("kernel_shape", ndim, ())
    if not kernel and not everywhere:
        raise UnreadError("it has no kernel_shape")
    stride = layer.numbers("strides", ndim, (1,) * ndim)
    dilation = layer.numbers("dilations", ndim, (1,) * ndim)
    layer.numbers("pads", ndim, (0,) * (2 * ndim))
    if sizes and kernel:
        check_covered(layer, sizes, kernel, dilation)
    inferred = inferred_dims(layer, shapes, Tensor(1, x)) if x is not None else None
    output = (1,) * ndim if everywhere else sizes_at(inferred, spatial)
    axes = runtime_axes(layer, "conv", sizes, kernel)[0] if sizes and kernel else None
    mode = layer.operator.mode
    spec = ResamplingSpec(
        "pool",
        kernel_size=kernel,
        stride=stride,
        padding=padding_of(layer),
        dilation=dilation,
        ceil=layer.attributes.get("ceil_mode") == 1,
        count_padding=mode == "max" or layer.attributes.get("count_include_pad") == 1,
        mode=mode,
        framework="onnx",
    )
    word = write_resampling(spec) if kernel else ("pool:whole input")
    step = _step(layer, x, sizes, output)._replace(
        word=f"lp{word}" if mode == "lp" else word,
        layer=spec if kernel and mode != "lp" else None,
        axes=axes,
        kernel_size=kernel,
        stride=stride,
        dilation=dilation,
    )
    dims: Dims = (*(x[:2] if x else (None, None)), *(output or (None,) * ndim))
    return LayerRow(step, as_stored(layer, Tensor(0, dims)), axes)


def _step(layer: LayerNode, x: Dims | None, sizes: Sizes, output: Sizes) -> Step:
    channels = (x[1] if x and len(x) > 1 else None) or 0
    return Step(
        number=0,
        kind=layer.operator.kind,
        input_size=sizes,
        output_size=output,
        name=layer.label,
        mode=layer.operator.mode,
        in_channels=channels,
        out_channels=channels,
    )


_METHODS: Final = {b"linear": "bilinear", b"cubic": "bicubic", b"bilinear": "bilinear"}


def resize_row(layer: LayerNode, shapes: Shapes) -> LayerRow:
    node = layer.node
    x = shapes.dims(node.input[0])
    shapes.infer(node)
    y = shapes.types[node.output[0]]
    if y.dims is None:
        y = _scaled_tensor(layer, shapes, x)
    if x is None and y.dims is None:
        raise UnreadError("the shape of its input is not known")
    rank = len(x or y.dims or ())
    layout = layer.layout or tuple(range(2, rank))
    if not 1 <= len(layout) <= 3 or max(layout) >= rank:
        raise UnreadError(f"it has {len(layout)} axes")
    sizes, output = sizes_at(x, layout), sizes_at(y.dims, layout)
    scale = _scales(layer, shapes, sizes, output, layout)
    named = layer.attributes.get("mode", b"nearest")  # in a broken file, of any type
    mode: Any = _METHODS.get(named, "nearest") if isinstance(named, bytes) else "nearest"
    how = layer.attributes.get("coordinate_transformation_mode", b"half_pixel")
    corners = how == b"align_corners" and mode != "nearest"
    spec = ResamplingSpec("resize", scale=scale, mode=mode, align_corners=corners)
    channel = 1 if 1 not in layout else rank - 1
    step = _step(layer, x and (x[0], x[channel], *x[1:]), sizes, output)._replace(
        word=write_resampling(spec) if scale else "resize:?",
        scale=scale,
        mode=mode,
        layer=spec if _is_said(spec, layer, how, sizes, output) else None,
    )
    axes = None
    # A linear one reads elsewhere, where cells count from their corners.
    if scale and (mode == "nearest" or how in (b"half_pixel", b"pytorch_half_pixel")):
        try:
            made = Resize(scale=scale, mode=mode, align_corners=corners)
            axes = _all_known([window_axis(made, index) for index in range(len(layout))])
        except LayerError:
            axes = None
    return LayerRow(step, y, axes)


def _is_said(
    spec: ResamplingSpec, layer: LayerNode, how: object, sizes: Sizes, output: Sizes
) -> bool:
    """Whether *spec* alone resizes like that: to the same size, reading the same places."""
    upsample = layer.operator.like == "Upsample"
    if spec.mode == "nearest":
        down = layer.attributes.get("nearest_mode") == b"floor" and how == b"asymmetric"
        same = upsample or down or all(r == int(r) for r in spec.scale)
    else:
        same = how in (b"half_pixel", b"pytorch_half_pixel", b"align_corners") and not upsample
    if not (same and spec.scale and sizes):
        return False
    try:
        return spec.layer(sizes).output_size(sizes) == output
    except LayerError:
        return False


def _scaled_tensor(layer: LayerNode, shapes: Shapes, x: Dims | None) -> Tensor:
    """The output of an operator whose scales only its runtime reads."""
    said = layer.attributes.get("scales")
    if x is None or not isinstance(said, list) or len(said) != len(x):
        return UNKNOWN
    if not all(isinstance(r, int | float) and 0 < r < 1e6 for r in said):
        return UNKNOWN
    dims = tuple(None if n is None else math.floor(n * r) for n, r in zip(x, said, strict=True))
    return Tensor(shapes.types[layer.node.input[0]].element, dims)


def _scales(
    layer: LayerNode, shapes: Shapes, sizes: Sizes, output: Sizes, layout: tuple[int, ...]
) -> tuple[Scale, ...]:
    """Output cells for each input cell, as the file says or as the sizes do."""
    if sizes and output and all(o % i == 0 for i, o in zip(sizes, output, strict=True) if i):
        return tuple(o // i for i, o in zip(sizes, output, strict=True) if i)
    said = layer.attributes.get("scales")
    for name in layer.node.input[1:]:
        value = shapes.values.get(name)
        if value is not None and value.dtype.kind == "f" and value.size > max(layout):
            said = value.ravel().tolist()
    if isinstance(said, list) and len(said) > max(layout):
        found = [float(said[axis]) for axis in layout]
        if all(math.isfinite(r) and r > 0 for r in found):
            return tuple(int(r) if r == int(r) else r for r in found)
    return tuple(o / i for i, o in zip(sizes, output, strict=True)) if sizes and output else ()


def shuffle_row(layer: LayerNode, shapes: Shapes) -> LayerRow:
    x = channels_first(layer, shapes.dims(layer.node.input[0]))
    r = layer.attributes.get("blocksize")
    if not isinstance(r, int) or r < 1:
        raise LayerError("{place}: its blocksize is {r}.", place=layer.place, r=r)
    if x is None or len(x) != 4:
        x = (None, None, None, None)
    sizes = sizes_at(x, (2, 3))
    down = layer.operator.like == "SpaceToDepth"
    if sizes and (
        any(size % r for size in sizes) if down else bool(x[1] is not None and x[1] % (r * r))
    ):
        raise LayerError(
            "{place}: {what} are not a multiple of {r}.",
            place=layer.place,
            what=f"{by_words(sizes)} cells" if down else f"{x[1]} channels",
            r=r if down else f"{r} x {r}",
        )
    output = tuple(size // r if down else size * r for size in sizes)
    channels = x[1] and (x[1] * r * r if down else x[1] // (r * r))
    order = layer.attributes.get("mode", b"DCR")
    spec = ResamplingSpec("shuffle", scale=(r, r))
    step = _step(layer, x, sizes, output)._replace(
        out_channels=channels or 0,
        word=f"unshuffle:x{r}" if down else write_resampling(spec),
        layer=spec if not down and order == b"CRD" else None,
        scale=(1 / r if down else r,) * 2,
        mode="" if down or not isinstance(order, bytes) else order.decode("ascii", "replace"),
    )
    axis = window_axis(PixelShuffle(scale=r), 0)
    if down:
        axis = operation_named("conv").axis(k=r, s=r, pad=(0, 0))
    dims: Dims = (x[0], channels, *(output or (None, None)))
    return LayerRow(step, as_stored(layer, Tensor(0, dims)), _all_known([axis, axis]))


def _all_known(axes: list[Axis | None]) -> tuple[Axis, ...] | None:
    known = tuple(axis for axis in axes if axis is not None)
    return known if len(known) == len(axes) else None
