"""How often each cell is reached, the exact rule, and what to do where it is uneven."""

from __future__ import annotations

import math
from itertools import product
from typing import Final

from ....layers.overlap import overlap_verdict, overlaps
from ....layers.resolved_layer import ResolvedLayer
from ....notation import format_sizes
from ....story.captions.overlap_rule import listed, rule_rows
from ....story.view import View
from ...tables.table import cell_text, overlap_cell
from ..blocks import Block, Paragraph, SideBySide, Stack
from ..grid_block import GridBlock, panel_of
from ..stories import SheetContent
from ..text_lines import Span
from . import remedies
from .section import SHEET_STYLE, Section, note

__all__ = ["section"]

HEADING: Final = "Overlap: the checkerboard"
_COUNTS: Final = "counts"
_MOST_LINES: Final = 16
"""Of the map: larger ones tell no more."""


def section(content: SheetContent) -> Section:
    resolved = content.main
    if resolved.operation.driven_by == "output":
        counts = cell_text(overlap_cell(overlaps(resolved.axes)), SHEET_STYLE)
        return Section(
            HEADING,
            Stack(
                (
                    Paragraph(
                        "Of transposed layers, whose stamps add up; a convolution only reads."
                    ),
                    note(
                        "The transposed layer with this k, s and d, which also takes this layer's"
                        f" gradient back to its input: {counts}."
                    ),
                    *_rule(resolved),
                )
            ),
        )
    view = content.view(resolved, "overlap")
    verdict = _verdict(resolved)
    words = Stack((verdict, *_rule(resolved), remedies.words(resolved), remedies.pictures(content)))
    if isinstance(view, str):
        return Section(HEADING, Stack((note(view), words)))
    shown = _map(view)
    return Section(
        HEADING, SideBySide((shown, words), (2, 3), narrow=26, substitute=Stack((shown, words)))
    )


def _map(view: View) -> Block:
    """The counts of the output."""
    shown = view.frame(len(view) - 1).grids[_COUNTS]
    if shown is None:
        raise ValueError("the last frame has no counts")
    panel, grid = panel_of(_COUNTS, shown, counts=True)
    return GridBlock(((panel,),), {panel.name: grid}, most=_MOST_LINES)


def _verdict(resolved: ResolvedLayer) -> Block:
    """The kind of overlap, how often interior cells are reached, and how many cells are dead."""
    found = overlaps(resolved.axes)
    kind = overlap_verdict(found)
    counts = sorted(map(math.prod, product(*({*one.counts} for one in found))), reverse=True)
    in_turn = ", in turn" * any(not one.regular for one in found)
    told = f"interior cells are reached {listed(list(dict.fromkeys(counts)))}{in_turn}"
    dead = [one.dead for one in found]
    if any(dead):
        along = "each axis" if len(set(dead)) == 1 else "the axes"
        told += f", and the last {format_sizes(dead)} along {along} never"
    return Paragraph([Span(f"{kind.capitalize()}:", "bold"), Span(f"{told}.")])


def _rule(resolved: ResolvedLayer) -> list[Block]:
    rows = [line for row in rule_rows(resolved) for line in row]
    return [Paragraph(Span(line.text, "sans", "muted"), "small", hang=1) for line in rows]
