"""A frame drawn whole by Matplotlib: the slow way, and the measure of the fast one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
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

__all__ = ["DPI", "draw", "fill_figure", "make_drawing", "make_figure", "vector_settings"]

DPI: Final = 64
"""A power of two, so that sizes in inches are exact."""
POINTS_PER_PX: Final = 72 / DPI
VECTOR_DPI: Final = 72
"""What Matplotlib's vector backends count in."""
_SETTINGS: Final[Any] = {
    "text.hinting": text.HINTING,
    "text.antialiased": True,
    "text.usetex": False,
    "path.effects": [],
    "path.sketch": None,
}
"""What of a user's matplotlibrc would change the picture."""


def make_figure(
    primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme, *, clear: bool = False
) -> Figure:
    """A figure of *size* (width, height) pixels that holds the primitives as artists.

    *clear* leaves the paper out.
    """
    figure = _blank(size, clear=clear)
    fill_figure(figure, primitives, theme, clear=clear)
    return figure


def make_drawing(
    pages: Iterable[tuple[Iterable[Primitive], tuple[int, int]]],
    size: tuple[int, int],
    theme: Theme,
    *,
    clear: bool = False,
) -> Figure:
    """A figure for vector formats: pages at their corners, a text artist a line of text."""
    figure = _blank(size, clear=clear, dpi=VECTOR_DPI)
    if not clear:
        figure.set_facecolor(theme.colours["paper"])
    for primitives, corner in pages:
        fill_figure(figure, primitives, theme, clear=clear, corner=corner, whole=True)
    return figure


def _blank(size: tuple[int, int], *, clear: bool, dpi: int = DPI) -> Figure:
    wide, high = size
    figure = Figure(figsize=(wide / dpi, high / dpi), dpi=dpi)
    if clear:
        figure.set_facecolor("none")
    return figure


def fill_figure(
    figure: Figure,
    primitives: Iterable[Primitive],
    theme: Theme,
    *,
    clear: bool = False,
    corner: tuple[int, int] = (0, 0),
    whole: bool = False,
) -> None:
    """Add the primitives to *figure* as artists.

    One text artist a character: so a glyph stands at the whole pixel where the fast way
    puts it. With *whole* one a line of text, which can be searched and copied.
    """
    left, top = corner
    high = round(figure.get_figheight() * figure.dpi) - top
    for item in flattened(primitives):
        if isinstance(item, Fill):
            if clear and item.colour == "paper":
                continue
            figure.add_artist(
                Rectangle(
                    (left + item.x, high - item.y - item.height),
                    item.width,
                    item.height,
                    facecolor=theme.colours[item.colour],
                    linewidth=0,
                    antialiased=False,
                    transform=None,
                )
            )
        elif whole:
            for artist in _phrases(item, left, high, theme):
                figure.add_artist(artist)
        else:
            for artist in _glyphs(item, high, theme):
                figure.add_artist(artist)


def _phrases(words: Words, left: int, high: int, theme: Theme) -> Iterator[Text]:
    """A line, whole but for its wider gaps, which SVG would close."""
    stops = text.pen_stops(words.face, words.px, words.text)
    for phrase in re.finditer(r"\S+(?: \S+)*", words.text):
        yield _phrase(words, left + stops[phrase.start()], high, phrase[0], theme)


def _phrase(words: Words, left: int, high: int, phrase: str, theme: Theme) -> Text:
    """SVG names the font by family, weight and style."""
    family = "DejaVu Sans Mono" if words.face.startswith("mono") else "DejaVu Sans"
    font = FontProperties(
        family=[family, "monospace" if family.endswith("Mono") else "sans-serif"],
        weight="bold" if words.face.endswith("bold") else "normal",
        style="oblique" if words.face == "italic" else "normal",
        fname=text.font_file(words.face),
        size=words.px,  # in points, which are pixels here
    )
    return Text(
        left + words.x,
        high - words.baseline,
        phrase,
        color=theme.colours[words.ink],
        fontproperties=font,
        horizontalalignment="left",
        verticalalignment="baseline",
        transform=None,
        parse_math=False,
    )


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


def vector_settings(salt: str) -> AbstractContextManager[None]:
    """What vector files are written with: text as text, the same bytes for the same *salt*."""
    return matplotlib.rc_context(
        {**_SETTINGS, "svg.fonttype": "none", "svg.hashsalt": salt, "pdf.fonttype": 42}
    )


def draw(
    primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme, *, clear: bool = False
) -> RGBImage:
    """The picture as an array of shape (height, width, 3), drawn by Matplotlib's Agg.

    With *clear* the paper is left out, and there are four channels.
    """
    with matplotlib.rc_context(_SETTINGS):
        canvas = FigureCanvasAgg(make_figure(primitives, size, theme, clear=clear))
        canvas.draw()  # type: ignore[no-untyped-call]
        drawn = np.array(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return drawn if clear else drawn[..., :3]
