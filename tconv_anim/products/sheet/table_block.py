"""Tables of a sheet: heads over a rule, columns as wide as their cells, or wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from ...rendering.primitives import Box, Primitive, Rectangle
from .blocks import Block, Room, Text
from .measures import Measures
from .text_lines import Line, Span, as_spans, natural_width, set_line, split_words, wrapped

__all__ = ["TableBlock"]

Cell: TypeAlias = "tuple[Span, ...]"
_STEPS: Final = 24
"""In how many steps columns are narrowed."""


class _SetTable(NamedTuple):
    """A table at one width."""

    widths: list[int]
    cells: list[list[tuple[Line, ...]]]
    counts: list[int]
    """Lines of each row."""
    spare: int
    """Of the width of each column but the last: white space at its right."""


@dataclass(frozen=True, eq=False)
class TableBlock(Block):
    """A table of which the last rows may go, where there is no room for all."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Text]]
    least: int = 10**6
    """How many rows stay in any case."""
    right: frozenset[int] = frozenset()
    """Columns of numbers, aligned on the right."""
    names: bool = False
    """Whether the first column names the rows."""

    @property
    def _headed(self) -> bool:
        return any(self.heads)

    def cells(self) -> list[list[Cell]]:
        """Every cell, the heads first."""
        rows = [[tuple(as_spans(text)) for text in row] for row in self.rows]
        if self.names:
            for row in rows:
                row[0] = tuple(span._replace(ink="muted") for span in row[0])
        heads: list[Cell] = [(Span(head, "sans", "muted"),) for head in self.heads]
        return [heads, *rows] if self._headed else rows

    def measure(self, m: Measures, width: int) -> Room:
        counts = _set_table(self, m, width).counts
        return Room(sum(counts[: self.least + self._headed]), sum(counts), sum(counts))

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        widths, rows, counts, spare = _set_table(self, m, box.width)
        y = box.y
        for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
            if y + count * m.line > box.bottom:
                break
            x = box.x
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True)):
                for index, line in enumerate(cell):
                    left = x
                    if column in self.right:
                        room = wide - spare if column < len(widths) - 1 else wide
                        left += room - line.width(m.small, m.small)
                    baseline = m.baseline(y + index * m.line)
                    yield from set_line(line, left, baseline, m.small, m.small)
                x += wide + m.small
            y += count * m.line
            if number == 0 and self._headed:
                yield Rectangle(box.x, y - m.rule, box.width, m.rule, "rule")


@lru_cache(maxsize=256)
def _set_table(table: TableBlock, m: Measures, width: int) -> _SetTable:
    """The table's columns narrowed until they fit: the one that costs the fewest lines first."""
    px, rows = m.small, table.cells()
    columns = list(zip(*rows, strict=True))
    room = width - m.small * (len(columns) - 1)
    natural = [max(1, *(natural_width(cell, px, px) for cell in column)) for column in columns]
    least = [max(1, *(_longest_word(cell, px) for cell in column)) for column in columns]
    if sum(least) > room:  # words have to be broken
        least = [max(m.line, room // (2 * len(columns)))] * len(columns)
    widths, step = list(natural), max(1, sum(natural) // _STEPS)

    def lines(column: int, wide: int) -> list[int]:
        return [len(wrapped(cell, px, px, wide)) for cell in columns[column]]

    taken = [lines(n, wide) for n, wide in enumerate(widths)]
    while sum(widths) > room:
        by = min(step, sum(widths) - room)
        tried = [(n, max(wide - by, least[n])) for n, wide in enumerate(widths) if wide > least[n]]
        if not tried:
            break

        def cost(one: tuple[int, int]) -> tuple[int, int]:
            n, wide = one
            after = [*taken[:n], lines(n, wide), *taken[n + 1 :]]
            return sum(map(max, zip(*after, strict=True))), -widths[n]

        n, wide = min(tried, key=cost)
        widths[n], taken[n] = wide, lines(n, wide)
    spare = min(max(room - sum(widths), 0) // max(len(widths) - 1, 1), 3 * m.line)
    widths = [wide + spare for wide in widths[:-1]] + widths[-1:]
    cells = [
        [wrapped(cell, px, px, wide) for cell, wide in zip(row, widths, strict=True)]
        for row in rows
    ]
    counts = [max(1, *(len(cell) for cell in row)) for row in cells]
    return _SetTable(widths, cells, counts, spare)


def _longest_word(cell: Cell, px: int) -> int:
    words = [span._replace(text=word) for span, word in split_words(cell) if word != "\n"]
    return max((natural_width(word, px, px) for word in words), default=0)
