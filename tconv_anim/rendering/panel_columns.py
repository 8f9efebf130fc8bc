"""The columns of a section, with other stacks or fewer panels."""

from __future__ import annotations

from dataclasses import replace

from ..story.frame import Columns, Panel

__all__ = [
    "LensStack",
    "stacks_of",
    "unstacked",
    "with_lenses_beside",
    "with_lenses_within",
    "without_panels",
    "without_row_names",
]


class LensStack(tuple[Panel, ...]):
    """A panel, and its lens in the room that it leaves to the left of its last columns."""

    __slots__ = ()


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


def with_lenses_within(columns: Columns) -> Columns:
    """The columns with lenses in the room that what they show leaves meanwhile, where it does."""
    return tuple(
        LensStack(column)
        if len(column) == 2 and not isinstance(column, str) and column[0].lens_columns
        else column
        for column in columns
    )


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
    """The columns without some panels; of the signs around an emptied stack the first remains."""
    kept: list[tuple[Panel, ...] | str] = []
    for column in columns:
        if isinstance(column, str):
            if kept and kept[-1] == "":
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
