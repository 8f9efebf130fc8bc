"""Which cells of a network's input an output cell depends on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import Argument, LayerError
from ...layers.axis import axis_name
from ...layers.networks.network import Network
from ...layers.networks.receptive_field import SeenCells, seen_cells
from ...notation import Sizes
from .table import Cell, Table

__all__ = ["cells_seen", "seen_data", "seen_table"]


def cells_seen(network: Network, cell: Sizes) -> list[SeenCells | None]:
    """What the output cell depends on, axis by axis; None where nothing does, or not known.

    Raises
    ------
    LayerError
        The output has no such cell.
    """
    size = network.output_size
    inside = all(0 <= n < o for n, o in zip(cell, size, strict=False))
    if len(cell) != len(size) or not inside:
        raise LayerError(
            "{reach} is not an output cell: the output is {size}, and cells count from 0.",
            reach=Argument("reach", ",".join(map(str, cell))),
            size=" x ".join(map(str, size)),
            advice=Argument("reach", ",".join(str(o // 2) for o in size)),
        )
    if not network.chains:
        return [None] * len(cell)
    return [
        seen_cells(chain, network.last_stage, n)
        for chain, n in zip(network.chains, cell, strict=True)
    ]


def seen_data(seen: SeenCells | None) -> dict[str, Any] | None:
    """As plain data; a jump that is no whole number is a fraction as text."""
    if seen is None:
        return None
    jump: int | str = int(seen.jump) if seen.jump.denominator == 1 else str(seen.jump)
    return {"start": seen.start, "size": seen.size, "jump": jump}


def seen_table(cell: Sizes, found: Sequence[SeenCells | None]) -> Table:
    """A row for each axis."""
    rows: list[list[Cell]] = []
    for axis, (n, seen) in enumerate(zip(cell, found, strict=True)):
        name = axis_name(axis, len(cell))
        if seen is None:
            rows.append([name, n, "-", "-", "-"])
            continue
        last = seen.start + seen.size - 1
        rows.append([name, n, f"{seen.start} to {last}", seen.size, str(seen.jump)])
    return Table(
        ("axis", "output cell", "input cells", "how many", "jump"),
        rows,
        title="What an output cell depends on, cells counted from 0 (outside of the input:"
        " padding); the jump is input cells from one output cell to the next",
        right=frozenset({"output cell", "how many", "jump"}),
    )
