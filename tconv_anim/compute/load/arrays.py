"""The user's own numbers: a literal, or the content of a .csv, .txt or .npy file or a picture."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

import numpy as np

from ...errors import Argument, FigureError
from ...notation import NotationError, Number, Sizes, read_numbers, read_rows
from .. import Array, as_numbers
from .checks import (
    EXAMPLE,
    MAX_WRITTEN_CELLS,
    NUMBER_SUFFIXES,
    by,
    check_cells,
    check_shape,
    checked_file,
    exact,
    no_kernel,
    quoted,
    too_many,
    unreadable,
)
from .images import from_picture

__all__ = ["LoadedNumbers", "load_numbers"]

MAX_BYTES: Final = 64 * 2**20
"""The longest text file that is read."""
_PART_BYTES: Final = 2**20
_CELL = re.compile(rb"[^,;| \t\r\n]++")
_LITERAL = re.compile(r"(?!\.{1,2}\Z)[0-9+\-−.eE,;| \t\r\n]*")
_BLANKS_BETWEEN = re.compile(r"[^,; \t][ \t]++[^,;]")
_HEADER_CELL = re.compile(r"(?!nan$|inf)[^\d+\-−.]*[^\W\d_]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedNumbers:
    """Numbers that the user gave."""

    numbers: Array
    """int64, object for integers beyond, or float64."""
    picture: bool
    """Whether they are a picture's pixels: 0 is black, 255 is white."""


def load_numbers(
    name: Literal["x", "w"],
    text: str,
    *,
    dims: int = 2,
    shrink: Sizes | None = None,
    rgb: bool = False,
    channels: bool = False,
    in_channels: int = 1,
) -> LoadedNumbers:
    """The numbers that *text* holds or names, for the parameter *name*.

    They have *dims* axes; several channels, or slices of a kernel, stand on one axis before
    them, and the weights of a .npy file on two.

    *text* is a literal such as ``1,2;3,4`` with ``|`` between channels, the path of a .npy,
    .csv or .txt file or, for ``x``, the path of a picture. *shrink* makes a picture smaller:
    (height, width), or the longer side alone; *rgb* reads its three colours. *channels* says
    that the layer has several, so that blank lines in text part them, and *in_channels* how
    many its input has. Raises FigureError where there are no such numbers.
    """
    argument = Argument(name, quoted(text))
    path = None if _LITERAL.fullmatch(text) else checked_file(argument, text)
    suffix = "" if path is None else path.suffix.lower()
    picture = path is not None and suffix not in NUMBER_SUFFIXES
    if picture and name == "w":
        raise no_kernel(argument)
    if shrink is not None and not picture:
        raise FigureError(
            "{numbers} is not a picture, and {shrink} shrinks one. Leave it out.",
            numbers=argument,
            shrink=Argument("x_size", shrink),
        )
    if path is None:
        numbers = _from_literal(argument, text)
    else:
        try:
            with path.open("rb") as file:
                if picture:
                    numbers = from_picture(argument, file, shrink, rgb=rgb)
                elif suffix == ".npy":
                    numbers = _from_npy(argument, file, dims, channels, in_channels)
                else:
                    numbers = _from_text(argument, file, channels=channels)
        except OSError as error:
            raise unreadable(argument, error) from None
    text_read = not picture and suffix != ".npy"
    numbers = _with_axes(argument, numbers, dims, channels, in_channels, text=text_read)
    return LoadedNumbers(numbers=numbers, picture=picture)


def _with_axes(
    argument: Argument, numbers: Array, dims: int, channels: bool, in_channels: int, *, text: bool
) -> Array:
    """The numbers on the axes of the layer, after those of channels or slices if there are any."""
    if dims == 2:
        told = len(numbers) if text else in_channels  # text says itself what is a channel
        check_shape(argument, numbers.shape, dims, in_channels=told)
        return numbers
    if text and numbers.ndim == 3 and 1 in numbers.shape[1:]:
        return numbers.reshape(len(numbers), -1)  # each channel a row, or a column
    check_shape(argument, numbers.shape, dims, channels=channels)
    several = channels and (1 not in numbers.shape or 1 < in_channels == len(numbers))
    return numbers if several or numbers.ndim > 2 else numbers.ravel()


# -- text ------------------------------------------------------------------------------------


def _from_literal(argument: Argument, text: str) -> Array:
    if len(text) > 2 * MAX_WRITTEN_CELLS:
        raise too_many(argument, limit=MAX_WRITTEN_CELLS)
    parts, slices = text.split("|"), list[list[list[Number]]]()
    for number, part in enumerate(parts):
        try:
            slices.append(read_numbers(part))
        except NotationError as error:
            raise FigureError(
                "{numbers}: {channel}{why}. Write rows such as {literal}.",
                numbers=argument,
                channel=f"channel {number}: " if len(parts) > 1 else "",
                why=error,
                literal=Argument(argument.name, EXAMPLE),
            ) from None
    return _channel_array(argument, slices)


def _channel_array(argument: Argument, slices: list[list[list[Number]]]) -> Array:
    """The rows of each channel as one array; of one channel without an axis for it."""
    sizes = [(len(rows), len(rows[0])) for rows in slices]
    for number, size in enumerate(sizes):
        if size != sizes[0]:
            raise FigureError(
                "{numbers}: channel {number} is {size}, but channel 0 is {first}. All have one"
                " size.",
                numbers=argument,
                number=number,
                size=by(size),
                first=by(sizes[0]),
            )
    array = _array(argument, [row for rows in slices for row in rows])
    return array if len(slices) == 1 else array.reshape(len(slices), *sizes[0])


def _from_text(argument: Argument, file: BinaryIO, *, channels: bool) -> Array:
    def refused(reason: str, **fields: object) -> FigureError:
        return FigureError("{numbers}" + reason, numbers=argument, advice="", **fields)

    data, found = bytearray(), 0
    while len(data) <= MAX_BYTES and (part := file.read(_PART_BYTES)):
        data += part
        found += len(_CELL.findall(part))  # one that two parts share counts twice
        if found > MAX_WRITTEN_CELLS + len(data) // _PART_BYTES:
            raise too_many(argument, limit=MAX_WRITTEN_CELLS)
    if len(data) > MAX_BYTES:
        reason = " has more than {limit} MB of text. Save the numbers as .npy."
        raise refused(reason, limit=MAX_BYTES >> 20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise refused(" is not text. Save the numbers as UTF-8 text, or as .npy.")
    blocks = _blocks(text, blank_lines_part=channels)
    lines = [line for block in blocks for line in block]
    if not lines:
        raise refused(" holds no numbers. Write one row a line, such as 1,2.")
    place, first = lines[0]
    cells = re.split(r"[,; \t]+", first)
    if all(_HEADER_CELL.match(cell) for cell in cells):
        reason = ": {place} is words, not numbers: {line}."
        reason += " Remove a header line, or begin it with #."
        raise refused(reason, place=place, line=repr(quoted(first)))
    check_cells(argument, (len(lines), len(cells)))
    for place, line in lines:
        if _has_two_separators(line):
            reason = ": {place} separates cells by more than one sign: {line}."
            reason += " Use commas alone, decimal points, and one line for each row."
            raise refused(reason, place=place, line=repr(quoted(line)))
    try:
        slices = [
            read_rows((place, line.replace(";", ",")) for place, line in block) for block in blocks
        ]
    except NotationError as error:
        raise refused(": {why}. Write one row a line, such as 1,2.", why=error) from None
    return _channel_array(argument, slices)


def _blocks(text: str, *, blank_lines_part: bool) -> list[list[tuple[str, str]]]:
    """The lines of each channel, with their places: bars part channels, perhaps blank lines too."""
    blocks: list[list[tuple[str, str]]] = [[]]
    for n, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line.lstrip(" \t").startswith("#"):
            continue
        for part_number, part in enumerate(line.split("|")):
            blank = not part.strip(" \t")
            if (part_number or (blank and blank_lines_part)) and blocks[-1]:
                blocks.append([])
            if not blank:
                blocks[-1].append((f"line {n}", part.strip(" \t")))
    return [block for block in blocks if block]


def _has_two_separators(line: str) -> bool:
    """Whether a line has two kinds of separators: decimal commas, or a literal's rows in it."""
    return (";" in line) + ("," in line) + (_BLANKS_BETWEEN.search(line) is not None) > 1


def _array(argument: Argument, rows: list[list[Number]]) -> Array:
    """Rows of numbers as one array: exact integers, or floats where any of them is one."""
    if all(isinstance(cell, int) for row in rows for cell in row):
        return exact(as_numbers(argument.name, rows))
    try:
        return np.array([[float(cell) for cell in row] for row in rows], np.float64)
    except OverflowError:
        raise FigureError(
            "{numbers} has an integer of more than 308 digits next to a number with a decimal"
            " point. Give integers alone, or smaller ones.",
            numbers=argument,
        ) from None


# -- .npy ------------------------------------------------------------------------------------


def _from_npy(
    argument: Argument, file: BinaryIO, dims: int, channels: bool, in_channels: int
) -> Array:
    """The array in a .npy file, whose header is checked before anything else is read."""

    def refused(reason: str, **fields: object) -> FigureError:
        advice = "Save the numbers with numpy.save, or as .csv or .txt."
        return FigureError("{numbers}" + reason, numbers=argument, advice=advice, **fields)

    headers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }  # version 3 is for structured arrays
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's, about old and strange headers
        try:
            shape, by_columns, dtype = headers[np.lib.format.read_magic(file)](file)
        except Exception:  # what NumPy raises for a header depends on how it is wrong
            raise refused(" is not a .npy file, or is damaged.") from None
    if dtype.kind == "O":
        raise refused(" holds pickled Python objects, not numbers.")
    if dtype.kind not in "biuf":
        raise refused(" holds {dtype}, not real numbers.", dtype=quoted(dtype.name))
    check_shape(argument, shape, dims, channels=channels, in_channels=in_channels)
    cells = math.prod(shape)
    array = np.fromfile(file, dtype, cells)
    if array.size < cells:
        reason = " is cut off: {found} of {cells} cells are there."
        raise refused(reason, found=array.size, cells=cells)
    array = array.reshape(shape, order="F" if by_columns else "C")
    return exact(array) if dtype.kind in "biu" else _finite(argument, array)


def _finite(argument: Argument, array: Array) -> Array:
    with np.errstate(all="ignore"):  # what is too large for 64 bits is refused below
        numbers = array.astype(np.float64, order="C")
    finite = np.isfinite(numbers)
    if not finite.all():
        where = np.unravel_index(int(np.argmin(finite)), finite.shape)
        *row, cell = (int(n) + 1 for n in where)
        place = f"row {row[0]}, cell {cell}" if row else f"cell {cell}"
        if len(where) > 2:  # channels are counted from 0 everywhere
            place = f"cell [{', '.join(str(int(n)) for n in where)}], counted from 0,"
        raise FigureError(
            "{numbers}: {place} is {value}, no finite 64-bit number. Give a number there.",
            numbers=argument,
            place=place,
            value=array[where],
        )
    return numbers
