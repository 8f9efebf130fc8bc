"""A frame drawn whole by Matplotlib: the slow way, and the measure of the fast one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from . import text
from .compose import RGBImage
from .primitives import Fill, Primitive, Words, flattened
from .theme import Theme

__all__ = ["DPI", "draw", "fill_figure", "make_figure"]

DPI: Final = 64
"""A power of two, so that sizes in inches are exact."""
POINTS_PER_PX: Final = 72 / DPI
_SETTINGS: Final[Any] = {
    "text.hinting": text.HINTING,
    "text.antialiased": True,
    "text.usetex": False,
    "path.effects": [],
    "path.sketch": None,
}
"""What of a user's matplotlibrc would change the picture."""


def make_figure(primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme) -> Figure:
    """A figure of *size* (width, height) pixels that holds the primitives as artists."""
    wide, high = size
    figure = Figure(figsize=(wide / DPI, high / DPI), dpi=DPI)
    fill_figure(figure, primitives, theme)
    return figure


def fill_figure(figure: Figure, primitives: Iterable[Primitive], theme: Theme) -> None:
    """Add the primitives to *figure* as artists.

    One text artist a character: so a glyph stands at the whole pixel where the fast way
    puts it.
    """
    high = round(figure.get_figheight() * DPI)
    for item in flattened(primitives):
        if isinstance(item, Fill):
            figure.add_artist(
                Rectangle(
                    (item.x, high - item.y - item.height),
                    item.width,
                    item.height,
                    facecolor=theme.colours[item.colour],
                    linewidth=0,
                    antialiased=False,
                    transform=None,
                )
            )
        else:
            for artist in _glyphs(item, high, theme):
                figure.add_artist(artist)


def _glyphs(words: Words, high: int, theme: Theme) -> list[Text]:
    font = FontProperties(
        fname=text.font_file(words.face),
        size=words.px * POINTS_PER_PX,
    )
    stops = text.pen_stops(words.face, words.px, words.text)
    return [
        Text(
            words.x + stop,
            high - words.baseline,
            char,
            color=theme.colours[words.ink],
            fontproperties=font,
            horizontalalignment="left",
            verticalalignment="baseline",
            transform=None,
            parse_math=False,
        )
        for char, stop in zip(words.text, stops, strict=False)
        if not char.isspace()
    ]


def draw(primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme) -> RGBImage:
    """The picture as an array of shape (height, width, 3), drawn by Matplotlib's Agg."""
    with matplotlib.rc_context(_SETTINGS):
        canvas = FigureCanvasAgg(make_figure(primitives, size, theme))
        canvas.draw()  # type: ignore[no-untyped-call]
        return np.array(canvas.buffer_rgba())[..., :3]  # type: ignore[no-untyped-call]
