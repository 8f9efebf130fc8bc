"""Numbers written out: literals, .csv and .txt files."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

import numpy as np

from ...errors import Argument, FigureError
from ...notation import NotationError, Number, read_numbers, read_rows
from .. import Array, as_numbers
from .checks import EXAMPLE, check_cells, exact, shown

__all__ = ["from_literal", "from_text"]

MAX_BYTES: Final = 64 * 2**20
"""The longest text file that is read."""

_BLANKS_BETWEEN = re.compile(r"[^,; \t][ \t]++[^,;]")
_HEADER_CELL = re.compile(r"(?!nan$|inf)[^\d+\-−.]*[^\W\d_]", re.IGNORECASE)


def from_literal(asked: Argument, text: str) -> Array:
    try:
        rows = read_numbers(text)
    except NotationError as error:
        raise FigureError(
            asked, f": {error}. Write rows such as ", Argument(asked.name, EXAMPLE), "."
        ) from None
    return _array(asked, rows)


def from_text(asked: Argument, file: BinaryIO) -> Array:
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
            f": {place} is words, not numbers: {shown(first)!r}."
            " Remove a header line, or begin it with #.",
        )
    check_cells(asked, (len(lines), len(cells)))
    for place, line in lines:
        if _mixed(line):
            raise FigureError(
                asked,
                f": {place} separates cells by more than one sign: {shown(line)!r}."
                " Use commas alone, decimal points, and one line for each row.",
            )
    try:
        rows = read_rows((place, line.replace(";", ",")) for place, line in lines)
    except NotationError as error:
        raise FigureError(asked, f": {error}. Write one row a line, such as 1,2.") from None
    return _array(asked, rows)


def _mixed(line: str) -> bool:
    """Whether a line has two kinds of separators: decimal commas, or a literal's rows in it."""
    return (";" in line) + ("," in line) + (_BLANKS_BETWEEN.search(line) is not None) > 1


def _array(asked: Argument, rows: list[list[Number]]) -> Array:
    """Rows of numbers as one array: exact integers, or floats where any of them is one."""
    if all(isinstance(cell, int) for row in rows for cell in row):
        return exact(as_numbers(asked.name, rows))
    try:
        return np.array([[float(cell) for cell in row] for row in rows], np.float64)
    except OverflowError:
        raise FigureError(
            asked,
            " has an integer of more than 308 digits next to a number with a decimal point."
            " Give integers alone, or smaller ones.",
        ) from None
