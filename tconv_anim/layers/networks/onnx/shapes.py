"""The shapes of a graph's tensors, node by node: ONNX's inference, with the values it asks for.

A node that ONNX cannot infer leaves its own outputs unknown, and nothing else.
"""

from __future__ import annotations

import time
from collections import ChainMap
from collections.abc import MutableMapping, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeAlias

from ....errors import LayerError
from .arithmetic import Arithmetic
from .operators import BY_CELL, SAME_SHAPE, joined_inputs, standard_form

__all__ = ["MOST_AXES", "UNKNOWN", "Dims", "Shapes", "Tensor", "element_count"]

MOST_AXES: Final = 64
_SHAPED: Final = ("Reshape", "Expand", "Tile")
"""Operators with a number for every axis among their inputs."""
Dims: TypeAlias = tuple[int | None, ...]
"""Sizes, batch and channels first; None for one that is not known."""
_MOST_INFERRED: Final = 20_000
"""Different nodes that are inferred; equal ones on equal shapes count once."""
_MOST_SAID: Final = 256
"""Elements of a value that ONNX's inference is told: sizes and axes, never a table."""
_MOST_SECONDS: Final = 4.0
"""Of the processor, for one way through a file."""
_FLOAT: Final = 1


class Tensor(NamedTuple):
    """What is known of a tensor without its values."""

    element: int = 0
    """ONNX's number of the type of its elements; 0: not known."""
    dims: Dims | None = None


UNKNOWN: Final = Tensor()


def element_count(dims: Dims | None) -> int | None:
    """The number of elements; None where it is not known."""
    count = 1
    for n in dims or ():
        if n is None:
            return None
        count *= n
    return None if dims is None else count


class Shapes:
    """What is known of every tensor so far: its shape, and its value where it is small."""

    def __init__(self, onnx: Any, model: Any, earlier: Shapes | None = None) -> None:
        """*earlier*: of the same model with other sizes; what it has inferred is not done again."""
        self.onnx = onnx
        opsets: dict[str, int] = {}
        for entry in model.opset_import:
            opsets["" if entry.domain == "ai.onnx" else entry.domain] = entry.version
        self.opset = max(opsets.get("", 1), 1)
        self.imports = [onnx.helper.make_opsetid("", self.opset)]
        self.version = model.ir_version
        self.arithmetic = Arithmetic(onnx, {"": self.opset})
        self.types: MutableMapping[str, Tensor] = ChainMap()
        self.values: MutableMapping[str, Any] = ChainMap()
        self.inferences: dict[tuple[object, ...], tuple[Tensor, ...] | None] = {}
        self.schemas: dict[str, Any] = {}
        if earlier is not None:
            self.inferences, self.schemas = earlier.inferences, earlier.schemas
            self.arithmetic.evaluators = earlier.arithmetic.evaluators
        now = time.process_time()
        self.start_seconds: float = now if earlier is None else earlier.start_seconds
        self.infer_outputs = import_module("onnx.shape_inference").infer_node_outputs

    # -- what is stored ---------------------------------------------------------------------

    def take_weights(self, graph: Any) -> None:
        """Shapes, and small values, of the tensors that are stored in *graph*."""
        for tensor in graph.initializer:
            self.store(tensor.name, tensor)
        for sparse in graph.sparse_initializer:
            self.types[sparse.values.name] = Tensor(sparse.values.data_type, tuple(sparse.dims))

    def store(self, name: str, tensor: Any) -> None:
        self.types[name] = Tensor(tensor.data_type, tuple(tensor.dims))
        value = self.arithmetic.constant(tensor)
        if value is not None and value.shape == tuple(tensor.dims):
            self.values[name] = value

    def dims(self, name: str) -> Dims | None:
        return self.types.get(name, UNKNOWN).dims

    def axes_asked(self, node: Any, operator: str) -> int:
        """How many axes the shape has that *node* is given, 0 where it is given none."""
        shaped = operator in _SHAPED and len(node.input) > 1
        return element_count(self.dims(node.input[1])) or 0 if shaped else 0

    def enter(self) -> None:
        """Into a graph inside a node: what it names is gone after :meth:`leave`."""
        self.types = ChainMap({}, self.types)
        self.values = ChainMap({}, self.values)

    def leave(self) -> None:
        assert isinstance(self.types, ChainMap) and isinstance(self.values, ChainMap)
        self.types, self.values = self.types.maps[1], self.values.maps[1]

    def check_time(self) -> None:
        """LayerError where a file takes longer than any real one does."""
        if time.process_time() - self.start_seconds > _MOST_SECONDS:
            raise LayerError(
                "its shapes take more than {seconds} s to infer, which is given up.",
                seconds=f"{_MOST_SECONDS:g}",
                advice="Simplify the model, or export it with fixed shapes.",
            )

    # -- one node ---------------------------------------------------------------------------

    def infer(self, node: Any) -> None:
        """Put in what is known of the outputs of *node*."""
        self.check_time()
        operator = standard_form(node.domain, node.op_type)
        if operator == "Constant":
            self._take_constant(node)
            return
        picked = joined_inputs(node.domain, node.op_type, len(node.input))
        inputs = [node.input[n] for n in picked if n < len(node.input)]
        if operator == "Shape" and inputs and self._take_shape(node, self.dims(inputs[0])):
            return
        if operator in SAME_SHAPE and len(inputs) == 1 and len(node.output) == 1:
            self.types[node.output[0]] = self.types.get(inputs[0], UNKNOWN)
            if inputs[0] not in self.values:  # else it is computed
                return
        if self.axes_asked(node, operator) > MOST_AXES:  # ONNX's inference would make them all
            return
        attributes = self._attributes(node)
        given = tuple(self.types.get(name, UNKNOWN) if name else None for name in inputs)
        if operator != node.op_type:  # whatever its elements are, its sizes are the standard one's
            given = tuple(tensor and tensor._replace(element=_FLOAT) for tensor in given)
        data = tuple(
            value if value is not None and value.size <= _MOST_SAID else None
            for value in (self.values.get(name) if name else None for name in inputs)
        )
        types = self.outputs(operator, given, data, attributes, len(node.output))
        if types is None:
            types = ()
            if operator in BY_CELL and inputs:  # with types of elements that ONNX does not allow
                first = self.types.get(inputs[0], UNKNOWN)
                types = (first,) if operator != "Concat" and self._alike(inputs) else ()
        for name, found in zip(node.output, (*types, *[UNKNOWN] * len(node.output)), strict=False):
            if name:
                self.types[name] = found
        self._compute(node, operator, inputs, attributes, types)

    def outputs(
        self,
        operator: str,
        types: tuple[Tensor | None, ...],
        data: tuple[Any, ...],
        attributes: Sequence[Any],
        count: int,
    ) -> tuple[Tensor, ...] | None:
        """The *count* outputs of a standard *operator* as ONNX infers them; None: it cannot.

        *types* are those of its inputs, None where one is left out, and *data* their values.
        """
        key = (
            *(operator, types, count),
            *(attribute.SerializeToString(deterministic=True) for attribute in attributes),
            *(None if v is None else (v.dtype.str, v.shape, v.tobytes()) for v in data),
        )
        if key not in self.inferences:
            if len(self.inferences) >= _MOST_INFERRED:
                return None
            self.inferences[key] = self._infer(operator, types, data, attributes, count)
        return self.inferences[key]

    def _infer(
        self,
        operator: str,
        types: tuple[Tensor | None, ...],
        data: tuple[Any, ...],
        attributes: Sequence[Any],
        count: int,
    ) -> tuple[Tensor, ...] | None:
        names = ["" if tensor is None else f"i{n}" for n, tensor in enumerate(types)]
        outputs = [f"o{n}" for n in range(count)]
        node = self.onnx.NodeProto(op_type=operator, input=names, output=outputs)
        node.attribute.extend(attributes)
        try:
            if operator not in self.schemas:
                self.schemas[operator] = self.onnx.defs.get_schema(operator, self.opset, "")
            found = self.infer_outputs(
                self.schemas[operator],
                node,
                {name: self._proto(t) for name, t in zip(names, types, strict=True) if t},
                {
                    name: self.onnx.numpy_helper.from_array(value)
                    for name, value in zip(names, data, strict=True)
                    if value is not None
                },
                opset_imports=self.imports,
                ir_version=self.version,
            )
            return tuple(self._tensor(found.get(name)) for name in outputs)
        except Exception:  # ONNX's own, which stand for all that may be wrong with a node
            return None

    def _proto(self, tensor: Tensor) -> Any:
        proto = self.onnx.TypeProto()
        proto.tensor_type.elem_type = tensor.element or _FLOAT
        if tensor.dims is not None:
            proto.tensor_type.shape.SetInParent()
            for n in tensor.dims:
                dim = proto.tensor_type.shape.dim.add()
                if n is not None:
                    dim.dim_value = n
        return proto

    @staticmethod
    def _tensor(proto: Any) -> Tensor:
        kind = getattr(proto, "tensor_type", None)
        if kind is None:
            return UNKNOWN
        if not kind.HasField("shape"):
            return Tensor(kind.elem_type)
        dims = tuple(d.dim_value if d.HasField("dim_value") else None for d in kind.shape.dim)
        return Tensor(kind.elem_type, dims)

    # -- values -----------------------------------------------------------------------------

    def _attributes(self, node: Any) -> list[Any]:
        """Those that say something by themselves, and hold no graph."""
        return [a for a in node.attribute if not a.ref_attr_name and not a.HasField("g")]

    def _alike(self, inputs: Sequence[str]) -> bool:
        """Whether no input is larger than the first."""
        sizes = [element_count(self.dims(name)) for name in inputs if name]
        return all(size is not None and size <= (sizes[0] or 0) for size in sizes)

    def _take_constant(self, node: Any) -> None:
        if not node.output:
            return
        for attribute in node.attribute:
            if attribute.name == "value":
                self.store(node.output[0], attribute.t)
                return
            if attribute.name.startswith("value_") and "string" not in attribute.name:
                value = self.onnx.helper.get_attribute_value(attribute)
                real = "float" in attribute.name
                if not isinstance(value, bytes | str):
                    array = import_module("numpy").array(value, "float32" if real else "int64")
                    self.store(node.output[0], self.onnx.numpy_helper.from_array(array))
                return

    def _take_shape(self, node: Any, dims: Dims | None) -> bool:
        """The value of a Shape, where it is known."""
        if dims is None or not node.output:
            return False
        ends = {a.name: a.i for a in node.attribute if a.name in ("start", "end")}
        part = dims[ends.get("start", 0) : ends.get("end", len(dims))]
        self.types[node.output[0]] = Tensor(self.onnx.TensorProto.INT64, (len(part),))
        if None not in part:
            array = import_module("numpy").array(part, "int64")
            self.values[node.output[0]] = self.arithmetic.within_budget(array)
        return True

    def _compute(
        self,
        node: Any,
        operator: str,
        inputs: Sequence[str],
        attributes: Sequence[Any],
        types: Sequence[Tensor],
    ) -> None:
        """The values of the outputs, where all that they follow from is known."""
        given = [self.values.get(name) if name else None for name in inputs]
        if any(name and value is None for name, value in zip(inputs, given, strict=True)):
            return
        sizes = [element_count(found.dims) for found in types]
        if not inputs or not sizes or not self.arithmetic.computes(operator, sizes):
            return
        names = [f"i{n}" if name else "" for n, name in enumerate(inputs)]
        outputs = [f"o{n}" for n in range(len(node.output))]
        alone = self.onnx.NodeProto(op_type=operator, input=names, output=outputs)
        alone.attribute.extend(attributes)
        values = {name: value for name, value in zip(names, given, strict=True) if name}
        results = self.arithmetic.results(alone, (alone.SerializeToString(),), values)
        for name, value in zip(node.output, results, strict=False):
            if name and value is not None:
                self.values[name] = value
                self.types[name] = self.types[name]._replace(dims=tuple(value.shape))
