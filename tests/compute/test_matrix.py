"""The layer as a matrix."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import Layer, LayerError, apply, convolution_matrix
from tconv_anim.layers.axis import Kind
from tests.helpers.plain_computations import TWICE
from tests.helpers.strategies import EXAMPLES, KINDS, arrays, posed

# -- a convolution and its transpose --------------------------------------------------------


@given(st.data())
@EXAMPLES
def test_the_way_back_from_a_convolution(data: st.DataObject) -> None:
    """<conv(x), y> = <x, tconv(y)>, with the output padding that returns to x's size."""
    resolved = data.draw(posed("conv"))
    axes = resolved.axes
    ops = [
        (i + a.pad_begin + a.pad_end - a.k_eff) % a.s
        for a, i in zip(axes, resolved.input_size, strict=True)
    ]
    given_layer = resolved.layer
    back = Layer(
        "transposed",
        kernel_size=given_layer.kernel_size,
        stride=given_layer.stride,
        padding=given_layer.padding,
        dilation=given_layer.dilation,
        output_padding=tuple(ops),
    )
    assert back.output_size(resolved.output_size) == resolved.input_size
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    y = data.draw(arrays(resolved.output_size))
    there, again = apply(given_layer, x, w), apply(back, y, w)
    assert int((there * y).sum()) == int((x * again).sum())
    np.testing.assert_array_equal(
        convolution_matrix(back, resolved.output_size, w),
        convolution_matrix(given_layer, resolved.input_size, w).T,
    )


@given(st.data())
@EXAMPLES
def test_a_transposed_matrix_is_its_direct_layers_transposed(data: st.DataObject) -> None:
    """Of the first i positions, where an op >= s lets the direct layer have more."""
    resolved = data.draw(posed("transposed", crops=False, unrotated=False))
    layer = resolved.layer
    direct = Layer(
        "conv",
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
    )
    w = data.draw(arrays(resolved.kernel_size))
    matrix = convolution_matrix(layer, resolved.input_size, w)
    positions = direct.output_size(resolved.output_size)
    if all(axis.op < axis.s for axis in resolved.axes):
        assert positions == resolved.input_size
    rows = convolution_matrix(direct, resolved.output_size, w).reshape(*positions, -1)
    first = rows[tuple(slice(i) for i in resolved.input_size)].reshape(matrix.shape[1], -1)
    np.testing.assert_array_equal(matrix, first.T)


@pytest.mark.parametrize("dtype", ["int8", "int64", "float16", "complex64"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_matrix_holds_the_weights_as_they_are(kind: Kind, dtype: str) -> None:
    w = np.array([100, -100], dtype)
    matrix = convolution_matrix(Layer(kind, kernel_size=2), 3, w)
    assert matrix.dtype == dtype
    assert matrix.flags.c_contiguous
    assert set(matrix.flat) == {0, 100, -100}


def test_zeros_beside_infinite_weights_stay_zeros() -> None:
    """A transposed layer has no product with an inserted zero; a matrix has none at all."""
    layer = Layer("transposed", kernel_size=1, stride=2)
    assert apply(layer, [1, 2], [np.inf]).tolist() == [np.inf, 0, np.inf]
    for kind in KINDS:
        matrix = convolution_matrix(Layer(kind, kernel_size=1, padding=0), (2, 1), [[np.inf]])
        assert matrix.tolist() == [[np.inf, 0], [0, np.inf]]


@pytest.mark.parametrize(
    ("size", "w", "told"),
    [
        (4, [1, 2, 3], ["w", "(3,)", "(2,)"]),
        ((4, 4), [1, 2], ["(2,)", "(2, 2)"]),
        (4, [], ["w", "(0,)"]),
        (4, 5, ["w", "0 axes"]),
        (1, [1, 2], ["kernel_size=2"]),
        ((0,), [1, 2], ["input_size", "at least 1"]),
        (0, [1, 2], ["input_size", "at least 1"]),
        (-1, [1, 2], ["input_size", "at least 1"]),
        ((2.5,), [1, 2], ["input_size", "whole number"]),
        (4, ["a", "b"], ["w", "not numbers"]),
        (4, [[1], [2, 3]], ["w", "lengths"]),
        (4, np.ones((2, 2, 2, 2)), ["w", "4 axes"]),
    ],
)
def test_what_has_no_matrix(size: Any, w: Any, told: list[str]) -> None:
    with pytest.raises(LayerError) as caught:
        convolution_matrix(TWICE, size, w)
    assert [part for part in told if part not in str(caught.value)] == []
    assert not str(caught.value).startswith("x ")  # nobody gave an x


def test_one_input_size_stands_for_every_axis_of_the_weights() -> None:
    matrix = convolution_matrix(TWICE, 3, [[1, 2], [3, 4]])
    assert matrix.shape == (4, 9)
    counted = convolution_matrix(TWICE, cast(int, np.int64(3)), [[1, 2], [3, 4]])
    np.testing.assert_array_equal(counted, matrix)
