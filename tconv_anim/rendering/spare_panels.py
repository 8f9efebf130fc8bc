"""Panels that a figure does without where they have no room beside the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from ..story.frame import Columns, Panel
from ..story.roles import PanelContent
from .arrangements import Arrangement, arrangements
from .cells import least_for_text, shows_text
from .panel_rows import WORTH_LABELS, MeasuredPanels, Ruler
from .scale import Scale

__all__ = ["SparePanels", "specks", "with_alike_result", "with_clear_products", "with_larger_input"]

WORTH: Final = 0.6
"""Of their size, other cells give up no more for panels that are spare."""
LARGER: Final = 1.5
"""Of the others with numbers, cells of spare panels are no larger for their own."""
NEEDED: Final = 1.25
"""Of what its numbers need, a panel has no larger cells beside others that are shades."""
SMALL, CLEAR = 24, 34
"""Where some cells are smaller than so many pixels, those of kernel and products are so large."""
SPECK: Final = 36
"""Panels that are smaller than so large letters, and have no numbers, are left out."""


class SparePanels:
    """Adds panels that are spare to those that are *laid* out.

    *value* compares arrangements, the second part of it by their size.
    """

    def __init__(
        self,
        scale: Scale,
        laid: MeasuredPanels,
        value: Callable[[MeasuredPanels], tuple[int, float]],
        *,
        wraps: bool,
    ) -> None:
        self._scale, self._value, self._wraps = scale, value, wraps
        pitches = _needed(laid, scale)
        self._layout = laid._replace(pitch=max(pitches.values()), pitches=pitches)

    def added(self, columns: Columns) -> MeasuredPanels:
        """With the spare ones of *columns*, unless the others had to be too small for them.

        Their texts are whole, or where that has no room in two digits.
        """
        return self._added(columns, whole=True) or self._added(columns, whole=False) or self._layout

    def _added(self, columns: Columns, *, whole: bool) -> MeasuredPanels | None:
        bare = replace(self._layout.ruler, labels=-1)
        best, most = None, 0.0
        for arrangement in arrangements(columns, wraps=self._wraps):
            ruler = replace(bare, labels=1) if arrangement.listed else bare
            found = self._measured(ruler, arrangement, whole=whole)
            if found and self._value(found)[1] > most:
                best, most = found, self._value(found)[1]
        if best is None:
            return None
        for labels in (2, 1, 0):
            found = self._measured(replace(bare, labels=labels), best.arrangement, whole=whole)
            if found and found.pitch >= WORTH_LABELS * best.pitch:
                return found
        return best

    def _measured(
        self, ruler: Ruler, arrangement: Arrangement, *, whole: bool
    ) -> MeasuredPanels | None:
        """As large as it fits, with all numbers that there are without those that are spare."""
        most, spare = self._layout.pitch, [p for p in arrangement.panels if p.spare]
        least = {panel.name: least_for_text(panel, self._scale, whole=whole) for panel in spare}
        beside = math.ceil(max(least.values(), default=0) / LARGER)
        if beside > most:
            return None
        floors = {
            panel.name: min(beside, self._layout.pitches[panel.name])
            for panel in self._layout.arrangement.panels
            if self._reads(panel, self._layout.pitches)
        }
        fits = ruler.fit_test(arrangement)
        for pitch in range(most, math.ceil(WORTH * most) - 1, -1):
            pitches = {
                name: max(own * pitch // most, floors.get(name, 1))
                for name, own in self._layout.pitches.items()
            }
            pitches |= {name: max(pitch, own) for name, own in least.items()}
            if fits(pitches):
                count = sum(self._reads(panel, pitches) for panel in arrangement.panels)
                found = MeasuredPanels(ruler, arrangement, pitch, pitches, count)
                return found if count >= self._layout.readable + len(spare) else None
        return None

    def _reads(self, panel: Panel, pitches: Mapping[str, int]) -> bool:
        return shows_text(panel, pitches[panel.name], self._scale)


def with_alike_result(laid: MeasuredPanels, scale: Scale) -> MeasuredPanels:
    """With a result, and a kernel, no larger than the input, or than their numbers need."""
    own, panels = laid.pitches, laid.arrangement.panels
    others = (panel for panel in panels if panel.content is not PanelContent.KERNEL)
    first = next(others, panels[0])
    end = laid.arrangement.rows[0 if laid.arrangement.up else -1]
    result, cap = end.stacks[-1][0], own[first.name]
    least = {panel.name: max(cap, least_for_text(panel, scale)) for panel in panels}
    if not shows_text(first, cap, scale):
        least[result.name] = cap
    if own[result.name] <= least[result.name]:
        return laid
    pitches = {name: min(pitch, least[name]) for name, pitch in own.items()}
    return laid._replace(pitches=pitches).with_larger({first.name, result.name})


def with_clear_products(laid: MeasuredPanels, scale: Scale) -> MeasuredPanels:
    """With kernel and products larger where they are small beside many cells of the input."""
    own, worked = laid.pitches, (PanelContent.KERNEL, PanelContent.PRODUCTS)
    names = [p.name for p in laid.arrangement.panels if p.content in worked]
    small = min(own.values()) < scale.px(SMALL) and len(names) == len(worked)
    for pitch in range(scale.px(CLEAR) * small, min(own.values()), -1):
        pitches = {**own, **{name: max(own[name], pitch) for name in names}}
        if laid.ruler.fits(laid.arrangement, pitches):
            return laid._replace(pitches=pitches)
    return laid


def with_larger_input(laid: MeasuredPanels, scale: Scale) -> MeasuredPanels:
    """With shades of the input beside a matrix as large as they fit, and as others are."""
    silent = {
        panel.name
        for panel in laid.arrangement.panels
        if panel.content is PanelContent.INPUT
        and not panel.rows_of
        and not shows_text(panel, laid.pitches[panel.name], scale)
    }
    most = max(laid.pitches.values())
    return laid._replace(pitch=most).with_larger(silent)._replace(pitch=laid.pitch)


def specks(laid: MeasuredPanels, scale: Scale) -> set[str]:
    """Panels beside a matrix of which nothing can be told; those of its product stay."""
    panels, room = laid.arrangement.panels, scale.font(SPECK)
    related = {name for panel in panels for name in (panel.rows_of, panel.lens_of)}
    return {
        panel.name
        for panel in panels
        if not (panel.name in related or panel.rows_of or panel.lens_of or panel.room_of)
        and max(panel.rows, panel.columns) * laid.pitches[panel.name] < room
        and not shows_text(panel, laid.pitches[panel.name], scale)
    }


def _needed(laid: MeasuredPanels, scale: Scale) -> dict[str, int]:
    """Pitches no larger than numbers need, where other panels are smaller and show shades."""
    small = min(laid.pitches.values())
    if small == laid.pitch:
        return dict(laid.pitches)
    return {
        panel.name: min(
            laid.pitches[panel.name],
            max(round(NEEDED * least_for_text(panel, scale)), 2 * small),
        )
        for panel in laid.arrangement.panels
    }
