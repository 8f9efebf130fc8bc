"""One layer of a network: found by name, and drawn, coded or tabled as by its own options."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.errors import LayerError
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.products.network_layer import layer_row
from tests.helpers.commands import check_refusal, run
from tests.helpers.daily import every

UNET = network_of(preset("unet"))
UP = """
name = "up"
input_size = 5
channels = 4
framework = "keras"
[[layers]]
name = "first/up.a"
kernel_size = 3
stride = 2
padding = "same"
channels = 2
[[layers]]
name = "first/up.b"
kind = "conv"
kernel_size = 3
padding = "same"
[[layers]]
kind = "pool"
kernel_size = 2
"""


def data(*args: str) -> Any:
    return json.loads(run("size", *args, "--json").stdout)


@pytest.fixture
def toml(tmp_path: Path) -> str:
    path = tmp_path / "up.toml"
    path.write_text(UP, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "number"), [("up3", 18), ("18", 18), ("UP3 ", 18), ("down1a", 1), ("pool2", 6)]
)
def test_a_layer_has_a_name_and_a_number(name: str, number: int) -> None:
    assert layer_row(UNET, name).number == number


def test_parts_of_a_path_and_kinds_are_names_too(toml: str) -> None:
    for name, number in (("up.a", 1), ("b", 2), ("up1", 1), ("conv1", 2), ("pool1", 3)):
        row = data(toml, "--layer", name)["layers"][0]
        whole = data(toml)["network"]["layers"][number - 1]
        assert row["output_size"] == whole["output_size"], name
    assert "several rows. Choose from their numbers: 1 (first/up.a), 2" in (
        run("size", toml, "--layer", "first").stderr
    )


def test_what_is_no_layer_is_answered_with_the_nearest() -> None:
    with pytest.raises(LayerError, match="Did you mean down1"):
        layer_row(UNET, "down1")
    with pytest.raises(LayerError, match="Choose from down1a, down1b, pool1"):
        layer_row(UNET, "28")


@pytest.mark.slow
@pytest.mark.parametrize("name", every(8, list(preset_names())))
def test_every_row_alone_is_as_in_its_network(name: str) -> None:
    rows = [row for row in data("--preset", name)["network"]["layers"] if row["kind"] != "crop"]
    said = [(row["word"], row["input_size"], row.get("in_channels")) for row in rows]
    for number, row in enumerate(rows):
        if said[number] in said[:number] and said[number] in said[number + 1 :]:
            continue  # of hundreds that are alike the first and the last
        alone = data("--preset", name, "--layer", str(row["number"]))["layers"][0]
        shared = {key for key in alone if key in row} - {"output_padding", "padding", "overlap"}
        assert {key: alone[key] for key in shared} == {key: row[key] for key in shared}
        assert "output_size" in shared


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ("--preset dcgan --layer up3 --code pytorch", "ConvTranspose2d(256, 128, kernel_size=4"),
        ("--network unet --layer pool1 --code keras", "MaxPooling2D"),
        ("--layers 'conv:k3p1c8 k4s2p1c2' --channels 3 --layer 2 --code jax", "conv_transpose"),
    ],
)
def test_a_layer_of_a_network_as_code(args: str, code: str) -> None:
    assert code in run("size", *shlex.split(args)).stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", ["render", "cheatsheet"])
def test_the_figure_is_that_of_the_layer(command: str, toml: str, tmp_path: Path) -> None:
    path = str(tmp_path / "a.svg")
    assert run(command, "--network", toml, "--layer", "1", "-o", path).exit_code == 0
    stored = json.loads(run("explain", path, "--json").stdout)["command"]
    kind = "" if command == "render" else " --kind transposed"
    words = f"tconv-anim {command}{kind} --i 5 --p same --in-channels 4 --out-channels 2 --bias"
    words += " --framework keras"
    assert sorted(stored.split()) == sorted(words.split())


def test_the_only_layer_of_a_network_needs_no_name(tmp_path: Path) -> None:
    path = str(tmp_path / "a.svg")
    assert run("render", "--preset", "cs231n", "-o", path).exit_code == 0
    stored = json.loads(run("explain", path, "--json").stdout)["command"]
    words = "tconv-anim render --kind conv --i 5 --in-channels 3 --out-channels 2 --bias"
    assert stored == words


def test_a_picture_of_many_channels_has_one_unless_others_are_said() -> None:
    one = ("render", "--preset", "dcgan", "--layer", "up2", "--alt")
    assert "channel" not in run(*one).stdout
    assert "3 channels" in run(*one, "--in-channels", "3", "--out-channels", "2").stdout


def test_a_layer_that_is_too_large_advises_a_command_of_its_own() -> None:
    done = run("render", "--preset", "unet", "--layer", "up4", "--alt")
    assert done.exit_code == 2 and "the layer's input of 28 x 28 makes 3140 frames" in done.stderr
    command = done.stderr.split("Try ")[1].split(", the largest")[0]
    assert command == "tconv-anim render --i 22 --k 2 --p 0"


def test_a_network_in_a_file_has_a_sheet_whose_command_names_no_folder(
    toml: str, tmp_path: Path
) -> None:
    path = str(tmp_path / "a.svg")
    assert run("cheatsheet", "--network", toml, "-o", path).exit_code == 0
    told = run("explain", path)
    assert told.stdout.strip() == "tconv-anim cheatsheet --network up.toml"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("render --layer up3", "no network is given. Try --preset dcgan."),
        ("render --preset dcgan", "a figure shows one of its layers. Name it: --layer 1."),
        ("render --channels 3", "Leave it out: those of a layer are --in-channels 3."),
        ("render --preset unet --layer pool1", "has sizes, but no figure yet."),
        ("render --preset dcgan --layer 1 --k 3", "--k means nothing beside --preset"),
        ("size --preset dcgan --layer 1 --groups 2", "--groups means nothing beside --preset"),
        ("size --preset dcgan --layer 1 --reach 1,1", "--reach means nothing beside --layer"),
        ("size --preset fcn-8s --layer crop1", "is a crop, which cannot be said alone"),
        ("size --network unte --layer 1", "Did you mean unet?"),
    ],
)
def test_what_cannot_be(args: str, words: str) -> None:
    check_refusal(run(*args.split()), words)


@pytest.mark.slow
def test_layers_of_onnx_files(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from tests.helpers.onnx_models import node, saved, weights

    nodes = [
        node("FusedConv", "x", "w", to="a", domain="com.microsoft", pads=[1, 1, 1, 1]),
        node("AveragePool", "a", to="b", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1),
        node("ConvTranspose", "b", "v", to="up", strides=[2, 2], auto_pad="SAME_LOWER"),
        node("ConvTranspose", "up", "u", to="last", strides=[2, 2], output_shape=[17, 18]),
    ]
    nodes[2].name = "/decoder/up.1/ConvTranspose"
    tensors = [weights("w", 4, 3, 3, 3), weights("v", 4, 2, 3, 3), weights("u", 2, 1, 3, 3)]
    file = saved(tmp_path, nodes, tensors, 1, 3, 9, 9)
    rows = data(file)["network"]["layers"]
    assert [row["kind"] for row in rows] == ["conv", "pool", "transposed", "transposed"]
    for row in rows:
        alone = data(file, "--layer", str(row["number"]))["layers"][0]
        for key in ("input_size", "output_size", "kernel_size", "stride"):
            assert alone[key] == row[key], row
        if "macs" in alone:
            assert (alone["macs"], alone["parameters"]) == (row["macs"], row["parameters"])
    assert "Conv2d(3, 4" in run("size", file, "--layer", "a_node", "--code", "pytorch").stdout
    path = tmp_path / "up.svg"
    done = run("render", "--network", file, "--layer", "up.1", "-o", str(path))
    assert done.exit_code == 0, done.stderr
    assert run("explain", str(path)).stdout.startswith(
        "tconv-anim render --i 4 --p same_lower --in-channels 4 --out-channels 2 --framework onnx"
    )


def test_a_batch_draws_the_sheet_of_a_file_anew(toml: str, tmp_path: Path) -> None:
    rows = tmp_path / "rows.toml"
    rows.write_text(f"[figures.a]\ncommand = \"cheatsheet\"\nnetwork = '{toml}'\n", "utf-8")
    command = ("batch", str(rows), "--output-dir", str(tmp_path / "out"), "--formats", "svg")
    assert "1 drawn" in run(*command, "--jobs", "1").stderr
    first = (tmp_path / "out" / "a.svg").read_bytes()
    Path(toml).write_text(UP.replace("kernel_size = 3", "kernel_size = 5"), encoding="utf-8")
    assert "1 drawn" in run(*command, "--jobs", "1").stderr
    assert (tmp_path / "out" / "a.svg").read_bytes() != first
