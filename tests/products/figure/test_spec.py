"""One figure as it is asked for: the same from the command line, from a row and from Python."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import tconv_anim as ta
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.command import figure_command, read_command
from tconv_anim.products.figure.spec import FigureSpec, figure_spec


def test_it_is_pickled_as_it_is() -> None:
    spec = FigureSpec(ta.Layer("conv", kernel_size=2), x=[[1, 2], [3, 4]], theme="dark")
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert hash(spec) == hash(pickle.loads(pickle.dumps(spec)))


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        (np.arange(4, dtype=np.int8).reshape(2, 2), ((0, 1), (2, 3))),
        ([1, 2**70], (1, 2**70)),
        (np.array([0.1], np.float32), (float(np.float32(0.1)),)),
    ],
)
def test_numbers_are_kept_exactly_and_nobody_changes_them(numbers: Any, kept: Any) -> None:
    assert FigureSpec(x=numbers).x == kept


@pytest.mark.parametrize(
    ("said", "spec"),
    [
        ({}, FigureSpec(dims=2)),
        ({"kernel_size": (4,), "seed": 0}, FigureSpec(LayerSpec(kernel_size=(4,)), dims=2)),
        ({"dims": 1, "x": "1,2"}, FigureSpec(dims=1, x=[1, 2])),
        ({"no_values": True, "at": (1, 2)}, FigureSpec(dims=2, values="none", at=(1, 2))),
    ],
)
def test_options_make_it(said: dict[str, Any], spec: FigureSpec) -> None:
    assert figure_spec(said) == (spec, False)
    name, again = read_command(figure_command(spec, spec.resolved()))
    assert name == "render"
    assert figure_spec(again)[0].resolved() == spec.resolved()


def test_dims_and_the_rest_must_agree() -> None:
    layer = ta.Layer("conv", kernel_size=3)
    assert len(FigureSpec(layer, dims=1).resolved().axes) == 1
    assert len(FigureSpec(layer).resolved().axes) == 2
    with pytest.raises(ta.LayerError, match="dims=1 does not fit the layer and its input"):
        FigureSpec(layer, dims=1, input_size=(3, 3)).resolved()
    with pytest.raises(
        ta.FigureError, match=r"input_size=\(4,\) does not fit x, which has 2 cells"
    ):
        figure_spec({"dims": 1, "x": "1,2", "input_size": (4,)})


def test_a_view_may_start_from_another_layer_than_the_default_example() -> None:
    """Overlap: from 5 to 10, unless the layer is said; its command says the size."""

    def sizes(**said: object) -> tuple[object, object, str]:
        spec, _ = figure_spec(said)
        resolved = spec.resolved()
        return resolved.input_size, resolved.output_size, figure_command(spec, resolved)

    command = "tconv-anim render --i 5 --op 1 --view overlap"
    assert sizes(view="overlap") == ((5, 5), (10, 10), command)
    assert sizes(view="overlap", kernel_size=(4,))[:2] == ((5, 5), (10, 10))
    size, _, told = sizes(view="overlap", input_size=(3,))
    assert size == (3, 3)
    assert sizes(**read_command(told)[1])[0] == (3, 3)
    assert sizes(view="overlap", x="1,2;3,4", padding=((0, 0),))[0] == (2, 2)
    assert sizes()[0] == (3, 3)
