"""Against PyTorch: the same sizes, the same numbers, the same refusals.

``vectors/pytorch.json`` holds PyTorch's own answers, made by ``vectors/make_pytorch.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, LayerError, apply, convolution_matrix
from tests.helpers.vectors import vectors

Case = dict[str, Any]

VECTORS = vectors("pytorch")
GROUPS = [(kind, ndim) for kind in ("conv", "transposed") for ndim in (1, 2, 3)]


def cases(which: str, kind: str, ndim: int) -> list[Case]:
    return [c for c in VECTORS[which] if c["kind"] == kind and len(c["i"]) == ndim]


def layer_of(case: Case) -> Layer:
    return Layer(
        case["kind"],
        kernel_size=case["k"],
        stride=case["s"],
        padding=case["p"],
        dilation=case["d"],
        output_padding=case["op"],
    )


def parameters(case: Case) -> str:
    """The case as a failure names it."""
    return " ".join(f"{name}={case[name]}" for name in ("kind", "i", "k", "s", "p", "d", "op"))


@pytest.mark.parametrize(("kind", "ndim"), GROUPS)
def test_sizes_and_numbers_are_those_of_pytorch(kind: str, ndim: int) -> None:
    found = cases("accepted", kind, ndim)
    assert len(found) >= 50
    for case in found:
        layer = layer_of(case)
        x, w = np.reshape(case["x"], case["i"]), np.reshape(case["w"], case["k"])
        expected = np.reshape(case["y"], case["o"])
        assert layer.output_size(case["i"]) == tuple(case["o"]), parameters(case)
        np.testing.assert_array_equal(apply(layer, x, w), expected, parameters(case), strict=True)
        matrix = convolution_matrix(layer, tuple(case["i"]), w)
        assert (matrix @ x.ravel()).tolist() == case["y"], parameters(case)


@pytest.mark.parametrize(("kind", "ndim"), GROUPS)
def test_what_pytorch_refuses_is_refused(kind: str, ndim: int) -> None:
    found = cases("refused", kind, ndim)
    assert len(found) >= 15
    for case in found:
        try:
            output = layer_of(case).output_size(case["i"])
        except LayerError:
            continue
        pytest.fail(f"{parameters(case)}: PyTorch says {case['refused']!r}, got {output}")


@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_the_vectors_hold_the_cases_people_get_wrong(kind: str) -> None:
    """A file made anew with other numbers must not lose what it is for."""
    found = [c for ndim in (1, 2, 3) for c in cases("accepted", kind, ndim)]
    axes = [
        axis for c in found for axis in zip(c["k"], c["s"], c["p"], c["d"], c["op"], strict=True)
    ]
    assert any(s > k for k, s, *_ in axes)
    assert any(k == 1 for k, *_ in axes)
    assert any(k % 2 == 0 for k, *_ in axes)
    assert any(s > 1 and d > 1 for _, s, _, d, _ in axes)
    assert any(c["o"] == [1] * len(c["o"]) for c in found)
    if kind == "transposed":
        assert any(p > d * (k - 1) for k, _, p, d, _ in axes)  # p' is negative
        assert any(op > 0 for *_, op in axes)
        assert any(op >= s for _, s, _, _, op in axes)  # only the dilation allows it
