"""Which views can be seen as planes."""

from __future__ import annotations

from typing import Final

from ...errors import Argument, FigureError
from ...options import STYLE_NAMES

__all__ = ["VIEWS", "check_style"]

VIEWS: Final = ("gather", "scatter", "overlap", "pair", "roundtrip")
"""Those whose first panel is an input, and the first of whose last panels is its result."""


def check_style(style: str, view: str) -> None:
    """FigureError where there is no such style, or where it cannot show *view*."""
    if style not in STYLE_NAMES:
        raise FigureError(
            "{style} is no style. There are {known}.",
            style=Argument("style", str(style)),
            known=", ".join(STYLE_NAMES),
        )
    if style != "flat" and view not in VIEWS:
        raise FigureError(
            "{style} cannot show the view {view}: it has no input plane under an output plane, as"
            " {known} have. Try {remedy}, or {flat}.",
            style=Argument("style", style),
            view=view,
            known=", ".join(VIEWS),
            remedy=Argument("view", VIEWS[0]),
            flat=Argument("style", "flat"),
        )
