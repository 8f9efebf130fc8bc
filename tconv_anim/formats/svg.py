"""SVG stills as Matplotlib writes them: text as text, with title and description."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from typing import BinaryIO

from .media import Drawing

__all__ = ["read", "write"]


def write(file: BinaryIO, drawing: Drawing) -> None:
    """Write *drawing* to *file*."""
    about, made = drawing.about, BytesIO()
    metadata = {"Date": None, "Creator": [about.software], "Source": about.command}
    drawing.figure.savefig(made, format="svg", metadata=metadata)
    text = made.getvalue().decode()
    # Matplotlib knows no description; screen readers read it where the picture is inline.
    said = f"<title>{escape(about.title)}</title>\n <desc>{escape(about.alt)}</desc>\n "
    opening = text.index("<svg")
    head, body = text[:opening], text[opening:]
    body = body.replace("<svg ", '<svg role="img" ', 1)
    inner = body.index(">") + 1
    file.write(f"{head}{body[:inner]}\n {said}{body[inner:].lstrip()}".encode())


def read(file: BinaryIO) -> str | None:
    """The command in a file of this kind, or None."""
    from html import unescape

    text = file.read().decode("utf-8", "replace")
    source = re.search(r"<dc:source>(.*?)</dc:source>", text, re.DOTALL)
    return unescape(source[1]) if source else None
