"""The ambiguity view: the input sizes with one output size, and which of them each op picks.

A convolution with stride s gives up to s input sizes the same output size, as its last
position may leave cells over. The way back cannot know; output padding tells it. What
op adds at the end is what the crop had hidden, computed like any other cell; only
beyond the last stamp there is nothing but 0.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

import numpy as np

from ...arithmetic.notation import Sizes
from ...arithmetic.problem import Problem
from .. import words
from ..back import no_direct
from ..choosing import (
    ADDED,
    Framed,
    Returned,
    Sentences,
    computed_cells,
    lines_of,
    size_rows,
    told_lines,
)
from ..grids import full_grid, kernel_grid, panel_for
from ..lesson import Cell
from ..model import LIT, Columns, Equation, Grid, LegendEntry, Look, Panel, Script, Section
from ..telling import Scene, Story
from ..timing import Beat

__all__ = ["View"]

SIZES, GIVER, KERNEL, BACK = ("sizes", "more sizes"), "giver", "kernel", "back"
_HELD = 4
"""As many sizes, and as many ops, are held; with a large stride the others go by."""


class View(Story):
    """The sizes one by one, the output they share, then op by op what comes back."""

    @classmethod
    def extent(cls, plane: Problem) -> Sizes:
        down, across = lines_of(plane)
        rows = max(down.cells, len(across.ops) if down.single else len(down.ops))
        return rows, across.cells

    @classmethod
    def positions_of(cls, plane: Problem) -> int:
        """Every op, and every cell that one adds where kernels reach."""
        lines = lines_of(plane)
        ops = max(len(line.ops) for line in lines)
        return ops + computed_cells(lines, ops - 1) - computed_cells(lines, 0)

    @classmethod
    def refusal(cls, plane: Problem) -> str:
        if plane.kind == "transposed" and (why := no_direct(plane)):
            return why
        for line in lines_of(plane):
            if line.own >= line.axis.s:
                what = "what it appends," if plane.cropped else "its op,"
                return (
                    f"{what} {line.own}, is not below s = {line.axis.s}, so the size it gives is"
                    " none of those that share an output size"
                )
        return ""

    def prepare(self) -> None:
        lesson = self.lesson
        lines = lines_of(self.plane)
        self._told = told_lines(lesson, lines)
        self._back = back = Returned(lesson, lines)
        self._say = Sentences(lesson, self._told, back)
        self._kernel = kernel_grid(lesson, self.plane, "kernel", lesson.ws.texts)
        # Where the scenes of each op begin: one for itself, one for each cell that it adds.
        counts = [1 + len(back.added(step)) for step in range(back.steps)]
        self._begins = [0, *accumulate(counts)][:-1]
        self.holds_between = sum(
            1 + bool(back.added(step)) for step in range(min(back.steps, _HELD))
        )

    # -- which frame --------------------------------------------------------------------

    def index_of(self, cell: Sizes) -> int:
        """A convolution's own output is there before the first position."""
        if not self.lesson.transposed:
            return len(self._opening) - 1
        return super().index_of(cell)

    def position_for(self, cell: Sizes) -> int:
        for step, begin in enumerate(self._begins):
            if cell in self._back.added(step):
                return begin + 1 + self._back.added(step).index(cell)
            if all(at < size for at, size in zip(cell, self._back.sizes(step), strict=True)):
                return begin
        raise IndexError(cell)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        steps = self._back.steps
        scenes = [self._there(0, self._say.plan(), shown=0)]
        for step in range(steps):
            scene = self._there(0, self._say.candidate(step), shown=step + 1, framed=(step, "last"))
            scenes.append(scene if step < _HELD else replace(scene, beat=Beat.STEP))
        return [*scenes, self._there(1, self._say.agreed(), shown=steps, filled=True)]

    def position(self, number: int) -> Scene:
        """An op and the size it gives, or one of the cells that it adds."""
        step = bisect_right(self._begins, number) - 1
        done, back = number - self._begins[step], self._back
        beat = Beat.HOLD if done < 2 and step < _HELD else Beat.STEP
        if not done:
            return self._returning(
                self._say.returning(step),
                back.grid(self._label(step), step, 0),
                step=step,
                beat=beat,
            )
        cell = back.added(step)[done - 1]
        grid = back.grid(self._label(step), step, done)
        return self._returning(back.equation(cell), grid, step=step, beat=beat, cell=cell)

    def ending(self) -> list[Scene]:
        """Where zeros are, and what the layer itself picks."""
        back, last = self._back, self._back.steps - 1
        scenes = []
        if last:
            grid = back.grid(self._label(last), last)
            scenes.append(self._returning(self._say.zeros(), grid, step=last))
        own = back.grid(self._label(None), last, own=True)
        return [*scenes, self._returning(self._say.own(), own, step=None)]

    def _there(
        self,
        step: int,
        caption: str,
        *,
        shown: int,
        framed: tuple[int, Framed] | None = None,
        filled: bool = False,
    ) -> Scene:
        grids = {
            **self._sizes(shown, framed),
            GIVER: self._giver(Look.OUTPUT if filled else Look.TODO),
            KERNEL: self._kernel,
            BACK: None,
        }
        return Scene(step=step, beat=Beat.HOLD, caption=caption, grids=grids)

    def _returning(
        self,
        said: str | Equation,
        grid: Grid,
        *,
        step: int | None,
        beat: Beat = Beat.HOLD,
        cell: Cell | None = None,
    ) -> Scene:
        pairs = self._back.terms(cell) if cell else []
        grids = {
            **self._sizes(self._back.steps, (step, "window" if step is None else "kept")),
            GIVER: self._giver(Look.INPUT, [giver for giver, _ in pairs]),
            KERNEL: self._lit_kernel([weight for _, weight in pairs]),
            BACK: grid,
        }
        if isinstance(said, str):
            return Scene(step=2, beat=beat, caption=said, grids=grids)
        return Scene(step=2, beat=beat, equation=said, grids=grids)

    # -- grids --------------------------------------------------------------------------

    def _sizes(
        self, shown: int, framed: tuple[int | None, Framed] | None = None
    ) -> dict[str, Grid | None]:
        """The sizes of the axes told of, framed at a step, or (None) what the layer picks."""
        grids: dict[str, Grid | None] = {}
        for panel, (name, line) in zip(SIZES, self._told.items(), strict=False):
            frame = None
            if framed:
                op = line.own if framed[0] is None else line.op_at(framed[0])
                frame = op, framed[1]
            grids[panel] = size_rows(self.lesson, name, line, shown, frame) if shown else None
        return grids

    def _giver(self, look: Look, lit: list[Cell] | None = None) -> Grid:
        """What all the sizes become, and what the way back begins with."""
        lesson, transposed = self.lesson, self.lesson.transposed
        if look is Look.INPUT and not transposed:
            look = Look.OUTPUT
        label = "input" if look is Look.INPUT else "its output" if transposed else "output"
        grid = full_grid(lesson, label, self._back.giving, look)
        if look is Look.TODO:
            texts = np.full_like(grid.texts, "")
            return replace(grid, texts=texts, shades=None)
        for cell in lit or ():
            grid.looks[cell] |= LIT
        return grid

    def _lit_kernel(self, weights: list[Cell]) -> Grid:
        if not weights:
            return self._kernel
        lit = np.zeros(self.plane.kernel_size, np.uint8)
        for weight in weights:
            lit[weight] = 1
        texts = self.lesson.ws.texts
        return kernel_grid(self.lesson, self.plane, "kernel", texts, lit)

    def _label(self, step: int | None) -> str:
        what = "output" if self.lesson.transposed else "back"
        return f"{what}, for each op" if self._back.in_rows else f"{what}, {self._say.op(step)}"

    # -- what stays ---------------------------------------------------------------------

    def write_script(self) -> Script:
        lesson, back = self.lesson, self._back
        scenes = [*self._opening, *self._ending]
        givers = [grid for scene in scenes if (grid := scene.grids[GIVER])]
        results = [back.grid(self._label(step), step) for step in range(back.steps)]
        results.append(back.grid(self._label(None), back.steps - 1, own=True))
        giver = panel_for(GIVER, givers, as_large_as_others=True)
        kernel = panel_for(KERNEL, [self._kernel])
        result = panel_for(BACK, results)
        sizes = tuple(
            panel_for(name, [grid for scene in scenes if (grid := scene.grids[name])])
            for name, _ in zip(SIZES, self._told, strict=False)
        )
        # Of one width, rows that stand under each other do so cell under cell.
        between = (giver, kernel)
        if back.in_rows:
            columns: Columns = (_of_one_width(*sizes, result), "⇄", _of_one_width(*between))
        else:
            columns = (_of_one_width(*sizes), "→", between, "→", (result,))
        grids = [grid for scene in scenes for grid in scene.grids.values() if grid] + results
        looks = {int(look) for grid in grids for look in np.unique(grid.looks)}
        looks |= {Look.TODO, Look.NOW, Look.OUTPUT | LIT, Look.INPUT | LIT, Look.KERNEL | LIT}
        return Script(
            title=lesson.title or "What output padding picks",
            facts=words.facts(lesson.problem),
            steps=(
                "input sizes",
                "one output",
                "the crop picks" if lesson.problem.cropped else "op picks",
            ),
            sections=(Section(columns=columns),),
            formulas=self._say.formulas(),
            looks=frozenset(int(look) for look in looks - {0}),
            legend=self._legend(looks),
            shaded=lesson.shaded,
        )

    def _legend(self, looks: set[int]) -> tuple[LegendEntry, ...]:
        names = {
            Look.PAD: "padding",
            Look.DROPPED: "not used",
            ADDED: "added by op",
            Look.ZERO: "unreached: 0",
        }
        return tuple(
            LegendEntry(look, name, spare=True) for look, name in names.items() if look in looks
        )


def _of_one_width(*panels: Panel) -> tuple[Panel, ...]:
    wide = max(panel.columns for panel in panels)
    return tuple(replace(panel, columns=wide) for panel in panels)
