"""Receptive fields against what single cells touch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.compute import Array
from tconv_anim.compute.resample import resampled
from tconv_anim.layers.networks.compact_notation import read_words
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.network import Step
from tconv_anim.layers.networks.receptive_field import INPUT, Stage, fields, reach
from tconv_anim.layers.networks.toml_file import read_document
from tconv_anim.layers.operations import operation_named
from tconv_anim.layers.resampling.resize import Resize
from tests.helpers.daily import every, examples
from tests.helpers.networks import check_fields, words


def by_slicing(step: Step, now: Array) -> Array:
    """Tap by tap; quicker."""
    if step.scale:  # a shuffle moves positions as a nearest resize does
        mode: Any = step.mode or "nearest"
        found = resampled(Resize(scale=step.scale, mode=mode), np.eye(len(now))).T != 0
        mixed: Array = found.astype(np.int8) @ now
        return mixed
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


@st.composite
def lines(draw: st.DrawFn) -> str:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        k, s, d = (draw(st.integers(1, most)) for most in (4, 3, 3))
        p = draw(st.integers(0, 2))
        kind = draw(st.sampled_from(["", "", "conv:", "pool:", "resize:", "bilinear:", "bicubic:"]))
        if kind in ("", "conv:", "pool:"):
            p = min(p, k // 2) if kind == "pool:" else p
            found.append(f"{kind}k{k}s{s}p{p}d{d}")
        else:
            found.append(f"{draw(st.sampled_from([kind, 'shuffle:']))}x{s}")
    return " ".join(found)


@given(lines())
@examples(8)
def test_fields_are_what_single_cells_touch(line: str) -> None:
    """Of every kind of layer in any order, with holes and gaps, on a map that is large enough."""
    check_fields(network_of(read_words(line), input_size=(150,), dims=1), by_slicing)


@pytest.mark.parametrize(
    "skips",
    every(
        2,
        [
            'skip = { from = "a" }',
            'skip = { from = "a", offset = "center" }',
            'skip = { from = "input", join = "add" }',
            "skip = { size = 70 }",
        ],
    ),
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


def test_fields_that_take_too_long_are_not_known() -> None:
    network = words("k3s1000 k3s1000", 3)
    assert network.steps[-1].field is None and network.steps[-1].reach == (2 * 1001 + 1,) * 2
    apart = Stage(((INPUT, 0), (0, 0)))  # what it joins moves at another pace
    axis = words("conv:k2s2").steps[0].axes
    assert axis and fields([Stage(((INPUT, 0),), axis[0]), apart]) == [2, None]
    assert reach([Stage(((INPUT, 0),), axis[0]), apart], (1,)) == [None]
    assert fields([Stage(((INPUT, 0),), known=False), Stage(((0, 0),))]) == [None, None]


def test_a_question_that_is_asked_again_has_its_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the longest chains end in time, though the same question is answered at once."""
    monkeypatch.setattr("tconv_anim.layers.networks.receptive_field.MOST_WORK", 1000)
    conv = operation_named("conv").axis(k=3, s=1, pad=(1, 1))
    found = reach([Stage(((number - 1, 0),), conv) for number in range(50)], range(50))
    known = max(n for n in range(50) if n * (n + 1) / 2 <= 1000)
    assert found == [2 * number + 3 for number in range(known)] + [None] * (50 - known)
