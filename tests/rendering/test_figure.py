"""Matplotlib's figure of a page: one artist a text, one collection for all shapes."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.text import Text

from tconv_anim.rendering.figure import PlacedPage, drawing_settings, make_figure, pixels
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import Primitive, Rectangle, TextLine

LIGHT = THEMES["light"]
PAGE: list[Primitive] = [
    Rectangle(0, 0, 200, 60, "paper"),
    Rectangle(10, 10, 30, 20, "input"),
    TextLine(50, 40, "y = 1   stamped", "sans", 13, "ink", "paper"),
    Rectangle(20, 15, 10, 5, "accent"),
]


def test_shapes_keep_their_order_and_texts_are_whole() -> None:
    figure = make_figure([PlacedPage(PAGE)], (200, 60), LIGHT)
    shapes, text = figure.artists
    assert isinstance(shapes, PathCollection) and isinstance(text, Text)
    with drawing_settings():
        image = pixels(figure)
    assert image.shape == (60, 200, 3)
    for (x, y), colour in {(5, 5): "paper", (12, 12): "input", (25, 17): "accent"}.items():
        assert "#" + bytes(image[y, x].tolist()).hex() == LIGHT.colours[colour]
    assert (image[25:45, 50:] != 255).any(), "the text"


def test_pages_stand_at_their_corners() -> None:
    pages = [PlacedPage(PAGE, (0, 0)), PlacedPage(PAGE, (200, 60))]
    with drawing_settings():
        both = pixels(make_figure(pages, (400, 120), LIGHT))
        one = pixels(make_figure([PlacedPage(PAGE)], (200, 60), LIGHT))
    assert np.array_equal(both[:60, :200], one) and np.array_equal(both[60:, 200:], one)


def test_svg_keeps_wide_gaps_open() -> None:
    file = BytesIO()
    with drawing_settings():
        make_figure([PlacedPage(PAGE)], (200, 60), LIGHT, vector=True).savefig(file, format="svg")
    texts = ElementTree.fromstring(file.getvalue()).iter("{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts] == ["y = 1\xa0\xa0 stamped"]
