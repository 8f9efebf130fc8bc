"""PDF stills as Matplotlib writes them: one page, text as text, fonts embedded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, Final

from .media import VectorImage

__all__ = ["write"]

_LIST: Final = "_drop_tables_default"


def write(file: BinaryIO, vector: VectorImage) -> None:
    """Write *vector* to *file*."""
    stored = vector.metadata
    metadata = {
        "Title": stored.title,
        "Subject": stored.alt,
        "Keywords": stored.command,
        "Creator": stored.software,
        "CreationDate": None,  # the same command, the same bytes
    }
    whole = BytesIO()  # on a full disk Matplotlib would fail a second time, and say that alone
    with _plain_fonts():
        vector.figure.savefig(whole, format="pdf", metadata=metadata)
    file.write(whole.getbuffer())


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
