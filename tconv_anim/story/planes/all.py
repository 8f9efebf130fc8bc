"""Gather and scatter as two pairs of planes: one cell read by a window, and summed of stamps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from ...notation import Sizes
from ..captions import matrix as sentences
from ..frame import LIT, CellRole, Columns, Grid, PanelContent, Section, Storyboard
from ..grids.base import blank_texts, filling_grid, panel_for, still
from ..label import ShortenedLabel
from ..mark import Mark, enclosing_mark
from ..notation import Caption
from ..view import Scene
from ..views.all import GATHER, MATRIX, OUTPUT, SCATTER, SHARES, AllView

__all__ = ["AllPlanes"]

GIVER, SUM, ROW = "giver", "sum of stamps", "row"
PLANE_SHARES: Final = {GATHER: 1, SCATTER: 1, MATRIX: 0.36}
SUM_LABEL: Final = ShortenedLabel("sum of the stamps", "sum")


class AllPlanes(AllView):
    """The same output cell over what its window reads, and over all that give to it."""

    def opening(self) -> list[Scene]:
        (scene,) = super().opening()
        return [self._slanted(scene, None, 0)]

    def _at(self, number: int, done: int) -> Scene:
        scene = self._slanted(super()._at(number, done), number, done)
        passes = number >= self.plane.output_size[1] and done <= number + 1 < self._positions
        total = scene.grids[SUM]
        if total and passes and number + len(self._opening) != self.fullest_scene():
            # The lines of the window are enough where cells pass.
            scene = replace(scene, grids={**scene.grids, SUM: total.without_lines()})
        asides = scene.asides
        said = {GATHER: asides[GATHER], SCATTER: asides[SCATTER], MATRIX: asides[self.summary]}
        return replace(scene, asides=said)

    def _slanted(self, scene: Scene, number: int | None, done: int) -> Scene:
        """*scene* with the grids of both pairs, and the row of the matrix."""
        grids = scene.grids
        cell = None if number is None else divmod(number, self.plane.output_size[1])
        output = filling_grid(self.example, "y", self.example.ys, done, number)
        giver: Grid | None
        total: Grid | None
        if self.example.stamps:
            giver, total = self._givers(cell), self._sum(cell, done)
        else:
            giver, total = grids[SCATTER], output
        shown = {
            GATHER: grids[GATHER],
            OUTPUT: output,
            GIVER: giver,
            SUM: total,
            ROW: self._row(number),
        }
        return replace(scene, grids=shown)

    def _givers(self, cell: Sizes | None) -> Grid:
        """The input, lit what stamps the output *cell*."""
        stamps = self._stamps
        given = stamps.input(None)
        numbers = [] if cell is None else [number for number, _ in stamps.reaching(cell)]
        if not numbers:
            return given
        cells, roles = [stamps.input_cell(number) for number in numbers], given.roles.copy()
        for giver in cells:
            roles[giver] |= LIT
        return replace(given, roles=roles, marks=(enclosing_mark(cells),))

    def _sum(self, cell: Sizes | None, done: int) -> Grid:
        """The sum of the stamps in the first *done* output cells; *cell* is looked at."""
        grid = self._stamps.result_at(cell, done)
        return grid if self._stamps.crops else replace(grid, label=SUM_LABEL)

    def _row(self, number: int | None) -> Grid:
        """A row of the matrix as a column beside x; None: before the first."""
        product = self._product
        row = product.row(0 if number is None else number)
        x, weights, texts = product.x(number), row.roles.T, row.texts.T
        if number is None:
            weights, texts = np.full_like(weights, CellRole.TODO), blank_texts(texts.shape)
        cells = np.hstack([weights, x.roles]), np.hstack([texts, x.texts])
        if number is None:
            return still("", "", *cells)
        label = ShortenedLabel(
            Caption.of(sentences.row_times_x, number, product.name),
            Caption.of(sentences.short_row, number),
        )
        marks = (Mark(0, 0, len(weights), 1, "window"),)
        return still(label, "", *cells, marks=marks)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        board, about = super().make_storyboard(), self._words()
        columns = {
            GATHER: self._gather_planes(),
            SCATTER: self._scatter_planes(),
            MATRIX: self._matrix_columns(),
        }
        sections = tuple(
            Section(
                name=name,
                heading=(name,),
                about=about[name],
                columns=panels,
                share=PLANE_SHARES[name],
                lies_flat=name == MATRIX,
            )
            for name, panels in columns.items()
        )
        return replace(board, sections=sections)

    def _gather_planes(self) -> Columns:
        window, example = self._window, self.example
        empty = filling_grid(example, "y", example.ys, 0)
        gathered = panel_for(GATHER, [window.sliding_grid], notes=window.notes)
        output = panel_for(OUTPUT, [empty], PanelContent.OUTPUT, texts=[example.ys.texts])
        return ((gathered,), "→", (output,))

    def _scatter_planes(self) -> Columns:
        example, stamps = self.example, self._stamps
        opening = self._opening[0].grids
        giver, total = opening[GIVER], opening[SUM]
        assert giver is not None and total is not None
        if stamps.crops_result:
            texts = [stamps.with_appended().texts]
            return (
                (panel_for(GIVER, [giver], PanelContent.INPUT),),
                "→",
                (panel_for(SUM, [total], texts=texts),),
            )
        products = [np.array(stamps.products, object)] * (example.writing != "none")
        shares = [(SHARES, giver.size_label)] * (example.writing == "numbers")
        lower = panel_for(GIVER, [giver], texts=[giver.texts, *products], labels=shares)
        return (
            (lower,),
            "→",
            (panel_for(SUM, [total], PanelContent.OUTPUT, texts=[example.ys.texts]),),
        )

    def _matrix_columns(self) -> Columns:
        rows = [self._row(number) for number in (None, self._product.rows - 1)]
        texts = [self.example.ws.texts, self.example.xs.texts]
        return ((panel_for(ROW, rows, texts=texts),),)
