"""Make ``onnx.json``: what ONNX Runtime answers to a few hundred layers, and what it refuses.

Run this again, with ONNX and ONNX Runtime installed, to renew it::

    python -m tests.vectors.make_onnx

One node per model, Conv or ConvTranspose, single channel, float32 on the CPU; inputs and
weights are small integers, hence so are the outputs, exactly. ONNX's shape inference is
asked too: where it answers differently, ``inferred`` holds what it says (null: nothing).

Left out: ``SAME_*`` of Conv where the kernel is so much smaller than the stride that ONNX
Runtime starts inside the input. The specification knows no such negative padding, and
ONNX's reference implementation pads by nothing.
"""

from __future__ import annotations

import random
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.vectors.searching import (
    Case,
    Quota,
    check_features,
    drawn_kernel,
    drawn_size,
    exact,
    integers,
    per_axis,
    search,
    shape_features,
    shortened,
    write,
)

# By name, as type checkers run where these are not installed.
np: Any = import_module("numpy")
onnx: Any = import_module("onnx")
runtime: Any = import_module("onnxruntime")

SEED = 20164
OPSET = 22
OPERATORS = {"conv": "Conv", "transposed": "ConvTranspose"}


def axes_of(case: Case) -> list[tuple[int, int, int, int]]:
    """k, s, d and op of each axis."""
    given, ndim = case["parameters"], len(case["input_size"])
    defaults = {"strides": 1, "dilations": 1, "output_padding": 0}
    rows = [given.get(name, [default] * ndim) for name, default in defaults.items()]
    return list(zip(given["kernel_shape"], *rows, strict=True))


def features(case: Case) -> set[str]:
    """What makes a case worth having."""
    given, ndim = case["parameters"], len(case["input_size"])
    word = given.get("auto_pad", "NOTSET")
    found = {word} | ({"auto_pad left out"} if "auto_pad" not in given else set())
    pads = given.get("pads", [0] * 2 * ndim)
    found |= {"uneven pads"} if pads[:ndim] != pads[ndim:] else set()
    wanted = given.get("output_shape")
    axes = axes_of(case)
    for i, (k, s, d, op), size in zip(
        case["input_size"], axes, wanted or [None] * ndim, strict=True
    ):
        found |= shape_features(k, s, d)
        found |= {"op", f"op, {word}"} if op else set()
        if size is not None:
            full = (i - 1) * s + d * (k - 1) + 1
            found.add("shape < F" if size < full else "shape > F" if size > full else "shape = F")
    if wanted:
        found.add(f"output_shape, {word}")
        found |= {"output_shape and pads"} if any(pads) else set()
        found |= {"output_shape and op"} if any(op for *_, op in axes) else set()
    found |= {"uneven axes"} if len(set(axes)) > 1 else set()
    return found | ({"1x1 output"} if len(case["y"]) == 1 else set())


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""

    def row(values: list[int]) -> list[int]:
        """Rarely one number too many."""
        return values + values[:1] if rng.random() < 0.007 else values

    sizes, kernel = drawn_size(rng, ndim), drawn_kernel(rng, ndim)
    strides = per_axis(rng, ndim, 1, 4, (0, -1), 0.01)
    dilations = per_axis(rng, ndim, 1, 3, (0, -2), 0.01)
    words = ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", None)
    word = rng.choices(words, (4, 6, 6, 5, 3))[0]
    if kind == "conv" and word in ("SAME_UPPER", "SAME_LOWER") and rng.random() < 0.9:
        dilations = [1] * ndim
    parameters: dict[str, Any] = {"kernel_shape": row(kernel)}
    if set(strides) != {1} or rng.random() < 0.5:
        parameters["strides"] = row(strides)
    if set(dilations) != {1} or rng.random() < 0.3:
        parameters["dilations"] = row(dilations)
    if word is not None:
        parameters["auto_pad"] = word
    if rng.random() < (0.7 if word in ("NOTSET", None) else 0.03):
        parameters["pads"] = row(per_axis(rng, 2 * ndim, 0, 3, (-1,), 0.01))
    if rng.random() < 0.015:
        parameters["auto_pad"] = rng.choice(("SAME", "same_upper", "valid"))
    if kind == "transposed":
        fitting = [rng.randint(0, max(s - 1, 0)) for s in strides]
        any_op = per_axis(rng, ndim, 0, 3, (-1,))
        if rng.random() < 0.6:
            spans = [d - 1 for d in dilations]  # which PyTorch allows
            found = rng.choices((fitting, any_op, spans), (85, 10, 5))[0]
            parameters["output_padding"] = row(found)
        if rng.random() < 0.45:
            full = [
                (i - 1) * s + d * (k - 1) + 1
                for i, k, s, d in zip(sizes, kernel, strides, dilations, strict=True)
            ]
            slack = [max(s - 1, 0) if rng.random() < 0.9 else s + 1 for s in strides]
            parameters["output_shape"] = row(
                [max(0, f + rng.randint(-4, more)) for f, more in zip(full, slack, strict=True)]
            )
    elif rng.random() < 0.01:
        parameters[rng.choice(("output_padding", "output_shape"))] = [0] * ndim
    return {"kind": kind, "input_size": sizes, "parameters": parameters}


def model_of(case: Case, w: list[int]) -> Any:
    """A model of the one node."""
    helper, sizes = onnx.helper, case["input_size"]
    node = helper.make_node(OPERATORS[case["kind"]], ["x", "w"], ["y"], **case["parameters"])
    kernel = case["parameters"]["kernel_shape"][: len(sizes)]
    weights = np.reshape(w, (1, 1, *kernel)).astype("float32")
    graph = helper.make_graph(
        [node],
        "one_layer",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 1, *sizes])],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(weights, "w")],
    )
    opset = helper.make_opsetid("", OPSET)
    return helper.make_model(graph, opset_imports=[opset], ir_version=10)


def inferred(model: Any) -> list[int] | None:
    """The output size that ONNX's shape inference finds."""
    try:
        found = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    except onnx.shape_inference.InferenceError:
        return None
    shape = found.graph.output[0].type.tensor_type.shape
    size = [dim.dim_value for dim in shape.dim][2:]
    return size if size and min(size) > 0 else None


def starts_inside(case: Case) -> bool:
    """Whether SAME_* of a Conv, taken by the letter, pads by less than nothing.

    Up to here ONNX Runtime still starts at the first cell.
    """
    last = {"SAME_UPPER": -2, "SAME_LOWER": -3}.get(case["parameters"].get("auto_pad"))
    return last is not None and any(
        s > 0 and (-(-i // s) - 1) * s + k - i < last
        for i, (k, s, _, _) in zip(case["input_size"], axes_of(case), strict=True)
    )


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
    """The case with ONNX Runtime's output, or with its reason for giving none."""
    sizes, kernel = case["input_size"], case["parameters"]["kernel_shape"]
    x, w = integers(rng, sizes), integers(rng, kernel[: len(sizes)])
    model = model_of(case, w)
    says = inferred(model)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = runtime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        y = session.run(None, {"x": np.reshape(x, (1, 1, *sizes)).astype("float32")})[0][0, 0]
    except Exception as error:
        known = {} if says is None else {"inferred": says}
        return {**case, "refused": gist(str(error)), **known}
    if y.size > most or (case["kind"] == "conv" and starts_inside(case)):
        return None
    size = list(y.shape)
    answer = {"output_size": size, "x": x, "w": w, "y": exact(y.ravel().tolist())}
    return {**case, **answer} if says == size else {**case, **answer, "inferred": says}


def gist(message: str) -> str:
    """What a message says, after where it says it."""
    line = message.splitlines()[0]
    for before in ("Status Message:", "[ShapeInferenceError]", ") ->", "was false.", "Error "):
        line = line.split(before)[-1]
    for after in (" Got", ". kernel_shape:", " for spatial dimension", " (output_size", "Expected"):
        line = line.split(after)[0]
    return shortened(re.sub(r"\{.*?\}", "", line).strip())


def main() -> None:
    quota = Quota(refused=22, alike=2, draws=6000)
    accepted, refused = search(random.Random(SEED), drawn, answered, quota)
    wanted = {"1x1 output", "s > k", "k = 1", "even k", "d", "d with s", "uneven axes"}
    wanted |= {"uneven pads", "auto_pad left out", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"}
    words = ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")
    also = {f"{what}, {word}" for what in ("op", "output_shape") for word in words}
    also |= {"shape < F", "shape = F", "shape > F", "output_shape and op", "output_shape and pads"}
    check_features(accepted, features, {"conv": wanted, "transposed": wanted | also})
    header = {
        "made_by": "tests/vectors/make_onnx.py",
        "onnxruntime": runtime.__version__,
        "onnx": onnx.__version__,
        "opset": OPSET,
        "seed": SEED,
        "keys": "parameters by their names in ONNX; row-major: x input, w weights, y output;"
        " inferred: ONNX's shape inference, where it differs",
    }
    write(Path(__file__).with_name("onnx.json"), header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
