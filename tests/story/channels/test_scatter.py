"""Scatter with channels: each sum as its taps make it, and the whole output at the end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.notation import PRINTED
from tests.helpers.channels import LAYERS, view
from tests.helpers.frames import number


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "depthwise", "transposed"])
def test_sums_hold_what_came_so_far(name: str) -> None:
    """Of each output cell: the bias, and its taps whose input cells have had their turn."""
    layer = LAYERS[name]
    story = view(layer, view="scatter", input_size=3)
    example, plane = story.example, story.plane
    cells = int(np.prod(plane.input_size))
    for index in range(1, len(story) - 1, 4):
        frame, turn = story.frame(index), index - 1
        for f in story.filters:
            grid = frame.grids[f"output {f}"]
            assert grid is not None
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
            grid = frame.grids[f"output {target.channel}"]
            assert grid is not None
            assert number(grid.texts[(0, *target.at)[-2:]]) == frame.equation.value


@pytest.mark.parametrize("name", ["3 to 2", "many", "transposed"])
def test_the_output_is_whole_at_the_end(name: str) -> None:
    story = view(LAYERS[name], view="scatter", input_size=3)
    frame = story.frame(len(story) - 1)
    for f in story.filters:
        grid = frame.grids[f"output {f}"]
        assert grid is not None
        shown = [[number(text) for text in row] for row in grid.texts]
        np.testing.assert_array_equal(shown, story.example.y[f])
    hidden = LAYERS[name].in_channels - story.shown.inputs
    said = PRINTED.text(frame.caption)
    assert (f"{hidden} of them not shown" in said) is bool(hidden)
    assert f"All {LAYERS[name].in_channels} channels" in said


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
    assert lit == [f"input {(story.shown.inputs - 1) // 2}"]
    assert story.fullest_scene() <= (len(story) + 1) // 2 + 1


@pytest.mark.parametrize(("name", "most"), [("depthwise", 3), ("transposed", 3), ("pointwise", 1)])
def test_shades_have_a_legend_up_to_the_most_that_a_sum_is_reached(name: str, most: int) -> None:
    legend = view(LAYERS[name], view="scatter", input_size=3).storyboard.legend
    assert [entry.text for entry in legend] == ["from 1 position", "2", "3 or more"][:most]


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "transposed", "many"])
def test_a_stamp_is_an_input_cell_times_a_slice_and_lands_as_it_lies(name: str) -> None:
    """Where a stamp is laid on its frame, each of its cells is what that cell notes."""
    story = view(LAYERS[name], view="scatter", input_size=3)
    plane = story.plane
    for index in range(1, len(story) - 1, 5):
        frame = story.frame(index)
        channel, at = divmod(index - 1, int(np.prod(plane.input_size)))
        cell = tuple(int(n) for n in np.unravel_index(at, plane.input_size))
        for f in story.filters:
            stamp, sums = frame.grids[f"stamp {f}"], frame.grids[f"output {f}"]
            if stamp is None or sums is None:
                continue
            landing = np.argwhere(stamp.roles == CellRole.STAMP)
            targets = [t for t in plane.operation.targets(plane, cell, channel) if t.channel == f]
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
    for index in range(1, len(story) - 1, 3):
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
        grid = frame.grids[f"output {f}"]
        assert grid is not None
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
            grid = frame.grids[f"output {f}"]
            assert grid is not None
            for cell in np.ndindex(*plane.output_size):
                places = {
                    tap.input_cell
                    for tap in plane.operation.taps(plane, cell, f)
                    if tap.channel * cells + int(np.ravel_multi_index(tap.input_cell, (3, 3)))
                    < count
                }
                assert int(grid.roles[cell]) & ~LIT == looks.get(len(places), CellRole.OFTEN)
