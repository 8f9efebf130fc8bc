"""The colours of each theme: bold fills on paper, and what is read or made now bolder still.

Blue input, orange kernel, green output, purple for what output padding adds, as in Okabe
and Ito's colour-blind safe set. In grey the input is lighter than the output; zeros,
padding and the kernel have outlines.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from ..errors import Argument, FigureError
from ..options import AUTO_THEME
from .theme import Theme, make_theme, with_lights

__all__ = ["THEMES", "stand_ins", "theme_named"]

_ON_PAPER: Final = {
    "paper": "#ffffff",
    "ink": "#16202b",
    "muted": "#52606d",
    "rule": "#d9dee4",
    "track": "#e4e9ee",
    "accent": "#e8710a",
    "x": "#1f6fc0",
    "w": "#b35c00",
    "y": "#0f7552",
    "bad": "#b3350c",
    "input": "#2b78c6",
    "input-ink": "#ffffff",
    "input-lit": "#0b3f7a",
    "input-lit-ink": "#ffffff",
    "zero": "#e7ebf0",
    "zero-ink": "#52606d",
    "zero-line": "#8594a3",
    "pad-line": "#8594a3",
    "blank": "#ebe5bd",
    "blank-edge": "#f7f4de",
    "read-zero": "#fde3c4",
    "read-zero-ink": "#7a4a12",
    "read-zero-line": "#c47a1a",
    "op": "#f8e4f0",
    "op-ink": "#8a2f66",
    "op-line": "#b5508a",
    "added": "#efc0de",
    "added-ink": "#3d0f2c",
    "dropped": "#f3f5f7",
    "dropped-ink": "#52606d",
    "dropped-line": "#8594a3",
    "kernel": "#fbcf98",
    "kernel-ink": "#2b1400",
    "kernel-lit": "#f3a03c",
    "kernel-lit-ink": "#2b1400",
    "kernel-line": "#c47a1a",
    "entry": "#fdebd3",
    "entry-ink": "#7a4a12",
    "todo-line": "#6b9c88",
    "output": "#006745",
    "output-ink": "#ffffff",
    "now": "#06402f",
    "now-ink": "#ffffff",
    "once": "#45a583",
    "once-ink": "#03140e",
    "twice": "#006745",
    "twice-ink": "#ffffff",
    "often": "#074430",
    "often-ink": "#ffffff",
    "count-line": "#45a583",
    "product-line": "#52606d",
    "stamp-line": "#117553",
    "ghost-line": "#8594a3",
    "kept-line": "#16202b",
    "b": "#5b21b6",
    "bias": "#efe9fb",
    "bias-line": "#7c3aed",
    "other": "#b9d0ea",
    "other-ink": "#33414f",
    "other-line": "#8594a3",
    "red": "#c23a3a",
    "red-ink": "#ffffff",
    "red-lit": "#7a1414",
    "red-lit-ink": "#ffffff",
    "green": "#2d7d3a",
    "green-ink": "#ffffff",
    "green-lit": "#0f4a1b",
    "green-lit-ink": "#ffffff",
    "blue": "#3a5fd0",
    "blue-ink": "#ffffff",
    "blue-lit": "#14297a",
    "blue-lit-ink": "#ffffff",
}
_COUNTS: Final = (
    "#d3ebe0", "#abd9c5", "#82c5a9", "#58b08d", "#2f9672", "#15795a", "#0b5a42", "#06402f",
)  # fmt: skip

_SIGNED: Final = {
    "input": ("#cc4a5a", "#0b3f7a"),
    "output": ("#bb4fa3", "#06402f"),
    "kernel": ("#43278a", "#b85f06"),
}
_ZERO: Final = "#f1f3f5"

LIGHT: Final = make_theme(
    "light",
    _ON_PAPER,
    counts=_COUNTS,
    count_inks=("#03140e", "#ffffff"),
    signed=_SIGNED,
    zero=_ZERO,
)

PRINT: Final = make_theme(
    "print",
    {
        **_ON_PAPER,
        "ink": "#000000",
        "muted": "#404040",
        "rule": "#999999",
        "track": "#dddddd",
        "accent": "#d95f00",
        "output": "#0c6246",
        "twice": "#0c6246",
        "often": "#063d2c",
        "now": "#032a1f",
        "input-lit": "#06294f",
        "zero-line": "#6f7b87",
        "pad-line": "#6f7b87",
        "kernel-line": "#9c5a06",
        "read-zero-line": "#9c5a06",
        "todo-line": "#557f6e",
        "ghost-line": "#6f7b87",
        "kept-line": "#000000",
    },
    counts=_COUNTS,
    count_inks=("#03140e", "#ffffff"),
    signed=_SIGNED,
    zero=_ZERO,
    progress=False,
)

DARK: Final = make_theme(
    "dark",
    {
        "paper": "#11161c",
        "ink": "#eef2f6",
        "muted": "#a9b5c1",
        "rule": "#2c3640",
        "track": "#2a343e",
        "accent": "#ff8c24",
        "x": "#7fbcff",
        "w": "#ffb460",
        "y": "#5fd3a8",
        "bad": "#ff9c78",
        "input": "#2a74c0",
        "input-ink": "#ffffff",
        "input-lit": "#b8dbff",
        "input-lit-ink": "#06203d",
        "zero": "#2a333d",
        "zero-ink": "#b8c3ce",
        "zero-line": "#66788a",
        "pad-line": "#66788a",
        "blank": "#57512a",
        "blank-edge": "#2f2c18",
        "read-zero": "#33271a",
        "read-zero-ink": "#ffd9a0",
        "read-zero-line": "#b87a2c",
        "op": "#3a2135",
        "op-ink": "#f0b6d6",
        "op-line": "#cc79a7",
        "added": "#5b2c4c",
        "added-ink": "#ffe3f3",
        "dropped": "#1a2027",
        "dropped-ink": "#a9b5c1",
        "dropped-line": "#66788a",
        "kernel": "#9c5a10",
        "kernel-ink": "#ffffff",
        "kernel-lit": "#f3a03c",
        "kernel-lit-ink": "#2b1400",
        "kernel-line": "#e09a3c",
        "entry": "#332512",
        "entry-ink": "#ffd9a0",
        "todo-line": "#4f7f6e",
        "output": "#2fa57d",
        "output-ink": "#02100a",
        "now": "#a8f5d7",
        "now-ink": "#03241a",
        "once": "#1f7358",
        "once-ink": "#ffffff",
        "twice": "#2fa57d",
        "twice-ink": "#02100a",
        "often": "#74dcb6",
        "often-ink": "#02100a",
        "count-line": "#2c8a6a",
        "product-line": "#a9b5c1",
        "stamp-line": "#2c9c76",
        "ghost-line": "#66788a",
        "kept-line": "#eef2f6",
        "b": "#cdb4ff",
        "bias": "#2c2148",
        "bias-line": "#9b7bea",
        "other": "#1f4467",
        "other-ink": "#d3dee8",
        "other-line": "#66788a",
        "red": "#b84242",
        "red-ink": "#ffffff",
        "red-lit": "#ffc9c9",
        "red-lit-ink": "#3d0606",
        "green": "#2b7c3c",
        "green-ink": "#ffffff",
        "green-lit": "#c2f2cd",
        "green-lit-ink": "#06300f",
        "blue": "#4467d8",
        "blue-ink": "#ffffff",
        "blue-lit": "#ccd7ff",
        "blue-lit-ink": "#0a1747",
    },
    counts=(
        "#16332a", "#1a4537", "#1f5a47", "#267359", "#2f8e6e", "#45ab88", "#6fcca8", "#a8f5d7",
    ),
    count_inks=("#02100a", "#ffffff"),
    signed={
        "input": ("#e0606f", "#b8dbff"),
        "output": ("#c95fb2", "#a8f5d7"),
        "kernel": ("#8f74e0", "#ffc98a"),
    },
    zero="#222b34",
)  # fmt: skip

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}
AUTO: Final = replace(LIGHT, name=AUTO_THEME, dark=DARK)


def theme_named(name: str, values: str | None = None) -> Theme:
    """The theme called *name*, showing *values*; raises FigureError where there is none."""
    if name == AUTO.name:
        return replace(AUTO, values=values)
    if name not in THEMES:
        known = ", ".join(THEMES)
        raise FigureError(
            "{theme} is not a theme. Choose from {known}.",
            theme=Argument("theme", name),
            known=known,
        )
    return replace(THEMES[name], values=values)


def stand_ins(theme: Theme) -> tuple[Theme, Mapping[str, tuple[str, str]]]:
    """A theme for both with a colour of its own for each name, and what they are in both.

    So whoever writes the picture can tell apart what is white in light, and not in dark. Any
    other theme is as it was.
    """
    if theme.dark is None:
        return theme, {}
    names = {name: f"#{number:06x}" for number, name in enumerate(theme.colours, start=1)}
    both = {names[name]: (theme.colours[name], theme.dark.colours[name]) for name in names}
    return replace(theme, colours=names), both


def _by_name(theme: Theme) -> tuple[Callable[..., Theme], tuple[str, str | None, bool, bool]]:
    return _restored_theme, (theme.name, theme.values, theme.pictured, theme.lights)


def _restored_theme(name: str, values: str | None, pictured: bool, lights: bool) -> Theme:
    theme = replace(theme_named(name, values), pictured=pictured)
    return with_lights(theme) if lights else theme


copyreg.pickle(Theme, _by_name)  # so that figures that are laid out can be pickled
