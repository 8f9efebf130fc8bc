"""What stands in the folder already: a file's command, version and digest, by its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from ...formats.atomic import replace_file
from ...version import __version__

__all__ = [
    "MANIFEST",
    "Entries",
    "digest_of",
    "entry_for",
    "is_foreign",
    "is_there",
    "read_manifest",
    "write_manifest",
]

MANIFEST: Final = "manifest.json"
Entries: TypeAlias = dict[str, dict[str, Any]]


def read_manifest(folder: Path) -> Entries:
    """The entries of the folder's manifest; none where there is none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        figures = data["figures"]
        if all(isinstance(entry, dict) for entry in figures.values()):
            return dict(figures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return {}


def is_foreign(folder: Path) -> bool:
    """Whether another program's manifest stands there, which is not ours to replace."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return not (isinstance(data, dict) and "tconv-anim" in data)


def write_manifest(folder: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the entries, sorted, so that the same figures make the same bytes."""
    rows = (f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(entries.items()))
    told = ",\n".join(rows)  # a line each, so that changes can be read
    text = f'{{\n "tconv-anim": {json.dumps(__version__)},\n "figures": {{\n{told}\n }}\n}}\n'
    with replace_file(folder / MANIFEST) as file:
        file.write(text.encode())


def digest_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_for(path: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a file that was just drawn; *told*: its command and parameters."""
    return {"version": __version__, **told, "sha256": digest_of(path)}


def is_there(path: Path, entry: Mapping[str, Any] | None, command: str) -> bool:
    """Whether *path* is what that command draws, untouched since."""
    if entry is None or entry.get("command") != command or entry.get("version") != __version__:
        return False
    try:
        return digest_of(path) == entry.get("sha256")
    except OSError:
        return False
