"""The command stored in a file, found without decoding a picture.

One function a container. They load neither NumPy nor Pillow, so that ``explain`` starts
fast; what a broken file makes them raise is for the caller to catch. A file may be a
stranger's: no more of it is read than a command can take.
Formats: GIF89a (CompuServe, 1990); PNG, third edition (W3C, 2025), chunks tEXt, zTXt and
iTXt; WebP container (Google); ISO base media file (ISO/IEC 14496-12); WebM tags; PDF 1.7
(ISO 32000-1), 7.3.4.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from html import unescape
from itertools import repeat
from typing import BinaryIO, Final

__all__ = [
    "MOST_COMMAND",
    "TooLongError",
    "gif",
    "html",
    "mp4",
    "pdf",
    "png",
    "svg",
    "webm",
    "webp",
]

MOST_COMMAND: Final = 1 << 16
"""Bytes that a stored command may have."""
_MOST_TEXT: Final = 1 << 20
"""Bytes in which a command is looked for, at the beginning or the end of a file, and which a
text may have that has other things in it: sentences, escapes."""
_MOST_PARTS: Final = 1 << 18
"""Chunks, boxes or blocks that are passed over to get there."""


class TooLongError(Exception):
    """A text, or the way to it, is longer than is read."""


def _text(file: BinaryIO, length: int) -> bytes:
    """The next *length* bytes, which have to be few."""
    if length > _MOST_TEXT:
        raise TooLongError
    return file.read(length)


def _some_parts() -> Iterator[None]:
    yield from repeat(None, _MOST_PARTS)
    raise TooLongError


def gif(file: BinaryIO) -> str | None:
    """The first comment of a GIF, or None."""
    table = file.read(13)[10]
    if table & 0x80:
        file.seek(3 * 2 ** ((table & 7) + 1), os.SEEK_CUR)
    while (kind := file.read(1)) and file.tell() < _MOST_TEXT:  # it stands before the pictures
        if kind == b"!" and file.read(1) == b"\xfe":
            return b"".join(_gif_blocks(file)).decode("utf-8", "replace")
        if kind == b",":
            table = file.read(9)[8]
            colours = 3 * 2 ** ((table & 7) + 1) if table & 0x80 else 0
            file.seek(colours + 1, os.SEEK_CUR)  # and the code size
        elif kind != b"!":  # the trailer
            return None
        for _block in _gif_blocks(file):
            pass
    return None


def _gif_blocks(file: BinaryIO) -> Iterator[bytes]:
    for _ in _some_parts():
        if not (length := file.read(1)[0]):
            return
        yield file.read(length)


def png(file: BinaryIO) -> str | None:
    """The text called Comment of a PNG, animated or not, or None."""
    file.seek(8, os.SEEK_CUR)
    for _ in _some_parts():
        if len(head := file.read(8)) < 8:
            break
        length, kind = struct.unpack(">I4s", head)
        if kind not in (b"tEXt", b"zTXt", b"iTXt"):
            file.seek(length + 4, os.SEEK_CUR)
            continue
        data = _text(file, length)
        file.seek(4, os.SEEK_CUR)
        if data.startswith(b"Comment\0"):
            return _png_text(kind, data[8:])
    return None


def _png_text(kind: bytes, data: bytes) -> str:
    """The text of a chunk, what stands after its keyword."""
    if kind == b"tEXt":
        return data.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(data[1:]).decode("latin-1")
    _language, _keyword, text = data[2:].split(b"\0", 2)
    return (_inflated(text) if data[0] else text).decode("utf-8", "replace")


def _inflated(data: bytes) -> bytes:
    import zlib

    return zlib.decompressobj().decompress(data, _MOST_TEXT)


def webp(file: BinaryIO) -> str | None:
    """The source that the XMP packet of a WebP names, or None."""
    file.seek(12, os.SEEK_CUR)
    for _ in _some_parts():
        if len(head := file.read(8)) < 8:
            break
        kind, length = struct.unpack("<4sI", head)
        if kind == b"XMP ":
            return _dublin_core_source(_text(file, length))
        file.seek(length + length % 2, os.SEEK_CUR)
    return None


def svg(file: BinaryIO) -> str | None:
    """The source that the metadata of an SVG name, or None."""
    return _dublin_core_source(file.read(_MOST_TEXT))


def _dublin_core_source(data: bytes) -> str | None:
    _before, found, after = data.partition(b"<dc:source>")
    source, ended, _after = after.partition(b"</dc:source>")
    if found and not ended and len(data) == _MOST_TEXT:
        raise TooLongError
    return unescape(source.decode("utf-8", "replace")) if ended else None


def html(file: BinaryIO) -> str | None:
    """The command in the head of a player's page, or None."""
    data = file.read(_MOST_TEXT)
    _before, found, after = data.partition(b'<meta name="command" content="')
    command, ended, _after = after.partition(b'">')
    if found and not ended and len(data) == _MOST_TEXT:
        raise TooLongError
    return unescape(command.decode("utf-8", "replace")) if ended else None


def mp4(file: BinaryIO) -> str | None:
    """The comment in the boxes of an MP4, or None."""
    start = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(start)
    data = _box(file, end, (b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data"))
    return data[8:].decode("utf-8", "replace") if data else None  # after its kind and language


def _box(file: BinaryIO, end: int, path: tuple[bytes, ...]) -> bytes | None:
    """What is in the box at *path*: boxes stand in boxes, each with its length and name."""
    name, *rest = path
    for _ in _some_parts():
        if (start := file.tell()) + 8 > end:
            break
        length, found = struct.unpack(">I4s", file.read(8))
        if length == 1:  # it did not fit
            (length,) = struct.unpack(">Q", file.read(8))
        stop = start + length if length else end
        if stop <= start or stop > end:
            return None
        if found == name:
            if name == b"meta":  # alone among these it has a version before its boxes
                file.seek(4, os.SEEK_CUR)
            return _box(file, stop, tuple(rest)) if rest else _text(file, stop - file.tell())
        file.seek(stop)
    return None


def webm(file: BinaryIO) -> str | None:
    """The tag COMMENT of a WebM, or None."""
    data = file.read(_MOST_TEXT)
    # A tag (67C8) has a name (45A3) and a text (4487), each with its length before it.
    found = re.search(rb"\x45\xa3\x87COMMENT\x44\x87", data)
    if not found or found.end() == len(data):
        return None
    # As many bytes of length as there are zero bits first, and one; those bits left out.
    at, first = found.end(), data[found.end()]
    count = 9 - first.bit_length()
    length = int.from_bytes(data[at : at + count]) & ~(1 << 7 * count)
    if at + count + length > len(data) == _MOST_TEXT:
        raise TooLongError
    return data[at + count : at + count + length].decode("utf-8", "replace")


def pdf(file: BinaryIO) -> str | None:
    """The keywords of a PDF, or None."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_TEXT))
    data = file.read()
    if (at := data.rfind(b"/Keywords")) < 0:  # they stand behind the pages
        return None
    string = _PDF_STRING.match(data, at + len(b"/Keywords"))
    return _pdf_text(string[1]) if string else None


_PDF_STRING: Final = re.compile(rb"\s*+(\((?:\\.|[^\\)])*+\)|<[0-9A-Fa-f\s]*+>)", re.DOTALL)


def _pdf_text(string: bytes) -> str:
    """A string object of a PDF: in brackets with escapes, or in hexadecimal digits."""
    if string.startswith(b"<"):
        raw = bytes.fromhex(string[1:-1].decode("ascii"))
    else:
        raw = re.sub(rb"\\(\r\n|[0-7]{1,3}|.)", _pdf_escape, string[1:-1], flags=re.DOTALL)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("latin-1")


def _pdf_escape(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if escape[:1].isdigit():
        return bytes([int(escape, 8) % 256])
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
    return plain.get(escape, escape)
