"""The input sizes of a convolution in rows, one under another, up to its last position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from ...compute.geometry.returned import ChoiceLine
from ...layers.axis import axis_name
from ..example import Example
from ..frame import CellRole, Grid, Mark
from .axis_cells import Line
from .base import blank_texts, still

__all__ = ["Framed", "listed", "size_rows", "told_lines"]

Framed: TypeAlias = Literal["last", "kept", "window"]


def told_lines(example: Example, lines: Sequence[ChoiceLine]) -> dict[str, ChoiceLine]:
    """The axes whose sizes are shown, by their names: where axes are alike, one for both."""
    axes = len(example.resolved.axes)
    if axes == 1:
        return {"": lines[-1]}
    if len({(line.axis, line.o) for line in lines}) == 1:
        return {"each axis": lines[0]}
    told = [n for n, line in enumerate(lines) if line.axis.s > 1]
    told = told or [n for n, line in enumerate(lines) if not line.single]
    return {axis_name(n, axes): lines[n] for n in told}


def size_rows(
    example: Example, name: str, line: ChoiceLine, shown: int, framed: tuple[int, Framed] | None
) -> Grid:
    """The first *shown* sizes of an axis, padded, what no position reads hatched.

    *framed* is an op, and what of its size is framed: the kernel's last position
    ("last"), or all cells, as picked ("kept") or picked by the layer itself ("window").
    """
    ops = line.ops
    shape = len(ops), 1 + line.axis.pad_begin + line.largest + line.axis.pad_end
    roles, texts = np.full(shape, CellRole.NONE, np.uint8), blank_texts(shape)
    marks: tuple[Mark, ...] = ()
    for row, op in enumerate(ops[:shown]):
        size = line.size(op)
        cells = Line.of(line.axis, size, line.o)
        row_looks = np.array(cells.roles(), np.uint8)
        row_looks[~cells.read] = CellRole.DROPPED
        roles[row, 1 : 1 + cells.cells] = row_looks
        roles[row, 0] = CellRole.GHOST
        texts[row, 0] = "" if example.writing == "none" else str(size)
        if framed and op == framed[0]:
            if framed[1] == "last":
                begin = 1 + cells.window_at(line.o - 1)
                marks = (Mark(row, begin, 1, line.axis.k_eff, "window"),)
            else:
                marks = (Mark(row, 1 + line.axis.pad_begin, 1, size, framed[1]),)
    label = ("convolution's input", name) if name else "convolution's input"
    return still(label, listed([line.size(op) for op in ops]), roles, texts, marks=marks)


def listed(sizes: Sequence[int]) -> str:
    """Sizes that follow each other, in a few characters.

    >>> listed([5]), listed([5, 6]), listed([5, 6, 7]), listed([5, 6, 7, 8])
    ('5', '5 or 6', '5, 6 or 7', '5 to 8')
    """
    if len(sizes) > 3:
        return f"{sizes[0]} to {sizes[-1]}"
    *first, last = map(str, sizes)
    return " or ".join([", ".join(first), last]) if first else last
