"""What the parts of a sheet say is what is so."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tconv_anim as ta
from tconv_anim.layers.frameworks.compare import compare, twins
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.sheet.grid_block import GridBlock, StripRows
from tconv_anim.products.sheet.sections import networks, steps, views
from tconv_anim.products.sheet.sections.section import Section
from tests.helpers.commands import run
from tests.helpers.daily import every
from tests.helpers.sheets import LAYERS, sheet_of, subject_of, told

# -- what it says ---------------------------------------------------------------------------


@pytest.mark.parametrize("flags", every(19, LAYERS))
def test_every_part_has_its_heading_and_says_something(flags: str) -> None:
    said = told(sheet_of(flags))
    headings = ("Sizes", "Step by step", "three ways", "Overlap", "framework", "confused", "used")
    assert all(heading in said for heading in headings)
    for row in subject_of(flags).rows:
        if row.resolved is None:
            assert "cannot be" in said
        else:
            assert " × ".join(map(str, row.resolved.output_size)) in said
            assert f"{row.resolved.macs:,}" in said


def test_the_usual_sheet_says_what_the_size_command_says() -> None:
    said = told(sheet_of("--i 4 --op 1")).replace(" ", "")
    for data in json.loads(run("size", "--i", "4", "--op", "1", "--json").stdout)["layers"]:
        shown = data["worked"][0].replace("*", "·").replace("-", "−").replace(" ", "")
        assert re.sub(r"floor\((.*?/\d)\)", r"⌊\1⌋", shown) in said


def picture_of(part: Section) -> GridBlock:
    blocks = part.body.blocks  # type: ignore[attr-defined]
    (strips,) = (block for block in blocks if isinstance(block, StripRows))
    return strips.joint


@pytest.mark.parametrize(
    "flags", ["", "--op 1 --i 4", "--k 3x5 --s 2x1", "--dims 1 --i 4", "--d 2"]
)
def test_strips_are_the_layer_on_its_numbers(flags: str) -> None:
    """The last input, by the kernel as it stands there, is the output that is shown."""
    content = subject_of(flags)
    grids = picture_of(steps.section(content)).grids

    def values(name: str) -> np.ndarray[Any, Any]:
        grid = grids[name]
        assert grid is not None
        return np.array([[int(cell) if cell else 0 for cell in row] for row in grid.texts])

    for kind in ("transposed", "conv"):
        resolved = content.resolved(kind)
        assert resolved is not None
        last = "4" if kind == "transposed" else "2"
        padded = values(f"{kind} {last}")
        (used,) = (n for n in grids if n in (f"{kind} kernel", f"{kind} rotated"))
        kernel, output = values(used), values(f"{kind} output")
        grid = grids[f"{kind} {last}"]
        assert grid is not None
        (window,) = (mark for mark in grid.marks if mark.kind in ("window", "extent"))
        under = padded[window.row :, window.column :][: window.rows, : window.columns]
        row, column = content.cell(resolved)
        assert int((under * kernel).sum()) == output[row, column] > 0


@pytest.mark.parametrize(
    "flags", every(3, ["", "--k 4", "--kind conv --i 6", "--dims 1 --i 5", "--d 2"])
)
def test_three_ways_give_one_number_and_it_is_right(flags: str) -> None:
    content = subject_of(flags)
    resolved, story = content.main, content.view(content.main, "all")
    assert not isinstance(story, str)
    cell = content.cell(resolved)
    frame = story.frame_of(cell)
    example = story.example
    whole = ta.apply(example.plane.layer, example.xs.numbers, example.ws.numbers)
    for equation in frame.asides.values():
        assert equation.value == whole[cell]
    said = told(sheet_of(flags))
    at = ",".join(map(str, cell[-len(resolved.axes) :]))
    assert said.count(f"y[{at}] = ") == len(frame.asides) - 1 == 3
    assert views.HEADING in said


def test_a_telling_cell_has_more_than_one_term() -> None:
    for flags in ("", "--k 4", "--k 5 --p 2"):
        content = subject_of(flags)
        story = content.view(content.main, "gather")
        assert not isinstance(story, str)
        equation = story.frame_of(content.cell(content.main)).equation
        assert equation is not None
        assert len(equation.terms) >= 4


@pytest.mark.parametrize("flags", every(14, LAYERS))
def test_code_and_sizes_are_the_frameworks_own(flags: str) -> None:
    content = subject_of(flags)
    said = told(sheet_of(flags, topic="frameworks")).replace(" ", "")
    for twin in twins(content.main):
        if twin.code and twin.framework != "caffe":
            assert twin.code.layer.replace(" ", "") in said
    for row in compare(content.main):
        if row.output_size:
            assert "×".join(map(str, row.output_size)) in said
        else:
            assert "refused" in said


@pytest.mark.parametrize(
    ("name", "flags"),
    every(
        3,
        [
            ("dcgan", "--i 4 --k 4 --s 2 --p 1"),
            ("fcn-32s", "--i 16 --k 64 --s 32 --p 0"),
            ("keras-vae", "--framework keras --p same --i 7"),
            ("wavegan", "--dims 1 --framework keras --k 25 --s 4 --p same --i 16"),
        ],
    ),
)
def test_known_layers_are_found(name: str, flags: str) -> None:
    said = told(sheet_of(flags))
    assert "Presets with exactly this layer" in said
    assert name in said


def test_a_layer_of_no_preset_says_so() -> None:
    assert "No preset has exactly this transposed layer" in told(sheet_of("--k 7 --s 5"))


@pytest.mark.parametrize(
    ("flags", "verdict"),
    [
        ("--k 4", "Even: interior cells are reached 4 times."),
        ("--k 2 --p 0", "Even: interior cells are reached once."),
        (
            "--k 2 --p 0 --op 1",
            "Dead: interior cells are reached once, and the last 1 along each axis never.",
        ),
        ("--k 2 --p 0 --op 1x0", "and the last 1x0 along the axes never."),
        ("--k 3 --p 0", "Uneven: interior cells are reached"),
    ],
)
def test_dead_cells_are_not_called_even(flags: str, verdict: str) -> None:
    assert verdict in told(sheet_of(flags))


@pytest.mark.slow
def test_the_users_of_even_kernels_are_even() -> None:
    titles = {
        network.title.split(", ")[0]: network
        for network in (network_of(preset(name)) for name in preset_names())
    }
    users = networks.even_users().split(", ")
    assert {"DCGAN", "U-Net", "pix2pix"} <= set(users)
    assert not any(titles[user].uneven for user in users)


@given(i=st.integers(1, 6), k=st.integers(1, 6), s=st.integers(1, 4), p=st.integers(0, 3))
def test_sizes_that_op_chooses_from_lead_back(i: int, k: int, s: int, p: int) -> None:
    """What is said about op is true: a convolution takes those sizes to i."""
    from tconv_anim.errors import LayerError
    from tconv_anim.layers.resolve import resolve
    from tconv_anim.products.sheet.sections.confusions import _leading_to

    try:
        resolved = resolve(
            LayerSpec(input_size=(i,), kernel_size=(k,), stride=(s,), padding=((p, p),))
        )
    except LayerError:
        return
    layer = ta.Layer("conv", kernel_size=k, stride=s, padding=p)
    for size in _leading_to(resolved.axes[0], i, resolved.output_size[0]):
        assert layer.output_size((size,)) == (i,)
