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

from ...compute.geometry.returned import lines_of
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_refusal
from ...notation import Sizes
from .. import labels
from ..captions.ambiguity import AmbiguityCaptions, result_label
from ..example import Cell
from ..frame import (
    LIT,
    CellRole,
    Columns,
    Equation,
    Grid,
    Label,
    LegendEntry,
    Panel,
    Section,
    Storyboard,
)
from ..grids.base import full_grid, kernel_grid, panel_for
from ..grids.input_sizes import Framed, size_rows, told_lines
from ..grids.returned import ADDED, Returned, computed_cells
from ..notation import Caption
from ..timing import Pace
from ..view import PositionView, Scene

__all__ = ["AmbiguityView"]

SIZES, GIVER, KERNEL, BACK = ("sizes", "more sizes"), "giver", "kernel", "back"
_HELD = 4
"""As many sizes, and as many ops, are held; with a large stride the others go by."""


class AmbiguityView(PositionView):
    """The sizes one by one, the output they share, then op by op what comes back."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        down, across = lines_of(plane)
        rows = max(down.cells, len(across.ops) if down.single else len(down.ops))
        return rows, across.cells

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        """Every op, and every cell that one adds where kernels reach."""
        lines = lines_of(plane)
        ops = max(len(line.ops) for line in lines)
        return ops + computed_cells(lines, ops - 1) - computed_cells(lines, 0)

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        if why := adjoint_refusal(plane):
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
        example = self.example
        lines = lines_of(self.plane)
        self._told = told_lines(example, lines)
        self._back = back = Returned(example, lines)
        self._captions = AmbiguityCaptions(example, self._told, back)
        self._kernel = kernel_grid(example, self.plane, "kernel", example.ws.texts)
        # Where the scenes of each op begin: one for itself, one for each cell that it adds.
        counts = [1 + len(back.added(step)) for step in range(back.steps)]
        self._begins = [0, *accumulate(counts)][:-1]

    # -- which frame --------------------------------------------------------------------

    def scene_of(self, cell: Sizes) -> int:
        """A convolution's own output is there before the first position."""
        if not self.example.stamps:
            return len(self._opening) - 1
        return super().scene_of(cell)

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
        scenes = [self._there(0, self._captions.plan(), shown=0)]
        for step in range(steps):
            scene = self._there(
                0, self._captions.candidate(step), shown=step + 1, framed=(step, "last")
            )
            scenes.append(scene if step < _HELD else replace(scene, pace=Pace.STEP))
        return [*scenes, self._there(1, self._captions.agreed(), shown=steps, filled=True)]

    def position(self, number: int) -> Scene:
        """An op and the size it gives, or one of the cells that it adds."""
        step = bisect_right(self._begins, number) - 1
        done, back = number - self._begins[step], self._back
        pace = Pace.HOLD if done < 2 and step < _HELD else Pace.STEP
        if not done:
            return self._returning(
                self._captions.returning(step),
                back.grid(self._label(step), step, 0),
                step=step,
                pace=pace,
            )
        cell = back.added(step)[done - 1]
        grid = back.grid(self._label(step), step, done)
        return self._returning(back.equation(cell), grid, step=step, pace=pace, cell=cell)

    def ending(self) -> list[Scene]:
        """Where zeros are, and what the layer itself picks."""
        back, last = self._back, self._back.steps - 1
        scenes = []
        if last:
            grid = back.grid(self._label(last), last)
            scenes.append(self._returning(self._captions.zeros(), grid, step=last))
        own = back.grid(self._label(None), last, own=True)
        return [*scenes, self._returning(self._captions.own(), own, step=None)]

    def _there(
        self,
        step: int,
        caption: Caption,
        *,
        shown: int,
        framed: tuple[int, Framed] | None = None,
        filled: bool = False,
    ) -> Scene:
        grids = {
            **self._sizes(shown, framed),
            GIVER: self._giver(CellRole.OUTPUT if filled else CellRole.TODO),
            KERNEL: self._kernel,
            BACK: None,
        }
        return Scene(step=step, pace=Pace.HOLD, caption=caption, grids=grids)

    def _returning(
        self,
        says: Caption | Equation,
        grid: Grid,
        *,
        step: int | None,
        pace: Pace = Pace.HOLD,
        cell: Cell | None = None,
    ) -> Scene:
        pairs = self._back.terms(cell) if cell else []
        grids = {
            **self._sizes(self._back.steps, (step, "window" if step is None else "kept")),
            GIVER: self._giver(CellRole.INPUT, [giver for giver, _ in pairs]),
            KERNEL: self._lit_kernel([weight for _, weight in pairs]),
            BACK: grid,
        }
        if isinstance(says, Caption):
            return Scene(step=2, pace=pace, caption=says, grids=grids)
        return Scene(step=2, pace=pace, equation=says, grids=grids)

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
            grids[panel] = size_rows(self.example, name, line, shown, frame) if shown else None
        return grids

    def _giver(self, role: CellRole, lit: list[Cell] | None = None) -> Grid:
        """What all the sizes become, and what the way back begins with."""
        example, transposed = self.example, self.example.stamps
        if role is CellRole.INPUT and not transposed:
            role = CellRole.OUTPUT
        label = "input" if role is CellRole.INPUT else "its output" if transposed else "output"
        grid = full_grid(example, label, self._back.giving, role)
        if role is CellRole.TODO:
            texts = np.full_like(grid.texts, "")
            return replace(grid, texts=texts, shades=None)
        for cell in lit or ():
            grid.roles[cell] |= LIT
        return grid

    def _lit_kernel(self, weights: list[Cell]) -> Grid:
        if not weights:
            return self._kernel
        lit = np.zeros(self.plane.kernel_size, np.uint8)
        for weight in weights:
            lit[weight] = 1
        texts = self.example.ws.texts
        return kernel_grid(self.example, self.plane, "kernel", texts, lit)

    def _label(self, step: int | None) -> Label:
        what = "output" if self.example.stamps else "back"
        if self._back.in_rows:
            return what, "for each op"
        return what, Caption.of(result_label, *self._captions.op(step))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, back = self.example, self._back
        scenes = [*self._opening, *self._ending]
        givers = [grid for scene in scenes if (grid := scene.grids[GIVER])]
        results = [back.grid(self._label(step), step) for step in range(back.steps)]
        results.append(back.grid(self._label(None), back.steps - 1, own=True))
        giver = panel_for(GIVER, givers)
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
        roles = {int(role) for grid in grids for role in np.unique(grid.roles)}
        roles |= {
            CellRole.TODO,
            CellRole.NOW,
            CellRole.OUTPUT | LIT,
            CellRole.INPUT | LIT,
            CellRole.KERNEL | LIT,
        }
        return Storyboard(
            title=example.title or "What output padding picks",
            facts=labels.facts(example.resolved),
            steps=(
                "input sizes",
                "one output",
                "the crop picks" if example.resolved.cropped else "op picks",
            ),
            sections=(Section(columns=columns),),
            formulas=self._captions.formulas(),
            roles=frozenset(int(role) for role in roles - {0}),
            legend=self._legend(roles),
            shaded=example.shaded,
        )

    def _legend(self, roles: set[int]) -> tuple[LegendEntry, ...]:
        names = {
            CellRole.PAD: "padding",
            CellRole.DROPPED: "not used",
            ADDED: "added by op",
            CellRole.ZERO: "unreached: 0",
        }
        return tuple(
            LegendEntry(role, name, spare=True) for role, name in names.items() if role in roles
        )


def _of_one_width(*panels: Panel) -> tuple[Panel, ...]:
    wide = max(panel.columns for panel in panels)
    return tuple(replace(panel, columns=wide) for panel in panels)
