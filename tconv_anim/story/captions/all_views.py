"""The sentence of the view that shows all three ways."""

from __future__ import annotations

from ...notation import Sizes
from ..notation import Notation

__all__ = ["plan"]


def plan(n: Notation, size: Sizes) -> str:
    return f"Three ways to the same output, {n.by(size)}: one cell after another."
