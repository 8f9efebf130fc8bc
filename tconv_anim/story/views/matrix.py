"""The matrix view: the convolution as one matrix C, x and y as columns.

C is built row by row, one row for each position of the kernel. A standard convolution
multiplies by C, a transposed one by the transpose of its direct convolution's C.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import matrix as sentences
from ..frame import LIT, CellRole, Columns, Equation, Grid, Panel, PanelContent, Section, Storyboard
from ..grids.base import full_grid, kernel_grid, panel_for
from ..grids.matrix import Product, has_few_entries
from ..notation import Caption, Text
from ..position_view import PositionView
from ..timing import Pace
from ..view import NO_MATRIX, Scene

__all__ = ["MatrixView"]

INPUT, KERNEL, BUILT, MATRIX, LENS, BLOCK = "input", "kernel", "built", "matrix", "row", "block"
WEIGHED, X, Y, LINE, PRODUCT, OUTPUT = "weighed", "x", "y", "line", "product", "output"


class MatrixView(PositionView):
    """C row by row, then one row after another times x."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        rows, columns = math.prod(plane.output_size), math.prod(plane.input_size)
        if plane.operation.driven_by == "input":  # C lies, its transpose stands
            rows = columns = max(rows, columns)
        return max(rows, columns), columns + 2

    @classmethod
    def has_overview(cls, plane: ResolvedLayer) -> bool:
        return has_few_entries(plane)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        transposes = plane.operation.driven_by == "input"
        return math.prod(plane.positions) + 1 + transposes + math.prod(plane.output_size)

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return "" if plane.operation.is_linear else NO_MATRIX

    def prepare(self) -> None:
        example = self.example
        self._product = Product(example, built=True)
        self._kernel = kernel_grid(example, self.plane, "kernel w", example.ws)
        self._between = [self._flatten()]
        if self.example.stamps:
            self._between.insert(0, self._transpose())

    def position_for(self, cell: Sizes) -> int:
        return self._product.rows_of_c + len(self._between) + self._product.row_of(cell)

    @property
    def pauses(self) -> tuple[int, ...]:
        begin = self._product.rows_of_c
        return tuple(range(begin, begin + len(self._between)))

    @property
    def _steps(self) -> tuple[str, ...]:
        transpose, fold = ["transpose"] * self.example.stamps, ", fold y" * self._folds
        return ("build C", *transpose, "flatten x", f"multiply{fold}")

    @property
    def _folds(self) -> bool:
        """A strip is flat already: nothing to flatten, nothing to fold."""
        return not self.example.strip

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        plan = self._plan()
        return [self._scene("build C", plan, built=self._product.building(0))]

    def position(self, number: int) -> Scene:
        """One more row of C, or one more row times x; between them what happens once."""
        product, between = self._product, number - self._product.rows_of_c
        if between < 0:
            return self._scene(
                "build C",
                self._building(number),
                pace=Pace.STEP if number else Pace.HOLD,
                built=product.building(number + 1),
                # A row of C folds to what the direct convolution reads.
                read=product.input() if self.example.stamps else product.input(number),
                output=product.folded_row(number) if self.example.stamps else None,
            )
        if between < len(self._between):
            return self._between[between]
        row = between - len(self._between)
        return self._scene(
            self._steps[-1],
            equation=product.equation(row),
            pace=Pace.STEP if row else Pace.HOLD,
            matrix=product.matrix(row),
            lens=product.row(row),
            block=product.block(row) if product.block_rows else None,
            weighed=product.weighed(row),
            read=product.input(row),
            x=product.x(row),
            y=product.y(row + 1),
            line=product.line(row) if product.block_rows else None,
            product_cell=product.result(row),
            output=product.output(row + 1),
        )

    def ending(self) -> list[Scene]:
        product, example, last = self._product, self.example, self._product.rows - 1
        caption = Caption.of(sentences.folded_back, example.own(self.plane.output_size))
        scene = self._scene(
            self._steps[-1],
            caption,
            matrix=product.matrix(),
            block=product.block(last) if product.block_rows else None,
            lens=product.row(last),
            weighed=product.weighed(last),
            x=product.x(),
            y=product.y(None),
            line=product.line(last) if product.block_rows else None,
            product_cell=product.result(last),
            output=full_grid(example, "output y", example.ys, CellRole.OUTPUT),
        )
        return [replace(scene, carries=(Y, OUTPUT)) if self._folds else scene]

    def _transpose(self) -> Scene:
        product = self._product
        rows, columns = product.direct.shape
        caption = Caption.of(sentences.transposed, rows, columns)
        scene = self._scene("transpose", caption, matrix=product.matrix())
        return replace(scene, carries=(BUILT, MATRIX))

    def _flatten(self) -> Scene:
        product, size = self._product, self.example.own(self.plane.input_size)
        caption = Caption.of(sentences.flattened, size, product.xs.numbers.size)
        scene = self._scene("flatten x", caption, matrix=product.matrix(), x=product.x())
        return replace(scene, carries=(INPUT, X)) if self._folds else scene

    def _scene(
        self,
        step: str,
        caption: Text = "",
        *,
        built: Grid | None = None,
        matrix: Grid | None = None,
        lens: Grid | None = None,
        block: Grid | None = None,
        weighed: Grid | None = None,
        read: Grid | None = None,
        x: Grid | None = None,
        y: Grid | None = None,
        line: Grid | None = None,
        product_cell: Grid | None = None,
        output: Grid | None = None,
        equation: Equation | None = None,
        pace: Pace = Pace.HOLD,
    ) -> Scene:
        """What is not given is not there yet, but for the input and the kernel."""
        product = self._product
        grids = {
            INPUT: read or product.input(),
            KERNEL: self._kernel,
            BUILT: built,
            MATRIX: matrix if BUILT in self._panel_names else matrix or built,
            LENS: lens,
            BLOCK: block,
            WEIGHED: weighed,
            X: x,
            Y: y,
            LINE: line,
            PRODUCT: product_cell,
            OUTPUT: output,
        }
        return Scene(
            step=self._steps.index(step),
            pace=pace,
            caption=caption,
            equation=equation,
            grids={name: grid for name, grid in grids.items() if name in self._panel_names},
        )

    @property
    def _panel_names(self) -> tuple[str, ...]:
        """Panels there are: what a strip would fold is flat already."""
        ends = (INPUT, OUTPUT) if self._folds else ()
        block = (BLOCK, LINE) if self._product.block_rows else ()
        built = (BUILT,) * self.example.stamps  # a larger one, before it is turned
        return (KERNEL, *built, MATRIX, LENS, *block, WEIGHED, X, Y, PRODUCT, *ends)

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

    def _parts_of_y(self, lenses: list[str]) -> Iterator[Panel]:
        """What the rows of *lenses* give."""
        product, texts = self._product, [self.example.ys.texts]
        for name, part in (LINE, product.line), (PRODUCT, product.result):
            if beside := tuple(lens for lens in lenses if (lens == BLOCK) == (name == LINE)):
                grids = [part(row) for row in {0, product.rows - 1}]
                panel = panel_for(name, grids, PanelContent.OUTPUT, texts=texts)
                yield replace(panel, with_lens=beside)

    def make_storyboard(self) -> Storyboard:
        example, product = self.example, self._product
        weights = [example.ws.texts]
        stamps = example.stamps
        outputs = [product.output(0), *([product.folded_row(product.rows_of_c - 1)] * stamps)]
        output_texts = [example.ys.texts, *([example.ws.texts] * stamps)]
        panels = {
            INPUT: panel_for(INPUT, [product.input()], PanelContent.INPUT),
            KERNEL: panel_for(KERNEL, [self._kernel], PanelContent.KERNEL),
            MATRIX: panel_for(MATRIX, [product.matrix()], texts=weights),
            LENS: panel_for(LENS, [product.row(product.rows - 1)], texts=weights, lens_of=MATRIX),
            X: panel_for(X, [product.x()], PanelContent.INPUT),
            Y: panel_for(
                Y, [product.y(0)], PanelContent.OUTPUT, texts=[example.ys.texts], rows_of=MATRIX
            ),
            OUTPUT: panel_for(OUTPUT, outputs, PanelContent.OUTPUT, texts=output_texts),
        }
        lenses = [replace(panels[LENS], instead_of=(Y,))]
        if product.block_rows:
            block = [product.block(row) for row in (0, product.rows - 1)]
            lens = panel_for(BLOCK, block, texts=weights, lens_of=MATRIX)
            lenses.append(replace(lens, instead_of=(Y,)))
        lenses += [
            replace(lens, instead_of=(X, Y)) for lens in product.weighed_panels(WEIGHED, MATRIX)
        ]
        results = [panels[Y], *self._parts_of_y([lens.name for lens in lenses])]
        panels[X] = replace(panels[X], room_of=(WEIGHED, PRODUCT))
        columns: Columns = ((panels[MATRIX], *lenses), "·", (panels[X],), "=", tuple(results))
        if stamps:
            multiplied = [MATRIX, X, Y, *(p.name for p in (*lenses, *results))]
            built = panel_for(BUILT, [product.building(0)], texts=weights)
            columns = (
                *columns[:4],
                (*results, replace(built, room_of=tuple(multiplied), guest=True)),
            )
        if self._folds:
            left, right = (panels[INPUT], panels[KERNEL]), (panels[OUTPUT],)
            columns = (left, "", *columns, "→", right)
        else:
            columns = ((panels[KERNEL],), "", *columns)
        roles = {
            CellRole.INPUT,
            CellRole.KERNEL,
            CellRole.GAP,
            CellRole.ENTRY,
            CellRole.EMPTY,
            CellRole.TODO,
            CellRole.OUTPUT,
            CellRole.NOW,
        }
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY)}
        return Storyboard(
            title=example.title or f"{example.name} as a matrix",
            facts=layer_facts.facts(example.resolved),
            steps=self._steps,
            sections=(Section(columns=columns),),
            formulas=layer_facts.formula_rows(example.resolved, zeros=False),
            roles=frozenset(roles | lit),
        )
