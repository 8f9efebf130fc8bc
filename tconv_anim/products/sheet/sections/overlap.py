"""How often each cell is reached, the exact rule, and what to do where it is uneven."""

from __future__ import annotations

import math
from itertools import product
from typing import Final

from ....layers.overlap import overlap_words, overlaps
from ....layers.resolved_layer import ResolvedLayer
from ....story.captions.overlap_rule import listed, rule_rows
from ....story.frame import Columns
from ....story.view import View
from ..blocks import Beside, Block, Paragraph, Stack
from ..grid_block import GridBlock, panel_of
from ..stories import SheetContent
from ..text_lines import Span
from . import remedies
from .section import Section, note

__all__ = ["section"]

HEADING: Final = "Overlap: the checkerboard"
_COUNTS, _PERIOD = "counts", "period"
_MOST_LINES: Final = 16
"""Of the map: larger ones tell no more."""


def section(content: SheetContent) -> Section:
    resolved = content.main
    if resolved.operation.driven_by == "output":
        counts = overlap_words(overlaps(resolved.axes)).replace(" x ", " × ")
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
    verdict = _verdict(resolved, view)
    words = Stack((verdict, *_rule(resolved), remedies.words(resolved), remedies.pictures(content)))
    if isinstance(view, str):
        return Section(HEADING, Stack((note(view), words)))
    upright, across = _maps(view)
    return Section(
        HEADING, Beside((upright, words), (2, 3), narrow=26, turned=Stack((across, words)))
    )


def _maps(view: View) -> tuple[Block, Block]:
    """The counts of the output, and one period of them: below it, and beside it."""
    shown = view.frame(len(view) - 1).grids
    placed = [
        panel_of(name, grid, counts=True)
        for name in (_COUNTS, _PERIOD)
        if (grid := shown.get(name)) is not None
    ]
    panels, grids = [panel for panel, _ in placed], {panel.name: grid for panel, grid in placed}
    across: Columns = ((panels[0],), *(x for panel in panels[1:] for x in ("", (panel,))))
    return (
        GridBlock((tuple(panels),), grids, most=_MOST_LINES),
        GridBlock(across, grids, most=_MOST_LINES),
    )


def _verdict(resolved: ResolvedLayer, view: View | str) -> Block:
    """As the story has it, or in short where there is none."""
    found = overlaps(resolved.axes)
    if isinstance(view, str):
        kind = overlap_words(found).split(" ")[0]
        counts = sorted(map(math.prod, product(*({*one.counts} for one in found))), reverse=True)
        often = f"{listed(list(dict.fromkeys(counts)))}{', in turn' * (kind != 'even')}"
        told = f"{kind.capitalize()}: interior cells are reached {often}."
        lead, rest = told.split(":", 1)
        return Paragraph([Span(f"{lead}:", "bold"), Span(rest)])
    last = len(view) - 1
    told = view.frame(last if all(one.even for one in found) else last - 1).caption
    lead, rest = told.split(":", 1)
    return Paragraph([Span(f"{lead}:", "bold"), Span(rest)])


def _rule(resolved: ResolvedLayer) -> list[Block]:
    rows = [line for row in rule_rows(resolved) for line in row]
    return [Paragraph(Span(line, "formula", "muted"), "small", hang=1) for line in rows]
