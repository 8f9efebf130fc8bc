"""Coverage of slanted shapes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.path import Path as Outline

from tconv_anim.rendering.antialias import pixel_coverage
from tests.helpers.planes import corners
from tests.helpers.strategies import EXAMPLES


@given(st.lists(corners, min_size=3, max_size=3, unique=True), st.floats(0.2, 6))
@EXAMPLES
def test_coverage_adds_up_to_the_area(points: list[tuple[float, float]], wide: float) -> None:
    """Of a parallelogram that three corners span, and of one that is moved away from it."""
    # to 1e-6 of a pixel: the slope of a side that rises by 1e-308 is no number
    (x_1, y_1), (x_2, y_2), (x_3, y_3) = ((round(x, 6), round(y, 6)) for x, y in points)
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
