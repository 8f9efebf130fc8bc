"""Channels as slanted planes."""

from __future__ import annotations

import numpy as np

from tconv_anim.rendering.primitives import TextLine
from tests.helpers.channels import LAYERS, figure
from tests.helpers.pictures import composed
from tests.rendering.test_films import check_film
from tests.rendering.test_room_for_text import misplaced


def test_a_strip_is_filled_from_side_to_side() -> None:
    """Its planes are flat and wide, so that little of the page is empty beside them."""
    made = figure(LAYERS["course"], input_size=5, size=(1280, 320), style="isometric")
    page = made.page
    image = composed(page, page.draw(made.view.frame(made.view.fullest_scene())))
    between = image[70:280]  # what is said above and below reaches to the sides
    seen = np.flatnonzero((between != between[0, 0]).any(axis=(0, 2)))
    assert seen[0] < 80 and seen[-1] > 1280 - 120


def test_films_of_slanted_strips_are_their_frames() -> None:
    check_film(figure(LAYERS["3 to 2"], input_size=3, size=(1280, 320), style="isometric"))


def test_a_tiny_page_leaves_the_label_of_the_bias_out_before_a_line_crosses_it() -> None:
    made = figure(LAYERS["course"], input_size=5, size=(320, 180), style="isometric")
    drawn = made.page.draw(made.view.frame(made.view.fullest_scene()))
    assert not misplaced(made.page, drawn)
    assert "bias b₀" not in [one.text for one in drawn if isinstance(one, TextLine)]
