"""Networks out of ONNX files that are made here: read, checked against the runtime's rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.toml_file import read_document
from tests.helpers.networks import answer
from tests.helpers.onnx_models import node, onnx_error, saved, value, weights
from tests.helpers.size_command import run

onnx: Any = pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")
helper: Any = onnx.helper


def u_net(tmp_path: Path, *shape: Any) -> str:
    nodes = [
        node("Conv", "x", "w0", "b0", to="c", strides=[2, 2], pads=[1, 1, 1, 1]),
        node("Relu", "c", to="r"),
        node("MaxPool", "r", to="p", kernel_shape=[2, 2], strides=[2, 2]),
        node("Constant", to="w1", value=weights("", 16, 8, 4, 4)),
        node("ConvTranspose", "p", "w1", to="t", strides=[2, 2], pads=[1, 1, 1, 1]),
        node("Concat", "t", "r", to="cat", axis=1),
        node("ConvTranspose", "cat", "w2", to="u", auto_pad="SAME_UPPER", strides=[2, 2], group=2),
        node("Resize", "u", "", "scales", to="z", mode="nearest"),
        node("Conv", "z", "w3", to="y", kernel_shape=[1, 1]),
    ]
    tensors = [weights("w0", 16, 3, 4, 4), weights("b0", 16), weights("w2", 24, 2, 3, 3)]
    tensors += [weights("w3", 1, 4, 1, 1)]
    tensors += [onnx.numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "scales")]
    return saved(tmp_path, nodes, tensors, *shape)


def test_an_onnx_file_is_read(tmp_path: Path) -> None:
    data = answer(u_net(tmp_path, "N", 3, "H", "W"), "--i", "64x32")
    layers = data["layers"]
    assert [layer["name"] for layer in layers] == [
        *("c_node", "p_node", "t_node", "u_node", "z_node", "y_node"),
    ]
    assert [layer["word"] for layer in layers] == [
        *("conv:k4s2p1", "pool:k2s2p0", "k4s2p1", "k3s2psame_upper", "resize:x2", "conv:k1s1p0"),
    ]
    assert [layer["output_size"] for layer in layers] == [
        *([32, 16], [16, 8], [32, 16], [64, 32], [128, 64], [128, 64]),
    ]
    assert [(layer["in_channels"], layer["out_channels"]) for layer in layers] == [
        *((3, 16), (16, 16), (16, 8), (24, 4), (4, 4), (4, 1)),
    ]
    assert [layer["parameters"] for layer in layers] == [
        *(16 * 48 + 16, 0, 16 * 128, 9 * 48, 0, 4),
    ]
    assert layers[3]["groups"] == 2 and layers[3]["overlap"]["even"] is False
    text = """
        input_size = 96
        dims = 1
        layers = [
            { name = "r", kind = "conv", kernel = 4, stride = 2, padding = 1 },
            { kind = "pool", kernel = 2 },
            { kernel = 4, stride = 2, padding = 1, skip = { from = "r" } },
            { kernel = 3, stride = 2, padding = "0:1" },
            { kind = "resize", scale = 2 },
            { kind = "conv", kernel = 1 },
        ]"""
    for layer, step in zip(layers, network_of(read_document(text, "net.toml")).steps, strict=True):
        assert step.field and layer["receptive_field"] == [step.field[0]] * 2
        assert step.reach and layer["reach"] == [step.reach[0]] * 2


def test_sizes_of_an_onnx_file_may_be_others(tmp_path: Path) -> None:
    path = u_net(tmp_path, 1, 3, 64, 64)
    assert answer(path)["layers"][-1]["output_size"] == [128, 128]
    assert answer(path, "--i", "32")["layers"][-1]["output_size"] == [64, 64]


def test_what_the_runtime_sees_otherwise_is_told(tmp_path: Path) -> None:
    nodes = [
        node("ConvTranspose", "x", "w", to="a", strides=[2, 2], output_padding=[3, 3]),
        node("Conv", "a", "w", to="b", auto_pad="SAME_UPPER", dilations=[2, 2]),
    ]
    path = saved(tmp_path, nodes, [weights("w", 1, 1, 3, 3)], 1, 1, 4, 4)
    result = run(path, "--json")
    layers = json.loads(result.stdout)["network"]["layers"]
    assert [layer["output_size"] for layer in layers] == [[12, 12], [12, 12]]
    assert layers[0]["overlap"]["counts"] == [[2, 1], [2, 1]]
    assert (
        "Warning: model.onnx, ConvTranspose a_node is refused by ONNX Runtime: output_padding=3"
        in result.stderr
    )
    assert "model.onnx, Conv b_node is refused by ONNX Runtime: dilations=" in result.stderr


def test_weights_may_be_kept_outside_and_missing(tmp_path: Path) -> None:
    path = u_net(tmp_path, 1, 3, 64, 64)
    model = onnx.load(path)
    onnx.save(model, path, save_as_external_data=True, location="weights.bin", size_threshold=1000)
    assert (tmp_path / "weights.bin").exists()
    (tmp_path / "weights.bin").unlink()
    assert answer(path)["layers"][-1]["output_size"] == [128, 128]


def test_functions_and_branches(tmp_path: Path) -> None:
    inner = helper.make_graph(
        [node("Conv", "x", "w", to="i")], "then", [], [value("i", 1, 1, 4, 4)]
    )
    other = helper.make_graph([node("Relu", "x", to="j")], "else", [], [value("j", 1, 1, 4, 4)])
    condition = helper.make_tensor("flag", onnx.TensorProto.BOOL, [], [True])
    branch = helper.make_node("If", ["flag"], ["k"], then_branch=inner, else_branch=other)
    nodes = [branch, node("Conv", "k", "w", to="y")]
    path = saved(tmp_path, nodes, [weights("w", 1, 1, 1, 1), condition], 1, 1, 4, 4)
    result = run(path, "--json")
    inside, layer = json.loads(result.stdout)["network"]["layers"]
    assert inside["within"] == "If k then" and "within" not in layer
    assert inside["output_size"] == layer["output_size"] == [4, 4]
    assert (inside["receptive_field"], layer["receptive_field"]) == ([1, 1], None)
    assert "1 row in branches or loops: marked, and counted once" in result.stderr
    assert "1 row with the weights of an earlier one: they count once." in result.stderr
    assert json.loads(result.stdout)["network"]["totals"]["parameters"] == 1


def test_broken_onnx_files_are_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    for content in (b"", b"hello, this is no model\n", b"\x08\x07"):
        path.write_bytes(content)
        assert "model.onnx is no ONNX model, or not a whole one." in onnx_error(str(path))
    whole = Path(u_net(tmp_path, 1, 3, 64, 64))
    whole.write_bytes(whole.read_bytes()[:-30])
    assert "no ONNX model, or not a whole one" in onnx_error(str(whole))
    dense = saved(tmp_path, [node("Relu", "x", to="y")], [], 1, 1, 4, 4)
    assert "model.onnx has no convolution, pool, resize or shuffle." in onnx_error(dense)
    dynamic = u_net(tmp_path, "N", 3, "H", None)
    assert (
        "model.onnx: the input x has dynamic dimensions (H, unnamed), so its size is not in the"
        " file. Try --i 224." in onnx_error(dynamic)
    )
    assert "--i 4x4x4 has 3 axes, and the input x" in onnx_error(dynamic, "--i", "4x4x4")
    assert "--i 0 must be at least 1" in onnx_error(dynamic, "--i", "0")
    small = onnx_error(dynamic, "--i", "1")
    assert (
        "c_node: nothing is left: its kernel covers 4 cells, and its input has 1 + 1 + 1." in small
    )
    crop = node("ConvTranspose", "x", "w", to="y", pads=[9, 9, 9, 9])
    path_of_crop = saved(tmp_path, [crop], [weights("w", 1, 1, 3, 3)], 1, 1, 4, 4)
    assert "nothing is left: ONNX infers -12 x -12 cells" in onnx_error(path_of_crop)
    unknown = saved(
        tmp_path,
        [node("Reshape", "x", "shape", to="r"), node("Conv", "r", "w", to="y")],
        [weights("w", 1, 1, 1, 1)],
        *(1, 1, 4, 4),
    )
    model = onnx.load(unknown)
    model.graph.input.append(helper.make_tensor_value_info("shape", onnx.TensorProto.INT64, [4]))
    onnx.save(model, unknown)
    result = run(unknown, "--json")
    (layer,) = json.loads(result.stdout)["network"]["layers"]
    assert layer["input_size"] is layer["output_size"] is None
    assert "the sizes of y_node are not known, as ONNX cannot infer what Reshape r_node" in (
        result.stderr
    )
    assert " ? " in run(unknown).stdout


def test_without_onnx_the_command_that_installs_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = u_net(tmp_path, 1, 3, 64, 64)
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert (
        "model.onnx: reading it needs the package onnx. Install it with python3 -m pip install"
        ' ".[onnx]".' in onnx_error(path)
    )


def test_channels_are_those_of_the_weights(tmp_path: Path) -> None:
    path = u_net(tmp_path, 1, 3, 64, 64)
    assert "--channels means nothing beside" in onnx_error(path, "--channels", "3")
