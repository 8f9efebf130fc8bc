"""Colours and borders: what each look of a cell means to the eye.

No meaning hangs on hue alone: inserted zeros are filled, padding is dashed, dropped
cells are crossed out. What is read or made now is darker, and its number speaks loud;
all other numbers speak low, and zeros that nothing reads are silent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from ..story.frame import LIT, CellRole, Grid, Shades
from ..story.roles import COLOURS, COUNTS, SHADES, SIGNED, UNSHADED, ShadeScale
from .colours import contrast, mixture, mixture_through, signed_shade

__all__ = [
    "MANY",
    "Border",
    "CellStyle",
    "Theme",
    "Voice",
    "make_theme",
    "with_lights",
]

Border = Literal["none", "solid", "dashed", "crossed"]
Voice = Literal["loud", "low", "silent"]


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Colour names of one look: its ground, its text, its border; and how its number speaks."""

    ground: str
    ink: str
    border: Border = "none"
    line: str = ""
    voice: Voice = "low"
    factors: bool = False
    """Whether the factors of a product have colours of their own."""


@dataclass(frozen=True)
class Theme:
    name: str
    colours: Mapping[str, str] = field(repr=False)
    """Colour name to #rrggbb."""
    cells: Mapping[int, CellStyle] = field(repr=False)
    """Style of each look, lit or not."""
    bare: Mapping[int, CellStyle] = field(repr=False)
    """The same where cells have no room for numbers: what leads is bolder, what is empty paler."""
    shades: Mapping[int, tuple[CellStyle, ...]] = field(repr=False)
    """Of looks that can show a number as a shade: its styles from the darkest on."""
    progress: bool = True
    """Whether pages have a progress bar."""
    dark: Theme | None = None
    """What it is for readers who prefer dark, where it is made for both."""
    values: str | None = None
    """Which cells show their numbers, see ``--values``; None: as many as leave a page calm."""
    pictured: bool = False
    """Whether the input is a user's own: then cells that are silent show shades."""
    lights: bool = False
    """Whether outputs of either sign are as light as they are large."""

    def speaking(self, grid: Grid) -> Mapping[int, CellStyle]:
        """The style of each look in *grid*: while some of it is read, the rest may be silent."""
        quiet = self.values != "all" and any(mark.kind != "kept" for mark in grid.marks)
        if quiet and self.values is None:
            quiet = int(np.count_nonzero(_HUSHED[grid.roles])) > MANY
        return self.quiet if quiet else self.cells

    def shows_picture(self, cells: int) -> bool:
        """Whether an input of so many cells is a picture, whatever room there is for numbers."""
        return self.pictured and self.values != "all" and cells > MANY

    def visible(self, grid: Grid) -> Shades | None:
        """The levels of cells that are shades though there is room for numbers.

        These are all but those being read, where they are many of an own input.
        """
        if grid.shades is None or not self.shows_picture(
            int(np.count_nonzero(_HUSHED[grid.roles]))
        ):
            return None
        return np.where(np.isin(grid.roles, _QUIET), grid.shades, np.uint8(UNSHADED))

    @cached_property
    def tiny(self) -> Mapping[int, CellStyle]:
        """The style of each look in cells without room for numbers.

        Beside a picture, what has no value of its own is off the scale of its shades.
        """
        if not self.pictured:
            return self.bare
        looks = {CellRole.ZERO: "blank", CellRole.PAD: "blank-edge"}
        plain = {role: CellStyle(ground, "") for role, ground in looks.items()}
        return {**self.bare, **plain}  # type: ignore[dict-item]

    @cached_property
    def quiet(self) -> Mapping[int, CellStyle]:
        """The style of each look where what is not being read says nothing."""
        silent = {role: replace(self.cells[role], voice="silent") for role in _QUIET}
        # Entries without their weights are as bold as those.
        silent[CellRole.ENTRY] = replace(silent[CellRole.ENTRY], ground="kernel")
        return {**self.cells, **silent}  # type: ignore[dict-item]

    def grounds(self, role: int, scales: Iterable[ShadeScale]) -> set[str]:
        """The grounds of every shade that a cell of that look can have."""
        scale = {one.role: one.levels[0] >= SHADES for one in scales}
        plain = CellRole(role & ~LIT)
        if CellRole.INPUT not in scale and plain not in scale:
            return set()
        either = scale.get(CellRole.INPUT, False) or scale.get(CellRole.OUTPUT, False)
        if plain in COLOURS:  # channels of the input
            scale[plain] = either = scale[CellRole.INPUT]
        signed = scale.get(plain, either)  # whether all its levels are
        first = SHADES if signed else 0
        last = SHADES + SIGNED if signed or either else SHADES
        return {style.ground for style in self.shades.get(role, ())[first:last]}

    def shaded(self, role: int, level: int) -> CellStyle:
        """The style of a cell that shows its number as a shade."""
        return self.shades[role][level] if role in self.shades else self.cells[role]


def with_lights(theme: Theme) -> Theme:
    """With results of either sign as light as they are large, as the lights of their picture."""
    shades = dict(theme.shades)
    for role, styles in theme.shades.items():
        if (hue := _SHADED[CellRole(role & ~LIT)]) in _LIGHTS:
            lights = (replace(styles[0], ground=_LIGHT.format(hue, n)) for n in range(SIGNED))
            shades[role] = (*styles[:SHADES], *lights)
    return replace(theme, lights=True, shades=shades)


MANY: Final = 64
"""Cells of an input or a matrix that all show their numbers, at most, while some are read."""
_QUIET: Final = (CellRole.INPUT, *COLOURS, CellRole.DROPPED, CellRole.UNREAD, CellRole.ENTRY)
_HUSHED: Final = np.isin(np.arange(256) & ~LIT, _QUIET)
"""Of each look, whether it is one of those, being read or not."""


_READ_ZERO: Final = CellStyle("read-zero", "read-zero-ink", "solid", "read-zero-line")
"""A zero under the window: it is multiplied, and gives nothing."""
_CELLS: Final[dict[int, CellStyle]] = {
    CellRole.INPUT: CellStyle("input", "input-ink"),
    CellRole.INPUT | LIT: CellStyle("input-lit", "input-lit-ink", voice="loud"),
    CellRole.ZERO: CellStyle("zero", "zero-ink", "solid", "zero-line", "silent"),
    CellRole.ZERO | LIT: _READ_ZERO,
    CellRole.PAD: CellStyle("paper", "zero-ink", "dashed", "pad-line", "silent"),
    CellRole.PAD | LIT: replace(_READ_ZERO, border="dashed"),
    CellRole.OP: CellStyle("op", "op-ink", "dashed", "op-line", "silent"),
    CellRole.OP | LIT: replace(_READ_ZERO, border="dashed", line="op-line"),
    CellRole.ADDED: CellStyle("added", "added-ink", "solid", "op-line"),
    CellRole.ADDED_ZERO: CellStyle("op", "added-ink", "dashed", "op-line"),
    CellRole.DROPPED: CellStyle("dropped", "dropped-ink", "crossed", "dropped-line"),
    CellRole.DROPPED | LIT: CellStyle("dropped", "dropped-ink", "crossed", "dropped-line"),
    CellRole.UNREAD: CellStyle("dropped", "dropped-ink", "solid", "dropped-line"),
    CellRole.UNREAD | LIT: CellStyle("dropped", "dropped-ink", "solid", "dropped-line"),
    CellRole.KERNEL: CellStyle("kernel", "kernel-ink", "solid", "kernel-line", "loud"),
    CellRole.KERNEL | LIT: CellStyle(
        "kernel-lit", "kernel-lit-ink", "solid", "kernel-line", "loud"
    ),
    CellRole.ENTRY: CellStyle("entry", "entry-ink", "solid", "kernel-line"),
    CellRole.ENTRY | LIT: CellStyle("kernel-lit", "kernel-lit-ink", "solid", "kernel-line", "loud"),
    CellRole.GAP: CellStyle("paper", "", voice="silent"),
    CellRole.TODO: CellStyle("paper", "", "solid", "todo-line", "silent"),
    CellRole.OUTPUT: CellStyle("output", "output-ink"),
    CellRole.OUTPUT | LIT: CellStyle("now", "now-ink", voice="loud"),
    CellRole.NOW: CellStyle("now", "now-ink", voice="loud"),
    CellRole.EMPTY: CellStyle("paper", "zero-ink", "solid", "zero-line", "silent"),
    CellRole.EMPTY | LIT: CellStyle("paper", "zero-ink", "solid", "zero-line", "silent"),
    CellRole.PRODUCT: CellStyle("paper", "ink", "solid", "product-line", factors=True),
    CellRole.STAMP: CellStyle("paper", "y", "solid", "stamp-line", "loud"),
    CellRole.GHOST: CellStyle("paper", "muted", "solid", "ghost-line"),
    CellRole.SUM: CellStyle("paper", "y", "solid", "stamp-line", "loud"),
    CellRole.BIAS: CellStyle("bias", "b", "solid", "bias-line", "loud"),
    **{
        role | flag: CellStyle(f"{hue}{lit}", f"{hue}{lit}-ink", voice="loud" if flag else "low")
        for role, hue in zip(COLOURS, ("red", "green", "blue"), strict=True)
        for flag, lit in ((0, ""), (LIT, "-lit"))
    },
    CellRole.OTHER: CellStyle("other", "other-ink", "solid", "other-line"),
    CellRole.OTHER_KERNEL: CellStyle("entry", "entry-ink", "solid", "kernel-line"),
    **{
        role | flag: CellStyle(ground, f"{ground}-ink", voice="loud" if flag else "low")
        for role, ground in (
            (CellRole.ONCE, "once"),
            (CellRole.TWICE, "twice"),
            (CellRole.OFTEN, "often"),
        )
        for flag in (0, LIT)
    },
}
_BARE: Final[dict[int, CellStyle]] = {
    CellRole.ENTRY: CellStyle("kernel-lit", ""),
    CellRole.ENTRY | LIT: CellStyle("w", ""),
    CellRole.EMPTY: CellStyle("zero", "", "solid", "rule"),
    CellRole.EMPTY | LIT: CellStyle("kernel", "", "solid", "rule"),
}
_SHADED: Final = {
    CellRole.INPUT: "input",
    CellRole.RED: "red",
    CellRole.GREEN: "green",
    CellRole.BLUE: "blue",
    CellRole.OUTPUT: "output",
    CellRole.NOW: "output",
    CellRole.ONCE: "output",
    CellRole.TWICE: "output",
    CellRole.OFTEN: "output",
    CellRole.KERNEL: "kernel",
    CellRole.STAMP: "output",
    CellRole.SUM: "output",
}
_RANGES: Final = {
    "input": ("#10243a", "#eaf3fc"),
    "red": ("#2b0505", "#ffe3e3"),
    "green": ("#04240b", "#e2f9e6"),
    "blue": ("#071238", "#e3eaff"),
    "output": ("#0b2b20", "#e9f7f1"),
    "kernel": ("#3a2203", "#fdf1e0"),
}
"""Darkest and lightest shade; the same in every theme, as a picture keeps its lights."""
_LIGHT: Final = "{}-shade-light-{}"
_LIGHTS: Final = {
    "input": (("#b0458f", "#ffd9f5"), ("#5b8fc9", "#eaf3fc")),
    "output": (("#b0458f", "#ffd9f5"), ("#2f9f77", "#e9f7f1")),
}
"""Through which colour to which: negative results of a picture, and positive ones; 0 is dark."""
_COUNT_INKS: Final = ("count-ink-dark", "count-ink-light")


def make_theme(
    name: str,
    colours: dict[str, str],
    *,
    counts: tuple[str, ...],
    count_inks: tuple[str, str],
    signed: Mapping[str, tuple[str, str]],
    zero: str,
    progress: bool = True,
) -> Theme:
    """A theme of these colours; *counts* are the steps of the scale, *count_inks* dark and light.

    *signed*: of each hue the colour of its most negative number, and of the largest; *zero*
    is that of 0.
    The pale steps of the scale need an outline, so all of them have one.
    """
    colours = {**colours, **dict(zip(_COUNT_INKS, count_inks, strict=True))}
    # Between slanted cells that touch; a theme whose deep fills are light has dark lines.
    for hue, deep in (("input", "input-lit"), ("output", "now")):
        dark = contrast(colours[deep], "#000000") < contrast(colours["paper"], "#000000")
        colours[f"{hue}-edge"] = (
            mixture(colours[deep], "#000000", 0.45) if dark else colours["paper"]
        )
    cells = dict(_CELLS)
    shades: dict[int, tuple[CellStyle, ...]] = {}
    for role, hue in _SHADED.items():
        names = [f"{hue}-shade-{level}" for level in range(SHADES + SIGNED)]
        for level, shade in enumerate(names):
            place = (level - SHADES) / (SIGNED // 2) - 1
            colours[shade] = (
                mixture(*_RANGES[hue], level / (SHADES - 1))
                if level < SHADES
                else signed_shade(hue, place, zero, signed.get(hue, signed["input"]))
            )
        # A tint over those that are read would change what they say: the frame is enough.
        styles = tuple(CellStyle(shade, "", voice="silent") for shade in names)
        shades[role] = shades[role | LIT] = styles
    for hue, level in itertools.product(_LIGHTS, range(SIGNED)):
        place = level / (SIGNED // 2) - 1
        clear, lightest = _LIGHTS[hue][place > 0]
        light = mixture_through(_RANGES[hue][0], clear, lightest, abs(place))
        colours[_LIGHT.format(hue, level)] = light
    for step, (count, colour) in enumerate(zip(COUNTS, counts, strict=True), start=1):
        ground = f"count-{step}"
        colours[ground] = colour
        ink = max(_COUNT_INKS, key=lambda ink: contrast(colours[ink], colour))
        cells[count] = CellStyle(ground, ink, "solid", "count-line")
        cells[count | LIT] = replace(cells[count], voice="loud")
    return Theme(
        name,
        MappingProxyType(colours),
        MappingProxyType(cells),
        MappingProxyType({**cells, **_BARE}),
        MappingProxyType(shades),
        progress,
    )
