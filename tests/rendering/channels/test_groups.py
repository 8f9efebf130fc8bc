"""Groups of channels: what belongs together stands together, under its name."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Rectangle, TextLine, flattened
from tconv_anim.rendering.spans import ink_box
from tconv_anim.story.roles import CellRole
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_films import check_film

GROUPED = Layer("conv", kernel_size=3, in_channels=4, out_channels=4, groups=2, bias=True)
UP = LAYERS["transposed"].replaced(in_channels=4, out_channels=4, groups=2)
LOOKS: list[dict[str, Any]] = [
    {},
    {"size": (1280, 320)},
    {"size": (480, 270)},
    {"size": (540, 960)},
    {"style": "isometric"},
]


def drawn(made: Any, filter_: int) -> tuple[Any, list[TextLine]]:
    """The frame of a filter's second cell, and what it writes."""
    frame = made.view.frame(made.view.scene_of((filter_, 0, 1)))
    return frame, [one for one in flattened(made.page.draw(frame)) if isinstance(one, TextLine)]


@pytest.mark.parametrize("looks", LOOKS[:2], ids=str)
def test_the_bias_stands_directly_behind_the_sums_of_its_group(looks: dict[str, Any]) -> None:
    """Below inputs of another group it would seem to belong there."""
    made = figure(GROUPED, input_size=5, **looks)
    places = made.page.places
    for filter_, (last, after) in ((0, (1, 2)), (1, (1, 2)), (2, (3, None)), (3, (3, None))):
        _, lines = drawn(made, filter_)
        (bias,) = [one for one in lines if one.text.startswith("bias b")]
        assert places[f"sum {last}"].x < bias.x
        if after is not None:
            assert bias.x < places[f"sum {after}"].x


@pytest.mark.parametrize("looks", LOOKS, ids=str)
@pytest.mark.parametrize("filter_", [0, 3])
def test_slices_of_the_other_group_are_there_and_pale(filter_: int, looks: dict[str, Any]) -> None:
    made: Any = figure(GROUPED, input_size=5, **looks)
    frame, lines = drawn(made, filter_)
    read = made.view.layer.channels_read(filter_)
    for channel in range(4):
        kernel = frame.grids[f"kernel {channel}"]
        reader = filter_ if channel in read else channel // 2 * 2
        numbers = made.view.numbers.w(reader, channel)
        assert [str(text) for text in kernel.texts.flat] == [str(t) for t in numbers.texts.flat]
        assert (int(CellRole.OTHER_KERNEL) in kernel.roles) is (channel not in read)
    for sign in "∗=":  # beside what is computed alone; one "=" is in the equation
        assert sum(line.text == sign and line.face == "sans" for line in lines) == len(read)


def test_a_slice_that_is_not_computed_is_not_shown() -> None:
    """Of many filters the first alone have numbers; zeros would be none of the others' weights."""
    layer = Layer("conv", kernel_size=2, in_channels=8, out_channels=32, groups=4)
    made: Any = figure(layer)
    frame = made.view.frame(made.view.fullest_scene())
    for channel in range(made.view.shown_channels.inputs):
        kernel, reader = frame.grids[f"kernel {channel}"], channel // 2 * 8
        assert (kernel is not None) is (reader in made.view.filters)


@pytest.mark.parametrize("layer", [GROUPED, UP], ids=["conv", "transposed"])
@pytest.mark.parametrize("looks", [*LOOKS[:2], {"size": (1920, 1080)}], ids=str)
def test_each_group_has_its_name_over_the_middle_of_its_inputs(
    layer: Layer, looks: dict[str, Any]
) -> None:
    """Over one of them it would seem to be its name; a bracket leads to the edges of all."""
    made = figure(layer, input_size=5 if layer is GROUPED else 3, **looks)
    for frame in map(made.view.frame, (0, len(made.view) - 2)):
        shapes = list(flattened(made.page.draw(frame)))
        lines = [one for one in shapes if isinstance(one, TextLine)]
        names = {line.text: line for line in lines if line.text.startswith("group ")}
        assert sorted(names) == ["group 0", "group 1"]
        rules = {one for one in shapes if isinstance(one, Rectangle)}
        for number, line in enumerate(names.values()):
            first, last = (made.page.places[f"input {n}"] for n in (2 * number, 2 * number + 1))
            end = last.x + last.panel.columns * last.cells.pitch
            box = ink_box(line)
            assert abs(2 * box.x + box.width - first.x - end) <= 4
            assert line.baseline < first.y
            level = [one for one in rules if box.y < one.y < line.baseline and one.height == 1]
            beside = [one for one in level if one.x in range(first.x, end)]
            if made.page.size == (1280, 320):  # a strip has no line for one
                assert not beside
            else:
                left, right = sorted(beside)
                assert (left.x, right.x + right.width) == (first.x, end)
                assert left.x + left.width < box.x and box.x + box.width < right.x
        inputs = [line for line in lines if line.text.startswith(("input", "zeros", "padded"))]
        for one, name in itertools.product(map(ink_box, inputs), map(ink_box, names.values())):
            apart = name.x - one.x - one.width, one.x - name.x - name.width
            assert one.y + one.height < name.y or max(apart) > 14


def test_one_group_has_no_name() -> None:
    made = figure(LAYERS["course"], input_size=5)
    assert not any(line.text.startswith("group") for line in drawn(made, 0)[1])


@pytest.mark.parametrize(("layer", "looks"), every(6, [(GROUPED, looks) for looks in LOOKS]))
def test_films_of_groups_are_their_frames(layer: Layer, looks: dict[str, Any]) -> None:
    check_film(figure(layer, input_size=4, **looks))


@pytest.mark.parametrize("layer", [GROUPED, LAYERS["3 to 2"], LAYERS["course"]])
@pytest.mark.parametrize("size", [(480, 270), (400, 225), (960, 540), (1280, 320)])
def test_names_of_slices_keep_clear_of_the_slices_before(
    layer: Layer, size: tuple[int, int]
) -> None:
    made = figure(layer, input_size=5, size=size)
    places = [place for name, place in made.page.places.items() if name.startswith("kernel")]
    for one in places:
        assert isinstance(one, Place) and one.label_at
        left, baseline = one.label_at[0] - one.width, one.label_at[1]
        for other in places:
            assert isinstance(other, Place)
            end = other.x + other.panel.columns * other.cells.pitch
            level = other.y < baseline < other.y + other.panel.rows * other.cells.pitch
            assert other is one or not level or not other.x < left < end


def test_what_all_outputs_are_stands_over_the_first_where_others_have_no_room_for_names() -> None:
    made = figure(GROUPED, input_size=5)
    texts = [line.text for line in drawn(made, 0)[1]]
    assert "output 0" not in texts and any(text.startswith("output") for text in texts)
