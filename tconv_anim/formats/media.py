"""What formats are written from: an image animation, a raster image or a vector image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "IndexImage",
    "Metadata",
    "PaletteAnimation",
    "RGBImage",
    "RasterImage",
    "TimedImage",
    "VectorImage",
]

IndexImage: TypeAlias = npt.NDArray[np.uint8]
"""Palette indices of shape (height, width)."""
RGBImage: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The texts stored in a file."""

    command: str
    """The command that made it."""
    software: str
    title: str = ""
    alt: str = ""
    """The alternative text, for those who cannot see the figure."""


class TimedImage(NamedTuple):
    """One frame of an animation."""

    image: IndexImage
    ms: int
    text: str = ""
    """The frame in words, for formats that hold them."""
    between: bool = False
    """Whether it is on the way to the next frame, and none that is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteAnimation:
    """An animation in palette colours, its frames made one by one as they are asked for.

    Every frame may be the same buffer, drawn over: a writer that needs the frame before
    keeps a copy.
    """

    size: tuple[int, int]
    """Width and height in pixels."""
    colours: RGBImage
    """Shape (colours, 3)."""
    dark: RGBImage | None = None
    """The same for readers who prefer dark, where the animation is made for both."""
    unchanged: int
    """An index that no image uses, for pixels that stay as they are."""
    frames: Iterator[TimedImage]
    count: int
    """The number of frames, without those between."""
    tick_ms: int
    """Every frame stays a multiple of this."""
    loop: int
    """0 loops forever, N plays N times."""
    metadata: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterImage:
    """One picture in full colours."""

    image: RGBImage
    """Shape (height, width, 3), or 4 where the paper is transparent."""
    metadata: Metadata
    dpi: int = 0
    """Pixels to an inch, for paper; 0 where none is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorImage:
    """One picture as shapes and texts."""

    figure: Any
    """A matplotlib.figure.Figure; only its ``savefig`` is used."""
    schemes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What each of the figure's colours is for readers who prefer light, and dark; where the
    picture is made for one of them, nothing."""
    metadata: Metadata
