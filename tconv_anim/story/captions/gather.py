"""The sentences of the gather view, step by step."""

from __future__ import annotations

from ...layers.expressions import S
from ...layers.resolved_layer import ResolvedLayer
from ...notation import Pairs, Sizes
from ..label import Label, ShortenedLabel
from ..notation import Caption, Notation, counted
from ..values import all_equal

__all__ = ["half_turn", "padding", "plan", "slide_step", "sliding", "turned_label", "zeros"]


def plan(n: Notation, resolved: ResolvedLayer) -> str:
    """The first sentence: what is about to happen."""
    axes = resolved.axes
    if not resolved.operation.inserts_zeros:
        strides = n.short([axis.s for axis in axes])
        if any(axis.pad_begin or axis.pad_end for axis in axes):
            return f"Pad the input, then slide the kernel with stride {strides}."
        nothing = n.equal("p", 0)
        return f"Slide the kernel with stride {strides}; {nothing}, so nothing is padded first."
    return "The layer equals a convolution with stride 1."


def zeros(n: Notation, resolved: ResolvedLayer) -> str:
    """What zero insertion does, or why there is nothing to insert."""
    counts = [axis.zeros_inserted for axis in resolved.axes]
    if max(counts) == 0:
        rule = n.equal("z", n.formula(S - 1), 0)
        return f"Stride 1: {rule}, there are no zeros to insert."
    if resolved.expanded_size == resolved.input_size:
        z = n.equal("z", n.short(counts))
        return f"{z}, but zeros go between cells, and there is only one."
    if all_equal(counts):
        return f"Insert {n.equal('z', counted(counts[0], 'zero'))} between cells."
    rows, columns = (counted(count, "zero") for count in counts)
    return f"Insert {rows} between rows and {columns} between columns."


def padding(n: Notation, resolved: ResolvedLayer) -> str:
    """What padding (or cropping) does."""
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
    return f"{sentence}."


def sliding(n: Notation, resolved: ResolvedLayer, unread: int) -> str:
    """How the kernel moves, and how many cells it never reads."""
    axes = resolved.axes
    strides = n.short([axis.equivalent_stride for axis in axes])
    how = f"Slide the kernel with stride {strides}."
    if axes[0].rotated:
        turn = "Mirror the kernel" if len(axes) == 1 else f"Turn the kernel by 180{n.degrees}"
        how = f"{turn} and slide it."
    rest = f" {unread} cell{'s are' if unread > 1 else ' is'} never read." if unread else ""
    return how + rest


def slide_step(n: Notation, strides: Sizes) -> str:
    """The name of a convolution's last step."""
    return f"slide, stride {n.short(strides)}"


def turned_label(*, strip: bool) -> Label:
    """What the label says of the kernel as the window has it."""
    if strip:
        return "kernel, mirrored"
    return ShortenedLabel(Caption.of(half_turn, "kernel, turned"), "turned kernel")


def half_turn(n: Notation, name: str) -> str:
    """That something has made half a turn."""
    return f"{name} 180{n.degrees}"


def _sides(n: Notation, pairs: Pairs) -> str:
    if all_equal([end for pair in pairs for end in pair]):
        return "on every side"
    return "(begin:end)" if all_equal(pairs) else f"(height{n.between}width)"


def _effect(pairs: Pairs, op: list[int]) -> str:
    """What op does at the end: one more cell, or one fewer cropped."""
    if all(end >= 0 for _, end in pairs):
        return "more at the end"
    if all(end + extra <= 0 for (_, end), extra in zip(pairs, op, strict=True)):
        return "less at the end"
    return "on top at the end"
