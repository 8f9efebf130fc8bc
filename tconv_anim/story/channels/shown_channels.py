"""How many channels a figure shows in full, and what it tries when these have no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ...layers.layer import Layer

__all__ = ["FEW", "ShownChannels", "is_apart", "leaves_out_few", "shown_choices"]

MOST_INPUTS, MOST_FILTERS = 8, 4
"""Channels that a figure shows in full, at most."""
FEW: Final = 4
"""So many channels are all shown, be it without numbers."""


class ShownChannels(NamedTuple):
    """How many channels are shown in full."""

    inputs: int
    filters: int
    ring: bool = False
    """Whether sums of stamps are shown with what is cropped of them."""

    @classmethod
    def most(cls, layer: Layer) -> ShownChannels:
        inputs, filters = min(layer.in_channels, MOST_INPUTS), min(layer.out_channels, MOST_FILTERS)
        if is_apart(layer):
            return cls(min(inputs, filters), filters)
        if layer.groups == 1:
            return cls(inputs, filters)
        read = layer.in_channels // layer.groups
        inputs -= inputs % read if inputs > read else 0
        return cls(inputs, min(filters, _filters_reading(layer, inputs)))


def is_apart(layer: Layer) -> bool:
    """Whether each channel has one filter, and each filter one channel: all stay apart."""
    return layer.groups == layer.in_channels == layer.out_channels > 1


def _filters_reading(layer: Layer, inputs: int) -> int:
    """How many filters read one of the first *inputs* channels."""
    return layer.channels_reached(inputs - 1).stop


def _grouped_choices(layer: Layer) -> Iterator[ShownChannels]:
    """Whole groups while they can be, with ever fewer filters; none reads hidden groups alone."""
    read, (inputs, most, _) = layer.in_channels // layer.groups, ShownChannels.most(layer)
    while inputs:
        least = 1 if inputs <= read else 2
        for filters in range(min(most, _filters_reading(layer, inputs)), least - 1, -1):
            yield ShownChannels(inputs, filters)
        inputs -= read if inputs > read else 1


def shown_choices(layer: Layer, *, ring: bool = False) -> Iterator[ShownChannels]:
    """What to try, each first with a *ring* around its sums, if there can be one."""
    for shown in _choices(layer):
        yield from (shown._replace(ring=True), shown) if ring else (shown,)


def _choices(layer: Layer) -> Iterator[ShownChannels]:
    """From as many channels as may be to one, ever fewer of what there is more of.

    All inputs come first, with ever fewer filters: what is added up is all there then.
    """
    if layer.groups > 1 and not is_apart(layer):
        yield from _grouped_choices(layer)
        return
    inputs, filters, _ = ShownChannels.most(layer)
    if inputs == layer.in_channels and not is_apart(layer):
        yield from (ShownChannels(inputs, fewer) for fewer in range(filters, 0, -1))
        inputs -= 1
    while inputs:
        yield ShownChannels(inputs, filters)
        if inputs == filters == 1:
            return
        if is_apart(layer):
            inputs, filters = inputs - 1, filters - 1
        elif inputs > filters:
            inputs -= 1
        else:
            filters -= 1


def leaves_out_few(layer: Layer, shown: ShownChannels) -> bool:
    """Whether of few inputs not all are shown, or of few outputs but one."""
    inputs = shown.inputs < layer.in_channels <= FEW
    return inputs or shown.filters == 1 < layer.out_channels <= FEW
