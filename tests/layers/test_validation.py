"""How a layer refuses what it cannot be: the words, in Python and on the command line, and the
remedies, which are tried."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import Layer, LayerError
from tconv_anim.layers.axis import Kind
from tconv_anim.notation import read_padding, read_sizes
from tests.helpers.strategies import EXAMPLES, KINDS

REFUSALS: list[tuple[Callable[[], object], str, str]] = [
    (
        lambda: Layer("deconv", kernel_size=3),
        "kind='deconv' is not a kind of layer: choose 'transposed' or 'conv'.",
        "--kind deconv is not a kind of layer: choose 'transposed' or 'conv'.",
    ),
    (
        lambda: Layer("conv", kernel_size=(3, 0)),
        "kernel_size=(3, 0) must be at least 1: a kernel has at least one cell. Try kernel_size=1.",
        "--k 3x0 must be at least 1: a kernel has at least one cell. Try --k 1.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, stride=0),
        "stride=0 must be at least 1: the kernel has to move on. Try stride=1.",
        "--s 0 must be at least 1: the kernel has to move on. Try --s 1.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, dilation=-2),
        "dilation=-2 must be at least 1: 1 means neighbouring kernel cells touch. Try dilation=1.",
        "--d -2 must be at least 1: 1 means neighbouring kernel cells touch. Try --d 1.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, padding=((0, -1),)),
        "padding=((0, -1),) must be at least 0: it counts cells. Try padding=0.",
        "--p 0:-1 must be at least 0: it counts cells. Try --p 0.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, output_padding=-1),
        "output_padding=-1 must be at least 0: it counts cells. Try output_padding=0.",
        "--op -1 must be at least 0: it counts cells. Try --op 0.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, stride=2, output_padding=2),
        "output_padding=2 must be smaller than max(stride, dilation) = 2: it only picks one of"
        " the 2 output sizes that stride 2 makes ambiguous. Try output_padding=1.",
        "--op 2 must be smaller than max(stride, dilation) = 2: it only picks one of the 2 output"
        " sizes that stride 2 makes ambiguous. Try --op 1.",
    ),
    (  # an axis is named where the axes differ
        lambda: Layer("transposed", kernel_size=3, stride=(3, 2), output_padding=(1, 2)),
        "output_padding=(1, 2) must be smaller than max(stride, dilation) = 2 (width): it only"
        " picks one of the 2 output sizes that stride 2 makes ambiguous."
        " Try output_padding=(1, 1).",
        "--op 1x2 must be smaller than max(stride, dilation) = 2 (width): it only picks one of the"
        " 2 output sizes that stride 2 makes ambiguous. Try --op 1.",
    ),
    (  # and not where they are alike
        lambda: Layer("conv", kernel_size=(3, 3)).output_size(2),
        "kernel_size=(3, 3) covers 3 cells, more than the padded input has (2 + 0 + 0 = 2): it fits"
        " nowhere. Try kernel_size=2 or padding=1.",
        "--k 3 covers 3 cells, more than the padded input has (2 + 0 + 0 = 2): it fits nowhere."
        " Try --k 2 or --p 1.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, output_padding=1),
        "output_padding=1 must be smaller than max(stride, dilation) = 1: with stride 1 each"
        " output size comes from one input size, so there is nothing to pick."
        " Try output_padding=0.",
        "--op 1 must be smaller than max(stride, dilation) = 1: with stride 1 each output size"
        " comes from one input size, so there is nothing to pick. Try --op 0.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, output_padding=1),
        "output_padding=1 belongs to transposed layers: a standard convolution has no output"
        " padding. Leave it out, or ask for kind='transposed'.",
        "--op 1 belongs to transposed layers: a standard convolution has no output padding."
        " Leave it out, or ask for --kind transposed.",
    ),
    (
        lambda: Layer("conv", kernel_size=(3, 3)).output_size((5, 2)),
        "kernel_size=(3, 3) covers 3 cells (width), more than the padded input has (2 + 0 + 0 = 2):"
        " it fits nowhere. Try kernel_size=(3, 2) or padding=(0, 1).",
        "--k 3 covers 3 cells (width), more than the padded input has (2 + 0 + 0 = 2): it fits"
        " nowhere. Try --k 3x2 or --p 0x1.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, dilation=2, padding=((0, 1),)).output_size(3),
        "kernel_size=3 covers k_eff = 2*(3-1)+1 = 5 cells, more than the padded input has"
        " (3 + 0 + 1 = 4): it fits nowhere. Try kernel_size=2 or padding=((1, 2),).",
        "--k 3 covers k_eff = 2*(3-1)+1 = 5 cells, more than the padded input has (3 + 0 + 1 ="
        " 4): it fits nowhere. Try --k 2 or --p 1:2.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, padding=3).output_size(3),
        "padding=3 crops 3 + 3 of the 5 cells of the uncropped output: -1 would be left, and at"
        " least 1 must remain. Try padding=2.",
        "--p 3 crops 3 + 3 of the 5 cells of the uncropped output: -1 would be left, and at least"
        " 1 must remain. Try --p 2.",
    ),
    (
        lambda: Layer(
            "transposed", kernel_size=1, stride=2, padding=3, output_padding=1
        ).output_size((2, 4)),
        "padding=3 crops 3 + 3 of the 3 cells of the uncropped output (height), op adds 1: -2"
        " would be left, and at least 1 must remain. Try padding=(1, 3).",
        "--p 3 crops 3 + 3 of the 3 cells of the uncropped output (height), op adds 1: -2 would"
        " be left, and at least 1 must remain. Try --p 1x3.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, crop=((4, 1),)).output_size(3),
        "crop=((4, 1),) leaves 0 of the 5 cells of the uncropped output: at least 1 must remain."
        " Crop less.",
        "--crop 4:1 leaves 0 of the 5 cells of the uncropped output: at least 1 must remain."
        " Crop less.",
    ),
    (
        lambda: Layer("conv", kernel_size=3).output_size(0),
        "input_size=0 must be at least 1: an input has at least one cell. Try input_size=1.",
        "--i 0 must be at least 1: an input has at least one cell. Try --i 1.",
    ),
    (
        lambda: Layer("conv", kernel_size=(3, 3)).output_size((3, 4, 5)),
        "input_size=(3, 4, 5) has 3 axes, but the layer has 2. Give one value per axis.",
        "--i 3x4x5 has 3 axes, but the layer has 2. Give one value per axis.",
    ),
    (
        lambda: Layer("conv", kernel_size=(3, 4), stride=(1, 2, 3)),
        "stride=(1, 2, 3) has 3 axes, but kernel_size=(3, 4) has 2. Give one value for every axis,"
        " or as many as the others have.",
        "--s 1x2x3 has 3 axes, but --k 3x4 has 2. Give one value for every axis, or as many as"
        " the others have.",
    ),
    (
        lambda: Layer("conv", kernel_size=(1, 2, 3, 4)),
        "kernel_size=(1, 2, 3, 4) has 4 axes: a layer has 1, 2 or 3.",
        "--k 1x2x3x4 has 4 axes: a layer has 1, 2 or 3.",
    ),
    (
        lambda: Layer("conv", kernel_size=cast(Any, 2.5)),
        "kernel_size=2.5 must be a whole number of cells.",
        "--k 2.5 must be a whole number of cells.",
    ),
    (
        lambda: Layer("conv", kernel_size=True),
        "kernel_size=True must be a whole number of cells.",
        "--k True must be a whole number of cells.",
    ),
    (
        lambda: Layer("conv", kernel_size=()),
        "kernel_size is empty: give one value per axis.",
        "--k is empty: give one value per axis.",
    ),
    (
        lambda: Layer("conv", kernel_size=2**63),
        "kernel_size=9223372036854775808 is more than a tensor's axis can have"
        " (9223372036854775807)."
        " Try a smaller kernel_size.",
        "--k 9223372036854775808 is more than a tensor's axis can have (9223372036854775807)."
        " Try a smaller --k.",
    ),
    (
        lambda: Layer("transposed", kernel_size=1, stride=2**40).output_size(2**40),
        "input_size=1099511627776 gives an output of 1208925819613529663078401 cells, more than a"
        " tensor's axis can have (9223372036854775807). Try a smaller input_size.",
        "--i 1099511627776 gives an output of 1208925819613529663078401 cells, more than a"
        " tensor's axis can have (9223372036854775807). Try a smaller --i.",
    ),
    (
        lambda: Layer("conv", kernel_size=3, crop=((1, 1),)),
        "crop=((1, 1),) belongs to transposed layers: a convolution pads. Use padding instead.",
        "--crop 1 belongs to transposed layers: a convolution pads. Use --p instead.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, padding=1, crop=((1, 1),)),
        "crop=((1, 1),) stands instead of padding and output padding. Leave out padding=1.",
        "--crop 1 stands instead of padding and output padding. Leave out --p 1.",
    ),
    (
        lambda: Layer("transposed", kernel_size=3, crop=cast(Any, (1, 2))),
        "crop=(1, 2) must be a (begin, end) pair per axis: ((0, 1), (0, 1)).",
        "--crop 1x2 must be a (begin, end) pair per axis: ((0, 1), (0, 1)).",
    ),
    (
        lambda: Layer("conv", kernel_size=3, rotate_kernel=False),
        "rotate_kernel=False belongs to transposed layers: a standard convolution never rotates"
        " its kernel.",
        "--rotate-kernel False belongs to transposed layers: a standard convolution never rotates"
        " its kernel.",
    ),
]


@pytest.mark.parametrize(("make", "python", "flags"), REFUSALS)
def test_a_refusal_word_for_word(make: Callable[[], object], python: str, flags: str) -> None:
    with pytest.raises(LayerError) as caught:
        make()
    assert str(caught.value) == python
    assert caught.value.in_flags() == flags
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "arguments",
    [
        {"kernel_size": None},
        {"kernel_size": "3"},
        {"kernel_size": b"3"},
        {"kernel_size": [3, "4"]},
        {"kernel_size": [[3, 3]]},
        {"kernel_size": 3, "padding": ((0, 1), -1)},
        {"kernel_size": 3, "padding": ((0, 1, 2), 1)},
        {"kernel_size": 3, "padding": ((0,), (1,))},
        {"kernel_size": 3, "padding": ((0, "1"),)},
        {"kernel_size": 3, "padding": ()},
        {"kernel_size": 3, "crop": ()},
        {"kernel_size": 3, "crop": 1},
        {"kernel_size": 3, "rotate_kernel": 1},
        {"kernel_size": 10**5000},
        {"kernel_size": ("a", 10**5000)},
        {"kernel_size": (-(10**5000), 1)},
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_nonsense_is_refused_in_one_short_line(kind: Kind, arguments: Any) -> None:
    with pytest.raises(LayerError) as caught:
        Layer(kind, **arguments)
    for text in (str(caught.value), caught.value.in_flags()):
        assert len(text.splitlines()) == 1
        assert len(text) < 300


# -- the remedy a message proposes is one ------------------------------------------------------

FLAGS = {
    "--k": "kernel_size",
    "--s": "stride",
    "--p": "padding",
    "--d": "dilation",
    "--op": "output_padding",
    "--i": "input_size",
}


def python_remedies(error: LayerError) -> list[tuple[str, Any]]:
    """The ``name=value`` after "Try", as a caller of the Python API would copy them."""
    _, _, proposed = str(error).partition(" Try ")
    pairs = [text.split("=") for text in proposed.removesuffix(".").split(" or ")]
    return [(name, ast.literal_eval(value)) for name, value in pairs]


def flag_remedies(error: LayerError, ndim: int) -> list[tuple[str, Any]]:
    """The same as someone would copy them from the command line."""
    _, _, proposed = error.in_flags().partition(" Try ")
    found: list[tuple[str, Any]] = []
    for flag, text in re.findall(r"(--\w+) ([^ ]+?)\.?(?= or |$)", proposed):
        name = FLAGS[flag]
        value: Any = read_padding(text) if name == "padding" else read_sizes(text)
        found.append((name, value * ndim if len(value) == 1 else value))
    return found


def built(parameters: dict[str, Any]) -> tuple[int, ...]:
    rest = {name: value for name, value in parameters.items() if name != "input_size"}
    return Layer(**rest).output_size(parameters["input_size"])


@st.composite
def any_parameters(draw: st.DrawFn, least: int) -> dict[str, Any]:
    """Parameters of every range: with *least* below 1, mostly of no possible layer."""
    ndim = draw(st.integers(1, 3))

    def one_or_each(low: int, high: int) -> int | tuple[int, ...]:
        number = st.integers(low, high)
        each = st.lists(number, min_size=ndim, max_size=ndim).map(tuple)
        return draw(st.one_of(number, each))

    kind = draw(st.sampled_from(KINDS))
    ends = st.tuples(*[st.tuples(*[st.integers(least - 1, 5)] * 2)] * ndim)
    return {
        "kind": kind,
        "input_size": tuple(draw(st.integers(max(least, 0), 4)) for _ in range(ndim)),
        "kernel_size": one_or_each(least, 7),
        "stride": one_or_each(least, 4),
        "padding": draw(ends) if draw(st.booleans()) else one_or_each(least - 1, 5),
        "dilation": one_or_each(least, 4),
        "output_padding": one_or_each(least - 1, 4) if kind == "transposed" else 0,
    }


@given(any_parameters(least=0) | any_parameters(least=1))
@EXAMPLES
def test_following_the_messages_leads_to_a_layer(parameters: dict[str, Any]) -> None:
    """Each step mends the parameter it names for good, whichever remedy is taken."""
    ndim = len(parameters["input_size"])
    for choice, spoken in ((0, "python"), (-1, "python"), (0, "flags"), (-1, "flags")):
        now, mended = dict(parameters), set[tuple[str, bool]]()
        while True:
            try:
                assert min(built(now)) >= 1
                break
            except LayerError as error:
                out_of_room = "must remain" in str(error) or "fits nowhere" in str(error)
                remedies = (
                    python_remedies(error) if spoken == "python" else flag_remedies(error, ndim)
                )
                name, value = remedies[choice]
                assert (name, out_of_room) not in mended, str(error)
                mended.add((name, out_of_room))
                now[name] = value
                if out_of_room:
                    assert min(built(now)) >= 1, str(error)


@given(any_parameters(least=1))
@EXAMPLES
def test_a_remedy_asks_for_no_more_than_it_must(parameters: dict[str, Any]) -> None:
    """The largest kernel and op, the least more padding, the most crop: a step further fails."""
    try:
        built(parameters)
    except LayerError as error:
        for name, value in flag_remedies(error, len(parameters["input_size"])):
            if name != "padding":
                further = tuple(size + 1 for size in value)
            elif parameters["kind"] == "conv":
                further = tuple((begin - 1, end - 1) for begin, end in value)
            elif all(begin == end for begin, end in value):
                further = tuple((begin + 1, end + 1) for begin, end in value)
            else:
                continue  # an uneven crop is made smaller at its larger end alone
            with pytest.raises(LayerError):
                built({**parameters, name: further})
