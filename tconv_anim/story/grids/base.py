"""Grids that every view shows alike: a kernel, an output that fills up, and the panels for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..cell_text import brief_text, widest
from ..example import CellValues, Example
from ..frame import LIT, CellRole, CellRoles, Grid, Label, Mark, Panel, PanelContent, Texts
from ..notation import Caption, Notation, Text
from ..roles import UNSHADED

__all__ = [
    "blank_texts",
    "filling_grid",
    "full_grid",
    "kernel_grid",
    "panel_for",
    "still",
]


def blank_texts(shape: tuple[int, ...]) -> Texts:
    return np.full(shape, "", dtype=object)


def still(label: Label, size_label: Text, roles: CellRoles, texts: Texts, **rest: Any) -> Grid:
    """A grid with every cell in its place."""
    rows, columns = roles.shape
    return Grid(
        label=label,
        size_label=size_label,
        roles=roles,
        texts=texts,
        row_at=tuple(range(rows)),
        column_at=tuple(range(columns)),
        **rest,
    )


def kernel_grid(
    example: Example,
    resolved: ResolvedLayer,
    label: Label,
    weights: CellValues | Texts,
    lit: CellRoles | None = None,
) -> Grid:
    """A kernel, its cells as far apart as its dilation puts them; *lit* tells which are in use.

    Numbers can be shades, and are where none is written; texts alone cannot.
    """
    taps = np.ix_(*(range(0, axis.k_eff, axis.d) for axis in resolved.axes))
    roles = np.full(resolved.kernel_extent, CellRole.GAP, np.uint8)
    texts = blank_texts(resolved.kernel_extent)
    shades = None
    if isinstance(weights, CellValues):
        if example.shaded or example.writing == "none":
            shades = np.full(resolved.kernel_extent, UNSHADED, np.uint8)
            shades[taps] = weights.shades
        weights = weights.texts
    roles[taps], texts[taps] = CellRole.KERNEL, weights
    if lit is not None:
        roles[taps] |= lit * np.uint8(LIT)
    dilations = [axis.d for axis in example.resolved.axes]
    size = Caption.of(_kernel_size, example.own(resolved.kernel_size), tuple(dilations))
    rows, columns = roles.shape
    apart = max(dilations) > 1 and roles.size > 1
    span = (Mark(0, 0, rows, columns, "span"),) if apart else ()
    return still(label, size, roles, texts, shades=shades, marks=span)


def _kernel_size(n: Notation, sizes: Sizes, dilations: Sizes) -> str:
    dilation = f", {n.equal('d', n.short(dilations))}" if max(dilations) > 1 else ""
    return f"{n.by(sizes)}{dilation}"


def full_grid(
    example: Example, label: Label, values: CellValues, role: CellRole, **rest: Any
) -> Grid:
    """All of *values*, every cell of the same look."""
    shape = values.numbers.shape
    if example.shaded:
        rest.setdefault("shades", values.shades)
    size = example.by(shape)
    return still(label, size, np.full(shape, role, np.uint8), values.texts, **rest)


def filling_grid(
    example: Example, label: Label, values: CellValues, done: int, now: int | None = None
) -> Grid:
    """A result with its first *done* cells computed; the last, or number *now*, is looked at."""
    now = done - 1 if now is None else now
    shape = values.numbers.shape
    roles = np.full(shape, CellRole.TODO, np.uint8)
    texts = blank_texts(shape)
    roles.flat[:done] = CellRole.OUTPUT
    texts.flat[:done] = values.texts.flat[:done]
    marks: tuple[Mark, ...] = ()
    if done:
        row, column = divmod(now, shape[1])
        roles[row, column] = CellRole.NOW
        marks = (Mark(row, column, 1, 1, "now"),)
    shades = None
    if example.shaded:
        shades = np.full(shape, UNSHADED, np.uint8)
        shades.flat[:done] = values.shades.flat[:done]
    return still(label, example.by(shape), roles, texts, marks=marks, shades=shades)


def panel_for(
    name: str,
    grids: Iterable[Grid],
    content: PanelContent = PanelContent.OTHER,
    *,
    size: Sizes | None = None,
    texts: Iterable[Texts] | None = None,
    labels: Iterable[tuple[Label, Text]] = (),
    notes: Mapping[Any, str] | Iterable[str] = (),
    rows_of: str = "",
    lens_of: str = "",
    spare: bool = False,
    counts: bool = False,
) -> Panel:
    """A panel with room for all of *grids*; *texts* and *labels* are those it will have later."""
    grids = list(grids)
    rows = max(grid.roles.shape[0] for grid in grids)
    columns = max(grid.roles.shape[1] for grid in grids)
    parts = [grid.texts for grid in grids] if texts is None else texts
    shown = [text for part in parts for text in part.flat]
    digits = spare or any("." in text for text in shown)  # of products the values are shorter
    return Panel(
        name=name,
        rows=size[0] if size else rows,
        columns=size[1] if size else columns,
        content=content,
        own_columns=columns,
        labels=tuple(dict.fromkeys([*((grid.label, grid.size_label) for grid in grids), *labels])),
        widest_text=widest(shown),
        widest_brief=tuple(
            widest(brief_text(text, terse=terse) for text in shown) for terse in (False, True)
        )
        * digits,
        widest_note=widest(notes.values() if isinstance(notes, Mapping) else notes),
        rows_of=rows_of,
        lens_of=lens_of,
        spare=spare,
        counts=counts,
    )
