"""Lines to paste: every figure in Markdown, Quarto, reveal.js and LaTeX's Beamer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from html import escape
from typing import Final
from urllib.parse import quote

from ..tables.writers import LATEX_SPECIAL
from .batch_figure import BatchFigure

__all__ = ["snippets"]

_VIDEOS: Final = ("mp4", "webm")
_PICTURES: Final = ("gif", "webp", "apng", "png", "svg")
_TEX_SIGNS: Final = "\\{}^#%~$&"
"""In a path that LaTeX includes these are commands, and nothing quotes them."""
_PRINTED: Final = ("pdf", "png")
"""What LaTeX includes; it knows no GIF."""


def snippets(figures: Sequence[BatchFigure], folder: str) -> str:
    """Lines for every program, figure by figure; *folder*: where the files are seen from there.

    >>> one = BatchFigure("up", "Up", "Up, drawn", "tconv-anim render", {"gif": "up.gif"})
    >>> print(snippets([one], "figures").splitlines()[2])
    ![Up, drawn](figures/up.gif)
    """
    prefix = f"{folder.rstrip('/')}/" if folder not in ("", ".") else ""
    web = quote(os.fsencode(prefix))
    programs: tuple[tuple[str, Callable[[BatchFigure, str], str], str], ...] = (
        ("Markdown", _markdown, web),
        ("Quarto", _quarto, web),
        ("reveal.js", _reveal, web),
        ("Beamer", _beamer, prefix),
    )
    parts = [
        "\n".join([f"# {name}", "", *(write(figure, where) for figure in figures)])
        for name, write, where in programs
    ]
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """Text between square brackets of Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_<[]$" else char for char in text)


def _first(figure: BatchFigure) -> str:
    return next(iter(figure.files.values()))


def _markdown(figure: BatchFigure, prefix: str) -> str:
    if file := figure.best(_PICTURES):
        return f"![{_plain(figure.alt)}]({prefix}{quote(file)})"
    return f"[{_plain(figure.title)}]({prefix}{quote(_first(figure))})"


def _quarto(figure: BatchFigure, prefix: str) -> str:
    if file := figure.best(_VIDEOS):
        return f'{{{{< video {prefix}{quote(file)} title="{escape(figure.title)}" >}}}}'
    if file := figure.best(_PICTURES):
        alt = figure.alt.replace("\\", "").replace('"', "'").replace("{{<", "{{ <")
        return f'![{_plain(figure.title)}]({prefix}{quote(file)}){{fig-alt="{alt}"}}'
    return _markdown(figure, prefix)


def _reveal(figure: BatchFigure, prefix: str) -> str:
    title, alt = escape(figure.title), escape(figure.alt)
    if file := figure.best(_VIDEOS):
        media = (
            f'<video data-autoplay loop muted aria-label="{alt}" data-src="{prefix}{quote(file)}">'
        )
        media += "</video>"
    elif file := figure.best(_PICTURES):
        media = f'<img alt="{alt}" data-src="{prefix}{quote(file)}">'
    else:
        media = f'<a href="{prefix}{quote(_first(figure))}">{title}</a>'
    return f"<section><h2>{title}</h2>{media}</section>"


def _beamer(figure: BatchFigure, prefix: str) -> str:
    title = figure.title.translate(LATEX_SPECIAL)
    if not (file := figure.best(_PRINTED)):
        form = next(iter(figure.files))
        return f"% {figure.name}: LaTeX shows no {form}. Draw it with --formats {form},png."
    if set(prefix + file) & set(_TEX_SIGNS):
        return f"% {figure.name}: LaTeX would run what its path says. Name it without {_TEX_SIGNS}"
    size = r"width=\linewidth,height=0.8\textheight,keepaspectratio"
    picture = rf"\includegraphics[{size}]{{{prefix}{file}}}"
    return rf"\begin{{frame}}{{{title}}}\centering{picture}\end{{frame}}"
