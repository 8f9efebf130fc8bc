"""Figures with channels, drawn: nothing overlaps, frames follow each other exactly."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Polygons, TextLine, flattened
from tconv_anim.story.roles import CellRole, PanelContent
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_room_for_text import misplaced

PARTS = ("input", "output")
SIZES = ((960, 540), (480, 270), (540, 960), (1280, 720))


@pytest.mark.parametrize(("name", "size"), every(9, itertools.product(LAYERS, SIZES)))
def test_panels_stand_apart_on_the_page(name: str, size: tuple[int, int]) -> None:
    page = figure(LAYERS[name], size=size).page
    boxes = []
    for place in page.places.values():
        pitch = place.cells.pitch
        wide, high = place.panel.columns * pitch, place.panel.rows * pitch
        boxes.append((place.x, place.y, place.x + wide, place.y + high))
    for x, y, right, bottom in boxes:
        assert 0 <= x < right <= size[0] and 0 <= y < bottom <= size[1]
    for one, other in itertools.combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        assert beside or one[3] <= other[1] or other[3] <= one[1], (one, other)


LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"style": "isometric"},
    {"view": "matrix"},
    {"view": "scatter"},
    {"view": "scatter", "style": "isometric"},
    {"view": "roundtrip"},
    {"size": (540, 960)},
)


@pytest.mark.parametrize(
    ("looks", "name"),
    every(7, [(looks, name) for looks in LOOKS for name in ("grouped", "course")]),
)
def test_a_frame_after_another_is_the_frame_itself(name: str, looks: dict[str, Any]) -> None:
    made = figure(LAYERS[name], **{"input_size": 5 if name == "course" else 3, **looks})
    page, view = made.page, made.view
    palette = page.palette()
    following = Composer(page.size, palette)
    before = None
    for frame in itertools.islice(view.frames(), 0, len(view), 1):
        following.put(page.draw(frame, before))
        before = frame
        if frame.index % 7 == 6 or frame.index == len(view) - 1:
            alone = Composer(page.size, palette)
            alone.put(page.draw(frame))
            np.testing.assert_array_equal(following.canvas, alone.canvas)


@pytest.mark.parametrize(
    ("name", "looks"),
    [("course", {}), ("grouped", {"size": (540, 960)}), ("course", {"view": "scatter"})],
)
def test_slanted_frames_leave_nothing_of_others(name: str, looks: dict[str, Any]) -> None:
    """Names and arrows between planes are there in every frame, and only the present ones."""
    made = figure(LAYERS[name], input_size=3, style="isometric", **looks)
    page, view = made.page, made.view
    palette, before = page.palette(), None
    following = Composer(page.size, palette)
    for number in (0, 2, len(view) // 3, len(view) // 2, len(view) - 2, len(view) - 1):
        frame = view.frame(number)
        following.put(page.draw(frame, before))
        alone = Composer(page.size, palette)
        alone.put(page.draw(frame))
        np.testing.assert_array_equal(following.canvas, alone.canvas)
        before = frame


@pytest.mark.parametrize("style", ["flat", "isometric"])
def test_a_colour_picture_has_colours_enough_for_a_gif(style: str) -> None:
    """Its shades are those of the input, whatever signs the output has."""
    x = np.arange(3 * 256).reshape(3, 16, 16) * 37 % 251
    layer = Layer("conv", kernel_size=3, padding=1, in_channels=3, out_channels=2, bias=True)
    made = figure(layer, input_size=None, x=x, rgb=True, style=style)
    canvas = Composer(made.page.size, made.page.palette())
    for number in (0, len(made.view) // 2, len(made.view) - 1):
        canvas.put(made.page.draw(made.view.frame(number)))
    assert len(np.unique(canvas.canvas)) > 3 * 8


def test_as_many_channels_as_have_room_for_their_numbers() -> None:
    for name in ("3 to 2", "course", "depthwise", "grouped", "transposed"):
        made = figure(LAYERS[name], input_size=5 if name == "course" else 3)
        page = made.page
        panels = [p for p in page.places.values() if p.panel.widest_text]
        assert all(place.cells.text_px for place in panels), name
        shown = [n for n in page.places if n.startswith("input")]
        assert len(shown) == LAYERS[name].in_channels, name


@pytest.mark.parametrize("size", [(960, 540), (540, 960)])
@pytest.mark.parametrize("name", ["3 to 2", "course", "transposed", "grouped"])
def test_scatter_shows_all_of_a_few_channels_with_their_numbers(
    name: str, size: tuple[int, int]
) -> None:
    layer = LAYERS[name]
    page = figure(layer, view="scatter", size=size, input_size=5 if name == "course" else 3).page
    assert all(p.cells.text_px for p in page.places.values() if p.panel.widest_text)
    found = {part: sum(n.startswith(part) for n in page.places) for part in ("input", "output")}
    assert found == {"input": layer.in_channels, "output": layer.out_channels}


@pytest.mark.parametrize("size", SIZES[1:3])
@pytest.mark.parametrize("name", every(2, ["course", "pointwise", "transposed", "grouped"]))
def test_panels_of_scatter_and_their_labels_stand_apart(name: str, size: tuple[int, int]) -> None:
    boxes = []
    for place in figure(LAYERS[name], view="scatter", size=size).page.places.values():
        pitch = place.cells.pitch
        end = place.x + place.panel.columns * pitch, place.y + place.panel.rows * pitch
        assert isinstance(place, Place) and place.label_at is not None
        assert place.label_at[0] < place.x or place.label_left
        left = place.label_at[0] - place.width * (not place.label_left)
        top = place.y if place.label_at[1] > place.y else place.label_at[1] - 14
        boxes.append((left, top, *end))
    for x, y, right, bottom in boxes:
        assert 0 <= x < right <= size[0] and 0 <= y < bottom <= size[1]
    for one, other in itertools.combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        assert beside or one[3] <= other[1] or other[3] <= one[1], (one, other)


def test_rows_of_scatter_have_signs_of_their_own_and_one_input_that_gives() -> None:
    made = figure(LAYERS["course"], input_size=3, view="scatter")
    frame = made.view.frame(made.view.fullest_scene())
    giving = [n for n in range(3) if frame.grids[f"input {n}"].marks]  # type: ignore[union-attr]
    for number in range(3):
        grid = frame.grids[f"input {number}"]
        assert grid is not None
        pale = {int(role) for role in grid.roles.flat} == {CellRole.OTHER}
        assert pale is (number not in giving)
    said = [one.text for one in flattened(made.page.draw(frame)) if isinstance(one, TextLine)]
    assert said.count("×") == 1
    assert said.count("=") >= 2 and said.count("→") >= 2


def test_depthwise_shows_each_channel_with_its_filter_and_output_below_each_other() -> None:
    made = figure(LAYERS["depthwise"], input_size=5)
    places = made.page.places
    assert not [name for name in places if name.startswith(("sum", "rest"))]
    for channel in range(4):
        names = [f"{part} {channel}" for part in ("input", "kernel", "output")]
        middles = {
            places[n].x + places[n].panel.columns * places[n].cells.pitch // 2 for n in names
        }
        assert max(middles) - min(middles) <= 1
        assert all(places[name].cells.text_px for name in names)


def test_a_line_joins_all_sums_of_the_filter_and_turns_at_right_angles() -> None:
    layer = Layer("conv", kernel_size=3, padding=1, in_channels=4, out_channels=2, groups=2)
    made = figure(layer, input_size=5)
    for filter_, read in ((0, (0, 1)), (1, (2, 3))):
        frame = made.view.frame(made.view.scene_of((filter_, 2, 2)) or 0)
        (arrow,) = [
            item
            for item in made.page.draw(frame)
            if isinstance(item, Polygons) and item.ink == "zero-line"
        ]
        places = [made.page.places[f"sum {channel}"] for channel in read]
        middles = [place.x + place.cells.pitch / 2 for place in places]
        below = {place.y + place.cells.pitch for place in places}
        *drops, line = arrow.quads[: len(read) + 1]
        assert all(0 < drop[0][1] - max(below) < 8 and len(below) == 1 for drop in drops)
        assert all(
            abs((q[0][0] + q[1][0]) / 2 - x) < 1 for q, x in zip(drops, middles, strict=True)
        )
        assert line[0][0] <= middles[0] < middles[-1] <= line[1][0]
        for corners in arrow.quads[:-1]:  # boxes, then the head
            assert len({x for x, _ in corners}) == len({y for _, y in corners}) == 2


@pytest.mark.parametrize(("size", "word"), [((960, 540), "{n} (filter {n})"), ((480, 270), "{n}")])
def test_outputs_are_named_with_their_filters_where_there_is_room(
    size: tuple[int, int], word: str
) -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=2)
    made = figure(layer, input_size=3, size=size)
    drawn = made.page.draw(made.view.frame(9))
    said = {line.text for line in drawn if isinstance(line, TextLine)}
    shown = [name for name in made.page.places if name.startswith("output")]
    assert {f"output {word.format(n=n)}" for n in range(len(shown))} <= said


@pytest.mark.parametrize("name", ["pointwise", "3 to 2", "transposed"])
def test_three_or_four_outputs_stand_in_two_columns_where_so_cells_are_larger(name: str) -> None:
    """All are there, row by row, and the arrow ends beside them, in their middle."""
    layer = LAYERS[name].replaced(out_channels=4 if name != "transposed" else 3)
    made = figure(layer, input_size=3 if name == "transposed" else 5)
    places = [made.page.places[f"output {n}"] for n in range(layer.out_channels)]
    assert places[0].y == places[1].y < places[2].y and places[0].x == places[2].x < places[1].x
    assert all(place.cells.text_px for place in places)
    least = max(place.cells.pitch for place in made.page.places.values() if place.panel.columns > 3)
    assert places[0].cells.pitch >= least
    tips = set()
    for filter_ in range(layer.out_channels):
        frame = made.view.frame(made.view.scene_of((filter_, 0, 0)) or 0)
        (arrow,) = [
            item
            for item in made.page.draw(frame)
            if isinstance(item, Polygons) and item.ink == "zero-line"
        ]
        tips.add(arrow.quads[-1][1])
    (x, y), low = tips.pop(), places[0].y + places[0].panel.rows * places[0].cells.pitch
    assert not tips and x < places[0].x and low <= y <= places[2].y


def test_heads_follow_what_is_done() -> None:
    """Plain inputs are no padded ones, and there is nothing over sums that are not there yet."""
    made = figure(LAYERS["transposed"].replaced(out_channels=2), input_size=2)
    said = [
        [item.text for item in made.page.draw(made.view.frame(n)) if isinstance(item, TextLine)]
        for n in (0, len(made.view) - 2)
    ]
    assert "input   2 × 2 × 2" in said[0] and "sums" not in said[0]
    assert not any("padded" in words for words in said[0])
    assert "zeros inserted, padded   2 × 6 × 6" in said[1] and "sums" in said[1]
    assert any("turned 180°" in words for words in said[1])


@pytest.mark.parametrize(("inputs", "size"), [(1, (320, 180)), (1, (480, 270)), (2, (400, 400))])
def test_what_is_worked_out_keeps_clear_of_heads(inputs: int, size: tuple[int, int]) -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, out_channels=2)
    made = figure(layer.replaced(in_channels=inputs), input_size=3, size=size)
    assert not misplaced(made.page, made.page.draw(made.view.frame(0)))


def test_a_kernel_that_is_used_turned_says_so_in_every_layout() -> None:
    for channels, groups in ((3, 1), (3, 3)):
        layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
        made = figure(
            layer.replaced(in_channels=channels, out_channels=channels, groups=groups),
            input_size=3,
        )
        said = [line for line in made.page.draw(made.view.frame(9)) if isinstance(line, TextLine)]
        assert any("turned" in line.text for line in said)


def test_a_narrow_upright_page_shortens_what_stands_over_the_slices() -> None:
    made = figure(LAYERS["course"], size=(360, 640))
    drawn = made.page.draw(made.view.frame(9))
    words = [line.text for line in drawn if isinstance(line, TextLine)]
    assert {"slices", "slices   3 × 3"} & set(words) and "" not in words


def test_an_upright_page_stacks_all_channels_over_their_outputs() -> None:
    page = figure(LAYERS["course"], input_size=5, size=(540, 960)).page
    assert all(p.cells.text_px for p in page.places.values() if p.panel.widest_text)
    tops = {part: [p.y for n, p in page.places.items() if n.startswith(part)] for part in PARTS}
    assert [len(found) for found in tops.values()] == [3, 2]
    assert max(tops["input"]) < min(tops["output"]) and len({*tops["output"]}) == 1


@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_slanted_outputs_hold_their_numbers(kind: Any) -> None:
    layer = Layer(kind, kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=2)
    page = figure(layer, style="isometric", input_size=5 if kind == "conv" else 3).page
    for name in ("input 0", "output 0"):
        place = page.places[name]
        assert isinstance(place, Plane) and place.cells.text_px


@pytest.mark.parametrize(
    ("name", "size", "labels"),
    [("3 to 2", (480, 270), 2), ("transposed", (960, 540), 1), ("course", (540, 960), 2)],
)
def test_slanted_channels_are_all_shown_with_their_numbers(
    name: str, size: tuple[int, int], labels: int
) -> None:
    """Names of filters go before numbers do, and numbers before channels."""
    layer = LAYERS[name]
    input_size = {"3 to 2": 4, "transposed": 3, "course": 5}[name]
    made = figure(layer, style="isometric", size=size, input_size=input_size)
    places = made.page.places
    assert all(p.cells.text_px for p in places.values() if p.panel.widest_text)
    found = {part: sum(n.startswith(part) for n in places) for part in PARTS}
    assert found == {"input": layer.in_channels, "output": layer.out_channels}
    frame = made.view.frame(made.view.scene_of((0, 1, 1)) or 0)
    said = [line.text for line in made.page.draw(frame) if isinstance(line, TextLine)]
    assert ("filter 1" in said) is (labels > 1) and "w₀,₁" in "".join(said)


@pytest.mark.parametrize("channels", [3, 4])
def test_planes_share_the_padding_between_them_so_that_what_is_read_has_numbers(
    channels: int,
) -> None:
    layer = LAYERS["course"].replaced(in_channels=channels)
    page = figure(layer, input_size=5, style="isometric").page
    planes = [page.places[f"input {channel}"] for channel in range(channels)]
    assert all(plane.cells.text_px for plane in planes)
    for one, other in itertools.pairwise(planes):
        assert isinstance(one, Plane) and isinstance(other, Plane)
        corners = one.cells.tilt.at(1, 6)  # of the cell that is no padding, right behind
        place = other.cells.tilt.place(one.x + corners[0] - other.x, one.y + corners[1] - other.y)
        assert place[0] <= 0  # above all of the next plane, but for its own padding


def test_a_window_lies_over_the_padding_of_the_plane_above() -> None:
    made = figure(LAYERS["course"], input_size=5, style="isometric", theme="light")
    page, view = made.page, made.view
    frame = next(one for one in view.frames() if one.equation and one.equation.target)
    raster = Composer(page.size, page.palette())
    raster.put(page.draw(frame))
    plane = page.places["input 1"]
    assert isinstance(plane, Plane)
    x, y = plane.cells.tilt.at(0.15, 1.5)  # of a zero in the first row of the window
    at = raster.canvas[int(plane.y + y), int(plane.x + x)]
    assert at == page.palette().plain["read-zero"]


def test_all_channels_are_shown_small_rather_than_some_with_numbers() -> None:
    page = figure(LAYERS["course"], input_size=5, size=(480, 270)).page
    assert {"input 0", "input 1", "input 2", "output 0", "output 1"} <= page.places.keys()
    assert all(page.places[f"kernel {channel}"].cells.text_px for channel in range(3))
    assert page.places["output 0"].cells.text_px


def test_rows_of_a_matrix_have_numbers_on_an_upright_page() -> None:
    page = figure(LAYERS["course"], input_size=5, view="matrix", size=(1080, 1920)).page
    assert all(page.places[f"{part} {c}"].cells.text_px for part in ("row", "x") for c in range(3))


def test_upright_planes_have_the_outputs_below_the_inputs() -> None:
    for shown in ("gather", "scatter"):
        looks: dict[str, Any] = {"style": "isometric", "size": (540, 960), "view": shown}
        page = figure(LAYERS["course"], input_size=5, **looks).page
        tops = {part: [p.y for n, p in page.places.items() if n.startswith(part)] for part in PARTS}
        assert max(tops["input"]) < min(tops["output"])
        assert min(page.places[name].cells.text_px for name in ("input 0", "output 0"))


@pytest.mark.parametrize("looks", [{}, {"style": "isometric", "size": (540, 960)}])
def test_the_bias_of_every_filter_is_named_and_shown(looks: dict[str, Any]) -> None:
    made = figure(LAYERS["grouped"], input_size=3, bias=[1, 20, -100, 4], **looks)
    for filter_, text in enumerate(("+1", "+20", "−100", "+4")):
        if (number := made.view.scene_of((filter_, 1, 1))) is not None:
            drawn = flattened(made.page.draw(made.view.frame(number)))
            said = {line.text for line in drawn if isinstance(line, TextLine)}
            assert {f"bias b{'₀₁₂₃'[filter_]}", text} <= said


def test_minimal_shows_inputs_and_outputs_alone() -> None:
    page = figure(LAYERS["3 to 2"], minimal=True).page
    assert sorted(page.places) == ["input 0", "input 1", "input 2", "output 0", "output 1"]


@pytest.mark.parametrize("size", [None, (1280, 320), (960, 540)])
def test_minimal_channels_stand_beside_each_other_where_so_cells_are_larger(
    size: tuple[int, int] | None,
) -> None:
    """Below each other their cells have 20 pixels where no size is given, and 11 on a strip."""
    page = figure(LAYERS["course"], input_size=5, minimal=True, size=size).page
    places = [page.places[f"input {channel}"] for channel in range(3)]
    assert len({place.y for place in places}) == 1
    assert places[0].cells.pitch >= 30
    upright = figure(LAYERS["course"], input_size=5, minimal=True, size=(540, 960)).page
    assert len({upright.places[f"input {channel}"].x for channel in range(3)}) == 1


@pytest.mark.parametrize("shown", ["gather", "scatter"])
@pytest.mark.parametrize("size", [None, (540, 960)])
def test_minimal_planes_are_channels_alone_inside_the_canvas(
    shown: str, size: tuple[int, int] | None
) -> None:
    layer = LAYERS["course"]
    made = figure(layer, minimal=True, style="isometric", view=shown, size=size)
    names = {f"input {n}" for n in range(3)} | {"output 0", "output 1"}
    assert set(made.page.places) == names
    (wide, high), corners = made.page.size, []
    for place in made.page.places.values():
        assert isinstance(place, Plane)
        quad = place.cells.tilt.quad(0, 0, place.panel.rows, place.panel.columns)
        corners += [(place.x + x, place.y + y) for x, y in quad]
    xs, ys = zip(*corners, strict=True)
    margins = min(xs), min(ys), wide - max(xs), high - max(ys)
    assert min(margins) > 0
    assert size or max(margins) - min(margins) <= 4  # as large as the planes and a gutter
    palette, following = made.page.palette(), None
    canvas = Composer(made.page.size, palette)
    for number in (2, len(made.view) // 2, len(made.view) - 1):
        frame = made.view.frame(number)
        assert not any(
            isinstance(one, Polygons) and one.ink == "zero-line" for one in made.page.draw(frame)
        )
        canvas.put(made.page.draw(frame, following))
        following = frame
    alone = Composer(made.page.size, palette)
    alone.put(made.page.draw(frame))
    np.testing.assert_array_equal(canvas.canvas, alone.canvas)


def test_a_plain_layer_has_the_page_it_had() -> None:
    page = figure(Layer("conv", kernel_size=3), input_size=4).page
    assert set(page.places) == {"input", "kernel", "products", "output"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shown", "name"),
    every(3, [*itertools.product(("gather", "scatter"), list(LAYERS))]),
)
def test_planes_cover_no_cell_of_each_other(shown: str, name: str) -> None:
    """Pixels of one plane's cells are not those of another's, and none leave the page.

    Padding alone may be shared by inputs above each other, and channels that are not shown lie
    under the last that is.
    """
    made = figure(LAYERS[name], view=shown, style="isometric")
    page, (section,) = made.page, made.view.storyboard.sections
    shared = section.channels.ring if section.channels else 0
    taken = np.zeros((page.size[1], page.size[0]), bool)
    for name_of_place, place in page.places.items():
        if not isinstance(place, Plane) or name_of_place.startswith("slab"):
            continue
        ring = shared if place.panel.content == PanelContent.INPUT else 0
        rows, columns = place.panel.rows - 2 * ring, place.panel.columns - 2 * ring
        corners = place.cells.tilt.quad(ring, ring, ring + rows, ring + columns)
        mask = Image.new("1", page.size)
        ImageDraw.Draw(mask).polygon([(place.x + x, place.y + y) for x, y in corners], fill=1)
        pixels = np.asarray(mask)
        cells = rows * columns * place.cells.tilt.area
        assert pixels.sum() == pytest.approx(cells, rel=0.05), "inside the page"
        assert (taken & pixels).sum() < 0.01 * pixels.sum()
        taken |= pixels


@pytest.mark.parametrize("shown", ["gather", "matrix", "roundtrip", "scatter"])
def test_zeros_of_the_result_have_colours(shown: str) -> None:
    """Every frame of a layer whose output is 0 can be composed."""
    layer = Layer("conv", kernel_size=2, in_channels=2, out_channels=2)
    weights = np.zeros((2, 2, 2, 2), int)
    made = figure(layer, view=shown, input_size=3, w=weights)
    canvas = Composer(made.page.size, made.page.palette())
    for frame in made.view.frames():
        canvas.put(made.page.draw(frame))


@pytest.mark.slow
def test_more_channels_than_fit_are_edges_of_planes_with_their_number() -> None:
    made = figure(LAYERS["many"], style="isometric")
    page, drawn = made.page, made.page.draw(made.view.frame(made.view.fullest_scene()))
    shown = {part: sum(n.startswith(part) for n in page.places) for part in ("input", "output")}
    slabs = {name: place for name, place in page.places.items() if name.startswith("slab")}
    assert set(slabs) == {"slab input 0", "slab output 0"}
    said = [one.text for one in drawn if isinstance(one, TextLine)]
    for count in shown.values():
        assert f"… {64 - count} more" in said
    for name, slab in slabs.items():
        like = page.places[name.removeprefix("slab ")]
        assert isinstance(slab, Plane) and isinstance(like, Plane)
        ways = (
            slab.cells.tilt.quad(0, 0, 1, 1),
            like.cells.tilt.quad(0, 0, like.panel.rows, like.panel.columns),
        )
        assert ways[0] == ways[1]
    assert not any(n.startswith("slab") for n in figure(LAYERS["3 to 2"]).page.places)


def test_a_slab_of_few_channels_has_its_colours() -> None:
    made = figure(LAYERS["course"], input_size=5, style="isometric", size=(320, 180))
    assert "slab input 0" in made.page.places
    Composer(made.page.size, made.page.palette()).put(made.page.draw(made.view.frame(0)))


@pytest.mark.parametrize("bias", [False, True])
def test_on_an_upright_page_a_line_beside_the_sums_joins_them_all(bias: bool) -> None:
    layer = Layer("conv", kernel_size=3, in_channels=3, out_channels=2, bias=bias)
    made = figure(layer, input_size=5, size=(540, 960))
    frame = made.view.frame(made.view.scene_of((1, 1, 1)) or 0)
    (arrow,) = [
        item
        for item in made.page.draw(frame)
        if isinstance(item, Polygons) and item.ink == "zero-line"
    ]
    places = [made.page.places[f"sum {channel}"] for channel in range(3)]
    middles = [place.y + place.cells.pitch / 2 for place in places]
    *stubs, line = arrow.quads[:4]
    for stub, middle, place in zip(stubs, middles, places, strict=True):
        assert 0 <= stub[0][0] - place.x - place.cells.side < 4
        assert abs((stub[0][1] + stub[2][1]) / 2 - middle) < 2
        assert stub[1][0] == line[1][0]
    assert line[0][1] <= middles[0] and line[2][1] >= middles[-1]


@pytest.mark.parametrize("looks", [{}, {"style": "isometric"}, {"view": "matrix"}])
def test_lines_of_sums_keep_clear_of_the_label_of_the_bias(looks: dict[str, Any]) -> None:
    made = figure(LAYERS["course"], **{"input_size": 3, "size": (480, 270), **looks})
    drawn = made.page.draw(made.view.frame(made.view.scene_of((0, 1, 1)) or 0))
    (label,) = [one for one in drawn if isinstance(one, TextLine) and one.text == "bias b₀"]
    end, top = label.x + glyphs.width(label.face, label.px, label.text), label.baseline - label.px
    (arrow,) = [one for one in drawn if isinstance(one, Polygons) and one.ink == "zero-line"]
    for corners in arrow.quads:
        xs, ys = zip(*corners, strict=True)
        beside = max(xs) + 3 <= label.x or min(xs) - 3 >= end
        assert beside or max(ys) <= top or min(ys) >= label.baseline, corners


@pytest.mark.parametrize("outputs", [8, 64])
def test_how_many_outputs_are_not_shown_ends_on_the_page(outputs: int) -> None:
    layer = Layer("conv", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=outputs)
    made = figure(layer, size=(320, 180))
    *_, last = made.view.frames()
    drawn = flattened(made.page.draw(last))
    words = [one for one in drawn if isinstance(one, TextLine) and one.text.endswith("more")]
    assert words
    for one in words:
        assert one.x + glyphs.width(one.face, one.px, one.text) <= 320


def test_three_small_channels_are_all_shown() -> None:
    layer = Layer("conv", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=2)
    places = figure(layer, size=(320, 180)).page.places
    assert {f"input {n}" for n in range(3)} | {"output 0", "output 1"} <= set(places)


@pytest.mark.parametrize("size", [(320, 180), (480, 270)])
@pytest.mark.parametrize("name", ["depthwise", "grouped"])
def test_few_channels_are_all_shown_before_their_numbers(name: str, size: tuple[int, int]) -> None:
    page = figure(LAYERS[name], size=size).page
    assert sum(place.startswith("input") for place in page.places) == 4


@pytest.mark.parametrize("groups", [1, 2])
def test_four_large_channels_are_all_shown_on_a_square(groups: int) -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1, in_channels=4, out_channels=4)
    page = figure(layer.replaced(groups=groups), input_size=8, size=(1080, 1080)).page
    assert {f"{part} {n}" for part in PARTS for n in range(4)} <= page.places.keys()


def test_a_sum_beside_its_slice_leaves_larger_cells_and_its_plus_breaks_the_line() -> None:
    layer = Layer("conv", kernel_size=3, stride=2, padding=1, in_channels=3, out_channels=2)
    made = figure(layer, input_size=5)
    places = made.page.places
    assert places["input 0"].cells.pitch > 25  # as the drawing that it follows has
    for channel in range(3):
        kernel, added = places[f"kernel {channel}"], places[f"sum {channel}"]
        assert kernel.x + 3 * kernel.cells.pitch < added.x
        assert (
            kernel.y < added.y and added.y + added.cells.pitch < kernel.y + 3 * kernel.cells.pitch
        )
    drawn = list(made.page.draw(made.view.frame(made.view.fullest_scene())))
    (arrow,) = [one for one in drawn if isinstance(one, Polygons) and one.ink == "zero-line"]
    pluses = [one for one in drawn if isinstance(one, TextLine) and one.text == "+"]
    pluses = [one for one in pluses if one.face == "sans"]  # those of the equation are bold
    assert len(pluses) == 2
    for plus in pluses:
        middle = plus.x + glyphs.width(plus.face, plus.px, "+") / 2, plus.baseline - plus.px // 3
        assert not any(
            quad[0][0] <= middle[0] <= quad[1][0] and quad[0][1] - 2 <= middle[1] <= quad[2][1] + 2
            for quad in arrow.quads
        )


def test_a_title_of_its_own_making_is_shortened_where_it_has_no_room() -> None:
    made = figure(LAYERS["grouped"].replaced(stride=2), size=(320, 180))
    drawn = made.page.draw(made.view.frame(0))
    titles = [one.text for one in drawn if isinstance(one, TextLine) and one.face == "bold"]
    assert "Strided convolution" in titles


def test_signs_of_a_depthwise_channel_stand_in_the_middle_of_its_panels() -> None:
    made = figure(LAYERS["depthwise"])
    for filter_ in range(4):
        scene = made.view.scene_of((filter_, 0, 1))
        assert scene is not None
        drawn = flattened(made.page.draw(made.view.frame(scene)))
        signs = [word for word in drawn if isinstance(word, TextLine) and word.text in ("∗", "=")]
        place = made.page.places[f"output {filter_}"]
        assert isinstance(place, Place)
        beside = [word for word in signs if abs(word.x - place.middle) < place.cells.pitch]
        beside = [word for word in beside if word.face == "sans"]  # not those of the equation
        middles = [word.x + glyphs.width(word.face, word.px, word.text) // 2 for word in beside]
        assert len(middles) == 2 and all(abs(at - place.middle) <= 1 for at in middles)
