"""The matrix view: the convolution as one matrix C, x and y as columns.

C is built row by row, one row for each position of the kernel. A standard convolution
multiplies by C, a transposed one by the transpose of its direct convolution's C.
"""

from __future__ import annotations

import math

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import labels
from ..captions import matrix as sentences
from ..frame import LIT, CellRole, Columns, Equation, Grid, Section, Storyboard
from ..grids.base import full_grid, kernel_grid, panel_for
from ..grids.matrix import Product
from ..notation import Caption, Text
from ..timing import Pace
from ..view import NO_MATRIX, PositionView, Scene

__all__ = ["MatrixView"]

FOLDED, KERNEL, MATRIX, LENS = "folded", "kernel", "matrix", "row"
X, Y, OUTPUT = "x", "y", "output"


class MatrixView(PositionView):
    """C row by row, then one row after another times x."""

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        rows, columns = math.prod(plane.output_size), math.prod(plane.input_size)
        if plane.operation.driven_by == "input":  # C lies, its transpose stands
            rows = columns = max(rows, columns)
        return max(rows, columns), columns + 2

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        transposes = plane.operation.driven_by == "input"
        return math.prod(plane.positions) + 1 + transposes + math.prod(plane.output_size)

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return "" if plane.operation.is_linear else NO_MATRIX

    def prepare(self) -> None:
        self._product = Product(self.example, built=True)
        self._between = [self._flatten()]
        if self.example.stamps:
            self._between.insert(0, self._transpose())
        self._built = math.prod(self._product.direct_output_size)
        self.holds_between = 2 + len(self._between)

    def position_for(self, cell: Sizes) -> int:
        return self._built + len(self._between) + self._product.row_of(cell)

    @property
    def _steps(self) -> tuple[str, ...]:
        transpose, fold = ["transpose"] * self.example.stamps, ["fold y"] * self._folds
        return ("build C", *transpose, "flatten x", "multiply", *fold)

    @property
    def _folds(self) -> bool:
        """A strip is flat already: nothing to flatten, nothing to fold."""
        return not self.example.strip

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = self._plan()
        return [self._scene("build C", plan, matrix=self._product.building(0))]

    def position(self, number: int) -> Scene:
        """One more row of C, or one more row times x; between them what happens once."""
        product, between = self._product, number - self._built
        if between < 0:
            return self._scene(
                "build C",
                self._building(number),
                pace=Pace.STEP if number else Pace.HOLD,
                matrix=product.building(number + 1),
                folded=product.folded(number, building=True),
            )
        if between < len(self._between):
            return self._between[between]
        row = between - len(self._between)
        return self._scene(
            "multiply",
            equation=product.equation(row),
            pace=Pace.STEP if row else Pace.HOLD,
            matrix=product.matrix(row),
            lens=product.row(row),
            folded=product.folded(row, building=False),
            x=product.x(row),
            y=product.y(row + 1),
        )

    def ending(self) -> list[Scene]:
        product, example = self._product, self.example
        last = self._steps[-1]
        caption = Caption.of(sentences.folded_back, example.own(self.plane.output_size))
        return [
            self._scene(
                last,
                caption,
                matrix=product.matrix(),
                x=product.x(),
                folded=self._input(),
                y=product.y(None),
                output=full_grid(example, "output", example.ys, CellRole.OUTPUT),
            )
        ]

    def _transpose(self) -> Scene:
        product = self._product
        rows, columns = product.direct.shape
        caption = Caption.of(sentences.transposed, rows, columns)
        return self._scene("transpose", caption, matrix=product.matrix())

    def _flatten(self) -> Scene:
        product, size = self._product, self.example.own(self.plane.input_size)
        caption = Caption.of(sentences.flattened, size, product.xs.numbers.size)
        return self._scene(
            "flatten x", caption, matrix=product.matrix(), folded=self._input(), x=product.x()
        )

    def _input(self) -> Grid:
        return full_grid(self.example, "input", self.example.xs, CellRole.INPUT)

    def _scene(
        self,
        step: str,
        caption: Text = "",
        *,
        matrix: Grid,
        lens: Grid | None = None,
        folded: Grid | None = None,
        x: Grid | None = None,
        y: Grid | None = None,
        output: Grid | None = None,
        equation: Equation | None = None,
        pace: Pace = Pace.HOLD,
    ) -> Scene:
        example = self.example
        grids = {
            FOLDED: folded,
            KERNEL: kernel_grid(example, self.plane, "kernel", example.ws.texts),
            MATRIX: matrix,
            LENS: lens,
            X: x,
            Y: y,
            OUTPUT: output,
        }
        return Scene(
            step=self._steps.index(step),
            pace=pace,
            caption=caption,
            equation=equation,
            grids={name: grid for name, grid in grids.items() if name in self._shown},
        )

    @property
    def _shown(self) -> tuple[str, ...]:
        """Panels there are: what a strip would fold is flat already."""
        if self._folds:
            return (FOLDED, KERNEL, MATRIX, LENS, X, Y, OUTPUT)
        return (KERNEL, MATRIX, LENS, X, Y)

    # -- captions -----------------------------------------------------------------------

    def _plan(self) -> Caption:
        example, plane = self.example, self.plane
        direct = example.own(plane.output_size), example.own(plane.input_size)
        return Caption.of(sentences.plan, direct if example.stamps else None)

    def _building(self, number: int) -> Caption:
        weights = int((self._product.direct[number] > 0).sum())
        missing = self.example.ws.numbers.size - weights
        return Caption.of(sentences.building, number, weights, missing)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, product = self.example, self._product
        weights = [example.ws.texts]
        last_rows = ((len(product.direct) - 1, True), (len(product.taps) - 1, False))
        folded = [product.folded(row, building=building) for row, building in last_rows]
        folded.append(self._input())
        panels = {
            FOLDED: panel_for(FOLDED, folded, texts=[example.ws.texts, example.xs.texts]),
            KERNEL: panel_for(
                KERNEL, [kernel_grid(example, self.plane, "kernel", example.ws.texts)]
            ),
            MATRIX: panel_for(MATRIX, [product.building(0), product.matrix()], texts=weights),
            LENS: panel_for(LENS, [product.row(product.rows - 1)], texts=weights, lens_of=MATRIX),
            X: panel_for(X, [product.x()]),
            Y: panel_for(Y, [product.y(0)], texts=[example.ys.texts], rows_of=MATRIX),
            OUTPUT: panel_for(OUTPUT, [product.output(0)], texts=[example.ys.texts]),
        }
        columns: Columns = ((panels[MATRIX], panels[LENS]), "·", (panels[X],), "=", (panels[Y],))
        if self._folds:
            left, right = (panels[FOLDED], panels[KERNEL]), (panels[OUTPUT],)
            columns = (left, "", *columns, "→", right)
        else:
            columns = ((panels[KERNEL],), "", *columns)
        roles = {
            CellRole.INPUT,
            CellRole.KERNEL,
            CellRole.GAP,
            CellRole.EMPTY,
            CellRole.TODO,
            CellRole.OUTPUT,
            CellRole.NOW,
        }
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.KERNEL, CellRole.EMPTY)}
        return Storyboard(
            title=example.title or f"{example.name} as a matrix",
            facts=labels.facts(example.resolved),
            steps=self._steps,
            sections=(Section(columns=columns),),
            formulas=labels.formula_rows(example.resolved),
            roles=frozenset({int(role) for role in roles} | lit),
            shaded=example.shaded,
        )
