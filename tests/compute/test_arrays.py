"""Numbers of every kind: integers stay exact, floats keep their precision."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import Layer, apply, convolution_matrix
from tconv_anim.compute import Array
from tconv_anim.layers.axis import Kind
from tests.helpers.plain_computations import TWICE, WAYS, agreed
from tests.helpers.strategies import EXAMPLES, KINDS, arrays, posed

Way = Callable[[Layer, Any, Any], Array]


@pytest.mark.parametrize("apply", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_integers_stay_exact_past_64_bits(kind: Kind, apply: Way) -> None:
    layer = Layer(kind, kernel_size=2, padding=1)
    big = 2**62 + 1
    # Twice big is still less than 2^63 + 3, but no longer a 64-bit integer.
    assert apply(layer, [big, big], [1, 1]).tolist() == (
        [big, 2 * big, big] if kind == "conv" else [2 * big]
    )
    y = apply(layer, np.array([big, big], np.int64), np.array([big, -3], np.int64))
    assert all(isinstance(value, int) for value in y.tolist())
    assert y.tolist() == (
        [-3 * big, big * big - 3 * big, big * big] if kind == "conv" else [big * big - 3 * big]
    )


def test_zeros_beside_wide_integers_are_integers_too() -> None:
    layer = Layer("transposed", kernel_size=1, stride=2, crop=((-1, -1),))
    for way in WAYS:
        y = way(layer, [10**30, 1], [1])
        assert y.tolist() == [0, 10**30, 0, 1, 0]
        assert [type(value) for value in y.tolist()] == [int] * 5
    matrix = convolution_matrix(layer, 2, [10**30])
    assert matrix.tolist() == [[0, 0], [10**30, 0], [0, 0], [0, 10**30], [0, 0]]
    assert {type(value) for value in matrix.flat} == {int}


@given(st.data())
@EXAMPLES
def test_wide_integers_are_exact_in_every_way(data: st.DataObject) -> None:
    resolved = data.draw(posed())
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    wide_x, wide_w = x.astype(object) * 10**20, w.astype(object) * 10**20
    wide_x.flat[0] = wide_w.flat[0] = 10**20  # one at least is no 64-bit integer
    x.flat[0] = w.flat[0] = 1
    y = agreed(resolved.layer, wide_x, wide_w)
    assert {type(value) for value in y.flat} == {int}
    assert (y == apply(resolved.layer, x, w).astype(object) * 10**40).all()


def test_integers_wider_than_64_bits_are_taken() -> None:
    for x, w in (([10**30, 1], [1, 10**30]), ([1, 1], [10**30] * 2), ([10**30] * 2, [1, 1])):
        assert agreed(TWICE, x, w).tolist() == [2 * 10**30]
    assert convolution_matrix(TWICE, 2, [10**30, 1]).tolist() == [[10**30, 1]]


@given(
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=2, max_size=4),
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=2, max_size=2),
)
@EXAMPLES
def test_no_sum_of_64_bit_integers_overflows(x: list[int], w: list[int]) -> None:
    arrays = np.array(x, np.int64), np.array(w, np.int64)
    for way in WAYS:
        y = way(TWICE, *arrays)
        assert y.tolist() == [a * w[0] + b * w[1] for a, b in itertools.pairwise(x)]
        full = way(Layer("transposed", kernel_size=2), *arrays)
        sides = zip([*x, 0], [0, *x], strict=True)
        assert full.tolist() == [a * w[0] + b * w[1] for a, b in sides]


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint32", "int64"])
def test_narrow_integers_do_not_wrap(dtype: str) -> None:
    most = int(np.iinfo(np.dtype(dtype)).max)
    x, w = np.full(2, most, dtype), np.full(2, most, dtype)
    assert apply(TWICE, x, w).tolist() == [2 * most * most]


def test_unsigned_integers_keep_their_value() -> None:
    x = np.array([2**64 - 1, 1], np.uint64)
    assert apply(TWICE, x, [1, -1]).tolist() == [2**64 - 2]
    assert convolution_matrix(TWICE, 2, x).tolist() == [[2**64 - 1, 1]]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("kind", KINDS)
def test_floating_numbers_keep_their_precision(kind: Kind, dtype: str) -> None:
    layer = Layer(kind, kernel_size=2)
    x, w = np.array([0.5, 1.5], dtype), np.array([2, 4], dtype)
    y = agreed(layer, x, w)
    assert y.dtype == dtype
    assert y.tolist() == ([7] if kind == "conv" else [1, 5, 6])
    assert convolution_matrix(layer, 2, w).dtype == dtype


def test_complex_numbers_multiply() -> None:
    assert apply(TWICE, [1j, 2], [1j, 1 - 1j]).tolist() == [1 - 2j]


def test_truth_values_count_as_0_and_1() -> None:
    y = apply(TWICE, [True, True, False], [True, True])
    assert y.tolist() == [2, 1]
    assert y.dtype == np.int64


def test_the_arrays_given_are_left_alone() -> None:
    x, w = np.array([1, 2, 3]), np.array([4, 5])
    x.setflags(write=False)
    w.setflags(write=False)
    for kind, way in itertools.product(KINDS, WAYS):
        y = way(Layer(kind, kernel_size=2), x, w)
        assert not np.shares_memory(y, x)


def test_a_result_is_no_view_of_the_input() -> None:
    """Writing into y must never change x, not even where a layer copies its input."""
    x = np.array([1, 2, 3])
    for kind, way in itertools.product(KINDS, WAYS):
        y = way(Layer(kind, kernel_size=1), x, [1])
        y[0] = 99
    assert x.tolist() == [1, 2, 3]
