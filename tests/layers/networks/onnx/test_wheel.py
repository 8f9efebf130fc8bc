"""The models and the operators' tests that the onnx package brings with it."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.layers.networks.onnx.file_network import load_network
from tconv_anim.layers.networks.onnx.operators import LAYERS

onnx: Any = pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")

DATA = Path(onnx.__file__).parent / "backend" / "test" / "data"
LIGHT = sorted((DATA / "light").glob("*.onnx"))


@pytest.mark.long
@pytest.mark.parametrize("path", LIGHT, ids=lambda path: path.stem)
def test_every_layer_of_a_whole_model_has_a_row(path: Path) -> None:
    graph = onnx.load(path, load_external_data=False).graph
    network = load_network(path)
    known = Counter(LAYERS[("", n.op_type)].kind for n in graph.node if ("", n.op_type) in LAYERS)
    rows = Counter(step.kind for step in network.steps)
    assert {kind: rows[kind] for kind in known} == known
    assert all(step.input_size and step.output_size for step in network.steps)
    shapes = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    made = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "ConstantOfShape"}
    read = {name for n in graph.node if n.op_type == "Conv" for name in n.input[1:]}
    assert network.parameters == sum(
        math.prod(shapes[made[name]].tolist()) if name in made else shapes[name].size
        for name in read
    )
    told = " ".join(network.notes)
    assert "not known, and not counted" not in told and "sizes of" not in told


def single_nodes() -> list[Any]:
    """The tests of one operator that has a row."""
    nodes = import_module("onnx.backend.test.case.node")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tests = nodes.collect_testcases(None)
    found = []
    for test in tests:
        operators = [(n.domain, n.op_type) for n in test.model.graph.node]
        if len(operators) == 1 and operators[0] in LAYERS and test.data_sets:
            found.append(test)
    return found


@pytest.mark.long
def test_every_operator_s_own_tests_have_the_sizes_of_their_outputs(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for test in single_nodes():
        inputs, outputs = test.data_sets[0]
        shape = outputs[0].shape
        if len(shape) < 3:
            continue
        path = tmp_path / "model.onnx"
        model = onnx.ModelProto()
        model.CopyFrom(test.model)
        # What else is fed in are weights, scales and sizes.
        for value, array in list(zip(model.graph.input, inputs, strict=True))[1:]:
            model.graph.initializer.append(onnx.numpy_helper.from_array(array, value.name))
        onnx.save(model, path)
        operator = test.model.graph.node[0].op_type
        counts[operator] += 1
        (step,) = load_network(path).steps
        changed = [n for a, n in zip(inputs[0].shape, shape, strict=True) if a != n]
        right = tuple(shape[2:]) == step.output_size
        if not right and not set(changed) <= set(step.output_size):
            wrong.append((test.name, inputs[0].shape, shape, step.output_size))
    assert not wrong
    least = {"Conv": 6, "ConvTranspose": 11, "MaxPool": 15, "AveragePool": 15, "Resize": 30}
    least |= {"Upsample": 1, "DepthToSpace": 2, "SpaceToDepth": 2, "ConvInteger": 2}
    assert all(counts[name] >= count for name, count in least.items()), counts
