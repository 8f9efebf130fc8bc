"""Gather with channels: every number of a frame, worked out a second time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.story.captions.alt_text import alt_text
from tconv_anim.story.film import film_frames
from tconv_anim.story.frame import LIT, CellRole, label_text
from tconv_anim.story.motion import with_motion
from tconv_anim.story.notation import PRINTED, SPOKEN
from tconv_anim.story.values import CellName
from tests.helpers.channels import LAYERS, figure, view
from tests.helpers.channels import total as added
from tests.helpers.daily import every
from tests.helpers.frames import number


@pytest.mark.parametrize("name", every(3, LAYERS))
def test_sums_and_bias_make_the_output_cell(name: str) -> None:
    """Each sum is that of its taps; together with the bias they are the cell that is shown."""
    layer = LAYERS[name]
    story = view(layer)
    example, plane = story.example, story.plane
    for index in range(0, len(story), 3 if len(story) < 60 else 13):
        frame = story.frame(index)
        if frame.equation is None:
            continue
        target: Any = frame.equation.target
        f, cell = target.channel, (0, *target.at)[-2:]
        total = 0 if example.bias is None else int(example.bias[f])
        by_channel: dict[int, int] = {}
        for tap in plane.operation.taps(plane, cell, f):
            pair = (tap.channel, f - layer.channels_reached(tap.channel).start)
            if layer.operation.driven_by == "output":
                pair = (f, tap.channel - layer.channels_read(f).start)
            value = int(example.x[(tap.channel, *tap.input_cell)])
            product = value * int(example.w[(*pair, *tap.weight_cell)])
            by_channel[tap.channel] = by_channel.get(tap.channel, 0) + product
        hidden = total + sum(by_channel.values())
        for channel in layer.channels_read(f):
            grid = frame.grids.get(f"sum {channel}")
            if grid is not None:
                shown = number(grid.texts[0, 0])
                assert shown == by_channel.get(channel, 0)
                total += shown
        if (rest := frame.grids.get("rest")) is not None and rest.texts[0, 0]:
            total += number(rest.texts[0, 0])
        output = frame.grids[f"output {f}"]
        assert output is not None
        assert total == hidden == number(output.texts[cell]) == frame.equation.value
        if len(frame.equation.terms) > 1:
            assert added(frame.equation.terms) == total


def test_filters_follow_each_other_and_fill_their_channels() -> None:
    story = view(LAYERS["3 to 2"])
    half = len(story) - 1 - 4
    frame = story.frame(half)
    first, second = (frame.grids[f"output {f}"] for f in (0, 1))
    assert first is not None and second is not None
    assert set(first.roles.flat) == {CellRole.OUTPUT} and not first.marks
    assert [int(role) for role in second.roles.flat].count(CellRole.NOW) == 1
    assert story.storyboard.steps == ("slide filter 0", "slide filter 1")
    assert frame.step == 1
    assert story.scene_of((1, 0, 0)) == half


def test_another_group_is_pale_and_not_read() -> None:
    story = view(LAYERS["grouped"])
    number_ = story.scene_of((2, 1, 1))
    assert number_ is not None
    frame = story.frame(number_)
    for channel in range(4):
        grid = frame.grids[f"input {channel}"]
        assert grid is not None
        read = channel in (2, 3)
        assert bool((grid.roles & LIT).any()) is read
        assert (int(CellRole.OTHER) in grid.roles) is not read
        kernel = frame.grids[f"kernel {channel}"]
        assert kernel is not None  # pale, of the first filter that reads there
        assert (int(CellRole.OTHER_KERNEL) in kernel.roles) is not read
        assert (frame.grids[f"sum {channel}"] is not None) is read


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("depthwise", "Depthwise convolution, 4 channels", "no channels are mixed"),
        ("pointwise", "Pointwise convolution, 3 channels to 2", "channels are mixed and nothing"),
        ("grouped", "Grouped convolution, 4 channels to 4 in 2 groups", "groups never meet"),
        ("3 to 2", "Convolution, 3 channels to 2", "a slice for each of the 3 input channels"),
    ],
)
def test_captions_say_what_is_mixed(name: str, title: str, said: str) -> None:
    story = view(LAYERS[name])
    assert story.storyboard.title == title
    assert said in PRINTED.text(story.frame(0).caption)
    layer, last = story.layer, PRINTED.text(story.frame(len(story) - 1).caption)
    size = " × ".join(map(str, (layer.out_channels, *story.plane.output_size)))
    assert last.startswith(f"Done: {layer.out_channels} filters have made") and size in last
    assert ("mixed" in last) == (name in ("depthwise", "pointwise"))
    words = alt_text(story, moving=True)
    assert title in words and words.isascii()
    still = alt_text(story, moving=False, shown=(story.fullest_scene(),))
    assert ". : " not in still and "which is" in still


def test_more_channels_than_fit_are_counted_and_added() -> None:
    story = view(LAYERS["many"])
    shown = story.shown_channels
    assert 1 <= shown.inputs < 64
    (section,) = story.storyboard.sections
    assert section.channels is not None
    assert section.channels.more == f"… {64 - shown.filters} more"
    number_ = story.scene_of((0, 1, 1))
    assert number_ is not None
    frame = story.frame(number_)
    rest, output = frame.grids["rest"], frame.grids["output 0"]
    assert rest is not None and output is not None
    assert rest.label == f"… {64 - shown.inputs} more"
    x, w = story.example.x, story.example.w
    window = x[shown.inputs :, 1:3, 1:3]
    assert number(rest.texts[0, 0]) == int((window * w[0, shown.inputs :]).sum())
    assert len(story) < 2000 and story.scene_of((63, 0, 0)) is None


def test_channels_of_one_axis() -> None:
    layer = Layer("conv", kernel_size=5, stride=2, padding=2, in_channels=4, out_channels=2)
    story = view(layer, input_size=(12,), dims=1)
    frame = story.frame(len(story) - 2)
    assert frame.equation is not None
    target: Any = frame.equation.target
    assert (target.at, target.channel) == ((5,), 1)
    assert frame.equation.value == int(story.example.y[1, 0, 5])
    np.testing.assert_array_equal(
        [number(text) for text in story.frame(len(story) - 1).grids["output 1"].texts.flat],  # type: ignore[union-attr]
        story.example.y[1].ravel(),
    )


def test_a_colour_picture_keeps_its_three_planes_where_numbers_have_no_room() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (3, 12, 12))
    layer = Layer("conv", kernel_size=3, in_channels=3, out_channels=1)
    assert view(layer, x=picture, rgb=True, input_size=12).shown_channels.inputs == 3


def test_slices_turn_before_they_slide_as_one_kernel_does() -> None:
    story = view(LAYERS["transposed"], input_size=3)
    frames = [story.frame(n) for n in range(5)]
    assert [frame.step for frame in frames] == [0, 1, 2, 3, 3]
    assert frames[0].workings and not frames[1].workings
    shown = [frame.grids["kernel 0"] for frame in frames]
    given = story.numbers.w(0, 0).texts
    for at, grid in enumerate(shown):
        assert grid is not None
        expected = given if at < 3 else np.flip(given)
        np.testing.assert_array_equal(grid.texts, expected)
    between = [f.grids["kernel 1"] for f in with_motion(frames) if f.between and f.index == 3]
    assert any(grid is not None and grid.pose for grid in between)


@pytest.mark.parametrize(("channels", "groups"), [(4, 2), (8, 2), (12, 4), (24, 2), (6, 3)])
def test_a_filter_adds_hidden_channels_of_its_group_alone(channels: int, groups: int) -> None:
    layer = Layer("conv", kernel_size=2, in_channels=channels, out_channels=channels, groups=groups)
    story, read = view(layer, input_size=3), channels // groups
    inputs, filters, _ = story.shown_channels
    assert inputs % read == 0 or inputs < read
    for f in range(filters):
        index = story.scene_of((f, 0, 0))
        assert index is not None
        rest = story.frame(index).grids.get("rest")
        hidden = [c for c in layer.channels_read(f) if c >= inputs]
        assert len(hidden) < read
        assert (rest.label if rest else None) == (f"… {len(hidden)} more" if hidden else None)
    rows = story.storyboard.sections[0].channels
    assert rows is not None
    assert rows.hidden == channels - inputs
    assert list(rows.breaks) == [n for n in range(1, inputs) if n % read == 0 and read > 1]


def test_a_grouped_layer_of_four_channels_shows_them_all() -> None:
    layer = Layer(
        "transposed", kernel_size=3, stride=2, padding=1, in_channels=4, out_channels=4, groups=2
    )
    for style in ("flat", "isometric"):
        assert view(layer, input_size=3, style=style).shown_channels.inputs == 4


def test_depthwise_cells_are_written_as_their_products() -> None:
    story = view(LAYERS["depthwise"])
    for f in story.filters:
        index = story.scene_of((f, 1, 0))
        assert index is not None
        equation = story.frame(index).equation
        assert equation is not None
        window = story.example.x[f, 1:4, 0:3]
        factors = [term.factors for term in equation.terms]
        products = list(zip(window.flat, story.example.w[f, 0].flat, strict=True))
        assert factors == [pair for pair in products if 0 not in pair]
        assert equation.value == int((window * story.example.w[f, 0]).sum())
        assert equation.zeros == len(products) - len(factors)


def test_outputs_of_planes_hold_their_numbers_where_inputs_can_leave_room() -> None:
    layer = Layer(
        "transposed", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=3, groups=3
    )
    places = figure(layer, input_size=3, style="isometric").page.places
    assert all(places[f"output {f}"].cells.text_px for f in range(3))


@pytest.mark.parametrize("name", ["3 to 2", "transposed"])
def test_a_film_passes_few_of_many_positions_and_takes_no_longer(name: str) -> None:
    """Many panels change with each, which makes files large."""
    story = view(LAYERS[name], input_size=6)
    whole, film = list(story.frames()), list(film_frames(story))
    passed = [frame for frame in film if frame.fast]
    few = 20 + sum(story.shows(frame.index) for frame in passed)
    assert len(passed) <= few + 1 < sum(frame.fast for frame in whole)
    assert sum(frame.ms for frame in film) <= 28_500
    kept = {frame.index for frame in whole if not frame.fast}
    assert kept <= {frame.index for frame in film}
    for f in story.filters:
        grid = film[-1].grids[f"output {f}"]
        assert grid is not None and all(grid.texts.flat)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("course", "adds up 3 channels and the bias"),
        ("transposed", "adds up 2 channels"),
        ("grouped", "adds up 2 channels and the bias"),
    ],
)
def test_without_digits_it_says_how_much_is_added(name: str, words: str) -> None:
    story = view(LAYERS[name], values="none")
    equation = story.frame(story.fullest_scene()).equation
    assert equation is not None and equation.remark == words


def test_slices_that_turn_keep_the_shades_of_their_weights() -> None:
    """They are shades among all weights, of which a slice need not have the largest."""
    story = view(LAYERS["transposed"], values="none")
    levels = dict[int, int]()
    for index in range(0, len(story), 16):
        for channel in range(2):
            kernel = story.frame(index).grids[f"kernel {channel}"]
            assert kernel is not None and kernel.shades is not None
            words = label_text(kernel.label, SPOKEN)
            weights = story.numbers.w(int(words.split()[1]), channel).numbers
            weights = np.flip(weights) if "turned" in words else weights
            for weight, level in zip(weights.flat, kernel.shades.flat, strict=True):
                assert levels.setdefault(int(weight), int(level)) == level


@pytest.mark.parametrize("name", ["gather", "matrix", "scatter"])
@pytest.mark.parametrize(("filters", "size"), [(3, (960, 540)), (32, (960, 540)), (32, (480, 270))])
def test_the_last_sentence_claims_no_more_than_was_shown(
    name: str, filters: int, size: tuple[int, int]
) -> None:
    layer = Layer("conv", kernel_size=2, in_channels=2, out_channels=filters)
    story = view(layer, view=name, size=size)
    said, shown = PRINTED.text(story.frame(len(story) - 1).caption), len(story.filters)
    if shown == filters:
        assert "shown" not in said
    elif name == "scatter":
        assert f"{filters} × 3 × 3 ({shown} shown)" in said
    else:
        assert f" of {filters} " in said and "work alike" in said
        assert f"{filters} filters have" not in said


def test_a_depthwise_equation_counts_every_cell_of_its_slice() -> None:
    """Products with a zero are counted, those of padding, too, and the others are terms."""
    story = view(LAYERS["depthwise"].replaced(padding=1))
    corner = story.frame(story.scene_of((0, 0, 0)) or 0).equation
    assert corner and isinstance(corner.target, CellName) and corner.target.at == (0, 0)
    assert corner.zeros >= 5  # the window has five cells of padding there
    assert len(corner.terms) + corner.zeros == 9
