"""Animated WebP, streamed: lossless, changed rectangles, the rest let through.

Pillow compresses the rectangles; its own writer of animations wants all frames in a
list. The file is put together here: a header, a chunk a frame, the command as XMP.
Format: WebP container specification (Google), chunks VP8X, ANIM, ANMF, VP8L and XMP.
"""

from __future__ import annotations

import struct
from html import escape
from io import BytesIO
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import Argument, FigureError
from .dirty_rects import Changes, with_holes
from .media import Metadata, PaletteAnimation

__all__ = ["write"]

MOST_SIDE: Final = 16_383
"""Pixels; what the compression can hold."""
_MOST_LOOPS: Final = 65_535
"""Plays are counted in 16 bits, which is one fewer than a GIF can."""
_ALPHA, _XMP, _ANIMATION = 0x10, 0x04, 0x02


def write(file: BinaryIO, animation: PaletteAnimation) -> None:
    """Write *animation* to *file*, a frame at a time; memory does not grow with its length.

    Raises
    ------
    FigureError
        The picture is larger than the format can hold.
    """
    wide, high = animation.size
    if max(wide, high) > MOST_SIDE:
        raise FigureError(
            "{size} is more than a WebP holds, {limit} pixels a side. Try {other}.",
            size=Argument("size", animation.size),
            limit=MOST_SIDE,
            other=Argument("path", "figure.gif"),
        )
    start = file.tell()
    file.write(b"RIFF\0\0\0\0WEBP")
    flags = struct.pack("<I", _ALPHA | _XMP | _ANIMATION)
    _chunk(file, b"VP8X", flags + _three(wide - 1) + _three(high - 1))
    # A background no player shows, and how often it plays: 0 is for ever.
    _chunk(file, b"ANIM", struct.pack("<IH", 0, min(animation.loop, _MOST_LOOPS)))
    colours = np.zeros((256, 4), np.uint8)
    colours[: len(animation.colours), :3] = animation.colours
    colours[:, 3] = 255
    colours[animation.unchanged] = 0
    pixels = colours.view(np.uint32)[:, 0]  # four bytes as one are looked up faster
    changes = Changes(animation, grid=2)  # places are counted in pairs of pixels
    for image, ms, *_ in animation.frames:
        part = changes.to(image)
        drawn = with_holes(part, animation.unchanged)
        place = _three(part.x // 2) + _three(part.y // 2)
        size = _three(drawn.shape[1] - 1) + _three(drawn.shape[0] - 1)
        blend_and_keep = b"\0"
        data = place + size + _three(ms) + blend_and_keep + _image_chunk(pixels[drawn])
        _chunk(file, b"ANMF", data)
    _chunk(file, b"XMP ", _xmp(animation.metadata).encode())
    end = file.tell()
    file.seek(start + 4)
    file.write(struct.pack("<I", end - start - 8))
    file.seek(end)


def _image_chunk(pixels: NDArray[np.uint32]) -> bytes:
    """The chunk that holds the pixels of an image, without the file around it."""
    made = BytesIO()
    image = pixels.view(np.uint8).reshape(*pixels.shape, 4)
    Image.fromarray(image).save(made, "WEBP", lossless=True, quality=70, method=2)
    return made.getvalue()[12:]


def _three(number: int) -> bytes:
    """A number in three bytes, as this format likes them."""
    return struct.pack("<I", number)[:3]


def _chunk(file: BinaryIO, name: bytes, data: bytes) -> None:
    file.write(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2))


def _xmp(metadata: Metadata) -> str:
    def words(name: str, text: str) -> str:
        item = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
        return f"<dc:{name}><rdf:Alt>{item}</rdf:Alt></dc:{name}>"

    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<xmp:CreatorTool>{escape(metadata.software)}</xmp:CreatorTool>"
        f"<dc:source>{escape(metadata.command)}</dc:source>"
        f"{words('title', metadata.title)}{words('description', metadata.alt)}"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
