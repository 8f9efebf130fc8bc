"""The report of a network: a row a layer, a total, and the skip connections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...layers.networks.network import Join, Network, Step, network_data
from ...layers.networks.spec import NetworkSpec
from ...layers.overlap import overlap_words
from ...notation import Sizes, format_sizes
from .table import Report, Table

__all__ = [
    "layers_table",
    "narrow_table",
    "presets_report",
    "report",
    "skips_table",
    "warnings_of",
]


def report(network: Network, *, for_programs: bool = False) -> Report:
    """The network as tables and data. *for_programs*: numbers without thousands separators,
    and one table, as in CSV.
    """
    whole = layers_table(network, for_programs=for_programs)
    blocks = [whole if for_programs else whole._replace(narrow=narrow_table(network))]
    if network.joins and not for_programs:
        blocks.append(skips_table(network.joins))
    return Report(
        blocks=blocks,
        data={"network": network_data(network)},
        warnings=warnings_of(network),
        uneven=_uneven(network.uneven),
    )


def warnings_of(network: Network) -> list[str]:
    """What does not fit, what leaves a checkerboard, and what else there is to know."""
    warnings = [_misfit(step, join) for step, join in network.joins if not join.fits]
    if network.fitting:
        sizes = " and of ".join(_by(size) for size in network.fitting)
        warnings.append(f"every skip connection fits with an input of {sizes}.")
    if uneven := _uneven(network.uneven):
        warnings.append(f"{uneven}: a checkerboard.{_evenly(network.uneven)}")
    return [*warnings, *network.notes]


def _title(network: Network) -> str:
    name = network.title or network.name
    size = " x ".join(map(str, network.input_size))
    channels = "per channel pair, without biases"
    if network.channels is not None:
        channels = _channels(network.channels)
    source = f" ({network.source})" if network.source else ""
    return f"{name + ': ' if name else ''}input {size}, {channels}{source}"


def _channels(count: int) -> str:
    return "1 channel" if count == 1 else f"{count} channels"


# -- the whole table -----------------------------------------------------------------------


def layers_table(network: Network, *, for_programs: bool = False) -> Table:
    """Every column that has something to say."""
    steps = network.steps

    def number(value: int) -> str:
        return str(value) if for_programs else f"{value:,}"

    columns: dict[str, list[str]] = {
        "#": [str(step.number) for step in steps],
        "name": [step.name for step in steps],
        "kind": [step.kind for step in steps],
        "layer": [step.word for step in steps],
        "input": [_by(step.input_size) for step in steps],
        "output": [_by(step.output_size) for step in steps],
        "in": [str(step.in_channels) for step in steps],
        "out": [str(step.out_channels) for step in steps],
        "groups": [str(step.groups) for step in steps],
        "parameters": [number(step.parameters) for step in steps],
        "MACs": [number(step.macs) for step in steps],
        "receptive field": [_extent(step.field) for step in steps],
        "reach": [_extent(step.reach) for step in steps],
        "overlap": [_overlap(step) for step in steps],
        "skip": [_skip_words(step.joined) if step.joined else "" for step in steps],
    }
    if not for_programs:
        for name in ("name", "skip"):
            if not any(columns[name]):
                del columns[name]
        if network.channels is None:
            del columns["in"], columns["out"]
        if all(step.groups == 1 for step in steps):
            del columns["groups"]
        columns.pop("skip", None)  # which have a table of their own
    total = {"#": "", "kind": "total", "output": _by(network.output_size)}
    total |= {"parameters": number(network.parameters), "MACs": number(network.macs)}
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return Table(
        tuple(columns),
        [*rows, [total.get(head, "") for head in columns]],
        title=_title(network),
        right=frozenset({"#", "in", "out", "groups", "parameters", "MACs"}),
    )


def _by(sizes: Sizes) -> str:
    return " x ".join(map(str, sizes))


def _extent(extent: Sizes | None) -> str:
    return "-" if extent is None else format_sizes(extent)


def _overlap(step: Step) -> str:
    return overlap_words(step.overlap) if step.overlap else "-"


def _skip_words(join: Join) -> str:
    cut = f" crop {join.crop_words}" if join.crop_words else ""
    return f"{join.join} {join.source or _by(join.size)}{cut}"


# -- the same for narrow terminals ---------------------------------------------------------


def narrow_table(network: Network) -> Table:
    """Short numbers, input and output in one cell, and of field and reach what is asked more."""
    steps = network.steps
    upward = all(step.stamps or step.kind == "crop" for step in steps)
    extents = [step.reach if upward else step.field for step in steps]
    columns: dict[str, list[str]] = {
        "#": [str(step.number) for step in steps],
        "layer": [f"{step.name} {step.word}".strip() for step in steps],
        "size": [
            f"{format_sizes(step.input_size)}→{format_sizes(step.output_size)}" for step in steps
        ],
        "channels": [_channels_words(step) for step in steps],
        "params": [_short(step.parameters) for step in steps],
        "MACs": [_short(step.macs) for step in steps],
        "reach" if upward else "field": [_extent(extent) for extent in extents],
        "overlap": [_overlap(step) for step in steps],
    }
    if network.channels is None:
        del columns["channels"]
    total = {"layer": "total", "params": _short(network.parameters), "MACs": _short(network.macs)}
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return Table(
        tuple(columns),
        [*rows, [total.get(head, "") for head in columns]],
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
        right=frozenset({"#", "params", "MACs"}),
    )


def _channels_words(step: Step) -> str:
    groups = f" in {step.groups} groups" if step.groups > 1 else ""
    if step.in_channels == step.out_channels and not step.parameters:
        return str(step.in_channels)
    return f"{step.in_channels}→{step.out_channels}{groups}"


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
    told = f"{number / 10**power:#.3g}"
    return f"{told.rstrip('.')} {unit}"


_UNITS: Final = ((3, "k"), (6, "M"), (9, "G"), (12, "T"), (15, "P"), (18, "E"))


# -- skips, warnings, presets --------------------------------------------------------------


def skips_table(joins: Iterable[tuple[Step, Join]]) -> Table:
    rows = [
        [
            step.name or str(step.number),
            join.join,
            join.source or "-",
            str(join.channels),
            _by(join.size),
            _by(join.wanted),
            join.crop_words or "-",
            "yes" if join.fits else "no",
        ]
        for step, join in joins
    ]
    return Table(
        ("joins", "how", "from", "channels", "size", "needed", "crop", "fits"),
        rows,
        title="Skip connections",
        widths=({}, {"joins": 14, "from": 14}),
        right=frozenset({"channels"}),
    )


def _misfit(step: Step, join: Join) -> str:
    what = f"from {join.source}" if join.source else "given"
    return (
        f"the skip connection {what} does not fit layer {step.label}: it has {_by(join.size)}"
        f" cells, and {_by(join.wanted)} are needed: {', or '.join(join.remedies)}."
    )


def _uneven(steps: tuple[Step, ...]) -> str:
    if not steps:
        return ""
    holes = any(found.holes for step in steps for found in step.overlap)
    what = "uneven overlap with holes" if holes else "uneven overlap"
    labels = [f"{step.number} ({step.name})" if step.name else str(step.number) for step in steps]
    *first, last = labels
    which = f"layers {', '.join(first)} and {last}" if first else f"layer {last}"
    return f"{what} in {which}"


def _evenly(steps: tuple[Step, ...]) -> str:
    """Layers that are even instead, each said once."""
    found = [f"{step.even_word} in place of {step.word}" for step in steps if step.even_word]
    told = list(dict.fromkeys(found))
    return f" The same sizes evenly: {', '.join(told[:3])}." if told else ""


def presets_report(specs: list[tuple[NetworkSpec, Network]]) -> Report:
    """The presets there are."""
    rows = [[spec.name, spec.title, _path(network), spec.source] for spec, network in specs]
    data = [
        {
            "name": spec.name,
            "title": spec.title,
            "source": spec.source,
            "framework": spec.framework,
            "input_size": list(network.input_size),
            "output_size": list(network.output_size),
            "layers": len(network.steps),
        }
        for spec, network in specs
    ]
    narrow = Table(
        ("preset", "network", "sizes"),
        [
            [name, title, _ends(network)]
            for (name, title, *_), (_, network) in zip(rows, specs, strict=True)
        ],
        widths=({}, {"network": 40}, {"network": 24}),
    )
    table = Table(
        ("preset", "network", "sizes", "source"),
        rows,
        widths=({}, {"network": 50, "sizes": 40, "source": 50}),
        narrow=narrow,
    )
    return Report(blocks=[table], data={"presets": data})


def _path(network: Network) -> str:
    """The sizes on the way, those of layers that keep them left out."""
    sizes = [network.input_size, *(step.output_size for step in network.steps)]
    told = [size for n, size in enumerate(sizes) if n == 0 or size != sizes[n - 1]]
    return " ".join(format_sizes(size) for size in told)


def _ends(network: Network) -> str:
    return f"{format_sizes(network.input_size)}→{format_sizes(network.output_size)}"
