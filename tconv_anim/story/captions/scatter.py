"""The sentences of the scatter view, and of every crop."""

from __future__ import annotations

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..notation import Notation, counted
from ..values import CellName, Value

__all__ = [
    "all_done",
    "before_stamps",
    "crop",
    "empty_output",
    "giving",
    "output",
    "plan",
    "scaled_kernel",
    "stamp_step",
    "unread",
]


def plan(_: Notation, stamps: bool, crops: bool) -> str:
    """The first sentence."""
    if not stamps:
        return "Each input cell gives its share, value times weight, to the outputs that read it."
    rest = ", and p is cropped" if crops else ""
    return f"Each input cell stamps the kernel, scaled by its value; overlaps add up{rest}."


def before_stamps(n: Notation, strides: Sizes, covered: Sizes, framed: bool) -> str:
    """Where stamps will stand, and what they cover."""
    dashed = "; the dashed frame is what remains" if framed else ""
    distance = n.equal("s", n.short(strides))
    return f"Stamps stand {distance} apart and cover {n.by(covered)} cells in all{dashed}."


def empty_output(n: Notation, size: Sizes) -> str:
    return f"The output, {n.by(size)}, still empty."


def unread(n: Notation, cell: CellName) -> str:
    """Of an input cell that no position of the kernel reads."""
    return f"{n.cell_name(cell)} is read by no position of the kernel: it gives nothing."


def giving(
    n: Notation,
    stamps: bool,
    cell: CellName,
    value: Value | None,
    named: bool,
    count: int,
    sums: int,
) -> str:
    """One input cell gives to *count* others, *sums* of which had something.

    *value* is what the cell holds; None: it is not shown. *named*: its place is told too.
    """
    name = n.cell_name(cell)
    who = name if value is None else n.equal(name, n.value(value)) if named else n.value(value)
    what = f"stamps {counted(count, 'cell')}" if stamps else f"gives to {counted(count, 'output')}"
    overlaps = "nothing adds up" if not sums else f"{counted(sums, 'sum')} grow"
    return f"{who} {what}; {overlaps}{'s' * (sums == 1)}."


def all_done(_: Notation, stamps: bool, sums: int, total: int, empty: int) -> str:
    """How many of the sums have two terms or more, and how many none."""
    what = "stamp" if stamps else "share"
    sentence = f"{sums or 'none'} of {counted(total, 'cell')} add{'s' * (sums < 2)} up two or more"
    rest = f"; {empty} {'was' if empty == 1 else 'were'} never reached" if empty else ""
    return f"All {what}s are down: {sentence}{rest}."


def output(n: Notation, size: Sizes, crops_only: bool) -> str:
    """The last sentence."""
    remains = "What remains is" if crops_only else "This is"
    amount = counted(size[0], "cell") if len(size) == 1 else n.by(size)
    return f"{remains} the output: {amount}."


def crop(n: Notation, resolved: ResolvedLayer, crops: bool, appends: bool) -> str:
    """What is cropped, what is appended, and the size before and after."""
    axes = resolved.axes
    before = [axis.uncropped_size(i) for axis, i in zip(axes, resolved.input_size, strict=True)]
    if not crops and not appends:
        return f"Nothing is cropped: the whole result, {n.by(before)}, is the output."
    parts = []
    if crops:
        op = any(axis.op for axis in axes)
        amount = n.padding([(max(a.crop_begin, 0), max(a.crop_end, 0)) for a in axes])
        if not resolved.cropped and not op:
            amount = n.equal("p", amount)
        parts.append(f"Crop {amount}{' (p, less op at the end)' * op}")
    if appends:
        ends = [(max(-a.crop_begin, 0), max(-a.crop_end, 0)) for a in axes]
        word = "append" if parts else "Append"
        parts.append(f"{word} {n.padding(ends)} that no stamp reaches")
    return f"{', '.join(parts)}: {n.change(before, resolved.output_size)}."


def stamp_step(n: Notation, strides: Sizes) -> str:
    """The name of a transposed layer's second step."""
    return f"stamp, stride {n.short(strides)}"


def scaled_kernel(n: Notation, value: Value) -> str:
    """The label of a stamp."""
    return f"{n.factor(value)}{n.spaced_times}kernel"
