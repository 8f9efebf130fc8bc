"""Lines to paste: every figure in Markdown, Quarto, reveal.js and LaTeX's Beamer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final, NamedTuple
from urllib.parse import quote

__all__ = ["Shown", "shown", "snippets"]

_VIDEOS: Final = ("mp4", "webm")
_PICTURES: Final = ("gif", "webp", "apng", "png", "svg")
_PRINTED: Final = ("pdf", "png")
"""What LaTeX includes; it knows no GIF."""
_SPECIAL: Final = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


class Shown(NamedTuple):
    """One figure with all its files."""

    name: str
    title: str
    alt: str
    command: str
    files: tuple[str, ...]
    """Their names, in the folder."""

    def best(self, formats: Iterable[str]) -> str:
        """The file of the first of *formats* that there is; empty: none."""
        by_format = {name.rsplit(".", 1)[1]: name for name in self.files}
        return next((by_format[one] for one in formats if one in by_format), "")


def shown(tasks: Sequence[tuple[str, dict[str, str]]]) -> list[Shown]:
    """The figures of (file name, title, alt and command) in order, files of one together."""
    figures: dict[str, Shown] = {}
    for file, told in tasks:
        name = file.rsplit(".", 1)[0]
        known = figures.get(name) or Shown(name, told["title"], told["alt"], told["command"], ())
        figures[name] = known._replace(files=(*known.files, file))
    return list(figures.values())


def snippets(figures: Sequence[Shown], folder: str) -> str:
    """Lines for every program, figure by figure; *folder*: where the files are seen from there.

    >>> one = Shown("up", "Up", "Up, drawn", "tconv-anim render", ("up.gif",))
    >>> print(snippets([one], "figures").splitlines()[2])
    ![Up, drawn](figures/up.gif)
    """
    prefix = f"{folder.rstrip('/')}/" if folder not in ("", ".") else ""
    web = quote(prefix)
    programs: tuple[tuple[str, Callable[[Shown, str], str], str], ...] = (
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


def _markdown(figure: Shown, prefix: str) -> str:
    if file := figure.best(_PICTURES):
        return f"![{_plain(figure.alt)}]({prefix}{quote(file)})"
    return f"[{_plain(figure.title)}]({prefix}{quote(figure.files[0])})"


def _quarto(figure: Shown, prefix: str) -> str:
    if file := figure.best(_VIDEOS):
        return f'{{{{< video {prefix}{quote(file)} title="{escape(figure.title)}" >}}}}'
    if file := figure.best(_PICTURES):
        alt = figure.alt.replace('"', "'")
        return f'![{_plain(figure.title)}]({prefix}{quote(file)}){{fig-alt="{alt}"}}'
    return _markdown(figure, prefix)


def _reveal(figure: Shown, prefix: str) -> str:
    title, alt = escape(figure.title), escape(figure.alt)
    if file := figure.best(_VIDEOS):
        media = (
            f'<video data-autoplay loop muted aria-label="{alt}" data-src="{prefix}{quote(file)}">'
        )
        media += "</video>"
    elif file := figure.best(_PICTURES):
        media = f'<img alt="{alt}" data-src="{prefix}{quote(file)}">'
    else:
        media = f'<a href="{prefix}{quote(figure.files[0])}">{title}</a>'
    return f"<section><h2>{title}</h2>{media}</section>"


def _beamer(figure: Shown, prefix: str) -> str:
    title = figure.title.translate(_SPECIAL)
    if not (file := figure.best(_PRINTED)):
        form = figure.files[0].rsplit(".", 1)[1]
        return f"% {figure.name}: LaTeX shows no {form}. Draw it with --formats {form},png."
    size = r"width=\linewidth,height=0.8\textheight,keepaspectratio"
    picture = rf"\includegraphics[{size}]{{{prefix}{file}}}"
    return rf"\begin{{frame}}{{{title}}}\centering{picture}\end{{frame}}"
