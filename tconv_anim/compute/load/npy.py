"""Arrays in NumPy's .npy files."""

from __future__ import annotations

import math
import warnings
from typing import BinaryIO

import numpy as np

from ...errors import Argument, FigureError
from .. import Array
from .checks import check_shape, exact, shown

__all__ = ["from_npy"]


def from_npy(asked: Argument, file: BinaryIO, dims: int) -> Array:
    """The array in a .npy file, whose header is checked before anything else is read."""
    remedy = " Save the numbers with numpy.save, or as .csv or .txt."
    headers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }  # version 3 is for structured arrays
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's, about old and strange headers
        try:
            shape, by_columns, dtype = headers[np.lib.format.read_magic(file)](file)
        except Exception:  # what NumPy raises for a header depends on how it is wrong
            raise FigureError(asked, " is no .npy file, or a damaged one." + remedy) from None
    if dtype.kind == "O":
        raise FigureError(asked, " holds pickled Python objects, not numbers." + remedy)
    if dtype.kind not in "biuf":
        raise FigureError(asked, f" holds {shown(dtype.name)}, not real numbers." + remedy)
    check_shape(asked, shape, dims)
    cells = math.prod(shape)
    array = np.fromfile(file, dtype, cells)
    if array.size < cells:
        raise FigureError(asked, f" is cut off: {array.size} of {cells} cells are there." + remedy)
    array = array.reshape(shape, order="F" if by_columns else "C")
    return exact(array) if dtype.kind in "biu" else _finite(asked, array)


def _finite(asked: Argument, array: Array) -> Array:
    with np.errstate(all="ignore"):  # what is too large for 64 bits is told below
        numbers = array.astype(np.float64, order="C")
    finite = np.isfinite(numbers)
    if not finite.all():
        where = np.unravel_index(int(np.argmin(finite)), finite.shape)
        *row, cell = (int(n) + 1 for n in where)
        place = f"row {row[0]}, cell {cell}" if row else f"cell {cell}"
        raise FigureError(
            asked, f": {place} is {array[where]!s}, no finite 64-bit number. Give a number there."
        )
    return numbers
