"""The sentences of the gather view, step by step."""

from __future__ import annotations

from ...layers.expressions import S
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Pairs, Sizes
from ..notation import Notation, alike, counted

__all__ = ["padding", "plan", "slide_step", "sliding", "turned", "zeros"]


def plan(n: Notation, resolved: ResolvedLayer) -> str:
    """The first sentence: what is about to happen."""
    axes = resolved.axes
    if not resolved.operation.inserts_zeros:
        strides = n.short([axis.s for axis in axes])
        if any(axis.pad_begin or axis.pad_end for axis in axes):
            return f"Pad the input, then slide the kernel with stride {strides}."
        nothing = n.equal("p", 0)
        return f"Slide the kernel with stride {strides}; {nothing}, so nothing is padded first."
    return "Equals a convolution with stride 1."


def zeros(n: Notation, resolved: ResolvedLayer) -> str:
    """What zero insertion does, or why there is nothing to insert."""
    counts = [axis.zeros_inserted for axis in resolved.axes]
    rule = n.equal("z", n.formula(S - 1))
    if max(counts) == 0:
        return f"Stride 1: {n.equal(rule, 0)}, there are no zeros to insert."
    if resolved.expanded_size == resolved.input_size:
        z = n.equal("z", n.short(counts))
        return f"{z}, but zeros go between cells, and there is only one."
    change = _change(n, resolved.input_size, resolved.expanded_size)
    if alike(counts):
        amount = n.equal(rule, counted(counts[0], "zero"))
        return f"Insert {amount} between neighbouring cells: {change}."
    rows, columns = (counted(count, "zero") for count in counts)
    return f"Insert {rows} between rows and {columns} between columns: {change}."


def padding(n: Notation, resolved: ResolvedLayer, after: Sizes) -> str:
    """What padding (or cropping) does, to a grid of *after* cells."""
    symbol = f"p{n.prime}" if resolved.operation.inserts_zeros else "p"
    op = [axis.op for axis in resolved.axes]
    # What op adds is stated apart from the padding itself.
    pairs = tuple(
        (axis.equivalent_padding[0], axis.equivalent_padding[1] - axis.op) for axis in resolved.axes
    )
    ends = [end for pair in pairs for end in pair]
    if not any(ends) and not any(op):
        return f"{n.equal(symbol, 0)}: there is nothing to pad."
    amount = f"{n.equal(symbol, n.padding(pairs))} {_sides(n, pairs)}"
    if min(ends) >= 0:
        sentence = f"Pad {amount}"
    elif max(ends) <= 0:
        sentence = f"Crop, as p{n.prime} is negative: {amount}"
    else:
        sentence = f"Pad, and crop where p{n.prime} is negative: {amount}"
    if any(op):
        sentence += f", and {n.equal('op', n.short(op))} {_effect(pairs, op)}"
    return f"{sentence}: {_change(n, resolved.expanded_size, after)}."


def sliding(n: Notation, resolved: ResolvedLayer, unread: int) -> str:
    """How the kernel moves, and how many cells it never reads."""
    axes, size = resolved.axes, resolved.output_size
    strides = n.short([axis.equivalent_stride for axis in axes])
    turn = f"Rotate the kernel by 180{n.degrees} and slide it"
    if not axes[0].rotated:
        turn = "Slide the kernel"
    rest = f" {unread} cell{'s are' if unread > 1 else ' is'} never read." if unread else ""
    positions = "1 position" if set(size) == {1} else f"{n.by(size)} positions"
    return f"{turn} with stride {strides}: {positions}.{rest}"


def slide_step(n: Notation, strides: Sizes) -> str:
    """The name of a convolution's last step."""
    return f"slide, stride {n.short(strides)}"


def turned(n: Notation) -> str:
    """What the label says of the kernel as the window has it."""
    return f"turned 180{n.degrees}"


def _sides(n: Notation, pairs: Pairs) -> str:
    if alike([end for pair in pairs for end in pair]):
        return "on every side"
    return "(begin:end)" if alike(pairs) else f"(height{n.between}width)"


def _effect(pairs: Pairs, op: list[int]) -> str:
    """What op does at the end: one more cell, or one fewer cropped."""
    if all(end >= 0 for _, end in pairs):
        return "more at the end"
    if all(end + extra <= 0 for (_, end), extra in zip(pairs, op, strict=True)):
        return "less at the end"
    return "on top at the end"


def _change(n: Notation, before: Sizes, after: Sizes) -> str:
    if before == after:
        return f"{n.by(before)} stays {n.by(after)}"
    return n.change(before, after)
