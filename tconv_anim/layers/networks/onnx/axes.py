"""Where the axes of a tensor go: which axis of an input each axis of an output is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from .operators import KEEPS_AXES, STANDARD, standard_form
from .shapes import Dims, Shapes

__all__ = ["Origins", "axis_origins"]

Origins: TypeAlias = tuple[int | None, ...]
"""For every axis of an output, the axis of the input that it is; None: it is none."""


def axis_origins(node: Any, given: dict[str, Any], number: int, shapes: Shapes) -> Origins | None:
    """Which axis of input *number* each axis of the first output of *node* is; None: unknown.

    *given* are the attributes of the node, as plain values.
    """
    before = shapes.dims(node.input[number])
    after = shapes.dims(node.output[0]) if node.output else None
    operator = standard_form(node.domain, node.op_type)
    if before is None or (after is None and operator != "Transpose"):
        return None
    if given.get("channels_last") == 1 and node.domain not in STANDARD:  # the runtime's blocks
        rank = len(before)
        last = (0, *range(2, rank), 1)
        first = (0, rank - 1, *range(1, rank - 1))
        return {"ReorderInput": first, "ReorderOutput": last}.get(node.op_type)
    if operator == "Transpose":
        perm = given.get("perm") or [*range(len(before))[::-1]]
        right = isinstance(perm, list) and all(isinstance(n, int) for n in perm)
        return tuple(perm) if right and sorted(perm) == [*range(len(before))] else None
    assert after is not None
    if operator in ("Unsqueeze", "Squeeze"):
        axes = _axes(node, given, shapes, max(len(before), len(after)))
        if axes is not None:
            return _reshaped(operator, axes, before, after)
    if operator in ("Reshape", "Flatten", "Squeeze", "Unsqueeze"):
        return _matched(before, after)
    if len(before) > len(after):
        return None
    new = len(after) - len(before)  # broadcast, from the right
    keeps = operator in KEEPS_AXES
    if new and not keeps:
        return None
    return tuple(
        None if n < new or not (keeps or before[n - new] == size) else n - new
        for n, size in enumerate(after)
    )


def _axes(node: Any, given: dict[str, Any], shapes: Shapes, rank: int) -> list[int] | None:
    """The axes that are put in or taken out."""
    axes: Sequence[Any] | None = given.get("axes")
    if axes is None and len(node.input) > 1 and node.input[1] in shapes.values:
        axes = shapes.values[node.input[1]].ravel().tolist()
    if not isinstance(axes, list) or not all(isinstance(a, int) for a in axes):
        return None
    return [axis + rank if axis < 0 else axis for axis in axes]


def _reshaped(operator: str, axes: Sequence[int], before: Dims, after: Dims) -> Origins | None:
    longer = max(len(before), len(after))
    kept = [n for n in range(longer) if n not in axes]
    if len(kept) != min(len(before), len(after)):
        return None
    if operator == "Squeeze":
        return tuple(kept)
    return tuple(kept.index(n) if n in kept else None for n in range(longer))


def _matched(before: Dims, after: Dims) -> Origins | None:
    """Axes of a reshape, from left to right: equal ones are the same, ones come and go."""
    if None in before or None in after:
        same = len(before) == len(after)
        return tuple(range(len(before))) if same else None
    found: list[int | None] = []
    n = 0
    while len(found) < len(after):
        size = after[len(found)]
        if n < len(before) and before[n] == size:
            found.append(n)
            n += 1
        elif size == 1:
            found.append(None)
        elif n < len(before) and before[n] == 1:
            n += 1
        else:
            break
    tail: list[int | None] = []  # what was merged or split lies between
    last = len(before)
    while len(found) + len(tail) < len(after) and last > n:
        if before[last - 1] != after[len(after) - 1 - len(tail)]:
            break
        last -= 1
        tail.insert(0, last)
    return (*found, *[None] * (len(after) - len(found) - len(tail)), *tail)
