"""MP4 with H.264, in the form that PowerPoint, Keynote and browsers play.

A video cannot say how often it plays, so ``--loop`` stays without effect: that is the
player's choice (PowerPoint: Playback, Loop; HTML: the attribute ``loop``).
"""

from __future__ import annotations

from typing import BinaryIO, Final

from .media import PaletteAnimation
from .video import check, write_video

__all__ = ["check", "write"]

_H264: Final = (
    *("-c:v", "libx264", "-preset", "veryslow", "-profile:v", "high"),
    # So fine that no pixel is off by what can be seen, and smaller than a GIF: pictures are few,
    # as those that repeat are left out, so the search for what is alike may be long. Frames that
    # refer forward would save little, and start late in some players.
    *("-qp", "9", "-tune", "animation", "-bf", "0"),
    # Index and metadata first, so that browsers can begin before they have all of it.
    *("-movflags", "+faststart", "-f", "mp4"),
)


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*."""
    write_video(file, animation, _H264)
