"""Answers of the frameworks, as the scripts in ``tests/vectors/`` stored them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

VECTORS: Final = Path(__file__).parents[1] / "vectors"


def vectors(name: str) -> Any:
    """What ``tests/vectors/<name>.json`` holds."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def as_tuples(value: Any) -> Any:
    """Lists of JSON as the tuples that were stored."""
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value
