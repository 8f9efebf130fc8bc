"""MP4 with H.264, in the form that PowerPoint, Keynote and browsers play.

A video cannot say how often it plays, so ``--loop`` stays without effect: that is the
player's choice (PowerPoint: Playback, Loop; HTML: the attribute ``loop``).
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Final

from .media import Film
from .video import check, write_video

__all__ = ["check", "read", "write"]

_H264: Final = (
    *("-c:v", "libx264", "-preset", "faster", "-profile:v", "high"),
    # The finest quantiser that is not lossless, which players do not take: flat areas stay
    # flat, text sharp, for a tenth more. Frames that refer forward would save little where
    # most stand still, and start late in some players.
    *("-qp", "1", "-bf", "0"),
    # Index and metadata first, so that browsers can begin before they have all of it.
    *("-movflags", "+faststart", "-f", "mp4"),
)


def write(file: BinaryIO, film: Film) -> None:
    """Write *film* to *file*."""
    write_video(file, film, _H264)


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    start = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    data = _box(file, end, (b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data"))
    return data[8:].decode("utf-8", "replace") if data else None  # after its kind and language


def _box(file: BinaryIO, end: int, path: tuple[bytes, ...]) -> bytes | None:
    """What is in the box at *path*: boxes stand in boxes, each with its length and name."""
    name, *rest = path
    while (start := file.tell()) + 8 <= end:
        length, found = struct.unpack(">I4s", file.read(8))
        if length == 1:  # it did not fit
            (length,) = struct.unpack(">Q", file.read(8))
        stop = start + length if length else end
        if stop <= start or stop > end:
            return None
        if found == name:
            if name == b"meta":  # alone among these it has a version before its boxes
                file.seek(4, os.SEEK_CUR)
            return _box(file, stop, tuple(rest)) if rest else file.read(stop - file.tell())
        file.seek(stop)
    return None
