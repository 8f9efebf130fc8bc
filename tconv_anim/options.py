"""Every default and limit of a figure, named once: used by the library, the help and the tests.

A base that all rooms may use; it imports nothing heavy, so the help needs no NumPy.
The layer's own defaults are :data:`tconv_anim.layers.resolve.DEFAULTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "DEFAULT_SIZE",
    "FORMAT_NAMES",
    "HOLD_MS",
    "LAST_HOLDS",
    "LEAST_MS",
    "LEAST_SIZE",
    "MAX_FRAMES",
    "MOST_MS",
    "MOST_PIXELS",
    "MOST_SIDE",
    "ORIENTATIONS",
    "PAPER_NAMES",
    "SHEET_FORMATS",
    "STEP_MS",
    "STYLE_NAMES",
    "THEME_NAMES",
    "TICK_MS",
    "TOPICS",
    "RenderOptions",
    "SheetOptions",
]

DEFAULT_SIZE: Final = (960, 540)
"""Width and height in pixels."""
LEAST_SIZE: Final = (320, 180)
MOST_PIXELS: Final = 25_000_000
"""What slide programs take as a picture."""
MOST_SIDE: Final = 65_535
"""What a GIF can hold."""
MAX_FRAMES: Final = 2000

STEP_MS: Final = 350
"""One position of the kernel, where the story need not hurry."""
HOLD_MS: Final = 1000
"""The first frame of a step."""
LAST_HOLDS: Final = 2.5
"""The last frame stays this many times longer than the first frame of a step."""
TICK_MS: Final = 10
"""The unit a GIF counts in."""
LEAST_MS: Final = 20
"""Viewers slow anything shorter down to 100 ms."""
MOST_MS: Final = 260_000
"""2.5 times that is the longest delay a GIF can hold."""
MOST_LOOPS: Final = 65_536
"""A GIF counts its repeats in 16 bits."""

FORMAT_NAMES: Final = ("gif", "mp4", "webm", "webp", "apng", "png", "svg", "pdf", "html")
STYLE_NAMES: Final = ("flat", "isometric")
THEME_NAMES: Final = ("light", "dark", "print")

PAPER_NAMES: Final = ("a4", "letter", "16:9")
ORIENTATIONS: Final = ("portrait", "landscape")
SHEET_FORMATS: Final = ("pdf", "png", "svg")
TOPICS: Final = ("sizes", "steps", "views", "overlap", "frameworks")
"""Parts of a cheat-sheet that can stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How a figure looks and moves; what it shows is the layer's business."""

    view: str = "gather"
    style: str = "flat"
    """How the view's panels lie: beside each other, or as slanted planes."""
    letters: bool = False
    """Letters instead of numbers."""
    theme: str = "light"
    size: tuple[int, int] = DEFAULT_SIZE
    seed: int = 0
    step_ms: int | None = None
    """None: 350, and less for long stories."""
    hold_ms: int | None = None
    """None: 1000."""
    loop: int = 0
    """0 plays for ever, N plays N times."""
    values: bool = True
    title: str | None = None
    max_frames: int = MAX_FRAMES
    frame: int | None = None
    """Of a still: counts from 1, -1 is the last."""
    at: tuple[int, ...] | None = None
    """Of a still: the output cell being computed, from 0; one number an axis."""
    filmstrip: int | None = None
    """Of a still: so many telling frames side by side."""
    transparent: bool = False
    """Of a still: no paper behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOptions:
    """How a cheat-sheet looks."""

    topic: str | None = None
    """One part as a figure of its own; None: the whole sheet."""
    paper: str | None = None
    """None: a4, and 16:9 where one part stands alone."""
    orientation: str | None = None
    """None: portrait; landscape for 16:9, and for a network that fits so."""
    theme: str = "light"
    seed: int = 0
    title: str | None = None
