"""Networks: words, files and presets, and every number of them found a second way."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tconv_anim import Layer, LayerError, apply
from tconv_anim.compute import Array
from tconv_anim.layers.networks.compact_notation import read_words, write_word
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.network import Network, Step
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.layers.networks.receptive_field import INPUT, Stage, fields, reach
from tconv_anim.layers.networks.spec import NetworkSpec, StepSpec
from tconv_anim.layers.networks.toml_file import read_document
from tconv_anim.layers.overlap import overlap_words
from tconv_anim.notation import PADDING_WORDS
from tests.helpers.networks import answer, run
from tests.helpers.strategies import EXAMPLES


def words(text: str, size: int = 8, **options: Any) -> Network:
    return network_of(read_words(text, **options), input_size=(size,))


# -- presets against what is known of them -------------------------------------------------

KNOWN = {
    "dcgan": ([1, 4, 8, 16, 32, 64], ["even 4"] + ["even 2"] * 4),
    "dcgan-tf": ([7, 7, 14, 28], ["even 5", "uneven 3,2", "uneven 3,2"]),
    "keras-vae": ([7, 14, 28, 28], ["uneven 2,1", "uneven 2,1", "even 3"]),
    "pix2pix": ([256, 128, 64, 32, 16, 8, 4, 2, 1, 2, 4, 8, 16, 32, 64, 128, 256], ["even 2"] * 8),
    "cyclegan": ([64, 128, 256], ["uneven 2,1"] * 2),
    "fcn-32s": ([16, 544, 500], ["even 2"]),
    "fcn-16s": ([16, 34, 560, 500], ["even 2"] * 2),
    "fcn-8s": ([16, 34, 70, 568, 500], ["even 2"] * 3),
    "fsrcnn-x2": ([10] * 8 + [20], ["uneven 5,4"]),
    "fsrcnn-x3": ([7] * 8 + [21], ["even 3"]),
    "fsrcnn-x4": ([6] * 8 + [24], ["uneven 3,2,2,2"]),
    "wavegan": ([16, 64, 256, 1024, 4096, 16384], ["uneven 7,6,6,6"] * 5),
    "wavegan-pytorch": ([16, 64, 256, 1024, 4096, 16384], ["uneven 7,6,6,6"] * 5),
    "hifigan": ([32, 256, 2048, 4096, 8192], ["even 2"] * 4),
    "waveglow": ([63, 16896, 63 * 256], ["even 4"]),
}
UP = {28: 56, 52: 104, 100: 200, 196: 392}
CROPS = {64: (56, 4), 136: (104, 16), 280: (200, 40), 568: (392, 88)}


def test_every_preset_says_where_it_comes_from() -> None:
    assert set(preset_names()) == {*KNOWN, "unet"}
    for name in preset_names():
        spec = preset(name)
        assert spec.name == name and spec.title and spec.source
        assert network_of(spec).output_size == network_of(spec).steps[-1].output_size


@pytest.mark.parametrize("name", KNOWN)
def test_presets_have_the_sizes_and_overlaps_that_are_known(name: str) -> None:
    network = network_of(preset(name))
    sizes, overlaps = KNOWN[name]
    assert [network.input_size[0], *(step.output_size[0] for step in network.steps)] == sizes
    assert all(len(set(step.output_size)) == 1 for step in network.steps)
    found = [overlap_words(s.overlap) for s in network.steps if s.kind == "transposed"]
    assert found == overlaps
    assert bool(network.uneven) is any(not words.startswith("even") for words in overlaps)
    assert all(join.fits for _, join in network.joins)


def test_the_u_net_crops_its_skips() -> None:
    network = network_of(preset("unet"))
    ups = [step for step in network.steps if step.kind == "transposed"]
    assert {step.input_size[0]: step.output_size[0] for step in ups} == UP
    joins = {join.size[0]: (join.wanted[0], join.crop) for _, join in network.joins}
    assert joins == {n: (size, ((cut, cut),) * 2) for n, (size, cut) in CROPS.items()}
    assert network.output_size == (388, 388)
    assert [step.in_channels for step in network.steps if step.name.endswith("a")][5:] == [
        *(1024, 512, 256, 128),
    ]


def test_presets_have_the_parameters_that_are_published() -> None:
    totals = {name: network_of(preset(name)).parameters for name in preset_names()}
    assert totals["unet"] == 31_030_658
    assert totals["dcgan"] + 2 * (512 + 256 + 128 + 64) == 3_576_704  # with batch normalisation
    assert totals["pix2pix"] + 9856 == 54_413_955  # the same
    assert totals["keras-vae"] + 2 * 3136 + 3136 == 65_089  # with its dense layer
    network = network_of(preset("fsrcnn-x2"))
    biases = sum(step.out_channels for step in network.steps)
    assert network.parameters - biases == 12_464


def test_macs_of_transposed_layers_are_counted_on_the_input() -> None:
    second = network_of(preset("dcgan")).steps[1]
    assert (second.input_size, second.output_size) == ((4, 4), (8, 8))
    assert second.macs == 33_554_432


@pytest.mark.parametrize(("name", "offsets"), [("32s", [19]), ("16s", [5, 27]), ("8s", [5, 9, 31])])
def test_the_fcns_crop_where_theirs_do(name: str, offsets: list[int]) -> None:
    network = network_of(preset(f"fcn-{name}"))
    found = [join.crop[0][0] for _, join in network.joins]
    assert found + [step.cut[0][0] for step in network.steps if step.cut] == offsets


# -- receptive field and reach, by pushing single cells through ------------------------------


Push = Callable[[Step, Array], Array]
"""What a layer makes of columns of ones and zeros."""


def by_applying(step: Step, now: Array) -> Array:
    """The layer itself, with a kernel of ones, on one input cell after the other."""
    ones = np.ones(step.kernel_size, dtype=np.int64)
    return np.stack([apply(layer_of(step), column, ones) for column in now.T], axis=1)


def by_slicing(step: Step, now: Array) -> Array:
    """Tap by tap; quicker."""
    assert step.axes
    (axis,), (size,), cells = step.axes, step.output_size, np.arange(len(now))
    made = np.zeros((size, now.shape[1]), dtype=now.dtype)
    for tap in range(axis.k):
        if axis.operation.crops:
            to, here = cells * axis.s + tap * axis.d - axis.crop_begin, cells
        else:
            to = np.arange(size)
            here = to * axis.s + tap * axis.d - axis.pad_begin
        inside = (to >= 0) & (to < size) & (here >= 0) & (here < len(now))
        made[to[inside]] |= now[here[inside]]  # one tap reaches no cell twice
    return made


def pushed(network: Network, push: Push) -> list[Array]:
    """For every step, which output cells (rows) each input cell (columns) touches; one axis."""
    now: Array = np.eye(network.input_size[0], dtype=np.int8)
    named, found = {"input": now}, []
    for step in network.steps:
        if step.axes:
            now = push(step, now)
        for begin, end in step.cut:
            now = now[begin : len(now) - end]
        now = (now != 0).astype(np.int8)
        found.append(now)
        if step.joined and step.joined.source:
            (begin, _), source = step.joined.crop[0], named[step.joined.source]
            rows = np.arange(len(now)) + begin
            inside = (rows >= 0) & (rows < len(source))
            now = now.copy()
            now[inside] |= source[rows[inside]]
        if step.name:
            named[step.name] = now
    return found


def layer_of(step: Step) -> Layer:
    assert step.axes
    (axis,) = step.axes
    common: Any = {"kernel_size": axis.k, "stride": axis.s, "dilation": axis.d}
    if not axis.operation.crops:
        return Layer("conv", **common, padding=((axis.pad_begin, axis.pad_end),))
    return Layer("transposed", **common, crop=((axis.crop_begin, axis.crop_end),))


def longest(touched: Array) -> int:
    """The most cells from the first to the last that is touched, over the rows."""
    some = touched[touched.any(axis=1)]
    if not len(some):
        return 0
    last = some.shape[1] - some[:, ::-1].argmax(axis=1)
    return int((last - some.argmax(axis=1)).max())


def check_fields(network: Network, push: Push = by_applying) -> None:
    for step, touched in zip(network.steps, pushed(network, push), strict=True):
        assert step.field == (longest(touched),), step
        assert step.reach == (longest(touched.T),), step


@st.composite
def lines(draw: st.DrawFn) -> str:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        k, s, d = (draw(st.integers(1, most)) for most in (4, 3, 3))
        p = draw(st.integers(0, 2))
        prefix = draw(st.sampled_from(["", "", "conv:", "pool:"]))
        found.append(f"{prefix}k{k}s{s}p{p}d{d}")
    return " ".join(found)


@given(lines())
@settings(EXAMPLES)
def test_fields_are_what_single_cells_touch(line: str) -> None:
    """Of every kind of layer in any order, with holes and gaps, on a map that is large enough."""
    check_fields(network_of(read_words(line), input_size=(200,), dims=1), by_slicing)


@pytest.mark.parametrize(
    "skips",
    [
        'skip = { from = "a" }',
        'skip = { from = "a", offset = "center" }',
        'skip = { from = "input", join = "add" }',
        "skip = { size = 70 }",
    ],
)
def test_fields_go_along_skip_connections(skips: str) -> None:
    text = f"""
        input_size = 96
        dims = 1
        layers = [
            {{ name = "a", kind = "conv", kernel = 5 }},
            {{ kind = "pool", kernel = 2 }},
            {{ kind = "conv", kernel = 3, padding = "0:1" }},
            {{ kernel = 2, stride = 2, {skips} }},
            {{ kind = "crop", size = 40, offset = 3 }},
            {{ kind = "conv", kernel = 3, stride = 2, dilation = 2 }},
        ]"""
    check_fields(network_of(read_document(text, "net.toml")))


@pytest.mark.parametrize("name", ["dcgan", "keras-vae", "fsrcnn-x2", "fcn-8s"])
def test_fields_of_presets_are_what_single_cells_touch(name: str) -> None:
    spec = preset(name)
    small = [step._replace(skip=None) for step in spec.steps if step.kind != "crop"]
    check_fields(network_of(spec._replace(steps=tuple(small)), input_size=(24,), dims=1))


def test_fields_that_take_too_long_are_not_known() -> None:
    network = words("k3s1000 k3s1000", 3)
    assert network.steps[-1].field is None and network.steps[-1].reach == (2 * 1001 + 1,) * 2
    apart = Stage(((INPUT, 0), (0, 0)))  # what it joins moves at another pace
    axis = words("conv:k2s2").steps[0].axes
    assert axis and fields([Stage(((INPUT, 0),), axis[0]), apart]) == [2, None]
    assert reach([Stage(((INPUT, 0),), axis[0]), apart], (1,)) == [None]
    assert fields([Stage(((INPUT, 0),), known=False), Stage(((0, 0),))]) == [None, None]


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
@settings(EXAMPLES, max_examples=80)
def test_words_come_back_as_they_were_read(drawn: tuple[str, str | None, int]) -> None:
    word, framework, ndim = drawn
    (step,) = read_words(word, framework=framework).steps
    (again,) = read_words(write_word(step), framework=framework).steps
    assert write_word(again) == write_word(step)
    assert told_of(step, ndim) == told_of(again, ndim)


def told_of(step: StepSpec, ndim: int) -> Any:
    """What a step comes to, alone, or the reason why it cannot be."""
    try:
        (row,) = network_of(
            NetworkSpec(steps=(step,), input_size=(40,), channels=6), dims=ndim
        ).steps
    except LayerError as error:
        return str(error.fields["reason"])
    return row._replace(word="")


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
    ("k4s2p1 k4z2", "--layers, word 2 (k4z2): at character 3, 'z' is no letter of a layer: there"
     " are k, s, p, d, op, o, c, g. Try k4s2p1."),
    ("k4s2p1 s2p1", "word 2 (s2p1): there is no kernel size. Try k4s2p1."),
    ("k4s", "word 1 (k4s): at character 3, s lacks its value. Try s2."),
    ("k4k3", "at character 3, k is said twice. Leave one out."),
    ("k4.5", "at character 1, k: '4.5' is not a whole number. Try k4."),
    ("k3x", "k: '3x' lacks a number. Try k4."),
    ("k4p1:2:3", "p: '1:2:3' has 3 ends: an axis has begin:end. Try p1."),
    ("cnov:k3", "'cnov:' is no kind of layer: there are conv: and pool:, and without a prefix it is"
     " a transposed layer. Did you mean conv?"),
    ("conv:k3op1", "word 1 (conv:k3op1): at character 8, op belongs to transposed layers"),
    ("pool:k2c3", "a pool has no c: it has k, s, p, d, and keeps its channels. Leave c out."),
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
    ("k4é", "at character 3, 'é' is no letter"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), BAD_WORDS, ids=[line[:20] for line, _ in BAD_WORDS])
def test_a_bad_word_is_one_clear_line(line: str, told: str) -> None:
    result = run("--layers", line)
    if line == "k4 k3x3x3":  # three axes, then, for all of them
        assert result.exit_code == 0
        return
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert told in result.stderr


# -- files ---------------------------------------------------------------------------------

GOOD = """
name = "decoder"
source = "a test"
input_size = "4x6"
channels = 2

[[layers]]
name = "first"
kernel = "3x5"
stride = 2
padding = "1:0x2"
output_padding = "0x1"
channels = 4

[[layers]]
kind = "conv"
kernel = 3
padding = 1
groups = 2
channels = 6
bias = false
skip = { size = "10x14", channels = 3 }

[[layers]]
kernel = 1
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_text(GOOD)
    data = answer(str(path))
    assert [data["name"], data["source"], data["channels"]] == ["decoder", "a test", 2]
    assert [layer["output_size"] for layer in data["layers"]] == [[8, 12], [8, 12], [8, 12]]
    assert [layer["parameters"] for layer in data["layers"]] == [15 * 8 + 4, 9 * 12, 81 + 9]
    assert data["layers"][0]["macs"] == 24 * 15 * 8
    (skip,) = data["skips"]
    assert skip == {
        "layer": 2,
        "name": "",
        "join": "concat",
        "from": None,
        "size": [10, 14],
        "channels": 3,
        "wanted": [8, 12],
        "crop": [[1, 1], [1, 1]],
        "fits": False,
        "remedies": ["crop the skip by 1:1"],
    }
    told = run(str(path)).stderr
    assert "the skip connection given does not fit layer 2 (conv:k3s1p1): it has 10 x 14" in told
    other = answer(str(path), "--i", "5", "--channels", "8")
    assert other["input_size"] == [5, 5] and other["layers"][0]["in_channels"] == 8


def test_in_keras_words_and_one_axis() -> None:
    text = """
        framework = "keras"
        input_size = 4
        dims = 1
        layers = [{ kernel = 3, stride = 2, padding = "same" }, { kernel = 4, stride = 2 },
                  { kernel = 3, stride = 2, padding = "same", output_padding = 0 }]"""
    network = network_of(read_document(text, "net.toml"))
    assert [step.output_size for step in network.steps] == [(8,), (18,), (35,)]


LAYER = "[[layers]]\nkernel = 4\n"
BAD_FILES = [
    ("a = ", "net.toml is no TOML: "),
    ("", "net.toml: there is no layer. Add a table [[layers]] with a kernel_size."),
    ("layers = 3", "net.toml: there is no layer."),
    ("inputsize = 3\n" + LAYER, "net.toml: inputsize = 3: a network has no inputsize. Did you mean"
     " input_size?"),
    ("input_size = 3\n[[layers]]\nname = 'up'\nkernal = 4", "net.toml, layer 1 (up): kernal = 4: a"
     " transposed layer has no kernal. Did you mean kernel? Also net.toml, layer 1 (up):"
     " kernel_size is missing."),
    (LAYER, "nobody said the input size. Try input_size = 64."),
    ("input_size = 0\n" + LAYER, "input_size = 0 must be at least 1"),
    ("input_size = 3\ndims = 4\n" + LAYER, "dims = 4: a layer has 1, 2 or 3 axes."),
    (
        "input_size = '3x3x3'\ndims = 2\n" + LAYER,
        "input_size = 3x3x3 has 3 axes, but the network has 2.",
    ),
    ("input_size = 3\nframework = 'kears'\n" + LAYER, 'framework = "kears" is not known. There are'
     " pytorch, keras, jax, onnx, caffe. Did you mean keras?"),
    ("input_size = 3\nchannels = 0\n" + LAYER, "channels = 0 must be one number, at least 1."),
    ("input_size = 3\nbias = 1\n" + LAYER, "bias = 1 must be true or false."),
    ("input_size = 3\n[[layers]]\nkernel = [3, 5]", "layer 1: kernel = [3, 5] is neither a whole"
     ' number nor text such as "3x5". Try 4.'),
    ("input_size = 3\n[[layers]]\nkernel = 'a'", "kernel = \"a\": 'a' is not a whole number. Try"),
    ("input_size = 3\n[[layers]]\nkernel = true", "kernel = true is neither a whole number"),
    ("input_size = 3\n[[layers]]\nkind = 'deconv'\nkernel = 3", 'layer 1: kind = "deconv" is not'
     " known. There are transposed, conv, pool, crop. Did you mean conv?"),
    ("input_size = 3\n[[layers]]\nkind = 'conv'\nkernel = 3\noutput_padding = 1", "output_padding"
     " = 1: a conv has no output_padding."),
    ("input_size = 3\n[[layers]]\nkernel = 3\nstride = 2\noutput_padding = 2", "net.toml, layer 1:"
     " output_padding = 2 must be smaller than max(stride, dilation) = 2: it only picks one of the"
     " 2 output sizes that stride 2 makes ambiguous. Try output_padding = 1."),
    ("input_size = 3\n[[layers]]\nkind = 'conv'\nname = 'big'\nkernel = '9x9'", "net.toml, layer 1"
     " (big): kernel_size = 9 covers 9 cells"),
    ("input_size = 3\n[[layers]]\nkernel = 3\npadding = 'same'", 'layer 1: padding = "same" means'
     " other pixels"),
    ("input_size = 9\n[[layers]]\nkind = 'crop'", "a crop has either a size (and an offset), or"
     " crop. Try size = 500."),
    ("input_size = 9\n[[layers]]\nkind = 'crop'\nsize = 8\noffset = 2", "8 cells from offset 2 on"
     " need 10, and its input has 9."),
    ("input_size = 9\n[[layers]]\nkind = 'crop'\ncrop = '4:5'", "a crop of 4:5 leaves nothing of 9"
     " cells"),
    ("input_size = 9\n[[layers]]\nkind = 'crop'\ncrop = 1\noffset = 1", "offset belongs to a size"),
    ("input_size = 9\n[[layers]]\nkind = 'crop'\nsize = 0", "a size of at least 1"),
    ("input_size = 9\n[[layers]]\nname='a'\nkernel=1\n[[layers]]\nname='a'\nkernel=1", "layer 2"
     " (a): an earlier layer is called a already."),
    ("input_size = 9\n[[layers]]\nname='input'\nkernel=1", "Take another."),
    ("input_size = 9\n" + LAYER + "skip = 3", "skip = 3 is no table. Try skip = { from ="),
    ("input_size = 9\n" + LAYER + "skip = {}", "a skip connection has either from, the name of an"
     " earlier layer, or a size."),
    ("input_size = 9\n" + LAYER + "skip = { from = 'imput' }", 'skip from "imput": no earlier layer'
     " is that. Did you mean input?"),
    ("input_size = 9\n" + LAYER + "skip = { form = 'input' }", "skip.form = \"input\": a skip"
     " connection has no form. Did you mean from?"),
    ("input_size = 9\n" + LAYER + "skip = { size = 3, join = 'mul' }", 'skip.join = "mul" is not'),
    ("input_size = 9\n" + LAYER + "skip = { size = 12, offset = 1 }", "the skip connection has 12 x"
     " 12 cells, and 12 x 12 cannot be cut out of it at offset 1 x 1."),
    ("input_size = 9\nchannels = 3\n" + LAYER + "skip = { size = 12 }", "how many channels does the"
     ' skip connection add? Try skip = { size = "12", channels = 3 }.'),
    ("input_size = 9\nchannels = 3\n" + LAYER + "channels = 4\nskip = { from = 'input', join ="
     " 'add' }", "3 channels cannot be added to 4."),
    ("input_size = 9\nname = 3\n" + LAYER, "name = 3 must be one line of text."),
    ("input_size = 9\n" + "[[layers]]\n" * 5, "layer 3: kernel_size is missing. Try kernel_size ="
     " 4. And 2 more."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_bad_file_is_one_clear_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_text(text)
    result = run(str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert told in result.stderr


def test_skips_that_do_not_fit_are_named_with_what_mends_them() -> None:
    text = """
        input_size = 75
        channels = 1
        layers = [
            { name = "a", kind = "conv", kernel = 3, padding = 1, channels = 2 },
            { kind = "pool", kernel = 2 },
            { name = "up", kernel = 2, stride = 2, skip = { from = "a" } },
            { name = "more", kernel = 4, stride = 1, skip = { from = "up" } },
            { name = "last", kind = "conv", kernel = 1 },
        ]"""
    network = network_of(read_document(text, "net.toml"))
    (_, up), (_, more) = network.joins
    assert (up.crop, up.fits) == (((0, 1),) * 2, False)
    assert up.remedies == ("crop the skip by 0:1", "output_padding = 1 in that layer")
    assert more.crop == ((-2, -1),) * 2
    assert more.remedies == ("pad the skip by 2:1", "crop the layer's output by 2:1")
    assert network.steps[-1].in_channels == 4 + 4


def test_the_nearest_inputs_that_fit_are_named() -> None:
    data = answer("--preset", "pix2pix", "--i", "300")
    assert [skip["fits"] for skip in data["skips"]] == [True, True] + [False] * 5
    fitting = data["fitting_input_sizes"]
    assert fitting == [[257, 257], [512, 512]]
    for size in (257, 512, 258, 299, 511):
        network = network_of(preset("pix2pix"), input_size=(size,))
        fits = all(join.fits for _, join in network.joins)
        assert fits is (size in (257, 512)) and fits is not bool(network.fitting)


# -- on the command line -------------------------------------------------------------------


def test_json_has_stable_keys() -> None:
    data = answer("--preset", "unet")
    assert list(data) == [
        *("name", "title", "source", "framework", "input_size", "output_size", "channels"),
        *("even", "layers", "totals", "skips", "fitting_input_sizes"),
    ]
    assert data["totals"] == {"layers": 27, "parameters": 31030658, "macs": 150428424448}
    assert data["layers"][14] == {
        "number": 15,
        "name": "up4",
        "kind": "transposed",
        "word": "k2s2p0",
        "input_size": [28, 28],
        "output_size": [56, 56],
        "kernel_size": [2, 2],
        "stride": [2, 2],
        "dilation": [1, 1],
        "padding": [[0, 0], [0, 0]],
        "output_padding": [0, 0],
        "crop": [[0, 0], [0, 0]],
        "in_channels": 1024,
        "out_channels": 512,
        "groups": 1,
        "bias": True,
        "parameters": 2097664,
        "macs": 1644167168,
        "receptive_field": [140, 140],
        "reach": [18, 18],
        "overlap": {"even": True, "holes": False, "counts": [[1, 1], [1, 1]]},
    }
    presets = json.loads(run("--list-presets", "--json").stdout)["presets"]
    assert [entry["name"] for entry in presets] == list(preset_names())


def test_a_network_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(csv.reader(io.StringIO(run("--preset", "dcgan", "--format", "csv").stdout)))
    assert rows[0] == [
        *("#", "name", "kind", "layer", "input", "output", "in", "out", "groups", "parameters"),
        *("MACs", "receptive field", "reach", "overlap", "skip"),
    ]
    assert rows[2] == [
        *("2", "", "transposed", "k4s2p1", "4 x 4", "8 x 8", "512", "256", "1", "2097152"),
        *("33554432", "5", "10", "even 2", ""),
    ]
    assert rows[-1][9:11] == ["3574784", "104628224"] and len(rows) == 7
    skips = list(csv.reader(io.StringIO(run("--preset", "unet", "--format", "csv").stdout)))
    assert skips[15][-1] == "concat down4b crop 4:4"
    monkeypatch.setenv("COLUMNS", "200")
    for form in ("table", "markdown", "latex"):
        told = run("--preset", "dcgan", "--format", form).stdout
        assert "33,554,432" in told and "even 4" in told and "3,574,784" in told
    assert "concat" in run("--preset", "unet", "--format", "latex").stdout


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("name", ["unet", "wavegan", "fcn-8s", "pix2pix", "list"])
def test_networks_fit_the_terminal(
    name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    args = ["--list-presets"] if name == "list" else ["--preset", name]
    text = run(*args).stdout
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "┌" in text and text.count("┌") <= 2, "a row a layer, not a block"


def test_uneven_layers_are_named_in_one_line() -> None:
    told = run("--preset", "keras-vae").stderr
    assert told.count("\n") == 1
    assert "uneven overlap in layers 1 and 2: a checkerboard." in told
    assert "k4s2psame in place of k3s2psame" in told
    assert answer("--preset", "keras-vae")["even"] is False
    assert answer("--preset", "dcgan")["even"] is True
    assert run("--preset", "dcgan", "--fail-on", "uneven").exit_code == 0
    assert run("--preset", "keras-vae", "--fail-on", "uneven").exit_code == 1


NO_SENSE = [
    ("--layers k4 --k 3", "--k means nothing beside --layers, which says its layers itself."),
    ("--layers k4 --output-shape 3", "--output-shape means nothing beside --layers"),
    ("--layers k4 --compare", "--compare means nothing beside --layers"),
    ("--layers k4 --from 3 --to 4", "--from means nothing beside --layers"),
    ("--layers k4 --preset dcgan", "--layers and --preset are two questions. Ask one."),
    ("--preset dcgan net.toml", "--preset and net.toml are two questions."),
    ("--layers k4 --kind both", "--kind both: a word of --layers is one kind of layer."),
    ("--layers k4 --dims 4", "--dims 4: a layer has 1, 2 or 3 axes."),
    ("--layers k4 --channels 0", "--channels 0 must be at least 1."),
    ("--preset dcgan --framework keras", "--framework means nothing beside --preset"),
    ("--preset dcgan --kind conv", "--kind means nothing beside --preset"),
    ("--preset dcgn", "--preset dcgn is not known. There are"),
    ("--preset dcgn", "Did you mean dcgan?"),
    ("--preset dcgan --i 1x2x3 --dims 2", "--i 1x2x3 has 3 axes, but the network has 2."),
    ("--preset unet --i 20", "unet.toml, layer"),
    ("--list-presets --i 3", "--i means nothing beside --list-presets. Leave it out."),
    ("--channels 3", "--channels 3 are those of a network's input. Name one, as in --layers"),
    ("nowhere.toml", "nowhere.toml cannot be read: no such file or directory."),
    ("nowhere.onnx", "nowhere.onnx cannot be read: no such file or directory."),
    ("net.json", "'net.json' is no network: give a .toml file, an .onnx file, or --layers"),
    ("7", "The input size of one layer is --i."),
]


@pytest.mark.parametrize(("args", "told"), NO_SENSE, ids=[args for args, _ in NO_SENSE])
def test_what_makes_no_sense_together_is_one_clear_line(args: str, told: str) -> None:
    result = run(*args.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1
    assert told in result.stderr


def test_files_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "a.toml"
    folder.mkdir()
    assert "is a directory. Give a file in it." in run(str(folder)).stderr
    path = tmp_path / "b.toml"
    path.write_bytes(b"\xff\xfe")
    assert "is not text in UTF-8, as TOML is." in run(str(path)).stderr


def test_sizes_are_asked_for_without_heavy_libraries() -> None:
    from tests.test_house import COMMAND, loaded_by

    for args in (["size"], ["size", "--preset", "unet"], ["size", "--layers", "k4"]):
        assert not loaded_by(COMMAND.format(args=args)) & {"numpy", "onnx", "matplotlib"}
    code = COMMAND.format(args=["size"])
    storyboard = (
        f"{code}\nimport sys\nfor name in sys.modules: globals()[name.replace('.', ' ')] = 1"
    )
    assert "tomllib" not in loaded_by(storyboard)


def test_channels_cannot_grow_beyond_what_a_tensor_holds(tmp_path: Path) -> None:
    """Every layer joined by the one before doubles them."""
    layers = [f'[[layers]]\nname = "l{n}"\nkind = "conv"\nkernel = 1' for n in range(80)]
    for n in range(1, 80):
        layers[n] += f'\nskip = {{ from = "l{n - 1}" }}'
    path = tmp_path / "net.toml"
    path.write_text("input_size = 4\nchannels = 64\n" + "\n".join(layers))
    result = run(str(path))
    assert result.exit_code == 2 and "channels are more than a tensor can have" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_bytes(b"\xef\xbb\xbfinput_size = 4\n[[layers]]\nkernel = 4\n")
    assert run(str(path)).exit_code == 0


@pytest.mark.parametrize(("name", "size"), [("pix2pix", "250"), ("unet", "100"), ("fcn-8s", "12")])
def test_a_preset_that_does_not_fit_says_what_would(name: str, size: str) -> None:
    result = run("--preset", name, "--i", size)
    if result.exit_code:
        again = result.stderr.split("Try --i ")[1].strip(".\n")
        assert run("--preset", name, "--i", again).exit_code == 0
