"""The arrays of the vectors with channels, which are worked out and not stored."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from tconv_anim.compute import Array

__all__ = ["Numbers", "numbers"]


class Numbers(NamedTuple):
    x: Array
    w: Array
    bias: Array


def numbers(case: dict[str, Any]) -> Numbers:
    """Input, weights as PyTorch lays them out, and biases of a case: small integers."""
    inputs, outputs, groups = case["c"]
    pair = (outputs, inputs // groups)
    if case["kind"] == "transposed":
        pair = (inputs, outputs // groups)
    return Numbers(
        _array((inputs, *case["i"]), 37, 19),
        _array((*pair, *case["k"]), 53, 17),
        _array((outputs,), 29, 23),
    )


def _array(shape: tuple[int, ...], step: int, modulus: int) -> Array:
    """Integers around 0, in an order without a pattern that a mistake could share."""
    n = np.arange(math.prod(shape), dtype=np.int64)
    return ((n * n * step + n * 11 + 5) % modulus - modulus // 2).reshape(shape)
