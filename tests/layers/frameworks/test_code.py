"""Layers as lines of code, which have run in the frameworks."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tconv_anim import Layer, LayerError
from tconv_anim.layers.frameworks import CODE_NAMES, framework_named
from tconv_anim.layers.resolved_layer import resolve_layer
from tests.helpers.size_command import run
from tests.helpers.vectors import as_tuples, vectors

# -- code ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_is_what_has_run_in_the_framework(name: str) -> None:
    """``vectors/make_programs.py`` ran these, and compared sizes and numbers."""
    programs = vectors(f"programs_{name}")["programs"]
    assert len(programs) >= 50
    for case in programs:
        layer = Layer(**{key: as_tuples(value) for key, value in case["layer"].items()})
        resolved = resolve_layer(layer, tuple(case["input_size"]))
        assert framework_named(name).code(resolved).program == case["program"]


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_on_the_command_line(name: str) -> None:
    plain = run("--code", name, "--kind", "transposed", "-q")
    compile(plain.stdout, "code", "exec")
    assert plain.exit_code == 0 and "5" in plain.stdout
    (layer,) = json.loads(run("--code", name, "--kind", "transposed", "--json", "-q").stdout)[
        "layers"
    ]
    assert layer["code"][name] == plain.stdout.rstrip("\n")
    both = run("--code", name, "-q").stdout
    assert "# standard convolution" in both and "# transposed convolution" in both
    compile(both, "code", "exec")
    assert "```python" in run("--code", name, "-q", "--format", "markdown").stdout
    assert "\\begin{verbatim}" in run("--code", name, "-q", "--format", "latex").stdout
    rows = list(csv.reader(io.StringIO(run("--code", name, "-q", "--format", "csv").stdout)))
    assert rows[0] == ["title", "language", "code"]


def test_code_that_cannot_be_is_one_clear_line() -> None:
    result = run("--code", "keras", "--d", "2", "--kind", "transposed", "-q")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "strides > 1 together with dilation_rate > 1" in result.stderr


# -- channels ------------------------------------------------------------------------------

DEPTHWISE = ("--in-channels", "4", "--out-channels", "4", "--groups", "4", "-q")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pytorch", "torch.nn.Conv2d(4, 4, kernel_size=3, stride=2, padding=1, groups=4, bias="),
        ("keras", 'keras.layers.Conv2D(4, kernel_size=3, strides=2, padding="same", groups=4, use'),
        ("jax", 'padding="SAME", feature_group_count=4)'),
        ("onnx", "pads=[1, 1, 1, 1], group=4)"),
    ],
)
def test_code_has_channels_in_the_framework_s_own_words(name: str, words: str) -> None:
    assert words in run("--code", name, "--kind", "conv", *DEPTHWISE).stdout
    biased = run("--code", name, "--kind", "conv", "--bias", *DEPTHWISE).stdout
    assert "bias=False" not in biased


def test_what_has_no_groups_says_so() -> None:
    refused = run("--code", "keras", "--kind", "transposed", *DEPTHWISE)
    assert refused.exit_code == 2
    assert "--groups 4: Keras has no groups in a transposed convolution" in refused.stderr
    table = run("--compare", "--kind", "transposed", *DEPTHWISE).stdout
    assert "Keras has no groups" in table and "lhs_dilation" in table
    assert 'type: "Deconvolution" convolution_param { num_output: 4' in table
    read = run("--framework", "jax", "--p", "same", "--kind", "transposed", *DEPTHWISE)
    assert "JAX has no groups in a transposed convolution" in read.stderr


def test_cells_that_are_appended_to_a_bias_are_refused() -> None:
    layer = Layer("transposed", kernel_size=1, crop=((0, -2),), bias=True)
    with pytest.raises(LayerError, match="as zeros, and with a bias they"):
        framework_named("pytorch").code(resolve_layer(layer, (2,)))
