"""Draw what is not there yet, on as many cores as are given, and keep the manifest."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed, wait
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from ...errors import OutputError, TconvError
from ...formats.atomic import remove_stale_files
from .drawing import Spec, draw
from .manifest import Entries, entry_for, is_there, read_manifest, update_manifest

__all__ = ["Draw", "Outcome", "Task", "run"]

_EVERY_S: Final = 0.5
"""So often the manifest is written while figures are drawn."""


class Task(NamedTuple):
    """One file to be drawn."""

    name: str
    """Of the file, in the folder."""
    place: str
    """Of its row."""
    spec: Spec
    """What is to be drawn."""
    layout: bytes
    """The same laid out, as a process that draws is given it; empty: that was not needed."""
    command: str
    """The canonical one, which the file says of itself."""
    parameters: Mapping[str, Any]
    """Its parameters, for the manifest."""
    repeatable: bool = True
    """Whether the command alone says what is drawn: no file can change meanwhile."""

    def is_there(self, folder: Path, known: Entries) -> bool:
        """Whether its file in *folder* is what it would draw, as the manifest *known* says."""
        if not self.repeatable:
            return False
        return is_there(folder / self.name, known.get(self.name), self.command)


Draw: TypeAlias = Callable[[Spec | bytes, str], None]
"""Draws (what) to (path): a function of a module, so that other processes know it."""


class Outcome(NamedTuple):
    """What became of the tasks."""

    drawn: list[Task]
    there: list[Task]
    """Those whose files were there already."""
    failed: list[tuple[Task, str]]
    """And why, one line each."""


def run(
    tasks: Sequence[Task],
    folder: Path,
    draw: Draw = draw,
    *,
    executor: Executor | None = None,
    force: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
) -> Outcome:
    """Draw the tasks into *folder*, which is made where it is missing.

    Parameters
    ----------
    executor : concurrent.futures.Executor, optional
        Who draws. None: this process, one after another.
    force : bool
        Draw also what is there.
    progress : callable, optional
        Called with (files done, failed, all).

    A task that fails does not stop the others. Interrupted, what is drawn so far is in the
    manifest, and the next run goes on from there; nothing is interrupted where that was all.
    """
    folder = folder.absolute()  # who draws may stand elsewhere
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise OutputError(f"cannot make the folder {folder}: {wrong.strerror}.") from wrong
    remove_stale_files(folder)
    known = read_manifest(folder)
    there = [task for task in tasks if not force and task.is_there(folder, known)]
    there_names = {task.name for task in there}
    waiting = [task for task in tasks if task.name not in there_names]
    entries: Entries = {}
    gone: set[str] = set()
    update_manifest(folder, entries)  # where that cannot be, nothing need be drawn
    drawn: list[Task] = []
    failed: list[tuple[Task, str]] = []
    before = {task.name: _identity(folder / task.name) for task in waiting}
    written = time.monotonic()

    def note(task: Task, error: str) -> None:
        if error:
            failed.append((task, error))
            gone.add(task.name)
        else:
            entries[task.name] = entry_for(folder / task.name, task.parameters)
            drawn.append(task)
        if progress:
            progress(len(there) + len(drawn) + len(failed), len(failed), len(tasks))

    try:
        if progress:
            progress(len(there), 0, len(tasks))
        with closing(_results(waiting, folder, draw, executor)) as results:
            for task, error in results:
                note(task, error)
                if time.monotonic() - written > _EVERY_S:
                    update_manifest(folder, entries, gone)
                    written = time.monotonic()
    except KeyboardInterrupt:
        noted = {task.name for task in drawn} | gone
        for task in waiting:
            now = _identity(folder / task.name)
            if task.name not in noted and now not in (None, before[task.name]):
                note(task, "")  # files are written whole, so one that is another is drawn
        if len(drawn) + len(failed) < len(waiting):
            raise
    finally:
        update_manifest(folder, entries, gone)
    order = {task.name: number for number, task in enumerate(tasks)}
    return Outcome(
        sorted(drawn, key=lambda task: order[task.name]),
        there,
        sorted(failed, key=lambda one: order[one[0].name]),
    )


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Of the file that is there now: another one has another."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _results(
    tasks: Sequence[Task], folder: Path, draw: Draw, executor: Executor | None
) -> Generator[tuple[Task, str], None, None]:
    """Every task once it is done, with why it failed, or nothing.

    Closed before that, those that are being drawn are finished first.
    """
    if executor is None:
        for task in tasks:
            try:
                draw(task.layout or task.spec, str(folder / task.name))
            except Exception as error:  # one bad figure must not cost the others
                yield task, _line(error)
            else:
                yield task, ""
        return
    futures: dict[Future[None], Task] = {}
    try:
        for task in tasks:
            path = str(folder / task.name)
            futures[executor.submit(draw, task.layout or task.spec, path)] = task
        for future in as_completed(futures):
            try:
                future.result()
            except CancelledError:
                continue
            except Exception as error:
                yield futures[future], _line(error)
            else:
                yield futures[future], ""
    finally:
        wait([future for future in futures if not future.cancel()])


def _line(error: Exception) -> str:
    if isinstance(error, BrokenExecutor):
        return (
            "a process that draws was killed, perhaps for want of memory. Run it again with fewer"
            " --jobs: it goes on from here."
        )
    told = error.in_flags() if isinstance(error, TconvError) else str(error)
    kind = "" if isinstance(error, TconvError) else f"{type(error).__name__}: "
    return " ".join(f"{kind}{told}".split())
