"""Channels as slanted planes."""

from __future__ import annotations

import numpy as np

from tests.helpers.channels import LAYERS, figure
from tests.helpers.pictures import composed
from tests.rendering.test_films import check_film


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
