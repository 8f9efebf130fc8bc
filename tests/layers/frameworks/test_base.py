"""Options, formulas and refusals in a framework's own terms."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from tconv_anim import LayerError, from_framework
from tconv_anim.errors import Argument
from tconv_anim.layers.axis import Kind
from tconv_anim.layers.frameworks.base import REQUIRED, Framework, FrameworkLayer
from tconv_anim.layers.frameworks.pytorch import FRAMEWORK as PYTORCH
from tconv_anim.layers.layer import Layer
from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run

# -- flags as frameworks read them ---------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "sizes"),
    [
        ("--framework keras --i 4 --p same", [[2, 2], [8, 8]]),
        ("--framework keras --i 4 --p same --op 0", [[2, 2], [7, 7]]),
        ("--framework keras --i 4 --k 2 --s 3 --p valid --op none", [[1, 1], [12, 12]]),
        ("--framework keras --i 4 --k 2 --s 3 --p valid --op 0", [[1, 1], [11, 11]]),
        ("--framework jax --i 4 --p same", [[2, 2], [8, 8]]),
        ("--framework jax --i 4 --p 1", [[2, 2], [7, 7]]),
        ("--framework jax --i 4 --p 0:2 --k 4", [[2, 2], [6, 6]]),
        ("--framework onnx --i 4 --p same_lower", [[2, 2], [8, 8]]),
        ("--framework onnx --i 4 --output-shape 10", [[2, 2], [10, 10]]),
        ("--framework pytorch --i 4 --op 1", [[2, 2], [8, 8]]),
        ("--framework caffe --i 4 --p 2", [[3, 3], [5, 5]]),
    ],
)
def test_flags_are_read_as_the_framework_does(args: str, sizes: list[list[int]]) -> None:
    rows = json.loads(run(*args.split(), "--json", "-q").stdout)["layers"]
    assert [row["output_size"] for row in rows] == sizes
    assert {row["framework"] for row in rows} == {args.split()[1]}


def test_formulas_are_those_of_the_framework() -> None:
    rows = json.loads(run("--framework", "keras", "--p", "same", "--json", "-q").stdout)["layers"]
    assert [row["formula"] for row in rows] == ["ceil(i/s)", "i*s"]
    transposed = ("--kind", "transposed", "--json", "-q")
    (row,) = json.loads(
        run("--framework", "keras", "--p", "same", "--op", "1", "--i", "4", *transposed).stdout
    )["layers"]
    assert (row["formula"], row["worked"][0]) == (
        "(i-1)*s + k%2 + op",
        "(4-1)*2 + 3%2 + 1 = 8",
    )
    assert row["output_padding"] == [1, 1]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--p same", "--p same means other pixels in PyTorch, Keras, JAX and ONNX"),
        ("--op none", "--op none is Keras' own. Try --framework keras."),
        ("--output-shape 9", "its output padding adds at most 1. Try --output-shape 8."),
        ("--transpose-kernel", "--transpose-kernel is understood by one framework"),
        ("--framework mxnet", "Did you mean pytorch?"),
        ("--framework keras --p 1", "is not a padding of Keras"),
        ("--framework keras --op 2", "--op 2 must be smaller than strides = 2. Try --op 1."),
        ("--framework keras --d 2 --i 9", "is refused by Keras"),
        ("--framework pytorch --p same --kind conv", "pads for 'same' only where the stride is 1"),
        ("--framework pytorch --p 0:1", "pads begin and end differently"),
        ("--framework pytorch --p same --s 1", "is refused by PyTorch's transposed"),
        ("--framework jax --op 1", "--op 1 is not known to JAX"),
        ("--framework jax --p same_upper", "is not a padding of lax.conv_transpose"),
        ("--framework onnx --p same", "is not known to ONNX"),
        ("--framework onnx --op 2 --d 3", "must be smaller than strides (in ONNX Runtime) = 2"),
        ("--framework onnx --output-shape 11", "up to 8"),
        ("--framework onnx --op none", "is Keras' own"),
        ("--framework caffe --op 1", "is not known to Caffe"),
        ("--framework caffe --p same", "is a word"),
        ("--framework caffe --output-shape 8", "adds at most 0. Try --output-shape 7."),
        ("--framework onnx --output-shape 4 --kind conv", "belongs to transposed layers"),
    ],
)
def test_refusals_are_one_line_in_flags(args: str, words: str) -> None:
    words_of_kind = [] if "--kind" in args else ["--kind", "transposed"]
    check_refusal(run(*args.split(), *words_of_kind), words)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"framework": "theano"}, "framework='theano' is not known"),
        ({"kind": "deconv"}, "is not a kind of layer"),
        ({"stride": 2}, "stride=2 is not a parameter of Keras's transposed convolution"),
        ({"kernel_size": None}, "must be a whole number of cells"),
        ({"kernel_size": (3, 3)}, "kernel_size=(3, 3) has 2 axes, but the input has 1"),
        ({"strides": 0}, "strides=0 must be at least 1"),
        ({"input_size": (1, 1, 1, 1)}, "a layer has 1, 2 or 3 axes, not 4"),
        ({"padding": "SAMEISH"}, "is not a padding of Keras"),
        ({"output_padding": -1}, "output_padding=-1 must be at least 0"),
    ],
)
def test_from_framework_refuses_in_the_frameworks_terms(call: dict[str, Any], words: str) -> None:
    parameters: dict[str, Any] = {
        "framework": "keras",
        "kind": "transposed",
        "input_size": (4,),
    } | {
        "kernel_size": 3,
        **call,
    }
    with pytest.raises(LayerError) as caught:
        from_framework(**parameters)
    assert words in str(caught.value)


def test_missing_parameters_are_named() -> None:
    with pytest.raises(LayerError, match="strides is missing: JAX's transposed"):
        from_framework("jax", "transposed", 4, kernel_shape=3, padding="SAME")


def test_an_int_is_every_axis_that_the_kernel_has() -> None:
    one = from_framework("keras", "transposed", 4, kernel_size=3, strides=2, padding="same")
    assert one.output_size(4) == (8,)
    two = from_framework("keras", "transposed", 4, kernel_size=(3, 3), strides=2, padding="same")
    assert two.output_size(4) == (8, 8)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ("--p same --k 4 --op 0", True),
        ("--p same --k 3 --op 0", False),
        ("--p same --k 4 --op 1", False),
        ("--p same --k 4", False),
        ("--p valid --k 4 --op 0", False),
    ],
)
def test_what_tensorflow_fails_on_is_told(args: str, told: bool) -> None:
    result = run("--framework", "keras", "--i", "4", *args.split())
    assert result.exit_code == 0
    assert ("TensorFlow on the CPU fails on padding same" in result.stderr) == told


def test_no_remedy_is_larger_than_a_tensor_can_be() -> None:
    largest = ("--s", str(2**62), "--k", str(2**63 - 1), "--kind", "transposed", "--i", "1")
    assert str(2**63) not in run(*largest).stderr


class _Toy(Framework):
    """A framework with names that no other has; its code is PyTorch's."""

    name, title = "toy", "Toy"
    names: ClassVar = {
        "kernel_size": "ksize",
        "stride": "hop",
        "padding": "rim",
        "dilation": "gaps",
    }
    other_names: ClassVar = {"rim_word": "padding"}
    channel_names: ClassVar = {"groups": "bundles"}
    words: ClassVar = {"conv": (), "transposed": ()}
    defaults: ClassVar = {
        kind: {"ksize": REQUIRED, "hop": 1, "rim": 0, "gaps": 1, "rim_word": ""}
        for kind in ("conv", "transposed")
    }
    code = type(PYTORCH).code
    parameters_of = type(PYTORCH).parameters_of

    def make(self, kind: Kind, input_size: Any, given: Any) -> FrameworkLayer:
        if given["rim_word"]:
            raise LayerError("{word} is refused.", word=Argument("rim_word", given["rim_word"]))
        k, s, d = self.of_kernel(kind, given, len(input_size))
        rim = self.sizes("rim", given["rim"], 0, len(input_size))
        return FrameworkLayer(Layer(kind, kernel_size=k, stride=s, dilation=d, padding=rim))


@pytest.mark.parametrize(
    ("parameters", "python", "flags"),
    [
        ({"ksize": 0}, "ksize=0 must be", "--k 0 must be"),
        ({"ksize": 3, "hop": 0}, "hop=0 must be", "--s 0 must be"),
        ({"ksize": 3, "rim": -1}, "rim=-1 must be", "--p -1 must be"),
        ({"ksize": 3, "gaps": 0}, "gaps=0 must be", "--d 0 must be"),
        ({"ksize": 3, "rim_word": "all"}, "rim_word='all' is", "--p all is"),
        ({}, "ksize is missing", "--k is missing"),
    ],
)
def test_the_names_of_any_framework_become_flags(
    parameters: dict[str, Any], python: str, flags: str
) -> None:
    """Errors in its own names for Python, in the command line's for the command line."""
    with pytest.raises(LayerError) as caught:
        _Toy().layer_of("conv", (5,), parameters)
    assert str(caught.value).startswith(python)
    assert caught.value.in_flags().startswith(flags)


def test_an_output_that_cannot_be_is_refused_in_any_frameworks_names() -> None:
    toy = _Toy()
    layer = toy.layer_of("conv", (2,), {"ksize": 5}).layer
    with pytest.raises(LayerError) as caught:
        toy.output_size("conv", layer, (2,))
    assert str(caught.value).endswith("Try ksize=2 or rim=2.")
    assert caught.value.in_flags().endswith("Try --k 2 or --p 2.")
