"""A film as numbered files in a folder, with the lines of LaTeX that play them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from ...errors import Argument, FigureError, Message
from ...formats.atomic import replace_folder
from ...formats.media import RasterImage
from ...formats.registry import FORMATS, Format, check_possible
from .figure import Figure, Progress

__all__ = ["checked_folder", "frame_format", "write_frames"]

LATEX: Final = "animate.tex"
TIMELINE: Final = "timeline.txt"
_OURS: Final = re.compile(
    rf"frame-\d+\.({'|'.join(f.name for f in FORMATS.values() if not f.moving)})"
    rf"|{re.escape(LATEX)}|{re.escape(TIMELINE)}"
)


def frame_format(form: Format | None) -> Format:
    """The format of the frames, PNG unless another still format is asked for."""
    if form is None:
        return FORMATS["png"]
    if form.moving:
        stills = ", ".join(f.name for f in FORMATS.values() if not f.moving)
        raise FigureError(
            "{format} moves, and a frame is a still: there are {stills}.",
            format=Argument("format", form.name),
            stills=stills,
        )
    return form


def checked_folder(folder: Path) -> Path:
    """*folder* where frames can go: one that is not there yet, is empty, or holds frames alone.

    Raises
    ------
    FigureError
        It is a file, lies in a missing folder, or holds what is not ours to replace.
    """
    shown = Argument("frames", str(folder))
    check_possible("frames", folder)
    if folder.is_dir():
        strangers = [p.name for p in folder.iterdir() if not _OURS.fullmatch(p.name)]
        if strangers:
            raise FigureError(
                "{folder} holds other files ({one}), and is replaced as a whole.",
                folder=shown,
                one=min(strangers),
                advice=Message("Try {frames}.", frames=Argument("frames", str(folder / "frames"))),
            )
    elif folder.exists() or folder.is_symlink():
        raise FigureError(
            "{folder} is a file, where a folder is needed. Try another name.", folder=shown
        )
    elif not folder.absolute().parent.is_dir():
        raise FigureError(
            "{folder}: there is no folder {parent}. Make it first.",
            folder=shown,
            parent=folder.absolute().parent,
        )
    return folder


def write_frames(
    figure: Figure,
    folder: Path,
    form: Format,
    progress: Progress | None = None,
    finish: Callable[[], None] | None = None,
) -> None:
    """Every frame of *figure* as ``frame-0001`` and so on in *folder*: all of them, or none.

    With PNG and PDF there are also ``animate.tex``, the lines for LaTeX's package animate,
    and the ``timeline.txt`` they need, which says how long each frame stays. *finish* is called
    when all is written, and is about to appear in *folder*.
    """
    with replace_folder(folder) as place:
        times = []
        for number, (ms, write) in enumerate(_pictures(figure, form, progress), start=1):
            with (place / f"frame-{number:04}.{form.name}").open("wb") as file:
                write(file)
            times.append(ms)
        if form.name in ("png", "pdf"):
            (place / TIMELINE).write_text(_timeline(times), encoding="ascii", newline="\n")
            (place / LATEX).write_text(
                _latex(folder.name, len(times), loop=figure.spec.loop != 1),
                encoding="utf-8",
                newline="\n",
            )
        if finish:
            finish()


def _pictures(
    figure: Figure, form: Format, progress: Progress | None
) -> Iterator[tuple[int, Callable[[BinaryIO], None]]]:
    """(milliseconds, what writes it) of every frame."""
    if form.medium == "raster" and not figure.spec.transparent:  # composed, the quick way
        film = figure.film(progress)
        for shot in film.frames:
            still = RasterImage(image=film.colours[shot.image], metadata=film.metadata)
            yield shot.ms, partial(form.write, picture=still)
        return
    for frame in figure.view.frames():
        yield frame.ms, partial(figure.frame(frame.index).write, form=form)
        if progress:
            progress(frame.index + 1, frame.total)


def _timeline(times: list[int]) -> str:
    """A line a frame: frame rate (frames a second), number of the frame from 0."""
    return "".join(f":{1000 / ms:.6g}:{number}\n" for number, ms in enumerate(times))


def _latex(folder: str, count: int, *, loop: bool) -> str:
    options = ["controls", *(["loop"] if loop else []), f"timeline={folder}/{TIMELINE}"]
    return (
        "% In the preamble: \\usepackage{animate}. The paths are those from beside the folder.\n"
        f"\\animategraphics[{','.join(options)},width=\\linewidth]"
        f"{{10}}{{{folder}/frame-}}{{0001}}{{{count:04}}}\n"
    )
