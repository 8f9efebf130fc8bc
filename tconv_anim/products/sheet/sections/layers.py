"""A network on a sheet: a row a layer, how the map grows, what joins, and what to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ....layers.networks.network import Network, Step
from ....notation import Sizes, format_sizes
from ....rendering import glyphs
from ....rendering.primitives import Box, Primitive, Rectangle, TextLine
from ...tables.networks import layers_table, narrow_table, skips_table, warnings_of
from ...tables.table import Table, cell_text
from ..blocks import Block, Paragraph, Room, Stack, Text
from ..measures import Measures
from ..table_block import TableBlock
from ..text_lines import Span
from .section import SHEET_STYLE, Section, note

__all__ = ["sections"]

_GROUNDS: Final = {
    "transposed": "output",
    "conv": "input",
    "pool": "zero",
    "crop": "zero",
    "resize": "kernel",
    "shuffle": "kernel",
}
_MEANINGS: Final = (
    ("input", "input, convolution"),
    ("output", "transposed convolution"),
    ("zero", "pool, crop"),
    ("kernel", "resize, shuffle"),
)
_POWERS: Final = (
    (1.0, "drawn to scale"),
    (0.5, "their sides by the square root of the size"),
    (0.25, "their sides by the fourth root of the size"),
)
_LEAST, _MOST = 5, 14
"""Lines for the largest map."""
_SMALLEST: Final = 6
"""Pixels of the smallest map, or another scale is taken."""


def sections(network: Network, *, upright: bool) -> list[Section]:
    """What a network's sheet holds, from top to bottom."""
    whole = narrow_table(network) if upright else layers_table(network)
    found = [Section("Layers", _rows(whole)), Section("How the map grows", Growth(network))]
    if network.skips:
        found.append(Section("Skip connections", _rows(skips_table(network.skips))))
    warnings = warnings_of(network)
    lines: list[Block] = [Paragraph(f"{line[:1].upper()}{line[1:]}", hang=1) for line in warnings]
    if not any(step.overlap for step in network.steps):
        lines.append(note("No transposed layer, so no overlap."))
    elif not network.uneven:
        lines.append(Paragraph("Every transposed layer overlaps evenly: no checkerboard."))
    found.append(Section("To know", Stack(lines)))
    return found


def _rows(table: Table) -> TableBlock:
    right = frozenset(n for n, head in enumerate(table.heads) if head in table.right)
    *rows, last = [[cell_text(cell, SHEET_STYLE) for cell in row] for row in table.rows]
    total: Sequence[Text] = [Span(cell, "bold") for cell in last] if "total" in last else last
    return TableBlock(tuple(table.heads), [*rows, total], right=right)


@dataclass(frozen=True, eq=False)
class Growth(Block):
    """A square for every size on the way, with the layers between them."""

    network: Network

    def _stops(self) -> list[tuple[Sizes, Step | None]]:
        """The input, and every layer that changes the size."""
        stops: list[tuple[Sizes, Step | None]] = [(self.network.input_size, None)]
        stops += [(s.output_size, s) for s in self.network.steps if s.output_size != s.input_size]
        return stops

    def measure(self, m: Measures, width: int) -> Room:
        rows = self._flow(m, width)
        most = m.lines(self._widest_side(m, width, rows))
        most = most if len(self.network.input_size) > 1 else 1
        legend = len(self._legend_lines(m, width))
        least = len(rows) * (min(_LEAST, most) + 3) + legend
        return Room(least, least, len(rows) * (most + 3) + legend)

    def draw(self, m: Measures, box: Box) -> Iterator[Primitive]:
        rows = self._flow(m, box.width)
        side = self._widest_side(m, box.width, rows)
        if len(self.network.input_size) > 1:
            legend = len(self._legend_lines(m, box.width))
            lines = (box.height // m.line - legend) // len(rows) - 3
            side = min(lines * m.line, side)
        power = self._scale(side)[0]
        y, pitch = box.y + m.line // 2, box.width // len(rows[0])
        for row in rows:
            high = side if len(self.network.input_size) > 1 else m.line // 2  # a bar
            yield from self._row(m, Box(box.x, y, pitch, high), row, side, power)
            y += high + 5 * m.line // 2
        yield from self._legend(m, box, y, side)

    @staticmethod
    def _widest_side(m: Measures, width: int, rows: Sequence[Sequence[object]]) -> int:
        """Of the largest map, so that it keeps off the next."""
        return min(width // len(rows[0]) - m.line, _MOST * m.line)

    def _flow(self, m: Measures, width: int) -> list[list[tuple[Sizes, Step | None]]]:
        """The stops in rows of the same length, each with room for its words."""
        stops = self._stops()
        widest = max(self._wide(m, stop) for stop in stops) + m.line
        rows = -(-len(stops) // max(width // widest, 1))
        length = -(-len(stops) // rows)
        return [stops[start : start + length] for start in range(0, len(stops), length)]

    @staticmethod
    def _wide(m: Measures, stop: tuple[Sizes, Step | None]) -> int:
        words = (_size_words(stop[0]), stop[1].word if stop[1] else "input")
        return max(glyphs.width("sans", m.small, word) for word in words)

    def _scale(self, side: int) -> tuple[float, str]:
        largest = max(max(size) for size, _ in self._stops())
        smallest = min(max(size) for size, _ in self._stops())
        fitting = (p for p in _POWERS if side * (smallest / largest) ** p[0] >= _SMALLEST)
        return next(fitting, _POWERS[-1])

    def _row(
        self,
        m: Measures,
        first: Box,
        row: Sequence[tuple[Sizes, Step | None]],
        side: int,
        power: float,
    ) -> Iterator[Primitive]:
        """Maps that stand on one line, *first* being the room of the first of them."""
        largest = max(max(size) for size, _ in self._stops())
        foot, least = first.bottom, round(_SMALLEST * m.zoom)
        for number, (size, step) in enumerate(row):
            x = first.x + number * first.width
            sides = [max(least, round(side * (n / largest) ** power)) for n in size[-2:]]
            high, wide = (sides[0], sides[1]) if len(sides) > 1 else (first.height, sides[0])
            yield Rectangle(x, foot - high, wide, high, _GROUNDS[step.kind] if step else "input")
            baseline = m.baseline(foot + m.line // 4)
            yield TextLine(x, baseline, _size_words(size), "bold", m.small, "ink", "paper")
            word, baseline = step.word if step else "input", baseline + m.line
            yield TextLine(x, baseline, word, "sans", m.small, "muted", "paper")

    def _legend_lines(
        self, m: Measures, width: int, scale: str = ""
    ) -> list[list[tuple[int, str, str]]]:
        """The legend in lines: (x, colour or none, words)."""
        scale = scale or max((words for _, words in _POWERS), key=len)
        used = {_GROUNDS[step.kind] for _, step in self._stops() if step} | {"input"}
        entries = [(ground, words) for ground, words in _MEANINGS if ground in used]
        lines: list[list[tuple[int, str, str]]] = [[]]
        x = 0
        for ground, words in (*entries, ("", f"maps {scale}")):
            swatch = m.line if ground else 0
            wide = swatch + glyphs.width("sans", m.small, words)
            if lines[-1] and x + wide > width:
                lines.append([])
                x = 0
            lines[-1].append((x, ground, words))
            x += wide + m.line
        return lines

    def _legend(self, m: Measures, box: Box, top: int, side: int) -> Iterator[Primitive]:
        size = m.small * 3 // 4
        for number, line in enumerate(self._legend_lines(m, box.width, self._scale(side)[1])):
            baseline = m.baseline(top + number * m.line)
            for x, ground, words in line:
                left = box.x + x
                if ground:
                    yield Rectangle(left, baseline - size, size, size, ground)
                    left += m.line
                yield TextLine(left, baseline, words, "sans", m.small, "muted", "paper")


def _size_words(size: Sizes) -> str:
    return str(size[0]) if len(set(size)) == 1 else format_sizes(size)
