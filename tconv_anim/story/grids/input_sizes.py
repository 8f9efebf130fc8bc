"""The input sizes of a convolution in rows, one under another, up to its last position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np

from ...compute.geometry.returned import ChoiceLine
from ...layers.axis import axis_name
from ..example import Example
from ..frame import CellRole, Grid, Mark
from .axis_cells import Line
from .base import blank_texts, still

__all__ = ["Framed", "lines_by_axis", "listed", "size_rows", "spread_row", "window_links"]

Framed: TypeAlias = Literal["last", "kept", "window"]


def lines_by_axis(example: Example, lines: Sequence[ChoiceLine]) -> dict[str, ChoiceLine]:
    """The axes whose sizes are shown, by their names: where axes are alike, one for both."""
    axes = len(example.resolved.axes)
    if axes == 1:
        return {"": lines[-1]}
    if len({(line.axis, line.o) for line in lines}) == 1:
        return {"each axis": lines[0]}
    named = [n for n, line in enumerate(lines) if line.axis.s > 1]
    named = named or [n for n, line in enumerate(lines) if not line.single]
    return {axis_name(n, axes): lines[n] for n in named}


def size_rows(
    example: Example, name: str, line: ChoiceLine, shown: int, framed: tuple[int, Framed] | None
) -> Grid:
    """The first *shown* sizes of an axis called *name*, padded, each cell with its position.

    *framed* is an op, and what of its size is framed: the kernel's last position
    ("last"), or all cells, as picked ("kept") or picked by the layer itself ("window").
    """
    ops, begin = line.ops, line.axis.pad_begin
    shape = len(ops), begin + line.largest + line.axis.pad_end
    roles, texts = np.full(shape, CellRole.NONE, np.uint8), blank_texts(shape)
    marks: tuple[Mark, ...] = ()
    for row, op in enumerate(ops[:shown]):
        size = line.size(op)
        cells = Line.of(line.axis, size, line.o)
        row_looks = np.array(cells.roles(), np.uint8)
        unread = ~cells.read
        inside = row_looks == CellRole.INPUT
        row_looks[unread] = np.where(inside[unread], CellRole.UNREAD, CellRole.DROPPED)
        if example.writing != "none":
            texts[row, begin : begin + size] = [str(n) for n in range(size)]
        roles[row, : cells.cells] = row_looks
        if framed and op == framed[0]:
            if framed[1] == "last":
                at = cells.window_at(line.o - 1)
                marks = (Mark(row, at, 1, line.axis.k_eff, "window"),)
            else:
                marks = (Mark(row, begin, 1, size, framed[1]),)
    return still(name, "", roles, texts, marks=marks)


def window_links(line: ChoiceLine) -> tuple[tuple[int, ...], ...]:
    """Of each output cell the cells of the padded input under its window."""
    k_eff, s, d = line.axis.k_eff, line.axis.s, line.axis.d
    return tuple(tuple(range(n * s, n * s + k_eff, d)) for n in range(line.o))


def spread_row(grid: Grid, links: tuple[tuple[int, ...], ...]) -> Grid:
    """A row of cells, each over the middle of what it is joined to."""
    return replace(grid, column_at=tuple((ends[0] + ends[-1]) / 2 for ends in links))


def listed(sizes: Sequence[int]) -> str:
    """Sizes that follow each other, in a few characters.

    >>> listed([5]), listed([5, 6]), listed([5, 6, 7]), listed([5, 6, 7, 8])
    ('5', '5 or 6', '5, 6 or 7', '5 to 8')
    """
    if len(sizes) > 3:
        return f"{sizes[0]} to {sizes[-1]}"
    *first, last = map(str, sizes)
    return " or ".join([", ".join(first), last]) if first else last
