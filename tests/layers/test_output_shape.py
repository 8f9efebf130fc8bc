"""An output size that is asked for, in every framework's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.errors import LayerError
from tconv_anim.layers.frameworks import NAMES, framework_named
from tconv_anim.layers.resolve import resolve, with_input_size
from tconv_anim.layers.spec import LayerSpec, defaults_of
from tests.helpers.daily import examples
from tests.helpers.size_command import run

FRAMEWORKS = (None, *NAMES)


def spec(framework: str | None, **values: Any) -> LayerSpec:
    tuples: dict[str, Any] = {name: (value,) for name, value in values.items()}
    return defaults_of(framework)._replace(**tuples)


@examples(40)
@given(
    st.sampled_from(FRAMEWORKS), st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.data()
)
def test_every_size_up_to_the_full_result_is_reached(
    framework: str | None, i: int, k: int, s: int, data: st.DataObject
) -> None:
    full = (i - 1) * s + k
    most = full if framework == "caffe" else full + s - 1
    o = data.draw(st.integers(1, most))
    asked = spec(framework, input_size=i, kernel_size=k, stride=s, output_shape=o)
    found = resolve(asked, ndim=1)
    assert found.output_size == (o,)
    (axis,) = found.axes
    assert full - axis.crop_begin - axis.crop_end == o
    if framework in (None, "pytorch") and not found.cropped:
        assert (i - 1) * s - axis.pad_begin - axis.pad_end + k + axis.op == o
        assert 0 <= axis.op < s
        assert framework is None or axis.pad_begin == axis.pad_end
    with pytest.raises(LayerError, match="output_shape"):
        resolve(asked._replace(output_shape=(most + 1,)), ndim=1)


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ("pytorch --i 4 --output-shape 10", "kernel_size=3, stride=2, output_padding=1)"),
        ("pytorch --i 4 --output-shape 8", "stride=2, padding=1, output_padding=1)"),
        ("pytorch --i 4 --k 4 --p 0 --output-shape 8", "kernel_size=4, stride=2, padding=1)"),
        ("pytorch --i 4 --s 1 --output-shape 5", "kernel_size=3); y = y[..., :-1, :-1]"),
        ("keras --i 4 --output-shape 8", 'strides=2, padding="same")'),
        ("keras --i 4 --output-shape 10", "strides=2, output_padding=1)"),
        ("keras --i 4 --output-shape 6", "strides=2); y = y[:, 1:-2, 1:-2, :]"),
        ("jax --i 4 --output-shape 8", 'padding="SAME"'),
        ("jax --i 4 --output-shape 6", "padding=[(1, 0), (1, 0)]"),
        ("onnx --i 4 --output-shape 8", "pads=[1, 1, 0, 0]"),
        ("caffe --i 4 --output-shape 7", "pad: 1"),
        ("caffe --i 4 --output-shape 6", "pad: 1 }; y = Crop(y, offset 0, 0, to 6 x 6)"),
        ("tf --i 4 --output-shape 8x9", "y = y[:, :-1, :, :]"),
    ],
)
def test_what_reaches_it_is_told_in_the_framework_s_words(args: str, line: str) -> None:
    command = ("--framework", *args.split(), "--kind", "transposed")
    (row,) = json.loads(run(*command, "--json", "-q").stdout)["layers"]
    assert line in row["reached_by"]
    told = run(*command, "-q").stdout
    assert framework_named(row["framework"]).title in told and "│ by" in told


def test_a_padding_that_does_is_kept() -> None:
    asked = LayerSpec(input_size=(4,), kernel_size=(5,), padding=((2, 2),), output_shape=(8,))
    found = resolve(asked, ndim=1).axes[0]
    assert (found.pad_begin, found.op) == (2, 1)
    assert resolve(asked._replace(padding=((0, 0),)), ndim=1).axes[0].pad_begin == 2


def test_another_input_of_a_cropped_layer_is_as_large_as_was_asked() -> None:
    found = resolve(spec("keras", input_size=4, output_shape=6), ndim=1)
    assert with_input_size(found, (3,)).output_size == (6,)


def test_a_size_that_cannot_be_is_refused_with_the_full_result_of_every_axis() -> None:
    asked = ("--i", "3x4x3", "--output-shape", "50")
    told = run(*asked, "--kind", "transposed")
    assert told.exit_code == 2
    assert "its full result is 7 x 9 x 7 in all, and" in told.stderr
    assert "framework" not in run(*asked).stdout  # no table of frameworks without a row
