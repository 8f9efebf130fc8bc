"""Panels of channels that hold their numbers alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..cell_text import widest
from ..frame import Columns, Panel, Section, Storyboard

__all__ = ["with_numbers_alike"]


def with_numbers_alike(board: Storyboard) -> Storyboard:
    """Panels of a stack have the widest number of any: else some alone would be bold, or small."""
    found: dict[str, Panel] = {}
    for section in board.sections:
        rows = section.channels
        apart = (rows.bias, rows.matrix) if rows else ()
        for stack in (*section.columns, *section.stacks):
            if not isinstance(stack, str):
                found |= _alike([panel for panel in stack if panel.name not in apart])

    def swapped(columns: Columns) -> Columns:
        return tuple(
            stack if isinstance(stack, str) else tuple(found.get(p.name, p) for p in stack)
            for stack in columns
        )

    def changed(section: Section) -> Section:
        return replace(section, columns=swapped(section.columns), stacks=swapped(section.stacks))

    return replace(board, sections=tuple(map(changed, board.sections)))


def _alike(panels: Sequence[Panel]) -> dict[str, Panel]:
    """*panels* with room for the same numbers, by their names."""
    text = widest(panel.widest_text for panel in panels)
    brief: tuple[str, ...] = ()
    if any(panel.widest_brief for panel in panels):
        briefs = (panel.widest_brief or (panel.widest_text,) * 2 for panel in panels)
        brief = tuple(map(widest, zip(*briefs, strict=True)))
    note = widest(panel.widest_note for panel in panels)
    return {
        panel.name: replace(panel, widest_text=text, widest_brief=brief, widest_note=note)
        for panel in panels
    }
