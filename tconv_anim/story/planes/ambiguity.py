"""The ambiguity view as pairs of planes: a pair for each size, the same small plane over all.

There each large plane is an input, what is left over crossed out; back it is what an op gives.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cached_property

import numpy as np

from ...notation import Sizes
from ..captions.ambiguity import result_label
from ..example import Cell
from ..frame import CellRole, Equation, Grid, Section, Storyboard
from ..grids.base import blank_texts, panel_for, still
from ..grids.padded_input import padded_input
from ..mark import Mark, enclosing_mark
from ..notation import Caption
from ..scene import Scene
from ..timing import Pace
from ..views.ambiguity import AmbiguityView

__all__ = ["AmbiguityPlanes"]

LARGE, SMALL = "large", "small"


class AmbiguityPlanes(AmbiguityView):
    """Sizes beside each other, of many the first two and the last."""

    _in_rows = False

    # -- scenes -------------------------------------------------------------------------

    def _forward_scene(
        self,
        caption: Caption,
        *,
        shown: int,
        framed: int | None = None,
        filled: bool = False,
    ) -> Scene:
        grids: dict[str, Grid | None] = {}
        for number, step in enumerate(self._back.captioned_steps):
            grids[_large(number)] = self._input(step, framed=step == framed)
            made = filled and (framed is None or step <= framed)
            grids[_small(number)] = self._output(filled=made, lit=step == framed)
        return Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)

    def _returning(
        self,
        says: Caption | Equation,
        grid: Grid,
        *,
        step: int | None,
        pace: Pace = Pace.HOLD,
        cell: Cell | None = None,
    ) -> Scene:
        back, grids = self._back, dict[str, Grid | None]()
        own = bisect_left(back.captioned_steps, back.own_step)
        for number, at in enumerate(back.captioned_steps):
            large: Grid = self._result(at, own=step is None and number == own)
            lit: list[Cell] = []
            if step is not None and at > step:
                large = self._input(at, framed=False)
            elif at == step:
                large = replace(grid, label=self._label(at))
                lit = [giver for giver, _ in back.terms(cell)] if cell else []
            back_already = step is None or at <= step
            small = self._giver(lit) if back_already else self._output(filled=True, lit=False)
            grids |= {_large(number): large, _small(number): small}
        if isinstance(says, Caption):
            return Scene(step=0, pace=pace, caption=says, grids=grids)
        return Scene(step=0, pace=pace, equation=says, grids=grids)

    def _with_answers(self, scene: Scene) -> Scene:
        return scene

    # -- grids --------------------------------------------------------------------------

    def _input(self, step: int, *, framed: bool) -> Grid:
        """What a convolution reads, of the size of a step."""
        back = self._back
        return padded_input(self.example, back.lines, back.sizes(step), framed=framed)

    def _output(self, *, filled: bool, lit: bool) -> Grid:
        """What all sizes become; lit, its last cell."""
        shape = self._back.giving.numbers.shape
        roles = np.full(shape, CellRole.OUTPUT if filled else CellRole.TODO, np.uint8)
        marks: tuple[Mark, ...] = ()
        if lit:
            row, column = (size - 1 for size in shape)
            roles[row, column], marks = CellRole.NOW, (Mark(row, column, 1, 1, "now"),)
        return still("output", self.example.by(shape), roles, blank_texts(shape), marks=marks)

    def _giver(self, lit: list[Cell] | None = None) -> Grid:
        grid = super()._giver(lit)
        cells = [(row, column) for row, column in lit or ()]
        return replace(grid, marks=(enclosing_mark(cells),)) if cells else grid

    def _result(self, step: int, *, own: bool = False) -> Grid:
        """What a step gives; its *own* op's is framed."""
        return self._back.grid(self._label(step), step, own=own)

    def _label(self, step: int | None) -> tuple[str, Caption]:
        what = "output" if self.example.stamps else "back"
        return what, Caption.of(result_label, *self._captions.op(step))

    @cached_property
    def _largest(self) -> Sizes:
        """Rows and columns of the largest plane: all have its room, and lie alike."""
        back = self._back
        last = self._input(back.captioned_steps[-1], framed=False).roles.shape
        return tuple(max(ends) for ends in zip(last, back.shape, strict=True))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        board, back, sections, roles = super().make_storyboard(), self._back, [], set[int]()
        for number, step in enumerate(back.captioned_steps):
            inputs = [self._input(step, framed=framed) for framed in (False, True)]
            outputs = [self._output(filled=True, lit=True), self._giver()]
            larges = [*inputs, self._result(step)]
            roles |= {int(role) for grid in (*larges, *outputs) for role in np.unique(grid.roles)}
            large = panel_for(_large(number), larges, size=self._largest)
            small = panel_for(_small(number), outputs)
            size = self.example.by(back.sizes(step))
            op = Caption.of(result_label, *self._captions.op(step))
            heading = (size, op) if back.steps > 1 else (size,)
            sections.append(Section(columns=((large,), "→", (small,)), heading=heading))
        return replace(board, sections=tuple(sections), roles=board.roles | (roles - {0}))


def _large(number: int) -> str:
    return f"{LARGE} {number}"


def _small(number: int) -> str:
    return f"{SMALL} {number}"
