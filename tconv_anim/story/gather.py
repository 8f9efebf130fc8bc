"""The gather view: make the layer an ordinary convolution, then slide its kernel.

A transposed layer takes four steps: parameters, insert zeros, pad (or crop), slide
the rotated kernel with stride 1. A standard convolution takes two: pad, slide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ..arithmetic.notation import Sizes
from ..arithmetic.problem import Problem
from ..compute import Array, apply, terms_of
from . import sentences, words
from .grids import blank_texts, kernel_grid, output_grid, panel_for, still, texts_of
from .line import Line
from .model import (
    LIT,
    Equation,
    Frame,
    Grid,
    LegendEntry,
    Look,
    Looks,
    Mark,
    Script,
    Story,
    Texts,
)
from .numbers import format_factor, format_number, shown_whole, widest
from .timing import Beat, tempo_for

__all__ = ["GatherStory"]

INPUT, KERNEL, ROTATED, OUTPUT = "input", "kernel", "rotated", "output"
ROTATED_LABEL: Final = "rotated 180°"
MOVES: Final = 5
"""Frames in which the input cells move apart."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """A frame before the kernel's first position."""

    beat: Beat
    step: int
    left: Grid
    caption: str
    kernel_ready: bool = False


class GatherStory(Story):
    """The frames of one layer on given numbers.

    ``x`` has the problem's input size and ``w`` its kernel size. With ``values``
    False the cells stay blank and the equation counts its terms instead.
    """

    def __init__(
        self,
        problem: Problem,
        x: Array,
        w: Array,
        *,
        values: bool = True,
        title: str | None = None,
        step_ms: int | None = None,
        hold_ms: int | None = None,
    ) -> None:
        self._problem, self._x, self._w, self._values = problem, x, w, values
        self._y = apply(problem.layer, x, w)
        self._transposed = problem.kind == "transposed"
        self._turned = self._transposed and problem.layer.rotate_kernel
        self._weights = np.flip(w) if self._turned else w  # as the window holds them
        self._lines = tuple(
            Line.of(axis, i, o)
            for axis, i, o in zip(
                problem.axes, problem.input_size, problem.output_size, strict=True
            )
        )
        self._opening = self._open()
        holds = sum(scene.beat is Beat.HOLD for scene in self._opening) + 1
        self._tempo = tempo_for(self._y.size, holds, step_ms, hold_ms)
        self.script = self._script(title)

    def __len__(self) -> int:
        return len(self._opening) + self._y.size

    def index_of(self, cell: Sizes) -> int:
        return len(self._opening) + int(np.ravel_multi_index(cell, self._y.shape))

    def frame(self, index: int) -> Frame:
        if not 0 <= index < len(self):
            raise IndexError(index)
        if index >= len(self._opening):
            return self._slide(index)
        scene = self._opening[index]
        return Frame(
            index=index,
            total=len(self),
            step=scene.step,
            grids=self._grids(scene.left, scene.kernel_ready, 0),
            caption=scene.caption,
            ms=self._tempo.ms(scene.beat),
        )

    # -- what is in the cells -----------------------------------------------------------

    def _texts(self, numbers: Array) -> Texts:
        return texts_of(numbers) if self._values else blank_texts(numbers.shape)

    @cached_property
    def _output_texts(self) -> Texts:
        return self._texts(self._y)

    @cached_property
    def _padded_looks(self) -> Looks:
        """Every cell after padding, none dropped yet."""
        rows, columns = (np.array(line.looks(), np.uint8) for line in self._lines)
        # A row of padding is padding all along, and op counts for more than padding.
        return np.maximum(rows[:, None], columns[None, :])

    @cached_property
    def _padded_texts(self) -> Texts:
        texts = np.full(self._padded_looks.shape, "0" if self._values else "", dtype=object)
        texts[np.ix_(*(line.input_at for line in self._lines))] = self._texts(self._x)
        return texts

    @cached_property
    def _cropped(self) -> npt.NDArray[np.bool_]:
        rows, columns = (line.cropped for line in self._lines)
        return rows[:, None] | columns[None, :]

    @cached_property
    def _unread(self) -> npt.NDArray[np.bool_]:
        """Cells that no kernel position reads; of a transposed layer, real input cells only."""
        rows, columns = (line.read for line in self._lines)
        unread = ~(rows[:, None] & columns[None, :]) & ~self._cropped
        return unread & (self._padded_looks == Look.INPUT) if self._transposed else unread

    @cached_property
    def _ready(self) -> Grid:
        """The left panel as the kernel slides over it, with no window yet."""
        return self._left(self._padded_label(), self._cropped | self._unread)

    @cached_property
    def _notes(self) -> dict[tuple[int, int], str]:
        """The weight each tap multiplies with, by its cell inside the window."""
        if not self._values:
            return {}
        down, across = (axis.d for axis in self._problem.axes)
        return {
            (row * down, column * across): f"×{format_factor(self._weights[row, column])}"
            for row, column in np.ndindex(*self._weights.shape)
        }

    # -- grids ----------------------------------------------------------------------------

    def _left(self, label: str, dropped: npt.NDArray[np.bool_]) -> Grid:
        looks, texts = self._padded_looks.copy(), self._padded_texts
        if dropped.any():
            looks[dropped], texts = Look.DROPPED, texts.copy()
            texts[dropped] = ""
        rows, columns = looks.shape
        size = self._slid_size if dropped.any() else (rows, columns)
        return still(label, words.by(size), looks, texts)

    def _bare_input(self, spread: float) -> Grid:
        """The input alone, its cells *spread* (0 to 1) of the way to where zeros part them."""
        rows, columns = (line.input_places(spread) for line in self._lines)
        return Grid(
            label="input",
            size_label=words.by(self._x.shape),
            looks=np.full(self._x.shape, Look.INPUT, np.uint8),
            texts=self._padded_texts[np.ix_(*(line.input_at for line in self._lines))],
            row_at=rows,
            column_at=columns,
        )

    def _expanded_input(self) -> Grid:
        """The input with its zeros inserted, where the padding will leave it."""
        inner = np.ix_(*(line.expanded_at for line in self._lines))
        rows, columns = (tuple(float(n) for n in line.expanded_at) for line in self._lines)
        return Grid(
            label="input, zeros inserted" if self._spreads else "input",
            size_label=words.by(self._problem.expanded_size),
            looks=self._padded_looks[inner],
            texts=self._padded_texts[inner],
            row_at=rows,
            column_at=columns,
        )

    @cached_property
    def _kernels(self) -> tuple[dict[str, Grid | None], dict[str, Grid | None]]:
        """The kernel panels before and while the kernel slides: the one in use is framed."""
        given = kernel_grid(self._problem, "kernel", self._texts(self._w))
        rows, columns = self._problem.kernel_extent
        framed = (Mark(0, 0, rows, columns, "window"),)
        if not self._turned:
            return {KERNEL: given}, {KERNEL: replace(given, marks=framed)}
        turned = kernel_grid(self._problem, ROTATED_LABEL, self._texts(self._weights))
        rotated = replace(turned, size_label="")  # that of the kernel above
        return (
            {KERNEL: given, ROTATED: None},
            {KERNEL: given, ROTATED: replace(rotated, marks=framed)},
        )

    def _grids(self, left: Grid, kernel_ready: bool, done: int) -> dict[str, Grid | None]:
        return {
            INPUT: left,
            **self._kernels[kernel_ready],
            OUTPUT: output_grid(self._output_texts, done),
        }

    # -- frames ---------------------------------------------------------------------------

    def _open(self) -> list[_Scene]:
        """Everything before the kernel's first position."""
        problem = self._problem
        none = np.zeros(self._padded_looks.shape, np.bool_)
        padded = self._left(self._padded_label(cropped=False), none)
        cropped = self._left(self._padded_label(), self._cropped)
        plan, pad = sentences.plan(problem), sentences.padding(problem, self._slid_size)
        slide = sentences.sliding(problem, int(self._unread.sum()))
        if not self._transposed:
            return [
                _Scene(Beat.HOLD, 0, self._bare_input(1), plan),
                _Scene(Beat.HOLD, 0, padded, pad),
                _Scene(Beat.HOLD, 1, self._ready, slide, kernel_ready=True),
            ]
        zeros = sentences.zeros(problem)
        scenes = [_Scene(Beat.HOLD, 0, self._bare_input(0), plan)]
        if self._spreads:
            for move in range(1, MOVES + 1):
                spread = _eased(move / MOVES)
                scenes.append(_Scene(Beat.MOVE, 1, self._bare_input(spread), zeros))
        scenes.append(_Scene(Beat.HOLD, 1, self._expanded_input(), zeros))
        if self._cropped.any():  # first all cells, then those that go
            scenes.append(_Scene(Beat.STEP, 2, padded, pad))
        scenes.append(_Scene(Beat.HOLD, 2, cropped, pad))
        scenes.append(_Scene(Beat.HOLD, 3, self._ready, slide, kernel_ready=True))
        return scenes

    def _slide(self, index: int) -> Frame:
        """The frame in which the kernel stands at one output cell."""
        position = index - len(self._opening)
        cell = tuple(int(n) for n in np.unravel_index(position, self._y.shape))
        top, left = (line.window_at(at) for line, at in zip(self._lines, cell, strict=True))
        (down, across), (rows, columns) = (
            [axis.d for axis in self._problem.axes],
            self._problem.kernel_extent,
        )
        looks = self._ready.looks.copy()
        looks[top : top + rows : down, left : left + columns : across] |= LIT
        under = replace(
            self._ready,
            looks=looks,
            notes={(top + row, left + column): n for (row, column), n in self._notes.items()},
            marks=(Mark(top, left, rows, columns, "window"),),
        )
        last = index == len(self) - 1
        beat = Beat.LAST if last else Beat.HOLD if position == 0 else Beat.STEP
        return Frame(
            index=index,
            total=len(self),
            step=len(self.script.steps) - 1,
            grids=self._grids(under, True, position + 1),
            equation=self._equation(cell),
            ms=self._tempo.ms(beat),
        )

    def _equation(self, cell: Sizes) -> Equation:
        target = "y[" + ",".join(str(n) for n in cell) + "]"
        terms = terms_of(self._problem.layer, self._problem.input_size, cell)
        if not self._values:
            count = f"{len(terms)} input cell{'s' * (len(terms) != 1)} under the window"
            return Equation(target=target, terms=(), value="", remark=count)
        return Equation(
            target=target,
            terms=tuple(
                f"{format_factor(self._x[t.input_cell])}·{format_factor(self._w[t.weight_cell])}"
                for t in terms
            ),
            value=format_number(self._y[cell]),
            rounded=not all(
                shown_whole(number)
                for number in (
                    self._y[cell],
                    *(self._x[term.input_cell] for term in terms),
                    *(self._w[term.weight_cell] for term in terms),
                )
            ),
            remark="" if terms else "no input cell under the window",
        )

    # -- what stays -------------------------------------------------------------------------

    def _script(self, title: str | None) -> Script:
        problem = self._problem
        name = "Transposed convolution" if self._transposed else "Standard convolution"
        strides = words.short([axis.s for axis in problem.axes])
        ends = [end for line in self._lines for end in line.padding]
        pads = "pad" if min(ends) >= 0 else "crop" if max(ends) <= 0 else "pad and crop"
        steps = (
            ("parameters", "insert zeros", pads, "convolve, stride 1")
            if self._transposed
            else ("pad", f"slide, stride {strides}")
        )
        lefts = [scene.left for scene in self._opening]
        note = widest(self._notes.values())
        output = output_grid(self._output_texts, 0)
        kernels = [grid for grid in self._kernels[True].items() if grid[1] is not None]
        return Script(
            title=title or name,
            facts=words.facts(problem),
            steps=steps,
            columns=(
                (panel_for(INPUT, lefts, size=self._padded_looks.shape, widest_note=note),),
                "∗",
                tuple(panel_for(name, [grid]) for name, grid in kernels if grid),
                "=",
                (panel_for(OUTPUT, [output], texts=self._output_texts),),
            ),
            formulas=words.formula_rows(problem),
            looks=self._looks(),
            legend=self._legend(),
        )

    def _looks(self) -> frozenset[int]:
        left = {int(look) for grid in (self._padded_looks, self._ready.looks) for look in grid.flat}
        rest = {Look.KERNEL, Look.GAP, Look.TODO, Look.OUTPUT, Look.NOW}
        return frozenset(left | {look | LIT for look in left} | {int(look) for look in rest})

    def _legend(self) -> tuple[LegendEntry, ...]:
        cropped, unread = bool(self._cropped.any()), bool(self._unread.any())
        dropped = " or ".join(["cropped"] * cropped + ["never read"] * unread)
        names = {
            Look.ZERO: "inserted zero",
            Look.PAD: "padding",
            Look.OP: "from op",
            Look.DROPPED: dropped,
        }
        shown = set(np.unique(self._padded_looks)) | set(np.unique(self._ready.looks))
        return tuple(LegendEntry(look, text) for look, text in names.items() if look in shown)

    @property
    def _spreads(self) -> bool:
        return self._problem.expanded_size != self._problem.input_size

    @property
    def _slid_size(self) -> Sizes:
        """Size of what the kernel slides over: padded, then cropped."""
        return tuple(line.cells - int(line.cropped.sum()) for line in self._lines)

    def _padded_label(self, *, cropped: bool = True) -> str:
        ends = [end for line in self._lines for end in line.padding]
        done = ["zeros inserted"] * (self._transposed and self._spreads)
        done += ["padded"] * (max(ends) > 0) + ["cropped"] * (cropped and min(ends) < 0)
        return ", ".join(["input", *done])


def _eased(t: float) -> float:
    return t * t * (3 - 2 * t)
