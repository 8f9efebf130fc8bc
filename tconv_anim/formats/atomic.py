"""A file, or a folder of them, is written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from ..errors import OutputError

__all__ = ["remove_stale_files", "replace_file", "replace_folder"]


@contextmanager
def replace_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of *path* once the block ends well.

    It is written beside the target under a temporary name and renamed; if the block
    fails or is interrupted it is removed, and what was at *path* stays untouched.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    remove_stale_files(target.parent)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=_prefix(), suffix=_NEW)
    except OSError as error:
        raise _failed(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.chmod(_mode(target, 0o666))
        temporary.replace(target)
    except OSError as error:
        _discard(temporary)
        raise _failed(path, error) from error
    except BaseException:
        _discard(temporary)
        raise


@contextmanager
def replace_folder(path: Path) -> Iterator[Path]:
    """A folder that takes the place of *path* once the block ends well, else leaves nothing."""
    target = Path(os.path.realpath(path))
    remove_stale_files(target.parent)
    try:
        place = Path(tempfile.mkdtemp(dir=target.parent, prefix=_prefix(), suffix=_NEW))
    except OSError as error:
        raise _failed(path, error) from error
    old = place.with_suffix(_OLD)
    try:
        yield place
        place.chmod(_mode(target, 0o777))
        _put(place, target, old)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
        _put_back(old)


def _put(place: Path, target: Path, old: Path) -> None:
    """Rename *place* to *target*, and move what is there into *old*, whoever else does so."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            old.mkdir(exist_ok=True)
            target.rename(old / target.name)
        try:
            place.rename(target)
            return
        except OSError:
            if not target.exists():
                raise
        shutil.rmtree(old, ignore_errors=True)  # another process was quicker: replace its folder
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _put_back(old: Path) -> None:
    """Give what *old* holds its name again, or remove it where something new has that name."""
    with suppress(OSError):
        for kept in old.iterdir():
            target = old.parent / kept.name
            if not target.exists():
                kept.rename(target)
        gone = old.with_suffix(_NEW)
        old.rename(gone)  # so that the next run removes what is left, were we killed now
        shutil.rmtree(gone, ignore_errors=True)


_TRIES: Final = 100
_NEW, _OLD = ".part", ".old"
_TEMPORARY: Final = re.compile(rf"\.tconv-[0-9]+-.*({_NEW}|{_OLD})")
_FRESH_S: Final = 3600


def _prefix() -> str:
    """Of temporary names: whose they are."""
    return f".tconv-{os.getpid()}-"


def remove_stale_files(folder: Path) -> None:
    """Clear temporary files of processes that were killed; those at work keep theirs.

    A folder that was about to be replaced gets its name again.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _TEMPORARY.fullmatch(entry.name)]
        for path in sorted(map(Path, left), key=lambda path: path.suffix == _OLD):
            if not _at_work(path, int(path.name.split("-")[1])):
                (_put_back if path.suffix == _OLD else _discard)(path)


def _at_work(path: Path, pid: int) -> bool:
    """Whether the process that writes *path* lives."""
    if os.name == "nt":  # asking would kill it; but nobody can remove a file that is open
        return time.time() - path.stat().st_mtime < _FRESH_S
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    try:  # one that was killed may wait for its parent to notice
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[:1] != ["Z"]


def _mode(target: Path, otherwise: int) -> int:
    """Permissions of what is being replaced, or those that anything new gets of *otherwise*."""
    with suppress(OSError):
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return otherwise & ~mask


def _discard(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()
        return
    shutil.rmtree(temporary, ignore_errors=True)  # frames have a folder


def _failed(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error) or type(error).__name__
    return OutputError(f"cannot write {path}: {reason}.")
