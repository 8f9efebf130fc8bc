"""Colours and borders: what each look of a cell means to the eye.

No meaning hangs on hue alone: inserted zeros are filled, padding is dashed, dropped
cells are hatched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from ..story.frame import COUNTS, LIT, SHADES, CellRole

__all__ = ["CellStyle", "Theme", "contrast", "make_theme", "rgb_of"]

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


def make_theme(
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
