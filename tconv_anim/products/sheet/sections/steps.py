"""The steps of each layer as a strip of its story: the last state of every step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ....layers.operations import operation_names
from ....layers.resolved_layer import ResolvedLayer
from ....story.channels.one_pair import others_of_a_pair
from ....story.frame import Grid, Panel
from ....story.key_frames import key_frames
from ....story.notation import PRINTED
from ....story.view import View
from ..blocks import Block, Stack
from ..grid_block import GridBlock, StripRows, panel_of
from ..stories import SheetContent
from ..text_lines import Span
from .section import Section, note

__all__ = ["section"]

_INPUT, _KERNEL, _OUTPUT = "input", "kernel", "output"
HEADING: Final = "Step by step"


def section(content: SheetContent) -> Section:
    strips: list[GridBlock] = []
    notes: list[Block] = []
    named: list[str] = []
    for kind in operation_names():
        resolved = content.resolved(kind)
        if resolved is None:
            continue
        view = content.view(resolved, "gather")
        if isinstance(view, str):
            notes.append(note(f"{resolved.operation.adjective.capitalize()}: {view}"))
        else:
            strips.append(_strip(content, resolved, view))
            steps = map(PRINTED.text, view.storyboard.steps)
            numbered = (f"{n} {step}" for n, step in enumerate(steps, start=1))
            named.append(f"{resolved.operation.adjective.capitalize()}: {', '.join(numbered)}.")
    if named:
        notes.insert(0, note(" ".join(named)))
    if content.pair_words and strips:
        notes.append(note(others_of_a_pair(content.main.layer)))
    heading = HEADING + content.pair_words
    if len(strips) < 2:
        return Section(heading, Stack((*notes, *strips)))
    first, second = strips
    joint = GridBlock(
        (*first.columns, "", *second.columns),
        {**first.grids, **second.grids},
        {**first.captions, **second.captions},
        strip=True,
    )
    return Section(heading, Stack((*notes, StripRows(joint, strips))))


def _strip(content: SheetContent, resolved: ResolvedLayer, view: View) -> GridBlock:
    """The layer's input after every step, then the kernel as it is used and the output."""
    steps = view.storyboard.steps
    ends = [view.frame(index) for index in key_frames(view, len(steps))]
    last = ends[-1] = view.frame_of(content.cell(resolved))
    columns: list[tuple[Panel, ...] | str] = []
    grids: dict[str, Grid | None] = {}

    def add(sign: str, name: str, grid: Grid | None, **changed: Any) -> None:
        assert grid is not None, "the story shows it at that moment"
        panel, placed = panel_of(f"{resolved.kind} {name}", replace(grid, **changed))
        columns.extend([sign, (panel,)] if columns else [(panel,)])
        grids[panel.name] = placed

    for number, frame in enumerate(ends, start=1):
        add("→", str(number), frame.grids[_INPUT], label=str(number))
    add("∗", _KERNEL, last.grids[_KERNEL], label="kernel", size_label="")
    add("=", _OUTPUT, last.grids[_OUTPUT], size_label="")
    caption = (Span(resolved.operation.adjective.capitalize(), "bold"),)
    return GridBlock(tuple(columns), grids, {next(iter(grids)): caption}, strip=True)
