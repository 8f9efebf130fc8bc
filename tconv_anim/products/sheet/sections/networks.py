"""Where such a layer is used: the known networks with these numbers, or the nearest ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from ....layers.axis import Axis
from ....layers.networks.infer import network_of
from ....layers.networks.layer_word import write_layer
from ....layers.networks.network import Network, Step
from ....layers.networks.presets import preset, preset_names
from ....layers.resolved_layer import ResolvedLayer
from ....layers.spec import LayerSpec
from ....notation import format_sizes
from ...tables.table import cell_text, overlap_cell
from ..blocks import Stack
from ..stories import SheetContent
from ..table_block import TableBlock
from .section import SHEET_STYLE, Section, note

__all__ = ["even_users", "section"]

HEADING: Final = "Where it is used"
_LEAST, _MOST = 2, 10
_SHOWN_SIZES: Final = 6


class _Use(NamedTuple):
    distance: int
    network: Network
    steps: tuple[Step, ...]
    """Those of its layers that are nearest."""


@cache
def _networks() -> tuple[Network, ...]:
    return tuple(network_of(preset(name), fields=False) for name in preset_names())


def even_users() -> str:
    """Networks all of whose transposed layers are even, one of every family."""
    titles = Counter(network.title for network in _networks())
    families: dict[str, str] = {}
    for network in _networks():
        even = not network.uneven and any(step.overlap for step in network.steps)
        if even and titles[network.title] == 1:
            families.setdefault(network.family, network.title)
    return ", ".join(families.values())


def section(content: SheetContent) -> Section:
    resolved = content.main
    uses = sorted(_uses(resolved), key=lambda use: use.distance)[:_MOST]
    exact = [use for use in uses if use.distance == 0]
    if exact:
        intro = "Presets with exactly this layer, then the nearest:"
    elif uses:
        intro = f"No preset has exactly this {resolved.operation.adjective} layer; the nearest:"
    else:
        return Section(HEADING, note("No known network has such a layer."))
    columns = 4 if resolved.operation.crops else 3
    heads = ("preset", "layer", "sizes", "overlap")[:columns]
    rows = [_row(use)[:columns] for use in uses]
    least = max(_LEAST, min(len(exact), 5))
    return Section(HEADING, Stack((note(intro), TableBlock(heads, rows, least=least))))


def _row(use: _Use) -> list[str]:
    sizes = [use.steps[0].input_size]
    for step in use.steps:
        if step.input_size == sizes[-1]:
            sizes.append(step.output_size)
    shown = [str(size[0]) if len(set(size)) == 1 else format_sizes(size) for size in sizes]
    if len(shown) > _SHOWN_SIZES:
        shown = [*shown[: _SHOWN_SIZES - 2], "…", shown[-1]]
    first = use.steps[0]
    overlap = cell_text(overlap_cell(first.overlap), SHEET_STYLE) if first.overlap else ""
    layer = write_layer(first.layer) if isinstance(first.layer, LayerSpec) else first.word
    return [use.network.name, layer, " → ".join(shown), overlap]


def _uses(resolved: ResolvedLayer) -> list[_Use]:
    """Of every network the layers nearest to *resolved*, those with the same word together."""
    found: list[_Use] = []
    for network in _networks():
        steps = [s for s in network.steps if s.kind == resolved.kind and s.axes is not None]
        if not steps:
            continue
        near = min(steps, key=lambda step: _distance(resolved, step.axes or ()))
        alike = tuple(step for step in steps if step.word == near.word)
        found.append(_Use(_distance(resolved, near.axes or ()), network, alike))
    return found


def _distance(resolved: ResolvedLayer, axes: Sequence[Axis]) -> int:
    """How far apart two layers are: cells by which their parameters differ; the stride counts
    four times, as it says what a layer is for."""
    pairs = [(ours, axes[min(n, len(axes) - 1)]) for n, ours in enumerate(resolved.axes)]
    return int(len(axes) != len(pairs)) + max(
        4 * abs(a.s - b.s)
        + abs(a.k - b.k)
        + 2 * abs(a.d - b.d)
        + abs(_ends(a)[0] - _ends(b)[0])
        + abs(_ends(a)[1] - _ends(b)[1])
        for a, b in pairs
    )


def _ends(axis: Axis) -> tuple[int, int]:
    if not axis.operation.crops:
        return axis.pad_begin, axis.pad_end
    return axis.crop_begin, axis.crop_end
