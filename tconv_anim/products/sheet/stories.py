"""What a sheet is about: a layer, or a convolution beside its transpose, and its stories."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...compute.sample_values import input_numbers, kernel_numbers
from ...errors import LayerError
from ...layers.resolved_layer import ResolvedLayer, one_channel, plane_layer
from ...layers.summary import Row
from ...notation import Sizes
from ...story.example import Example
from ...story.view import View
from ...story.views import view_called

__all__ = ["SheetContent", "turned_words"]

MOST_CELLS, MOST_ENTRIES = 120, 150_000
"""Cells side by side, and entries of a matrix, that a sheet may still try to draw."""
TELLING: Final = 4
"""Terms of the output cell that is shown worked out: more are too many to read."""


def turned_words(axes: int) -> str:
    """What becomes of a kernel of so many axes when it is rotated."""
    return {1: "reversed", 2: "rotated by 180°"}.get(axes, "reversed on every axis")


@dataclass(frozen=True)
class SheetContent:
    """The rows of a summary, and the drawings of them that can be."""

    rows: Sequence[Row]
    seed: int = 0

    def resolved(self, kind: str) -> ResolvedLayer | None:
        """The layer of that kind, where it was asked for and can be."""
        return next((row.resolved for row in self.rows if row.kind == kind), None)

    @cached_property
    def main(self) -> ResolvedLayer:
        """The transposed layer, or the convolution where there is none."""
        found = self.resolved("transposed") or self.resolved("conv")
        if found is None:
            raise LayerError("there is no layer to tell of")
        return found

    @property
    def pair_words(self) -> str:
        """What a heading adds where drawings show one of several pairs of channels."""
        layer = self.main.layer
        several = layer.in_channels * layer.out_channels > 1
        return ", for one pair of channels" if several else ""

    def view(self, resolved: ResolvedLayer, view: str) -> View | str:
        """That view of the layer on small numbers; or why there is none."""
        if len(resolved.axes) > 2:
            return "Three axes are not drawn."
        resolved = one_channel(resolved)
        made, plane = view_called(view), plane_layer(resolved)
        if refused := made.refusal(plane):
            return f"It cannot be drawn: {refused}."
        if too_large := _too_large(made, plane, view):
            smaller = max(plane.kernel_extent) <= MOST_CELLS // 2
            hint = " A smaller i shows the same." if smaller else ""
            return f"Too large to draw here: {too_large}.{hint}"
        return made(
            Example.single_channel(
                resolved,
                input_numbers(plane.input_size, self.seed),
                kernel_numbers(plane.kernel_size, self.seed),
                seed=self.seed,
            )
        )

    def cell(self, resolved: ResolvedLayer) -> Sizes:
        """The output cell, of two axes, that is shown worked out: near the middle, of few terms."""
        return _telling_cell(one_channel(resolved))


def _too_large(made: type[View], plane: ResolvedLayer, view: str) -> str:
    """How many cells a view of that layer has, where they are too many; else nothing."""
    if view == "all":  # its matrix may be left out, but has to be worked out
        entries = math.prod(plane.input_size) * math.prod(plane.output_size)
        if entries > MOST_ENTRIES:
            return f"a matrix of {entries:,} cells"
        made = view_called("gather")
    cells = max(made.extent(plane))
    return f"{cells:,} cells in a line" if cells > MOST_CELLS else ""


def _telling_cell(resolved: ResolvedLayer) -> Sizes:
    plane = plane_layer(resolved)
    middle = [(o - 1) / 2 for o in plane.output_size]
    rows, columns = (
        range(max(0, round(m) - 3), min(o, round(m) + 4))
        for m, o in zip(middle, plane.output_size, strict=True)
    )
    cells = [(row, column) for row in rows for column in columns]

    def worth(cell: Sizes) -> tuple[int, float]:
        terms = len(plane.operation.taps(plane, cell))
        away = sum(abs(at - m) for at, m in zip(cell, middle, strict=True))
        return -min(terms, TELLING), away

    return min(cells, key=worth)
