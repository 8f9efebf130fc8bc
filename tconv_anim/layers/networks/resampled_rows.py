"""Rows of pools, resizing and pixel shuffle."""

from __future__ import annotations

from ...errors import LayerError
from ..axis import Axis
from ..resampling.pool import Pool
from ..resampling.resize import Resize
from ..resampling.shuffle import PixelShuffle
from ..resampling.spec import ResamplingSpec, write_resampling
from ..resampling.windows import pool_axis, window_axis
from .network import Step
from .spec import StepSpec

__all__ = ["resampled_row", "row_windows"]


def resampled_row(step: StepSpec, spec: ResamplingSpec, row: Step, *, counted: bool) -> Step:
    """*row* with its output size, its channels where they are *counted*, and its parameters."""
    ndim = len(row.input_size)
    try:
        layer = spec.layer(row.input_size)
        output = layer.output_size(row.input_size)
        if isinstance(layer, PixelShuffle) and counted:
            row = row._replace(out_channels=layer.output_channels(row.in_channels, ndim))
    except LayerError as error:
        raise step.place.blame(error) from None
    row = row._replace(output_size=output, word=write_resampling(spec), layer=spec)
    if isinstance(layer, Pool):
        k, s, d = map(tuple, layer.windows(ndim))
        return row._replace(
            axes=tuple(pool_axis(layer, index) for index in range(ndim)),
            kernel_size=k,
            stride=s,
            dilation=d,
            mode=layer.mode,
        )
    return row._replace(
        scale=spec.scales(ndim), mode=layer.mode if isinstance(layer, Resize) else ""
    )


def row_windows(step: StepSpec, row: Step) -> tuple[Axis, ...] | None:
    """What every axis of a resize or shuffle does to positions; None where that is not known."""
    if step.resampling is None:
        return None
    layer = step.resampling.layer(row.input_size)
    found = [window_axis(layer, index) for index in range(len(row.input_size))]
    known = tuple(axis for axis in found if axis is not None)
    return known if len(known) == len(found) else None
