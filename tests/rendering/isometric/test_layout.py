"""The isometric style: planes above each other, drawn alike by both painters, joined by lines."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.path import Path as Outline
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.errors import FigureError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.options import STYLE_NAMES
from tconv_anim.products.command import figure_command, figure_stem
from tconv_anim.products.figure.figure import silent
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.rendering.antialias import pixel_coverage
from tconv_anim.rendering.facets import Facets, Tilt, cell_pixels
from tconv_anim.rendering.figure import PlacedPage, make_figure
from tconv_anim.rendering.isometric.cells import SLANTED
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import (
    Polygons,
    Primitive,
    Rectangle,
    TextLine,
    flattened,
)
from tconv_anim.rendering.raster import MOST_COLOURS
from tconv_anim.rendering.too_small import TooSmallError
from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.views import view_called, view_names
from tests.helpers.daily import every
from tests.helpers.pictures import (
    ODD_LAYERS,
    SOFT,
    away_from_letters,
    check_following,
    check_text,
    colour_at,
    composed,
    drawn,
    ink_box,
    shrunk,
    soft_edges,
)
from tests.helpers.planes import CONV, CROPPED, FLOOR, OP, STRIP, page_of, plane_of
from tests.helpers.stills import NARROW_DIGITS
from tests.helpers.stories import VIEWS, grid, tell
from tests.helpers.strategies import EXAMPLES

# -- two ways, one picture -------------------------------------------------------------


def check_alike(page: Page, primitives: list[Primitive]) -> None:
    """Both painters draw the same; at edges, where the palette rounds, nearly the same."""
    one = composed(page, primitives).astype(int)
    other = drawn(page, primitives).astype(int)
    apart = np.abs(one - other).max(axis=2) > SOFT
    apart &= away_from_letters(page, primitives, one, other)
    edges = soft_edges(primitives, page.size) > 0
    assert not (apart & ~edges).any()
    assert apart.sum() < edges.sum() / 3
    assert abs((one - other)[edges].mean()) < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "size", "theme", "told"),
    every(
        3,
        [
            (CONV, (640, 360), "dark", {"writing": "letters"}),
            (LayerSpec(), (800, 600), "light", {}),
            (LayerSpec(kind="conv", input_size=(12,)), (480, 270), "dark", {"shaded": True}),
            (OP, (640, 360), "print", {}),
            (CROPPED, (480, 270), "light", {"writing": "none"}),
        ],
    ),
    ids=str,
)
def test_composed_frames_are_what_matplotlib_draws(
    spec: LayerSpec, size: tuple[int, int], theme: str, told: Any
) -> None:
    story = tell(spec, **told)
    page = page_of(story, size, theme)
    check_alike(page, page.draw(story.frame(len(story) * 2 // 3)))


@pytest.mark.parametrize(
    ("spec", "size", "told"),
    every(
        3,
        [
            (CONV, (480, 270), {"writing": "letters"}),
            (LayerSpec(), (640, 360), {}),
            (CROPPED, (800, 600), {}),
            (FLOOR, (640, 360), {"writing": "none"}),
            (LayerSpec(input_size=(2,), dilation=(2,)), (1280, 720), {}),
            (ODD_LAYERS[7], (800, 600), {}),
            (LayerSpec(input_size=(12,)), (640, 360), {"shaded": True}),
            (STRIP, (640, 360), {}),
        ],
    ),
    ids=str,
)
def test_frames_drawn_on_top_of_each_other_are_frames_drawn_whole(
    spec: Any, size: tuple[int, int], told: Any
) -> None:
    story = tell(spec, **told)
    check_following(story, page_of(story, size), most=6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "kind"), every(14, itertools.product(VIEWS[1:], ["transposed", "conv"]))
)
def test_other_views_have_planes(view: str, kind: str) -> None:
    story = tell(CONV if kind == "conv" else LayerSpec(), view, planes=True)
    page = page_of(story)
    check_following(story, page, most=6)
    check_text(story, page, SLANTED)
    check_alike(page, page.draw(story.frame(len(story) // 2)))


@pytest.mark.long
@pytest.mark.parametrize("size", [(960, 540), (480, 270), (640, 360), (1280, 720), (800, 600)])
@pytest.mark.parametrize("spec", ODD_LAYERS, ids=str)
def test_odd_layers_at_length(spec: LayerSpec, size: tuple[int, int]) -> None:
    for theme, writing in zip(THEMES, ("numbers", "letters", "none"), strict=True):
        story = tell(spec, writing=writing)  # type: ignore[arg-type]
        try:
            page = page_of(story, size, theme)
        except TooSmallError:
            continue
        check_following(story, page)
        check_text(story, page, SLANTED)
        for index in (len(story) // 2, len(story) - 1):
            check_alike(page, page.draw(story.frame(index)))


def test_a_vector_drawing_has_straight_sides() -> None:
    """A shape for each colour of a plane's cells, four corners a cell."""
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(20))
    figure = make_figure([PlacedPage(primitives)], page.size, page.theme, vector=True)
    (shapes,) = [a for a in figure.artists if isinstance(a, PathCollection)]
    inputs = to_hex(page.theme.colours["input"])
    colours = [to_hex(colour) for colour in np.asarray(shapes.get_facecolor())]
    cells = shapes.get_paths()[colours.index(inputs)]
    unread = grid(story.frame(20), "input").roles == CellRole.INPUT
    assert np.shape(cells.vertices)[0] == 5 * unread.sum()


def test_a_cell_has_the_pixels_of_its_area() -> None:
    """Neighbours leave no pixel out, and share none."""
    for tilt in (Tilt(31, 8, -22, 14), Tilt(9, 2, -8, 4), Tilt(60, 17, -35, 36)):
        pixels = cell_pixels(tilt, 1.0)
        assert pixels.own.sum() == tilt.area
        rows, columns = np.nonzero(pixels.own)
        taken = np.zeros((300, 300), int)
        for row, column in itertools.product(range(3), repeat=2):
            x, y = tilt.at(row, column)
            taken[rows + pixels.top + y + 20, columns + pixels.left + x + 120] += 1
        assert taken.max() == 1 and taken.sum() == 9 * tilt.area
        filled = [
            row[row > 0].size == np.ptp(np.flatnonzero(row)) + 1 for row in taken if row.any()
        ]
        assert all(filled)


@given(row=st.floats(-9, 9), column=st.floats(-9, 9))
@EXAMPLES
def test_places_are_found_again(row: float, column: float) -> None:
    tilt = Tilt(31, 8, -22, 14)
    assert tilt.place(*tilt.at(row, column)) == pytest.approx((row, column), abs=1e-9)


# -- what is where ---------------------------------------------------------------------


def middle_of(plane: Plane, row: float, column: float) -> tuple[int, int]:
    x, y = plane.cells.tilt.at(row, column)
    return int(plane.x + x), int(plane.y + y)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("spec", [OP, CONV], ids=["transposed", "conv"])
def test_pixels_show_the_looks_of_the_story(spec: LayerSpec, theme: str) -> None:
    """Ask every cell for its colour at its left, where there is no text."""
    story = tell(spec)
    page = page_of(story, (1280, 720), theme)
    frame = story.frame_of((0, 1))
    primitives: list[Primitive] = [p for p in page.draw(frame) if not isinstance(p, Polygons)]
    image, asked = composed(page, primitives), 0
    for name in ("input", "output"):
        plane, shown = plane_of(page, name), grid(frame, name)
        for row, column in np.ndindex(*shown.roles.shape):
            style = page.theme.cells[int(shown.roles[row, column])]
            colour = colour_at(image, *middle_of(plane, row + 0.8, column + 0.2))
            assert colour == page.theme.colours[style.ground], (name, row, column)
            asked += 1
    assert asked == {"transposed": 64 + 36, "conv": 49 + 9}[story.plane.kind]
    assert int((grid(frame, "input").roles & LIT > 0).sum()) == 9


def test_rows_go_down_to_the_left_and_columns_down_to_the_right() -> None:
    for size in ((960, 540), (640, 480), (1080, 1080)):
        for spec in (LayerSpec(), CONV, STRIP):
            tilt = plane_of(page_of(tell(spec), size), "input").cells.tilt
            assert tilt.across_x > 0 and tilt.across_y > 0 > tilt.down_x and tilt.down_y > 0
            assert 0.15 < tilt.across_y / tilt.across_x < 0.45
            assert 0.3 < tilt.down_y / -tilt.down_x < 1.8


@pytest.mark.parametrize("theme", THEMES)
def test_lines_join_the_window_and_its_output_cell(theme: str) -> None:
    """Halfway between the planes each of the four is drawn, in the accent."""
    story = tell(LayerSpec())
    page = page_of(story, theme=theme)
    frame = story.frame_of((4, 2))  # in front: nothing hides the near corners
    image = composed(page, page.draw(frame)).astype(int)
    accent, paper = (
        np.array([int(page.theme.colours[name][n : n + 2], 16) for n in (1, 3, 5)])
        for name in ("accent", "paper")
    )
    lower, upper = (plane_of(page, name) for name in ("input", "output"))
    ends = [
        plane.quad(plane.part(shown, shown.marks[0]), plane.cells.mark / 2)
        for plane, shown in ((lower, grid(frame, "input")), (upper, grid(frame, "output")))
    ]
    for (x_1, y_1), (x_2, y_2) in zip(*ends, strict=True):
        y = round(y_2 + 0.25 * (y_1 - y_2))
        x = x_1 + (x_2 - x_1) * (y + 0.5 - y_1) / (y_2 - y_1)
        strip = image[y, int(x) - 3 : int(x) + 4]
        assert abs(strip - accent).sum(axis=1).min() < abs(strip - paper).sum(axis=1).max() / 3
    # Frames of the window and of the present cell, in the middle of their front sides.
    for corners in ends:
        (x_1, y_1), (x_2, y_2) = corners[2:]
        x, y = (x_1 + x_2) / 2, (y_1 + y_2) / 2 - lower.cells.mark / 2
        assert colour_at(image.astype(np.uint8), round(x), int(y)) == page.theme.colours["accent"]


@pytest.mark.slow
@pytest.mark.parametrize("view", ["gather", "scatter"])
def test_lines_follow_the_window_where_it_goes_by_fast_too(view: str) -> None:
    story = tell(LayerSpec(input_size=(5,)), view)  # too many positions to read all
    page = page_of(story)
    fast = [frame for frame in story.frames() if frame.fast]
    assert fast
    for frame in fast:
        read, passed = (
            [shape.quads for shape in page.draw(shown) if isinstance(shape, Polygons)]
            for shown in (frame, silent(frame, {"products"}))
        )
        assert read == passed


@pytest.mark.parametrize(
    ("spec", "writing"),
    every(
        4, itertools.product([LayerSpec(), CONV, OP, FLOOR, ODD_LAYERS[3]], ["numbers", "letters"])
    ),
    ids=str,
)
def test_lines_give_way_to_numbers(spec: LayerSpec, writing: Any) -> None:
    """No line or frame lies on a letter, in any frame, and every letter is drawn."""
    story = tell(spec, writing=writing)
    page = page_of(story)
    for index in range(len(story) - 6, len(story)):
        drawn = np.zeros(page.size[::-1], bool)
        frame = story.frame(index)
        primitives = page.draw(frame)
        placed = [c for p in primitives if isinstance(p, Facets) for *_, c in p.cells if c.text]
        boxes = []
        for name in ("input", "output"):
            plane, shown = plane_of(page, name), grid(frame, name)
            boxes += list(plane.ink(shown))
        assert len(placed) == len(boxes)
        for box in map(shrunk, boxes):
            drawn[box.y : box.y + box.height, box.x : box.x + box.width] = True
        for shape in (p for p in primitives if isinstance(p, Polygons)):
            found = pixel_coverage(shape.quads)
            assert not drawn[found.rows, found.columns].any(), (index, shape.ink)


def test_only_what_is_read_and_the_outputs_have_numbers() -> None:
    """Before anything is read the input has all of its own."""
    story = tell(CONV)
    page = page_of(story)
    for frame in (story.frame(2), story.frame_of((1, 1))):
        shown = grid(frame, "input")
        texts = np.array(plane_of(page, "input").visible_texts(shown))
        read = shown.roles & LIT > 0
        said = (texts != "") & (shown.roles % LIT == CellRole.INPUT)
        assert (said == (read if read.any() else shown.roles == CellRole.INPUT)).all()
        outputs = np.array(plane_of(page, "output").visible_texts(grid(frame, "output")))
        assert (outputs == grid(frame, "output").texts).all()


def test_done_cells_hide_lines_and_pending_ones_let_them_shine_through() -> None:
    story = tell(LayerSpec())
    page = page_of(story)
    upper = plane_of(page, "output")
    assert not [p for p in page.draw(story.frame(0)) if isinstance(p, Polygons)]
    for cell in ((0, 2), (2, 2), (4, 4)):
        frame = story.frame_of(cell)
        shapes = [p for p in page.draw(frame) if isinstance(p, Polygons)]
        assert {shape.ink for shape in shapes} == {"accent"}
        faint = [shape for shape in shapes if shape.strength < 1]
        for shape in faint:
            rows, columns, shares = pixel_coverage(shape.quads)
            for x, y in zip(columns[shares > 0.6], rows[shares > 0.6], strict=True):
                row, column = upper.cells.tilt.place(x + 0.5 - upper.x, y + 0.5 - upper.y)
                place = min(int(row + 0.05), 4), min(int(column + 0.05), 4)
                near = grid(frame, "output").roles[
                    max(place[0] - 1, 0) : place[0] + 2, max(place[1] - 1, 0) : place[1] + 2
                ]
                assert (near == CellRole.TODO).any()
        assert bool(faint) == (cell != (4, 4))


def test_a_dilated_window_frames_its_cells() -> None:
    """Nine frames of four quads, and its extent in thin dashes."""
    dilated = LayerSpec(kind="conv", input_size=(7,), padding=((0, 0),), stride=(1,), dilation=(2,))
    story = tell(dilated)
    page = page_of(story, (1280, 720))
    frame = story.frame_of((1, 1))
    plane, shown = plane_of(page, "input"), grid(frame, "input")
    image = composed(page, page.draw(frame))
    for row, column in np.argwhere(shown.roles & LIT).tolist():
        for at in ((row, column + 0.5), (row + 0.5, column)):
            x, y = plane.cells.tilt.at(*at)
            x, y = round(plane.x + x), round(plane.y + y)
            near = image[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3)
            accent = [int(page.theme.colours["accent"][n : n + 2], 16) for n in (1, 3, 5)]
            assert (near == accent).all(axis=1).any(), (row, column)
    window = next(p for p in page.draw(frame) if isinstance(p, Polygons))
    assert len(window.quads) > 9 * 4 + 4


def test_the_output_lies_above_the_input() -> None:
    for spec in (LayerSpec(), CONV, FLOOR, LayerSpec(input_size=(1,)), ODD_LAYERS[2]):
        story = tell(spec)
        page = page_of(story)
        last = story.frame(len(story) - 1)
        above, below = (
            np.array(plane.quad(plane.extent(grid(last, name))))
            for name, plane in ((n, plane_of(page, n)) for n in ("output", "input"))
        )
        assert above[:, 1].max() < below[:, 1].mean() > above[:, 1].mean()
        assert abs(above[:, 0].mean() - below[:, 0].mean()) < np.ptp(below[:, 0]) / 50 + 2
        hull = Outline(below)
        assert not hull.contains_points(above).any()


@pytest.mark.parametrize("size", [(960, 540), (640, 480), (1080, 1080)])
def test_planes_fill_their_room(size: tuple[int, int]) -> None:
    """They take most of the height, or most of the width, that header and foot leave."""
    for spec in (LayerSpec(), CONV):
        story = tell(spec)
        page = page_of(story, size)
        last = story.frame(len(story) - 1)
        corners = np.array(
            [
                corner
                for name in ("input", "output")
                for corner in plane_of(page, name).quad(
                    plane_of(page, name).extent(grid(last, name))
                )
            ]
        )
        wide, high = np.ptp(corners, axis=0)
        assert high > 0.45 * size[1] or wide > 0.55 * size[0]


@pytest.mark.parametrize(("size",), every(2, [((960, 540),), ((800, 600),)]))
def test_everything_stays_inside_the_picture(size: Any) -> None:
    for spec in ODD_LAYERS[::2]:
        story = tell(spec)
        page = page_of(story, size)
        kernel = page.places["kernel"]
        for item in flattened(page.draw(story.frame(len(story) - 1))):
            if isinstance(item, Rectangle):
                assert item.x >= 0 and item.x + item.width <= size[0]
            elif isinstance(item, Polygons):
                xs, ys = np.array(item.quads).reshape(-1, 2).T
                assert min(*xs, *ys) > 0 and max(xs) < size[0] and max(ys) < size[1]
                beside = (ys >= kernel.y) & (ys <= kernel.y + 3 * 20)
                assert not (xs[beside] > kernel.x).any()


@pytest.mark.parametrize("i", every(4, [5, 1, 3, 12]))
def test_text_stays_inside_and_apart(i: int) -> None:
    for kind, ndim in itertools.product(("transposed", "conv"), (1, 2)):
        story = tell(resolve(LayerSpec(kind=kind, input_size=(i,)), ndim=ndim))
        for size in ((960, 540), (800, 600)):
            check_text(story, page_of(story, size), SLANTED)


@pytest.mark.parametrize(("shaded", "theme"), every(8, itertools.product((True, False), THEMES)))
def test_all_colours_fit_one_palette(theme: str, shaded: bool) -> None:
    for spec in [*ODD_LAYERS[::4], OP, CROPPED, FLOOR]:
        story = tell(spec, shaded=shaded)
        for size in ((960, 540), (480, 270)):
            try:
                palette = page_of(story, size, theme).palette()
            except TooSmallError:
                continue
            assert len(palette.rgb) <= MOST_COLOURS


def test_only_planes_draw_slanted_cells() -> None:
    story = tell(LayerSpec())
    flat = Page(story.storyboard, (960, 540), THEMES["light"])
    assert not [p for p in flat.draw(story.frame(20)) if isinstance(p, Facets | Polygons)]


# -- asking for it ---------------------------------------------------------------------


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooSmallError, match="less than 3 pixels"):
        page_of(tell(LayerSpec(input_size=(60,)), writing="none"))


def run(*args: str) -> Any:
    return CliRunner().invoke(main, ["render", *args])


@pytest.mark.slow
def test_the_largest_that_fits_is_told_and_fits(tmp_path: Path) -> None:
    asked = ("--style", "isometric", "--size", "480x270", "-q", "-o", str(tmp_path / "a.png"))
    refused = run("--i", "24", *asked)
    assert refused.exit_code == 2
    largest = refused.stderr.split("largest input that fits is --i ")[1].split(".")[0]
    assert 4 <= int(largest) < 24
    assert run("--i", largest, *asked).exit_code == 0
    assert run("--i", str(int(largest) + 1), *asked).exit_code == 2


def test_other_views_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that users add: every view there is has an input and an output plane."""
    assert all(view_called(name).has_planes for name in view_names())
    monkeypatch.setattr(view_called("roundtrip"), "has_planes", False)
    refused = run("--view", "roundtrip", "--style", "isometric", "-o", "unwritten.png")
    assert refused.exit_code == 2
    assert "roundtrip: it has no input plane under an output plane, as gather, " in refused.stderr
    assert "Try --view gather, or --style flat." in refused.stderr


def test_unknown_styles_are_refused(tmp_path: Path) -> None:
    assert "isometric" in run("--style", "isometrc").stderr
    layer = tconv_anim.Layer("transposed", kernel_size=3)
    with pytest.raises(FigureError, match=r"known\. Choose from flat, isometric"):
        tconv_anim.render(layer, tmp_path / "a.gif", style="round")


def test_the_command_and_the_file_name_say_the_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    spec = FigureSpec(style="isometric", theme="dark")
    command = "tconv-anim render --style isometric --theme dark"
    assert figure_command(spec, spec.resolved()) == command
    assert figure_stem(spec, spec.resolved()) == "tconv_i3_k3_s2_p1_isometric_dark"
    assert STYLE_NAMES[0] == FigureSpec().style == "flat"
    assert run("--i", "1", "--style", "isometric", "--size", "480x270").exit_code == 0
    with Image.open("tconv_i1_k3_s2_p1_isometric.gif") as image:
        assert b"--style isometric" in image.info["comment"]
    layer = tconv_anim.Layer("transposed", kernel_size=3, stride=2, padding=1)
    tconv_anim.render(layer, "a.gif", input_size=1, style="isometric", size=(480, 270))
    assert Path("a.gif").read_bytes() == Path("tconv_i1_k3_s2_p1_isometric.gif").read_bytes()


def test_strips_lean_too() -> None:
    story = tell(STRIP)
    page = page_of(story, (640, 360))
    frame = story.frame_of((0, 3))
    image = composed(page, page.draw(frame))
    assert grid(frame, "output").at(0, 3)[0] is CellRole.NOW
    x, y = middle_of(plane_of(page, "output"), 0.75, 3.2)
    assert colour_at(image, x, y) == page.theme.colours["now"]


@pytest.mark.slow
def test_what_is_too_large_for_planes_may_be_drawn_flat() -> None:
    result = CliRunner().invoke(
        main, ["render", "--style", "isometric", "--i", "19", "--size", "480x270"]
    )
    assert result.exit_code == 2 and "or --style flat." in result.stderr


# -- there and back --------------------------------------------------------------------


def test_what_comes_back_lies_where_x_was() -> None:
    """While it is filled; x then stands beside, and lines lead down from what is read."""
    story = tell(LayerSpec(), "roundtrip")
    page = page_of(story)
    labels = {}
    for index in (5, len(story) - 4):
        frame = story.frame(index)
        assert grid(frame, "x").marks or grid(frame, "back").marks
        words = [p for p in flattened(page.draw(frame)) if isinstance(p, TextLine)]
        labels[index] = {word.text: word for word in words if word.ink == "muted"}
    there, back = labels.values()
    assert there["x, input"].x < page.size[0] / 2 < there["CCᵀx, back again"].x
    assert back["CCᵀx, back again"].x < page.size[0] / 2 < back["x, input"].x


@pytest.mark.parametrize("size", [(960, 540), (480, 270)])
def test_arrows_lead_up_and_then_back(size: tuple[int, int]) -> None:
    """Each with the matrix that it multiplies by, outside of the planes and the lines of them."""
    story = tell(LayerSpec(), "roundtrip")
    page = page_of(story, size)
    said = []
    for index in (0, 9, len(story) - 3):
        drawn = page.draw(story.frame(index))
        words = [p for p in flattened(drawn) if isinstance(p, TextLine) and p.face == "bold"]
        at = {word.text: word for word in words if word.text in ("↑", "Cᵀ", "↓", "C")}
        said.append([*at])
        lines = [x for p in drawn if isinstance(p, Polygons) for quad in p.quads for x, _ in quad]
        for arrow, beyond in (("↑", -1), ("↓", 1)):
            if arrow in at and lines:
                box = ink_box(at[arrow])
                assert (max(lines) < box.x) if beyond > 0 else (box.x + box.width < min(lines))
    assert said == [["↑", "Cᵀ"], ["↑", "Cᵀ"], ["↑", "Cᵀ", "↓", "C"]]


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (1080, 1080), (1080, 1920), (2000, 300)])
def test_outputs_have_numbers(size: tuple[int, int]) -> None:
    assert plane_of(page_of(tell(LayerSpec()), size), "output").cells.text_px


@pytest.mark.skipif(not NARROW_DIGITS, reason="Matplotlib's digits are a pixel wider")
def test_sums_of_three_digits_have_plain_numbers_where_bold_ones_have_no_room() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(5,), stride=(1,)), "pair")
    page = page_of(story)
    plane = plane_of(page, "result")
    assert len(plane.panel.widest_text) == 3
    assert plane.cells.text_px >= 10
    check_text(story, page, 0.55)


@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_a_map_of_counts_has_no_other_numbers_beside_it(kind: Any) -> None:
    """Nor a key of shades for them: only counts are told, all of them, and the lit ones bold."""
    story = tell(LayerSpec(kind=kind, input_size=(5,)), "overlap")
    page = page_of(story)
    last = story.frame(len(story) - 1)
    assert {name for name in page.places if "kernel" in name} == set()
    counts, giver = (plane_of(page, name) for name in ("counts", "giver"))
    shown = grid(last, "counts")
    assert (np.array(counts.visible_texts(shown)) == shown.texts).all()
    assert not any(map(any, giver.visible_texts(grid(last, "giver"))))
    words = {p.text for p in flattened(page.draw(last)) if isinstance(p, TextLine)}
    assert not any("…" in word for word in words)


def test_labels_leave_room_for_the_upper_plane() -> None:
    """A long one reaches down to where the lower one's label would be."""
    spec = LayerSpec(
        input_size=(5, 2),
        kernel_size=(3, 1),
        stride=(3, 1),
        padding=((3, 3), (0, 0)),
        dilation=(3, 1),
    )
    story = tell(spec, "scatter")
    check_text(story, page_of(story, (480, 270)), 0.55)
