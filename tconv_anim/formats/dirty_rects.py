"""The rectangle of each frame that changed, which is all a palette format writes.

It is the smallest that holds every change; pixels in it that stay as they are may be clear.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .media import IndexImage, PaletteAnimation

__all__ = ["Changes", "Part", "Rows", "rows_with_holes", "with_holes"]


class Part(NamedTuple):
    """A rectangle of a picture."""

    x: int
    y: int
    image: IndexImage
    changed: npt.NDArray[np.bool_]
    """Which of its pixels are new."""


class Rows(NamedTuple):
    """Some rows of a picture."""

    numbers: npt.NDArray[np.intp]
    image: IndexImage


class Changes:
    """Frame for frame the rectangle that changed; the first is the whole picture.

    Parameters
    ----------
    animation : PaletteAnimation
    grid : int, in pixels
        Rectangles begin at multiples of it.
    """

    def __init__(self, animation: PaletteAnimation, grid: int = 1) -> None:
        self.grid, self._unchanged = grid, animation.unchanged
        wide, high = animation.size
        self._before = np.full((high, wide), animation.unchanged, np.uint8)

    @property
    def picture(self) -> IndexImage:
        """A copy of the picture before."""
        return self._before.copy()

    def forget(self, pixels: npt.NDArray[np.bool_]) -> None:
        """Take *pixels* for new in the next picture, whatever they will be."""
        self._before[pixels] = self._unchanged

    def to(self, image: IndexImage) -> Part:
        """The part that makes the picture before into *image*; at least one pixel."""
        changed = image != self._before
        np.copyto(self._before, image)  # the image may be a buffer that is drawn over
        rows = np.flatnonzero(changed.any(axis=1))
        if not len(rows):
            return Part(0, 0, image[:1, :1], changed[:1, :1])
        y = int(rows[0]) // self.grid * self.grid
        band = slice(y, int(rows[-1]) + 1)
        columns = np.flatnonzero(changed[band].any(axis=0))
        x = int(columns[0]) // self.grid * self.grid
        across = slice(x, int(columns[-1]) + 1)
        return Part(x, y, image[band, across], changed[band, across])


def with_holes(part: Part, unchanged: int) -> IndexImage:
    """The rectangle with what stays as it is left clear."""
    holed = np.full_like(part.image, unchanged)
    rows, image = rows_with_holes(part, unchanged)
    holed[rows] = image
    return holed


def rows_with_holes(part: Part, unchanged: int, wide: int = 1) -> Rows:
    """The rows that change, with what stays as it is left clear, in holes at least so *wide*.

    Which is less to write depends on how alike what is behind narrow holes is. Drawn are the
    changed pixels, and those after them that carry on a run of the same colour: a run broken by
    holes costs more than one drawn through.
    """
    rows = np.flatnonzero(part.changed.any(axis=1))
    image = part.image[rows]
    lengths = np.diff(_turns(image, part.changed[rows]))
    drawn = np.where(lengths < wide, np.uint8(255), np.uint8(0))
    drawn[1::2] = 255
    mask = np.repeat(drawn, lengths).reshape(image.shape)
    clear = np.uint8(unchanged)
    return Rows(rows, (image ^ clear) & mask ^ clear)


def _turns(image: IndexImage, changed: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Where holes begin and end by turns, the first at 0: pixel numbers, row by row."""
    begins = np.ones(image.shape, np.bool_)  # every row begins a run
    np.not_equal(image[:, 1:], image[:, :-1], out=begins[:, 1:])
    fresh = begins.copy()  # where a stretch of changes may begin
    fresh[:, 1:] |= ~changed[:, :-1]
    fresh &= changed
    starts = np.append(np.flatnonzero(begins), image.size)
    stretches = np.flatnonzero(fresh)
    run = np.searchsorted(starts, stretches, side="right")
    first = np.append(True, run[1:] != run[:-1])[: len(run)]  # of its run
    # The mask changes at the first change of a run and at the end of that run.
    turns = np.empty(2 * int(first.sum()) + 2, np.intp)
    turns[0], turns[-1] = 0, image.size
    turns[1:-1:2], turns[2:-1:2] = stretches[first], starts[run[first]]
    return turns
