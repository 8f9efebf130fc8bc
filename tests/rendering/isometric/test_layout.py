"""Planes above each other: sizes, text, what is refused."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.errors import FigureError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.options import STYLE_NAMES
from tconv_anim.products.command import figure_command, figure_stem
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.panel_layout import TooSmallError
from tconv_anim.rendering.primitives import (
    Polygons,
    Rectangle,
)
from tconv_anim.rendering.raster import MOST_COLOURS
from tconv_anim.story.frame import CellRole
from tests.helpers.pictures import (
    ODD_LAYERS,
    check_text,
    colour_at,
    composed,
)
from tests.helpers.planes import CONV, CROPPED, FLOOR, OP, STRIP, page_of, plane_of
from tests.helpers.stories import grid, tell


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
