"""The graphs inside nodes: what goes into a branch or a loop, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .shapes import UNKNOWN, Dims, Tensor

__all__ = ["branch_label", "carried_inputs", "merged", "node_outputs"]

_INT64, _BOOL = 7, 9


def branch_label(operator: str, label: str, attribute: str) -> str:
    """How the rows of a graph inside a node are marked.

    >>> branch_label("If", "y", "then_branch"), branch_label("Loop", "n", "body")
    ('If y then', 'Loop n')
    """
    part = {"body": ""}.get(attribute, attribute.removesuffix("_branch"))
    return f"{operator} {label} {part}".strip()


def carried_inputs(
    operator: str, given: Mapping[str, Any], names: Sequence[str]
) -> list[tuple[str, Tensor | None, bool]]:
    """For every input of the graph inside: the outer tensor that it is at first, its type where
    it is no outer tensor, and whether it is a slice along the first axis."""
    if operator == "Loop":
        own = [("", Tensor(_INT64, ()), False), ("", Tensor(_BOOL, ()), False)]
        return [*own, *((name, None, False) for name in names[2:])]
    if operator == "Scan":
        count = given.get("num_scan_inputs", 0)
        slices = count if isinstance(count, int) and 0 <= count <= len(names) else 0
        states = len(names) - slices
        return [(name, None, n >= states) for n, name in enumerate(names)]
    return [("", UNKNOWN, False) for _ in names]


def node_outputs(
    operator: str, given: Mapping[str, Any], inputs: int, branches: Sequence[Sequence[Tensor]]
) -> list[Tensor]:
    """The outputs of the node, from those of the graphs inside."""
    if not branches:
        return []
    if operator == "Loop":
        (found, *_) = branches
        states = max(inputs - 2, 0)
        return [
            tensor if n < states else _stacked_tensor(tensor)
            for n, tensor in enumerate(list(found)[1:])
        ]
    if operator == "Scan":
        (found, *_) = branches
        count = given.get("num_scan_inputs", 0)
        states = inputs - (count if isinstance(count, int) else 0)
        return [tensor if n < states else _stacked_tensor(tensor) for n, tensor in enumerate(found)]
    if operator == "If":
        first, *others = branches
        for other in others:
            first = [merged(a, b) for a, b in zip(first, other, strict=False)]
        return list(first)
    return []


def _stacked_tensor(tensor: Tensor) -> Tensor:
    return tensor if tensor.dims is None else tensor._replace(dims=(None, *tensor.dims))


def merged(one: Tensor, other: Tensor) -> Tensor:
    """What both have in common."""
    if one.dims is None or other.dims is None or len(one.dims) != len(other.dims):
        return Tensor(one.element)
    dims: Dims = tuple(a if a == b else None for a, b in zip(one.dims, other.dims, strict=True))
    return Tensor(one.element, dims)
