"""The table of formats.

To add one: a file with its writer, a reader of its command, and a line here.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NamedTuple, TypeAlias

from ..errors import Argument, FigureError
from . import readers

if TYPE_CHECKING:
    from .media import PaletteAnimation, RasterImage, VectorImage

__all__ = [
    "FORMATS",
    "Format",
    "StoredText",
    "check_possible",
    "checked_path",
    "format_named",
    "suffix_of",
]

Medium: TypeAlias = Literal["animation", "raster", "vector"]
"""What a format is written from, see :mod:`.media`."""
StoredText: TypeAlias = Literal["command", "alt", "frames"]
"""The command alone, the alt text too, or also every frame in words."""


class Format(NamedTuple):
    """A file format. The module of its name, loaded to write one, has ``write``."""

    name: str
    """Its suffix."""
    medium: Medium
    read: Callable[[BinaryIO], str | None]
    """The command stored in a file; raises whatever a broken file makes it raise."""
    signatures: tuple[bytes, ...]
    """How its files begin."""
    text: StoredText = "alt"
    """What its files hold in words; other texts are not made."""
    paper: bool = False
    """Whether its files are made to be printed."""
    schemes: bool = False
    """Whether its files can hold colours for light and for dark."""

    @property
    def moving(self) -> bool:
        return self.medium == "animation"

    def check(self) -> None:
        """Raise FigureError where what the format needs is not installed."""
        if check := getattr(self._writer(), "check", None):
            check()

    def write(self, file: BinaryIO, picture: PaletteAnimation | RasterImage | VectorImage) -> None:
        """Write *picture*, of the format's medium."""
        self._writer().write(file, picture)

    def _writer(self) -> Any:
        return import_module(f".{self.name}", __package__)


FORMATS: Final = {
    form.name: form
    for form in (
        Format("gif", "animation", readers.gif, (b"GIF8",), text="command"),
        Format("mp4", "animation", readers.mp4, (b"\0\0\0\x1cftyp", b"\0\0\0\x20ftyp")),
        Format("webm", "animation", readers.webm, (b"\x1aE\xdf\xa3",)),
        Format("webp", "animation", readers.webp, (b"RIFF",)),
        Format("apng", "animation", readers.png, (b"\x89PNG",)),
        Format("png", "raster", readers.png, (b"\x89PNG",)),
        Format("svg", "vector", readers.svg, (b"<?xml", b"<svg"), schemes=True),
        Format("pdf", "vector", readers.pdf, (b"%PDF",), paper=True),
        Format(
            "html",
            "animation",
            readers.html,
            (b"<!doctype html", b"<!DOCTYPE html"),
            "frames",
            schemes=True,
        ),
    )
}


def format_named(name: str) -> Format:
    """The format called *name*; raises FigureError where there is none."""
    try:
        return FORMATS[name.lower()]
    except KeyError:
        raise FigureError(
            "{format} is not known. Choose from {known}.",
            format=Argument("format", name),
            known=", ".join(FORMATS),
        ) from None


def checked_path(path: Path, among: Sequence[str] = (), example: str = "gif") -> Format:
    """The format that *path* asks for by its suffix: one of *among*, where any are given.

    Raises FigureError where nothing can be written there: a directory, a missing
    folder, a suffix nobody knows.
    """

    def refused(template: str, /, **fields: object) -> FigureError:
        return FigureError(
            "{path}" + template, path=Argument("path", str(path)), advice="", **fields
        )

    check_possible("path", path)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    except NotADirectoryError:
        raise refused(": {folder} is not a folder.", folder=path.parent) from None
    if stat.S_ISDIR(mode):
        raise refused(
            " is a directory. Give a file in it: {file}.",
            file=Argument("path", str(path / f"figure.{example}")),
        )
    if not stat.S_ISREG(mode):
        raise refused(" is a device or a pipe, not a file to replace. Try -o - to write to a pipe.")
    suffix = suffix_of(path)
    if suffix not in (among or FORMATS):
        what = "the unknown suffix .{suffix}" if suffix else "no suffix"
        if suffix in FORMATS:
            what = "the suffix .{suffix}, which this cannot be"
        raise refused(
            f" has {what}, and it decides the format. There are {{known}}. Try {{other}}.",
            suffix=suffix,
            known=", ".join(f".{name}" for name in among or FORMATS),
            other=Argument("path", f"{path.with_suffix('')}.{example}"),
        )
    if path.parent.is_dir():
        return FORMATS[suffix]
    if path.parent.exists():
        raise refused(": {folder} is not a folder.", folder=path.parent)
    raise refused(": there is no folder {folder}. Make it first.", folder=path.parent)


def suffix_of(path: PurePath) -> str:
    """The name of a file's format, if it has one: its suffix."""
    return path.suffix.lower().removeprefix(".")


def check_possible(option: str, path: Path) -> None:
    """Raise FigureError where this system cannot have *path* of *option*, there or not.

    A name may be too long or hold what file names cannot, and links may lead in a circle.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        known = isinstance(error, OSError) and error.strerror
        raise FigureError(
            "{path} cannot be: {reason}. Try another name.",
            path=Argument(option, _shortened(str(path))),
            reason=known.lower() if known else "file names cannot hold one of its characters",
        ) from None


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:28]}...{text[-28:]}"
