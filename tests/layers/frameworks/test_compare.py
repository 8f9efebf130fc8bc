"""Frameworks side by side: pixels are the same where it says so."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np
from hypothesis import given

from tconv_anim import apply, from_framework
from tconv_anim.layers.frameworks import NAMES, framework_named
from tconv_anim.layers.frameworks.compare import compare, twins
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.layers.spec import LayerSpec
from tests.helpers.size_command import run
from tests.helpers.strategies import EXAMPLES, posed

# -- frameworks compared -------------------------------------------------------------------


@given(posed())
@EXAMPLES
def test_compared_pixels_are_the_same_where_it_says_so(resolved: ResolvedLayer) -> None:
    """Shift and sizes against the values of both layers, cell by cell where both have one."""
    rng = np.random.default_rng(1)
    x = rng.integers(1, 100, resolved.input_size)
    w = rng.integers(1, 100, resolved.kernel_size)
    y = apply(resolved.layer, x, w)
    for row in compare(resolved):
        if row.error is not None:
            continue
        framework = framework_named(row.framework)
        axes = resolved.axes
        parameters: dict[str, Any] = {
            framework.names["kernel_size"]: tuple(a.k for a in axes),
            framework.stride_name(resolved.kind): tuple(a.s for a in axes),
            framework.names["dilation"]: tuple(a.d for a in axes),
            **row.parameters,
        }
        theirs = from_framework(row.framework, resolved.kind, resolved.input_size, **parameters)
        assert row.same_kernel == (theirs.rotate_kernel == resolved.layer.rotate_kernel)
        # Where one rotates the kernel and the other does not, only the places can be alike.
        other = apply(theirs, x, w if row.same_kernel else np.flip(w))
        assert other.shape == row.output_size
        if row.same_pixels:
            np.testing.assert_array_equal(other, y)
        if resolved.kind == "conv" and any(
            shift % a.s for shift, a in zip(row.shift, axes, strict=True)
        ):
            continue  # windows between the reference's: no cell in common
        steps = row.shift
        if resolved.kind == "conv":
            steps = tuple(shift // a.s for shift, a in zip(row.shift, axes, strict=True))
        cut = [
            slice(max(0, -n), min(a, b - n))
            for n, a, b in zip(steps, other.shape, y.shape, strict=True)
        ]
        if all(one.stop > one.start for one in cut):
            there = tuple(
                slice(one.start + n, one.stop + n) for one, n in zip(cut, steps, strict=True)
            )
            np.testing.assert_array_equal(other[tuple(cut)], y[there])


def test_the_famous_pair_is_shifted_by_one() -> None:
    resolved = resolve(LayerSpec(input_size=(4,), output_padding=(1,)), ndim=1)
    found = {(row.framework, str(row.parameters)): row for row in compare(resolved)}
    keras = found["keras", "{'padding': 'same'}"]
    assert (keras.output_size, keras.ends, keras.shift) == ((8,), ((0, 1),), (-1,))
    assert {twin.framework for twin in twins(resolved)} == set(NAMES)
    again = resolve(
        LayerSpec(input_size=(4,), framework="keras", padding="same", output_padding=None), ndim=1
    )
    torch = framework_named("pytorch").code(again)
    assert (torch.layer, torch.after) == (
        "torch.nn.ConvTranspose1d(1, 1, kernel_size=3, stride=2)",
        "y[..., :-1]",
    )


def test_compare_in_every_form() -> None:
    args = ("--compare", "--i", "4", "--op", "1", "--kind", "transposed", "-q")
    (layer,) = json.loads(run(*args, "--json").stdout)["layers"]
    rows, exact = layer["compare"]["frameworks"], layer["compare"]["twins"]
    assert [row["framework"] for row in exact] == list(NAMES)
    assert {row["framework"] for row in rows} == set(NAMES)
    same = next(r for r in rows if r["parameters"] == {"padding": "same"})
    assert same == {
        "framework": "keras",
        "parameters": {"padding": "same"},
        "output_size": [8, 8],
        "crop": [[0, 1], [0, 1]],
        "shift": [-1, -1],
        "same_kernel": True,
        "same_pixels": False,
    }
    for form, needle in (
        ("table", "shifted: y[n] is its y[n-1]"),
        ("markdown", "| Keras     | same "),
        ("latex", "Keras & same & 8 $\\times$ 8 & 0:1 & shifted: y[n] is its y[n-1]"),
    ):
        assert needle in run(*args, "--format", form).stdout
    first, second = run(*args, "--format", "csv").stdout.split("\n\n")
    heads, *table = csv.reader(io.StringIO(first))
    assert heads == ["framework", "padding", "output", "crop", "pixels"] and len(table) == 9
    assert next(csv.reader(io.StringIO(second))) == ["framework", "exactly this layer"]


def test_a_kernel_that_is_not_rotated_is_not_the_same() -> None:
    args = "--framework jax --kind transposed --i 4 --p same --compare --json -q"
    (layer,) = json.loads(run(*args.split()).stdout)["layers"]
    rows = {
        (row["framework"], str(row["parameters"].get("padding"))): row
        for row in layer["compare"]["frameworks"]
    }
    assert rows["jax", "SAME"]["same_pixels"] and rows["jax", "SAME"]["same_kernel"]
    assert not rows["keras", "same"]["same_pixels"] and not rows["keras", "same"]["same_kernel"]


def test_what_a_framework_refuses_is_told_in_its_row() -> None:
    result = run("--compare", "--d", "2", "--i", "5", "--json", "-q")
    for layer in json.loads(result.stdout)["layers"]:
        keras = [r for r in layer["compare"]["frameworks"] if r["framework"] == "keras"]
        assert all("dilation_rate" in row["error"] for row in keras)
    assert "refused: dilation_rate" in run("--compare", "--d", "2", "--i", "5", "-q").stdout
