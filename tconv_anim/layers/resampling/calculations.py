"""The size formulas of pools, resizing and pixel shuffle, with an axis' numbers put in."""

from __future__ import annotations

from .. import expressions as e
from ..formulas import Calculation
from ..sizes import effective_kernel
from .base import Resampling
from .pool import Pool
from .resize import Resize
from .shuffle import PixelShuffle

__all__ = ["size_calculations"]

SCALE = e.letter("scale")


def size_calculations(layer: Resampling, input_size: tuple[int, ...]) -> list[Calculation]:
    """The output size of every axis, as formula and with numbers."""
    outputs = layer.output_size(input_size)
    found = []
    for index, (i, o) in enumerate(zip(input_size, outputs, strict=True)):
        values: dict[str, float] = {"i": i}
        if isinstance(layer, Pool):
            formula = _pool_formula(layer, input_size, index)
            (k, s, d), (begin, end) = layer.window(index), layer.pads(index)
            values |= {"k": k, "s": s, "d": d, "p": begin, "p_b": begin, "p_e": end}
        elif isinstance(layer, Resize):
            whole = all(isinstance(layer.axis_scale(n), int) for n in range(len(input_size)))
            formula = e.I * SCALE if whole else e.floor(e.I * SCALE)
            values["scale"] = layer.axis_scale(index)
        else:
            assert isinstance(layer, PixelShuffle)
            formula = e.I * SCALE
            values["scale"] = layer.axis_scale(index)
        found.append(Calculation(e.O, formula, formula.with_numbers(values), o))
    return found


def _pool_formula(pool: Pool, input_size: tuple[int, ...], index: int) -> e.Expression:
    axes = range(len(input_size))
    uneven = any(begin != end for begin, end in map(pool.pads, axes))
    padded = e.I + e.P_BEGIN + e.P_END if uneven else e.I + 2 * e.P
    dilated = any(pool.window(axis)[2] > 1 for axis in axes)
    room = padded - e.D * (e.K - 1) - 1 if dilated else padded - e.K
    rounded = (e.ceil if pool.ceil else e.floor)(room / e.S)
    if pool.ceil and _drops_last(pool, input_size[index], index):
        return rounded
    return rounded + 1


def _drops_last(pool: Pool, i: int, index: int) -> bool:
    """Whether the window that rounding up adds would begin behind the input."""
    (k, s, d), (begin, end) = pool.window(index), pool.pads(index)
    room = i + begin + end - effective_kernel(k, d)
    return room >= 0 and -(-room // s) * s >= i + begin
