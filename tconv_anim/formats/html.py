"""A page that plays: every frame as a piece of PNG and as text, and a small player.

The page needs nothing else, and may not fetch anything. Its parts, and how the player
reads the frames, are in ``player/``.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from io import BytesIO
from itertools import chain
from string import Template
from typing import BinaryIO, Final

import numpy as np
from PIL import Image

from .dirty_rects import Changes
from .media import IndexImage, PaletteAnimation, RGBImage, TimedImage

__all__ = ["write"]

WHOLE_EVERY: Final = 16
"""Frames from one whole picture to the next: as far as a jump may have to draw."""


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length."""
    first = next(animation.frames)
    head, tail = _page(animation, paper=animation.colours[first.image[0, 0]]).split(
        "<!-- frames -->\n"
    )
    file.write(head.encode())
    changes = Changes(animation)
    for number, frame in enumerate(chain([first], animation.frames)):
        part, whole = changes.to(frame.image), number % WHOLE_EVERY == 0
        if whole:
            item = _item(frame, 0, 0, _png(frame.image, animation, whole=True), " data-whole")
        else:
            image = np.where(part.changed, part.image, np.uint8(animation.unchanged))
            item = _item(frame, part.x, part.y, _png(image, animation, whole=False))
        file.write(item.encode())
    file.write(tail.encode())


def _page(animation: PaletteAnimation, *, paper: RGBImage) -> str:
    """The page around its frames."""
    parts, (wide, high) = files(__package__) / "player", animation.size
    metadata = animation.metadata
    dark = int(paper.astype(int) @ (299, 587, 114)) < 128_000
    return Template((parts / "page.html").read_text("utf-8")).substitute(
        paper="dark" if dark else "light",
        schemes="dark" if dark else "light dark",
        style=(parts / "player.css").read_text("utf-8").rstrip(),
        script=(parts / "player.js").read_text("utf-8").rstrip(),
        title=escape(metadata.title or metadata.software),
        alt=escape(metadata.alt),
        command=escape(metadata.command),
        software=escape(metadata.software),
        wide=wide,
        high=high,
        count=animation.count,
        loop=animation.loop,
    )


def _item(frame: TimedImage, x: int, y: int, png: bytes, mark: str = "") -> str:
    """One frame: what is new in it and where, how long it stays, what it says."""
    return (
        f'<li data-ms="{frame.ms}" data-at="{x},{y}"{mark} data-png="{b64encode(png).decode()}">'
        f"{escape(frame.text)}</li>\n"
    )


def _png(part: IndexImage, animation: PaletteAnimation, *, whole: bool) -> bytes:
    """A PNG of *part* with the colours it uses and no others."""
    used = np.flatnonzero(np.bincount(part.ravel(), minlength=256))
    index = np.zeros(256, np.uint8)
    index[used] = np.arange(len(used))
    image = Image.frombytes("P", (part.shape[1], part.shape[0]), index[part].tobytes())
    image.putpalette(animation.colours[used].tobytes())
    file = BytesIO()
    clear = {"transparency": int(index[animation.unchanged])} if animation.unchanged in used else {}
    image.save(file, "PNG", optimize=whole, **clear)  # the best costs more than it saves on pieces
    return file.getvalue()
