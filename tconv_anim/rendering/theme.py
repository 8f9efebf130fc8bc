"""Colours and borders: what each look of a cell means to the eye.

Hues follow Okabe and Ito's colour-blind safe set: blue input, orange kernel, green
output, purple for what output padding adds. No meaning hangs on hue alone: inserted
zeros are filled, padding is dashed, dropped cells are hatched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from ..errors import Argument, FigureError
from ..story.frame import COUNTS, LIT, SHADES, CellRole

__all__ = ["THEMES", "CellStyle", "Theme", "contrast", "rgb_of", "theme_named"]

Border = Literal["none", "solid", "dashed", "hatched"]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Colour names of one look: its ground, its text, its product note, its border."""

    ground: str
    ink: str
    note: str
    border: Border = "none"
    line: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    colours: Mapping[str, str] = field(repr=False)
    """Colour name to #rrggbb."""
    cells: Mapping[int, CellStyle] = field(repr=False)
    """Style of each look, lit or not."""
    shades: Mapping[int, tuple[CellStyle, ...]] = field(repr=False)
    """Of looks that can show a number as a shade: its styles from the darkest on."""

    def shaded(self, role: int, level: int) -> CellStyle:
        """The style of a cell that shows its number as a shade."""
        return self.shades[role][level] if role in self.shades else self.cells[role]


def _mix(colour: str, other: str, share: float) -> str:
    one, two = rgb_of(colour), rgb_of(other)
    return "#" + "".join(
        f"{round(a * (1 - share) + b * share):02x}" for a, b in zip(one, two, strict=True)
    )


def rgb_of(colour: str) -> tuple[int, int, int]:
    """A colour's red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        linear = [
            c / 12.92 if (c := part / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for part in rgb_of(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


_BORDERS: Final[dict[CellRole, Border]] = {
    CellRole.PAD: "dashed",
    CellRole.OP: "dashed",
    CellRole.DROPPED: "hatched",
}
_GROUNDS: Final = {
    CellRole.INPUT: "input",
    CellRole.ZERO: "zero",
    CellRole.PAD: "paper",
    CellRole.OP: "op",
    CellRole.DROPPED: "paper",
    CellRole.KERNEL: "kernel",
    CellRole.GAP: "gap",
    CellRole.TODO: "todo",
    CellRole.OUTPUT: "output",
    CellRole.NOW: "now",
    CellRole.ONCE: "once",
    CellRole.TWICE: "twice",
    CellRole.OFTEN: "often",
    CellRole.EMPTY: "empty",
}
_INKS: Final = {
    CellRole.INPUT: "input-ink",
    CellRole.ZERO: "zero-ink",
    CellRole.PAD: "zero-ink",
    CellRole.OP: "op-ink",
    CellRole.KERNEL: "kernel-ink",
    CellRole.OUTPUT: "output-ink",
    CellRole.NOW: "now-ink",
    CellRole.ONCE: "output-ink",
    CellRole.TWICE: "output-ink",
    CellRole.OFTEN: "output-ink",
    CellRole.EMPTY: "zero-ink",
}
_LINES: Final = {CellRole.PAD: "pad-line", CellRole.OP: "op-line", CellRole.DROPPED: "dropped-line"}
_NEVER_LIT: Final = (CellRole.GAP, CellRole.TODO, CellRole.NOW)
_SHADED: Final = {
    CellRole.INPUT: "input",
    CellRole.OUTPUT: "output",
    CellRole.ONCE: "output",
    CellRole.TWICE: "output",
    CellRole.OFTEN: "output",
}
_RANGES: Final = {"input": ("#10243a", "#eaf3fc"), "output": ("#0b2b20", "#e9f7f1")}
"""Darkest and lightest shade; the same in every theme, as a picture keeps its lights."""
_COUNT_INKS: Final = ("count-ink-dark", "count-ink-light")


def _theme(
    name: str,
    colours: dict[str, str],
    *,
    counts: tuple[str, ...],
    count_inks: tuple[str, str],
    lit_share: float,
    solid: Mapping[CellRole, str] = MappingProxyType({}),
) -> Theme:
    colours = {**colours, **dict(zip(_COUNT_INKS, count_inks, strict=True))}
    cells: dict[int, CellStyle] = {}
    shades: dict[int, tuple[CellStyle, ...]] = {}
    for role, ground in _GROUNDS.items():
        border: Border = _BORDERS.get(role, "solid" if role in solid else "none")
        line = solid.get(role, _LINES.get(role, ""))
        ink = _INKS.get(role, "")
        cells[role] = CellStyle(ground, ink, "", border, line)
        if role not in _NEVER_LIT:
            lit = f"{ground}-lit"
            colours[lit] = _mix(colours[ground], colours["accent"], lit_share)
            lit_ink = (
                "pad-lit-ink" if role is CellRole.PAD else f"{ink[:-4]}-lit-ink" if ink else ""
            )
            if ink:
                colours.setdefault(
                    lit_ink, colours["note"] if role is CellRole.PAD else colours[ink]
                )
            cells[role | LIT] = CellStyle(lit, lit_ink, "note", border, line)
        if hue := _SHADED.get(role):
            names = [f"{hue}-shade-{level}" for level in range(SHADES)]
            for level, shade in enumerate(names):
                colours[shade] = _mix(*_RANGES[hue], level / (SHADES - 1))
                colours[f"{shade}-lit"] = _mix(colours[shade], colours["accent"], 2 * lit_share)
            shades[role] = tuple(CellStyle(shade, "", "") for shade in names)
            shades[role | LIT] = tuple(CellStyle(f"{shade}-lit", "", "") for shade in names)
    for step, (role, colour) in enumerate(zip(COUNTS, counts, strict=True), start=1):
        border = "solid" if role in solid else "none"
        # Half the tint of others, so that a step of the scale stays what it is.
        lit_colour = _mix(colour, colours["accent"], lit_share / 2)
        for flag, ground, shown in (
            (0, f"count-{step}", colour),
            (LIT, f"count-{step}-lit", lit_colour),
        ):
            colours[ground] = shown
            ink = max(_COUNT_INKS, key=lambda name: contrast(colours[name], shown))
            cells[role | flag] = CellStyle(ground, ink, "", border, solid.get(role, ""))
    return Theme(name, *(MappingProxyType(part) for part in (colours, cells, shades)))


LIGHT: Final = _theme(
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

DARK: Final = _theme(
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

PRINT: Final = _theme(
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
        raise FigureError(Argument("theme", name), f" is no theme. There are {known}.") from None
