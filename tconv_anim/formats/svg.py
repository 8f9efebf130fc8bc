"""SVG stills as Matplotlib writes them: text as text, with title and description."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import BinaryIO

from .media import VectorImage

__all__ = ["write"]


def write(file: BinaryIO, vector: VectorImage) -> None:
    """Write *vector* to *file*."""
    stored, output = vector.metadata, BytesIO()
    metadata = {"Date": None, "Creator": [stored.software], "Source": stored.command}
    vector.figure.savefig(output, format="svg", metadata=metadata)
    text = output.getvalue().decode()
    # Matplotlib knows no description; screen readers read it where the picture is inline.
    description = f"<title>{escape(stored.title)}</title>\n <desc>{escape(stored.alt)}</desc>\n "
    opening = text.index("<svg")
    head, body = text[:opening], text[opening:]
    body = body.replace("<svg ", '<svg role="img" ', 1)
    inner = body.index(">") + 1
    file.write(f"{head}{body[:inner]}\n {description}{body[inner:].lstrip()}".encode())
