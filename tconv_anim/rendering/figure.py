"""Stills and sheets: pages of primitives as a Matplotlib figure, for pixels and for vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from threading import RLock
from typing import Any, Final, NamedTuple, TypeAlias

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from . import glyphs
from .antialias import Quad
from .primitives import Polygons, Primitive, Rectangle, Shape, TextLine, flattened
from .raster import RGBImage
from .theme import Theme

__all__ = [
    "DPI",
    "MatplotlibFigure",
    "PlacedPage",
    "drawing_settings",
    "fill_figure",
    "make_figure",
    "pixels",
]

Outline: TypeAlias = list[tuple[float, float]]
Colour: TypeAlias = tuple[float, float, float, float]

DPI: Final = 72
"""Of every figure: a pixel is a point, and sizes in inches are exact."""
_TURN: Final = RLock()


class PlacedPage(NamedTuple):
    """The primitives of a page, and where its top left corner stands in the figure."""

    primitives: Iterable[Primitive]
    corner: tuple[int, int] = (0, 0)


def make_figure(
    pages: Iterable[PlacedPage],
    size: tuple[int, int],
    theme: Theme,
    *,
    transparent: bool = False,
    vector: bool = False,
    dpi: int = DPI,
) -> MatplotlibFigure:
    """A figure of *size* (width, height) pixels that holds the pages.

    *transparent* leaves the paper out. For *vector* formats *dpi* pixels make an inch.
    """
    wide, high = size
    scale = DPI / dpi if vector else 1
    figure = MatplotlibFigure(figsize=(wide * scale / DPI, high * scale / DPI), dpi=DPI)
    figure.set_facecolor("none" if transparent else theme.colours["paper"])
    for primitives, (left, top) in pages:
        # Matplotlib counts from the bottom.
        to_points = Affine2D().scale(1, -1).translate(left, high - top).scale(scale)
        items = flattened(primitives)
        if transparent:
            items = (item for item in items if not _is_paper(item))
        fill_figure(figure, items, theme, to_points)
    return figure


def fill_figure(
    figure: MatplotlibFigure,
    primitives: Iterable[Primitive],
    theme: Theme,
    to_points: Affine2D,
) -> None:
    """Add the primitives to *figure*: all shapes as one collection, then an artist a text."""
    lines: list[TextLine] = []
    shapes: list[Shape] = []
    for item in flattened(primitives):
        if isinstance(item, TextLine):
            lines.append(item)
        else:
            shapes.append(item)
    # Neighbours of one colour are one path: the dashes of a border are many.
    paths, colours, soft = [], [], []
    for (colour, smooth), group in groupby(shapes, lambda shape: _paint(shape, theme)):
        outlines = [outline for shape in group for outline in _outlines(shape)]
        paths.append(_closed_path(outlines))
        colours.append(colour)
        soft.append(smooth)
    collection = PathCollection(
        paths,
        facecolors=colours,
        edgecolors="none",
        linewidths=0,
        antialiaseds=soft,
        transform=to_points,
    )
    collection.set_snap(False)
    figure.add_artist(collection)
    for line in lines:
        for pen, run in glyphs.run_lines(line.face, line.px, line.text):
            x, baseline = line.x + pen, line.baseline + run.drop
            part = line._replace(x=x, baseline=baseline, text=run.text, px=run.px)
            figure.add_artist(_text(part, theme, to_points))


def _is_paper(item: Shape | TextLine) -> bool:
    """Whether a shape is paper, which a picture without a ground leaves out."""
    if isinstance(item, Rectangle):
        return item.colour == "paper"
    return isinstance(item, Polygons) and item.ink == "paper"


def _paint(shape: Shape, theme: Theme) -> tuple[Colour, bool]:
    """The colour of a shape, and whether its edges are smoothed."""
    if isinstance(shape, Polygons):
        return to_rgba(theme.colours[shape.ink], shape.strength), True
    return to_rgba(theme.colours[shape.colour]), False


def _outlines(shape: Shape) -> Iterator[Outline]:
    """The corners of a shape, all the same way around: where they overlap they add up."""
    if isinstance(shape, Polygons):
        for quad in shape.quads:
            yield list(quad if _clockwise(quad) else reversed(quad))
        return
    x, y, wide, high, _ = shape
    yield [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]


def _clockwise(quad: Quad) -> bool:
    following = (*quad[1:], quad[0])
    return sum(x * v - y * u for (x, y), (u, v) in zip(quad, following, strict=True)) > 0


def _closed_path(outlines: list[Outline]) -> Path:
    corners, codes = [], []
    for outline in outlines:
        corners += [*outline, outline[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(outline) - 1), Path.CLOSEPOLY]
    return Path(corners, codes)


def _text(line: TextLine, theme: Theme, to_points: Affine2D) -> Text:
    """A line of text; SVG names its font by family, weight and style."""
    face = glyphs.FACES[line.face]
    font = FontProperties(
        family=["DejaVu Sans Mono", "monospace"] if face.mono else ["DejaVu Sans", "sans-serif"],
        weight="bold" if face.bold else "normal",
        style="oblique" if face.italic else "normal",
        fname=glyphs.font_file(line.face),
        size=line.px * to_points.get_matrix()[0, 0],
    )
    text = _FlatText(
        line.x,
        line.baseline,
        line.text.replace("  ", 2 * "\N{NO-BREAK SPACE}"),  # SVG makes one of several blanks
        color=theme.colours[line.ink],
        fontproperties=font,
        horizontalalignment="left",
        verticalalignment="baseline",
        transform=to_points,
        parse_math=False,
    )
    if hasattr(text, "set_fontfeatures"):  # since 3.11 "fi" would be one letter
        text.set_fontfeatures(("-liga",))
    return text


class _FlatText(Text):
    """One line that begins at its pen: no layout is needed, which is most of a Text's time."""

    def draw(self, renderer: Any) -> None:
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        if glyphs.ROUNDED_CORNERS and isinstance(renderer, RendererAgg):
            x -= 0.49
        graphics = renderer.new_gc()
        graphics.set_foreground(self.get_color())
        renderer.draw_text(
            graphics, x, y, self.get_text(), self.get_fontproperties(), 0, mtext=self
        )
        graphics.restore()


@contextmanager
def drawing_settings(salt: str = "") -> Iterator[None]:
    """Matplotlib's settings while a figure is drawn, whatever a user's matplotlibrc says.

    Text stays text, and the same *salt* gives the same bytes. Settings are the whole
    process', so threads take turns.
    """
    rooms = ("savefig.", "figure.", "svg.", "pdf.", "font.", "text.", "path.")
    settings: dict[Any, Any] = {
        name: value for name, value in matplotlib.rcParamsDefault.items() if name.startswith(rooms)
    }
    settings |= {
        **glyphs.HINTING_SETTINGS,
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "pdf.fonttype": 42,
        "font.sans-serif": ["DejaVu Sans", "Verdana"],
        "font.monospace": ["DejaVu Sans Mono", "Menlo", "Consolas"],
    }
    with _TURN, matplotlib.rc_context(settings):
        yield


def pixels(figure: MatplotlibFigure, *, transparent: bool = False) -> RGBImage:
    """The figure as an array of shape (height, width, 3), or 4 where it is *transparent*."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    drawn = np.array(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return drawn if transparent else drawn[..., :3]
