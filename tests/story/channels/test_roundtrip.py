"""There and back with channels: both ways against the layer's matrix, column by column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim import Layer, apply
from tconv_anim.story.frame import LIT, CellRole, Frame, label_text
from tconv_anim.story.notation import PRINTED
from tests.helpers.channels import LAYERS, view
from tests.helpers.channels import total as added
from tests.helpers.frames import number


def matrix_of(layer: Layer, size: tuple[int, ...], w: Any) -> Any:
    """A column for each input cell of each channel: what the layer makes of a single one."""
    columns = []
    for cell in np.ndindex(layer.in_channels, *size):
        one = np.zeros((layer.in_channels, *size), np.int64)
        one[cell] = 1
        columns.append(apply(layer, one, w).ravel())
    return np.array(columns).T


def shown(frame: Frame, name: str) -> Any:
    grid = frame.grids[name]
    assert grid is not None
    return np.vectorize(lambda text: number(text or "0"))(grid.texts)


@pytest.mark.parametrize("name", ["3 to 2", "course", "depthwise", "grouped", "transposed"])
def test_there_and_back_are_the_matrix_and_its_transpose(name: str) -> None:
    layer = LAYERS[name]
    story = view(layer, view="roundtrip")
    example, size = story.example, story.plane.input_size
    m = matrix_of(layer.replaced(bias=False), size, example.w)
    y = (m @ example.x.ravel()).reshape(example.y.shape)
    if example.bias is not None:
        y = y + example.bias[:, None, None]
    z = (m.T @ y.ravel()).reshape(example.x.shape)
    last = story.frame(len(story) - 1)
    for channel in range(layer.in_channels):
        np.testing.assert_array_equal(shown(last, f"input {channel}"), example.x[channel])
        np.testing.assert_array_equal(shown(last, f"back {channel}"), z[channel])
    for filter_ in range(layer.out_channels):
        np.testing.assert_array_equal(shown(last, f"output {filter_}"), y[filter_])
    for index in range(0, len(story), 5):
        equation = story.frame(index).equation
        if equation is None:
            continue
        target: Any = equation.target
        result = {"y": y, "z": z}[target.symbol]
        assert equation.value == result[(target.channel, *target.at)]
        if equation.terms:
            assert added(equation.terms) == equation.value
    assert story.fullest_scene() == len(story) - 1
    differ = int((example.x != z).sum())
    changed = "No value is" if differ == z.size else f"{differ} of {z.size} values changed"
    assert f"The shape is back. {changed}: x[0," in last.sentence
    for part in ("input 0", "back 0"):
        grid = last.grids[part]
        assert grid is not None and (grid.roles & LIT).sum() == LIT


def test_what_is_read_is_lit_in_the_channels_of_its_group_alone() -> None:
    """A cell of the way back reads the outputs that it gave to; other groups stay as they are."""
    story = view(LAYERS["grouped"], view="roundtrip")
    frames = [frame for frame in story.frames() if frame.equation is not None]
    for frame in frames[::7]:
        assert frame.equation is not None
        target: Any = frame.equation.target
        part = "input" if target.symbol == "y" else "output"
        for name, grid in frame.grids.items():
            if name.startswith(part) and grid is not None:
                group = int(name.split()[1]) // 2
                assert bool((grid.roles & LIT).any()) == (group == target.channel // 2)


def test_steps_say_what_is_multiplied() -> None:
    steps = {}
    for name in ("course", "transposed"):
        story = view(LAYERS[name], view="roundtrip")
        steps[name] = [*map(PRINTED.text, story.storyboard.steps)]
    assert steps["course"] == ["input x", "there: Cx + b", "back: Cᵀy", "compare"]
    assert steps["transposed"] == ["input x", "there: Cᵀx", "back: Cy", "compare"]


def test_more_channels_than_are_shown_are_counted_and_added() -> None:
    story = view(LAYERS["many"], view="roundtrip")
    frame = story.frame(2)
    assert (
        frame.equation is not None and len(frame.equation.terms) == story.shown_channels.inputs + 2
    )
    last = story.frame(len(story) - 1)
    labels = [label_text(grid.label) for grid in last.grids.values() if grid is not None]
    assert [label.partition(", ")[2] for label in labels if "more" in label] == [
        f"… {64 - story.shown_channels.inputs} more",
        f"… {64 - story.shown_channels.filters} more",
        f"… {64 - story.shown_channels.inputs} more",
    ]


def test_a_cell_that_returns_as_it_was_has_the_inputs_look() -> None:
    layer = Layer("conv", kernel_size=1, in_channels=2, out_channels=2)
    identity = np.eye(2, dtype=int).reshape(2, 2, 1, 1)
    story = view(layer, view="roundtrip", w=identity)
    last = story.frame(len(story) - 1)
    for channel in (0, 1):
        grid = last.grids[f"back {channel}"]
        assert grid is not None and (grid.roles == CellRole.INPUT).all()
    assert "and so are the values" in last.sentence
