"""The legend: a swatch and a word for each special look of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final, NamedTuple, Protocol

from ..story.frame import Panel, PanelContent, Storyboard
from ..story.notation import PRINTED
from ..story.roles import COLOURS
from . import glyphs
from .cells import swatch_tile
from .primitives import PlacedTile, Primitive, TextLine
from .scale import Scale
from .theme import CellStyle, Theme

__all__ = ["LegendItem", "draw_legend", "lacks_ranges", "legend_items", "shaded_contents"]


_TOWARDS_OUTPUT: Final = {PanelContent.PRODUCTS, PanelContent.OTHER}
"""What has no range of its own: the output's stands for it."""


class _Cells(Protocol):
    @property
    def text_px(self) -> int: ...


class _Place(Protocol):
    @property
    def panel(self) -> Panel: ...
    @property
    def cells(self) -> _Cells: ...


class LegendItem(NamedTuple):
    """The styles of its swatches, and what they mean."""

    styles: Sequence[CellStyle]
    text: str
    spare: bool = False
    """Whether it may be left out where there is little room."""


def legend_items(
    storyboard: Storyboard, theme: Theme, shades: Set[PanelContent], *, silent: bool = False
) -> list[LegendItem]:
    """A swatch and a word for each special look, and the ranges of what shows *shades*.

    *silent*: whether cells have no room for their numbers.
    """
    cells = theme.tiny if shades else theme.cells
    results = shades & (_TOWARDS_OUTPUT | {PanelContent.OUTPUT, PanelContent.RETURNED})
    items = [
        LegendItem((cells[entry.role],), entry.text, entry.spare)
        for entry in storyboard.legend
        if (silent or not entry.silent) and not (results and entry.role in theme.shades)
    ]
    ranges = [scale for scale in storyboard.scales if scale.range]
    scales = [scale for scale in ranges if scale.role in storyboard.roles]
    shown = [scale for scale in scales if scale.content in shades]
    if shades & _TOWARDS_OUTPUT and not shades & {PanelContent.OUTPUT, PanelContent.RETURNED}:
        shown += [scale for scale in scales if scale.content is PanelContent.OUTPUT]
    for number, scale in enumerate(shown):
        ways = [(scale.role, level) for level in scale.levels]
        if scale.content is PanelContent.INPUT and storyboard.roles.issuperset(COLOURS):
            ways = [(role, level) for role in COLOURS for level in scale.levels[::2]]
        styles = tuple(theme.shades[role][level] for role, level in ways)
        text = f"{scale.content.value} {PRINTED.text(scale.range)}"
        items.append(LegendItem(styles, text, spare=number > 0))
    return items


def shaded_contents(
    storyboard: Storyboard, places: Iterable[_Place], theme: Theme
) -> set[PanelContent]:
    """What is shown by shades, mostly as its cells are too small for numbers.

    Panels that a lens shows say nothing by shades, nor do counts, which have their own colours.
    """
    lensed = {panel.lens_of for panel in storyboard.panels}

    def shaded(panel: Panel, cells: _Cells) -> bool:
        if panel.counts or panel.hits or panel.guest or panel.name in lensed:
            return False
        pictured = theme.shows_picture(panel.rows * panel.columns)
        small = (panel.widest_text or not storyboard.shaded) and not cells.text_px
        return bool(small) or (pictured and panel.content is PanelContent.INPUT)

    shown = places if storyboard.shaded or theme.pictured else ()
    return {place.panel.content for place in shown if shaded(place.panel, place.cells)}


def lacks_ranges(entries: Sequence[LegendItem], drawn: Iterable[Primitive]) -> bool:
    """Whether there are shades and *drawn* says of none what they stand for."""
    ranges = {entry.text for entry in entries if len(entry.styles) > 1}
    return bool(ranges) and ranges.isdisjoint(
        line.text for line in drawn if isinstance(line, TextLine)
    )


def draw_legend(
    entries: Sequence[LegendItem],
    left: int,
    right: int,
    baseline: int,
    scale: Scale,
    *,
    whole: bool = False,
) -> Iterator[Primitive]:
    """The entries up to *right*: where *left* is passed, without spare ones or without looks.

    *whole*: all of them or none.
    """
    px, side, gap, apart = scale.font(13), scale.px(13), scale.px(6), scale.px(18)

    def width(entry: LegendItem) -> int:
        return len(entry.styles) * side + gap + glyphs.width("sans", px, entry.text)

    def total(some: Sequence[LegendItem]) -> int:
        return sum(width(entry) + apart for entry in some) - apart

    keys = [entry for entry in entries if len(entry.styles) > 1]
    needed = [entry for entry in entries if not entry.spare]
    # What numbers look like matters more than what zeros do.
    first = [*needed, *(key for key in keys if key.spare)]
    ways = [entries, first, keys, keys[:2], needed, [key for key in keys if not key.spare]]
    kept: Sequence[LegendItem] = next(
        (some for some in ways[: 1 if whole else None] if some and total(some) <= right - left), ()
    )
    if not kept:
        return
    x = right - total(kept)
    for entry in kept:
        for number, style in enumerate(entry.styles):
            tile = swatch_tile(style, side, scale)
            yield PlacedTile(x + number * side, baseline - side + scale.px(2), tile)
        words_x = x + len(entry.styles) * side + gap
        yield TextLine(words_x, baseline, entry.text, "sans", px, "muted", "paper")
        x += width(entry) + apart
