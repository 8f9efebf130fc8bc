"""Long lists of cases, a few of them for every day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

__all__ = ["every"]


def every(step: int, cases: Iterable[Any]) -> list[Any]:
    """All cases; those between every *step*-th one are marked slow."""
    return [
        case if number % step == 0 else pytest.param(case, marks=pytest.mark.slow)
        for number, case in enumerate(cases)
    ]
