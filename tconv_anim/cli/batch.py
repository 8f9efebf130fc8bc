"""``tconv-anim batch``: a file of figures, drawn on all cores, only what changed."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from ..errors import FigureError
from ..options import FORMAT_NAMES
from .options import Option, quiet_option, whole_number
from .output import quiet_matplotlib
from .terminal import Console, complain, stop_on_terminate, write

if TYPE_CHECKING:
    from ..products.batch import Outcome, Task
    from ..products.batch.batch_figure import BatchFigure

__all__ = ["batch", "render_batch"]

_MOST_JOBS, _PATIENCE_S = 256, 10


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option(
    "--output-dir",
    default="figures",
    show_default=True,
    metavar="DIR",
    help="Folder of the figures; made where it is missing.",
)
@click.option(
    "--only", multiple=True, metavar="NAME", help="Draw this figure alone; may be said more often."
)
@click.option(
    "--formats",
    metavar="F,F,...",
    show_default="each row's usual one: gif, png of stills, pdf of sheets",
    help="Write every figure in these formats, as far as it can be: gif,mp4,png.",
    cls=Option,
)
@click.option(
    "--jobs",
    type=whole_number("2"),
    metavar="N",
    show_default="all cores",
    help=f"Draw so many at a time, 1 to {_MOST_JOBS}.",
    cls=Option,
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Draw on the Dask cluster of this scheduler, whose workers see the same folder (extra"
    " dask).",
)
@click.option("--list", "listed", is_flag=True, help="Tell the figures and their commands.")
@click.option("--dry-run", is_flag=True, help="Check everything, tell what would be drawn.")
@click.option(
    "--deck",
    type=click.Path(),
    metavar="FILE.pptx",
    help="Write a deck with a slide for every figure (extra slides).",
)
@click.option(
    "--gallery",
    metavar="DIR",
    help="Write a page into this folder that shows every figure, its numbers and its command.",
)
@click.option(
    "--snippets",
    is_flag=True,
    help="Print the lines to paste for Markdown, Quarto, reveal.js and Beamer.",
)
@click.option("--force", is_flag=True, help="Draw also what is there and unchanged.")
@quiet_option
def batch(
    file: str,
    *,
    output_dir: str,
    only: tuple[str, ...],
    formats: str | None,
    jobs: int | None,
    dask: str | None,
    listed: bool,
    dry_run: bool,
    deck: str | None,
    gallery: str | None,
    snippets: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Draw all figures of a TOML file; - reads it from standard input.

    A table [figures.NAME] is a figure; its keys are the options of render, or of the
    command that it names. [defaults] are for all; [[sweep]] draws every choice of its
    lists. All rows are checked before one is drawn, and only what changed is drawn again.

    \b
    tconv-anim batch course.toml
    tconv-anim batch course.toml --formats gif,mp4 --jobs 2
    tconv-anim batch course.toml --only up_k4 --force
    """
    from ..products.batch import run

    console = Console(quiet=quiet)
    if dask is not None and jobs is not None:
        raise click.UsageError("--dask and --jobs both say who draws. Give one.")
    if jobs is not None and not 1 <= jobs <= _MOST_JOBS:
        raise click.UsageError(f"--jobs {jobs} must be between 1 and {_MOST_JOBS}. Try --jobs 2.")
    folder = _folder(output_dir)
    page = None if gallery is None else _folder(gallery, "--gallery")
    slides = None if deck is None else _deck(deck)
    tasks = _tasks(file, _formats(formats), only, console, slides=slides is not None)
    _refuse_clashes(tasks, folder, page)
    if listed:
        write("\n".join(f"{task.name}: {task.command}" for task in tasks))
        return 0
    if dry_run:
        write("\n".join(_planned(tasks, folder, force=force)))
        return 0
    stop_on_terminate()
    with _workers(jobs, dask) as executor, console.tally("Drawing") as progress:
        outcome = run(tasks, folder, _draw(), executor=executor, force=force, progress=progress)
    broken = {Path(task.name).stem for task, _ in outcome.failed}
    tasks = [task for task in tasks if Path(task.name).stem not in broken]
    if slides is not None:
        _write_deck(tasks, folder, slides, console)
    if page is not None:
        _write_gallery(tasks, folder, page, file, console)
    if snippets:
        write(_snippets(tasks, folder))
    return _told(outcome, folder, console)


def _figures(tasks: Sequence[Task]) -> list[BatchFigure]:
    from ..products.batch.batch_figure import batch_figures
    from .explain import report_of

    return batch_figures((task.name, task.told, report_of(task.command).rows) for task in tasks)


def _snippets(tasks: Sequence[Task], folder: Path) -> str:
    from ..products.batch.embed import snippets

    return snippets(_figures(tasks), folder.as_posix())


def _deck(name: str) -> Path:
    """Where the deck goes; a UsageError or FigureError where it cannot be made."""
    from ..products.batch.slides import check_deck

    path = Path(name)
    if path.suffix.lower() != ".pptx":
        raise click.UsageError(f"--deck {name}: a deck is a .pptx. Try --deck {path.stem}.pptx.")
    if path.is_dir():
        raise click.UsageError(f"--deck {name} is a directory. Give a file in it.")
    if not path.absolute().parent.is_dir():
        raise click.UsageError(f"--deck {name}: there is no folder {path.parent}. Make it first.")
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
    title = "Figures" if file == "-" else Path(file).stem
    write_gallery(_figures(tasks), folder, place / INDEX, title)
    console.say(str(place / INDEX))


def _draw() -> Any:
    from .rows import draw

    return draw


def _refuse_clashes(tasks: Sequence[Task], folder: Path, page: Path | None) -> None:
    """UsageError where something that is not ours, or another figure, would be replaced."""
    from ..products.batch import MANIFEST
    from ..products.batch.gallery import INDEX
    from ..products.batch.manifest import is_foreign

    if is_foreign(folder):
        raise click.UsageError(
            f"--output-dir {folder}: the {MANIFEST} there is another program's. Give a folder of"
            " its own."
        )
    same = page is not None and page.resolve() == folder.resolve()
    if same and any(task.name.casefold() == INDEX for task in tasks):
        raise click.UsageError(
            f"--gallery {page}: its page {INDEX} is a figure's file too. Give another folder."
        )


def _folder(name: str, flag: str = "--output-dir") -> Path:
    folder = Path(name)
    if not name:
        raise click.UsageError(f"{flag} '' names no folder. Try {flag} figures.")
    if folder.is_symlink() and not folder.exists():
        raise click.UsageError(f"{flag} {name} is a link that leads nowhere. Give a folder.")
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{flag} {name} is a file. Give a folder.")
    if not folder.absolute().parent.is_dir():
        raise click.UsageError(f"{flag} {name}: there is no folder {folder.parent}. Make it first.")
    return folder


def _formats(told: str | None) -> list[str]:
    names = [name.strip().lower() for name in told.split(",")] if told is not None else []
    for name in names:
        if name not in FORMAT_NAMES:
            near = get_close_matches(name, FORMAT_NAMES, 1)
            raise click.UsageError(
                f"--formats {told}: {name or repr('')} is not known. There are"
                f" {', '.join(FORMAT_NAMES)}.{f' Did you mean {near[0]}?' if near else ''}"
            )
    return list(dict.fromkeys(names))


def _text_of(file: str) -> str:
    """The file's text; UsageError where it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not text in UTF-8, as TOML is.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise click.UsageError(f"{file} cannot be read: {reason.lower()}.") from None


def _tasks(
    file: str, formats: Sequence[str], only: Sequence[str], console: Console, *, slides: bool
) -> list[Task]:
    """All tasks of the file; every error on a line of its own, and then UsageError."""
    text = _text_of(file)
    with console.tally("Checking") as progress:
        tasks, errors = _checked(text, formats, slides=slides, progress=progress)
    name = "standard input" if file == "-" else Path(file).name
    if errors:
        for error in errors:
            complain(f"{name}: {error}")
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        raise click.UsageError(f"{count} in {name}: nothing was drawn.")
    return _picked(tasks, only)


def _checked(
    text: str, formats: Sequence[str], *, slides: bool = False, progress: Any = None
) -> tuple[list[Task], list[str]]:
    """The tasks of a file's text, and all that is wrong with it."""
    from ..products.batch import read_course
    from .rows import check_rows, unknown_defaults

    course = read_course(text)
    errors = list(course.errors)
    if course.rows:
        errors += unknown_defaults(course.rows[0].defaults)
    checked = check_rows(course.rows, formats, slides=slides, progress=progress)
    return checked.tasks, errors + checked.errors


def render_batch(
    file: str | PathLike[str],
    output_dir: str | PathLike[str] = "figures",
    *,
    only: Sequence[str] = (),
    formats: Sequence[str] = (),
    force: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int, int], None] | None = None,
) -> Outcome:
    """Draw all figures of a TOML file, as ``tconv-anim batch`` does.

    Parameters
    ----------
    file : path
        The figures, as the README describes them.
    output_dir : path
        Their folder; made where it is missing.
    only : sequence of str
        Names of figures; the others are left as they are.
    formats : sequence of str
        Such as ``("gif", "mp4")``; by default each figure's usual one.
    force : bool
        Draw also what is there and unchanged.
    executor : concurrent.futures.Executor, optional
        Who draws: processes of this machine, or those of a cluster that see the same
        folder. By default this process, one figure after another.
    progress : callable, optional
        Called with (files done, failed, all).

    Returns
    -------
    Outcome
        ``drawn``, ``there`` (and unchanged) and ``failed``, which has pairs of a task and
        why it failed.

    Raises
    ------
    FigureError
        With every error of the file, a line each; nothing is drawn then.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "two.toml").write_text("[[sweep]]\\nk = [2, 3]\\ntitle = 'A kernel'")
    >>> outcome = render_batch(folder / "two.toml", folder / "figures")
    >>> [task.name for task in outcome.drawn]
    ['tconv_i3_k2_s2_p1.gif', 'tconv_i3_k3_s2_p1.gif']
    """
    from ..products.batch import run

    only = [only] if isinstance(only, str) else only
    formats = [formats] if isinstance(formats, str) else formats
    try:
        tasks, errors = _checked(_text_of(str(file)), _formats(",".join(formats) or None))
        tasks = _picked(tasks, only)
        folder = _folder(str(output_dir))
        _refuse_clashes(tasks, folder, None)
    except click.UsageError as error:
        raise FigureError(error.format_message()) from None
    if errors:
        raise FigureError("\n".join(f"{Path(file).name}: {error}" for error in errors))
    return run(
        tasks,
        folder,
        _draw(),
        executor=executor,
        force=force,
        progress=progress,
    )


def _picked(tasks: list[Task], only: Sequence[str]) -> list[Task]:
    if not only:
        return tasks
    stems = {Path(task.name).stem for task in tasks}
    files = {task.name: Path(task.name).stem for task in tasks}
    only = [files.get(name, name) for name in only]
    for name in only:
        if name not in stems:
            near = get_close_matches(name, sorted(stems), 1)
            hint = f" Did you mean {near[0]}?" if near else f" There are {len(stems)} figures."
            raise click.UsageError(f"--only {name} is no figure of this file.{hint}")
    return [task for task in tasks if Path(task.name).stem in only]


def _planned(tasks: Sequence[Task], folder: Path, *, force: bool) -> Iterator[str]:
    from ..products.batch.manifest import is_there, read_manifest

    known = read_manifest(folder)
    for task in tasks:
        there = not force and is_there(folder / task.name, known.get(task.name), task.command)
        yield f"{'there' if there else 'draw '}  {folder / task.name}"


@contextmanager
def _workers(jobs: int | None, dask: str | None) -> Iterator[Executor | None]:
    """Processes that draw, those of a cluster, or none where one job is all."""
    if dask is not None:
        with _cluster(dask) as client:
            yield client.get_executor()
        return
    count = jobs or os.cpu_count() or 1
    if count == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(count, initializer=_begin, initargs=(os.getpid(),)) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def _cluster(address: str) -> Any:
    """The client of a Dask scheduler."""
    try:
        from distributed import Client
    except ImportError:
        raise click.UsageError(
            "--dask needs the package distributed. Install it with the extra dask:"
            ' python3 -m pip install ".[dask]"'
        ) from None
    try:
        connect: Any = Client  # which has no types
        return connect(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TypeError) as error:
        raise click.UsageError(
            f"--dask {address}: no scheduler answers there ({str(error).splitlines()[0]})."
        ) from None


def _begin(parent: int) -> None:
    """In a worker: what is being drawn when somebody presses Ctrl-C is finished first, and
    where the process that hands out the work is killed, the worker ends too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    quiet_matplotlib()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _told(outcome: Outcome, folder: Path, console: Console) -> int:
    for task, why in outcome.failed:
        complain(f"{task.name} ({task.place}): {why}")
    drawn, there, failed = len(outcome.drawn), len(outcome.there), len(outcome.failed)
    console.say(f"{folder}: {drawn} drawn, {there} there already, {failed} failed.")
    return 1 if failed else 0
