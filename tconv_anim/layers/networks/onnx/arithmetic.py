"""The arithmetic of shapes in a graph: small numbers that are known, and what follows from them.

ONNX's own reference evaluator computes them, on small values alone and within a budget.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

__all__ = ["MOST_NUMBERS", "Arithmetic"]

MOST_NUMBERS: Final = 10_000
"""Elements of one value."""
_MOST_IN_ALL: Final = 4_000_000
_MOST_KINDS: Final = 2_000
"""Different operators with attributes that are computed."""
_MOST_REALS: Final = 256
"""Elements of one value that is not of integers: scales and factors, never weights."""

_COMPUTED: Final = frozenset(
    (
        *("Abs", "Add", "And", "Cast", "Ceil", "Clip", "Concat", "ConstantOfShape", "Div", "Equal"),
        *("Expand", "Flatten", "Floor", "Gather", "GatherElements", "GatherND", "Greater"),
        *("GreaterOrEqual", "Identity", "Less", "LessOrEqual", "Max", "Min", "Mod", "Mul", "Neg"),
        *("NonZero", "Not", "Or", "Pad", "Pow", "Range", "Reciprocal", "ReduceMax", "ReduceMin"),
        *("ReduceProd", "ReduceSum", "Reshape", "Round", "ScatterElements", "ScatterND", "Sign"),
        *("Slice", "Split", "Sqrt", "Squeeze", "Sub", "Sum", "Tile", "Transpose", "Unsqueeze"),
        *("Where", "Xor"),
    )
)


class Arithmetic:
    """Values of tensors as arrays, and the means to compute more of them."""

    def __init__(self, onnx: Any, opsets: Mapping[str, int]) -> None:
        self.onnx, self.opsets = onnx, dict(opsets)
        self.remaining_cells = _MOST_IN_ALL
        self.evaluators: dict[tuple[object, ...], Any] = {}

    def constant(self, tensor: Any) -> Any:
        """The value of a tensor that is stored, where it is small and stored here; else None."""
        count = 1
        for n in tensor.dims:
            count *= n
        kinds = self.onnx.TensorProto
        real = tensor.data_type in (kinds.FLOAT, kinds.DOUBLE, kinds.FLOAT16)
        whole = tensor.data_type in (kinds.INT64, kinds.INT32, kinds.BOOL, kinds.INT8, kinds.UINT8)
        if not 0 <= count <= (_MOST_REALS if real else MOST_NUMBERS) or not (real or whole):
            return None
        if tensor.data_location == kinds.EXTERNAL:
            return None
        try:
            return self.within_budget(self.onnx.numpy_helper.to_array(tensor))
        except Exception:  # broken in one of many ways
            return None

    def within_budget(self, value: Any) -> Any:
        """*value*, where it is small and the budget has room for it; else None."""
        kind = getattr(getattr(value, "dtype", None), "kind", "")
        limit = {"i": MOST_NUMBERS, "u": MOST_NUMBERS, "b": MOST_NUMBERS, "f": _MOST_REALS}
        if kind not in limit or value.size > min(limit[kind], self.remaining_cells):
            return None
        self.remaining_cells -= value.size
        return value

    def computes(self, operator: str, sizes: Sequence[int | None]) -> bool:
        """Whether an operator is computed whose outputs have *sizes* elements."""
        if operator not in _COMPUTED:
            return False
        return all(
            operator == "NonZero" if size is None else size <= MOST_NUMBERS for size in sizes
        )

    def results(self, node: Any, key: tuple[object, ...], values: Mapping[str, Any]) -> list[Any]:
        """What *node* makes of *values*; empty where it cannot be computed.

        *key* is the same for nodes that compute the same.
        """
        try:
            if key not in self.evaluators:
                if len(self.evaluators) >= _MOST_KINDS:
                    return []
                self.evaluators[key] = self._evaluator(node)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of divisions by zero, which give no size
                found = self.evaluators[key].run(None, dict(values))
        except Exception:  # whatever a broken node raises there
            return []
        return [self.within_budget(value) for value in found]

    def _evaluator(self, node: Any) -> Any:
        helper = self.onnx.helper
        value = helper.make_empty_tensor_value_info
        graph = helper.make_graph(
            [node],
            "node",
            [value(name) for name in dict.fromkeys(node.input) if name],
            [value(name) for name in node.output if name],
        )
        return import_module("onnx.reference").ReferenceEvaluator(graph, opsets=self.opsets)
