"""``tconv-anim batch``: a file of figures, drawn on all cores, only what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Argument, UsageError
from ..options import MOST_JOBS
from .options import command_options, given_values
from .standard_options import Command
from .terminal import Console, complain, error_line, ignore_interrupts, stop_on_terminate, write

if TYPE_CHECKING:
    from ..products.batch.batch_figure import BatchFigure
    from ..products.batch.runner import Outcome, Task

__all__ = ["batch"]

_PATIENCE_S = 10
_MOST_ON_WINDOWS = 61
"""Processes that Python can wait for there."""


@click.command(cls=Command)
@click.argument("file", metavar="FILE|-")
@command_options("batch")
@click.pass_context
def batch(context: click.Context, /, file: str, **_: Any) -> int:
    """Draw all figures of a TOML file; - reads it from standard input.

    A table [figures.NAME] is a figure; its keys are the options of render, or of the
    command that it names. [defaults] are for all; [[sweep]] draws every choice of its
    lists. All rows are checked before one is drawn, and only what changed is drawn again.

    \b
    tconv-anim batch course.toml
    tconv-anim batch course.toml --formats gif,mp4 --jobs 2
    tconv-anim batch course.toml --only up_k4 --force
    """
    from ..products.batch.plan import (
        RowsError,
        checked_formats,
        checked_output_folder,
        plan_batch,
        plan_lines,
    )
    from ..products.batch.runner import run

    said = given_values(context)
    console = Console(quiet=said.pop("quiet", False))
    jobs, dask, force = said.get("jobs"), said.get("dask"), said.get("force", False)
    if dask is not None and jobs is not None:
        raise UsageError(
            "{dask} and {jobs} both say who draws. Give one.",
            dask=Argument("dask"),
            jobs=Argument("jobs"),
        )
    if jobs is not None and not 1 <= jobs <= MOST_JOBS:
        raise UsageError(
            "{jobs} must be between 1 and {most}.",
            jobs=Argument("jobs", jobs),
            most=MOST_JOBS,
            advice=Argument("jobs", 2),
        )
    folder = checked_output_folder(said.get("output_dir", "figures"))
    page = checked_output_folder(said["gallery"], "gallery") if "gallery" in said else None
    slides = _deck(said["deck"]) if "deck" in said else None
    formats = checked_formats(said.get("formats"))
    try:
        with console.tally("Checking") as progress:
            tasks = plan_batch(
                file,
                folder,
                formats=formats,
                only=said.get("only", ()),
                force=force,
                slides=slides is not None,
                gallery=page,
                lay_out="list" not in said,
                progress=progress,
            )
    except RowsError as errors:
        raise _usage_error(errors.lines, file) from None
    if "list" in said:
        write("\n".join(f"{task.name}: {task.command}" for task in tasks))
        return 0
    if "dry_run" in said:
        write("\n".join(plan_lines(tasks, folder, force=force)))
        return 0
    stop_on_terminate()
    with _workers(jobs, dask) as executor, console.tally("Drawing") as show:

        def progress(done: int, failed: int, total: int) -> None:
            if done == total and slides is None and page is None:
                ignore_interrupts()  # all is there
            if show:
                show(done, failed, total)

        outcome = run(tasks, folder, executor=executor, force=force, progress=progress)
    broken = {Path(task.name).stem for task, _ in outcome.failed}
    tasks = [task for task in tasks if Path(task.name).stem not in broken]
    if slides is not None:
        _write_deck(tasks, folder, slides, console)
    if page is not None:
        _write_gallery(tasks, folder, page, file, console)
    ignore_interrupts()  # all is there
    if "snippets" in said:
        write(_snippets(tasks, folder))
    return _report(outcome, folder, console)


def _usage_error(lines: Sequence[str], file: str) -> UsageError:
    for line in lines:
        complain(error_line(line))
    return UsageError(
        "{count} in {name}: nothing was drawn.",
        count="1 error" if len(lines) == 1 else f"{len(lines)} errors",
        name="standard input" if file == "-" else Path(file).name,
    )


def _figures(tasks: Sequence[Task]) -> list[BatchFigure]:
    from ..products.batch.batch_figure import batch_figures
    from ..products.batch.drawing import rows_of

    return batch_figures((task.name, task.parameters, rows_of(task.spec)) for task in tasks)


def _snippets(tasks: Sequence[Task], folder: Path) -> str:
    from ..products.batch.embed import snippets

    return snippets(_figures(tasks), folder.as_posix())


def _deck(name: str) -> Path:
    """Where the deck goes; a UsageError or FigureError where it cannot be made."""
    from ..formats.registry import check_possible
    from ..products.batch.slides import check_deck

    path, deck = Path(name), Argument("deck", name)
    check_possible("deck", path)
    if path.suffix.lower() != ".pptx":
        raise UsageError(
            "{deck}: a deck is a .pptx.", deck=deck, advice=Argument("deck", f"{path.stem}.pptx")
        )
    if path.is_dir():
        raise UsageError("{deck} is a directory. Give a file in it.", deck=deck)
    if not path.absolute().parent.is_dir():
        raise UsageError(
            "{deck}: there is no folder {parent}. Make it first.", deck=deck, parent=path.parent
        )
    check_deck()
    return path


def _write_deck(tasks: Sequence[Task], folder: Path, path: Path, console: Console) -> None:
    from ..products.batch.slides import write_deck

    write_deck(_figures(tasks), folder, path)
    console.say(str(path))


def _write_gallery(
    tasks: Sequence[Task], folder: Path, place: Path, file: str, console: Console
) -> None:
    from ..products.batch.gallery import INDEX, write_gallery

    place.mkdir(exist_ok=True)
    title = "figures" if file == "-" else Path(file).stem.replace("_", " ")
    title = "".join(filter(str.isprintable, title))
    title = title[:1].upper() + title[1:]
    write_gallery(_figures(tasks), folder, place / INDEX, title)
    console.say(str(place / INDEX))


@contextmanager
def _workers(jobs: int | None, dask: str | None) -> Iterator[Executor | None]:
    """Processes that draw, those of a cluster, or none where one job is all."""
    if dask is not None:
        with _cluster(dask) as client:
            yield client.get_executor()
        return
    count = jobs or os.cpu_count() or 1
    if sys.platform == "win32":
        count = min(count, _MOST_ON_WINDOWS)
    if count == 1:
        yield None
        return
    from ..products.batch.processes import drawing_processes

    with drawing_processes(count) as executor:
        yield executor


def _cluster(address: str) -> Any:
    """The client of a Dask scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "{dask} needs the package distributed. Install it with the extra dask:"
            ' python3 -m pip install ".[dask]"',
            dask=Argument("dask"),
        ) from None
    try:
        connect: Any = Client  # which has no types
        return connect(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            "{dask}: no scheduler answers there ({reason}).",
            dask=Argument("dask", address),
            reason=str(error).splitlines()[0],
        ) from None


def _report(outcome: Outcome, folder: Path, console: Console) -> int:
    for task, why in outcome.failed:
        complain(error_line(f"{task.name} ({task.place}): {why}"))
    drawn, there, failed = len(outcome.drawn), len(outcome.there), len(outcome.failed)
    console.say(f"{folder}: {drawn} drawn, {there} there already, {failed} failed.")
    return 1 if failed else 0
