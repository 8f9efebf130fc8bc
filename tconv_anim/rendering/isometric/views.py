"""Which views can be seen as planes, and which of their panels are those."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from ...errors import Argument, FigureError
from ...options import STYLE_NAMES
from ...story.frame import Columns, Panel, WordedSign
from ...story.notation import PRINTED
from ...story.roles import PanelContent

__all__ = ["VIEWS", "PlanePanels", "check_style", "plane_panels"]

VIEWS: Final = (
    "gather",
    "scatter",
    "matrix",
    "all",
    "ambiguity",
    "overlap",
    "pair",
    "roundtrip",
)
"""Those whose first panel is an input, and the first of whose last panels is its result,
but for what comes back."""


def check_style(style: str, view: str) -> None:
    """FigureError where there is no such style, or where it cannot show *view*."""
    if style not in STYLE_NAMES:
        raise FigureError(
            "{style} is not a style. Choose from {known}.",
            style=Argument("style", str(style)),
            known=", ".join(STYLE_NAMES),
        )
    if style != "flat" and view not in VIEWS:
        raise FigureError(
            "{style} cannot show the view {view}: it has no input plane under an output plane, as"
            " {known} have. Try {remedy}, or {flat}.",
            style=Argument("style", style),
            view=view,
            known=", ".join(VIEWS),
            remedy=Argument("view", VIEWS[0]),
            flat=Argument("style", "flat"),
        )


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
