"""The error of a picture whose cells would be too small to be told apart."""

from __future__ import annotations

from ..errors import Argument, FigureError
from ..story.frame import Panel, label_text
from .cells import LEAST_PITCH

__all__ = ["TooSmallError", "too_small"]


class TooSmallError(FigureError):
    """The picture is too small for the cells of a panel."""


def too_small(panel: Panel, size: tuple[int, int]) -> TooSmallError:
    return TooSmallError(
        "{size} leaves less than {least} pixels for each of the {rows} x {columns} cells of the"
        " panel '{panel}'.",
        size=Argument("size", size),
        least=LEAST_PITCH,
        rows=panel.rows,
        columns=panel.columns,
        panel=label_text(panel.labels[-1][0]),
    )
