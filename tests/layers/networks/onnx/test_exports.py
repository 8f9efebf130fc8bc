"""Real exports, quantised and optimised: sizes by ONNX Runtime, counts by fvcore and Keras."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.layers.networks.network import Network
from tconv_anim.layers.networks.onnx.file_network import load_network
from tests.helpers.daily import every

pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")

VECTORS = Path(__file__).parents[3] / "vectors"
SKIPS = {"unet": 2, "unet,": 2, "hifigan": 8, "fcn": 1, "dcgan": 0, "decoder": 0, "audio": 0}


def cases(name: str) -> list[Any]:
    found: list[Any] = json.loads((VECTORS / name).read_text(encoding="utf-8"))["cases"]
    return found


def named(case: Any) -> str:
    return f"{case['network']}, {case['variant']}"


def network_in(case: Any, tmp_path: Path) -> Network:
    path = tmp_path / "model.onnx"
    path.write_bytes(zlib.decompress(base64.b64decode(case["model"])))
    network = load_network(path, tuple(case["input_size"]))
    assert not network.notes
    assert (network.parameters, network.macs) == (case["parameters"], case["macs"])
    assert all(skip.fits for _, skip in network.skips)
    assert len(network.skips) == SKIPS[case["network"].split()[0]]
    return network


@pytest.mark.parametrize("case", every(7, cases("onnx_exports.json")), ids=named)
def test_an_export_has_the_sizes_and_counts_of_others(tmp_path: Path, case: Any) -> None:
    for step in network_in(case, tmp_path).steps:
        assert step.field and step.reach
        if not step.cut:  # slices along two axes are one row
            assert list(step.output_size) == case["sizes"][step.name], step.name


@pytest.mark.parametrize("case", every(3, cases("onnx_tensorflow.json")), ids=named)
def test_an_export_of_tensorflow_is_read_along_the_right_axes(tmp_path: Path, case: Any) -> None:
    network = network_in(case, tmp_path)
    assert network.input_size == tuple(case["input_size"])
    for step in network.steps:
        if not step.cut:
            assert list(step.output_size) == case["sizes"][step.name][2:], step.name


def test_all_that_a_runtime_makes_of_a_network_is_there() -> None:
    variants = {case["variant"] for case in cases("onnx_exports.json")}
    levels = ("basic", "extended", "layout", "all")
    assert variants == {
        "as exported",
        *(f"optimised: {level}" for level in levels),
        "quantised dynamically",
        "quantised statically: QOperator",
        "quantised statically: QDQ",
    }
    assert len(cases("onnx_exports.json")) == 7 * len(variants)
