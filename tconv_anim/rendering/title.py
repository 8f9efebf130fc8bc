"""Titles that users give: one line, in letters that the figures' font has."""

from __future__ import annotations

from ..errors import Argument, FigureError
from . import glyphs as text

__all__ = ["check_title", "too_wide"]


def check_title(title: object) -> None:
    """FigureError for what cannot be drawn as one line."""
    if not isinstance(title, str):
        raise FigureError(Argument("title", title), " must be text.")
    if not title.isprintable():
        raise FigureError(
            Argument("title", ascii(title)),
            " holds a line break, another control character or a byte that is no text: a title is"
            " one line of text.",
        )
    if missing := text.missing_glyphs(title, "bold"):
        raise FigureError(
            Argument("title", title),
            f" holds {missing!r}, which the figure's font (DejaVu Sans) cannot draw."
            " Try a title without it.",
        )


def too_wide(title: str, wide: int, room: int, larger: str) -> FigureError:
    """Of a title that takes *wide* pixels where there are *room*; *larger*: what gives more."""
    return FigureError(
        Argument("title", title if len(title) < 60 else title[:57] + "..."),
        f" has {len(title)} characters, and about {len(title) * room // wide} fit. Try a shorter"
        " one, or a larger ",
        Argument(larger),
        ".",
    )
