"""Stacks of channels, one after another, their labels beside their cells.

They follow each other from left to right, each from the top down, or from the top down, each
from left to right: whichever makes the cells larger. Stacks of as many panels are aligned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Final

from ...story.frame import Grid, Panel, Section
from ..panels import Panels
from ..primitives import Box, Primitive
from ..scale import Scale
from ..spans import cleared_text, ink_box, text_box
from ..theme import Theme
from ..too_small import too_small
from .layout import STEPPED
from .stack_layout import StackLayout

__all__ = ["StackPanels"]

WORTH: Final = 0.85
"""Of their size, cells give up no more for stacks beside each other, which read as a line."""


class StackPanels(Panels):
    """The panels of a section inside *area*, in stacks with signs between them."""

    def __init__(
        self,
        section: Section,
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        most: int | None = None,
    ) -> None:
        laid = None
        for one, over in _shorter(section):
            kinds = dict.fromkeys([(False, over), (True, over), (True, False)])
            ways = [
                StackLayout(one, area, scale, most, down=down, over=named) for down, named in kinds
            ]
            found = max(ways, key=lambda way: (way.readable, _worth(way, over=over)))
            if laid is None or found.silent < laid.silent:
                laid = found
            if not laid.silent:
                break
        assert laid is not None
        if not laid.pitch:
            panels = [panel for stack in laid.stacks for panel in stack]
            raise too_small(max(panels, key=lambda panel: panel.rows), scale.size)
        laid.place()
        self._layout = laid
        steps = scale.unit >= STEPPED
        super().__init__(laid.places, scale, theme, pitch=laid.pitch, signs=laid.signs, steps=steps)

    def draw(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None] | None
    ) -> Iterator[Primitive]:
        now, was = self._layout.heads(grids), () if before is None else self._layout.heads(before)
        if now != was:
            yield from map(cleared_text, was)
        yield from super().draw(grids, before)
        if before is None or any(grids.get(n) is not before.get(n) for n in self.places):
            yield from now  # panels clear a little more than their cells

    def _wiped(
        self, grids: Mapping[str, Grid | None], before: Mapping[str, Grid | None]
    ) -> Set[str]:
        """Those whose frames are at words that go."""
        was = self._layout.heads(before)
        boxes = [*map(ink_box, was)] if self._layout.heads(grids) != was else []
        return {n for n, place in self.places.items() if any(map(place.framed_box.meets, boxes))}

    def covered_boxes(self, grids: Mapping[str, Grid | None]) -> Iterator[Box]:
        yield from super().covered_boxes(grids)
        yield from map(text_box, self._layout.heads(grids))


def _worth(way: StackLayout, *, over: bool) -> float:
    """How large cells are, less in rows, and in those named beside them where *over* has room."""
    return way.pitch * (WORTH if way.down else 1) * (WORTH if over and not way.over else 1)


def _shorter(section: Section) -> Iterator[tuple[Section, bool]]:
    """The section, and with ever less in it: no panels that are spare, no words over them.

    And whether there are words.
    """
    yield section, True
    columns: list[tuple[Panel, ...] | str] = []
    heads = list(section.heads)
    for number, stack in enumerate(section.stacks):
        if not isinstance(stack, str) and any(panel.spare for panel in stack):
            columns.pop()  # the sign before it
            del heads[number // 2 : number // 2 + 1]
        else:
            columns.append(stack)
    section = replace(section, stacks=tuple(columns), heads=tuple(heads))
    yield section, True
    yield section, False
