"""The documents, and the blocks of code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["DOCUMENTS", "ROOT", "Block", "blocks", "recipes"]

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "examples/README.md",
        "examples/REFERENCE.md",
    )
}
_BLOCK: Final = re.compile(r"(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A block of code, and the file it is to stand in where a line of its own names one."""

    path: str
    language: str
    text: str


def _blocks_of(document: str) -> Iterator[Block]:
    for path, language, text in _BLOCK.findall(document):
        yield Block(path, language, text)


def blocks(name: str, language: str) -> list[str]:
    """The blocks of a document in one language, those of recipes aside."""
    text = DOCUMENTS[name].partition("\n## Add ")[0]
    return [block.text for block in _blocks_of(text) if block.language == language]


def recipes() -> dict[str, list[Block]]:
    """What there is to do in each recipe of CONTRIBUTING.md, by its title."""
    _, *sections = DOCUMENTS["CONTRIBUTING.md"].split("\n## Add ")
    return {section.partition("\n")[0]: list(_blocks_of(section)) for section in sections}
