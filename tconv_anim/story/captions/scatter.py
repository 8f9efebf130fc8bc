"""The sentences of the scatter view, and of every crop."""

from __future__ import annotations

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..equation import Hue, Phrase
from ..notation import Caption, Notation, counted
from ..values import CellName, Value

__all__ = [
    "GIVES",
    "OVERLAP",
    "STAMPS",
    "all_done",
    "crop",
    "crop_step",
    "first_stamp",
    "output",
    "plan",
    "stamp_lead",
    "stamp_step",
    "unread",
]

STAMPS, GIVES = "stamps here", "gives its shares"
"""What an input cell does, after its name."""
OVERLAP = "overlaps add up"
"""Said beside the first sum that grows."""


def plan(_: Notation, stamps: bool) -> str:
    """The first sentence; the others are said while stamps fall."""
    if not stamps:
        return "Each input cell gives shares to the outputs that read it."
    return "Each input cell stamps the scaled kernel."


def stamp_lead(name: Value, *, stamps: bool, hue: Hue = "x") -> tuple[Phrase, ...]:
    """Which input cell gives, before the sum that it makes grow."""
    gives = Phrase(STAMPS if stamps else GIVES)
    return Phrase(Caption.of(Notation.value, name), hue), gives


def first_stamp(n: Notation, strides: Sizes) -> str:
    """What is said beside the sum of the first stamp: where the next one will stand."""
    return f"stamps stand {n.short(strides)} apart"


def unread(n: Notation, cell: CellName) -> str:
    """Of an input cell that no position of the kernel reads."""
    return f"The kernel never covers {n.cell_name(cell)}, so it contributes nothing."


def all_done(_: Notation, stamps: bool, sums: int, total: int, empty: int) -> str:
    """How many of the sums have two terms or more, and how many none."""
    what = "stamp" if stamps else "share"
    sentence = f"{sums or 'none'} of {counted(total, 'cell')} add{'s' * (sums < 2)} up two or more"
    rest = f"; {empty} {'was' if empty == 1 else 'were'} never reached" if empty else ""
    return f"All {what}s are down: {sentence}{rest}."


def output(n: Notation, size: Sizes, stamps: bool, crops: bool, appends: bool) -> str:
    """The last sentence."""
    remains = "What remains is" if crops and not appends else "This is"
    if stamps and not crops and not appends:
        remains = "Nothing is cropped: this is"
    amount = counted(size[0], "cell") if len(size) == 1 else n.by(size)
    return f"{remains} the output: {amount}."


def crop(
    n: Notation, resolved: ResolvedLayer, crops: bool, appends: bool, whole: bool = True
) -> str:
    """What is cropped, what is appended, and the size before and after.

    If it is said *whole*, it has a word about op.
    """
    axes = resolved.axes
    before = [axis.uncropped_size(i) for axis, i in zip(axes, resolved.input_size, strict=True)]
    parts = []
    if crops:
        op = any(axis.op for axis in axes)
        amount = n.padding([(max(a.crop_begin, 0), max(a.crop_end, 0)) for a in axes])
        if not resolved.cropped and not op:
            amount = n.equal("p", amount)
        said = " (p, less op at the end)" * (op and whole)
        if op and len({axis.ends for axis in axes}) == 1:
            begin, end = axes[0].ends
            amount = f"{max(begin, 0)} before and {max(end, 0)} after"
            if said and begin == end + axes[0].op:
                said = f" ({n.equal('p', begin)}, at the end less {n.equal('op', axes[0].op)})"
        parts.append(f"Crop {amount}{said}")
    if appends:
        ends = [(max(-a.crop_begin, 0), max(-a.crop_end, 0)) for a in axes]
        word = "append" if parts else "Append"
        parts.append(f"{word} {n.padding(ends)} that no stamp reaches")
    return f"{', '.join(parts)}: {n.change(before, resolved.output_size)}."


def stamp_step(n: Notation, strides: Sizes) -> str:
    """The name of a transposed layer's second step."""
    return f"stamp, stride {n.short(strides)}"


def crop_step(n: Notation, resolved: ResolvedLayer, crops: bool, appends: bool) -> str:
    """The name of its last step, where there is something to crop or to append."""
    if not (crops and not appends):
        return "crop and append" if crops else "append"
    axes = resolved.axes
    amount = n.padding([(axis.crop_begin, axis.crop_end) for axis in axes])
    if len({axis.ends for axis in axes}) == 1 and axes[0].crop_begin != axes[0].crop_end:
        return f"crop {axes[0].crop_begin} before, {axes[0].crop_end} after"
    plain = not resolved.cropped and not any(axis.op for axis in axes)
    return f"crop {n.equal('p', amount) if plain else amount}"
