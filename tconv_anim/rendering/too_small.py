"""The error of a picture whose cells would be too small to be told apart."""

from __future__ import annotations

from ..errors import Argument, FigureError
from ..story.frame import Panel, label_text
from .cells import LEAST_PITCH

__all__ = ["TooSmallError", "too_small"]


class TooSmallError(FigureError):
    """The picture is too small for the cells of a panel."""


def too_small(panel: Panel, size: tuple[int, int], *, dots: bool = False) -> TooSmallError:
    """The error about *panel*, whose cells may be *dots* where a lens says what they stand for."""
    return TooSmallError(
        "{size} leaves less than {least} for each of the {rows} x {columns} cells of the"
        " panel '{panel}'.",
        size=Argument("size", size),
        least="a pixel" if dots else f"{LEAST_PITCH} pixels",
        rows=panel.rows,
        columns=panel.columns,
        panel=label_text(panel.labels[-1][0]),
    )
