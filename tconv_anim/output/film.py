"""What every format is written from: a film, whose frames come one by one, or a still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Film", "IndexImage", "RGBImage", "Still"]

IndexImage: TypeAlias = npt.NDArray[np.uint8]
RGBImage: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film of palette images.

    ``images`` yields (palette indices of shape (height, width), milliseconds); an
    image may be one buffer drawn over and over, so a writer that needs the one before
    keeps a copy.
    """

    size: tuple[int, int]
    colours: RGBImage
    """Shape (colours, 3)."""
    unchanged: int
    """An index that no image uses, for pixels that stay as they are."""
    images: Iterator[tuple[IndexImage, int]]
    loop: int
    """0 plays for ever, N plays N times."""
    comment: str
    """The command that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One picture in full colours."""

    image: RGBImage
    comment: str
    software: str
