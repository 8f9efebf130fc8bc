"""The user's own numbers, from the command line and from Python: sizes, cells, what is stored."""

from __future__ import annotations

import itertools
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import tconv_anim as ta
from tconv_anim.notation import read_numbers
from tconv_anim.products.command import figure_command
from tconv_anim.products.figure.plan import plan_figure
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.rendering.legend import legend_items
from tconv_anim.rendering.palettes import theme_named
from tconv_anim.story.frame import Grid, PanelContent
from tconv_anim.story.roles import SHADES, SIGNED, UNSHADED
from tconv_anim.story.views import view_names
from tests.helpers.commands import check_refusal, run
from tests.helpers.daily import every, examples
from tests.helpers.figures import planned

BILINEAR = [[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]


pytestmark = pytest.mark.usefixtures("folder")


def stored_in(path: str | Path) -> str:
    with Image.open(path) as image:
        found = image.info.get("Comment") or image.info["comment"].decode()
        return str(found)


def last_grid(layer: ta.Layer, name: str, **numbers: Any) -> Grid:
    """A panel of the last frame on given numbers."""
    story = planned(layer, **numbers).view
    grid = story.frame(len(story) - 1).grids[name]
    assert grid is not None
    return grid


# -- the numbers are what is drawn -------------------------------------------------------


def test_negative_floating_and_large_numbers_are_drawn_short_and_computed_whole() -> None:
    layer = ta.Layer("conv", kernel_size=1)
    grid = last_grid(layer, "output", x=[[-1, 2**70], [10**4, 7]], w=[[3]])
    assert grid.texts.tolist() == [["−3", "3.54e21"], ["30000", "21"]]
    grid = last_grid(layer, "output", x=[[1 / 3, 1e-9]], w=[[3]])
    assert grid.texts.tolist() == [["1", "3e−9"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("x", "w", "size"),
    every(
        2,
        [
            ("1,2;3,4", "1,2;2,1", "2 x 2"),
            ("x.txt", "w.npy", "4 x 3"),
            ("x.npy", "w.csv", "4 x 3"),
        ],
    ),
)
def test_every_source_gives_the_same_figure_as_its_numbers(x: str, w: str, size: str) -> None:
    numbers = np.arange(12).reshape(4, 3)
    np.save("x.npy", numbers)
    np.savetxt("x.txt", numbers, fmt="%d")
    np.save("w.npy", np.array(BILINEAR))
    Path("w.csv").write_text("\n".join(",".join(str(v) for v in row) for row in BILINEAR))
    plain = "--size", "640x360", "--motion", "none"
    assert run("render", "-q", "--x", x, "--w", w, *plain, "-o", "a.gif").exit_code == 0
    rows, columns = (int(n) for n in size.split(" x "))
    literal = stored_in("a.gif")
    words = shlex.split(literal)
    assert len(read_numbers(words[words.index("--x") + 1])) == rows
    assert len(read_numbers(words[words.index("--x") + 1])[0]) == columns
    assert run(*words[1:], "-q", "-o", "b.gif").exit_code == 0
    assert Path("a.gif").read_bytes() == Path("b.gif").read_bytes()


@pytest.mark.parametrize(
    ("view", "args"),
    every(
        13,
        itertools.product(
            view_names(), ["--dims 1 --x 1,-2,0.5", "--w 1,2;2,1 --x 1,4;2,5;3,6", "--letters"]
        ),
    ),
)
def test_the_stored_command_makes_the_same_bytes_in_every_view(view: str, args: str) -> None:
    small = "--size", "640x360", "--motion", "none"
    asked = run("render", "-q", "--view", view, *args.split(), *small, "-o", "a.gif")
    assert asked.exit_code == 0, asked.stderr
    words = shlex.split(stored_in("a.gif"))
    assert run(*words[1:], "-q", "-o", "b.gif").exit_code == 0
    assert Path("a.gif").read_bytes() == Path("b.gif").read_bytes()
    assert stored_in("b.gif") == stored_in("a.gif")


NUMBERS = st.one_of(
    st.just(st.integers(-(2**80), 2**80)),
    st.just(st.floats(-1e90, 1e90, allow_nan=False, allow_infinity=False)),
)


@given(st.integers(1, 4), st.integers(1, 4), st.data())
@examples(10)
def test_numbers_in_the_stored_command_read_back_as_they_were(
    rows: int, columns: int, data: st.DataObject
) -> None:
    numbers = data.draw(NUMBERS)
    given_rows = [[data.draw(numbers) for _ in range(columns)] for _ in range(rows)]
    spec = FigureSpec(ta.Layer("conv", kernel_size=1), x=given_rows)
    words = shlex.split(figure_command(spec, spec.resolved()))
    assert "--i" not in words
    back = read_numbers(words[words.index("--x") + 1])
    assert back == given_rows
    assert [[type(n) for n in row] for row in back] == [[type(n) for n in r] for r in given_rows]


# -- pictures ------------------------------------------------------------------------------


def test_a_picture_is_shown_as_shades_where_its_cells_are_small() -> None:
    ramp = np.tile(np.linspace(0, 255, 30).astype(np.uint8), (30, 1))
    Image.fromarray(ramp).save("ramp.png")
    layer = ["--kind", "conv", "--s", "1", "--p", "0", "--x", "ramp.png"]
    done = run("render", *layer, "--frame", "1", "-o", "a.png", "-q")
    assert done.exit_code == 0
    spec = FigureSpec(ta.Layer("conv", kernel_size=3), x=ramp)
    figure = plan_figure(spec, moving=False, shrinkable=True)
    grid = figure.view.frame(0).grids["input"]
    assert grid is not None and grid.shades is not None
    assert (np.diff(grid.shades.astype(int), axis=1) >= 0).all()
    assert grid.shades[0, 0] == 0 and grid.shades[0, -1] == 15
    with Image.open("a.png") as image:
        pixels = np.asarray(image.convert("RGB"))
    place = figure.page.places["input"]
    top = place.y + place.cells.side // 2
    for column in range(30):
        x = place.x + round(grid.column_at[column] * place.cells.pitch) + place.cells.side // 2
        shade = figure.page.theme.shaded(1, int(grid.shades[0, column])).ground
        assert "#{:02x}{:02x}{:02x}".format(*pixels[top, x]) == figure.page.theme.colours[shade]


def test_cells_that_were_not_given_have_no_shade() -> None:
    x = np.arange(900).reshape(30, 30)
    layer = ta.Layer("conv", kernel_size=3, padding=1)
    story = planned(layer, moving=False, x=x).view
    grid = story.frame(len(story) - 1).grids["input"]
    assert grid is not None and grid.shades is not None
    assert (grid.shades[0] == UNSHADED).all() and (grid.shades[1:-1, 1:-1] != UNSHADED).all()


def test_sample_numbers_are_shades_that_begin_with_a_pale_zero() -> None:
    layer = ta.Layer("conv", kernel_size=3, padding=1)
    story = planned(layer, moving=False, input_size=30).view
    frame = story.frame(len(story) - 1)
    for name in ("input", "output"):
        grid = frame.grids[name]
        assert grid is not None and grid.shades is not None
        levels = grid.shades[grid.shades != UNSHADED]
        assert levels.min() > SHADES + SIGNED // 2 and levels.max() == SHADES + SIGNED - 1
    shades = {PanelContent.INPUT}
    keys = {item.text for item in legend_items(story.storyboard, theme_named("light"), shades)}
    assert any(text.startswith("input 1 … 3") for text in keys)


@pytest.mark.slow
@pytest.mark.parametrize("view", every(4, ["gather", "scatter", "all", "pair"]))
def test_a_picture_too_large_is_refused_with_the_size_that_fits(view: str) -> None:
    Image.fromarray(np.zeros((60, 80), np.uint8)).save("large.png")
    asked = ["render", "--kind", "conv", "--s", "1", "--view", view, "--x", "large.png"]
    asked += ["--size", "320x180"]
    done = run(*asked, "-o", "a.png")
    check_refusal(done, "Try --x-size ")
    remedy = done.stderr.split("Try --x-size ")[1].split(",")[0]
    assert run(*asked, "-q", "--x-size", remedy, "-o", "a.png").exit_code == 0
    longer = max(int(n) for n in remedy.split("x"))
    larger = str(longer + 1)
    assert run(*asked, "-q", "--x-size", larger, "-o", "b.png").exit_code == 2


def test_too_many_frames_of_a_picture_are_refused_with_the_size_that_fits() -> None:
    Image.fromarray(np.zeros((60, 80), np.uint8)).save("large.png")
    asked = ["render", "--kind", "conv", "--s", "1", "--x", "large.png", "--max-frames", "20"]
    done = run(*asked, "-o", "a.gif")
    assert done.exit_code == 2 and "--x of 60 x 80 cells makes 4803 frames" in done.stderr
    remedy = done.stderr.split("Try --x-size ")[1].split(",")[0]
    assert run(*asked, "-q", "--x-size", remedy, "-o", "a.gif").exit_code == 0


# -- from Python -----------------------------------------------------------------------------


def test_arrays_decide_on_sizes_and_axes() -> None:
    strip = ta.render(ta.Layer("transposed", kernel_size=2, stride=2), "a.gif", x=[1, 2], w=[1, 1])
    assert stored_in(strip) == "tconv-anim render --p 0 --dims 1 --x 1,2 --w 1,1"
    layer = ta.Layer("conv", kernel_size=2)
    plane = ta.render(layer, "b.png", x=np.ones((3, 2)), w=[[1, 0], [0, 1]], at=(1, 0))
    assert stored_in(plane) == (
        "tconv-anim render --kind conv --s 1 --p 0 --x '1.0,1.0;1.0,1.0;1.0,1.0' --w '1,0;0,1'"
        " --at 1,0"
    )
    assert ta.render(ta.Layer("conv", kernel_size=(2,)), "c.png", input_size=4, at=2).exists()
    assert ta.render(layer, "d.png", input_size=(4,), at=2, view="matrix").exists()


def test_narrow_floats_are_computed_in_double_precision() -> None:
    layer, x = ta.Layer("conv", kernel_size=1), np.array([[0.1]], np.float32)
    one = ta.render(layer, "a.gif", x=x, w=[[3]])
    two = ta.render(layer, "b.gif", x=x.astype(np.float64), w=[[3]])
    assert one.read_bytes() == two.read_bytes()


def test_channels_beyond_what_is_computed_are_refused_at_once() -> None:
    result = run("render", "--in-channels", "2147483648", "--alt")
    assert result.exit_code == 2 and "more than the 4,000,000 of a figure" in result.stderr


@pytest.mark.parametrize(
    ("size", "x", "shaded"),
    [((320, 180), None, False), ((960, 540), None, True), ((320, 180), ((7, 8), (9, 1)), True)],
)
def test_shades_without_a_key_are_those_of_own_numbers_alone(
    size: tuple[int, int], x: Any, *, shaded: bool
) -> None:
    layer = ta.Layer("transposed", kernel_size=3, stride=2, padding=1)
    made = planned(layer, view="all", input_size=None if x else 3, size=size, x=x)
    assert made.view.storyboard.shaded is shaded
