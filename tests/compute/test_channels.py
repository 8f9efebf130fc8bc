"""Layers with channels, against what PyTorch made of them (``tests/vectors/channels.json``)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, apply
from tconv_anim.compute import gather, scatter
from tests.helpers.channel_matrix import channel_matrix
from tests.helpers.channel_numbers import numbers
from tests.helpers.vectors import vectors

VECTORS = vectors("channels")
CASES: list[dict[str, Any]] = VECTORS["cases"]


def layer_of(case: dict[str, Any]) -> Layer:
    inputs, outputs, groups = case["c"]
    return Layer(
        case["kind"],
        kernel_size=case["k"],
        stride=case["s"],
        padding=case["p"],
        dilation=case["d"],
        output_padding=case["op"],
        in_channels=inputs,
        out_channels=outputs,
        groups=groups,
        bias=case["bias"],
    )


def test_there_are_enough_vectors() -> None:
    assert len(CASES) >= 300
    assert VECTORS["header"]["torch"].startswith("2.")


@pytest.mark.parametrize("tenth", range(10))
def test_every_way_gives_the_numbers_of_pytorch(tenth: int) -> None:
    for case in CASES[tenth::10]:
        layer, (x, w, bias) = layer_of(case), numbers(case)
        expected = np.reshape(case["y"], (layer.out_channels, *case["o"]))
        added = bias if layer.bias else None
        assert layer.output_size(case["i"]) == tuple(case["o"])
        for way in (apply, gather, scatter):
            np.testing.assert_array_equal(way(layer, x, w, added), expected, strict=True)
        flat = channel_matrix(layer, tuple(case["i"]), w) @ x.ravel()
        biases = bias[:, None] if layer.bias else 0
        np.testing.assert_array_equal(
            flat.reshape(layer.out_channels, -1) + biases, expected.reshape(len(expected), -1)
        )
