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
from typing import BinaryIO, Final, NamedTuple
from zlib import crc32

import numpy as np
from PIL import Image

from .dirty_rects import Changes
from .media import IndexImage, PaletteAnimation, RGBImage, TimedImage

__all__ = ["write"]

HEAD: Final = 33
"""Bytes of a PNG before its colours: the signature and the chunk IHDR."""
WHOLE_EVERY: Final = 16
"""Frames from one whole picture to the next: as far as a jump may have to draw."""


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length."""
    first = next(animation.frames)
    head, tail = _page(animation, paper=animation.colours[first.image[0, 0]]).split(
        "<!-- frames -->\n"
    )
    file.write(head.encode())
    changes, number, motion = Changes(animation), 0, list[_Piece]()
    before = first.image
    for frame in chain([first], animation.frames):
        if frame.between:
            before = before if motion else changes.picture
            motion.append(_piece(frame, changes, animation))
            continue
        if motion:  # what moved is drawn again, so that nobody needs to have seen it
            changes.forget(changes.picture != before)
        piece = _piece(frame, changes, animation, whole=number % WHOLE_EVERY == 0)
        file.write(_item(frame.text, piece, motion, whole=number % WHOLE_EVERY == 0).encode())
        number, motion = number + 1, []
    file.write(tail.encode())


def _page(animation: PaletteAnimation, *, paper: RGBImage) -> str:
    """The page around its frames."""
    parts, (wide, high) = files(__package__) / "player", animation.size
    metadata = animation.metadata
    dark = int(paper.astype(int) @ (299, 587, 114)) < 128_000
    papers = "auto" if animation.dark is not None else "dark" if dark else "light"
    return Template((parts / "page.html").read_text("utf-8")).substitute(
        paper=papers,
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


class _Piece(NamedTuple):
    """What is new in a picture, and where."""

    ms: int
    x: int
    y: int
    png: str
    """In base64."""
    dark: str = ""
    """What stands in place of the PNG's colours for readers who prefer dark, see :func:`_png`."""


def _piece(
    frame: TimedImage, changes: Changes, animation: PaletteAnimation, *, whole: bool = False
) -> _Piece:
    part = changes.to(frame.image)
    if whole:
        return _Piece(frame.ms, 0, 0, *_png(frame.image, animation, whole=True))
    image = np.where(part.changed, part.image, np.uint8(animation.unchanged))
    return _Piece(frame.ms, part.x, part.y, *_png(image, animation, whole=False))


def _item(text: str, piece: _Piece, motion: list[_Piece], *, whole: bool) -> str:
    """One frame: what is new in it since the frame before and where, its time, what it says.

    ``data-motion`` has the pictures on the way to it, "ms,x,y,png,dark" each, from the frame
    before or the last of them on; ``data-ms`` is the time of all of them together.
    """
    ms = piece.ms + sum(part.ms for part in motion)
    between = " ".join(",".join(map(str, part)).rstrip(",") for part in motion)
    dark = f' data-dark="{piece.dark}"' if piece.dark else ""
    moves = f' data-motion="{between}"' if motion else ""
    return (
        f'<li data-ms="{ms}" data-at="{piece.x},{piece.y}"{" data-whole" * whole}'
        f' data-png="{piece.png}"{dark}{moves}>{escape(text)}</li>\n'
    )


def _png(part: IndexImage, animation: PaletteAnimation, *, whole: bool) -> tuple[str, str]:
    """A PNG of *part* with the colours it uses and no others, and its chunk PLTE in dark.

    That chunk begins after 33 bytes and has a multiple of three, so that even in base64 one
    can stand in place of the other.
    """
    used = np.flatnonzero(np.bincount(part.ravel(), minlength=256))
    index = np.zeros(256, np.uint8)
    index[used] = np.arange(len(used))
    image = Image.frombytes("P", (part.shape[1], part.shape[0]), index[part].tobytes())
    image.putpalette(animation.colours[used].tobytes())
    file = BytesIO()
    clear = {"transparency": int(index[animation.unchanged])} if animation.unchanged in used else {}
    image.save(file, "PNG", optimize=whole, **clear)  # the best costs more than it saves on pieces
    png, dark = file.getvalue(), b""
    if animation.dark is not None:
        length = int.from_bytes(png[HEAD : HEAD + 4], "big")
        chunk = b"PLTE" + animation.dark[used].tobytes().ljust(length, b"\0")
        dark = length.to_bytes(4, "big") + chunk + crc32(chunk).to_bytes(4, "big")
    return b64encode(png).decode(), b64encode(dark).decode()
