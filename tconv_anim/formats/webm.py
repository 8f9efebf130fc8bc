"""WebM with VP9, without loss but for the coarser colours that players want.

As with MP4 a file cannot say how often it plays: ``--loop`` stays without effect.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from .media import Film
from .video import check, write_video

__all__ = ["check", "read", "write"]

_VP9: Final = (
    *("-c:v", "libvpx-vp9", "-lossless", "1"),
    # The quickest of its ways: slower ones save a tenth and take ten times as long.
    *("-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-row-mt", "1"),
    *("-f", "webm"),
)


def write(file: BinaryIO, film: Film) -> None:
    """Write *film* to *file*."""
    write_video(file, film, _VP9)


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    data = file.read()
    # A tag (67C8) has a name (45A3) and a text (4487), each with its length before it.
    found = re.search(rb"\x45\xa3\x87COMMENT\x44\x87", data)
    if not found or found.end() == len(data):
        return None
    # As many bytes of length as there are zero bits first, and one; those bits left out.
    at, first = found.end(), data[found.end()]
    count = 9 - first.bit_length()
    length = int.from_bytes(data[at : at + count]) & ~(1 << 7 * count)
    return data[at + count : at + count + length].decode("utf-8", "replace")
