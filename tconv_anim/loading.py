"""The user's own numbers: typed as a literal, or read from a file or a picture."""

from __future__ import annotations

import logging
import math
import os
import re
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, cast

import numpy as np

from .arithmetic.errors import Asked, FigureError, Loosely
from .arithmetic.notation import (
    NotationError,
    Number,
    Sizes,
    read_numbers,
    read_rows,
)
from .compute import Array, as_numbers

__all__ = ["MAX_CELLS", "Given", "load_numbers"]

MAX_CELLS: Final = 25_000_000
"""The most cells, or pixels, that are read: a photo of 24 megapixels is."""
MAX_BYTES: Final = 64 * 2**20
"""The longest text file that is read."""

_LITERAL = re.compile(r"(?!\.{1,2}\Z)[0-9+\-−.eE,; \t\r\n]*")
_NUMBER_SUFFIXES = {".npy", ".csv", ".txt"}
_PICTURE_SUFFIXES = {
    *(".apng", ".avif", ".bmp", ".gif", ".ico", ".jp2", ".jpeg", ".jpg", ".pbm", ".pgm", ".png"),
    *(".pnm", ".ppm", ".tga", ".tif", ".tiff", ".webp"),
}
"""Suffixes that name a picture before there is a file. What a file holds, its content says."""
_HEADER_CELL = re.compile(r"(?!nan$|inf)[^\d+\-−.]*[^\W\d_]", re.IGNORECASE)
_EXAMPLE = Loosely('"1,2;3,4"')  # in quotes, as a shell ends a command at a semicolon
_ORIENTATIONS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a picture that EXIF says is turned gets upright, in Pillow's words."""
_NOWHERE = logging.NullHandler()


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
    asked = Asked(name, _shown(text))
    path = None if _LITERAL.fullmatch(text) else _checked_file(asked, text)
    suffix = "" if path is None else path.suffix.lower()
    picture = path is not None and suffix not in _NUMBER_SUFFIXES
    if picture and name == "w":
        raise _no_kernel(asked)
    if shrink is not None and not picture:
        raise FigureError(
            asked, " is no picture, and ", Asked("x_size", shrink), " shrinks one. Leave it out."
        )
    if path is None:
        numbers = _from_literal(asked, text)
    else:
        try:
            with path.open("rb") as file:
                if picture:
                    numbers = _from_picture(asked, file, shrink)
                elif suffix == ".npy":
                    numbers = _from_npy(asked, file, dims)
                else:
                    numbers = _from_text(asked, file)
        except OSError as error:
            raise _unreadable(asked, error) from None
    _check_shape(asked, numbers.shape, dims)
    return Given(numbers=numbers.ravel() if dims == 1 else numbers, picture=picture)


# -- Literals and text -------------------------------------------------------------------


def _from_literal(asked: Asked, text: str) -> Array:
    try:
        rows = read_numbers(text)
    except NotationError as error:
        raise FigureError(
            asked, f": {error}. Write rows such as ", Asked(asked.name, _EXAMPLE), "."
        ) from None
    return _array(asked, rows)


def _from_text(asked: Asked, file: BinaryIO) -> Array:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FigureError(
            asked, f" has more than {MAX_BYTES >> 20} MB of text. Save the numbers as .npy."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise FigureError(asked, " is no text. Save the numbers as UTF-8 text, or as .npy.")
    lines = [
        (f"line {n}", line.strip(" \t"))
        for n, line in enumerate(re.split(r"\r\n|\r|\n", text), 1)
        if line.strip(" \t") and not line.lstrip(" \t").startswith("#")
    ]
    if not lines:
        raise FigureError(asked, " holds no numbers. Write one row a line, such as 1,2.")
    place, first = lines[0]
    cells = re.split(r"[,; \t]+", first)
    if all(_HEADER_CELL.match(cell) for cell in cells):
        raise FigureError(
            asked,
            f": {place} is words, not numbers: {_shown(first)!r}."
            " Remove a header line, or begin it with #.",
        )
    _check_cells(asked, (len(lines), len(cells)))
    for place, line in lines:
        if _mixed(line):
            raise FigureError(
                asked,
                f": {place} separates cells by more than one sign: {_shown(line)!r}."
                " Use commas alone, decimal points, and one line for each row.",
            )
    try:
        rows = read_rows((place, line.replace(";", ",")) for place, line in lines)
    except NotationError as error:
        raise FigureError(asked, f": {error}. Write one row a line, such as 1,2.") from None
    return _array(asked, rows)


def _mixed(line: str) -> bool:
    """Whether a line has two kinds of separators: decimal commas, or a literal's rows in it."""
    for sign in ";", ",":
        cells = line.split(sign)
        if len(cells) > 1:
            return any(re.search(r"[,; \t]", cell.strip(" \t")) for cell in cells)
    return False


def _array(asked: Asked, rows: list[list[Number]]) -> Array:
    """Rows of numbers as one array: exact integers, or floats where any of them is one."""
    _check_cells(asked, (len(rows), len(rows[0])))
    if all(isinstance(cell, int) for row in rows for cell in row):
        return _exact(as_numbers(asked.name, rows))
    try:
        return np.array([[float(cell) for cell in row] for row in rows], np.float64)
    except OverflowError:
        raise FigureError(
            asked,
            " has an integer of more than 308 digits next to a number with a decimal point."
            " Give integers alone, or smaller ones.",
        ) from None


# -- NumPy's files -----------------------------------------------------------------------


def _from_npy(asked: Asked, file: BinaryIO, dims: int) -> Array:
    """The array in a .npy file, whose header is checked before anything else is read."""
    remedy = " Save the numbers with numpy.save, or as .csv or .txt."
    damaged = FigureError(asked, " is no .npy file, or a damaged one." + remedy)
    headers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }  # version 3 is for structured arrays
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's, about old and strange headers
        try:
            shape, _, dtype = headers[np.lib.format.read_magic(file)](file)
            announced = math.prod(shape) * dtype.itemsize
        except Exception:  # what NumPy raises for a header depends on how it is wrong
            raise damaged from None
    if dtype.kind == "O":
        raise FigureError(asked, " holds pickled Python objects, not numbers." + remedy)
    if dtype.kind not in "biuf":
        raise FigureError(asked, f" holds {_shown(dtype.name)}, not real numbers." + remedy)
    _check_shape(asked, shape, dims)
    found = os.fstat(file.fileno()).st_size - file.tell()
    if found < announced:
        raise FigureError(
            asked, f" is cut off: {found} of {announced} bytes of numbers are there." + remedy
        )
    file.seek(0)
    try:
        array = np.lib.format.read_array(file, allow_pickle=False)
    except (TypeError, ValueError):
        raise damaged from None
    return _exact(array) if dtype.kind in "biu" else _finite(asked, array)


def _exact(array: Array) -> Array:
    """Integers as 64-bit ones, or as Python's own where those are too small."""
    fits = array.dtype.kind == "b" or (array.min() >= -(2**63) and array.max() < 2**63)
    return array.astype(np.int64 if fits else object, order="C")


def _finite(asked: Asked, array: Array) -> Array:
    with np.errstate(all="ignore"):  # what is too large for 64 bits is told below
        numbers = array.astype(np.float64, order="C")
    finite = np.isfinite(numbers)
    if not finite.all():
        where = np.unravel_index(int(np.argmin(finite)), finite.shape)
        *row, cell = (int(n) + 1 for n in where)
        place = f"row {row[0]}, cell {cell}" if row else f"cell {cell}"
        raise FigureError(
            asked, f": {place} is {array[where]}, no finite 64-bit number. Give a number there."
        )
    return numbers


# -- Pictures ----------------------------------------------------------------------------


def _from_picture(asked: Asked, file: BinaryIO, shrink: Sizes | None) -> Array:
    """A picture's first frame: upright, grey, small if asked to be; 0 is black, 255 is white."""
    import imageio.v3 as iio
    from PIL import Image

    logging.getLogger("PIL").addHandler(_NOWHERE)  # else its complaints go to stderr
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with cast(Any, iio.imopen(file, "r", plugin="pillow")) as source:
                high, wide = source.properties(index=0).shape[:2]
                _check_cells(asked, (high, wide))
                # Pillow would cut numbers of more than 8 bits off when it makes RGBA of them.
                mode = str(source.metadata(index=0)["mode"])
                deep = mode in ("I", "F") or mode.startswith("I;16")
                pixels = source.read(index=0, mode=None if deep else "RGBA")
                # imageio's own rotation turns a grey picture read as RGBA the wrong way.
                turn = source.metadata(index=0, exclude_applied=False).get("Orientation")
            image = Image.fromarray(_deep_grey(asked, pixels) if deep else _grey(pixels))
            if turn in _ORIENTATIONS:
                image = image.transpose(Image.Transpose[_ORIENTATIONS[turn]])
            if shrink is not None:
                high, wide = _shrunk(asked, shrink, (image.height, image.width))
                image = image.resize((wide, high), Image.Resampling.BOX)
            grey: Array = np.rint(np.asarray(image)).astype(np.int64)
            return grey
    except FigureError:
        raise
    except Exception as error:  # decoders raise errors of every kind for a broken file
        if isinstance(error.__cause__, Image.DecompressionBombError):
            raise _too_many(asked) from None
        raise FigureError(
            asked,
            " is no picture that can be read, or a damaged one."
            " Numbers are read from .npy, .csv and .txt files.",
        ) from None


def _grey(pixels: Array) -> Array:
    """The luminance (ITU-R 601) of 8-bit RGBA pixels over white, unrounded."""
    red, green, blue, alpha = (pixels[..., band].astype(np.float32) for band in range(4))
    luminance = (299 * red + 587 * green + 114 * blue) / 1000  # greys stay exactly what they are
    return 255 + (luminance - 255) * alpha / 255


def _deep_grey(asked: Asked, pixels: Array) -> Array:
    """Grey pixels of 16 bits or of floats, scaled to 0 ... 255, unrounded."""
    low, high = float(pixels.min()), float(pixels.max())
    if pixels.dtype.kind == "f":
        white = 1 if high <= 1 else 255
        known = "a picture of floats goes from 0 to 1, or to 255"
    else:
        white = 65535
        known = "a picture of integers goes from 0 to 255, or to 65535"
    if not 0 <= low <= high <= white:  # nan is not either
        raise FigureError(
            asked,
            f" has pixels from {low:g} to {high:g}, and {known}."
            " Save the numbers themselves as .npy.",
        )
    return pixels.astype(np.float32) * np.float32(255) / np.float32(white)


def _shrunk(asked: Asked, shrink: Sizes, size: tuple[int, int]) -> tuple[int, int]:
    """The size to shrink a picture of *size* to, both (height, width)."""
    longer = max(size)
    if len(shrink) == 1:
        limit: Sizes = (longer,)
        new = [max(1, (2 * shrink[0] * side + longer) // (2 * longer)) for side in size]
    else:
        limit = size
        new = list(shrink)
    said = Asked("x_size", shrink)
    if len(new) != 2 or min(shrink) < 1:
        raise FigureError(
            asked,
            " cannot have ",
            said,
            ": give height x width, or the longer side. Try ",
            Asked("x_size", (32,)),
            ".",
        )
    if new[0] > size[0] or new[1] > size[1]:
        raise FigureError(
            asked,
            f" has {size[0]}x{size[1]} pixels (height x width), and ",
            said,
            " would enlarge it. Try ",
            Asked("x_size", tuple(map(min, shrink, limit))),
            ".",
        )
    return new[0], new[1]


# -- What is refused ---------------------------------------------------------------------


def _checked_file(asked: Asked, text: str) -> Path:
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
            Asked(asked.name, _EXAMPLE),
            " or ",
            Asked(asked.name, "photo.png" if asked.name == "x" else "kernel.csv"),
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


def _unreadable(asked: Asked, error: OSError) -> FigureError:
    reason = (error.strerror or str(error)).lower()
    return FigureError(asked, f" cannot be read: {reason}. Try another file.")


def _no_kernel(asked: Asked) -> FigureError:
    return FigureError(
        asked,
        ": a kernel is numbers. Give a .npy, .csv or .txt file, or ",
        Asked(asked.name, _EXAMPLE),
        ".",
    )


def _too_many(asked: Asked, shape: tuple[int, ...] | None = None) -> FigureError:
    has = " has" if shape is None else f" has {_by(shape)} cells,"
    return FigureError(
        asked, f"{has} more than the {MAX_CELLS:,} cells that are read. Make it smaller first."
    )


def _check_cells(asked: Asked, shape: tuple[int, ...]) -> None:
    if min(shape, default=1) < 1:
        raise FigureError(asked, f" is {_by(shape)}, which holds no cell. Give at least one.")
    if math.prod(shape) > MAX_CELLS:
        raise _too_many(asked, shape)


def _check_shape(asked: Asked, shape: tuple[int, ...], dims: int) -> None:
    """Whether an array of *shape* has, or can become one of, *dims* axes."""
    _check_cells(asked, shape)
    if len(shape) == 2 and (dims == 2 or 1 in shape):
        return
    if len(shape) == 1:
        if dims == 2:
            raise FigureError(
                asked, f" has one axis, of {shape[0]} cells. Try ", Asked("dims", 1), "."
            )
        return
    if len(shape) == 2:
        raise FigureError(
            asked,
            f" is {_by(shape)}, and ",
            Asked("dims", 1),
            " takes one row or one column. Give one, or try ",
            Asked("dims", 2),
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
    return str(_shown("x".join(str(n) for n in shape)))


def _shown(text: str) -> str:
    """*text* for a message: short, on one line, and in quotes where a shell wants them."""
    short = text if len(text) <= 40 else f"{text[:18]}...{text[-19:]}"
    return short if re.fullmatch(r"[\w./,+:~%@=-]+", short) else Loosely(repr(short))
