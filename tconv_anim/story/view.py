"""What a view is: scenes by number, each of which becomes a frame with a time of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar, Final

from ..layers.resolved_layer import ResolvedLayer
from ..notation import Sizes
from ..options import Option
from .example import Example
from .frame import Frame, Storyboard
from .notation import PRINTED
from .scene import Scene, runs_of
from .timing import FIRST, Passage, Tempo, given_tempo, passage_of

__all__ = ["NO_MATRIX", "Scene", "View"]

NO_MATRIX: Final = "its outputs are no weighted sums of its inputs, so it has no matrix"
"""Why views of a matrix refuse an operation."""
KEPT_SCENES: Final = 64
"""A view keeps so many, since those that are read for their times are shown next."""
WORKING_WORDS: Final = 3
"""A calculation is looked at as long as so many words."""


class View(ABC):
    """A layer on numbers, shown in scenes that can be asked for by number, in any order.

    A view is a file in :mod:`tconv_anim.story.views`. Its class methods answer by
    arithmetic alone, before any array is made; all sizes and cells have two axes,
    those of :attr:`Example.plane`.
    """

    options: ClassVar[tuple[Option, ...]] = ()
    """What can be set of this view alone, written with nothing but :class:`Option` and
    literals; :attr:`settings` has the values by name."""
    has_planes: ClassVar[bool] = False
    """Whether the isometric style can show it: its first panel is an input, and the first of its
    last panels its result, but for what comes back."""
    channels_alike: ClassVar[bool] = False
    """Whether it shows the same of each pair of an input and an output channel."""
    most_passing: ClassVar[int | None] = None
    """How many scenes a film passes too fast to read, at most; None for as many as it can."""
    storyboard: Storyboard

    def __init__(self, example: Example, **settings: Any) -> None:
        self.example, self.plane = example, example.plane
        self.settings = {option.name: option.default for option in self.options} | settings
        self._scenes: dict[int, Scene] = {}
        self.prepare()
        self._tempo = given_tempo(example.step_ms, example.hold_ms)
        board = self.make_storyboard()
        self.storyboard = board if board.scales else replace(board, scales=example.scales)

    def __getstate__(self) -> dict[str, Any]:  # what is kept stays in its process
        return {**vars(self), "_scenes": {}}

    # -- what a view says ---------------------------------------------------------------

    @classmethod
    @abstractmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        """(rows, columns) of cells that stand under and beside each other at least."""

    @classmethod
    def has_overview(cls, plane: ResolvedLayer) -> bool:  # noqa: ARG003 - most have none
        """Whether most of these may be dots, as a lens says what they stand for."""
        return False

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

        Of such cells that nearest the middle; the last scene where cells have none.
        """
        plane = self.plane
        cell = tuple(
            max(
                range(o),
                key=lambda at: (len(plane.operation.axis_taps(axis, i, at)), -abs(2 * at - o + 1)),
            )
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        )
        number = self.scene_of(cell)
        return len(self) - 1 if number is None else number

    def finale(self) -> Scene | None:
        """What a film holds at its end, where that is not the last scene."""
        return None

    @abstractmethod
    def make_storyboard(self) -> Storyboard:
        """What stays the same through all scenes."""

    def runs(self) -> list[range]:
        """Scenes of one more position each: after a first row of them all is clear."""
        return runs_of([self.scene(number) for number in range(len(self))])

    @property
    def row(self) -> int:
        """How many positions are a row."""
        return self.plane.output_size[-1]

    @cached_property
    def _runs(self) -> list[range]:
        return self.runs()

    @cached_property
    def _first(self) -> frozenset[int]:
        """Scenes that have more time than others like them, where no time is given."""
        if self._tempo.step_ms is not None:
            return frozenset()
        opening = (number for run in self._runs for number in run[:FIRST])
        return frozenset({self.fullest_scene(), *opening})

    @cached_property
    def passage(self) -> Passage:
        """What is passed too fast to read.

        Found when a time is first asked for: it takes scenes, which a page does not need.
        """
        if self._tempo.step_ms is not None:
            return Passage(self._tempo)
        return passage_of(
            self._tempo,
            self._runs,
            self._reading_ms,
            last_ms=self._last_ms,
            count=len(self),
            fullest=self.fullest_scene(),
            row=self.row,
            most=self.most_passing,
        )

    def _reading_ms(self, number: int) -> int:
        return self._ms(self._kept_scene(number), number, self._tempo)

    def _kept_scene(self, number: int) -> Scene:
        """The scene of that number; of those asked for first each is made once."""
        scene = self._scenes.get(number)
        if scene is None:
            scene = self.scene(number)
            if len(self._scenes) < KEPT_SCENES:
                self._scenes[number] = scene
        return scene

    @cached_property
    def _last_ms(self) -> int:
        """Of the last frame, which has as long as its words take, where no time is given."""
        if self._tempo.hold_ms is not None:
            return self._tempo.last_ms
        return max(self._tempo.last_ms, self._reading_ms(len(self) - 1))

    def _ms(self, scene: Scene, number: int, tempo: Tempo, *, fast: bool = False) -> int:
        equations = [scene.equation] if scene.equation else [*scene.asides.values()]
        terms = max((len(equation.terms) for equation in equations), default=0)
        texts = [scene.caption, *(verdict.text for verdict in scene.verdicts.values())]
        read = set[str]()
        words = 0
        for text in texts:  # what is said beside it again, of another layer, is not read again
            said = [word.strip(".,:;()") for word in PRINTED.text(text).split()]
            words += sum(any(map(str.isalnum, word)) and word not in read for word in said)
            read.update(said)
        words += WORKING_WORDS * len(scene.workings)
        return tempo.ms(scene.pace, words, terms, fast=fast, first=number in self._first)

    # -- frames -------------------------------------------------------------------------

    @property
    def fast_ms(self) -> int:
        """The time of a position that is passed too fast to read."""
        return self.passage.tempo.fast_ms

    @property
    def tick_ms(self) -> int:
        """What every frame's time is a multiple of."""
        return self._tempo.tick_ms

    def frame(self, index: int) -> Frame:
        """The scene at *index*, from 0, as a frame."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        scene, last = self._kept_scene(index), index == len(self) - 1
        fast = not last and self.passes(index)
        ms = self._last_ms if last else self._ms(scene, index, self.passage.tempo, fast=fast)
        return scene.frame(index, len(self), self.passage.single_ms.get(index, ms), fast=fast)

    def passes(self, index: int) -> bool:
        """Whether that scene is one of those that are passed too fast to read."""
        return any(index in run for run in self.passage.scenes)

    def shows(self, index: int) -> bool:
        """Whether no film leaves that scene out, though it is passed fast."""
        return index in self.passage.single_ms

    def frame_of(self, cell: Sizes) -> Frame:
        """The frame that computes output *cell*, or completes it; ValueError if there is none."""
        number = self.scene_of(cell)
        if number is None:
            raise ValueError(f"no scene computes {cell}")
        return self.frame(number)

    def frames(self) -> Iterator[Frame]:
        """All frames, one after another, none kept."""
        yield from map(self.frame, range(len(self)))
