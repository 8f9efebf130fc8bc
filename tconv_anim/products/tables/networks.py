"""The report of a network: a row a layer, a total, and the skip connections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ...layers.counting import MACS, Counting
from ...layers.networks.network import Network, Skip, Step, network_data
from ...layers.networks.spec import titled
from ...notation import Sizes
from .seen_cells import cells_seen, seen_data, seen_table
from .table import Cell, Concatenation, Count, PerAxis, Product, Report, Table, overlap_cell

__all__ = [
    "ends_cell",
    "layers_table",
    "narrow_table",
    "report",
    "skips_table",
    "warnings_of",
]


_UNKNOWN: Final = "?"
"""Of a size that nobody knows, as may be in an ONNX file."""


def report(
    network: Network,
    *,
    for_programs: bool = False,
    counting: Counting = MACS,
    cell: Sizes | None = None,
) -> Report:
    """The network as tables and data.

    *for_programs*: one table with every column, as in CSV. *cell*: an output cell of which is
    told what it depends on.
    """
    whole = layers_table(network, for_programs=for_programs, counting=counting)
    blocks = [whole if for_programs else whole._replace(narrow=narrow_table(network, counting))]
    if network.skips and not for_programs:
        blocks.append(skips_table(network.skips))
    data = network_data(network)
    if counting != MACS:
        for row, step in zip(data["layers"], network.steps, strict=True):
            row[counting.key] = counting.of(step)
        data["totals"][counting.key] = network.operations(counting)
    if cell is not None:
        seen = cells_seen(network, cell)
        data["reach_of"] = {"cell": list(cell), "axes": [seen_data(one) for one in seen]}
        blocks.append(seen_table(cell, seen))
    return Report(
        blocks=blocks,
        data={"network": data},
        warnings=warnings_of(network),
        uneven=" and ".join(words for words, _ in _faults(network)),
    )


def warnings_of(network: Network) -> list[str]:
    """What does not fit, what leaves a checkerboard, and what else there is to know."""
    warnings = [_misfit(step, skip) for step, skip in network.skips if not skip.fits]
    if network.fitting:
        sizes = " and of ".join(_by(size) for size in network.fitting)
        warnings.append(f"every skip connection fits with an input of {sizes}.")
    warnings += [f"{words}: {why}" for words, why in _faults(network)]
    return [*warnings, *network.notes]


def _title(network: Network) -> Cell:
    name = titled(network.title, network.about) or network.name
    channels = "per channel pair, without biases"
    if network.channels is not None:
        channels = "1 channel" if network.channels == 1 else f"{network.channels} channels"
    source = f" ({network.source})" if network.source else ""
    head = f"{name}: input " if name else "input "
    return Concatenation([head, _product(network.input_size), f", {channels}{source}"])


# -- the whole table -----------------------------------------------------------------------


def layers_table(
    network: Network, *, for_programs: bool = False, counting: Counting = MACS
) -> Table:
    """Every column that has something to say; *for_programs*: every column."""
    steps = network.steps
    columns: dict[str, list[Cell]] = {
        "#": [step.number for step in steps],
        "name": [_name(step) for step in steps],
        "kind": [step.kind for step in steps],
        "layer": [step.word for step in steps],
        "input": [_product(step.input_size) for step in steps],
        "output": [_product(step.output_size) for step in steps],
        "in": [step.in_channels or _UNKNOWN for step in steps],
        "out": [step.out_channels or _UNKNOWN for step in steps],
        "groups": [step.groups for step in steps],
        "parameters": [Count(step.parameters) for step in steps],
        counting.title: [_operations(step, counting) for step in steps],
        "receptive field": [_extent(step.field) for step in steps],
        "reach": [_extent(step.reach) for step in steps],
        "overlap": [overlap_cell(step.overlap) for step in steps],
    }
    if for_programs:
        columns["skip"] = [_skips(step) for step in steps]
    else:
        if not any(columns["name"]):
            del columns["name"]
        if network.channels is None:
            del columns["in"], columns["out"]
        if all(step.groups == 1 for step in steps):
            del columns["groups"]
    total: dict[str, Cell] = {
        "kind": "total",
        "output": _product(network.output_size),
        "parameters": Count(network.parameters),
        counting.title: Count(network.operations(counting)),
    }
    return Table.of_columns(columns, total=total)._replace(
        title=_title(network),
        right=frozenset({"#", "in", "out", "groups", "parameters", counting.title}),
    )


def _name(step: Step) -> str:
    """With the branch or loop that it is in."""
    return f"[{step.within}] {step.name}" if step.within else step.name


def _product(size: Sizes) -> Cell:
    return Product(size) if size else _UNKNOWN


def _operations(step: Step, counting: Counting) -> Cell:
    known = step.input_size and step.output_size
    return Count(counting.of(step)) if known else _UNKNOWN


def _extent(extent: Sizes | None) -> Cell:
    return "-" if extent is None else PerAxis(extent)


def _skips(step: Step) -> Cell:
    return Concatenation([part for skip in step.skips for part in (", ", _skip(skip))][1:])


def _skip(skip: Skip) -> Cell:
    source: Cell = skip.source or Product(skip.size)
    return Concatenation(
        [f"{skip.join} ", source, f" crop {skip.crop_words}" if skip.crop_words else ""]
    )


# -- the same for narrow terminals ---------------------------------------------------------


def narrow_table(network: Network, counting: Counting = MACS) -> Table:
    """Short numbers, input and output in one cell, and of field and reach what is asked more."""
    steps = network.steps
    upward = all(step.stamps or step.kind in ("crop", "resize", "shuffle") for step in steps)
    extents = [step.reach if upward else step.field for step in steps]
    columns: dict[str, list[Cell]] = {
        "#": [step.number for step in steps],
        "layer": [f"{_name(step)} {step.word}".strip() for step in steps],
        "size": [ends_cell(step.input_size, step.output_size) for step in steps],
        "channels": [_channels(step) for step in steps],
        "params": [_short(step.parameters) for step in steps],
        counting.title: [
            _short(counting.of(step)) if step.input_size and step.output_size else _UNKNOWN
            for step in steps
        ],
        "reach" if upward else "field": [_extent(extent) for extent in extents],
        "overlap": [overlap_cell(step.overlap) for step in steps],
    }
    if network.channels is None:
        del columns["channels"]
    total: dict[str, Cell] = {
        "layer": "total",
        "params": _short(network.parameters),
        counting.title: _short(network.operations(counting)),
    }
    return Table.of_columns(columns, total=total)._replace(
        title=_title(network),
        widths=(
            {},
            {"overlap": 7},
            {"overlap": 7, "layer": 16},
            {"overlap": 7, "layer": 14},
            {"overlap": 7, "layer": 11},
            {"overlap": 7, "layer": 11, "channels": 9},
            {"overlap": 7, "layer": 11, "channels": 9, "size": 9},
            {"overlap": 7, "layer": 8, "channels": 6, "size": 6},
        ),
        right=frozenset({"#", "params", counting.title}),
    )


def _channels(step: Step) -> str:
    groups = f" in {step.groups} groups" if step.groups > 1 else ""
    if step.in_channels == step.out_channels and not step.parameters:
        return str(step.in_channels or _UNKNOWN)
    return f"{step.in_channels or _UNKNOWN}→{step.out_channels or _UNKNOWN}{groups}"


def _short(number: int) -> str:
    """Three digits and a unit: 33.6 M.

    >>> _short(999), _short(33554432), _short(999_999)
    ('999', '33.6 M', '1.00 M')
    """
    if number < 1000:
        return str(number)
    power, unit = next(
        ((p, u) for p, u in _UNITS if float(f"{number / 10**p:.3g}") < 1000), _UNITS[-1]
    )
    digits = f"{number / 10**power:#.3g}"
    return f"{digits.rstrip('.')} {unit}"


_UNITS: Final = ((3, "k"), (6, "M"), (9, "G"), (12, "T"), (15, "P"), (18, "E"))


# -- skips, warnings, presets --------------------------------------------------------------


def skips_table(skips: Iterable[tuple[Step, Skip]]) -> Table:
    """Every skip connection: what it joins, its size and the size it has to have."""
    rows: list[list[Cell]] = [
        [
            _name(step) or step.number,
            skip.join,
            skip.source or "-",
            skip.channels,
            Product(skip.size),
            Product(skip.output_size),
            skip.crop_words or "-",
            "yes" if skip.fits else "no",
        ]
        for step, skip in skips
    ]
    return Table(
        ("joins", "how", "from", "channels", "size", "needed", "crop", "fits"),
        rows,
        title="Skip connections",
        widths=({}, {"joins": 14, "from": 14}),
        right=frozenset({"channels"}),
    )


def _by(sizes: Sizes) -> str:
    return " x ".join(map(str, sizes))


def _misfit(step: Step, skip: Skip) -> str:
    what = f"from {skip.source}" if skip.source else "given"
    return (
        f"the skip connection {what} does not fit layer {step.label}: it has {_by(skip.size)}"
        f" cells, and {_by(skip.output_size)} are needed: {', or '.join(skip.remedies)}."
    )


def _faults(network: Network) -> list[tuple[str, str]]:
    """(which layers leave what, why that is bad and what to do) of overlap and of dead cells."""
    found = []
    if uneven := [s for s in network.uneven if not all(one.regular for one in s.overlap)]:
        holes = any(one.holes for step in uneven for one in step.overlap)
        words = f"uneven overlap {'with holes ' * holes}in {_which(uneven)}"
        found.append((words, f"a checkerboard.{_evenly(uneven)}"))
    if dead := [step for step in network.uneven if step.dead_cells]:
        count = sum(step.dead_cells for step in dead)
        words = f"{count} dead cell{'s' * (count != 1)} at the end of {_which(dead)}"
        rest = [step for step in dead if step not in uneven]
        found.append((words, f"no kernel reaches them.{_evenly(rest)}"))
    return found


def _which(steps: Sequence[Step]) -> str:
    labels = [f"{step.number} ({step.name})" if step.name else str(step.number) for step in steps]
    *first, last = labels
    return f"layers {', '.join(first)} and {last}" if first else f"layer {last}"


def _evenly(steps: Sequence[Step]) -> str:
    """Layers that are even instead, each named once."""
    found = [f"{step.even_word} in place of {step.word}" for step in steps if step.even_word]
    once = list(dict.fromkeys(found))
    return f" The same sizes evenly: {', '.join(once[:3])}." if once else ""


def ends_cell(input_size: Sizes, output_size: Sizes) -> Cell:
    ends: list[Cell] = [PerAxis(size) if size else _UNKNOWN for size in (input_size, output_size)]
    return Concatenation([ends[0], "→", ends[1]])
