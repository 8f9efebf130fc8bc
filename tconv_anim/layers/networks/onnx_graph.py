"""ONNX files: the model in one, the sizes of its inputs, and the shapes that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from ...errors import Argument, LayerError
from ...notation import Sizes

__all__ = ["Shapes", "load_model", "nested_nodes", "set_inputs", "spatial_inputs", "tensor_shapes"]

Shapes: TypeAlias = Mapping[str, tuple[int | None, ...]]
"""Tensors and their sizes, batch and channels first; None for what is not known."""


def load_model(onnx: Any, path: Path) -> Any:
    """The model of a file, its functions put in where they are called."""
    try:
        # Weights outside of the file have their shapes in it.
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise LayerError(
            "{file} cannot be read: {reason}.",
            file=path.name,
            reason=(error.strerror or str(error)).lower(),
        ) from None
    except Exception:  # protobuf's own, which may not be imported by name
        model = None
    if model is None or not model.HasField("graph"):
        raise LayerError(
            "{file} is no ONNX model, or not a whole one.",
            file=path.name,
            advice="Export it again.",
        )
    if model.functions:
        model = import_module("onnx.inliner").inline_local_functions(model)
    return model


def nested_nodes(graph: Any) -> Iterator[Any]:
    """Nodes of the graphs inside nodes, however deep."""
    for node in graph.node:
        for attribute in node.attribute:
            for inner in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
                yield from inner.node
                yield from nested_nodes(inner)


def spatial_inputs(graph: Any) -> list[Any]:
    """What is fed in and has axes besides batch and channels."""
    weights = {tensor.name for tensor in graph.initializer}
    return [
        value
        for value in graph.input
        if value.name not in weights and len(value.type.tensor_type.shape.dim) > 2
    ]


def set_inputs(name: str, graph: Any, input_size: Sizes | None) -> None:
    """Put in the sizes of the inputs, and take out those that followed from other ones."""
    found = spatial_inputs(graph)
    some = False
    for value in found:
        batch, _, *dims = value.type.tensor_type.shape.dim
        if not batch.HasField("dim_value"):
            batch.dim_value = 1
        dynamic = [dim for dim in dims if not dim.HasField("dim_value")]
        if input_size is None:
            if dynamic:
                which = ", ".join(dim.dim_param or "unnamed" for dim in dynamic)
                raise LayerError(
                    "{file}: the input {input} has dynamic dimensions ({which}), so its size is"
                    " not in the file.",
                    file=name,
                    input=value.name,
                    which=which,
                    advice=Argument("input_size", 224),
                )
            continue
        if len(input_size) not in (1, len(dims)):
            raise LayerError(
                "{input_size} has {count} axes, and the input {input} of {file} has {ndim}.",
                input_size=Argument("input_size", "x".join(map(str, input_size))),
                count=len(input_size),
                input=value.name,
                file=name,
                ndim=len(dims),
            )
        sizes = input_size * len(dims) if len(input_size) == 1 else input_size
        for dim, size in zip(dims, sizes, strict=True):
            if size < 1 or size >= 2**63:
                raise LayerError(
                    "{input_size} must be at least 1.",
                    input_size=Argument("input_size", input_size),
                )
            if len(found) == 1 or not dim.HasField("dim_value"):
                dim.dim_value = size
                some = True
    if input_size is not None and not some:
        raise LayerError(
            "{input_size}: {file} has no input whose size is open.",
            input_size=Argument("input_size", input_size),
            file=name,
            advice="Leave it out.",
        )
    del graph.value_info[:]
    for value in graph.output:
        value.type.tensor_type.ClearField("shape")


def tensor_shapes(onnx: Any, name: str, model: Any, path: Path) -> Shapes:
    """The shapes of all tensors, as far as ONNX infers them."""
    infer = import_module("onnx.shape_inference").infer_shapes
    try:
        try:
            model = infer(model, data_prop=True)
        except Exception:  # some shapes are computed from what is kept outside
            onnx.load_external_data_for_model(model, str(path.parent))
            model = infer(model, data_prop=True)
    except Exception as error:
        reason = " ".join(str(error).split())
        raise LayerError(
            "{file}: ONNX cannot infer its shapes: {reason}.", file=name, reason=reason[:300]
        ) from None
    graph = model.graph
    known: dict[str, tuple[int | None, ...]] = {}
    for value in (*graph.value_info, *graph.input, *graph.output):
        kind = value.type.tensor_type
        if kind.HasField("shape"):
            known[value.name] = tuple(
                dim.dim_value if dim.HasField("dim_value") else None for dim in kind.shape.dim
            )
    known |= {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    known |= {tensor.values.name: tuple(tensor.dims) for tensor in graph.sparse_initializer}
    return known
