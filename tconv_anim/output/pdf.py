"""PDF stills as Matplotlib writes them: one page, text as text, fonts embedded."""

from __future__ import annotations

import re
from typing import BinaryIO

from .film import Drawing

__all__ = ["read", "write"]


def write(file: BinaryIO, drawing: Drawing) -> None:
    """Write *drawing* to *file*."""
    about = drawing.about
    metadata = {
        "Title": about.title,
        "Subject": about.alt,
        "Keywords": about.command,
        "Creator": about.software,
        "CreationDate": None,  # the same command, the same bytes
    }
    drawing.figure.savefig(file, format="pdf", metadata=metadata)


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    data = file.read()
    found = re.search(rb"/Keywords\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)", data)
    return _text(found[1]) if found else None


def _text(value: bytes) -> str:
    """A string object of a PDF: in brackets with escapes, or in hexadecimal digits."""
    if value.startswith(b"<"):
        raw = bytes.fromhex(value[1:-1].decode("ascii"))
    else:
        raw = re.sub(rb"\\(\r\n|[0-7]{1,3}|.)", _escape, value[1:-1], flags=re.DOTALL)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("latin-1")


def _escape(match: re.Match[bytes]) -> bytes:
    what = match[1]
    if what[:1].isdigit():
        return bytes([int(what, 8) % 256])
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
    return plain.get(what, what)
