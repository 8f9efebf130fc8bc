"""How every view is told: an opening, a scene for each position, an ending, all in one tempo."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..layers.resolve import ResolvedLayer
from ..notation import Sizes
from .example import Example
from .frame import Equation, Frame, Grid, Storyboard
from .timing import Pace, tempo_for

__all__ = ["Scene", "Story"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A frame before it is known how many there are and how long each stays."""

    step: int
    grids: Mapping[str, Grid | None]
    pace: Pace = Pace.STEP
    caption: str = ""
    equation: Equation | None = None
    asides: Mapping[str, Equation] = field(default_factory=dict)


class Story(ABC):
    """One lesson in one view: a script, and frames that can be asked for in any order.

    A view is a file in :mod:`tconv_anim.story.views` with a class ``View`` made from
    this one. Its class methods answer by arithmetic alone, before any array is
    made; all sizes and cells have two axes, those of :attr:`Example.plane`.
    """

    storyboard: Storyboard
    holds_between = 1
    """How many positions are held as the first of a step."""

    def __init__(self, example: Example) -> None:
        self.example, self.plane = example, example.plane
        self.prepare()
        self._opening, self._ending = self.opening(), self.ending()
        self._positions = self.positions_of(self.plane)
        scenes = [*self._opening, *self._ending]
        held = sum(scene.pace is Pace.HOLD for scene in scenes)
        steps = self._positions + len(scenes) - held - self.holds_between
        held += self.holds_between
        self._tempo = tempo_for(steps, held, example.step_ms, example.hold_ms)
        self.storyboard = self.make_storyboard()

    # -- what a view says ---------------------------------------------------------------

    @classmethod
    @abstractmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        """(rows, columns) of cells that stand under and beside each other at least."""

    @classmethod
    @abstractmethod
    def positions_of(cls, plane: ResolvedLayer) -> int:
        """Number of scenes between opening and ending."""

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:  # noqa: ARG003 - some views show every layer
        """Why this view cannot show that layer, or nothing."""
        return ""

    @abstractmethod
    def prepare(self) -> None:
        """Called first: make the numbers and grids that the scenes share."""

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

    @abstractmethod
    def make_storyboard(self) -> Storyboard:
        """What stays the same through all scenes."""

    # -- frames -------------------------------------------------------------------------

    @property
    def tick_ms(self) -> int:
        """What every frame's time is a multiple of."""
        return math.gcd(*(self._tempo.ms(pace) for pace in Pace))

    def step_at(self, index: int) -> int:
        """The step that the frame at *index* belongs to."""
        return self._scene_at(index).step

    def __len__(self) -> int:
        return len(self._opening) + self._positions + len(self._ending)

    def index_of(self, cell: Sizes) -> int:
        """The index of the frame in which output *cell* (two axes) is computed."""
        return len(self._opening) + self.position_for(cell)

    def frame(self, index: int) -> Frame:
        """The frame at *index*, from 0."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        scene, pace = self._scene_at(index), Pace.LAST
        if index < len(self) - 1:
            pace = scene.pace
        return Frame(
            index=index,
            total=len(self),
            step=scene.step,
            grids=scene.grids,
            caption=scene.caption,
            equation=scene.equation,
            asides=scene.asides,
            ms=self._tempo.ms(pace),
        )

    def _scene_at(self, index: int) -> Scene:
        position = index - len(self._opening)
        if position < 0:
            return self._opening[index]
        if position < self._positions:
            return self.position(position)
        return self._ending[position - self._positions]

    def frames(self) -> Iterator[Frame]:
        """All frames, one after another, none kept."""
        for index in range(len(self)):
            yield self.frame(index)
