"""A page that plays: every frame as a piece of PNG and as text, and a small player.

The page needs nothing else, and may not fetch anything. Its parts, and how the player
reads the frames, are in ``player/``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape, unescape
from importlib.resources import files
from io import BytesIO
from itertools import chain
from string import Template
from typing import BinaryIO, Final

import numpy as np
from PIL import Image

from .dirty_rects import Changes
from .media import Film, IndexImage, RGBImage, Shot

__all__ = ["read", "write"]

WHOLE_EVERY: Final = 16
"""Frames from one whole picture to the next: as far as a jump may have to draw."""


def write(file: BinaryIO, film: Film) -> None:
    """Write *film* to *file*, a frame at a time; memory does not grow with its length."""
    first = next(film.shots)
    head, tail = _page(film, paper=film.colours[first.image[0, 0]]).split("<!-- frames -->\n")
    file.write(head.encode())
    changes = Changes(film)
    for number, shot in enumerate(chain([first], film.shots)):
        part, whole = changes.to(shot.image), number % WHOLE_EVERY == 0
        if whole:
            item = _item(shot, 0, 0, _png(shot.image, film, whole=True), " data-whole")
        else:
            image = np.where(part.changed, part.image, np.uint8(film.unchanged))
            item = _item(shot, part.x, part.y, _png(image, film, whole=False))
        file.write(item.encode())
    file.write(tail.encode())


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    text = file.read().decode("utf-8", "replace")
    command = re.search(r'<meta name="command" content="([^"]*)">', text)
    return unescape(command[1]) if command else None


def _page(film: Film, *, paper: RGBImage) -> str:
    """The page around its frames."""
    parts, about, (wide, high) = files(__package__) / "player", film.about, film.size
    dark = int(paper.astype(int) @ (299, 587, 114)) < 128_000
    return Template((parts / "page.html").read_text("utf-8")).substitute(
        paper="dark" if dark else "light",
        schemes="dark" if dark else "light dark",
        style=(parts / "player.css").read_text("utf-8").rstrip(),
        script=(parts / "player.js").read_text("utf-8").rstrip(),
        title=escape(about.title or about.software),
        alt=escape(about.alt),
        command=escape(about.command),
        software=escape(about.software),
        wide=wide,
        high=high,
        count=film.count,
        loop=film.loop,
    )


def _item(shot: Shot, x: int, y: int, png: bytes, mark: str = "") -> str:
    """One frame: what is new in it and where, how long it stays, what it says."""
    return (
        f'<li data-ms="{shot.ms}" data-at="{x},{y}"{mark} data-png="{b64encode(png).decode()}">'
        f"{escape(shot.words)}</li>\n"
    )


def _png(part: IndexImage, film: Film, *, whole: bool) -> bytes:
    """A PNG of *part* with the colours it uses and no others."""
    used = np.flatnonzero(np.bincount(part.ravel(), minlength=256))
    index = np.zeros(256, np.uint8)
    index[used] = np.arange(len(used))
    image = Image.frombytes("P", (part.shape[1], part.shape[0]), index[part].tobytes())
    image.putpalette(film.colours[used].tobytes())
    file = BytesIO()
    clear = {"transparency": int(index[film.unchanged])} if film.unchanged in used else {}
    image.save(file, "PNG", optimize=whole, **clear)  # the best costs more than it saves on pieces
    return file.getvalue()
