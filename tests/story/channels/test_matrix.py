"""The matrix of blocks: its entries, and each row times x."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim.compute import Array
from tconv_anim.story.channels.view import ChannelView
from tconv_anim.story.frame import LIT, CellRole, Frame, Grid
from tconv_anim.story.label import label_text
from tconv_anim.story.motion import with_motion
from tconv_anim.story.notation import PRINTED
from tests.helpers.channel_matrix import channel_matrix
from tests.helpers.channels import LAYERS, view
from tests.helpers.frames import number


def shown(grid: Grid | None) -> Grid:
    assert grid is not None
    return grid


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "depthwise", "transposed"])
def test_entries_are_those_of_the_matrix_and_rows_make_y(name: str) -> None:
    story = view(LAYERS[name], view="matrix", input_size=3)
    example, plane = story.example, story.plane
    expected = channel_matrix(plane.layer, plane.input_size, example.w)
    lines = shown(story.frame(0).grids["matrix"])
    rows, columns = (lines.roles.any(axis=axis) for axis in (1, 0))
    texts = lines.texts[rows][:, columns]
    numbers = np.array([[number(text) if text else 0 for text in row] for row in texts])
    np.testing.assert_array_equal(numbers, expected)
    whole = expected @ example.x.ravel()
    for index in range(1, len(story) - 1, 2):
        frame = story.frame(index)
        equation = frame.equation
        assert equation is not None
        row = index - 1
        filter_ = row // (len(whole) // plane.layer.out_channels)
        bias = 0 if example.bias is None else int(example.bias[filter_])
        assert equation.value == whole[row] + bias == example.y.ravel()[row]
        xs = [shown(frame.grids[f"x {c}"]) for c in range(plane.layer.in_channels)]
        lit = np.concatenate([(x.roles[0] & LIT) > 0 for x in xs])
        np.testing.assert_array_equal(lit, _weighed(story, row))


@pytest.mark.parametrize("name", ["3 to 2", "grouped", "depthwise", "transposed", "many"])
def test_the_row_shown_larger_times_x_makes_the_sums(name: str) -> None:
    story = view(LAYERS[name], view="matrix", input_size=3)
    for index in range(1, len(story) - 1, 3):
        frame = story.frame(index)
        assert frame.equation is not None
        total = 0
        for channel in range(story.shown_channels.inputs):
            x, row, made = (frame.grids[f"{part} {channel}"] for part in ("x", "row", "sum"))
            weights = [number(text) if text else 0 for text in shown(row).texts[0]]
            product = np.dot(weights, [number(text) for text in shown(x).texts[0]])
            if made is None:
                assert not any(weights)
                assert set(shown(x).roles.flat) == {CellRole.OTHER}
                assert set(shown(row).roles.flat) == {CellRole.ZERO}
                assert set(shown(row).texts.flat) == {"0"}
            else:
                assert number(made.texts[0, 0]) == product
            total += product
        for part in ("rest", "bias"):
            if (grid := frame.grids.get(part)) is not None and grid.texts[0, 0]:
                total += number(grid.texts[0, 0].lstrip("+"))
        assert total == frame.equation.value


def _weighed(story: ChannelView, row: int) -> Array:
    """Which cells of x some weight stands for, zeros among the weights too."""
    plane = story.plane
    ones = np.ones_like(story.example.w)
    found: Array = channel_matrix(plane.layer, plane.input_size, ones)[row] > 0
    return found


def test_pairs_of_different_groups_are_zeros_and_said_so() -> None:
    story = view(LAYERS["grouped"], view="matrix", input_size=3)
    grid = shown(story.frame(0).grids["matrix"])
    assert (grid.roles == CellRole.EMPTY).sum() == 8 * 4 * 9 + 8 * (4 * 9 - 4 * 4)
    assert not (grid.roles == CellRole.OTHER).any()
    lit = shown(story.frame(1).grids["matrix"]).roles[0] & LIT
    assert lit[: 2 * 9 + 1].any() and not lit[2 * 9 + 1 :].any()  # of its group alone
    assert "block of zeros" in PRINTED.text(story.frame(0).caption)
    assert story.storyboard.title == (
        "Grouped convolution, 4 channels to 4 in 2 groups, as a matrix"
    )


def test_of_many_blocks_the_first_are_shown_and_counted() -> None:
    story = view(LAYERS["many"], view="matrix", input_size=3)
    said = label_text(shown(story.frame(0).grids["matrix"]).label)
    assert said == f"C, {story.shown_channels.filters * story.shown_channels.inputs} of 4096 blocks"
    frame = story.frame(1)
    assert frame.equation is not None
    assert frame.equation.value == story.example.y[0, 0, 0]


@pytest.mark.parametrize(
    ("filters", "label", "size"),
    [(4, "C, 4 × 4 blocks", "16 × 36"), (2, "C, 8 of 16 blocks", "8 × 36 of 16 × 36")],
)
def test_a_part_of_the_matrix_has_its_own_size(filters: int, label: str, size: str) -> None:
    story = view(LAYERS["grouped"], view="matrix", input_size=3)
    shown_channels = story.shown_channels._replace(filters=filters)
    grid = shown(type(story)(story.example, shown_channels).frame(0).grids["matrix"])
    assert (label_text(grid.label), PRINTED.text(grid.size_label)) == (label, size)


def test_a_row_keeps_its_weights_until_the_next_one_is_there() -> None:
    """While a frame glides over the output, numbers do not come and go."""
    story = view(LAYERS["course"], view="matrix", input_size=5)
    scenes = {tuple(_weights(frame)) for frame in story.frames()}
    frames = [frame for frame in with_motion(story.frames()) if frame.between]
    rows = [weights for frame in frames if any(weights := _weights(frame))]
    assert len(rows) > 8 and all(tuple(weights) in scenes for weights in rows)


def _weights(frame: Frame) -> list[str]:
    return ["".join(grid.texts.flat) if (grid := frame.grids[f"row {c}"]) else "" for c in range(3)]
