"""Which panels of a section are planes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ...story.frame import Columns, Panel, WordedSign
from ...story.notation import PRINTED
from ...story.roles import PanelContent

__all__ = ["PlanePanels", "plane_panels"]


class PlanePanels(NamedTuple):
    """What is a plane of a section's panels, and what stands beside."""

    lower: Panel
    upper: Panel
    beside: list[Panel]
    twin: Panel | None = None
    """What comes back to where the lower plane's cells were."""
    ways: tuple[str, ...] = ()
    """What leads there and back, in words."""


def plane_panels(columns: Columns) -> PlanePanels:
    """The panels of *columns* by what they are where planes are drawn."""
    stacks = [column for column in columns if not isinstance(column, str)]
    panels = [panel for stack in stacks for panel in stack]
    others = (panel for panel in panels if panel.content is not PanelContent.KERNEL)
    lower = next(others, panels[0])
    twin = next((panel for panel in panels if panel.rows_of == lower.name), None)
    upper = [stack[0] for stack in stacks if stack[0] is not twin][-1]
    beside = [panel for panel in panels if panel not in (lower, upper)]
    if twin is None:
        return PlanePanels(lower, upper, beside)
    widest = max(lower.widest_text, twin.widest_text, key=len)
    ways = tuple(PRINTED.text(one.word) for one in columns if isinstance(one, WordedSign))
    return PlanePanels(replace(lower, widest_text=widest), upper, beside, twin, ways)
