"""WebM with VP9, without loss but for the coarser colours that players want.

As with MP4 a file cannot say how often it plays: ``--loop`` stays without effect.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from .media import PaletteAnimation
from .video import check, write_video

__all__ = ["check", "write"]

_VP9: Final = (
    *("-c:v", "libvpx-vp9", "-lossless", "1"),
    # The quickest of its ways takes half as long, for half as many bytes again.
    *("-deadline", "good", "-cpu-used", "3", "-auto-alt-ref", "0"),
    *("-lag-in-frames", "0", "-row-mt", "1"),
    *("-f", "webm"),
)


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*."""
    write_video(file, animation, _VP9)
