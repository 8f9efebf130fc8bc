"""The sentences of the view that shows all three ways."""

from __future__ import annotations

from ...notation import Sizes
from ..notation import Notation
from ..values import Factor

__all__ = ["gather", "matrix", "plan", "scatter"]


def plan(n: Notation, size: Sizes) -> str:
    return f"Three ways to the same output, {n.by(size)}: one cell after another."


def gather(_: Notation, turned: bool) -> str:
    return f"slide the {'turned ' * turned}kernel"


def scatter(_: Notation, stamps: bool) -> str:
    return f"each input {'adds a stamp' if stamps else 'gives shares'}"


def matrix(n: Notation, name: Factor) -> str:
    return f"rows of {n.matrix(name)} times x"
