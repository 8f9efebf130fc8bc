"""Shapes that ONNX Runtime makes, where it is installed: the model runs once, on zeros.

It runs in a process of its own, with limits of time and memory, as the file is a stranger's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import Any, Final

from .inputs import FedInput
from .shapes import Dims

__all__ = ["measured_dims", "runtime_is_installed"]

_MOST_CELLS: Final = 1 << 24
"""Of all inputs."""
_SECONDS: Final = 8
_BYTES: Final = 4 << 30
"""Address space; most of it is only reserved."""


def runtime_is_installed() -> bool:
    return find_spec("onnxruntime") is not None


def measured_dims(
    onnx: Any,
    model: Any,
    path: Path,
    inputs: Sequence[FedInput],
    dims: Mapping[str, tuple[int, ...]],
    wanted: Collection[str],
) -> dict[str, Dims]:
    """The shapes of the *wanted* tensors; empty where the model does not run."""
    if sum(prod(dims[fed.name]) for fed in inputs) > _MOST_CELLS:
        return {}
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    there = {value.name for value in copy.graph.output}
    copy.graph.output.extend(
        onnx.helper.make_empty_tensor_value_info(name) for name in sorted(set(wanted) - there)
    )
    feeds = [[fed.name, fed.element, list(dims[fed.name])] for fed in inputs]
    try:
        onnx.load_external_data_for_model(copy, str(path.parent))
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "model.onnx"
            onnx.save(copy, target)
            done = subprocess.run(
                [sys.executable, "-m", __name__, str(target)],
                input=json.dumps(feeds),
                capture_output=True,
                text=True,
                timeout=_SECONDS,
                check=True,
            )
        return {name: tuple(shape) for name, shape in json.loads(done.stdout).items()}
    except Exception:  # whatever keeps a model from running
        return {}


def _run(path: str, feeds: Sequence[tuple[str, int, list[int]]]) -> dict[str, list[int]]:
    onnx: Any = import_module("onnx")
    numpy: Any = import_module("numpy")
    runtime: Any = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    zeros = {
        name: numpy.zeros(shape, onnx.helper.tensor_dtype_to_np_dtype(element))
        for name, element, shape in feeds
    }
    names = [output.name for output in session.get_outputs()]
    found = session.run(names, zeros)
    return {
        name: list(value.shape)
        for name, value in zip(names, found, strict=True)
        if hasattr(value, "shape")
    }


def _limit_memory() -> None:
    try:
        resource: Any = import_module("resource")
    except ImportError:  # there is none on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.write(json.dumps(_run(sys.argv[1], json.loads(sys.stdin.read()))))
