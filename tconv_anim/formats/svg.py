"""SVG stills as Matplotlib writes them: text as text, with title and description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import BinaryIO, Final

from .media import VectorImage

__all__ = ["write"]

_STYLE: Final = re.compile(r'style="([^"]*)(#[0-9a-f]{6})([^"]*)"')


def write(file: BinaryIO, vector: VectorImage) -> None:
    """Write *vector* to *file*."""
    stored, output = vector.metadata, BytesIO()
    metadata = {"Date": None, "Creator": [stored.software], "Source": stored.command}
    vector.figure.savefig(output, format="svg", metadata=metadata)
    text, style = output.getvalue().decode(), ""
    if vector.schemes:
        text, style = _in_both(text, vector.schemes)
    # Matplotlib knows no description; screen readers read it where the picture is inline.
    description = f"<title>{escape(stored.title)}</title>\n <desc>{escape(stored.alt)}</desc>\n "
    opening = text.index("<svg")
    head, body = text[:opening], text[opening:]
    body = body.replace("<svg ", '<svg role="img" ', 1)
    inner = body.index(">") + 1
    file.write(f"{head}{body[:inner]}\n {description}{style}{body[inner:].lstrip()}".encode())


def _in_both(text: str, schemes: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The picture in light colours, and the rules that make it dark where that is preferred.

    Programs that know no such rules show it light.
    """
    names = {colour: f"tconv-{number}" for number, colour in enumerate(schemes)}
    used: dict[str, str] = {}

    def both(match: re.Match[str]) -> str:
        before, colour, after = match.groups()
        if colour not in schemes:
            return match[0]
        light, used[names[colour]] = schemes[colour]
        return f'class="{names[colour]}" style="{before}{light}{after}"'

    text = _STYLE.sub(both, text)
    rules = "".join(f".{name}{{fill:{dark}!important}}" for name, dark in sorted(used.items()))
    return text, f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>\n "
