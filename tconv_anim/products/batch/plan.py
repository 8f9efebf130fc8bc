"""From a file of figures to tasks: what has to be drawn, and where it may go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from ...errors import Argument, FigureError
from ...formats.registry import check_possible
from ...layers.networks.toml_text import read_text
from ...notation import did_you_mean
from ...options import FORMAT_NAMES
from .figure_file import read_course
from .gallery import INDEX
from .manifest import MANIFEST, Entries, is_foreign, is_there, read_manifest
from .rows import MOST_ERRORS, check_rows, unknown_defaults
from .runner import Task

__all__ = [
    "RowsError",
    "checked_formats",
    "checked_output_folder",
    "plan_batch",
    "plan_lines",
]


class RowsError(FigureError):
    """Everything that is wrong with a file of figures, a line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("{lines}", lines="\n".join(lines))

    def __reduce__(self) -> tuple[Any, ...]:
        return RowsError, (self.lines,)


def plan_batch(
    file: str,
    folder: Path,
    *,
    formats: Sequence[str] = (),
    only: Sequence[str] = (),
    force: bool = False,
    slides: bool = False,
    gallery: Path | None = None,
    lay_out: bool = True,
    progress: Callable[[int, int, int], None] | None = None,
) -> list[Task]:
    """The tasks of *file* ("-": standard input); nothing is drawn.

    Parameters
    ----------
    folder, gallery : Path
        Where figures, and a page that shows them, go: nothing of others is replaced there.
    formats, only : sequence of str
        For every row, as far as it can be; names of rows.
    force : bool
        Rows that are drawn already and unchanged are laid out again, too.
    slides : bool
        What slides need is written, too.
    lay_out : bool
        Whether rows that changed are laid out, which finds what is too small or too long.

    Raises
    ------
    RowsError
        With all that is wrong with the rows.
    FigureError
        Something else is wrong.
    """
    course = read_course(_batch_text(file))
    errors = list(course.errors)
    if course.rows:
        errors += unknown_defaults(course.rows[0].defaults)
    entries = {} if force else read_manifest(folder)

    def known(name: str, command: str) -> Mapping[str, Any] | None:
        entry = entries.get(name)
        return _parameters(entry) if entry and is_there(folder / name, entry, command) else None

    tasks, wrong = check_rows(
        course.rows,
        formats,
        slides=slides,
        known=known if lay_out else _nothing_drawn,
        progress=progress,
    )
    if errors or wrong:
        name = "standard input" if file == "-" else Path(file).name
        lines = [f"{name}: {error}" for error in (*errors, *wrong)]
        if len(lines) > MOST_ERRORS:
            lines[MOST_ERRORS:] = [f"{name}: and so on; the rows after these were not checked."]
        raise RowsError(lines)
    tasks = _only_named(tasks, only)
    _refuse_clashes(tasks, folder, gallery)
    return tasks


def _nothing_drawn(_name: str, _command: str) -> Mapping[str, Any]:
    return {}


def _parameters(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in ("version", "sha256")}


def _batch_text(file: str) -> str:
    """The file's text; FigureError where it cannot be read."""
    if file == "-" and (sys.stdin is None or sys.stdin.closed):
        raise FigureError("standard input is closed: there is nothing to read. Give a file.")
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
            try:
                return read_text(source)
            except ValueError as error:
                raise FigureError("{file} {why}.", file=file, why=error) from None
    except (OSError, ValueError) as error:
        if isinstance(error, FigureError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise FigureError("{file} cannot be read: {why}.", file=file, why=reason.lower()) from None


def checked_formats(text: str | None) -> list[str]:
    """The formats in a list such as ``gif,mp4``, each once."""
    names = [name.strip().lower() for name in text.split(",")] if text is not None else []
    for name in names:
        if name not in FORMAT_NAMES:
            raise FigureError(
                "{formats}: {name} is not known. Choose from {known}.{hint}",
                formats=Argument("formats", text),
                name=name or repr(""),
                known=", ".join(FORMAT_NAMES),
                hint=did_you_mean(name, FORMAT_NAMES),
            )
    return list(dict.fromkeys(names))


def checked_output_folder(name: str, parameter: str = "output_dir") -> Path:
    """A folder that is there or can be made; FigureError where it cannot."""
    folder, shown = Path(name), Argument(parameter, name)
    if not name:
        raise FigureError(
            "{option} '' names no folder. Try {example}.",
            option=Argument(parameter),
            example=Argument(parameter, "figures"),
        )
    check_possible(parameter, folder)
    if folder.is_symlink() and not folder.exists():
        raise FigureError("{folder} is a link that leads nowhere. Give a folder.", folder=shown)
    if folder.exists() and not folder.is_dir():
        raise FigureError("{folder} is a file. Give a folder.", folder=shown)
    if not folder.absolute().parent.is_dir():
        raise FigureError(
            "{folder}: there is no folder {parent}. Make it first.",
            folder=shown,
            parent=folder.parent,
        )
    return folder


def _only_named(tasks: list[Task], only: Sequence[str]) -> list[Task]:
    if not only:
        return tasks
    stems = {Path(task.name).stem for task in tasks}
    files = {task.name: Path(task.name).stem for task in tasks}
    only = [files.get(name, name) for name in only]
    for name in only:
        if name not in stems:
            raise FigureError(
                "{only} is not a figure of this file.{hint}",
                only=Argument("only", name),
                hint=did_you_mean(name, sorted(stems)) or f" There are {len(stems)} figures.",
            )
    return [task for task in tasks if Path(task.name).stem in only]


def _refuse_clashes(tasks: Sequence[Task], folder: Path, gallery: Path | None) -> None:
    """FigureError where something that is not ours, or another figure, would be replaced."""
    if is_foreign(folder):
        raise FigureError(
            "{folder}: the {manifest} there is another program's. Give a folder of its own.",
            folder=Argument("output_dir", str(folder)),
            manifest=MANIFEST,
        )
    same = gallery is not None and gallery.resolve() == folder.resolve()
    if same and any(task.name.casefold() == INDEX for task in tasks):
        raise FigureError(
            "{gallery}: its page {page} is a figure's file too. Give another folder.",
            gallery=Argument("gallery", str(gallery)),
            page=INDEX,
        )


def plan_lines(tasks: Sequence[Task], folder: Path, *, force: bool) -> Iterator[str]:
    """A line for every task: whether it is there already, or would be drawn."""
    known: Entries = read_manifest(folder)
    for task in tasks:
        there = not force and task.is_there(folder, known)
        yield f"{'there' if there else 'draw '}  {folder / task.name}"
