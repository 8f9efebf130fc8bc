"""A file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..arithmetic.errors import OutputError

__all__ = ["replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of *path* once the block ends well.

    It is written beside the target under a temporary name and renamed; if the block
    fails or is interrupted it is removed, and what was at *path* stays untouched.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tconv-", suffix=".part")
    except OSError as error:
        raise _failed(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except OSError as error:
        _discard(temporary)
        raise _failed(path, error) from error
    except BaseException:
        _discard(temporary)
        raise


def _mode(target: Path) -> int:
    """Permissions of the file being replaced, or those any new file gets."""
    with suppress(OSError):
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _discard(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


def _failed(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error) or type(error).__name__
    return OutputError(f"cannot write {path}: {reason}.")
