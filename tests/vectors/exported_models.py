"""What ``make_onnx_exports.py`` and ``make_onnx_tensorflow.py`` both do with an ONNX model."""

# mypy: ignore-errors
from __future__ import annotations

import base64
import zlib

import numpy as np
import onnx
import onnxruntime


def node_shapes(model, x):
    """The shapes of more than two axes that the nodes make of *x*, by the nodes' names."""
    names = {n.output[0]: n.name or n.output[0] for n in model.graph.node if n.output[0]}
    there = {output.name for output in model.graph.output}
    whole = onnx.ModelProto()
    whole.CopyFrom(model)
    whole.graph.output.extend(
        onnx.helper.make_empty_tensor_value_info(name) for name in names if name not in there
    )
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        whole.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    found = zip(session.get_outputs(), session.run(None, {"x": x}), strict=True)
    return {names[o.name]: list(value.shape) for o, value in found if value.ndim > 2}


def stripped(model):
    """The model without weights, compressed, as text; *model* loses them."""
    attributes = [a.t for node in model.graph.node for a in node.attribute]
    for tensor in (*model.graph.initializer, *attributes):
        if np.prod(tensor.dims) > 16:
            for field in ("raw_data", "float_data", "int32_data", "int64_data"):
                tensor.ClearField(field)
    return base64.b64encode(zlib.compress(model.SerializeToString(), 9)).decode()
