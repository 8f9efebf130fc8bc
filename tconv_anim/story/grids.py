"""Grids that every view shows alike: a kernel, an output that fills up, and the panels for them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..arithmetic.notation import Sizes
from ..arithmetic.problem import Problem
from ..compute import Array
from . import words
from .model import Grid, Look, Looks, Mark, Panel, Texts
from .numbers import format_number, widest

__all__ = ["blank_texts", "kernel_grid", "output_grid", "panel_for", "still", "texts_of"]


def blank_texts(shape: tuple[int, ...]) -> Texts:
    return np.full(shape, "", dtype=object)


def texts_of(numbers: Array) -> Texts:
    """Every number as a cell shows it."""
    texts = blank_texts(numbers.shape)
    for cell in np.ndindex(*numbers.shape):
        texts[cell] = format_number(numbers[cell])
    return texts


def still(
    label: str, size_label: str, looks: Looks, texts: Texts, marks: tuple[Mark, ...] = ()
) -> Grid:
    """A grid with every cell in its place."""
    rows, columns = looks.shape
    return Grid(
        label=label,
        size_label=size_label,
        looks=looks,
        texts=texts,
        row_at=tuple(range(rows)),
        column_at=tuple(range(columns)),
        marks=marks,
    )


def kernel_grid(problem: Problem, label: str, weights: Texts) -> Grid:
    """A kernel, its cells as far apart as its dilation puts them."""
    taps = np.ix_(*(range(0, axis.k_eff, axis.d) for axis in problem.axes))
    looks = np.full(problem.kernel_extent, Look.GAP, np.uint8)
    texts = blank_texts(problem.kernel_extent)
    looks[taps], texts[taps] = Look.KERNEL, weights
    dilations = [axis.d for axis in problem.axes]
    size = words.by(problem.kernel_size)
    if max(dilations) > 1:
        size += f", d = {words.short(dilations)}"
    return still(label, size, looks, texts)


def output_grid(values: Texts, done: int) -> Grid:
    """The output with its first *done* cells computed, the last of them just now."""
    looks = np.full(values.shape, Look.TODO, np.uint8)
    texts = blank_texts(values.shape)
    looks.flat[:done] = Look.OUTPUT
    texts.flat[:done] = values.flat[:done]
    marks: tuple[Mark, ...] = ()
    if done:
        row, column = divmod(done - 1, values.shape[1])
        looks[row, column] = Look.NOW
        marks = (Mark(row, column, 1, 1, "now"),)
    return still("output", words.by(values.shape), looks, texts, marks)


def panel_for(
    name: str,
    grids: Iterable[Grid],
    *,
    size: Sizes | None = None,
    texts: Texts | None = None,
    widest_note: str = "",
) -> Panel:
    """A panel with room for all of *grids*; *texts* are those its cells will hold later."""
    grids = list(grids)
    rows, columns = size or grids[0].looks.shape
    shown = [grid.texts for grid in grids] if texts is None else [texts]
    return Panel(
        name=name,
        rows=rows,
        columns=columns,
        labels=tuple(dict.fromkeys((grid.label, grid.size_label) for grid in grids)),
        widest_text=widest(text for part in shown for text in part.flat),
        widest_note=widest_note,
    )
