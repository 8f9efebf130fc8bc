"""The user's own numbers: typed as a literal, or read from a file or a picture."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ...errors import Argument, FigureError
from ...notation import NotationError, Sizes, read_numbers
from .. import Array
from .checks import EXAMPLE, check_shape, shown
from .images import from_picture
from .npy import from_npy
from .text import from_literal, from_text

__all__ = ["Given", "load_numbers"]

_LITERAL = re.compile(r"(?!\.{1,2}\Z)[0-9+\-−.eE,; \t\r\n]*")
_NUMBER_SUFFIXES = {".npy", ".csv", ".txt"}
_PICTURE_SUFFIXES = {
    *(".apng", ".avif", ".bmp", ".gif", ".ico", ".jp2", ".jpeg", ".jpg", ".pbm", ".pgm", ".png"),
    *(".pnm", ".ppm", ".tga", ".tif", ".tiff", ".webp"),
}
"""Suffixes that name a picture before there is a file. What a file holds, its content says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Numbers that the user gave."""

    numbers: Array
    """int64, object for integers beyond, or float64."""
    picture: bool
    """Whether they are a picture's pixels: 0 is black, 255 is white."""


def load_numbers(
    name: Literal["x", "w"], text: str, *, dims: int = 2, shrink: Sizes | None = None
) -> Given:
    """The numbers that *text* holds or names, with *dims* axes, for the parameter *name*.

    *text* is a literal such as ``1,2;3,4``, the path of a .npy, .csv or .txt file or,
    for ``x``, the path of a picture. *shrink* makes a picture smaller: (height, width),
    or the longer side alone. Raises FigureError where there are no such numbers.
    """
    asked = Argument(name, shown(text))
    path = None if _LITERAL.fullmatch(text) else _checked_file(asked, text)
    suffix = "" if path is None else path.suffix.lower()
    picture = path is not None and suffix not in _NUMBER_SUFFIXES
    if picture and name == "w":
        raise _no_kernel(asked)
    if shrink is not None and not picture:
        raise FigureError(
            asked, " is no picture, and ", Argument("x_size", shrink), " shrinks one. Leave it out."
        )
    if path is None:
        numbers = from_literal(asked, text)
    else:
        try:
            with path.open("rb") as file:
                if picture:
                    numbers = from_picture(asked, file, shrink)
                elif suffix == ".npy":
                    numbers = from_npy(asked, file, dims)
                else:
                    numbers = from_text(asked, file)
        except OSError as error:
            raise _unreadable(asked, error) from None
    check_shape(asked, numbers.shape, dims)
    return Given(numbers=numbers.ravel() if dims == 1 else numbers, picture=picture)


def _checked_file(asked: Argument, text: str) -> Path:
    """The file that *text* names, or FigureError where that is none, or a special one."""
    path = Path(text)
    suffix = path.suffix.lower()
    if asked.name == "w" and suffix in _PICTURE_SUFFIXES:
        raise _no_kernel(asked)
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: characters that no file's name has
        known = suffix in _NUMBER_SUFFIXES | _PICTURE_SUFFIXES
        if isinstance(error, OSError) and (known or isinstance(error, PermissionError)):
            raise _unreadable(asked, error) from None
        raise FigureError(
            asked,
            f" is neither numbers{_why_none(text)} nor a file. Try ",
            Argument(asked.name, EXAMPLE),
            " or ",
            Argument(asked.name, "photo.png" if asked.name == "x" else "kernel.csv"),
            ".",
        ) from None
    if stat.S_ISDIR(kind):
        raise FigureError(asked, " is a directory. Give a file in it.")
    if not stat.S_ISREG(kind):
        raise FigureError(asked, " is a device or a pipe. Save what it gives in a file first.")
    return path


def _why_none(text: str) -> str:
    """Where the numbers in *text* go wrong, in brackets, if they seem to be meant as numbers."""
    if re.search(r"[,;\s]", text) is None:
        return ""
    try:
        read_numbers(text)
    except NotationError as error:
        return f" ({error})"
    return ""


def _unreadable(asked: Argument, error: OSError) -> FigureError:
    reason = (error.strerror or str(error)).lower()
    return FigureError(asked, f" cannot be read: {reason}. Try another file.")


def _no_kernel(asked: Argument) -> FigureError:
    return FigureError(
        asked,
        ": a kernel is numbers. Give a .npy, .csv or .txt file, or ",
        Argument(asked.name, EXAMPLE),
        ".",
    )
