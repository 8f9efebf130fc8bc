"""The halves of the ambiguity view: strips of input sizes, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ...compute.geometry.returned import ChoiceLine
from ..frame import Columns, Fan, FannedPanel, Grid, Section
from ..roles import PanelContent
from .base import panel_for
from .input_sizes import window_links
from .returned import ReturnedOutputs

__all__ = [
    "BACK",
    "ENDS",
    "GIVER",
    "KERNEL",
    "SIZES",
    "THERE",
    "WAY_BACK",
    "returned_section",
    "sizes_section",
]

SIZES, ENDS = ("sizes", "more sizes"), ("ends", "more ends")
"""The rows of sizes of an axis, and the cells of the output that all of them become."""
GIVER, KERNEL, BACK = "giver", "kernel", "back"
THERE, WAY_BACK = "convolution", "back"
"""The two halves."""
BACK_SHARE: Final = 1.15
"""Planes have so many times as much of a page's width as strips."""


def sizes_section(
    lines: Mapping[str, ChoiceLine], rows: Sequence[Grid], ends: Sequence[Grid]
) -> Section:
    """A fan for each axis told of: from its output to the windows of all its sizes."""
    fanned = []
    for number, (line, row, end) in enumerate(zip(lines.values(), rows, ends, strict=True)):
        names = tuple(f"{line.size(op)} → {line.o}" for op in line.ops)  # i is the layer's
        sizes = replace(panel_for(SIZES[number], [row]), row_names=names, counts=True)
        leader = panel_for(ENDS[number], [end], size=(1, sizes.columns))
        fan = Fan(leader=replace(leader, counts=True), links=window_links(line))
        fanned.append(FannedPanel(panel=sizes, fans=(fan,)))
    return Section(
        columns=tuple((block.fans[0].leader, block.panel) for block in fanned),
        name=THERE,
        heading=(THERE, *(axis for axis in lines if axis and len(lines) == 1)),
        fanned_panels=tuple(fanned),
        verdict=True,
    )


def returned_section(
    back: ReturnedOutputs,
    giver: Grid,
    kernel: Grid,
    results: Sequence[Grid],
    op_names: Sequence[str],
) -> Section:
    """What each op gives: rows under a fan, or a plane."""
    result = panel_for(BACK, results, PanelContent.RETURNED)
    weights = panel_for(KERNEL, [kernel], PanelContent.KERNEL)
    fanned: tuple[FannedPanel, ...] = ()
    if back.in_rows:
        result = replace(result, row_names=tuple(op_names))
        panel = panel_for(GIVER, [giver], size=(1, result.columns))
        fan = Fan(leader=panel, links=window_links(back.lines[1]))
        fanned = FannedPanel(panel=result, fans=(fan,)), FannedPanel(panel=weights)
    else:
        panel = panel_for(GIVER, [giver])
        result = replace(result, row_names=_last_row_names(back, op_names))
    columns: Columns = ((panel, weights), "→", (result,))
    return Section(
        columns=columns,
        name=WAY_BACK,
        heading=("and back",),
        fanned_panels=fanned,
        share=1 if back.in_rows else BACK_SHARE,
        verdict=True,
    )


def _last_row_names(back: ReturnedOutputs, op_names: Sequence[str]) -> tuple[str, ...]:
    """Before the last row of what each op gives its name, where it is one for both axes."""
    down, across = back.lines
    if down.ops != across.ops or back.steps == 1:
        return ()
    names = [""] * back.shape[0]
    for op, name in zip(down.ops, op_names, strict=True):
        names[down.axis.pad_begin + down.size(op) - 1] = name
    return tuple(names)
