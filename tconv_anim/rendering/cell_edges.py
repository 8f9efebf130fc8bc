"""The edges of a grid's cells as arrays, so that all of them are drawn in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["CellEdges", "EdgeLook", "EdgeRanks", "PlacedEdges"]

DASH: Final = 7
"""Pixels from one dash to the next, about, for a line of one pixel."""
EdgeRanks: TypeAlias = npt.NDArray[np.uint8]
"""How edges look, as places in the colours of an :class:`EdgeLook`."""
_Indices: TypeAlias = npt.NDArray[np.uint8]
_Line: TypeAlias = tuple[int, int, int, int, str]
"""x, y, width, height and colour."""


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """The pixels of edges, and the colour of each rank."""

    pitch: int
    """From one cell to the next."""
    gap: int
    """Thickness of solid edges, which fill what is between two cells."""
    line: int
    """Thickness of dashed ones."""
    colours: tuple[str, ...]
    """Of the dashed edges, then of the solid ones; "" for no edge."""
    first_solid: int

    @property
    def side(self) -> int:
        return self.pitch - self.gap

    def dashes(self) -> list[tuple[int, int]]:
        """(begin, length) along a side: half a gap at each corner, so no knots there."""
        count = max(1, round(self.side / (DASH * self.line)))
        period = self.side / count
        dash = max(1, round(period * 0.55))
        return [(round((n + 0.5) * period - dash / 2), dash) for n in range(count)]

    def patterns(self, indices: Mapping[str, int]) -> _Indices:
        """What is between two cells, for each rank: shape (ranks, side, gap), 0 for nothing."""
        drawn = np.zeros((len(self.colours), self.side, self.gap), np.uint8)
        first = (self.gap - self.line) // 2
        for rank, name in enumerate(self.colours):
            if rank >= self.first_solid:
                drawn[rank] = indices.get(name, 0)
            elif name:
                for at, dash in self.dashes():
                    drawn[rank, at : at + dash, first : first + self.line] = indices.get(name, 0)
        return drawn


@dataclass(frozen=True, slots=True, eq=False)
class CellEdges:
    """The edges of cells, seen from the corner of the first one."""

    look: EdgeLook
    upright: EdgeRanks
    """Left of each cell and right of the last, shape (rows, columns + 1)."""
    level: EdgeRanks
    """Above each cell and below the last, shape (rows + 1, columns)."""
    corners: EdgeRanks
    """Where these meet: the rank of a solid edge, or 0."""

    def image(self, patterns: _Indices) -> _Indices:
        """The edges as palette indices, 0 where there are none; it begins a gap before the cells.

        *patterns*: see :meth:`EdgeLook.patterns`.
        """
        pitch, gap = self.look.pitch, self.look.gap
        rows, columns = len(self.upright), self.level.shape[1]
        blocks = np.zeros((rows + 1, pitch, columns + 1, pitch), np.uint8)
        blocks[:, :gap, :, :gap] = patterns[self.corners, 0, 0][:, None, :, None]
        blocks[:rows, gap:, :, :gap] = patterns[self.upright].transpose(0, 2, 1, 3)
        blocks[:, :gap, :columns, gap:] = patterns[self.level].transpose(0, 3, 1, 2)
        whole = blocks.reshape((rows + 1) * pitch, (columns + 1) * pitch)
        return whole[: rows * pitch + gap, : columns * pitch + gap]

    def lines(self) -> Iterator[_Line]:
        """The same as rectangles."""
        look = self.look
        pitch, gap = look.pitch, look.gap
        for row, ranks in enumerate(self.upright.tolist()):
            y = row * pitch
            for column, rank in enumerate(ranks):
                x = column * pitch - gap
                if rank >= look.first_solid:
                    yield x, y, gap, look.side, look.colours[rank]
                elif look.colours[rank]:
                    x += (gap - look.line) // 2
                    for at, dash in look.dashes():
                        yield x, y + at, look.line, dash, look.colours[rank]
        for row, (edges, knots) in enumerate(
            zip(self.level.tolist(), self.corners.tolist(), strict=True)
        ):
            yield from self._level(edges, knots, row * pitch - gap)

    def _level(self, edges: list[int], knots: list[int], y: int) -> Iterator[_Line]:
        """One line of edges with the corners between them, in runs as long as can be."""
        look = self.look
        pitch, gap = look.pitch, look.gap
        begin, run = -gap, knots[0]
        for number, edge in enumerate(edges):
            at = number * pitch
            for rank, start in ((edge, at), (knots[number + 1], at + look.side)):
                solid = rank if rank >= look.first_solid else 0
                if solid != run:
                    if run:
                        yield begin, y, start - begin, gap, look.colours[run]
                    begin, run = start, solid
            if edge < look.first_solid and look.colours[edge]:
                at_y = y + (gap - look.line) // 2
                for along, dash in look.dashes():
                    yield at + along, at_y, dash, look.line, look.colours[edge]
        if run:
            yield begin, y, len(edges) * pitch - begin, gap, look.colours[run]


class PlacedEdges(NamedTuple):
    """The edges of cells, the first of which has its corner at (x, y)."""

    x: int
    y: int
    edges: CellEdges
