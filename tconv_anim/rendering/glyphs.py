"""Text at whole pixels: glyphs drawn once by Matplotlib's FreeType, then put side by side.

Every glyph stands at a whole pixel, advances and kerning rounded, so that a line can be
composed of stored glyphs. Only DejaVu, which comes with Matplotlib, is used: with the same
version of Matplotlib the same command gives the same bytes on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any, Final, NamedTuple

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib import ft2font
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font

from ..errors import Argument, FigureError
from ..options.limits import MOST_TITLE
from .subscripts import Run, runs

__all__ = [
    "FACES",
    "HINTING_SETTINGS",
    "ROUNDED_CORNERS",
    "Coverage",
    "Sprite",
    "check_title",
    "digit_height",
    "font_file",
    "missing_glyphs",
    "pen_stops",
    "run_lines",
    "sprite",
    "too_wide",
    "width",
]


class Face(NamedTuple):
    """A face of DejaVu, which Matplotlib brings along."""

    file: str
    bold: bool = False
    italic: bool = False
    mono: bool = False


FACES: Final = {
    "sans": Face("DejaVuSans.ttf"),
    "bold": Face("DejaVuSans-Bold.ttf", bold=True),
    "italic": Face("DejaVuSans-Oblique.ttf", italic=True),
    "bold-italic": Face("DejaVuSans-BoldOblique.ttf", bold=True, italic=True),
    "mono": Face("DejaVuSansMono.ttf", mono=True),
    "mono-bold": Face("DejaVuSansMono-Bold.ttf", bold=True, mono=True),
}


def _freetype_constant(group: str, name: str, old_name: str) -> Any:
    """A constant of FreeType: Matplotlib 3.8 and 3.9 have them one by one, later ones in groups."""
    if hasattr(ft2font, group):
        return getattr(getattr(ft2font, group), name)
    return getattr(ft2font, old_name)


_FLAGS: Final[Any] = _freetype_constant("LoadFlags", "FORCE_AUTOHINT", "LOAD_FORCE_AUTOHINT")
_KERNING: Final[Any] = _freetype_constant("Kerning", "DEFAULT", "KERNING_DEFAULT")
ROUNDED_CORNERS: Final = matplotlib.rcParamsDefault["text.hinting_factor"] is not None
"""Before 3.11 Matplotlib's Agg rounds where the image of a text goes, which is a whole pixel."""
HINTING_SETTINGS: Final[dict[Any, Any]] = {
    "text.hinting": "force_autohint",
    # Before 3.11 letters are hinted on a grid eight times finer across; here it is the pixels'.
    **({"text.hinting_factor": 1} if ROUNDED_CORNERS else {}),
    "text.kerning_factor": matplotlib.rcParamsDefault["text.kerning_factor"],
}
"""Matplotlib's settings for both ways of drawing, whatever a user's matplotlibrc asks for."""

Coverage = npt.NDArray[np.uint8]


class Sprite(NamedTuple):
    """A drawn text: coverage (0 to 255), and where its corner is, seen from the pen."""

    left: int
    top: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Glyph:
    advance: int
    sprite: Sprite


@cache
def font_file(face: str) -> str:
    """Path of the font file of *face*."""
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", FACES[face].file))


@cache
def _face(face: str, _thread: int) -> FT2Font:
    """The font of *face*, one a thread.

    It holds its file open, and a forked process would share the place where that is read.
    """
    with matplotlib.rc_context(HINTING_SETTINGS):
        return get_font(font_file(face))


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_face.cache_clear)


def _font(face: str, px: int) -> FT2Font:
    font = _face(face, get_ident())
    font.clear()
    font.set_size(px, 72)  # at 72 dots an inch a point is a pixel
    return font


@cache
def _characters(face: str) -> frozenset[int]:
    """The characters that *face* can draw."""
    return frozenset(get_font(font_file(face)).get_charmap())


def missing_glyphs(text: str, face: str) -> str:
    """The characters of *text* that *face* cannot draw."""
    known = _characters(face)
    return "".join(dict.fromkeys(char for char in text if ord(char) not in known))


@lru_cache(maxsize=16_384)
def _glyph(face: str, px: int, char: str) -> _Glyph:
    font = _font(face, px)
    advance = round(font.load_char(ord(char), flags=_FLAGS).horiAdvance / 64)
    font.set_text(char, 0.0, flags=_FLAGS)
    font.draw_glyphs_to_bitmap(antialiased=True)
    coverage = np.array(font.get_image())
    # FreeType counts in 64ths of a pixel. The image starts at the pixel that holds the
    # glyph's leftmost point; one blank row stands above a glyph that ends at a whole pixel.
    _, height = font.get_width_height()
    highest = height - font.get_descent()
    top = -(-highest // 64) + (highest % 64 == 0)
    return _Glyph(advance, Sprite(font.get_bitmap_offset()[0] // 64, -top, coverage))


@lru_cache(maxsize=4096)
def _kerning(face: str, px: int, left: str, right: str) -> int:
    font = _font(face, px)
    pair = font.get_char_index(ord(left)), font.get_char_index(ord(right))
    return round(font.get_kerning(*pair, _KERNING) / 64)


@lru_cache(maxsize=4096)
def pen_stops(face: str, px: int, text: str) -> tuple[int, ...]:
    """Where the pen stands for each character of *text*, and where it ends."""
    stops = [0]
    for run in runs(px, text):
        for index, char in enumerate(run.text):
            kerning = _kerning(face, run.px, run.text[index - 1], char) if index else 0
            stops[-1] += kerning
            stops.append(stops[-1] + _glyph(face, run.px, char).advance)
    return tuple(stops)


def run_lines(face: str, px: int, text: str) -> Iterator[tuple[int, Run]]:
    """The runs of a text, each with where the pen stands."""
    stops, at = pen_stops(face, px, text), 0
    for run in runs(px, text):
        yield stops[at], run
        at += len(run.text)


def width(face: str, px: int, text: str) -> int:
    """Pixels that the pen moves over *text*."""
    return pen_stops(face, px, text)[-1]


@cache
def digit_height(face: str, px: int) -> int:
    """Pixels from the baseline to the top of a digit."""
    return -_glyph(face, px, "0").sprite.top


@lru_cache(maxsize=4096)
def sprite(face: str, px: int, text: str) -> Sprite:
    """*text* as one drawn piece."""
    drawn = (
        (_glyph(face, run.px, char).sprite, run.drop) for run in runs(px, text) for char in run.text
    )
    parts = [
        (stop + glyph.left, glyph._replace(top=glyph.top + drop))
        for stop, (glyph, drop) in zip(pen_stops(face, px, text), drawn, strict=False)
        if glyph.coverage.any()
    ]
    if not parts:
        return Sprite(0, 0, np.zeros((0, 0), np.uint8))
    left = min(x for x, _ in parts)
    top = min(part.top for _, part in parts)
    right = max(x + part.coverage.shape[1] for x, part in parts)
    bottom = max(part.top + part.coverage.shape[0] for _, part in parts)
    coverage = np.zeros((bottom - top, right - left), np.uint8)
    for x, part in parts:
        height, wide = part.coverage.shape
        area = coverage[part.top - top :, x - left :][:height, :wide]
        # Where neighbours touch, the second is laid over the first, as Agg does.
        joined = 255 - (255 - area.astype(np.uint16)) * (255 - part.coverage) // 255
        area[...] = joined
    coverage.flags.writeable = False
    return Sprite(left, top, coverage)


def check_title(title: object) -> None:
    """FigureError for what cannot be drawn as one line."""
    if not isinstance(title, str):
        raise FigureError("{title} must be text.", title=Argument("title", title))
    if len(title) > MOST_TITLE:
        raise FigureError(
            "{title} has {count} characters, more than {limit}. Give a shorter one.",
            title=Argument("title", f"{title[:20]}..."),
            count=len(title),
            limit=MOST_TITLE,
        )
    if not title.isprintable():
        raise FigureError(
            "{title} holds a line break, another control character or a byte that is no text:"
            " a title is one line of text.",
            title=Argument("title", ascii(title)),
        )
    if missing := missing_glyphs(title, "bold"):
        raise FigureError(
            "{title} holds {missing}, which the figure's font (DejaVu Sans) cannot draw."
            " Try a title without it.",
            title=Argument("title", title),
            missing=repr(missing),
        )


def too_wide(title: str, wide: int, room: int, larger: str) -> FigureError:
    """Of a title that takes *wide* pixels where there are *room*; *larger*: what gives more."""
    return FigureError(
        "{title} has {count} characters, and about {fitting} fit. Try a shorter one, or a larger"
        " {larger}.",
        title=Argument("title", title if len(title) < 60 else title[:57] + "..."),
        count=len(title),
        fitting=len(title) * room // wide,
        larger=Argument(larger),
    )
