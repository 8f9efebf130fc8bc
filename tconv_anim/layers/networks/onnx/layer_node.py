"""A node of an ONNX file that is a layer: its attributes, checked, and the sizes it makes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from ....errors import Argument, LayerError, Message
from ....notation import Sizes
from ...axis import Axis, Kind
from ...frameworks import framework_named
from ...operations import operation_named
from ...sizes import effective_kernel
from ..network import Step
from .operators import LayerOperator
from .shapes import Dims, Shapes, Tensor

__all__ = [
    "LayerNode",
    "LayerRow",
    "UnreadError",
    "as_stored",
    "axis_count",
    "by_words",
    "channels_first",
    "check_covered",
    "inferred_dims",
    "padding_of",
    "runtime_axes",
    "sizes_at",
    "stored_layout",
]

WINDOW: Final = ("auto_pad", "dilations", "kernel_shape", "pads", "strides")
_SAID: Final[dict[str, Collection[str]]] = {
    "Conv": (*WINDOW, "group"),
    "ConvTranspose": (*WINDOW, "group", "output_padding", "output_shape"),
    "MaxPool": (*WINDOW, "ceil_mode", "storage_order"),
    "AveragePool": (*WINDOW, "ceil_mode", "count_include_pad"),
    "LpPool": (*WINDOW, "ceil_mode", "p"),
}
"""Attributes that ONNX infers sizes from."""


class LayerNode(NamedTuple):
    """A node that has a row, and what is known around it."""

    node: Any
    attributes: Mapping[str, Any]
    """Its attributes as plain values."""
    operator: LayerOperator
    label: str
    place: str
    """How messages name it."""
    layout: tuple[int, ...] | None
    """The spatial axes of its input, where they are known."""
    channels: int | None = None
    """Of its output, where others than the weights say so."""
    bias_added: bool = False
    """Whether a bias is added after it."""

    @property
    def channels_last(self) -> bool:
        return self.operator.channels_last or self.attributes.get("channels_last") == 1

    def numbers(self, name: str, ndim: int, default: Sizes) -> Sizes:
        """A list of integers among its attributes."""
        value = self.attributes.get(name)
        if value is None or value == []:
            return default
        right = isinstance(value, list) and all(isinstance(n, int) for n in value)
        if not right or len(value) != len(default or value) or (not default and ndim < 1):
            raise LayerError(
                "{place}: {name} is {value}, which does not fit {ndim} axes.",
                place=self.place,
                name=name,
                value=str(value)[:60],
                ndim=ndim,
            )
        return tuple(value)


class LayerRow(NamedTuple):
    """A row, and what comes after it."""

    step: Step
    output: Tensor
    axes: tuple[Axis, ...] | None
    """What every axis does to positions; None where it is not known."""
    notes: tuple[str, ...] = ()


class UnreadError(Exception):
    """A layer that has no row here; the text says why."""


def sizes_at(dims: Dims | None, layout: tuple[int, ...]) -> Sizes:
    """The sizes of the spatial axes; empty where one is not known."""
    if dims is None or max(layout, default=0) >= len(dims):
        return ()
    known = tuple(n for axis in layout if (n := dims[axis]) is not None)
    return known if len(known) == len(layout) else ()


def stored_layout(layer: LayerNode, rank: int) -> tuple[int, ...]:
    return tuple(range(1, rank - 1)) if layer.channels_last else tuple(range(2, rank))


def channels_first(layer: LayerNode, dims: Dims | None) -> Dims | None:
    if dims is None or not layer.channels_last or len(dims) < 3:
        return dims
    return (dims[0], dims[-1], *dims[1:-1])


def as_stored(layer: LayerNode, tensor: Tensor) -> Tensor:
    dims = tensor.dims
    if dims is None or not layer.channels_last or len(dims) < 3:
        return tensor
    return tensor._replace(dims=(dims[0], *dims[2:], dims[1]))


def axis_count(layer: LayerNode, *ranks: int | None) -> int:
    kernel = layer.attributes.get("kernel_shape")
    found = [rank - 2 for rank in ranks if rank is not None]
    found += [len(kernel)] if isinstance(kernel, list) else []
    if not found:
        raise UnreadError("neither its input nor its weights have a known shape")
    if len(set(found)) > 1:
        raise LayerError("{place}: its weights do not fit its input.", place=layer.place)
    if not 1 <= found[0] <= 3:
        raise UnreadError(f"it has {found[0]} axes")
    return found[0]


def check_covered(layer: LayerNode, sizes: Sizes, kernel: Sizes, dilation: Sizes) -> None:
    """LayerError where a kernel covers more than all of the padded input."""
    padding = padding_of(layer)
    if isinstance(padding, str) or layer.attributes.get("ceil_mode") == 1:
        return
    pads = padding * len(sizes) if len(padding) == 1 else padding
    for i, k, d, (begin, end) in zip(sizes, kernel, dilation, pads, strict=True):
        if effective_kernel(k, d) > i + begin + end:
            raise LayerError(
                "{place}: nothing is left: its kernel covers {span} cells, and its input has"
                " {i} + {begin} + {end}.",
                place=layer.place,
                span=effective_kernel(k, d),
                i=i,
                begin=begin,
                end=end,
                advice=Message("Try a larger {input_size}.", input_size=Argument("input_size")),
            )


def inferred_dims(layer: LayerNode, shapes: Shapes, *types: Tensor) -> Dims | None:
    said = _SAID.get(layer.operator.like, ())
    attributes = [a for a in layer.node.attribute if a.name in said and not a.ref_attr_name]
    values = (None,) * len(types)
    found = shapes.outputs(layer.operator.like, types, values, attributes, 1)
    return found[0].dims if found else None


def runtime_axes(
    layer: LayerNode, kind: Kind, sizes: Sizes, kernel: Sizes
) -> tuple[tuple[Axis, ...] | None, Sizes | None, str]:
    """The layer's axes and size by ONNX Runtime's rules, or why it refuses it."""
    more = ("output_padding", "output_shape") if operation_named(kind).crops else ()
    names = (*WINDOW, *more)
    given = {name: layer.attributes[name] for name in names if name in layer.attributes}
    framework = framework_named("onnx")
    try:
        whole = _plain({**given, "kernel_shape": kernel})
        made = framework.layer_of(kind, sizes, whole).layer
        return made.axes(len(sizes)), framework.output_size(kind, made, sizes), ""
    except LayerError as error:
        return None, None, str(error)


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as this package's ONNX takes them: pads beside a word mean nothing there."""
    plain = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
    if plain.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"") and not any(plain.get("pads", ())):
        plain.pop("pads", None)
    return plain


def padding_of(layer: LayerNode) -> Any:
    flat = tuple(layer.attributes.get("pads") or ())
    half = len(flat) // 2
    auto = layer.attributes.get("auto_pad", b"")
    auto = auto.decode("ascii", "replace") if isinstance(auto, bytes) else ""
    if auto not in ("", "NOTSET"):
        return auto.lower()
    return tuple(zip(flat[:half], flat[half : 2 * half], strict=True)) or ((0, 0),)


def by_words(sizes: Sizes) -> str:
    return " x ".join(map(str, sizes))
