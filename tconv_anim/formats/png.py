"""PNG stills, with the command that made them as text inside."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .media import About, Still

__all__ = ["png_texts", "read", "write"]


def write(file: BinaryIO, still: Still) -> None:
    """Write *still* to *file*."""
    size = {"dpi": (still.dpi, still.dpi)} if still.dpi else {}
    Image.fromarray(still.image).save(
        file, "PNG", pnginfo=png_texts(still.about), optimize=True, **size
    )


def png_texts(about: About) -> PngInfo:
    """What a PNG says of itself."""
    info = PngInfo()
    for name, text in (
        ("Software", about.software),
        ("Title", about.title),
        ("Description", about.alt),
        ("Comment", about.command),
    ):
        if text and text.isascii():  # as most readers know it; iTXt otherwise
            info.add_text(name, text)
        elif text:
            info.add_itxt(name, text)
    return info


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    image = Image.open(file)
    image.load()  # texts may stand after the picture
    comment = getattr(image, "text", {}).get("Comment")
    return None if comment is None else str(comment)
