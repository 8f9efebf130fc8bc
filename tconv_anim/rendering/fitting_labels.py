"""Labels as long as there is room for them."""

from __future__ import annotations

from ..story.frame import Grid
from ..story.label import label_text, says_all, short_label
from ..story.notation import PRINTED
from . import glyphs
from .scale import Scale

__all__ = ["fitting_label"]


def fitting_label(grid: Grid, room: int, px: int, scale: Scale) -> tuple[str, str]:
    """Label and size, or what fits of them: the size goes first, the label's first part last."""
    whole = label_text(grid.label)
    first = short_label(grid.label)
    own = PRINTED.text(grid.size_label)
    for label, size in (
        (whole, own),
        (whole, ""),
        (first, own * says_all(grid.label)),
        (first, ""),
    ):
        apart = scale.px(14) + glyphs.width("sans", px, size) if size else 0
        if glyphs.width("sans", px, label) + apart <= room:
            return label, size
    return "", ""
