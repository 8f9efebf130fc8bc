"""The gather view: make the layer an ordinary convolution, then slide its kernel.

A transposed layer takes four steps: parameters, insert zeros, pad (or crop), slide
the rotated kernel with stride 1. A standard convolution takes two: pad, slide.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from .. import layer_facts
from ..captions import gather as sentences
from ..frame import CellRole, Columns, Grid, PanelContent, Section, Storyboard, WordedSign
from ..grids.base import filling_grid, panel_for
from ..grids.window import Window
from ..notation import Caption, Text
from ..position_view import PositionView
from ..timing import Pace
from ..view import Scene

__all__ = ["GatherView"]

INPUT, KERNEL, PRODUCTS, OUTPUT = "input", "kernel", "products", "output"


class GatherView(PositionView):
    """Zeros go in, padding goes around, the kernel slides."""

    has_planes = True

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return tuple(
            max(
                axis.expanded_size(i) + sum(max(p, 0) for p in axis.equivalent_padding),
                o,
                axis.k_eff,
            )
            for axis, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
        )

    @classmethod
    def growing_scenes(cls, plane: ResolvedLayer) -> int:
        return math.prod(plane.output_size)

    def prepare(self) -> None:
        self._window = window = Window(self.example)
        self._inserts_zeros = self.plane.operation.inserts_zeros
        self._kernel = window.kernel()
        label = sentences.turned_label(strip=self.example.strip) if window.turned else "kernel"
        self._kernel_in_use = window.kernel(label, turned=window.turned)

    def position_for(self, cell: Sizes) -> int:
        return int(np.ravel_multi_index(cell, self.plane.output_size))

    # -- scenes -------------------------------------------------------------------------

    def opening(self) -> list[Scene]:
        """Everything before the kernel's first position."""
        resolved, window = self.example.resolved, self._window
        plan = Caption.of(sentences.plan, resolved)
        pad = Caption.of(sentences.padding, resolved)
        slide = Caption.of(sentences.sliding, resolved, int(window.unread.sum()))
        hold = Pace.HOLD
        if not self._inserts_zeros:
            begin = self._before(0, hold, window.input(), plan)
            ready = self._before(self._slides, hold, window.sliding_grid, slide, kernel_ready=True)
            if not any(window.ends):
                return [begin, ready]
            return [begin, self._before(0, hold, window.padded_grid(), pad), ready]
        zeros = Caption.of(sentences.zeros, resolved)
        first = self._before(0, hold, window.input(), plan)
        scenes = [replace(first, workings=layer_facts.workings(resolved))]
        spread = hold if window.spreads else Pace.STEP
        scenes.append(self._before(1, spread, window.expanded(), zeros))
        if window.cropped.any():  # first all cells, then those that go
            scenes.append(self._before(2, Pace.STEP, window.padded_grid(), pad))
        padded = hold if any(window.ends) else Pace.STEP
        scenes.append(self._before(2, padded, window.after_crop(), pad))
        scenes.append(
            self._before(self._slides, hold, window.sliding_grid, slide, kernel_ready=True)
        )
        return scenes

    def _before(
        self, step: int, pace: Pace, left: Grid, caption: Caption, *, kernel_ready: bool = False
    ) -> Scene:
        grids = {
            INPUT: left,
            KERNEL: self._kernel_in_use if kernel_ready else self._kernel,
            PRODUCTS: self._window.no_products() if kernel_ready else None,
            OUTPUT: filling_grid(self.example, "output", self.example.ys, 0),
        }
        return Scene(step=step, pace=pace, caption=caption, grids=grids)

    @property
    def _slides(self) -> int:
        """The step in which the kernel slides, from 0."""
        return 3 if self._inserts_zeros else int(any(self._window.ends))

    def position(self, number: int) -> Scene:
        """The kernel stands at one output cell."""
        return self._at(number, number + 1)

    def finale(self) -> Scene:
        """The fullest position, with all that was made."""
        return self._at(self.fullest_scene() - len(self._opening), self._positions)

    def _at(self, number: int, done: int) -> Scene:
        cell = tuple(int(n) for n in np.unravel_index(number, self.plane.output_size))
        window = self._window
        return Scene(
            step=self._slides,
            pace=Pace.STEP if number else Pace.HOLD,
            grids={
                INPUT: replace(window.under(cell), notes={}),
                KERNEL: self._beneath(self._kernel_in_use, cell, 1),
                PRODUCTS: self._products(cell),
                OUTPUT: filling_grid(self.example, "output", self.example.ys, done, number),
            },
            equation=self.example.output_equation(cell).with_zeros_counted(),
        )

    def _products(self, cell: Sizes) -> Grid | None:
        products, (_, axis) = self._window.products(cell), self.plane.axes
        return products and self._beneath(products, cell, axis.d)

    def _beneath(self, grid: Grid, cell: Sizes, apart: int) -> Grid:
        """Of one axis: under the window at output *cell*, its columns *apart*."""
        if not self.example.strip:
            return grid
        begin = self._window.window_at(cell)[1]
        columns = range(begin, begin + apart * grid.roles.shape[1], apart)
        return replace(grid, column_at=tuple(columns))

    # -- what stays ---------------------------------------------------------------------

    def make_storyboard(self) -> Storyboard:
        example, window = self.example, self._window
        lefts = [grid for scene in self._opening if (grid := scene.grids[INPUT])]
        output = filling_grid(example, "output", example.ys, 0)
        size = window.roles.shape
        left = panel_for(INPUT, lefts, PanelContent.INPUT, size=size)
        beneath = size if example.strip else None
        kernel = panel_for(
            KERNEL, [self._kernel, self._kernel_in_use], PanelContent.KERNEL, size=beneath
        )
        right = panel_for(OUTPUT, [output], PanelContent.OUTPUT, texts=[example.ys.texts])
        columns: Columns = ((left,), "∗", (kernel,), "=", (right,))
        if first := self._products((0,) * 2):
            widest = np.array([window.widest_product()], dtype=object)
            products = panel_for(
                PRODUCTS, [first], PanelContent.PRODUCTS, size=beneath, texts=[widest], spare=True
            )
            columns = (*columns[:-1], (products,), WordedSign.of("⟶", "sum"), (right,))
        rest = {CellRole.KERNEL, CellRole.GAP, CellRole.TODO, CellRole.OUTPUT, CellRole.NOW}
        rest |= {CellRole.PRODUCT, CellRole.GHOST}
        return Storyboard(
            title=example.title or example.name,
            facts=layer_facts.facts(example.resolved),
            steps=self._steps(),
            sections=(Section(columns=columns),),
            formulas=layer_facts.formula_rows(example.resolved),
            roles=frozenset(window.all_roles() | rest),
            legend=window.legend(),
        )

    def _steps(self) -> tuple[Text, ...]:
        if not self._inserts_zeros:
            strides = tuple(axis.s for axis in self.example.resolved.axes)
            slide = Caption.of(sentences.slide_step, strides)
            return ("pad", slide) if any(self._window.ends) else (slide,)
        ends = self._window.ends
        pads = "pad" if min(ends) >= 0 else "crop" if max(ends) <= 0 else "pad and crop"
        return "parameters", "insert zeros", pads, "convolve, stride 1"
