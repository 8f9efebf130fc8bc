"""What a cell is, told by a number; the theme decides how that looks."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final, NamedTuple

from .notation import Text

__all__ = [
    "COLOURS",
    "COUNTS",
    "LIT",
    "SHADES",
    "SIGNED",
    "UNSHADED",
    "CellRole",
    "PanelContent",
    "ShadeScale",
]

SHADES: Final = 16
"""Levels of numbers that are all of one sign, from the smallest, which is darkest, on."""
SIGNED: Final = 15
"""Levels of numbers of either sign, which follow: from the most negative to the largest. The one
in the middle is 0."""
UNSHADED: Final = 255


class CellRole(IntEnum):
    """What a cell is; the theme decides how that looks."""

    NONE = 0
    INPUT = 1
    ZERO = 2
    """A zero inserted between input cells."""
    PAD = 3
    """A zero of the padding."""
    OP = 4
    """A zero that is there because of output padding."""
    DROPPED = 5
    """Cropped away."""
    KERNEL = 6
    GAP = 7
    """The space dilation leaves between kernel cells."""
    TODO = 8
    """An output cell not computed yet."""
    OUTPUT = 9
    NOW = 10
    """The output cell being computed."""
    ONCE = 11
    """A cell of a sum that one stamp has reached so far."""
    TWICE = 12
    OFTEN = 13
    """Three stamps or more."""
    EMPTY = 14
    """An entry of the convolution matrix that no weight stands in."""
    COUNT_1 = 15
    """How often a cell is reached: the lowest step of a scale, ..."""
    COUNT_2 = 16
    COUNT_3 = 17
    COUNT_4 = 18
    COUNT_5 = 19
    COUNT_6 = 20
    COUNT_7 = 21
    COUNT_8 = 22
    """... and the highest."""
    PRODUCT = 23
    """A product of an input cell and a weight."""
    GHOST = 24
    """A product with a zero."""
    ENTRY = 25
    """A weight in the convolution matrix; lit where it is being multiplied."""
    STAMP = 26
    """A cell of a stamp: what it adds to the sum."""
    ADDED = 27
    """An output cell that is there because of output padding, and computed."""
    SUM = 28
    """What an input channel adds to an output cell."""
    BIAS = 29
    """What an output channel adds to each of its cells."""
    OTHER = 30
    """An input cell of another group of channels."""
    RED = 31
    """An input cell of a picture's red, ..."""
    GREEN = 32
    BLUE = 33
    UNREAD = 34
    """An input cell that no kernel position reads."""
    ADDED_ZERO = 35
    """An output cell that is there because of output padding, and that no kernel reaches."""
    OTHER_KERNEL = 36
    """A weight of a slice that reads nothing now."""


COUNTS: Final = tuple(map(CellRole, range(CellRole.COUNT_1, CellRole.COUNT_8 + 1)))
"""The steps of the scale, from the lowest on."""
COLOURS: Final = (CellRole.RED, CellRole.GREEN, CellRole.BLUE)
LIT: Final = 64
"""Added to a look: the cell takes part in what is being computed."""


class PanelContent(Enum):
    """What of a layer a panel shows; the value is its word in a legend."""

    INPUT = "input"
    KERNEL = "kernel"
    PRODUCTS = "products"
    SUM = "sum"
    """A sum of products or channels, or the bias that is added to it."""
    OUTPUT = "output"
    RETURNED = "back"
    """What a transposed layer gives back, as large as the input."""
    OTHER = ""
    """Stamps and their sums, a matrix, counts."""


class ShadeScale(NamedTuple):
    """The range of an array whose cells may be shades."""

    content: PanelContent
    role: CellRole
    range: Text
    """Of its numbers: "−3.1 … 4.7"."""
    levels: tuple[int, int, int]
    """Of the smallest number, one in the middle, and the largest."""
