"""Crops: what is left of a size, and how that is said."""

from __future__ import annotations

from typing import Any, cast

from ...notation import Pairs, Sizes, format_padding, format_sizes
from .spec import CropSpec, StepSpec

__all__ = ["crop_word", "cut_of", "spread"]


def spread(values: tuple[Any, ...], ndim: int) -> tuple[Any, ...]:
    """One value for every axis, where only one was given."""
    return values * ndim if len(values) == 1 else values


def cut_of(step: StepSpec, crop: CropSpec, size: Sizes) -> Pairs:
    """What a crop removes at both ends of every axis."""
    ndim = len(size)
    for given in (crop.size, crop.offset, crop.ends):
        if given is not None and len(given) not in (1, ndim):
            raise step.place.error(f"the crop has {len(given)} axes, and the network has {ndim}.")
    if crop.ends is not None:
        cut = cast(Pairs, spread(crop.ends, ndim))
        if min(map(min, cut)) < 0 or any(n <= b + e for n, (b, e) in zip(size, cut, strict=True)):
            raise step.place.error(
                f"a crop of {format_padding(cut)} leaves nothing of {format_sizes(size)} cells, or"
                " crops less than none. Crop less."
            )
        return cut
    wanted, offset = spread(crop.size or (1,), ndim), spread(crop.offset, ndim)
    for n, size_wanted, begin in zip(size, wanted, offset, strict=True):
        if size_wanted < 1 or begin < 0:
            raise step.place.error("a crop has a size of at least 1 and an offset of at least 0.")
        if begin + size_wanted > n:
            raise step.place.error(
                f"{size_wanted} cells from offset {begin} on need {begin + size_wanted}, and its"
                f" input has {n}. Take a smaller size or offset, or a larger input."
            )
    return tuple(
        (begin, n - begin - left) for n, left, begin in zip(size, wanted, offset, strict=True)
    )


def crop_word(crop: CropSpec | None, cut: Pairs) -> str:
    if crop is None or crop.size is None:
        return f"crop:{format_padding(cut)}"
    return f"crop to {format_sizes(crop.size)} from {format_sizes(crop.offset)}"
