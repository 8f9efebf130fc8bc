"""A colour picture as three channels: its colours, its key, its padding, and empty outputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.layer import Layer
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.facets import Facet, Facets
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.primitives import PlacedTile, Rectangle, TextLine
from tconv_anim.story.example import CellValues, shade_scale
from tconv_anim.story.frame import CellRole, PanelContent
from tconv_anim.story.roles import SHADES
from tests.helpers.channels import figure
from tests.rendering.test_films import check_film

LAYER = Layer("conv", kernel_size=3, padding=1, in_channels=3, out_channels=2)


def _made(side: int = 16, **looks: Any) -> Figure:
    x = np.arange(3 * side**2).reshape(3, side, side) * 37 % 251
    return figure(LAYER, input_size=None, x=x, rgb=True, **looks)


@pytest.mark.parametrize("style", ["flat", "isometric"])
def test_channels_say_their_colours_and_the_key_has_them(style: str) -> None:
    made = _made(style=style)
    drawn = made.page.draw(made.view.frame(60))
    said = [line.text for line in drawn if isinstance(line, TextLine)]
    assert {"x₀ red", "x₁ green", "x₂ blue"} <= set(said)
    shades = made.page.theme.shades
    tiles = [item.tile.items[0] for item in drawn if isinstance(item, PlacedTile)]
    grounds = {tile.colour for tile in tiles if isinstance(tile, Rectangle)}
    for role in (CellRole.RED, CellRole.GREEN, CellRole.BLUE):
        assert {shades[role][0].ground, shades[role][SHADES - 1].ground} <= grounds


def test_padding_of_slanted_pictures_is_that_of_the_key() -> None:
    made = _made(style="isometric", theme="light")
    page = made.page
    canvas = Composer(page.size, page.palette())
    canvas.put(page.draw(made.view.frame(60)))
    plane = page.places["input 0"]
    assert isinstance(plane, Plane) and not plane.cells.text_px
    for row, column in ((0.5, 9.5), (9.5, 0.5), (9.5, 17.5)):
        x, y = plane.cells.tilt.at(row, column)
        at = canvas.canvas[int(plane.y + y), int(plane.x + x)]
        assert at == page.palette().plain["blank-edge"]


def test_an_empty_output_of_small_cells_is_no_mesh() -> None:
    """Beside shades, which have no lines between them, either."""
    made = _made(style="isometric")
    drawn = made.page.draw(made.view.frame(60))
    cells = [cell for item in drawn if isinstance(item, Facets) for *_, cell in item.cells]
    empty = [cell for cell in cells if _is_todo(cell)]
    assert len(empty) > 16 * 16
    inside = [cell for cell in empty if not any(edge for edge in cell.edges)]
    assert len(inside) >= 14 * 14


def _is_todo(cell: Facet) -> bool:
    return cell.ground == "paper"


def test_a_key_has_three_shades_whatever_is_negative() -> None:
    """0 is in its middle only where that is in the middle of the numbers."""
    for low, high in ((-133, 3080), (-3080, 133), (-20, 30), (0, 255)):
        values = CellValues(np.array([low, high]), np.empty(0), signed=low < 0)
        levels = shade_scale(PanelContent.OUTPUT, CellRole.OUTPUT, values).levels
        assert min(levels[1] - levels[0], levels[2] - levels[1]) >= 3


def test_films_of_slanted_pictures_are_their_frames() -> None:
    check_film(_made(6, style="isometric"))
