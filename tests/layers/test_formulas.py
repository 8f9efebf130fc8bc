"""Sizes as formulas: they come to what they say."""

from __future__ import annotations

import pytest
from hypothesis import given

from tconv_anim import Layer
from tconv_anim.layers import formulas
from tconv_anim.layers.axis import Axis
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tests.helpers.formulas import worth
from tests.helpers.strategies import EXAMPLES, posed


def letters_of(axis: Axis, i: int) -> dict[str, int]:
    return {
        "i": i,
        "k": axis.k,
        "s": axis.s,
        "d": axis.d,
        "p": axis.pad_begin,
        "p_b": axis.pad_begin,
        "p_e": axis.pad_end,
        "op": axis.op,
        "c_b": axis.crop_begin,
        "c_e": axis.crop_end,
        "k_eff": axis.d * (axis.k - 1) + 1,
    }


@given(posed())
@EXAMPLES
def test_the_size_formula_says_what_it_comes_to(resolved: ResolvedLayer) -> None:
    """With numbers put in, with letters, and as the output really is."""
    worked = resolved.calculations
    assert tuple(w.value for w in worked) == resolved.output_size
    formula = str(formulas.output_formula(resolved.axes, rule=resolved.rule))
    assert {str(w.letters) for w in worked} == {formula}
    for one, axis, i in zip(worked, resolved.axes, resolved.input_size, strict=True):
        assert worth(str(one.numbers)) == one.value
        assert worth(str(one.letters), **letters_of(axis, i)) == one.value
        assert str(one) == f"o = {one.letters} = {one.numbers} = {one.value}"


@given(posed("transposed"))
@EXAMPLES
def test_the_formulas_of_the_zeros_and_of_the_equivalent_padding(resolved: ResolvedLayer) -> None:
    for axis, i in zip(resolved.axes, resolved.input_size, strict=True):
        letters = letters_of(axis, i)
        zeros = formulas.zeros_calculation(axis)
        padding = formulas.equivalent_padding_calculations(axis, cropped=resolved.cropped)
        for one in (zeros, *padding):
            assert worth(str(one.numbers)) == one.value
            assert worth(str(one.letters), **letters) == one.value
        assert zeros.value == axis.s - 1 == axis.zeros_inserted
        # One entry says both ends; else begin and end.
        values = tuple(one.value for one in padding)
        assert (values * 2)[:2] == axis.equivalent_padding


@given(posed("transposed"))
@EXAMPLES
def test_the_equivalent_convolution_has_the_output_of_the_layer(resolved: ResolvedLayer) -> None:
    for axis, i, o in zip(resolved.axes, resolved.input_size, resolved.output_size, strict=True):
        begin, end = axis.equivalent_padding
        assert axis.expanded_size(i) + begin + end - axis.k_eff + 1 == o
        assert axis.equivalent_stride == 1


def test_the_zero_inserted_size_is_not_twice_the_input() -> None:
    """A well-read article gives 2i-1, right for a stride of 2 alone."""
    (axis,) = Layer("transposed", kernel_size=3, stride=3).axes(1)
    assert axis.expanded_size(4) == 10


@pytest.mark.parametrize(
    ("layer", "size", "text"),
    [
        (
            Layer("transposed", kernel_size=3, stride=2, padding=1),
            3,
            "o = (i-1)*s + k - 2*p = (3-1)*2 + 3 - 2*1 = 5",
        ),
        (
            Layer("transposed", kernel_size=3, stride=2, padding=((0, 1),), output_padding=1),
            3,
            "o = (i-1)*s + k - p_b - p_e + op = (3-1)*2 + 3 - 0 - 1 + 1 = 7",
        ),
        (
            Layer("transposed", kernel_size=3, stride=2, dilation=2),
            3,
            "o = (i-1)*s + d*(k-1) + 1 - 2*p = (3-1)*2 + 2*(3-1) + 1 - 2*0 = 9",
        ),
        (
            Layer("transposed", kernel_size=2, stride=3, crop=((0, -1),)),
            4,
            "o = (i-1)*s + k - c_b - c_e = (4-1)*3 + 2 - 0 - (-1) = 12",
        ),
        (
            Layer("conv", kernel_size=3, stride=2, padding=1),
            6,
            "o = floor((i + 2*p - k)/s) + 1 = floor((6 + 2*1 - 3)/2) + 1 = 3",
        ),
        (
            Layer("conv", kernel_size=3, dilation=2, padding=((1, 2),)),
            4,
            "o = floor((i + p_b + p_e - d*(k-1) - 1)/s) + 1"
            " = floor((4 + 1 + 2 - 2*(3-1) - 1)/1) + 1 = 3",
        ),
    ],
)
def test_a_formula_leaves_out_what_is_trivial(layer: Layer, size: int, text: str) -> None:
    resolved = resolve_layer(layer, size)
    (worked,) = resolved.calculations
    assert str(worked) == text


def test_a_negative_equivalent_padding_is_told() -> None:
    (axis,) = Layer("transposed", kernel_size=2, stride=2, padding=2).axes(1)
    (worked,) = formulas.equivalent_padding_calculations(axis)
    assert str(worked) == "p' = k - 1 - p = 2 - 1 - 2 = -1"


def test_both_ends_are_told_where_their_formulas_differ() -> None:
    """Even where op makes up for an uneven padding, and both come to the same number."""
    (axis,) = Layer(
        "transposed", kernel_size=3, stride=2, padding=((1, 2),), output_padding=1
    ).axes(1)
    assert [str(one) for one in formulas.equivalent_padding_calculations(axis)] == [
        "p' = k - 1 - p_b = 3 - 1 - 1 = 1",
        "p' = k - 1 - p_e + op = 3 - 1 - 2 + 1 = 1",
    ]
