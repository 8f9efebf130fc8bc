"""A frame drawn whole by Matplotlib: the slow way, and the measure of the fast one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from threading import RLock
from typing import Any, Final, TypeAlias, cast

import matplotlib
import numpy as np
from matplotlib import patches
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from . import glyphs
from .antialias import Quad
from .primitives import Parallelogram, Plain, Polygons, Primitive, Rectangle, TextLine, flattened
from .raster import RGBImage
from .theme import Theme

__all__ = ["DPI", "draw", "fill_figure", "make_drawing", "make_figure", "vector_settings"]

Point: TypeAlias = tuple[float, float]
DPI: Final = 64
"""A power of two, so that sizes in inches are exact."""
POINTS_PER_PX: Final = 72 / DPI
VECTOR_DPI: Final = 72
"""What Matplotlib's vector backends count in."""
_TURN: Final = RLock()
_SETTINGS: Final[Any] = {
    "text.hinting": glyphs.HINTING,
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
    dpi: int = VECTOR_DPI,
) -> Figure:
    """A figure for vector formats: pages at their corners, a text artist a line of text.

    *dpi*: pixels of the primitives that make an inch.
    """
    figure = _blank(size, clear=clear, dpi=dpi)
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
    points = Affine2D().scale(VECTOR_DPI / figure.dpi) if whole else None
    items = (
        item
        for item in flattened(primitives)
        if not (clear and isinstance(item, Rectangle | Parallelogram) and item.colour == "paper")
    )
    # Vectors have a shape for all neighbours of one colour: dashes are many.
    for key, group in groupby(items, key=_rectangle_colour):
        if key is not None and whole:
            figure.add_artist(
                _filled(cast("Iterator[Rectangle]", group), left, high, theme, points)
            )
            continue
        for item in group:
            for artist in _artists(item, left, high, theme, points):
                figure.add_artist(artist)


def _rectangle_colour(item: Plain) -> str | None:
    return item.colour if isinstance(item, Rectangle) else None


def _artists(
    item: Rectangle | Parallelogram | Polygons | TextLine,
    left: int,
    high: int,
    theme: Theme,
    points: Affine2D | None,
) -> Iterator[Artist]:
    if isinstance(item, Rectangle):
        yield patches.Rectangle(
            (left + item.x, high - item.y - item.height),
            item.width,
            item.height,
            facecolor=theme.colours[item.colour],
            linewidth=0,
            antialiased=False,
            transform=None,
        )
    elif isinstance(item, Parallelogram):
        yield _slanted(item, left, high, theme, points)
    elif isinstance(item, Polygons):
        yield _shape(item, left, high, theme, points)
    elif points is not None:
        yield from _phrases(item, left, high, theme, points)
    else:
        yield from _glyphs(item, high, theme)


def _filled(
    fills: Iterator[Rectangle], left: int, high: int, theme: Theme, points: Affine2D | None
) -> PathPatch:
    """Rectangles of one colour as one path."""
    outlines: list[list[Point]] = []
    for fill in fills:
        x, y, wide, tall, _ = fill
        outlines.append([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)])
    facecolor = theme.colours[fill.colour]
    return _patch(outlines, left, high, points, antialiased=False, facecolor=facecolor)


def _slanted(
    slant: Parallelogram, left: int, high: int, theme: Theme, points: Affine2D | None
) -> PathPatch:
    """A leaning rectangle: row by row as its pixels are, or in points with straight sides."""
    x, y, wide, tall, colour = slant
    stepped = points is None
    side: list[Point]
    if stepped:
        side = [(x - row, y + row + down) for row in range(tall) for down in (0, 1)]
    else:  # through the middle of each step
        side = [(x + 0.5, y), (x + 0.5 - tall, y + tall)]
    corners = [*side, *((at + wide, down) for at, down in reversed(side))]
    facecolor = theme.colours[colour]
    return _patch([corners], left, high, points, antialiased=not stepped, facecolor=facecolor)


def _shape(
    shape: Polygons, left: int, high: int, theme: Theme, points: Affine2D | None
) -> PathPatch:
    """Quads as one path, all the same way around, so that they add up where they overlap."""
    quads = [list(quad if _clockwise(quad) else reversed(quad)) for quad in shape.quads]
    facecolor = (theme.colours[shape.ink], shape.strength)
    return _patch(quads, left, high, points, antialiased=True, facecolor=facecolor)


def _clockwise(quad: Quad) -> bool:
    following = (*quad[1:], quad[0])
    return sum(x * v - y * u for (x, y), (u, v) in zip(quad, following, strict=True)) > 0


def _patch(
    outlines: list[list[Point]],
    left: int,
    high: int,
    points: Affine2D | None,
    *,
    antialiased: bool,
    facecolor: Any,
) -> PathPatch:
    path = Path.make_compound_path(
        *(
            Path([(left + x, high - y) for x, y in [*line, line[0]]], closed=True)
            for line in outlines
        )
    )
    return PathPatch(
        path,
        facecolor=facecolor,
        linewidth=0,
        antialiased=antialiased,
        snap=False,
        transform=points,
    )


def _phrases(
    words: TextLine, left: int, high: int, theme: Theme, points: Affine2D | None
) -> Iterator[Text]:
    """A line, whole but for its wider gaps, which SVG would close."""
    stops = glyphs.pen_stops(words.face, words.px, words.text)
    for phrase in re.finditer(r"\S+(?: \S+)*", words.text):
        yield _phrase(words, left + stops[phrase.start()], high, phrase[0], theme, points)


def _phrase(
    words: TextLine, left: int, high: int, phrase: str, theme: Theme, points: Affine2D | None
) -> Text:
    """SVG names the font by family, weight and style."""
    family = "DejaVu Sans Mono" if words.face.startswith("mono") else "DejaVu Sans"
    font = FontProperties(
        family=[family, "monospace" if family.endswith("Mono") else "sans-serif"],
        weight="bold" if "bold" in words.face else "normal",
        style="oblique" if "italic" in words.face else "normal",
        fname=glyphs.font_file(words.face),
        size=words.px * (points.get_matrix()[0, 0] if points else 1),
    )
    return Text(
        left + words.x,
        high - words.baseline,
        phrase,
        color=theme.colours[words.ink],
        fontproperties=font,
        horizontalalignment="left",
        verticalalignment="baseline",
        transform=points,
        parse_math=False,
    )


def _glyphs(words: TextLine, high: int, theme: Theme) -> list[Text]:
    font = FontProperties(
        fname=glyphs.font_file(words.face),
        size=words.px * POINTS_PER_PX,
    )
    stops = glyphs.pen_stops(words.face, words.px, words.text)
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


@contextmanager
def _settings(settings: dict[Any, Any]) -> Iterator[None]:
    """Matplotlib's settings for a while; they are the whole process', so threads take turns."""
    with _TURN, matplotlib.rc_context(settings):
        yield


def vector_settings(salt: str) -> AbstractContextManager[None]:
    """What vector files are written with: text as text, the same bytes for the same *salt*."""
    rooms = ("savefig.", "figure.", "svg.", "pdf.", "font.", "text.", "path.")
    plain: dict[Any, Any] = {
        k: v for k, v in matplotlib.rcParamsDefault.items() if k.startswith(rooms)
    }
    ours: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "pdf.fonttype": 42,
        "font.sans-serif": ["DejaVu Sans", "Verdana"],
        "font.monospace": ["DejaVu Sans Mono", "Menlo", "Consolas"],
    }
    return _settings({**plain, **_SETTINGS, **ours})


def draw(
    primitives: Iterable[Primitive], size: tuple[int, int], theme: Theme, *, clear: bool = False
) -> RGBImage:
    """The picture as an array of shape (height, width, 3), drawn by Matplotlib's Agg.

    With *clear* the paper is left out, and there are four channels.
    """
    with _settings(_SETTINGS):
        canvas = FigureCanvasAgg(make_figure(primitives, size, theme, clear=clear))
        canvas.draw()  # type: ignore[no-untyped-call]
        drawn = np.array(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return drawn if clear else drawn[..., :3]
