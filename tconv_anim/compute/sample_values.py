"""The numbers that figures start with: small integers, drawn from a seed."""

from __future__ import annotations

import math
from random import Random

import numpy as np

from ..notation import Sizes
from .arrays import Array

__all__ = ["biases", "channel_kernels", "input_numbers", "kernel_numbers"]

_FIRST = 18
"""Where seed 0 stands: numbers that look well in the default figure."""


def channel_kernels(shape: Sizes, seed: int) -> Array:
    """Weights of several slices, shape (A, B, *kernel size): from -1 to 2, no slice of zeros.

    Small ones of both signs, so that sums over channels stay short. A slice of several cells
    changes when it is rotated by 180 degrees.
    """
    random = Random(f"kernels {seed + _FIRST}")
    kernels = np.zeros(shape, np.int64)
    for pair in np.ndindex(*shape[:2]):
        cells = math.prod(shape[2:])
        while True:
            drawn = [int(4 * random.random()) - 1 for _ in range(cells)]
            if any(drawn) and (cells == 1 or drawn != drawn[::-1]):
                break
        kernels[pair] = np.reshape(drawn, shape[2:])
    return kernels


def biases(channels: int, seed: int) -> Array:
    """Shape (*channels*,): a small positive integer for each output channel."""
    return _draw(Random(f"bias {seed + _FIRST}"), (channels,))


def input_numbers(size: Sizes, seed: int) -> Array:
    """Small positive integers of shape *size*, no zeros: any zero in a picture was inserted."""
    return _draw(Random(f"input {seed + _FIRST}"), size)


def kernel_numbers(size: Sizes, seed: int) -> Array:
    """Small positive integers of shape *size* that change when they are rotated by 180 degrees."""
    random = Random(f"kernel {seed + _FIRST}")
    while True:
        kernel = _draw(random, size)
        if kernel.size == 1 or not np.array_equal(kernel, np.flip(kernel)):
            return kernel


def _draw(random: Random, size: Sizes) -> Array:
    # random() is the one generator whose sequence Python promises to keep.
    count = math.prod(size)
    return np.array([1 + int(3 * random.random()) for _ in range(count)]).reshape(size)
