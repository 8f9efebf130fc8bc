"""Panels beside a lens that shows one of them larger: dots, which tell where its rows are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from ..story.frame import Columns, Panel
from .cells import least_for_text
from .panel_columns import stacks_of, unstacked, with_lens, with_lenses_beside
from .panel_rows import MeasuredPanels
from .primitives import Box
from .scale import Scale

__all__ = ["LensPanels"]

HIGH, BROAD, DOTS = 0.8, 0.35, 11
"""Of the area, what a lens shows at first, and how large its cells are at most."""
WORTH_LINES: Final = 1
"""How much smaller cells may be, all together, where lines join a lens to its rows."""
WORTH_ROW: Final = 1.5
"""The same for an equation that no row breaks."""
OVERVIEW: Final = 3
"""How many times as large as those of what it shows the cells of a lens are, at most, at first."""
SILENT: Final = 18
"""How large cells of a lens without numbers are before what it shows is made larger."""


class LensPanels:
    """Lays out the panels of a section in *area* with one of its lenses.

    *best* is the best arrangement of columns with cells of some panels given.
    """

    def __init__(
        self,
        area: Box,
        scale: Scale,
        best: Callable[[Columns, Mapping[str, int]], MeasuredPanels | None],
    ) -> None:
        self._area, self._scale, self._best = area, scale, best

    def chosen(self, columns: Columns, small: set[str]) -> MeasuredPanels | None:
        """With the lens that leaves the fewest panels without whole numbers, then shows the most.

        Under what it shows, or beside it; None where none has room. *small*: the panels that
        have no such numbers without it.
        """
        found: list[tuple[tuple[int, tuple[int, int], float], MeasuredPanels]] = []
        panels = [panel for stack in stacks_of(columns) for panel in stack]
        every = [panel for panel in panels if panel.lens_of]
        texts = {panel.name for panel in panels if panel.widest_text}
        hopes = [((self._most(with_lens(columns, lens)), _shape(lens)), lens) for lens in every]
        for hope, lens in sorted(hopes, key=lambda one: one[0], reverse=True):
            if any(worth[:2] > hope for worth, _ in found):
                break  # none of the rest can be better
            one = with_lens(columns, lens)
            for apart, shown in enumerate((one, with_lenses_beside(one), unstacked(one))):
                if apart > 1 and any(worth[0] == 0 for worth, _ in found):
                    break  # all have numbers, where they belong
                laid = self._beside_overview(shown, lens.lens_of if lens.lens_of in small else "")
                if laid is not None and (laid.reads(lens.name) or not lens.widest_text):
                    if not lens.widest_text:  # as large as with small numbers, then the rest
                        most = self._scale.px(SILENT)
                        laid = (
                            laid._replace(pitch=most)
                            .with_larger({lens.name})
                            ._replace(pitch=laid.pitch)
                        )
                    beside = {p.name for p in laid.arrangement.panels if p.with_lens}
                    few = laid._replace(pitch=laid.pitch // OVERVIEW).with_larger(small)
                    laid = few._replace(pitch=laid.pitch).with_larger({lens.name, *beside})
                    laid = laid.with_larger(small).with_numbers(math.inf)
                    lens_of, names = lens.lens_of, {p.name for p in laid.arrangement.panels}
                    silent = {name for name in names if not laid.reads(name)} & texts - {lens_of}
                    lack = 2 * len(silent) + len(laid.shortened - {lens_of})
                    rows = laid.arrangement
                    broken = len(rows.rows) > 1 and not (rows.up or rows.downs)
                    more = WORTH_LINES * (apart == 1 and lens.lens_of in small) - WORTH_ROW * broken
                    found.append(((-lack, _shape(lens), laid.sizes + more), laid))
        return max(found, key=lambda choice: choice[0])[1] if found else None

    def _most(self, columns: Columns) -> int:
        """What *columns* are worth at most: less, the more panels have numbers in no area."""
        panels = [panel for stack in stacks_of(columns) for panel in stack]
        shown = {panel.lens_of for panel in panels}
        silent = 0
        for panel in panels:
            least = least_for_text(panel, self._scale) if panel.name not in shown else 0
            room = self._area.width // panel.columns, self._area.height // panel.rows
            silent += bool(panel.widest_text) and least > min(room)
        return -2 * silent

    def _beside_overview(self, columns: Columns, name: str) -> MeasuredPanels | None:
        """The best with a panel that a lens shows in small cells, or ("") without such."""
        if not name:
            return self._best(columns, {})
        (panel,) = [p for stack in stacks_of(columns) for p in stack if p.name == name]
        high, wide = HIGH * self._area.height / panel.rows, BROAD * self._area.width / panel.columns
        pitch = max(min(round(high), round(wide), self._scale.px(DOTS)), 1)
        found = None
        for least in dict.fromkeys((pitch, -(-pitch // 2), 1)):
            laid = self._best(columns, {name: least})
            if laid is not None and (found is None or laid.readable > found.readable):
                found = laid
            if found is not None and all(found.reads(n) for n in found.pitches if n != name):
                break
        return found


def _shape(panel: Panel) -> tuple[int, int]:
    return panel.columns, panel.rows
