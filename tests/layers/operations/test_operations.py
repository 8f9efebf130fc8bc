"""Operations: their two answers about cells agree, and a new one is a new file."""

from __future__ import annotations

import pickle
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

from tconv_anim import Layer, LayerError
from tconv_anim.layers.operations import operation_named, operation_names
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.transpose import adjoint_of, adjoint_refusal
from tests.helpers.daily import every
from tests.helpers.strategies import EXAMPLES, posed

EVERY_SECOND = '''
from tconv_anim.layers.axis import AxisTap
from tconv_anim.layers.expressions import I, floor
from tconv_anim.layers.operations.base import Operation


class EverySecond(Operation):
    """y[n] = x[2n]."""

    name = "every_second"
    title = "Every second cell"
    adjective = "every-second"
    steps = ("slide",)
    has_weights = False

    def axis(self, **parameters):
        return super().axis(k=1, s=2)

    def output_size(self, axis, i):
        return (i + 1) // 2

    def size_formula(self, axes, *, cropped=False):
        return floor((I - 1) / 2) + 1

    def axis_taps(self, axis, i, position):
        return [AxisTap(2 * position, 0, 0)]

    def axis_targets(self, axis, i, index):
        return [] if index % 2 else [(index // 2, 0)]


OPERATION = EverySecond()
'''

ADD = """
import sys
import tconv_anim.layers.operations as operations
operations.__path__.append(sys.argv.pop(1))
assert "every_second" in operations.operation_names()
"""
MODEL = """
from tconv_anim import Layer
from tconv_anim.layers.resolved_layer import resolve_layer
layer = Layer("every_second", kernel_size=3)
resolved = resolve_layer(layer, (5, 4))
assert layer.output_size((5, 4)) == resolved.output_size == (3, 2)
(tap,) = resolved.operation.taps(resolved, (2, 1))
assert (tap.channel, tap.input_cell) == (0, (4, 2))
assert resolved.operation.targets(resolved, (1, 2)) == []
print(resolved.calculations[0])
"""
COMMAND = """
from tconv_anim.cli import main
main()
"""


def run_with_operation(code: str, folder: Path, *args: str | Path) -> str:
    """What Python prints that finds the new operation in *folder*."""
    (folder / "every_second.py").write_text(EVERY_SECOND, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ADD + code, folder, *args],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_new_operation_is_a_new_file(tmp_path: Path) -> None:
    told = run_with_operation(MODEL, tmp_path)
    assert told == "o = floor((i - 1)/2) + 1 = floor((5 - 1)/2) + 1 = 3\n"


@pytest.mark.slow
@pytest.mark.parametrize("view", every(3, ["scatter", "gather", "matrix"]))
def test_a_new_operation_is_drawn(view: str, tmp_path: Path) -> None:
    target = tmp_path / "every_second.gif"
    layer = ("--kind", "every_second", "--i", "5", "--size", "480x270")
    run_with_operation(COMMAND, tmp_path, "render", *layer, "--view", view, "-o", target)
    assert target.read_bytes()[:4] == b"GIF8"
    assert b"--kind every_second" in target.read_bytes()


@given(posed())
@EXAMPLES
def test_taps_and_targets_are_the_same_products(resolved: ResolvedLayer) -> None:
    """From the output's side and from the input's, each by arithmetic of its own."""
    operation = resolved.operation
    from_outputs = {
        (cell, tap.input_cell, tap.weight_cell)
        for cell in product(*map(range, resolved.output_size))
        for tap in operation.taps(resolved, cell)
    }
    from_inputs = {
        (target.output_cell, cell, target.weight_cell)
        for cell in product(*map(range, resolved.input_size))
        for target in operation.targets(resolved, cell)
    }
    assert from_outputs == from_inputs


@given(posed())
@EXAMPLES
def test_the_adjoint_goes_back_over_the_same_products(resolved: ResolvedLayer) -> None:
    if adjoint_refusal(resolved) or not resolved.layer.rotate_kernel:
        return
    back = adjoint_of(resolved)
    assert (back.input_size, back.output_size) == (resolved.output_size, resolved.input_size)
    for cell in product(*map(range, resolved.input_size)):
        there = {(t.output_cell, t.weight_cell) for t in resolved.operation.targets(resolved, cell)}
        again = {(t.input_cell, t.weight_cell) for t in back.operation.taps(back, cell)}
        assert there == again


@pytest.mark.parametrize("name", operation_names())
def test_an_operation_is_one_object_in_every_process(name: str) -> None:
    operation = operation_named(name)
    assert pickle.loads(pickle.dumps(operation)) is operation
    axes = Layer(name, kernel_size=3).axes(2)
    assert pickle.loads(pickle.dumps(axes)) == axes


@pytest.mark.parametrize(
    ("layer", "title"),
    [
        (Layer("conv", kernel_size=3), "Convolution"),
        (Layer("conv", kernel_size=3, stride=(2, 1)), "Strided convolution"),
        (Layer("conv", kernel_size=3, stride=2, dilation=(1, 2)), "Dilated convolution"),
        (Layer("conv", kernel_size=1, dilation=2), "Convolution"),
        (Layer("transposed", kernel_size=3, stride=2), "Transposed convolution"),
        (Layer("transposed", kernel_size=3, dilation=2), "Dilated transposed convolution"),
    ],
)
def test_titles_say_what_sets_a_layer_apart(layer: Layer, title: str) -> None:
    assert layer.operation.layer_title(layer.axes(2)) == title


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(LayerError, match="kind='pool' is not a kind of layer"):
        Layer("pool", kernel_size=2)


def test_a_convolution_back_needs_no_negative_padding() -> None:
    layer = Layer("transposed", kernel_size=3, crop=((-1, 0),))
    with pytest.raises(LayerError, match="negative padding"):
        adjoint_of(resolve_layer(layer, 3))
