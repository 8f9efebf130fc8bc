"""Which input cells an output cell depends on: pools and resizing as windows of layers.

A pool reads like a convolution. Resizing by a whole factor s spreads like a transposed layer:
with ones of s cells (nearest), with the tent (bilinear) or with the cubic, of which a place on
a cell takes that cell alone.
"""

from __future__ import annotations

from ..axis import Axis
from ..operations import operation_named
from .base import Resampling
from .pool import Pool
from .resize import Resize
from .shuffle import PixelShuffle

__all__ = ["pool_axis", "window_axis"]


def pool_axis(pool: Pool, index: int) -> Axis:
    """The window of a pool on axis *index*."""
    k, s, d = pool.window(index)
    return operation_named("conv").axis(k=k, s=s, d=d, pad=pool.pads(index))


def window_axis(layer: Resampling, index: int) -> Axis | None:
    """What an axis does to positions; None where no window repeats itself."""
    if isinstance(layer, Pool):
        return pool_axis(layer, index)
    if isinstance(layer, PixelShuffle):
        return _spreading_axis(layer.axis_scale(index), 1)
    if not isinstance(layer, Resize) or layer.align_corners:
        return None
    s = layer.axis_scale(index)
    if s != int(s):
        return None
    return _spreading_axis(int(s), {"nearest": 1, "bilinear": 2, "bicubic": 4}[layer.mode])


def _spreading_axis(s: int, cells: int) -> Axis:
    """A transposed layer in which each output cell takes *cells* input cells, or one."""
    k = s if cells == 1 or s == 1 else cells * s - s % 2
    return operation_named("transposed").axis(k=k, s=s, pad=((k - s) // 2,) * 2)
