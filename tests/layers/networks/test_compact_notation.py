"""Networks written in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import LayerError
from tconv_anim.layers.networks.compact_notation import read_words
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.layer_word import write_layer
from tconv_anim.layers.networks.spec import STEP_KINDS, NetworkSpec, StepSpec
from tconv_anim.layers.resampling.spec import write_resampling
from tconv_anim.notation import PADDING_WORDS
from tests.helpers.commands import check_refusal
from tests.helpers.networks import answer, words
from tests.helpers.size_command import run
from tests.helpers.strategies import EXAMPLES

# -- words ---------------------------------------------------------------------------------


@st.composite
def single_words(draw: st.DrawFn) -> tuple[str, str | None, int]:
    """A word with letters in any order, whose framework it is, and how many axes it has."""
    ndim = draw(st.integers(1, 3))

    def per_axis(part: st.SearchStrategy[str]) -> str:
        return "x".join(draw(part) for _ in range(draw(st.sampled_from([1, ndim]))))

    size = st.integers(1, 6).map(str)
    ends = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: f"{pair[0]}:{pair[1]}")
    framework = draw(st.sampled_from([None, "keras", "onnx", "pytorch", "jax"]))
    kind = draw(st.sampled_from(["", "conv:", "pool:", "transposed:"]))
    letters = {letter: per_axis(size) for letter in ("k", "s", "d", "o")}
    letters["p"] = draw(st.sampled_from([per_axis(ends), per_axis(size), *PADDING_WORDS]))
    letters["op"] = "none" if framework == "keras" and draw(st.booleans()) else per_axis(size)
    letters |= {"c": str(draw(st.integers(1, 24))), "g": str(draw(st.integers(1, 6)))}
    allowed = {"pool:": ["s", "d", "p"], "conv:": ["s", "d", "p", "c", "g"]}
    rest = allowed.get(kind, ["s", "d", "o", "p", "op", "c", "g"])
    chosen = draw(st.permutations(["k", *sorted(draw(st.sets(st.sampled_from(rest))))]))
    return kind + "".join(letter + letters[letter] for letter in chosen), framework, ndim


@given(single_words())
@EXAMPLES
def test_words_come_back_as_they_were_read(drawn: tuple[str, str | None, int]) -> None:
    word, framework, ndim = drawn
    (step,) = read_words(word, framework=framework).steps
    (again,) = read_words(write_word(step), framework=framework).steps
    assert write_word(again) == write_word(step)
    assert told_of(step, ndim) == told_of(again, ndim)


def write_word(step: StepSpec) -> str:
    """The word that is read as *step*."""
    if step.resampling is not None:
        return write_resampling(step.resampling)
    assert step.layer is not None
    word = STEP_KINDS[step.kind].prefix + write_layer(step.layer)
    word += "" if step.channels is None else f"c{step.channels}"
    return word + (f"g{step.groups}" if step.groups != 1 else "")


def told_of(step: StepSpec, ndim: int) -> Any:
    """What a step comes to, alone, or the reason why it cannot be."""
    try:
        (row,) = network_of(
            NetworkSpec(steps=(step,), input_size=(40,), channels=6), dims=ndim
        ).steps
    except LayerError as error:
        return str(error.fields["reason"])
    return row._replace(word="", layer=None)


def test_words_say_kinds_and_channels() -> None:
    network = words("k4s1c8 conv:k3p1g2 pool:k2 transposed:k2s2c3", 5)
    assert [step.kind for step in network.steps] == [
        *("transposed", "conv", "pool", "transposed"),
    ]
    assert [step.output_size[0] for step in network.steps] == [8, 8, 4, 8]
    assert [(s.in_channels, s.out_channels) for s in network.steps] == [
        *((1, 8), (8, 8), (8, 8), (8, 3)),
    ]
    assert [s.parameters for s in network.steps] == [16 * 8 + 8, 9 * 8 * 4 + 8, 0, 4 * 8 * 3 + 3]
    assert [s.macs for s in network.steps] == [25 * 16 * 8, 64 * 9 * 8 * 4, 0, 16 * 4 * 24]
    assert words("k3", kind="conv").steps[0].kind == "conv"


def test_without_channels_everything_counts_for_one_pair() -> None:
    network = words("k4s2p1 k4s2p1", 4)
    assert network.channels is None
    assert [step.parameters for step in network.steps] == [16, 16]
    assert "per channel pair" in run("--layers", "k4s2p1").stdout
    assert answer("--layers", "k4s2p1", "--channels", "3")["totals"]["parameters"] == 144 + 3


def test_a_framework_reads_the_words() -> None:
    network = words("k3s2psame k3s2psameop0 k2s3", 4, framework="keras")
    assert [step.output_size[0] for step in network.steps] == [8, 15, 45]
    assert network.steps[0].axes and network.steps[0].axes[0].crop_end == 1
    assert words("k3s2psame_lower", 4, framework="onnx").steps[0].output_size == (8, 8)


BAD_WORDS = [
    ("", "--layers names no layer. Try --layers"),
    ("k4s2p1 k4z2", "--layers, word 2 (k4z2): at character 3, 'z' is not a letter of a layer:"
     " choose from k, s, p, d, op, o, c, g. Try k4s2p1."),
    ("k4s2p1 s2p1", "word 2 (s2p1): there is no kernel size. Try k4s2p1."),
    ("k4s", "word 1 (k4s): at character 3, s lacks its value. Try s2."),
    ("k4k3", "at character 3, k is said twice. Leave one out."),
    ("k4.5", "at character 1, k: '4.5' is not a whole number. Try k4."),
    ("k3x", "k: '3x' lacks a number. Try k4."),
    ("k4p1:2:3", "p: '1:2:3' has 3 ends: an axis has begin:end. Try p1."),
    ("cnov:k3", "'cnov:' is not a kind of layer: choose from conv:, pool:, avgpool:, resize:,"
     " bilinear:, bicubic:, shuffle:; without a prefix it is a transposed layer. Did you mean"
     " conv?"),
    ("resize:", "word 1 (resize:): there is no scale. Try x2."),
    ("resize:x0", "x0 must be above 0"),
    ("shuffle:x2k3", "a shuffle has no k: it has x, and channels follow. Leave k out."),
    ("bilinear:x2y", "'y' is not a letter of a layer: choose from x, corners."),
    ("k4s2+conv1", "+conv1 names no earlier layer. Before it: input. Try +input."),
    ("conv:k3 k4+conv2", "+conv2 names no earlier layer. Before it: input, conv1. Try +conv1."),
    ("pool:k2p2", "p2 must be at most half of k2"),
    ("pool:k2psame", "psame means other pixels in Keras, JAX and ONNX: say whose word it is."),
    ("conv:k3op1", "word 1 (conv:k3op1): at character 8, op belongs to transposed layers"),
    ("pool:k2c3", "a pool has no c: it has k, s, p, d, ceil, and channels follow. Leave c out."),
    ("k4c0", "word 1 (k4c0): c0 must be at least 1"),
    ("k4c3x3", "c: '3x3' is not one number. Try c64."),
    ("k0", "word 1 (k0): k0 must be at least 1: a kernel has at least one cell. Try k1."),
    ("k4s2 k3s2op2", "word 2 (k3s2op2): op2 must be smaller than max(stride, dilation) = 2"),
    ("conv:k9", "word 1 (conv:k9): k9 covers 9 cells, more than the padded input has"),
    ("k3s2p9", "word 1 (k3s2p9): p9 crops 9 + 9 of the 7 cells"),
    ("k3psame", "word 1 (k3psame): psame means other pixels in PyTorch, Keras, JAX and ONNX: say"
     " whose word it is. Try --framework keras."),
    ("k3opnone", "opnone is Keras' own. Try --framework keras."),
    ("k4 k3x3x3", "k3x3x3 has 3 axes, but --dims 3"),
    ("k3x5 k3x3x3", "word 2 (k3x3x3): k3x3x3 has 3 axes"),
    ("k4c6g4", "word 1 (k4c6g4): 4 groups do not divide the 1 channels of what comes in."),
    ("k9999999999999999999999", "is more than a tensor's axis can have"),
    ("k4s9999999999999 k4s9999999999999", "word 2 (k4s9999999999999): its input of 20000000000002"
     " gives an output of"),
    ("k4" * 40, "word 1 (k4k4k4k4k4k4k4k4k4k4k4k4k4k4k4k4k4k4k...): at character 3, k is said"),
    ("k4é", "at character 3, 'é' is not a letter"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), BAD_WORDS, ids=[line[:20] for line, _ in BAD_WORDS])
def test_a_bad_word_is_one_clear_line(line: str, told: str) -> None:
    result = run("--layers", line)
    if line == "k4 k3x3x3":  # three axes, then, for all of them
        assert result.exit_code == 0
        return
    check_refusal(result, told)


def test_layers_without_weights() -> None:
    network = words("pool:k3s2p1ceil avgpool:k2 resize:x2 bilinear:x3x1.5corners shuffle:x2", 12)
    assert [(step.kind, step.mode, step.output_size) for step in network.steps] == [
        ("pool", "max", (7, 7)),
        ("pool", "average", (3, 3)),
        ("resize", "nearest", (6, 6)),
        ("resize", "bilinear", (18, 9)),
        ("shuffle", "", (36, 18)),
    ]
    assert [step.word for step in network.steps] == [
        *("pool:k3s2p1ceil", "avgpool:k2s2p0", "resize:x2", "bilinear:x3x1.5corners", "shuffle:x2"),
    ]
    assert network.macs == network.parameters == 0
    assert network.steps[3].field is None  # with corners that stay, no window repeats itself


def test_a_shuffle_takes_channels() -> None:
    network = words("conv:k3p1c32 shuffle:x2 conv:k1c3", 8)
    assert [step.out_channels for step in network.steps] == [32, 8, 3]
    result = run("--channels", "6", "--layers", "shuffle:x2")
    assert "6 channels do not divide by 2 x 2 = 4" in result.stderr and result.exit_code == 2


@pytest.mark.parametrize("name", ["conv2", "3", "add:conv2"])
def test_a_word_joins_an_earlier_layer(name: str) -> None:
    network = words(f"conv:k3p1c8 pool:k2 conv:k3p1c16 pool:k2 k2s2c16+{name}", 16)
    (step, skip) = network.skips[0]
    assert (step.number, skip.source, skip.fits) == (5, "conv2", True)
    assert skip.join == ("add" if "add" in name else "concat")


def test_words_say_where_skips_do_not_fit() -> None:
    result = run("--i", "9", "--layers", "conv:k3p1c8 pool:k2 k2s2c8+conv1")
    assert result.exit_code == 0
    assert "it has 9 x 9 cells, and 8 x 8 are needed: crop the skip by 0:1, or op1" in result.stderr
    assert "fits with an input of 8 x 8 and of 10 x 10" in result.stderr
