"""The panels of a section laid out in rows, or as maps with fans."""

from __future__ import annotations

from ..story.frame import Columns, FannedPanel
from .fan_lines import FanLines
from .fans import FanLayout, FanLevel
from .lens_lines import LensLines, lens_lines
from .panel_layout import PanelLayout
from .panel_rows import APART
from .panels import Panels
from .primitives import Box
from .scale import Scale
from .signs import Sign
from .theme import Theme

__all__ = ["LaidPanels"]


class LaidPanels(Panels):
    """The panels of a section inside *area*.

    *strip*, *wraps*, *most*: see :class:`.panel_layout.PanelLayout`; *fanned*, *level*: see
    :class:`.fans.FanLayout`.
    """

    def __init__(
        self,
        columns: Columns,
        area: Box,
        scale: Scale,
        theme: Theme,
        *,
        strip: bool = False,
        wraps: bool = True,
        fanned: tuple[FannedPanel, ...] = (),
        most: int | None = None,
        level: FanLevel | None = None,
    ) -> None:
        layout: PanelLayout | FanLayout
        signs: list[Sign] = []
        fans: list[FanLines | LensLines] = []
        if fanned:
            layout = FanLayout(fanned, area, scale, most=most, level=level)
            fans, self.level = [*layout.fans], layout.level
        else:
            layout = PanelLayout(columns, area, scale, strip=strip, wraps=wraps, most=most)
            signs = layout.signs
        fans += lens_lines(layout.places, scale, area.x - scale.px(APART))
        super().__init__(layout.places, scale, theme, pitch=layout.pitch, signs=signs, fans=fans)
