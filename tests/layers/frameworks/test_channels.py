"""Channels, groups and bias under the frameworks' own names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, LayerError, apply, from_framework
from tests.helpers.channel_numbers import numbers
from tests.helpers.daily import every
from tests.helpers.vectors import vectors

WORDS: list[tuple[str, str, dict[str, Any], tuple[int, int, int, bool]]] = [
    ("pytorch", "conv", {"in_channels": 4, "out_channels": 6, "groups": 2}, (4, 6, 2, True)),
    ("pytorch", "transposed", {"in_channels": 1, "out_channels": 1}, (1, 1, 1, True)),
    ("pytorch", "conv", {"bias": True}, (1, 1, 1, True)),
    ("pytorch", "conv", {}, (1, 1, 1, False)),
    ("keras", "conv", {"in_channels": 4, "filters": 4, "groups": 4}, (4, 4, 4, True)),
    ("keras", "transposed", {"in_channels": 2, "filters": 3}, (2, 3, 1, True)),
    ("keras", "conv", {"in_channels": 2, "filters": 3, "use_bias": False}, (2, 3, 1, False)),
    ("jax", "conv", {"in_channels": 4, "out_channels": 6}, (4, 6, 1, False)),
    (
        "jax",
        "conv",
        {"in_channels": 4, "out_channels": 6, "feature_group_count": 2},
        (4, 6, 2, False),
    ),
    ("jax", "transposed", {"in_channels": 4, "out_channels": 6}, (4, 6, 1, False)),
    ("onnx", "transposed", {"in_channels": 4, "out_channels": 2, "group": 2}, (4, 2, 2, False)),
    ("onnx", "conv", {"in_channels": 1, "out_channels": 3, "bias": True}, (1, 3, 1, True)),
    ("caffe", "transposed", {"in_channels": 4, "num_output": 4, "group": 4}, (4, 4, 4, True)),
    ("caffe", "conv", {"in_channels": 3, "num_output": 2, "bias_term": False}, (3, 2, 1, False)),
]


def shape(framework: str, kind: str) -> dict[str, Any]:
    if framework == "jax":
        strides = "window_strides" if kind == "conv" else "strides"
        return {"kernel_shape": (3, 3), strides: (1, 1), "padding": "SAME"}
    return {"kernel_shape" if framework == "onnx" else "kernel_size": (3, 3)}


@pytest.mark.parametrize(("framework", "kind", "words", "expected"), WORDS)
def test_channels_in_the_frameworks_own_words(
    framework: str, kind: Any, words: dict[str, Any], expected: tuple[int, int, int, bool]
) -> None:
    plain = from_framework(framework, kind, (5, 5), **shape(framework, kind))
    layer = from_framework(framework, kind, (5, 5), **shape(framework, kind), **words)
    names = ("in_channels", "out_channels", "groups", "bias")
    assert layer == plain.replaced(**dict(zip(names, expected, strict=True)))


@pytest.mark.parametrize(
    ("framework", "kind", "words", "message"),
    [
        ("pytorch", "conv", {"in_channels": 3}, "out_channels is missing: in_channels=3 alone"),
        ("keras", "conv", {"filters": 3}, "in_channels is missing: filters=3 alone"),
        (
            "keras",
            "transposed",
            {"in_channels": 4, "filters": 4, "groups": 2},
            "groups=2: Keras has no groups in a transposed convolution.",
        ),
        (
            "jax",
            "conv",
            {"in_channels": 4, "out_channels": 6, "feature_group_count": 4},
            "feature_group_count=4 does not divide out_channels=6",
        ),
        ("caffe", "conv", {"in_channels": 0, "num_output": 6}, "in_channels=0 must be at least 1"),
        ("jax", "conv", {"bias": True}, "bias=True is not a parameter of JAX's convolution"),
        ("pytorch", "conv", {"filters": 3}, "in_channels, out_channels, groups, bias."),
    ],
)
def test_what_cannot_be_is_said_in_them(
    framework: str, kind: Any, words: dict[str, Any], message: str
) -> None:
    with pytest.raises(LayerError) as caught:
        from_framework(framework, kind, (5, 5), **shape(framework, kind), **words)
    assert message in str(caught.value)


@pytest.mark.parametrize("case", every(10, vectors("channels")["cases"]))
def test_pytorchs_words_lead_to_its_values(case: dict[str, Any]) -> None:
    own = {"output_padding": tuple(case["op"])} if case["kind"] == "transposed" else {}
    channels = dict(zip(("in_channels", "out_channels", "groups"), case["c"], strict=True))
    layer: Layer = from_framework(
        "pytorch",
        case["kind"],
        tuple(case["i"]),
        kernel_size=tuple(case["k"]),
        stride=tuple(case["s"]),
        padding=tuple(case["p"]),
        dilation=tuple(case["d"]),
        **channels,
        bias=case["bias"],
        **own,
    )
    x, w, bias = numbers(case)
    if case["c"] == [1, 1, 1]:
        x, w = x[0], w[0, 0]
    y = apply(layer, x, w, bias if case["bias"] else None)
    expected = np.reshape(case["y"], (case["c"][1], *case["o"]))
    np.testing.assert_array_equal(y.reshape(expected.shape), expected)
