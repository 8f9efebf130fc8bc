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
from matplotlib.path import Path as Outline
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.errors import FigureError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.options import STYLE_NAMES
from tconv_anim.products.command import figure_command, figure_stem
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.rendering.antialias import pixel_coverage
from tconv_anim.rendering.figure import PlacedPage, make_figure
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.panel_layout import TooSmallError
from tconv_anim.rendering.primitives import (
    Parallelogram,
    Polygons,
    Primitive,
    Rectangle,
    TextLine,
    flattened,
)
from tconv_anim.rendering.raster import MOST_COLOURS
from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.view import View
from tests.helpers.pictures import (
    ODD_LAYERS,
    TOLERANCE,
    check_following,
    check_painters_agree,
    check_text,
    colour_at,
    composed,
)
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import EXAMPLES

SOFT = TOLERANCE + 2
"""Agg places corners and counts coverage in 256ths."""
CONV = LayerSpec(kind="conv", input_size=(5,))
OP = LayerSpec(output_padding=(1,))
CROPPED = LayerSpec(kernel_size=(1,), stride=(3,))
FLOOR = LayerSpec(kind="conv", input_size=(6,))
STRIP = resolve(LayerSpec(input_size=(4,), kernel_size=(4,)), ndim=1)


def page_of(story: View, size: tuple[int, int] = (960, 540), theme: str = "light") -> Page:
    return Page(story.storyboard, size, THEMES[theme], "isometric")


def plane_of(page: Page, name: str) -> Plane:
    plane = page.places[name]
    assert isinstance(plane, Plane)
    return plane


# -- coverage --------------------------------------------------------------------------


corners = st.tuples(st.floats(0, 40), st.floats(0, 40))


@given(st.lists(corners, min_size=3, max_size=3, unique=True), st.floats(0.2, 6))
@EXAMPLES
def test_coverage_adds_up_to_the_area(points: list[tuple[float, float]], wide: float) -> None:
    """Of a parallelogram that three corners span, and of one that is moved away from it."""
    (x_1, y_1), (x_2, y_2), (x_3, y_3) = points
    quad = ((x_1, y_1), (x_2, y_2), (x_2 + x_3 - x_1, y_2 + y_3 - y_1), (x_3, y_3))
    area = abs((x_2 - x_1) * (y_3 - y_1) - (x_3 - x_1) * (y_2 - y_1))
    moved = tuple((x + 130 + 40 * wide, y + 3) for x, y in quad)
    if area > 1:
        found = pixel_coverage((quad, moved))
        assert found.shares.sum() == pytest.approx(2 * area, abs=0.02 * (area + 50))
        assert found.shares.max() <= 1


def test_coverage_is_where_the_shape_is() -> None:
    quad = ((3.25, 2.5), (30.0, 7.75), (25.5, 20.0), (8.0, 17.25))
    places = (np.arange(40 * 16) + 0.5) / 16
    grid_of_points = np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
    inside = Outline(np.array(quad)).contains_points(grid_of_points)
    sampled = inside.reshape(40, 16, 40, 16).mean(axis=(1, 3))
    found, exact = pixel_coverage((quad,)), np.zeros((40, 40))
    exact[found.rows, found.columns] = found.shares
    assert abs(exact - sampled).max() < 0.02


# -- two ways, one picture -------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "size", "theme", "told"),
    [
        (LayerSpec(), (500, 560), "light", {}),
        (CONV, (640, 360), "dark", {"writing": "letters"}),
        (OP, (640, 360), "print", {}),
        (CROPPED, (320, 180), "light", {"writing": "none"}),
        (LayerSpec(kind="conv", input_size=(12,)), (320, 180), "dark", {"shaded": True}),
    ],
    ids=str,
)
def test_composed_frames_are_what_matplotlib_draws(
    spec: LayerSpec, size: tuple[int, int], theme: str, told: Any
) -> None:
    story = tell(spec, **told)
    page = page_of(story, size, theme)
    primitives = page.draw(story.frame(len(story) * 2 // 3))
    check_painters_agree(page, primitives, most=SOFT)


@pytest.mark.parametrize(
    ("spec", "size", "told"),
    [
        (LayerSpec(), (640, 360), {}),
        (CONV, (320, 180), {"writing": "letters"}),
        (CROPPED, (500, 560), {}),
        (FLOOR, (640, 360), {"writing": "none"}),
        (LayerSpec(input_size=(2,), dilation=(2,)), (1280, 720), {}),
        (LayerSpec(input_size=(12,)), (640, 360), {"shaded": True}),
        (STRIP, (640, 360), {}),
        (ODD_LAYERS[7], (500, 560), {}),
    ],
    ids=str,
)
def test_frames_drawn_on_top_of_each_other_are_frames_drawn_whole(
    spec: Any, size: tuple[int, int], told: Any
) -> None:
    story = tell(spec, **told)
    check_following(story, page_of(story, size), most=10)


@pytest.mark.long
@pytest.mark.parametrize("size", [(960, 540), (320, 180), (640, 360), (1280, 720), (500, 560)])
@pytest.mark.parametrize("spec", ODD_LAYERS, ids=str)
def test_odd_layers_at_length(spec: LayerSpec, size: tuple[int, int]) -> None:
    for theme, writing in zip(THEMES, ("numbers", "letters", "none"), strict=True):
        story: View = tell(spec, writing=writing)  # type: ignore[arg-type]
        try:
            page = page_of(story, size, theme)
        except TooSmallError:
            continue
        check_following(story, page)
        check_text(story, page)
        for index in (len(story) // 2, len(story) - 1):
            primitives = page.draw(story.frame(index))
            check_painters_agree(page, primitives, most=SOFT)


def test_a_vector_drawing_has_straight_sides() -> None:
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(20))
    slants = [p for p in flattened(primitives) if isinstance(p, Parallelogram)]

    def corners(*, vector: bool) -> int:
        figure = make_figure([PlacedPage(primitives)], page.size, page.theme, vector=vector)
        (shapes,) = [a for a in figure.artists if isinstance(a, PathCollection)]
        return sum(np.shape(path.vertices)[0] for path in shapes.get_paths())

    assert len(slants) > 100
    assert corners(vector=False) - corners(vector=True) == sum(
        4 * slant.height - 4 for slant in slants
    )


# -- what is where ---------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("spec", [OP, CONV], ids=["transposed", "conv"])
def test_pixels_show_the_looks_of_the_story(spec: LayerSpec, theme: str) -> None:
    """Ask every cell for its colour near its front left corner, where there is no text."""
    story = tell(spec)
    page = page_of(story, (1280, 720), theme)
    frame = story.frame_of((0, 1))
    primitives: list[Primitive] = [p for p in page.draw(frame) if not isinstance(p, Polygons)]
    image, asked = composed(page, primitives), 0
    for name in ("input", "output"):
        plane, shown = plane_of(page, name), grid(frame, name)
        for row, column in np.ndindex(*shown.roles.shape):
            style = page.theme.cells[int(shown.roles[row, column])]
            x, y = plane.corner(shown, row, column)
            down = plane.cells.depth - 1 - 2 * plane.cells.line
            colour = colour_at(image, x - down + 3 * plane.cells.line + 1, y + down)
            assert colour == page.theme.colours[style.ground], (name, row, column)
            asked += 1
    assert asked == {"transposed": 64 + 36, "conv": 49 + 9}[story.plane.kind]
    assert int((grid(frame, "input").roles & LIT > 0).sum()) == 9


@pytest.mark.parametrize("theme", THEMES)
def test_lines_join_the_window_and_its_output_cell(theme: str) -> None:
    """Where a line begins, where it ends, and between the planes, it is drawn; four times."""
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
        plane.part(shown, shown.marks[0]).grown(plane.cells.mark / 2).corners
        for plane, shown in ((lower, grid(frame, "input")), (upper, grid(frame, "output")))
    ]
    front, back = upper.whole(grid(frame, "output")).bottom, lower.y
    for begin, end in zip(*ends, strict=True):
        y = (front + back) // 2
        x = begin[0] + (end[0] - begin[0]) * (y + 0.5 - begin[1]) / (end[1] - begin[1])
        strip = image[int(y), int(x) - 2 : int(x) + 3]
        shares = abs(strip - paper).sum(axis=1) / abs(accent - paper).sum()
        assert 0.9 < shares.sum() < 2.2, (begin, end)
    # The window's own frame, in the middle of its front side.
    bottom_right, bottom_left = ends[0][2:]
    x, y = int((bottom_right[0] + bottom_left[0]) / 2), int(bottom_left[1])
    assert colour_at(image.astype(np.uint8), x, y) == page.theme.colours["accent"]


@pytest.mark.parametrize("spec", [LayerSpec(), CONV, OP, FLOOR, ODD_LAYERS[3]], ids=str)
@pytest.mark.parametrize("writing", ["numbers", "letters"])
def test_lines_give_way_to_numbers(spec: LayerSpec, writing: Any) -> None:
    """No soft shape lies on a letter, nor on another one, in any frame."""
    story = tell(spec, writing=writing)
    page = page_of(story)
    for index in range(len(story) - 6, len(story)):
        drawn = np.zeros(page.size[::-1], bool)
        frame = story.frame(index)
        words = [p for p in flattened(page.draw(frame)) if isinstance(p, TextLine)]
        for plane in (plane_of(page, "input"), plane_of(page, "output")):
            for box in plane.ink(grid(frame, plane.panel.name)):
                drawn[box.y : box.y + box.height, box.x : box.x + box.width] = True
        texts = [t for g in ("input", "output") for t in grid(frame, g).texts.flat if t]
        assert len([w for w in words if w.text in texts]) >= len(texts), "every number is there"
        roof = plane_of(page, "output").whole(grid(frame, "output"))
        for shape in (p for p in page.draw(frame) if isinstance(p, Polygons)):
            found = pixel_coverage(shape.quads)
            assert not drawn[found.rows, found.columns].any(), (index, shape.ink)
            x, y = found.columns + 0.5, found.rows + 0.5
            # The upper plane is laid over what was drawn before it.
            hidden = (roof.top < y) & (y < roof.bottom)
            hidden &= (roof.begin < x + y) & (x + y < roof.end) & (shape.ink == "accent")
            kept = ~hidden | (shape.strength < 1)
            drawn[found.rows[kept], found.columns[kept]] = True


def test_what_is_hidden_is_faint() -> None:
    """Behind the upper plane the lines go on, but do not come to the fore."""
    story = tell(LayerSpec())
    page = page_of(story)
    shapes = {
        frame.index: [p for p in page.draw(frame) if isinstance(p, Polygons)]
        for frame in (story.frame(0), story.frame_of((0, 2)), story.frame_of((4, 4)))
    }
    first, back, front = shapes.values()
    assert first == []
    assert [shape.ink for shape in back] == ["accent", "accent", "now-line"]
    assert back[0].strength == 1 and back[1].strength < 0.5

    def length(shape: Polygons) -> float:
        return float(pixel_coverage(shape.quads).shares.sum())

    hidden = [shape for shape in front if shape.strength < 1]
    assert sum(map(length, hidden)) < length(back[1]) / 3


def test_the_output_lies_above_the_middle_of_the_input() -> None:
    for spec in (LayerSpec(), CONV, FLOOR, LayerSpec(input_size=(1,)), ODD_LAYERS[2]):
        story = tell(spec)
        page = page_of(story)
        last = story.frame(len(story) - 1)
        above = plane_of(page, "output").whole(grid(last, "output"))
        below = plane_of(page, "input").whole(grid(last, "input"))
        assert above.bottom < below.top
        middles = [np.mean([x for x, _ in whole.corners]) for whole in (above, below)]
        assert abs(middles[0] - middles[1]) <= 2


def test_everything_stays_inside_the_picture() -> None:
    for spec, size in itertools.product(ODD_LAYERS[::2], [(960, 540), (500, 560)]):
        story = tell(spec)
        page = page_of(story, size)
        for item in page.draw(story.frame(len(story) - 1)):
            if isinstance(item, Rectangle):
                assert item.x >= 0 and item.x + item.width <= size[0]
            elif isinstance(item, Polygons):
                xs, ys = zip(*(corner for quad in item.quads for corner in quad), strict=True)
                assert min(*xs, *ys) > 0 and max(xs) < size[0] and max(ys) < size[1]
        kernel, planes = page.places["kernel"], [plane_of(page, n) for n in ("input", "output")]
        for plane in planes:
            assert plane.x + plane.panel.columns * plane.cells.pitch < kernel.x


@pytest.mark.parametrize("i", [1, 3, 5, 12])
def test_text_stays_inside_and_apart(i: int) -> None:
    for kind, ndim in itertools.product(("transposed", "conv"), (1, 2)):
        story = tell(resolve(LayerSpec(kind=kind, input_size=(i,)), ndim=ndim))
        for size in ((960, 540), (500, 560)):
            check_text(story, page_of(story, size))


@pytest.mark.parametrize("theme", THEMES)
def test_all_colours_fit_one_palette(theme: str) -> None:
    for spec, told in itertools.product([*ODD_LAYERS[::4], OP, CROPPED, FLOOR], (True, False)):
        story = tell(spec, shaded=told)
        for size in ((960, 540), (320, 180)):
            try:
                palette = page_of(story, size, theme).palette()
            except TooSmallError:
                continue
            assert len(palette.rgb) <= MOST_COLOURS


def test_only_planes_draw_slanted_cells() -> None:
    story = tell(LayerSpec())
    flat = Page(story.storyboard, (960, 540), THEMES["light"])
    kinds = {type(p) for p in flattened(flat.draw(story.frame(20)))}
    assert kinds == {Rectangle, TextLine}


# -- asking for it ---------------------------------------------------------------------


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooSmallError, match="less than 3 pixels"):
        page_of(tell(LayerSpec(input_size=(60,)), writing="none"))


def run(*args: str) -> Any:
    return CliRunner().invoke(main, ["render", *args])


def test_the_largest_that_fits_is_told_and_fits(tmp_path: Path) -> None:
    asked = ("--style", "isometric", "--size", "320x180", "-q", "-o", str(tmp_path / "a.png"))
    refused = run("--i", "14", *asked)
    assert refused.exit_code == 2
    largest = refused.stderr.split("largest input that fits is --i ")[1].split(".")[0]
    assert 4 <= int(largest) < 14
    assert run("--i", largest, *asked).exit_code == 0
    assert run("--i", str(int(largest) + 1), *asked).exit_code == 2


@pytest.mark.parametrize("view", ["scatter", "matrix", "all", "overlap", "pair", "roundtrip"])
def test_other_views_are_refused(view: str) -> None:
    result = run("--view", view, "--style", "isometric")
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if "--style" in line]
    assert f"cannot show the view {view}, only gather" in line
    assert line.endswith("Try --view gather, or --style flat.")


def test_unknown_styles_are_refused(tmp_path: Path) -> None:
    assert "isometric" in run("--style", "isometrc").stderr
    layer = tconv_anim.Layer("transposed", kernel_size=3)
    with pytest.raises(FigureError, match=r"style='round' is no style\. There are flat, isometric"):
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
    assert run("--i", "1", "--style", "isometric", "--size", "320x180").exit_code == 0
    with Image.open("tconv_i1_k3_s2_p1_isometric.gif") as image:
        assert b"--style isometric" in image.info["comment"]
    layer = tconv_anim.Layer("transposed", kernel_size=3, stride=2, padding=1)
    tconv_anim.render(layer, "a.gif", input_size=1, style="isometric", size=(320, 180))
    assert Path("a.gif").read_bytes() == Path("tconv_i1_k3_s2_p1_isometric.gif").read_bytes()


def test_strips_lean_too() -> None:
    story = tell(STRIP)
    page = page_of(story, (640, 360))
    frame = story.frame_of((0, 3))
    shown = grid(frame, "output")
    x, y = plane_of(page, "output").corner(shown, 0, 3)
    image = composed(page, page.draw(frame))
    assert shown.at(0, 3)[0] is CellRole.NOW
    assert colour_at(image, x + 1, y + 4) == page.theme.colours["now"]


def test_what_is_too_large_for_planes_may_be_drawn_flat() -> None:
    result = CliRunner().invoke(main, ["render", "--style", "isometric", "--i", "22"])
    assert result.exit_code == 2 and "or --style flat." in result.stderr
