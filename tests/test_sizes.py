"""Sizes as formulas, as problems, and as the data that the size command tells."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given

from tconv_anim import Layer, LayerError
from tconv_anim.layers import formulas
from tconv_anim.layers.axis import Axis, Kind
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.spec import DEFAULTS, LayerSpec
from tconv_anim.layers.summary import Row, row_data, summarise
from tconv_anim.notation import format_padding, format_sizes, read_padding, read_sizes
from tests.helpers.strategies import EXAMPLES, KINDS, posed, resolved_layers

# -- formulas ------------------------------------------------------------------------------


def worth(text: str, **letters: int) -> int:
    """What a formula written by the package comes to."""
    return int(eval(text.replace("/", "//"), {"floor": math.floor}, letters))


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


# -- problems --------------------------------------------------------------------------------


def test_the_defaults_are_the_best_known_example() -> None:
    resolved = resolve(DEFAULTS)
    assert resolved.kind == "transposed"
    assert (resolved.input_size, resolved.kernel_size) == ((3, 3), (3, 3))
    assert resolved.output_size == resolved.expanded_size == (5, 5)


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_one_value_stands_for_every_axis(ndim: int) -> None:
    resolved = resolve(DEFAULTS, ndim=ndim)
    assert resolved.output_size == (5,) * ndim
    assert len(resolved.axes) == ndim


@given(posed(crops=False, unrotated=False))
@EXAMPLES
def test_what_was_typed_is_the_layer_that_was_meant(resolved: ResolvedLayer) -> None:
    spec = LayerSpec(
        kind=resolved.kind,
        input_size=read_sizes(format_sizes(resolved.input_size)),
        kernel_size=read_sizes(format_sizes(resolved.kernel_size)),
        stride=read_sizes(format_sizes([a.s for a in resolved.axes])),
        padding=read_padding(format_padding([(a.pad_begin, a.pad_end) for a in resolved.axes])),
        dilation=read_sizes(format_sizes([a.d for a in resolved.axes])),
        output_padding=read_sizes(format_sizes([a.op for a in resolved.axes])),
    )
    found = resolve(spec, ndim=len(resolved.axes))
    assert found.axes == resolved.axes
    assert (found.input_size, found.output_size) == (resolved.input_size, resolved.output_size)
    assert resolve_layer(found.layer, found.input_size) == found


@pytest.mark.parametrize(
    ("change", "ndim", "flags"),
    [
        (
            {"kernel_size": (3, 3), "stride": (1, 2, 3)},
            None,
            "--s 1x2x3 has 3 axes, but --k 3x3 has 2."
            " Give one value for every axis, or one for each.",
        ),
        (
            {"input_size": (3, 4)},
            1,
            "--i 3x4 has 2 axes, but --dims 1 has 1."
            " Give one value for every axis, or one for each.",
        ),
        ({"dilation": (1, 1, 1, 1)}, None, "--d 1x1x1x1 has 4 axes: a layer has 1, 2 or 3."),
    ],
)
def test_parameters_that_disagree(change: dict[str, Any], ndim: int | None, flags: str) -> None:
    """As the command line says it: what is about axes is not shortened to one value."""
    with pytest.raises(LayerError) as caught:
        resolve(DEFAULTS._replace(**change), ndim=ndim)
    assert caught.value.in_flags() == flags


def test_posing_a_layer_with_open_axes() -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    assert resolve_layer(layer, 3).output_size == (5,)
    assert resolve_layer(layer, 3, ndim=2).output_size == (5, 5)
    assert resolve_layer(layer, (3, 4)).output_size == (5, 7)
    with pytest.raises(LayerError):
        resolve_layer(layer, 0, ndim=2)


@given(resolved_layers())
@EXAMPLES
def test_problems_for_pictures_are_small_and_two_dimensional(resolved: ResolvedLayer) -> None:
    """What the tests of stories and pictures rely on."""
    assert len(resolved.input_size) == len(resolved.output_size) == 2
    assert not resolved.cropped
    assert max(math.prod(resolved.input_size), math.prod(resolved.output_size)) <= 40


# -- the size command's data -------------------------------------------------------------------


def test_the_data_of_the_default_layer() -> None:
    (row,) = summarise(DEFAULTS, ("transposed",))
    expected = {
        "kind": "transposed",
        "input_size": [3, 3],
        "kernel_size": [3, 3],
        "stride": [2, 2],
        "padding": [[1, 1], [1, 1]],
        "dilation": [1, 1],
        "output_padding": [0, 0],
        "effective_kernel": [3, 3],
        "zeros_inserted": [1, 1],
        "equivalent_padding": [[1, 1], [1, 1]],
        "crop": [[1, 1], [1, 1]],
        "output_size": [5, 5],
        "formula": "(i-1)*s + k - 2*p",
        "worked": ["(3-1)*2 + 3 - 2*1 = 5", "(3-1)*2 + 3 - 2*1 = 5"],
        "overlap": {"even": False, "holes": False, "counts": [[2, 1], [2, 1]]},
    }
    assert row_data(row) == expected
    assert json.dumps(row_data(row)) == json.dumps(expected)  # in this order, as plain data


def test_the_data_of_a_standard_convolution() -> None:
    (row,) = summarise(DEFAULTS._replace(kind="conv", dilation=(1, 1)), ("conv",), ndim=2)
    data = row_data(row)
    assert data["output_size"] == [2, 2]
    assert data["formula"] == "floor((i + 2*p - k)/s) + 1"
    assert data["worked"] == ["floor((3 + 2*1 - 3)/2) + 1 = 2"] * 2
    assert (data["zeros_inserted"], data["crop"]) == ([0, 0], [[0, 0], [0, 0]])
    assert data["equivalent_padding"] == data["padding"] == [[1, 1], [1, 1]]


def test_output_padding_touches_the_transposed_row_alone() -> None:
    spec = DEFAULTS._replace(output_padding=(1,))
    conv, transposed = summarise(spec, ("conv", "transposed"))
    assert row_data(conv)["output_padding"] == [0, 0]
    assert row_data(transposed)["output_padding"] == [1, 1]
    assert row_data(transposed)["output_size"] == [6, 6]
    with pytest.raises(LayerError, match="belongs to transposed layers"):
        summarise(spec, ("conv",))


@pytest.mark.parametrize(
    ("change", "refused"),
    [({"kernel_size": (6,)}, "conv"), ({"input_size": (1,), "padding": ((2, 2),)}, "transposed")],
)
def test_a_row_that_cannot_be_says_why(change: dict[str, Any], refused: Kind) -> None:
    rows = {row.kind: row for row in summarise(DEFAULTS._replace(**change), KINDS)}
    assert [kind for kind, row in rows.items() if row.resolved is None] == [refused]
    data = row_data(rows[refused])
    assert set(data) == {"kind", "error"}
    assert " Try --" in data["error"]


def test_one_reason_for_both_rows_is_told_once() -> None:
    with pytest.raises(LayerError) as caught:
        summarise(DEFAULTS._replace(stride=(0,)), KINDS)
    assert caught.value.in_flags() == (
        "--s 0 must be at least 1: the kernel has to move on. Try --s 1."
    )


def test_two_reasons_are_both_told() -> None:
    spec = DEFAULTS._replace(output_padding=(2,), kernel_size=(6,))
    with pytest.raises(LayerError) as caught:
        summarise(spec, ("conv", "transposed"))
    text = caught.value.in_flags()
    assert text.startswith("standard: --k 6 covers 6 cells")
    assert " Also transposed: --op 2 must be smaller" in text


@given(posed())
@EXAMPLES
def test_the_data_of_any_layer_agrees_with_itself(resolved: ResolvedLayer) -> None:
    data = json.loads(json.dumps(row_data(Row(resolved.kind, resolved=resolved))))
    for axis, text in enumerate(data["worked"]):
        numbers, _, value = text.rpartition(" = ")
        assert worth(numbers) == int(value) == data["output_size"][axis]
    if resolved.kind == "transposed":
        pairs = zip(data["crop"], data["equivalent_padding"], data["effective_kernel"], strict=True)
        for crop, padding, extent in pairs:
            assert [c + p for c, p in zip(crop, padding, strict=True)] == [extent - 1] * 2
