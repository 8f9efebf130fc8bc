"""Make ``onnx_nodes.json``: the cases with which ONNX itself tests Conv and ConvTranspose.

Run this again, with ONNX installed, to renew it::

    python -m tests.vectors.make_onnx_nodes

Nothing is computed here: attributes, inputs and outputs are those of the ONNX project. Some
have several images, channels or groups; shapes are whole, batch and channels first.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.vectors.searching import Case, exact, write

# By name, as type checkers run where ONNX is not installed.
onnx: Any = import_module("onnx")
nodes: Any = import_module("onnx.backend.test.case.node")

KINDS = {"Conv": "conv", "ConvTranspose": "transposed"}
AT_LEAST = {"conv": 6, "transposed": 11}


def case_of(test: Any) -> Case | None:
    """A test as a case, where it is about one of the two operators alone."""
    operators = [node.op_type for node in test.model.graph.node]
    if len(operators) != 1 or operators[0] not in KINDS:
        return None
    attributes = {}
    for attribute in test.model.graph.node[0].attribute:
        value = onnx.helper.get_attribute_value(attribute)
        attributes[attribute.name] = value.decode() if isinstance(value, bytes) else value
    inputs, outputs = test.data_sets[0]
    case = {
        "name": test.name,
        "kind": KINDS[operators[0]],
        "group": attributes.pop("group", 1),
        "parameters": attributes,
    }
    for name, array in zip(("x", "w", "y"), (*inputs, *outputs), strict=True):
        case[f"{name}_shape"] = list(array.shape)
        case[name] = exact(array.ravel().tolist())
    return case


def main() -> None:
    warnings.simplefilter("ignore")  # of other operators' tests
    found = [case for case in map(case_of, nodes.collect_testcases(None)) if case]
    for kind, count in AT_LEAST.items():
        assert sum(case["kind"] == kind for case in found) >= count, kind
    header = {
        "made_by": "tests/vectors/make_onnx_nodes.py",
        "onnx": onnx.__version__,
        "keys": "parameters: the node's attributes; row-major: x input, w weights, y output",
    }
    path = Path(__file__).with_name("onnx_nodes.json")
    write(path, header, accepted=sorted(found, key=lambda case: str(case["name"])))


if __name__ == "__main__":
    main()
