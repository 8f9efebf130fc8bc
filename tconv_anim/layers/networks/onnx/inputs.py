"""What the inputs of an ONNX file mean: which of their axes the first layer reads as spatial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from ....errors import Argument, LayerError
from ....notation import Sizes
from .axes import Origins, axis_origins
from .model_file import printable, subgraphs
from .operators import LAYERS, SAME_SHAPE, STANDARD, LayerOperator
from .shapes import Dims, Shapes, Tensor

__all__ = ["FedInput", "fed_inputs", "input_dims", "plain_attributes"]

_PRIMES: Final = (17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101)
_Sources: TypeAlias = tuple[frozenset[tuple[str, int]], ...]
"""For every axis of a tensor, the axes of inputs that it is."""


class FedInput(NamedTuple):
    """A tensor that is fed in."""

    name: str
    element: int
    dims: Dims
    """As the file has them; None for those that are open."""
    symbols: tuple[str, ...]
    spatial: tuple[int, ...] = ()
    """Its spatial axes, in the order in which the first layer has them."""
    channel: int | None = None
    channels: int | None = None
    """What the first layer's weights are for."""

    @property
    def open(self) -> tuple[int, ...]:
        """The spatial axes whose size is not in the file."""
        return tuple(axis for axis in self.spatial if self.dims[axis] is None)


def plain_attributes(onnx: Any, node: Any) -> dict[str, Any]:
    """The attributes of a node as plain values; what ONNX cannot read is left out."""
    found: dict[str, Any] = {}
    for attribute in node.attribute:
        if attribute.ref_attr_name or attribute.HasField("g"):
            continue
        try:
            value = onnx.helper.get_attribute_value(attribute)
        except ValueError:
            continue
        plain = isinstance(value, bytes | str | int | float)
        found[attribute.name] = value if plain or value is None else _listed(value)
    return found


def _listed(value: Any) -> Any:
    try:
        return list(value)
    except TypeError:  # a tensor
        return value


def fed_inputs(onnx: Any, model: Any) -> list[FedInput]:
    """The tensors that are fed in, and what the first layers make of their axes."""
    stored = {tensor.name for tensor in model.graph.initializer}
    found: dict[str, FedInput] = {}
    for value in model.graph.input:
        kind = value.type.tensor_type
        if value.name in stored or not value.type.HasField("tensor_type"):
            continue
        dims = tuple(
            d.dim_value if d.HasField("dim_value") and d.dim_value > 0 else None
            for d in kind.shape.dim
        )
        symbols = tuple(d.dim_param or "unnamed" for d in kind.shape.dim)
        found[value.name] = FedInput(value.name, kind.elem_type, dims, symbols)
    meanings = _Tracer(onnx, model, found).meanings()
    for name, fed in found.items():
        if name in meanings:
            found[name] = meanings[name]
        elif len(fed.dims) > 2 and not meanings:  # as nearly all have it
            found[name] = fed._replace(spatial=tuple(range(2, len(fed.dims))))
    return list(found.values())


class _Tracer:
    """Follows the axes of the inputs to the first layers, with sizes that tell them apart."""

    def __init__(self, onnx: Any, model: Any, inputs: Mapping[str, FedInput]) -> None:
        self.onnx, self.model, self.inputs = onnx, model, inputs
        self.shapes = Shapes(onnx, model)
        self.shapes.take_weights(model.graph)
        self.sources: dict[str, _Sources] = {}
        self.found: dict[str, FedInput] = {}
        count = 0
        for name, fed in inputs.items():
            dims = []
            for size in fed.dims:
                turn, place = divmod(count, len(_PRIMES))
                dims.append(size or 64 * (_PRIMES[place] + 100 * turn))
                count += size is None
            self.shapes.types[name] = Tensor(fed.element, tuple(dims))
            self.sources[name] = tuple(frozenset([(name, n)]) for n in range(len(dims)))

    def meanings(self) -> dict[str, FedInput]:
        for node in _nodes(self.model.graph):
            if len(self.found) == len(self.inputs):
                break
            self._take(node)
        return self.found

    def _take(self, node: Any) -> None:
        domain = "" if node.domain in STANDARD else node.domain
        operator = LAYERS.get((domain, node.op_type))
        given = plain_attributes(self.onnx, node)
        if operator is not None and operator.weights and len(node.input) > operator.weights:
            self._take_layer(node, given, operator)
            return
        self.shapes.infer(node)
        if operator is None and node.op_type in SAME_SHAPE and node.input and node.output:
            if node.input[0] in self.sources:
                self.sources[node.output[0]] = self.sources[node.input[0]]
            return
        output = node.output[0] if node.output else ""
        joined: list[frozenset[tuple[str, int]]] | None = None
        for number, name in enumerate(node.input):
            if name not in self.sources:
                continue
            origins = axis_origins(node, given, number, self.shapes)
            if origins is None:
                continue
            ours = self.sources[name]
            moved = [ours[n] if n is not None and n < len(ours) else frozenset() for n in origins]
            if node.op_type == "Reshape":
                _merge(moved, origins, ours)
            if joined is None or len(joined) != len(moved):
                joined = moved
            else:
                joined = [a | b for a, b in zip(joined, moved, strict=True)]
        if joined is not None and output:
            self.sources[output] = tuple(joined)

    def _take_layer(self, node: Any, given: Mapping[str, Any], operator: LayerOperator) -> None:
        axes = self.sources.get(node.input[0])
        if axes is None or len(axes) < 3:
            return
        last = operator.channels_last or given.get("channels_last") == 1
        layout = range(1, len(axes) - 1) if last else range(2, len(axes))
        weights = self.shapes.dims(node.input[operator.weights])
        group = given.get("group", 1)
        channels = None
        if weights is not None and len(weights) > 1 and isinstance(group, int):
            crops = operator.like == "ConvTranspose"
            own = weights[0] if crops else weights[1] and weights[1] * group
            channels = own
        for name, fed in self.inputs.items():
            spatial = tuple(n for a in layout for source, n in sorted(axes[a]) if source == name)
            if name in self.found or not spatial:
                continue
            channel = [n for source, n in axes[len(axes) - 1 if last else 1] if source == name]
            self.found[name] = fed._replace(
                spatial=spatial,
                channel=channel[0] if channel else None,
                channels=channels,
            )


def _merge(moved: list[frozenset[tuple[str, int]]], origins: Origins, ours: _Sources) -> None:
    """Put in what an axis is that holds several, where one of them alone comes from an input.

    So does Keras repeat cells: it puts in an axis, repeats along it, and merges the two.
    """
    for place, origin in enumerate(origins):
        before = origins[place - 1] if place else -1
        after = origins[place + 1] if place + 1 < len(origins) else len(ours)
        if origin is None and before is not None and after is not None:
            together = frozenset[tuple[str, int]]().union(*ours[before + 1 : after])
            if len(together) == 1:
                moved[place] = together


def _nodes(graph: Any) -> Iterator[Any]:
    for node in graph.node:
        yield node
        for _, inner in subgraphs(node):
            yield from _nodes(inner)


# -- sizes -----------------------------------------------------------------------------------


def input_dims(
    file: str, inputs: list[FedInput], input_size: Sizes | None
) -> dict[str, tuple[int, ...]]:
    """The shapes of the inputs: spatial axes as asked for, batches 1, channels as the weights.

    Raises
    ------
    LayerError
        A size that is open and was not given, or one that fits no input.
    """
    for size in input_size or ():
        if size < 1 or size >= 2**63:
            raise LayerError(
                "{input_size} must be at least 1.", input_size=Argument("input_size", input_size)
            )
    spatial = [fed for fed in inputs if fed.spatial]
    set_axes = {}
    if input_size is not None:
        set_axes = {fed.name: _set_axes(file, fed, input_size, len(spatial)) for fed in spatial}
        if not any(set_axes.values()):
            raise LayerError(
                "{input_size}: {file} has no input whose size is open.",
                input_size=Argument("input_size", input_size),
                file=file,
                advice="Leave it out.",
            )
    found = {}
    for fed in inputs:
        sizes: dict[int, int] = set_axes.get(fed.name, {})
        missing = [axis for axis in fed.open if axis not in sizes]
        if missing:
            names = [printable(fed.symbols[axis]) for axis in missing]
            raise LayerError(
                "{file}: the input {input} has dynamic dimensions ({which}), so its size is"
                " not in the file.",
                file=file,
                input=printable(fed.name),
                which=", ".join(names),
                advice=Argument("input_size", 224),
            )
        rest = {fed.channel: fed.channels or 1}
        found[fed.name] = tuple(
            sizes.get(axis) or size or rest.get(axis, 1) for axis, size in enumerate(fed.dims)
        )
    return found


def _set_axes(file: str, fed: FedInput, input_size: Sizes, inputs: int) -> dict[int, int]:
    """Which axes of an input get which size."""
    ndim = len(fed.spatial)
    if len(input_size) == len(fed.open) < ndim:
        return dict(zip(fed.open, input_size, strict=True))
    if len(input_size) not in (1, ndim):
        raise LayerError(
            "{input_size} has {count} axes, and the input {input} of {file} has {ndim}.",
            input_size=Argument("input_size", "x".join(map(str, input_size))),
            count=len(input_size),
            input=printable(fed.name),
            file=file,
            ndim=ndim,
        )
    if len(input_size) == 1 and fed.open:
        return dict.fromkeys(fed.open, input_size[0])
    sizes = input_size * ndim if len(input_size) == 1 else input_size
    both = dict(zip(fed.spatial, sizes, strict=True))
    # Of several inputs, those that are open.
    return both if inputs == 1 else {axis: both[axis] for axis in fed.open}
