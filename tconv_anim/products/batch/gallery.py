"""A page that shows every figure with its numbers and the command that makes it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from PIL import Image

from ...formats.atomic import replace_file
from ...version import __version__
from .batch_figure import SIZE_HEADS, BatchFigure

__all__ = ["INDEX", "write_gallery"]

INDEX: Final = "index.html"
_VIDEOS: Final = ("mp4", "webm")
_PICTURES: Final = ("gif", "webp", "apng", "png", "svg")


def write_gallery(
    figures: Sequence[BatchFigure],
    folder: Path,
    page: Path,
    title: str,
) -> None:
    """Write *page*, with links to the files in *folder*, relative to it."""
    try:
        where = Path(os.path.relpath(folder.resolve(), page.parent.resolve()))
    except ValueError:  # nothing leads from one drive of Windows to another
        prefix = f"{folder.resolve().as_uri()}/"
    else:
        prefix = "" if where == Path() else f"{quote(os.fsencode(where.as_posix()))}/"
    parts = files(__package__) / "pages"
    html = Template((parts / "gallery.html").read_text("utf-8")).substitute(
        software=f"tconv-anim {__version__}",
        title=escape(title),
        count="1 figure" if len(figures) == 1 else f"{len(figures)} figures",
        style=(parts / "gallery.css").read_text("utf-8"),
        script=(parts / "gallery.js").read_text("utf-8"),
        figures="".join(_article(figure, prefix, folder) for figure in figures),
    )
    with replace_file(page) as file:
        file.write(html.encode())


def _id(figure: BatchFigure) -> str:
    """Its name as an id, which has no blanks."""
    return escape(quote(figure.name, safe=""))


def _article(figure: BatchFigure, prefix: str, folder: Path) -> str:
    links = ", ".join(
        f'<a href="{prefix}{quote(name)}" title="{escape(name)}">{form.upper()}</a>'
        for form, name in figure.files.items()
    )
    return (
        f'<article id="{_id(figure)}" tabindex="-1">\n'
        f"{_media(figure, prefix, folder)}"
        f"<h2>{escape(figure.title)}</h2>\n"
        f"{_sizes(figure)}"
        f'<p class="files">{links}</p>\n'
        f'<div class="command"><code>{escape(figure.command)}</code>'
        f'<button type="button">Copy</button></div>\n'
        f"</article>\n"
    )


def _media(figure: BatchFigure, prefix: str, folder: Path) -> str:
    alt, still = escape(figure.alt), figure.best(("png",))
    if video := figure.best(_VIDEOS):
        poster = f' poster="{prefix}{quote(still)}"' if still else ""
        source = f'src="{prefix}{quote(video)}"'
        media = f'<video controls loop muted preload="none" aria-label="{alt}"{poster} {source}>'
        return f"<figure>{media}</video></figure>\n"
    if picture := figure.best(_PICTURES):
        name = f"{prefix}{quote(picture)}"
        media = f'<img loading="lazy" alt="{alt}" src="{name}"{_size(folder / picture)}>'
        if still and still != picture:  # for who wants less motion
            source = f'media="(prefers-reduced-motion: reduce)" srcset="{prefix}{quote(still)}"'
            media = f"<picture><source {source}>{media}</picture>"
        return f'<figure><a href="{name}">{media}</a></figure>\n'
    if page := figure.best(("html",)):
        title = escape(figure.title)
        source = f'src="{prefix}{quote(page)}#paused"'
        return f'<figure><iframe loading="lazy" title="{title}" {source}></iframe></figure>\n'
    return ""


def _size(picture: Path) -> str:
    """Width and height, so that nothing moves when the picture comes; an SVG has its own."""
    try:
        with Image.open(picture) as image:
            return f' width="{image.width}" height="{image.height}"'
    except OSError:
        return ""


def _sizes(figure: BatchFigure) -> str:
    """The numbers of the layers, and the formula of their sizes, a line each."""
    lines = []
    for cells in figure.size_rows():
        row = dict(zip(SIZE_HEADS, cells, strict=True))
        given = [f"{name} {row[name]}" for name in ("input", "kernel", "stride", "padding")]
        lines += [f"<p>{escape(', '.join(given))} → output {row['output']}</p>\n"]
        lines += [f'<p class="formula">{escape(row["formula"])}</p>\n']
    return "".join(lines)
