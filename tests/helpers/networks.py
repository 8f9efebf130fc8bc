"""The size command on networks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from tconv_anim import Layer, apply
from tconv_anim.compute import Array
from tconv_anim.layers.networks.compact_notation import read_words
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.network import Network, Step
from tests.helpers.size_command import run


def answer(*args: str) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["network"]


def words(text: str, size: int = 8, **options: Any) -> Network:
    return network_of(read_words(text, **options), input_size=(size,))


# -- receptive field and reach, by pushing single cells through ------------------------------


Push = Callable[[Step, Array], Array]
"""What a layer makes of columns of ones and zeros."""


def by_applying(step: Step, now: Array) -> Array:
    """The layer itself, with a kernel of ones, on one input cell after the other."""
    ones = np.ones(step.kernel_size, dtype=np.int64)
    return np.stack([apply(layer_of(step), column, ones) for column in now.T], axis=1)


def pushed(network: Network, push: Push) -> list[Array]:
    """For every step, which output cells (rows) each input cell (columns) touches; one axis."""
    now: Array = np.eye(network.input_size[0], dtype=np.int8)
    named, found = {"input": now}, []
    for step in network.steps:
        if step.axes or step.scale:
            now = push(step, now)
        for begin, end in step.cut:
            now = now[begin : len(now) - end]
        now = (now != 0).astype(np.int8)
        found.append(now)
        if step.skip and step.skip.source:
            (begin, _), source = step.skip.crop[0], named[step.skip.source]
            rows = np.arange(len(now)) + begin
            inside = (rows >= 0) & (rows < len(source))
            now = now.copy()
            now[inside] |= source[rows[inside]]
        if step.name:
            named[step.name] = now
    return found


def layer_of(step: Step) -> Layer:
    assert step.axes
    (axis,) = step.axes
    common: Any = {"kernel_size": axis.k, "stride": axis.s, "dilation": axis.d}
    if not axis.operation.crops:
        return Layer("conv", **common, padding=((axis.pad_begin, axis.pad_end),))
    return Layer("transposed", **common, crop=((axis.crop_begin, axis.crop_end),))


def longest(touched: Array) -> int:
    """The most cells from the first to the last that is touched, over the rows."""
    some = touched[touched.any(axis=1)]
    if not len(some):
        return 0
    last = some.shape[1] - some[:, ::-1].argmax(axis=1)
    return int((last - some.argmax(axis=1)).max())


def check_fields(network: Network, push: Push = by_applying) -> None:
    for step, touched in zip(network.steps, pushed(network, push), strict=True):
        assert step.field == (longest(touched),), step
        assert step.reach == (longest(touched.T),), step
