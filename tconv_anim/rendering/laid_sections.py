"""The panels of sections beside or below each other: in one measure, and fans on one line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from ..story.frame import Section
from .channels.panels import section_panels, silent_panels
from .fans import FanLevel
from .panels import Panels
from .primitives import Box
from .scale import Scale
from .section_areas import shared_pitches
from .theme import Theme

__all__ = ["laid_sections"]

LARGER: Final = 1.25
"""Of several sections none has larger cells than so many times those of the others."""


def laid_sections(
    sections: tuple[Section, ...], areas: Sequence[Box], scale: Scale, theme: Theme, *, level: bool
) -> list[Panels]:
    """The panels of each section in its area; *level*: fans begin and end on the same lines."""

    def laid(pitches: Sequence[int] | None, line: FanLevel | None = None) -> list[Panels]:
        """With cells of such *pitches* at most."""
        sized = zip(sections, areas, pitches or itertools.repeat(None), strict=False)
        return [
            section_panels(section, area, scale, theme, most=most, level=line)
            for section, area, most in sized
        ]

    found, pitches = laid(None), None
    alike = shared_pitches(own := [panels.pitch for panels in found])
    if len(own) > 2:
        most = round(LARGER * sorted(own)[(len(own) - 1) // 2])
        alike = [min(pitch, most) for pitch in alike]
    if alike != own:  # one measure for all, unless cells would vanish
        same = laid(alike)
        if silent_panels(same) <= silent_panels(found):
            found, pitches = same, alike
    levels = [panels.level for panels in found if panels.level]
    if not level or len(levels) < len(found) or len(found) == 1:
        return found
    return laid(pitches, FanLevel(*map(min, zip(*levels, strict=True))))
