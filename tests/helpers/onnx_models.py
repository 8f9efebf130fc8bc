"""ONNX models that are made for a test, node by node, and what the size command says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper

from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run

FOREIGN = ("com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc", "my.ops")


def weights(name: str, *shape: int) -> Any:
    return onnx.numpy_helper.from_array(np.zeros(shape, np.float32), name)


def integers(name: str, *values: int) -> Any:
    return onnx.numpy_helper.from_array(np.array(values, np.int64), name)


def value(name: str, *shape: Any) -> Any:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, list(shape))


def node(operator: str, *inputs: str, to: str, **attributes: Any) -> Any:
    return helper.make_node(operator, list(inputs), [to], name=f"{to}_node", **attributes)


def saved(
    tmp_path: Path, nodes: list[Any], tensors: list[Any], *shape: Any, opset: int = 17
) -> str:
    """The path of a model whose input is x and whose last node has the output."""
    graph = helper.make_graph(
        nodes, "made", [value("x", *shape)], [value(nodes[-1].output[0])], tensors
    )
    for output in graph.output:
        output.type.tensor_type.ClearField("shape")
    path = tmp_path / "model.onnx"
    imports = [helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in FOREIGN)]
    onnx.save(helper.make_model(graph, opset_imports=imports), path)
    return str(path)


def onnx_error(path: str, *args: str) -> str:
    """The one line with which the size command refuses a file."""
    result = run(path, *args)
    check_refusal(result, "Error: ")
    return result.stderr
