"""Own pictures without digits: they are still seen, channel by channel."""

from __future__ import annotations

import itertools
from typing import Any, TypeGuard

import numpy as np
import pytest

from tconv_anim.errors import TconvError
from tconv_anim.layers.layer import Layer
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.legend import legend_items
from tconv_anim.rendering.primitives import TextLine, flattened
from tconv_anim.rendering.spans import ink_box
from tests.helpers.channels import figure
from tests.helpers.stories import VIEWS, grid
from tests.rendering.test_films import check_film

SIDE = 9


def picture(channels: int, side: int = SIDE) -> Any:
    numbers = np.arange(channels * side * side) * 37 % 251
    return numbers.reshape(channels, side, side)


def shown(channels: int, side: int = SIDE, **options: Any) -> Any:
    """A figure of a picture whose digits are not written; grey where it has one channel."""
    layer = Layer("conv", kernel_size=3, padding=1, in_channels=channels, out_channels=1)
    x = picture(channels, side)
    own: dict[str, Any] = {"x": x, "rgb": True} if channels > 1 else {"x": x[0]}
    return figure(layer, input_size=None, values="none", **own, **options)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    "looks",
    [{}, {"style": "isometric"}, {"minimal": True}, {"view": "scatter"}, {"theme": "dark"}],
    ids=str,
)
def test_a_picture_without_digits_is_seen(channels: int, looks: dict[str, Any]) -> None:
    """Shades are no digits: all that are in the picture are on the page."""
    made = shown(channels, **looks)
    page, frame = made.page, made.view.frame(len(made.view) - 1)
    grids = [one for name, one in frame.grids.items() if one and name.startswith("input")]
    assert len(grids) == channels
    for one in grids:
        assert one.shades is not None and not any(one.texts.flat)
    for name in ("output", "output 0"):
        if (made_of_it := frame.grids.get(name)) is not None:
            assert made_of_it.shades is not None and len(np.unique(made_of_it.shades)) > 4
    canvas = Composer(page.size, page.palette())
    canvas.put(page.draw(frame))
    assert len(np.unique(canvas.rgb().reshape(-1, 3), axis=0)) > 16 * channels
    ranges = [item.text for item in legend_items(made.view.storyboard, page.theme, page.shades)]
    assert not any("…" in text for text in ranges)  # numbers, too


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_a_picture_without_digits(view: str, channels: int) -> None:
    """No number stands in its key, either."""
    try:
        made = shown(channels, view=view)
    except TconvError as error:
        assert "pair of channels" in str(error) or "less than a pixel" in str(error)
        return
    page, palette = made.page, made.page.palette()
    assert not made.view.storyboard.shaded
    for number in (0, made.view.fullest_scene(), len(made.view) - 1):
        Composer(page.size, palette).put(page.draw(made.view.frame(number)))


@pytest.mark.parametrize("looks", [{}, {"minimal": True}])
@pytest.mark.parametrize("channels", [1, 3])
def test_small_cells_of_a_picture_have_no_gaps(channels: int, looks: dict[str, Any]) -> None:
    layer = Layer("conv", kernel_size=3, padding=1, in_channels=channels, out_channels=1)
    x = picture(channels, 40)
    own: dict[str, Any] = {"x": x, "rgb": True} if channels > 1 else {"x": x[0]}
    own |= {"input_size": None, "values": "none", "size": (640, 360), "moving": False}
    for name, place in figure(layer, **own, **looks).page.places.items():
        if name.startswith(("input", "output")):
            assert not isinstance(place, Plane) and place.cells.pitch < 12 and not place.cells.gap


def test_small_numbers_without_digits_stay_plain() -> None:
    """As in figures of others that say nothing by their colours."""
    for values in (None, "none"):
        x = np.eye(3, dtype=int)
        made = figure(Layer("conv", kernel_size=2), input_size=None, x=x, values=values)
        assert (grid(made.view.frame(0), "input").shades is None) is bool(values)


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"size": (480, 270)}, {"style": "isometric"}], ids=str)
def test_films_of_pictures_without_digits_are_their_frames(options: dict[str, Any]) -> None:
    check_film(shown(3, **options))


def test_red_green_and_blue_of_a_large_picture_are_all_there() -> None:
    """Their names are above them, and slices are larger than the cells they read."""
    layer = Layer("conv", kernel_size=5, padding=2, in_channels=3, out_channels=3)
    x = picture(3, 64)
    made = figure(layer, input_size=None, x=x, rgb=True, values="none", moving=False)
    places = made.page.places
    for channel in range(3):
        x, w = places[f"input {channel}"], places[f"kernel {channel}"]
        assert not isinstance(x, Plane) and not isinstance(w, Plane)
        assert x.cells.pitch == 3 and w.cells.pitch >= 8
        assert x.label_at and x.label_at[1] < x.y
    lines = [one for one in flattened(made.page.draw(made.view.frame(5))) if is_text(one)]
    over = sorted((one for one in lines if one.baseline == x.label_at[1]), key=lambda one: one.x)
    assert len(over) > 3  # the words over the first one, too
    for one, other in itertools.pairwise(over):
        assert one.x + glyphs.width(one.face, one.px, one.text) < other.x


def test_what_large_pictures_are_stands_in_full_above_their_names_where_it_has_room() -> None:
    made = shown(3, 70, moving=False, size=(1080, 810))
    place = made.page.places["input 0"]
    assert not isinstance(place, Plane) and place.label_at
    lines = [one for one in flattened(made.page.draw(made.view.frame(5))) if is_text(one)]
    names = [one for one in lines if one.baseline == place.label_at[1]]
    assert {one.text for one in names} == {"x₀ red", "x₁ green", "x₂ blue"}
    (said,) = [one for one in lines if one.text == "input, padded   3 × 72 × 72"]
    assert ink_box(said).y + ink_box(said).height < min(ink_box(one).y for one in names)


def test_frames_in_small_pictures_are_two_pixels_thick() -> None:
    """In a picture on a slide one is not seen."""
    made = shown(3, 64, moving=False)
    place = made.page.places["input 0"]
    assert not isinstance(place, Plane) and place.cells.pitch == 3 and place.cells.mark == 2
    canvas = Composer(made.page.size, made.page.palette())
    canvas.put(made.page.draw(made.view.frame(30 * 64 + 30)))
    accent = canvas.canvas == made.page.palette().plain["accent"]
    inside = accent[place.y : place.y + 66 * 3, place.x : place.x + 66 * 3]
    assert int(inside.any(axis=1).sum()) == 3 * 3 + 2 and int(inside.sum(axis=1).max()) == 3 * 3 + 2
    assert int(np.argmax(inside.any(axis=1))) == 30 * 3 - 1
    assert inside[30 * 3 - 1 : 30 * 3 + 1].sum() == 2 * (3 * 3 + 2)


def is_text(primitive: object) -> TypeGuard[TextLine]:
    return isinstance(primitive, TextLine)
