"""Frames side by side: title, numbers, legend and formulas once, the frames lettered."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import Final

from ..story.frame import CellRole, Frame, Grid, Panel, Section, Storyboard
from ..story.notation import PRINTED
from . import math_text
from .header import Header
from .legend import legend_items
from .minimal import MinimalPage
from .page import FORMULA, MARGIN, Page
from .panel_columns import stacks_of
from .primitives import Primitive, Rectangle
from .scale import Scale

__all__ = ["Strip", "letter"]

APART: Final = 24
"""Pixels between the frames."""


def letter(number: int) -> str:
    """What the frame of that number, from 0, is called.

    >>> letter(0), letter(25), letter(26)
    ('(a)', '(z)', '(aa)')
    """
    name = ""
    while number >= 0:
        number, last = divmod(number, len(ascii_lowercase))
        name, number = ascii_lowercase[last] + name, number - 1
    return f"({name})"


class _FramePage(Page):
    """A frame of a strip, which has one key for all."""

    _keyed = False


class Strip:
    """The layout of *frames* in *columns*, each as large as *page*.

    They stand under one head and above one row of formulas; those of a minimal page have
    neither, nor letters.
    """

    def __init__(
        self,
        storyboard: Storyboard,
        page: Page,
        frames: Sequence[Frame],
        columns: int,
    ) -> None:
        self._script, self._page, count = storyboard, page, len(frames)
        self._bare = isinstance(page, MinimalPage)
        self._frames = frames if self._bare else [*map(self._without_empty_cards, frames)]
        self._stories = [storyboard] * count if self._bare else [*self._told_stories()]
        wide, high = page.size
        rows = math.ceil(count / columns)
        across, down = columns * (wide + APART) + APART, rows * (high + APART)
        scale = Scale((across, min(down, 2 * high)))  # a head for all of them, and not too large
        left = APART + Scale(page.size).px(MARGIN)
        head = Header(replace(storyboard, steps=()), scale, left, across - left)
        top = APART if self._bare else head.bottom + APART
        sizes = range(scale.font(FORMULA), scale.least_font - 1, -1)
        formulas, px = math_text.fitted_rows(storyboard.formulas, sizes, across - 2 * left)
        row, foot = px + scale.px(7), top + down
        self.size = across, foot if self._bare else foot + len(formulas) * row + APART
        self.corners = [
            (APART + n % columns * (wide + APART), top + n // columns * (high + APART))
            for n in range(count)
        ]
        self._around = [
            *head.draw(legend_items(storyboard, page.theme, page.shades)),
            *math_text.rows_words(formulas, (left, foot + row), row, px),
        ]

    def around(self) -> Iterator[Primitive]:
        """What is said once."""
        yield Rectangle(0, 0, *self.size, "paper")
        if not self._bare:
            yield from self._around

    def pages(self) -> Iterator[list[Primitive]]:
        """The frames, each under its letter and its name."""
        for story, frame in zip(self._stories, self._frames, strict=True):
            page = self._page
            if not self._bare:
                page = _FramePage(story, page.size, page.theme, page.style)
            yield page.draw(frame)

    def _told_stories(self) -> Iterator[Storyboard]:
        """What each frame shows: its panels that have anything in them, and what it is called."""
        steps, told = self._script.steps, ""
        for number, frame in enumerate(self._frames):
            step = PRINTED.text(steps[frame.step]) if steps else ""
            sums = [frame.equation] if frame.equation else [*frame.asides.values()]
            cells = [PRINTED.value(one.target) for one in sums if one.target is not None]
            about = PRINTED.text(frame.about) or "".join(cells[:1])
            names = [name for name in (step if step != told else "", about) if name]
            told = step
            flat = self._page.style == "flat"
            yield replace(
                self._script,
                title=" ".join([letter(number), ": ".join(names)]).strip(),
                facts=(),
                steps=(),
                formulas=(),
                legend=(),
                sections=tuple(
                    _with_something(section, frame) if flat else section
                    for section in self._script.sections
                ),
            )

    def _without_empty_cards(self, frame: Frame) -> Frame:
        """Without cards that nothing stands in: a still has nothing to wait for."""
        spare = {panel.name for panel in self._script.panels if panel.spare}
        empty = {
            name: None
            for name, grid in frame.grids.items()
            if name in spare and grid is not None and not any(grid.texts.flat)
        }
        return replace(frame, grids={**frame.grids, **empty})


def _with_something(section: Section, frame: Frame) -> Section:
    """Without panels in which the frame has nothing."""
    panels = [panel for stack in stacks_of(section.columns) for panel in stack]
    empty = {panel.name for panel in panels if _is_empty(frame.grids.get(panel.name))}
    if section.fanned_panels or section.channels or section.stacks or len(empty) == len(panels):
        return section
    kept: list[tuple[Panel, ...] | str] = []
    for column in section.columns:
        if isinstance(column, str):
            last = kept.pop() if kept and isinstance(kept[-1], str) else ""
            kept.append("" if column and last else column or last)  # two say something else
        elif stack := tuple(panel for panel in column if panel.name not in empty):
            kept.append(stack)
    return replace(section, columns=tuple(kept))


def _is_empty(grid: Grid | None) -> bool:
    return grid is None or not ((grid.roles != CellRole.NONE) & (grid.roles != CellRole.TODO)).any()
