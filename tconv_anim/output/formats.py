"""The table of formats. To add one: a file with its writer, and a line here."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, cast

from ..arithmetic.errors import Asked, FigureError
from .film import Film, Still

__all__ = ["FORMATS", "Format", "checked_path", "format_named"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; its writer is imported when it is used."""

    name: str
    moving: bool
    writer: str

    def write(self, file: BinaryIO, picture: Film | Still) -> None:
        """Write *picture*, a Film for a moving format and a Still for the others."""
        module = import_module(f".{self.name}", __package__)
        cast(Callable[[BinaryIO, Film | Still], None], getattr(module, self.writer))(file, picture)


FORMATS: Final = {
    form.name: form
    for form in (
        Format("gif", moving=True, writer="write_gif"),
        Format("png", moving=False, writer="write_png"),
    )
}


def format_named(name: str) -> Format:
    """The format called *name*; raises FigureError where there is none."""
    try:
        return FORMATS[name.lower()]
    except KeyError:
        raise FigureError(Asked("format", name), f" is not known. There are {_known()}.") from None


def checked_path(path: Path) -> Format:
    """The format that *path* asks for by its suffix.

    Raises FigureError where nothing can be written there: a directory, a missing
    folder, a suffix nobody knows.
    """
    shown = Asked("path", str(path))
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        kind = stat.S_IFREG
    except NotADirectoryError:
        raise FigureError(shown, f": {path.parent} is not a folder.") from None
    except OSError as error:  # a name too long, links that lead in a circle
        reason = (error.strerror or str(error)).lower()
        raise FigureError(_shortened(shown), f" cannot be: {reason}. Try another name.") from None
    if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        raise FigureError(
            shown, " is a device or a pipe, not a file to replace. Try -o - to write to a pipe."
        )
    if stat.S_ISDIR(kind):
        raise FigureError(
            shown,
            " is a directory. Give a file in it: ",
            Asked("path", str(path / "figure.gif")),
            ".",
        )
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        what = f"the unknown suffix .{suffix}" if suffix else "no suffix"
        raise FigureError(
            shown,
            f" has {what}, and it decides the format. There are {_known('.')}. Try ",
            Asked("path", f"{path.with_suffix('')}.gif"),
            ".",
        )
    if not path.parent.is_dir():
        is_file = path.parent.exists()
        raise FigureError(
            shown,
            f": {path.parent} is not a folder."
            if is_file
            else f": there is no folder {path.parent}. Make it first.",
        )
    return FORMATS[suffix]


def _shortened(asked: Asked) -> Asked:
    text = str(asked.value)
    return Asked(asked.name, text if len(text) <= 60 else f"{text[:28]}...{text[-28:]}")


def _known(dot: str = "") -> str:
    return ", ".join(f"{dot}{name}" for name in FORMATS)
