"""Where the arrow from the sums ends: at the cell that they make, or beyond every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.rendering.channels.arrow import ARROW_INK
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
