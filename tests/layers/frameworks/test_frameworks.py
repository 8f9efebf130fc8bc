"""Against the frameworks: their parameters lead to their sizes, their numbers, their refusals.

``vectors/`` holds the frameworks' own answers, and says how each file was made: Keras, JAX,
ONNX Runtime and PyTorch ran; Caffe's are from its formulas.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, LayerError, apply, from_framework
from tests.helpers.vectors import as_tuples, vectors

Case = dict[str, Any]

KINDS = ("conv", "transposed")
KERNELS = {"jax": "kernel_shape", "onnx": "kernel_shape"}  # elsewhere kernel_size
STRIDES = {"pytorch": "stride", "caffe": "stride", "jax": "window_strides"}  # elsewhere strides
DILATIONS = {"keras": "dilation_rate", "jax": "rhs_dilation", "onnx": "dilations"}


def stored(name: str) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = vectors(name)
    return found


def as_passed_to_pytorch(case: Case) -> Case:
    """A case of ``pytorch.json``, whose keys are one letter, in PyTorch's own names."""
    names = {"kernel_size": "k", "stride": "s", "padding": "p", "dilation": "d"}
    if case["kind"] == "transposed":
        names["output_padding"] = "op"
    parameters = {name: case[key] for name, key in names.items()}
    renamed = {"input_size": case["i"], "output_size": case.get("o")}
    return {**case, **renamed, "parameters": parameters}


FILES = {
    "pytorch": {
        which: [
            *map(as_passed_to_pytorch, stored("pytorch")[which]),
            *stored("pytorch_words")[which],
        ]
        for which in ("accepted", "refused")
    },
    **{name: stored(name) for name in ("keras", "jax", "onnx", "caffe")},
}
GROUPS = [(name, kind) for name in FILES for kind in KINDS]


def cases(which: str, name: str, kind: str) -> list[Case]:
    return [case for case in FILES[name][which] if case["kind"] == kind]


def given(case: Case) -> dict[str, Any]:
    return {name: as_tuples(value) for name, value in case["parameters"].items()}


def layer_of(name: str, case: Case) -> Layer:
    return from_framework(name, case["kind"], tuple(case["input_size"]), **given(case))


def called(name: str, case: Case) -> str:
    """The case as a failure names it."""
    words = "".join(f", {key}={value!r}" for key, value in given(case).items())
    return f"from_framework({name!r}, {case['kind']!r}, {tuple(case['input_size'])}{words})"


def per_axis(value: Any, case: Case) -> list[int]:
    found: list[int] = value if isinstance(value, list) else [value] * len(case["input_size"])
    return found


def kernel_of(name: str, case: Case) -> list[int]:
    return per_axis(case["parameters"][KERNELS.get(name, "kernel_size")], case)


def wrong_answer(name: str, case: Case) -> str:
    """What is not as the framework says; nothing where all is."""
    try:
        layer = layer_of(name, case)
        size = layer.output_size(tuple(case["input_size"]))
    except LayerError as error:
        return f"refused: {error}"
    if size != tuple(case["output_size"]):
        return f"size {size}, not {tuple(case['output_size'])}"
    x = np.reshape(case["x"], case["input_size"])
    y = apply(layer, x, np.reshape(case["w"], kernel_of(name, case)))
    assert np.issubdtype(y.dtype, np.integer)
    return "" if y.ravel().tolist() == case["y"] else f"{y.ravel().tolist()}, not {case['y']}"


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_sizes_and_numbers_are_those_of_the_framework(name: str, kind: str) -> None:
    answers = [(case, wrong_answer(name, case)) for case in cases("accepted", name, kind)]
    wrong = [f"{called(name, case)}: {answer}" for case, answer in answers if answer]
    assert not wrong, f"{len(wrong)} of {len(answers)}:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_what_the_framework_refuses_is_refused(name: str, kind: str) -> None:
    found = cases("refused", name, kind)
    wrong = []
    for case in found:
        try:
            size = layer_of(name, case).output_size(tuple(case["input_size"]))
        except LayerError:
            continue
        wrong.append(f"{called(name, case)}: {case['refused']!r}, got {size}")
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong[:10])


# -- what the vectors are for ----------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_the_vectors_hold_many_cases_and_many_reasons(name: str, kind: str) -> None:
    accepted, refused = cases("accepted", name, kind), cases("refused", name, kind)
    axes = Counter(len(case["input_size"]) for case in accepted)
    assert sorted(axes) == [1, 2, 3] and min(axes.values()) >= 50
    assert len(refused) >= 30 and len({case["refused"] for case in refused}) >= 6


@pytest.mark.parametrize(("name", "kind"), GROUPS)
def test_the_vectors_hold_the_layers_people_get_wrong(name: str, kind: str) -> None:
    """A file made anew with other numbers must not lose what it is for."""
    seen: Counter[str] = Counter()
    for case in cases("accepted", name, kind):
        numbers = case["parameters"]
        stride = "strides" if (name, kind) == ("jax", "transposed") else STRIDES.get(name)
        s = per_axis(numbers.get(stride or "strides", 1), case)
        d = per_axis(numbers.get(DILATIONS.get(name, "dilation"), 1), case)
        axes = list(zip(kernel_of(name, case), s, d, strict=True))
        seen["1x1 output"] += len(case["y"]) == 1
        seen["axes differ"] += len(set(axes)) > 1
        seen["s > k"] += any(s > k for k, s, _ in axes)
        seen["k = 1"] += any(k == 1 for k, *_ in axes)
        seen["even k"] += any(k % 2 == 0 for k, *_ in axes)
        seen["d"] += any(d > 1 for *_, d in axes)
        seen["d with s"] += any(s > 1 and d > 1 for _, s, d in axes)
    wanted = ["1x1 output", "axes differ", "s > k", "k = 1", "even k", "d"]
    wanted += ["d with s"] * (name != "keras")  # which refuses it
    assert min(seen[feature] for feature in wanted) >= 8, seen


def test_the_vectors_hold_the_words_of_pytorch() -> None:
    words = Counter(case["parameters"]["padding"] for case in stored("pytorch_words")["accepted"])
    assert words["same"] >= 15 and words["valid"] >= 15
    refused = [case for case in stored("pytorch_words")["refused"] if case["kind"] == "transposed"]
    assert {"same", "valid"} <= {case["parameters"]["padding"] for case in refused}


def test_the_vectors_hold_the_words_and_output_paddings_of_keras() -> None:
    accepted = [case for kind in KINDS for case in cases("accepted", "keras", kind)]
    words = Counter(case["parameters"].get("padding", "valid").lower() for case in accepted)
    assert min(words[word] for word in ("same", "valid", "causal")) >= 10
    ops = Counter(
        (
            case["parameters"].get("padding", "valid").lower(),
            case["parameters"].get("output_padding") is None,
        )
        for case in cases("accepted", "keras", "transposed")
    )
    assert len(ops) == 4 and min(ops.values()) >= 8


def test_the_vectors_hold_the_conventions_of_jax() -> None:
    accepted = cases("accepted", "jax", "transposed")
    conventions = Counter(
        (
            case["parameters"].get("transpose_kernel", False),
            case["parameters"].get("use_consistent_padding", False),
            isinstance(case["parameters"]["padding"], str),
        )
        for case in accepted
    )
    assert len(conventions) == 8 and min(conventions.values()) >= 4
    pairs = [
        pair
        for case in accepted
        if not isinstance(case["parameters"]["padding"], str)
        for pair in case["parameters"]["padding"]
    ]
    assert any(b < 0 for b, _ in pairs) and any(e < 0 for _, e in pairs)
    assert any(b != e for b, e in pairs)
    words = {str(case["parameters"]["padding"]) for case in cases("accepted", "jax", "conv")}
    assert {"SAME", "SAME_LOWER", "VALID", "same"} <= words


def test_the_vectors_hold_the_shapes_and_words_of_onnx() -> None:
    accepted = cases("accepted", "onnx", "transposed")
    names = ("output_padding", "output_shape")
    told = Counter(
        (case["parameters"].get("auto_pad", "NOTSET"), name)
        for case in accepted
        for name in names
        if any(case["parameters"].get(name, []))
    )
    words = ("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")
    assert min(told[asked] for asked in itertools.product(words, names)) >= 8, told
    for kind in KINDS:
        found = [case["parameters"].get("pads", [0, 0]) for case in cases("accepted", "onnx", kind)]
        assert sum(pads[: len(pads) // 2] != pads[len(pads) // 2 :] for pads in found) >= 8


# -- ONNX's own tests ------------------------------------------------------------------------

NODES = stored("onnx_nodes")["accepted"]


@pytest.mark.parametrize("case", NODES, ids=[case["name"] for case in NODES])
def test_the_cases_of_onnx_itself(case: Case) -> None:
    """Their images, channels and groups are sums and selections of what one channel does."""
    arrays: list[Any] = [np.reshape(case[name], case[f"{name}_shape"]) for name in "xwy"]
    x, w, y = arrays
    parameters = {"kernel_shape": w.shape[2:], **given(case)}
    layer = from_framework("onnx", case["kind"], x.shape[2:], **parameters)
    assert layer.output_size(x.shape[2:]) == y.shape[2:]
    made = np.zeros_like(y)
    into, out = x.shape[1] // case["group"], y.shape[1] // case["group"]
    for image, group, a, b in np.ndindex(len(x), case["group"], into, out):
        source, target = group * into + a, group * out + b
        # Conv's weights are (outputs, inputs of the group), ConvTranspose's the other way.
        kernel = w[target, a] if case["kind"] == "conv" else w[source, b]
        made[image, target] += apply(layer, x[image, source], kernel)
    np.testing.assert_array_equal(made, y)


def test_the_cases_of_onnx_itself_are_there() -> None:
    assert Counter(case["kind"] for case in NODES) == {"conv": 6, "transposed": 11}


@pytest.mark.parametrize("word", ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"])
@pytest.mark.parametrize("kind", KINDS)
def test_onnx_stores_words_as_bytes(kind: Any, word: str) -> None:
    """``onnx.helper.get_attribute_value`` answers bytes, which must do as they are."""
    layers = [
        from_framework("onnx", kind, (7, 6), kernel_shape=(4, 3), strides=(2, 3), auto_pad=asked)
        for asked in (word, word.encode())
    ]
    assert layers[0] == layers[1]
