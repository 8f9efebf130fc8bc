"""Pools, resizing and pixel shuffle: against PyTorch's numbers, and against plain loops."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from tconv_anim.compute.resample import resampled
from tconv_anim.errors import LayerError
from tconv_anim.layers.resampling.base import Resampling
from tconv_anim.layers.resampling.pool import Pool
from tconv_anim.layers.resampling.resize import Resize
from tconv_anim.layers.resampling.shuffle import PixelShuffle
from tests.helpers.vectors import vectors

VECTORS = vectors("resampling")
CLASSES: dict[str, type[Any]] = {"pool": Pool, "resize": Resize, "shuffle": PixelShuffle}


def layer_of(case: dict[str, Any]) -> Resampling:
    said = {key: value for key, value in case.items() if key not in _NOT_SAID}
    layer: Resampling = CLASSES[case["kind"]](
        **{key: tuple(v) if isinstance(v, list) else v for key, v in said.items()}
    )
    return layer


_NOT_SAID = {"kind", "x_shape", "x", "o", "y"}


def test_values_and_sizes_are_those_of_pytorch() -> None:
    cases = VECTORS["accepted"]
    assert len(cases) >= 300
    for case in cases:
        layer = layer_of(case)
        x = np.reshape(case["x"], case["x_shape"])
        y = resampled(layer, x)
        assert list(y.shape) == case["o"], case
        assert layer.output_size(tuple(case["x_shape"][1:])) == tuple(case["o"][1:])
        np.testing.assert_allclose(y.ravel(), case["y"], atol=2e-9, err_msg=str(case))


def test_what_pytorch_refuses_is_refused() -> None:
    assert len(VECTORS["refused"]) >= 20
    for case in VECTORS["refused"]:
        with pytest.raises(LayerError):
            resampled(layer_of(case), np.zeros(case["x_shape"]))


def test_integers_stay_exact() -> None:
    x = np.array([[2**62, 1, 3], [5, -(2**62), 7]])
    assert resampled(Pool(kernel_size=2, stride=1), x).tolist() == [[2**62, 7]]
    assert resampled(Resize(scale=(1, 2)), x)[0].tolist() == [2**62, 2**62, 1, 1, 3, 3]
    shuffled = resampled(PixelShuffle(scale=(1, 3)), [[[1]], [[2]], [[3]]])
    assert shuffled.tolist() == [[[1, 2, 3]]]
    assert resampled(Pool(kernel_size=2), [[True, False], [False, False]]).tolist() == [[True]]


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize("ceil", [False, True])
def test_a_pool_is_what_its_windows_hold(mode: Any, ceil: bool) -> None:
    x = np.random.default_rng(3).normal(size=(5, 7))
    pool = Pool(kernel_size=3, stride=2, padding=((1, 0), (0, 1)), mode=mode, ceil=ceil)
    y = resampled(pool, x)
    padded = set(product(range(-1, 5), range(8)))
    for row, column in np.ndindex(*y.shape):
        window = [(row * 2 - 1 + a, column * 2 + b) for a, b in product(range(3), repeat=2)]
        values = [x[cell] for cell in window if 0 <= cell[0] < 5 and 0 <= cell[1] < 7]
        counted = len(padded.intersection(window))
        expected = max(values) if mode == "max" else sum(values) / counted
        assert y[row, column] == pytest.approx(expected)


def test_nearest_and_bilinear_are_transposed_layers() -> None:
    """Ones of s cells; and the tent, where no border is near."""
    from tconv_anim import Layer, apply

    x = np.random.default_rng(4).normal(size=(4, 5))
    ones = apply(Layer("transposed", kernel_size=3, stride=3), x, np.ones((3, 3)))
    np.testing.assert_allclose(resampled(Resize(scale=3), x), ones)
    line = np.array([0.25, 0.75, 0.75, 0.25])
    tent = apply(Layer("transposed", kernel_size=4, stride=2, padding=1), x, np.outer(line, line))
    up = resampled(Resize(scale=2, mode="bilinear"), x)
    np.testing.assert_allclose(up[1:-1, 1:-1], tent[1:-1, 1:-1])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Pool(kernel_size=0), "kernel_size=0 must be at least 1"),
        (lambda: Pool(kernel_size=3, padding=2), "padding=2 must be at most half of kernel_size=3"),
        (lambda: Pool(kernel_size=2, mode="min"), "mode='min' is not a pool"),  # type: ignore[arg-type]
        (
            lambda: Pool(kernel_size=2, mode="average", dilation=2),
            "average pool has no dilation",
        ),
        (lambda: Pool(kernel_size=(2, 2), stride=(1, 1, 1)), "stride=(1, 1, 1) has 3 axes"),
        (lambda: Pool(kernel_size=5).output_size((3, 3)), "kernel_size=5 covers 5 cells"),
        (lambda: Resize(scale=0), "scale=0 must be above 0"),
        (lambda: Resize(scale=2, align_corners=True), "Try mode='bilinear'"),
        (lambda: Resize(scale=0.2).output_size((4, 4)), "leaves no cell"),
        (lambda: PixelShuffle(scale=2).output_channels(6, 2), "6 channels do not divide by"),
        (lambda: resampled(PixelShuffle(scale=2), [[1, 2]]), "channels do not divide"),
        (lambda: resampled(Pool(kernel_size=(2, 2)), [1, 2]), "x has 1 axes"),
        (lambda: resampled(Resize(scale=2), ["a"]), "x must hold numbers"),
    ],
)
def test_what_cannot_be_is_one_line(make: Any, words: str) -> None:
    with pytest.raises(LayerError) as error:
        make()
    assert words in str(error.value) and "\n" not in str(error.value)


def test_apply_takes_every_layer() -> None:
    import tconv_anim as ta

    assert ta.apply(ta.Resize(scale=2), [[1, 2]]).tolist() == [[1, 1, 2, 2]] * 2
    with pytest.raises(LayerError, match="a pool has no weights: leave out w"):
        ta.apply(ta.Pool(kernel_size=2), [[1, 2]], [[1]])
    with pytest.raises(LayerError, match="w is missing: a convolution has weights"):
        ta.apply(ta.Layer("conv", kernel_size=1), [[1, 2]])
