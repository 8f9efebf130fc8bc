"""The table of formats. To add one: a file with its writer, and a line here."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeAlias

from ..errors import Argument, FigureError
from .media import Drawing, Film, Still

__all__ = ["FORMATS", "Format", "Tells", "checked_path", "format_named"]

Kind: TypeAlias = Literal["film", "still", "drawing"]
"""What a format is written from, see :mod:`.film`."""
Tells: TypeAlias = Literal["command", "alt", "frames"]
"""The command alone, the alt text too, or also every frame in words."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. Its module, loaded when it is used, has ``write`` and ``read``."""

    name: str
    """Its suffix."""
    kind: Kind
    module: str = ""
    """Empty: named as the format."""
    tells: Tells = "alt"
    """What its files say; what they do not is not worked out."""
    signatures: tuple[bytes, ...] = ()
    """How its files begin."""

    @property
    def moving(self) -> bool:
        return self.kind == "film"

    def check(self) -> None:
        """Raise FigureError where what the format needs is not installed."""
        if check := getattr(self._module(), "check", None):
            check()

    def write(self, file: BinaryIO, picture: Film | Still | Drawing) -> None:
        """Write *picture*, of the format's kind."""
        self._module().write(file, picture)

    def read(self, file: BinaryIO) -> str | None:
        """The command that made a file, where this package made it.

        Raises whatever a broken file makes its reader raise.
        """
        command: str | None = self._module().read(file)
        return command

    def _module(self) -> Any:
        return import_module(f".{self.module or self.name}", __package__)


FORMATS: Final = {
    form.name: form
    for form in (
        Format("gif", "film", tells="command", signatures=(b"GIF8",)),
        Format("mp4", "film", signatures=(b"\0\0\0\x1cftyp", b"\0\0\0\x20ftyp")),
        Format("webm", "film", signatures=(b"\x1aE\xdf\xa3",)),
        Format("webp", "film", signatures=(b"RIFF",)),
        Format("apng", "film", signatures=(b"\x89PNG",)),  # it is a PNG, and read as one
        Format("png", "still", signatures=(b"\x89PNG",)),
        Format("svg", "drawing", signatures=(b"<?xml", b"<svg")),
        Format("pdf", "drawing", signatures=(b"%PDF",)),
        Format("html", "film", tells="frames", signatures=(b"<!doctype html", b"<!DOCTYPE html")),
    )
}


def format_named(name: str) -> Format:
    """The format called *name*; raises FigureError where there is none."""
    try:
        return FORMATS[name.lower()]
    except KeyError:
        raise FigureError(
            Argument("format", name), f" is not known. There are {_known()}."
        ) from None


def checked_path(path: Path, among: Sequence[str] = (), example: str = "gif") -> Format:
    """The format that *path* asks for by its suffix: one of *among*, where any are given.

    Raises FigureError where nothing can be written there: a directory, a missing
    folder, a suffix nobody knows.
    """
    shown = Argument("path", str(path))
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
            Argument("path", str(path / f"figure.{example}")),
            ".",
        )
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in (among or FORMATS):
        what = f"the unknown suffix .{suffix}" if suffix else "no suffix"
        if suffix in FORMATS:
            what = f"the suffix .{suffix}, which this cannot be"
        known = ", ".join(f".{name}" for name in among or FORMATS)
        raise FigureError(
            shown,
            f" has {what}, and it decides the format. There are {known}. Try ",
            Argument("path", f"{path.with_suffix('')}.{example}"),
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


def _shortened(asked: Argument) -> Argument:
    text = str(asked.value)
    return Argument(asked.name, text if len(text) <= 60 else f"{text[:28]}...{text[-28:]}")


def _known() -> str:
    return ", ".join(FORMATS)
