"""What a view is: scenes by number, each of which becomes a frame with a time of its own."""

from __future__ import annotations

import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Final

from ..errors import Argument, FigureError
from ..layers.resolved_layer import ResolvedLayer
from ..notation import Sizes
from .example import Example
from .frame import Equation, Frame, Grid, Storyboard, Verdict
from .notation import Text
from .timing import Pace, tempo_for

__all__ = ["NO_MATRIX", "PositionView", "Scene", "View", "ViewOption", "key_frames"]

NO_MATRIX: Final = "its outputs are no weighted sums of its inputs, so it has no matrix"
"""Why views of a matrix refuse an operation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A frame before it is known how many there are and how long each stays."""

    step: int
    grids: Mapping[str, Grid | None]
    pace: Pace = Pace.STEP
    caption: Text = ""
    equation: Equation | None = None
    asides: Mapping[str, Equation] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewOption:
    """An option of one view alone."""

    name: str
    """In Python; the command line writes hyphens for underscores."""
    default: bool | int | float | str
    """Also says the type."""
    help: str


class View(ABC):
    """A layer on numbers, shown in scenes that can be asked for by number, in any order.

    A view is a file in :mod:`tconv_anim.story.views`. Its class methods answer by
    arithmetic alone, before any array is made; all sizes and cells have two axes,
    those of :attr:`Example.plane`.
    """

    options: ClassVar[tuple[ViewOption, ...]] = ()
    """What can be set of this view alone; a value is read from :attr:`settings` by its name."""
    storyboard: Storyboard

    def __init__(self, example: Example, **settings: bool | int | float | str) -> None:
        self.example, self.plane = example, example.plane
        self.settings = {option.name: option.default for option in self.options} | settings
        self.prepare()
        self._tempo = tempo_for(*self.paces(), example.step_ms, example.hold_ms)
        self.storyboard = self.make_storyboard()

    # -- what a view says ---------------------------------------------------------------

    @classmethod
    @abstractmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        """(rows, columns) of cells that stand under and beside each other at least."""

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:  # noqa: ARG003 - some have none
        """How many of the scenes are there because the layer is as large as it is."""
        return 0

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:  # noqa: ARG003 - some views show every layer
        """Why this view cannot show that layer, or nothing."""
        return ""

    def prepare(self) -> None:  # noqa: B027 - a view may have nothing to prepare
        """Called first: make the numbers and grids that the scenes share."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of scenes."""

    @abstractmethod
    def scene(self, number: int) -> Scene:
        """The scene of that number, from 0; numbers of scenes follow their steps."""

    def scene_of(self, cell: Sizes) -> int | None:
        """The number of the scene that computes output *cell*, or completes it, if there is one."""
        return None

    def fullest_scene(self) -> int:
        """The scene that teaches most, for a still: of the output cell with the most products.

        The first such cell; the last scene where cells have no scenes of their own.
        """
        plane = self.plane
        cell = tuple(
            max(range(o), key=lambda at: len(plane.operation.axis_taps(axis, i, at)))
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        )
        number = self.scene_of(cell)
        return len(self) - 1 if number is None else number

    @abstractmethod
    def make_storyboard(self) -> Storyboard:
        """What stays the same through all scenes."""

    def paces(self) -> tuple[int, int]:
        """(scenes of one more position, scenes that are held), the last one left out."""
        paces = [self.scene(number).pace for number in range(len(self) - 1)]
        return len(paces) - paces.count(Pace.HOLD), paces.count(Pace.HOLD)

    # -- frames -------------------------------------------------------------------------

    @property
    def tick_ms(self) -> int:
        """What every frame's time is a multiple of."""
        return math.gcd(*(self._tempo.ms(pace) for pace in Pace))

    def frame(self, index: int) -> Frame:
        """The scene at *index*, from 0, as a frame."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        scene = self.scene(index)
        return Frame(
            index=index,
            total=len(self),
            step=scene.step,
            grids=scene.grids,
            caption=scene.caption,
            equation=scene.equation,
            asides=scene.asides,
            verdicts=scene.verdicts,
            ms=self._tempo.ms(scene.pace if index < len(self) - 1 else Pace.LAST),
        )

    def frame_of(self, cell: Sizes) -> Frame:
        """The frame that computes output *cell*, or completes it; ValueError if there is none."""
        number = self.scene_of(cell)
        if number is None:
            raise ValueError(f"no scene computes {cell}")
        return self.frame(number)

    def frames(self) -> Iterator[Frame]:
        """All frames, one after another, none kept."""
        for index in range(len(self)):
            yield self.frame(index)


class PositionView(View):
    """An opening, a scene for each position of what moves, an ending."""

    holds_between = 1
    """How many positions are held as the first of a step."""

    @classmethod
    @abstractmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        """Number of positions: scenes between opening and ending."""

    @abstractmethod
    def opening(self) -> list[Scene]:
        """The scenes before the first position."""

    @abstractmethod
    def position(self, number: int) -> Scene:
        """The scene of one position, from 0."""

    def ending(self) -> list[Scene]:
        """The scenes after the last position."""
        return []

    @abstractmethod
    def position_for(self, cell: Sizes) -> int:
        """The position whose scene computes output *cell*, or completes it."""

    @cached_property
    def _opening(self) -> list[Scene]:
        return self.opening()

    @cached_property
    def _ending(self) -> list[Scene]:
        return self.ending()

    @cached_property
    def _positions(self) -> int:
        return self.growing_scenes(self.plane)

    def paces(self) -> tuple[int, int]:
        scenes = [*self._opening, *self._ending]
        held = sum(scene.pace is Pace.HOLD for scene in scenes)
        steps = self._positions + len(scenes) - held - self.holds_between
        return steps, held + self.holds_between

    def __len__(self) -> int:
        return len(self._opening) + self._positions + len(self._ending)

    def scene(self, number: int) -> Scene:
        position = number - len(self._opening)
        if position < 0:
            return self._opening[number]
        if position < self._positions:
            return self.position(position)
        return self._ending[position - self._positions]

    def scene_of(self, cell: Sizes) -> int:
        return len(self._opening) + self.position_for(cell)


def key_frames(view: View, count: int) -> list[int]:
    """Indices of *count* frames: the last of every step, then the fullest, then equal strides.

    Raises
    ------
    FigureError
        Fewer frames than the view has steps, or more than it has frames.
    """
    ends = [*_turns(view, 0, len(view) - 1), len(view) - 1]
    if not len(ends) <= count <= len(view):
        fewer = count < len(ends)
        limit = len(ends) if fewer else len(view)
        raise FigureError(
            "{filmstrip} must be at least {limit}, one frame for every step of this story."
            if fewer
            else "{filmstrip} must be at most {limit}, as many frames as this story has.",
            filmstrip=Argument("filmstrip", count),
            limit=limit,
            advice=Argument("filmstrip", limit),
        )
    chosen = {*ends, view.fullest_scene()} if count > len(ends) else set(ends)
    while len(chosen) < count:  # halve the longest stretch that nothing is shown of
        stops = [-1, *sorted(chosen)]
        gaps = [(after - before, before) for before, after in itertools.pairwise(stops)]
        length, before = max(gaps, key=lambda gap: (gap[0], -gap[1]))
        chosen.add(before + (length + 1) // 2)
    return sorted(chosen)


def _turns(view: View, first: int, last: int) -> list[int]:
    """The frames from *first* on, before *last*, after which another step begins.

    Steps follow each other, so a stretch that begins and ends in one has no other in it.
    """
    if view.scene(first).step == view.scene(last).step:
        return []
    if last == first + 1:
        return [first]
    middle = (first + last) // 2
    return [*_turns(view, first, middle), *_turns(view, middle, last)]
