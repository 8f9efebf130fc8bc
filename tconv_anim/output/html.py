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

from .film import Film, IndexImage, RGBImage, Shot

__all__ = ["read", "write"]

WHOLE_EVERY: Final = 16
"""Frames from one whole picture to the next: as far as a jump may have to draw."""


def write(file: BinaryIO, film: Film) -> None:
    """Write *film* to *file*, a frame at a time; memory does not grow with its length."""
    first = next(film.shots)
    head, tail = _page(film, paper=film.colours[first.image[0, 0]]).split("<!-- frames -->\n")
    file.write(head.encode())
    before: IndexImage | None = None
    for number, shot in enumerate(chain([first], film.shots)):
        whole = number % WHOLE_EVERY == 0
        file.write(_item(shot, None if whole else before, film).encode())
        if before is None:
            before = shot.image.copy()
        else:
            np.copyto(before, shot.image)
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


def _item(shot: Shot, before: IndexImage | None, film: Film) -> str:
    """One frame: what is new since *before*, how long it stays, what it says."""
    part, left, top = shot.image, 0, 0
    if before is not None:
        changed = shot.image != before
        rows, columns = _span(changed.any(axis=1)), _span(changed.any(axis=0))
        part = np.where(changed, shot.image, np.uint8(film.unchanged))[rows, columns]
        left, top = columns.start, rows.start
    png = b64encode(_png(part, film, whole=before is None)).decode()
    whole = " data-whole" if before is None else ""
    return (
        f'<li data-ms="{shot.ms}" data-at="{left},{top}"{whole} data-png="{png}">'
        f"{escape(shot.words)}</li>\n"
    )


def _span(changed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> slice:
    """From the first to the last that changed; one place where nothing did."""
    places = np.flatnonzero(changed)
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0, 1)


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
