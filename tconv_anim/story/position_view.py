"""A view of positions: of a kernel that slides, of a cell that gives, of a row that is read."""

from __future__ import annotations

import math
from abc import abstractmethod
from functools import cached_property

from ..layers.resolved_layer import ResolvedLayer
from ..notation import Sizes
from .scene import Scene, runs_of
from .view import View

__all__ = ["PositionView"]


class PositionView(View):
    """An opening, a scene for each position of what moves, an ending."""

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
    def position_for(self, cell: Sizes) -> int | None:
        """The position whose scene computes output *cell*, or completes it, if there is one."""

    @cached_property
    def _opening(self) -> list[Scene]:
        return self.opening()

    @cached_property
    def _ending(self) -> list[Scene]:
        return self.ending()

    @cached_property
    def _positions(self) -> int:
        return self.growing_scenes(self.plane)

    def runs(self) -> list[range]:
        begin, end = len(self._opening), len(self._opening) + self._positions
        stops = [begin, *(begin + at + more for at in self.pauses for more in (0, 1)), end]
        runs = [range(*ends) for ends in zip(stops[::2], stops[1::2], strict=True)]
        return [*runs_of(self._opening), *runs, *runs_of(self._ending, end)]

    @property
    def pauses(self) -> tuple[int, ...]:
        """The positions that are none: something else happens between two runs of them."""
        return ()

    @property
    def row(self) -> int:
        rows = {math.prod(size): size[-1] for size in (self.plane.input_size,)}
        rows[math.prod(self.plane.output_size)] = self.plane.output_size[-1]
        return rows.get(self._positions, self.plane.output_size[-1])

    def __len__(self) -> int:
        return len(self._opening) + self._positions + len(self._ending)

    def scene(self, number: int) -> Scene:
        position = number - len(self._opening)
        if position < 0:
            return self._opening[number]
        if position < self._positions:
            return self.position(position)
        return self._ending[position - self._positions]

    def scene_of(self, cell: Sizes) -> int | None:
        position = self.position_for(cell)
        return None if position is None else len(self._opening) + position
