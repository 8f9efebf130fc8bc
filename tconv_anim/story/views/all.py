"""All three views side by side: the same output cell, worked out by gather, scatter and matrix.

The three are computed by three separate paths and compared before a frame is drawn.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Final

import numpy as np

from ...compute import Array, convolution_matrix, gather, scatter
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import all_views as sentences
from ..example import Example
from ..frame import LIT, CellRole, Columns, Equation, Grid, PanelContent, Section, Storyboard
from ..grids.base import blank_texts, filling_grid, kernel_grid, panel_for
from ..grids.matrix import Product, has_few_entries
from ..grids.stamps import Stamps
from ..grids.window import Window
from ..mark import enclosing_mark
from ..notation import Caption, CellText, Text
from ..position_view import PositionView
from ..timing import Pace
from ..values import is_shown_whole
from ..view import NO_MATRIX, Scene

__all__ = ["AllView"]

GATHER, SCATTER, MATRIX = "gather", "scatter", "matrix"
WEIGHED, X, INPUT, OUTPUT, KERNEL = "weighed", "x", "input", "output", "kernel"
GIVEN: Final = "given"
LEAST_SHARE, WITH_OUTPUT = 0.14, 0.17
"""Sections are as wide as their cells, and at least that part of all of them; the same of what
has the output and the kernel, whose heading names both."""
OVERVIEW: Final = 1 / 3
"""How large cells of a matrix are beside those of its lens, at most."""
LONGEST: Final = 10
"""How many of these are as high as a page allows."""
SHARES: Final = "input × weight"
ROUNDING: Final = 1e-12
"""How far sums of floats may lie apart that were added up in another order."""


class AllView(PositionView):
    """One output cell after another, three ways at once."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        matrix = math.prod(plane.output_size), math.prod(plane.input_size)
        axis, i = plane.axes[1], plane.input_size[1]
        wide = axis.uncropped_size(i) if plane.operation.crops else i
        padded = axis.expanded_size(i) + sum(max(p, 0) for p in axis.equivalent_padding)
        return max(matrix), wide + padded + matrix[1] + 2

    @classmethod
    def has_overview(cls, plane: ResolvedLayer) -> bool:
        return has_few_entries(plane)

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.output_size)

    @classmethod
    def refusal(cls, plane: ResolvedLayer) -> str:
        return "" if plane.operation.is_linear else NO_MATRIX

    def prepare(self) -> None:
        refuse_disagreement(self.example)
        self._window, self._stamps = Window(self.example), Stamps(self.example)
        self._product = Product(self.example)
        self._kernel = kernel_grid(self.example, self.plane, "kernel", self.example.ws)
        self._sums = (
            self._stamps.with_appended() if self.example.stamps else self._stamps.input(None)
        )

    def position_for(self, cell: Sizes) -> int:
        return self._product.row_of(cell)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        caption = Caption.of(sentences.plan, self.example.own(self.plane.output_size))
        grids = {
            GATHER: self._window.sliding_grid,
            SCATTER: self._stamps.result_at(None, 0) if self.example.stamps else self._sums,
            MATRIX: self._product.matrix(),
            X: self._product.x(),
            KERNEL: self._kernel,
            **self._ends(None, 0),
        }
        return [Scene(step=0, pace=Pace.HOLD, caption=caption, grids=grids)]

    def position(self, number: int) -> Scene:
        """One output cell, lit in all three."""
        return self._at(number, number + 1)

    def finale(self) -> Scene:
        """The fullest position, with all that was made."""
        return self._at(self.fullest_scene() - len(self._opening), self._positions)

    def _at(self, number: int, done: int) -> Scene:
        row, column = divmod(number, self.plane.output_size[1])
        cell = (row, column)
        product, whole = self._product, self.example.output_equation(cell)
        return Scene(
            step=0,
            pace=Pace.STEP if number else Pace.HOLD,
            grids={
                GATHER: self._window.under(cell),
                SCATTER: self._sum_at(cell, done),
                MATRIX: product.matrix(number),
                WEIGHED: product.weighed(number),
                X: product.x(number),
                KERNEL: self._kernel,
                **self._ends(number, done),
            },
            asides={
                GATHER: replace(whole, target=None, zeros=0),
                SCATTER: self._shares(cell),
                MATRIX: replace(product.equation(number), target=None, lead=()),
                self.summary: replace(whole, terms=(), zeros=0, remark=""),
            },
        )

    def _ends(self, number: int | None, done: int) -> dict[str, Grid]:
        """What stands beside the three ways: the input, or where no sum fills up, the output."""
        if self.example.stamps:
            return {INPUT: self._product.input(number)}
        return {OUTPUT: filling_grid(self.example, "y", self.example.ys, done, number)}

    def _sum_at(self, cell: Sizes, done: int) -> Grid:
        """The sum of the stamps in output *cell*; or the input that gives to it."""
        stamps = self._stamps
        if self.example.stamps:
            return stamps.result_at(cell, done)
        given = self._sums
        roles, texts, givers = given.roles.copy(), blank_texts(given.roles.shape), []
        for number, weight in stamps.reaching(cell):
            giver = stamps.input_cell(number)
            roles[giver] |= LIT
            texts[giver] = CellText.of(stamps.product(number, weight))
            givers.append(giver)
        frames = (enclosing_mark(givers),) if givers else ()
        if self.example.writing != "numbers":
            return replace(given, roles=roles, marks=frames)
        return replace(given, label=SHARES, roles=roles, texts=texts, marks=frames, shades=None)

    def _shares(self, cell: Sizes) -> Equation:
        """The sum of what each stamp adds."""
        stamps, example = self._stamps, self.example
        whole = example.output_equation(cell, "reaches it")
        shares = stamps.reaching(cell)
        terms = tuple(stamps.product(number, weight) for number, weight in shares)
        if not whole.terms:
            return replace(whole, target=None)
        if len(terms) == 1 and example.writing == "numbers":  # the sum is its only term
            return replace(whole, terms=(), zeros=0)
        shown = example.writing == "letters" or all(
            is_shown_whole(stamps.share(number, weight)) for number, weight in shares
        )
        rounded = not (shown and example.ys.whole(cell))
        return replace(whole, target=None, terms=terms, rounded=rounded, zeros=0)

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, window, product = self.example, self._window, self._product
        weights, stamps = [example.ws.texts], self._stamps
        kernel = panel_for(KERNEL, [self._kernel], PanelContent.KERNEL)
        lenses = product.weighed_panels(WEIGHED, MATRIX)
        shown = (
            panel_for(MATRIX, [product.matrix()], texts=weights),
            *(replace(lens, instead_of=(X,)) for lens in lenses),
        )
        matrix: Columns = (shown, "·", (panel_for(X, [product.x()], PanelContent.INPUT),))
        gathered = panel_for(GATHER, [window.sliding_grid], notes=window.notes)
        texts, shares = [self._sums.texts], []
        if not example.stamps and example.writing == "numbers":
            texts.append(np.array(stamps.products, object))
            shares = [(SHARES, self._sums.size_label)]
        scattered = panel_for(SCATTER, [self._sums], texts=texts, labels=shares)
        if example.stamps:  # their sum is the output
            end = panel_for(INPUT, [product.input()], PanelContent.INPUT)
        else:
            empty = self._ends(None, 0).values()
            end = panel_for(OUTPUT, empty, PanelContent.OUTPUT, texts=[example.ys.texts])
        columns: dict[str, Columns] = {
            GATHER: ((gathered,),),
            SCATTER: ((scattered,),),
            MATRIX: matrix,
            self.summary: ((end, kernel),),
        }
        ways = (GATHER, SCATTER, MATRIX)
        order = (self.summary, *ways) if example.stamps else (*ways, self.summary)
        terms = max((lens.columns for lens in lenses), default=0)
        rows, across = product.taps.shape
        overview = across * min(OVERVIEW, LONGEST / rows)
        cells = {
            GATHER: gathered.columns,
            SCATTER: scattered.columns,
            MATRIX: terms + overview + 0.7 if rows > across else max(terms, overview),
            self.summary: max(end.columns, kernel.columns),
        }
        least = LEAST_SHARE if example.stamps else WITH_OUTPUT
        least, most = least * sum(cells.values()), max(cells.values())
        about = self._words()
        roles = {CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY, CellRole.OUTPUT, CellRole.NOW}
        roles |= {CellRole.KERNEL, CellRole.GAP, CellRole.TODO}
        lit = {role | LIT for role in (CellRole.INPUT, CellRole.ENTRY, CellRole.EMPTY)}
        return Storyboard(
            title=example.title or f"{example.name}, three ways",
            facts=layer_facts.facts(example.resolved),
            steps=(),
            sections=tuple(
                Section(
                    name=n,
                    heading=(n, KERNEL) if n == OUTPUT else (n,),
                    about=about[n],
                    columns=columns[n],
                    share=max(cells[n], least) / most,
                )
                for n in order
            ),
            formulas=layer_facts.formula_rows(example.resolved),
            roles=frozenset({*roles, *lit, *stamps.all_roles(), *window.all_roles()}),
            noted_roles=window.noted_roles() | {CellRole.INPUT | LIT},
        )

    @property
    def summary(self) -> str:
        """The section that says what all ways come to: beside what they begin or end with."""
        return GIVEN if self.example.stamps else OUTPUT

    def _words(self) -> dict[str, Text]:
        """A line about each way, and about what all come to."""
        stamps = self.example.stamps
        return {
            GATHER: Caption.of(sentences.gather, stamps and self._window.turned),
            SCATTER: Caption.of(sentences.scatter, stamps),
            MATRIX: Caption.of(sentences.matrix, self._product.name),
            GIVEN: "input and kernel",
            OUTPUT: "the same each way",
        }


def refuse_disagreement(example: Example) -> None:
    """Compute the output by all three ways; RuntimeError where they differ."""
    layer, x, w = example.plane.layer, example.xs.numbers, example.ws.numbers
    gathered, scattered = gather(layer, x, w), scatter(layer, x, w)
    matrix, column = convolution_matrix(layer, x.shape, w), x.ravel()
    if gathered.dtype.kind != "f":  # large integers stay exact
        matrix, column = matrix.astype(object), column.astype(object)
    multiplied = (matrix @ column).reshape(gathered.shape)
    within = ROUNDING * (np.abs(matrix) @ np.abs(column)).reshape(gathered.shape)
    for way, other in ((SCATTER, scattered), (MATRIX, multiplied)):
        if not _alike(gathered, other, within):
            raise RuntimeError(f"gather and {way} differ for {layer} on an input of {x.shape}")


def _alike(one: Array, other: Array, within: Array) -> bool:
    values = itertools.chain(one.flat, other.flat)
    exact = all(isinstance(value, (int, np.integer)) for value in values)
    return bool(np.all(one == other if exact else np.abs(one - other) <= within))
