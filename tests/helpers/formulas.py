"""Layers that tests of formulas share."""

from __future__ import annotations

import math

# -- formulas ------------------------------------------------------------------------------


def worth(text: str, **letters: int) -> int:
    """What a formula written by the package comes to."""
    return int(eval(text.replace("/", "//"), {"floor": math.floor}, letters))
