"""Checks and refusals that every kind of source shares."""

from __future__ import annotations

import math
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from ...errors import Argument, FigureError, Message, Unquoted
from ...notation import NotationError, read_numbers
from .. import Array

__all__ = [
    "EXAMPLE",
    "MAX_CELLS",
    "MAX_WRITTEN_CELLS",
    "NUMBER_SUFFIXES",
    "by",
    "check_cells",
    "check_shape",
    "checked_file",
    "exact",
    "no_kernel",
    "quoted",
    "too_many",
    "unreadable",
]

MAX_CELLS: Final = 25_000_000
"""The most cells, or pixels, that are read."""
MAX_WRITTEN_CELLS: Final = 3_000_000
"""The most that are read from text: cells of 3 pixels in the largest picture are fewer."""
EXAMPLE: Final = Unquoted('"1,2;3,4"')  # in quotes, as a shell ends a command at a semicolon
NUMBER_SUFFIXES = {".npy", ".csv", ".txt"}
_PICTURE_SUFFIXES = {
    *(".apng", ".avif", ".bmp", ".gif", ".ico", ".jp2", ".jpeg", ".jpg", ".pbm", ".pgm", ".png"),
    *(".pnm", ".ppm", ".tga", ".tif", ".tiff", ".webp"),
}
"""Suffixes that name a picture before there is a file. What a file holds, its content says."""


def checked_file(argument: Argument, text: str) -> Path:
    """The file that *text* names, or FigureError where that is none, or a special one."""
    path = Path(text)
    suffix = path.suffix.lower()
    if argument.name == "w" and suffix in _PICTURE_SUFFIXES:
        raise no_kernel(argument)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: characters that no file's name has
        known = suffix in NUMBER_SUFFIXES | _PICTURE_SUFFIXES
        if isinstance(error, OSError) and (known or isinstance(error, PermissionError)):
            raise unreadable(argument, error) from None
        raise FigureError(
            "{numbers} is neither numbers{why} nor a file.",
            numbers=argument,
            why=_why_no_numbers(text),
            advice=Message(
                "Try {literal} or {file}.",
                literal=Argument(argument.name, EXAMPLE),
                file=Argument(argument.name, "photo.png" if argument.name == "x" else "kernel.csv"),
            ),
        ) from None
    if stat.S_ISDIR(mode):
        raise FigureError("{numbers} is a directory. Give a file in it.", numbers=argument)
    if not stat.S_ISREG(mode):
        raise FigureError(
            "{numbers} is a device or a pipe. Save what it gives in a file first.",
            numbers=argument,
        )
    return path


def _why_no_numbers(text: str) -> str:
    """Where the numbers in *text* go wrong, in brackets, if they seem to be meant as numbers."""
    if re.search(r"[,;\s]", text) is None:
        return ""
    try:
        read_numbers(text)
    except NotationError as error:
        return f" ({error})"
    return ""


def unreadable(argument: Argument, error: OSError) -> FigureError:
    return FigureError(
        "{numbers} cannot be read: {reason}. Try another file.",
        numbers=argument,
        reason=(error.strerror or str(error)).lower(),
    )


def no_kernel(argument: Argument) -> FigureError:
    return FigureError(
        "{numbers}: a kernel is numbers. Give a .npy, .csv or .txt file, or {literal}.",
        numbers=argument,
        literal=Argument(argument.name, EXAMPLE),
    )


def exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    fits = array.dtype.kind == "b" or -(2**63) <= int(array.min()) <= int(array.max()) < 2**63
    return array.astype(np.int64 if fits else object, order="C")


def too_many(
    argument: Argument, shape: tuple[int, ...] | None = None, limit: int | None = None
) -> FigureError:
    """The refusal of more cells than are read; *shape* where it is known."""
    return FigureError(
        "{numbers} has {cells}more than the {limit} cells that are read. Make it smaller first.",
        numbers=argument,
        cells="" if shape is None else f"{by(shape)} cells, ",
        limit=f"{limit or MAX_CELLS:,}",
    )


def check_cells(argument: Argument, shape: tuple[int, ...]) -> None:
    """Raise FigureError where an array of *shape* has no cell, or too many."""
    if min(shape, default=1) < 1:
        raise FigureError(
            "{numbers} is {shape}, which holds no cell. Give at least one.",
            numbers=argument,
            shape=by(shape),
        )
    if math.prod(shape) > MAX_CELLS:
        raise too_many(argument, shape)


def check_shape(
    argument: Argument,
    shape: tuple[int, ...],
    dims: int,
    *,
    channels: bool = False,
    in_channels: int = 1,
) -> None:
    """Raise FigureError where an array of *shape* has not, and cannot get, *dims* axes.

    Or so many after an axis of channels; two of a kernel's. Of one axis, rows are channels
    where there are several *channels*. *in_channels*: how many the layer is said to have.
    """
    check_cells(argument, shape)
    colours_last = argument.name == "x" and dims == 2 and _colours_last(shape, in_channels)
    most = dims + (2 if argument.name == "w" else 1)
    rows_are_channels = channels and dims == 1 and len(shape) == 2 and 1 not in shape
    if rows_are_channels or (2 < len(shape) <= most and not colours_last):
        return
    if len(shape) == 2 and (dims == 2 or 1 in shape):
        return
    if len(shape) == 1:
        if dims == 2:
            raise FigureError(
                "{numbers} has one axis, of {cells} cells. Try {dims}.",
                numbers=argument,
                cells=shape[0],
                dims=Argument("dims", 1),
            )
        return
    if len(shape) == 2:
        raise FigureError(
            "{numbers} is {shape}, and {dims} takes one row or one column. Give one, or try"
            " {others}.",
            numbers=argument,
            shape=by(shape),
            dims=Argument("dims", 1),
            others=Message.joined(_ways_of_rows(argument.name, shape), " or "),
        )
    if colours_last:
        raise FigureError(
            "{numbers} is {shape}: channels stand first, and these seem to stand last.",
            numbers=argument,
            shape=by(shape),
            advice="Save numpy.moveaxis(x, -1, 0).",
        )
    if most < len(shape) == most + 2 - dims:
        raise FigureError(
            "{numbers} is {shape}, and {one} has channels of one axis.",
            numbers=argument,
            shape=by(shape),
            one=Argument("dims", 1),
            advice=Argument("dims", 2),
        )
    first = f"{argument.name}{'[0]' * (len(shape) - most)}"
    if not shape:
        first = f"[{argument.name}]" if dims == 1 else f"[[{argument.name}]]"
    raise FigureError(
        "{numbers} has {axes} axes{shape}: at most {most} are read, {channels} of channels and"
        " {dims} of sizes.",
        numbers=argument,
        axes=len(shape),
        shape=f" ({by(shape)})" if shape else "",
        most=most,
        channels=most - dims,
        dims=dims,
        advice=f"Save {first}.",
    )


def _ways_of_rows(name: str, shape: tuple[int, ...]) -> Iterator[Argument]:
    """What makes sense of several rows where a layer has one axis."""
    if name == "x":
        yield Argument("in_channels", shape[0])
    yield Argument("dims", 2)


def _colours_last(shape: tuple[int, ...], in_channels: int) -> bool:
    """Whether an array seems to be a picture's, height x width x colours."""
    if len(shape) != 3 or shape[0] == in_channels:
        return False
    return shape[-1] in (3, 4) and shape[0] > 4 and shape[1] > 4


def by(shape: tuple[int, ...]) -> str:
    return str(quoted("x".join(str(n) for n in shape)))


def quoted(text: str) -> str:
    """*text* for a message: short, on one line, and in quotes where a shell wants them."""
    short = text if len(text) <= 40 else f"{text[:18]}...{text[-19:]}"
    return short if re.fullmatch(r"[\w./,+:~%@=-]+", short) else Unquoted(repr(short))
