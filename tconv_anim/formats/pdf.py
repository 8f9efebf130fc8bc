"""PDF stills as Matplotlib writes them: one page, text as text, fonts embedded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from .media import Drawing

__all__ = ["read", "write"]

_LIST: Final = "_drop_tables_default"


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
    with _plain_fonts():
        drawing.figure.savefig(file, format="pdf", metadata=metadata)


@contextmanager
def _plain_fonts() -> Iterator[None]:
    """Embed fonts without their tables for layout: a PDF places every glyph by itself.

    Taking those tables apart is a quarter of the time that a page of text takes, and
    Matplotlib has no setting for it. Where fontTools keeps its list elsewhere, they stay.
    """
    from fontTools.subset import Options

    usual = getattr(Options, _LIST, None)
    if usual is None:
        yield
        return
    setattr(Options, _LIST, [*usual, "GSUB", "GPOS", "GDEF"])
    try:
        yield
    finally:
        setattr(Options, _LIST, usual)


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
