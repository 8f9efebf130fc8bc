"""Real exports, quantised and optimised: sizes by ONNX Runtime, counts by fvcore."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.layers.networks.onnx.file_network import load_network

pytest.importorskip("onnx", reason="needs the onnx extra, which the test extra has")

VECTORS = Path(__file__).parents[3] / "vectors" / "onnx_exports.json"
CASES = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['network']}, {case['variant']}")
def test_an_export_has_the_sizes_and_counts_of_others(tmp_path: Path, case: Any) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(zlib.decompress(base64.b64decode(case["model"])))
    network = load_network(path, tuple(case["input_size"]))
    assert not network.notes
    assert (network.parameters, network.macs) == (case["parameters"], case["macs"])
    for step in network.steps:
        assert step.field and step.reach
        if not step.cut:  # slices along two axes are one row
            assert list(step.output_size) == case["sizes"][step.name], step.name
    assert all(join.fits for _, join in network.joins)
    assert (
        len(network.joins)
        == {"unet": 2, "hifigan": 8, "fcn": 1, "dcgan": 0}[case["network"].split()[0]]
    )
