"""Checks and refusals that every kind of source shares."""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np

from ...errors import Argument, FigureError, Unquoted
from .. import Array

__all__ = ["EXAMPLE", "MAX_CELLS", "check_cells", "check_shape", "exact", "shown", "too_many"]

MAX_CELLS: Final = 60_000_000
"""The most cells, or pixels, that are read: a photo of 50 megapixels is."""
EXAMPLE: Final = Unquoted('"1,2;3,4"')  # in quotes, as a shell ends a command at a semicolon


def exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    fits = array.dtype.kind == "b" or -(2**63) <= int(array.min()) <= int(array.max()) < 2**63
    return array.astype(np.int64 if fits else object, order="C")


def too_many(asked: Argument, shape: tuple[int, ...] | None = None) -> FigureError:
    has = " has" if shape is None else f" has {_by(shape)} cells,"
    return FigureError(
        asked, f"{has} more than the {MAX_CELLS:,} cells that are read. Make it smaller first."
    )


def check_cells(asked: Argument, shape: tuple[int, ...]) -> None:
    if min(shape, default=1) < 1:
        raise FigureError(asked, f" is {_by(shape)}, which holds no cell. Give at least one.")
    if math.prod(shape) > MAX_CELLS:
        raise too_many(asked, shape)


def check_shape(asked: Argument, shape: tuple[int, ...], dims: int) -> None:
    """Whether an array of *shape* has, or can become one of, *dims* axes."""
    check_cells(asked, shape)
    if len(shape) == 2 and (dims == 2 or 1 in shape):
        return
    if len(shape) == 1:
        if dims == 2:
            raise FigureError(
                asked, f" has one axis, of {shape[0]} cells. Try ", Argument("dims", 1), "."
            )
        return
    if len(shape) == 2:
        raise FigureError(
            asked,
            f" is {_by(shape)}, and ",
            Argument("dims", 1),
            " takes one row or one column. Give one, or try ",
            Argument("dims", 2),
            ".",
        )
    of = f" ({_by(shape)})" if shape else ""
    colours = len(shape) == 3 and shape[-1] in (3, 4)
    raise FigureError(
        asked,
        f" has {len(shape)} axes{of}: one channel has {dims}."
        + (" Save one channel of its colours." if colours else " Save a part of it."),
    )


def _by(shape: tuple[int, ...]) -> str:
    return str(shown("x".join(str(n) for n in shape)))


def shown(text: str) -> str:
    """*text* for a message: short, on one line, and in quotes where a shell wants them."""
    short = text if len(text) <= 40 else f"{text[:18]}...{text[-19:]}"
    return short if re.fullmatch(r"[\w./,+:~%@=-]+", short) else Unquoted(repr(short))
