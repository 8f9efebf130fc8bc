"""All three views side by side: the same output cell, worked out by gather, scatter and matrix.

The three are computed by three separate paths and compared before a frame is drawn.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Final

import numpy as np

from ...arithmetic.notation import Sizes
from ...arithmetic.problem import Problem
from ...compute import Array, convolution_matrix, gather, scatter
from .. import words
from ..gathering import Gathering
from ..grids import panel_for
from ..lesson import Lesson
from ..model import LIT, Columns, Equation, Grid, Look, Mark, Script, Section
from ..numbers import shown_whole
from ..product import Product
from ..stamping import Stamping
from ..telling import Scene, Story
from ..timing import Beat

__all__ = ["View"]

GATHER, SCATTER, MATRIX = "gather", "scatter", "matrix"
LENS, X, Y = "row", "x", "y"
ROUNDING: Final = 1e-12
"""How far sums of floats may lie apart that were added up in another order."""


class View(Story):
    """One output cell after another, three ways at once."""

    @classmethod
    def extent(cls, plane: Problem) -> Sizes:
        matrix = math.prod(plane.output_size), math.prod(plane.input_size)
        axis, i = plane.axes[1], plane.input_size[1]
        wide = axis.uncropped_size(i) if plane.kind == "transposed" else i
        padded = axis.expanded_size(i) + sum(max(p, 0) for p in axis.equivalent_padding)
        return max(matrix), wide + padded + matrix[1] + 2

    @classmethod
    def positions_of(cls, plane: Problem) -> int:
        return math.prod(plane.output_size)

    def prepare(self) -> None:
        refuse_disagreement(self.lesson)
        self._gathering, self._stamping = Gathering(self.lesson), Stamping(self.lesson)
        self._product = Product(self.lesson)
        self._stamped = (
            self._stamping.with_appended() if self.lesson.transposed else self._stamping.input(None)
        )

    def position_for(self, cell: Sizes) -> int:
        return self._product.row_of(cell)

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        size = self.lesson.by(self.plane.output_size)
        caption = f"Three ways to the same output, {size}: one cell after another."
        grids = {
            GATHER: self._gathering.ready,
            SCATTER: self._stamped,
            MATRIX: self._product.matrix(),
            X: self._product.x(),
            Y: self._product.y(None),
        }
        return [Scene(step=0, beat=Beat.HOLD, caption=caption, grids=grids)]

    def position(self, number: int) -> Scene:
        """One output cell, lit in all three."""
        row, column = divmod(number, self.plane.output_size[1])
        cell = (row, column)
        product = self._product
        return Scene(
            step=0,
            beat=Beat.STEP if number else Beat.HOLD,
            grids={
                GATHER: self._gathering.under(cell),
                SCATTER: self._reached(cell),
                MATRIX: product.matrix(number),
                LENS: product.row(number),
                X: product.x(number),
                Y: product.y_at(number),
            },
            asides={
                GATHER: self.lesson.output_equation(cell),
                SCATTER: self._shares(cell),
                MATRIX: product.equation(number),
            },
        )

    def _reached(self, cell: Sizes) -> Grid:
        """The complete result with the stamps that reach *cell*; or the input that gives to it."""
        stamping, grid = self._stamping, self._stamped
        shares = stamping.reaching(cell)
        looks = grid.looks.copy()
        if not self.lesson.transposed:
            notes = {}
            for number, weight in shares:
                giver = stamping.input_cell(number)
                looks[giver] |= LIT
                notes[giver] = stamping.note(number, weight)
            return replace(grid, looks=looks, notes=notes)
        place = stamping.place_of(cell)
        looks[place] = Look.NOW
        marks = [stamping.stamp_mark(number) for number, _ in shares]
        return replace(grid, looks=looks, marks=(*grid.marks, *marks, Mark(*place, 1, 1, "now")))

    def _shares(self, cell: Sizes) -> Equation:
        """The sum of what each stamp adds."""
        stamping, lesson = self._stamping, self.lesson
        whole = lesson.output_equation(cell, "reaches it")
        shares = stamping.reaching(cell)
        terms = tuple(stamping.product(number, weight) for number, weight in shares)
        if not whole.terms:
            return whole
        shown = lesson.writing == "letters" or all(
            shown_whole(stamping.given(number, weight)) for number, weight in shares
        )
        rounded = not (shown and lesson.ys.whole(cell))
        if len(terms) == 1 and lesson.writing == "numbers":  # no sum: the share is the value
            terms = ()
        return replace(whole, terms=terms, rounded=rounded)

    # -- what stays ---------------------------------------------------------------------

    def write_script(self) -> Script:
        lesson, gathering, product = self.lesson, self._gathering, self._product
        weights, stamping = [lesson.ws.texts], self._stamping
        matrix: Columns = (
            (
                panel_for(MATRIX, [product.matrix()], texts=weights),
                panel_for(LENS, [product.row(product.rows - 1)], texts=weights, lens_of=MATRIX),
            ),
            "·",
            (panel_for(X, [product.x()]),),
            "=",
            (panel_for(Y, [product.y(None)], rows_of=MATRIX),),
        )
        notes = () if lesson.transposed else stamping.notes
        gathered = panel_for(GATHER, [gathering.ready], notes=gathering.notes)
        scattered = panel_for(SCATTER, [self._stamped], notes=notes)
        about, key = self._words()
        columns: dict[str, Columns] = {
            GATHER: ((gathered,),),
            SCATTER: ((scattered,),),
            MATRIX: matrix,
        }
        looks = {Look.INPUT, Look.KERNEL, Look.EMPTY, Look.OUTPUT, Look.NOW}
        lit = {look | LIT for look in (Look.INPUT, Look.KERNEL, Look.EMPTY)}
        shown = stamping.all_looks() | gathering.all_looks()
        return Script(
            title=lesson.title or "One output, three ways",
            facts=words.facts(lesson.problem),
            steps=(),
            sections=tuple(
                Section(name=name, about=about[name], key=key[name], columns=columns[name])
                for name in (GATHER, SCATTER, MATRIX)
            ),
            formulas=words.formula_rows(lesson.problem),
            looks=frozenset({int(look) for look in looks} | lit | shown),
            noted=gathering.noted() | {Look.INPUT | LIT},
            shaded=lesson.shaded,
        )

    def _words(self) -> tuple[dict[str, str], dict[str, str]]:
        """A line about each way, and what is orange in it."""
        if not self.lesson.transposed:
            about = ("pad, slide the kernel", "each input gives its shares", "multiply by C")
            key = ("the kernel's window", "the inputs that give", "its row, and what it weighs")
        else:
            turned = "rotated " if self._gathering.turned else ""
            crop = ", crop" if self._stamping.crops else ""
            about = (
                ", ".join([*self._gathering.made, f"slide the {turned}kernel"]),
                f"stamp a scaled kernel per input, sum{crop}",
                "multiply by the transpose of C",
            )
            key = (
                f"the window of the {turned}kernel",
                "the stamps that reach the lit cell",
                "its row, and what it weighs",
            )
        names = (GATHER, SCATTER, MATRIX)
        return (
            dict(zip(names, about, strict=True)),
            {name: f"orange: {what}" for name, what in zip(names, key, strict=True)},
        )


def refuse_disagreement(lesson: Lesson) -> None:
    """Compute the output by all three ways; RuntimeError where they differ."""
    layer, x, w = lesson.plane.layer, lesson.x, lesson.w
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
