"""Networks out of ONNX files: their Conv and ConvTranspose layers, with ONNX's own shapes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from ...errors import Argument, LayerError, Message
from ...notation import Sizes
from ..axis import Axis, Kind
from ..frameworks import framework_named
from ..operations import operation_named
from .infer import with_receptive_fields
from .network import Network, Step
from .onnx_graph import Shapes, load_model, nested_nodes, set_inputs, spatial_inputs, tensor_shapes
from .receptive_field import INPUT, Stage
from .spec import STEP_KINDS, StepKindName, bare_layer
from .words import write_layer

__all__ = ["INSTALL", "load_network"]

INSTALL: Final = 'python3 -m pip install ".[onnx]"'

_KINDS: Final[dict[str, StepKindName]] = {"Conv": "conv", "ConvTranspose": "transposed"}
_POOLS: Final = ("MaxPool", "AveragePool", "LpPool")
_BY_CELL: Final = frozenset(
    (
        *("Abs", "Add", "BatchNormalization", "Cast", "Ceil", "Celu", "Clip", "Concat", "Div"),
        *("Dropout", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity"),
        *("InstanceNormalization", "LeakyRelu", "Log", "Max", "Min", "Mish", "Mul", "Neg", "PRelu"),
        *("Pow", "Relu", "Selu", "Sigmoid", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Swish"),
        *("Tanh", "ThresholdedRelu"),
    )
)
"""Operators that leave every cell where it is: Concat of channels, and normalisations, whose
statistics do not count for receptive fields."""


def load_network(path: Path, input_size: Sizes | None = None) -> Network:
    """The network of the Conv and ConvTranspose layers in an ONNX file, in its own order.

    Parameters
    ----------
    path : Path
        The file; weights kept outside of it are not needed.
    input_size : tuple of int, optional
        Cells per axis of the file's input, where they are dynamic or should be others.

    Returns
    -------
    Network
        Sizes are those of ``onnx.shape_inference``; ``notes`` name every layer whose size is
        another by the rules of ONNX Runtime, or which it refuses. Receptive field and reach
        are known as long as only layers, pools and cell by cell operators come before.

    Raises
    ------
    LayerError
        No ONNX file, one without such layers, sizes that are missing or cannot be.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError:
        raise LayerError(
            "{file}: reading it needs the package onnx.",
            file=path.name,
            advice=Message("Install it with {command}.", command=INSTALL),
        ) from None
    name = path.name
    model = load_model(onnx, path)
    graph = model.graph
    inside = sum(node.op_type in _KINDS for node in nested_nodes(graph))
    rows = [node for node in graph.node if node.op_type in _KINDS]
    if not rows:
        where = ": those in branches and loops are not read." if inside else "."
        raise LayerError(
            "{file} has no Conv and no ConvTranspose layer{where}", file=name, where=where
        )
    set_inputs(name, graph, input_size)
    reader = _Reader(name, onnx, graph, tensor_shapes(onnx, name, model, path))
    for node in graph.node:
        reader.take(node)
    if inside:
        reader.notes.append(f"{name}: {inside} layers in branches and loops are not read.")
    first = reader.rows[0]
    return Network(
        steps=reader.steps_with_fields(),
        input_size=first.input_size,
        channels=first.in_channels,
        name=graph.name or path.stem,
        title=name,
        framework="onnx",
        notes=tuple(reader.notes),
    )


class _Reader:
    """Goes through the nodes of a graph, and makes rows of its layers."""

    def __init__(self, name: str, onnx: Any, graph: Any, shapes: Shapes) -> None:
        self.name, self.shapes = name, shapes
        self.value_of = onnx.helper.get_attribute_value
        self.rows: list[Step] = []
        self.notes: list[str] = []
        self.stages: list[tuple[tuple[int, ...], tuple[Axis, ...] | None, bool]] = []
        self.own: list[int] = []
        self.stage_of = {value.name: INPUT for value in spatial_inputs(graph)}
        """Where tensors come from that depend on an input."""

    def take(self, node: Any) -> None:
        given = {a.name: self.value_of(a) for a in node.attribute if not a.ref_attr_name}
        sources = [name for name in node.input if name in self.stage_of]
        axes: tuple[Axis, ...] | None = None
        known = True
        if node.op_type in _KINDS and node.domain in ("", "ai.onnx"):
            row = self._row(node, given)
            self.rows.append(row)
            self.own.append(len(self.stages))
            sources, axes = [name for name in sources if name == node.input[0]], row.axes
            known = axes is not None and bool(sources)
        elif node.op_type in _POOLS:
            axes = self._pool(node, given)
            known = axes is not None
        else:
            around = (*sources, *node.output[:1])  # Concat may join cells, Add may repeat them
            spatial = {(self.shapes.get(name) or ())[2:] for name in around}
            known = node.op_type in _BY_CELL and len(spatial) == 1
        if sources or node.op_type in _KINDS:
            self.stages.append((tuple(self.stage_of[name] for name in sources), axes, known))
            self.stage_of |= dict.fromkeys(node.output, len(self.stages) - 1)

    def steps_with_fields(self) -> tuple[Step, ...]:
        """The rows with receptive field and reach, where all have the same axes."""
        ndim = len(self.rows[0].input_size)
        if any(axes and len(axes) != ndim for _, axes, _ in self.stages):
            return tuple(self.rows)
        chains = tuple(
            [
                Stage(
                    tuple((n, 0) for n in sources),
                    axes[axis] if axes else None,
                    known and bool(sources),
                )
                for sources, axes, known in self.stages
            ]
            for axis in range(ndim)
        )
        return with_receptive_fields(self.rows, chains, self.own)

    def _row(self, node: Any, given: Mapping[str, Any]) -> Step:
        kind = _KINDS[node.op_type]
        operation = operation_named(kind)
        label = node.name or node.output[0]
        place = f"{self.name}, {node.op_type} {label}"
        weights = self._shape(place, "weights", node.input[1])
        sizes = self._shape(place, "input", node.input[0])[2:]
        output = self._shape(place, "output", node.output[0])[2:]
        group = given.get("group", 1)
        kernel = tuple(given.get("kernel_shape") or weights[2:])
        if len(kernel) != len(sizes) or group < 1:
            raise LayerError("{place}: its weights do not fit its input.", place=place)
        if kernel != weights[2:]:
            self.notes.append(
                f"{place}: kernel_shape is {_by(kernel)}, and its weights are {_by(weights[2:])}."
            )
        ours = {name: value for name, value in given.items() if name not in ("group",)}
        axes = self._checked(place, kind, sizes, output, {**ours, "kernel_shape": kernel})
        into, out = weights[1] * group, weights[0]
        if operation.crops:
            into, out = weights[0], weights[1] * group
        stride = tuple(given.get("strides") or (1,) * len(kernel))
        dilation = tuple(given.get("dilations") or (1,) * len(kernel))
        return Step(
            number=len(self.rows) + 1,
            kind=kind,
            input_size=sizes,
            output_size=output,
            name=label,
            word=_word(kind, kernel, stride, dilation, given),
            axes=axes,
            kernel_size=kernel,
            stride=stride,
            dilation=dilation,
            in_channels=into,
            out_channels=out,
            groups=group,
            bias=len(node.input) > 2 and bool(node.input[2]),
        )

    def _shape(self, place: str, what: str, name: str) -> Sizes:
        """The shape of a tensor, which has to be known but for its batch."""
        shape = self.shapes.get(name)
        if shape is None or len(shape) < 3:
            raise LayerError(
                "{place}: ONNX's shape inference does not know the shape of its {what} {tensor}.",
                place=place,
                what=what,
                tensor=name,
                advice=Message(
                    "Export the model with fixed shapes.{earlier}", earlier=self._earlier()
                ),
            )
        sizes = tuple(1 if size is None and n < 2 else size for n, size in enumerate(shape))
        known = tuple(size for size in sizes if size is not None)
        if len(known) < len(sizes):
            raise LayerError(
                "{place}: ONNX's shape inference does not know every size of its {what} {tensor}.",
                place=place,
                what=what,
                tensor=name,
                advice=Message(
                    "Try {input_size}, or export the model with fixed shapes.{earlier}",
                    input_size=Argument("input_size", 224),
                    earlier=self._earlier(),
                ),
            )
        if min(known) < 1:
            raise LayerError(
                "{place}: nothing is left: ONNX infers {cells} cells for its {what}.",
                place=place,
                cells=_by(known[2:]),
                what=what,
                advice=Message("Try a larger {input_size}.", input_size=Argument("input_size")),
            )
        return known

    def _earlier(self) -> str:
        """What was odd about a layer before, as that may be why."""
        return f" Before it: {self.notes[0]}" if self.notes else ""

    def _checked(
        self, place: str, kind: Kind, sizes: Sizes, inferred_size: Sizes, given: Mapping[str, Any]
    ) -> tuple[Axis, ...] | None:
        """The layer's axes by ONNX Runtime's rules; a note where those give another size."""
        framework = framework_named("onnx")
        try:
            layer = framework.make(kind, sizes, framework.complete(kind, _plain(given))).layer
            found = framework.output_size(kind, layer, sizes)
        except LayerError as error:
            self.notes.append(f"{place} is refused by ONNX Runtime: {error}")
            return None
        if found != inferred_size:
            self.notes.append(
                f"{place}: ONNX's shape inference gives {_by(inferred_size)}, and ONNX Runtime"
                f" makes {_by(found)}."
            )
        return layer.axes(len(sizes))

    def _pool(self, node: Any, given: Mapping[str, Any]) -> tuple[Axis, ...] | None:
        """A pool's window; None where it is not known."""
        sizes = (self.shapes.get(node.input[0]) or ())[2:]
        names = ("kernel_shape", "strides", "pads", "dilations", "auto_pad")
        ours = {name: value for name, value in given.items() if name in names}
        if None in sizes:
            return None
        framework = framework_named("onnx")
        try:
            filled = framework.complete("conv", _plain(ours))
            whole = tuple(size or 1 for size in sizes)
            return framework.make("conv", whole, filled).layer.axes(len(whole))
        except LayerError:
            return None


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as this package's ONNX takes them: pads beside a word mean nothing there."""
    plain = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
    if plain.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"") and not any(plain.get("pads", ())):
        plain.pop("pads", None)
    return plain


def _word(
    kind: StepKindName, kernel: Sizes, stride: Sizes, dilation: Sizes, given: Mapping[str, Any]
) -> str:
    flat = tuple(given.get("pads") or ())
    half = len(flat) // 2
    padding: Any = tuple(zip(flat[:half], flat[half : 2 * half], strict=True)) or ((0, 0),)
    auto = given.get("auto_pad", b"").decode("ascii", "replace")
    if auto not in ("", "NOTSET"):
        padding = auto.lower()
    values: dict[str, Any] = {"kernel_size": kernel, "stride": stride, "dilation": dilation}
    if operation_named(kind).crops:
        values["output_padding"] = tuple(given.get("output_padding") or (0,))
        values["output_shape"] = tuple(given["output_shape"]) if "output_shape" in given else None
    layer = bare_layer(kind, "onnx", padding=padding, **values)
    return STEP_KINDS[kind].prefix + write_layer(layer)


def _by(sizes: Sizes) -> str:
    return " x ".join(map(str, sizes))
