"""Pixel shuffle: channels become cells, r by r of them for every cell.

Source: Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient
Sub-Pixel Convolutional Neural Network" (2016), in the order of PyTorch's PixelShuffle.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from math import prod
from typing import ClassVar

from ...errors import LayerError
from ...notation import Sizes
from ..validation import checked_sizes
from .base import Resampling, spread_axes

__all__ = ["PixelShuffle"]


@dataclass(frozen=True, slots=True)
class PixelShuffle(Resampling):
    """(C*r*r, H, W) to (C, H*r, W*r): y[c, h*r+a, w*r+b] = x[c*r*r + a*r + b, h, w].

    Parameters
    ----------
    scale : int or tuple of int
        r, output cells for each input cell on every axis.

    Raises
    ------
    LayerError
        A scale below 1.

    Examples
    --------
    >>> PixelShuffle(scale=2).output_size((3, 3))
    (6, 6)
    >>> PixelShuffle(scale=2).output_channels(12, 2)
    3
    """

    kind: ClassVar[str] = "shuffle"
    title: ClassVar[str] = "Pixel shuffle"

    _: KW_ONLY
    scale: int | Sizes = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "scale", checked_sizes("scale", self.scale, 1))

    @property
    def ndim(self) -> int | None:
        return len(self.scale) if isinstance(self.scale, tuple) else None

    def axis_scale(self, index: int) -> int:
        """r on axis *index*."""
        scale: int = spread_axes(self.scale, index)
        return scale

    def axis_size(self, index: int, i: int) -> int:
        return i * self.axis_scale(index)

    def cells(self, ndim: int) -> int:
        """Channels of the input for one of the output: r**ndim."""
        return prod(self.axis_scale(index) for index in range(ndim))

    def output_channels(self, channels: int, ndim: int) -> int:
        """Channels of the output; LayerError where the input's do not divide by r**ndim."""
        cells = self.cells(ndim)
        if channels % cells:
            raise LayerError(
                "{channels} channels do not divide by {scales} = {cells}: each output channel takes"
                " so many. Try {nearest}.",
                channels=channels,
                scales=" x ".join(str(self.axis_scale(index)) for index in range(ndim)),
                cells=cells,
                nearest=max(round(channels / cells), 1) * cells,
            )
        return channels // cells
