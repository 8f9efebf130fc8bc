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
from tests.helpers.networks import answer, run

onnx: Any = pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")
helper: Any = onnx.helper


def weights(name: str, *shape: int) -> Any:
    return onnx.numpy_helper.from_array(np.zeros(shape, np.float32), name)


def value(name: str, *shape: Any) -> Any:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, list(shape))


def saved(tmp_path: Path, nodes: list[Any], tensors: list[Any], *shape: Any) -> str:
    """The path of a model whose input is x and whose last node has the output."""
    graph = helper.make_graph(
        nodes, "made", [value("x", *shape)], [value(nodes[-1].output[0])], tensors
    )
    for output in graph.output:
        output.type.tensor_type.ClearField("shape")
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(graph), path)
    return str(path)


def node(operator: str, *inputs: str, to: str, **attributes: Any) -> Any:
    return helper.make_node(operator, list(inputs), [to], name=f"{to}_node", **attributes)


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
    assert [layer["name"] for layer in layers] == ["c_node", "t_node", "u_node", "y_node"]
    assert [layer["word"] for layer in layers] == [
        *("conv:k4s2p1", "k4s2p1", "k3s2psame_upper", "conv:k1s1p0"),
    ]
    assert [layer["output_size"] for layer in layers] == [[32, 16], [32, 16], [64, 32], [128, 64]]
    assert [(layer["in_channels"], layer["out_channels"]) for layer in layers] == [
        *((3, 16), (16, 8), (24, 4), (4, 1)),
    ]
    assert [layer["parameters"] for layer in layers] == [16 * 48 + 16, 16 * 128, 9 * 48, 4]
    assert layers[2]["groups"] == 2 and layers[2]["overlap"]["even"] is False
    text = """
        input_size = 96
        dims = 1
        layers = [
            { name = "r", kind = "conv", kernel = 4, stride = 2, padding = 1 },
            { kind = "pool", kernel = 2 },
            { kernel = 4, stride = 2, padding = 1, skip = { from = "r" } },
            { kernel = 3, stride = 2, padding = "0:1" },
        ]"""
    steps = network_of(read_document(text, "net.toml")).steps
    for layer, step in zip(layers, (steps[0], *steps[2:]), strict=False):
        assert layer["receptive_field"] == [step.field[0]] * 2 if step.field else None
        assert layer["reach"] == [step.reach[0]] * 2 if step.reach else None
    assert layers[3]["receptive_field"] is None  # Resize mixes cells in ways not known here


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
    (layer,) = json.loads(result.stdout)["network"]["layers"]
    assert layer["output_size"] == [4, 4] and layer["receptive_field"] is None
    assert "1 layers in branches and loops are not read." in result.stderr
    path = saved(tmp_path, [branch], [weights("w", 1, 1, 1, 1), condition], 1, 1, 4, 4)
    assert "has no Conv and no ConvTranspose layer: those in branches" in run(path).stderr


def onnx_error(path: str, *args: str) -> str:
    result = run(path, *args)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    return result.stderr


def test_broken_onnx_files_are_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    for content in (b"", b"hello, this is no model\n", b"\x08\x07"):
        path.write_bytes(content)
        assert "model.onnx is no ONNX model, or not a whole one." in onnx_error(str(path))
    whole = Path(u_net(tmp_path, 1, 3, 64, 64))
    whole.write_bytes(whole.read_bytes()[:-30])
    assert "no ONNX model, or not a whole one" in onnx_error(str(whole))
    dense = saved(tmp_path, [node("Relu", "x", to="y")], [], 1, 1, 4, 4)
    assert "model.onnx has no Conv and no ConvTranspose layer." in onnx_error(dense)
    dynamic = u_net(tmp_path, "N", 3, "H", None)
    assert (
        "model.onnx: the input x has dynamic dimensions (H, unnamed), so its size is not in the"
        " file. Try --i 224." in onnx_error(dynamic)
    )
    assert "--i 4x4x4 has 3 axes, and the input x" in onnx_error(dynamic, "--i", "4x4x4")
    assert "--i 0 must be at least 1" in onnx_error(dynamic, "--i", "0")
    small = onnx_error(dynamic, "--i", "1")
    assert "does not know the shape of its input cat" in small
    assert "Before it: model.onnx, Conv c_node is refused by ONNX Runtime" in small
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
    assert "ONNX's shape inference does not know" in onnx_error(unknown)


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
