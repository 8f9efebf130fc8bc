"""One layer of a network, as the options that ask for it alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ..errors import Argument, LayerError
from ..layers.networks.network import Network, Step
from ..layers.networks.spec import STEP_KINDS
from ..layers.spec import LayerSpec
from ..notation import did_you_mean
from .command_options import kinds_of
from .network import NetworkChoice, chosen_network, network_choice

__all__ = ["layer_row", "with_network_layer"]

_CHANNELS: Final = ("in_channels", "out_channels", "groups", "bias")
_FEW: Final = 4
"""Channels that a picture of a layer of a network shows in full."""
_SHOWN: Final = 8


def with_network_layer(said: Mapping[str, Any], *, drawn: bool = False) -> dict[str, Any]:
    """*said*, which names a layer, with that layer's own options in place of its network's.

    *drawn*: for a picture, which shows the layer's channels where they are few, and otherwise
    its kernel in one channel unless options say other. *said* may name the network alone there:
    its only layer needs no name, and if it has more, *said* stays as it is.

    Raises
    ------
    LayerError
        There is no such network or layer, or the layer cannot be said alone.
    """
    values = dict(said)
    name = values.pop("layer", None)
    choice = network_choice(values, single=True, beside=() if drawn else _CHANNELS)
    if choice is None:
        raise LayerError(
            "{layer} names a layer of a network, and no network is given.",
            layer=Argument("layer", name),
            advice=Argument("preset", "dcgan"),
        )
    network = chosen_network(choice)
    if name is None and len(network.steps) != 1:
        return values
    step = network.steps[0] if name is None else layer_row(network, name)
    for option in (*NetworkChoice._fields, "model"):
        values.pop(option, None)
    layer = _layer_options(step)
    if drawn:
        kinds_of(step.kind)  # refuses what has no figure
        if max(layer.get("in_channels", 1), layer.get("out_channels", 1)) > _FEW:
            layer = {name: value for name, value in layer.items() if name not in _CHANNELS}
    return {**layer, **values}


def _layer_options(step: Step) -> dict[str, Any]:
    """The options of a row's layer, by their names, its own input size among them."""
    if step.layer is None:
        raise LayerError(
            "{layer} is a {kind}, which cannot be said alone: {word}.",
            layer=Argument("layer", step.label),
            kind=STEP_KINDS[step.kind].noun,
            word=step.word,
        )
    if not step.input_size:
        raise LayerError(
            "{layer}: the size of its input is not known.", layer=Argument("layer", step.label)
        )
    said = {name: value for name, value in step.layer._asdict().items() if value is not None}
    said |= {"kind": step.kind, "input_size": step.input_size, "dims": len(step.input_size)}
    if isinstance(step.layer, LayerSpec):
        said.setdefault("output_padding", "none")
        said |= {
            "in_channels": step.in_channels or 1,
            "out_channels": step.out_channels or 1,
            "groups": step.groups,
            "bias": step.bias,
        }
    else:
        own = _OPTIONS_OF[step.kind]
        said = {name: value for name, value in said.items() if name in own}
    return said


_SHARED: Final = ("kind", "input_size", "dims", "framework")
_OPTIONS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "pool": (
        *_SHARED,
        *("kernel_size", "stride", "padding", "dilation", "ceil", "count_padding", "mode"),
    ),
    "resize": (*_SHARED, "scale", "mode", "align_corners"),
    "shuffle": (*_SHARED, "scale"),
}


def layer_row(network: Network, name: str) -> Step:
    """The row of a network that *name* stands for.

    That is its name, its number, a part of its path (``up3`` of ``/up3/ConvTranspose``) that no
    other row has, or its kind with a count: ``up3`` is the third transposed layer.

    Raises LayerError where there is none, or more than one.
    """
    rows, word = network.steps, name.strip().lower()
    named = [row for row in rows if row.name.lower() == word]
    if len(named) == 1:
        return named[0]
    if word.isdecimal() and 0 < int(word[:9]) <= len(rows):
        return rows[int(word[:9]) - 1]
    parts = [row for row in rows if word in _path_parts(row.name.lower())]
    shorts = dict(zip(_short_names(network), rows, strict=True))
    of_kind = [row for row in parts if word.startswith(STEP_KINDS[row.kind].short)]
    for found in (parts, of_kind):
        if len(found) == 1:
            return found[0]
    if not (named or parts) and word in shorts:
        return shorts[word]
    several = named or of_kind or parts
    known = [row.name or short for short, row in shorts.items()]
    if several:
        raise LayerError(
            "{layer} is said of several rows. Choose from their numbers: {rows}.",
            layer=Argument("layer", name),
            rows=_some([f"{row.number} ({row.name})" for row in several]),
        )
    raise LayerError(
        "{layer} is not a layer of this network. Choose from {rows}.{hint}",
        layer=Argument("layer", name),
        rows=_some(known),
        hint=did_you_mean(name, known),
    )


def _path_parts(name: str) -> set[str]:
    """What a path consists of: up and 3 and up.3 of /up.3/Conv."""
    folders = re.split(r"[/:\\]", name)
    return {part for folder in folders for part in (folder, *folder.split("."))} - {""}


def _some(words: list[str]) -> str:
    return ", ".join(words[:_SHOWN]) + (", ..." if len(words) > _SHOWN else "")


def _short_names(network: Network) -> list[str]:
    """What every row is called by its kind: up1, up2, conv1."""
    counts: dict[str, int] = {}
    names = []
    for row in network.steps:
        short = STEP_KINDS[row.kind].short
        counts[short] = counts.get(short, 0) + 1
        names.append(f"{short}{counts[short]}")
    return names
