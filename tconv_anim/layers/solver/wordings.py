"""Which choices of the axes go together: a framework is told all of them in one wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from .choices import Choices, Group, Wording, choices_of_axis, parts_of_axis
from .query import Query

__all__ = ["combined_choices", "is_solvable"]


def combined_choices(
    axes: Sequence[Mapping[Group, Choices]],
) -> Iterator[tuple[Wording, tuple[Choices, ...]]]:
    """Choices for each axis that have one wording; where two wordings say the same, once.

    Axes that are one and the same have one choice, for all of them.
    """
    distinct = axes[:1] if all(axis is axes[0] for axis in axes) else axes
    for wording in dict.fromkeys(group.wording for group in distinct[0]):
        rows = product(*([g for g in groups if g.wording == wording] for groups in distinct))
        for row in rows:
            if not frozenset.intersection(*(group.other_wordings for group in row)):
                yield wording, tuple(groups[g] for groups, g in zip(distinct, row, strict=True))


def is_solvable(query: Query) -> bool:
    """Whether some layer does what is asked."""
    if len(set(query.axes)) == 1:
        return any(True for _ in parts_of_axis(query.axes[0]))
    return any(True for _ in combined_choices([choices_of_axis(axis) for axis in query.axes]))
