"""Scatter with channels: each sum as its taps make it, and the whole output at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, apply
from tconv_anim.story.channels.view import ChannelView
from tconv_anim.story.frame import LIT, CellRole, Frame, Grid
from tconv_anim.story.notation import PRINTED
from tests.helpers.channels import LAYERS, view
from tests.helpers.frames import number


def kept(story: ChannelView, frame: Frame, filter_: int) -> Grid:
    """What remains of an output channel's sums once they are cropped."""
    grid, plane = frame.grids[f"output {filter_}"], story.plane
    assert grid is not None
    top, left = (max(axis.crop_begin, 0) * story.shown_channels.ring for axis in plane.axes)
    high, wide = plane.output_size
    inner = np.s_[top : top + high, left : left + wide]
    moved = {(row - top, column - left): note for (row, column), note in grid.notes.items()}
    return replace(grid, roles=grid.roles[inner], texts=grid.texts[inner], notes=moved)


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "depthwise", "transposed"])
def test_sums_hold_what_came_so_far(name: str) -> None:
    """Of each output cell: the bias, and its taps whose input cells have had their turn."""
    layer = LAYERS[name]
    story = view(layer, view="scatter", input_size=3)
    example, plane = story.example, story.plane
    cells = int(np.prod(plane.input_size))
    for index in range(1, len(story) - 2, 4):
        frame, turn = story.frame(index), index - 1
        for f in story.filters:
            grid = kept(story, frame, f)
            for cell in np.ndindex(*plane.output_size):
                total = 0 if example.bias is None else int(example.bias[f])
                given, now = 0, False
                for tap in plane.operation.taps(plane, cell, f):
                    at = tap.channel * cells + int(
                        np.ravel_multi_index(tap.input_cell, plane.input_size)
                    )
                    if at > turn:
                        continue
                    weights = story.numbers.w(f, tap.channel).numbers
                    value = int(example.x[(tap.channel, *tap.input_cell)])
                    total += value * int(weights[tap.weight_cell])
                    given, now = given + 1, now or at == turn
                text, role = grid.texts[cell], int(grid.roles[cell])
                assert bool(text) is bool(given or example.bias is not None)
                assert not text or number(text) == total
                assert (bool(role & LIT) or role == CellRole.NOW) is now
        if frame.equation is not None:
            target: Any = frame.equation.target
            terms = frame.equation.terms
            *before, product = terms
            x, w = product.factors
            assert sum(term.value for term in before) + x * w == frame.equation.value
            grid = kept(story, frame, target.channel)
            assert number(grid.texts[(0, *target.at)[-2:]]) == frame.equation.value


@pytest.mark.parametrize("name", ["3 to 2", "many", "transposed"])
def test_the_output_is_whole_at_the_end(name: str) -> None:
    story = view(LAYERS[name], view="scatter", input_size=3)
    frame = story.frame(len(story) - 1)
    for f in story.filters:
        grid = kept(story, frame, f)
        shown = [[number(text) for text in row] for row in grid.texts]
        np.testing.assert_array_equal(shown, story.example.y[f])
    hidden = LAYERS[name].in_channels - story.shown_channels.inputs
    said = PRINTED.text(frame.caption)
    assert (f"{hidden} of them not shown" in said) is bool(hidden)
    every = {2: "Both channels"}.get(LAYERS[name].in_channels, f"All {LAYERS[name].in_channels}")
    assert said.startswith(every)


def test_a_cell_reaches_the_filters_of_its_group_alone() -> None:
    story = view(LAYERS["grouped"], view="scatter", input_size=3)
    frame = story.frame(1)
    for f in story.filters:
        kernel = frame.grids[f"kernel {f}"]
        assert kernel is not None
        assert (CellRole.OTHER_KERNEL in kernel.roles) is (f not in (0, 1))
        assert (frame.grids[f"stamp {f}"] is not None) is (f in (0, 1))
    assert "an output channel of its group" in PRINTED.text(story.frame(0).caption)


@pytest.mark.parametrize("name", ["3 to 2", "course", "grouped", "depthwise", "transposed"])
def test_the_still_is_in_the_middle_and_adds_more_than_0(name: str) -> None:
    story = view(LAYERS[name], view="scatter", input_size=3)
    frame = story.frame(story.fullest_scene())
    assert frame.equation is not None
    *_, product = frame.equation.terms
    x, w = product.factors
    assert x * w != 0
    lit = [n for n, grid in frame.grids.items() if n.startswith("input") and grid and grid.marks]
    assert lit == [f"input {(story.shown_channels.inputs - 1) // 2}"]
    assert story.fullest_scene() <= (len(story) + 1) // 2 + 1


@pytest.mark.parametrize(("name", "most"), [("depthwise", 3), ("transposed", 3), ("pointwise", 1)])
def test_shades_have_a_legend_up_to_the_most_that_a_sum_is_reached(name: str, most: int) -> None:
    legend = view(LAYERS[name], view="scatter", input_size=3).storyboard.legend
    said = [entry.text for entry in legend if entry.role != CellRole.GHOST]
    assert said == ["from 1 position", "2", "3 or more"][:most]


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "transposed", "many"])
def test_a_stamp_is_an_input_cell_times_a_slice_and_lands_as_it_lies(name: str) -> None:
    """Where a stamp is laid on its frame, each of its cells is what that cell notes."""
    story = view(LAYERS[name], view="scatter", input_size=3)
    plane = story.plane
    for index in range(1, len(story) - 2, 5):
        frame = story.frame(index)
        channel, at = divmod(index - 1, int(np.prod(plane.input_size)))
        cell = tuple(int(n) for n in np.unravel_index(at, plane.input_size))
        for f in story.filters:
            stamp, sums = frame.grids[f"stamp {f}"], kept(story, frame, f)
            if stamp is None:
                continue
            landing = np.argwhere(stamp.roles == CellRole.STAMP)
            targets = [t for t in plane.operation.targets(plane, cell, channel) if t.channel == f]
            if story.shown_channels.ring:  # what is cropped has landed, too
                weights = {t.weight_cell for t in targets}
                assert len(landing) == stamp.roles.size
                landing = landing[[tuple(at) in weights for at in landing.tolist()]]
            places = sorted(t.output_cell for t in targets)
            for (row, column), place in zip(landing, places, strict=True):
                weight = next(t.weight_cell for t in targets if t.output_cell == place)
                value = int(story.example.x[(channel, *cell)])
                product = value * int(story.numbers.w(f, channel).numbers[weight])
                assert number(stamp.texts[row, column]) == product
                if note := sums.notes.get((place[0], place[1])):
                    assert number(note.lstrip("+")) == product


def test_without_numbers_stamps_are_shades_of_their_products() -> None:
    """Equal products look alike in all stamps, and larger ones are of a higher level."""
    story = view(LAYERS["transposed"], view="scatter", input_size=3, values="none")
    x, levels = story.example.x, dict[int, int]()
    for index in range(1, len(story) - 2, 3):
        channel, at = divmod(index - 1, int(np.prod(story.plane.input_size)))
        for f in story.filters:
            stamp, kernel = (
                story.frame(index).grids[f"{name} {f}"] for name in ("stamp", "kernel")
            )
            assert stamp is not None and kernel is not None and kernel.shades is not None
            assert stamp.shades is not None and not stamp.texts.any()
            landed = stamp.roles == CellRole.STAMP
            products = story.numbers.w(f, channel).numbers * x[channel].flat[at]
            found = zip(products[landed], stamp.shades[landed], strict=True)
            assert all(levels.setdefault(int(one), int(level)) == level for one, level in found)
    ordered = [levels[one] for one in sorted(levels)]
    assert ordered == sorted(set(ordered))


@pytest.mark.parametrize("name", ["3 to 2", "many", "transposed"])
def test_colours_count_the_positions_of_a_channel_once(name: str) -> None:
    story = view(LAYERS[name], view="scatter", input_size=3)
    frame, plane = story.frame(len(story) - 1), story.plane
    looks = {1: CellRole.ONCE, 2: CellRole.TWICE}
    for f in story.filters:
        grid = kept(story, frame, f)
        for cell in np.ndindex(*plane.output_size):
            taps = plane.operation.taps(plane, cell, f)
            places = len({tap.input_cell for tap in taps})
            assert grid.roles[cell] == looks.get(places, CellRole.OFTEN)


def test_colours_of_a_group_begin_with_its_own_channels() -> None:
    """After each input cell, its channel's positions and those of channels before it count."""
    story = view(LAYERS["grouped"], view="scatter", input_size=3)
    plane, cells = story.plane, 9
    looks = {0: CellRole.BIAS, 1: CellRole.ONCE, 2: CellRole.TWICE}
    for count in (4, 13, 22, 31):
        frame = story.frame(count)
        for f in story.filters:
            grid = kept(story, frame, f)
            for cell in np.ndindex(*plane.output_size):
                places = {
                    tap.input_cell
                    for tap in plane.operation.taps(plane, cell, f)
                    if tap.channel * cells + int(np.ravel_multi_index(tap.input_cell, (3, 3)))
                    < count
                }
                assert int(grid.roles[cell]) & ~LIT == looks.get(len(places), CellRole.OFTEN)


def test_what_is_cropped_has_its_sums_until_the_end() -> None:
    """They are those of the layer without a crop; a dashed frame is around what is kept."""
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=2, out_channels=2)
    story = view(layer, view="scatter", input_size=3)
    assert story.shown_channels.ring
    whole = apply(layer.replaced(padding=0), story.example.x, story.example.w)
    crop, last = (story.frame(len(story) - n) for n in (2, 1))
    assert "Crop p = 1" in PRINTED.text(crop.caption)
    for f in story.filters:
        grid = last.grids[f"output {f}"]
        assert grid is not None
        np.testing.assert_array_equal([[number(t) for t in row] for row in grid.texts], whole[f])
        ring = np.ones(grid.roles.shape, bool)
        ring[1:-1, 1:-1] = False
        assert (grid.roles[ring] == CellRole.DROPPED).all()
        assert CellRole.DROPPED not in grid.roles[~ring]
        (frame,) = [mark for mark in grid.marks if mark.kind == "kept"]
        assert (frame.row, frame.column, frame.rows, frame.columns) == (1, 1, 5, 5)
        during = story.frame(3).grids[f"output {f}"]
        assert during is not None and {*during.roles[ring]} & {CellRole.GHOST}


def test_numbers_go_before_what_is_cropped_of_them() -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=2, out_channels=2)
    story = view(layer, view="scatter", input_size=3, size=(480, 270))
    assert not story.shown_channels.ring and not story.storyboard.steps


@pytest.mark.parametrize(("at", "met"), [((0, 2, 2), 1), ((0, 2, 1), 2), ((0, 1, 1), 4)])
def test_a_strided_convolution_says_how_few_of_the_shares_meet_an_output(
    at: tuple[int, int, int], met: int
) -> None:
    """Computed another way: outputs whose window, 3 cells from 2·o − 1 on, holds the cell."""
    story = view(LAYERS["course"], view="scatter", input_size=5)
    windows = [{2 * o - 1 + k for k in range(3)} for o in range(3)]
    found = [sum(n in window for window in windows) for n in at[1:]]
    assert found[0] * found[1] == met
    frame = story.frame(1 + 25 * at[0] + 5 * at[1] + at[2])
    assert frame.equation is not None
    meet = "meets" if met == 1 else "meet"
    assert frame.equation.remark == f"stride 2: here {met} of 9 shares {meet} an output cell"


def test_without_a_stride_or_with_stamps_nothing_is_said_of_shares() -> None:
    for name in ("3 to 2", "transposed"):
        frame = view(LAYERS[name], view="scatter", input_size=4).frame(9)
        assert frame.equation is not None and not frame.equation.remark
