"""PNG stills, with the command that made them as text inside."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .film import Still

__all__ = ["write_png"]


def write_png(file: BinaryIO, still: Still) -> None:
    """Write *still* to *file*."""
    info = PngInfo()
    info.add_text("Software", still.software)
    # Plain text where Latin-1 will do, as most readers know it; iTXt otherwise.
    info.add_text("Comment", still.comment) if still.comment.isascii() else info.add_itxt(
        "Comment", still.comment
    )
    Image.fromarray(still.image).save(file, "PNG", pnginfo=info, optimize=True)
