"""Where the cells of a feature map lie in the one that it was cut out of, or padded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....notation import Pairs, Sizes, format_sizes
from ..network import Step, ends_words
from .shapes import Shapes

__all__ = ["crop_step", "joined_crops", "kept_offsets"]


def kept_offsets(
    node: Any, given: Mapping[str, Any], shapes: Shapes, layout: Sequence[int]
) -> tuple[int, ...] | None:
    """For every axis of *layout* the input cell at which the output begins; None: not known.

    Negative for what a Pad puts in front.
    """
    rank = len(shapes.dims(node.input[0]) or ())
    if not rank:
        return None
    if node.op_type == "Slice":
        return _of_slice(node, given, shapes, layout, rank)
    if node.op_type == "Pad":
        pads = _numbers(node, given, shapes, "pads", 1)
        axes = _numbers(node, given, shapes, "axes", 3) if len(node.input) > 3 else [*range(rank)]
        if pads is None or axes is None or len(pads) != 2 * len(axes):
            return None
        begins = {axis % rank: -pad for axis, pad in zip(axes, pads, strict=False)}
        return tuple(begins.get(axis, 0) for axis in layout)
    if node.op_type == "Gather":
        axis = given.get("axis", 0)
        return None if not isinstance(axis, int) or axis % rank in layout else (0,) * len(layout)
    return None


def crop_step(before: Sizes, after: Sizes, offsets: Sequence[int] | None) -> Step:
    """The row of a crop that begins at *offsets*; None: not known where."""
    cut: Pairs = ()
    if offsets:
        every = zip(before, after, offsets, strict=True)
        cut = tuple((begin, n - left - begin) for n, left, begin in every)
    word = f"crop:{ends_words(cut)}" if cut else f"crop to {format_sizes(after)}"
    return Step(0, "crop", before, after, word=word, cut=cut)


def joined_crops(one: Step, other: Step) -> Step:
    """Two crops, one after the other, as one row."""
    offsets = None
    if one.cut and other.cut:
        offsets = [a + b for (a, _), (b, _) in zip(one.cut, other.cut, strict=True)]
    both = crop_step(one.input_size, other.output_size, offsets)
    return one._replace(output_size=both.output_size, cut=both.cut, word=both.word)


def _of_slice(
    node: Any, given: Mapping[str, Any], shapes: Shapes, layout: Sequence[int], rank: int
) -> tuple[int, ...] | None:
    starts = _numbers(node, given, shapes, "starts", 1)
    axes = _numbers(node, given, shapes, "axes", 3)
    if axes is None:
        said = len(node.input) > 3 and bool(node.input[3])
        axes = None if said or starts is None else [*range(len(starts))]
    steps = _numbers(node, given, shapes, "steps", 4)
    if len(node.input) > 4 and node.input[4] and steps is None:
        return None
    if (
        starts is None
        or axes is None
        or len(axes) != len(starts)
        or any(s != 1 for s in steps or ())
    ):
        return None
    dims = shapes.dims(node.input[0]) or ()
    begins = {}
    for axis, start in zip(axes, starts, strict=True):
        size = dims[axis % rank]
        if size is None:
            return None
        begins[axis % rank] = min(max(start + size if start < 0 else start, 0), size)
    return tuple(begins.get(axis, 0) for axis in layout)


def _numbers(
    node: Any, given: Mapping[str, Any], shapes: Shapes, name: str, number: int
) -> list[int] | None:
    """Integers of an attribute, or of an input in newer versions; None: not known."""
    value = given.get(name)
    if value is None and number < len(node.input):
        stored = shapes.values.get(node.input[number])
        value = None if stored is None else stored.ravel().tolist()
    right = isinstance(value, list) and all(isinstance(n, int) for n in value)
    return value if right else None
