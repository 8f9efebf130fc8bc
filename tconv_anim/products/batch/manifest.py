"""What stands in the folder already: a file's command, version and digest, by its name."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
    "update_manifest",
]

MANIFEST: Final = "manifest.json"
_LOCK: Final = ".tconv-manifest.lock"
_PATIENCE_S: Final = 5
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


def _write(folder: Path, entries: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the entries, sorted, so that the same figures make the same bytes."""
    rows = (f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(entries.items()))
    told = ",\n".join(rows)  # a line each, so that changes can be read
    text = f'{{\n "tconv-anim": {json.dumps(__version__)},\n "figures": {{\n{told}\n }}\n}}\n'
    with replace_file(folder / MANIFEST) as file:
        file.write(text.encode())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone with the folder's manifest, as far as the system can say so.

    The lock is a file that a process makes and removes; one that stays for longer than
    anybody needs it belongs to a process that was killed.
    """
    lock, began = folder / _LOCK, time.monotonic()
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            with suppress(OSError):
                if time.time() - lock.stat().st_mtime > _PATIENCE_S:
                    lock.unlink()
                    continue
            if time.monotonic() - began > 2 * _PATIENCE_S:
                break  # nor is it worse than without one
            time.sleep(0.01)
        except PermissionError:  # Windows says so while another removes it
            if time.monotonic() - began > _PATIENCE_S:
                break
            time.sleep(0.01)
        except OSError:  # the folder cannot be written: whoever writes there will say so
            break
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def update_manifest(
    folder: Path, entries: Mapping[str, Mapping[str, Any]], gone: Iterable[str] = ()
) -> None:
    """Put *entries* into the manifest and take *gone* out; what other runs wrote there stays."""
    with _locked(folder):
        known: dict[str, Mapping[str, Any]] = {**read_manifest(folder), **entries}
        left = set(gone) - set(entries)
        _write(
            folder,
            {
                n: e
                for n, e in known.items()
                if n not in left and (n in entries or (folder / n).exists())
            },
        )


def digest_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_for(path: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of a file that was just drawn; *parameters*: its command, too."""
    return {"version": __version__, **parameters, "sha256": digest_of(path)}


def is_there(path: Path, entry: Mapping[str, Any] | None, command: str) -> bool:
    """Whether *path* is what that command draws, untouched since."""
    if entry is None or entry.get("command") != command or entry.get("version") != __version__:
        return False
    try:
        return digest_of(path) == entry.get("sha256")
    except OSError:
        return False
