"""What a layer is: its fields as they are stored, and that it is a value."""

from __future__ import annotations

import copy
import pickle
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given

from tconv_anim import Layer, LayerError
from tests.helpers.strategies import EXAMPLES, layers


def test_the_defaults_are_the_simplest_layer() -> None:
    layer = Layer("transposed", kernel_size=3)
    assert layer == Layer(
        "transposed",
        kernel_size=3,
        stride=1,
        padding=0,
        dilation=1,
        output_padding=0,
        crop=None,
        rotate_kernel=True,
    )
    assert layer.ndim is None
    assert layer.output_size(3) == (5,)
    assert layer.output_size((3, 4, 5)) == (5, 6, 7)


@pytest.mark.parametrize(
    "given_as",
    [[3, 4], (3, 4), np.array([3, 4]), (np.int32(3), np.int64(4)), iter([3, 4]), range(3, 5)],
)
def test_sizes_become_tuples_of_plain_integers(given_as: Any) -> None:
    layer = Layer("transposed", kernel_size=given_as)
    assert layer.kernel_size == (3, 4)
    assert [type(k) for k in cast("tuple[int, ...]", layer.kernel_size)] == [int, int]
    assert layer.ndim == 2


@pytest.mark.parametrize("given_as", [np.int64(3), np.uint8(3), np.array(3)])
def test_a_numpy_integer_is_an_integer(given_as: Any) -> None:
    layer = Layer("transposed", kernel_size=given_as)
    assert (layer.kernel_size, type(layer.kernel_size), layer.ndim) == (3, int, None)


@pytest.mark.parametrize(
    ("padding", "stored"),
    [
        (1, 1),
        ([1, 2], (1, 2)),
        ([[0, 1], [1, 1]], ((0, 1), (1, 1))),
        (np.array([[0, 1], [1, 1]]), ((0, 1), (1, 1))),
        ([1, (0, 2)], ((1, 1), (0, 2))),
    ],
)
def test_padding_is_a_number_a_number_an_axis_or_pairs(padding: Any, stored: Any) -> None:
    layer = Layer("conv", kernel_size=3, padding=padding)
    assert layer.padding == stored
    hash(layer)


def test_a_crop_becomes_pairs() -> None:
    layer = Layer("transposed", kernel_size=3, crop=cast(Any, [[0, 1], [-1, 1]]))
    assert layer.crop == ((0, 1), (-1, 1))
    assert layer.ndim == 2
    hash(layer)


@given(layers())
@EXAMPLES
def test_a_layer_is_a_value(drawn: tuple[Layer, int]) -> None:
    """Equal, with equal hashes, however it was copied; made anew from its own fields."""
    layer, _ = drawn
    for other in (
        Layer(**layer.values()),
        layer.replaced(),
        copy.deepcopy(layer),
        pickle.loads(pickle.dumps(layer)),
    ):
        assert other == layer
        assert hash(other) == hash(layer)
    assert eval(repr(layer), {"Layer": Layer}) == layer


def test_a_layer_cannot_be_changed() -> None:
    layer = Layer("transposed", kernel_size=3)
    with pytest.raises(AttributeError):
        layer.kernel_size = 4
    with pytest.raises((AttributeError, TypeError)):
        layer.note = "mine"
    with pytest.raises(AttributeError):
        del layer.stride


def test_layers_that_differ_are_not_equal() -> None:
    one = Layer("transposed", kernel_size=3, stride=2)
    others = [
        Layer("conv", kernel_size=3, stride=2),
        Layer("transposed", kernel_size=3),
        Layer("transposed", kernel_size=3, stride=2, output_padding=1),
        Layer("transposed", kernel_size=3, stride=2, rotate_kernel=False),
    ]
    assert len({one, *others}) == 5


@given(layers())
@EXAMPLES
def test_one_value_for_every_axis_is_the_same_layer_spelled_out(drawn: tuple[Layer, int]) -> None:
    layer, ndim = drawn
    assert layer.ndim in (None, ndim)
    axes = layer.axes(ndim)
    spelled = Layer(
        layer.kind,
        kernel_size=tuple(a.k for a in axes),
        stride=tuple(a.s for a in axes),
        dilation=tuple(a.d for a in axes),
        rotate_kernel=layer.rotate_kernel,
        **(
            {"crop": tuple((a.crop_begin, a.crop_end) for a in axes)}
            if layer.crop
            else {
                "padding": tuple((a.pad_begin, a.pad_end) for a in axes),
                "output_padding": tuple(a.op for a in axes),
            }
        ),
    )
    assert spelled.axes(ndim) == axes
    assert spelled.ndim == ndim


# -- channels ------------------------------------------------------------------------------


def test_a_layer_of_one_channel_is_written_without_channels() -> None:
    assert "channels" not in repr(Layer("conv", kernel_size=3))
    deep = Layer("conv", kernel_size=3, in_channels=3, out_channels=2, bias=True)
    assert repr(deep).endswith("in_channels=3, out_channels=2, bias=True)")
    assert not deep.single_channel and Layer("conv", kernel_size=3).single_channel


def test_filters_read_the_channels_of_their_group() -> None:
    layer = Layer("conv", kernel_size=1, in_channels=4, out_channels=6, groups=2)
    assert [list(layer.channels_read(f)) for f in (0, 2, 3, 5)] == [[0, 1], [0, 1], [2, 3], [2, 3]]
    assert [list(layer.channels_reached(c)) for c in (1, 2)] == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("given_as", "told"),
    [
        ({"in_channels": 0}, "in_channels=0 must be at least 1: an input has at least one channel"),
        ({"out_channels": 2.5}, "out_channels=2.5 must be a whole number"),
        ({"groups": (1, 2)}, "must be one whole number"),
        ({"in_channels": True}, "must be a whole number"),
        ({"bias": 1}, "bias=1 must be True or False"),
        ({"in_channels": 4, "groups": 2}, "groups=2 does not divide out_channels=1"),
        ({"in_channels": 6, "out_channels": 4, "groups": 4}, "does not divide in_channels=6"),
        ({"in_channels": 4, "out_channels": 6, "groups": 3}, "channels. Try groups=2."),
        ({"in_channels": 10**30}, "more than a tensor's axis can have"),
    ],
)
def test_channels_that_no_layer_has(given_as: dict[str, Any], told: str) -> None:
    with pytest.raises(LayerError) as caught:
        Layer("conv", kernel_size=3, **given_as)
    assert told in str(caught.value)


def test_groups_that_divide_the_input_s_channels_alone_have_two_remedies() -> None:
    with pytest.raises(LayerError, match=r"Try out_channels=6 or groups=1\."):
        Layer("conv", kernel_size=3, in_channels=3, out_channels=4, groups=3)
    Layer("conv", kernel_size=3, in_channels=3, out_channels=6, groups=3)


def test_a_remedy_for_very_many_groups_takes_no_time() -> None:
    many = 735134400
    with pytest.raises(LayerError, match=r"Try groups=367567200\."):
        Layer("conv", kernel_size=3, in_channels=many, out_channels=many, groups=many - 1)
    with pytest.raises(LayerError, match=r"Try groups=1\."):  # a prime
        Layer("conv", kernel_size=3, in_channels=2**61 - 1, out_channels=2**61 - 1, groups=2**60)


def test_the_remedy_of_groups_divides_both() -> None:
    with pytest.raises(LayerError, match="Try groups=2"):
        Layer("conv", kernel_size=3, in_channels=6, out_channels=4, groups=4)
    Layer("conv", kernel_size=3, in_channels=6, out_channels=4, groups=2)
