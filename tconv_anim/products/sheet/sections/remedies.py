"""What to do about uneven overlap: three ways in words, and drawn where there is room."""

from __future__ import annotations

import math
from itertools import product
from string import ascii_lowercase
from typing import Final

import numpy as np

from ....errors import LayerError
from ....layers.even_kernel import even_spec
from ....layers.overlap import is_even, overlaps
from ....layers.resolve import resolve
from ....layers.resolved_layer import ResolvedLayer, plane_layer
from ....story.captions.overlap_rule import even_twin
from ....story.frame import CellRole, Columns, Grid
from ....story.grids.base import still
from ....story.notation import PRINTED
from ....story.roles import COUNTS
from ..blocks import Block, Entries, Paragraph
from ..grid_block import GridBlock, OptionalGrids, panel_of
from ..stories import SheetContent
from ..text_lines import Span
from .networks import even_users

__all__ = ["pictures", "words"]

_LARGEST_STRIDE: Final = 3
_LARGEST_MAP: Final = 5
"""Larger ones make drawings that say no more."""


def words(resolved: ResolvedLayer) -> Block:
    """A line each: what it is, and who does it."""
    strides = [axis.s for axis in resolved.axes]
    if _even(resolved):
        kernel = f"this is one. Others: {even_users()}"
    else:
        kernel = f"{even_twin(PRINTED, resolved)} gives this size evenly. As in {even_users()}"
    lines = [("A kernel that s divides", f"{kernel}.")]
    if max(strides) > 1:
        lines += [
            (
                "Resize, then convolve",
                f"nearest neighbours × {PRINTED.short(strides)}, then a convolution with s = 1."
                " As in ESRGAN.",
            ),
            (
                "Pixel shuffle",
                f"a convolution to {math.prod(strides)} times the channels, then cells out of"
                " channels. As in SRGAN.",
            ),
        ]
    paragraphs = [
        Paragraph([Span(f"{lead}:", "bold"), Span(text)], "small", hang=1) for lead, text in lines
    ]
    return Entries(paragraphs, len(paragraphs))


def pictures(content: SheetContent) -> Block:
    """An even kernel's counts, nearest neighbours, and cells out of channels."""
    resolved = content.main
    strides = (
        tuple(axis.s for axis in plane_layer(resolved).axes) if len(resolved.axes) < 3 else (0,)
    )
    if not 1 < max(strides) <= _LARGEST_STRIDE:
        return Entries((), 0)
    grids = [_resized(strides), _shuffled(strides)]
    if (even := _even_counts(content)) is not None:
        grids.insert(0, even)
    placed = [panel_of(str(number), grid) for number, grid in enumerate(grids)]
    columns: Columns = tuple(x for panel, _ in placed for x in ("", (panel,)))[1:]
    return OptionalGrids(
        GridBlock(columns, {panel.name: grid for panel, grid in placed}, strip=True, most=8)
    )


def _even(resolved: ResolvedLayer) -> bool:
    return is_even(overlaps(resolved.axes))


def _even_counts(content: SheetContent) -> Grid | None:
    """The map of the even layer of the same size, where flags can say it."""
    resolved = content.main
    spec = None if _even(resolved) else even_spec(resolved)
    if spec is None:
        return None
    try:
        view = content.view(resolve(spec, ndim=len(resolved.axes)), "overlap")
    except LayerError:
        return None
    if isinstance(view, str):
        return None
    grid = view.frame(len(view) - 1).grids["counts"]
    if grid is None or max(grid.roles.shape) > _LARGEST_MAP:
        return None
    return still(f"k = {PRINTED.short(spec.kernel_size)}", "", grid.roles, grid.texts)


def _resized(strides: tuple[int, ...]) -> Grid:
    """Two cells an axis, each repeated s times."""
    shape = _shape(strides)
    roles, texts = np.full(shape, CellRole.INPUT, np.uint8), np.full(shape, "", dtype=object)
    for row, column in product(*map(range, shape)):
        texts[row, column] = ascii_lowercase[row // strides[0] * 2 + column // strides[1]]
    return still("resized", "", roles, texts)


def _shuffled(strides: tuple[int, ...]) -> Grid:
    """The channel that each cell comes from."""
    shape = _shape(strides)
    roles, texts = np.zeros(shape, np.uint8), np.full(shape, "", dtype=object)
    for row, column in product(*map(range, shape)):
        channel = row % strides[0] * strides[1] + column % strides[1]
        roles[row, column] = COUNTS[min(channel, len(COUNTS) - 1)]
        texts[row, column] = str(channel + 1)
    return still("channels", "", roles, texts)


def _shape(strides: tuple[int, ...]) -> tuple[int, int]:
    rows, columns = (2 * s for s in strides)
    return rows, columns
