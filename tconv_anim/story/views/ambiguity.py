"""The ambiguity view: the input sizes with one output size, and which of them each op picks.

A convolution with stride s gives up to s input sizes the same output size, as its last
position may leave cells over. The way back cannot know; output padding tells it. What
op adds at the end is what the crop had hidden, computed like any other cell; only
beyond the last stamp there is nothing but 0.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

import numpy as np

from ...compute.geometry.returned import ChoiceLine, lines_of
from ...layers.resolved_layer import ResolvedLayer
from ...layers.transpose import adjoint_refusal
from ...notation import Sizes
from .. import layer_facts
from ..captions.ambiguity import AmbiguityCaptions, result_label
from ..example import Cell
from ..frame import Equation, Grid, Label, Section, Storyboard
from ..grids.ambiguity_sections import (
    BACK,
    ENDS,
    GIVER,
    KERNEL,
    SIZES,
    THERE,
    WAY_BACK,
    returned_section,
    sizes_section,
)
from ..grids.base import blank_texts, full_grid, kernel_grid, still
from ..grids.input_sizes import Framed, lines_by_axis, size_rows, spread_row, window_links
from ..grids.returned import ReturnedOutputs, captioned_steps, computed_cells
from ..notation import Caption
from ..position_view import PositionView
from ..roles import LIT, CellRole
from ..timing import Pace
from ..view import Scene

__all__ = ["AmbiguityView"]


class AmbiguityView(PositionView):
    """The sizes one by one, the output they share, then op by op what comes back."""

    has_planes = True
    _in_rows = True  # the results of one axis are rows of one grid

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        down, across = lines_of(plane)
        rows = max(down.cells, len(across.ops) if down.single else len(down.ops))
        return rows, across.cells

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        """Ops that have captions, and every cell that one adds where kernels reach."""
        lines = lines_of(plane)
        ops = max(len(line.ops) for line in lines)
        cells = computed_cells(lines, ops - 1) - computed_cells(lines, 0)
        return len(captioned_steps(ops)) + cells

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
        self._lines = lines_by_axis(example, lines)
        self._back = back = ReturnedOutputs(example, lines, in_rows=self._in_rows)
        self._captions = AmbiguityCaptions(example, self._lines, back)
        self._kernel = kernel_grid(example, self.plane, "kernel", example.ws)
        # Where the scenes of each captioned op begin: one for itself, one for each cell it adds.
        counts = [1 + len(back.added_cells(step)) for step in back.captioned_steps]
        self._begins = [0, *accumulate(counts)][:-1]

    # -- which frame --------------------------------------------------------------------

    def scene_of(self, cell: Sizes) -> int | None:
        """A convolution's own output is there before the first position."""
        if not self.example.stamps:
            return len(self._opening) - 1
        return super().scene_of(cell)

    def position_for(self, cell: Sizes) -> int:
        for step, begin in zip(self._back.captioned_steps, self._begins, strict=True):
            if cell in self._back.added_cells(step):
                return begin + 1 + self._back.added_cells(step).index(cell)
            if all(at < size for at, size in zip(cell, self._back.sizes(step), strict=True)):
                return begin
        raise IndexError(cell)

    def fullest_scene(self) -> int:
        """All results, and which of them the layer picks."""
        return len(self) - 1

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        """The first size, then all of them at once, and what they have in common."""
        last, captions = self._back.steps - 1, self._captions
        scenes = [self._forward_scene(captions.plan(), shown=1)]
        for step in dict.fromkeys((0, last)):
            said = captions.candidate(step)
            scenes.append(self._forward_scene(said, shown=step + 1, framed=step, filled=True))
        return [*scenes, self._forward_scene(captions.agreed(), shown=last + 1, filled=True)]

    def position(self, number: int) -> Scene:
        """An op and the size it gives, or one of the cells that it adds."""
        index = bisect_right(self._begins, number) - 1
        back, done = self._back, number - self._begins[index]
        step = back.captioned_steps[index]
        grid = back.grid(self._label(step), step, done)
        if not done:
            return self._returning(self._captions.returning(step), grid, step=step)
        cell = back.added_cells(step)[done - 1]
        return self._returning(back.equation(cell), grid, step=step, pace=Pace.STEP, cell=cell)

    def ending(self) -> list[Scene]:
        """Where zeros are, and what the layer itself picks."""
        back, last = self._back, self._back.steps - 1
        scenes = []
        if last:
            grid = back.grid(self._label(last), last)
            scenes.append(self._returning(self._captions.zeros(), grid, step=last))
        own = back.grid(self._label(None), last, own=True)
        scene = self._returning(self._captions.own(), own, step=None)
        return [*scenes, self._with_answers(scene) if last else scene]

    def _with_answers(self, scene: Scene) -> Scene:
        """With what each half comes to in place of the caption."""
        verdicts = dict(zip((THERE, WAY_BACK), self._captions.answers(), strict=True))
        return replace(scene, caption="", verdicts=verdicts)

    def _forward_scene(
        self, caption: Caption, *, shown: int, framed: int | None = None, filled: bool = False
    ) -> Scene:
        frame: tuple[int, Framed] | None = None if framed is None else (framed, "last")
        role = CellRole.OUTPUT if filled else CellRole.TODO
        grids = {
            **self._sizes(shown, frame, role),
            GIVER: self._giver(),
            KERNEL: self._kernel,
            BACK: self._empty,
        }
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
        pairs = self._back.terms(cell) if cell else []
        grids = {
            **self._sizes(self._back.steps, (step, "window" if step is None else "kept")),
            GIVER: self._giver([giver for giver, _ in pairs]),
            KERNEL: self._lit_kernel([weight for _, weight in pairs]),
            BACK: grid,
        }
        if isinstance(says, Caption):
            return Scene(step=0, pace=pace, caption=says, grids=grids)
        return Scene(step=0, pace=pace, equation=says, grids=grids)

    # -- grids --------------------------------------------------------------------------

    def _sizes(
        self,
        shown: int,
        framed: tuple[int | None, Framed] | None = None,
        role: CellRole = CellRole.OUTPUT,
    ) -> dict[str, Grid]:
        """The sizes of the axes told of, framed at a step, or (None) what the layer picks."""
        grids: dict[str, Grid] = {}
        for panel, ends, (axis, line) in zip(SIZES, ENDS, self._lines.items(), strict=False):
            name = axis if len(self._lines) > 1 else "input cell"
            frame = None
            if framed:
                op = line.own if framed[0] is None else line.op_at(framed[0])
                frame = op, framed[1]
            grids[panel] = size_rows(self.example, name, line, shown, frame)
            grids[ends] = self._ends(line, role, lit=bool(framed and framed[1] == "last"))
        return grids

    def _ends(self, line: ChoiceLine, role: CellRole, *, lit: bool) -> Grid:
        """What all sizes of an axis become: each cell over its window, the last one *lit*."""
        texts = blank_texts((1, line.o))
        if role is CellRole.OUTPUT and self.example.writing != "none":
            texts[0] = [str(n) for n in range(line.o)]
        roles = np.full(texts.shape, role, np.uint8)
        roles[0, -1] |= LIT * lit
        return spread_row(still("output cell", "", roles, texts), window_links(line))

    def _giver(self, lit: list[Cell] | None = None) -> Grid:
        """What the way back begins with."""
        example, back = self.example, self._back
        role = CellRole.INPUT if example.stamps else CellRole.OUTPUT
        label = "input" if example.stamps else "output"
        grid = full_grid(example, label, back.giving, role)
        for cell in lit or ():
            grid.roles[cell] |= LIT
        if back.in_rows:
            grid = spread_row(replace(grid, size_label=""), window_links(back.lines[1]))
        return grid

    @cached_property
    def _empty(self) -> Grid:
        """What comes back, before it is known how much."""
        grid = self._back.grid(self._label(0), 0)
        roles = np.where(grid.roles > 0, np.uint8(CellRole.TODO), np.uint8(0))
        blank = replace(grid, roles=roles, texts=blank_texts(roles.shape), marks=(), shades=None)
        return replace(blank, label="output" if self.example.stamps else "back", size_label="")

    def _lit_kernel(self, weights: list[Cell]) -> Grid:
        if not weights:
            return self._kernel
        lit = np.zeros(self.plane.kernel_size, np.uint8)
        lit[tuple(np.transpose(weights))] = 1
        return kernel_grid(self.example, self.plane, "kernel", self.example.ws, lit)

    def _label(self, step: int | None) -> Label:
        what = "output" if self.example.stamps else "back"
        if self._back.in_rows:
            return what
        if step is None and self._back.steps > 1:  # others are there, too: it is the one framed
            return what
        return what, Caption.of(result_label, *self._captions.op(step))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example = self.example
        grids = [g for scene in (*self._opening, *self._ending) for g in scene.grids.values() if g]
        grids += self._results()
        roles = {int(role) for grid in grids for role in np.unique(grid.roles)}
        lit = (CellRole.OUTPUT, CellRole.INPUT, CellRole.KERNEL)
        roles |= {CellRole.TODO, CellRole.NOW, *(role | LIT for role in lit)}
        return Storyboard(
            title=example.title or "What output padding picks",
            facts=layer_facts.facts(example.resolved),
            steps=(),
            sections=(self._section_there(), self._section_back()),
            formulas=self._captions.formulas(),
            roles=frozenset(roles - {0}),
            legend=self._captions.legend(roles),
        )

    def _results(self) -> list[Grid]:
        back = self._back
        results = [back.grid(self._label(step), step) for step in back.captioned_steps]
        return [*results, back.grid(self._label(None), back.steps - 1, own=True)]

    def _section_there(self) -> Section:
        grids = self._sizes(self._back.steps)
        rows = [grids[name] for name in SIZES if name in grids]
        return sizes_section(self._lines, rows, [grids[name] for name in ENDS if name in grids])

    def _section_back(self) -> Section:
        names = [self._captions.name(step) for step in range(self._back.steps)]
        return returned_section(self._back, self._giver(), self._kernel, self._results(), names)
