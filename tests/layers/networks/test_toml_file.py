"""Networks in TOML files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.toml_file import read_document
from tconv_anim.layers.networks.toml_text import parse_toml
from tests.helpers.commands import check_refusal
from tests.helpers.networks import answer
from tests.helpers.size_command import run

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
    ("a = ", "net.toml is not TOML: "),
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
    ("input_size = 3\nframework = 'kears'\n" + LAYER, 'framework = "kears" is not known. Choose'
     " from pytorch, keras, jax, onnx, caffe. Did you mean keras?"),
    ("input_size = 3\nchannels = 0\n" + LAYER, "channels = 0 must be one number, at least 1."),
    ("input_size = 3\nbias = 1\n" + LAYER, "bias = 1 must be true or false."),
    ("input_size = 3\n[[layers]]\nkernel = [3, 5]", "layer 1: kernel = [3, 5] is neither a whole"
     ' number nor text such as "3x5". Try 4.'),
    ("input_size = 3\n[[layers]]\nkernel = 'a'", "kernel = \"a\": 'a' is not a whole number. Try"),
    ("input_size = 3\n[[layers]]\nkernel = true", "kernel = true is neither a whole number"),
    ("input_size = 3\n[[layers]]\nkind = 'deconv'\nkernel = 3", 'layer 1: kind = "deconv" is not'
     " known. Choose from transposed, conv, pool, resize, shuffle, crop. Did you mean transposed?"),
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
    ("input_size = 9\n" + LAYER + "skip = 3", "skip = 3 is not a table. Try skip = { from ="),
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
    ("input_size = 9\nname = 3\n" + LAYER, "at most 200 characters."),
    ("input_size = 9\n" + "[[layers]]\n" * 5, "layer 3: kernel_size is missing. Try kernel_size ="
     " 4. And 2 more."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_a_bad_file_is_one_clear_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_text(text)
    check_refusal(run(str(path)), told)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_bytes(b"\xef\xbb\xbfinput_size = 4\n[[layers]]\nkernel = 4\n")
    assert run(str(path)).exit_code == 0


@pytest.mark.slow
def test_arrays_of_millions_are_not_parsed() -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match="more than 200,000 values"):
        parse_toml("a = [" + "1," * 4_000_000 + "]")
    assert time.process_time() - started < 5
    numbers = ",".join(["1"] * 300_000)  # commas in texts are no values
    assert parse_toml(f'a = "{numbers}"') == {"a": numbers}
