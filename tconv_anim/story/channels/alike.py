"""Panels of channels that hold their numbers alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ..cell_text import widest
from ..frame import Columns, Panel, Section, Storyboard

__all__ = ["with_numbers_alike"]


def with_numbers_alike(board: Storyboard) -> Storyboard:
    """Panels of one kind have the widest number of any: else some alone would be bold, or small."""
    kinds: dict[str, dict[str, Panel]] = defaultdict(dict)
    for section in board.sections:
        for columns in (section.columns, section.stacks):
            for stack in columns:
                for panel in () if isinstance(stack, str) else stack:
                    kind, _, channel = panel.name.rpartition(" ")
                    if channel.isdecimal():
                        kinds[kind][panel.name] = panel
    found = {name: panel for panels in kinds.values() for name, panel in _alike(panels).items()}

    def swapped(columns: Columns) -> Columns:
        return tuple(
            stack if isinstance(stack, str) else tuple(found.get(p.name, p) for p in stack)
            for stack in columns
        )

    def changed(section: Section) -> Section:
        return replace(section, columns=swapped(section.columns), stacks=swapped(section.stacks))

    return replace(board, sections=tuple(map(changed, board.sections)))


def _alike(panels: dict[str, Panel]) -> dict[str, Panel]:
    """*panels* with room for the same numbers."""
    text = widest(panel.widest_text for panel in panels.values())
    brief = tuple(
        widest(
            panel.widest_brief[at] if panel.widest_brief else panel.widest_text for panel in all_
        )
        for at, all_ in enumerate([tuple(panels.values())] * 2)
    )
    short = any(panel.widest_brief for panel in panels.values())
    note = widest(panel.widest_note for panel in panels.values())
    return {
        name: replace(panel, widest_text=text, widest_brief=brief * short, widest_note=note)
        for name, panel in panels.items()
    }
