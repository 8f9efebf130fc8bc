"""How large the cells of a section's panels are, and in which rows the panels stand.

All cells have one pitch, the largest that fits; where that leaves too few of their
numbers, the fewest panels shrink by halves.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..story.frame import Columns, Panel
from .arrangements import Arrangement, arrangements
from .cells import least_for_text
from .lens_panels import LensPanels
from .measurer import measurer
from .panel_columns import (
    stacks_of,
    unstacked,
    with_lens,
    without_panels,
    without_row_names,
)
from .panel_rows import WORTH_LABELS, MeasuredPanels, Ruler
from .primitives import Box
from .scale import Scale
from .spare_panels import (
    SparePanels,
    specks,
    with_alike_result,
    with_clear_products,
    with_larger_input,
)
from .too_small import too_small

__all__ = ["PanelSizes"]

LARGEST: Final = 84
"""Cell pitch at most, unless numbers need more."""
WORTH: Final = 0.85
"""Of their size, cells give up no more for one row less."""
TALL, WORTH_ROWS = 1.8, 1.15
"""Areas not so many times as wide as high are filled by rows; one more is worth such cells."""
WORTH_DOWN, WORTH_UP = 1.5, 1.8
"""There, rows that arrows lead down to are worth so much smaller cells than others; one that an
arrow leads up to fills them best."""
WIDE: Final = 4
"""Areas so many times as wide as high, and those of such pages, may have no stacks."""
WORTH_LIST: Final = 2.0
"""How much smaller cells may be in a list, where what belongs together stands below each other."""
APART: Final = 1.6
"""Cells of one panel are no larger than those of another that all panels may have numbers."""
HALVED: Final = 0.5
"""Halved cells of a panel are as bad as so many panels without numbers."""
LIKELY: Final = 2
"""Arrangements in which some panels are tried with smaller cells."""
MORE: Final = 1.3
"""Of the measure of all, cells are no larger for their numbers."""
_HALVINGS: Final = (1, 2, 3)
MANY: Final = 8
"""Of more panels, no ways to shrink some are tried."""


class PanelSizes:
    """Chooses how the panels of a section are arranged in *area*, and how large their cells are."""

    def __init__(
        self, area: Box, scale: Scale, *, strip: bool, wraps: bool, most: int | None = None
    ) -> None:
        self._most, self._spreads = most, scale.size[0] > WIDE * scale.size[1]
        self._area, self._scale, self._strip, self._wraps = area, scale, strip, wraps

    def chosen_with_names(self, columns: Columns) -> MeasuredPanels:
        """With names of rows, unless some numbers had no room for them."""
        laid = self.chosen(columns)
        if not any(panel.row_names for panel in laid.arrangement.panels):
            return laid
        bare = self.chosen(without_row_names(columns))
        return bare if bare.readable > laid.readable else laid

    def chosen(self, columns: Columns) -> MeasuredPanels:
        """Without panels that are spare or lenses, where those are of no use."""
        all_panels = [panel for stack in stacks_of(columns) for panel in stack if not panel.guest]
        lenses = {panel.name: panel for panel in all_panels if panel.lens_of}
        spare = {panel.name for panel in all_panels if panel.spare}
        plain = without_panels(with_lens(columns), spare)
        laid = self._best(plain, {})
        lens_panels = LensPanels(self._area, self._scale, self._best)
        if laid is None and lenses:
            related = {panel.lens_of for panel in lenses.values()}
            laid = lens_panels.chosen(without_panels(columns, spare), related)
        if laid is None:
            largest = max(all_panels, key=lambda panel: max(panel.rows, panel.columns))
            raise too_small(largest, self._scale.size, dots=bool(lenses))
        if not lenses:
            laid = self._with_all_numbers(laid, plain) or laid
        if spare and laid.readable:
            shown = with_lens(unstacked(columns) if self._spreads else columns)
            laid = SparePanels(self._scale, laid, self._value, wraps=self._wraps).added(shown)
            silent = {p.name for p in laid.arrangement.panels if not laid.reads(p.name)}
            laid = laid.with_larger(silent)
        small = {name for name, pitch in laid.pitches.items() if not laid.reads(name)}
        told = {n for p in lenses.values() if p.widest_text for n in (p.lens_of, *p.instead_of)}
        short = laid.shortened
        if told & (small | short):
            wider = lens_panels.chosen(without_panels(columns, spare), small | short)
            if wider is not None and (told & small or len(wider.shortened) < len(short)):
                laid = wider
        for panel in laid.arrangement.panels if lenses else ():
            if laid.pitches[panel.name] < laid.pitch and not panel.rows_of:
                laid = laid.with_larger({panel.name})
        laid = laid.with_numbers(math.inf if lenses else MORE)
        if not lenses:
            return with_clear_products(with_alike_result(laid, self._scale), self._scale)
        laid = with_larger_input(laid, self._scale)
        small = specks(laid, self._scale)
        return self.chosen(without_panels(columns, small)) if small else laid

    def _with_all_numbers(self, laid: MeasuredPanels, columns: Columns) -> MeasuredPanels | None:
        """With no panel smaller than its numbers need, where one measure leaves some without.

        None where all have numbers, or these need cells of very different sizes.
        """
        panels = laid.arrangement.panels
        if all(laid.reads(panel.name) for panel in panels if panel.widest_text):
            return None
        least = {panel.name: least_for_text(panel, self._scale) for panel in panels}
        for panel in panels:
            if panel.rows_of in least:  # they have one measure
                both = max(least[panel.name], least[panel.rows_of])
                least |= {panel.name: both, panel.rows_of: both}
        low, high = min(least.values()), max(least.values())
        for arrangement in arrangements(columns, wraps=self._wraps) if high <= APART * low else ():
            for labels in (2, 1, 0, -1):
                ruler = replace(laid.ruler, labels=labels)
                if not arrangement.listed and ruler.fits(arrangement, least):
                    found = MeasuredPanels(ruler, arrangement, low, least, len(panels))
                    return found.with_larger(set(least))
        return None

    def _best(self, columns: Columns, floors: Mapping[str, int]) -> MeasuredPanels | None:
        """The arrangement of most panels with numbers, then of the largest cells.

        *floors*: cells of other panels than those that have all one measure.
        """
        ruler = Ruler(self._area, self._scale, self._strip, labels=-1)
        listed = replace(ruler, labels=1)
        ways = [arrangements(columns, wraps=self._wraps)]
        upright = self._area.width < self._area.height
        upright |= len(stacks_of(columns)) == 1  # panels of a lone stack may lie beside each other
        if self._spreads or upright or self._area.width > WIDE * self._area.height:
            ways.append(arrangements(unstacked(columns), wraps=self._wraps))
        found = [
            laid
            for one in itertools.chain(*ways)
            if self._square or not one.up
            # A list without labels says too little.
            if (laid := self._measured(listed if one.listed else ruler, one, {}, floors))
        ]
        if not found:
            return None
        best = max(found, key=self._value)
        named = sum(bool(panel.widest_text) for panel in best.arrangement.panels)
        if best.readable < named - len(floors) and not self._strip:
            likely = sorted(found, key=self._value, reverse=True)[:LIKELY]
            for laid in likely:
                best = self._shrunk(laid, best, floors)
        for labels in (2, 1, 0):
            more = self._measured(
                replace(ruler, labels=labels), best.arrangement, self._factors(best), floors
            )
            if more and more.pitch >= WORTH_LABELS * best.pitch and more.readable >= best.readable:
                return more
        return best

    @staticmethod
    def _factors(laid: MeasuredPanels) -> dict[str, int]:
        return {
            name: next((n for n in (0, *_HALVINGS) if laid.pitch >> n <= pitch), 0)
            for name, pitch in laid.pitches.items()
        }

    def _worth(self, laid: MeasuredPanels) -> tuple[float, float]:
        """What is readable, less what is smaller for it than it could be in this area."""
        lost = 0.0
        lensed = {panel.lens_of for panel in laid.arrangement.panels}
        for panel in laid.arrangement.panels:
            if not panel.lens_of and panel.name not in lensed:
                own = laid.pitches[panel.name]
                lost += max(math.log2(self._alone(panel, laid.pitch) / own), 0)
        return laid.readable - HALVED * lost, laid.sizes

    @property
    def _square(self) -> bool:
        wide, high = self._area.width, self._area.height
        return high <= wide < TALL * high

    def _value(self, laid: MeasuredPanels) -> tuple[int, float]:
        """Numbers first, then large cells, and rows that suit the area."""
        if laid.arrangement.listed:
            return laid.readable, laid.pitch * WORTH_LIST
        rows, tall = len(laid.arrangement.rows), self._area.width < TALL * self._area.height
        if laid.arrangement.up and not self._square:
            return 0, 0
        worth = (WORTH_ROWS if tall else WORTH) ** (rows - 1)
        led = WORTH_UP if laid.arrangement.up else WORTH_DOWN if laid.arrangement.downs else 1
        worth *= led if tall else 1
        return laid.readable, laid.pitch * worth

    def _shrunk(
        self, laid: MeasuredPanels, best: MeasuredPanels, floors: Mapping[str, int]
    ) -> MeasuredPanels:
        """The same with some panels' cells halved, the fewest first, where that is better."""
        panels = laid.arrangement.panels
        units = [p for p in panels if not (p.rows_of or p.lens_of or p.name in floors)]
        worth, largest = self._worth(best), self._largest(laid.arrangement.panels)
        measured = measurer(laid.ruler, laid.arrangement, largest, floors)
        most = len(units) if len(units) <= MANY else 1  # else there were too many ways
        for count in range(1, most):
            for chosen, halvings in itertools.product(
                itertools.combinations(units, count), _HALVINGS
            ):
                names = {panel.name for panel in chosen}
                halved = [p for p in laid.arrangement.panels if {p.name, p.rows_of} & names]
                factors = {panel.name: halvings for panel in halved}
                lost = sum(self._least_lost(panel, halvings, largest) for panel in halved)
                at_most = sum(
                    self._may_read(panel, largest >> factors.get(panel.name, 0))
                    for panel in laid.arrangement.panels
                )
                if at_most - HALVED * lost < worth[0]:
                    continue
                more = measured(factors)
                if more and (found := self._worth(more)) > worth:
                    best, worth = more, found
        return best

    def _may_read(self, panel: Panel, largest: int) -> bool:
        """Whether cells of *largest* pixels, or as many as fit alone, hold the panel's numbers."""
        least = least_for_text(panel, self._scale)
        return bool(panel.widest_text) and self._alone(panel, largest) >= least

    def _least_lost(self, panel: Panel, halvings: int, largest: int) -> float:
        """What halving a panel's cells costs at least, where no cells are over *largest*."""
        return max(halvings - math.log2(largest / self._alone(panel, largest)), 0)

    def _alone(self, panel: Panel, largest: int) -> float:
        """The pitch of a panel that has all of the area, *largest* at most."""
        return min(self._area.width / panel.columns, self._area.height / panel.rows, largest)

    def _largest(self, panels: list[Panel]) -> int:
        """The largest pitch that the cells of *panels* may have."""
        high = max(self._scale.px(LARGEST), *(least_for_text(p, self._scale) for p in panels))
        return min(high, self._most or high)

    def _measured(
        self,
        ruler: Ruler,
        arrangement: Arrangement,
        factors: Mapping[str, int],
        floors: Mapping[str, int],
    ) -> MeasuredPanels | None:
        largest = self._largest(arrangement.panels)
        return measurer(ruler, arrangement, largest, floors)(factors)
