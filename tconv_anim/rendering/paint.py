"""A picture painted in full colours from glyphs drawn once: for pages of many colours."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from . import glyphs
from .primitives import Primitive, Rectangle, TextLine, flattened
from .raster import RGBImage
from .theme import Theme, rgb_of

__all__ = ["paint"]


def paint(primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme) -> RGBImage:
    """The picture as an array of shape (height, width, 3): what Matplotlib draws of the same.

    A :class:`~.compose.Composer` has a palette, as films do, and this one has not: so any
    number of themes' colours may meet. Slanted shapes are not for pages.
    """
    wide, high = size
    canvas: RGBImage = np.zeros((high, wide, 3), np.uint8)
    rgb = {name: np.array(rgb_of(colour)) for name, colour in theme.colours.items()}
    for item in flattened(primitives):
        if isinstance(item, Rectangle):
            canvas[item.y : item.y + item.height, item.x : item.x + item.width] = rgb[item.colour]
        elif isinstance(item, TextLine):
            left, top, coverage = glyphs.sprite(item.face, item.px, item.text)
            rows, columns = coverage.shape
            area = canvas[item.baseline + top :, item.x + left :][:rows, :columns]
            shares = coverage[..., None] / 255
            area[...] = np.rint(area + shares * (rgb[item.ink] - area))
        else:
            raise TypeError(f"{type(item).__name__} cannot be painted")
    return canvas
