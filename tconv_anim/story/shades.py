"""Shades in place of numbers: the level of each among others."""

from __future__ import annotations

import numpy as np

from ..compute import Array
from .frame import Shades
from .roles import SHADES, SIGNED

__all__ = ["product_levels", "shade_levels"]


def shade_levels(numbers: Array, among: Array, *, signed: bool = False) -> Shades:
    """The place of each of *numbers* between the smallest and the largest *among* others.

    *signed*: on both sides of 0, by the largest absolute value.
    """
    values = among.astype(float)
    low, high = float(values.min()), float(values.max())
    if signed:
        most, middle = max(abs(low), abs(high)), SIGNED // 2
        if not 0 < most < float("inf"):
            return np.full(numbers.shape, SHADES + middle, np.uint8)
        places = np.clip(numbers.astype(float) / most, -1, 1)
        return np.rint(SHADES + middle + places * middle).astype(np.uint8)
    if not 0 < high - low < float("inf"):
        return np.full(numbers.shape, SHADES // 2, np.uint8)
    places = np.clip((numbers.astype(float) - low) / (high - low), 0, 1)
    return np.rint(places * (SHADES - 1)).astype(np.uint8)


def product_levels(products: Array, xs: Array, ws: Array) -> Shades:
    """The place of each of *products* among those of any of *xs* and any of *ws*."""
    x_ends, w_ends = ([float(a.min()), float(a.max())] for a in (xs, ws))
    ends = np.outer(x_ends, w_ends)
    return shade_levels(products, ends, signed=True)
