"""The columns of a section, with other stacks or fewer panels."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..story.frame import Columns, Panel

__all__ = [
    "stacks_of",
    "unstacked",
    "with_lens",
    "with_lenses_beside",
    "without_panels",
    "without_row_names",
]


TIMES: Final = "·"


def stacks_of(columns: Columns) -> list[tuple[Panel, ...]]:
    return [column for column in columns if not isinstance(column, str)]


def with_lenses_beside(columns: Columns) -> Columns:
    """The columns with lenses in stacks of their own, after what they show."""
    split: list[tuple[Panel, ...] | str] = []
    for column in columns:
        if isinstance(column, str):
            split.append(column)
            continue
        split.append(tuple(panel for panel in column if not panel.lens_of))
        for panel in column:
            split += ["", (panel,)] if panel.lens_of else []
    return tuple(split)


def with_lens(columns: Columns, lens: Panel | None = None) -> Columns:
    """The columns with one of their lenses, and what goes with it; or with none."""
    panels = [panel for stack in stacks_of(columns) for panel in stack]
    gone = {panel.name for panel in panels if panel.lens_of or panel.with_lens}
    if lens is not None:
        kept = {panel.name for panel in panels if lens.name in (panel.name, *panel.with_lens)}
        gone = gone - kept | {*lens.instead_of}
    return without_panels(columns, gone)


def unstacked(columns: Columns) -> Columns:
    """The columns with every panel in a stack of its own."""
    split: list[tuple[Panel, ...] | str] = []
    for column in columns:
        if isinstance(column, str):
            split.append(column)
        else:
            split += [part for panel in column for part in ("", (panel,))][1:]
    return tuple(split)


def without_panels(columns: Columns, names: set[str]) -> Columns:
    """The columns without some panels; of the signs around an emptied stack the first remains.

    But for a sign of a product, which has nothing to multiply by.
    """
    kept: list[tuple[Panel, ...] | str] = []
    for column in columns:
        if isinstance(column, str):
            if kept and kept[-1] in ("", TIMES):
                kept[-1] = column
            elif not kept or not isinstance(kept[-1], str):
                kept.append(column)
        elif stack := tuple(panel for panel in column if panel.name not in names):
            kept.append(stack)
    return tuple(kept)


def without_row_names(columns: Columns) -> Columns:
    return tuple(
        column
        if isinstance(column, str)
        else tuple(replace(panel, row_names=()) for panel in column)
        for column in columns
    )
