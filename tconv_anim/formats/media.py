"""What every format is written from: a film, whose frames come one by one, or a still.

A format asks for one of three: a :class:`Film` (palette images and how long they stay),
a :class:`Still` (pixels) or a :class:`Drawing` (Matplotlib's figure, for vectors).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["About", "Drawing", "Film", "IndexImage", "RGBImage", "Shot", "Still"]

IndexImage: TypeAlias = npt.NDArray[np.uint8]
RGBImage: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself."""

    command: str
    """The command that made it."""
    software: str
    title: str = ""
    alt: str = ""
    """The figure in words, for those who cannot see it."""


class Shot(NamedTuple):
    """One frame of a film."""

    image: IndexImage
    """Palette indices of shape (height, width)."""
    ms: int
    words: str = ""
    """What the frame says, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film of palette images.

    The image of a shot may be one buffer drawn over and over, so a writer that needs the
    one before keeps a copy.
    """

    size: tuple[int, int]
    colours: RGBImage
    """Shape (colours, 3)."""
    unchanged: int
    """An index that no image uses, for pixels that stay as they are."""
    shots: Iterator[Shot]
    count: int
    """How many shots there are."""
    tick_ms: int
    """Every shot stays a multiple of this."""
    loop: int
    """0 plays for ever, N plays N times."""
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One picture in full colours."""

    image: RGBImage
    """Shape (height, width, 3), or 4 where the paper is transparent."""
    about: About
    dpi: int = 0
    """Pixels to an inch, where it is meant for paper; 0: not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One picture as shapes and texts."""

    figure: Any
    """A matplotlib.figure.Figure; only its ``savefig`` is used."""
    about: About
