"""What the rows of a network see of its input, and touch of its output."""

from __future__ import annotations

from collections.abc import Sequence

from ...notation import Sizes
from .network import Step
from .receptive_field import Stage, fields, reach

__all__ = ["with_receptive_fields"]


def with_receptive_fields(
    rows: list[Step], chains: Sequence[Sequence[Stage]], own: list[int]
) -> tuple[Step, ...]:
    """The rows with their receptive field and reach. *own* are the stages they end in."""
    known: dict[tuple[Stage, ...], tuple[list[int | None], list[int | None]]] = {}
    for chain in map(tuple, chains):
        if chain not in known:
            every = fields(chain)
            known[chain] = ([every[number] for number in own], reach(chain, own))
    found = [known[tuple(chain)] for chain in chains]
    return tuple(
        row._replace(
            field=_all_known([field[n] for field, _ in found]),
            reach=_all_known([touched[n] for _, touched in found]),
        )
        for n, row in enumerate(rows)
    )


def _all_known(values: list[int | None]) -> Sizes | None:
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None
