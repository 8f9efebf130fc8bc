"""The numbers of a layer with channels: planes, slices of filters, and what each pair adds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from ...compute import Array, apply
from ...layers.resolved_layer import ResolvedLayer, one_channel
from ..example import CellValues, Example, shade_scale
from ..frame import CellRole, PanelContent
from ..notation import CellText
from ..roles import ShadeScale

__all__ = ["ChannelNumbers"]


class ChannelNumbers:
    """Channel by channel: input, slices, sums and output of an example, as cells show them."""

    def __init__(self, example: Example) -> None:
        self._example, self.layer = example, example.plane.layer
        self.single: ResolvedLayer = one_channel(example.plane)
        """The layer from one channel to one, as each slice computes it."""
        negative = bool((example.x < 0).any())
        self._x = cache(lambda c: self._values(example.x[c], "x", example.x, signed=negative))
        self._y = cache(lambda f: self._values(example.y[f], "y", example.y, signed=example.signed))
        self._w = cache(self._slice)
        self.sums = cache(self._sums)
        self.partial = cache(self._partial)

    def __reduce__(self) -> tuple[type[ChannelNumbers], tuple[Example]]:
        return ChannelNumbers, (self._example,)  # a cache stays in its process

    def x(self, channel: int) -> CellValues:
        return self._x(channel)

    def y(self, filter_: int) -> CellValues:
        return self._y(filter_)

    def w(self, filter_: int, channel: int) -> CellValues:
        """The slice of a filter for an input channel of its group."""
        return self._w(filter_, channel)

    def _partial(self, filter_: int, channels: range) -> Array:
        """What *channels* of the filter's group add to its output, without the bias."""
        layer = self.single.layer.replaced(in_channels=len(channels))
        x = self._example.x[channels.start : channels.stop]
        w = np.stack([self._weights(filter_, channel) for channel in channels])
        stamps = layer.operation.driven_by == "input"
        total: Array = apply(layer, x, w[:, None] if stamps else w[None])
        return total.reshape(total.shape[-len(self.single.axes) :])  # also with cells beyond o

    def bias(self, filter_: int) -> CellValues | None:
        """A cell with the number that the filter adds."""
        if self._example.bias is None:
            return None
        number = self._example.bias[filter_ : filter_ + 1]
        text = CellText.of(number[0])
        if number[0] >= 0 and text:
            text = CellText.named(f"+{text}", text.value)
        shown = "" if self._example.writing == "none" else text
        return CellValues(number, np.array([shown], dtype=object))

    def _sums(self, filter_: int, channel: int) -> Array:
        return apply(self.single.layer, self._example.x[channel], self.w(filter_, channel).numbers)

    def _weights(self, filter_: int, channel: int) -> Array:
        w, layer = self._example.w, self.layer
        if layer.operation.driven_by == "input":
            numbers: Array = w[channel, filter_ - layer.channels_reached(channel).start]
        elif filter_ < len(w):
            numbers = w[filter_, channel - layer.channels_read(filter_).start]
        else:  # of a filter that is not computed: its slice is asked for its size alone
            numbers = np.zeros(w.shape[2:], w.dtype)
        return numbers

    def _slice(self, filter_: int, channel: int) -> CellValues:
        w, numbers = self._example.w, self._weights(filter_, channel)
        return replace(self._example.written(numbers, "w"), signed=True, among=w)

    def _values(self, numbers: Array, symbol: str, among: Array, *, signed: bool) -> CellValues:
        """*numbers* as cells show them, with the range of lightness of *among*."""
        return replace(self._example.written(numbers, symbol), signed=signed, among=among)

    @property
    def scales(self) -> tuple[ShadeScale, ...]:
        """What shades stand for, of all channels together."""
        example = self._example
        arrays = [
            (PanelContent.INPUT, CellRole.INPUT, example.x, bool((example.x < 0).any())),
            (PanelContent.OUTPUT, CellRole.OUTPUT, example.y, example.signed),
        ] * example.shaded + [(PanelContent.KERNEL, CellRole.KERNEL, example.w, True)]
        if example.writing == "none":
            arrays.append((PanelContent.OTHER, CellRole.STAMP, example.w, True))
            arrays.append((PanelContent.SUM, CellRole.SUM, example.w, True))
        elif not example.shaded:
            return ()
        scales = [
            shade_scale(content, role, CellValues(all_, np.empty(0), signed=signed))
            for content, role, all_, signed in arrays
        ]
        if example.writing == "none":  # their range is a number, too
            scales = [scale._replace(range="") for scale in scales]
        return tuple(scales)
