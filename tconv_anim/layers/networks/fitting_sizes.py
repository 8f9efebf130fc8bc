"""The nearest input sizes with which every skip connection of a network fits."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ...errors import LayerError
from ...notation import Sizes
from ..resolve import resolve
from ..resolved_layer import ResolvedLayer
from ..spec import LayerSpec
from .crops import cut_of, spread
from .skips import crop_of
from .spec import CropSpec, NetworkSpec

__all__ = ["fitting_inputs", "resolve_on"]

_FARTHEST: Final = 256
"""Cells that an input may differ from the one asked for, on the search for one that fits."""


def fitting_inputs(spec: NetworkSpec, size: Sizes) -> tuple[Sizes, ...]:
    """The nearest smaller and larger input with which every skip connection fits."""
    found = []
    for direction in (-1, 1):
        for by in range(1, _FARTHEST + 1):
            other = tuple(n + direction * by for n in size)
            if min(other) < 1:
                break
            try:
                fits = _every_skip_fits(spec, other)
            except LayerError:  # too small for some layer
                continue
            if fits:
                found.append(other)
                break
    return tuple(found)


def _every_skip_fits(spec: NetworkSpec, size: Sizes) -> bool:
    """Sizes alone, without all else, as many are tried."""
    sizes = {"input": size}
    for step in spec.steps:
        if step.layer is None:
            cut = cut_of(step, step.crop or CropSpec(), size)
            size = tuple(n - begin - end for n, (begin, end) in zip(size, cut, strict=True))
        else:
            size = resolve_on(step.layer._replace(input_size=size), len(size)).output_size
        if step.skip is not None:
            source = spread(step.skip.size or sizes[step.skip.source or "input"], len(size))
            if not crop_of(step, step.skip, size, source).fits:
                return False
        if step.name:
            sizes[step.name] = size
    return True


@lru_cache(maxsize=2048)
def resolve_on(layer: LayerSpec, ndim: int) -> ResolvedLayer:
    """Deep layers meet the same few sizes on every walk through a network."""
    return resolve(layer, ndim=ndim)
