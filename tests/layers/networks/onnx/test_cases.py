"""Files by others that went wrong once, each with siblings, made here node by node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.layers.networks.onnx import file_network, runtime
from tests.helpers.networks import answer, words
from tests.helpers.onnx_models import integers, node, onnx_error, saved, weights
from tests.helpers.size_command import run

onnx: Any = pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")
helper: Any = onnx.helper

W = weights("w", 4, 3, 3, 3)


def test_an_operator_that_is_not_known_is_named_and_counted(tmp_path: Path) -> None:
    strange = node("Conv", "x", "w", to="y", domain="my.ops", kernel_shape=[3, 3])
    path = saved(tmp_path, [strange], [W], 1, 3, 9, 9)
    assert (
        "model.onnx has no layer that is known here. Not known: 1 my.ops.Conv (y_node)."
        in onnx_error(path)
    )
    path = saved(tmp_path, [node("Conv", "x", "w", to="h"), strange], [W], 1, 3, 9, 9)
    result = run(path)
    assert result.exit_code == 0
    assert "Warning: not known, and not counted: 1 my.ops.Conv (y_node)." in result.stderr
    dense = [
        node("Conv", "x", "w", to="h"),
        node("Flatten", "h", to="f"),
        node("MatMul", "f", "m", to="y"),
    ]
    path = saved(tmp_path, dense, [W, weights("m", 196, 2)], 1, 3, 9, 9)
    assert "with weights, but no convolutions, and not counted: 1 MatMul." in run(path).stderr


@pytest.mark.parametrize(
    ("operator", "domain", "inputs", "last"),
    [
        ("FusedConv", "com.microsoft", "x w", False),
        ("Conv", "com.microsoft.nchwc", "x w", False),
        ("Conv", "com.ms.internal.nhwc", "x w", True),
        ("NhwcFusedConv", "com.microsoft", "x w", True),
        ("ConvInteger", "", "x w", False),
        ("QLinearConv", "", "x s z w s z s z", False),
        ("DeformConv", "", "x w o", False),
    ],
)
def test_every_convolution_is_a_layer(
    tmp_path: Path, operator: str, domain: str, inputs: str, last: bool
) -> None:
    layer = node(operator, *inputs.split(), to="y", domain=domain, strides=[2, 2])
    tensors = [W, weights("s"), weights("z"), weights("o", 1, 18, 3, 4)]
    shape = (1, 7, 9, 3) if last else (1, 3, 7, 9)
    (found,) = answer(saved(tmp_path, [layer], tensors, *shape, opset=19))["layers"]
    assert (found["input_size"], found["output_size"]) == ([7, 9], [3, 4])
    assert (found["in_channels"], found["out_channels"]) == (3, 4)
    assert (found["parameters"], found["macs"]) == (108, 108 * 12)


@pytest.mark.parametrize(
    ("nodes", "tensors", "shape", "size", "expected"),
    [
        # Channels last, with the sizes in the file or open.
        ("Transpose", [], ("n", 20, 30, 3), "20x30", [20, 30]),
        ("Transpose", [], ("n", 20, 30, 3), "40", [40, 40]),
        ("Transpose", [], ("n", "h", "w", "c"), "9x12", [9, 12]),
        # A batch or channels of -1, 0 or a name.
        ("", [], (-1, 3, 8, 8), "", [8, 8]),
        ("", [], (0, 0, 8, 9), "", [8, 9]),
        ("", [], ("n", "c", 8, 8), "", [8, 8]),
        ("", [], ("n", 3, 8, "t"), "11", [8, 11]),
        # (h, w) and (channels, h, w) without a batch.
        ("Unsqueeze", [integers("axes", 0)], (3, "h", "w"), "9x8", [9, 8]),
        ("Reshape", [integers("axes", 1, 3, 8, 6)], (1, 8, 6, 3), "", [8, 6]),
    ],
)
def test_sizes_are_set_where_the_first_layer_reads_them(
    tmp_path: Path,
    nodes: str,
    tensors: list[Any],
    shape: tuple[Any, ...],
    size: str,
    expected: list[int],
) -> None:
    first = {
        "Transpose": [node("Transpose", "x", to="t", perm=[0, 3, 1, 2])],
        "Unsqueeze": [node("Unsqueeze", "x", "axes", to="t")],
        "Reshape": [node("Reshape", "x", "axes", to="t")],
        "": [],
    }[nodes]
    layer = node("Conv", "t" if first else "x", "w", to="y")
    path = saved(tmp_path, [*first, layer], [W, *tensors], *shape)
    (found,) = answer(path, *(["--i", size] if size else []))["layers"]
    assert found["input_size"] == expected
    assert found["output_size"] == [n - 2 for n in expected]


def test_an_input_of_one_open_axis_is_asked_for_and_set(tmp_path: Path) -> None:
    nodes = [node("Unsqueeze", "x", "axes", to="t"), node("Conv", "t", "v", to="y")]
    path = saved(tmp_path, nodes, [weights("v", 4, 1, 3), integers("axes", 1)], "n", "t")
    assert "has dynamic dimensions (t)" in onnx_error(path)
    assert "Try --i 224." in onnx_error(path)
    assert answer(path, "--i", "224")["output_size"] == [222]
    assert answer(path, "--i", "50")["input_size"] == [50]


def decoder(tmp_path: Path, join: str) -> str:
    nodes = [
        node("Conv", "x", "w", to="a", pads=[1, 1, 1, 1]),
        node("MaxPool", "a", to="p", kernel_shape=[2, 2], strides=[2, 2]),
        node("ConvTranspose", "p", "t", to="u", strides=[2, 2]),
        node(join, "a", "u", to="c", **({"axis": 1} if join == "Concat" else {})),
        node("Conv", "c", "v", to="y"),
    ]
    channels = 8 if join == "Concat" else 4
    tensors = [W, weights("t", 4, 4, 2, 2), weights("v", 2, channels, 3, 3)]
    return saved(tmp_path, nodes, tensors, "n", 3, "h", "w")


@pytest.mark.parametrize(("join", "how"), [("Concat", "concat"), ("Add", "add")])
def test_a_skip_that_does_not_fit_is_mended(tmp_path: Path, join: str, how: str) -> None:
    path = decoder(tmp_path, join)
    data = answer(path, "--i", "8")
    assert [skip["fits"] for skip in data["skips"]] == [True]
    same = words("conv:k3s1p1c4 pool:k2s2 k2s2p0c4+conv1 conv:k3s1p0c2").steps
    assert [layer["receptive_field"] for layer in data["layers"]] == [
        list(step.field or ()) for step in same
    ]
    result = run(path, "--i", "9", "--json")
    data = json.loads(result.stdout)["network"]
    (skip,) = data["skips"]
    assert (skip["join"], skip["from"], skip["fits"]) == (how, "a_node", False)
    assert (skip["size"], skip["wanted"]) == ([9, 9], [8, 8])
    assert skip["remedies"] == ["crop the skip by 0:1", "output_padding = 1 in that layer"]
    assert data["fitting_input_sizes"] == [[8, 8], [10, 10]]
    assert data["output_size"] == [6, 6]
    for size in ("8", "10"):
        assert all(skip["fits"] for skip in answer(path, "--i", size)["skips"])


def test_weights_of_other_channels_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, [node("Conv", "x", "w", to="y")], [W], 1, 5, 8, 8)
    error = onnx_error(path)
    assert "Conv y_node: its weights are for 3 channels, and its input has 5." in error


def test_names_are_shown_escaped(tmp_path: Path) -> None:
    layer = node("Conv", "x", "w", to="y")
    layer.name = "\x1b[31mred\nnext \u202e" + "z" * 200
    result = run(saved(tmp_path, [layer], [W], 1, 3, 8, 8), "--format", "csv")
    assert "\\x1b[31mred\\nnext \\u202e" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)


SHUFFLES = [
    ("MaxPool", {"kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1}, [5, 4], [2, 2]),
    ("AveragePool", {"kernel_shape": [2, 2], "auto_pad": "SAME_UPPER"}, [5, 4], [5, 4]),
    ("GlobalAveragePool", {}, [5, 4], [1, 1]),
    ("DepthToSpace", {"blocksize": 2, "mode": "CRD"}, [5, 4], [10, 8]),
    ("DepthToSpace", {"blocksize": 2}, [5, 4], [10, 8]),
    ("SpaceToDepth", {"blocksize": 2}, [6, 4], [3, 2]),
]


@pytest.mark.parametrize(("operator", "attributes", "size", "output"), SHUFFLES)
def test_what_resamples_has_a_row(
    tmp_path: Path, operator: str, attributes: Any, size: list[int], output: list[int]
) -> None:
    layer = node(operator, "x", to="y", **attributes)
    (found,) = answer(saved(tmp_path, [layer], [], 1, 8, *size))["layers"]
    assert (found["input_size"], found["output_size"]) == (size, output)
    assert (found["parameters"], found["macs"], found["in_channels"]) == (0, 0, 8)
    assert found["out_channels"] == {"DepthToSpace": 2, "SpaceToDepth": 32}.get(operator, 8)


def test_sizes_that_follow_from_values_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = [
        node("ReduceSum", "x", to="s", keepdims=0),
        node("Cast", "s", to="c"),
        node("Add", "c", "pads", to="q"),
        node("Pad", "x", "q", to="r"),
        node("Conv", "r", "w", to="y"),
    ]
    nodes[1].attribute.append(helper.make_attribute("to", onnx.TensorProto.INT64))
    tensors = [W, integers("pads", 0, 0, 0, 0, 0, 0, 2, 3)]
    path = saved(tmp_path, nodes, tensors, 1, 3, 8, "t")
    monkeypatch.setattr(file_network, "runtime_is_installed", lambda: False)
    (found,) = answer(path, "--i", "8")["layers"]
    assert found["output_size"] is None and found["parameters"] == 108
    if runtime.runtime_is_installed():
        monkeypatch.setattr(file_network, "runtime_is_installed", lambda: True)
    else:
        told = {"r": (1, 3, 10, 11), "y": (1, 4, 8, 9)}
        monkeypatch.setattr(file_network, "runtime_is_installed", lambda: True)
        monkeypatch.setattr(file_network, "measured_dims", lambda *_: told)
    (found,) = answer(path, "--i", "8")["layers"]
    assert (found["input_size"], found["output_size"]) == ([10, 11], [8, 9])
    assert found["macs"] == 108 * 72


def test_tokens_of_a_transformer_are_no_skip_of_another_size(tmp_path: Path) -> None:
    """Attention multiplies maps of two sizes, and what comes out is added to tokens."""
    nodes = [
        node("Conv", "x", "w", to="a", kernel_shape=[3, 3], pads=[1] * 4, strides=[2, 2]),
        node("Reshape", "a", "flat", to="q"),
        node("Transpose", "q", to="tokens", perm=[0, 2, 1]),
        node("Conv", "a", "v", to="b", kernel_shape=[2, 2], strides=[2, 2]),
        node("Reshape", "b", "flat", to="k"),
        node("Transpose", "k", to="keys", perm=[0, 2, 1]),
        node("MatMul", "tokens", "k", to="scores"),
        node("MatMul", "scores", "keys", to="seen"),
        node("Add", "tokens", "seen", to="y"),
    ]
    tensors = [weights("w", 8, 3, 3, 3), weights("v", 8, 8, 2, 2), integers("flat", 1, 8, -1)]
    data = answer(saved(tmp_path, nodes, tensors, 1, 3, 16, 16))
    assert [row["output_size"] for row in data["layers"]] == [[8, 8], [4, 4]]
    assert data["skips"] == []
