"""What the gather view says in words, step by step."""

from __future__ import annotations

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Pairs, Sizes
from .. import labels as words

__all__ = ["padding", "plan", "sliding", "zeros"]


def plan(resolved: ResolvedLayer) -> str:
    """The first sentence: what is about to happen."""
    axes = resolved.axes
    if resolved.kind == "conv":
        strides = words.short([axis.s for axis in axes])
        if any(axis.pad_begin or axis.pad_end for axis in axes):
            return f"Pad the input, then slide the kernel with stride {strides}."
        return f"Slide the kernel with stride {strides}; p = 0, so nothing is padded first."
    pads = words.padding_words([axis.equivalent_padding for axis in axes])
    inserted = words.short([axis.zeros_inserted for axis in axes])
    turn = (
        "and rotate the kernel" if resolved.layer.rotate_kernel else "and keep the kernel as it is"
    )
    return f"Equals a convolution with stride 1: insert z = {inserted}, pad p′ = {pads}, {turn}."


def zeros(resolved: ResolvedLayer) -> str:
    """What zero insertion does, or why there is nothing to insert."""
    counts = [axis.zeros_inserted for axis in resolved.axes]
    if max(counts) == 0:
        return "Stride 1: z = s − 1 = 0, there are no zeros to insert."
    if resolved.expanded_size == resolved.input_size:
        return f"z = {words.short(counts)}, but zeros go between cells, and there is only one."
    change = _change(resolved.input_size, resolved.expanded_size)
    if words.alike(counts):
        return f"Insert z = s − 1 = {_zeros(counts[0])} between neighbouring cells: {change}."
    rows, columns = (_zeros(count) for count in counts)
    return f"Insert {rows} between rows and {columns} between columns: {change}."


def padding(resolved: ResolvedLayer, after: Sizes) -> str:
    """What padding (or cropping) does, to a grid of *after* cells."""
    symbol = "p′" if resolved.kind == "transposed" else "p"
    op = [axis.op for axis in resolved.axes]
    # What op adds is told apart from the padding itself.
    pairs = tuple(
        (axis.equivalent_padding[0], axis.equivalent_padding[1] - axis.op) for axis in resolved.axes
    )
    ends = [end for pair in pairs for end in pair]
    if not any(ends) and not any(op):
        return f"{symbol} = 0: there is nothing to pad."
    amount = f"{symbol} = {words.padding_words(pairs)} {_sides(pairs)}"
    if min(ends) >= 0:
        told = f"Pad {amount}"
    elif max(ends) <= 0:
        told = f"Crop, as p′ is negative: {amount}"
    else:
        told = f"Pad, and crop where p′ is negative: {amount}"
    if any(op):
        told += f", and op = {words.short(op)} {_effect(pairs, op)}"
    return f"{told}: {_change(resolved.expanded_size, after)}."


def sliding(resolved: ResolvedLayer, unread: int) -> str:
    """How the kernel moves, and how many cells it never reads."""
    axes = resolved.axes
    strides = words.short([axis.equivalent_stride for axis in axes])
    turned = resolved.kind == "transposed" and resolved.layer.rotate_kernel
    turn = "Rotate the kernel by 180° and slide it" if turned else "Slide the kernel"
    rest = f" {unread} cell{'s are' if unread > 1 else ' is'} never read." if unread else ""
    return f"{turn} with stride {strides}: {words.positions(resolved.output_size)}.{rest}"


def _sides(pairs: Pairs) -> str:
    if words.alike([end for pair in pairs for end in pair]):
        return "on every side"
    return "(begin:end)" if words.alike(pairs) else "(height × width)"


def _effect(pairs: Pairs, op: list[int]) -> str:
    """What op does at the end: one more cell, or one fewer cropped."""
    if all(end >= 0 for _, end in pairs):
        return "more at the end"
    if all(end + extra <= 0 for (_, end), extra in zip(pairs, op, strict=True)):
        return "less at the end"
    return "on top at the end"


def _change(before: Sizes, after: Sizes) -> str:
    if before == after:
        return f"{words.by(before)} stays {words.by(after)}"
    return f"{words.by(before)} becomes {words.by(after)}"


def _zeros(count: int) -> str:
    return f"{count} zero" if count == 1 else f"{count} zeros"
