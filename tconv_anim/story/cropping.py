"""The crop of a transposed layer in words."""

from __future__ import annotations

from ..layers.resolved_layer import ResolvedLayer
from . import labels as words

__all__ = ["crop_words"]


def crop_words(resolved: ResolvedLayer, *, crops: bool, appends: bool) -> str:
    """What is cropped, what is appended, and the size before and after."""
    axes = resolved.axes
    before = [axis.uncropped_size(i) for axis, i in zip(axes, resolved.input_size, strict=True)]
    change = f"{words.by(before)} becomes {words.by(resolved.output_size)}"
    if not crops and not appends:
        return f"Nothing is cropped: the whole result, {words.by(before)}, is the output."
    told = []
    if crops:
        op = " (p, less op at the end)" if any(a.op for a in axes) else ""
        symbol = "" if resolved.cropped else "p = " if not op else ""
        ends = [(max(a.crop_begin, 0), max(a.crop_end, 0)) for a in axes]
        told.append(f"Crop {symbol}{words.padding_words(ends)}{op}")
    if appends:
        ends = [(max(-a.crop_begin, 0), max(-a.crop_end, 0)) for a in axes]
        word = "append" if told else "Append"
        told.append(f"{word} {words.padding_words(ends)} that no stamp reaches")
    return f"{', '.join(told)}: {change}."
