"""Where the arrow from the sums ends: at the cell that they make, or beyond every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.channels.arrow import ARROW_INK
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Polygons, TextLine, flattened
from tests.helpers.channels import LAYERS, figure
from tests.helpers.daily import every
from tests.rendering.test_films import check_film

STRIPS = Layer("conv", kernel_size=3, padding=1, in_channels=4, out_channels=2, bias=True)
UPRIGHT = (540, 960)


def tip(drawn: list[Any]) -> tuple[int, int]:
    """The point of the arrow's head."""
    (arrow,) = [one for one in drawn if isinstance(one, Polygons) and one.ink == ARROW_INK]
    x, y = np.asarray(arrow.quads[-1])[1]
    return round(x), round(y)


@pytest.mark.parametrize("size", [(960, 540), (480, 270), UPRIGHT])
def test_over_a_strip_it_ends_over_the_present_cell(size: tuple[int, int]) -> None:
    made = figure(STRIPS, input_size=(10,), size=size)
    for frame in made.view.frames():
        grids = {n: g for n, g in frame.grids.items() if n.startswith("output") and g and g.marks}
        if not grids or not frame.grids.get("sum 0"):
            continue
        ((name, grid),) = grids.items()
        place = made.page.places[name]
        assert isinstance(place, Place)
        x, y = tip(list(flattened(made.page.draw(frame))))
        left = place.x + grid.marks[0].column * place.cells.pitch
        assert y < place.y and abs(x - left - place.cells.side / 2) <= max(place.cells.pitch / 3, 1)


@pytest.mark.parametrize("looks", [{}, {"view": "matrix"}], ids=str)
@pytest.mark.parametrize("name", ["course", "transposed"])
def test_over_several_rows_it_ends_over_the_name(name: str, looks: dict[str, Any]) -> None:
    """Not on an edge of a row in which nothing is made."""
    made = figure(LAYERS[name], input_size=4, size=UPRIGHT, **looks)
    for filter_ in range(2):
        frame = made.view.frame(made.view.scene_of((filter_, 1, 1)) or 0)
        drawn = list(flattened(made.page.draw(frame)))
        place = made.page.places[f"output {filter_}"]
        assert isinstance(place, Place)
        x, y = tip(drawn)
        words = f"output {filter_}"
        (line,) = [o for o in drawn if isinstance(o, TextLine) and o.text.startswith(words)]
        assert y <= line.baseline - line.px * 3 // 4 < line.baseline < place.y
        assert place.x < x < place.x + place.panel.columns * place.cells.pitch


@pytest.mark.parametrize(
    ("layer", "options"),
    every(
        4,
        [
            (STRIPS, {"input_size": (6,)}),
            (STRIPS, {"input_size": (6,), "size": (480, 270)}),
            (LAYERS["course"], {"size": UPRIGHT}),
            (LAYERS["transposed"], {"size": UPRIGHT, "view": "matrix", "input_size": 2}),
        ],
    ),
)
def test_films_of_arrows_are_their_frames(layer: Layer, options: dict[str, Any]) -> None:
    check_film(figure(layer, **options))


def lines(drawn: list[Any]) -> np.ndarray[Any, Any]:
    """Left, top, right and bottom of each part of the lines to an output."""
    *_, arrow = (one for one in drawn if isinstance(one, Polygons) and one.ink == ARROW_INK)
    corners = np.asarray(arrow.quads)
    return np.concatenate((corners.min(axis=1), corners.max(axis=1)), axis=1)


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (1080, 1080), UPRIGHT])
def test_the_line_through_the_bias_is_not_broken(size: tuple[int, int]) -> None:
    made = figure(LAYERS["course"], input_size=5, size=size, style="isometric")
    frame = made.view.frame(made.view.fullest_scene())
    parts = lines(list(flattened(made.page.draw(frame))))
    for name, ends in {"bias": 2, "sum 0": 1, "sum 2": 1}.items():
        box = made.page.places[name]
        assert isinstance(box, Place)
        line, side = box.cells.gap, box.cells.side
        left, right, bottom = box.x - line, box.x + side + line, box.y + side + line
        beside = (parts[:, 0] == right) | (parts[:, 2] == left) | (parts[:, 2] == right)
        beside &= (box.y < parts[:, 1]) & (parts[:, 3] < bottom)
        below = (parts[:, 1] == bottom) & (box.x < parts[:, 0]) & (parts[:, 2] < right)
        assert np.count_nonzero(beside | below) == ends


@pytest.mark.parametrize("size", [(960, 540), (480, 270), (1920, 1080)])
@pytest.mark.parametrize("name", ["transposed", "pointwise"])
def test_it_leaves_the_middle_of_the_line_of_all_sums(name: str, size: tuple[int, int]) -> None:
    """Not beside the end of that line, where the two look like one that is drawn badly."""
    layer = LAYERS[name].replaced(out_channels=3 if name == "transposed" else 4)
    made = figure(layer, input_size=3, size=size, style="isometric")
    frame = made.view.frame(made.view.fullest_scene())
    parts = lines(list(flattened(made.page.draw(frame))))
    sums = [made.page.places[f"sum {n}"] for n in range(layer.in_channels)]
    axes = [place.y + place.cells.side / 2 for place in sums if isinstance(place, Place)]
    _, top, _, bottom = parts[len(axes) + 1]  # after the ticks and the line
    assert abs((top + bottom) / 2 - (axes[0] + axes[-1]) / 2) <= 1


@pytest.mark.parametrize("size", [(1080, 1080), UPRIGHT])
def test_on_upright_pages_it_ends_at_the_right_of_slanted_outputs(size: tuple[int, int]) -> None:
    """Past the words over the first one, above all others on its way."""
    layer = LAYERS["course"].replaced(out_channels=3)
    made = figure(layer, input_size=5, size=size, style="isometric")
    planes = [made.page.places[f"output {n}"] for n in range(3)]
    for filter_, plane in enumerate(planes):
        frame = made.view.frame(made.view.scene_of((filter_, 1, 1)) or 0)
        parts = lines(list(flattened(made.page.draw(frame))))
        assert isinstance(plane, Plane)
        (left, top), (right, _) = plane.cells.tilt.at(0, 0), plane.cells.tilt.at(0, 3)
        middle = (parts[-1][0] + parts[-1][2]) / 2
        assert plane.x + (left + right) / 2 < middle < plane.x + right
        across = max(parts[:-1], key=lambda part: part[3] < plane.y + top and part[2] - part[0])
        assert across[3] < plane.y + top
