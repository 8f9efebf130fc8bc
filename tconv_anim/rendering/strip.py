"""Frames side by side: title, numbers, legend and formulas once, the frames lettered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import Final

from ..story.frame import Frame, Storyboard
from ..story.notation import PRINTED
from . import math_text
from .header import Header
from .legend import legend_items
from .minimal import MinimalPage
from .page import FORMULA, MARGIN, Page
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


class Strip:
    """The layout of *count* frames in *columns*, each as large as *page*.

    They stand under one head and above one row of formulas; those of a minimal page have
    neither, nor letters.
    """

    def __init__(self, storyboard: Storyboard, page: Page, count: int, columns: int) -> None:
        self._script, self._page, (wide, high) = storyboard, page, page.size
        self._bare = isinstance(page, MinimalPage)
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
            *head.draw(legend_items(replace(storyboard, scales=()), page.theme, set())),
            *math_text.rows_words(formulas, (left, foot + row), row, px),
        ]

    def around(self) -> Iterator[Primitive]:
        """What is said once."""
        yield Rectangle(0, 0, *self.size, "paper")
        if not self._bare:
            yield from self._around

    def pages(self, frames: Iterable[Frame]) -> Iterator[list[Primitive]]:
        """The frames, each under its letter, the first of a step under its name, too."""
        steps, page, told = self._script.steps, self._page, ""
        for number, frame in enumerate(frames):
            if self._bare:
                yield page.draw(frame)
                continue
            name = PRINTED.text(steps[frame.step]) if steps else ""
            told, name = name, f" {name}" if name != told else ""
            story = replace(
                self._script,
                title=letter(number) + name,
                facts=(),
                steps=(),
                formulas=(),
                legend=(),
            )
            yield Page(story, page.size, page.theme, page.style).draw(
                self._without_empty_cards(frame)
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
