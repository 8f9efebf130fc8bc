"""Sections in rows."""

from __future__ import annotations

import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.primitives import TextLine
from tconv_anim.rendering.section_areas import SectionRows, shared_pitches
from tconv_anim.story.frame import Panel, Section, Storyboard
from tests.helpers.pictures import check_following, page_of
from tests.helpers.stories import tell


def storyboard_of(shares: list[float]) -> Storyboard:
    """Sections of one panel each."""
    columns = ((Panel(name="", rows=2, columns=2, labels=()),),)
    return Storyboard(
        title="",
        facts=(),
        steps=(),
        sections=tuple(Section(columns=columns, share=share) for share in shares),
        formulas=(),
        roles=frozenset(),
    )


@pytest.mark.parametrize(
    ("count", "size", "rows"),
    [
        (3, (960, 540), [3]),
        (3, (500, 900), [2, 1]),
        (2, (500, 900), [1, 1]),
        (2, (960, 540), [2]),
        (1, (500, 900), [1]),
        (4, (960, 540), [4]),
        (4, (500, 900), [2, 2]),
        (4, (1080, 1080), [2, 2]),
    ],
)
def test_portraits_have_several_rows(count: int, size: tuple[int, int], rows: list[int]) -> None:
    room, gap = size[0] - 40, 10
    laid = SectionRows(storyboard_of([1] * count), size, 20, room, gap)
    boxes = laid.boxes(100, 50, 70)
    assert len(laid) == len(rows) and laid.stacked == (len(rows) > 1)
    at = iter(boxes)
    for number, beside in enumerate(rows):
        row = [next(at) for _ in range(beside)]
        assert {(box.y, box.height) for box in row} == {(100 + 70 * number, 50)}
        assert [box.x for box in row] == [20 + n * (row[0].width + gap) for n in range(beside)]
        assert room - beside < row[-1].x + row[-1].width - 20 <= room
    assert laid.narrowest == min(box.width for box in boxes)


def test_a_section_has_its_share_of_the_width() -> None:
    laid = SectionRows(storyboard_of([1, 1, 0.5]), (960, 540), 20, 520, 10)
    assert [(box.x, box.width) for box in laid.boxes(0, 50, 0)] == [
        (20, 200),
        (230, 200),
        (440, 100),
    ]
    assert laid.narrowest == 200


@pytest.mark.parametrize(("i", "below"), [(16, True), (4, False)])
def test_long_pairs_of_one_axis_have_the_whole_width(i: int, below: bool) -> None:
    page = page_of(tell(resolve(LayerSpec(input_size=(i,)), ndim=1), "pair"))
    window, giver = page.places["window"], page.places["giver"]
    assert (giver.y > window.y + window.cells.pitch) == below
    assert all(place.cells.text_px for place in page.places.values())


def test_strips_of_all_three_ways_have_the_width_beside_their_matrix() -> None:
    page = page_of(tell(resolve(LayerSpec(input_size=(16,)), ndim=1), "all"))
    strips = [page.places[name] for name in ("input", "gather", "scatter")]
    assert [place.y for place in strips] == sorted({place.y for place in strips})
    assert all(place.cells.pitch >= 16 for place in strips)
    matrix = page.places["matrix"]
    assert matrix.x > max(p.x + p.panel.columns * p.cells.pitch for p in strips)
    assert matrix.panel.rows * matrix.cells.pitch > 0.4 * page.size[1]


def test_what_is_said_below_strips_leaves_the_matrix_beside_them() -> None:
    story = tell(resolve(LayerSpec(input_size=(8,)), ndim=1), "all")
    check_following(story, page_of(story), most=6)


@pytest.mark.parametrize(
    ("pitches", "shared"),
    [
        ([32, 38, 24], [32, 32, 24]),
        ([30, 30], [30, 30]),
        ([30, 20], [20, 20]),
        ([31, 20], [31, 20]),
        ([12, 40, 17, 38], [12, 38, 12, 38]),
    ],
)
def test_cells_that_differ_little_have_one_measure(pitches: list[int], shared: list[int]) -> None:
    assert shared_pitches(pitches) == shared


@pytest.mark.parametrize(("cells", "stacked"), [(16, False), (40, True)])
def test_strips_of_one_axis_stand_side_by_side_on_a_wide_page(cells: int, stacked: bool) -> None:
    story = tell(resolve(LayerSpec(input_size=(cells,)), ndim=1), "overlap")
    laid = SectionRows(story.storyboard, (2000, 300), 20, 1960, 20, fanned=True)
    assert laid.stacked == stacked
    assert SectionRows(story.storyboard, (960, 540), 20, 920, 20, fanned=True).stacked


@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (2, 1), (1, 0)])
def test_all_ways_of_a_convolution_say_what_each_does(stride: int, padding: int) -> None:
    """And the heading over output and kernel names both, and is not much smaller."""
    layer = Layer("conv", kernel_size=3, stride=stride, padding=padding)
    story = tell(resolve_layer(layer, (5, 5)), "all")
    drawn = page_of(story).draw(story.frame(2))
    lines = {line.text: line.px for line in drawn if isinstance(line, TextLine)}
    assert {"slide the kernel", "rows of C times x", "the same each way"} < {*lines}
    assert lines["output, kernel"] >= 0.85 * lines["gather"]
