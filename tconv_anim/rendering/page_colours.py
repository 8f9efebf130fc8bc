"""Every colour that a page can show: fills, and inks on what they stand on."""

from __future__ import annotations

from collections.abc import Sequence

from ..story.frame import Storyboard
from ..story.roles import COLOURS, LIT, CellRole, PanelContent
from .channels.slab import SLAB_ROLE
from .fan_lines import LINE_INKS
from .isometric.plane import Plane
from .place import Place
from .theme import Theme

__all__ = ["page_colours"]


def page_colours(
    script: Storyboard,
    places: Sequence[Place | Plane],
    theme: Theme,
    *,
    shaded: bool,
    slanted: bool,
) -> tuple[set[str], set[tuple[str, str]]]:
    """(plain colours, pairs of ground and ink) of a story; *shaded*: some cells are shades.

    *slanted*: channels that are not shown are slabs.
    """
    plain = {"paper", "track", "accent", "kept-line"}
    flat = [place.cells for place in places if isinstance(place, Place)]
    if any(not (cells.gap or cells.text_px) for cells in flat):  # they have a border
        plain.add("zero-line")
    lenses = any(panel.lens_of for panel in script.panels)
    biased = CellRole.BIAS in script.roles
    pairs = {("paper", ink) for ink in ("ink", "muted", "x", "w", "y", *["b"] * biased)}
    for section in script.sections:
        inks = LINE_INKS if section.fanned_panels or section.channels else ()
        pairs |= {("paper", ink) for ink in (*inks, *["bad"] * section.verdict)}
    pairs |= {("paper", "accent")} if lenses else set()
    rows = [section.channels for section in script.sections if slanted]
    slabs = {int(SLAB_ROLE) for one in rows if one and one.hidden}
    for role in script.roles | slabs:
        style = theme.cells[role]
        bare = theme.tiny[role]
        plain |= {colour for look in (style, bare) for colour in (look.ground, look.line)}
        spoken = style.voice != "silent" and any(place.cells.text_px for place in places)
        if CellRole(role & ~LIT) in COLOURS:  # of inputs alone, often too small for numbers
            inputs = (one for one in places if one.panel.content is PanelContent.INPUT)
            spoken = any(place.cells.text_px for place in inputs)
        noted = role in script.noted_roles and any(place.cells.note_px for place in places)
        if style.ink and (spoken or noted):
            pairs.add((style.ground, style.ink))
        if shaded:
            plain |= {"zero-line", *theme.grounds(role, script.scales)}
    return plain - {""}, pairs
