"""The colours of each theme.

Hues follow Okabe and Ito's colour-blind safe set: blue input, orange kernel, green
output, purple for what output padding adds.
"""

from __future__ import annotations

from typing import Final

from ..errors import Argument, FigureError
from ..story.frame import COUNTS, CellRole
from .theme import Theme, make_theme

__all__ = ["THEMES", "theme_named"]

LIGHT: Final = make_theme(
    "light",
    {
        "paper": "#ffffff",
        "ink": "#1f2933",
        "muted": "#5b6875",
        "rule": "#d9dee4",
        "track": "#e6eaee",
        "accent": "#e07b00",
        "input": "#c9e0f5",
        "input-ink": "#123f6d",
        "zero": "#e6eaef",
        "zero-ink": "#566270",
        "zero-lit-ink": "#4a4a48",
        "pad-lit-ink": "#4a4a48",
        "pad-line": "#b3bdc7",
        "op": "#f7e6f0",
        "op-ink": "#8a2f66",
        "op-lit-ink": "#74245a",
        "op-line": "#b5508a",
        "dropped-line": "#c3ccd5",
        "kernel": "#fde3bf",
        "kernel-ink": "#7a3e00",
        "note": "#7a3e00",
        "gap": "#faf4ea",
        "todo": "#f0f4f2",
        "output": "#bfe3d3",
        "output-ink": "#0b4d38",
        "once": "#e2f2eb",
        "twice": "#c6e7d9",
        "often": "#a6dac4",
        "empty": "#f5f6f8",
        "now": "#0f7a5a",
        "now-ink": "#ffffff",
        "now-line": "#0a5a42",
    },
    counts=("#c0e5d5", "#9ed5be", "#7bc5a7", "#5ab492", "#39a27e", "#12795b", "#0d6148", "#094936"),
    count_inks=("#04231a", "#ffffff"),
    lit_share=0.2,
)

DARK: Final = make_theme(
    "dark",
    {
        "paper": "#11161c",
        "ink": "#e8edf2",
        "muted": "#9fabb8",
        "rule": "#2c3640",
        "track": "#232c35",
        "accent": "#f39a2b",
        "input": "#1b4268",
        "input-ink": "#d3e9ff",
        "zero": "#28313b",
        "zero-ink": "#a9b5c1",
        "zero-lit-ink": "#e0dcd4",
        "pad-lit-ink": "#d8d4cc",
        "pad-line": "#4b5865",
        "op": "#3a2135",
        "op-ink": "#f0b6d6",
        "op-lit-ink": "#f7cfe4",
        "op-line": "#cc79a7",
        "dropped-line": "#39434e",
        "kernel": "#5b3b12",
        "kernel-ink": "#ffe2b8",
        "note": "#ffd79a",
        "gap": "#1d1a16",
        "todo": "#1a2129",
        "output": "#14493b",
        "output-ink": "#bdf0dc",
        "once": "#112b26",
        "twice": "#134236",
        "often": "#185a48",
        "empty": "#181e25",
        "now": "#35c596",
        "now-ink": "#04231a",
        "now-line": "#8fe8c8",
    },
    counts=("#1f4033", "#225240", "#25654e", "#29745b", "#38a782", "#52bd97", "#6fd4ae", "#9aeaca"),
    count_inks=("#04231a", "#eafff6"),
    lit_share=0.22,
)

PRINT: Final = make_theme(
    "print",
    {
        "paper": "#ffffff",
        "ink": "#000000",
        "muted": "#444444",
        "rule": "#999999",
        "track": "#dddddd",
        "accent": "#c96a00",
        "input": "#d3e6f7",
        "input-ink": "#06294a",
        "input-line": "#2f6ea5",
        "zero": "#e3e3e3",
        "zero-ink": "#404040",
        "zero-lit-ink": "#303030",
        "pad-lit-ink": "#303030",
        "pad-line": "#7f7f7f",
        "op": "#f9edf4",
        "op-ink": "#6d1f50",
        "op-lit-ink": "#5a1842",
        "op-line": "#8a2f66",
        "dropped-line": "#a8a8a8",
        "kernel": "#fbe2c3",
        "kernel-ink": "#5a2d00",
        "kernel-line": "#b86200",
        "note": "#5a2d00",
        "gap": "#ffffff",
        "todo": "#ffffff",
        "todo-line": "#bbbbbb",
        "output": "#cdeadd",
        "output-ink": "#06372a",
        "once": "#ecf7f2",
        "twice": "#cdeadd",
        "often": "#aadcc7",
        "empty": "#f2f2f2",
        "output-line": "#2d8a6a",
        "now": "#0a4a37",
        "now-ink": "#ffffff",
        "now-line": "#000000",
    },
    counts=("#c3e4d6", "#a0d1bc", "#7bbea3", "#57aa8b", "#409a7b", "#1f7257", "#105b44", "#0f4130"),
    count_inks=("#00130d", "#ffffff"),
    lit_share=0.22,
    solid={
        CellRole.INPUT: "input-line",
        CellRole.KERNEL: "kernel-line",
        CellRole.OUTPUT: "output-line",
        CellRole.TODO: "todo-line",
        CellRole.ONCE: "output-line",
        CellRole.TWICE: "output-line",
        CellRole.OFTEN: "output-line",
        **dict.fromkeys(COUNTS, "output-line"),
    },
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def theme_named(name: str) -> Theme:
    """The theme called *name*; raises FigureError where there is none."""
    try:
        return THEMES[name]
    except KeyError:
        known = ", ".join(THEMES)
        raise FigureError(
            "{theme} is no theme. There are {known}.", theme=Argument("theme", name), known=known
        ) from None
