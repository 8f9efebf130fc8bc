"""The matrix view with x and y as planes: the cells that a row weighs, joined to the one it gives.

The matrix stands beside them, its present row enlarged, over x in a row.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..captions import matrix as sentences
from ..frame import LIT, CellRole, Grid, PanelContent, Section, Storyboard
from ..grids.base import blank_texts, filling_grid, full_grid, panel_for, still
from ..mark import Mark, enclosing_mark
from ..notation import Caption
from ..scene import Scene
from ..views.matrix import INPUT, LENS, MATRIX, OUTPUT, MatrixView

__all__ = ["MatrixPlanes"]


class MatrixPlanes(MatrixView):
    """C as it is built and multiplied; what it joins lies in planes."""

    @property
    def _panel_names(self) -> tuple[str, ...]:
        return INPUT, MATRIX, LENS, OUTPUT

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        return [self._with_planes(scene) for scene in super().opening()]

    def position(self, number: int) -> Scene:
        scene = self._with_planes(super().position(number))
        product = self._product
        if number < product.rows_of_c:
            return self._linked_row(scene, number)
        row = number - product.rows_of_c - len(self._between)
        if row < 0:
            flat = number + 1 == product.rows_of_c + len(self._between)
            lens = self._weighed(None) if flat else None
        else:
            lens = self._weighed(row)
        return replace(scene, grids={**scene.grids, LENS: lens})

    def ending(self) -> list[Scene]:
        return [self._with_planes(scene) for scene in super().ending()]

    def _with_planes(self, scene: Scene) -> Scene:
        """*scene* with an output from the first, C where its transpose stands, and no flights."""
        output = scene.grids[OUTPUT] or self._product.output(0)
        matrix = scene.grids[MATRIX]
        if matrix is not None:  # both about one middle, as they turn about their diagonal
            rows, most = len(matrix.row_at), max(matrix.roles.shape)
            at = tuple((most - rows) / 2 + row for row in range(rows))
            matrix = replace(matrix, row_at=at) if self.example.stamps else matrix
        return replace(scene, grids={**scene.grids, MATRIX: matrix, OUTPUT: output}, carries=None)

    def _linked_row(self, scene: Scene, row: int) -> Scene:
        """The row of C that is built, from the direct convolution's output to its input."""
        example, grids = self.example, dict(scene.grids)
        if not example.stamps:
            output = filling_grid(example, "output y", example.ys, 0)
            at = divmod(row, self.plane.output_size[1])
            grids[OUTPUT] = replace(output, marks=(Mark(*at, 1, 1, "now", joined=False),))
            return replace(scene, grids=grids)
        given = full_grid(example, "input x", example.xs, CellRole.INPUT)
        at = divmod(row, self.plane.input_size[1])
        given.roles[at] |= LIT
        grids[INPUT] = replace(given, marks=(Mark(*at, 1, 1, "window"),))
        folded = grids[OUTPUT]
        if folded is not None and (cells := np.argwhere(folded.roles & LIT).tolist()):
            frame = enclosing_mark([(down, across) for down, across in cells])
            grids[OUTPUT] = replace(folded, marks=(replace(frame, joined=False),))
        return replace(scene, grids=grids)

    def _weighed(self, row: int | None) -> Grid:
        """A row of the matrix over x in a row; None: x alone."""
        product = self._product
        x = product.x(row)
        if row is None:
            nothing = np.zeros_like(x.roles.T)
            roles, texts = (
                np.vstack([nothing, x.roles.T]),
                np.vstack([blank_texts(nothing.shape), x.texts.T]),
            )
            return still(("x", "laid flat"), x.size_label, roles, texts)
        weights = product.row(row)
        name = Caption.of(sentences.row_over_x, row, product.name)
        roles, texts = np.vstack([weights.roles, x.roles.T]), np.vstack([weights.texts, x.texts.T])
        return still(name, "", roles, texts, marks=weights.marks)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        board, product, example = super().make_storyboard(), self._product, self.example
        weights, stamps = [example.ws.texts], example.stamps
        outputs = [product.output(0), *([product.folded_row(product.rows_of_c - 1)] * stamps)]
        output_texts = [example.ys.texts, *(weights * stamps)]
        built = [product.building(0), product.matrix()]
        matrix = panel_for(MATRIX, built, texts=weights)
        rows = [self._weighed(None), self._weighed(product.rows - 1)]
        lens = panel_for(LENS, rows, texts=[*weights, example.xs.texts], lens_of=MATRIX)
        planes = (
            (panel_for(INPUT, [product.input()], PanelContent.INPUT), matrix, lens),
            "→",
            (panel_for(OUTPUT, outputs, PanelContent.OUTPUT, texts=output_texts),),
        )
        return replace(board, sections=(Section(columns=planes),))
